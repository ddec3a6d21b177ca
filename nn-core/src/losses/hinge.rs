//! The hinge loss for two classes.

use crate::float::Float;
use crate::losses::Reduction;
use crate::losses::elementwise::{Elementwise, elementwise_loss};
use crate::losses::reduction::reductions;

/// The hinge loss: L = the mean over all elements of max(0, 1 - t_i y_i), where t_i is -1 or 1. It is the loss of support vector
/// machines (Cortes, Vapnik 1995).
///
/// The output may have any shape; the target has the shape of the batched output. The gradient is -t_i / n where the term is more
/// than 0, and 0 otherwise; n is the batch size times the number of elements of a sample. [`reduction`](Self::reduction) selects
/// another reduction. PyTorch has no such loss (the terms of its `HingeEmbeddingLoss` are different, and defined on distances). For
/// more than two classes, see [`MultiMargin`](crate::MultiMargin).
///
/// ```
/// use nn::prelude::*;
/// let y = Tensor::<(N<2>,)>::new([0.5, 3.0]);
/// let target = Tensor::<(N<2>,)>::new([-1.0, 1.0]);
/// let mut dy = Tensor::<(N<2>,)>::new([0.0; 2]);
/// let loss = Loss::<()>::gradient(&Hinge, &y, &target, &mut dy);
/// assert_eq!(loss, 1.5 / 2.0);
/// assert_eq!(dy.as_slice(), [0.5, 0.0]);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Hinge {
    reduction: Reduction,
}
elementwise_loss!(Hinge);
reductions!(Hinge, Mean, "The terms are those of the elements: `Mean` divides by their number.");

impl Elementwise for Hinge {
    #[inline]
    fn of_element<T: Float>(&self, y: T, target: T) -> (T, T) {
        let term = T::ONE - target * y;
        if term <= T::ZERO { (T::ZERO, T::ZERO) } else { (term, -target) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn special_values() {
        assert_eq!(Hinge.of_element(1.0, 1.0), (0.0, 0.0));
        assert_eq!(Hinge.of_element(1e4_f32, 1.0), (0.0, 0.0));
        assert_eq!(Hinge.of_element(1e4_f32, -1.0), (10_001.0, 1.0));
        assert_eq!(Hinge.of_element(-1e-40_f32, 1.0), (1.0, -1.0));
        assert!(Hinge.of_element(f32::NAN, 1.0).0.is_nan());
    }
}
