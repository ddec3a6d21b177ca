//! Assignment of values to the slots of others: views, and functions that work in place.

use crate::catalogue::{Op, Read};
use crate::graph::{Graph, Node, NodeLayer, Storage, Value, ValueId};

/// By value: the value whose slot holds it: itself, the value that a view shows, or the input of an in-place function.
pub(super) fn owners(graph: &Graph) -> Vec<ValueId> {
    let mut owners: Vec<_> = (0..graph.values.len()).collect();
    // By value: what the backward pass of the node that produced it may read of it.
    let mut read = vec![Read::All; owners.len()];
    for node in &graph.nodes {
        // A stored tensor has no input.
        let input = node.inputs.first().copied();
        if let Some(input) = input.filter(|&input| may_work_in_place(graph, node, read[input])) {
            owners[node.outputs[0]] = owners[input];
        }
        let of_output = match (read_of_output(graph, node), input) {
            // An in-place dropout overwrites its input, which the backward pass of the input's producer may read.
            (Read::Nothing, Some(input)) if owners[node.outputs[0]] != node.outputs[0] => read[input],
            (read, _) => read,
        };
        node.outputs.iter().for_each(|&output| read[output] = of_output);
    }
    (0..owners.len()).map(|id| owners[graph.root(id)]).collect()
}

/// Returns whether the output of a node may be stored in the slot of its input, and the gradients likewise: neither
/// another node nor the node's own backward pass reads that input. `read` is what the backward pass of the input's
/// producer reads of it: it must be nothing, or for dropout at most its sign.
fn may_work_in_place(graph: &Graph, node: &Node, read: Read) -> bool {
    // Dropout changes signs only to 0, and sets the gradient to 0 there, too.
    let most = if node.is_dropout() { Read::Sign } else { Read::Nothing };
    let values = [node.inputs[0], node.outputs[0]].map(|id| &graph.values[id]);
    let are_stored = |value: &Value| matches!(value.storage, Storage::Workspace) && value.shape.known().is_some();
    let works_in_place = node.op().is_some_and(Op::works_in_place);
    works_in_place && read <= most && values.into_iter().all(are_stored) && values[0].uses == 1
}

/// What the backward pass of a node may read of its output. A layer of `nn` with parameters reads nothing of it; a
/// custom layer or a nested network may read all.
fn read_of_output(graph: &Graph, node: &Node) -> Read {
    match &node.layer {
        NodeLayer::Operation(op) => op.reads().y,
        NodeLayer::Field(index) => {
            let is_known = graph.known_layer(*index).is_some();
            if is_known && graph.count(node).is_none() { Read::Nothing } else { Read::All }
        }
    }
}

/// Returns whether a value is stored in the slot of the input of the node that produced it.
pub(super) fn is_in_place(graph: &Graph, owners: &[ValueId], id: ValueId) -> bool {
    matches!(graph.values[id].storage, Storage::Workspace) && owners[id] != id
}

/// Returns whether a value has its own slot in the workspace.
pub(super) fn is_stored(graph: &Graph, owners: &[ValueId], id: ValueId) -> bool {
    matches!(graph.values[id].storage, Storage::Workspace) && owners[id] == id
}
