//! How weights begin.
//!
//! `n_in` and `n_out` are a layer's inputs and outputs: `fan_in` and `fan_out`. Everything is drawn in `f64` and rounded
//! to the element type, so `f32` and `f64` networks begin alike.

use crate::float::Float;
/// The source of random numbers that initialisers draw from, from the crate `rand`.
pub use rand::Rng;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution, StandardNormal, StandardUniform};

/// The generator behind everything random in `nn`: ChaCha with 8 rounds, whose stream is fixed by its definition, the
/// same on every platform and in every release.
///
/// ```
/// use rand::Rng;
/// assert_eq!(nn_core::rng(1).next_u64(), nn_core::rng(1).next_u64());
/// ```
pub fn rng(seed: u64) -> ChaCha8Rng {
    ChaCha8Rng::seed_from_u64(seed)
}

/// A rule that draws the weights of a layer with `fan_in` inputs and `fan_out` outputs.
///
/// ```
/// use nn_core::Float;
/// use nn_core::init::Initializer;
/// use rand::Rng;
///
/// /// Every weight 1 / fan_in: the layer gives the mean of its inputs.
/// struct Mean;
/// impl Initializer for Mean {
///     fn fill<T: Float, R: Rng + ?Sized>(&self, weights: &mut [T], fan_in: usize, _fan_out: usize, _: &mut R) {
///         weights.fill(T::from_f64(1.0 / fan_in as f64));
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(message = "`{Self}` is not an initialiser")]
pub trait Initializer {
    /// Sets every weight.
    fn fill<T: Float, R: Rng + ?Sized>(&self, weights: &mut [T], fan_in: usize, fan_out: usize, rng: &mut R);
}

/// Every weight 0.
///
/// ```
/// use nn_core::init::{Initializer, Zeros};
/// let mut weights = [1.0_f32; 2];
/// Zeros.fill(&mut weights, 2, 1, &mut nn_core::rng(0));
/// assert_eq!(weights, [0.0; 2]);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Zeros;

impl Initializer for Zeros {
    fn fill<T: Float, R: Rng + ?Sized>(&self, weights: &mut [T], _: usize, _: usize, _: &mut R) {
        weights.fill(T::ZERO);
    }
}

/// Every weight the same.
///
/// ```
/// use nn_core::init::{Constant, Initializer};
/// let mut weights = [0.0_f32; 2];
/// Constant { value: 0.5 }.fill(&mut weights, 2, 1, &mut nn_core::rng(0));
/// assert_eq!(weights, [0.5; 2]);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Constant {
    /// The weight.
    pub value: f64,
}

impl Initializer for Constant {
    fn fill<T: Float, R: Rng + ?Sized>(&self, weights: &mut [T], _: usize, _: usize, _: &mut R) {
        weights.fill(T::from_f64(self.value));
    }
}

/// Uniform from -limit to limit; the standard deviation is limit / sqrt(3).
///
/// ```
/// use nn_core::init::{Initializer, Uniform};
/// let mut weights = [0.0_f32; 100];
/// Uniform { limit: 0.1 }.fill(&mut weights, 10, 10, &mut nn_core::rng(0));
/// assert!(weights.iter().all(|w| w.abs() <= 0.1));
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Uniform {
    /// The bound of the absolute value, not negative.
    pub limit: f64,
}

impl Initializer for Uniform {
    fn fill<T: Float, R: Rng + ?Sized>(&self, weights: &mut [T], _: usize, _: usize, rng: &mut R) {
        for weight in weights {
            let unit: f64 = StandardUniform.sample(rng);
            *weight = T::from_f64(self.limit * (2.0 * unit - 1.0));
        }
    }
}

/// Normal with mean 0.
///
/// ```
/// use nn_core::init::{Initializer, Normal};
/// let mut weights = [0.0_f32; 100];
/// Normal { std: 0.02 }.fill(&mut weights, 10, 10, &mut nn_core::rng(0));
/// assert!(weights.iter().all(|w| w.abs() < 0.2));
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Normal {
    /// The standard deviation, not negative.
    pub std: f64,
}

impl Initializer for Normal {
    fn fill<T: Float, R: Rng + ?Sized>(&self, weights: &mut [T], _: usize, _: usize, rng: &mut R) {
        for weight in weights {
            let number: f64 = StandardNormal.sample(rng);
            *weight = T::from_f64(self.std * number);
        }
    }
}

/// A rule with another gain than its own: `XavierNormal.gain(1.5)`.
///
/// The gain of an activation makes up for what it takes from the variance: 1 for a linear layer and sigmoid, 5/3 for
/// tanh, sqrt(2) for ReLU.
///
/// ```
/// use nn_core::init::{Initializer, XavierNormal};
/// let (mut plain, mut scaled) = ([0.0_f64; 4], [0.0_f64; 4]);
/// XavierNormal.fill(&mut plain, 2, 2, &mut nn_core::rng(0));
/// XavierNormal.gain(2.0).fill(&mut scaled, 2, 2, &mut nn_core::rng(0));
/// assert_eq!(scaled, plain.map(|w| 2.0 * w));
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scaled<I> {
    rule: I,
    gain: f64,
}

