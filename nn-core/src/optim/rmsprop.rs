//! RMSprop.

use crate::float::Float;
use crate::optim::optimizer::decay_and_checks;
use crate::optim::{Group, Optimizer, WeightDecay};
use crate::parameters::Parameters;
use crate::setting::Bounds;

/// RMSprop: v = alpha v + (1 - alpha) g^2, then W = W - lr g / (sqrt(v) + eps) (Hinton 2012), as PyTorch's `RMSprop` without
/// momentum and not centred, which [`RmsPropMomentum`](crate::RmsPropMomentum) has.
///
/// With L2, g is replaced by g + 2 lambda W; with decoupled decay, W is replaced by (1 - lr lambda) W before the step. Its state is
/// one copy of the network, v, initialised to 0, so the first step is about lr / sqrt(1 - alpha) long.
///
/// ```
/// use nn::Tensor;
/// use nn::dim::N;
/// use nn::optim::{Optimizer, RmsProp};
/// let mut w = Tensor::<(N<1>,)>::new([1.0]);
/// let mut v = Tensor::<(N<1>,)>::new([0.0]);
/// RmsProp::new(0.1).alpha(0.75).step(1, &mut w, &Tensor::new([8.0]), &mut v);
/// assert_eq!(v[[0]], 16.0);
/// assert!((w[[0]] - (1.0 - 0.1 * 8.0 / 4.0)).abs() < 1e-6);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct RmsProp {
    /// The learning rate, finite and at least 0. It may be changed between steps.
    pub lr: f64,
    /// The decay rate of v, at least 0 and less than 1.
    pub alpha: f64,
    /// Added to the denominator to keep it from being 0, finite and at least 0.
    pub eps: f64,
    /// The weight decay; defaults to none.
    pub weight_decay: WeightDecay,
    /// Whether to increase the loss instead of decreasing it; defaults to `false`.
    pub maximize: bool,
}

impl RmsProp {
    /// Creates an RMSprop optimiser with this learning rate, alpha 0.99 and eps 1e-8, as in PyTorch.
    ///
    /// # Panics
    /// Panics if the rate is negative, infinite or NaN.
    #[track_caller]
    pub const fn new(lr: f64) -> Self {
        Bounds::NotNegative.require(lr, "`lr` must be finite and at least 0");
        Self { lr, alpha: 0.99, eps: 1e-8, weight_decay: WeightDecay::NONE, maximize: false }
    }
}

impl<T: Float> Optimizer<T> for RmsProp {
    type State<P: Parameters<T>> = P;

    decay_and_checks!(T);

    fn update<P: Parameters<T>>(&self, _: u64, group: &Group, params: &mut P, grad: &P, state: &mut P) {
        let [lr, alpha, take, eps] = [self.lr, self.alpha, 1.0 - self.alpha, self.eps].map(T::from_f64);
        group.update(self.lr, params, grad, [state], move |w, g, [v]| {
            let v = alpha * v + take * (g * g);
            (w - lr * g / (v.sqrt() + eps), [v])
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dim::N;
    use crate::tensor::Tensor;

    #[test]
    fn hundred_steps_match_formula() {
        let mut w = Tensor::<(N<2>,), f64>::new([1.0, -2.0]);
        let mut v = Tensor::<(N<2>,), f64>::new([0.0; 2]);
        let (mut expected, mut squares) = ([1.0, -2.0], [0.0; 2]);
        for step in 1..=100 {
            let g = [0.3, -0.7 / step as f64];
            RmsProp::new(0.01).step(step, &mut w, &Tensor::new(g), &mut v);
            for i in 0..2 {
                squares[i] = 0.99 * squares[i] + (1.0 - 0.99) * (g[i] * g[i]);
                expected[i] -= 0.01 * g[i] / (libm::sqrt(squares[i]) + 1e-8);
            }
            assert_eq!(w.as_slice(), expected);
        }
    }

    #[test]
    fn special_values() {
        let mut w = Tensor::<(N<3>,)>::new([1.0; 3]);
        let mut v = Tensor::<(N<3>,)>::new([0.0; 3]);
        RmsProp::new(0.1).step(1, &mut w, &Tensor::new([f32::NAN, 0.0, 1e-40]), &mut v);
        assert!(w[[0]].is_nan() && w[[1]] == 1.0 && w[[2]].is_finite());
    }
}
