//! Products so small that selecting a SIMD level would take longer than computing them: loops over sizes that the compiler knows.

use crate::float::Float;

/// Returns whether a product is small enough for this module. The limit is twice as high for a single row, which gains less from
/// wider instructions.
#[inline(always)]
pub(crate) const fn is_tiny(m: usize, k: usize, n: usize) -> bool {
    let most = if m == 1 { 1024 } else { 512 };
    m.saturating_mul(k).saturating_mul(n) <= most
}

/// The number of columns that are summed together.
const COLUMNS: usize = 16;
/// The number of inputs that are read before the sums.
const INPUTS: usize = 16;

/// Computes Y = X W + b for `m` rows. The sizes should be constants at the call site. The products are added in order, and the bias
/// at the end: results are bit-identical to [`gemm`](super::gemm) without fused instructions. It cannot panic, for any sizes. The
/// innermost loop has two forms, for which the compiler generates the fastest code. A few inputs are read at the start, where the
/// compiler still finds the registers that they were stored from.
#[inline(always)]
#[allow(clippy::needless_range_loop)]
pub(crate) fn affine<T: Float>([m, k, n]: [usize; 3], x: &[T], w: &[T], bias: Option<&[T]>, y: &mut [T]) {
    for row in 0..m {
        let x = x.get(row * k..).unwrap_or_default();
        for first in (0..n).step_by(COLUMNS) {
            let width = COLUMNS.min(n - first);
            let mut sums = [T::ZERO; COLUMNS];
            let mut inputs = [T::ZERO; INPUTS];
            inputs.iter_mut().zip(x).for_each(|(input, &x)| *input = x);
            for i in 0..k {
                let x = if k <= INPUTS { inputs[i] } else { x.get(i).copied().unwrap_or(T::ZERO) };
                if n <= COLUMNS {
                    for j in 0..n {
                        sums[j] += x * w.get(i * n + j).copied().unwrap_or(T::ZERO);
                    }
                } else {
                    let w = w.get(i * n + first..).unwrap_or_default();
                    sums.iter_mut().zip(w).take(width).for_each(|(sum, &w)| *sum += x * w);
                }
            }
            let bias = bias.and_then(|bias| bias.get(first..)).unwrap_or_default();
            sums.iter_mut().zip(bias).take(width).for_each(|(sum, &bias)| *sum += bias);
            let y = y.get_mut(row * n + first..).unwrap_or_default();
            y.iter_mut().zip(sums).take(width).for_each(|(y, sum)| *y = sum);
        }
    }
}

#[cfg(all(test, feature = "alloc"))]
mod tests {
    use super::*;

    #[test]
    fn matches_definition() {
        for [m, k, n] in [[1, 1, 1], [1, 16, 16], [2, 5, 16], [3, 4, 17], [1, 20, 40], [1, 1, 51], [4, 3, 33]] {
            let numbers = |count: usize, factor: usize| -> alloc::vec::Vec<f32> {
                (0..count).map(|i| ((i * factor) % 101) as f32 / 31.0 - 1.5).collect()
            };
            let (x, w, bias) = (numbers(m * k, 37), numbers(k * n, 53), numbers(n, 29));
            for bias in [Some(&bias[..]), None] {
                let mut y = alloc::vec![f32::NAN; m * n];
                affine([m, k, n], &x, &w, bias, &mut y);
                for (place, y) in y.into_iter().enumerate() {
                    let (row, j) = (place / n, place % n);
                    let sum = (0..k).fold(0.0, |sum, i| sum + x[row * k + i] * w[i * n + j]);
                    assert_eq!(y, bias.map_or(sum, |bias| sum + bias[j]), "{m} {k} {n}");
                }
            }
        }
    }

    #[test]
    fn overflowing_sizes_are_not_tiny() {
        assert!(is_tiny(2, 16, 16) && !is_tiny(3, 16, 16));
        assert!(is_tiny(1, 32, 32) && !is_tiny(1, 32, 33) && !is_tiny(2, 16, 17));
        assert!(!is_tiny(usize::MAX, 2, 1) && !is_tiny(1 << (usize::BITS / 2), 1 << (usize::BITS / 2), 1));
    }
}
