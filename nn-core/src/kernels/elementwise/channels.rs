//! Functions of an element and its channel, and sums over channels, for PReLU and batch normalisation.

use crate::accumulate::Target;
use crate::float::Float;
use crate::simd::{Lanes, Simd, Vector};

/// The layout of a slice with channels: `[samples, channels, positions]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Channels {
    /// The number of channels.
    pub channels: usize,
    /// The number of elements of a channel of one sample.
    pub positions: usize,
}

impl Channels {
    /// Returns the number of elements of a sample.
    pub(crate) fn sample(self) -> usize {
        self.channels * self.positions
    }

    /// Checks the lengths of slices of whole samples and of slices with one element per channel.
    ///
    /// # Panics
    /// Panics if they do not match the sizes.
    #[track_caller]
    pub(crate) fn check(self, numbers: &[usize], a_channel: &[usize]) {
        let Self { channels, positions } = self;
        let whole = numbers.iter().all(|&n| n == numbers[0] && n.is_multiple_of((channels * positions).max(1)));
        assert!(
            channels * positions > 0 && whole && a_channel.iter().all(|&n| n == channels),
            "slices of {numbers:?} and {a_channel:?} elements do not match {channels} channels of {positions}"
        );
    }
}

/// Returns the same subslice of each slice, if it is in bounds of all of them. For slices of the same length, the compiler checks
/// this once.
#[inline(always)]
fn part<T, const N: usize>(mut slices: [&[T]; N], start: usize, length: usize) -> Option<[&[T]; N]> {
    for slice in &mut slices {
        *slice = slice.get(start..)?.get(..length)?;
    }
    Some(slices)
}

/// Returns the sums of `f([a_i, b_i, ..])` over all i of some ranges of this `length`, for slices a, b, .. of the same length.
#[inline(always)]
pub(crate) fn totals_of<V: Vector<Lane: Float>, const N: usize, const SUMS: usize>(
    simd: Simd<V>,
    slices: [&[V::Lane]; N],
    starts: impl Iterator<Item = usize>,
    length: usize,
    f: impl Fn([Lanes<V>; N]) -> [Lanes<V>; SUMS],
) -> [V::Lane; SUMS] {
    // Two independent accumulators for each sum, to hide the latency of the additions.
    let [mut sums, mut others] = [[simd.zero(); SUMS]; 2];
    let mut rest = [V::Lane::ZERO; SUMS];
    let width = V::LANES;
    for start in starts {
        let Some(stretch) = part(slices, start, length) else { break };
        let mut i = 0;
        while let Some(both) = part(stretch, i, 2 * width) {
            let terms = f(both.map(|numbers| simd.load(&numbers[..width])));
            let more = f(both.map(|numbers| simd.load(&numbers[width..])));
            for s in 0..SUMS {
                sums[s] += terms[s];
                others[s] += more[s];
            }
            i += 2 * width;
        }
        if let Some(one) = part(stretch, i, width) {
            let terms = f(one.map(|numbers| simd.load(numbers)));
            for s in 0..SUMS {
                sums[s] += terms[s];
            }
            i += width;
        }
        let count = length - i;
        if count > 0
            && let Some(last) = part(stretch, i, count)
        {
            let terms = f(last.map(|numbers| simd.load(numbers)));
            for s in 0..SUMS {
                rest[s] += terms[s].add_up(count);
            }
        }
    }
    for s in 0..SUMS {
        rest[s] += (sums[s] + others[s]).add_up(width);
    }
    rest
}

/// Returns the sums of `f([a_i, b_i, ..])` over all i, for slices a, b, .. of the same length.
#[inline(always)]
pub(crate) fn totals<V: Vector<Lane: Float>, const N: usize, const SUMS: usize>(
    simd: Simd<V>,
    slices: [&[V::Lane]; N],
    f: impl Fn([Lanes<V>; N]) -> [Lanes<V>; SUMS],
) -> [V::Lane; SUMS] {
    totals_of(simd, slices, core::iter::once(0), slices[0].len(), f)
}

