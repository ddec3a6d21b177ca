//! Powers with a fixed exponent: square, roots and the reciprocal.

use super::stateless::stateless;
use crate::activation;
use crate::activation::Activation;
use crate::float::Float;
use crate::graph::Function;

/// y = x^2; its derivative is 2 x.
///
/// In `network!`: `.square()`. Any shape in, the same shape out. NaN propagates.
///
/// ```
/// use nn::layers::{Activation, Square};
/// assert_eq!(Square::value(-3.0_f32), 9.0);
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct Square;
stateless!(Square);
activation!(@layer Square);

impl Activation for Square {
    const FUNCTION: Option<Function> = Some(Function::Square);

    #[inline(always)]
    fn value<T: Float>(x: T) -> T {
        x * x
    }
    #[inline(always)]
    fn derivative<T: Float>(x: T, _: T) -> T {
        x + x
    }
}

/// y = the square root of x; its derivative is 1 / (2 y).
///
/// In `network!`: `.sqrt()`. Any shape in, the same shape out. Defined for x >= 0, negative inputs map to NaN; the derivative at 0 is infinite. NaN propagates.
///
/// ```
/// use nn::layers::{Activation, Sqrt};
/// assert_eq!(Sqrt::value(9.0_f32), 3.0);
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct Sqrt;
stateless!(Sqrt);
activation!(@layer Sqrt);

impl Activation for Sqrt {
    const FUNCTION: Option<Function> = Some(Function::SquareRoot);

    #[inline(always)]
    fn value<T: Float>(x: T) -> T {
        x.sqrt()
    }
    #[inline(always)]
    fn derivative<T: Float>(_: T, y: T) -> T {
        T::from_f64(0.5) / y
    }
}

/// [`Sqrt`] of a sum of squares, in `norm` and `std`. Where the sum is 0, its derivative is 0, a subgradient of the norm, as in
/// PyTorch: that of `Sqrt` is infinite, and 0 times it is NaN.
///
/// ```
/// use nn::__private::RootOfSquares;
/// use nn::layers::Activation;
/// assert_eq!((RootOfSquares::value(9.0_f32), RootOfSquares::derivative(0.0_f32, 0.0)), (3.0, 0.0));
/// ```
#[doc(hidden)]
#[derive(Debug, Clone, Copy, Default)]
pub struct RootOfSquares;
stateless!(RootOfSquares);
activation!(@layer RootOfSquares);

impl Activation for RootOfSquares {
    const FUNCTION: Option<Function> = Sqrt::FUNCTION;

    #[inline(always)]
    fn value<T: Float>(x: T) -> T {
        x.sqrt()
    }
    #[inline(always)]
    fn derivative<T: Float>(x: T, y: T) -> T {
        if y == T::ZERO { T::ZERO } else { Sqrt::derivative(x, y) }
    }
}

/// y = 1 / sqrt(x); its derivative is -y^3 / 2.
///
/// In `network!`: `.rsqrt()`. Any shape in, the same shape out. Defined for x > 0: 0 maps to infinity, negative inputs to NaN. NaN propagates.
///
/// ```
/// use nn::layers::{Activation, Rsqrt};
/// assert_eq!(Rsqrt::value(4.0_f32), 0.5);
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct Rsqrt;
stateless!(Rsqrt);
activation!(@layer Rsqrt);

impl Activation for Rsqrt {
    const FUNCTION: Option<Function> = Some(Function::ReciprocalSquareRoot);

    #[inline(always)]
    fn value<T: Float>(x: T) -> T {
        T::ONE / x.sqrt()
    }
    #[inline(always)]
    fn derivative<T: Float>(_: T, y: T) -> T {
        T::from_f64(-0.5) * y * y * y
    }
}

/// y = 1 / x; its derivative is -y^2.
///
/// In `network!`: `.recip()`. Any shape in, the same shape out. 0 maps to infinity. NaN propagates.
///
/// ```
/// use nn::layers::{Activation, Recip};
/// assert_eq!(Recip::value(4.0_f32), 0.25);
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct Recip;
stateless!(Recip);
activation!(@layer Recip);

impl Activation for Recip {
    const FUNCTION: Option<Function> = Some(Function::Reciprocal);

    #[inline(always)]
    fn value<T: Float>(x: T) -> T {
        T::ONE / x
    }
    #[inline(always)]
    fn derivative<T: Float>(_: T, y: T) -> T {
        -(y * y)
    }
}
