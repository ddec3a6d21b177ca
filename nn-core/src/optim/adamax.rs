//! Adamax, the variant of Adam with the infinity norm.

use crate::float::Float;
use crate::optim::adam_family::{adam_family, correction};
use crate::optim::optimizer::decay_and_checks;
use crate::optim::{Group, Optimizer, WeightDecay};
use crate::parameters::Parameters;
use crate::setting::Bounds;

/// Adamax (Kingma, Ba 2014, section 7.1): [`Adam`](crate::Adam) with a decaying maximum of absolute gradients in the denominator,
/// as PyTorch's `Adamax`. In step t:
///
/// - m = beta1 m + (1 - beta1) g
/// - u = max(beta2 u, |g| + eps)
/// - W = W - lr / (1 - beta1^t) m / u
///
/// With L2, g is replaced by g + 2 lambda W; with decoupled decay, W is replaced by (1 - lr lambda) W before the step. Its state is
/// two copies of the network, `[m, u]`, initialised to 0. PyTorch's default learning rate is 2e-3.
///
/// ```
/// use nn::Tensor;
/// use nn::dim::N;
/// use nn::optim::{Adamax, Optimizer};
/// let mut w = Tensor::<(N<2>,)>::new([1.0, 1.0]);
/// let mut state = [[0.0; 2]; 2].map(Tensor::<(N<2>,)>::new);
/// // The first step is as long as the learning rate, whatever the size of the gradient.
/// Adamax::new(0.1).step(1, &mut w, &Tensor::new([1e-3, -1e3]), &mut state);
/// assert!((w[[0]] - 0.9).abs() < 1e-5 && (w[[1]] - 1.1).abs() < 1e-5);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Adamax {
    /// The learning rate, finite and at least 0. It may be changed between steps.
    pub lr: f64,
    /// The decay rate of m, at least 0 and less than 1.
    pub beta1: f64,
    /// The decay rate of u, at least 0 and less than 1.
    pub beta2: f64,
    /// Added to absolute gradients to keep the denominator from being 0, finite and at least 0. If it is 0, a parameter whose
    /// gradient has always been 0 becomes NaN.
    pub eps: f64,
    /// The weight decay; defaults to none.
    pub weight_decay: WeightDecay,
    /// Whether to increase the loss instead of decreasing it; defaults to `false`.
    pub maximize: bool,
}
adam_family!(Adamax, "", WeightDecay::NONE);

impl<T: Float> Optimizer<T> for Adamax {
    type State<P: Parameters<T>> = [P; 2];

    decay_and_checks!(T);

    fn update<P: Parameters<T>>(&self, step: u64, group: &Group, params: &mut P, grad: &P, state: &mut [P; 2]) {
        let length = T::from_f64(self.lr / correction(self.beta1, step));
        let [beta1, take, beta2, eps] = [self.beta1, 1.0 - self.beta1, self.beta2, self.eps].map(T::from_f64);
        group.update(self.lr, params, grad, state.each_mut(), move |w, g, [m, u]| {
            let m = beta1 * m + take * g;
            let u = (beta2 * u).max(g.abs() + eps);
            (w - length * m / u, [m, u])
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dim::N;
    use crate::tensor::Tensor;

    #[test]
    fn special_values() {
        let mut w = Tensor::<(N<4>,)>::new([1.0; 4]);
        let mut state = [[0.0; 4]; 2].map(Tensor::<(N<4>,)>::new);
        Adamax::new(0.1).step(1, &mut w, &Tensor::new([f32::NAN, 0.0, 1e-40, 1e25]), &mut state);
        assert!(w[[0]].is_nan() && w[[1]] == 1.0 && w[[2]].is_finite());
        // Unlike in Adam, no square overflows.
        assert!((w[[3]] - 0.9).abs() < 1e-6);
    }
}
