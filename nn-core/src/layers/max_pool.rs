//! Max pooling over one, two or three axes.

use super::axes::{line, plane, volume};
use super::pool::{debug_of_pool, pool};
use super::same_in_training::same_in_training;
use super::stateless::stateless_by_type;
use super::window::{Padding2d, Padding3d, Size2d, Size3d, Window};
use crate::dim::{AtMostHalf, Dim, N, Natural, RoundDown, Rounding, Slide};
use crate::float::Float;
use crate::graph::{Op, Pool};
use crate::kernels::{self, Sliding, Target, map_backward_in_place, small_batch};
use crate::layers::{Layer, Pass, Relu, StepContext};
use crate::parameters::Gradient;
use crate::tensor::Tensor;
use core::fmt;
use core::marker::PhantomData;

/// y\[c, p\] = the largest x\[c, p S - P + k D\] over k (PyTorch's `MaxPool1d`).
///
/// In `network!`: `.max_pool::<2>()`. `[C, L]` in, `[C, L']` out, with L' = (L + 2 P - D (K - 1) - 1) / S + 1, rounded
/// down: kernel K, stride S (defaults to the kernel), padding P, at most half of the window, dilation D. Padding counts as
/// negative infinity, so that it is never the maximum. With `R` = [`RoundUp`](crate::dim::RoundUp), `ceil_mode = true` in `network!`, L'
/// is rounded up: the last window covers the rest of the axis ([`Slide`]).
///
/// The gradient goes to the maximum of each window, and to the first of several that are equal. The maximum of a window with NaN
/// is NaN, and the last NaN receives the gradient. Nothing is saved between the passes: the backward pass searches the window
/// again.
///
/// ```
/// use nn::Tensor;
/// use nn::dim::N;
/// use nn::layers::{Layer, MaxPool1d};
/// let x = Tensor::<(N<1>, N<1>, N<5>)>::new([[[1.0, 2.0, 4.0, 3.0, 9.0]]]);
/// let mut y = Tensor::<(N<1>, N<1>, N<2>)>::zeros();
/// Layer::<(N<1>, N<5>)>::forward(&MaxPool1d::<N<2>>::new(), &x, &mut y, &mut ());
/// assert_eq!(y.as_slice(), [2.0, 4.0]); // the last element fills no window
/// ```
///
/// ```compile_fail,E0277
/// use nn::dim::N;
/// use nn::layers::{Layer, MaxPool1d};
/// type Out = <MaxPool1d<N<4>> as Layer<(N<1>, N<3>)>>::Out; // 4 is larger than 3
/// let out: Option<Out> = None;
/// ```
pub struct MaxPool1d<
    Kernel: Dim,
    Stride: Dim = Kernel,
    Padding: Natural = N<0>,
    Dilation: Dim = N<1>,
    R: Rounding = RoundDown,
>(PhantomData<(Kernel, Stride, Padding, Dilation, R)>);

/// y\[c, p, q\] = the largest x\[c, p S - P + k D, q S - P + l D\] over k and l (PyTorch's `MaxPool2d`).
///
/// In `network!`: `.max_pool::<2>()`. `[C, H, W]` in, `[C, H', W']` out, with H' = (H + 2 P - D (K - 1) - 1) / S + 1, rounded
/// down. Kernel K, stride S (defaults to the kernel), padding P and dilation D are one size for both axes, `N<2>`, or a pair,
/// height first, `(N<2>, N<3>)`. The padding is at most half of the window. It counts as negative infinity, so that it is never
/// the maximum, except for a dilated window that covers padding alone, whose output is negative infinity. With `R` =
/// [`RoundUp`](crate::dim::RoundUp), `ceil_mode = true` in `network!`, H' and W' are rounded up: the last windows cover the rest of
/// the axes ([`Slide`]).
///
/// The gradient goes to the maximum of each window, and to the first of several that are equal. The maximum of a window with NaN
/// is NaN, and the last NaN receives the gradient. Nothing is saved between the passes: the backward pass searches the window
/// again.
///
/// ```
/// use nn::Tensor;
/// use nn::dim::N;
/// use nn::layers::{Layer, MaxPool2d};
/// let x = Tensor::<(N<1>, N<1>, N<2>, N<5>)>::new([[[[1.0, 2.0, 3.0, 4.0, 9.0], [8.0, 7.0, 6.0, 5.0, 9.0]]]]);
/// let mut y = Tensor::<(N<1>, N<1>, N<1>, N<2>)>::zeros();
/// Layer::<(N<1>, N<2>, N<5>)>::forward(&MaxPool2d::<N<2>>::new(), &x, &mut y, &mut ());
/// assert_eq!(y.as_slice(), [8.0, 6.0]); // the last column fills no window
/// ```
///
/// ```compile_fail,E0277
/// use nn::dim::N;
/// use nn::layers::{Layer, MaxPool2d};
/// type Out = <MaxPool2d<N<4>> as Layer<(N<1>, N<3>, N<3>)>>::Out; // 4 is larger than 3
/// let out: Option<Out> = None;
/// ```
pub struct MaxPool2d<
    Kernel: Size2d,
    Stride: Size2d = Kernel,
    Padding: Padding2d = N<0>,
    Dilation: Size2d = N<1>,
    R: Rounding = RoundDown,
