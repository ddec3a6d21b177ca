//! Normalisation of groups of elements within a sample: layer, group and root-mean-square normalisation.

use super::batch_norm::corrected;
use super::parameters::{Affine, AffineGradient};
use crate::accumulate::Target;
use crate::float::Float;
use crate::kernels::elementwise::channels::{at_least_one, totals, write};
use crate::kernels::parallel::{First, Units, in_parts, parts, steps};
use crate::kernels::vectorized::vectorized;

/// The layout of a slice with groups: `[samples, groups, channels, positions]`. Each group of a sample is normalised on its own.
/// There is one trainable factor for each channel of each group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NormGroups {
    /// The number of groups of a sample.
    pub groups: usize,
    /// The number of channels of a group.
    pub channels: usize,
    /// The number of elements of a channel of one sample.
    pub positions: usize,
}

impl NormGroups {
    /// Returns the number of elements of a group.
    fn size(self) -> usize {
        self.channels * self.positions
    }

    /// Checks the lengths of slices of whole samples, of slices with one element per group, and of slices with one per channel.
    #[track_caller]
    fn check(self, numbers: &[usize], a_group: &[usize], a_channel: &[usize]) {
        let (size, channels) = (self.size(), self.groups * self.channels);
        let whole = numbers.iter().all(|&n| n == numbers[0] && n.is_multiple_of((size * self.groups).max(1)));
        let fits = size * self.groups > 0
            && whole
            && a_group.iter().all(|&n| n == numbers[0] / size)
            && a_channel.iter().all(|&n| n == channels);
        assert!(fits, "slices of {numbers:?}, {a_group:?} and {a_channel:?} elements do not match {self:?}");
    }
}

/// The statistics of each group of each sample, one element per group.
#[derive(Debug, Clone, Copy)]
pub struct Statistics<S> {
    /// The means, or `None` if groups are not centred.
    pub mean: Option<S>,
    /// 1 / sqrt(variance + epsilon).
    pub inverse: S,
}

/// Computes y = (x - mean) / sqrt(variance + epsilon) weight_c + bias_c, where mean and variance are those of the group of x and c
/// is its channel; without means, y = x / sqrt(mean of x^2 + epsilon) weight_c + bias_c.
///
/// The statistics are outputs. The mean is corrected in a second pass, as in [`channel_moments`](crate::kernels::channel_moments),
/// and a group whose squares overflow is rescaled first: y is accurate for all finite x.
///
/// # Panics
/// Panics if the lengths of the slices do not match the sizes.
///
/// ```
/// use nn::__private::kernels::{Affine, NormGroups, Statistics, group_norm};
/// let (mut y, mut mean, mut inverse) = ([0.0; 4], [0.0; 2], [0.0; 2]);
/// let sizes = NormGroups { groups: 2, channels: 1, positions: 2 };
/// let affine = Affine { weight: Some(&[1.0, 10.0][..]), bias: None };
/// let statistics = Statistics { mean: Some(&mut mean[..]), inverse: &mut inverse[..] };
/// group_norm(sizes, 0.0, &[3.0, 5.0, 1.0, 5.0], affine, statistics, &mut y);
/// assert_eq!((y, mean, inverse), ([-1.0, 1.0, -10.0, 10.0], [4.0, 3.0], [1.0, 0.5]));
/// ```
#[inline(always)]
pub fn group_norm<T: Float>(
    sizes: NormGroups,
    epsilon: T,
    x: &[T],
    affine: Affine<'_, T>,
    statistics: Statistics<&mut [T]>,
    y: &mut [T],
) {
    let Statistics { mean, inverse } = statistics;
    let of_groups = [inverse.len(), mean.as_ref().map_or(inverse.len(), |mean| mean.len())];
    sizes.check(&[x.len(), y.len()], &of_groups, &affine.lengths(sizes.groups * sizes.channels));
    let (units, size) = (inverse.len(), sizes.size());
    let work = (First(0), (Units(x, size), Units(y, size)), mean, inverse);
    in_parts(parts(steps(x.len()).saturating_mul(2)), units, work, |(first, (x, y), mut mean, inverse)| {
        let statistics = Statistics { mean: mean.as_deref_mut(), inverse: &mut *inverse };
        normalize(sizes, first.0, epsilon, x.0, affine, statistics, y.0);
        normalize_again(sizes, first.0, epsilon, x.0, affine, Statistics { mean, inverse }, y.0);
    });
}

