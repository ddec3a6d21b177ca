//! Resilient backpropagation.

use crate::float::Float;
use crate::kernels::sign;
use crate::optim::optimizer::decay_and_checks;
use crate::optim::{Group, Optimizer, WeightDecay};
use crate::parameters::Parameters;
use crate::setting::{Bounds, InvalidSetting};

/// Rprop (Riedmiller, Braun 1993), as PyTorch's `Rprop`: each parameter has a step size of its own, which grows while the sign of
/// its gradient stays the same and shrinks when it changes; the size of the gradient has no influence. With the previous gradient
/// p:
///
/// - s = s [`eta_plus`](Self::eta_plus) if g p > 0, s [`eta_minus`](Self::eta_minus) if g p < 0, clamped to the range from
///   [`step_size_min`](Self::step_size_min) to [`step_size_max`](Self::step_size_max)
/// - g = 0 if g p < 0
/// - W = W - s sign(g), and p = g
///
/// It is meant for gradients of a whole data set. The learning rate is the initial step size and has no influence afterwards, so a
/// schedule has no effect. With L2, g is replaced by g + 2 lambda W; with decoupled decay, W is replaced by (1 - lr lambda) W
/// before the step. Its state is two copies of the network, `[p, s]`, initialised to 0; a step size of 0 stands for the initial
/// one.
///
/// ```
/// use nn::Tensor;
/// use nn::dim::N;
/// use nn::optim::{Optimizer, Rprop};
/// let rprop = Rprop::new(0.5).etas(0.5, 1.5);
/// let mut w = Tensor::<(N<2>,)>::new([2.0, 2.0]);
/// let mut state = [[0.0; 2]; 2].map(Tensor::<(N<2>,)>::new);
/// rprop.step(1, &mut w, &Tensor::new([3.0, 1e-6]), &mut state);
/// assert_eq!(w.as_slice(), [1.5, 1.5]);
/// rprop.step(2, &mut w, &Tensor::new([2.0, -1.0]), &mut state);
/// assert_eq!(w.as_slice(), [0.75, 1.5]);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Rprop {
    /// The initial step size, finite and at least 0. A value below `step_size_min` has the effect of `step_size_min`.
    pub lr: f64,
    /// The factor of the step size after a change of the sign, more than 0 and less than 1; defaults to 0.5.
    pub eta_minus: f64,
    /// The factor of the step size while the sign stays the same, more than 1 and finite; defaults to 1.2.
    pub eta_plus: f64,
    /// The smallest step size, finite and more than 0; defaults to 1e-6.
    pub step_size_min: f64,
    /// The largest step size, finite and at least `step_size_min`; defaults to 50.
    pub step_size_max: f64,
    /// The weight decay; defaults to none.
    pub weight_decay: WeightDecay,
    /// Whether to increase the loss instead of decreasing it; defaults to `false`.
    pub maximize: bool,
}

impl Rprop {
    /// Creates an Rprop optimiser with this initial step size, etas 0.5 and 1.2, and step sizes from 1e-6 to 50, as in PyTorch.
    ///
    /// # Panics
    /// Panics if the rate is negative, infinite or NaN.
    #[track_caller]
    pub const fn new(lr: f64) -> Self {
        Bounds::NotNegative.require(lr, "`lr` must be finite and at least 0");
        Self {
            lr,
            eta_minus: 0.5,
            eta_plus: 1.2,
            step_size_min: 1e-6,
            step_size_max: 50.0,
            weight_decay: WeightDecay::NONE,
            maximize: false,
        }
    }

    /// Returns this optimiser with other factors of the step size.
    ///
    /// ```
    /// let rprop = nn::optim::Rprop::new(1e-2).etas(0.5, 1.5);
    /// assert_eq!((rprop.eta_minus, rprop.eta_plus), (0.5, 1.5));
    /// ```
    ///
    /// # Panics
    /// Panics if `eta_minus` is not more than 0 and less than 1, or `eta_plus` is not more than 1 and finite.
    #[track_caller]
    pub const fn etas(self, eta_minus: f64, eta_plus: f64) -> Self {
        Bounds::Shrinking.require(eta_minus, "`eta_minus` must be more than 0 and less than 1");
        Bounds::Growing.require(eta_plus, "`eta_plus` must be more than 1 and finite");
        Self { eta_minus, eta_plus, ..self }
    }

