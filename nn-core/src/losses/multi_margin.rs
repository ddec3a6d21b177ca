//! The hinge loss of several classes.

use crate::dim::Dim;
use crate::float::Float;
use crate::losses::rows::{first, first_mut};
use crate::losses::{Divisor, Loss, Reduced, Reduction};
use crate::signal::Class;
use crate::tensor::Tensor;

/// L = the sum over all classes j but the sample's own, t, of max(0, margin - x_t + x_j), divided by the number of classes;
/// the mean over the batch (Weston, Watkins 1999). PyTorch's `MultiMarginLoss`, with its defaults.
///
/// The output is `(C,)`, the target a class a sample: `&Tensor<(B,), Class<C>>`. Each class within the margin is pushed down
/// and the sample's own is pulled up by 1 / (C B). [`squared`](Self::squared) squares the terms; [`reduce`](Self::reduce)
/// takes another reduction. For two classes and one output there is [`Hinge`](crate::Hinge).
///
/// ```
/// use nn_core::{Class, Loss, MultiMargin, N, Tensor};
/// let y = Tensor::<(N<1>, N<4>)>::new([[2.0, 3.0, 1.5, 0.0]]);
/// let target = Tensor::<(N<1>,), Class<N<4>>>::new([Class::new(0).unwrap()]);
/// let mut dy = Tensor::<(N<1>, N<4>)>::new([[0.0; 4]]);
/// let loss = MultiMargin::default().gradient(&y, &target, &mut dy);
/// assert_eq!(loss, (2.0 + 0.5) / 4.0);
/// assert_eq!(dy.as_slice(), [-0.5, 0.25, 0.25, 0.0]);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MultiMargin {
    /// How far the sample's own class must be above all others, more than 0.
    pub margin: f64,
    /// Whether the terms are squared.
    pub squared: bool,
}

impl MultiMargin {
    /// The loss with this margin, which is more than 0.
    ///
    /// # Panics
    /// If `margin` is 0, negative, infinite or NaN.
    #[track_caller]
    pub const fn new(margin: f64) -> Self {
        assert!(margin > 0.0 && margin < f64::INFINITY, "{}", MARGIN);
        Self { margin, squared: false }
    }

    /// The same loss with squared terms: max(0, margin - x_t + x_j)^2. PyTorch's `p=2`.
    ///
    /// ```
    /// assert!(nn_core::MultiMargin::default().squared().squared);
    /// ```
    pub const fn squared(self) -> Self {
        Self { squared: true, ..self }
    }

    /// The same loss with another reduction. The terms are those of the samples: `Mean` divides by their number.
    pub const fn reduce(self, reduction: Reduction) -> Reduced<Self> {
        Reduced { loss: self, reduction }
    }

    /// The field is public, and may have been set after `new`.
    #[inline]
    fn check<T: Float>(&self) {
        let margin = T::from_f64(self.margin);
        assert!(margin > T::ZERO && margin.is_finite(), "{MARGIN}");
    }

    /// The term of a class that is `excess` within the margin, and its derivative by that.
    #[inline]
    fn term<T: Float>(&self, excess: T) -> (T, T) {
        if excess <= T::ZERO {
            (T::ZERO, T::ZERO)
        } else if self.squared {
            (excess * excess, excess + excess)
        } else {
            (excess, T::ONE)
        }
    }

    /// How far each class but the sample's own is within the margin.
    #[inline]
    fn excesses<T: Float>(&self, x: &[T], target: usize) -> impl Iterator<Item = (usize, T)> {
        let bound = T::from_f64(self.margin) - x[target];
        x.iter().enumerate().filter(move |&(class, _)| class != target).map(move |(class, &x)| (class, bound + x))
    }
}

const MARGIN: &str = "the `margin` of a `MultiMargin` loss must be finite and more than 0";

impl Default for MultiMargin {
    /// A margin of 1, and no squares.
    fn default() -> Self {
        Self::new(1.0)
    }
}

