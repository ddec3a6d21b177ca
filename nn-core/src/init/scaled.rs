//! Initialisers with a gain.

/// An initialiser with a gain other than its default: `XavierNormal.gain(1.5)`.
///
/// The gain compensates for the reduction of the variance by the activation: 1 for a linear layer and sigmoid, 5/3 for tanh,
/// sqrt(2) for ReLU.
///
/// ```
/// use nn::init::{Initializer, XavierNormal};
/// let (mut plain, mut scaled) = ([0.0_f64; 4], [0.0_f64; 4]);
/// XavierNormal.fill(&mut plain, 2, 2, &mut nn::init::rng(0));
/// XavierNormal.gain(2.0).fill(&mut scaled, 2, 2, &mut nn::init::rng(0));
/// assert_eq!(scaled, plain.map(|w| 2.0 * w));
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scaled<I> {
    pub(super) rule: I,
    pub(super) gain: f64,
}

impl<I> Scaled<I> {
    /// Returns the gain.
    pub const fn gain(&self) -> f64 {
        self.gain
    }

    /// Returns the initialiser whose default gain is replaced.
    pub const fn rule(&self) -> &I {
        &self.rule
    }
}

/// Declares a unit struct that draws from `$draw`, whose parameter is the gain times the square root of `$square`.
macro_rules! by_fan {
    ($(#[$docs:meta])* $rule:ident, gain $gain:expr, $draw:ident $parameter:ident, |$fan_in:pat_param, $fan_out:pat_param| $square:expr) => {
        $(#[$docs])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
        pub struct $rule;

        impl $rule {
            /// The default gain.
            pub const GAIN: f64 = $gain;

            /// Returns this initialiser with a gain other than [`GAIN`](Self::GAIN).
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
pub(super) use by_fan;
