//! Gradient clipping.

use crate::float::Float;
use crate::kernels::sum_of_squares;
use crate::optim::{Treatment, for_each_group};
use crate::parameters::{Frozen, Parameters};
use crate::setting::{Bounds, InvalidSetting};
#[cfg(feature = "alloc")]
use crate::state::{Setting, State, Visitor};

/// Gradient clipping, applied before the optimiser: the fourth remedy for exploding gradients in theory.md, 5.1.
///
/// A session has one, which defaults to `Off`: `session.clip = Clip::Norm(1.0)`. Buffers and frozen parameters are neither counted
/// nor changed.
///
/// ```
/// use nn::Tensor;
/// use nn::dim::N;
/// use nn::optim::{Clip, Frozen};
/// let mut g = Tensor::<(N<2>,), f64>::new([3.0, -4.0]);
/// Clip::Norm(1.0).apply(&mut g, Frozen::NONE);
/// assert!((g[[0]] - 0.6).abs() < 1e-6 && (g[[1]] + 0.8).abs() < 1e-6);
/// Clip::Value(0.7).apply(&mut g, Frozen::NONE);
/// assert_eq!(g[[1]], -0.7);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Default)]
#[non_exhaustive]
pub enum Clip {
    /// No clipping.
    #[default]
    Off,
    /// Clips the norm of the *whole* gradient, not that of each tensor: a gradient with a larger norm is multiplied by
    /// bound / (norm + 1e-6), as in PyTorch's `clip_grad_norm_`, which preserves its direction (Pascanu, Mikolov, Bengio 2013).
    ///
    /// The bound must be finite and more than 0. A gradient with an infinite or NaN norm has no direction: it is left unchanged,
    /// and a [`Session`](crate::Session) skips the update.
    Norm(f64),
    /// Clamps every element to at most this absolute value, as PyTorch's `clip_grad_value_`. The bound must be finite and not
    /// negative. NaN stays NaN.
    Value(f64),
}

impl Clip {
    /// Checks the bound.
    ///
    /// # Errors
    /// Returns an error if the bound of `Norm` is not finite and more than 0, or the bound of `Value` is not finite and at least 0.
    pub fn check_settings(self) -> Result<(), InvalidSetting> {
        match self {
            Clip::Off => Ok(()),
            Clip::Norm(bound) => Bounds::Positive.check("Clip::Norm", bound),
            Clip::Value(bound) => Bounds::NotNegative.check("Clip::Value", bound),
        }
    }

    /// Clips the gradient.
    ///
    /// # Panics
    /// Panics if the bound is invalid; see [`check_settings`](Self::check_settings).
    #[track_caller]
    pub fn apply<T: Float, P: Parameters<T>>(self, grad: &mut P, frozen: Frozen<'_>) {
        if let Err(error) = self.check_settings() {
            panic!("{error}");
        }
        self.bound(grad, frozen);
    }

    /// Clips the gradient by a bound that is valid. Returns `false`, and leaves the gradient unchanged, if its norm is to be
    /// clipped and is not finite.
    pub(crate) fn bound<T: Float, P: Parameters<T>>(self, grad: &mut P, frozen: Frozen<'_>) -> bool {
        match self {
            Clip::Off => {}
            Clip::Norm(bound) => {
                let norm = global_norm(grad, frozen);
                if !norm.is_finite() {
                    return false;
                }
                let factor = bound / (norm + 1e-6);
                if factor < 1.0 {
                    let factor = T::from_f64(factor);
                    for_each_trainable(grad, frozen, |g| g * factor);
                }
            }
            Clip::Value(bound) => {
                let bound = T::from_f64(bound);
                for_each_trainable(grad, frozen, |g| {
                    if g > bound {
                        bound
                    } else if g < -bound {
                        -bound
                    } else {
                        g
                    }
                });
            }
        }
        true
    }
}

/// Returns the Euclidean norm of a whole gradient, that is, the square root of the sum of all squares, without buffers and frozen
/// parameters.
///
/// The squares are summed in `f64`, so that no finite `f32` gradient overflows.
///
/// ```
/// use nn::Tensor;
/// use nn::dim::N;
/// use nn::optim::{Frozen, global_norm};
/// assert_eq!(global_norm(&Tensor::<(N<2>,)>::new([3e30_f32, 4e30]), Frozen::NONE) as f32, 5e30);
/// ```
pub fn global_norm<T: Float, P: Parameters<T>>(grad: &P, frozen: Frozen<'_>) -> f64 {
    let mut sum = 0.0;
    for_each_group(&P::LAYOUT, frozen, Treatment::ALIKE, |group| {
        if !group.is_buffer() {
            sum += sum_of_squares(group.of(grad));
        }
    });
    libm::sqrt(sum)
}

