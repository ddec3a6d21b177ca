//! Functions of a number and of its channel, and sums over channels: what PReLU and batch normalisation are made of.

use crate::float::Float;

/// How a slice is divided among channels: it is `[samples, channels, positions]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Channels {
    /// How many channels a sample has.
    pub channels: usize,
    /// How many numbers a channel of one sample has.
    pub positions: usize,
}

impl Channels {
    /// Checks slices of numbers and slices with one number a channel.
    ///
    /// # Panics
    /// If they do not fit.
    #[track_caller]
    pub(super) fn check(self, numbers: &[usize], a_channel: &[usize]) {
        let Self { channels, positions } = self;
        let whole = numbers.iter().all(|&n| n == numbers[0] && n.is_multiple_of((channels * positions).max(1)));
        assert!(
            channels * positions > 0 && whole && a_channel.iter().all(|&n| n == channels),
            "slices of {numbers:?} and {a_channel:?} elements do not fit {channels} channels of {positions}"
        );
    }
}

/// Sums side by side, so that they are vectors.
const LANES: usize = 32;

/// The same stretch of each slice.
#[inline(always)]
fn part<T, const N: usize>(slices: [&[T]; N], start: usize, length: usize) -> [&[T]; N] {
    slices.map(|slice| &slice[start..][..length])
}

/// The sums of `f([a_i, b_i, ..])` over all i, for slices a, b, .. of the same length.
#[inline(always)]
pub(super) fn totals<T: Float, const N: usize, const SUMS: usize>(
    slices: [&[T]; N],
    f: impl Fn([T; N]) -> [T; SUMS],
) -> [T; SUMS] {
    let length = slices[0].len();
    let mut lanes = [[T::ZERO; LANES]; SUMS];
    for chunk in 0..length / LANES {
        let numbers = part(slices, chunk * LANES, LANES);
        for lane in 0..LANES {
            let terms = f(numbers.map(|numbers| numbers[lane]));
            for s in 0..SUMS {
                lanes[s][lane] += terms[s];
            }
        }
    }
    let mut rest = [T::ZERO; SUMS];
    for i in length / LANES * LANES..length {
        let terms = f(slices.map(|slice| slice[i]));
        for s in 0..SUMS {
            rest[s] += terms[s];
        }
    }
    for (rest, lanes) in rest.iter_mut().zip(&mut lanes) {
        let mut width = LANES;
        while width > 1 {
            width /= 2;
            for lane in 0..width {
                lanes[lane] += lanes[lane + width];
            }
        }
        *rest += lanes[0];
    }
    rest
}

/// Adds `f([a_i, b_i, ..], p_c)` over the numbers i of each channel c to its sums; `p` are numbers of the channel.
#[inline(always)]
pub(super) fn add_to_channels<T: Float, const N: usize, const PARAMETERS: usize, const SUMS: usize>(
    sizes: Channels,
    slices: [&[T]; N],
    p: [&[T]; PARAMETERS],
    sums: [&mut [T]; SUMS],
    f: impl Fn([T; N], [T; PARAMETERS]) -> [T; SUMS],
) {
    let Channels { channels, positions } = sizes;
    let p = part(p, 0, channels);
    let sums = sums.map(|sum| &mut sum[..channels]);
    if positions == 1 {
        for i in 0..slices[0].len() / channels {
            let row = part(slices, i * channels, channels);
            for c in 0..channels {
                let terms = f(row.map(|row| row[c]), p.map(|p| p[c]));
                for s in 0..SUMS {
                    sums[s][c] += terms[s];
                }
            }
        }
    } else {
        for i in 0..slices[0].len() / positions {
            let c = i % channels;
            let p = p.map(|p| p[c]);
            let totals = totals(part(slices, i * positions, positions), |numbers| f(numbers, p));
            for s in 0..SUMS {
                sums[s][c] += totals[s];
            }
        }
    }
}

/// y_i = `f([a_i, b_i, ..], p_c)`, or y_i += that if `adds`, c being the channel of i; `p` are numbers of the channel.
#[inline(always)]
pub(super) fn map_channels<T: Float, const N: usize, const PARAMETERS: usize>(
    sizes: Channels,
    slices: [&[T]; N],
    p: [&[T]; PARAMETERS],
    adds: bool,
    y: &mut [T],
    f: impl Fn([T; N], [T; PARAMETERS]) -> T,
) {
    let Channels { channels, positions } = sizes;
    let p = part(p, 0, channels);
    if positions == 1 {
        for (i, y) in y.chunks_exact_mut(channels).enumerate() {
            let row = part(slices, i * channels, channels);
            write(adds, y, |c| f(row.map(|row| row[c]), p.map(|p| p[c])));
        }
    } else {
        for (i, y) in y.chunks_exact_mut(positions).enumerate() {
            let (numbers, p) = (part(slices, i * positions, positions), p.map(|p| p[i % channels]));
            write(adds, y, |i| f(numbers.map(|numbers| numbers[i]), p));
        }
    }
}

/// y_i = f(i), or y_i += that if `adds`.
#[inline(always)]
pub(super) fn write<T: Float>(adds: bool, y: &mut [T], f: impl Fn(usize) -> T) {
    if adds {
        y.iter_mut().enumerate().for_each(|(i, y)| *y += f(i));
    } else {
        y.iter_mut().enumerate().for_each(|(i, y)| *y = f(i));
    }
}
