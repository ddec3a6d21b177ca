//! Batch normalisation of each channel by its mean and variance over the samples and positions of a batch.

use crate::accumulate::Target;
use crate::float::Float;
use crate::kernels::elementwise::channels::{Channels, add_to_channels, at_least_one, map_channels};
use crate::kernels::parallel::{First, Units, in_parts, parts, steps};
use crate::kernels::vectorized::vectorized;

/// The statistics and factors of batch normalisation, one element per channel each.
#[derive(Debug, Clone, Copy)]
pub struct BatchStatistics<'a, T> {
    /// The trainable factors; `None` for 1.
    pub weight: Option<&'a [T]>,
    /// The means.
    pub mean: &'a [T],
    /// The rounding errors of the means, as computed by [`channel_moments`].
    pub rest: Option<&'a [T]>,
    /// The variances.
    pub variance: &'a [T],
    /// The value that is added to a variance.
    pub epsilon: T,
}

impl<T> BatchStatistics<'_, T> {
    fn lengths(&self) -> [usize; 4] {
        let Self { weight, mean, rest, variance, .. } = self;
        let length = |slice: &Option<&[T]>| slice.map_or(mean.len(), <[T]>::len);
        [length(weight), mean.len(), length(rest), variance.len()]
    }

    /// Returns the factor of channel `c`.
    fn factor(&self, c: usize) -> T
    where
        T: Float,
    {
        self.weight.and_then(|weight| weight.get(c)).copied().unwrap_or(T::ONE)
    }
}

/// Computes y = (x - mean_c) / sqrt(variance_c + epsilon) weight_c + bias_c, where c is the channel of x: batch normalisation in
/// inference. Without `bias`, it is 0. `scale` is scratch of one element per channel; `rest` of the statistics is not used.
///
/// # Panics
/// Panics if the lengths of the slices do not match the sizes.
///
/// ```
/// use nn::__private::kernels::{BatchStatistics, Channels, batch_norm};
/// let (mut y, mut scale) = ([0.0; 2], [0.0]);
/// let sizes = Channels { channels: 1, positions: 2 };
/// let statistics = BatchStatistics { weight: Some(&[2.0][..]), mean: &[7.0], rest: None, variance: &[4.0], epsilon: 0.0 };
/// batch_norm(sizes, statistics, Some(&[1.0][..]), &[5.0, 9.0], &mut scale, &mut y);
/// assert_eq!(y, [-1.0, 3.0]);
/// ```
#[inline(always)]
pub fn batch_norm<T: Float>(
    sizes: Channels,
    statistics: BatchStatistics<'_, T>,
    bias: Option<&[T]>,
    x: &[T],
    scale: &mut [T],
    y: &mut [T],
) {
    let BatchStatistics { mean, variance, epsilon, .. } = statistics;
    sizes.check(&[x.len(), y.len()], &statistics.lengths());
    sizes.check(&[x.len()], &[bias.map_or(scale.len(), <[T]>::len), scale.len()]);
    for (c, (scale, &variance)) in scale.iter_mut().zip(variance).enumerate() {
        *scale = statistics.factor(c) / (variance + epsilon).sqrt();
    }
    let (scale, each) = (&*scale, sizes.sample());
    in_parts(parts(steps(x.len())), x.len() / each, (Units(x, each), Units(y, each)), |(x, y)| match bias {
        Some(bias) => normalize(sizes, x.0, mean, scale, bias, y.0),
        None => center(sizes, x.0, mean, scale, y.0),
    });
}

vectorized! {
    fn normalize<'a, T>(sizes: Channels, x: &'a [T], mean: &'a [T], scale: &'a [T], bias: &'a [T], y: &'a mut [T]) {
        map_channels(sizes, [x], [mean, scale, bias], Target::set(y), |[x], [mean, scale, bias]| (x - mean) * scale + bias);
    }
}

vectorized! {
    fn center<'a, T>(sizes: Channels, x: &'a [T], mean: &'a [T], scale: &'a [T], y: &'a mut [T]) {
        map_channels(sizes, [x], [mean, scale], Target::set(y), |[x], [mean, scale]| (x - mean) * scale);
    }
}

