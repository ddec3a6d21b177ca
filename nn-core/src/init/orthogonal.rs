//! Orthogonal initialisation.

use crate::float::Float;
use crate::init::{Initializer, Normal, Scaled};
use rand::Rng;

/// Draws a matrix with orthonormal rows, or orthonormal columns if there are fewer of those, times a gain (Saxe, McClelland,
/// Ganguli 2013). It preserves lengths, so that signals neither grow nor vanish from layer to layer. PyTorch's `orthogonal_`.
///
/// The weights of [`Linear`](crate::Linear) are a matrix with `n_in` rows, those of convolutions one with `n_in` columns, as in
/// PyTorch. All such matrices are equally likely. The gain defaults to 1; [`gain`](Self::gain) sets another. In `network!`:
/// `fc: Linear<128, 128, init = Orthogonal>`.
///
/// The matrix is computed in place, in the element type: `f32` and `f64` networks are initialised alike up to rounding, and the
/// dot products of rows are 0 and 1 up to rounding. The time is proportional to the number of weights times the smaller side.
///
/// ```
/// use nn::init::{Initializer, Orthogonal};
/// let mut w = [0.0_f64; 4];
/// Orthogonal.fill(&mut w, 2, 2, &mut nn::init::rng(0));
/// assert!((w[0] * w[0] + w[1] * w[1] - 1.0).abs() < 1e-14);
/// assert!((w[0] * w[2] + w[1] * w[3]).abs() < 1e-14);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Orthogonal;

impl Orthogonal {
    /// The default gain.
    pub const GAIN: f64 = 1.0;

    /// Returns this initialiser with another gain.
    ///
    /// ```
    /// use nn::init::{Initializer, Orthogonal};
    /// let mut w = [0.0_f64; 2];
    /// Orthogonal.gain(3.0).fill(&mut w, 2, 1, &mut nn::init::rng(0));
    /// assert!((w[0] * w[0] + w[1] * w[1] - 9.0).abs() < 1e-14);
    /// ```
    pub const fn gain(self, gain: f64) -> Scaled<Self> {
        Scaled { rule: self, gain }
    }
}

impl Initializer for Orthogonal {
    fn fill<T: Float, R: Rng + ?Sized>(&self, weights: &mut [T], fan_in: usize, fan_out: usize, rng: &mut R) {
        self.gain(Self::GAIN).fill(weights, fan_in, fan_out, rng);
    }

    fn fill_by_output<T: Float, R: Rng + ?Sized>(&self, weights: &mut [T], fan_in: usize, fan_out: usize, rng: &mut R) {
        self.gain(Self::GAIN).fill_by_output(weights, fan_in, fan_out, rng);
    }
}

impl Initializer for Scaled<Orthogonal> {
    fn fill<T: Float, R: Rng + ?Sized>(&self, weights: &mut [T], fan_in: usize, _: usize, rng: &mut R) {
        let columns = weights.len().checked_div(fan_in).unwrap_or(0);
        fill_matrix(weights, [fan_in, columns], self.gain(), rng);
    }

    fn fill_by_output<T: Float, R: Rng + ?Sized>(&self, weights: &mut [T], fan_in: usize, _: usize, rng: &mut R) {
        let rows = weights.len().checked_div(fan_in).unwrap_or(0);
        fill_matrix(weights, [rows, fan_in], self.gain(), rng);
    }
}

fn fill_matrix<T: Float, R: Rng + ?Sized>(weights: &mut [T], [rows, columns]: [usize; 2], gain: f64, rng: &mut R) {
    let normal = Normal { std: 1.0 };
    normal.fill(weights, 1, 1, rng);
    // Vectors of `length` elements with the stride `inside`; the starts of consecutive vectors are `between` apart.
    let (count, length, between, inside) =
        if rows <= columns { (rows, columns, columns, 1) } else { (columns, rows, 1, columns) };
    for i in 0..count {
        let vector = Vector { start: i * between, length, stride: inside };
        // A vector that is nearly a linear combination of the previous ones would leave only rounding errors: it is drawn
        // again. The probability of that is about 0.
        while !orthonormalise(weights, vector, (0..i).map(|j| Vector { start: j * between, ..vector })) {
            for place in vector.places() {
                normal.fill(&mut weights[place..=place], 1, 1, rng);
            }
        }
    }
    let gain = T::from_f64(gain);
    weights.iter_mut().for_each(|weight| *weight *= gain);
}

/// A row or a column of the matrix.
#[derive(Clone, Copy)]
struct Vector {
    start: usize,
    length: usize,
    stride: usize,
}

impl Vector {
    fn places(self) -> impl Iterator<Item = usize> {
        (0..self.length).map(move |i| self.start + i * self.stride)
    }

