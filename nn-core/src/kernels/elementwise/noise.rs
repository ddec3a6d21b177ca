//! Random numbers with a normal distribution.

use super::counter::CounterRng;
use crate::accumulate::Target;
use crate::float::Float;
use crate::kernels::parallel::{First, in_parts, parts, steps};

/// Writes standard normal numbers, of which number i is a function of the generator and of `before + i`.
///
/// ```
/// use nn::__private::kernels::{CounterRng, Target, normal_noise};
/// let (mut all, mut rest) = ([0.0_f32; 100], [0.0_f32; 60]);
/// normal_noise(CounterRng::new(1, 1), 0, Target::set(&mut all));
/// normal_noise(CounterRng::new(1, 1), 40, Target::set(&mut rest));
/// assert_eq!(all[40..], rest);
/// ```
pub fn normal_noise<T: Float>(random: CounterRng, before: u64, y: Target<'_, T>) {
    // A logarithm and a cosine take longer than an exponential.
    let (parts, count) = (parts(steps(y.len().saturating_mul(8))), y.len());
    in_parts(parts, count, (First(0), y), |(first, y)| {
        let first = before.wrapping_add(first.0 as u64);
        y.write((0..).map(|i: u64| T::from_f64(normal(random.bits(first.wrapping_add(i))))));
    });
}

/// Returns a standard normal number from 64 random bits (Box, Muller 1958).
fn normal(bits: u64) -> f64 {
    // The first is from (0, 1], the second from [0, 1).
    let [radius, angle] = [(bits >> 32) as f64 + 1.0, (bits & 0xFFFF_FFFF) as f64].map(|bits| bits / 4_294_967_296.0);
    (-2.0 * radius.ln()).sqrt() * (2.0 * core::f64::consts::PI * angle).cos()
}

#[cfg(all(test, feature = "alloc"))]
mod tests {
    use super::*;
    use crate::kernels::parallel::tests::with_parts;
    use alloc::vec::Vec;

    #[test]
    fn has_the_moments_of_a_normal_distribution() {
        let count = if cfg!(miri) { 1000 } else { 1_000_000 };
        let numbers: Vec<f64> = (0..count).map(|i| normal(CounterRng::new(3, 1).bits(i))).collect();
        let moment =
            |power: i32| numbers.iter().map(|x| (0..power).fold(1.0, |y, _| y * x)).sum::<f64>() / count as f64;
        let error = 6.0 / (count as f64).sqrt();
        for (power, expected) in [(1, 0.0), (2, 1.0), (3, 0.0), (4, 3.0)] {
            assert!((moment(power) - expected).abs() < 4.0 * error, "moment {power} is {}", moment(power));
        }
    }

    #[test]
    fn extreme_bits_are_finite() {
        for bits in [0, u64::MAX, 0xFFFF_FFFF, 0xFFFF_FFFF_0000_0000] {
            assert!(normal(bits).abs() < 9.5);
        }
    }

    #[test]
    fn parts_do_not_change_numbers() {
        let noise = |parts| {
            with_parts(parts, || {
                let mut y = [0.5_f32; 103];
                normal_noise(CounterRng::new(5, 6), 7, Target::add(&mut y));
                y
            })
        };
        assert_eq!(noise(1), noise(3));
    }
}
