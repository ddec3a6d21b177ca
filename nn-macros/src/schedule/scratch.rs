//! What layers need for themselves while they run.

use crate::catalogue::Signature;
use crate::graph::{Graph, Node, NodeLayer};

/// Whether a node needs scratch: most layers that the macro knows do not.
pub(crate) fn needs_scratch(graph: &Graph, node: &Node) -> bool {
    match &node.layer {
        NodeLayer::Operation(_) => false,
        NodeLayer::Field(index) => {
            graph.counts[*index].is_some() || graph.known_layer(*index).is_none_or(Signature::needs_scratch)
        }
    }
}

/// An estimate of its elements of a sample. A convolution lays out its input, and a layer of the user's own is taken to do the
/// same; normalisations keep a few sums, counted as 0.
pub(super) fn elements(graph: &Graph, node: &Node) -> u64 {
    let NodeLayer::Field(index) = node.layer else { return 0 };
    let given = graph.values[node.inputs[0]].shape.literal().unwrap_or(0);
    match graph.known_layer(index) {
        // A row of layers has two values between them.
        _ if graph.counts[index].is_some() => given.saturating_mul(2),
        Some(layer) if layer.keeps_shape() => 0,
        _ => given,
    }
}
