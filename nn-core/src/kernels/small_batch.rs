//! Dense layers, convolutions and pooling of a few samples at the baseline level: loops with lengths known to the compiler, so that
//! they cannot panic, with the instructions that the build targets. A desktop at [`Level::BASELINE`](crate::simd::Level::BASELINE)
//! runs the same code as a machine without an operating system.
//!
//! Other kernels need no such variant: their length checks are in functions that are always inlined, and are resolved where the
//! sizes are known; their loops iterate over subslices that are in bounds, or over none.
//!
//! Without `std`, layers over images and rows are `inline(never)` functions, so that the stack of one layer is released before the
//! next one begins.

use super::convolution::Convolution;
use super::pool::{PoolDivisor, divide};
use super::sliding::{Sliding, volume};
use crate::float::Float;
use crate::kernels::elementwise::channels::at_least_one;
use crate::simd::{is_larger, level};

/// Returns whether this module handles this many samples: fewer than four, at the baseline level.
#[inline(always)]
pub(crate) fn is_small(samples: usize) -> bool {
    samples < 4 && level().is_baseline()
}

/// The number of multiplications up to which plain loops compute one product of several rows.
const FEW: usize = 1 << 15;

/// Returns whether plain loops compute a product of an m-by-k and a k-by-n matrix: one of few rows or multiplications, at the
/// baseline level.
#[inline(always)]
pub(crate) fn is_small_product([m, k, n]: [usize; 3]) -> bool {
    is_small(m) || level().is_baseline() && m.saturating_mul(k).saturating_mul(n) <= FEW
}

/// The number of rows of W that are summed before the sums are stored.
const DEPTH: usize = 4;

/// Computes Y = X W + b for rows of `k` and `n` elements, which should be constants at the call site. Each sum starts at 0, and the
/// products are added in order: results are bit-identical to [`gemm`](super::gemm) without fused instructions.
#[inline(always)]
pub(crate) fn affine<T: Float>([k, n]: [usize; 2], x: &[T], w: &[T], bias: Option<&[T]>, y: &mut [T]) {
    let bias = bias.unwrap_or_default();
    for (x, y) in x.chunks_exact(k).zip(y.chunks_exact_mut(n)) {
        let (xs, rest) = x.as_chunks::<DEPTH>();
        let mut blocks = w.chunks_exact(DEPTH * n);
        // The first rows initialise the sums, which therefore need not be zeroed.
        let mut is_first = true;
        for (xs, w) in xs.iter().zip(&mut blocks) {
            if is_first {
                block(xs, w, n, y, |_| T::ZERO);
            } else {
                block(xs, w, n, y, |y| y);
            }
            is_first = false;
        }
        for (&x, w) in rest.iter().zip(blocks.remainder().chunks_exact(n)) {
            if is_first {
                y.iter_mut().zip(w).for_each(|(y, &w)| *y = T::ZERO + x * w);
            } else {
                y.iter_mut().zip(w).for_each(|(y, &w)| *y += x * w);
            }
            is_first = false;
        }
        y.iter_mut().zip(bias).for_each(|(y, &bias)| *y += bias);
    }
}

/// Adds X W to Y, for rows of `k` and `n` elements, which may be known only when the program runs, but are not 0.
#[inline(always)]
pub(crate) fn accumulate<T: Float>([k, n]: [usize; 2], x: &[T], w: &[T], y: &mut [T]) {
    for (x, y) in x.chunks_exact(k).zip(y.chunks_exact_mut(n)) {
        for (&x, w) in x.iter().zip(w.chunks_exact(n)) {
            y.iter_mut().zip(w).for_each(|(y, &w)| *y += x * w);
        }
    }
}

/// Adds the products of `DEPTH` elements of x and rows of W to `sum(y)`.
#[inline(always)]
fn block<T: Float>(&[x0, x1, x2, x3]: &[T; DEPTH], w: &[T], n: usize, y: &mut [T], sum: impl Fn(T) -> T) {
    let (w0, w) = w.split_at(n);
    let (w1, w) = w.split_at(n);
    let (w2, w3) = w.split_at(n);
    for ((((y, &w0), &w1), &w2), &w3) in y.iter_mut().zip(w0).zip(w1).zip(w2).zip(w3) {
        *y = sum(*y) + x0 * w0 + x1 * w1 + x2 * w2 + x3 * w3;
    }
}

