//! Negative log-likelihood.

use crate::dim::Dim;
use crate::float::Float;
use crate::losses::class_weights::ClassWeights;
use crate::losses::rows::{first, weighed};
use crate::losses::{Divisor, Loss, Reduced, Reduction};
use crate::signal::Class;
use crate::tensor::Tensor;

/// L = -x_t, the mean over the batch: x are the log-probabilities of one sample, such as
/// [`LogSoftmax`](crate::LogSoftmax) gives, and t is its class. PyTorch's `NLLLoss`.
///
/// The output is `(C,)`, the target a class a sample: `&Tensor<(B,), Class<C>>`. The gradient by x_t is -1 / B, and 0 by all
/// others. [`weights`](Self::weights), [`ignore`](Self::ignore) and [`reduce`](Self::reduce) are PyTorch's options.
/// [`CrossEntropy`](crate::CrossEntropy) takes logits, and is this behind a log-softmax.
///
/// ```
/// use nn_core::{Class, Loss, N, Nll, Tensor};
/// let y = Tensor::<(N<1>, N<2>)>::new([[0.25_f32.ln(), 0.75_f32.ln()]]);
/// let target = Tensor::<(N<1>,), Class<N<2>>>::new([Class::new(1).unwrap()]);
/// let mut dy = Tensor::<(N<1>, N<2>)>::new([[0.0; 2]]);
/// assert_eq!(Nll.gradient(&y, &target, &mut dy), -(0.75_f32.ln()));
/// assert_eq!(dy.as_slice(), [0.0, -1.0]);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Nll;

impl Nll {
    const fn plain<C: Dim, T: Float>(self) -> NllWith<'static, C, T> {
        NllWith { classes: ClassWeights::EQUAL }
    }

    /// The same loss with a weight for each class: see [`NllWith::weights`].
    ///
    /// # Panics
    /// If a weight is negative, infinite or NaN.
    #[track_caller]
    pub fn weights<C: Dim, T: Float>(self, weights: &Tensor<(C,), T>) -> NllWith<'_, C, T> {
        self.plain().weights(weights)
    }

    /// The same loss, in which samples of this class count for nothing: see [`NllWith::ignore`].
    pub const fn ignore<C: Dim, T: Float>(self, class: Class<C>) -> NllWith<'static, C, T> {
        self.plain().ignore(class)
    }

    /// The same loss with another reduction. The terms are those of the samples: `Mean` divides by their number.
    pub const fn reduce(self, reduction: Reduction) -> Reduced<Self> {
        Reduced { loss: self, reduction }
    }
}

/// [`Nll`] with other settings than its own: what [`Nll::weights`] and [`Nll::ignore`] give.
pub struct NllWith<'w, C: Dim, T: Float = f32> {
    classes: ClassWeights<'w, C, T>,
}

impl<C: Dim, T: Float> Copy for NllWith<'_, C, T> {}
impl<C: Dim, T: Float> Clone for NllWith<'_, C, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<C: Dim, T: Float> core::fmt::Debug for NllWith<'_, C, T> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("NllWith").field("classes", &self.classes).finish()
    }
}

