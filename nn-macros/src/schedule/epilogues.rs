//! Functions in place that run within the call of another node: in the forward pass of the node whose output they change, in the
//! backward pass of the node that reads what they give.

use super::gradients;
use super::in_place::is_in_place;
use crate::graph::{Graph, Node, ValueId};

/// By node: the function in place of what it gives, which its forward pass does. A function is given by the index of its node.
pub(super) fn of_makers(graph: &Graph, owners: &[ValueId]) -> Vec<Option<usize>> {
    let makers = makers(graph);
    let mut functions = vec![None; graph.nodes.len()];
    for (index, node) in graph.nodes.iter().enumerate().filter(|(_, node)| is_function(graph, owners, node)) {
        if let Some(maker) = makers[graph.root(node.inputs[0])]
            && !is_in_place(graph, owners, graph.nodes[maker].outputs[0])
        {
            functions[maker] = Some(index);
        }
    }
    functions
}

/// By value: the function that gave it, whose gradient the backward pass of the only node that takes it passes on.
pub(super) fn of_readers(graph: &Graph, owners: &[ValueId], gradient_places: &[ValueId]) -> Vec<Option<usize>> {
    let makers = makers(graph);
    let mut functions = vec![None; graph.values.len()];
    for node in graph.nodes.iter().filter(|node| !is_in_place(graph, owners, node.outputs[0])) {
        for value in node.inputs.iter().map(|&input| graph.root(input)) {
            // A sum passes on what it writes, and writes nothing for a term whose gradient is stored where its own is.
            let [place, of_output] = [value, node.outputs[0]].map(|id| gradient_places[id]);
            let passes = if gradients::is_sum(node) { place != of_output } else { node.inputs.len() == 1 };
            if passes && graph.values[value].uses == 1 {
                functions[value] = makers[value].filter(|&maker| is_function(graph, owners, &graph.nodes[maker]));
            }
        }
    }
    functions
}

/// By value: the node that made it, and nothing else.
fn makers(graph: &Graph) -> Vec<Option<usize>> {
    let mut makers = vec![None; graph.values.len()];
    for (index, node) in graph.nodes.iter().enumerate() {
        if let [output] = node.outputs[..] {
            makers[output] = Some(index);
        }
    }
    makers
}

fn is_function(graph: &Graph, owners: &[ValueId], node: &Node) -> bool {
    is_in_place(graph, owners, node.outputs[0]) && !node.is_dropout()
}
