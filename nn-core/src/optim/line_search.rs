//! Line search by the strong Wolfe conditions.

/// How much of the decrease that the slope at the beginning predicts is required.
const DECREASE: f64 = 1e-4;
/// The largest slope at the end, relative to the slope at the beginning.
const CURVATURE: f64 = 0.9;
/// The search ends when no parameter differs by more than this between the ends of the bracket.
const TOLERANCE: f64 = 1e-9;

/// The gradient at the beginning of the line.
pub(super) const AT_START: usize = 0;
/// The gradient of the last evaluation.
pub(super) const NEWEST: usize = 3;

/// The loss along a line, and four slots for gradients: [`AT_START`], two that the search uses, and [`NEWEST`].
pub(super) trait Line {
    /// Returns the loss and the slope at a distance of `t`, and stores the gradient in the slot [`NEWEST`].
    fn evaluate(&mut self, t: f64) -> [f64; 2];

    /// Moves the newest gradient to another slot; that of [`NEWEST`] is then lost.
    fn keep(&mut self, slot: usize);
}

/// A point on the line, and the slot of its gradient.
#[derive(Debug, Clone, Copy)]
pub(super) struct Point {
    pub(super) t: f64,
    pub(super) loss: f64,
    pub(super) slope: f64,
    pub(super) slot: usize,
}

/// Returns a point that satisfies the strong Wolfe conditions (Nocedal, Wright 2006, algorithms 3.5 and 3.6), or the best one
/// found, and the number of evaluations. The first one tried is at `t`; `size` is the largest element of the direction, and `most`
/// the number of further evaluations. A loss of NaN counts as infinite.
pub(super) fn strong_wolfe(
    line: &mut impl Line,
    t: f64,
    [loss, slope]: [f64; 2],
    size: f64,
    most: u64,
) -> (Point, u64) {
    let start = Point { t: 0.0, loss, slope, slot: AT_START };
    let is_flat = |point: &Point| point.slope.abs() <= -CURVATURE * slope;
    let is_too_high = |point: &Point| point.loss > loss + DECREASE * point.t * slope;
    let mut new = evaluate(line, t);

    // Extend the line until a minimum is bracketed.
    let (mut before, mut count) = (start, 0);
    let mut bracket = loop {
        if count == most {
            break [start, keep(line, new, 2)];
        }
        if is_too_high(&new) || (count > 1 && new.loss >= before.loss) {
            break [before, keep(line, new, 2)];
        }
        if is_flat(&new) {
            return (new, count + 1);
        }
        if new.slope >= 0.0 {
            break [before, keep(line, new, 2)];
        }
        let bounds = [new.t + 0.01 * (new.t - before.t), 10.0 * new.t];
        let t = minimum_of_cubic(&before, &new, bounds);
        before = keep(line, new, 1);
        new = evaluate(line, t);
        count += 1;
    };

    // Shrink the bracket around the minimum.
    let lower = |bracket: &[Point; 2]| usize::from(bracket[0].loss > bracket[1].loss);
    let (mut low, mut is_done, mut is_stalled) = (lower(&bracket), false, false);
    while !is_done && count < most {
        let [first, second] = bracket;
        let [least, largest] = [first.t.min(second.t), first.t.max(second.t)];
        if (largest - least) * size < TOLERANCE {
            break;
        }
        let mut t = minimum_of_cubic(&first, &second, [least, largest]);
        // Two points in a row that are near an end, or one at it, are moved away from it.
        let margin = 0.1 * (largest - least);
        let is_near_end = (largest - t).min(t - least) < margin;
        if is_near_end && (is_stalled || t >= largest || t <= least) {
            t = if (t - largest).abs() < (t - least).abs() { largest - margin } else { least + margin };
            is_stalled = false;
        } else {
            is_stalled = is_near_end;
        }
        new = evaluate(line, t);
        count += 1;
        let high = 1 - low;
        if is_too_high(&new) || new.loss >= bracket[low].loss {
            bracket[high] = keep(line, new, bracket[high].slot);
            low = lower(&bracket);
        } else {
            is_done = is_flat(&new);
            if !is_done && new.slope * (bracket[high].t - bracket[low].t) >= 0.0 {
                bracket.swap(low, high);
            }
            bracket[low] = keep(line, new, bracket[low].slot);
        }
    }
    (bracket[low], count + 1)
}

