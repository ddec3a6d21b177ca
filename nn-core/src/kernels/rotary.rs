//! Rotary position embeddings: pairs of elements, turned by angles that grow with the position.

use crate::accumulate::Target;
use crate::float::Float;
use crate::kernels::elementwise::channels::at_least_one;
use crate::kernels::vectorized::vectorized;
use core::f64::consts::FRAC_2_PI;

/// The number of pairs whose sines and cosines are computed together.
const PAIRS: usize = 16;

/// The pairs of each head, and how fast they turn.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RotaryRule {
    pub(crate) heads: usize,
    /// The number of pairs of a head. Pair i turns by theta^(-i/pairs) from one position to the next.
    pub(crate) pairs: usize,
    pub(crate) theta: f64,
    /// Whether pair i consists of the elements 2i and 2i + 1 of a head, else of i and i + `pairs`.
    pub(crate) is_interleaved: bool,
    /// Whether the pairs turn back, as the gradient does.
    pub(crate) is_inverse: bool,
}

vectorized! {
    /// Turns the pairs of `length` successive positions from `start` on, of each sample: `[length, heads, 2 pairs]` elements.
    ///
    /// The angles are products of two numbers in `f64`, and the sines and cosines of angles below 10^6 are exact to 2^-52 or better,
    /// whatever T. The error of an angle is thus at most 2^-52 times the position. An element depends on its position alone, not on
    /// `start`.
    pub(crate) fn rotary<'a, T>(rule: RotaryRule, start: usize, length: usize, x: &'a [T], y: Target<'a, T>) {
        let [row, head, length] = [2 * rule.heads * rule.pairs, 2 * rule.pairs, length].map(at_least_one);
        let adds = y.accumulate.adds();
        for first in (0..rule.pairs).step_by(PAIRS) {
            let mut frequencies = [0.0; PAIRS];
            for (index, frequency) in (first..rule.pairs).zip(&mut frequencies) {
                *frequency = Float::powf(rule.theta, -(index as f64) / rule.pairs as f64);
            }
            for place in 0..length {
                let turns = turns::<T>((start + place) as f64, &frequencies, rule.is_inverse);
                let rows = x.chunks_exact(row).skip(place).step_by(length);
                let rows_of_y = y.slice.chunks_exact_mut(row).skip(place).step_by(length);
                for (x, y) in rows.zip(rows_of_y) {
                    let heads = x.chunks_exact(head).zip(y.chunks_exact_mut(head));
                    heads.for_each(|(x, y)| turn(&rule, first, &turns, x, y, adds));
                }
            }
        }
    }
}

/// The cosines and sines of [`PAIRS`] angles.
#[inline(always)]
fn turns<T: Float>(position: f64, frequencies: &[f64; PAIRS], is_inverse: bool) -> [[T; PAIRS]; 2] {
    let [mut cosines, mut sines] = [[0.0; PAIRS]; 2];
    let sign = if is_inverse { -1.0 } else { 1.0 };
    for ((cosine, sine), frequency) in cosines.iter_mut().zip(&mut sines).zip(frequencies) {
        let [c, s] = cosine_and_sine(position * frequency);
        (*cosine, *sine) = (c, sign * s);
    }
    [cosines, sines].map(|all| all.map(T::from_f64))
}

/// Turns the pairs of a head from one on.
#[inline(always)]
fn turn<T: Float>(
    rule: &RotaryRule,
    first: usize,
    [cosines, sines]: &[[T; PAIRS]; 2],
    x: &[T],
    y: &mut [T],
    adds: bool,
) {
    let turns = cosines.iter().zip(sines);
    let write = |y: &mut T, value: T| *y = if adds { *y + value } else { value };
    if rule.is_interleaved {
        let (pairs, pairs_of_y) =
            (x.as_chunks::<2>().0.iter().skip(first), y.as_chunks_mut::<2>().0.iter_mut().skip(first));
        for (([a, b], [ya, yb]), (&cosine, &sine)) in pairs.zip(pairs_of_y).zip(turns) {
            write(ya, *a * cosine - *b * sine);
            write(yb, *a * sine + *b * cosine);
        }
    } else if let (Some((low, high)), Some((low_y, high_y))) =
        (x.split_at_checked(rule.pairs), y.split_at_mut_checked(rule.pairs))
    {
        let (pairs, pairs_of_y) = (low.iter().zip(high).skip(first), low_y.iter_mut().zip(high_y).skip(first));
        for (((a, b), (ya, yb)), (&cosine, &sine)) in pairs.zip(pairs_of_y).zip(turns) {
            write(ya, *a * cosine - *b * sine);
            write(yb, *a * sine + *b * cosine);
        }
    }
}

/// A number whose sum with another one, below 2^51, ends with the bits of the nearest integer.
const ROUNDING: f64 = 6_755_399_441_055_744.0;
/// Parts of pi/2, of which the products of the first two with an integer below 2^20 are exact.
const QUARTER: [f64; 3] = [1.570_796_326_734_125_6, 6.077_100_506_303_966e-11, 2.022_266_248_795_950_6e-21];
/// The coefficients of x^3, x^5, .. of the sine, and of x^4, x^6, .. of the cosine, between -pi/4 and pi/4 (FreeBSD's `msun`).
const SINE: [f64; 6] = [
    -0.166_666_666_666_666_32,
    0.008_333_333_333_322_49,
    -0.000_198_412_698_298_579_5,
    2.755_731_370_707_006_8e-6,
    -2.505_076_025_340_686_3e-8,
    1.589_690_995_211_55e-10,
];
const COSINE: [f64; 6] = [
    0.041_666_666_666_666_6,
    -0.001_388_888_888_887_411,
    2.480_158_728_947_673e-5,
    -2.755_731_435_139_066_3e-7,
    2.087_572_321_298_175e-9,
    -1.135_964_755_778_819_5e-11,
];

