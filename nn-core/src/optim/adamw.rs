//! Adam with decoupled weight decay.

use crate::float::Float;
use crate::optim::adam_family::{AdamRule, adam_family, adam_rule};
use crate::optim::optimizer::decay_and_checks;
use crate::optim::{Group, Optimizer, WeightDecay};
use crate::parameters::Parameters;
use crate::setting::Bounds;

/// [`Adam`](crate::Adam) with decoupled weight decay (Loshchilov, Hutter 2017): W = (1 - lr lambda) W before each step. lambda
/// defaults to 0.01.
///
/// It is `Adam::new(lr).decoupled_weight_decay(0.01)` under PyTorch's name, with PyTorch's defaults; but unlike in PyTorch, the
/// parameters of bias and norm do not decay unless [`decay_everywhere`](Self::decay_everywhere) is set.
///
/// ```
/// use nn::Tensor;
/// use nn::dim::N;
/// use nn::optim::{AdamW, Optimizer};
/// let mut w = Tensor::<(N<1>,)>::new([1.0]);
/// let mut moments = [[0.0]; 2].map(Tensor::<(N<1>,)>::new);
/// // With a gradient of 0, the weight only decays.
/// AdamW::new(0.1).weight_decay(0.5).step(1, &mut w, &Tensor::new([0.0]), &mut moments);
/// assert_eq!(w[[0]], 0.95);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct AdamW {
    /// The learning rate, finite and at least 0. It may be changed between steps.
    pub lr: f64,
    /// The decay rate of the first moment, at least 0 and less than 1.
    pub beta1: f64,
    /// The decay rate of the second moment, at least 0 and less than 1.
    pub beta2: f64,
    /// Added to the denominator to keep it from being 0, finite and at least 0.
    pub eps: f64,
    /// The weight decay; defaults to decoupled decay by 0.01.
    pub weight_decay: WeightDecay,
    /// Whether to increase the loss instead of decreasing it; defaults to `false`.
    pub maximize: bool,
}
adam_family!(AdamW, " and lambda 0.01", WeightDecay { decoupled: 0.01, ..WeightDecay::NONE });
adam_rule!(AdamW, [m v]);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dim::N;
    use crate::optim::Adam;
    use crate::tensor::Tensor;

    #[test]
    fn equals_adam_with_decoupled_decay() {
        let mut w = [Tensor::<(N<2>,)>::new([1.0, -2.0]), Tensor::new([1.0, -2.0])];
        let mut moments = [(); 2].map(|()| [[0.0; 2]; 2].map(Tensor::<(N<2>,)>::new));
        for step in 1..=20 {
            let g = Tensor::new([0.3 / step as f32, -0.1]);
            AdamW::new(0.05).step(step, &mut w[0], &g, &mut moments[0]);
            Adam::new(0.05).decoupled_weight_decay(0.01).step(step, &mut w[1], &g, &mut moments[1]);
        }
        assert_eq!(w[0].as_slice(), w[1].as_slice());
        assert_ne!(w[0].as_slice(), [1.0, -2.0]);
    }
}
