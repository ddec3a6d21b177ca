//! Negative log-likelihood.

use crate::criterion;
use crate::dim::Dim;
use crate::float::Float;
use crate::losses::class_weights::weighted_by_class;
use crate::losses::reduction::reductions;
use crate::losses::weights::weighed;
use crate::losses::{ClassWeights, Criterion, Reduction, Unweighted, Weighting};
use crate::signal::Class;
use crate::tensor::Tensor;

/// The negative log-likelihood: L = -x_t, averaged over the batch, where x are the log-probabilities of one sample, such as the
/// output of [`LogSoftmax`](crate::LogSoftmax), and t is its class. PyTorch's `NLLLoss`.
///
/// The output is `(C,)`; the target is one class per sample, `&Tensor<(B,), Class<C>>`. The gradient with respect to x_t is -1 / B;
/// all others are 0. [`weight`](Self::weight), [`ignore_index`](Self::ignore_index) and [`reduction`](Self::reduction) are
/// PyTorch's options. [`CrossEntropy`](struct@crate::CrossEntropy), which expects logits, is this loss after a log-softmax.
///
/// ```
/// use nn::prelude::*;
/// let y = Tensor::<(N<1>, N<2>)>::new([[0.25_f32.ln(), 0.75_f32.ln()]]);
/// let target = Tensor::<(N<1>,), Class<N<2>>>::new([Class::new(1).unwrap()]);
/// let mut dy = Tensor::<(N<1>, N<2>)>::new([[0.0; 2]]);
/// assert_eq!(Nll.gradient(&y, &target, &mut dy), -(0.75_f32.ln()));
/// assert_eq!(dy.as_slice(), [0.0, -1.0]);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Nll<W = Unweighted> {
    classes: W,
    reduction: Reduction,
}
reductions!(
    Nll<W> { classes: Unweighted },
    Mean,
    "The terms are those of the samples: `Mean` divides by the sum of their weights."
);

impl<W> Nll<W> {
    /// Returns this loss with a weight for each class, at least 0: the term of a sample is -w_t x_t, and the mean divides by the
    /// sum of the w_t. If that sum is 0, loss and gradient are 0 (NaN in PyTorch). The term of a sample of weight 0 is 0, even if
    /// x_t is minus infinity.
    ///
    /// ```
    /// use nn::prelude::*;
    /// let weights = Tensor::<(N<2>,)>::new([3.0, 1.0]);
    /// let y = Tensor::<(N<2>, N<2>)>::new([[-1.0, -2.0], [-3.0, -4.0]]);
    /// let target = Tensor::<(N<2>,), Class<N<2>>>::new([0, 1].map(|t| Class::new(t).unwrap()));
    /// assert_eq!(Nll.weight(&weights).value(&y, &target), (3.0 * 1.0 + 4.0) / 4.0);
    /// ```
    ///
    /// # Panics
    /// Panics if a weight is negative, infinite or NaN.
    #[track_caller]
    pub fn weight<'w, C: Dim, T: Float>(self, weight: &'w Tensor<(C,), T>) -> Nll<ClassWeights<'w, C, T>>
    where
        W: Weighting<'w, C, T>,
    {
        Nll { classes: self.classes.classes().with_weights(weight), reduction: self.reduction }
    }

    /// Returns this loss with the samples of `class` ignored: they contribute neither to the loss, nor to the gradient, nor to the
    /// divisor of the mean. If all samples are of this class, loss and gradient are 0 (NaN in PyTorch).
    ///
    /// ```
    /// use nn::prelude::*;
    /// let y = Tensor::<(N<2>, N<2>)>::new([[-1.0, -2.0], [-3.0, -4.0]]);
    /// let target = Tensor::<(N<2>,), Class<N<2>>>::new([0, 1].map(|t| Class::new(t).unwrap()));
    /// assert_eq!(Nll.ignore_index(Class::new(0).unwrap()).value(&y, &target), 4.0);
    /// ```
    pub fn ignore_index<'w, C: Dim, T: Float>(self, class: Class<C>) -> Nll<ClassWeights<'w, C, T>>
    where
        W: Weighting<'w, C, T>,
    {
        Nll { classes: self.classes.classes().without(class), reduction: self.reduction }
    }
}

criterion!(impl['w, C: Dim, T: Float, W: Weighting<'w, C, T>] Loss<(C,), T> for Nll<W>);

impl<'w, C: Dim, T: Float, W: Weighting<'w, C, T>> Criterion<(C,), T> for Nll<W> {
    type Target = Class<C>;

    fn term(&self, y: &[T], target: Class<C>, divisor: f64, mut dy: Option<&mut [T]>) -> f64 {
        if let Some(dy) = &mut dy {
            dy.fill(T::ZERO);
        }
        let Some(weight) = self.classes.classes().of(target) else { return 0.0 };
        if let Some(dy) = dy {
            dy[target.index()] = T::from_f64(-1.0 / divisor) * weight;
        }
        weighed(weight, -y[target.index()]).to_f64()
    }

    weighted_by_class!(C);

    fn describe(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let mut shown = f.debug_struct("Nll");
        self.classes.classes().describe(&mut shown);
        shown.field("reduction", &self.reduction).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dim::N;
    use crate::losses::Loss;

    fn classes<const B: usize>(indices: [usize; B]) -> Tensor<(N<B>,), Class<N<2>>>
    where
        N<B>: Dim<Array<Class<N<2>>> = [Class<N<2>>; B]>,
    {
        Tensor::new(indices.map(|index| Class::new(index).unwrap()))
    }

    #[test]
    fn special_values() {
        let y = Tensor::<(N<3>, N<2>)>::new([[-1e4, f32::NAN], [-1e-40, f32::NEG_INFINITY], [0.0, -1e4]]);
        let mut dy = Tensor::<(N<3>, N<2>)>::new([[f32::NAN; 2]; 3]);
        let value = Nll.gradient(&y, &classes([0, 0, 1]), &mut dy);
        assert_eq!(value, 2e4 / 3.0);
        assert_eq!(dy.as_slice(), [-1.0 / 3.0, 0.0, -1.0 / 3.0, 0.0, 0.0, -1.0 / 3.0]);
        assert_eq!(Nll.value(&y, &classes([0, 1, 0])), f32::INFINITY);
        assert!(Nll.value(&y, &classes([1, 0, 0])).is_nan());
    }

    #[test]
    fn batch_of_zero_weight_has_zero_loss() {
        let y = Tensor::<(N<2>, N<2>)>::new([[-1.0, -2.0], [-3.0, -4.0]]);
        let zero = Tensor::<(N<2>,)>::new([0.0, 1.0]);
        for loss in [Nll.weight(&zero), Nll.ignore_index(Class::default())] {
            for reduction in [Reduction::Mean, Reduction::Sum, Reduction::BatchMean] {
                let mut dy = Tensor::<(N<2>, N<2>)>::new([[f32::NAN; 2]; 2]);
                let loss = loss.reduction(reduction);
                assert_eq!(loss.gradient(&y, &classes([0, 0]), &mut dy), 0.0);
                assert!(dy.iter().all(|&dy| dy == 0.0));
                assert_eq!(loss.value(&y, &classes([0, 0])), 0.0);
            }
        }
    }
}