/// Adds `f([a_i, b_i, ..], p_c)` over the elements i of each channel c to the sums of the channel, where `p` are per-channel
/// parameters. The parameters and sums are those of the channels from `start` on, as many as there are sums.
#[inline(always)]
pub(crate) fn add_to_channels<V: Vector<Lane: Float>, const N: usize, const PARAMETERS: usize, const SUMS: usize>(
    simd: Simd<V>,
    sizes: Channels,
    start: usize,
    slices: [&[V::Lane]; N],
    p: [&[V::Lane]; PARAMETERS],
    sums: [&mut [V::Lane]; SUMS],
    f: impl Fn([Lanes<V>; N], [Lanes<V>; PARAMETERS]) -> [Lanes<V>; SUMS],
) {
    let [channels, positions] = [sizes.channels, sizes.positions].map(at_least_one);
    let mut sums = sums;
    let (all, count) = (slices[0].len(), sums[0].len());
    if positions > 1 {
        for c in 0..count {
            let Some(p) = part(p, c, 1) else { return };
            let p = p.map(|p| simd.splat(p[0]));
            let starts = ((start + c) * positions..all).step_by(at_least_one(channels * positions));
            let totals = totals_of(simd, slices, starts, positions, |numbers| f(numbers, p));
            for (sums, total) in sums.iter_mut().zip(totals) {
                if let Some(sum) = sums.get_mut(c) {
                    *sum += total;
                }
            }
        }
        return;
    }
    for sample in (start..all).step_by(channels) {
        for first in (0..count).step_by(V::LANES) {
            let width = V::LANES.min(count - first);
            let (Some(p), Some(numbers)) = (part(p, first, width), part(slices, sample + first, width)) else { return };
            let terms = f(numbers.map(|numbers| simd.load(numbers)), p.map(|p| simd.load(p)));
            for (sums, term) in sums.iter_mut().zip(terms) {
                if let Some(place) = sums.get_mut(first..).and_then(|sums| sums.get_mut(..width)) {
                    (simd.load(place) + term).store(place);
                }
            }
        }
    }
}

