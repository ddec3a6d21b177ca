//! Products that are over before a choice of instructions would be made: loops over sizes that the compiler knows.

use crate::float::Float;

/// Whether a product of this many multiplications is tiny: of one row twice as many, as there is less that a choice could gain.
#[inline(always)]
pub(crate) const fn is_tiny(m: usize, k: usize, n: usize) -> bool {
    let most = if m == 1 { 1024 } else { 512 };
    m.saturating_mul(k).saturating_mul(n) <= most
}

/// How many columns are summed up together.
const COLUMNS: usize = 16;

/// Y = X W + b for `m` rows, where b may be empty. Sizes are to be constants where it is called. Each sum begins with the bias.
///
/// The loops are spelled out: with slices that are copied, or a bias that is asked for by place, the sums leave the registers.
#[inline(always)]
#[allow(clippy::manual_memcpy)]
pub(crate) fn affine<T: Float>([m, k, n]: [usize; 3], x: &[T], w: &[T], bias: &[T], y: &mut [T]) {
    let (x, w, y) = (&x[..m * k], &w[..k * n], &mut y[..m * n]);
    for row in 0..m {
        for first in (0..n).step_by(COLUMNS) {
            let width = COLUMNS.min(n - first);
            let mut sums = [T::ZERO; COLUMNS];
            if !bias.is_empty() {
                for j in 0..width {
                    sums[j] = bias[first + j];
                }
            }
            for i in 0..k {
                for j in 0..width {
                    sums[j] += x[row * k + i] * w[i * n + first + j];
                }
            }
            for j in 0..width {
                y[row * n + first + j] = sums[j];
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_that_no_number_holds_are_not_tiny() {
        assert!(is_tiny(2, 16, 16) && !is_tiny(3, 16, 16));
        assert!(is_tiny(1, 32, 32) && !is_tiny(1, 32, 33) && !is_tiny(2, 16, 17));
        assert!(!is_tiny(usize::MAX, 2, 1) && !is_tiny(1 << (usize::BITS / 2), 1 << (usize::BITS / 2), 1));
    }
}
