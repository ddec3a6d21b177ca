//! Functions in place that run within the call of another node: ReLU in the forward pass of the layer whose output it is applied to,
//! and in the backward pass of the layer that reads its output; any function in place in the backward pass of a sum.

use super::gradients;
use super::in_place::is_in_place;
use crate::catalogue::{Function, Op};
use crate::graph::{Graph, Node, ValueId};

/// By node, but for `through`.
pub(super) struct Epilogues {
    /// Whether the forward pass of a node applies the ReLU that follows it.
    pub(super) applies_relu: Vec<bool>,
    /// Whether a function is the ReLU of such a node.
    pub(super) is_done_by_maker: Vec<bool>,
    /// By value: the function that computed it, if the backward pass of the only node that reads it goes on through the function.
    pub(super) through: Vec<Option<usize>>,
    /// Whether a function is one of those.
    pub(super) is_done_by_reader: Vec<bool>,
}

impl Epilogues {
    pub(super) fn new(graph: &Graph, owners: &[ValueId], gradient_places: &[ValueId]) -> Epilogues {
        let count = graph.nodes.len();
        let mut epilogues = Epilogues {
            applies_relu: vec![false; count],
            is_done_by_maker: vec![false; count],
            through: vec![None; graph.values.len()],
            is_done_by_reader: vec![false; count],
        };
        // The node that made a value, and nothing else.
        let mut makers = vec![None; graph.values.len()];
        let in_place = |node: &Node| is_in_place(graph, owners, node.outputs[0]);
        let is_function = |node: &Node| in_place(node) && !node.is_dropout();
        let is_relu = |node: &Node| in_place(node) && matches!(node.op(), Some(Op::Map(Function::Relu, _)));
        for (index, node) in graph.nodes.iter().enumerate() {
            for value in node.inputs.iter().map(|&input| graph.root(input)) {
                let Some(maker) = makers[value] else { continue };
                if is_relu(node) && !in_place(&graph.nodes[maker]) {
                    epilogues.applies_relu[maker] = true;
                    epilogues.is_done_by_maker[index] = true;
                }
                // A sum passes on what it writes, and writes nothing for a term whose gradient is stored where its own is.
                let [place, of_output] = [value, node.outputs[0]].map(|id| gradient_places[id]);
                let passes = match gradients::is_sum(node) {
                    true => place != of_output && is_function(&graph.nodes[maker]),
                    false => node.inputs.len() == 1 && !in_place(node) && is_relu(&graph.nodes[maker]),
                };
                if passes && graph.values[value].uses == 1 {
                    epilogues.through[value] = Some(maker);
                    epilogues.is_done_by_reader[maker] = true;
                }
            }
            if let [output] = node.outputs[..] {
                makers[output] = Some(index);
            }
        }
        epilogues
    }
}