    /// Returns this optimiser with other bounds of the step size.
    ///
    /// ```
    /// let rprop = nn::optim::Rprop::new(1e-2).step_sizes(2e-6, 100.0);
    /// assert_eq!((rprop.step_size_min, rprop.step_size_max), (2e-6, 100.0));
    /// ```
    ///
    /// # Panics
    /// Panics if `min` is not finite and more than 0, or `max` is not finite and at least `min`.
    #[track_caller]
    pub const fn step_sizes(self, min: f64, max: f64) -> Self {
        Bounds::Positive.require(min, "`step_size_min` must be finite and more than 0");
        Bounds::Positive.require(max, "`step_size_max` must be finite and more than 0");
        assert!(min <= max, "`step_size_max` must be at least `step_size_min`");
        Self { step_size_min: min, step_size_max: max, ..self }
    }

    /// Returns an error if the bounds of the step size are reversed.
    pub(super) fn check_step_sizes(&self) -> Result<(), InvalidSetting> {
        if self.step_size_min <= self.step_size_max {
            Ok(())
        } else {
            Err(InvalidSetting::new("step_size_max", self.step_size_max, "a number of at least `step_size_min`"))
        }
    }
}

impl<T: Float> Optimizer<T> for Rprop {
    type State<P: Parameters<T>> = [P; 2];

    decay_and_checks!(T);

    fn update<P: Parameters<T>>(&self, _: u64, group: &Group, params: &mut P, grad: &P, state: &mut [P; 2]) {
        let [shrink, grow] = [self.eta_minus, self.eta_plus].map(T::from_f64);
        // A size of 0 would count as not initialised, so a minimum that underflows is the smallest normal number.
        let least = T::from_f64(self.step_size_min).max(T::MIN_POSITIVE);
        let [initial, most] = [self.lr, self.step_size_max].map(T::from_f64);
        group.update(self.lr, params, grad, state.each_mut(), move |w, g, [before, size]| {
            let agreement = g * before;
            let (factor, g) = if agreement > T::ZERO {
                (grow, g)
            } else if agreement < T::ZERO {
                (shrink, T::ZERO)
            } else {
                (T::ONE, g)
            };
            let size = if size == T::ZERO { initial } else { size };
            let size = (size * factor).max(least).min(most);
            (w - size * sign(g), [g, size])
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dim::N;
    use crate::tensor::Tensor;

    #[test]
    fn step_sizes_stay_within_bounds() {
        let rprop = Rprop::new(1.0).step_sizes(0.25, 1.5);
        let mut w = Tensor::<(N<2>,), f64>::new([0.0; 2]);
        let mut state = [[0.0; 2]; 2].map(Tensor::<(N<2>,), f64>::new);
        for step in 1..=20 {
            // The second sign changes every other step: after a change, the previous gradient counts as 0.
            let g = Tensor::new([1.0, [1.0, -1.0][step as usize / 2 % 2]]);
            rprop.step(step, &mut w, &g, &mut state);
        }
        assert_eq!(state[1].as_slice(), [1.5, 0.25]);
        assert!(w[[0]] < -25.0);
    }

    #[test]
    fn special_values() {
        let mut w = Tensor::<(N<4>,)>::new([1.0; 4]);
        let mut state = [[0.0; 4]; 2].map(Tensor::<(N<4>,)>::new);
        let g = Tensor::new([f32::NAN, 0.0, 1e-40, f32::INFINITY]);
        Rprop::new(0.5).step(1, &mut w, &g, &mut state);
        assert!(w[[0]].is_nan());
        assert_eq!(w.as_slice()[1..], [1.0, 0.5, 0.5]);
    }
}
