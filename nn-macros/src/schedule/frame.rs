//! The buffer of a prediction, which is as large as the largest step needs: values are stored at its two ends. Where at most two
//! are live at the same time, one is at each end, whatever their sizes are; where more are, and all sizes are literals, [`pack`]
//! assigns their offsets.

use super::in_place::is_stored;
use super::packing::{LiveRange, Side, Slot, pack};
use super::reuse::live_ranges;
use crate::graph::{Graph, ValueId};
use crate::syntax::LARGEST;
use std::ops::RangeInclusive;

/// More elements than any buffer holds: below it, no sum of a few overflows.
const MOST: u64 = LARGEST / 4;

/// The steps in which each value is live, from the first value to the last.
type Order = [(ValueId, RangeInclusive<usize>)];

pub(crate) struct Frame {
    /// By value, of those that are stored.
    pub(crate) slots: Vec<Option<Slot>>,
    /// What each end takes at each node.
    pub(crate) extents: Vec<[Extent; 2]>,
    /// The values that are live at each node, where several are at an end.
    pub(crate) packed: Option<Vec<Vec<ValueId>>>,
}

/// What an end takes in a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Extent {
    Nothing,
    Value(ValueId),
    /// Several values: so many elements of each sample.
    Elements(u64),
}

impl Frame {
    /// `None` if three values are live at the same time and not all sizes are literals, or if no value is stored. `scratch`
    /// estimates what each node needs for itself, in elements of a sample.
    pub(super) fn new(owners: &[ValueId], graph: &Graph, scratch: &[Option<u64>]) -> Option<Frame> {
        let ranges = live_ranges(owners, std::iter::empty(), graph.nodes.iter()).into_iter().enumerate();
        // Steps are counted from 1.
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

    /// One at each end.
    fn two(owners: &[ValueId], graph: &Graph, order: &Order) -> Option<Frame> {
        let mut slots = vec![None; owners.len()];
        let mut extents = vec![[Extent::Nothing; 2]; graph.nodes.len()];
        for (id, steps) in order {
            let extents = &mut extents[steps.clone()];
            let is_free = |side: &Side| extents.iter().all(|ends| ends[*side as usize] == Extent::Nothing);
            let side = [Side::Front, Side::Back].into_iter().find(is_free)?;
            extents.iter_mut().for_each(|ends| ends[side as usize] = Extent::Value(*id));
            slots[*id] = Some(Slot { side, offset: 0 });
        }
        Some(Frame { slots, extents, packed: None })
    }

    /// Several at each end, of literal sizes.
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

    /// How many elements both ends take, where several values are at one.
    fn elements(&self, index: usize) -> u64 {
        let elements = |extent: &Extent| if let Extent::Elements(elements) = extent { *elements } else { 0 };
        self.extents[index].iter().map(elements).sum()
    }

    /// Whether a step needs no more than another one, scratch aside.
    pub(crate) fn is_within(&self, index: usize, other: usize) -> bool {
        let mut ends = self.extents[index].iter().zip(&self.extents[other]);
        match &self.packed {
            Some(_) => self.elements(index) <= self.elements(other),
            None => ends.all(|(extent, other)| *extent == Extent::Nothing || extent == other),
        }
    }
}
