//! Live ranges of values, and slots that values share if their live ranges do not overlap.

use crate::graph::{Node, ValueId};
use std::ops::RangeInclusive;

/// By owner: the steps in which a value is live.
pub(super) type LiveRanges = Vec<Option<RangeInclusive<usize>>>;

/// Computes the live range of each value, by owner: from the first of the `nodes`, in execution order, that writes or
/// reads it, to the last. Steps are counted from 1; the values of `beginnings` are live from step 0.
pub(super) fn live_ranges<'a>(
    owners: &[ValueId],
    beginnings: impl Iterator<Item = ValueId>,
    nodes: impl Iterator<Item = &'a Node>,
) -> LiveRanges {
    let mut steps: LiveRanges = vec![None; owners.len()];
    let mut use_at = |id: ValueId, step: usize| {
        let steps = &mut steps[owners[id]];
        let first = steps.as_ref().map_or(step, |steps| *steps.start());
        *steps = Some(first..=step);
    };
    beginnings.for_each(|id| use_at(id, 0));
    for (step, node) in nodes.enumerate() {
        node.outputs.iter().chain(&node.inputs).for_each(|&id| use_at(id, step + 1));
    }
    steps
}

/// Slots that several values share.
#[derive(Default)]
pub(crate) struct Reuse {
    /// The values of each shared slot.
    pub(crate) slots: Vec<Vec<ValueId>>,
    /// By value: the shared slot, if any.
    of: Vec<Option<usize>>,
}

impl Reuse {
    /// Assigns slots to values. A value that is stored in the slot of an owner is live together with it, and shares its
    /// slot if it is stored, too.
    pub(super) fn new(owners: &[ValueId], ranges: LiveRanges, is_stored: impl Fn(ValueId) -> bool) -> Reuse {
        let ranges = ranges.into_iter().enumerate();
        let mut order: Vec<_> = ranges.filter_map(|(id, steps)| Some((id, steps?))).collect();
        order.retain(|(id, _)| is_stored(*id));
        order.sort_by_key(|(_, steps)| *steps.start());
        // Reuses the slot that has been free for longest, so that the live ranges of its values are far apart.
        let mut slots: Vec<(usize, Vec<ValueId>)> = Vec::new();
        for (id, steps) in order {
            let free = slots.iter_mut().filter(|(last, _)| last < steps.start()).min_by_key(|(last, _)| *last);
            match free {
                Some((last, values)) => {
                    *last = *steps.end();
                    values.push(id);
                }
                None => slots.push((*steps.end(), vec![id])),
            }
        }
        let with_owners = |group: Vec<ValueId>| {
            let stored = |id: &ValueId| group.contains(&owners[*id]) && is_stored(*id);
            (0..owners.len()).filter(stored).collect::<Vec<_>>()
        };
        let slots = slots.into_iter().map(|(_, values)| with_owners(values));
        // A slot of a single value is not shared.
        let slots: Vec<_> = slots.filter(|values| values.len() > 1).collect();
        let mut of = vec![None; owners.len()];
        for (slot, values) in slots.iter().enumerate() {
            values.iter().for_each(|&id| of[id] = Some(slot));
        }
        let of = owners.iter().map(|&owner| of[owner]).collect();
        Reuse { slots, of }
    }

    /// The shared slot of a value, if any.
    pub(crate) fn slot(&self, id: ValueId) -> Option<usize> {
        self.of[id]
    }
}
