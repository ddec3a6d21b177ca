//! Sums over the samples and positions of each channel.

use super::parallel::{First, in_parts, parts, steps};
use super::work::compiled_here;
use crate::accumulate::Target;
use crate::float::Float;
use crate::simd::{Lanes, Level, Simd, Vector, Vectorized, level};

/// Computes sum_c, the sum of channel c over all samples and positions, where `x` is `[samples, channels, positions]` and `sum` has
/// one element per channel. Without channels, it does nothing.
///
/// # Panics
/// Panics if `positions` is 0.
///
/// ```
/// let mut sum = [0.0; 2];
/// nn::__private::kernels::sum_planes(&[1.0, 2.0, 3.0, 4.0], 2, nn::__private::kernels::Target::set(&mut sum));
/// assert_eq!(sum, [3.0, 7.0]);
/// ```
pub fn sum_planes<T: Float>(x: &[T], positions: usize, sum: Target<'_, T>) {
    sum_planes_at(level(), x, positions, sum);
}

/// Computes [`sum_planes`] at one SIMD level.
pub(super) fn sum_planes_at<T: Float>(level: Level, x: &[T], positions: usize, sum: Target<'_, T>) {
    assert!(positions > 0, "a channel has at least one position");
    let sum = sum.zeroed();
    if !sum.is_empty() {
        Sums { x, positions, channels: sum.len(), first: 0, sum }.run(level);
    }
}

/// The arguments of a call of [`sum_planes`], or a part of it: as many channels from `first` on as `sum` has elements.
struct Sums<'a, T> {
    x: &'a [T],
    positions: usize,
    channels: usize,
    first: usize,
    sum: &'a mut [T],
}

compiled_here!(Sums);

impl<T: Float> Sums<'_, T> {
    fn run_at(self, level: Level) {
        let Self { x, positions, channels, .. } = self;
        let parts = parts(steps(x.len()) / 2);
        in_parts(parts, channels, (First(0), self.sum), |(First(first), sum)| {
            T::vectorize(level, Sums { x, positions, channels, first, sum });
        });
    }
}

impl<T: Float> Vectorized<T> for Sums<'_, T> {
    #[inline(always)]
    fn run<V: Vector<Lane = T>, const ROWS: usize>(self, simd: Simd<V>) {
        for sample in self.x.chunks_exact(self.channels * self.positions) {
            let planes = sample[self.first * self.positions..].chunks_exact(self.positions);
            for (sum, plane) in self.sum.iter_mut().zip(planes) {
                *sum += total(simd, plane);
            }
        }
    }
}

/// Returns the sum of a slice, with several independent vectors of partial sums.
#[inline(always)]
fn total<V: Vector<Lane: Float>>(simd: Simd<V>, x: &[V::Lane]) -> V::Lane {
    const VECTORS: usize = 4;
    let several = x.chunks_exact(VECTORS * V::LANES);
    let rest = several.remainder();
    let mut sums: [Lanes<V>; VECTORS] = [simd.zero(); VECTORS];
    for x in several {
        for (v, sum) in sums.iter_mut().enumerate() {
            *sum = simd.load(&x[v * V::LANES..][..V::LANES]) + *sum;
        }
    }
    for x in rest.chunks(V::LANES) {
        sums[0] = simd.load(x) + sums[0];
    }
    let mut total = V::Lane::ZERO;
    for sum in sums {
        total += sum.add_up(V::LANES);
    }
    total
}

#[cfg(all(test, feature = "alloc"))]
mod tests {
    use super::*;
    use alloc::vec::Vec;

    #[test]
    fn sums_match_plain_loops_for_every_length() {
        for positions in (1..150).step_by(if cfg!(miri) { 49 } else { 1 }) {
            let x: Vec<f64> = (0..6 * positions).map(|i| (i % 13) as f64 - 5.5).collect();
            let plain = |channel: usize| -> f64 {
                [0, 3].map(|at| x[(at + channel) * positions..][..positions].iter().sum::<f64>()).iter().sum()
            };
            let mut sum = [1.0; 3];
            sum_planes(&x, positions, Target::add(&mut sum));
            assert_eq!(sum, [0, 1, 2].map(|channel| 1.0 + plain(channel)));
            sum_planes(&x, positions, Target::set(&mut sum));
            assert_eq!(sum, [0, 1, 2].map(plain));
        }
        sum_planes::<f32>(&[1.0], 1, Target::set(&mut []));
    }
}
