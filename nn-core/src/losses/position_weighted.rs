//! A loss with a weight for each position of a sample.

use crate::criterion;
use crate::float::Float;
use crate::losses::{Both, Criterion, Outputs, PerPosition, Positionwise, Reduction, SampleTarget};
use core::fmt;

/// A loss whose terms have a weight each, which are a part of the target: `(target, weights)`. For an element-wise loss such as
/// [`Mse`](struct@crate::Mse), the weights have the shape of the batched output; for [`CrossEntropy`](struct@crate::CrossEntropy),
/// that of the batched classes.
///
/// The term of each position is multiplied by its weight. With [`Reduction::Mean`], the sum of the terms is divided by the sum of
/// the weights, as `(losses * w).sum() / w.sum()` in PyTorch with `reduction="none"`; with [`Reduction::BatchMean`], it is divided
/// by the number of samples. If positions also have the weights of their classes, the weight of a position is the product. A
/// position of weight 0 contributes nothing, whatever its output and target are: weights of 0 and 1 are a mask, such as that of
/// unknown targets, which may be NaN.
///
/// The weights are data, and not checked: a weight should be finite; with NaN, the loss is NaN. For one weight per
/// sample, see [`SampleWeighted`](crate::SampleWeighted).
///
/// ```
/// use nn::losses::PositionWeighted;
/// use nn::prelude::*;
/// let y = Tensor::<shape![1, 3]>::new([[1.0, 2.0, 3.0]]);
/// let target = Tensor::<shape![1, 3]>::new([[0.0, f32::NAN, 1.0]]);
/// let known = Tensor::<shape![1, 3]>::new([[1.0, 0.0, 1.0]]);
/// let mut dy = Tensor::new([[0.0; 3]]);
/// let loss = Loss::<shape![3]>::gradient(&PositionWeighted(Mse), &y, (&target, &known), &mut dy);
/// assert_eq!(loss, (1.0 + 4.0) / 2.0);
/// assert_eq!(dy.as_slice(), [1.0, 0.0, 2.0]);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PositionWeighted<L>(pub L);

criterion!(impl[Out: Outputs, T: Float, L: Positionwise<Out, T>] Loss<Out, T> for PositionWeighted<L>);

impl<Out: Outputs, T: Float, L: Positionwise<Out, T>> Criterion<Out, T> for PositionWeighted<L> {
    type Target = Both<L::Target, PerPosition<T, L::Positions>>;

    fn term(
        &self,
        y: Out::Elements<'_, T>,
        (target, weights): SampleTarget<'_, Self, Out, T>,
        divisor: f64,
        dy: Option<Out::ElementsMut<'_, T>>,
    ) -> f64 {
        let mut sum = 0.0;
        self.0.position_terms(y, target, Some(weights), divisor, dy, |_, term| sum += term);
        sum
    }

    fn reduction(&self) -> Reduction {
        self.0.reduction()
    }

    fn is_weighted(&self) -> bool {
        true
    }

    fn weight(&self, (target, weights): SampleTarget<'_, Self, Out, T>) -> f64 {
        let weights = weights.iter().enumerate();
        weights.map(|(position, weight)| weight.to_f64() * self.0.position_weight(target, position)).sum()
    }

    fn check(&self) {
        self.0.check();
    }

    fn describe(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PositionWeighted(")?;
        self.0.describe(f)?;
        f.write_str(")")
    }
}
