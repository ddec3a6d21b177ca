//! Terms of a sum whose gradients are stored where the sum's is: they are equal, and need no copy.

use super::in_place::is_in_place;
use crate::catalogue::Op;
use crate::graph::{Graph, Node, Storage, ValueId};

/// Whether a node is `a + b`.
pub(super) fn is_sum(node: &Node) -> bool {
    matches!(node.op(), Some(Op::Add))
}

/// By value, the value in whose gradient's slot its own gradient is stored: its owner, or for a term of a sum the sum, where the
/// backward pass allows it. The gradient of an output that no node reads is the caller's.
pub(super) fn places(graph: &Graph, owners: &[ValueId]) -> Vec<ValueId> {
    let mut places = owners.to_vec();
    for node in graph.nodes.iter().rev().filter(|node| is_sum(node)) {
        let sum = owners[node.outputs[0]];
        // A term that a function in place gave comes last: its gradient changes at once, and the copy is made on the way.
        let mut terms = node.inputs.clone();
        terms.sort_by_key(|&term| is_in_place(graph, owners, graph.root(term)));
        for term in terms.into_iter().map(|term| owners[term]) {
            if matches!(graph.values[term].storage, Storage::Input(_)) {
                // The gradient of an input is the caller's, who may not ask for it.
                continue;
            }
            let (from, to) = (places[term], places[sum]);
            let with_term: Vec<_> = places.iter().map(|&place| if place == from { to } else { place }).collect();
            if is_right(graph, owners, &with_term) {
                places = with_term;
            }
        }
    }
    places
}

/// Whether each gradient is still in its slot whenever the backward pass reads it, if all are stored as `places` says: found by
/// a walk through the pass. No call may write where it reads, but for a sum, which then passes its gradient on by doing nothing.
fn is_right(graph: &Graph, owners: &[ValueId], places: &[ValueId]) -> bool {
    let mut pass = Pass { graph, places, writes: 0, in_place: vec![0; places.len()], of: vec![0; places.len()] };
    given(graph).for_each(|id| pass.set(owners[id]));
    graph.nodes.iter().rev().all(|node| {
        let outputs: Vec<_> = node.outputs.iter().map(|&id| owners[id]).collect();
        if !outputs.iter().all(|&id| pass.is_current(id)) {
            return false;
        }
        if is_in_place(graph, owners, node.outputs[0]) {
            return pass.write(outputs[0]);
        }
        node.inputs.iter().map(|&id| owners[id]).all(|input| match graph.values[input].storage {
            Storage::Input(_) => true,
            _ if outputs.iter().any(|&output| places[output] == places[input]) => is_sum(node) && pass.take_over(input),
            _ => pass.write(input),
        })
    })
}

/// What the backward pass begins with: the values whose gradients are there before, or are zero.
pub(super) fn given(graph: &Graph) -> impl Iterator<Item = ValueId> {
    let is_given =
        |id: &ValueId| matches!(graph.values[*id].storage, Storage::Output(..)) || graph.values[*id].uses == 0;
    (0..graph.values.len()).filter(is_given)
}

/// Whether the gradient of a value is read where the caller has it.
fn is_callers(graph: &Graph, id: ValueId) -> bool {
    matches!(graph.values[id].storage, Storage::Output(..)) && graph.values[id].uses == 0
}

/// Whether a value's gradient has a slot in the workspace: not for inputs, views, and outputs that nothing reads, nor for what
/// is stored in the slot of another one.
pub(super) fn has_slot(graph: &Graph, owners: &[ValueId], places: &[ValueId], id: ValueId) -> bool {
    match graph.values[id].storage {
        Storage::Workspace => owners[id] == id && !is_callers(graph, places[id]),
        Storage::Output(..) => !is_callers(graph, id),
        Storage::Input(_) | Storage::View(..) => false,
    }
}

/// A walk through the backward pass. Writes are counted from 1.
struct Pass<'a> {
    graph: &'a Graph,
    places: &'a [ValueId],
    writes: usize,
    /// By slot: the last write to it.
    in_place: Vec<usize>,
    /// By value: the last write to its gradient; 0 where there was none.
    of: Vec<usize>,
}

impl Pass<'_> {
    /// Whether a gradient has been written, and nothing else to its slot since.
    fn is_current(&self, id: ValueId) -> bool {
        self.of[id] != 0 && self.of[id] == self.in_place[self.places[id]]
    }

    fn set(&mut self, id: ValueId) {
        self.writes += 1;
        self.of[id] = self.writes;
        self.in_place[self.places[id]] = self.writes;
    }

    /// Sets a gradient that was not there, else adds to it or changes it. `false` if that cannot be.
    fn write(&mut self, id: ValueId) -> bool {
        let can_be = !is_callers(self.graph, self.places[id]) && (self.of[id] == 0 || self.is_current(id));
        self.set(id);
        can_be
    }

    /// Makes what its slot holds the first gradient of a term. `false` if it is not the first.
    fn take_over(&mut self, id: ValueId) -> bool {
        let is_first = self.of[id] == 0;
        self.of[id] = self.in_place[self.places[id]];
        is_first
    }
}