/// The cosine and the sine of an angle, to 2^-52 for angles below 10^6, without branches, so that a loop over angles is vectorised.
#[inline(always)]
fn cosine_and_sine(angle: f64) -> [f64; 2] {
    // The angle is r and a number of quarter turns.
    let sum = angle * FRAC_2_PI + ROUNDING;
    let (turns, quarters) = (sum - ROUNDING, sum.to_bits());
    let r = ((angle - turns * QUARTER[0]) - turns * QUARTER[1]) - turns * QUARTER[2];
    let z = r * r;
    let polynomial = |all: [f64; 6]| all.iter().rev().fold(0.0, |sum, coefficient| sum * z + coefficient);
    let sine = r + r * z * polynomial(SINE);
    let (half, rest) = (0.5 * z, z * z * polynomial(COSINE));
    let cosine = (1.0 - half) + (((1.0 - (1.0 - half)) - half) + rest);
    let [x, y] = if quarters & 1 == 0 { [cosine, sine] } else { [sine, cosine] };
    let signed = |value: f64, sign: u64| f64::from_bits(value.to_bits() ^ (sign & 2) << 62);
    [signed(x, quarters.wrapping_add(1)), signed(y, quarters)]
}

#[cfg(all(test, feature = "alloc"))]
mod tests {
    use super::*;
    use alloc::vec;
    use alloc::vec::Vec;

    #[test]
    fn sines_are_exact() {
        let mut angles: Vec<f64> = (0..20_000).map(|i| f64::from(i) * 0.0173).collect();
        // Multiples of pi/2 and their neighbours, large angles, and none at all.
        angles.extend((0..3000).map(|i| f64::from(i) * core::f64::consts::FRAC_PI_2));
        angles.extend((0..1000).map(|i| f64::from(i) * 999.7));
        angles.extend([0.0, 1e-300, 1e6, 131_071.0]);
        for angle in angles {
            let [cosine, sine] = cosine_and_sine(angle);
            assert!((cosine - libm::cos(angle)).abs() <= f64::EPSILON, "{angle}: {cosine}");
            assert!((sine - libm::sin(angle)).abs() <= f64::EPSILON, "{angle}: {sine}");
        }
    }

    fn rule(heads: usize, pairs: usize, is_interleaved: bool) -> RotaryRule {
        RotaryRule { heads, pairs, theta: 10_000.0, is_interleaved, is_inverse: false }
    }

    fn numbers<T: Float>(count: usize) -> Vec<T> {
        (0..count).map(|i| T::from_f64(((i * 37 + 5) % 101) as f64 / 31.0 - 1.5)).collect()
    }

    /// Two samples.
    fn turned<T: Float>(rule: RotaryRule, start: usize, length: usize, x: &[T]) -> Vec<T> {
        let mut y = vec![T::from_f64(f64::NAN); x.len()];
        rotary(rule, start, length, x, Target::set(&mut y));
        y
    }

    #[test]
    fn matches_definition() {
        for (heads, pairs, start, length) in
            [(1, 1, 0, 5), (2, 3, 0, 4), (3, 16, 7, 3), (1, 17, 0, 9), (2, 40, 1000, 2)]
        {
            for is_interleaved in [true, false] {
                let (rule, row) = (rule(heads, pairs, is_interleaved), 2 * heads * pairs);
                let x = numbers::<f64>(2 * length * row);
                let y = turned(rule, start, length, &x);
                let mut expected = x.clone();
                for (place, (x, y)) in x.chunks_exact(2 * pairs).zip(expected.chunks_exact_mut(2 * pairs)).enumerate() {
                    let position = (start + place / heads % length) as f64;
                    for i in 0..pairs {
                        let [a, b] = if is_interleaved { [2 * i, 2 * i + 1] } else { [i, i + pairs] };
                        let angle = position * 10_000_f64.powf(-2.0 * i as f64 / (2 * pairs) as f64);
                        y[a] = x[a] * angle.cos() - x[b] * angle.sin();
                        y[b] = x[a] * angle.sin() + x[b] * angle.cos();
                    }
                }
                for (y, expected) in y.iter().zip(&expected) {
                    assert!((y - expected).abs() < 1e-12, "{heads}, {pairs}, {is_interleaved}: {y} is not {expected}");
                }
                let single = turned(rule, start, length, &numbers::<f32>(2 * length * row));
                for (single, y) in single.iter().zip(&y) {
                    assert!((f64::from(*single) - y).abs() < 1e-6, "{heads}, {pairs}, {is_interleaved}");
                }
                // Turned back, the pairs are as they were; a target may add.
                let mut back = numbers::<f64>(x.len());
                rotary(RotaryRule { is_inverse: true, ..rule }, start, length, &y, Target::add(&mut back));
                assert!(back.iter().zip(&x).all(|(back, x)| (back - 2.0 * x).abs() < 1e-12));
            }
        }
    }

    /// The result at a position is bit-identical whether it is computed alone or within a sequence.
    #[test]
    fn depends_on_the_position_alone() {
        for is_interleaved in [true, false] {
            let (rule, length) = (rule(2, 19, is_interleaved), 70);
            let x = numbers::<f32>(2 * length * 76);
            let whole = turned(rule, 0, length, &x);
            for place in 0..length {
                let at = |all: &[f32]| {
                    all.chunks_exact(76).skip(place).step_by(length).flatten().copied().collect::<Vec<_>>()
                };
                assert_eq!(turned(rule, place, 1, &at(&x)), at(&whole));
            }
        }
    }
}