/// Computes the mean of each channel and its variance, which is the mean of the squared differences from the mean (divided by the
/// number of elements, not by one less).
///
/// The mean is corrected in a second pass: `rest` is its rounding error, so that `mean + rest` is close to the exact mean.
/// Differences from the mean are then accurate even if the values are large compared to their spread (the corrected two-pass
/// algorithm; Chan, Golub, LeVeque 1983).
///
/// # Panics
/// Panics if the lengths of the slices do not match the sizes.
///
/// ```
/// use nn::__private::kernels::{Channels, channel_moments};
/// let (mut mean, mut rest, mut variance) = ([0.0; 2], [0.0; 2], [0.0; 2]);
/// let sizes = Channels { channels: 2, positions: 1 };
/// channel_moments(sizes, &[1.0, 5.0, 3.0, 5.0], [&mut mean, &mut rest], &mut variance);
/// assert_eq!((mean, rest, variance), ([2.0, 5.0], [0.0, 0.0], [1.0, 0.0]));
/// ```
#[inline(always)]
pub fn channel_moments<T: Float>(sizes: Channels, x: &[T], mean_and_rest: [&mut [T]; 2], variance: &mut [T]) {
    let [mean, rest] = mean_and_rest;
    sizes.check(&[x.len()], &[mean.len(), rest.len(), variance.len()]);
    let work = (First(0), [mean, rest], variance);
    in_parts(parts(steps(x.len())), sizes.channels, work, |(first, [mean, rest], variance)| {
        some_moments(sizes, first.0, x, mean, rest, variance);
    });
}

vectorized! {
    /// Computes [`channel_moments`] of the channels from `start` on.
    fn some_moments<'a, T>(
        sizes: Channels,
        start: usize,
        x: &'a [T],
        mean: &'a mut [T],
        rest: &'a mut [T],
        variance: &'a mut [T],
    ) |simd| {
        let count = T::from_f64((x.len() / at_least_one(sizes.channels)) as f64);
        mean.fill(T::ZERO);
        add_to_channels(simd, sizes, start, [x], [], [&mut *mean], |[x], []| [x]);
        mean.iter_mut().for_each(|mean| *mean /= count);
        rest.fill(T::ZERO);
        variance.fill(T::ZERO);
        let sums = [&mut *rest, &mut *variance];
        add_to_channels(simd, sizes, start, [x], [mean], sums, |[x], [mean]| [x - mean, (x - mean) * (x - mean)]);
        for ((mean, rest), variance) in mean.iter_mut().zip(rest).zip(variance) {
            (*mean, *rest, *variance) = corrected(*mean, *rest, *variance, count);
        }
    }
}

/// Returns mean, rounding error of the mean, and variance, from a first estimate of the mean and the sums of the differences from
/// it and of their squares.
#[inline(always)]
pub(crate) fn corrected<T: Float>(first: T, distances: T, squares: T, count: T) -> (T, T, T) {
    let shift = distances / count;
    let mean = first + shift;
    let variance = squares / count - shift * shift;
    // Rounding may make the variance negative. NaN is kept.
    let variance = if variance < T::ZERO { T::ZERO } else { variance };
    (mean, shift - (mean - first), variance)
}

