//! Few rows times a matrix, for a machine without an operating system: loops in which the compiler sees every length, so that
//! nothing can panic, with the instructions that the build is made for.

use crate::float::Float;

/// Whether a product of so many rows is done here: where there is no system to ask for wider instructions.
#[inline(always)]
pub(crate) const fn is_thin(m: usize) -> bool {
    cfg!(not(feature = "std")) && m < 4
}

/// How many rows of W are added up before the sums are stored.
const DEPTH: usize = 4;

/// Y = X W + b for rows of `k` and `n` numbers, where b may be empty. `k` and `n` are to be constants where it is called; four products
/// at a time are added up, and then to the sum.
#[inline(always)]
pub(crate) fn affine<T: Float>([k, n]: [usize; 2], x: &[T], w: &[T], bias: &[T], y: &mut [T]) {
    for (x, y) in x.chunks_exact(k).zip(y.chunks_exact_mut(n)) {
        let (xs, rest) = x.as_chunks::<DEPTH>();
        let mut blocks = w.chunks_exact(DEPTH * n);
        // The first rows set the sums, so that they need not be filled with zeros.
        let mut is_first = true;
        for (xs, w) in xs.iter().zip(&mut blocks) {
            if is_first {
                block(xs, w, n, y, |_, sum| sum);
            } else {
                block(xs, w, n, y, |y, sum| y + sum);
            }
            is_first = false;
        }
        for (&x, w) in rest.iter().zip(blocks.remainder().chunks_exact(n)) {
            if is_first {
                y.iter_mut().zip(w).for_each(|(y, &w)| *y = x * w);
            } else {
                y.iter_mut().zip(w).for_each(|(y, &w)| *y += x * w);
            }
            is_first = false;
        }
        y.iter_mut().zip(bias).for_each(|(y, &bias)| *y += bias);
    }
}

/// So many rows of W times as many numbers: added up, and put to the sums by `put`.
#[inline(always)]
fn block<T: Float>(&[x0, x1, x2, x3]: &[T; DEPTH], w: &[T], n: usize, y: &mut [T], put: impl Fn(T, T) -> T) {
    let (w0, w) = w.split_at(n);
    let (w1, w) = w.split_at(n);
    let (w2, w3) = w.split_at(n);
    for ((((y, &w0), &w1), &w2), &w3) in y.iter_mut().zip(w0).zip(w1).zip(w2).zip(w3) {
        *y = put(*y, x0 * w0 + x1 * w1 + x2 * w2 + x3 * w3);
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
}