impl<C: Dim, T: Float> Loss<(C,), T> for MultiMargin {
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
        Divisor::Samples
    }
}

impl<C: Dim, T: Float> Loss<(C,), T> for Reduced<MultiMargin> {
    type Target<'a, B: Dim> = &'a Tensor<(B,), Class<C>>;

    fn describe(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let mut shown = f.debug_struct("MultiMargin");
        shown.field("margin", &self.loss.margin).field("squared", &self.loss.squared);
        shown.field("reduction", &self.reduction).finish()
    }

    fn value_of_rows<B: Dim>(&self, rows: usize, y: &Tensor<(B, C), T>, target: &Tensor<(B,), Class<C>>) -> T {
        self.loss.check::<T>();
        let (y, target) = (first::<B, _>(rows, y.as_slice()), first::<B, _>(rows, target.as_slice()));
        let terms = y.chunks_exact(C::SIZE).zip(target).map(|(x, target)| {
            self.loss.excesses(x, target.index()).map(|(_, excess)| self.loss.term(excess).0.to_f64()).sum::<f64>()
        });
        T::from_f64(terms.sum::<f64>() / (C::SIZE as f64 * self.reduction.divisor(rows as f64, rows)))
    }

    fn gradient_of_rows<B: Dim>(
        &self,
        rows: usize,
        y: &Tensor<(B, C), T>,
        target: &Tensor<(B,), Class<C>>,
        dy: &mut Tensor<(B, C), T>,
    ) -> T {
        let scale = T::from_f64(1.0 / (C::SIZE as f64 * self.reduction.divisor(rows as f64, rows)));
        let (logits, classes) = (first::<B, _>(rows, y.as_slice()), first::<B, _>(rows, target.as_slice()));
        let dy = first_mut::<B, _>(rows, dy.as_mut_slice()).chunks_exact_mut(C::SIZE);
        for ((x, dx), target) in logits.chunks_exact(C::SIZE).zip(dy).zip(classes) {
            let mut pull = T::ZERO;
            for (class, excess) in self.loss.excesses(x, target.index()) {
                let slope = self.loss.term(excess).1;
                dx[class] = scale * slope;
                pull += slope;
            }
            dx[target.index()] = -scale * pull;
        }
        self.value_of_rows(rows, y, target)
    }

    fn divisor(&self) -> Divisor {
        self.reduction.kind(Divisor::Samples)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dim::N;

    fn row(loss: MultiMargin, x: [f32; 3], target: usize) -> (f32, [f32; 3]) {
        let mut d = Tensor::<(N<1>, N<3>)>::new([[f32::NAN; 3]]);
        let target = Tensor::<(N<1>,), Class<N<3>>>::new([Class::new(target).unwrap()]);
        let value = loss.gradient(&Tensor::new([x]), &target, &mut d);
        (value, d.as_slice().try_into().unwrap())
    }

    #[test]
    fn special_values() {
        let third = 1.0_f32 / 3.0;
        let margin = MultiMargin::default();
        assert_eq!(row(margin, [1e4, -1e4, 0.0], 0), (0.0, [0.0; 3]));
        assert_eq!(row(margin, [1e4, -1e4, 0.0], 1), (30_002.0 / 3.0, [third, -2.0 * third, third]));
        assert_eq!(row(margin, [0.0; 3], 2), (2.0 / 3.0, [third, third, -2.0 * third]));
        assert_eq!(row(margin, [1e-40; 3], 2).0, 2.0 / 3.0);
        assert_eq!(row(margin.squared(), [2.0, 0.0, 0.0], 1), (10.0 / 3.0, [2.0, -8.0 * third, 2.0 * third]));
        // Exactly at the margin there is nothing to gain.
        assert_eq!(row(MultiMargin::new(0.5), [0.0, 0.5, 0.0], 1), (0.0, [0.0; 3]));
        assert!(row(margin, [f32::NAN, 0.0, 0.0], 1).0.is_nan());
    }
}
