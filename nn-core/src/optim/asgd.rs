//! Averaged stochastic gradient descent.

use crate::float::Float;
use crate::optim::optimizer::decay_and_checks;
use crate::optim::{Group, Optimizer, WeightDecay};
use crate::parameters::Parameters;
use crate::setting::Bounds;

/// Averaged gradient descent (Polyak, Juditsky 1992; Bottou 2010), as PyTorch's `ASGD`: gradient descent with a decreasing rate,
/// and beside it the average of the parameters. In step t:
///
/// - W = (1 - lambd eta) W - eta g, where eta = lr / (1 + lambd lr (t - 1))^alpha
/// - A = A + mu (W - A), where mu = 1 / max(1, t - 1 - t0)
///
/// The average A is the state, one copy of the network: [`Session::state`](crate::Session::state). Until step t0, it equals W. For
/// an average of another optimiser's parameters, use [`Ema`](crate::optim::Ema).
///
/// With L2, g is replaced by g + 2 lambda W; with decoupled decay, W is replaced by (1 - lr lambda) W before the step. PyTorch
/// computes eta in the step before; the two differ while the learning rate changes.
///
/// ```
/// use nn::Tensor;
/// use nn::dim::N;
/// use nn::optim::{Asgd, Optimizer};
/// let asgd = Asgd::new(0.5).t0(0.0).lambd(0.0);
/// let mut w = Tensor::<(N<1>,)>::new([1.0]);
/// let mut average = Tensor::<(N<1>,)>::new([0.0]);
/// for step in 1..=3 {
///     asgd.step(step, &mut w, &Tensor::new([1.0]), &mut average);
/// }
/// // The parameters were 0.5, 0 and -0.5.
/// assert_eq!((w[[0]], average[[0]]), (-0.5, -0.25));
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Asgd {
    /// The learning rate, finite and at least 0. It may be changed between steps.
    pub lr: f64,
    /// The decay of the parameters and of the rate, finite and at least 0; defaults to 1e-4. It applies to all parameters.
    pub lambd: f64,
    /// The power with which the rate decreases, finite and at least 0; defaults to 0.75.
    pub alpha: f64,
    /// The step after which the average begins, finite and at least 0; defaults to 1e6.
    pub t0: f64,
    /// The weight decay; defaults to none.
    pub weight_decay: WeightDecay,
    /// Whether to increase the loss instead of decreasing it; defaults to `false`.
    pub maximize: bool,
}

impl Asgd {
    /// Creates an optimiser with this learning rate, lambd 1e-4, alpha 0.75 and t0 1e6, as in PyTorch.
    ///
    /// # Panics
    /// Panics if the rate is negative, infinite or NaN.
    #[track_caller]
    pub const fn new(lr: f64) -> Self {
        Bounds::NotNegative.require(lr, "`lr` must be finite and at least 0");
        Self { lr, lambd: 1e-4, alpha: 0.75, t0: 1e6, weight_decay: WeightDecay::NONE, maximize: false }
    }

    /// Returns this optimiser with another lambd.
    ///
    /// ```
    /// assert_eq!(nn::optim::Asgd::new(1e-2).lambd(0.1).lambd, 0.1);
    /// ```
    ///
    /// # Panics
    /// Panics if `lambd` is negative, infinite or NaN.
    #[track_caller]
    pub const fn lambd(self, lambd: f64) -> Self {
        Bounds::NotNegative.require(lambd, "`lambd` must be finite and at least 0");
        Self { lambd, ..self }
    }

    /// Returns this optimiser with another alpha.
    ///
    /// ```
    /// assert_eq!(nn::optim::Asgd::new(1e-2).alpha(0.5).alpha, 0.5);
    /// ```
    ///
    /// # Panics
    /// Panics if `alpha` is negative, infinite or NaN.
    #[track_caller]
    pub const fn alpha(self, alpha: f64) -> Self {
        Bounds::NotNegative.require(alpha, "`alpha` must be finite and at least 0");
        Self { alpha, ..self }
    }

    /// Returns this optimiser with another step after which the average begins.
    ///
    /// ```
    /// assert_eq!(nn::optim::Asgd::new(1e-2).t0(100.0).t0, 100.0);
    /// ```
    ///
    /// # Panics
    /// Panics if `t0` is negative, infinite or NaN.
    #[track_caller]
    pub const fn t0(self, t0: f64) -> Self {
        Bounds::NotNegative.require(t0, "`t0` must be finite and at least 0");
        Self { t0, ..self }
    }
}

impl<T: Float> Optimizer<T> for Asgd {
    type State<P: Parameters<T>> = P;

    decay_and_checks!(T);

    fn update<P: Parameters<T>>(&self, step: u64, group: &Group, params: &mut P, grad: &P, state: &mut P) {
        let before = step.saturating_sub(1) as f64;
        let eta = self.lr / libm::pow(1.0 + self.lambd * self.lr * before, self.alpha);
        let divisor = f64::max(1.0, before - self.t0);
        let [keep, eta, mu] = [1.0 - self.lambd * eta, eta, 1.0 / divisor].map(T::from_f64);
        if divisor == 1.0 {
            group.update(self.lr, params, grad, [state], move |w, g, _| {
                let w = keep * w - eta * g;
                (w, [w])
            });
        } else {
            group.update(self.lr, params, grad, [state], move |w, g, [average]| {
                let w = keep * w - eta * g;
                (w, [average + mu * (w - average)])
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dim::N;
    use crate::tensor::Tensor;

    #[test]
    fn special_values() {
        let mut w = Tensor::<(N<3>,)>::new([1.0; 3]);
        let mut average = Tensor::<(N<3>,)>::new([0.0; 3]);
        Asgd::new(0.1).lambd(0.0).step(1, &mut w, &Tensor::new([f32::NAN, 0.0, f32::INFINITY]), &mut average);
        assert!(w[[0]].is_nan() && w[[1]] == 1.0 && w[[2]] == f32::NEG_INFINITY);
        assert!(average[[0]].is_nan() && average.as_slice()[1..] == w.as_slice()[1..]);
    }
}
