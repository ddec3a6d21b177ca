//! Max pooling over non-overlapping windows of 2 by 2: whole rows of windows at once.

use super::sliding::Sliding;
use crate::accumulate::{Accumulate, Target};
use crate::float::Float;
use crate::simd::{Lanes, Simd, Vector};

/// Returns whether windows over images are 2 by 2 and adjacent, without padding.
pub(super) fn are_pairs(window: &Sliding) -> bool {
    let Sliding { input: [depth, ..], kernel, stride, padding, dilation, ceil_mode } = window;
    let is_plain = (*depth, padding, dilation) == (1, &[0; 3], &[1; 3]) && !ceil_mode;
    is_plain && [kernel, stride] == [&[1, 2, 2]; 2]
}

/// Loads at most `2 * LANES` elements of a row, and returns the even and the odd ones.
#[inline(always)]
fn load<V: Vector<Lane: Float>>(simd: Simd<V>, row: &[V::Lane]) -> (Lanes<V>, Lanes<V>) {
    let (low, high) = row.split_at(row.len().min(V::LANES));
    simd.load(low).separate(simd.load(high))
}

/// Stores the even and the odd elements, overwriting or accumulating.
#[inline(always)]
fn store<V: Vector<Lane: Float>>(
    simd: Simd<V>,
    even: Lanes<V>,
    odd: Lanes<V>,
    accumulate: Accumulate,
    row: &mut [V::Lane],
) {
    let (low, high) = row.split_at_mut(row.len().min(V::LANES));
    for (lanes, row) in <[_; 2]>::from(even.join(odd)).into_iter().zip([low, high]) {
        let lanes = if accumulate.adds() { lanes + simd.load(row) } else { lanes };
        lanes.store(row);
    }
}

/// Computes the maxima of the windows of an image of this width.
#[inline(always)]
pub(super) fn max<V: Vector<Lane: Float>>(simd: Simd<V>, width: usize, x: &[V::Lane], y: &mut [V::Lane]) {
    let out_width = width / 2;
    for (x, y) in x.chunks_exact(2 * width).zip(y.chunks_exact_mut(out_width)) {
        let (above, below) = x.split_at(width);
        let rows = above[..2 * out_width].chunks(2 * V::LANES).zip(below[..2 * out_width].chunks(2 * V::LANES));
        for ((above, below), y) in rows.zip(y.chunks_mut(V::LANES)) {
            let ((a, b), (c, d)) = (load(simd, above), load(simd, below));
            [b, c, d].into_iter().fold(a, |largest, x| x.wins_over(largest).select(x, largest)).store(y);
        }
    }
}

/// Computes the gradient of [`max`], overwriting `dx` or adding to it; with `through_relu`, the gradient with respect to the input
/// of a ReLU whose output is x.
#[inline(always)]
pub(super) fn max_backward<V: Vector<Lane: Float>>(
    simd: Simd<V>,
    width: usize,
    x: &[V::Lane],
    dy: &[V::Lane],
    through_relu: bool,
    Target { slice: dx, accumulate }: Target<'_, V::Lane>,
) {
    let (out_width, zero) = (width / 2, simd.zero());
    let mut rows = dx.chunks_exact_mut(2 * width);
    for ((x, dx), dy) in x.chunks_exact(2 * width).zip(&mut rows).zip(dy.chunks_exact(out_width)) {
        let (above, below) = x.split_at(width);
        let (dabove, dbelow) = dx.split_at_mut(width);
        if !accumulate.adds() {
            dabove[2 * out_width..].fill(V::Lane::ZERO);
            dbelow[2 * out_width..].fill(V::Lane::ZERO);
        }
        let rows = above[..2 * out_width].chunks(2 * V::LANES).zip(below[..2 * out_width].chunks(2 * V::LANES));
        let drows =
            dabove[..2 * out_width].chunks_mut(2 * V::LANES).zip(dbelow[..2 * out_width].chunks_mut(2 * V::LANES));
        for (((above, below), (dabove, dbelow)), dy) in rows.zip(drows).zip(dy.chunks(V::LANES)) {
            let ((a, b), (c, d), dy) = (load(simd, above), load(simd, below), simd.load(dy));
            // The last element that is larger than all before it receives the whole gradient.
            let (b_wins, largest) = (b.wins_over(a), b.wins_over(a).select(b, a));
            let (c_wins, largest) = (c.wins_over(largest), c.wins_over(largest).select(c, largest));
            let (d_wins, largest) = (d.wins_over(largest), d.wins_over(largest).select(d, largest));
            let dy = if through_relu { largest.wins_over(zero).select(dy, zero) } else { dy };
            let (for_d, dy) = (d_wins.select(dy, zero), d_wins.select(zero, dy));
            let (for_c, dy) = (c_wins.select(dy, zero), c_wins.select(zero, dy));
            let (for_b, for_a) = (b_wins.select(dy, zero), b_wins.select(zero, dy));
            store(simd, for_a, for_b, accumulate, dabove);
            store(simd, for_c, for_d, accumulate, dbelow);
        }
    }
    if !accumulate.adds() {
        // The last row, if no window covers it.
        rows.into_remainder().fill(V::Lane::ZERO);
    }
}

