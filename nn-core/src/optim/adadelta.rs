//! Adadelta.

use crate::float::Float;
use crate::optim::optimizer::decay_and_checks;
use crate::optim::{Group, Optimizer, WeightDecay};
use crate::parameters::Parameters;
use crate::setting::Bounds;

/// Adadelta (Zeiler 2012), as PyTorch's `Adadelta`: steps whose unit is that of the parameters, from moving averages of squared
/// gradients and of squared steps.
///
/// - v = rho v + (1 - rho) g^2
/// - d = sqrt(u + eps) / sqrt(v + eps) g
/// - u = rho u + (1 - rho) d^2
/// - W = W - lr d
///
/// With L2, g is replaced by g + 2 lambda W; with decoupled decay, W is replaced by (1 - lr lambda) W before the step. Its state is
/// two copies of the network, `[v, u]`, initialised to 0. The paper has no learning rate, which is a rate of 1.
///
/// ```
/// use nn::Tensor;
/// use nn::dim::N;
/// use nn::optim::{Adadelta, Optimizer};
/// let mut w = Tensor::<(N<1>,)>::new([1.0]);
/// let mut state = [[0.0]; 2].map(Tensor::<(N<1>,)>::new);
/// // The first step is sqrt(eps / (1 - rho)) long.
/// Adadelta::new(1.0).rho(0.75).step(1, &mut w, &Tensor::new([5.0]), &mut state);
/// assert!((w[[0]] - (1.0 - 2e-3)).abs() < 1e-6);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Adadelta {
    /// The learning rate, finite and at least 0. It may be changed between steps.
    pub lr: f64,
    /// The decay rate of both averages, from 0 to 1.
    pub rho: f64,
    /// Added to both averages, finite and at least 0. It determines the length of the first steps; if it is 0, no parameter moves.
    pub eps: f64,
    /// The weight decay; defaults to none.
    pub weight_decay: WeightDecay,
    /// Whether to increase the loss instead of decreasing it; defaults to `false`.
    pub maximize: bool,
}

impl Adadelta {
    /// Creates an Adadelta optimiser with this learning rate, rho 0.9 and eps 1e-6, as in PyTorch.
    ///
    /// # Panics
    /// Panics if the rate is negative, infinite or NaN.
    #[track_caller]
    pub const fn new(lr: f64) -> Self {
        Bounds::NotNegative.require(lr, "`lr` must be finite and at least 0");
        Self { lr, rho: 0.9, eps: 1e-6, weight_decay: WeightDecay::NONE, maximize: false }
    }

    /// Returns this optimiser with another rho.
    ///
    /// ```
    /// assert_eq!(nn::optim::Adadelta::new(1.0).rho(0.95).rho, 0.95);
    /// ```
    ///
    /// # Panics
    /// Panics if `rho` is not from 0 to 1.
    #[track_caller]
    pub const fn rho(self, rho: f64) -> Self {
        Bounds::UpToOne.require(rho, "`rho` must be from 0 to 1");
        Self { rho, ..self }
    }
}

impl<T: Float> Optimizer<T> for Adadelta {
    type State<P: Parameters<T>> = [P; 2];

    decay_and_checks!(T);

    fn update<P: Parameters<T>>(&self, _: u64, group: &Group, params: &mut P, grad: &P, state: &mut [P; 2]) {
        let [lr, rho, take, eps] = [self.lr, self.rho, 1.0 - self.rho, self.eps].map(T::from_f64);
        group.update(self.lr, params, grad, state.each_mut(), move |w, g, [v, u]| {
            let v = rho * v + take * (g * g);
            let d = (u + eps).sqrt() / (v + eps).sqrt() * g;
            (w - lr * d, [v, rho * u + take * (d * d)])
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
        Adadelta::new(0.1).step(1, &mut w, &Tensor::new([f32::NAN, 0.0, 1e-40, 1e25]), &mut state);
        assert!(w[[0]].is_nan() && w[[1]] == 1.0 && w[[2]].is_finite());
        // Its square overflows, so that v is infinite.
        assert!(w[[3]] == 1.0 && state[0][[3]] == f32::INFINITY);
    }
}
