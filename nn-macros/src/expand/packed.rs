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

/// The work that is put into better orders, in values that are looked at.
const WORK: usize = 1 << 18;

/// The best of the packings that were found. The rooms are what layers need for themselves in each step, about; where there are
/// none, or the packing leaves nothing empty in these steps, its peak is what [`Packing::peak`] says.
pub(super) fn pack(values: &[Lifetime], rooms: &[Option<u64>]) -> Packing {
    let aim = (peak(values, rooms), 0);
    let by = |key: &dyn Fn(&Lifetime) -> u64| {
        let mut order: Vec<_> = (0..values.len()).collect();
        order.sort_by_key(|&value| std::cmp::Reverse(key(&values[value])));
        order
    };
    let steps = |value: &Lifetime| value.steps.clone().count() as u64;
    let orders = [
        (0..values.len()).collect(),
        by(&|value| value.numbers),
        by(&steps),
        by(&|value| value.numbers.saturating_mul(steps(value))),
    ];
    let mut best = Attempt::new(values, rooms, orders[0].clone());
    for order in &orders[1..] {
        if best.cost == aim {
            break;
        }
        best = best.better(Attempt::new(values, rooms, order.clone()));
    }
    // From there to a better one: one of those that are too far away gets its turn earlier.
    let mut random = 1_u64;
    let mut below = |bound: usize| {
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((random >> 33) % bound as u64) as usize
    };
    for _ in 0..WORK / (values.len() * values.len()).max(1) {
        if best.cost == aim {
            break;
        }
        let worst: Vec<_> = best.worst(values, rooms);
        let at = worst[below(worst.len())];
        let mut order = best.order.clone();
        let value = order.remove(at);
        order.insert(below(at + 1), value);
        best = best.better(Attempt::new(values, rooms, order));
    }
    best.packing
}

/// The most numbers that are needed in a step, rooms included: what no place can be smaller than.
pub(super) fn peak(values: &[Lifetime], rooms: &[Option<u64>]) -> u64 {
    let needed = |(step, room): (usize, &Option<u64>)| needed_in(values, step) + room.unwrap_or(0);
    rooms.iter().enumerate().map(needed).max().unwrap_or(0)
}

fn needed_in(values: &[Lifetime], step: usize) -> u64 {
    values.iter().filter(|value| value.steps.contains(&step)).map(|value| value.numbers).sum()
}

/// A packing by one order.
struct Attempt {
    order: Vec<usize>,
    packing: Packing,
    cost: Cost,
}

impl Attempt {
    fn new(values: &[Lifetime], rooms: &[Option<u64>], order: Vec<usize>) -> Attempt {
        let mut stands: Vec<Option<Stand>> = vec![None; values.len()];
        let mut reach = vec![[0; 2]; rooms.len()];
        for &id in &order {
            let value = &values[id];
            let choices = SIDES.map(|side| {
                let away = nearest(values, &stands, value, side);
                let steps = value.steps.clone().map(|step| {
                    let [same, other] = [reach[step][side as usize], reach[step][1 - side as usize]];
                    let reaches = same.max(away + value.numbers);
                    (reaches + other + rooms[step].unwrap_or(0), reaches - same)
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
        let cost = packing.cost(values, rooms);
        Attempt { order, packing, cost }
    }

    /// The other one, where it is no worse: so that orders that are as good are walked through.
    fn better(self, other: Attempt) -> Attempt {
        if other.cost <= self.cost { other } else { self }
    }

    /// The values that are needed in the steps that cost most, by their turns.
    fn worst(&self, values: &[Lifetime], rooms: &[Option<u64>]) -> Vec<usize> {
        let steps: Vec<_> = (0..rooms.len()).collect();
        let size = |step: usize| self.packing.size(step, rooms);
        let holes = |step: usize| self.packing.holes(step, values);
        let is_too_large = self.cost.0 > peak(values, rooms);
        let is_worst = |step: &&usize| match is_too_large {
            true => size(**step) == self.cost.0,
            false => rooms[**step].is_some() && holes(**step) > 0,
        };
        let worst: Vec<_> = steps.iter().filter(is_worst).collect();
        let is_needed = |at: &usize| worst.iter().any(|step| values[self.order[*at]].steps.contains(step));
        (0..self.order.len()).filter(is_needed).collect()
    }
}

/// How near to an end a value can stand, beside those that stand there already and are needed when it is.
fn nearest(values: &[Lifetime], stands: &[Option<Stand>], value: &Lifetime, side: Side) -> u64 {
    let others = values.iter().zip(stands).filter(|(other, _)| other.meets(value));
    let others = others.filter_map(|(other, stand)| Some((stand.filter(|stand| stand.side == side)?, other.numbers)));
    let mut taken: Vec<_> = others.map(|(Stand { away, .. }, numbers)| (away, away + numbers)).collect();
    taken.sort_unstable();
    let mut away = 0;
    for (from, to) in taken {
        if away + value.numbers <= from {
            break;
        }
        away = away.max(to);
    }
    away
}

impl Packing {
    /// The numbers of the largest step, rooms included.
    pub(super) fn peak(&self, rooms: &[Option<u64>]) -> u64 {
        (0..rooms.len()).map(|step| self.size(step, rooms)).max().unwrap_or(0)
    }

    fn size(&self, step: usize, rooms: &[Option<u64>]) -> u64 {
        self.reach[step][0] + self.reach[step][1] + rooms[step].unwrap_or(0)
    }

    fn holes(&self, step: usize, values: &[Lifetime]) -> u64 {
        self.reach[step][0] + self.reach[step][1] - needed_in(values, step)
    }

    fn cost(&self, values: &[Lifetime], rooms: &[Option<u64>]) -> Cost {
        let with_room = (0..rooms.len()).filter(|&step| rooms[step].is_some());
        (self.peak(rooms), with_room.map(|step| self.holes(step, values)).sum())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(numbers: u64, steps: RangeInclusive<usize>) -> Lifetime {
        Lifetime { numbers, steps }
    }

    /// No two that are needed at a time meet, and each is within its side's reach.
    fn check(values: &[Lifetime], rooms: &[Option<u64>]) -> Packing {
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
        assert!(packing.peak(rooms) >= peak(values, rooms));
        packing
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
            let none = vec![None; steps];
            assert_eq!(check(&values, &none).peak(&none), peak(&values, &none), "{inner}");
            // With room in each step, too, whatever its size is.
            let some = vec![Some(10); steps];
            let packing = check(&values, &some);
            assert_eq!(packing.cost(&values, &some), (peak(&values, &some), 0), "{inner}");
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
        let packing = check(&values, &rooms);
        assert_eq!(packing.peak(&rooms), peak(&values, &rooms));
    }

    #[test]
    fn nothing_and_one() {
        assert_eq!(check(&[], &[]).peak(&[]), 0);
        assert_eq!(check(&[], &[Some(3), None]).peak(&[Some(3), None]), 3);
        assert_eq!(check(&[value(5, 0..=0)], &[Some(3), None]).peak(&[Some(3), None]), 8);
    }

    /// In most random networks the peak is reached, and in none is the place far from it.
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
            let (found, least) = (check(&values, &rooms).peak(&rooms), peak(&values, &rooms));
            reached += usize::from(found == least);
            assert!(found <= least + least / 4, "{found} {least}: {values:?} {rooms:?}");
        }
        assert!(reached >= count * 9 / 10, "{reached} of {count}");
    }
}
