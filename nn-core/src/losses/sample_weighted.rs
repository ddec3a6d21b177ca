//! A loss with a weight for each sample.

use crate::criterion;
use crate::float::Float;
use crate::losses::{Both, Criterion, Outputs, PerPosition, Reduction, SampleTarget};
use core::fmt;

/// A loss whose samples have weights, which are a part of the target: `(target, weights)`, with weights `&Tensor<(B,), T>`.
///
/// The term of each sample is multiplied by its weight. With [`Reduction::Mean`], the sum of the terms is divided by the sum of the
/// weights instead of the number of samples, as `average_loss = (losses * w).sum() / w.sum()` in PyTorch with `reduction="none"`;
/// with [`Reduction::BatchMean`], it is divided by the number of samples, as `(losses * w).mean()`. If samples also have the
/// weights of their classes, the weight of a sample is the product. A sample of weight 0 contributes nothing, whatever its output
/// and target are.
///
/// The weights are data, and not checked: a weight should be finite; with NaN, the loss is NaN.
///
/// The target of a data set is `Tuple<(Indices<C>, shape![])>`, or with another target as first part; gradient accumulation,
/// validation and training by several processes weight each batch by the sum of its weights. For weights of the positions of a
/// sample, see [`PositionWeighted`](crate::PositionWeighted).
///
/// ```
/// use nn::losses::SampleWeighted;
/// use nn::prelude::*;
/// # network! { struct Line { fc: Linear<1, 1> } fn forward(x: Tensor<1>) -> Tensor<1> { x.fc() } }
///
/// let mut session = Session::<Line, Sgd, dim![2]>::new(Sgd::new(0.1), 1);
/// let (x, y) = (Tensor::new([[1.0], [2.0]]), Tensor::new([[2.0], [0.0]]));
/// let weights = Tensor::new([1.0, 0.0]); // The second sample is an outlier.
/// for _ in 0..100 {
///     session.step(&x, &SampleWeighted(Mse), (&y, &weights));
/// }
/// assert!((session.network.forward(&Tensor::new([[1.0]]))[[0, 0]] - 2.0).abs() < 1e-3);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SampleWeighted<L>(pub L);

criterion!(impl[Out: Outputs, T: Float, L: Criterion<Out, T>] Loss<Out, T> for SampleWeighted<L>);

impl<Out: Outputs, T: Float, L: Criterion<Out, T>> Criterion<Out, T> for SampleWeighted<L> {
    type Target = Both<L::Target, PerPosition<T, ()>>;

    fn term(
        &self,
        y: Out::Elements<'_, T>,
        (target, weights): SampleTarget<'_, Self, Out, T>,
        divisor: f64,
        mut dy: Option<Out::ElementsMut<'_, T>>,
    ) -> f64 {
        let weight: f64 = weights.iter().map(|weight| weight.to_f64()).sum();
        if weight == 0.0 {
            if let Some(dy) = &mut dy {
                Out::clear(dy);
            }
            return 0.0;
        }
        weight * self.0.term(y, target, divisor / weight, dy)
    }

    fn reduction(&self) -> Reduction {
        self.0.reduction()
    }

    fn normalizer(&self) -> f64 {
        self.0.normalizer()
    }

    fn is_weighted(&self) -> bool {
        true
    }

    fn weight(&self, (target, weights): SampleTarget<'_, Self, Out, T>) -> f64 {
        let own = if self.0.is_weighted() { self.0.weight(target) } else { 1.0 };
        weights.iter().map(|weight| weight.to_f64()).sum::<f64>() * own
    }

    fn check(&self) {
        self.0.check();
    }

    fn describe(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SampleWeighted(")?;
        self.0.describe(f)?;
        f.write_str(")")
    }
}
