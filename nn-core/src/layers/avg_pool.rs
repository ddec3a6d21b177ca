//! Average pooling over one, two or three axes.

use super::axes::{line, plane, volume};
use super::pool::{debug_of_pool, pool};
use super::same_in_training::same_in_training;
use super::stateless::stateless_by_type;
use super::window::{Padding2d, Padding3d, Size2d, Size3d, Window};
use crate::dim::{AtMostHalf, Dim, N, Natural, RoundDown, Rounding, Slide};
use crate::float::Float;
use crate::graph::{Op, Pool};
use crate::kernels::{self, PoolDivisor, Sliding, Target, map_backward_in_place, small_batch};
use crate::layers::{Layer, Pass, Relu, StepContext};
use crate::parameters::Gradient;
use crate::tensor::Tensor;
use core::fmt;
use core::marker::PhantomData;

/// The divisor of an average pool: [`CountPadding`], [`IgnorePadding`] or [`DivideBy`]. Sealed.
pub trait MeanDivisor: sealed::Sealed + 'static {
    /// The divisor for kernels.
    #[doc(hidden)]
    const DIVISOR: PoolDivisor;
}

/// The divisor of an average pool is the number of elements of the window, including padding (PyTorch's default,
/// `count_include_pad = True`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CountPadding;

/// The divisor of an average pool is the number of elements of the window that are not padding (PyTorch's
/// `count_include_pad = False`). In `network!`: `count_include_pad = false`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IgnorePadding;

/// The divisor of an average pool is `Number`: `DivideBy<N<1>>` returns sums (PyTorch's `divisor_override`). In `network!`:
/// `divisor_override = 1`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DivideBy<Number>(PhantomData<Number>);

mod sealed {
    pub trait Sealed {}
    impl Sealed for super::CountPadding {}
    impl Sealed for super::IgnorePadding {}
    impl<Number> Sealed for super::DivideBy<Number> {}
}

impl MeanDivisor for CountPadding {
    const DIVISOR: PoolDivisor = PoolDivisor::Window;
}

impl MeanDivisor for IgnorePadding {
    const DIVISOR: PoolDivisor = PoolDivisor::Inside;
}

impl<Number: Dim> MeanDivisor for DivideBy<Number> {
    const DIVISOR: PoolDivisor = PoolDivisor::Number(Number::SIZE);
}

/// y\[c, p\] = the sum of x\[c, p S - P + k\] over k, divided by K (PyTorch's `AvgPool1d`).
///
/// In `network!`: `.avg_pool::<2>()`. `[C, L]` in, `[C, L']` out, with L' = (L + 2 P - K) / S + 1, rounded down: kernel K,
/// stride S (defaults to the kernel), padding P, at most half of the window. Padding is 0 and counts towards the mean, as in
/// PyTorch (`count_include_pad`). The gradient: each element of a window receives dy / K.
///
/// With `R` = [`RoundUp`](crate::dim::RoundUp), `ceil_mode = true` in `network!`, L' is rounded up: the last window covers the rest of
/// the axis ([`Slide`]), and elements after the padding do not count. With `C` = [`IgnorePadding`], `count_include_pad = false`,
/// padding does not count, and with [`DivideBy`], `divisor_override = 3`, the divisor is this number instead of K.
///
/// ```
/// use nn::Tensor;
/// use nn::dim::N;
/// use nn::layers::{AvgPool1d, Layer};
/// let x = Tensor::<(N<1>, N<1>, N<5>)>::new([[[1.0, 2.0, 4.0, 3.0, 9.0]]]);
/// let mut y = Tensor::<(N<1>, N<1>, N<2>)>::zeros();
/// Layer::<(N<1>, N<5>)>::forward(&AvgPool1d::<N<2>>::new(), &x, &mut y, &mut ());
/// assert_eq!(y.as_slice(), [1.5, 3.5]); // the last element fills no window
/// ```
///
/// ```compile_fail,E0277
/// use nn::dim::N;
/// use nn::layers::{AvgPool1d, Layer};
/// type Out = <AvgPool1d<N<3>, N<1>, N<2>> as Layer<(N<1>, N<3>)>>::Out; // 2 is more than half of 3
/// let out: Option<Out> = None;
/// ```
pub struct AvgPool1d<
    Kernel: Dim,
    Stride: Dim = Kernel,
    Padding: Natural = N<0>,
    R: Rounding = RoundDown,
    C: MeanDivisor = CountPadding,
>(PhantomData<(Kernel, Stride, Padding, R, C)>);

