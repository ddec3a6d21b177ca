//! Assignment of every value of a prediction to an offset in one buffer whose size is the peak of live memory.
//!
//! Each value is live in consecutive steps, and keeps its slot in all of them. A slot has an offset from the start or
//! the end of the buffer; the scratch of the current layer, whose size is not known here, lies between the two sides.
//! Finding the smallest buffer is NP-hard ("dynamic storage allocation"). Values are therefore placed one after the
//! other, each as near to an end as possible (first fit), in several orders, and the best packing is selected.

use std::ops::RangeInclusive;

/// The number of elements per sample of a value, and the steps in which it is live, counted from 0.
#[derive(Clone, Debug)]
pub(super) struct LiveRange {
    pub(super) elements: u64,
    pub(super) steps: RangeInclusive<usize>,
}

impl LiveRange {
    fn overlaps(&self, other: &LiveRange) -> bool {
        self.steps.start() <= other.steps.end() && other.steps.start() <= self.steps.end()
    }
}

/// The end of the buffer from which the offset of a slot is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    Front,
    Back,
}

const SIDES: [Side; 2] = [Side::Front, Side::Back];

/// The location of a value in the buffer.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Slot {
    pub(crate) side: Side,
    /// The number of elements between that end and the value.
    pub(crate) offset: u64,
}

/// The locations of all values.
#[derive(Debug)]
pub(super) struct Packing {
    /// By value.
    pub(super) slots: Vec<Slot>,
    /// By step: the number of elements that each side occupies.
    pub(super) extent: Vec<[u64; 2]>,
}

/// The cost of a packing: the elements of the largest step, then the unused elements of the sides, summed over the
/// steps whose layer needs scratch between them.
type Cost = (u64, u64);

/// The budget of the search for better orders, in pairs of values that are live at the same time.
const WORK: usize = 1 << 17;

/// Returns the best packing that was found. `scratch` estimates the scratch of each step's layer. If no element is
/// unused in these steps, the buffer is as small as the largest step, however wrong the estimates are.
pub(super) fn pack(values: &[LiveRange], scratch: &[Option<u64>]) -> Packing {
    let task = Task::new(values, scratch);
    let steps = |value: &LiveRange| value.steps.clone().count() as u64;
    let mut best = task.attempt((0..values.len()).collect());
    let keys: [&dyn Fn(&LiveRange) -> u64; 3] =
        [&|value| value.elements, &steps, &|value| value.elements.saturating_mul(steps(value))];
    for key in keys {
        let mut order: Vec<_> = (0..values.len()).collect();
        order.sort_by_key(|&value| std::cmp::Reverse(key(&values[value])));
        best = task.better(best, order);
    }
    // Local search: moves a value to an earlier position, every second time one that contributes to the cost.
    let mut random = 1_u64;
    let mut below = |bound: usize| {
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((random >> 33) % bound as u64) as usize
    };
    for _ in 0..WORK / task.overlaps.iter().map(Vec::len).sum::<usize>().max(1) {
        if best.cost == task.aim {
            break;
        }
        let worst = task.worst(&best);
        let at = if below(2) == 0 { below(values.len()) } else { worst[below(worst.len())] };
        let mut order = best.order.clone();
        let value = order.remove(at);
        order.insert(below(at + 1), value);
        best = task.better(best, order);
    }
    best.packing
}

/// A packing problem.
struct Task<'a> {
    values: &'a [LiveRange],
    scratch: &'a [Option<u64>],
    /// By value: the values that are live at the same time, including itself.
    overlaps: Vec<Vec<usize>>,
    /// By step: the elements of all live values.
    needed: Vec<u64>,
    /// A lower bound on the cost.
    aim: Cost,
}

/// The packing that results from one order.
struct Attempt {
    order: Vec<usize>,
    packing: Packing,
    cost: Cost,
}

impl<'a> Task<'a> {
    fn new(values: &'a [LiveRange], scratch: &'a [Option<u64>]) -> Self {
        let mut needed = vec![0; scratch.len()];
        for value in values {
            needed[value.steps.clone()].iter_mut().for_each(|needed| *needed += value.elements);
        }
        let steps = needed.iter().zip(scratch).map(|(needed, scratch)| needed + scratch.unwrap_or(0));
        let aim = (steps.max().unwrap_or(0), 0);
        let overlaps =
            values.iter().map(|value| (0..values.len()).filter(|&other| value.overlaps(&values[other])).collect());
        Task { values, scratch, overlaps: overlaps.collect(), needed, aim }
    }

