//! Products of the matrices of two batches, pair by pair.

use super::{Matrix, gemm, unrolled};
use crate::accumulate::Target;
use crate::float::Float;
use crate::kernels::matrices::check;
use crate::kernels::parallel::{Units, in_parts, parts};
use crate::kernels::small_batch;

/// Computes Y = A B for each pair of an m-by-k and a k-by-n matrix.
///
/// The algorithm is chosen by the sizes, at compile time if they are constants, as for [`affine`](super::affine).
///
/// # Panics
/// Panics if the slices do not hold the same number of matrices.
#[inline(always)]
pub(crate) fn products<T: Float>([m, k, n]: [usize; 3], a: &[T], b: &[T], y: &mut [T]) {
    check([(a.len(), m * k), (b.len(), k * n), (y.len(), m * n)]);
    let is_tiny = unrolled::is_tiny(m, k, n);
    if !is_tiny && !small_batch::is_small_product([m, k, n]) {
        return gemm_each(Matrix::new(a, m, k), Matrix::new(b, k, n), Target::set(y));
    }
    for ((a, b), y) in a.chunks_exact(m * k).zip(b.chunks_exact(k * n)).zip(y.chunks_exact_mut(m * n)) {
        if is_tiny {
            unrolled::affine([m, k, n], a, b, None, y);
        } else {
            small_batch::affine([k, n], a, b, None, y);
        }
    }
}

/// Computes the gradients of [`products`]: dA = dY B^T and dB = A^T dY, of those that have a target.
///
/// # Panics
/// Panics if the slices do not hold the same number of matrices.
pub(crate) fn products_backward<T: Float>(
    [m, k, n]: [usize; 3],
    [a, b, dy]: [&[T]; 3],
    da: Option<Target<'_, T>>,
    db: Option<Target<'_, T>>,
) {
    check([(a.len(), m * k), (b.len(), k * n), (dy.len(), m * n)]);
    let dy = Matrix::new(dy, m, n);
    if let Some(da) = da {
        gemm_each(dy, Matrix::new(b, k, n).transposed(), da);
    }
    if let Some(db) = db {
        gemm_each(Matrix::new(a, m, k).transposed(), dy, db);
    }
}

/// Computes [`gemm`] of each pair of matrices with these sizes. The data of each argument are those of all its matrices.
fn gemm_each<T: Float>(a: Matrix<'_, T>, b: Matrix<'_, T>, c: Target<'_, T>) {
    let [a_size, b_size, c_size] = [a.rows * a.columns, b.rows * b.columns, a.rows * b.columns];
    let count = c.len() / c_size;
    let multiplications = c.len().saturating_mul(a.columns);
    let work = (Units(a.data, a_size), Units(b.data, b_size), Units(c, c_size));
    // A single product divides itself.
    in_parts(
        if count > 1 { parts(multiplications) } else { 1 },
        count,
        work,
        |(Units(x, _), Units(y, _), Units(z, _))| {
            for ((x, y), z) in x.chunks_exact(a_size).zip(y.chunks_exact(b_size)).zip(z.chunks_exact(c_size)) {
                gemm(Matrix { data: x, ..a }, Matrix { data: y, ..b }, z);
            }
        },
    );
}

#[cfg(all(test, feature = "alloc"))]
mod tests {
    use super::*;
    use alloc::vec;
    use alloc::vec::Vec;

    fn numbers(count: usize, factor: usize) -> Vec<f32> {
        (0..count).map(|i| ((i * factor) % 101) as f32 / 31.0 - 1.5).collect()
    }

    const SIZES: [[usize; 4]; 5] = [[1, 1, 1, 1], [3, 2, 4, 3], [2, 20, 30, 17], [5, 1, 40, 33], [2, 9, 70, 1]];

    #[test]
    fn matches_definition() {
        for [count, m, k, n] in SIZES {
            let (a, b) = (numbers(count * m * k, 37), numbers(count * k * n, 53));
            let mut y = vec![f32::NAN; count * m * n];
            products([m, k, n], &a, &b, &mut y);
            for (place, &y) in y.iter().enumerate() {
                let (matrix, i, j) = (place / (m * n), place / n % m, place % n);
                let at = |p: usize| a[(matrix * m + i) * k + p] * b[(matrix * k + p) * n + j];
                let (sum, size) = (0..k).map(at).fold((0.0, 0.0), |(sum, size), x| (sum + x, size + x.abs()));
                assert!((y - sum).abs() <= 2e-6 * size, "{count}x{m}x{k}x{n}: {y} is not {sum}");
            }
        }
    }

    #[cfg(feature = "std")]
    #[test]
    fn parallel_parts_are_bit_identical() {
        use crate::kernels::parallel::tests::assert_same_in_parts;
        // Miri runs the larger products in the tests of `product`.
        for &[count, m, k, n] in if cfg!(miri) { &SIZES[..2] } else { &SIZES[..] } {
            let (a, b, dy) = (numbers(count * m * k, 37), numbers(count * k * n, 53), numbers(count * m * n, 29));
            assert_same_in_parts(&format!("{count}x{m}x{k}x{n}"), || {
                let (mut y, mut da, mut db) = (vec![0.5; dy.len()], vec![0.5; a.len()], vec![0.5; b.len()]);
                products([m, k, n], &a, &b, &mut y);
                let targets = (Some(Target::add(&mut da)), Some(Target::set(&mut db)));
                products_backward([m, k, n], [&a, &b, &dy], targets.0, targets.1);
                [y, da, db]
            });
        }
    }

    #[test]
    #[should_panic = "slices and sizes of matrices [(8, 4), (5, 4), (8, 4)] do not match"]
    fn rejects_wrong_lengths() {
        products([2, 2, 2], &[0.0; 8], &[0.0; 5], &mut [0.0; 8]);
    }
}