/// Applies `change` to every element of a gradient, except those of buffers and frozen parameters.
#[inline]
fn for_each_trainable<T: Float, P: Parameters<T>>(grad: &mut P, frozen: Frozen<'_>, change: impl Fn(T) -> T) {
    for_each_group(&P::LAYOUT, frozen, Treatment::ALIKE, |group| {
        if !group.is_buffer() {
            group.of_mut(grad).iter_mut().for_each(|g| *g = change(*g));
        }
    });
}

#[cfg(feature = "alloc")]
impl State for Clip {
    fn visit(&mut self, values: &mut dyn Visitor) {
        // A single setting, so that a difference is reported once.
        let mut text = alloc::format!("{self:?}");
        values.setting("bound", Setting::Text(&mut text));
        if let Some(clip) = Self::parse(&text) {
            *self = clip;
        }
    }
}

#[cfg(feature = "alloc")]
impl Clip {
    /// Parses the output of `Debug`, bit-identically.
    fn parse(text: &str) -> Option<Self> {
        let bound = |kind| text.strip_prefix(kind)?.strip_prefix('(')?.strip_suffix(')')?.parse().ok();
        if text == "Off" {
            return Some(Clip::Off);
        }
        bound("Norm").map(Clip::Norm).or_else(|| bound("Value").map(Clip::Value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dim::N;
    use crate::tensor::Tensor;

    type Two = [Tensor<(N<2>,)>; 2];

    fn two(numbers: [[f32; 2]; 2]) -> Two {
        numbers.map(Tensor::new)
    }

    #[test]
    fn clips_by_global_norm() {
        let mut g = two([[2.0, 4.0], [5.0, 6.0]]);
        assert_eq!(global_norm(&g, Frozen::NONE), 9.0);
        Clip::Norm(9.0).apply(&mut g, Frozen::NONE);
        // Because of PyTorch's 1e-6, the gradient is scaled slightly even at the bound.
        assert!((g[1][[1]] - 6.0).abs() < 1e-5);
        Clip::Norm(3.0).apply(&mut g, Frozen::NONE);
        assert!((global_norm(&g, Frozen::NONE) - 3.0).abs() < 1e-5);
        assert!((g[0][[0]] / g[1][[1]] - 1.0 / 3.0).abs() < 1e-6);
        let before = g.each_ref().map(|g| [g[[0]], g[[1]]]);
        Clip::Norm(3.1).apply(&mut g, Frozen::NONE);
        assert_eq!(g.map(|g| [g[[0]], g[[1]]]), before);
    }

    #[test]
    fn ignores_frozen_parameters() {
        let mut g = two([[3.0, 4.0], [500.0, 600.0]]);
        let frozen = Frozen::new(&<Two as Parameters>::LAYOUT, &["1"]).unwrap();
        assert_eq!(global_norm(&g, frozen), 5.0);
        Clip::Norm(0.5).apply(&mut g, frozen);
        Clip::Value(0.35).apply(&mut g, frozen);
        assert!((g[0][[0]] - 0.3).abs() < 1e-6 && g[0][[1]] == 0.35);
        assert_eq!(g[1].as_slice(), [500.0, 600.0]);
    }

    #[test]
    fn special_values() {
        let mut g = two([[f32::NAN, f32::INFINITY], [-1e-40, 0.0]]);
        assert!(global_norm(&g, Frozen::NONE).is_nan());
        Clip::Value(1.0).apply(&mut g, Frozen::NONE);
        assert!(g[0][[0]].is_nan());
        assert_eq!((g[0][[1]], g[1][[0]], g[1][[1]]), (1.0, -1e-40, 0.0));
        let before = g.each_ref().map(|g| [g[[0]], g[[1]]].map(f32::to_bits));
        Clip::Norm(1.0).apply(&mut g, Frozen::NONE);
        assert_eq!(g.map(|g| [g[[0]], g[[1]]].map(f32::to_bits)), before);
        let mut zero = two([[0.0; 2]; 2]);
        Clip::Norm(1.0).apply(&mut zero, Frozen::NONE);
        assert!(zero.iter().all(|g| g.as_slice() == [0.0; 2]));
        let mut huge = two([[3e38, 0.0], [0.0, -3e38]]);
        Clip::Norm(1.0).apply(&mut huge, Frozen::NONE);
        assert!((global_norm(&huge, Frozen::NONE) - 1.0).abs() < 1e-5);
    }

    #[cfg(feature = "alloc")]
    #[test]
    fn parse_inverts_debug() {
        for clip in [Clip::Off, Clip::Norm(1.0), Clip::Norm(1e-300), Clip::Value(0.1), Clip::Value(f64::INFINITY)] {
            assert_eq!(Clip::parse(&alloc::format!("{clip:?}")), Some(clip));
        }
        assert_eq!(["", "Norm", "Norm(", "Norm(x)", "off"].map(Clip::parse), [None; 5]);
    }
}
