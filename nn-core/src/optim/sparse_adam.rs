//! Adam for gradients that are mostly 0.

use crate::float::Float;
use crate::kernels::update;
use crate::optim::adam_family::{adam_family, correction, moments};
use crate::optim::optimizer::decay_and_checks;
use crate::optim::{Group, Optimizer, WeightDecay};
use crate::parameters::Parameters;
use crate::setting::Bounds;

/// Lazy Adam: a step changes neither a parameter nor its moments where the gradient is 0, as PyTorch's `SparseAdam`. Elsewhere, in
/// step t:
///
/// - m = beta1 m + (1 - beta1) g
/// - v = beta2 v + (1 - beta2) g^2
/// - W = W - lr m' sqrt(1 - beta2^t) / (sqrt(v) + eps), where m' = m / (1 - beta1^t)
///
/// It is meant for an [`Embedding`](crate::Embedding): rows that do not occur in a batch keep their values and their moments, while
/// those of [`Adam`](crate::Adam) continue to move by their momentum. PyTorch's `SparseAdam` requires sparse gradients. Here
/// gradients are dense, and an element of the gradient that is exactly 0 counts as absent, also in a row that occurs. L2 and
/// decoupled decay are lazy, too.
///
/// Its state is two copies of the network, `[m, v]`, initialised to 0.
///
/// ```
/// use nn::Tensor;
/// use nn::dim::N;
/// use nn::optim::{Optimizer, SparseAdam};
/// let mut w = Tensor::<(N<2>,)>::new([1.0, 1.0]);
/// let mut moments = [[0.0; 2]; 2].map(Tensor::<(N<2>,)>::new);
/// let adam = SparseAdam::new(0.1);
/// adam.step(1, &mut w, &Tensor::new([2.0, 3.0]), &mut moments);
/// let first = w[[0]];
/// adam.step(2, &mut w, &Tensor::new([0.0, 3.0]), &mut moments);
/// assert!(w[[0]] == first && w[[1]] < first);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct SparseAdam {
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
adam_family!(SparseAdam, "", WeightDecay::NONE);

impl<T: Float> Optimizer<T> for SparseAdam {
    type State<P: Parameters<T>> = [P; 2];

    decay_and_checks!(T);

    fn update<P: Parameters<T>>(&self, step: u64, group: &Group, params: &mut P, grad: &P, state: &mut [P; 2]) {
        let length = T::from_f64(self.lr * libm::sqrt(correction(self.beta2, step)) / correction(self.beta1, step));
        let eps = T::from_f64(self.eps);
        let rule = moments([self.beta1, self.beta2], move |_, [m, v]| length * m / (v.sqrt() + eps));
        let rule = group.complete(self.lr, rule);
        let state = state.each_mut().map(|moment| group.of_mut(moment));
        update(group.of_mut(params), group.of(grad), state, move |w, g, moments| {
            if g == T::ZERO { (w, moments) } else { rule(w, g, moments) }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dim::N;
    use crate::tensor::Tensor;

    #[test]
    fn decays_only_where_there_is_a_gradient() {
        let mut w = Tensor::<(N<2>,)>::new([1.0, 1.0]);
        let mut moments = [[0.5; 2]; 2].map(Tensor::<(N<2>,)>::new);
        let adam = SparseAdam::new(0.0).decoupled_weight_decay(0.1);
        SparseAdam { lr: 0.5, ..adam }.step(7, &mut w, &Tensor::new([0.0, 1e-30]), &mut moments);
        assert_eq!([w[[0]], moments[0][[0]], moments[1][[0]]], [1.0, 0.5, 0.5]);
        assert!(w[[1]] < 0.95 && moments[0][[1]] < 0.5 && moments[1][[1]] < 0.5);
    }

    #[test]
    fn special_values() {
        let mut w = Tensor::<(N<4>,)>::new([1.0; 4]);
        let mut moments = [[0.0; 4]; 2].map(Tensor::<(N<4>,)>::new);
        SparseAdam::new(0.1).step(1, &mut w, &Tensor::new([f32::NAN, 0.0, -0.0, 1e-40]), &mut moments);
        assert!(w[[0]].is_nan() && w[[1]] == 1.0 && w[[2]] == 1.0 && w[[3]].is_finite());
    }
}
