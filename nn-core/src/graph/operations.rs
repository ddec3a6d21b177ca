//! A network as data: its graph, its nodes, and the operation of each.

use super::attributes::{AxisWindow, Pool};
use crate::activation::{Activation, Function, Scalar};
use crate::float::Float;
use crate::parameters::Layout;
use crate::signal::Signal;

/// A network as data, made by `network!`: [`Network::GRAPH`](crate::Network::GRAPH). [`Display`](core::fmt::Display) shows it as a
/// table.
///
/// It is a constant, so that a program that does not use it does not store it.
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
    /// The uses of layers and operations, in the order of the forward pass.
    pub nodes: &'static [Node],
    /// Where each output comes from.
    pub outputs: &'static [Operand],
    /// The sizes of each output's sample, which may be others than those of its source, as for [`Node::input_dims`].
    pub output_dims: &'static [&'static [usize]],
    /// The bytes of an element.
    pub element_bytes: usize,
    /// The sizes that are generic parameters of the struct: their names, and what they are in this network.
    pub sizes: &'static [(&'static str, usize)],
}

/// One use of a layer or an operation in a [`Graph`], which has an example.
#[non_exhaustive]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Node {
    /// The name of the field, or of the operation.
    pub name: &'static str,
    /// The layer's type as written; empty for an operation. [`Graph::kind_of`] has numbers for the sizes of a generic network.
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
    /// The number of multiply-accumulates for a sample.
    pub macs: usize,
}

