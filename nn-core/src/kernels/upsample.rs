//! Upsampling of volumes by integer factors: nearest-neighbour, linear and cubic.

use super::sliding::volume;
use crate::accumulate::Target;
use crate::float::Float;
use crate::kernels::elementwise::channels::at_least_one;

/// Returns the enlarged sizes of a volume.
#[inline(always)]
fn enlarged(input: [usize; 3], scale: [usize; 3]) -> [usize; 3] {
    [input[0] * scale[0], input[1] * scale[1], input[2] * scale[2]]
}

/// Checks the lengths, and returns those of a volume and of an enlarged one.
#[track_caller]
#[inline(always)]
fn check(input: [usize; 3], output: [usize; 3], x: usize, y: usize) -> [usize; 2] {
    let (volume, out) = (input[0] * input[1] * input[2], output[0] * output[1] * output[2]);
    let fits = volume > 0 && out > 0 && x.is_multiple_of(volume) && x / volume * out == y;
    assert!(fits, "slices of {x} and {y} do not match volumes of {input:?} enlarged to {output:?}");
    [volume, out]
}

/// Computes y\[n, p, q\] = x\[n / scale, p / scale, q / scale\], with the scale of each axis and the quotients rounded down, for each
/// volume.
///
/// # Panics
/// Panics if the slices do not hold the same number of volumes of size `input` and of the enlarged size.
///
/// ```
/// let mut y = [0.0; 8];
/// nn::__private::kernels::upsample_nearest([1, 1, 2], [1, 2, 2], &[1.0, 2.0], &mut y);
/// assert_eq!(y, [1.0, 1.0, 2.0, 2.0, 1.0, 1.0, 2.0, 2.0]);
/// ```
#[inline(always)]
pub fn upsample_nearest<T: Float>(input: [usize; 3], scale: [usize; 3], x: &[T], y: &mut [T]) {
    check(input, enlarged(input, scale), x.len(), y.len());
    let ([_, height, width], [depth_scale, height_scale, width_scale]) = (input, scale);
    let row = width * width_scale;
    let slice = height * height_scale * row;
    for (x, y) in x.chunks_exact(height * width).zip(y.chunks_exact_mut(depth_scale * slice)) {
        let (first_slice, other_slices) = y.split_at_mut(slice);
        for (x, y) in x.chunks_exact(width).zip(first_slice.chunks_exact_mut(height_scale * row)) {
            let (first, others) = y.split_at_mut(row);
            for (y, &x) in first.chunks_exact_mut(width_scale).zip(x) {
                y.fill(x);
            }
            others.chunks_exact_mut(row).for_each(|other| other.copy_from_slice(first));
        }
        other_slices.chunks_exact_mut(slice).for_each(|other| other.copy_from_slice(first_slice));
    }
}

/// Computes dx, the gradient of [`upsample_nearest`] with respect to x, which is the sum over all copies of an element.
///
/// # Panics
/// Panics if the slices do not hold the same number of volumes of size `input` and of the enlarged size.
///
/// ```
/// let mut dx = [0.0; 2];
/// nn::__private::kernels::upsample_nearest_backward([1, 1, 2], [1, 1, 2], &[1.0, 2.0, 3.0, 4.0], nn::__private::kernels::Target::set(&mut dx));
/// assert_eq!(dx, [3.0, 7.0]);
/// ```
pub fn upsample_nearest_backward<T: Float>(input: [usize; 3], scale: [usize; 3], dy: &[T], dx: Target<'_, T>) {
    check(input, enlarged(input, scale), dx.len(), dy.len());
    let ([_, height, width], [depth_scale, height_scale, width_scale]) = (input, scale);
    let row = width * width_scale;
    let slice = height * height_scale * row;
    let slices = dx.zeroed().chunks_exact_mut(height * width).zip(dy.chunks_exact(depth_scale * slice));
    for (dx, dy) in slices {
        for dy in dy.chunks_exact(slice) {
            for (dx, dy) in dx.chunks_exact_mut(width).zip(dy.chunks_exact(height_scale * row)) {
                for dy in dy.chunks_exact(row) {
                    for (dx, dy) in dx.iter_mut().zip(dy.chunks_exact(width_scale)) {
                        *dx += dy.iter().copied().sum();
                    }
                }
            }
        }
    }
}