    fn attempt(&self, order: Vec<usize>) -> Attempt {
        let mut slots: Vec<Option<Slot>> = vec![None; self.values.len()];
        let mut extent = vec![[0; 2]; self.scratch.len()];
        for &id in &order {
            let value = &self.values[id];
            let [front, back] = SIDES.map(|side| {
                let offset = self.nearest(&slots, id, side);
                let steps = value.steps.clone().map(|step| {
                    let [same, other] = [extent[step][side as usize], extent[step][1 - side as usize]];
                    let extends = same.max(offset + value.elements);
                    (extends + other + self.scratch[step].unwrap_or(0), extends - same)
                });
                let cost = steps.fold((0, 0), |(most, more), (all, added)| (most.max(all), more + added));
                (cost, Slot { side, offset })
            });
            let (_, slot) = if back.0 < front.0 { back } else { front };
            for step in value.steps.clone() {
                let extent = &mut extent[step][slot.side as usize];
                *extent = (*extent).max(slot.offset + value.elements);
            }
            slots[id] = Some(slot);
        }
        let packing = Packing { slots: slots.into_iter().flatten().collect(), extent };
        let cost = self.cost(&packing);
        Attempt { order, packing, cost }
    }

    /// Returns the smallest offset of a value from an end that is free in all steps in which the value is live.
    fn nearest(&self, slots: &[Option<Slot>], id: usize, side: Side) -> u64 {
        let taken = self.overlaps[id].iter().filter_map(|&other| {
            let slot = slots[other].filter(|slot| slot.side == side)?;
            Some((slot.offset, slot.offset + self.values[other].elements))
        });
        let mut taken: Vec<_> = taken.collect();
        taken.sort_unstable();
        let mut offset = 0;
        for (from, to) in taken {
            if offset + self.values[id].elements <= from {
                break;
            }
            offset = offset.max(to);
        }
        offset
    }

    fn size(&self, packing: &Packing, step: usize) -> u64 {
        packing.extent[step].iter().sum::<u64>() + self.scratch[step].unwrap_or(0)
    }

    fn empty(&self, packing: &Packing, step: usize) -> u64 {
        packing.extent[step].iter().sum::<u64>() - self.needed[step]
    }

    fn cost(&self, packing: &Packing) -> Cost {
        let steps = 0..self.scratch.len();
        let with_scratch = steps.clone().filter(|&step| self.scratch[step].is_some());
        let largest = steps.map(|step| self.size(packing, step)).max();
        (largest.unwrap_or(0), with_scratch.map(|step| self.empty(packing, step)).sum())
    }

    /// Returns the packing of this order unless it is worse; equally good orders replace each other, so that the search
    /// moves on.
    fn better(&self, best: Attempt, order: Vec<usize>) -> Attempt {
        if best.cost == self.aim {
            return best;
        }
        let attempt = self.attempt(order);
        if attempt.cost <= best.cost { attempt } else { best }
    }