fn evaluate(line: &mut impl Line, t: f64) -> Point {
    let [loss, slope] = line.evaluate(t);
    Point { t, loss: if loss.is_nan() { f64::INFINITY } else { loss }, slope, slot: NEWEST }
}

/// Moves the gradient of the newest point to another slot.
fn keep(line: &mut impl Line, newest: Point, slot: usize) -> Point {
    line.keep(slot);
    Point { slot, ..newest }
}

/// Returns the minimum of the cubic polynomial through two points with these slopes, clamped to the bounds, or the middle of the
/// bounds if there is none.
fn minimum_of_cubic(one: &Point, other: &Point, [least, largest]: [f64; 2]) -> f64 {
    let first = one.slope + other.slope - 3.0 * (one.loss - other.loss) / (one.t - other.t);
    let square = first * first - one.slope * other.slope;
    if square >= 0.0 {
        let root = libm::sqrt(square);
        let [left, right] = if one.t <= other.t { [one, other] } else { [other, one] };
        let share = (right.slope + root - first) / (right.slope - left.slope + 2.0 * root);
        (right.t - (right.t - left.t) * share).max(least).min(largest)
    } else {
        (least + largest) / 2.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A function of one variable, whose gradient is stored as the number that it is.
    struct Function<F> {
        function: F,
        slots: [f64; 4],
        evaluations: u64,
    }

    impl<F: Fn(f64) -> [f64; 2]> Line for Function<F> {
        fn evaluate(&mut self, t: f64) -> [f64; 2] {
            self.evaluations += 1;
            let [loss, slope] = (self.function)(t);
            self.slots[NEWEST] = slope;
            [loss, slope]
        }
        fn keep(&mut self, slot: usize) {
            self.slots.swap(slot, NEWEST);
        }
    }

    fn search(function: impl Fn(f64) -> [f64; 2], t: f64, most: u64) -> (Point, u64) {
        let start = function(0.0);
        let mut line = Function { slots: [start[1], f64::NAN, f64::NAN, f64::NAN], function, evaluations: 0 };
        let (point, evaluations) = strong_wolfe(&mut line, t, start, 1.0, most);
        assert_eq!(evaluations, line.evaluations);
        assert_eq!((line.function)(point.t)[1], point.slope);
        // The slot of the point has its gradient.
        assert_eq!(line.slots[point.slot], point.slope);
        (point, evaluations)
    }

    fn satisfies_conditions(point: &Point, [loss, slope]: [f64; 2]) -> bool {
        point.loss <= loss + DECREASE * point.t * slope && point.slope.abs() <= -CURVATURE * slope
    }

    #[test]
    fn finds_points_that_satisfy_the_conditions() {
        let parabola = |t: f64| [(t - 3.0) * (t - 3.0), 2.0 * (t - 3.0)];
        let quartic = |t: f64| [t * t * t * t - 2.0 * t, 4.0 * t * t * t - 2.0];
        let wavy =
            |t: f64| [libm::cos(5.0 * t) / 10.0 - t / 8.0 + t * t / 50.0, -libm::sin(5.0 * t) / 2.0 - 0.125 + t / 25.0];
        for t in [1e-4, 0.01, 1.0, 5.0, 100.0] {
            for (name, point, start) in [
                ("parabola", search(parabola, t, 25).0, parabola(0.0)),
                ("quartic", search(quartic, t, 25).0, quartic(0.0)),
                ("wavy", search(wavy, t, 25).0, wavy(0.0)),
            ] {
                assert!(satisfies_conditions(&point, start), "{name} from {t}: {point:?}");
            }
        }
    }

    #[test]
    fn stops_after_the_number_of_evaluations() {
        let falling = |t: f64| [-t, -1.0];
        for most in 0..5 {
            let (point, evaluations) = search(falling, 1.0, most);
            assert!(evaluations == most + 1 && point.t > 0.0);
        }
        let rising = |t: f64| if t == 0.0 { [0.0, -1.0] } else { [t, 1.0] };
        // Nothing is lower than the beginning.
        assert_eq!(search(rising, 1.0, 4).0.t, 0.0);
    }

    #[test]
    fn steps_back_from_nan() {
        let wall = |t: f64| if t < 2.0 { [(t - 1.0) * (t - 1.0), 2.0 * (t - 1.0)] } else { [f64::NAN; 2] };
        let (point, _) = search(wall, 64.0, 25);
        assert!(satisfies_conditions(&point, wall(0.0)), "{point:?}");
    }
}
