//! Adagrad.

use crate::float::Float;
use crate::kernels::update;
use crate::optim::optimizer::decay_and_checks;
use crate::optim::{Group, Optimizer, WeightDecay};
use crate::parameters::Parameters;
use crate::setting::Bounds;

/// Adagrad: v = v + g^2, then W = W - lr g / (sqrt(v) + eps) (Duchi, Hazan, Singer 2011), as PyTorch's `Adagrad` with its defaults.
///
/// The steps of each parameter shrink as its squared gradients accumulate, which suits sparse gradients. With L2, g is replaced by
/// g + 2 lambda W; with decoupled decay, W is replaced by (1 - lr lambda) W before the step. Its state is one copy of the network,
/// v, initialised to 0.
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
    /// Added to the denominator to keep it from being 0, finite and at least 0.
    pub eps: f64,
    /// The weight decay; defaults to none.
    pub weight_decay: WeightDecay,
}

impl Adagrad {
    /// Creates an Adagrad optimiser with this learning rate and an eps of 1e-10, as in PyTorch.
    ///
    /// # Panics
    /// Panics if the rate is negative, infinite or NaN.
    #[track_caller]
    pub const fn new(lr: f64) -> Self {
        Bounds::NotNegative.require(lr, "`lr` must be finite and at least 0");
        Self { lr, eps: 1e-10, weight_decay: WeightDecay::NONE }
    }
}

impl<T: Float> Optimizer<T> for Adagrad {
    type State<P: Parameters<T>> = P;

    decay_and_checks!(T);

    fn update<P: Parameters<T>>(&self, _: u64, group: &Group, params: &mut P, grad: &P, state: &mut P) {
        let [keep, l2] = [group.keep(self.lr), group.l2()].map(T::from_f64);
        let [lr, eps] = [self.lr, self.eps].map(T::from_f64);
        update(group.of_mut(params), group.of(grad), [group.of_mut(state)], move |w, g, [v]| {
            let g = g + l2 * w;
            let v = v + g * g;
            (keep * w - lr * g / (v.sqrt() + eps), [v])
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
    fn special_values() {
        let mut w = Tensor::<(N<3>,)>::new([1.0; 3]);
        let mut v = Tensor::<(N<3>,)>::new([0.0; 3]);
        Adagrad::new(0.1).step(1, &mut w, &Tensor::new([f32::NAN, 0.0, 1e-40]), &mut v);
        assert!(w[[0]].is_nan() && w[[1]] == 1.0 && w[[2]].is_finite());
    }
}