/// A linear or cubic interpolation along each axis.
///
/// Element o of the output is at the coordinate s = (o + 1/2) input / output - 1/2 of the input, or s = o (input - 1) / (output - 1)
/// with `align_corners`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Interpolation {
    /// The depth, height and width of the input, at least 1.
    pub input: [usize; 3],
    /// The depth, height and width of the output, at least 1.
    pub output: [usize; 3],
    /// Whether four neighbours along each axis are combined by cubic convolution (a = -3/4), rather than two linearly.
    pub cubic: bool,
    /// Whether the first and the last elements of the input and of the output are at the same coordinates.
    pub align_corners: bool,
}

/// The elements of the input along one axis that an element of the output is a sum of, and their factors.
type Taps<T> = [(usize, T); 4];

/// The coefficient a of cubic convolution (Keys 1981; PyTorch's).
const A: f64 = -0.75;

/// Returns the weight of cubic convolution for a neighbour at a distance of at most 1.
fn near(x: f64) -> f64 {
    ((A + 2.0) * x - (A + 3.0)) * x * x + 1.0
}

/// Returns the weight of cubic convolution for a neighbour at a distance from 1 to 2.
fn far(x: f64) -> f64 {
    ((A * x - 5.0 * A) * x + 8.0 * A) * x - 4.0 * A
}

impl Interpolation {
    #[inline(always)]
    fn taps<T: Float>(&self, axis: usize, o: usize) -> Taps<T> {
        let (input, output) = (self.input[axis], self.output[axis]);
        let none = (0, T::ZERO);
        if input == output {
            return [(o, T::ONE), none, none, none];
        }
        let s = match self.align_corners {
            true if output == 1 => 0.0,
            true => o as f64 * (input - 1) as f64 / (output - 1) as f64,
            false => (o as f64 + 0.5) * input as f64 / output as f64 - 0.5,
        };
        let last = input - 1;
        if self.cubic {
            let first = libm::floor(s);
            let t = s - first;
            // Neighbours outside of the axis are its nearest element.
            let at = |offset: f64| ((first + offset).max(0.0) as usize).min(last);
            let weights = [far(t + 1.0), near(t), near(1.0 - t), far(2.0 - t)].map(T::from_f64);
            return [(at(-1.0), weights[0]), (at(0.0), weights[1]), (at(1.0), weights[2]), (at(2.0), weights[3])];
        }
        let s = s.max(0.0);
        let first = (s as usize).min(last);
        let t = s - first as f64;
        [(first, T::from_f64(1.0 - t)), ((first + 1).min(last), T::from_f64(t)), none, none]
    }

    /// Returns the number of taps of each axis.
    #[inline(always)]
    fn count(&self, axis: usize) -> usize {
        match self.input[axis] == self.output[axis] {
            true => 1,
            false if self.cubic => 4,
            false => 2,
        }
    }

    /// Calls `call` with each row of the output, each row of the input that it depends on, and the factor of the latter.
    #[inline(always)]
    fn each_row<T: Float>(&self, mut call: impl FnMut(usize, usize, T)) {
        let ([depth, height, _], [_, rows, _]) = (self.output, self.input);
        for slice in 0..depth {
            let slices = self.taps::<T>(0, slice);
            for line in 0..height {
                let lines = self.taps::<T>(1, line);
                for &(from_slice, slice_weight) in slices.iter().take(self.count(0)) {
                    for &(from_line, line_weight) in lines.iter().take(self.count(1)) {
                        let weight = slice_weight * line_weight;
                        call(slice * height + line, from_slice * rows + from_line, weight);
                    }
                }
            }
        }
    }
}

/// The number of columns whose taps are computed once for all rows.
const COLUMNS: usize = 32;

/// Computes y, the interpolation of each volume x.
///
/// # Panics
/// Panics if the slices do not hold the same number of volumes of these sizes.
///
/// ```
/// use nn::__private::kernels::{Interpolation, interpolate};
/// let mut y = [0.0; 4];
/// let linear = Interpolation { input: [1, 1, 2], output: [1, 1, 4], cubic: false, align_corners: false };
/// interpolate(&linear, &[1.0, 2.0], &mut y);
/// assert_eq!(y, [1.0, 1.25, 1.75, 2.0]);
/// ```
#[inline(always)]
pub fn interpolate<T: Float>(sizes: &Interpolation, x: &[T], y: &mut [T]) {
    check(sizes.input, sizes.output, x.len(), y.len());
    interpolate_whole(sizes, x, y);
}

