//! Fusion of in-place functions into the call of another node: ReLU into the forward pass of the layer that produces
//! its input, and into the backward pass of the layer that reads its output; any in-place function into the backward
//! pass of a sum.

use super::gradients;
use super::in_place::is_in_place;
use crate::catalogue::{Function, Op};
use crate::graph::{Graph, Node, ValueId};

/// By node: the index of the in-place ReLU that is fused into its forward pass, which applies it to the output.
pub(super) fn of_makers(graph: &Graph, owners: &[ValueId]) -> Vec<Option<usize>> {
    let makers = makers(graph);
    let mut functions = vec![None; graph.nodes.len()];
    for (index, node) in graph.nodes.iter().enumerate().filter(|(_, node)| is_relu(graph, owners, node)) {
        if let Some(maker) = makers[graph.root(node.inputs[0])]
            && !is_in_place(graph, owners, graph.nodes[maker].outputs[0])
        {
            functions[maker] = Some(index);
        }
    }
    functions
}

/// By value: the in-place function that produced it, if its backward pass is fused into that of the value's only
/// reader: ReLU, or any function if the reader is a sum.
pub(super) fn of_readers(graph: &Graph, owners: &[ValueId], gradient_places: &[ValueId]) -> Vec<Option<usize>> {
    let makers = makers(graph);
    let mut functions = vec![None; graph.values.len()];
    for node in graph.nodes.iter().filter(|node| !is_in_place(graph, owners, node.outputs[0])) {
        for value in node.inputs.iter().map(|&input| graph.root(input)) {
            // Fused into the write of the term's gradient; a term whose gradient shares the slot of the sum's is not
            // written.
            let [place, of_output] = [value, node.outputs[0]].map(|id| gradient_places[id]);
            let passes = |maker: &Node| match gradients::is_sum(node) {
                true => place != of_output && is_function(graph, owners, maker),
                false => node.inputs.len() == 1 && is_relu(graph, owners, maker),
            };
            if graph.values[value].uses == 1 {
                functions[value] = makers[value].filter(|&maker| passes(&graph.nodes[maker]));
            }
        }
    }
    functions
}

/// By value: the node that produced it as its only output.
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

fn is_relu(graph: &Graph, owners: &[ValueId], node: &Node) -> bool {
    is_function(graph, owners, node) && matches!(node.op(), Some(Op::Map(Function::Relu, _)))
}