>(PhantomData<(Kernel, Stride, Padding, Dilation, R)>);

/// y\[c, n, p, q\] = the largest x\[c, n S - P + j D, p S - P + k D, q S - P + l D\] over j, k and l (PyTorch's `MaxPool3d`).
///
/// In `network!`: `.max_pool::<2>()`. `[C, D, H, W]` in, `[C, D', H', W']` out. The arguments are those of [`MaxPool2d`], for three
/// axes: one size for all, `N<2>`, or three, depth first, `(N<1>, N<2>, N<2>)`; the sizes, the padding, the gradient and NaN, too.
///
/// ```
/// use nn::Tensor;
/// use nn::dim::N;
/// use nn::layers::{Layer, MaxPool3d};
/// let x = Tensor::<(N<1>, N<1>, N<2>, N<1>, N<4>)>::new([[[[[1.0, 2.0, 3.0, 4.0]], [[8.0, 7.0, 6.0, 5.0]]]]]);
/// let mut y = Tensor::<(N<1>, N<1>, N<1>, N<1>, N<2>)>::zeros();
/// Layer::<(N<1>, N<2>, N<1>, N<4>)>::forward(&MaxPool3d::<(N<2>, N<1>, N<2>)>::new(), &x, &mut y, &mut ());
/// assert_eq!(y.as_slice(), [8.0, 6.0]);
/// ```
pub struct MaxPool3d<
    Kernel: Size3d,
    Stride: Size3d = Kernel,
    Padding: Padding3d = N<0>,
    Dilation: Size3d = N<1>,
    R: Rounding = RoundDown,
>(PhantomData<(Kernel, Stride, Padding, Dilation, R)>);

/// Calls [`max_pool_backward`](kernels::max_pool_backward), which needs no y.
fn backward<T: Float>(window: &Sliding, [x, _, dy]: [&[T]; 3], through_relu: bool, dx: Target<'_, T>) {
    kernels::max_pool_backward(window, x, dy, through_relu, dx);
}

pool!(
    MaxPool1d<K: Dim, S: Dim, P: Natural, D: Dim, R: Rounding> over line [L: Slide<K, S, P, D, R>]
    by Window<K, S, P, D>, rounded by R
    where P: AtMostHalf<K, D>,
    kind Pool::Max, options |_: &mut fmt::Formatter<'_>| Ok::<(), fmt::Error>(()),
    forward kernels::max_pool, small small_batch::max_pool, backward backward, passes_relu true
);
pool!(
    MaxPool2d<K: Size2d, S: Size2d, P: Padding2d, D: Size2d, R: Rounding> over plane [
        H: Slide<K::Height, S::Height, P::Height, D::Height, R>,
        W: Slide<K::Width, S::Width, P::Width, D::Width, R>
    ] by Window<K, S, P, D>, rounded by R
    where P: Padding2d<Height: AtMostHalf<K::Height, D::Height>, Width: AtMostHalf<K::Width, D::Width>>,
    kind Pool::Max, options |_: &mut fmt::Formatter<'_>| Ok::<(), fmt::Error>(()),
    forward kernels::max_pool, small small_batch::max_pool, backward backward, passes_relu true
);
pool!(
    MaxPool3d<K: Size3d, S: Size3d, P: Padding3d, E: Size3d, R: Rounding> over volume [
        D: Slide<K::Depth, S::Depth, P::Depth, E::Depth, R>,
        H: Slide<K::Height, S::Height, P::Height, E::Height, R>,
        W: Slide<K::Width, S::Width, P::Width, E::Width, R>
    ] by Window<K, S, P, E>, rounded by R
    where P: Padding3d<
        Depth: AtMostHalf<K::Depth, E::Depth>,
        Height: AtMostHalf<K::Height, E::Height>,
        Width: AtMostHalf<K::Width, E::Width>,
    >,
    kind Pool::Max, options |_: &mut fmt::Formatter<'_>| Ok::<(), fmt::Error>(()),
    forward kernels::max_pool, small small_batch::max_pool, backward backward, passes_relu true
);

#[cfg(all(test, feature = "alloc"))]
mod tests {
    use super::*;
    use crate::parameters::zeroed;
    use alloc::boxed::Box;

    type Image = Tensor<(N<1>, N<1>, N<3>, N<3>), f64>;

