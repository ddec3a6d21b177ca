//! What layers need for themselves while they run.

use super::target::Target;
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

/// An estimate of its elements of a sample; `None` for a node that needs none. A convolution lays out its input, and a layer of
/// the user's own is taken to do the same; normalisations and layers in integers keep a few sums, counted as 0.
pub(super) fn elements(graph: &Graph, node: &Node, target: Target) -> Option<u64> {
    if !needs_scratch(graph, node) {
        return None;
    }
    let NodeLayer::Field(index) = node.layer else { return None };
    let known = graph.known_layer(index);
    let is_array = graph.counts[index].is_some();
    if target == Target::Int8 || !is_array && known.is_some_and(Signature::keeps_shape) {
        return Some(0);
    }
    let given = graph.values[node.inputs[0]].shape.literal().unwrap_or(0);
    // A row of layers has two values between them.
    Some(if is_array { given.saturating_mul(2) } else { given })
}
