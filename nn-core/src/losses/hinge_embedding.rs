//! The hinge loss of distances.

use crate::float::Float;
use crate::losses::Reduction;
use crate::losses::elementwise::{Elementwise, elementwise_loss};
use crate::losses::reduction::reductions;

/// The hinge embedding loss: L = the mean over all elements of y_i where t_i is 1, and of max(0, margin - y_i) where t_i is -1, as
/// PyTorch's `HingeEmbeddingLoss` (Hadsell, Chopra, LeCun 2006).
///
/// y are distances of two inputs: those of similar ones, with t_i = 1, become small, and those of dissimilar ones become at least
/// `margin`. The output may have any shape; the target has the shape of the batched output. The gradient is 1 / n where t_i is 1,
/// and -1 / n where t_i is -1 and y_i is less than the margin; n is the batch size times the number of elements of a sample.
/// [`reduction`](Self::reduction) selects another reduction.
///
/// ```
/// use nn::losses::HingeEmbedding;
/// use nn::prelude::*;
/// let y = Tensor::<(N<3>,)>::new([0.5, 0.25, 3.0]);
/// let target = Tensor::<(N<3>,)>::new([1.0, -1.0, -1.0]);
/// let mut dy = Tensor::<(N<3>,)>::new([0.0; 3]);
/// let loss = Loss::<()>::gradient(&HingeEmbedding::default(), &y, &target, &mut dy);
/// assert_eq!(loss, (0.5 + 0.75) / 3.0);
/// assert_eq!(dy.as_slice(), [1.0 / 3.0, -1.0 / 3.0, 0.0]);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct HingeEmbedding {
    /// The distance from which dissimilar inputs contribute nothing, finite. Defaults to 1.
    pub margin: f64,
    reduction: Reduction,
}
elementwise_loss!(HingeEmbedding, margin);
reductions!(@only HingeEmbedding, Mean, "The terms are those of the elements: `Mean` divides by their number.");

impl HingeEmbedding {
    /// Creates the loss with this margin, which must be finite.
    ///
    /// # Panics
    /// Panics if `margin` is infinite or NaN.
    #[track_caller]
    pub const fn new(margin: f64) -> Self {
        assert!(margin.is_finite(), "{}", MARGIN);
        Self { margin, reduction: Reduction::Mean }
    }
}

const MARGIN: &str = "the `margin` of a `HingeEmbedding` loss must be finite";

impl Default for HingeEmbedding {
    /// Returns the loss with a margin of 1, as in PyTorch.
    fn default() -> Self {
        Self::new(1.0)
    }
}

impl Elementwise for HingeEmbedding {
    #[inline]
    fn check<T: Float>(&self) {
        assert!(T::from_f64(self.margin).is_finite(), "{MARGIN}");
    }

    #[inline]
    fn of_element<T: Float>(&self, y: T, target: T) -> (T, T) {
        let rest = T::from_f64(self.margin) - y;
        // As in PyTorch, both terms count for a target that is neither 1 nor -1.
        let (similar, slope) = if target == -T::ONE { (T::ZERO, T::ZERO) } else { (y, T::ONE) };
        if target == T::ONE || rest <= T::ZERO { (similar, slope) } else { (similar + rest, slope - T::ONE) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn special_values() {
        let hinge = HingeEmbedding::new(2.0);
        assert_eq!(hinge.of_element(0.0_f32, 1.0), (0.0, 1.0));
        assert_eq!(hinge.of_element(1e4_f32, 1.0), (1e4, 1.0));
        assert_eq!(hinge.of_element(1e4_f32, -1.0), (0.0, 0.0));
        // At the margin, loss and gradient are 0.
        assert_eq!(hinge.of_element(2.0_f32, -1.0), (0.0, 0.0));
        assert_eq!(hinge.of_element(-1e4_f32, -1.0), (10_002.0, -1.0));
        assert_eq!(hinge.of_element(0.5_f32, 0.0), (2.0, 0.0));
        assert_eq!(hinge.of_element(f32::INFINITY, -1.0), (0.0, 0.0));
        assert!(hinge.of_element(f32::NAN, 1.0).0.is_nan());
        assert!(hinge.of_element(f32::NAN, -1.0).0.is_nan());
    }
}
