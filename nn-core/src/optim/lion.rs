//! Lion.

use crate::float::Float;
use crate::kernels::sign;
use crate::optim::optimizer::decay_and_checks;
use crate::optim::{Group, Optimizer, WeightDecay};
use crate::parameters::Parameters;
use crate::setting::Bounds;

/// Lion: W = W - lr sign(beta1 m + (1 - beta1) g), then m = beta2 m + (1 - beta2) g (Chen et al. 2023, algorithm 2). Every
/// parameter moves by exactly lr, in the direction of a momentum that gives more weight to the newest gradient.
///
/// A parameter does not move where the sign is 0. With decoupled decay, W is replaced by (1 - lr lambda) W before the step, as in
/// the paper; with L2, g is replaced by g + 2 lambda W. Its state is one copy of the network, m, initialised to 0. The paper
/// recommends a learning rate 3 to 10 times smaller than Adam's, and a lambda larger by the same factor. A NaN in the gradient
/// makes the parameter NaN.
///
/// ```
/// use nn::Tensor;
/// use nn::dim::N;
/// use nn::optim::{Lion, Optimizer};
/// let mut w = Tensor::<(N<3>,)>::new([1.0; 3]);
/// let mut m = Tensor::<(N<3>,)>::new([0.0; 3]);
/// Lion::new(0.25).step(1, &mut w, &Tensor::new([1e-9, -5.0, 0.0]), &mut m);
/// assert_eq!(w.as_slice(), [0.75, 1.25, 1.0]);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Lion {
    /// The learning rate, finite and at least 0. It may be changed between steps.
    pub lr: f64,
    /// The weight of m in the direction of the step, where the gradient has the weight 1 - beta1; at least 0 and less than 1.
    pub beta1: f64,
    /// The decay rate of m, at least 0 and less than 1.
    pub beta2: f64,
    /// The weight decay; defaults to none.
    pub weight_decay: WeightDecay,
    /// Whether to increase the loss instead of decreasing it; defaults to `false`.
    pub maximize: bool,
}

impl Lion {
    /// Creates a Lion optimiser with this learning rate, beta1 0.9 and beta2 0.99, as in the paper.
    ///
    /// # Panics
    /// Panics if the rate is negative, infinite or NaN.
    #[track_caller]
    pub const fn new(lr: f64) -> Self {
        Bounds::NotNegative.require(lr, "`lr` must be finite and at least 0");
        Self { lr, beta1: 0.9, beta2: 0.99, weight_decay: WeightDecay::NONE, maximize: false }
    }
}

impl<T: Float> Optimizer<T> for Lion {
    type State<P: Parameters<T>> = P;

    decay_and_checks!(T);

    fn update<P: Parameters<T>>(&self, _: u64, group: &Group, params: &mut P, grad: &P, state: &mut P) {
        let lr = T::from_f64(self.lr);
        let [keep1, keep2] = [self.beta1, self.beta2].map(T::from_f64);
        let [take1, take2] = [1.0 - self.beta1, 1.0 - self.beta2].map(T::from_f64);
        group.update(self.lr, params, grad, [state], move |w, g, [m]| {
            (w - lr * sign(keep1 * m + take1 * g), [keep2 * m + take2 * g])
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dim::N;
    use crate::tensor::Tensor;

    /// The paper's algorithm 2, element by element: update <- interp(grad, m, beta1), m <- interp(grad, m, beta2), update <-
    /// sign(update) + lambda w, w <- w - lr update.
    fn check<T: Float>(tolerance: f64) {
        let mut w = Tensor::<(N<3>,), T>::new([1.0, -2.0, 0.1].map(T::from_f64));
        let mut m = Tensor::<(N<3>,), T>::new([T::ZERO; 3]);
        let (mut expected, mut momentum) = ([1.0, -2.0, 0.1], [0.0; 3]);
        for step in 1..=100 {
            let g = [0.3, -0.7, libm::cos(0.9 * step as f64) + 0.05];
            Lion::new(0.01).weight_decay(0.1).step(step, &mut w, &Tensor::new(g.map(T::from_f64)), &mut m);
            for i in 0..3 {
                let update = 0.9 * momentum[i] + (1.0 - 0.9) * g[i];
                momentum[i] = 0.99 * momentum[i] + (1.0 - 0.99) * g[i];
                expected[i] -= 0.01 * (update.signum() + 0.1 * expected[i]);
                assert!((w[[i]].to_f64() - expected[i]).abs() <= tolerance, "step {step}, number {i}");
                assert!((m[[i]].to_f64() - momentum[i]).abs() <= tolerance, "step {step}, number {i}");
            }
        }
        // The third weight has moved in both directions.
        assert!((expected[2] - 0.1).abs() < 0.9);
    }

    #[test]
    fn hundred_steps_match_paper() {
        check::<f32>(1e-5);
        check::<f64>(1e-14);
    }

    #[test]
    fn special_values() {
        let mut w = Tensor::<(N<4>,)>::new([1.0; 4]);
        let mut m = Tensor::<(N<4>,)>::new([0.0; 4]);
        let g = Tensor::new([f32::NAN, 0.0, 1e-37, f32::INFINITY]);
        Lion::new(0.5).step(1, &mut w, &g, &mut m);
        assert!(w[[0]].is_nan() && m[[0]].is_nan());
        assert_eq!(w.as_slice()[1..], [1.0, 0.5, 0.5]);
    }
}