/// Computes the gradients of batch normalisation in training, where mean and variance are those of x. With n = (x - mean_c -
/// rest_c) / sqrt(variance_c + epsilon) and N elements per channel, dbias_c is the sum of dy, dweight_c is the sum of dy n, and
/// dx = weight_c / sqrt(variance_c + epsilon) (dy - dbias_c / N - n dweight_c / N).
///
/// `scratch` is three slices of one element per channel each.
///
/// # Panics
/// Panics if the lengths of the slices do not match the sizes, or if the statistics have no `rest`.
///
/// ```
/// use nn::__private::kernels::{BatchStatistics, Channels, Target, batch_norm_backward};
/// let ([mut dweight, mut dbias], mut dx, mut scratch) = ([[0.0]; 2], [0.0; 2], [[0.0]; 3]);
/// let sizes = Channels { channels: 1, positions: 2 };
/// let statistics = BatchStatistics { weight: Some(&[2.0][..]), mean: &[3.0], rest: Some(&[0.0]), variance: &[4.0], epsilon: 0.0 };
/// let (scratch, dx_target) = (scratch.each_mut().map(|scratch| &mut scratch[..]), Some(Target::set(&mut dx[..])));
/// batch_norm_backward(sizes, statistics, &[1.0, 5.0], &[1.0, 0.0], scratch, [&mut dweight, &mut dbias], dx_target);
/// assert_eq!((dweight, dbias, dx), ([-1.0], [1.0], [0.0, 0.0]));
/// ```
pub fn batch_norm_backward<T: Float>(
    sizes: Channels,
    statistics: BatchStatistics<'_, T>,
    x: &[T],
    dy: &[T],
    scratch: [&mut [T]; 3],
    dweight_and_dbias: [&mut [T]; 2],
    dx: Option<Target<'_, T>>,
) {
    let BatchStatistics { mean, rest, variance, epsilon, .. } = statistics;
    let rest = rest.expect("batch normalisation in training stores the rounding error of the means");
    let ([of_dy, of_x, constant], [dweight, dbias]) = (scratch, dweight_and_dbias);
    let dx_len = dx.as_ref().map_or(x.len(), |dx| dx.len());
    sizes.check(&[x.len(), dy.len(), dx_len], &statistics.lengths());
    sizes.check(&[x.len()], &[&*of_dy, of_x, constant, dweight, dbias].map(|slice| slice.len()));
    let places = [&mut *dweight, &mut *dbias];
    in_parts(parts(steps(x.len())), sizes.channels, (First(0), mean, places), |(first, mean, places)| {
        some_sums(sizes, first.0, x, dy, mean, places);
    });
    let share = T::ONE / T::from_f64((x.len() / sizes.channels) as f64);
    for c in 0..sizes.channels {
        let inverse = T::ONE / (variance[c] + epsilon).sqrt();
        dweight[c] = (dweight[c] - rest[c] * dbias[c]) * inverse;
        of_dy[c] = statistics.factor(c) * inverse;
        of_x[c] = -of_dy[c] * inverse * dweight[c] * share;
        constant[c] = -of_dy[c] * dbias[c] * share - of_x[c] * rest[c];
    }
    if let Some(dx) = dx {
        let (p, each): ([&[T]; 4], _) = ([mean, of_dy, of_x, constant], sizes.sample());
        let work = (Units(x, each), Units(dy, each), Units(dx, each));
        in_parts(parts(steps(x.len())), x.len() / each, work, |(x, dy, dx)| {
            some_gradients(sizes, [x.0, dy.0], p, dx.0);
        });
    }
}

/// Computes the gradients of batch normalisation by statistics that do not depend on x, such as running ones. With
/// n = (x - mean_c) / sqrt(variance_c + epsilon), dbias_c is the sum of dy, dweight_c is the sum of dy n, and dx = weight_c /
/// sqrt(variance_c + epsilon) dy.
///
/// `scratch` has one element per channel; `rest` is not used.
///
/// # Panics
/// Panics if the lengths of the slices do not match the sizes.
///
/// ```
/// use nn::__private::kernels::{BatchStatistics, Channels, Target, batch_norm_backward_fixed};
/// let ([mut dweight, mut dbias], mut dx, mut scratch) = ([[0.0]; 2], [0.0; 2], [0.0]);
/// let sizes = Channels { channels: 1, positions: 2 };
/// let statistics = BatchStatistics { weight: Some(&[2.0][..]), mean: &[3.0], rest: None, variance: &[4.0], epsilon: 0.0 };
/// let (gradients, dx_target) = ([&mut dweight[..], &mut dbias], Some(Target::set(&mut dx[..])));
/// batch_norm_backward_fixed(sizes, statistics, &[1.0, 5.0], &[1.0, 0.0], &mut scratch, gradients, dx_target);
/// assert_eq!((dweight, dbias, dx), ([-1.0], [1.0], [1.0, 0.0]));
/// ```
pub fn batch_norm_backward_fixed<T: Float>(
    sizes: Channels,
    statistics: BatchStatistics<'_, T>,
    x: &[T],
    dy: &[T],
    scratch: &mut [T],
    dweight_and_dbias: [&mut [T]; 2],
    dx: Option<Target<'_, T>>,
) {
    let BatchStatistics { mean, variance, epsilon, .. } = statistics;
    let [dweight, dbias] = dweight_and_dbias;
    let dx_len = dx.as_ref().map_or(x.len(), |dx| dx.len());
    sizes.check(&[x.len(), dy.len(), dx_len], &statistics.lengths());
    sizes.check(&[x.len()], &[&*scratch, dweight, dbias].map(|slice| slice.len()));
    let places = [&mut *dweight, &mut *dbias];
    in_parts(parts(steps(x.len())), sizes.channels, (First(0), mean, places), |(first, mean, places)| {
        some_sums(sizes, first.0, x, dy, mean, places);
    });
    for c in 0..sizes.channels {
        let inverse = T::ONE / (variance[c] + epsilon).sqrt();
        dweight[c] *= inverse;
        scratch[c] = statistics.factor(c) * inverse;
    }
    if let Some(dx) = dx {
        let (scale, each) = (&*scratch, sizes.sample());
        let work = (Units(dy, each), Units(dx, each));
        in_parts(parts(steps(x.len())), x.len() / each, work, |(dy, dx)| {
            scale_channels(sizes, dy.0, scale, dx.0);
        });
    }
}

