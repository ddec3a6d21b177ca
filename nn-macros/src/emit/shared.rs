//! Which values share a place: those that are never needed at the same time.

use super::*;

/// Places that several values share, each needed at other steps.
pub(super) struct Shared {
    pub(super) places: Vec<SharedPlace>,
    /// The place of each value, if it shares one.
    of: Vec<Option<usize>>,
}

pub(super) struct SharedPlace {
    /// Its type, and the field of the workspace.
    pub(super) ty: Ident,
    pub(super) name: Ident,
    pub(super) values: Vec<ValueId>,
}

/// The steps in which each value is needed, by its owner; see [`Shared::new`].
pub(super) fn needed<'a>(
    owners: &[ValueId],
    beginnings: impl Iterator<Item = ValueId>,
    nodes: impl Iterator<Item = &'a Node>,
) -> Vec<Option<RangeInclusive<usize>>> {
    let mut steps: Vec<Option<RangeInclusive<usize>>> = vec![None; owners.len()];
    let mut need = |id: ValueId, step: usize| {
        let steps = &mut steps[owners[id]];
        let first = steps.as_ref().map_or(step, |steps| *steps.start());
        *steps = Some(first..=step);
    };
    beginnings.for_each(|id| need(id, 0));
    for (step, node) in nodes.enumerate() {
        node.outputs.iter().chain(&node.inputs).for_each(|&id| need(id, step + 1));
    }
    steps
}

impl Shared {
    /// Each value is needed from the first of the `nodes` that makes or reads it, in the order in which they are walked, to the
    /// last; those of `beginnings` are there before. What stands in the place of an owner is needed together with that, and shares
    /// its place if it is stored, too. A place of several is called, as a type and as a field, as `named` says.
    pub(super) fn new<'a>(
        owners: &[ValueId],
        beginnings: impl Iterator<Item = ValueId>,
        nodes: impl Iterator<Item = &'a Node>,
        is_stored: impl Fn(ValueId) -> bool,
        mut named: impl FnMut() -> (Ident, Ident),
    ) -> Shared {
        let steps = needed(owners, beginnings, nodes);
        let needed = steps.into_iter().enumerate().filter_map(|(id, steps)| Some((id, steps?)));
        let mut order: Vec<_> = needed.filter(|(id, _)| is_stored(*id)).collect();
        order.sort_by_key(|(_, steps)| *steps.start());
        // The place that has been free for longest, so that a place is not taken by two that nearly meet.
        let mut places: Vec<(usize, Vec<ValueId>)> = Vec::new();
        for (id, steps) in order {
            let free = places.iter_mut().filter(|(last, _)| last < steps.start()).min_by_key(|(last, _)| *last);
            match free {
                Some((last, values)) => {
                    *last = *steps.end();
                    values.push(id);
                }
                None => places.push((*steps.end(), vec![id])),
            }
        }
        let with_owners = |group: Vec<ValueId>| {
            let stored = |id: &ValueId| group.contains(&owners[*id]) && is_stored(*id);
            (0..owners.len()).filter(stored).collect::<Vec<_>>()
        };
        let places = places.into_iter().map(|(_, values)| with_owners(values));
        // What would share a place with nothing has one of its own.
        let several = places.filter(|values| values.len() > 1);
        let place = |values| {
            let (ty, name) = named();
            SharedPlace { ty, name, values }
        };
        let places: Vec<_> = several.map(place).collect();
        let mut of = vec![None; owners.len()];
        for (place, SharedPlace { values, .. }) in places.iter().enumerate() {
            values.iter().for_each(|&id| of[id] = Some(place));
        }
        let of = owners.iter().map(|&owner| of[owner]).collect();
        Shared { places, of }
    }

    /// The field of the workspace that a value shares with others, if it does.
    pub(super) fn field(&self, id: ValueId) -> Option<&Ident> {
        Some(&self.places[self.of[id]?].name)
    }
}