    /// Returns the positions of the values that are live in the steps that exceed the lower bound: at least one.
    fn worst(&self, attempt: &Attempt) -> Vec<usize> {
        let is_worst = |&step: &usize| match attempt.cost.0 > self.aim.0 {
            true => self.size(&attempt.packing, step) == attempt.cost.0,
            false => self.scratch[step].is_some() && self.empty(&attempt.packing, step) > 0,
        };
        let steps: Vec<_> = (0..self.scratch.len()).filter(is_worst).collect();
        let is_needed = |turn: &usize| steps.iter().any(|step| self.values[attempt.order[*turn]].steps.contains(step));
        (0..attempt.order.len()).filter(is_needed).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(elements: u64, steps: RangeInclusive<usize>) -> LiveRange {
        LiveRange { elements, steps }
    }

    /// Returns the cost of the packing and its lower bound. Asserts that no two values that are live at the same time
    /// overlap, and that each lies within the extent of its side.
    fn costs(values: &[LiveRange], scratch: &[Option<u64>]) -> [Cost; 2] {
        let packing = pack(values, scratch);
        assert_eq!((packing.slots.len(), packing.extent.len()), (values.len(), scratch.len()));
        for (index, (value, slot)) in values.iter().zip(&packing.slots).enumerate() {
            let end = slot.offset + value.elements;
            for (other, beside) in values.iter().zip(&packing.slots).skip(index + 1) {
                let apart = end <= beside.offset || beside.offset + other.elements <= slot.offset;
                assert!(slot.side != beside.side || apart || !value.overlaps(other), "{values:?} {packing:?}");
            }
            for step in value.steps.clone() {
                assert!(end <= packing.extent[step][slot.side as usize], "{values:?} {packing:?}");
            }
        }
        let task = Task::new(values, scratch);
        [task.cost(&packing), task.aim]
    }

    /// Residual blocks x + f(g(x)) in sequence, of different widths.
    fn residual(widths: &[[u64; 2]]) -> (Vec<LiveRange>, usize) {
        let mut values = Vec::new();
        for (block, &[wide, inner]) in widths.iter().enumerate() {
            // The output of the preceding block, x, which g and the sum read; then the outputs of g and f.
            let first = 4 * block;
            values.push(value(wide, first..=first + 3));
            values.push(value(inner, first + 1..=first + 2));
            values.push(value(wide, first + 2..=first + 3));
            values.push(value(wide, first + 3..=first + 4));
        }
        (values, 4 * widths.len() + 1)
    }

    #[test]
    fn residual_chains_reach_peak_of_live_memory() {
        for inner in [1, 7, 64, 100, 640] {
            let (values, steps) = residual(&[[64, inner], [64, 3], [128, inner], [16, 90], [16, inner], [33, 65]]);
            // With and without scratch in each step, the buffer is optimal.
            for scratch in [None, Some(10)] {
                let [found, least] = costs(&values, &vec![scratch; steps]);
                assert_eq!(found, least, "{inner} {scratch:?}");
            }
        }
    }

    /// A U-Net: values of the contracting path are read in the expanding path.
    #[test]
    fn u_net_reaches_peak_of_live_memory() {
        let depth = 5;
        let mut values = Vec::new();
        let steps = 4 * depth + 2;
        for level in 0..depth {
            let elements = 1024 >> level;
            // The skip connection, its pooled value, the upsampled value, and their concatenation.
            values.push(value(elements, 2 * level..=steps - 2 * level - 2));
            values.push(value(elements / 4, 2 * level + 1..=2 * level + 2));
            values.push(value(elements, steps - 2 * level - 3..=steps - 2 * level - 2));
            values.push(value(2 * elements, steps - 2 * level - 2..=steps - 2 * level - 1));
        }
        let scratch: Vec<_> = (0..steps).map(|step| (step % 2 == 0).then_some(100)).collect();
        let [found, least] = costs(&values, &scratch);
        assert_eq!(found.0, least.0);
    }

    #[test]
    fn no_value_and_a_single_value() {
        assert_eq!(costs(&[], &[]), [(0, 0); 2]);
        assert_eq!(costs(&[], &[Some(3), None]), [(3, 0); 2]);
        assert_eq!(costs(&[value(5, 0..=0)], &[Some(3), None]), [(8, 0); 2]);
    }

    /// At least 98 % of random networks reach the peak, and no buffer is more than 5 % larger.
    #[test]
    fn random_live_ranges_are_near_peak_of_live_memory() {
        let mut random = 7_u64;
        let mut below = |bound: u64| {
            random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (random >> 33) % bound
        };
        let (mut reached, count) = (0, 200);
        for _ in 0..count {
            let steps = 4 + below(30) as usize;
            let values: Vec<_> = (0..steps)
                .map(|step| {
                    // Most are read by the next step, some by a later one.
                    let length = if below(3) == 0 { below(12) as usize } else { 1 };
                    value(1 + below(100), step..=(step + length).min(steps - 1))
                })
                .collect();
            let scratch: Vec<_> = (0..steps).map(|_| (below(4) == 0).then(|| below(60))).collect();
            let [(found, _), (least, _)] = costs(&values, &scratch);
            reached += usize::from(found == least);
            assert!(found >= least && found * 20 <= least * 21, "{found} {least}: {values:?} {scratch:?}");
        }
        assert!(reached * 100 >= count * 98, "{reached} of {count}");
    }
}