/// y\[c, p, q\] = the sum of x\[c, p S - P + k, q S - P + l\] over k and l, divided by KH KW (PyTorch's `AvgPool2d`).
///
/// In `network!`: `.avg_pool::<2>()`. `[C, H, W]` in, `[C, H', W']` out, with H' = (H + 2 P - K) / S + 1, rounded down.
/// Kernel K, stride S (defaults to the kernel) and padding P are one size for both axes, `N<2>`, or a pair, height first,
/// `(N<2>, N<3>)`. The padding is at most half of the window; it is 0 and counts towards the mean, as in PyTorch
/// (`count_include_pad`). The gradient: each element of a window receives dy / (KH KW). `R` and `C` are those of [`AvgPool1d`].
///
/// ```
/// use nn::Tensor;
/// use nn::dim::N;
/// use nn::layers::{AvgPool2d, Layer};
/// let x = Tensor::<(N<1>, N<1>, N<2>, N<5>)>::new([[[[1.0, 2.0, 3.0, 4.0, 9.0], [8.0, 7.0, 6.0, 5.0, 9.0]]]]);
/// let mut y = Tensor::<(N<1>, N<1>, N<1>, N<2>)>::zeros();
/// Layer::<(N<1>, N<2>, N<5>)>::forward(&AvgPool2d::<N<2>>::new(), &x, &mut y, &mut ());
/// assert_eq!(y.as_slice(), [4.5, 4.5]); // the last column fills no window
/// ```
///
/// ```compile_fail,E0277
/// use nn::dim::N;
/// use nn::layers::{AvgPool2d, Layer};
/// type Out = <AvgPool2d<N<3>, N<1>, N<2>> as Layer<(N<1>, N<3>, N<3>)>>::Out; // 2 is more than half of 3
/// let out: Option<Out> = None;
/// ```
pub struct AvgPool2d<
    Kernel: Size2d,
    Stride: Size2d = Kernel,
    Padding: Padding2d = N<0>,
    R: Rounding = RoundDown,
    C: MeanDivisor = CountPadding,
>(PhantomData<(Kernel, Stride, Padding, R, C)>);

/// y\[c, n, p, q\] = the sum of x\[c, n S - P + j, p S - P + k, q S - P + l\] over j, k and l, divided by KD KH KW (PyTorch's
/// `AvgPool3d`).
///
/// In `network!`: `.avg_pool::<2>()`. `[C, D, H, W]` in, `[C, D', H', W']` out. The arguments are those of [`AvgPool2d`], for three
/// axes: one size for all, `N<2>`, or three, depth first, `(N<1>, N<2>, N<2>)`; the sizes and the padding, too. The gradient: each
/// element of a window receives dy divided by the divisor of the window.
///
/// ```
/// use nn::Tensor;
/// use nn::dim::N;
/// use nn::layers::{AvgPool3d, Layer};
/// let x = Tensor::<(N<1>, N<1>, N<2>, N<1>, N<4>)>::new([[[[[1.0, 2.0, 3.0, 4.0]], [[8.0, 7.0, 6.0, 5.0]]]]]);
/// let mut y = Tensor::<(N<1>, N<1>, N<1>, N<1>, N<2>)>::zeros();
/// Layer::<(N<1>, N<2>, N<1>, N<4>)>::forward(&AvgPool3d::<(N<2>, N<1>, N<2>)>::new(), &x, &mut y, &mut ());
/// assert_eq!(y.as_slice(), [4.5, 4.5]);
/// ```
pub struct AvgPool3d<
    Kernel: Size3d,
    Stride: Size3d = Kernel,
    Padding: Padding3d = N<0>,
    R: Rounding = RoundDown,
    C: MeanDivisor = CountPadding,
>(PhantomData<(Kernel, Stride, Padding, R, C)>);

fn forward<C: MeanDivisor, T: Float>(window: &Sliding, x: &[T], y: &mut [T]) {
    kernels::avg_pool(window, C::DIVISOR, x, y);
}

#[inline(always)]
fn small<C: MeanDivisor, T: Float>(window: &Sliding, x: &[T], y: &mut [T]) {
    small_batch::avg_pool(window, C::DIVISOR, x, y);
}

fn backward<C: MeanDivisor, T: Float>(window: &Sliding, [_, _, dy]: [&[T]; 3], _: bool, dx: Target<'_, T>) {
    kernels::avg_pool_backward(window, C::DIVISOR, dy, dx);
}

/// Returns the reduction as data.
const fn kind<C: MeanDivisor>() -> Pool {
    match C::DIVISOR {
        PoolDivisor::Window => Pool::Average,
        PoolDivisor::Inside => Pool::AverageInside,
        PoolDivisor::Number(divisor) => Pool::Quotient { divisor },
    }
}

