//! Assignment of gradients to slots: the gradient of a term of a sum equals that of the sum, and may share its slot
//! without a copy.

use super::in_place::is_in_place;
use crate::catalogue::Op;
use crate::graph::{Graph, Node, Storage, ValueId};

/// Returns whether a node is `a + b`.
pub(super) fn is_sum(node: &Node) -> bool {
    matches!(node.op(), Some(Op::Add))
}

/// By value: the value whose gradient slot holds its gradient. It is the owner, or for a term of a sum the sum, if the
/// backward pass allows it. The gradient of an output that no node reads is provided by the caller.
pub(super) fn places(graph: &Graph, owners: &[ValueId]) -> Vec<ValueId> {
    let mut places = owners.to_vec();
    for node in graph.nodes.iter().rev().filter(|node| is_sum(node)) {
        let sum = owners[node.outputs[0]];
        // A term produced by an in-place function comes last: its gradient is modified at once, so the copy is part of
        // that pass.
        let mut terms = node.inputs.clone();
        terms.sort_by_key(|&term| is_in_place(graph, owners, graph.root(term)));
        for term in terms.into_iter().map(|term| owners[term]) {
            if matches!(graph.values[term].storage, Storage::Input(_)) {
                // The gradient of an input belongs to the caller, who may not request it.
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

/// Simulates the backward pass to determine whether each gradient is still in its slot whenever it is read, if `places`
/// assigns the slots. No call may write to a slot that it reads, except for a sum, which then passes its gradient on
/// without any code.
fn is_right(graph: &Graph, owners: &[ValueId], places: &[ValueId]) -> bool {
    let mut pass = Pass { graph, places, writes: 0, in_place: vec![0; places.len()], of: vec![0; places.len()] };
    given(graph).for_each(|id| pass.set(owners[id]));
    graph.nodes.iter().rev().all(|node| {
        // Indices have no gradient.
        let is_float = |id: &&ValueId| graph.values[**id].shape.indices().is_none();
        let outputs: Vec<_> = node.outputs.iter().filter(is_float).map(|&id| owners[id]).collect();
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

/// The values whose gradients are defined before the backward pass begins: by the caller, or as zero.
pub(super) fn given(graph: &Graph) -> impl Iterator<Item = ValueId> {
    let is_given =
        |id: &ValueId| matches!(graph.values[*id].storage, Storage::Output(..)) || graph.values[*id].uses == 0;
    (0..graph.values.len()).filter(is_given)
}

/// Returns whether the gradient of a value is read directly from the caller's memory.
fn is_callers(graph: &Graph, id: ValueId) -> bool {
    matches!(graph.values[id].storage, Storage::Output(..)) && graph.values[id].uses == 0
}

/// Returns whether the gradient of a value has its own slot in the workspace: not for inputs, views, indices, outputs that
/// no node reads, or gradients that share the slot of another one.
pub(super) fn has_slot(graph: &Graph, owners: &[ValueId], places: &[ValueId], id: ValueId) -> bool {
    match graph.values[id].storage {
        _ if graph.values[id].shape.indices().is_some() => false,
        Storage::Workspace => owners[id] == id && !is_callers(graph, places[id]),
        Storage::Output(..) => !is_callers(graph, id),
        Storage::Input(_) | Storage::View(..) | Storage::Inside => false,
    }
}

/// A simulation of the backward pass, which numbers writes from 1.
struct Pass<'a> {
    graph: &'a Graph,
    places: &'a [ValueId],
    writes: usize,
    /// By slot: the last write to it.
    in_place: Vec<usize>,
    /// By value: the last write to its gradient; 0 if there was none.
    of: Vec<usize>,
}

impl Pass<'_> {
    /// Returns whether a gradient has been written, and its slot has not been overwritten since.
    fn is_current(&self, id: ValueId) -> bool {
        self.of[id] != 0 && self.of[id] == self.in_place[self.places[id]]
    }

    fn set(&mut self, id: ValueId) {
        self.writes += 1;
        self.of[id] = self.writes;
        self.in_place[self.places[id]] = self.writes;
    }

    /// Records a write that initialises, accumulates into or modifies a gradient; returns `false` if that is invalid.
    fn write(&mut self, id: ValueId) -> bool {
        let can_be = !is_callers(self.graph, self.places[id]) && (self.of[id] == 0 || self.is_current(id));
        self.set(id);
        can_be
    }

    /// Records that the current content of the slot is the first gradient of a term; returns `false` if it is not the
    /// first.
    fn take_over(&mut self, id: ValueId) -> bool {
        let is_first = self.of[id] == 0;
        self.of[id] = self.in_place[self.places[id]];
        is_first
    }
}
