//! AMSGrad, the variant of Adam with a maximum of the second moments.

use crate::float::Float;
use crate::optim::adam_family::{AdamRule, adam_family, adam_rule};
use crate::optim::optimizer::decay_and_checks;
use crate::optim::{Group, Optimizer, WeightDecay};
use crate::parameters::Parameters;
use crate::setting::Bounds;

/// AMSGrad (Reddi, Kale, Kumar 2018): [`Adam`](crate::Adam) with the largest second moment so far in the denominator, so that the
/// denominator never forgets a large gradient. In step t:
///
/// - m = beta1 m + (1 - beta1) g
/// - v = beta2 v + (1 - beta2) g^2, and u = max(u, v)
/// - W = W - lr m' / (sqrt(u') + eps), where m' = m / (1 - beta1^t) and u' = u / (1 - beta2^t)
///
/// With L2, g is replaced by g + 2 lambda W; with decoupled decay, W is replaced by (1 - lr lambda) W before the step. It is
/// PyTorch's `Adam(amsgrad=True)`, or its `AdamW(amsgrad=True)` if decoupled decay is applied everywhere. Its state is three copies
/// of the network, `[m, v, u]`, initialised to 0.
///
/// ```
/// use nn::Tensor;
/// use nn::dim::N;
/// use nn::optim::{AmsGrad, Optimizer};
/// let ams = AmsGrad::new(0.1);
/// let mut w = Tensor::<(N<1>,)>::new([1.0]);
/// let mut moments = [[0.0]; 3].map(Tensor::<(N<1>,)>::new);
/// ams.step(1, &mut w, &Tensor::new([1e3]), &mut moments);
/// assert!((w[[0]] - 0.9).abs() < 1e-5);
/// assert_eq!(moments[1].as_slice(), moments[2].as_slice());
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct AmsGrad {
    /// The learning rate, finite and at least 0. It may be changed between steps.
    pub lr: f64,
    /// The decay rate of the first moment, at least 0 and less than 1.
    pub beta1: f64,
    /// The decay rate of the second moment, at least 0 and less than 1.
    pub beta2: f64,
    /// Added to the denominator to keep it from being 0, finite and at least 0.
    pub eps: f64,
    /// The weight decay; defaults to none.
    pub weight_decay: WeightDecay,
    /// Whether to increase the loss instead of decreasing it; defaults to `false`.
    pub maximize: bool,
}
adam_family!(AmsGrad, "", WeightDecay::NONE);
adam_rule!(AmsGrad, [m v u]);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dim::N;
    use crate::optim::Adam;
    use crate::tensor::Tensor;

    #[test]
    fn equals_adam_while_gradients_grow() {
        let mut w = [Tensor::<(N<2>,)>::new([1.0, -2.0]), Tensor::new([1.0, -2.0])];
        let (mut adam, mut ams) = ([[0.0; 2]; 2].map(Tensor::<(N<2>,)>::new), [[0.0; 2]; 3].map(Tensor::new));
        for step in 1..=20 {
            let g = Tensor::new([0.3 * step as f32, -0.1 * step as f32]);
            Adam::new(0.05).step(step, &mut w[0], &g, &mut adam);
            AmsGrad::new(0.05).step(step, &mut w[1], &g, &mut ams);
        }
        assert_eq!(w[0].as_slice(), w[1].as_slice());
        let large = ams[2].as_slice().to_vec();
        AmsGrad::new(0.05).step(21, &mut w[1], &Tensor::new([0.0; 2]), &mut ams);
        assert_eq!(ams[2].as_slice(), large);
        assert!(ams[1].iter().zip(&large).all(|(v, large)| v < large));
    }

    #[test]
    fn special_values() {
        let mut w = Tensor::<(N<3>,)>::new([1.0; 3]);
        let mut moments = [[0.0; 3]; 3].map(Tensor::<(N<3>,)>::new);
        AmsGrad::new(0.1).step(1, &mut w, &Tensor::new([f32::NAN, 0.0, 1e-40]), &mut moments);
        assert!(w[[0]].is_nan() && w[[1]] == 1.0 && w[[2]].is_finite());
    }
}
