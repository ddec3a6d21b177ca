//! Adam with Nesterov momentum.

use crate::float::Float;
use crate::optim::adam_family::{adam_family, correction, moments};
use crate::optim::optimizer::decay_and_checks;
use crate::optim::{Group, Optimizer, WeightDecay};
use crate::parameters::Parameters;
use crate::setting::Bounds;

/// NAdam (Dozat 2016): [`Adam`](crate::Adam) with Nesterov momentum, as PyTorch's `NAdam`. In step t:
///
/// - m = beta1 m + (1 - beta1) g
/// - v = beta2 v + (1 - beta2) g^2
/// - W = W - lr (a g + b m) / (sqrt(v / (1 - beta2^t)) + eps), where a = (1 - mu_t) / (1 - mu_1 .. mu_t),
///   b = mu_(t+1) / (1 - mu_1 .. mu_(t+1)) and mu_i = beta1 (1 - 0.96^(i psi) / 2)
///
/// psi is [`momentum_decay`](Self::momentum_decay). With [`l2`](Self::l2), g is replaced by g + 2 lambda W; with
/// [`decoupled_weight_decay`](Self::decoupled_weight_decay), W by (1 - lr lambda) W before the step, as in PyTorch with
/// `decoupled_weight_decay=True`.
///
/// Its state is two copies of the network, `[m, v]`, initialised to 0. The product of all mu_i is computed from the number of the
/// step, and so with the current beta1 and psi, if they have changed.
///
/// ```
/// use nn::Tensor;
/// use nn::dim::N;
/// use nn::optim::{NAdam, Optimizer};
/// let mut w = Tensor::<(N<2>,)>::new([1.0, 1.0]);
/// let mut moments = [[0.0; 2]; 2].map(Tensor::<(N<2>,)>::new);
/// // The first step is about as long as the learning rate, whatever the size of the gradient.
/// NAdam::new(0.1).step(1, &mut w, &Tensor::new([1e-3, -1e3]), &mut moments);
/// assert!((0.8..0.9).contains(&w[[0]]) && (1.1..1.2).contains(&w[[1]]));
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct NAdam {
    /// The learning rate, finite and at least 0. It may be changed between steps.
    pub lr: f64,
    /// The decay rate of the first moment, at least 0 and less than 1.
    pub beta1: f64,
    /// The decay rate of the second moment, at least 0 and less than 1.
    pub beta2: f64,
    /// Added to the denominator to keep it from being 0, finite and at least 0.
    pub eps: f64,
    /// The rate at which the momentum approaches beta1, finite and at least 0; defaults to 0.004.
    pub momentum_decay: f64,
    /// The weight decay; defaults to none.
    pub weight_decay: WeightDecay,
    /// Whether to increase the loss instead of decreasing it; defaults to `false`.
    pub maximize: bool,
}
adam_family!(NAdam, ", momentum decay 0.004", WeightDecay::NONE, momentum_decay: 4e-3);

impl NAdam {
    /// Returns this optimiser with another rate at which the momentum approaches beta1.
    ///
    /// ```
    /// assert_eq!(nn::optim::NAdam::new(2e-3).momentum_decay(6e-3).momentum_decay, 6e-3);
    /// ```
    ///
    /// # Panics
    /// Panics if `momentum_decay` is negative, infinite or NaN.
    #[track_caller]
    pub const fn momentum_decay(self, momentum_decay: f64) -> Self {
        Bounds::NotNegative.require(momentum_decay, "`momentum_decay` must be finite and at least 0");
        Self { momentum_decay, ..self }
    }

    /// Returns mu_i.
    fn momentum(&self, step: f64) -> f64 {
        self.beta1 * (1.0 - 0.5 * libm::pow(0.96, step * self.momentum_decay))
    }

    /// Returns the product of mu_1 to mu_t, or 0 as soon as it no longer changes 1 when it is subtracted.
    fn product_of_momenta(&self, step: u64) -> f64 {
        let mut product = 1.0;
        for i in 1..=step {
            product *= self.momentum(i as f64);
            if product < f64::EPSILON / 4.0 {
                return 0.0;
            }
        }
        product
    }
}

impl<T: Float> Optimizer<T> for NAdam {
    type State<P: Parameters<T>> = [P; 2];

    decay_and_checks!(T);

    fn update<P: Parameters<T>>(&self, step: u64, group: &Group, params: &mut P, grad: &P, state: &mut [P; 2]) {
        let [now, next] = [step as f64, step as f64 + 1.0].map(|step| self.momentum(step));
        let product = self.product_of_momenta(step);
        let of_gradient = T::from_f64(self.lr * (1.0 - now) / (1.0 - product));
        let of_moment = T::from_f64(self.lr * next / (1.0 - product * next));
        let root = T::from_f64(1.0 / libm::sqrt(correction(self.beta2, step)));
        let eps = T::from_f64(self.eps);
        let rule = moments([self.beta1, self.beta2], move |g, [m, v]| {
            (of_gradient * g + of_moment * m) / (v.sqrt() * root + eps)
        });
        group.update(self.lr, params, grad, state.each_mut(), rule);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dim::N;
    use crate::tensor::Tensor;

    #[test]
    fn product_of_momenta_ends_where_it_no_longer_matters() {
        for momentum_decay in [0.0, 4e-3, 10.0] {
            let nadam = NAdam::new(0.1).betas(0.8, 0.999).momentum_decay(momentum_decay);
            let mut product = 1.0;
            for step in 1..=400 {
                product *= nadam.momentum(step as f64);
                assert_eq!(1.0 - nadam.product_of_momenta(step), 1.0 - product, "{momentum_decay} {step}");
            }
            assert_eq!(nadam.product_of_momenta(u64::MAX), 0.0);
        }
    }

    #[test]
    fn special_values() {
        let mut w = Tensor::<(N<3>,)>::new([1.0; 3]);
        let mut moments = [[0.0; 3]; 2].map(Tensor::<(N<3>,)>::new);
        NAdam::new(0.1).step(1, &mut w, &Tensor::new([f32::NAN, 0.0, 1e-40]), &mut moments);
        assert!(w[[0]].is_nan() && w[[1]] == 1.0 && w[[2]].is_finite());
    }
}
