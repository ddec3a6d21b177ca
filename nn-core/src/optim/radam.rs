//! Adam with a rectified variance.

use crate::float::Float;
use crate::optim::adam_family::{adam_family, correction, moments};
use crate::optim::optimizer::decay_and_checks;
use crate::optim::{Group, Optimizer, WeightDecay};
use crate::parameters::Parameters;
use crate::setting::Bounds;

/// RAdam (Liu et al. 2019): [`Adam`](crate::Adam) whose first steps are those of momentum, until there are enough gradients to
/// estimate their variance, as PyTorch's `RAdam`. In step t:
///
/// - m = beta1 m + (1 - beta1) g, and m' = m / (1 - beta1^t)
/// - v = beta2 v + (1 - beta2) g^2
/// - rho = rho_inf - 2 t beta2^t / (1 - beta2^t), where rho_inf = 2 / (1 - beta2) - 1
/// - W = W - lr m' r sqrt(1 - beta2^t) / (sqrt(v) + eps) if rho > 5, where
///   r^2 = (rho - 4) (rho - 2) rho_inf / ((rho_inf - 4) (rho_inf - 2) rho); otherwise W = W - lr m'
///
/// With the default beta2, rho exceeds 5 from the sixth step on. With [`l2`](Self::l2), g is replaced by g + 2 lambda W; with
/// [`decoupled_weight_decay`](Self::decoupled_weight_decay), W by (1 - lr lambda) W before the step, as in PyTorch with
/// `decoupled_weight_decay=True`. Its state is two copies of the network, `[m, v]`, initialised to 0.
///
/// ```
/// use nn::Tensor;
/// use nn::dim::N;
/// use nn::optim::{Optimizer, RAdam};
/// let mut w = Tensor::<(N<1>,)>::new([1.0]);
/// let mut moments = [[0.0]; 2].map(Tensor::<(N<1>,)>::new);
/// // The first step is proportional to the gradient.
/// RAdam::new(0.1).step(1, &mut w, &Tensor::new([2.0]), &mut moments);
/// assert!((w[[0]] - (1.0 - 0.1 * 2.0)).abs() < 1e-6);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct RAdam {
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
adam_family!(RAdam, "", WeightDecay::NONE);

impl RAdam {
    /// Returns r, the factor by which the variance of the step is rectified, or `None` if rho is at most 5.
    fn rectification(&self, step: u64) -> Option<f64> {
        let most = 2.0 / (1.0 - self.beta2) - 1.0;
        let [t, power] = [step as f64, libm::pow(self.beta2, step as f64)];
        let length = most - 2.0 * t * power / (1.0 - power);
        let squared = (length - 4.0) * (length - 2.0) * most / ((most - 4.0) * (most - 2.0) * length);
        (length > 5.0).then(|| libm::sqrt(squared))
    }
}

impl<T: Float> Optimizer<T> for RAdam {
    type State<P: Parameters<T>> = [P; 2];

    decay_and_checks!(T);

    fn update<P: Parameters<T>>(&self, step: u64, group: &Group, params: &mut P, grad: &P, state: &mut [P; 2]) {
        let betas = [self.beta1, self.beta2];
        let length = self.lr / correction(self.beta1, step);
        match self.rectification(step) {
            Some(factor) => {
                let length = T::from_f64(length * factor * libm::sqrt(correction(self.beta2, step)));
                let eps = T::from_f64(self.eps);
                let rule = moments(betas, move |_, [m, v]| length * m / (v.sqrt() + eps));
                group.update(self.lr, params, grad, state.each_mut(), rule);
            }
            None => {
                let length = T::from_f64(length);
                group.update(self.lr, params, grad, state.each_mut(), moments(betas, move |_, [m, _]| length * m));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dim::N;
    use crate::tensor::Tensor;

    #[test]
    fn rectifies_from_the_sixth_step_on() {
        let radam = RAdam::new(0.1);
        assert_eq!([1, 5].map(|step| radam.rectification(step)), [None; 2]);
        let factors = [6, 7, 1000, 1_000_000].map(|step| radam.rectification(step).unwrap());
        assert!(factors.is_sorted() && factors[0] < 0.1);
        assert!((factors[3] - 1.0).abs() < 1e-12);
        // With a small beta2, the variance never has enough gradients.
        assert_eq!(radam.betas(0.9, 0.5).rectification(u64::MAX), None);
    }

    #[test]
    fn special_values() {
        for step in [1, 10] {
            let mut w = Tensor::<(N<4>,)>::new([1.0; 4]);
            let mut moments = [[0.0; 4]; 2].map(Tensor::<(N<4>,)>::new);
            RAdam::new(0.1).step(step, &mut w, &Tensor::new([f32::NAN, 0.0, 1e-40, 1e25]), &mut moments);
            assert!(w[[0]].is_nan() && w[[1]] == 1.0 && w[[2]].is_finite() && w[[3]].is_finite());
        }
    }
}
