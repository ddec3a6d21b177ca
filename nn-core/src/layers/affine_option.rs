//! Whether a normalisation scales and shifts the values that it has normalised.

use super::linear::bias_of;
use crate::float::Float;
use crate::kernels::{Affine, AffineGradient};
use crate::parameters::{Gradient, Parameters};
use crate::shape::Shape;
use crate::tensor::Tensor;
use core::fmt;

/// Whether a normalisation has a trainable scale and shift: [`WithAffine`], [`ScaleOnly`] or [`NoAffine`]. Sealed.
///
/// ```
/// use nn::Parameters;
/// use nn::dim::N;
/// use nn::layers::{LayerNorm, NoAffine, ScaleOnly};
/// assert_eq!(<LayerNorm<(N<8>,)> as Parameters>::LEN, 16);
/// assert_eq!(<LayerNorm<(N<8>,), 10_000_000, ScaleOnly> as Parameters>::LEN, 8);
/// assert_eq!(<LayerNorm<(N<8>,), 10_000_000, NoAffine> as Parameters>::LEN, 0);
/// ```
#[diagnostic::on_unimplemented(message = "`{Self}` is none of `WithAffine`, `ScaleOnly` and `NoAffine`")]
pub trait AffineOption: sealed::Sealed + 'static {
    /// The storage of the scale: a tensor of shape `S`, or `()`.
    type Weight<S: Shape, T: Float>: Parameters<T>;
    /// The storage of the shift: a tensor of shape `S`, or `()`.
    type Bias<S: Shape, T: Float>: Parameters<T>;
    /// Whether the layer scales and whether it shifts.
    #[doc(hidden)]
    const HAS: [bool; 2];
}

/// Whether a normalisation without a shift has a trainable scale: [`ScaleOnly`] or [`NoAffine`]. Sealed.
///
/// ```
/// use nn::Parameters;
/// use nn::dim::N;
/// use nn::layers::{NoAffine, RmsNorm, ScaleOnly};
/// assert_eq!(<RmsNorm<(N<8>,), 0, ScaleOnly> as Parameters>::LEN, 8);
/// assert_eq!(<RmsNorm<(N<8>,), 0, NoAffine> as Parameters>::LEN, 0);
/// ```
#[diagnostic::on_unimplemented(message = "`{Self}` is neither `ScaleOnly` nor `NoAffine`")]
pub trait ScaleOption: AffineOption {}

/// The layer multiplies each value by a trainable scale and adds a trainable shift.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WithAffine;

/// The layer multiplies each value by a trainable scale: PyTorch's `bias=False`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ScaleOnly;

/// The layer neither scales nor shifts: PyTorch's `affine=False` or `elementwise_affine=False`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoAffine;

mod sealed {
    pub trait Sealed {}
    impl Sealed for super::WithAffine {}
    impl Sealed for super::ScaleOnly {}
    impl Sealed for super::NoAffine {}
}

impl AffineOption for WithAffine {
    type Weight<S: Shape, T: Float> = Tensor<S, T>;
    type Bias<S: Shape, T: Float> = Tensor<S, T>;
    const HAS: [bool; 2] = [true; 2];
}

impl AffineOption for ScaleOnly {
    type Weight<S: Shape, T: Float> = Tensor<S, T>;
    type Bias<S: Shape, T: Float> = ();
    const HAS: [bool; 2] = [true, false];
}

impl AffineOption for NoAffine {
    type Weight<S: Shape, T: Float> = ();
    type Bias<S: Shape, T: Float> = ();
    const HAS: [bool; 2] = [false; 2];
}

impl ScaleOption for ScaleOnly {}
impl ScaleOption for NoAffine {}

/// Returns the elements of a scale and a shift as the argument of a kernel.
#[inline(always)]
pub(super) fn affine_of<'a, T: Float, W: Parameters<T>, B: Parameters<T>>(weight: &'a W, bias: &'a B) -> Affine<'a, T> {
    Affine { weight: bias_of(weight), bias: bias_of(bias) }
}

/// Returns the gradients of a scale and a shift as the argument of a kernel.
pub(super) fn affine_gradient<'a, T: Float, W: Parameters<T>, B: Parameters<T>>(
    weight: Gradient<'a, W>,
    bias: Gradient<'a, B>,
) -> AffineGradient<'a, T> {
    let (weight, bias) = (weight.target(), bias.target());
    AffineGradient { weight: (W::LEN > 0).then_some(weight), bias: (B::LEN > 0).then_some(bias) }
}

/// Sets the scale to 1 and the shift to 0.
pub(super) fn initialise<T: Float>(weight: &mut impl Parameters<T>, bias: &mut impl Parameters<T>) {
    weight.as_mut_slice().fill(T::ONE);
    bias.as_mut_slice().fill(T::ZERO);
}

/// Writes `, affine = false` or `, bias = false`, omitting the default; `name` is that of the argument for both.
pub(super) fn write_affine<A: AffineOption>(f: &mut fmt::Formatter<'_>, name: &str, default: bool) -> fmt::Result {
    match A::HAS {
        [true, true] if default => Ok(()),
        [true, true] => write!(f, ", {name} = true"),
        [true, false] if default => f.write_str(", bias = false"),
        [true, false] => write!(f, ", {name} = true, bias = false"),
        [false, _] if default => write!(f, ", {name} = false"),
        [false, _] => Ok(()),
    }
}
