//! Functions in place that run within the call of another node: in the forward pass of the node whose output they change, in the
//! backward pass of the node that reads what they give.

use super::gradients;
use super::in_place::is_in_place;
use crate::graph::{Graph, Node, ValueId};

/// By node, but for `through`. A function is given by the index of its node.
pub(super) struct Epilogues {
    /// The function in place of what a node gives, which its forward pass does.
    pub(super) then: Vec<Option<usize>>,
    /// Whether a function is one of those.
    pub(super) is_done_by_maker: Vec<bool>,
    /// By value: the function that gave it, whose gradient the backward pass of the only node that takes it passes on.
    pub(super) through: Vec<Option<usize>>,
    /// Whether a function is one of those.
    pub(super) is_done_by_reader: Vec<bool>,
}

impl Epilogues {
    pub(super) fn new(graph: &Graph, owners: &[ValueId], gradient_places: &[ValueId]) -> Epilogues {
        let count = graph.nodes.len();
        let mut epilogues = Epilogues {
            then: vec![None; count],
            is_done_by_maker: vec![false; count],
            through: vec![None; graph.values.len()],
            is_done_by_reader: vec![false; count],
        };
        // The node that made a value, and nothing else.
        let mut makers = vec![None; graph.values.len()];
        let in_place = |node: &Node| is_in_place(graph, owners, node.outputs[0]);
        let is_function = |node: &Node| in_place(node) && !node.is_dropout();
        for (index, node) in graph.nodes.iter().enumerate() {
            for value in node.inputs.iter().map(|&input| graph.root(input)) {
                let Some(maker) = makers[value] else { continue };
                if is_function(node) {
                    if !in_place(&graph.nodes[maker]) {
                        epilogues.then[maker] = Some(index);
                        epilogues.is_done_by_maker[index] = true;
                    }
                    continue;
                }
                // A sum passes on what it writes, and writes nothing for a term whose gradient is stored where its own is.
                let [place, of_output] = [value, node.outputs[0]].map(|id| gradient_places[id]);
                let passes = if gradients::is_sum(node) { place != of_output } else { node.inputs.len() == 1 };
                if passes && !in_place(node) && is_function(&graph.nodes[maker]) && graph.values[value].uses == 1 {
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
