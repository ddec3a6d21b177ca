//! Plain gradient descent.

use crate::float::Float;
use crate::optim::optimizer::decay_and_checks;
use crate::optim::{Group, Optimizer, WeightDecay};
use crate::parameters::Parameters;
use crate::setting::Bounds;

/// Gradient descent: W = W - lr g (theory.md, 5.3), or with [`WeightDecay`], W = (1 - lr lambda) W - lr (g + 2 lambda W).
///
/// It has no state. A NaN in the gradient makes the parameter NaN.
///
/// ```
/// use nn::Tensor;
/// use nn::dim::N;
/// use nn::optim::{Optimizer, Sgd};
/// let mut sgd = Sgd::new(0.5);
/// let mut w = Tensor::<(N<2>,)>::new([1.0, 2.0]);
/// let g = Tensor::<(N<2>,)>::new([1.0, -1.0]);
/// sgd.step(1, &mut w, &g, &mut ());
/// assert_eq!(w.as_slice(), [0.5, 2.5]);
/// sgd.lr = 0.25;
/// sgd.step(2, &mut w, &g, &mut ());
/// assert_eq!(w.as_slice(), [0.25, 2.75]);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Sgd {
    /// The learning rate, finite and at least 0. It may be changed between steps.
    pub lr: f64,
    /// The weight decay; defaults to none.
    pub weight_decay: WeightDecay,
    /// Whether to increase the loss instead of decreasing it; defaults to `false`.
    pub maximize: bool,
}

impl Sgd {
    /// Creates a gradient descent optimiser with this learning rate.
    ///
    /// # Panics
    /// Panics if the rate is negative, infinite or NaN.
    #[track_caller]
    pub const fn new(lr: f64) -> Self {
        Bounds::NotNegative.require(lr, "`lr` must be finite and at least 0");
        Self { lr, weight_decay: WeightDecay::NONE, maximize: false }
    }
}

impl<T: Float> Optimizer<T> for Sgd {
    type State<P: Parameters<T>> = ();

    decay_and_checks!(T);

    fn update<P: Parameters<T>>(&self, _: u64, group: &Group, params: &mut P, grad: &P, _: &mut ()) {
        let lr = T::from_f64(self.lr);
        group.update(self.lr, params, grad, [], move |w, g, []| (w - lr * g, []));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dim::N;
    use crate::tensor::Tensor;

    fn check<T: Float>() {
        let mut w = Tensor::<(N<3>,), T>::new([1.0, -2.0, 0.1].map(T::from_f64));
        let mut expected: [T; 3] = w.as_slice().try_into().unwrap();
        let mut sgd = Sgd::new(0.1);
        for step in 1..=100 {
            sgd.lr *= 0.99;
            let g = [0.3, -0.7, step as f64 / 7.0].map(T::from_f64);
            sgd.step(step, &mut w, &Tensor::new(g), &mut ());
            for (w, g) in expected.iter_mut().zip(g) {
                *w -= T::from_f64(sgd.lr) * g;
            }
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
        let mut w = Tensor::<(N<3>,)>::new([1.0, 1.0, 1.0]);
        Sgd::new(0.1).step(1, &mut w, &Tensor::new([f32::NAN, f32::INFINITY, 0.0]), &mut ());
        assert!(w[[0]].is_nan());
        assert_eq!(w.as_slice()[1..], [f32::NEG_INFINITY, 1.0]);
    }
}
