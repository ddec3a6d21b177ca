//! Adam that never forgets a large gradient.

use crate::float::Float;
use crate::kernels::update;
use crate::optim::{Adam, Decay, Group, Optimizer, decays};
use crate::parameters::Parameters;
use crate::setting::{Bounds, InvalidSetting};

/// AMSGrad (Reddi, Kale, Kumar 2018): [`Adam`](crate::Adam), but the divisor is made of the largest second moment so far,
/// so that a step never grows again by itself. In step t:
///
/// - m = beta1 m + (1 - beta1) g
/// - v = beta2 v + (1 - beta2) g^2, and u = max(u, v)
/// - W = W - lr m' / (sqrt(u') + epsilon), where m' = m / (1 - beta1^t) and u' = u / (1 - beta2^t)
///
/// With L2, g is g + 2 lambda W; with decoupled decay, W is (1 - lr lambda) W before the step. It is PyTorch's
/// `Adam(amsgrad=True)`, and with decoupled decay everywhere its `AdamW(amsgrad=True)`. It remembers three copies of the
/// network, `[m, v, u]`, which are 0 at first.
///
/// ```
/// use nn_core::{AmsGrad, N, Optimizer, Tensor};
/// let ams = AmsGrad::new(0.1);
/// let mut w = Tensor::<(N<1>,)>::new([1.0]);
/// let mut moments = [[0.0]; 3].map(Tensor::<(N<1>,)>::new);
/// ams.step(1, &mut w, &Tensor::new([1e3]), &mut moments);
/// assert!((w[[0]] - 0.9).abs() < 1e-5);
/// assert_eq!(moments[1].as_slice(), moments[2].as_slice());
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AmsGrad {
    /// The learning rate, finite and at least 0. It may change at any step.
    pub lr: f64,
    /// How much of the first moment stays from step to step, from 0 to less than 1.
    pub beta1: f64,
    /// How much of the second moment stays from step to step, from 0 to less than 1.
    pub beta2: f64,
    /// Keeps the divisor from 0.
    pub epsilon: f64,
    /// How parameters are drawn to zero; not at all at first.
    pub decay: Decay,
}
decays!(AmsGrad, "AmsGrad::new(1e-3)");

impl AmsGrad {
    /// AMSGrad with this learning rate, beta1 0.9, beta2 0.999 and epsilon 1e-8, as in PyTorch.
    ///
    /// # Panics
    /// If the rate is negative, infinite or NaN.
    #[track_caller]
    pub const fn new(lr: f64) -> Self {
        Bounds::NotNegative.require(lr, "`lr` must be finite and at least 0");
        Self { lr, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, decay: Decay::NONE }
    }

    /// The same with other betas.
    ///
    /// ```
    /// assert_eq!(nn_core::AmsGrad::new(1e-3).with_betas(0.9, 0.99).beta2, 0.99);
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
    /// assert_eq!(nn_core::AmsGrad::new(1e-3).with_epsilon(1e-6).epsilon, 1e-6);
    /// ```
    ///
    /// # Panics
    /// If it is negative, infinite or NaN.
    #[track_caller]
    pub const fn with_epsilon(self, epsilon: f64) -> Self {
        Bounds::NotNegative.require(epsilon, "`epsilon` must be finite and at least 0");
        Self { epsilon, ..self }
    }
}

impl<T: Float> Optimizer<T> for AmsGrad {
    type State<P: Parameters<T>> = [P; 3];

    fn weight_decay(&self) -> Decay {
        self.decay
    }

    fn check_settings(&self) -> Result<(), InvalidSetting> {
        let Self { lr, beta1, beta2, epsilon, decay } = *self;
        Optimizer::<T>::check_settings(&Adam { lr, beta1, beta2, epsilon, decay })
    }

    fn update<P: Parameters<T>>(&self, step: u64, group: &Group, params: &mut P, grad: &P, [m, v, u]: &mut [P; 3]) {
        let [keep, l2] = [group.keep(self.lr), group.l2()].map(T::from_f64);
        let correction = |beta| 1.0 - libm::pow(beta, step as f64);
        let length = T::from_f64(self.lr / correction(self.beta1));
        let root = T::from_f64(1.0 / libm::sqrt(correction(self.beta2)));
        let epsilon = T::from_f64(self.epsilon);
        let [keep1, keep2] = [self.beta1, self.beta2].map(T::from_f64);
        let [take1, take2] = [1.0 - self.beta1, 1.0 - self.beta2].map(T::from_f64);
        let moments = [group.of_mut(m), group.of_mut(v), group.of_mut(u)];
        update(group.of_mut(params), group.of(grad), moments, move |w, g, [m, v, u]| {
            let g = g + l2 * w;
            let m = keep1 * m + take1 * g;
            let v = keep2 * v + take2 * (g * g);
            let u = u.max(v);
            (keep * w - length * m / (u.sqrt() * root + epsilon), [m, v, u])
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dim::N;
    use crate::optim::Adam;
    use crate::tensor::Tensor;

    #[test]
    fn while_gradients_grow_it_is_adam() {
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