fn options<C: MeanDivisor>(f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match C::DIVISOR {
        PoolDivisor::Window => Ok(()),
        PoolDivisor::Inside => f.write_str(", count_include_pad = false"),
        PoolDivisor::Number(divisor) => write!(f, ", divisor_override = {divisor}"),
    }
}

pool!(
    AvgPool1d<K: Dim, S: Dim, P: Natural, R: Rounding, C: MeanDivisor> over line [L: Slide<K, S, P, N<1>, R>]
    by Window<K, S, P>, rounded by R
    where P: AtMostHalf<K>, kind kind::<C>(), options options::<C>,
    forward forward::<C, Element>, small small::<C, Element>, backward backward::<C, Element>, passes_relu false
);
pool!(
    AvgPool2d<K: Size2d, S: Size2d, P: Padding2d, R: Rounding, C: MeanDivisor> over plane [
        H: Slide<K::Height, S::Height, P::Height, N<1>, R>,
        W: Slide<K::Width, S::Width, P::Width, N<1>, R>
    ] by Window<K, S, P>, rounded by R
    where P: Padding2d<Height: AtMostHalf<K::Height>, Width: AtMostHalf<K::Width>>,
    kind kind::<C>(), options options::<C>,
    forward forward::<C, Element>, small small::<C, Element>, backward backward::<C, Element>, passes_relu false
);
pool!(
    AvgPool3d<K: Size3d, S: Size3d, P: Padding3d, R: Rounding, C: MeanDivisor> over volume [
        D: Slide<K::Depth, S::Depth, P::Depth, N<1>, R>,
        H: Slide<K::Height, S::Height, P::Height, N<1>, R>,
        W: Slide<K::Width, S::Width, P::Width, N<1>, R>
    ] by Window<K, S, P>, rounded by R
    where P: Padding3d<
        Depth: AtMostHalf<K::Depth>,
        Height: AtMostHalf<K::Height>,
        Width: AtMostHalf<K::Width>,
    >,
    kind kind::<C>(), options options::<C>,
    forward forward::<C, Element>, small small::<C, Element>, backward backward::<C, Element>, passes_relu false
);

#[cfg(all(test, feature = "alloc"))]
mod tests {
    use super::*;

    #[test]
    fn padding_counts_as_zero() {
        let x = Tensor::<(N<1>, N<1>, N<2>, N<2>)>::full(36.0);
        let mut y = Tensor::<(N<1>, N<1>, N<2>, N<2>)>::zeros();
        Layer::<(N<1>, N<2>, N<2>)>::forward(&AvgPool2d::<N<3>, N<1>, N<1>>::new(), &x, &mut y, &mut ());
        assert_eq!(y.as_slice(), [16.0; 4]);
    }

    #[test]
    fn special_values_affect_only_their_window() {
        let x = [[1e30, 1e30, f32::NAN, 1.0], [1e30, 1e30, 1.0, 1.0], [f32::INFINITY, 0.0, -0.0, 0.0], [0.0; 4]];
        let mut y = Tensor::<(N<1>, N<1>, N<2>, N<2>)>::zeros();
        let x = Tensor::<(N<1>, N<1>, N<4>, N<4>)>::new([[x]]);
        Layer::<(N<1>, N<4>, N<4>)>::forward(&AvgPool2d::<N<2>>::new(), &x, &mut y, &mut ());
        assert_eq!([y[[0, 0, 0, 0]], y[[0, 0, 1, 0]], y[[0, 0, 1, 1]]], [1e30, f32::INFINITY, 0.0]);
        assert!(y[[0, 0, 0, 1]].is_nan());
    }

    #[test]
    fn padding_counts_as_zero_in_1d() {
        let x = Tensor::<(N<1>, N<1>, N<2>)>::full(9.0);
        let mut y = Tensor::<(N<1>, N<1>, N<2>)>::zeros();
        Layer::<(N<1>, N<2>)>::forward(&AvgPool1d::<N<3>, N<1>, N<1>>::new(), &x, &mut y, &mut ());
        assert_eq!(y.as_slice(), [6.0; 2]);
    }

    #[test]
    fn special_values_affect_only_their_window_in_1d() {
        let x = Tensor::<(N<1>, N<1>, N<6>)>::new([[[1e30, 1e30, f32::NAN, 1.0, 0.0, f32::INFINITY]]]);
        let mut y = Tensor::<(N<1>, N<1>, N<3>)>::zeros();
        Layer::<(N<1>, N<6>)>::forward(&AvgPool1d::<N<2>>::new(), &x, &mut y, &mut ());
        assert_eq!([y[[0, 0, 0]], y[[0, 0, 2]]], [1e30, f32::INFINITY]);
        assert!(y[[0, 0, 1]].is_nan());
    }
}
