//! One column of a convolution over rows, from the columns that its kernel covers: a step of a stream.

use super::correlate::MOST;
use super::sizes::Convolution;
use crate::float::Float;
use crate::kernels::gemm::{Matrix, add_rows, gemm};
use crate::kernels::{Target, small_batch};
use crate::simd::level;

/// Computes y\[o\] = bias\[o\] + the sum over i, k of weight\[o, i, k\] x\[i, k\], for each sample and each group. `x` holds the
/// columns that the kernel covers, `[batch, groups * inputs, kernel]`.
///
/// At the baseline level, the order of each sum is that of [`conv_forward`](super::conv_forward) and of
/// [`small_batch::correlate`] for this number of samples. The sizes should be constants at the call site.
#[inline(always)]
pub(crate) fn conv_column<T: Float>(sizes: &Convolution, x: &[T], weight: &[T], bias: Option<&[T]>, y: &mut [T]) {
    let Convolution { batch, groups, inputs, outputs, .. } = *sizes;
    let kernel = sizes.window.kernel[2];
    let each = inputs * kernel;
    if !level().is_baseline() && groups == 1 {
        let weight = Matrix::new(weight, outputs, each).transposed();
        gemm(Matrix::new(x, batch, each), weight, Target::set(y));
        if let Some(bias) = bias {
            add_rows(y, bias);
        }
        return;
    }
    // A larger batch sums the channels over so many taps at a time.
    let most = if small_batch::is_small(batch) { kernel } else { kernel.min(MOST) };
    for (x, y) in x.chunks_exact(groups * each).zip(y.chunks_exact_mut(groups * outputs)) {
        let mut bias = bias.unwrap_or_default().iter();
        let parts = x.chunks_exact(each).zip(y.chunks_exact_mut(outputs));
        for ((x, y), weight) in parts.zip(weight.chunks_exact(outputs * each)) {
            for (y, weight) in y.iter_mut().zip(weight.chunks_exact(each)) {
                let start = bias.next().copied().unwrap_or(T::ZERO);
                for first in (0..kernel).step_by(most) {
                    let mut sum = if first == 0 { start } else { T::ZERO };
                    for (x, weight) in x.chunks_exact(kernel).zip(weight.chunks_exact(kernel)) {
                        let taps = x.iter().zip(weight).skip(first).take(most);
                        sum = taps.fold(sum, |sum, (&x, &w)| sum + w * x);
                    }
                    *y = if first == 0 { sum } else { *y + sum };
                }
            }
        }
    }
}