vectorized! {
    /// Computes [`group_norm`] of the groups from number `start` on.
    fn normalize<'a, T>(
        sizes: NormGroups,
        start: usize,
        epsilon: T,
        x: &'a [T],
        affine: Affine<'a, T>,
        statistics: Statistics<&'a mut [T]>,
        y: &'a mut [T],
    ) |simd| {
        let Statistics { mean, inverse } = statistics;
        let is_centered = mean.is_some();
        let mut means = mean.map(|mean| mean.iter_mut());
        let NormGroups { channels, positions, .. } = sizes;
        let [groups, size] = [sizes.groups, sizes.size()].map(at_least_one);
        let count = T::from_f64(size as f64);
        let samples = x.chunks_exact(size).zip(y.chunks_exact_mut(size));
        for (r, ((x, y), inverse)) in samples.zip(inverse).enumerate() {
            let (center, rest, variance) = match means.as_mut().and_then(Iterator::next) {
                Some(mean) => {
                    let [sum] = totals(simd, [x], |[x]| [x]);
                    let first = sum / count;
                    let middle = simd.splat(first);
                    let [distances, squares] =
                        totals(simd, [x], |[x]| [x - middle, (x - middle) * (x - middle)]);
                    let (center, rest, variance) = corrected(first, distances, squares, count);
                    *mean = center;
                    (center, rest, variance)
                }
                None => {
                    let [squares] = totals(simd, [x], |[x]| [x * x]);
                    (T::ZERO, T::ZERO, squares / count)
                }
            };
            let scale = T::ONE / (variance + epsilon).sqrt();
            *inverse = scale;
            let first = (start + r) % groups * channels;
            let weight = affine.weight.and_then(|weight| weight.get(first..)).unwrap_or_default();
            let bias = affine.bias.and_then(|bias| bias.get(first..)).unwrap_or_default();
            if positions > 1 {
                let planes = x.chunks_exact(positions).zip(y.chunks_exact_mut(positions));
                for (c, (x, y)) in planes.enumerate() {
                    let scale = scale * weight.get(c).copied().unwrap_or(T::ONE);
                    let shift = bias.get(c).copied().unwrap_or(T::ZERO) - rest * scale;
                    write(Target::set(y), [x], |[x]| (x - center) * scale + shift);
                }
            } else if weight.is_empty() && bias.is_empty() {
                write(Target::set(y), [x], |[x]| ((x - center) - rest) * scale);
            } else if weight.is_empty() {
                write(Target::set(y), [x, bias], |[x, bias]| ((x - center) - rest) * scale + bias);
            } else if bias.is_empty() && !is_centered {
                write(Target::set(y), [x, weight], |[x, weight]| x * scale * weight);
            } else if bias.is_empty() {
                write(Target::set(y), [x, weight], |[x, weight]| ((x - center) - rest) * scale * weight);
            } else {
                write(Target::set(y), [x, weight, bias], |[x, weight, bias]| ((x - center) - rest) * scale * weight + bias);
            }
        }
    }
}

/// Recomputes [`group_norm`] of those groups from number `start` on whose sums have overflowed.
#[inline(never)]
fn normalize_again<T: Float>(
    sizes: NormGroups,
    start: usize,
    epsilon: T,
    x: &[T],
    affine: Affine<'_, T>,
    statistics: Statistics<&mut [T]>,
    y: &mut [T],
) {
    let Statistics { mean, inverse } = statistics;
    let size = at_least_one(sizes.size());
    let mut means = mean.map(|mean| mean.iter_mut());
    let groups = x.chunks_exact(size).zip(y.chunks_exact_mut(size)).zip(inverse).enumerate();
    for (r, ((x, y), inverse)) in groups {
        let mean = means.as_mut().and_then(Iterator::next);
        // The inverse of a finite variance is more than 0.
        if *inverse > T::ZERO {
            continue;
        }
        let Some((center, scale)) = normalize_large(epsilon, mean.is_some(), x, y) else { continue };
        *inverse = scale;
        if let Some(mean) = mean {
            *mean = center;
        }
        scale_and_shift(sizes, (start + r) % at_least_one(sizes.groups) * sizes.channels, affine, y);
    }
}

