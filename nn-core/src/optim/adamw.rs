//! Adam with decoupled weight decay.

use crate::float::Float;
use crate::optim::{Adam, Decay, Group, Optimizer, decays};
use crate::parameters::Parameters;
use crate::setting::{Bounds, InvalidSetting};

/// [`Adam`] with decoupled decay (Loshchilov, Hutter 2017): W = (1 - lr lambda) W before each step, lambda being 0.01.
///
/// It is `Adam::new(lr).decay(0.01)` under the name that PyTorch gives it, with PyTorch's defaults; but bias and norm do not
/// decay, unless [`decay_everywhere`](Self::decay_everywhere) says so.
///
/// ```
/// use nn_core::{AdamW, N, Optimizer, Tensor};
/// let mut w = Tensor::<(N<1>,)>::new([1.0]);
/// let mut moments = [[0.0]; 2].map(Tensor::<(N<1>,)>::new);
/// // Where nothing pulls, the weight decays.
/// AdamW::new(0.1).decay(0.5).step(1, &mut w, &Tensor::new([0.0]), &mut moments);
/// assert_eq!(w[[0]], 0.95);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AdamW {
    /// The learning rate, finite and at least 0. It may change at any step.
    pub lr: f64,
    /// How much of the first moment stays from step to step, from 0 to less than 1.
    pub beta1: f64,
    /// How much of the second moment stays from step to step, from 0 to less than 1.
    pub beta2: f64,
    /// Keeps the divisor from 0.
    pub epsilon: f64,
    /// How parameters are drawn to zero; decoupled by 0.01 at first.
    pub decay: Decay,
}
decays!(AdamW, "AdamW::new(1e-3)");

impl AdamW {
    /// AdamW with this learning rate, beta1 0.9, beta2 0.999, epsilon 1e-8 and lambda 0.01, as in PyTorch.
    ///
    /// # Panics
    /// If the rate is negative, infinite or NaN.
    #[track_caller]
    pub const fn new(lr: f64) -> Self {
        Bounds::NotNegative.require(lr, "`lr` must be finite and at least 0");
        let decay = Decay { decoupled: 0.01, ..Decay::NONE };
        Self { lr, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, decay }
    }

    /// The same with other betas.
    ///
    /// ```
    /// assert_eq!(nn_core::AdamW::new(1e-3).with_betas(0.9, 0.95).beta2, 0.95);
    /// ```
    ///
    /// # Panics
    /// If one is not at least 0 and less than 1.
    #[track_caller]
    pub const fn with_betas(self, beta1: f64, beta2: f64) -> Self {
        Bounds::BelowOne.require(beta1, "`beta1` must be at least 0 and less than 1");
        Bounds::BelowOne.require(beta2, "`beta2` must be at least 0 and less than 1");
        Self { beta1, beta2, ..self }
    }

    /// The same with another epsilon.
    ///
    /// ```
    /// assert_eq!(nn_core::AdamW::new(1e-3).with_epsilon(1e-6).epsilon, 1e-6);
    /// ```
    ///
    /// # Panics
    /// If it is negative, infinite or NaN.
    #[track_caller]
    pub const fn with_epsilon(self, epsilon: f64) -> Self {
        Bounds::NotNegative.require(epsilon, "`epsilon` must be finite and at least 0");
        Self { epsilon, ..self }
    }

    /// The same numbers as those of [`Adam`], whose rule it is.
    const fn as_adam(&self) -> Adam {
        let Self { lr, beta1, beta2, epsilon, decay } = *self;
        Adam { lr, beta1, beta2, epsilon, decay }
    }
}

impl<T: Float> Optimizer<T> for AdamW {
    type State<P: Parameters<T>> = [P; 2];

    fn weight_decay(&self) -> Decay {
        self.decay
    }

    fn check_settings(&self) -> Result<(), InvalidSetting> {
        Optimizer::<T>::check_settings(&self.as_adam())
    }

    fn update<P: Parameters<T>>(&self, step: u64, group: &Group, params: &mut P, grad: &P, moments: &mut [P; 2]) {
        self.as_adam().update(step, group, params, grad, moments);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dim::N;
    use crate::tensor::Tensor;

    #[test]
    fn it_is_adam_with_decay() {
        let mut w = [Tensor::<(N<2>,)>::new([1.0, -2.0]), Tensor::new([1.0, -2.0])];
        let mut moments = [(); 2].map(|()| [[0.0; 2]; 2].map(Tensor::<(N<2>,)>::new));
        for step in 1..=20 {
            let g = Tensor::new([0.3 / step as f32, -0.1]);
            AdamW::new(0.05).step(step, &mut w[0], &g, &mut moments[0]);
            Adam::new(0.05).decay(0.01).step(step, &mut w[1], &g, &mut moments[1]);
        }
        assert_eq!(w[0].as_slice(), w[1].as_slice());
        assert_ne!(w[0].as_slice(), [1.0, -2.0]);
    }
}
