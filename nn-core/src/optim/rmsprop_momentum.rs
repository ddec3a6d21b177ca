//! RMSprop with momentum, or centred.

use crate::float::Float;
use crate::optim::optimizer::decay_and_checks;
use crate::optim::{Group, Optimizer, WeightDecay};
use crate::parameters::Parameters;
use crate::setting::Bounds;

/// RMSprop with momentum (Graves 2013), as PyTorch's `RMSprop` with `momentum`, with `centered`, or with both:
///
/// - v = alpha v + (1 - alpha) g^2
/// - b = momentum b + g / (sqrt(v) + eps)
/// - W = W - lr b
///
/// With [`centered`](Self::centered), m = alpha m + (1 - alpha) g, and the variance v - m^2 replaces v in the denominator; where
/// rounding makes it negative, it is 0.
///
/// With L2, g is replaced by g + 2 lambda W; with decoupled decay, W is replaced by (1 - lr lambda) W before the step. Its state is
/// three copies of the network, `[v, b, m]`, initialised to 0, of which m is used only if it is centred.
/// [`RmsProp`](crate::RmsProp), without either, needs one.
///
/// ```
/// use nn::Tensor;
/// use nn::dim::N;
/// use nn::optim::{Optimizer, RmsPropMomentum};
/// let mut w = Tensor::<(N<1>,)>::new([1.0]);
/// let mut state = [[0.0]; 3].map(Tensor::<(N<1>,)>::new);
/// let rmsprop = RmsPropMomentum::new(0.1, 0.5).alpha(0.75);
/// rmsprop.step(1, &mut w, &Tensor::new([8.0]), &mut state);
/// assert!((w[[0]] - (1.0 - 0.1 * 2.0)).abs() < 1e-6);
/// // Half of the first step is repeated.
/// rmsprop.step(2, &mut w, &Tensor::new([0.0]), &mut state);
/// assert!((w[[0]] - (0.8 - 0.1)).abs() < 1e-6);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct RmsPropMomentum {
    /// The learning rate, finite and at least 0. It may be changed between steps.
    pub lr: f64,
    /// The decay rate of b, at least 0 and less than 1.
    pub momentum: f64,
    /// The decay rate of v and m, at least 0 and less than 1.
    pub alpha: f64,
    /// Added to the denominator to keep it from being 0, finite and at least 0.
    pub eps: f64,
    /// Whether to divide by the square root of the variance of the gradient; defaults to `false`.
    pub centered: bool,
    /// The weight decay; defaults to none.
    pub weight_decay: WeightDecay,
    /// Whether to increase the loss instead of decreasing it; defaults to `false`.
    pub maximize: bool,
}

impl RmsPropMomentum {
    /// Creates an optimiser with this learning rate and this momentum, which may be 0, alpha 0.99 and eps 1e-8, as in PyTorch.
    ///
    /// # Panics
    /// Panics if the rate is negative, infinite or NaN, or `momentum` is not at least 0 and less than 1.
    #[track_caller]
    pub const fn new(lr: f64, momentum: f64) -> Self {
        Bounds::NotNegative.require(lr, "`lr` must be finite and at least 0");
        Bounds::BelowOne.require(momentum, "`momentum` must be at least 0 and less than 1");
        let weight_decay = WeightDecay::NONE;
        Self { lr, momentum, alpha: 0.99, eps: 1e-8, centered: false, weight_decay, maximize: false }
    }

    /// Returns this optimiser with the variance of the gradient in the denominator.
    ///
    /// ```
    /// use nn::Tensor;
    /// use nn::dim::N;
    /// use nn::optim::{Optimizer, RmsPropMomentum};
    /// let mut w = Tensor::<(N<1>,)>::new([1.0]);
    /// let mut state = [[0.0]; 3].map(Tensor::<(N<1>,)>::new);
    /// RmsPropMomentum::new(0.1, 0.0).centered().alpha(0.5).step(1, &mut w, &Tensor::new([4.0]), &mut state);
    /// // v - m^2 = 8 - 4.
    /// assert!((w[[0]] - (1.0 - 0.1 * 4.0 / 2.0)).abs() < 1e-6);
    /// ```
    pub const fn centered(self) -> Self {
        Self { centered: true, ..self }
    }
}

impl<T: Float> Optimizer<T> for RmsPropMomentum {
    type State<P: Parameters<T>> = [P; 3];

    decay_and_checks!(T);

    fn update<P: Parameters<T>>(&self, _: u64, group: &Group, params: &mut P, grad: &P, [v, b, m]: &mut [P; 3]) {
        let [lr, momentum, eps] = [self.lr, self.momentum, self.eps].map(T::from_f64);
        let [alpha, take] = [self.alpha, 1.0 - self.alpha].map(T::from_f64);
        if self.centered {
            group.update(self.lr, params, grad, [v, b, m], move |w, g, [v, b, m]| {
                let [v, m] = [alpha * v + take * (g * g), alpha * m + take * g];
                let b = momentum * b + g / ((v - m * m).max(T::ZERO).sqrt() + eps);
                (w - lr * b, [v, b, m])
            });
        } else {
            group.update(self.lr, params, grad, [v, b], move |w, g, [v, b]| {
                let v = alpha * v + take * (g * g);
                let b = momentum * b + g / (v.sqrt() + eps);
                (w - lr * b, [v, b])
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dim::N;
    use crate::optim::RmsProp;
    use crate::tensor::Tensor;

    #[test]
    fn equals_rmsprop_without_momentum() {
        let mut w = [Tensor::<(N<2>,)>::new([1.0, -2.0]), Tensor::new([1.0, -2.0])];
        let mut v = Tensor::<(N<2>,)>::new([0.0; 2]);
        let mut state = [[0.0; 2]; 3].map(Tensor::<(N<2>,)>::new);
        for step in 1..=20 {
            let g = Tensor::new([0.3, -0.7 / step as f32]);
            RmsProp::new(0.01).step(step, &mut w[0], &g, &mut v);
            RmsPropMomentum::new(0.01, 0.0).step(step, &mut w[1], &g, &mut state);
        }
        for i in 0..2 {
            assert!((w[0][[i]] - w[1][[i]]).abs() < 1e-6);
        }
        assert_eq!(state[2].as_slice(), [0.0; 2]);
    }

    #[test]
    fn special_values() {
        for rmsprop in [RmsPropMomentum::new(0.1, 0.9), RmsPropMomentum::new(0.1, 0.9).centered()] {
            let mut w = Tensor::<(N<4>,)>::new([1.0; 4]);
            let mut state = [[0.0; 4]; 3].map(Tensor::<(N<4>,)>::new);
            for step in 1..=3 {
                rmsprop.step(step, &mut w, &Tensor::new([f32::NAN, 0.0, 1e-40, 1e-20]), &mut state);
            }
            assert!(w[[0]].is_nan() && w[[1]] == 1.0 && w[[2]].is_finite() && w[[3]].is_finite());
        }
    }
}
