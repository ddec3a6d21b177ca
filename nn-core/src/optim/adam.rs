//! Adam.

use crate::float::Float;
use crate::optim::adam_family::{AdamRule, adam_family, adam_rule};
use crate::optim::optimizer::decay_and_checks;
use crate::optim::{Group, Optimizer, WeightDecay};
use crate::parameters::Parameters;
use crate::setting::Bounds;

/// Adam (theory.md, 6.1; Kingma, Ba 2014). In step t:
///
/// - m = beta1 m + (1 - beta1) g
/// - v = beta2 v + (1 - beta2) g^2
/// - W = W - lr m' / (sqrt(v') + eps), where m' = m / (1 - beta1^t) and v' = v / (1 - beta2^t)
///
/// With [`l2`](Self::l2), g is replaced by g + 2 lambda W, as in PyTorch's `Adam(weight_decay=2 lambda)`; with
/// [`decoupled_weight_decay`](Self::decoupled_weight_decay), W by (1 - lr lambda) W before the step, as in [`AdamW`](crate::AdamW).
///
/// Its state is two copies of the network, `[m, v]`, initialised to 0. Factors that are common to all parameters are computed once
/// per step, in `f64`: 1 - beta1 and 1 - beta2, lr / (1 - beta1^t), which multiplies m, and 1 / sqrt(1 - beta2^t), which multiplies
/// sqrt(v).
///
/// If `eps` is more than 0, a parameter whose gradient has always been 0 does not move. A NaN in the gradient makes the parameter
/// and both moments NaN permanently. A gradient whose square overflows (1.8e19 for `f32`) makes v infinite, after which the
/// parameter no longer moves; an infinite gradient makes the parameter NaN.
///
/// ```
/// use nn::Tensor;
/// use nn::dim::N;
/// use nn::optim::{Adam, Optimizer};
/// let adam = Adam::new(0.1);
/// let mut w = Tensor::<(N<2>,)>::new([1.0, 1.0]);
/// let mut moments = [[0.0; 2]; 2].map(Tensor::<(N<2>,)>::new);
/// // The first step is as long as the learning rate, whatever the size of the gradient.
/// adam.step(1, &mut w, &Tensor::new([1e-3, -1e3]), &mut moments);
/// assert!((w[[0]] - 0.9).abs() < 1e-5 && (w[[1]] - 1.1).abs() < 1e-5);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Adam {
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
adam_family!(Adam, "", WeightDecay::NONE);
adam_rule!(Adam, [m v]);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dim::N;
    use crate::tensor::Tensor;

    const START: [f64; 4] = [1.0, -2.0, 0.1, 0.0];

    fn gradient(step: u64) -> [f64; 4] {
        [0.3, -0.7 / step as f64, (step % 9) as f64 - 4.1, 1e-7]
    }

    /// The update rule as documented, element by element.
    fn check<T: Float>() {
        let number = T::from_f64;
        let mut w = Tensor::<(N<4>,), T>::new(START.map(number));
        let mut moments = [[T::ZERO; 4]; 2].map(Tensor::<(N<4>,), T>::new);
        let (mut expected, mut m, mut v) = (START.map(number), [T::ZERO; 4], [T::ZERO; 4]);
        let mut adam = Adam::new(0.01);
        let (mut power1, mut power2) = (1.0, 1.0);
        for step in 1..=100 {
            adam.lr *= 0.99;
            let g = gradient(step).map(number);
            adam.step(step, &mut w, &Tensor::new(g), &mut moments);
            (power1, power2) = (libm::pow(0.9, step as f64), libm::pow(0.999, step as f64));
            for i in 0..4 {
                m[i] = number(0.9) * m[i] + number(1.0 - 0.9) * g[i];
                v[i] = number(0.999) * v[i] + number(1.0 - 0.999) * (g[i] * g[i]);
                let root = v[i].sqrt() * number(1.0 / libm::sqrt(1.0 - power2));
                expected[i] -= number(adam.lr / (1.0 - power1)) * m[i] / (root + number(1e-8));
            }
            assert_eq!(moments[0].as_slice(), m);
            assert_eq!(moments[1].as_slice(), v);
            assert_eq!(w.as_slice(), expected);
        }
        assert!(power1 < 1e-4 && power2 > 0.9);
    }

    #[test]
    fn hundred_steps_are_bit_identical_to_reference() {
        check::<f32>();
        check::<f64>();
    }

    /// The update rule of theory.md, 6.1, in f64; the two differ only by rounding.
    fn compare_with_theory<T: Float>(tolerance: f64) {
        let mut w = Tensor::<(N<4>,), T>::new(START.map(T::from_f64));
        let mut moments = [[T::ZERO; 4]; 2].map(Tensor::<(N<4>,), T>::new);
        let (mut expected, mut m, mut v) = (START, [0.0; 4], [0.0; 4]);
        let (mut power1, mut power2) = (1.0, 1.0);
        for step in 1..=100 {
            let g = gradient(step);
            Adam::new(0.01).step(step, &mut w, &Tensor::new(g.map(T::from_f64)), &mut moments);
            power1 *= 0.9;
            power2 *= 0.999;
            for i in 0..4 {
                m[i] = 0.9 * m[i] + (1.0 - 0.9) * g[i];
                v[i] = 0.999 * v[i] + (1.0 - 0.999) * g[i] * g[i];
                let (m_hat, v_hat) = (m[i] / (1.0 - power1), v[i] / (1.0 - power2));
                expected[i] -= 0.01 * m_hat / (libm::sqrt(v_hat) + 1e-8);
                let error = (w[[i]].to_f64() - expected[i]).abs();
                // Each step is about 0.01 long, so the tolerance is far below one step.
                assert!(error <= tolerance, "step {step}, number {i}: off by {error}");
            }
        }
    }

    #[test]
    fn hundred_steps_match_textbook_formula() {
        compare_with_theory::<f32>(1e-5);
        compare_with_theory::<f64>(1e-13);
    }

    #[test]
    fn special_values() {
        let mut w = Tensor::<(N<4>,)>::new([1.0; 4]);
        let mut moments = [[0.0; 4]; 2].map(Tensor::<(N<4>,)>::new);
        let g = Tensor::new([f32::NAN, 0.0, 1e25, f32::INFINITY]);
        Adam::new(0.1).step(1, &mut w, &g, &mut moments);
        assert!(w[[0]].is_nan() && moments[0][[0]].is_nan() && moments[1][[0]].is_nan());
        assert_eq!(w.as_slice()[1..3], [1.0, 1.0]);
        assert_eq!((moments[0][[1]], moments[1][[1]]), (0.0, 0.0));
        assert!(w[[3]].is_nan());
    }
}
