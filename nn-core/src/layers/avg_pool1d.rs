//! The mean of each window over a row.

use super::stateless::stateless_by_type;
use super::window::*;
use crate::dim::{AtMostHalf, Dim, N, Natural, Slide};
use crate::float::Float;
use crate::graph::{Op, Pool};
use crate::kernels::{avg_pool, avg_pool_backward, thin};
use crate::layers::{Context, Layer};
use crate::parameters::Gradient;
use crate::tensor::Tensor;
use core::fmt;
use core::marker::PhantomData;

////// y\[c, p\] = the sum of x\[c, p S - P + k\] over k, divided by K (PyTorch's `AvgPool1d`).
///
/// In `network!`: `.avg_pool::<2>()`. `[C, L]` in, `[C, L']` out, with L' = (L + 2 P - K) / S + 1, rounded down: kernel K,
/// stride S (the kernel's size where none is given), padding P, at most half of the window. The padding is 0 and counts, as
/// in PyTorch (`count_include_pad`). The gradient: dy / K goes to each number of its window.
///
/// ```
/// use nn_core::{AvgPool1d, Layer, N, Tensor};
/// let x = Tensor::<(N<1>, N<1>, N<5>)>::new([[[1.0, 2.0, 4.0, 3.0, 9.0]]]);
/// let mut y = Tensor::<(N<1>, N<1>, N<2>)>::zeros();
/// Layer::<(N<1>, N<5>)>::forward(&AvgPool1d::<N<2>>::new(), &x, &mut y, &mut ());
/// assert_eq!(y.as_slice(), [1.5, 3.5]); // the last number fills no window
/// ```
///
/// ```compile_fail,E0277
/// use nn_core::{AvgPool1d, Layer, N};
/// type Out = <AvgPool1d<N<3>, N<1>, N<2>> as Layer<(N<1>, N<3>)>>::Out; // 2 is more than half of 3
/// let out: Option<Out> = None;
/// ```
pub struct AvgPool1d<Kernel: Dim, Stride: Dim = Kernel, Padding: Natural = N<0>>(
    PhantomData<(Kernel, Stride, Padding)>,
);
stateless_by_type!(AvgPool1d<Kernel: Dim, Stride: Dim, Padding: Natural>);

impl<C, L, K, S, P, T> Layer<(C, L), T> for AvgPool1d<K, S, P>
where
    C: Dim,
    L: Slide<K, S, P>,
    K: Dim,
    S: Dim,
    P: Natural + AtMostHalf<K>,
    T: Float,
{
    type Out = (C, L::Output);
    type Saved<B: Dim> = ();
    type Scratch<B: Dim> = ();
    const OP: Op = Op::Pool { kind: Pool::Average, windows: &[window_1d::<Window<K, S, P>>()] };

    #[cfg_attr(not(feature = "std"), inline(never))]
    fn forward<B: Dim>(&self, x: &Tensor<(B, C, L), T>, y: &mut Tensor<(B, C, L::Output), T>, _: &mut ()) {
        let window = const { sliding_1d::<Window<K, S, P>, L>() };
        if const { thin::is_thin(B::SIZE) } {
            return thin::avg_pool(&window, x.as_slice(), y.as_mut_slice());
        }
        avg_pool(&window, x.as_slice(), y.as_mut_slice());
    }

    fn forward_train<B: Dim>(
        &self,
        x: &Tensor<(B, C, L), T>,
        y: &mut Tensor<(B, C, L::Output), T>,
        _: &mut (),
        _: Context,
    ) {
        Layer::<(C, L), T>::forward::<B>(self, x, y, &mut ());
    }

    fn backward<B: Dim>(
        &self,
        _: &Tensor<(B, C, L), T>,
        _: &Tensor<(B, C, L::Output), T>,
        _: &mut (),
        dy: &Tensor<(B, C, L::Output), T>,
        dx: Option<Gradient<'_, Tensor<(B, C, L), T>>>,
        _: Gradient<'_, Self>,
        _: Context,
    ) {
        if let Some(dx) = dx {
            let adds = dx.adds();
            let dx = dx.into_inner().as_mut_slice();
            avg_pool_backward(&sliding_1d::<Window<K, S, P>, L>(), dy.as_slice(), adds, dx);
        }
    }
}

impl<K: Dim, S: Dim, P: Natural> fmt::Debug for AvgPool1d<K, S, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AvgPool1d<")?;
        write_window_1d::<Window<K, S, P>>(f, K::SIZE)?;
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
        let x = Tensor::<(N<1>, N<1>, N<2>)>::full(9.0);
        let mut y = Tensor::<(N<1>, N<1>, N<2>)>::zeros();
        Layer::<(N<1>, N<2>)>::forward(&AvgPool1d::<N<3>, N<1>, N<1>>::new(), &x, &mut y, &mut ());
        assert_eq!(y.as_slice(), [6.0; 2]);
    }

    #[test]
    fn special_values_stay_in_their_window() {
        let x = Tensor::<(N<1>, N<1>, N<6>)>::new([[[1e30, 1e30, f32::NAN, 1.0, 0.0, f32::INFINITY]]]);
        let mut y = Tensor::<(N<1>, N<1>, N<3>)>::zeros();
        Layer::<(N<1>, N<6>)>::forward(&AvgPool1d::<N<2>>::new(), &x, &mut y, &mut ());
        assert_eq!([y[[0, 0, 0]], y[[0, 0, 2]]], [1e30, f32::INFINITY]);
        assert!(y[[0, 0, 1]].is_nan());
    }

    #[test]
    fn gradients() {
        for seed in 0..5 {
            check_layer::<(N<2>, N<9>), N<2>, _>(&mut AvgPool1d::<N<2>>::new(), seed);
            check_layer::<(N<2>, N<9>), N<2>, _>(&mut AvgPool1d::<N<3>, N<1>, N<1>>::new(), seed);
        }
    }

    #[test]
    fn name() {
        assert_eq!(format!("{:?}", AvgPool1d::<N<2>>::new()), "AvgPool1d<kernel = 2>");
        assert_eq!(format!("{:?}", AvgPool1d::<N<3>, N<1>>::new()), "AvgPool1d<kernel = 3, stride = 1>");
    }
}
