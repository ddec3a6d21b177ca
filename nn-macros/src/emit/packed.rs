//! Where values stand in one place, so that it is as large as what is needed at a time, and no larger.
//!
//! Each value is needed in some steps, one behind the other, and stands where it is for all of them. It stands at the beginning
//! of the place or at the end of it, so many numbers away from there; between the two sides there is what a layer needs for itself
//! in a step, whose size is not known here. To find the smallest place is hard in general (it is "dynamic storage allocation"):
//! values are placed one after the other, each as near to an end as it can be, in several orders, and the best is taken.

use std::ops::RangeInclusive;

/// What a sample of a value takes, and in which steps, counted from 0.
#[derive(Clone, Debug)]
pub(super) struct Lifetime {
    pub(super) numbers: u64,
    pub(super) steps: RangeInclusive<usize>,
}

impl Lifetime {
    fn meets(&self, other: &Lifetime) -> bool {
        self.steps.start() <= other.steps.end() && other.steps.start() <= self.steps.end()
    }
}

/// The end of a place that a value stands at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Front,
    Back,
}

const SIDES: [Side; 2] = [Side::Front, Side::Back];

/// Where a value stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stand {
    pub(super) side: Side,
    /// How many numbers there are between that end and the value.
    pub(super) away: u64,
}

/// Where all of them stand.
#[derive(Debug)]
pub(super) struct Packing {
    /// By value.
    pub(super) stands: Vec<Stand>,
    /// How far each side reaches in each step.
    pub(super) reach: Vec<[u64; 2]>,
}

/// What a packing costs: the largest step, and then what is empty within the sides where a layer needs room between them.
type Cost = (u64, u64);

/// The work that is put into better orders, in pairs of values that are needed at a time.
const WORK: usize = 1 << 17;

