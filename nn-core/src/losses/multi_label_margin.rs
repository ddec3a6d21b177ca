//! The margin loss of several classes per sample.

use crate::criterion;
use crate::dim::Dim;
use crate::float::Float;
use crate::losses::reduction::reductions;
use crate::losses::{Criterion, PerPosition, Reduction};
use crate::signal::{Class, Label};

/// The multi-label margin loss: L = the sum over all classes i that are no targets and all targets j of max(0, 1 - (x_j - x_i)),
/// divided by the number of classes C and averaged over the batch, as PyTorch's `MultiLabelMarginLoss`.
///
/// The output is `(C,)`; the target is a list of classes per sample, `&Tensor<(B, C), Label<C>>`, which ends at the first
/// [`Label::IGNORED`], -1 in PyTorch. A class that is listed twice counts twice. Each target j and class i within the margin add
/// 1 / (C B) to the gradient of x_i and -1 / (C B) to that of x_j. [`reduction`](Self::reduction) selects another reduction. For
/// one class per sample, see [`MultiMargin`](crate::MultiMargin).
///
/// ```
/// use nn::losses::MultiLabelMargin;
/// use nn::prelude::*;
/// use nn::Label;
/// let y = Tensor::<shape![1, 4]>::new([[0.1, 0.2, 0.4, 0.8]]);
/// let target = [3, 0, -1, 1].map(|index| Label::from_index(index, -1).unwrap()); // The classes 3 and 0.
/// let target = Tensor::<shape![1, 4], Label<dim![4]>>::new([target]);
/// let loss = MultiLabelMargin.value(&y, &target);
/// assert!((loss - 0.25 * (0.4 + 0.6 + 1.1 + 1.3)).abs() < 1e-6);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct MultiLabelMargin {
    reduction: Reduction,
}
reductions!(MultiLabelMargin, Mean, "The terms are those of the samples: `Mean` divides by their number.");

/// Returns the classes of a list, which ends at the first ignored label.
fn listed<C: Dim>(target: &[Label<C>]) -> impl Iterator<Item = usize> + Clone {
    target.iter().map_while(|label| label.class().map(Class::index))
}

criterion!(impl[C: Dim, T: Float] Loss<(C,), T> for MultiLabelMargin);

impl<C: Dim, T: Float> Criterion<(C,), T> for MultiLabelMargin {
    type Target = PerPosition<Label<C>, (C,)>;

    fn term(&self, y: &[T], target: &[Label<C>], divisor: f64, mut dy: Option<&mut [T]>) -> f64 {
        if let Some(dy) = &mut dy {
            dy.fill(T::ZERO);
        }
        let scale = T::from_f64(1.0 / divisor);
        let targets = listed(target);
        let mut sum = 0.0;
        for (class, &x) in y.iter().enumerate().filter(|&(class, _)| targets.clone().all(|target| target != class)) {
            for target in targets.clone() {
                let term = T::ONE - y[target] + x;
                if term <= T::ZERO {
                    continue;
                }
                sum += term.to_f64();
                if let Some(dy) = &mut dy {
                    dy[class] += scale;
                    dy[target] -= scale;
                }
            }
        }
        sum
    }

    fn reduction(&self) -> Reduction {
        self.reduction
    }

    fn normalizer(&self) -> f64 {
        C::SIZE as f64
    }

    fn describe(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("MultiLabelMargin").field("reduction", &self.reduction).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dim::N;
    use crate::losses::Loss;
    use crate::tensor::Tensor;

    fn row(x: [f32; 3], target: [i64; 3]) -> (f32, [f32; 3]) {
        let mut d = Tensor::<(N<1>, N<3>)>::new([[f32::NAN; 3]]);
        let target = Tensor::<(N<1>, N<3>), Label<N<3>>>::new([target.map(|i| Label::from_index(i, -1).unwrap())]);
        let value = MultiLabelMargin.reduction(Reduction::Sum).gradient(&Tensor::new([x]), &target, &mut d);
        (3.0 * value, d.as_slice().try_into().map(|d: [f32; 3]| d.map(|d| (3.0 * d).round())).unwrap())
    }

    #[test]
    fn special_values() {
        // Without targets, or with all classes as targets, nothing is compared.
        assert_eq!(row([1.0, 2.0, 3.0], [-1, 0, 1]), (0.0, [0.0; 3]));
        assert_eq!(row([1.0, 2.0, 3.0], [2, 0, 1]), (0.0, [0.0; 3]));
        assert_eq!(row([0.0; 3], [1, -1, -1]), (2.0, [1.0, -2.0, 1.0]));
        assert_eq!(row([0.0; 3], [1, 1, -1]), (4.0, [2.0, -4.0, 2.0]));
        assert_eq!(row([0.0; 3], [1, 0, -1]), (2.0, [-1.0, -1.0, 2.0]));
        assert_eq!(row([1e4, -1e4, 0.0], [0, -1, 0]), (0.0, [0.0; 3]));
        assert_eq!(row([1e4, -1e4, 0.0], [1, -1, 0]), (30_002.0, [1.0, -2.0, 1.0]));
        // Exactly at the margin, loss and gradient are 0.
        assert_eq!(row([1.0, 0.0, 0.0], [0, -1, -1]), (0.0, [0.0; 3]));
        assert!(row([f32::NAN, 0.0, 0.0], [0, -1, -1]).0.is_nan());
    }
}