/// Where a value comes from: an input of the network, or an output of a node. [`Graph`] has an example.
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
            sizes: &[],
        }
    }

    /// This graph of a generic network, with the sizes of its parameters.
    #[doc(hidden)]
    pub const fn with_sizes(self, sizes: &'static [(&'static str, usize)]) -> Self {
        Graph { sizes, ..self }
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

    /// The number of multiply-accumulates for a sample.
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

/// What a layer computes in inference, with all of its attributes and nothing of its weights: what an exporter, a verifier or an
/// interpreter needs to know of it. Each [`Layer`](crate::Layer) states its own as [`OP`](crate::Layer::OP).
///
/// Axes are counted without the batch. The weights are those of the layer's [`LAYOUT`](crate::Parameters::LAYOUT).
///
/// ```
/// use nn_core::graph::Op;
/// use nn_core::{Layer, Linear, N};
/// let op = <Linear<N<3>, N<2>> as Layer<(N<3>,)>>::OP;
/// assert_eq!(op, Op::FullyConnected { inputs: 3, outputs: 2, bias: true });
/// ```
#[non_exhaustive]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Op {
    /// y = x W + b, W being `[inputs, outputs]`.
    FullyConnected {
        /// The size of x.
        inputs: usize,
        /// The size of y.
        outputs: usize,
        /// Whether there is a b.
        bias: bool,
    },
    /// A convolution of `[C, L]`, `[C, H, W]` and so on, with a weight `[outputs, inputs / groups, ..kernel]`.
    Conv {
        /// The channels of the input.
        inputs: usize,
        /// The channels of the output.
        outputs: usize,
        /// One window an axis.
        windows: &'static [AxisWindow],
        /// Into how many groups the channels are divided.
        groups: usize,
        /// Whether a bias is added to each channel.
        bias: bool,
    },
    /// The transpose of a convolution, with a weight `[inputs, outputs / groups, ..kernel]`.
    ConvTranspose {
        /// The channels of the input.
        inputs: usize,
        /// The channels of the output.
        outputs: usize,
        /// One window an axis.
        windows: &'static [AxisWindow],
        /// By how much each axis of the output is longer at its end.
        output_padding: &'static [usize],
        /// Into how many groups the channels are divided.
        groups: usize,
        /// Whether a bias is added to each channel.
        bias: bool,
    },
    /// The row of a table `[rows, width]` for each index.
    Lookup {
        /// The number of rows.
        rows: usize,
        /// The size of each.
        width: usize,
    },
    /// One value for each window over each channel.
    Pool {
        /// Which value.
        kind: Pool,
        /// One window an axis.
        windows: &'static [AxisWindow],
    },
    /// The mean of each channel.
    GlobalAveragePool,
    /// Each element repeated along the axes after the channels.
    ResizeNearest {
        /// How often, one number an axis.
        factors: &'static [usize],
    },
    /// Zeros around each channel.
    ZeroPad {
        /// How many before and after, one pair an axis.
        borders: &'static [[usize; 2]],
    },
    /// A function of each element.
    Elementwise(Function),
    /// x for x > 0, else a trainable slope times x.
    ParametricRelu {
        /// The number of slopes.
        slopes: usize,
        /// Whether there is one a channel.
        by_channel: bool,
    },
    /// exp(x) over the sum of exp(x) along an axis.
    SoftMax {
        /// The axis.
        axis: usize,
    },
    /// The logarithm of [`Softmax`](Op::SoftMax).
    LogSoftMax {
        /// The axis.
        axis: usize,
    },
    /// (x - running_mean) / sqrt(running_var + eps) weight + bias for each channel.
    BatchNormalization {
        /// The number of channels.
        channels: usize,
        /// What is added to a variance.
        eps: Scalar,
    },
    /// (x - mean) / sqrt(variance + eps) weight + bias, mean and variance being those over the last axes.
    LayerNormalization {
        /// The sizes of these axes, and of weight and bias.
        dims: &'static [usize],
        /// What is added to a variance.
        eps: Scalar,
    },
    /// (x - mean) / sqrt(variance + eps) weight + bias, mean and variance being those of a group of channels.
    GroupNormalization {
        /// The number of groups.
        groups: usize,
        /// The number of channels.
        channels: usize,
        /// What is added to a variance.
        eps: Scalar,
    },
    /// x / sqrt(mean of x^2 + eps) weight, the mean being that over the last axes.
    RmsNormalization {
        /// The sizes of these axes, and of the weight.
        dims: &'static [usize],
        /// What is added to a mean; `None` for the machine epsilon of the elements.
        eps: Option<Scalar>,
    },
    /// Elements, or whole channels, set to 0 at random in training; y = x in inference.
    DropOut {
        /// The probability to become 0.
        p: Scalar,
        /// Whether whole channels are dropped.
        channels: bool,
    },
    /// y = a + b.
    Addition,
    /// y = a b, element by element.
    Multiplication,
    /// a and b, concatenated.
    Concatenation {
        /// Along which axis.
        axis: usize,
    },
    /// x, divided in two.
    SplitAt {
        /// Along which axis.
        axis: usize,
        /// The size of the first part.
        at: usize,
    },
    /// x with its axes in another order.
    PermuteAxes {
        /// For each axis of y, that of x.
        axes: &'static [usize],
    },
    /// y = x.
    NoOp,
    /// A network.
    Subgraph(&'static Graph),
    /// The same operation several times in sequence, each time with weights of its own: `[L; K]`.
    Repeat {
        /// How often.
        count: usize,
        /// The operation.
        op: &'static Op,
    },
    /// A layer of which nothing is known but what identifies it: the default of [`Layer::OP`](crate::Layer::OP).
    Opaque {
        /// The name of the layer. If empty, its type as written in the network, [`Node::kind`], identifies it.
        name: &'static str,
        /// Numbers that the function depends on beside the weights.
        attributes: &'static [u64],
    },
}

impl Op {
    /// The default of [`Layer::OP`](crate::Layer::OP).
    pub const OPAQUE: Op = Op::Opaque { name: "", attributes: &[] };

    /// The operation of [`activation!`](crate::activation).
    #[doc(hidden)]
    pub const fn of_activation<A: Activation>(name: &'static str, attributes: &'static [u64]) -> Op {
        match A::FUNCTION {
            Some(function) => Op::Elementwise(function),
            None => Op::Opaque { name, attributes },
        }
    }
}
