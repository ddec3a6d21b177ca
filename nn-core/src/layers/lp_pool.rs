//! Pooling by the p-norm over one, two or three axes.

use super::axes::{line, plane, volume};
use super::pool::{debug_of_pool, pool};
use super::same_in_training::same_in_training;
use super::stateless::stateless_by_type;
use super::window::{Size2d, Size3d, Window};
use crate::dim::{Dim, N, RoundDown, Rounding, Slide};
use crate::float::Float;
use crate::graph::{Op, Pool};
use crate::kernels::{Sliding, Target, lp_pool, lp_pool_backward, map_backward_in_place, small_batch};
use crate::layers::{Layer, Pass, Relu, StepContext};
use crate::parameters::Gradient;
use crate::tensor::Tensor;
use core::fmt;
use core::marker::PhantomData;

/// y\[c, p\] = the P-th root of the sum of x\[c, p S + k\]^P over k (PyTorch's `LPPool1d`): for P = 1 the sum, for P = 2 the
/// Euclidean norm of the window.
///
/// In `network!`: `.lp_pool::<2, norm_type = 3>()`; `norm_type` is P, and defaults to 2. `[C, L]` in, `[C, L']` out, with
/// L' = (L - K) / S + 1, rounded down: kernel K, stride S (defaults to the kernel). With `R` = [`RoundUp`](crate::dim::RoundUp),
/// `ceil_mode = true`, L' is rounded up: the last window covers the rest of the axis, and its sum is multiplied by K, and divided by
/// the number of its elements ([`Slide`]).
///
/// The gradient: x in a window receives w dy (x / y)^(P - 1), where w is the weight of the window, K divided by the number of its
/// elements, which is 1 unless the window ends after the axis; where y is 0, it is 0. For an odd P, powers of negative elements are
/// negative, as in PyTorch: the root of a negative sum is NaN.
///
/// ```
/// use nn::Tensor;
/// use nn::dim::N;
/// use nn::layers::{Layer, LpPool1d};
/// let x = Tensor::<(N<1>, N<1>, N<4>)>::new([[[3.0, -4.0, 0.0, 1.0]]]);
/// let mut y = Tensor::<(N<1>, N<1>, N<2>)>::zeros();
/// Layer::<(N<1>, N<4>)>::forward(&LpPool1d::<N<2>, N<2>>::new(), &x, &mut y, &mut ());
/// assert_eq!(y.as_slice(), [5.0, 1.0]);
/// ```
pub struct LpPool1d<P: Dim, Kernel: Dim, Stride: Dim = Kernel, R: Rounding = RoundDown>(
    PhantomData<(P, Kernel, Stride, R)>,
);

/// The same as [`LpPool1d`] over images (PyTorch's `LPPool2d`).
///
/// In `network!`: `.lp_pool::<2, norm_type = 3>()`. `[C, H, W]` in, `[C, H', W']` out. Kernel and stride are one size for both
/// axes, `N<2>`, or a pair, height first, `(N<2>, N<3>)`.
///
/// ```
/// use nn::Tensor;
/// use nn::dim::N;
/// use nn::layers::{Layer, LpPool2d};
/// let x = Tensor::<(N<1>, N<1>, N<2>, N<2>)>::new([[[[1.0, 5.0], [1.0, 3.0]]]]);
/// let mut y = Tensor::<(N<1>, N<1>, N<1>, N<1>)>::zeros();
/// Layer::<(N<1>, N<2>, N<2>)>::forward(&LpPool2d::<N<2>, N<2>>::new(), &x, &mut y, &mut ());
/// assert_eq!(y.as_slice(), [6.0]);
/// ```
pub struct LpPool2d<P: Dim, Kernel: Size2d, Stride: Size2d = Kernel, R: Rounding = RoundDown>(
    PhantomData<(P, Kernel, Stride, R)>,
);

/// The same as [`LpPool1d`] over volumes (PyTorch's `LPPool3d`).
///
/// In `network!`: `.lp_pool::<2, norm_type = 3>()`. `[C, D, H, W]` in, `[C, D', H', W']` out. Kernel and stride are one size for
/// all axes, `N<2>`, or three, depth first.
///
/// ```
/// use nn::Tensor;
/// use nn::dim::N;
/// use nn::layers::{Layer, LpPool3d};
/// let x = Tensor::<(N<1>, N<1>, N<2>, N<1>, N<1>)>::new([[[[[3.0]], [[4.0]]]]]);
/// let mut y = Tensor::<(N<1>, N<1>, N<1>, N<1>, N<1>)>::zeros();
/// Layer::<(N<1>, N<2>, N<1>, N<1>)>::forward(&LpPool3d::<N<2>, (N<2>, N<1>, N<1>)>::new(), &x, &mut y, &mut ());
/// assert_eq!(y.as_slice(), [5.0]);
/// ```
pub struct LpPool3d<P: Dim, Kernel: Size3d, Stride: Size3d = Kernel, R: Rounding = RoundDown>(
    PhantomData<(P, Kernel, Stride, R)>,
);

#[inline(always)]
fn forward<P: Dim, T: Float>(window: &Sliding, x: &[T], y: &mut [T]) {
    lp_pool(window, P::SIZE, x, y);
}

fn backward<P: Dim, T: Float>(window: &Sliding, values: [&[T]; 3], _: bool, dx: Target<'_, T>) {
    lp_pool_backward(window, P::SIZE, values, dx);
}

fn options<P: Dim>(f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(f, ", norm_type = {}", P::SIZE)
}

pool!(
    LpPool1d<P: Dim, K: Dim, S: Dim, R: Rounding> over line [L: Slide<K, S, N<0>, N<1>, R>]
    by Window<K, S>, rounded by R
    where K: Dim, kind Pool::Norm { p: P::SIZE }, options options::<P>,
    forward forward::<P, Element>, small forward::<P, Element>, backward backward::<P, Element>, passes_relu false
);
pool!(
    LpPool2d<P: Dim, K: Size2d, S: Size2d, R: Rounding> over plane [
        H: Slide<K::Height, S::Height, N<0>, N<1>, R>,
        W: Slide<K::Width, S::Width, N<0>, N<1>, R>
    ] by Window<K, S>, rounded by R
    where K: Size2d, kind Pool::Norm { p: P::SIZE }, options options::<P>,
    forward forward::<P, Element>, small forward::<P, Element>, backward backward::<P, Element>, passes_relu false
);
pool!(
    LpPool3d<P: Dim, K: Size3d, S: Size3d, R: Rounding> over volume [
        D: Slide<K::Depth, S::Depth, N<0>, N<1>, R>,
        H: Slide<K::Height, S::Height, N<0>, N<1>, R>,
        W: Slide<K::Width, S::Width, N<0>, N<1>, R>
    ] by Window<K, S>, rounded by R
    where K: Size3d, kind Pool::Norm { p: P::SIZE }, options options::<P>,
    forward forward::<P, Element>, small forward::<P, Element>, backward backward::<P, Element>, passes_relu false
);
