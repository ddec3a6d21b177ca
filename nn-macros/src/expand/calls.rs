//! Which functions in place are a part of the call of the layer before them, or of that behind them in the backward pass.

use super::*;

/// By node; functions are told by their numbers among the nodes.
pub(super) struct Calls {
    /// The function in place of what a node gives, which its forward pass does.
    pub(super) then: Vec<Option<usize>>,
    /// Whether a function is one of those.
    pub(super) is_done_by_maker: Vec<bool>,
    /// The function that gave what a node alone takes, whose gradient the node's backward pass passes on.
    pub(super) through: Vec<Option<usize>>,
    /// Whether a function is one of those.
    pub(super) is_done_by_reader: Vec<bool>,
}

impl Calls {
    pub(super) fn new(graph: &Graph, owners: &[ValueId]) -> Calls {
        let count = graph.nodes.len();
        let mut calls = Calls {
            then: vec![None; count],
            is_done_by_maker: vec![false; count],
            through: vec![None; count],
            is_done_by_reader: vec![false; count],
        };
        // The node that made a value, and nothing else.
        let mut makers = vec![None; graph.values.len()];
        let in_place = |node: &Node| is_in_place(graph, owners, node.outputs[0]);
        let is_function = |node: &Node| in_place(node) && !drops(node);
        for (index, node) in graph.nodes.iter().enumerate() {
            if let [input] = node.inputs[..] {
                let value = graph.root(input);
                match makers[value] {
                    Some(maker) if is_function(node) && !in_place(&graph.nodes[maker]) => {
                        calls.then[maker] = Some(index);
                        calls.is_done_by_maker[index] = true;
                    }
                    Some(maker)
                        if !in_place(node) && is_function(&graph.nodes[maker]) && graph.values[value].uses == 1 =>
                    {
                        calls.through[index] = Some(maker);
                        calls.is_done_by_reader[maker] = true;
                    }
                    _ => {}
                }
            }
            if let [output] = node.outputs[..] {
                makers[output] = Some(index);
            }
        }
        calls
    }
}
