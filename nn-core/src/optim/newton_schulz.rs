//! Approximate orthogonalisation of a matrix by the Newton-Schulz iteration.

use crate::accumulate::Target;
use crate::float::Float;
use crate::kernels::{Matrix, gemm, sum_of_squares, update};

/// The settings of the iteration X = a X + (b G + c G^2) X with G = X X^T (or its transpose), from a matrix whose Frobenius norm is
/// 1.
pub(super) struct NewtonSchulz {
    pub(super) coefficients: [f64; 3],
    pub(super) steps: u64,
    /// The lower bound of the norm by which the matrix is divided.
    pub(super) eps: f64,
}

impl NewtonSchulz {
    /// Orthogonalises a matrix of these sizes in place. The workspaces have at least as many elements as the matrix.
    pub(super) fn orthogonalize<T: Float>(
        &self,
        [rows, columns]: [usize; 2],
        x: &mut [T],
        [first, second]: [&mut [T]; 2],
    ) {
        let scale = T::from_f64(1.0 / libm::sqrt(sum_of_squares(x)).max(self.eps));
        x.iter_mut().for_each(|x| *x *= scale);
        let [a, b, c] = self.coefficients.map(T::from_f64);
        let side = rows.min(columns);
        let is_wide = rows < columns;
        for _ in 0..self.steps {
            // The smaller of the two products of X and its transpose.
            let (gram, polynomial) = (&mut first[..side * side], &mut second[..side * side]);
            let matrix = Matrix::new(x, rows, columns);
            let [left, right] = if is_wide { [matrix, matrix.transposed()] } else { [matrix.transposed(), matrix] };
            gemm(left, right, Target::set(gram));
            let square = Matrix::new(gram, side, side);
            gemm(square, square, Target::set(polynomial));
            update(polynomial, gram, [], move |squared, gram, []| (b * gram + c * squared, []));
            polynomial.iter_mut().step_by(side + 1).for_each(|diagonal| *diagonal += a);

            let polynomial = Matrix::new(polynomial, side, side);
            let [left, right] = if is_wide { [polynomial, matrix] } else { [matrix, polynomial] };
            let product = &mut first[..rows * columns];
            gemm(left, right, Target::set(product));
            x.copy_from_slice(product);
        }
    }
}

#[cfg(all(test, feature = "alloc"))]
mod tests {
    use super::*;
    use alloc::vec;
    use alloc::vec::Vec;

    /// The classic coefficients converge to an orthogonal matrix; those of Muon only come near it.
    #[test]
    fn rows_or_columns_become_orthonormal() {
        for (coefficients, steps, tolerance) in [([1.875, -1.25, 0.375], 40, 1e-10), ([3.4445, -4.775, 2.0315], 5, 0.6)]
        {
            for [rows, columns] in [[1, 1], [3, 5], [5, 3], [4, 4], [1, 6], [20, 33]] {
                let mut x: Vec<f64> =
                    (0..rows * columns).map(|i| libm::sin((i * i + 3 * i) as f64 * 0.37 + 0.5)).collect();
                let before = x.clone();
                let (mut first, mut second) = (vec![f64::NAN; x.len()], vec![f64::NAN; x.len()]);
                let iteration = NewtonSchulz { coefficients, steps, eps: 1e-7 };
                iteration.orthogonalize([rows, columns], &mut x, [&mut first, &mut second]);
                let (side, length) = (rows.min(columns), rows.max(columns));
                let line = |i: usize, k: usize| if rows < columns { x[i * columns + k] } else { x[k * columns + i] };
                for (i, j) in (0..side).flat_map(|i| (0..side).map(move |j| (i, j))) {
                    let product: f64 = (0..length).map(|k| line(i, k) * line(j, k)).sum();
                    let expected = if i == j { 1.0 } else { 0.0 };
                    assert!((product - expected).abs() < tolerance, "{rows}x{columns}: {product} at {i}, {j}");
                }
                // It keeps the direction of the singular vectors.
                assert!(x.iter().zip(&before).map(|(x, before)| x * before).sum::<f64>() > 0.0);
            }
        }
    }

    #[test]
    fn special_values() {
        let iteration = NewtonSchulz { coefficients: [3.4445, -4.775, 2.0315], steps: 5, eps: 1e-7 };
        let (mut zero, mut workspaces) = ([0.0_f32; 6], [[0.0; 6]; 2]);
        iteration.orthogonalize([2, 3], &mut zero, workspaces.each_mut().map(|space| &mut space[..]));
        assert_eq!(zero, [0.0; 6]);
        let mut x = [f32::NAN, 1.0, 1.0, 1.0, 1.0, 1.0];
        iteration.orthogonalize([2, 3], &mut x, workspaces.each_mut().map(|space| &mut space[..]));
        assert!(x.iter().all(|x| x.is_nan()));
    }
}
