//! Average and max pooling to a given output size.

use super::axes::{leading, line, plane, volume, write_sizes};
use super::same_in_training::same_in_training;
use super::stateless::stateless_by_type;
use super::window::{Size2d, Size3d, Sizes};
use crate::dim::Dim;
use crate::float::Float;
use crate::graph::{Op, Pool};
use crate::kernels::{
    Adaptive, Target, adaptive_avg_pool, adaptive_avg_pool_backward, adaptive_max_pool, adaptive_max_pool_backward,
};
use crate::layers::{Layer, Pass, StepContext};
use crate::parameters::Gradient;
use crate::tensor::Tensor;
use core::fmt;
use core::marker::PhantomData;

/// y\[c, p\] = the mean of x\[c, l\] from l = p L / L', rounded down, to (p + 1) L / L', rounded up, exclusively, and likewise over
/// two and three axes (PyTorch's `AdaptiveAvgPool1d`, `AdaptiveAvgPool2d` and `AdaptiveAvgPool3d`).
///
/// In `network!`: `.adaptive_avg_pool::<7>()`. `[C, L]` in, `[C, L']` out; `[C, H, W]` in, `[C, H', W']` out; or `[C, D, H, W]`
/// in, `[C, D', H', W']` out. `Size` is one size for all axes, `N<7>`, or one for each, `(N<7>, N<5>)`. The output may be
/// larger than the input, and need not divide it: the windows then have unlike sizes, and overlap. The gradient: each element of a
/// window receives dy divided by the number of elements of the window.
///
/// ```
/// use nn::Tensor;
/// use nn::dim::N;
/// use nn::layers::{AdaptiveAvgPool, Layer};
/// let x = Tensor::<(N<1>, N<1>, N<3>)>::new([[[1.0, 2.0, 4.0]]]);
/// let mut y = Tensor::<(N<1>, N<1>, N<2>)>::zeros();
/// Layer::<(N<1>, N<3>)>::forward(&AdaptiveAvgPool::<N<2>>::new(), &x, &mut y, &mut ());
/// assert_eq!(y.as_slice(), [1.5, 3.0]); // both windows contain the second element
/// ```
pub struct AdaptiveAvgPool<Size: Sizes>(PhantomData<Size>);
stateless_by_type!(AdaptiveAvgPool<Size: Sizes>);

/// y\[c, p\] = the largest x\[c, l\] from l = p L / L', rounded down, to (p + 1) L / L', rounded up, exclusively, and likewise over
/// two and three axes (PyTorch's `AdaptiveMaxPool1d`, `AdaptiveMaxPool2d` and `AdaptiveMaxPool3d`).
///
/// In `network!`: `.adaptive_max_pool::<7>()`. The shapes and sizes are those of [`AdaptiveAvgPool`]. The gradient goes to the
/// maximum of each window, and to the first of several that are equal. The maximum of a window with NaN is NaN, and the last NaN
/// receives the gradient.
///
/// ```
/// use nn::Tensor;
/// use nn::dim::N;
/// use nn::layers::{AdaptiveMaxPool, Layer};
/// let x = Tensor::<(N<1>, N<1>, N<1>, N<3>)>::new([[[[1.0, 2.0, 4.0]]]]);
/// let mut y = Tensor::<(N<1>, N<1>, N<1>, N<2>)>::zeros();
/// Layer::<(N<1>, N<1>, N<3>)>::forward(&AdaptiveMaxPool::<(N<1>, N<2>)>::new(), &x, &mut y, &mut ());
/// assert_eq!(y.as_slice(), [2.0, 4.0]);
/// ```
pub struct AdaptiveMaxPool<Size: Sizes>(PhantomData<Size>);
stateless_by_type!(AdaptiveMaxPool<Size: Sizes>);

macro_rules! adaptive {
    ($($pool:ident $kind:ident $forward:ident $backward:expr;)*) => {$(
        adaptive!(@ $pool $kind $forward $backward, line [L Size] [Dim + Sizes]);
        adaptive!(@ $pool $kind $forward $backward, plane [H Size::Height, W Size::Width] [Size2d + Sizes]);
        adaptive!(@ $pool $kind $forward $backward,
            volume [D Size::Depth, H Size::Height, W Size::Width] [Size3d + Sizes]);

        impl<Size: Sizes> fmt::Debug for $pool<Size> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($pool), "<"))?;
                write_sizes(f, Size::SIZES)?;
                f.write_str(">")
            }
        }
    )*};
    (@ $pool:ident $kind:ident $forward:ident $backward:expr, $axes:ident [$($axis:ident $out:ty),+] [$($bound:tt)+]) => {
        impl<C: Dim, $($axis: Dim,)+ Size: $($bound)+, T: Float> Layer<(C, $($axis),+), T> for $pool<Size> {
            type Out = (C, $($out),+);
            type Saved<B: Dim> = ();
            type Scratch<B: Dim> = ();
            const OP: Op = Op::AdaptivePool { kind: Pool::$kind };

            #[cfg_attr(not(feature = "std"), inline(never))]
            fn forward<B: Dim>(
                &self,
                x: &Tensor<(B, C, $($axis),+), T>,
                y: &mut Tensor<(B, C, $($out),+), T>,
                _: &mut (),
            ) {
                let (input, output) = const { (leading([$($axis::SIZE),+], 1), leading($axes::sizes::<Size>(), 1)) };
                $forward(&Adaptive { input, output }, x.as_slice(), y.as_mut_slice());
            }

            same_in_training!((C, $($axis),+), T);

            fn backward<B: Dim>(
                &self,
                Pass { x, dy, .. }: Pass<'_, Self, (C, $($axis),+), B, T>,
                dx: Option<Gradient<'_, Tensor<(B, C, $($axis),+), T>>>,
                _: Gradient<'_, Self>,
                _: StepContext,
            ) {
                let Some(dx) = dx else { return };
                let (input, output) = (leading([$($axis::SIZE),+], 1), leading($axes::sizes::<Size>(), 1));
                $backward(&Adaptive { input, output }, x.as_slice(), dy.as_slice(), dx.target());
            }
        }
    };
}

/// Calls [`adaptive_avg_pool_backward`], which needs no x.
fn avg_backward<T: Float>(sizes: &Adaptive, _: &[T], dy: &[T], dx: Target<'_, T>) {
    adaptive_avg_pool_backward(sizes, dy, dx);
}

adaptive! {
    AdaptiveAvgPool Average adaptive_avg_pool avg_backward;
    AdaptiveMaxPool Max adaptive_max_pool adaptive_max_pool_backward;
}