    fn dot<T: Float>(self, weights: &[T], other: Vector) -> f64 {
        self.places().zip(other.places()).map(|(a, b)| weights[a].to_f64() * weights[b].to_f64()).sum()
    }
}

/// Orthogonalises the vector against the previous ones and normalises it, by two passes of the Gram-Schmidt method, which suffice
/// for full precision (Giraud, Langou, Rozloznik 2005). Returns whether it was linearly independent of them.
fn orthonormalise<T: Float>(weights: &mut [T], vector: Vector, before: impl Iterator<Item = Vector> + Clone) -> bool {
    let size = libm::sqrt(vector.dot(weights, vector));
    for _ in 0..2 {
        for other in before.clone() {
            let shared = vector.dot(weights, other);
            for (to, from) in vector.places().zip(other.places()) {
                weights[to] = T::from_f64(weights[to].to_f64() - shared * weights[from].to_f64());
            }
        }
        let left = libm::sqrt(vector.dot(weights, vector));
        if left <= 1e-4 * size {
            return false;
        }
        vector.places().for_each(|place| weights[place] = T::from_f64(weights[place].to_f64() / left));
    }
    true
}

#[cfg(all(test, feature = "alloc"))]
mod tests {
    use super::*;
    use crate::init::rng;

    /// Returns the largest difference of the dot products of rows, or columns, from those of an orthonormal basis.
    fn error<T: Float>(rows: usize, columns: usize, seed: u64) -> f64 {
        let mut weights = alloc::vec![T::ZERO; rows * columns];
        Orthogonal.gain(0.5).fill(&mut weights, rows, columns, &mut rng(seed));
        let at = |row: usize, column: usize| weights[row * columns + column].to_f64() / 0.5;
        let (few, many) = (rows.min(columns), rows.max(columns));
        let number = |i: usize, k: usize| if rows <= columns { at(i, k) } else { at(k, i) };
        let mut worst = 0.0_f64;
        for i in 0..few {
            for j in 0..few {
                let product: f64 = (0..many).map(|k| number(i, k) * number(j, k)).sum();
                worst = worst.max((product - if i == j { 1.0 } else { 0.0 }).abs());
            }
        }
        worst
    }

    #[test]
    fn rows_or_columns_are_orthonormal() {
        for (rows, columns) in [(1, 1), (1, 7), (7, 1), (5, 5), (4, 9), (9, 4), (40, 40)] {
            for seed in 0..10 {
                assert!(error::<f64>(rows, columns, seed) < 1e-13, "{rows} x {columns}");
                assert!(error::<f32>(rows, columns, seed) < 2e-6, "{rows} x {columns}");
            }
        }
    }

    /// A column of a random orthogonal matrix is uniform on the sphere: its elements have mean 0 and mean square 1 / rows.
    #[test]
    fn directions_are_uniformly_distributed() {
        let (mut sum, mut squares) = ([0.0; 3], [0.0; 3]);
        let count = 3000;
        for seed in 0..count {
            let mut weights = [0.0_f64; 9];
            Orthogonal.fill(&mut weights, 3, 3, &mut rng(seed));
            for i in 0..3 {
                // The last column; the method orthonormalises the rows of a square matrix.
                sum[i] += weights[3 * i + 2] / count as f64;
                squares[i] += weights[3 * i + 2] * weights[3 * i + 2] / count as f64;
            }
        }
        // Five standard errors: the variance of an element is 1/3, that of its square 4/45.
        assert!(sum.iter().all(|sum| sum.abs() < 5.0 * libm::sqrt(1.0 / 3.0 / count as f64)), "{sum:?}");
        let error = 5.0 * libm::sqrt(4.0 / 45.0 / count as f64);
        assert!(squares.iter().all(|square| (square - 1.0 / 3.0).abs() < error), "{squares:?}");
    }

    /// Each kernel of a convolution is a row.
    #[test]
    fn fills_by_output_with_orthonormal_kernels() {
        let (outputs, inputs) = (3, 8);
        let mut weights = [0.0_f64; 24];
        Orthogonal.fill_by_output(&mut weights, inputs, 27, &mut rng(1));
        for a in 0..outputs {
            for b in 0..outputs {
                let product: f64 = (0..inputs).map(|i| weights[a * inputs + i] * weights[b * inputs + i]).sum();
                assert!((product - if a == b { 1.0 } else { 0.0 }).abs() < 1e-14);
            }
        }
    }

    #[test]
    fn accepts_empty_weights() {
        Orthogonal.fill::<f32, _>(&mut [], 0, 0, &mut rng(0));
    }
}
