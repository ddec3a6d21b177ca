//! Values that are stored in the slot of another one: views, and functions that work in place.

use crate::catalogue::{Op, Read};
use crate::graph::{Graph, Node, NodeLayer, Storage, Value, ValueId};

/// The value in whose slot each value is stored, mostly its own: of a view what it shows, of a function in place its input.
pub(super) fn owners(graph: &Graph) -> Vec<ValueId> {
    let mut owners: Vec<_> = (0..graph.values.len()).collect();
    // What the backward pass of the node that made a value may read of it.
    let mut read = vec![Read::All; owners.len()];
    for node in &graph.nodes {
        if may_work_in_place(graph, node, read[node.inputs[0]]) {
            owners[node.outputs[0]] = owners[node.inputs[0]];
        }
        let of_output = match read_of_output(graph, node) {
            // Dropped in its place, it is read as what was there before.
            Read::Nothing if owners[node.outputs[0]] != node.outputs[0] => read[node.inputs[0]],
            read => read,
        };
        node.outputs.iter().for_each(|&output| read[output] = of_output);
    }
    (0..owners.len()).map(|id| owners[graph.root(id)]).collect()
}

/// Whether the output of a node may be stored in the slot of its input, and so may their gradients: no other node reads that
/// input, and its own backward pass does not. Nor does that of the node that made it, of which `read` speaks.
fn may_work_in_place(graph: &Graph, node: &Node, read: Read) -> bool {
    // Dropout changes no sign but to 0, and the gradient there to 0.
    let most = if node.is_dropout() { Read::Sign } else { Read::Nothing };
    let values = [node.inputs[0], node.outputs[0]].map(|id| &graph.values[id]);
    let are_stored = |value: &Value| matches!(value.storage, Storage::Workspace) && value.shape.known().is_some();
    let works_in_place = node.op().is_some_and(Op::works_in_place);
    works_in_place && read <= most && values.into_iter().all(are_stored) && values[0].uses == 1
}

/// What the backward pass of a node may read of its output. That of a layer with parameters reads nothing, but for those of the
/// user's own, and networks.
fn read_of_output(graph: &Graph, node: &Node) -> Read {
    match &node.layer {
        NodeLayer::Operation(op) => op.reads().y,
        NodeLayer::Field(index) => {
            let is_known = graph.known_layer(*index).is_some();
            if is_known && graph.counts[*index].is_none() { Read::Nothing } else { Read::All }
        }
    }
}

/// Whether a value is stored in the slot of its node's input.
pub(super) fn is_in_place(graph: &Graph, owners: &[ValueId], id: ValueId) -> bool {
    matches!(graph.values[id].storage, Storage::Workspace) && owners[id] != id
}

/// Whether a value has a slot of its own in the workspace.
pub(super) fn is_stored(graph: &Graph, owners: &[ValueId], id: ValueId) -> bool {
    matches!(graph.values[id].storage, Storage::Workspace) && owners[id] == id
}