/// Sets y to (x - mean) / sqrt(variance + epsilon), or without `centered` to x / sqrt(mean of x^2 + epsilon), for a group whose
/// squares overflow: computed in `f64`, in units of its largest element. Returns the mean and 1 / sqrt(variance + epsilon), or
/// `None` for a group with an element that is not finite.
#[cold]
#[inline(never)]
fn normalize_large<T: Float>(epsilon: T, centered: bool, x: &[T], y: &mut [T]) -> Option<(T, T)> {
    // The variance of equal elements is 0, whatever the rounding error.
    const FLOOR: f64 = 1e-30;
    if !x.iter().all(|x| x.is_finite()) {
        return None;
    }
    let largest = x.iter().map(|x| x.to_f64().abs()).fold(0.0, f64::max);
    let unit = libm::scalbn(1.0, -libm::ilogb(largest));
    let count = x.len() as f64;
    let values = || x.iter().map(|x| x.to_f64() * unit);
    let mean = if centered { values().sum::<f64>() / count } else { 0.0 };
    let rest = if centered { values().map(|x| x - mean).sum::<f64>() / count } else { 0.0 };
    let variance = values().map(|x| (x - mean - rest) * (x - mean - rest)).sum::<f64>() / count;
    let scale = 1.0 / libm::sqrt(variance + (epsilon.to_f64() * unit * unit).max(FLOOR));
    for (y, x) in y.iter_mut().zip(x) {
        *y = T::from_f64((x.to_f64() * unit - mean - rest) * scale);
    }
    Some((T::from_f64((mean + rest) / unit), T::from_f64(scale * unit)))
}

/// Replaces y by y weight_c + bias_c in a group whose first channel is `first`.
#[inline(never)]
fn scale_and_shift<T: Float>(sizes: NormGroups, first: usize, affine: Affine<'_, T>, y: &mut [T]) {
    let weight = affine.weight.and_then(|weight| weight.get(first..)).unwrap_or_default();
    let bias = affine.bias.and_then(|bias| bias.get(first..)).unwrap_or_default();
    for (c, y) in y.chunks_exact_mut(at_least_one(sizes.positions)).enumerate() {
        let weight = weight.get(c).copied().unwrap_or(T::ONE);
        let shift = bias.get(c).copied().unwrap_or(T::ZERO);
        y.iter_mut().for_each(|y| *y = *y * weight + shift);
    }
}