impl<'w, C: Dim, T: Float> NllWith<'w, C, T> {
    /// The same loss with a weight for each class, at least 0: a sample's term is -w_t x_t, and the mean divides by the sum
    /// of the w_t. Where that is 0, nothing counts: loss and gradient are 0 (PyTorch: NaN). A sample of a class that weighs 0 has a
    /// term of 0, also where x_t is minus infinity.
    ///
    /// ```
    /// use nn_core::{Class, Loss, N, Nll, Tensor};
    /// let weights = Tensor::<(N<2>,)>::new([3.0, 1.0]);
    /// let y = Tensor::<(N<2>, N<2>)>::new([[-1.0, -2.0], [-3.0, -4.0]]);
    /// let target = Tensor::<(N<2>,), Class<N<2>>>::new([0, 1].map(|t| Class::new(t).unwrap()));
    /// assert_eq!(Nll.weights(&weights).value(&y, &target), (3.0 * 1.0 + 4.0) / 4.0);
    /// ```
    ///
    /// # Panics
    /// If a weight is negative, infinite or NaN.
    #[track_caller]
    pub fn weights<'v>(self, weights: &'v Tensor<(C,), T>) -> NllWith<'v, C, T>
    where
        'w: 'v,
    {
        NllWith { classes: self.classes.with_weights(weights) }
    }

    /// The same loss, in which samples of this class count for nothing: neither in the loss, nor in the gradient, nor in
    /// what the mean divides by. Where all are of this class, loss and gradient are 0 (PyTorch: NaN).
    ///
    /// ```
    /// use nn_core::{Class, Loss, N, Nll, Tensor};
    /// let y = Tensor::<(N<2>, N<2>)>::new([[-1.0, -2.0], [-3.0, -4.0]]);
    /// let target = Tensor::<(N<2>,), Class<N<2>>>::new([0, 1].map(|t| Class::new(t).unwrap()));
    /// assert_eq!(Nll.ignore(Class::new(0).unwrap()).value(&y, &target), 4.0);
    /// ```
    pub const fn ignore(self, class: Class<C>) -> Self {
        Self { classes: self.classes.without(class) }
    }

    /// The same loss with another reduction. The terms are those of the samples: `Mean` divides by their weights' sum.
    pub const fn reduce(self, reduction: Reduction) -> Reduced<Self> {
        Reduced { loss: self, reduction }
    }
}

impl<C: Dim, T: Float> Loss<(C,), T> for Nll {
    type Target<'a, B: Dim> = &'a Tensor<(B,), Class<C>>;

    fn describe(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        Loss::<(C,), T>::describe(&self.plain::<C, T>(), f)
    }

    fn value_of_rows<B: Dim>(&self, rows: usize, y: &Tensor<(B, C), T>, target: &Tensor<(B,), Class<C>>) -> T {
        self.plain().value_of_rows(rows, y, target)
    }

    fn gradient_of_rows<B: Dim>(
        &self,
        rows: usize,
        y: &Tensor<(B, C), T>,
        target: &Tensor<(B,), Class<C>>,
        dy: &mut Tensor<(B, C), T>,
    ) -> T {
        self.plain().gradient_of_rows(rows, y, target, dy)
    }

    fn divisor(&self) -> Divisor {
        Divisor::Samples
    }
}

impl<C: Dim, T: Float> Loss<(C,), T> for Reduced<Nll> {
    type Target<'a, B: Dim> = &'a Tensor<(B,), Class<C>>;

    fn describe(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        Loss::<(C,), T>::describe(&self.loss.plain::<C, T>().reduce(self.reduction), f)
    }

    fn value_of_rows<B: Dim>(&self, rows: usize, y: &Tensor<(B, C), T>, target: &Tensor<(B,), Class<C>>) -> T {
        self.loss.plain().reduce(self.reduction).value_of_rows(rows, y, target)
    }

    fn gradient_of_rows<B: Dim>(
        &self,
        rows: usize,
        y: &Tensor<(B, C), T>,
        target: &Tensor<(B,), Class<C>>,
        dy: &mut Tensor<(B, C), T>,
    ) -> T {
        self.loss.plain().reduce(self.reduction).gradient_of_rows(rows, y, target, dy)
    }

    fn divisor(&self) -> Divisor {
        self.reduction.kind(Divisor::Samples)
    }
}

