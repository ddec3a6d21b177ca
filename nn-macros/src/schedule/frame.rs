//! Layout of the scratch buffer of a prediction, which is as large as the largest step: values are stored at its two
//! ends. If at most two values are live at the same time, each end holds one, whatever their sizes. If more are live
//! and all sizes are literals, [`pack`] assigns offsets.

use super::in_place::is_stored;
use super::packing::{LiveRange, Side, Slot, pack};
use super::reuse::live_ranges;
use crate::graph::{Graph, ValueId};
use crate::shape::{Axes, Shape};
use crate::syntax::LARGEST;
use std::collections::HashMap;
use std::ops::RangeInclusive;

/// An upper bound on the elements of a buffer, small enough that sums of a few such numbers do not overflow.
const MOST: u64 = LARGEST / 4;

/// The values in the order in which they become live, each with the steps in which it is live.
type Order = [(ValueId, RangeInclusive<usize>)];

pub(crate) struct Frame {
    /// By value: its slot, if it is stored in the frame.
    pub(crate) slots: Vec<Option<Slot>>,
    /// By node: the extent of each end.
    pub(crate) extents: Vec<[Extent; 2]>,
    /// By node: the live values, if the ends hold several.
    pub(crate) packed: Option<Vec<Vec<ValueId>>>,
}

/// The extent of one end in a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Extent {
    Nothing,
    Value(ValueId),
    /// Several values, with this number of elements per sample.
    Elements(u64),
}

impl Frame {
    /// Returns `None` if three values are live at the same time and not all sizes are literals, or if no value is
    /// stored. `scratch` estimates the scratch of each node, in elements per sample.
    pub(super) fn new(owners: &[ValueId], graph: &Graph, scratch: &[Option<u64>]) -> Option<Frame> {
        let ranges = live_ranges(owners, std::iter::empty(), graph.nodes.iter()).into_iter().enumerate();
        // Live ranges count steps from 1.
        let ranges = ranges.filter_map(|(id, steps)| Some((id, steps.as_ref()?.start() - 1..=steps?.end() - 1)));
        let mut order: Vec<_> = ranges.filter(|(id, _)| is_stored(graph, owners, *id)).collect();
        order.sort_by_key(|(_, steps)| *steps.start());
        if order.is_empty() {
            return None;
        }
        let mut frame = Self::two(owners, graph, &order).or_else(|| Self::several(owners, graph, &order, scratch))?;
        for (id, &owner) in owners.iter().enumerate() {
            frame.slots[id] = frame.slots[owner];
        }
        Some(frame)
    }

    /// Assigns at most one value to each end.
    fn two(owners: &[ValueId], graph: &Graph, order: &Order) -> Option<Frame> {
        let mut slots = vec![None; owners.len()];
        let mut extents = vec![[Extent::Nothing; 2]; graph.nodes.len()];
        let mut first_of_shape = HashMap::new();
        for (id, steps) in order {
            let extents = &mut extents[steps.clone()];
            let is_free = |side: &Side| extents.iter().all(|ends| ends[*side as usize] == Extent::Nothing);
            let side = [Side::Front, Side::Back].into_iter().find(is_free)?;
            // One value stands for all of the same shape, so that steps of the same extent are recognised.
            let first = match &graph.values[*id].shape {
                Shape { axes: Axes::Opaque(_), .. } => *id,
                shape => *first_of_shape.entry(shape.to_string()).or_insert(*id),
            };
            extents.iter_mut().for_each(|ends| ends[side as usize] = Extent::Value(first));
            slots[*id] = Some(Slot { side, offset: 0 });
        }
        Some(Frame { slots, extents, packed: None })
    }

    /// Assigns several values of literal sizes to each end.
    fn several(owners: &[ValueId], graph: &Graph, order: &Order, scratch: &[Option<u64>]) -> Option<Frame> {
        let elements = graph.elements(owners);
        let ranges = order.iter().map(|(id, steps)| Some(LiveRange { elements: elements[*id]?, steps: steps.clone() }));
        let ranges: Vec<_> = ranges.collect::<Option<_>>()?;
        let all = ranges.iter().try_fold(0_u64, |all, value| all.checked_add(value.elements));
        all.filter(|&all| all <= MOST)?;
        let scratch: Vec<_> = scratch.iter().map(|elements| Some((*elements)?.min(MOST))).collect();
        let packing = pack(&ranges, &scratch);
        let mut slots = vec![None; owners.len()];
        order.iter().zip(packing.slots).for_each(|((id, _), slot)| slots[*id] = Some(slot));
        let extent = |elements| if elements == 0 { Extent::Nothing } else { Extent::Elements(elements) };
        let extents = packing.extent.into_iter().map(|ends| ends.map(extent)).collect();
        let mut live = vec![Vec::new(); graph.nodes.len()];
        for (id, steps) in order {
            live[steps.clone()].iter_mut().for_each(|live| live.push(*id));
        }
        Some(Frame { slots, extents, packed: Some(live) })
    }

    /// The total extent of both ends, if they hold several values.
    fn elements(&self, index: usize) -> u64 {
        let elements = |extent: &Extent| if let Extent::Elements(elements) = extent { *elements } else { 0 };
        self.extents[index].iter().map(elements).sum()
    }

    /// Returns whether a step needs no more memory than another one, not counting scratch.
    pub(crate) fn is_within(&self, index: usize, other: usize) -> bool {
        let mut ends = self.extents[index].iter().zip(&self.extents[other]);
        match &self.packed {
            Some(_) => self.elements(index) <= self.elements(other),
            None => ends.all(|(extent, other)| *extent == Extent::Nothing || extent == other),
        }
    }
}