/// Computes the convolution of a few images; see [`conv_forward`](super::conv_forward). The sizes should be constants at the call
/// site.
#[inline(always)]
pub(crate) fn correlate<T: Float>(sizes: &Convolution, x: &[T], w: &[T], bias: Option<&[T]>, y: &mut [T]) {
    let Convolution { groups, inputs, outputs, window, .. } = sizes;
    let [image, out_image] = [window.input, window.output()].map(volume);
    let kernel = volume(window.kernel);
    let images = x.chunks_exact(groups * inputs * image).zip(y.chunks_exact_mut(groups * outputs * out_image));
    for (x, y) in images {
        let mut bias = bias.unwrap_or_default().iter();
        let parts = x.chunks_exact(inputs * image).zip(y.chunks_exact_mut(outputs * out_image));
        for ((x, y), w) in parts.zip(w.chunks_exact(outputs * inputs * kernel)) {
            for (y, w) in y.chunks_exact_mut(out_image).zip(w.chunks_exact(inputs * kernel)) {
                let start = bias.next().copied().unwrap_or(T::ZERO);
                y.iter_mut().for_each(|y| *y = start);
                for (x, w) in x.chunks_exact(image).zip(w.chunks_exact(kernel)) {
                    for (p, y) in y.chunks_exact_mut(window.output()[2]).enumerate() {
                        each_tap(window, p, |tap, first, at| {
                            let w = w.get(tap).copied().unwrap_or(T::ZERO);
                            let x = end_of_row(x, window.input[2], at).iter().step_by(window.stride[2]);
                            y.iter_mut().skip(first).zip(x).for_each(|(y, &x)| *y += w * x);
                        });
                    }
                }
            }
        }
    }
}

/// Computes the transposed convolution of a few images, whose outputs are the input images of `sizes`; see
/// [`conv_backward_input`](super::conv_backward_input). The sizes should be constants at the call site.
#[inline(always)]
pub(crate) fn spread<T: Float>(sizes: &Convolution, w: &[T], x: &[T], bias: Option<&[T]>, y: &mut [T]) {
    let Convolution { groups, inputs: outputs, outputs: inputs, window, .. } = sizes;
    let [image, out_image] = [window.input, window.output()].map(volume);
    let kernel = volume(window.kernel);
    let images = x.chunks_exact(groups * inputs * out_image).zip(y.chunks_exact_mut(groups * outputs * image));
    for (x, y) in images {
        let mut bias = bias.unwrap_or_default().iter();
        let parts = x.chunks_exact(inputs * out_image).zip(y.chunks_exact_mut(outputs * image));
        for ((x, y), w) in parts.zip(w.chunks_exact(inputs * outputs * kernel)) {
            for (output, y) in y.chunks_exact_mut(image).enumerate() {
                let start = bias.next().copied().unwrap_or(T::ZERO);
                y.iter_mut().for_each(|y| *y = start);
                for (x, w) in x.chunks_exact(out_image).zip(w.chunks_exact(outputs * kernel)) {
                    let w = w.chunks_exact(kernel).nth(output).unwrap_or_default();
                    for (p, x) in x.chunks_exact(window.output()[2]).enumerate() {
                        each_tap(window, p, |tap, first, at| {
                            let w = w.get(tap).copied().unwrap_or(T::ZERO);
                            let y = end_of_row_mut(y, window.input[2], at).iter_mut().step_by(window.stride[2]);
                            x.iter().skip(first).zip(y).for_each(|(&x, y)| *y += w * x);
                        });
                    }
                }
            }
        }
    }
}

/// Computes the maximum of each window of a few images; see [`max_pool`](super::max_pool). The sizes should be constants at the
/// call site.
#[inline(always)]
pub(crate) fn max_pool<T: Float>(window: &Sliding, x: &[T], y: &mut [T]) {
    fold_windows(window, x, y, T::NEG_INFINITY, |y, x| if is_larger(x, y) { x } else { y });
}