impl<I> Scaled<I> {
    /// The gain.
    pub const fn gain(&self) -> f64 {
        self.gain
    }

    /// The rule whose own gain is replaced.
    pub const fn rule(&self) -> &I {
        &self.rule
    }
}

/// Declares a unit struct that draws from `$draw`, whose parameter is the gain times the root of `$square`.
macro_rules! by_fan {
    ($(#[$docs:meta])* $rule:ident, gain $gain:expr, $draw:ident $parameter:ident, |$fan_in:pat_param, $fan_out:pat_param| $square:expr) => {
        $(#[$docs])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
        pub struct $rule;

        impl $rule {
            /// The gain where none is given.
            pub const GAIN: f64 = $gain;

            /// The same rule with this gain in place of [`GAIN`](Self::GAIN).
            pub const fn gain(self, gain: f64) -> Scaled<Self> {
                Scaled { rule: self, gain }
            }
        }

        impl Initializer for $rule {
            fn fill<T: Float, R: Rng + ?Sized>(&self, weights: &mut [T], fan_in: usize, fan_out: usize, rng: &mut R) {
                self.gain(Self::GAIN).fill(weights, fan_in, fan_out, rng);
            }
        }

        impl Initializer for Scaled<$rule> {
            fn fill<T: Float, R: Rng + ?Sized>(&self, weights: &mut [T], fan_in: usize, fan_out: usize, rng: &mut R) {
                let ($fan_in, $fan_out) = (fan_in as f64, fan_out as f64);
                let draw = $draw { $parameter: self.gain * libm::sqrt($square) };
                draw.fill(weights, fan_in, fan_out, rng);
            }
        }
    };
}

by_fan! {
    /// Normal with mean 0 and standard deviation gain * sqrt(2 / (n_in + n_out)) (theory.md, 5.2; Glorot, Bengio 2010).
    ///
    /// The gain is 1; [`gain`](Self::gain) takes another. In `network!`: `fc: Linear<784, 128, init = XavierNormal>`.
    ///
    /// ```
    /// use nn_core::{Linear, N, zeroed, init::XavierNormal};
    /// let mut fc = zeroed::<Linear<N<784>, N<128>>>();
    /// fc.init_with(&XavierNormal, &mut nn_core::rng(0));
    /// assert!(fc.weight.iter().any(|&w| w != 0.0) && fc.bias.iter().all(|&b| b == 0.0));
    /// ```
    XavierNormal, gain 1.0, Normal std, |n_in, n_out| 2.0 / (n_in + n_out)
}
by_fan! {
    /// Uniform from -limit to limit = gain * sqrt(6 / (n_in + n_out)), which has the standard deviation of
    /// [`XavierNormal`] (Glorot, Bengio 2010).
    ///
    /// The gain is 1; [`gain`](Self::gain) takes another. In `network!`: `fc: Linear<784, 128, init = XavierUniform>`.
    ///
    /// ```
    /// use nn_core::init::{Initializer, XavierUniform};
    /// let mut weights = [0.0_f32; 12];
    /// XavierUniform.fill(&mut weights, 4, 3, &mut nn_core::rng(0));
    /// assert!(weights.iter().all(|w| w.abs() <= (6.0_f32 / 7.0).sqrt()));
    /// ```
    XavierUniform, gain 1.0, Uniform limit, |n_in, n_out| 6.0 / (n_in + n_out)
}
by_fan! {
    /// Normal with mean 0 and standard deviation gain / sqrt(n_in) (He, Zhang, Ren, Sun 2015).
    ///
    /// The gain is sqrt(2), which is for ReLU; [`gain`](Self::gain) takes another. In `network!`:
    /// `fc: Linear<784, 128, init = KaimingNormal>`.
    ///
    /// ```
    /// use nn_core::init::{Initializer, KaimingNormal};
    /// let mut weights = [0.0_f32; 12];
    /// KaimingNormal.gain(1.0).fill(&mut weights, 4, 3, &mut nn_core::rng(0));
    /// assert!(weights.iter().all(|w| w.abs() < 5.0));
    /// ```
    KaimingNormal, gain core::f64::consts::SQRT_2, Normal std, |n_in, _| 1.0 / n_in
}
by_fan! {
    /// Uniform from -limit to limit = gain * sqrt(3 / n_in), which has the standard deviation of [`KaimingNormal`] (He,
    /// Zhang, Ren, Sun 2015).
    ///
    /// The gain is sqrt(2), which is for ReLU; [`gain`](Self::gain) takes another. In `network!`:
    /// `fc: Linear<784, 128, init = KaimingUniform>`.
    ///
    /// ```
    /// use nn_core::init::{Initializer, KaimingUniform};
    /// let mut weights = [0.0_f32; 12];
    /// KaimingUniform.fill(&mut weights, 4, 3, &mut nn_core::rng(0));
    /// assert!(weights.iter().all(|w| w.abs() <= (6.0_f32 / 4.0).sqrt()));
    /// ```
    KaimingUniform, gain core::f64::consts::SQRT_2, Uniform limit, |n_in, _| 3.0 / n_in
}

#[cfg(all(test, feature = "alloc"))]
mod tests {
    use super::*;
    use core::f64::consts::SQRT_2;

    const FANS: [usize; 2] = [300, 100];

    fn draw<T: Float>(rule: &impl Initializer, count: usize, seed: u64) -> alloc::vec::Vec<f64> {
        let mut weights = alloc::vec![T::ZERO; count];
        rule.fill(&mut weights, FANS[0], FANS[1], &mut rng(seed));
        weights.into_iter().map(T::to_f64).collect()
    }

    /// Mean and standard deviation within five standard errors; `kurtosis` is 3 for normal numbers, 1.8 for uniform ones.
    #[track_caller]
    fn moments(rule: &impl Initializer, std: f64, kurtosis: f64) {
        let count = 100_000;
        let n = count as f64;
        for seed in 0..3 {
            let weights = draw::<f32>(rule, count, seed);
            let mean = weights.iter().sum::<f64>() / n;
            let found = libm::sqrt(weights.iter().map(|w| (w - mean) * (w - mean)).sum::<f64>() / (n - 1.0));
            assert!(mean.abs() < 5.0 * std / libm::sqrt(n), "seed {seed}: mean {mean}");
            let error = libm::sqrt((kurtosis - 1.0) / (4.0 * n));
            assert!((found / std - 1.0).abs() < 5.0 * error, "seed {seed}: std {found} instead of {std}");
        }
    }

    #[track_caller]
    fn uniform(rule: &impl Initializer, limit: f64) {
        moments(rule, limit / libm::sqrt(3.0), 1.8);
        let weights = draw::<f64>(rule, 100_000, 9);
        let [lowest, highest] = [f64::min, f64::max].map(|pick| weights.iter().copied().fold(0.0, pick));
        assert!(-limit <= lowest && lowest < -0.999 * limit, "{lowest}");
        assert!(0.999 * limit < highest && highest <= limit, "{highest}");
    }

    #[test]
    fn normal_rules() {
        moments(&Normal { std: 0.02 }, 0.02, 3.0);
        moments(&XavierNormal, libm::sqrt(2.0 / 400.0), 3.0);
        moments(&XavierNormal.gain(5.0 / 3.0), 5.0 / 3.0 * libm::sqrt(2.0 / 400.0), 3.0);
        moments(&KaimingNormal, libm::sqrt(2.0 / 300.0), 3.0);
        moments(&KaimingNormal.gain(1.0), libm::sqrt(1.0 / 300.0), 3.0);
    }

    #[test]
    fn a_normal_has_the_tails_of_one() {
        let weights = draw::<f64>(&Normal { std: 1.0 }, 100_000, 4);
        for (bound, share) in [(1.0, 0.317_310_5), (2.0, 0.045_500_3), (3.0, 0.002_699_8)] {
            let found = weights.iter().filter(|w| w.abs() > bound).count() as f64 / 1e5;
            assert!((found - share).abs() < 5.0 * libm::sqrt(share * (1.0 - share) / 1e5), "{bound}: {found}");
        }
    }

    #[test]
    fn uniform_rules() {
        uniform(&Uniform { limit: 0.3 }, 0.3);
        uniform(&XavierUniform, libm::sqrt(6.0 / 400.0));
        uniform(&XavierUniform.gain(0.5), 0.5 * libm::sqrt(6.0 / 400.0));
        uniform(&KaimingUniform, SQRT_2 * libm::sqrt(3.0 / 300.0));
        uniform(&KaimingUniform.gain(1.0), libm::sqrt(3.0 / 300.0));
    }

    #[test]
    fn the_same_for_both_element_types() {
        for (a, b) in draw::<f64>(&XavierNormal, 50, 3).into_iter().zip(draw::<f32>(&XavierNormal, 50, 3)) {
            assert_eq!(f64::from(a as f32), b);
        }
    }

    #[test]
    fn gains() {
        assert_eq!((XavierNormal::GAIN, XavierUniform::GAIN), (1.0, 1.0));
        assert_eq!((KaimingNormal::GAIN, KaimingUniform::GAIN), (SQRT_2, SQRT_2));
        assert_eq!(XavierNormal.gain(1.5).gain(), 1.5);
        assert_eq!(XavierNormal.gain(1.5).rule(), &XavierNormal);
    }

    /// The streams of the dependencies: a network that was initialised from a seed must begin alike for ever.
    #[test]
    fn golden_numbers() {
        let normal = [0.47798123835102174, 1.3340706102318078, -0.21086668327103028, 0.4763469238088213];
        assert_eq!(draw::<f64>(&Normal { std: 1.0 }, 4, 42), normal);
        let uniform = [0.36379238461334285, 0.900550815344968, -0.1449671942869606, 0.25472104239468063];
        assert_eq!(draw::<f64>(&Uniform { limit: 1.0 }, 4, 42), uniform);
        let mut rng = super::rng(42);
        assert_eq!([rng.next_u64(), rng.next_u64()], [12_578_764_544_318_200_737, 17_529_487_244_874_322_312]);
    }
}
