//! The steps in which each value is live.

use crate::graph::{Node, ValueId};
use std::ops::RangeInclusive;

/// Of each value, by its owner: from the first of the `nodes` that writes or reads it, in the order in which they run, to the
/// last. Steps are counted from 1; the values of `beginnings` are there before.
pub(super) fn live_ranges<'a>(
    owners: &[ValueId],
    beginnings: impl Iterator<Item = ValueId>,
    nodes: impl Iterator<Item = &'a Node>,
) -> Vec<Option<RangeInclusive<usize>>> {
    let mut steps: Vec<Option<RangeInclusive<usize>>> = vec![None; owners.len()];
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
