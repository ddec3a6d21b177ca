//! Gradient descent with momentum.

use crate::float::Float;
use crate::optim::optimizer::decay_and_checks;
use crate::optim::{Group, Optimizer, WeightDecay};
use crate::parameters::Parameters;
use crate::setting::Bounds;

/// Gradient descent with momentum: v = beta v - lr g, then W = W + v, where beta is `momentum` (theory.md, 6.1; Polyak 1964).
///
/// - [`nesterov`](Self::nesterov) selects Nesterov momentum, which looks one step ahead: W = W + beta v - lr g with the new v
///   (Sutskever et al. 2013).
/// - With [`dampening`](Self::dampening) d, v = beta v - (1 - d) lr g from the second step on.
/// - With [`WeightDecay`], g is replaced by g + 2 lambda W, and W by (1 - lr lambda) W before the step.
///
/// Its state is one copy of the network, v, initialised to 0. The learning rate is a factor inside v: a change of [`lr`](Self::lr)
/// affects only later gradients. PyTorch's `SGD(momentum=beta)` applies it outside of v, so the two differ only while the learning
/// rate changes.
///
/// ```
/// use nn::Tensor;
/// use nn::dim::N;
/// use nn::optim::{Momentum, Optimizer};
/// let momentum = Momentum::new(0.5, 0.5);
/// let mut w = Tensor::<(N<1>,)>::new([1.0]);
/// let mut v = Tensor::<(N<1>,)>::new([0.0]);
/// let g = Tensor::<(N<1>,)>::new([1.0]);
/// momentum.step(1, &mut w, &g, &mut v);
/// assert_eq!((w[[0]], v[[0]]), (0.5, -0.5));
/// momentum.step(2, &mut w, &g, &mut v);
/// assert_eq!((w[[0]], v[[0]]), (-0.25, -0.75));
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Momentum {
    /// The learning rate, finite and at least 0. It may be changed between steps.
    pub lr: f64,
    /// The decay rate of v, at least 0 and less than 1; typically 0.9.
    pub momentum: f64,
    /// The fraction of each gradient after the first that is not added to v, from 0 to 1; defaults to 0.
    pub dampening: f64,
    /// Whether to use Nesterov momentum; defaults to `false`.
    pub nesterov: bool,
    /// The weight decay; defaults to none.
    pub weight_decay: WeightDecay,
    /// Whether to increase the loss instead of decreasing it; defaults to `false`.
    pub maximize: bool,
}

impl Momentum {
    /// Creates a momentum optimiser with this learning rate and this momentum.
    ///
    /// # Panics
    /// Panics if the rate is negative, infinite or NaN, or `momentum` is not at least 0 and less than 1.
    #[track_caller]
    pub const fn new(lr: f64, momentum: f64) -> Self {
        Bounds::NotNegative.require(lr, "`lr` must be finite and at least 0");
        Bounds::BelowOne.require(momentum, "`momentum` must be at least 0 and less than 1");
        Self { lr, momentum, dampening: 0.0, nesterov: false, weight_decay: WeightDecay::NONE, maximize: false }
    }

    /// Returns this optimiser with Nesterov momentum.
    ///
    /// ```
    /// use nn::Tensor;
    /// use nn::dim::N;
    /// use nn::optim::{Momentum, Optimizer};
    /// let mut w = Tensor::<(N<1>,)>::new([1.0]);
    /// let mut v = Tensor::<(N<1>,)>::new([0.0]);
    /// Momentum::new(0.5, 0.5).nesterov().step(1, &mut w, &Tensor::new([1.0]), &mut v);
    /// assert_eq!((w[[0]], v[[0]]), (0.25, -0.5));
    /// ```
    pub const fn nesterov(self) -> Self {
        Self { nesterov: true, ..self }
    }

    /// Returns this optimiser with this dampening.
    ///
    /// ```
    /// assert_eq!(nn::optim::Momentum::new(0.1, 0.9).dampening(0.5).dampening, 0.5);
    /// ```
    ///
    /// # Panics
    /// Panics if `dampening` is not from 0 to 1.
    #[track_caller]
    pub const fn dampening(self, dampening: f64) -> Self {
        Bounds::UpToOne.require(dampening, "`dampening` must be from 0 to 1");
        Self { dampening, ..self }
    }
}

impl<T: Float> Optimizer<T> for Momentum {
    type State<P: Parameters<T>> = P;

    decay_and_checks!(T);

    fn update<P: Parameters<T>>(&self, step: u64, group: &Group, params: &mut P, grad: &P, state: &mut P) {
        let taken = if step == 1 { 1.0 } else { 1.0 - self.dampening };
        let [lr, beta, take] = [self.lr, self.momentum, self.lr * taken].map(T::from_f64);
        if self.nesterov {
            group.update(self.lr, params, grad, [state], move |w, g, [v]| {
                let v = beta * v - take * g;
                (w + (beta * v - lr * g), [v])
            });
        } else {
            group.update(self.lr, params, grad, [state], move |w, g, [v]| {
                let v = beta * v - take * g;
                (w + v, [v])
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dim::N;
    use crate::tensor::Tensor;

    fn check<T: Float>() {
        let mut w = Tensor::<(N<3>,), T>::new([1.0, -2.0, 0.1].map(T::from_f64));
        let mut v = Tensor::<(N<3>,), T>::new([T::ZERO; 3]);
        let mut expected: [T; 3] = w.as_slice().try_into().unwrap();
        let mut expected_v = [T::ZERO; 3];
        let mut momentum = Momentum::new(0.1, 0.9);
        for step in 1..=100 {
            momentum.lr *= 0.99;
            let g = [0.3, -0.7, (step % 9) as f64 - 4.1].map(T::from_f64);
            momentum.step(step, &mut w, &Tensor::new(g), &mut v);
            for i in 0..3 {
                expected_v[i] = T::from_f64(0.9) * expected_v[i] - T::from_f64(momentum.lr) * g[i];
                expected[i] += expected_v[i];
            }
            assert_eq!(v.as_slice(), expected_v);
            assert_eq!(w.as_slice(), expected);
        }
    }

    #[test]
    fn hundred_steps_are_bit_identical_to_reference() {
        check::<f32>();
        check::<f64>();
    }

    #[test]
    fn special_values() {
        let mut w = Tensor::<(N<2>,)>::new([1.0, 1.0]);
        let mut v = Tensor::<(N<2>,)>::new([0.0, 0.0]);
        Momentum::new(0.1, 0.9).step(1, &mut w, &Tensor::new([f32::NAN, 0.0]), &mut v);
        assert!(w[[0]].is_nan() && v[[0]].is_nan());
        assert_eq!((w[[1]], v[[1]]), (1.0, 0.0));
    }
}
