//! Adagrad.

use crate::float::Float;
use crate::optim::optimizer::decay_and_checks;
use crate::optim::{Group, Optimizer, WeightDecay};
use crate::parameters::Parameters;
use crate::setting::Bounds;

/// Adagrad: v = v + g^2, then W = W - lr' g / (sqrt(v + v0) + eps) (Duchi, Hazan, Singer 2011), as PyTorch's `Adagrad`. In step t,
/// lr' is lr / (1 + (t - 1) [`lr_decay`](Self::lr_decay)), and v0 is
/// [`initial_accumulator_value`](Self::initial_accumulator_value); both are 0 by default.
///
/// The steps of each parameter shrink as its squared gradients accumulate, which suits sparse gradients. With L2, g is replaced by
/// g + 2 lambda W; with decoupled decay, W is replaced by (1 - lr lambda) W before the step. Its state is one copy of the network,
/// v, initialised to 0: it does not include v0.
///
/// ```
/// use nn::Tensor;
/// use nn::dim::N;
/// use nn::optim::{Adagrad, Optimizer};
/// let mut w = Tensor::<(N<1>,)>::new([1.0]);
/// let mut v = Tensor::<(N<1>,)>::new([0.0]);
/// // The first step is as long as the learning rate, whatever the size of the gradient.
/// Adagrad::new(0.5).step(1, &mut w, &Tensor::new([3.0]), &mut v);
/// assert_eq!((w[[0]], v[[0]]), (0.5, 9.0));
/// Adagrad::new(0.5).step(2, &mut w, &Tensor::new([4.0]), &mut v);
/// assert!((w[[0]] - (0.5 - 0.5 * 4.0 / 5.0)).abs() < 1e-6 && v[[0]] == 25.0);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Adagrad {
    /// The learning rate, finite and at least 0. It may be changed between steps.
    pub lr: f64,
    /// The decay of the learning rate, finite and at least 0; defaults to 0. The rate of step t is lr / (1 + (t - 1) lr_decay).
    pub lr_decay: f64,
    /// The initial value of the accumulated squares, finite and at least 0; defaults to 0.
    pub initial_accumulator_value: f64,
    /// Added to the denominator to keep it from being 0, finite and at least 0.
    pub eps: f64,
    /// The weight decay; defaults to none.
    pub weight_decay: WeightDecay,
    /// Whether to increase the loss instead of decreasing it; defaults to `false`.
    pub maximize: bool,
}

impl Adagrad {
    /// Creates an Adagrad optimiser with this learning rate and an eps of 1e-10, as in PyTorch.
    ///
    /// # Panics
    /// Panics if the rate is negative, infinite or NaN.
    #[track_caller]
    pub const fn new(lr: f64) -> Self {
        Bounds::NotNegative.require(lr, "`lr` must be finite and at least 0");
        Self {
            lr,
            lr_decay: 0.0,
            initial_accumulator_value: 0.0,
            eps: 1e-10,
            weight_decay: WeightDecay::NONE,
            maximize: false,
        }
    }

    /// Returns this optimiser with this decay of the learning rate: that of step t is lr / (1 + (t - 1) lr_decay).
    ///
    /// ```
    /// assert_eq!(nn::optim::Adagrad::new(0.1).lr_decay(0.5).lr_decay, 0.5);
    /// ```
    ///
    /// # Panics
    /// Panics if `lr_decay` is negative, infinite or NaN.
    #[track_caller]
    pub const fn lr_decay(self, lr_decay: f64) -> Self {
        Bounds::NotNegative.require(lr_decay, "`lr_decay` must be finite and at least 0");
        Self { lr_decay, ..self }
    }

    /// Returns this optimiser with this initial value of the accumulated squares.
    ///
    /// ```
    /// let adagrad = nn::optim::Adagrad::new(0.1).initial_accumulator_value(0.1);
    /// assert_eq!(adagrad.initial_accumulator_value, 0.1);
    /// ```
    ///
    /// # Panics
    /// Panics if the value is negative, infinite or NaN.
    #[track_caller]
    pub const fn initial_accumulator_value(self, value: f64) -> Self {
        Bounds::NotNegative.require(value, "`initial_accumulator_value` must be finite and at least 0");
        Self { initial_accumulator_value: value, ..self }
    }
}

impl<T: Float> Optimizer<T> for Adagrad {
    type State<P: Parameters<T>> = P;

    decay_and_checks!(T);

    fn update<P: Parameters<T>>(&self, step: u64, group: &Group, params: &mut P, grad: &P, state: &mut P) {
        // The state does not include the initial value, so that it starts from 0 like every other one.
        let [initial, eps] = [self.initial_accumulator_value, self.eps].map(T::from_f64);
        let lr = T::from_f64(self.lr / (1.0 + step.saturating_sub(1) as f64 * self.lr_decay));
        group.update(self.lr, params, grad, [state], move |w, g, [v]| {
            let v = v + g * g;
            (w - lr * g / ((v + initial).sqrt() + eps), [v])
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
            Adagrad::new(0.01).step(step, &mut w, &Tensor::new(g), &mut v);
            for i in 0..2 {
                squares[i] += g[i] * g[i];
                expected[i] -= 0.01 * g[i] / (libm::sqrt(squares[i]) + 1e-10);
            }
            assert_eq!(w.as_slice(), expected);
        }
    }

    #[test]
    fn lr_decay_and_initial_value() {
        let adagrad = Adagrad::new(0.5).lr_decay(0.25).initial_accumulator_value(7.0);
        let mut w = Tensor::<(N<1>,), f64>::new([1.0]);
        let mut v = Tensor::<(N<1>,), f64>::new([0.0]);
        adagrad.step(1, &mut w, &Tensor::new([3.0]), &mut v);
        assert_eq!((w[[0]], v[[0]]), (1.0 - 0.5 * 3.0 / (4.0 + 1e-10), 9.0));
        let before = w[[0]];
        adagrad.step(3, &mut w, &Tensor::new([3.0]), &mut v);
        assert_eq!((w[[0]], v[[0]]), (before - 0.5 / 1.5 * 3.0 / (5.0 + 1e-10), 18.0));
    }

    #[test]
    fn special_values() {
        let mut w = Tensor::<(N<3>,)>::new([1.0; 3]);
        let mut v = Tensor::<(N<3>,)>::new([0.0; 3]);
        Adagrad::new(0.1).step(1, &mut w, &Tensor::new([f32::NAN, 0.0, 1e-40]), &mut v);
        assert!(w[[0]].is_nan() && w[[1]] == 1.0 && w[[2]].is_finite());
    }
}
