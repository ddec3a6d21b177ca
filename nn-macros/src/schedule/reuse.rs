//! Which values share a slot: those that are never live at the same time.

use super::liveness::live_ranges;
use crate::graph::{Node, ValueId};

/// Slots that several values share.
#[derive(Default)]
pub(crate) struct Reuse {
    /// The values of each such slot.
    pub(crate) slots: Vec<Vec<ValueId>>,
    /// The slot of each value, if it shares one.
    of: Vec<Option<usize>>,
}

impl Reuse {
    /// What is stored in the slot of an owner is live together with that, and shares its slot if it is stored, too. The
    /// `beginnings` are there before the `nodes` run.
    pub(super) fn new<'a>(
        owners: &[ValueId],
        beginnings: impl Iterator<Item = ValueId>,
        nodes: impl Iterator<Item = &'a Node>,
        is_stored: impl Fn(ValueId) -> bool,
    ) -> Reuse {
        let ranges = live_ranges(owners, beginnings, nodes).into_iter().enumerate();
        let mut order: Vec<_> = ranges.filter_map(|(id, steps)| Some((id, steps?))).collect();
        order.retain(|(id, _)| is_stored(*id));
        order.sort_by_key(|(_, steps)| *steps.start());
        // The slot that has been free for longest, so that the values of a slot are live far from each other.
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
        // What would share a slot with nothing has one of its own.
        let slots: Vec<_> = slots.filter(|values| values.len() > 1).collect();
        let mut of = vec![None; owners.len()];
        for (slot, values) in slots.iter().enumerate() {
            values.iter().for_each(|&id| of[id] = Some(slot));
        }
        let of = owners.iter().map(|&owner| of[owner]).collect();
        Reuse { slots, of }
    }

    /// The slot that a value shares with others, if it does.
    pub(crate) fn slot(&self, id: ValueId) -> Option<usize> {
        self.of[id]
    }
}
