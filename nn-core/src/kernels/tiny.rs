//! Products that are over before a choice of instructions would be made: loops over sizes that the compiler knows.

use crate::float::Float;

/// Whether a product of this many multiplications is tiny.
#[inline(always)]
pub(crate) const fn is_tiny(m: usize, k: usize, n: usize) -> bool {
    m.saturating_mul(k).saturating_mul(n) <= 512
}

/// How many columns are summed up together.
const COLUMNS: usize = 16;

/// Y = X W + b for `m` rows, where b may be empty. Sizes are to be constants where it is called.
#[inline(always)]
pub(crate) fn affine<T: Float>([m, k, n]: [usize; 3], x: &[T], w: &[T], bias: &[T], y: &mut [T]) {
    let (x, w, y) = (&x[..m * k], &w[..k * n], &mut y[..m * n]);
    for row in 0..m {
        for first in (0..n).step_by(COLUMNS) {
            let width = COLUMNS.min(n - first);
            let mut sums = [T::ZERO; COLUMNS];
            for i in 0..k {
                for j in 0..width {
                    sums[j] += x[row * k + i] * w[i * n + first + j];
                }
            }
            for j in 0..width {
                y[row * n + first + j] = if bias.is_empty() { sums[j] } else { sums[j] + bias[first + j] };
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
        assert!(!is_tiny(usize::MAX, 2, 1) && !is_tiny(1 << (usize::BITS / 2), 1 << (usize::BITS / 2), 1));
    }
}
