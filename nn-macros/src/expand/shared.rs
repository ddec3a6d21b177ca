//! Which values share a place: those that are never needed at the same time.

use super::*;
use crate::graph::Graph;
use std::ops::RangeInclusive;

/// Places that several values share, each needed at other steps.
pub(super) struct Shared {
    /// The kind of values, as it stands in the names of fields and types.
    pub(super) kind: &'static str,
    /// The values of each place.
    pub(super) places: Vec<Vec<ValueId>>,
    /// The place of each value, if it shares one.
    of: Vec<Option<usize>>,
}

impl Shared {
    /// Values between input and output while predicting: each is needed from the step that makes it to the last that reads it.
    pub(super) fn values(graph: &Graph, owners: &[ValueId], is_stored: impl Fn(ValueId) -> bool) -> Shared {
        let mut steps: Vec<Option<RangeInclusive<usize>>> = vec![None; graph.values.len()];
        for (step, node) in graph.nodes.iter().enumerate() {
            for &id in node.outputs.iter().chain(&node.inputs) {
                extend(&mut steps[owners[id]], step);
            }
        }
        Self::new("values", steps, owners, is_stored)
    }

    /// Gradients: each is needed from the first step of the backward pass that writes it to the one that reads it.
    pub(super) fn gradients(graph: &Graph, owners: &[ValueId], is_stored: impl Fn(ValueId) -> bool) -> Shared {
        let mut steps: Vec<Option<RangeInclusive<usize>>> = vec![None; graph.values.len()];
        for (id, value) in graph.values.iter().enumerate() {
            // What the backward pass begins with.
            if matches!(value.place, Place::Output(..)) || value.uses == 0 {
                extend(&mut steps[owners[id]], 0);
            }
        }
        for (step, node) in graph.nodes.iter().rev().enumerate() {
            for &id in node.outputs.iter().chain(&node.inputs) {
                extend(&mut steps[owners[id]], step + 1);
            }
        }
        Self::new("gradients", steps, owners, is_stored)
    }

    fn new(
        kind: &'static str,
        steps: Vec<Option<RangeInclusive<usize>>>,
        owners: &[ValueId],
        is_stored: impl Fn(ValueId) -> bool,
    ) -> Shared {
        let mut order: Vec<_> = steps.iter().enumerate().filter_map(|(id, steps)| Some((id, steps.clone()?))).collect();
        order.retain(|(id, _)| is_stored(*id));
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
        // What would share a place with nothing has one of its own.
        let places: Vec<_> = places.into_iter().map(|(_, values)| values).filter(|values| values.len() > 1).collect();
        let mut of = vec![None; steps.len()];
        for (place, values) in places.iter().enumerate() {
            values.iter().for_each(|&id| of[id] = Some(place));
        }
        let of = owners.iter().map(|&owner| of[owner]).collect();
        Shared { kind, places, of }
    }

    /// The field of the workspace that a value shares with others, if it does.
    pub(super) fn field(&self, id: ValueId) -> Option<Ident> {
        Some(self.name(self.of[id]?))
    }

    pub(super) fn name(&self, place: usize) -> Ident {
        format_ident!("{}_{place}", self.kind, span = Span::mixed_site())
    }
}

fn extend(steps: &mut Option<RangeInclusive<usize>>, step: usize) {
    *steps = Some(match steps.take() {
        None => step..=step,
        Some(steps) => *steps.start().min(&step)..=*steps.end().max(&step),
    });
}