/// Computes y_i = `f([a_i, b_i, ..], p_c)`, where c is the channel of i and `p` are per-channel parameters, overwriting `y` or
/// adding to it. All slices must match the sizes.
#[inline(always)]
pub(crate) fn map_channels<'a, T: Float, const N: usize, const PARAMETERS: usize>(
    sizes: Channels,
    slices: [&'a [T]; N],
    p: [&'a [T]; PARAMETERS],
    y: Target<'_, T>,
    f: impl Fn([T; N], [T; PARAMETERS]) -> T,
) where
    [&'a [T]; N]: Together<T, N>,
    [&'a [T]; PARAMETERS]: Together<T, PARAMETERS>,
{
    let [channels, positions] = [sizes.channels, sizes.positions].map(at_least_one);
    if positions == 1 {
        for (i, y) in y.chunks_exact(channels).enumerate() {
            let Some(numbers) = part(slices, i * channels, channels) else { return };
            y.write(numbers.each().zip(p.each()).map(|(numbers, p)| f(numbers, p)));
        }
    } else {
        for (i, y) in y.chunks_exact(positions).enumerate() {
            let p = part(p, i % channels, 1).and_then(|p| p.each().next());
            let (Some(p), Some(numbers)) = (p, part(slices, i * positions, positions)) else { return };
            write(y, numbers, |numbers| f(numbers, p));
        }
    }
}

/// Returns the size, but at least 1, so that the compiler can prove that dividing a slice by it cannot panic.
#[inline(always)]
pub(crate) fn at_least_one(size: usize) -> usize {
    size.max(1)
}

/// Computes y_i = `f([a_i, b_i, ..])`, overwriting `y` or adding to it, for slices a, b, .. that are at least as long as `y`.
#[inline(always)]
pub(crate) fn write<'a, T: Float, const N: usize>(y: Target<'_, T>, slices: [&'a [T]; N], f: impl Fn([T; N]) -> T)
where
    [&'a [T]; N]: Together<T, N>,
{
    y.write(slices.each().map(f));
}

/// Element-wise iteration over several slices.
pub(crate) trait Together<T, const N: usize> {
    /// Returns an iterator over arrays with the elements of all slices at the same index, up to the end of the shortest slice.
    fn each(self) -> impl Iterator<Item = [T; N]>;
}

macro_rules! together {
    ($($count:literal: $first:ident $($slice:ident)*, $numbers:tt;)*) => {
        $(
            impl<T: Copy> Together<T, $count> for [&[T]; $count] {
                #[inline(always)]
                fn each(self) -> impl Iterator<Item = [T; $count]> {
                    let [$first $(, $slice)*] = self;
                    $first.iter()$(.zip($slice))*.map(|$numbers| [*$first $(, *$slice)*])
                }
            }
        )*
    };
}
together! {
    1: a, a;
    2: a b, (a, b);
    3: a b c, ((a, b), c);
    4: a b c d, (((a, b), c), d);
}

#[cfg(all(test, feature = "alloc"))]
mod tests {
    use super::*;
    use crate::accumulate::Accumulate;
    use crate::kernels::vectorized::vectorized;
    use alloc::vec::Vec;

    /// Returns small integers, whose sums are exact.
    fn numbers(count: usize) -> Vec<f32> {
        (0..count).map(|i| (i * 7 % 13) as f32 - 6.0).collect()
    }

    vectorized! {
        fn sum_and_dot<'a, T>(a: &'a [T], b: &'a [T], sums: &'a mut [T; 2]) |simd| {
            *sums = totals(simd, [a, b], |[a, b]| [a, a * b]);
        }
    }

    vectorized! {
        fn shifted_sums<'a, T>(sizes: Channels, x: &'a [T], p: &'a [T], sums: &'a mut [T]) |simd| {
            add_to_channels(simd, sizes, 0, [x], [p], [sums], |[x], [p]| [x - p]);
        }
    }

    #[test]
    fn sums_match_plain_loops_for_every_length() {
        for length in (0..100).step_by(if cfg!(miri) { 9 } else { 1 }) {
            let (a, b) = (numbers(length), numbers(length + 1)[1..].to_vec());
            let expected = [a.iter().sum::<f32>(), a.iter().zip(&b).map(|(a, b)| a * b).sum()];
            let mut found = [0.0; 2];
            sum_and_dot(&a, &b, &mut found);
            assert_eq!(found, expected);
        }
    }

    #[test]
    fn every_element_is_paired_with_its_channel() {
        for (channels, positions) in [(1, 1), (3, 1), (40, 1), (1, 7), (3, 2), (2, 45)] {
            let sizes = Channels { channels, positions };
            let x = numbers(3 * channels * positions);
            let p: Vec<f32> = (0..channels).map(|c| c as f32).collect();
            let channel = |i: usize| i / positions % channels;
            let mut sums = alloc::vec![1.0; channels];
            shifted_sums(sizes, &x, &p, &mut sums);
            let mut expected = alloc::vec![1.0; channels];
            x.iter().enumerate().for_each(|(i, x)| expected[channel(i)] += x - channel(i) as f32);
            assert_eq!(sums, expected, "{sizes:?}");
            for accumulate in [Accumulate::Set, Accumulate::Add] {
                let mut y = alloc::vec![0.5; x.len()];
                map_channels(sizes, [&x], [&p], Target { slice: &mut y, accumulate }, |[x], [p]| x * p);
                for (i, y) in y.into_iter().enumerate() {
                    let old = if accumulate.adds() { 0.5 } else { 0.0 };
                    assert_eq!(y, old + x[i] * channel(i) as f32, "{sizes:?}");
                }
            }
        }
    }

    #[test]
    #[should_panic = "slices of [6, 5] and [2] elements do not match 2 channels of 3"]
    fn rejects_wrong_lengths() {
        Channels { channels: 2, positions: 3 }.check(&[6, 5], &[2]);
    }
}