#[cfg(all(test, feature = "alloc"))]
mod tests {
    use super::Accumulate::{Add, Set};
    use super::*;
    use crate::simd::{Level, Vectorized, is_larger};
    use alloc::vec;
    use alloc::vec::Vec;
    use rand::Rng;

    struct Both<'a, T> {
        width: usize,
        x: &'a [T],
        y: &'a mut [T],
        dy: &'a [T],
        through_relu: bool,
        dx: Target<'a, T>,
    }

    impl<T: Float> Vectorized<T> for Both<'_, T> {
        fn run<V: Vector<Lane = T>, const ROWS: usize>(self, simd: Simd<V>) {
            max(simd, self.width, self.x, self.y);
            max_backward(simd, self.width, self.x, self.dy, self.through_relu, self.dx);
        }
    }

    /// Compares every level with the definition, including ties, NaN and infinities.
    fn against_the_definition<T: Float>(level: Level) {
        let mut rng = crate::init::rng(5);
        let special = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 0.0, -0.0];
        let sizes = (2..6).flat_map(|height| (2..71).map(move |width| (height, width)));
        for (height, width) in sizes.step_by(if cfg!(miri) { 23 } else { 1 }) {
            let mut number = || match rng.next_u64() % 12 {
                i @ 0..5 => T::from_f64(special[i as usize]),
                i => T::from_f64(i as f64 - 8.0),
            };
            let out_width = width / 2;
            let x: Vec<T> = (0..height * width).map(|_| number()).collect();
            let dy: Vec<T> = (0..height / 2 * out_width).map(|i| T::from_f64(1.0 + i as f64)).collect();
            for (accumulate, through_relu) in [(Set, false), (Add, false), (Set, true), (Add, true)] {
                let old = T::from_f64(if accumulate.adds() { 0.5 } else { f64::NAN });
                let (mut y, mut dx) = (vec![T::ZERO; dy.len()], vec![old; x.len()]);
                let target = Target { slice: &mut dx, accumulate };
                T::vectorize(level, Both { width, x: &x, y: &mut y, dy: &dy, through_relu, dx: target });
                let mut expected = vec![if accumulate.adds() { old } else { T::ZERO }; x.len()];
                for (i, (&y, &dy)) in y.iter().zip(&dy).enumerate() {
                    let first = i / out_width * 2 * width + i % out_width * 2;
                    let window = [first, first + 1, first + width, first + width + 1];
                    let at = window.into_iter().reduce(|best, at| if is_larger(x[at], x[best]) { at } else { best });
                    let at = at.unwrap();
                    assert_eq!(y.to_f64().to_bits(), x[at].to_f64().to_bits(), "{level:?} {height}x{width}");
                    expected[at] += if through_relu && x[at] <= T::ZERO { T::ZERO } else { dy };
                }
                assert_eq!(dx, expected, "{level:?} {height}x{width}");
            }
        }
    }

    #[test]
    fn matches_definition_at_every_level() {
        for level in Level::all() {
            against_the_definition::<f32>(level);
            against_the_definition::<f64>(level);
        }
    }
}
