//! The graph of a network: its nodes, what flows between them, and where their parameters are stored.

use super::op::Op;
use crate::float::Float;
use crate::parameters::Layout;
use crate::signal::Signal;

/// A network as data, made by `network!`: [`Network::GRAPH`](crate::Network::GRAPH). [`Display`](core::fmt::Display) shows it as a
/// table.
///
/// A constant: a program that does not use it has none of it.
///
/// ```
/// use nn::graph::{Op, Operand};
/// use nn::prelude::*;
///
/// network! {
///     struct Line {
///         fc: Linear<1, 1>,
///     }
///     fn forward(x: Tensor<1>) -> Tensor<1> {
///         x + x.fc()
///     }
/// }
///
/// let graph = Line::GRAPH;
/// assert_eq!(graph.nodes[0].op, Op::FullyConnected { inputs: 1, outputs: 1, bias: true });
/// assert_eq!(graph.nodes[0].inputs, [Operand::Input(0)]);
/// assert_eq!(graph.nodes[1].inputs, [Operand::Input(0), Operand::Node(0, 0)]);
/// assert_eq!(graph.outputs, [Operand::Node(1, 0)]);
/// ```
#[non_exhaustive]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Graph {
    /// The name of the struct.
    pub name: &'static str,
    /// The names of the inputs.
    pub inputs: &'static [&'static str],
    /// The sizes of each input's sample.
    pub input_dims: &'static [&'static [usize]],
    /// What each input is made of: `None` for floating point, `Some(V)` for indices from 0 to V - 1.
    pub input_indices: &'static [Option<usize>],
    /// One node a use of a layer or an operation, in the order of the forward pass.
    pub nodes: &'static [Node],
    /// Where each output comes from.
    pub outputs: &'static [Operand],
    /// The sizes of each output's sample, which may be others than those of its source, as for [`Node::input_dims`].
    pub output_dims: &'static [&'static [usize]],
    /// The bytes of an element.
    pub element_bytes: usize,
}

/// One use of a layer or an operation in a [`Graph`].
#[non_exhaustive]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Node {
    /// The name of the field, or of the operation.
    pub name: &'static str,
    /// The layer's type as written; empty for an operation.
    pub kind: &'static str,
    /// What it computes.
    pub op: Op,
    /// Where each operand comes from.
    pub inputs: &'static [Operand],
    /// The sizes of each operand's sample. Where they differ from those that its source has, the same elements are read with
    /// these sizes: `flatten` and `reshape` compute nothing and are no nodes. One that is an output of the network is a copy,
    /// [`Op::NoOp`].
    pub input_dims: &'static [&'static [usize]],
    /// The sizes of each output's sample.
    pub output_dims: &'static [&'static [usize]],
    /// Where the parameters begin in the network's flat slice.
    pub offset: usize,
    /// The parameters, with offsets from there.
    pub layout: &'static Layout,
    /// Whether no node before this one uses the same layer.
    pub is_first_use: bool,
    /// Multiply-accumulates a sample.
    pub macs: usize,
}

/// Where a value comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Operand {
    /// The input with this number.
    Input(usize),
    /// An output of a node: the number of the node, and that of the output.
    Node(usize, usize),
}

impl Graph {
    /// The graph of a network from `In` to `Out` with elements of type `T`.
    #[doc(hidden)]
    pub const fn new<In: Signal, Out: Signal, T: Float>(
        name: &'static str,
        inputs: &'static [&'static str],
        nodes: &'static [Node],
        outputs: &'static [Operand],
    ) -> Self {
        Graph {
            name,
            inputs,
            input_dims: In::DIMS,
            input_indices: In::INDICES,
            nodes,
            outputs,
            output_dims: Out::DIMS,
            element_bytes: size_of::<T>(),
        }
    }

    /// The number of trainable parameters.
    pub const fn parameters(&self) -> usize {
        let (mut parameters, mut node) = (0, 0);
        while node < self.nodes.len() {
            parameters += self.nodes[node].parameters();
            node += 1;
        }
        parameters
    }

    /// Multiply-accumulates a sample.
    pub const fn macs(&self) -> usize {
        let (mut macs, mut node) = (0, 0);
        while node < self.nodes.len() {
            macs += self.nodes[node].macs;
            node += 1;
        }
        macs
    }
}

impl Node {
    /// The number of trainable parameters; 0 where a layer is used again.
    pub const fn parameters(&self) -> usize {
        if self.is_first_use { self.layout.learned() } else { 0 }
    }

    /// This node of a layer at its place in a graph.
    #[doc(hidden)]
    pub const fn at(
        self,
        [name, kind]: [&'static str; 2],
        inputs: &'static [Operand],
        offset: usize,
        is_first_use: bool,
    ) -> Self {
        Node { name, kind, inputs, offset, is_first_use, ..self }
    }
}
