//! Cross-entropy from probabilities.

use crate::criterion;
use crate::dim::Dim;
use crate::float::Float;
use crate::losses::reduction::reductions;
use crate::losses::{Criterion, Reduction};

/// Cross-entropy from probabilities: L = -sum_i y_i ln(p_i), averaged over the batch, where p are the predicted probabilities of
/// one sample and y the true ones (theory.md, 3.1).
///
/// The output is `(C,)`, such as that of [`Softmax`](crate::Softmax); the target is `&Tensor<(B, C), T>`, which may be one-hot or
/// any distribution. The gradient with respect to p_i is -y_i / (p_i B).
///
/// Where y_i is 0, the term and its gradient are exactly 0 for any p_i. Where y_i is more than 0 and p_i is 0, the loss is infinity
/// and the gradient minus infinity, which the backward pass of a softmax turns into NaN: probabilities are not clamped. If a p_i is
/// below 0, the loss is NaN. Training from logits with [`CrossEntropy`](struct@crate::CrossEntropy) has none of these limits.
///
/// ```
/// use nn::prelude::*;
/// let p = Tensor::<(N<1>, N<3>)>::new([[0.5, 0.5, 0.0]]);
/// let y = Tensor::<(N<1>, N<3>)>::new([[1.0, 0.0, 0.0]]);
/// let mut dp = Tensor::<(N<1>, N<3>)>::new([[0.0; 3]]);
/// let loss = Loss::<(N<3>,)>::gradient(&ProbabilityCrossEntropy, &p, &y, &mut dp);
/// assert_eq!(loss, 2.0_f32.ln());
/// assert_eq!(dp.as_slice(), [-2.0, 0.0, 0.0]);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ProbabilityCrossEntropy {
    reduction: Reduction,
}
reductions!(ProbabilityCrossEntropy, Mean, "The terms are those of the samples: `Mean` divides by their number.");

criterion!(impl[C: Dim, T: Float] Loss<(C,), T> for ProbabilityCrossEntropy);

impl<C: Dim, T: Float> Criterion<(C,), T> for ProbabilityCrossEntropy {
    type Target = [T];

    fn term(&self, p: &[T], target: &[T], divisor: f64, dp: Option<&mut [T]>) -> f64 {
        let known = p.iter().zip(target);
        if let Some(dp) = dp {
            let share = T::from_f64(1.0 / divisor);
            for (dp, (&p, &y)) in dp.iter_mut().zip(known.clone()) {
                *dp = if y == T::ZERO { T::ZERO } else { -(y / p) * share };
            }
        }
        let terms = known.map(|(&p, &y)| if y == T::ZERO { T::ZERO } else { y * p.ln() });
        -terms.sum::<T>().to_f64()
    }

    fn reduction(&self) -> Reduction {
        self.reduction
    }

    fn describe(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("ProbabilityCrossEntropy").field("reduction", &self.reduction).finish()
    }
}

#[cfg(all(test, feature = "alloc"))]
mod tests {
    use super::*;
    use crate::dim::N;
    use crate::init::rng;
    use crate::kernels::{Target, softmax_backward_rows, softmax_rows};
    use crate::losses::Loss;
    use crate::session::gradient_check::{check_loss, fill};
    use crate::tensor::Tensor;

    type Rows<T> = Tensor<(N<4>, N<3>), T>;

    fn random(seed: u64) -> Rows<f64> {
        let (mut logits, mut p) = ([0.0; 12], Rows::new([[0.0; 3]; 4]));
        fill(&mut logits, &mut rng(seed));
        softmax_rows(3, &logits, p.as_mut_slice());
        p
    }

    #[test]
    fn matches_formula_and_gradient() {
        for seed in 0..10 {
            let (mut p, mut y) = (random(seed), random(100 + seed));
            y.as_mut_slice()[..3].copy_from_slice(&[0.0, 1.0, 0.0]);
            let value: f64 = Loss::<(N<3>,), f64>::value(&ProbabilityCrossEntropy, &p, &y);
            let expected: f64 = p.iter().zip(&y).map(|(&p, y)| -y * libm::log(p) / 4.0).sum();
            assert!((value - expected).abs() < 1e-14);
            // The central differences need values below p that are still positive.
            p.as_mut_slice().iter_mut().for_each(|p| *p += 0.1);
            check_loss::<(N<3>,), N<4>, _>(&ProbabilityCrossEntropy, &mut p, &y);
        }
    }

    #[test]
    fn after_softmax_equals_cross_entropy_of_logits() {
        let (p, y) = (random(1), random(2));
        let (mut dp, mut dx) = (Rows::new([[0.0; 3]; 4]), [0.0; 12]);
        Loss::<(N<3>,), f64>::gradient(&ProbabilityCrossEntropy, &p, &y, &mut dp);
        softmax_backward_rows(3, p.as_slice(), dp.as_slice(), Target::set(&mut dx));
        for (dx, (p, y)) in dx.iter().zip(p.iter().zip(&y)) {
            assert!((dx - (p - y) / 4.0).abs() < 1e-14);
        }
    }

    #[test]
    fn zero_probabilities() {
        let one = |p: f32, y: f32| {
            let mut dp = Tensor::<(N<1>, N<1>)>::new([[f32::NAN]]);
            let value =
                Loss::<(N<1>,)>::gradient(&ProbabilityCrossEntropy, &Tensor::new([[p]]), &Tensor::new([[y]]), &mut dp);
            (value, dp[[0, 0]])
        };
        assert_eq!(one(0.0, 0.0), (0.0, 0.0));
        assert_eq!(one(1.0, 1.0), (0.0, -1.0));
        assert_eq!(one(0.0, 1.0), (f32::INFINITY, f32::NEG_INFINITY));
        assert!(one(-0.1, 1.0).0.is_nan());
        assert!(one(f32::NAN, 1.0).0.is_nan());
        assert!(one(0.5, f32::NAN).0.is_nan());
        let (value, dp) = one(1e-38, 1.0);
        assert!((value - 87.498_23).abs() < 1e-4 && (dp + 1e38).abs() < 1e32);
    }
}