    /// Returns y and dx for windows of 2 by 2 with stride 1, and dy = 1, 2, 3, 4.
    fn run(x: [[f64; 3]; 3]) -> ([f64; 4], Box<Image>) {
        let x = Image::new([[x]]);
        let mut y = Tensor::<(N<1>, N<1>, N<2>, N<2>), f64>::full(f64::NAN);
        let dy = Tensor::<(N<1>, N<1>, N<2>, N<2>), f64>::new([[[[1.0, 2.0], [3.0, 4.0]]]]);
        let mut dx = Image::full(f64::NAN);
        let pool = MaxPool2d::<N<2>, N<1>>::new();
        Layer::<(N<1>, N<3>, N<3>), f64>::forward(&pool, &x, &mut y, &mut ());
        let mut grad = pool;
        let (place, grad) = (Some(Gradient::set(&mut *dx)), Gradient::set(&mut grad));
        let pass = Pass { x: &x, y: &*y, saved: &mut (), dy: &dy };
        Layer::<(N<1>, N<3>, N<3>), f64>::backward(&pool, pass, place, grad, StepContext::default());
        ([y[[0, 0, 0, 0]], y[[0, 0, 0, 1]], y[[0, 0, 1, 0]], y[[0, 0, 1, 1]]], dx)
    }

    #[test]
    fn first_of_equal_maxima_receives_gradient() {
        let (y, dx) = run([[7.0; 3]; 3]);
        assert_eq!(y, [7.0; 4]);
        assert_eq!(dx.as_slice(), [1.0, 2.0, 0.0, 3.0, 4.0, 0.0, 0.0, 0.0, 0.0]);
        let (y, dx) = run([[f64::NEG_INFINITY; 3]; 3]);
        assert_eq!(y, [f64::NEG_INFINITY; 4]);
        assert_eq!(dx.as_slice(), [1.0, 2.0, 0.0, 3.0, 4.0, 0.0, 0.0, 0.0, 0.0]);
        let (y, dx) = run([[0.0, -0.0, 0.0], [-0.0, 0.0, -0.0], [0.0, -0.0, 0.0]]);
        assert_eq!(y, [0.0; 4]);
        assert_eq!(dx.as_slice(), [1.0, 2.0, 0.0, 3.0, 4.0, 0.0, 0.0, 0.0, 0.0]);
    }

    #[test]
    fn huge_and_infinite_values() {
        let (y, dx) = run([[1e300, -1e300, f64::INFINITY], [-1e300, 0.0, 1e-310], [1.0, 2.0, -0.0]]);
        assert_eq!(y, [1e300, f64::INFINITY, 2.0, 2.0]);
        assert_eq!(dx.as_slice(), [1.0, 0.0, 2.0, 0.0, 0.0, 0.0, 0.0, 7.0, 0.0]);
    }

    #[test]
    fn nan_propagates_and_the_last_one_receives_gradient() {
        let nan = f64::NAN;
        let (y, dx) = run([[nan, 1.0, 2.0], [nan, 9.0, 3.0], [4.0, 5.0, nan]]);
        assert!(y[0].is_nan() && y[2].is_nan() && y[3].is_nan());
        assert_eq!(y[1], 9.0);
        assert_eq!(dx.as_slice(), [0.0, 0.0, 0.0, 4.0, 2.0, 0.0, 0.0, 0.0, 4.0]);
    }

    #[test]
    fn padding_is_never_the_maximum() {
        let x = Image::full(-5.0);
        let mut y = Tensor::<(N<1>, N<1>, N<3>, N<3>), f64>::zeros();
        Layer::<(N<1>, N<3>, N<3>), f64>::forward(&MaxPool2d::<N<3>, N<1>, N<1>>::new(), &x, &mut y, &mut ());
        assert_eq!(y.as_slice(), [-5.0; 9]);
        // Positions -1 and 1 of an image of one element: the window covers padding alone.
        let x = Tensor::<(N<1>, N<1>, N<1>, N<1>), f64>::full(3.0);
        let (mut y, mut dx) = (zeroed::<Tensor<(N<1>, N<1>, N<1>, N<1>), f64>>(), x.clone());
        let mut pool = MaxPool2d::<N<2>, N<1>, N<1>, N<2>>::new();
        Layer::<(N<1>, N<1>, N<1>), f64>::forward(&pool, &x, &mut y, &mut ());
        assert_eq!(y.as_slice(), [f64::NEG_INFINITY]);
        let (layer, place) = (pool, Some(Gradient::set(&mut *dx)));
        let grad = Gradient::set(&mut pool);
        let pass = Pass { x: &*x, y: &*y, saved: &mut (), dy: &*x };
        Layer::<(N<1>, N<1>, N<1>), f64>::backward(&layer, pass, place, grad, StepContext::default());
        assert_eq!(dx.as_slice(), [0.0]);
    }
}