/// Computes [`interpolate`] for slices whose lengths are known to match, without a reachable panic.
#[inline(always)]
pub(crate) fn interpolate_whole<T: Float>(sizes: &Interpolation, x: &[T], y: &mut [T]) {
    let [volume, out] = [sizes.input, sizes.output].map(|sizes| at_least_one(volume(sizes)));
    let (width, out_width, count) = (sizes.input[2], sizes.output[2], sizes.count(2));
    y.iter_mut().for_each(|y| *y = T::ZERO);
    let mut first = 0;
    while first < out_width {
        let columns: [Taps<T>; COLUMNS] = core::array::from_fn(|column| sizes.taps(2, first + column));
        for (x, y) in x.chunks_exact(volume).zip(y.chunks_exact_mut(out)) {
            sizes.each_row(|row, from, weight: T| {
                let x = x.chunks_exact(at_least_one(width)).nth(from).unwrap_or_default();
                let y = y.chunks_exact_mut(at_least_one(out_width)).nth(row).unwrap_or_default();
                for (y, taps) in y.iter_mut().skip(first).zip(&columns) {
                    let mut sum = T::ZERO;
                    for &(at, factor) in taps.iter().take(count) {
                        sum += factor * x.get(at).copied().unwrap_or(T::ZERO);
                    }
                    *y += weight * sum;
                }
            });
        }
        first += COLUMNS;
    }
}

/// Computes dx, the gradient of [`interpolate`] with respect to x.
///
/// # Panics
/// Panics if the slices do not hold the same number of volumes of these sizes.
///
/// ```
/// use nn::__private::kernels::{Interpolation, Target, interpolate_backward};
/// let mut dx = [0.0; 2];
/// let linear = Interpolation { input: [1, 1, 2], output: [1, 1, 4], cubic: false, align_corners: false };
/// interpolate_backward(&linear, &[1.0, 2.0, 4.0, 8.0], Target::set(&mut dx));
/// assert_eq!(dx, [3.5, 11.5]);
/// ```
pub fn interpolate_backward<T: Float>(sizes: &Interpolation, dy: &[T], dx: Target<'_, T>) {
    let [volume, out] = check(sizes.input, sizes.output, dx.len(), dy.len());
    let ([_, _, width], [_, _, out_width], count) = (sizes.input, sizes.output, sizes.count(2));
    let dx = dx.zeroed();
    for first in (0..out_width).step_by(COLUMNS) {
        let columns: [Taps<T>; COLUMNS] = core::array::from_fn(|column| sizes.taps(2, first + column));
        for (dx, dy) in dx.chunks_exact_mut(volume).zip(dy.chunks_exact(out)) {
            sizes.each_row(|row, from, weight: T| {
                let (dx, dy) = (&mut dx[from * width..][..width], &dy[row * out_width..][..out_width]);
                for (&dy, taps) in dy[first..].iter().zip(&columns) {
                    for &(at, factor) in &taps[..count] {
                        dx[at] += weight * factor * dy;
                    }
                }
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[should_panic(expected = "slices of 3 and 4 do not match")]
    fn rejects_wrong_lengths() {
        upsample_nearest([1, 1, 2], [1, 1, 2], &[0.0; 3], &mut [0.0; 4]);
    }

    #[test]
    fn weights_of_every_output_add_up_to_one() {
        for (input, output) in [(1, 3), (2, 5), (3, 3), (4, 9), (7, 70), (5, 2), (3, 1)] {
            for (cubic, align_corners) in [(false, false), (false, true), (true, false), (true, true)] {
                let sizes = Interpolation { input: [1, 1, input], output: [1, 1, output], cubic, align_corners };
                for o in 0..output {
                    let taps = sizes.taps::<f64>(2, o);
                    let sum: f64 = taps.iter().map(|&(_, weight)| weight).sum();
                    assert!((sum - 1.0).abs() < 1e-12 && taps.iter().all(|&(at, _)| at < input), "{sizes:?} {taps:?}");
                }
            }
        }
    }
}
