//! The cosine loss of pairs of vectors.

use crate::criterion;
use crate::dim::Dim;
use crate::float::Float;
use crate::kernels::{dot, sum_of_squares};
use crate::losses::reduction::reductions;
use crate::losses::{Criterion, PerPosition, Reduction};
use crate::signal::Tuple;

/// The cosine embedding loss of two vectors a and b: L = 1 - cos(a, b) where t is 1, and max(0, cos(a, b) - margin) where t is -1,
/// averaged over the batch, as PyTorch's `CosineEmbeddingLoss`.
///
/// c = cos(a, b) is the sum of a_i b_i / sqrt(A B), where A = sum a_i^2 + 1e-12 and B = sum b_i^2 + 1e-12, as in PyTorch: the
/// cosine of a vector of zeros is 0. The derivative of c with respect to a_i is b_i / sqrt(A B) - c a_i / A, and likewise for b;
/// the gradient is -1 times it where t is 1, and 1 times it where t is -1 and c exceeds the margin, divided by the batch size.
///
/// The output of the network is a tuple of two vectors `(D,)`; the target is 1 for similar samples and -1 for dissimilar ones,
/// `&Tensor<(B,), T>`. For any other target the term is 0. [`reduction`](Self::reduction) selects another reduction.
///
/// ```
/// use nn::losses::CosineEmbedding;
/// use nn::prelude::*;
/// let a = Tensor::<shape![2, 2]>::new([[3.0, 4.0], [1.0, 0.0]]);
/// let b = Tensor::<shape![2, 2]>::new([[4.0, 3.0], [1.0, 0.0]]);
/// let target = Tensor::new([1.0, -1.0]);
/// let loss = CosineEmbedding::new(0.5).value((&a, &b), &target);
/// assert!((loss - ((1.0 - 24.0 / 25.0) + (1.0 - 0.5)) / 2.0).abs() < 1e-6);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CosineEmbedding {
    /// The cosine up to which dissimilar samples contribute nothing, from -1 to 1. Defaults to 0.
    pub margin: f64,
    reduction: Reduction,
}
reductions!(@only CosineEmbedding, Mean, "The terms are those of the samples: `Mean` divides by their number.");

impl CosineEmbedding {
    /// Creates the loss with this margin, which must be from -1 to 1.
    ///
    /// # Panics
    /// Panics if `margin` is not from -1 to 1.
    #[track_caller]
    pub const fn new(margin: f64) -> Self {
        assert!(margin >= -1.0 && margin <= 1.0, "{}", MARGIN);
        Self { margin, reduction: Reduction::Mean }
    }
}

const MARGIN: &str = "the `margin` of a `CosineEmbedding` loss must be from -1 to 1";

impl Default for CosineEmbedding {
    /// Returns the loss with a margin of 0, as in PyTorch.
    fn default() -> Self {
        Self::new(0.0)
    }
}

/// Added to the squared norms, so that the cosine of zeros is defined: as in PyTorch, it is an `f32` for `f64`, too.
const EPSILON: f64 = 1e-12_f32 as f64;

criterion!(impl[D: Dim, T: Float] Loss<Tuple<((D,), (D,))>, T> for CosineEmbedding);

impl<D: Dim, T: Float> Criterion<Tuple<((D,), (D,))>, T> for CosineEmbedding {
    type Target = PerPosition<T, ()>;

    fn term(&self, (a, b): (&[T], &[T]), target: &[T], divisor: f64, dy: Option<(&mut [T], &mut [T])>) -> f64 {
        let squares = [a, b].map(|x| sum_of_squares(x) + EPSILON);
        // The product of the squares could overflow.
        let norms = Float::sqrt(squares[0]) * Float::sqrt(squares[1]);
        let cosine = dot(a, b) / norms;
        let target = target.iter().map(|target| target.to_f64()).sum::<f64>();
        let (term, slope) = if target == 1.0 {
            (1.0 - cosine, -1.0)
        } else if target == -1.0 {
            let term = cosine - self.margin;
            if term <= 0.0 { (0.0, 0.0) } else { (term, 1.0) }
        } else if target.is_nan() {
            (target, target)
        } else {
            (0.0, 0.0)
        };
        if let Some((da, db)) = dy {
            let scale = slope / divisor;
            for ((da, db), (a, b)) in da.iter_mut().zip(db).zip(a.iter().zip(b)) {
                let (a, b) = (a.to_f64(), b.to_f64());
                *da = T::from_f64(if slope == 0.0 { 0.0 } else { scale * (b / norms - cosine * a / squares[0]) });
                *db = T::from_f64(if slope == 0.0 { 0.0 } else { scale * (a / norms - cosine * b / squares[1]) });
            }
        }
        term
    }

    fn reduction(&self) -> Reduction {
        self.reduction
    }

    /// Checks the margin, whose field is public and may have been set after `new`.
    fn check(&self) {
        assert!((-1.0..=1.0).contains(&self.margin), "{MARGIN}");
    }

    fn describe(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let mut shown = f.debug_struct("CosineEmbedding");
        shown.field("margin", &self.margin).field("reduction", &self.reduction).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dim::N;
    use crate::losses::Loss;
    use crate::tensor::Tensor;

    fn row(margin: f64, a: [f32; 2], b: [f32; 2], target: f32) -> (f32, [f32; 2], [f32; 2]) {
        let (mut da, mut db) = (Tensor::<(N<1>, N<2>)>::new([[f32::NAN; 2]]), Tensor::new([[f32::NAN; 2]]));
        let (a, b, target) = (Tensor::new([a]), Tensor::new([b]), Tensor::<(N<1>,)>::new([target]));
        let value = CosineEmbedding::new(margin).gradient((&a, &b), &target, (&mut da, &mut db));
        let row = |d: Tensor<(N<1>, N<2>)>| d.as_slice().try_into().unwrap();
        (value, row(da), row(db))
    }

    #[test]
    fn special_values() {
        assert_eq!(row(0.0, [2.0, 0.0], [0.0, 3.0], 1.0), (1.0, [0.0, -0.5], [-1.0 / 3.0, 0.0]));
        // At the margin, loss and gradient are 0.
        assert_eq!(row(0.0, [2.0, 0.0], [0.0, 3.0], -1.0), (0.0, [0.0; 2], [0.0; 2]));
        assert_eq!(row(-1.0, [2.0, 0.0], [0.0, 3.0], -1.0), (1.0, [0.0, 0.5], [1.0 / 3.0, 0.0]));
        assert_eq!(row(0.5, [2.0, 0.0], [0.0, 3.0], -1.0), (0.0, [0.0; 2], [0.0; 2]));
        assert_eq!(row(0.0, [2.0, 0.0], [0.0, 3.0], 0.5), (0.0, [0.0; 2], [0.0; 2]));
        assert_eq!(row(0.0, [0.0, 0.0], [0.0, 3.0], 1.0).0, 1.0);
        assert_eq!(row(0.0, [0.0, 0.0], [0.0, 0.0], 1.0), (1.0, [0.0; 2], [0.0; 2]));
        // The products of the squares overflow in f32.
        assert_eq!(row(0.0, [1e30, 0.0], [1e30, 0.0], 1.0).0, 0.0);
        assert!(row(0.0, [f32::NAN, 0.0], [1.0, 0.0], 1.0).0.is_nan());
        assert!(row(0.0, [1.0, 0.0], [1.0, 0.0], f32::NAN).0.is_nan());
    }
}
