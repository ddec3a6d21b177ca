//! Dense layers, convolutions and pools of a few samples, for a machine without an operating system: loops in which the compiler
//! sees every length, so that nothing can panic, with the instructions that the build is made for.

use super::convolution::Convolution;
use super::sliding::Sliding;
use super::vector::is_larger;
use crate::float::Float;

/// Whether so many samples are done here: where there is no system to ask for wider instructions.
#[inline(always)]
pub(crate) const fn is_thin(m: usize) -> bool {
    cfg!(not(feature = "std")) && m < 4
}

/// How many rows of W are added up before the sums are stored.
const DEPTH: usize = 4;

/// Y = X W + b for rows of `k` and `n` numbers, where b may be empty. `k` and `n` are to be constants where it is called. Each sum
/// begins with 0 and has one product after the other added: the bits are those of [`gemm`](super::gemm) without fused instructions.
#[inline(always)]
pub(crate) fn affine<T: Float>([k, n]: [usize; 2], x: &[T], w: &[T], bias: &[T], y: &mut [T]) {
    for (x, y) in x.chunks_exact(k).zip(y.chunks_exact_mut(n)) {
        let (xs, rest) = x.as_chunks::<DEPTH>();
        let mut blocks = w.chunks_exact(DEPTH * n);
        // The first rows set the sums, so that they need not be filled with zeros.
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

/// So many rows of W times as many numbers, added to what `sum` makes of y.
#[inline(always)]
fn block<T: Float>(&[x0, x1, x2, x3]: &[T; DEPTH], w: &[T], n: usize, y: &mut [T], sum: impl Fn(T) -> T) {
    let (w0, w) = w.split_at(n);
    let (w1, w) = w.split_at(n);
    let (w2, w3) = w.split_at(n);
    for ((((y, &w0), &w1), &w2), &w3) in y.iter_mut().zip(w0).zip(w1).zip(w2).zip(w3) {
        *y = sum(*y) + x0 * w0 + x1 * w1 + x2 * w2 + x3 * w3;
    }
}

/// The convolution of a few images: see [`conv_forward`](super::conv_forward). Sizes are to be constants where it is called.
#[inline(always)]
pub(crate) fn correlate<T: Float>(sizes: &Convolution, x: &[T], w: &[T], bias: &[T], y: &mut [T]) {
    let Convolution { groups, channels: [inputs, outputs], window, .. } = sizes;
    let [image, places] = [window.input, window.output()].map(|[height, width]| height * width);
    let [kernel_height, kernel_width] = window.kernel;
    let kernel = kernel_height * kernel_width;
    let images = x.chunks_exact(groups * inputs * image).zip(y.chunks_exact_mut(groups * outputs * places));
    for (x, y) in images {
        let mut bias = bias.iter();
        let parts = x.chunks_exact(inputs * image).zip(y.chunks_exact_mut(outputs * places));
        for ((x, y), w) in parts.zip(w.chunks_exact(outputs * inputs * kernel)) {
            for (y, w) in y.chunks_exact_mut(places).zip(w.chunks_exact(inputs * kernel)) {
                let start = bias.next().copied().unwrap_or(T::ZERO);
                y.iter_mut().for_each(|y| *y = start);
                for (x, w) in x.chunks_exact(image).zip(w.chunks_exact(kernel)) {
                    each_tap(window, x, y, |tap, y, x| *y += w.get(tap).copied().unwrap_or(T::ZERO) * x);
                }
            }
        }
    }
}

/// The largest number of each window of a few images: see [`max_pool`](super::max_pool). Sizes are to be constants where it is
/// called.
#[inline(always)]
pub(crate) fn max_pool<T: Float>(window: &Sliding, x: &[T], y: &mut [T]) {
    fold_windows(window, x, y, T::NEG_INFINITY, |y, x| if is_larger(x, y) { x } else { y });
}

/// What each window's numbers make of `start`, one after the other. Sizes are to be constants where it is called.
#[inline(always)]
pub(crate) fn fold_windows<T: Copy>(window: &Sliding, x: &[T], y: &mut [T], start: T, fold: impl Fn(T, T) -> T) {
    let [image, places] = [window.input, window.output()].map(|[height, width]| height * width);
    for (x, y) in x.chunks_exact(image).zip(y.chunks_exact_mut(places)) {
        y.iter_mut().for_each(|y| *y = start);
        each_tap(window, x, y, |_, y, x| *y = fold(*y, x));
    }
}

/// For each number of the window, by its place in the kernel: each place of `y` with the number of the image `x` that it meets there.
#[inline(always)]
fn each_tap<T: Copy>(window: &Sliding, x: &[T], y: &mut [T], mut meet: impl FnMut(usize, &mut T, T)) {
    let ([height, width], [_, places]) = (window.input, window.output());
    let [stride_height, stride_width] = window.stride;
    for k in 0..window.kernel[0] {
        for l in 0..window.kernel[1] {
            let tap = k * window.kernel[1] + l;
            let across = l * window.dilation[1];
            // The first place whose number is no padding, and where that is.
            let first = window.padding[1].saturating_sub(across).div_ceil(stride_width);
            let from = (first * stride_width + across).saturating_sub(window.padding[1]);
            for (p, y) in y.chunks_exact_mut(places).enumerate() {
                let row = (p * stride_height + k * window.dilation[0]).wrapping_sub(window.padding[0]);
                if row >= height {
                    continue;
                }
                let row = x.chunks_exact(width).nth(row).unwrap_or_default();
                let (Some(y), Some(x)) = (y.get_mut(first..), row.get(from..)) else { continue };
                for (y, &x) in y.iter_mut().zip(x.iter().step_by(stride_width)) {
                    meet(tap, y, x);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_definition() {
        for (k, n) in [(1, 1), (3, 5), (4, 4), (9, 7), (16, 3)] {
            let number = |i: usize| (i * 7 % 11) as f64 - 5.0;
            let (x, w): (Vec<_>, Vec<_>) = ((0..2 * k).map(number).collect(), (0..k * n).map(number).collect());
            for bias in [(0..n).map(number).collect(), Vec::new()] {
                let mut y = vec![f64::NAN; 2 * n];
                affine([k, n], &x, &w, &bias, &mut y);
                for (place, y) in y.iter().enumerate() {
                    let (row, j) = (place / n, place % n);
                    let sum: f64 = (0..k).map(|i| x[row * k + i] * w[i * n + j]).sum();
                    assert_eq!(*y, sum + bias.get(j).copied().unwrap_or(0.0));
                }
            }
        }
    }

    /// What a desktop computes at the baseline is what a machine without a system computes.
    #[test]
    fn the_bits_are_those_of_a_product_at_the_baseline() {
        use crate::kernels::{Level, Transpose::No, gemm::gemm_at};
        for [k, n] in [[1, 1], [3, 5], [64, 32], [130, 10], [333, 47]] {
            let number = |i: usize| ((i as u32).wrapping_mul(2_654_435_769) >> 8) as f32 / 1e7 - 0.8;
            let (x, w): (Vec<_>, Vec<_>) = ((0..3 * k).map(number).collect(), (0..k * n).map(number).collect());
            let (mut y, mut expected) = (vec![f32::NAN; 3 * n], vec![f32::NAN; 3 * n]);
            affine([k, n], &x, &w, &[], &mut y);
            gemm_at(Level::BASELINE, [3, k, n], (&x, No), (&w, No), 0.0, &mut expected);
            assert!(y.iter().map(|y| y.to_bits()).eq(expected.iter().map(|y| y.to_bits())), "{k}x{n}");
        }
    }

    /// As the kernels that are used where there is a system: over crooked windows, groups, paddings.
    #[test]
    fn convolutions_and_pools() {
        let number = |i: usize| (i * 37 % 23) as f64 - 11.0;
        for (case, kernel, stride, padding, dilation) in [
            (0, [1, 1], [1, 1], [0, 0], [1, 1]),
            (1, [3, 3], [1, 1], [1, 1], [1, 1]),
            (2, [3, 2], [2, 3], [0, 1], [1, 2]),
            (3, [2, 5], [1, 2], [1, 2], [2, 1]),
        ] {
            let window = Sliding { input: [7, 9], kernel, stride, padding, dilation };
            let [image, places] = [window.input, window.output()].map(|[height, width]| height * width);
            for groups in [1, 2] {
                let sizes = Convolution { batch: 2, groups, channels: [2, 3], window };
                let x: Vec<_> = (0..2 * groups * 2 * image).map(number).collect();
                let w: Vec<_> = (0..groups * 3 * 2 * kernel[0] * kernel[1]).map(number).collect();
                let bias: Vec<_> = (0..groups * 3).map(number).collect();
                let mut room = vec![0.0; 1 << 14];
                for bias in [&bias[..], &[]] {
                    let (mut y, mut expected) =
                        (vec![f64::NAN; 2 * groups * 3 * places], vec![f64::NAN; 2 * groups * 3 * places]);
                    correlate(&sizes, &x, &w, bias, &mut y);
                    let store = crate::kernels::Store::Set;
                    crate::kernels::conv_forward(&sizes, &x, &w, bias, &mut room, store, &mut expected);
                    assert_eq!(y, expected, "case {case}, {groups} groups");
                }
            }
            if padding[0] * 2 <= kernel[0] && padding[1] * 2 <= kernel[1] {
                let x: Vec<_> = (0..3 * image).map(number).collect();
                let (mut y, mut expected) = (vec![f64::NAN; 3 * places], vec![f64::NAN; 3 * places]);
                max_pool(&window, &x, &mut y);
                crate::kernels::max_pool(&window, &x, &mut expected);
                assert_eq!(y, expected, "case {case}");
            }
        }
    }
}
