//! Average pooling over one axis or two.

use super::axes::{line, plane};
use super::pool::pool;
use super::same_in_training::same_in_training;
use super::stateless::stateless_by_type;
use super::window::{Padding2d, Size2d, Window};
use crate::dim::{AtMostHalf, Dim, N, Natural, Slide};
use crate::float::Float;
use crate::graph::{Op, Pool};
use crate::kernels::{self, Sliding, Target, map_backward_in_place, small_batch};
use crate::layers::{Layer, Pass, Relu, StepContext};
use crate::parameters::Gradient;
use crate::tensor::Tensor;
use core::fmt;
use core::marker::PhantomData;

/// y\[c, p\] = the sum of x\[c, p S - P + k\] over k, divided by K (PyTorch's `AvgPool1d`).
///
/// In `network!`: `.avg_pool::<2>()`. `[C, L]` in, `[C, L']` out, with L' = (L + 2 P - K) / S + 1, rounded down: kernel K,
/// stride S (defaults to the kernel), padding P, at most half of the window. Padding is 0 and counts towards the mean, as in
/// PyTorch (`count_include_pad`). The gradient: each element of a window receives dy / K.
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
pub struct AvgPool1d<Kernel: Dim, Stride: Dim = Kernel, Padding: Natural = N<0>>(
    PhantomData<(Kernel, Stride, Padding)>,
);

/// y\[c, p, q\] = the sum of x\[c, p S - P + k, q S - P + l\] over k and l, divided by KH KW (PyTorch's `AvgPool2d`).
///
/// In `network!`: `.avg_pool::<2>()`. `[C, H, W]` in, `[C, H', W']` out, with H' = (H + 2 P - K) / S + 1, rounded down.
/// Kernel K, stride S (defaults to the kernel) and padding P are one size for both axes, `N<2>`, or a pair, height first,
/// `(N<2>, N<3>)`. The padding is at most half of the window; it is 0 and counts towards the mean, as in PyTorch
/// (`count_include_pad`). The gradient: each element of a window receives dy / (KH KW).
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
pub struct AvgPool2d<Kernel: Size2d, Stride: Size2d = Kernel, Padding: Padding2d = N<0>>(
    PhantomData<(Kernel, Stride, Padding)>,
);

/// Calls [`avg_pool_backward`](kernels::avg_pool_backward), which needs no x.
fn backward<T: Float>(window: &Sliding, _: &[T], dy: &[T], _: bool, dx: Target<'_, T>) {
    kernels::avg_pool_backward(window, dy, dx);
}

pool!(
    AvgPool1d<K: Dim, S: Dim, P: Natural> over line [L: Slide<K, S, P>] by Window<K, S, P>
    where P: AtMostHalf<K>, kind Average, forward avg_pool, backward backward, passes_relu false
);
pool!(
    AvgPool2d<K: Size2d, S: Size2d, P: Padding2d> over plane [
        H: Slide<K::Height, S::Height, P::Height>,
        W: Slide<K::Width, S::Width, P::Width>
    ] by Window<K, S, P>
    where P: Padding2d<Height: AtMostHalf<K::Height>, Width: AtMostHalf<K::Width>>,
    kind Average, forward avg_pool, backward backward, passes_relu false
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
