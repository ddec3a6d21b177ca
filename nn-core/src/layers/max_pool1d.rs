//! The largest number of each window over a row.

use super::stateless::stateless_by_type;
use super::window::*;
use crate::dim::{AtMostHalf, Dim, N, Natural, Slide};
use crate::float::Float;
use crate::graph::{Op, Pool};
use crate::kernels::{max_pool, max_pool_backward, thin};
use crate::layers::{Context, Layer};
use crate::parameters::Gradient;
use crate::tensor::Tensor;
use core::fmt;
use core::marker::PhantomData;

////// y\[c, p\] = the largest x\[c, p S - P + k D\] over k (PyTorch's `MaxPool1d`).
///
/// In `network!`: `.max_pool::<2>()`. `[C, L]` in, `[C, L']` out, with L' = (L + 2 P - D (K - 1) - 1) / S + 1, rounded
/// down: kernel K, stride S (the kernel's size where none is given), padding P, at most half of the window, dilation D. The
/// padding is never the largest: it counts as minus infinity.
///
/// dy goes to the number that was the largest, to the first one of equals. NaN in a window gives NaN, and takes the
/// gradient; of several the last. Nothing is kept between the passes: the backward pass looks for the largest again.
///
/// ```
/// use nn_core::{Layer, MaxPool1d, N, Tensor};
/// let x = Tensor::<(N<1>, N<1>, N<5>)>::new([[[1.0, 2.0, 4.0, 3.0, 9.0]]]);
/// let mut y = Tensor::<(N<1>, N<1>, N<2>)>::zeros();
/// Layer::<(N<1>, N<5>)>::forward(&MaxPool1d::<N<2>>::new(), &x, &mut y, &mut ());
/// assert_eq!(y.as_slice(), [2.0, 4.0]); // the last number fills no window
/// ```
///
/// ```compile_fail,E0277
/// use nn_core::{Layer, MaxPool1d, N};
/// type Out = <MaxPool1d<N<4>> as Layer<(N<1>, N<3>)>>::Out; // 4 is larger than 3
/// let out: Option<Out> = None;
/// ```
pub struct MaxPool1d<Kernel: Dim, Stride: Dim = Kernel, Padding: Natural = N<0>, Dilation: Dim = N<1>>(
    PhantomData<(Kernel, Stride, Padding, Dilation)>,
);
stateless_by_type!(MaxPool1d<Kernel: Dim, Stride: Dim, Padding: Natural, Dilation: Dim>);

impl<C, L, K, S, P, D, T> Layer<(C, L), T> for MaxPool1d<K, S, P, D>
where
    C: Dim,
    L: Slide<K, S, P, D>,
    K: Dim,
    S: Dim,
    P: Natural + AtMostHalf<K, D>,
    D: Dim,
    T: Float,
{
    type Out = (C, L::Output);
    type Saved<B: Dim> = ();
    type Scratch<B: Dim> = ();
    const OP: Op = Op::Pool { kind: Pool::Max, windows: &[window_1d::<Window<K, S, P, D>>()] };

    #[cfg_attr(not(feature = "std"), inline(never))]
    fn forward<B: Dim>(&self, x: &Tensor<(B, C, L), T>, y: &mut Tensor<(B, C, L::Output), T>, _: &mut ()) {
        let window = const { sliding_1d::<Window<K, S, P, D>, L>() };
        if const { thin::is_thin(B::SIZE) } {
            return thin::max_pool(&window, x.as_slice(), y.as_mut_slice());
        }
        max_pool(&window, x.as_slice(), y.as_mut_slice());
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
        x: &Tensor<(B, C, L), T>,
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
            max_pool_backward(&sliding_1d::<Window<K, S, P, D>, L>(), x.as_slice(), dy.as_slice(), false, adds, dx);
        }
    }
}

impl<K: Dim, S: Dim, P: Natural, D: Dim> fmt::Debug for MaxPool1d<K, S, P, D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MaxPool1d<")?;
        write_window_1d::<Window<K, S, P, D>>(f, K::SIZE)?;
        f.write_str(">")
    }
}

#[cfg(all(test, feature = "alloc"))]
mod tests {
    use super::*;
    use crate::session::gradient_check::check_layer;
    use alloc::format;

    #[test]
    fn special_values() {
        let (nan, inf) = (f64::NAN, f64::INFINITY);
        let x = Tensor::<(N<1>, N<1>, N<8>), f64>::new([[[7.0, 7.0, nan, 1.0, -inf, -inf, 1e300, inf]]]);
        let mut y = Tensor::<(N<1>, N<1>, N<4>), f64>::zeros();
        let dy = Tensor::<(N<1>, N<1>, N<4>), f64>::new([[[1.0, 2.0, 3.0, 4.0]]]);
        let mut dx = Tensor::<(N<1>, N<1>, N<8>), f64>::full(nan);
        let mut pool = MaxPool1d::<N<2>>::new();
        Layer::<(N<1>, N<8>), f64>::forward(&pool, &x, &mut y, &mut ());
        assert!(y[[0, 0, 1]].is_nan());
        assert_eq!([y[[0, 0, 0]], y[[0, 0, 2]], y[[0, 0, 3]]], [7.0, -inf, inf]);
        let (layer, place) = (pool, Some(Gradient::set(&mut *dx)));
        let grad = Gradient::set(&mut pool);
        Layer::<(N<1>, N<8>), f64>::backward(&layer, &x, &y, &mut (), &dy, place, grad, Context::default());
        assert_eq!(dx.as_slice(), [1.0, 0.0, 2.0, 0.0, 3.0, 0.0, 0.0, 4.0]);
    }

    #[test]
    fn gradients() {
        for seed in 0..5 {
            check_layer::<(N<2>, N<9>), N<2>, _>(&mut MaxPool1d::<N<2>>::new(), seed);
            check_layer::<(N<2>, N<9>), N<2>, _>(&mut MaxPool1d::<N<3>, N<1>, N<1>, N<2>>::new(), seed);
        }
    }

    #[test]
    fn name() {
        assert_eq!(format!("{:?}", MaxPool1d::<N<2>>::new()), "MaxPool1d<kernel = 2>");
        let overlapping = MaxPool1d::<N<3>, N<1>, N<1>>::new();
        assert_eq!(format!("{overlapping:?}"), "MaxPool1d<kernel = 3, stride = 1, padding = 1>");
    }
}