vectorized! {
    fn scale_channels<'a, T>(sizes: Channels, dy: &'a [T], scale: &'a [T], dx: Target<'a, T>) {
        map_channels(sizes, [dy], [scale], dx, |[dy], [scale]| scale * dy);
    }
}

vectorized! {
    /// Computes the sums of dy (x - mean) and of dy, for the channels from `start` on.
    fn some_sums<'a, T>(
        sizes: Channels,
        start: usize,
        x: &'a [T],
        dy: &'a [T],
        mean: &'a [T],
        sums: [&'a mut [T]; 2],
    ) |simd| {
        let mut sums = sums;
        sums.iter_mut().for_each(|sums| sums.fill(T::ZERO));
        add_to_channels(simd, sizes, start, [x, dy], [mean], sums, |[x, dy], [mean]| [dy * (x - mean), dy]);
    }
}

vectorized! {
    fn some_gradients<'a, T>(sizes: Channels, known: [&'a [T]; 2], p: [&'a [T]; 4], dx: Target<'a, T>) {
        map_channels(sizes, known, p, dx, |[x, dy], [mean, of_dy, of_x, constant]| {
            of_dy * dy + (of_x * (x - mean) + constant)
        });
    }
}

#[cfg(all(test, feature = "std"))]
mod tests {
    use super::*;
    use crate::kernels::parallel::tests::assert_same_in_parts;
    use std::vec;
    use std::vec::Vec;

    #[test]
    fn parallel_parts_are_bit_identical() {
        let sizes = [(1, 1, 1), (4, 3, 7), (5, 19, 1), (9, 2, 33)];
        for &(samples, channels, positions) in if cfg!(miri) { &sizes[..2] } else { &sizes } {
            let sizes = Channels { channels, positions };
            let numbers = |seed: usize, count: usize| -> Vec<f32> {
                (0..count).map(|i| ((i * seed) % 101) as f32 / 31.0 - 1.5).collect()
            };
            let (x, dy) = (numbers(37, samples * channels * positions), numbers(53, samples * channels * positions));
            let (weight, bias) = (numbers(29, channels), numbers(17, channels));
            assert_same_in_parts(&std::format!("{samples} {channels} {positions}"), || {
                let [mut mean, mut rest, mut variance, mut scale, mut dweight, mut dbias] =
                    core::array::from_fn(|_| vec![0.0; channels]);
                let mut scratch = [0; 3].map(|_| vec![0.0; channels]);
                let [mut y, mut dx, mut fixed_dx] = [0; 3].map(|_| vec![1.0; x.len()]);
                channel_moments(sizes, &x, [&mut mean, &mut rest], &mut variance);
                let statistics = BatchStatistics {
                    weight: Some(&weight[..]),
                    mean: &mean,
                    rest: Some(&rest),
                    variance: &variance,
                    epsilon: 0.1,
                };
                batch_norm(sizes, statistics, Some(&bias[..]), &x, &mut scale, &mut y);
                let (scratch, target) =
                    (scratch.each_mut().map(|scratch| &mut scratch[..]), Some(Target::add(&mut dx[..])));
                batch_norm_backward(sizes, statistics, &x, &dy, scratch, [&mut dweight, &mut dbias], target);
                let [mut fixed_dweight, mut fixed_dbias] = [vec![0.0; channels], vec![0.0; channels]];
                let (gradients, target) =
                    ([&mut fixed_dweight[..], &mut fixed_dbias], Some(Target::add(&mut fixed_dx[..])));
                batch_norm_backward_fixed(sizes, statistics, &x, &dy, &mut scale, gradients, target);
                [mean, rest, variance, y, dweight, dbias, dx, fixed_dweight, fixed_dbias, fixed_dx]
            });
        }
    }
}