vectorized! {
    /// Computes the gradients of [`group_norm`]. With n = (x - mean) inverse, corrected by the rounding error of the mean,
    /// dweight_c is the sum of dy n, dbias_c is the sum of dy, and dx = inverse (g - (the mean of g) - n (the mean of g n)), where
    /// g is dy weight_c, or dy without `weight`, and the means are over the group of x. Without `mean`, dx = inverse (g - n (the mean of g n)).
    ///
    /// # Panics
    /// Panics if the lengths of the slices do not match the sizes.
    ///
    /// ```
    /// use nn::__private::kernels::{AffineGradient, NormGroups, Statistics, Target, group_norm_backward};
    /// let (mut dweight, mut dbias, mut dx) = ([0.0], [0.0], [0.0; 2]);
    /// let sizes = NormGroups { groups: 1, channels: 1, positions: 2 };
    /// let statistics = Statistics { mean: Some(&[3.0][..]), inverse: &[0.5] };
    /// let gradient = AffineGradient { weight: Some(Target::set(&mut dweight)), bias: Some(Target::set(&mut dbias)) };
    /// let dx_target = Some(Target::set(&mut dx[..]));
    /// let weight = Some(&[2.0_f32][..]);
    /// group_norm_backward(sizes, statistics, weight, &[1.0, 5.0], &[1.0, 0.0], gradient, dx_target);
    /// assert_eq!((dweight, dbias, dx), ([-1.0], [1.0], [0.0, 0.0]));
    /// ```
    pub fn group_norm_backward<'a, T>(
        sizes: NormGroups,
        statistics: Statistics<&'a [T]>,
        weight: Option<&'a [T]>,
        x: &'a [T],
        dy: &'a [T],
        gradient: AffineGradient<'a, T>,
        dx: Option<Target<'a, T>>,
    ) |simd| {
        let Statistics { mean, inverse } = statistics;
        let dx_length = dx.as_ref().map_or(x.len(), |dx| dx.len());
        let of_groups = [inverse.len(), mean.map_or(inverse.len(), |mean| mean.len())];
        let NormGroups { groups, channels, positions } = sizes;
        let all = groups * channels;
        let [dweight, dbias] = gradient.lengths(all);
        sizes.check(&[x.len(), dy.len(), dx_length], &of_groups, &[weight.map_or(all, <[T]>::len), dweight, dbias]);
        let AffineGradient { weight: dweight, bias: dbias } = gradient;
        let [dweight, dbias] = [dweight, dbias].map(|target| target.map(Target::zeroed).unwrap_or_default());
        let mut dx = dx;
        let count = T::from_f64(sizes.size() as f64);
        for (r, (x, dy)) in x.chunks_exact(sizes.size()).zip(dy.chunks_exact(sizes.size())).enumerate() {
            let (center, scale) = (mean.map_or(T::ZERO, |mean| mean[r]), inverse[r]);
            let middle = simd.splat(center);
            let first = r % groups * channels;
            let weight = weight.map(|weight| &weight[first..][..channels]);
            let factor = |c: usize| weight.map_or(T::ONE, |weight| weight[c]);
            let dweight = if dweight.is_empty() { &mut *dweight } else { &mut dweight[first..][..channels] };
            let dbias = if dbias.is_empty() { &mut *dbias } else { &mut dbias[first..][..channels] };
            // The sums of g and of g n; `rest` is the rounding error of the mean, times the inverse.
            let (mut sum, mut dot, mut rest) = (T::ZERO, T::ZERO, T::ZERO);
            if positions > 1 {
                if mean.is_some() {
                    let [distances] = totals(simd, [x], |[x]| [x - middle]);
                    rest = distances / count * scale;
                }
                for (c, (x, dy)) in x.chunks_exact(positions).zip(dy.chunks_exact(positions)).enumerate() {
                    let [of_dy, of_product] = totals(simd, [x, dy], |[x, dy]| [dy, dy * (x - middle)]);
                    let of_product = of_product * scale - rest * of_dy;
                    sum += factor(c) * of_dy;
                    dot += factor(c) * of_product;
                    if let Some(dweight) = dweight.get_mut(c) {
                        *dweight += of_product;
                    }
                    if let Some(dbias) = dbias.get_mut(c) {
                        *dbias += of_dy;
                    }
                }
            } else {
                let distances;
                [sum, dot, distances] = match weight {
                    Some(weight) => totals(simd, [x, dy, weight], |[x, dy, w]| {
                        [dy * w, dy * w * (x - middle), x - middle]
                    }),
                    None => totals(simd, [x, dy], |[x, dy]| [dy, dy * (x - middle), x - middle]),
                };
                rest = if mean.is_some() { distances / count * scale } else { T::ZERO };
                dot = dot * scale - rest * sum;
                write(Target::add(dweight), [x, dy], |[x, dy]| dy * ((x - center) * scale - rest));
                write(Target::add(dbias), [dy], |[dy]| dy);
            }
            let Some(Target { slice: dx, accumulate }) = &mut dx else { continue };
            let accumulate = *accumulate;
            let dx = &mut dx[r * sizes.size()..][..sizes.size()];
            let slope = scale * dot / count;
            let shift = if mean.is_some() { scale * sum / count } else { T::ZERO } - rest * slope;
            if positions > 1 {
                for (c, slice) in dx.chunks_exact_mut(positions).enumerate() {
                    let (x, dy) = (&x[c * positions..][..positions], &dy[c * positions..][..positions]);
                    let of_dy = scale * factor(c);
                    write(Target { slice, accumulate }, [x, dy], |[x, dy]| of_dy * dy - (shift + (x - center) * scale * slope));
                }
            } else if let Some(weight) = weight {
                write(Target { slice: dx, accumulate }, [x, dy, weight], |[x, dy, weight]| {
                    scale * (dy * weight) - (shift + (x - center) * scale * slope)
                });
            } else {
                write(Target { slice: dx, accumulate }, [x, dy], |[x, dy]| {
                    scale * dy - (shift + (x - center) * scale * slope)
                });
            }
        }
    }
}
