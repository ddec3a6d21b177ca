//! The mean of each window over an image.

use super::stateless::stateless_by_type;
use super::window::*;
use crate::dim::{AtMostHalf, Dim, N, Slide};
use crate::float::Float;
use crate::graph::{Op, Pool};
use crate::kernels::{avg_pool, avg_pool_backward, thin};
use crate::layers::{Context, Layer};
use crate::parameters::Gradient;
use crate::tensor::Tensor;
use core::fmt;
use core::marker::PhantomData;

/// y\[c, p, q\] = the sum of x\[c, p S - P + k, q S - P + l\] over k and l, divided by KH KW (PyTorch's `AvgPool2d`).
///
/// In `network!`: `.avg_pool::<2>()`. `[C, H, W]` in, `[C, H', W']` out, with H' = (H + 2 P - K) / S + 1, rounded down.
/// Kernel K, stride S (the kernel's size where none is given) and padding P are a number for both axes, `N<2>`, or one
/// each, `(N<2>, N<3>)`. The padding is at most half of the window; it is 0 and counts, as in PyTorch
/// (`count_include_pad`). The gradient: dy / (KH KW) goes to each number of its window.
///
/// ```
/// use nn_core::{AvgPool2d, Layer, N, Tensor};
/// let x = Tensor::<(N<1>, N<1>, N<2>, N<5>)>::new([[[[1.0, 2.0, 3.0, 4.0, 9.0], [8.0, 7.0, 6.0, 5.0, 9.0]]]]);
/// let mut y = Tensor::<(N<1>, N<1>, N<1>, N<2>)>::zeros();
/// Layer::<(N<1>, N<2>, N<5>)>::forward(&AvgPool2d::<N<2>>::new(), &x, &mut y, &mut ());
/// assert_eq!(y.as_slice(), [4.5, 4.5]); // the last column fills no window
/// ```
///
/// ```compile_fail,E0277
/// use nn_core::{AvgPool2d, Layer, N};
/// type Out = <AvgPool2d<N<3>, N<1>, N<2>> as Layer<(N<1>, N<3>, N<3>)>>::Out; // 2 is more than half of 3
/// let out: Option<Out> = None;
/// ```
pub struct AvgPool2d<Kernel: Size2d, Stride: Size2d = Kernel, Padding: Padding2d = N<0>>(
    PhantomData<(Kernel, Stride, Padding)>,
);
stateless_by_type!(AvgPool2d<Kernel: Size2d, Stride: Size2d, Padding: Padding2d>);

impl<C, H, W, K, S, P, T> Layer<(C, H, W), T> for AvgPool2d<K, S, P>
where
    C: Dim,
    H: Slide<K::Height, S::Height, P::Height>,
    W: Slide<K::Width, S::Width, P::Width>,
    K: Size2d,
    S: Size2d,
    P: Padding2d<Height: AtMostHalf<K::Height>, Width: AtMostHalf<K::Width>>,
    T: Float,
{
    type Out = (C, H::Output, W::Output);
    type Saved<B: Dim> = ();
    type Scratch<B: Dim> = ();
    const OP: Op = Op::Pool { kind: Pool::Average, windows: &windows_2d::<Window<K, S, P>>() };

    #[cfg_attr(not(feature = "std"), inline(never))]
    fn forward<B: Dim>(
        &self,
        x: &Tensor<(B, C, H, W), T>,
        y: &mut Tensor<(B, C, H::Output, W::Output), T>,
        _: &mut (),
    ) {
        let window = const { sliding::<Window<K, S, P>, H, W>() };
        if const { thin::is_thin(B::SIZE) } {
            return thin::avg_pool(&window, x.as_slice(), y.as_mut_slice());
        }
        avg_pool(&window, x.as_slice(), y.as_mut_slice());
    }

    fn forward_train<B: Dim>(
        &self,
        x: &Tensor<(B, C, H, W), T>,
        y: &mut Tensor<(B, C, H::Output, W::Output), T>,
        _: &mut (),
        _: Context,
    ) {
        Layer::<(C, H, W), T>::forward::<B>(self, x, y, &mut ());
    }

    fn backward<B: Dim>(
        &self,
        _: &Tensor<(B, C, H, W), T>,
        _: &Tensor<(B, C, H::Output, W::Output), T>,
        _: &mut (),
        dy: &Tensor<(B, C, H::Output, W::Output), T>,
        dx: Option<Gradient<'_, Tensor<(B, C, H, W), T>>>,
        _: Gradient<'_, Self>,
        _: Context,
    ) {
        if let Some(dx) = dx {
            let adds = dx.adds();
            let dx = dx.into_inner().as_mut_slice();
            avg_pool_backward(&sliding::<Window<K, S, P>, H, W>(), dy.as_slice(), adds, dx);
        }
    }
}

impl<K: Size2d, S: Size2d, P: Padding2d> fmt::Debug for AvgPool2d<K, S, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AvgPool2d<")?;
        write_window::<Window<K, S, P>>(f, sizes::<K>())?;
        f.write_str(">")
    }
}

#[cfg(all(test, feature = "alloc"))]
mod tests {
    use super::*;
    use crate::session::gradient_check::check_layer;
    use alloc::format;

    #[test]
    fn padding_counts_as_zero() {
        let x = Tensor::<(N<1>, N<1>, N<2>, N<2>)>::full(36.0);
        let mut y = Tensor::<(N<1>, N<1>, N<2>, N<2>)>::zeros();
        Layer::<(N<1>, N<2>, N<2>)>::forward(&AvgPool2d::<N<3>, N<1>, N<1>>::new(), &x, &mut y, &mut ());
        assert_eq!(y.as_slice(), [16.0; 4]);
    }

    #[test]
    fn special_values_stay_in_their_window() {
        let x = [[1e30, 1e30, f32::NAN, 1.0], [1e30, 1e30, 1.0, 1.0], [f32::INFINITY, 0.0, -0.0, 0.0], [0.0; 4]];
        let mut y = Tensor::<(N<1>, N<1>, N<2>, N<2>)>::zeros();
        let x = Tensor::<(N<1>, N<1>, N<4>, N<4>)>::new([[x]]);
        Layer::<(N<1>, N<4>, N<4>)>::forward(&AvgPool2d::<N<2>>::new(), &x, &mut y, &mut ());
        assert_eq!([y[[0, 0, 0, 0]], y[[0, 0, 1, 0]], y[[0, 0, 1, 1]]], [1e30, f32::INFINITY, 0.0]);
        assert!(y[[0, 0, 0, 1]].is_nan());
    }

    #[test]
    fn gradients() {
        for seed in 0..5 {
            check_layer::<(N<2>, N<4>, N<5>), N<2>, _>(&mut AvgPool2d::<N<2>>::new(), seed);
            check_layer::<(N<2>, N<6>, N<7>), N<2>, _>(&mut AvgPool2d::<N<3>, N<2>, N<1>>::new(), seed);
            type Crooked = AvgPool2d<(N<2>, N<3>), (N<1>, N<3>), (N<0>, N<1>)>;
            check_layer::<(N<1>, N<5>, N<4>), N<2>, _>(&mut Crooked::new(), seed);
        }
    }

    #[test]
    fn name() {
        assert_eq!(format!("{:?}", AvgPool2d::<N<2>>::new()), "AvgPool2d<kernel = 2>");
        assert_eq!(format!("{:?}", AvgPool2d::<N<3>, (N<3>, N<1>)>::new()), "AvgPool2d<kernel = 3, stride = (3, 1)>");
    }
}