/// The best of the packings that were found. The rooms are what layers need for themselves in each step, about: where nothing is
/// empty in these steps, the place is as large as the largest step whatever they are.
pub(super) fn pack(values: &[Lifetime], rooms: &[Option<u64>]) -> Packing {
    let task = Task::new(values, rooms);
    let steps = |value: &Lifetime| value.steps.clone().count() as u64;
    let by = |key: &dyn Fn(&Lifetime) -> u64| {
        let mut order: Vec<_> = (0..values.len()).collect();
        order.sort_by_key(|&value| std::cmp::Reverse(key(&values[value])));
        order
    };
    let mut best = task.attempt((0..values.len()).collect());
    let others = [
        by(&|value| value.numbers),
        by(&|value| steps(value)),
        by(&|value| value.numbers.saturating_mul(steps(value))),
    ];
    for order in others {
        best = task.better(best, order);
    }
    // From there to a better one: a value gets its turn earlier, every second time one of those that cost most.
    let mut random = 1_u64;
    let mut below = |bound: usize| {
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((random >> 33) % bound as u64) as usize
    };
    for _ in 0..WORK / task.meets.iter().map(Vec::len).sum::<usize>().max(1) {
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

/// What is to be packed.
struct Task<'a> {
    values: &'a [Lifetime],
    rooms: &'a [Option<u64>],
    /// The values that are needed at a time with each, itself among them.
    meets: Vec<Vec<usize>>,
    /// How many numbers all values have that are needed in each step.
    needed: Vec<u64>,
    /// What no packing can cost less than.
    aim: Cost,
}

/// A packing by one order.
struct Attempt {
    order: Vec<usize>,
    packing: Packing,
    cost: Cost,
}

impl<'a> Task<'a> {
    fn new(values: &'a [Lifetime], rooms: &'a [Option<u64>]) -> Self {
        let mut needed = vec![0; rooms.len()];
        for value in values {
            needed[value.steps.clone()].iter_mut().for_each(|needed| *needed += value.numbers);
        }
        let steps = needed.iter().zip(rooms).map(|(needed, room)| needed + room.unwrap_or(0));
        let aim = (steps.max().unwrap_or(0), 0);
        let meets = values.iter().map(|value| (0..values.len()).filter(|&other| value.meets(&values[other])).collect());
        Task { values, rooms, meets: meets.collect(), needed, aim }
    }

    fn attempt(&self, order: Vec<usize>) -> Attempt {
        let mut stands: Vec<Option<Stand>> = vec![None; self.values.len()];
        let mut reach = vec![[0; 2]; self.rooms.len()];
        for &id in &order {
            let value = &self.values[id];
            let choices = SIDES.map(|side| {
                let away = self.nearest(&stands, id, side);
                let steps = value.steps.clone().map(|step| {
                    let [same, other] = [reach[step][side as usize], reach[step][1 - side as usize]];
                    let reaches = same.max(away + value.numbers);
                    (reaches + other + self.rooms[step].unwrap_or(0), reaches - same)
                });
                let cost = steps.fold((0, 0), |(most, more), (all, added)| (most.max(all), more + added));
                (cost, Stand { side, away })
            });
            let [front, back] = choices;
            let (_, stand) = if back.0 < front.0 { back } else { front };
            for step in value.steps.clone() {
                let reach = &mut reach[step][stand.side as usize];
                *reach = (*reach).max(stand.away + value.numbers);
            }
            stands[id] = Some(stand);
        }
        let packing = Packing { stands: stands.into_iter().flatten().collect(), reach };
        let cost = self.cost(&packing);
        Attempt { order, packing, cost }
    }

    /// How near to an end a value can stand, beside those that stand there already and are needed when it is.
    fn nearest(&self, stands: &[Option<Stand>], id: usize, side: Side) -> u64 {
        let taken = self.meets[id].iter().filter_map(|&other| {
            let stand = stands[other].filter(|stand| stand.side == side)?;
            Some((stand.away, stand.away + self.values[other].numbers))
        });
        let mut taken: Vec<_> = taken.collect();
        taken.sort_unstable();
        let mut away = 0;
        for (from, to) in taken {
            if away + self.values[id].numbers <= from {
                break;
            }
            away = away.max(to);
        }
        away
    }

    fn size(&self, packing: &Packing, step: usize) -> u64 {
        packing.reach[step].iter().sum::<u64>() + self.rooms[step].unwrap_or(0)
    }

    fn empty(&self, packing: &Packing, step: usize) -> u64 {
        packing.reach[step].iter().sum::<u64>() - self.needed[step]
    }

    fn cost(&self, packing: &Packing) -> Cost {
        let steps = 0..self.rooms.len();
        let with_room = steps.clone().filter(|&step| self.rooms[step].is_some());
        let largest = steps.map(|step| self.size(packing, step)).max();
        (largest.unwrap_or(0), with_room.map(|step| self.empty(packing, step)).sum())
    }

    /// The packing by this order, where it is no worse: so that orders that are as good are walked through.
    fn better(&self, best: Attempt, order: Vec<usize>) -> Attempt {
        if best.cost == self.aim {
            return best;
        }
        let attempt = self.attempt(order);
        if attempt.cost <= best.cost { attempt } else { best }
    }

    /// The values that are needed in the steps that cost more than they must, by their turns: at least one.
    fn worst(&self, attempt: &Attempt) -> Vec<usize> {
        let is_worst = |&step: &usize| match attempt.cost.0 > self.aim.0 {
            true => self.size(&attempt.packing, step) == attempt.cost.0,
            false => self.rooms[step].is_some() && self.empty(&attempt.packing, step) > 0,
        };
        let steps: Vec<_> = (0..self.rooms.len()).filter(is_worst).collect();
        let is_needed = |turn: &usize| steps.iter().any(|step| self.values[attempt.order[*turn]].steps.contains(step));
        (0..attempt.order.len()).filter(is_needed).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(numbers: u64, steps: RangeInclusive<usize>) -> Lifetime {
        Lifetime { numbers, steps }
    }

    /// The cost of the packing, and the least that one can cost. No two that are needed at a time meet, and each is within its
    /// side's reach.
    fn costs(values: &[Lifetime], rooms: &[Option<u64>]) -> [Cost; 2] {
        let packing = pack(values, rooms);
        assert_eq!((packing.stands.len(), packing.reach.len()), (values.len(), rooms.len()));
        for (index, (value, stand)) in values.iter().zip(&packing.stands).enumerate() {
            let end = stand.away + value.numbers;
            for (other, beside) in values.iter().zip(&packing.stands).skip(index + 1) {
                let apart = end <= beside.away || beside.away + other.numbers <= stand.away;
                assert!(stand.side != beside.side || apart || !value.meets(other), "{values:?} {packing:?}");
            }
            for step in value.steps.clone() {
                assert!(end <= packing.reach[step][stand.side as usize], "{values:?} {packing:?}");
            }
        }
        let task = Task::new(values, rooms);
        [task.cost(&packing), task.aim]
    }

    /// Blocks x + f(g(x)), one behind the other, of widths that change.
    fn residual(widths: &[[u64; 2]]) -> (Vec<Lifetime>, usize) {
        let mut values = Vec::new();
        for (block, &[wide, inner]) in widths.iter().enumerate() {
            // x is made in the block before, and read by g and by the sum; then what g gives, and what f gives.
            let first = 4 * block;
            values.push(value(wide, first..=first + 3));
            values.push(value(inner, first + 1..=first + 2));
            values.push(value(wide, first + 2..=first + 3));
            values.push(value(wide, first + 3..=first + 4));
        }
        (values, 4 * widths.len() + 1)
    }

    #[test]
    fn residual_chains_take_the_peak() {
        for inner in [1, 7, 64, 100, 640] {
            let (values, steps) = residual(&[[64, inner], [64, 3], [128, inner], [16, 90], [16, inner], [33, 65]]);
            // With room in each step, too, whatever its size is.
            for room in [None, Some(10)] {
                let [found, least] = costs(&values, &vec![room; steps]);
                assert_eq!(found, least, "{inner} {room:?}");
            }
        }
    }

    /// What is made on the way down is read on the way up.
    #[test]
    fn a_u_takes_the_peak() {
        let depth = 5;
        let mut values = Vec::new();
        let steps = 4 * depth + 2;
        for level in 0..depth {
            let numbers = 1024 >> level;
            // The skip, what is pooled of it, what comes up from below, and both together.
            values.push(value(numbers, 2 * level..=steps - 2 * level - 2));
            values.push(value(numbers / 4, 2 * level + 1..=2 * level + 2));
            values.push(value(numbers, steps - 2 * level - 3..=steps - 2 * level - 2));
            values.push(value(2 * numbers, steps - 2 * level - 2..=steps - 2 * level - 1));
        }
        let rooms: Vec<_> = (0..steps).map(|step| (step % 2 == 0).then_some(100)).collect();
        let [found, least] = costs(&values, &rooms);
        assert_eq!(found.0, least.0);
    }

    #[test]
    fn nothing_and_one() {
        assert_eq!(costs(&[], &[]), [(0, 0); 2]);
        assert_eq!(costs(&[], &[Some(3), None]), [(3, 0); 2]);
        assert_eq!(costs(&[value(5, 0..=0)], &[Some(3), None]), [(8, 0); 2]);
    }

    /// In 98 of 100 random networks the peak is reached, and in none is the place more than a twentieth larger.
    #[test]
    fn random_lifetimes_are_near_the_peak() {
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
                    // Most are read by the next step, some by one far away.
                    let length = if below(3) == 0 { below(12) as usize } else { 1 };
                    value(1 + below(100), step..=(step + length).min(steps - 1))
                })
                .collect();
            let rooms: Vec<_> = (0..steps).map(|_| (below(4) == 0).then(|| below(60))).collect();
            let [(found, _), (least, _)] = costs(&values, &rooms);
            reached += usize::from(found == least);
            assert!(found >= least && found * 20 <= least * 21, "{found} {least}: {values:?} {rooms:?}");
        }
        assert!(reached * 100 >= count * 98, "{reached} of {count}");
    }
}