impl<C: Dim, T: Float> Loss<(C,), T> for NllWith<'_, C, T> {
    type Target<'a, B: Dim> = &'a Tensor<(B,), Class<C>>;

    fn describe(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        Loss::<(C,), T>::describe(&self.reduce(Reduction::Mean), f)
    }

    fn value_of_rows<B: Dim>(&self, rows: usize, y: &Tensor<(B, C), T>, target: &Tensor<(B,), Class<C>>) -> T {
        self.reduce(Reduction::Mean).value_of_rows(rows, y, target)
    }

    fn gradient_of_rows<B: Dim>(
        &self,
        rows: usize,
        y: &Tensor<(B, C), T>,
        target: &Tensor<(B,), Class<C>>,
        dy: &mut Tensor<(B, C), T>,
    ) -> T {
        self.reduce(Reduction::Mean).gradient_of_rows(rows, y, target, dy)
    }

    fn divisor(&self) -> Divisor {
        self.classes.kind(Reduction::Mean)
    }

    fn weight_of_rows<B: Dim>(&self, rows: usize, target: &Tensor<(B,), Class<C>>) -> f64 {
        Loss::<(C,), T>::weight_of_rows(&self.reduce(Reduction::Mean), rows, target)
    }
}

impl<C: Dim, T: Float> Loss<(C,), T> for Reduced<NllWith<'_, C, T>> {
    type Target<'a, B: Dim> = &'a Tensor<(B,), Class<C>>;

    fn describe(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let mut shown = f.debug_struct("Nll");
        self.loss.classes.describe(&mut shown);
        shown.field("reduction", &self.reduction).finish()
    }

    fn value_of_rows<B: Dim>(&self, rows: usize, y: &Tensor<(B, C), T>, target: &Tensor<(B,), Class<C>>) -> T {
        let (y, target) = (first::<B, _>(rows, y.as_slice()), first::<B, _>(rows, target.as_slice()));
        let Some(divisor) = self.loss.classes.divisor(self.reduction, target) else { return T::ZERO };
        let terms = y.chunks_exact(C::SIZE).zip(target).filter_map(|(x, &target)| {
            let weight = self.loss.classes.of(target)?;
            Some(weighed(weight, -x[target.index()]).to_f64())
        });
        T::from_f64(terms.sum::<f64>() / divisor)
    }

    fn gradient_of_rows<B: Dim>(
        &self,
        rows: usize,
        y: &Tensor<(B, C), T>,
        target: &Tensor<(B,), Class<C>>,
        dy: &mut Tensor<(B, C), T>,
    ) -> T {
        let classes = first::<B, _>(rows, target.as_slice());
        dy.as_mut_slice().fill(T::ZERO);
        if let Some(divisor) = self.loss.classes.divisor(self.reduction, classes) {
            let scale = T::from_f64(-1.0 / divisor);
            for (dx, &target) in dy.as_mut_slice().chunks_exact_mut(C::SIZE).zip(classes) {
                if let Some(weight) = self.loss.classes.of(target) {
                    dx[target.index()] = scale * weight;
                }
            }
        }
        self.value_of_rows(rows, y, target)
    }

    fn divisor(&self) -> Divisor {
        self.loss.classes.kind(self.reduction)
    }

    fn weight_of_rows<B: Dim>(&self, rows: usize, target: &Tensor<(B,), Class<C>>) -> f64 {
        self.loss.classes.weight(self.reduction, first::<B, _>(rows, target.as_slice()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dim::N;

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
    fn where_nothing_counts_there_is_no_loss() {
        let y = Tensor::<(N<2>, N<2>)>::new([[-1.0, -2.0], [-3.0, -4.0]]);
        let zero = Tensor::<(N<2>,)>::new([0.0, 1.0]);
        for loss in [Nll.weights(&zero), Nll.ignore(Class::default())] {
            for reduction in [Reduction::Mean, Reduction::Sum, Reduction::BatchMean] {
                let mut dy = Tensor::<(N<2>, N<2>)>::new([[f32::NAN; 2]; 2]);
                let loss = loss.reduce(reduction);
                assert_eq!(loss.gradient(&y, &classes([0, 0]), &mut dy), 0.0);
                assert!(dy.iter().all(|&dy| dy == 0.0));
                assert_eq!(loss.value(&y, &classes([0, 0])), 0.0);
            }
        }
    }
}