/// Computes the mean of each window of a few images; see [`avg_pool`](super::avg_pool). The sizes should be constants at the call
/// site.
#[inline(always)]
pub(crate) fn avg_pool<T: Float>(window: &Sliding, divisor: PoolDivisor, x: &[T], y: &mut [T]) {
    fold_windows(window, x, y, T::ZERO, |y, x| y + x);
    y.chunks_exact_mut(at_least_one(volume(window.output()))).for_each(|y| divide(window, divisor, y));
}

/// Folds the elements of each window with `fold`, in order, beginning with `start`. The sizes should be constants at the call site.
#[inline(always)]
pub(crate) fn fold_windows<T: Copy>(window: &Sliding, x: &[T], y: &mut [T], start: T, fold: impl Fn(T, T) -> T) {
    let [image, out_image] = [window.input, window.output()].map(volume);
    for (x, y) in x.chunks_exact(image).zip(y.chunks_exact_mut(out_image)) {
        y.iter_mut().for_each(|y| *y = start);
        for (p, y) in y.chunks_exact_mut(window.output()[2]).enumerate() {
            each_tap(window, p, |_, first, at| {
                let x = end_of_row(x, window.input[2], at).iter().step_by(window.stride[2]);
                y.iter_mut().skip(first).zip(x).for_each(|(y, &x)| *y = fold(*y, x));
            });
        }
    }
}

/// Computes the mean of each image of `image` elements, which should be a constant at the call site. The results are bit-identical
/// to [`mean_pool`](super::mean_pool) at the baseline level.
#[inline(always)]
pub(crate) fn mean_pool<T: Float>(image: usize, x: &[T], y: &mut [T]) {
    let count = T::from_f64(image as f64);
    for (x, y) in x.chunks_exact(image).zip(y) {
        // The number of lanes of baseline vectors.
        *y = if size_of::<T>() == 4 { total::<T, 4>(x) } else { total::<T, 2>(x) } / count;
    }
}

/// Returns the sum of a slice, with `DEPTH` independent vectors of partial sums.
#[inline(always)]
fn total<T: Float, const LANES: usize>(x: &[T]) -> T {
    let mut sums = [[T::ZERO; LANES]; DEPTH];
    let (vectors, rest) = x.as_chunks::<LANES>();
    let (several, single) = vectors.as_chunks::<DEPTH>();
    let add = |sum: &mut [T; LANES], x: &[T]| sum.iter_mut().zip(x).for_each(|(sum, &x)| *sum += x);
    for vectors in several {
        sums.iter_mut().zip(vectors).for_each(|(sum, x)| add(sum, x));
    }
    single.iter().for_each(|x| add(&mut sums[0], x));
    add(&mut sums[0], rest);
    sums.into_iter().fold(T::ZERO, |total, mut lanes| {
        let mut count = LANES;
        while count > 1 {
            count /= 2;
            let (low, high) = lanes.split_at_mut(count);
            low.iter_mut().zip(high).for_each(|(low, &mut high)| *low += high);
        }
        total + lanes[0]
    })
}

/// Calls `meet` for each kernel position that overlaps the volume in row `row` of the output. The arguments are the index of the
/// kernel position, the first output column for which it is inside the volume, and the row and column of the element that it reads
/// there. The next output column reads the element one stride further, up to the end of the row.
#[inline(always)]
pub(super) fn each_tap(window: &Sliding, row: usize, mut meet: impl FnMut(usize, usize, [usize; 2])) {
    let ([depth, height, _], [_, out_height, _], stride) = (window.input, window.output(), window.stride[2]);
    let place = [row / out_height, row % out_height];
    let inside = |axis: usize, k: usize| {
        (place[axis] * window.stride[axis] + k * window.dilation[axis]).wrapping_sub(window.padding[axis])
    };
    for j in 0..window.kernel[0] {
        let slice = inside(0, j);
        if slice >= depth {
            continue;
        }
        for k in 0..window.kernel[1] {
            let row = inside(1, k);
            if row >= height {
                continue;
            }
            for l in 0..window.kernel[2] {
                let across = l * window.dilation[2];
                let first = window.padding[2].saturating_sub(across).div_ceil(stride);
                let from = (first * stride + across).saturating_sub(window.padding[2]);
                let tap = (j * window.kernel[1] + k) * window.kernel[2] + l;
                meet(tap, first, [slice * height + row, from]);
            }
        }
    }
}

/// Returns the rest of a row of a volume, from a column on.
#[inline(always)]
pub(super) fn end_of_row<T>(image: &[T], width: usize, [row, from]: [usize; 2]) -> &[T] {
    image.chunks_exact(width).nth(row).and_then(|row| row.get(from..)).unwrap_or_default()
}

/// Returns the same as [`end_of_row`], mutably.
#[inline(always)]
fn end_of_row_mut<T>(image: &mut [T], width: usize, [row, from]: [usize; 2]) -> &mut [T] {
    image.chunks_exact_mut(width).nth(row).and_then(|row| row.get_mut(from..)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simd::Level;

    #[test]
    fn affine_matches_definition() {
        for (k, n) in [(1, 1), (3, 5), (4, 4), (9, 7), (16, 3)] {
            let number = |i: usize| (i * 7 % 11) as f64 - 5.0;
            let (x, w): (Vec<_>, Vec<_>) = ((0..2 * k).map(number).collect(), (0..k * n).map(number).collect());
            let bias: Vec<_> = (0..n).map(number).collect();
            for bias in [Some(&bias[..]), None] {
                let mut y = vec![f64::NAN; 2 * n];
                affine([k, n], &x, &w, bias, &mut y);
                for (index, y) in y.iter().enumerate() {
                    let (row, j) = (index / n, index % n);
                    let sum: f64 = (0..k).map(|i| x[row * k + i] * w[i * n + j]).sum();
                    assert_eq!(*y, sum + bias.map_or(0.0, |bias| bias[j]));
                }
            }
        }
    }

    /// A desktop at the baseline level computes the same as a machine without an operating system.
    #[test]
    fn affine_is_bit_identical_to_baseline_gemm() {
        use crate::kernels::{Matrix, Target, gemm::gemm_at};
        for [k, n] in [[1, 1], [3, 5], [64, 32], [130, 10], [333, 47]] {
            let number = |i: usize| ((i as u32).wrapping_mul(2_654_435_769) >> 8) as f32 / 1e7 - 0.8;
            let (x, w): (Vec<_>, Vec<_>) = ((0..3 * k).map(number).collect(), (0..k * n).map(number).collect());
            let (mut y, mut expected) = (vec![f32::NAN; 3 * n], vec![f32::NAN; 3 * n]);
            affine([k, n], &x, &w, None, &mut y);
            gemm_at(Level::BASELINE, Matrix::new(&x, 3, k), Matrix::new(&w, k, n), Target::set(&mut expected));
            assert!(y.iter().map(|y| y.to_bits()).eq(expected.iter().map(|y| y.to_bits())), "{k}x{n}");
        }
    }

    #[test]
    fn mean_pool_is_bit_identical_to_baseline() {
        use crate::kernels::{Target, planes::sum_planes_at};
        fn same<T: Float>() {
            for image in [1, 2, 3, 5, 8, 15, 16, 17, 33, 40, 63, 170] {
                let number = |i: usize| T::from_f64(f64::from((i as u32).wrapping_mul(2_654_435_769) >> 8) / 1e7 - 0.8);
                let x: Vec<_> = (0..3 * image).map(number).collect();
                let [mut y, mut expected] = [[T::ZERO; 3]; 2];
                mean_pool(image, &x, &mut y);
                sum_planes_at(Level::BASELINE, &x, image, Target::set(&mut expected));
                let expected = expected.map(|sum| sum / T::from_f64(image as f64));
                assert_eq!(y.map(Float::to_bits), expected.map(Float::to_bits), "{image}");
            }
        }
        same::<f32>();
        same::<f64>();
    }

    /// Compares with the kernels that are used with an operating system, over irregular windows, groups and paddings.
    #[test]
    fn convolutions_and_pools_match_general_kernels() {
        use crate::kernels::{Epilogue, Target, conv_backward_input, conv_forward};
        let number = |i: usize| (i * 37 % 23) as f64 - 11.0;
        for (case, depth, kernel, stride, padding, dilation) in [
            (0, 1, [1; 3], [1; 3], [0; 3], [1; 3]),
            (1, 1, [1, 3, 3], [1; 3], [0, 1, 1], [1; 3]),
            (2, 1, [1, 3, 2], [1, 2, 3], [0, 0, 1], [1, 1, 2]),
            (3, 1, [1, 2, 5], [1, 1, 2], [0, 1, 2], [1, 2, 1]),
            (4, 3, [2; 3], [1; 3], [1; 3], [1; 3]),
            (5, 5, [3, 2, 2], [2, 1, 3], [1, 0, 1], [2, 1, 1]),
        ] {
            let window = Sliding { input: [depth, 7, 9], kernel, stride, padding, dilation, ceil_mode: false };
            let [image, out_image] = [window.input, window.output()].map(volume);
            for groups in [1, 2] {
                let sizes = Convolution { batch: 2, groups, inputs: 2, outputs: 3, window };
                let x: Vec<_> = (0..2 * groups * 2 * image).map(number).collect();
                let w: Vec<_> = (0..groups * 3 * 2 * volume(kernel)).map(number).collect();
                let bias: Vec<_> = (0..groups * 3).map(number).collect();
                let mut scratch = vec![0.0; 1 << 14];
                for bias in [Some(&bias[..]), None] {
                    let (mut y, mut expected) =
                        (vec![f64::NAN; 2 * groups * 3 * out_image], vec![f64::NAN; 2 * groups * 3 * out_image]);
                    correlate(&sizes, &x, &w, bias, &mut y);
                    let target = Target::set(&mut expected);
                    conv_forward(&sizes, &x, &w, bias, &mut scratch, target, Epilogue::None);
                    assert_eq!(y, expected, "case {case}, {groups} groups");
                }
            }
            for groups in [1, 2] {
                let sizes = Convolution { batch: 2, groups, inputs: 3, outputs: 2, window };
                let x: Vec<_> = (0..2 * groups * 2 * out_image).map(number).collect();
                let w: Vec<_> = (0..groups * 2 * 3 * volume(kernel)).map(number).collect();
                let bias: Vec<_> = (0..groups * 3).map(number).collect();
                let mut scratch = vec![0.0; 1 << 14];
                for bias in [Some(&bias[..]), None] {
                    let (mut y, mut expected) =
                        (vec![f64::NAN; 2 * groups * 3 * image], vec![f64::NAN; 2 * groups * 3 * image]);
                    spread(&sizes, &w, &x, bias, &mut y);
                    let target = Target::set(&mut expected);
                    conv_backward_input(&sizes, &w, &x, bias, &mut scratch, target, Epilogue::None);
                    assert_eq!(y, expected, "transposed, case {case}, {groups} groups");
                }
            }
            for ceil_mode in [false, true] {
                if (0..3).any(|axis| padding[axis] * 2 > kernel[axis]) {
                    continue;
                }
                let window = Sliding { ceil_mode, ..window };
                let out_image = volume(window.output());
                let x: Vec<_> = (0..3 * image).map(number).collect();
                let (mut y, mut expected) = (vec![f64::NAN; 3 * out_image], vec![f64::NAN; 3 * out_image]);
                max_pool(&window, &x, &mut y);
                crate::kernels::max_pool(&window, &x, &mut expected);
                assert_eq!(y, expected, "case {case}");
                let divisors = [PoolDivisor::Window, PoolDivisor::Inside, PoolDivisor::Number(7)];
                for divisor in if dilation == [1; 3] { &divisors[..] } else { &divisors[2..] } {
                    avg_pool(&window, *divisor, &x, &mut y);
                    crate::kernels::avg_pool(&window, *divisor, &x, &mut expected);
                    assert_eq!(y, expected, "{divisor:?}, case {case}, {ceil_mode}");
                }
            }
        }
    }

    #[test]
    fn mean_pool_matches_general_kernel() {
        for image in [1, 3, 4, 9, 144] {
            let x: Vec<_> = (0..2 * image).map(|i| (i * 37 % 23) as f64 - 11.0).collect();
            let (mut y, mut expected) = ([f64::NAN; 2], [f64::NAN; 2]);
            mean_pool(image, &x, &mut y);
            crate::kernels::mean_pool(image, &x, &mut expected);
            assert_eq!(y, expected);
        }
    }
}
