//! Nearest-neighbour upsampling by an integer factor.

use super::axes::{sizes, write_pair};
use super::same_in_training::same_in_training;
use super::stateless::stateless_by_type;
use super::window::Size2d;
use crate::dim::{Dim, MulDim, Natural, Product};
use crate::float::Float;
use crate::graph::Op;
use crate::kernels::{upsample_nearest, upsample_nearest_backward};
use crate::layers::{Layer, Pass, StepContext};
use crate::parameters::Gradient;
use crate::tensor::Tensor;
use core::fmt;
use core::marker::PhantomData;

/// y\[c, p, q\] = x\[c, p / S, q / S\], rounded down: each element is repeated S by S times (nearest neighbour; PyTorch's
/// `Upsample` with an integer `scale_factor` and its default mode).
///
/// In `network!`: `.upsample::<2>()`. `[C, H, W]` in, `[C, H S, W S]` out; or `[C, L]` in, `[C, L S]` out. `Scale` is one
/// factor for both axes, `N<2>`, or a pair, height first, `(N<2>, N<3>)`. The gradient: dx\[c, h, w\] is the sum of dy over all
/// copies of x\[c, h, w\].
///
/// ```
/// use nn::Tensor;
/// use nn::dim::N;
/// use nn::layers::{Layer, Upsample};
/// let x = Tensor::<(N<1>, N<1>, N<1>, N<2>)>::new([[[[1.0, 2.0]]]]);
/// let mut y = Tensor::<(N<1>, N<1>, N<2>, N<4>)>::zeros();
/// Layer::<(N<1>, N<1>, N<2>)>::forward(&Upsample::<N<2>>::new(), &x, &mut y, &mut ());
/// assert_eq!(y.as_slice(), [1.0, 1.0, 2.0, 2.0, 1.0, 1.0, 2.0, 2.0]);
/// ```
pub struct Upsample<Scale: Size2d>(PhantomData<Scale>);
stateless_by_type!(Upsample<Scale: Size2d>);

macro_rules! upsample {
    ([$($axis:ident $by:ty),+] [$($scale:tt)+], $input:expr, $factors:expr) => {
        impl<Scale: $($scale)+, C: Dim, $($axis: MulDim<$by>,)+ T: Float> Layer<(C, $($axis),+), T> for Upsample<Scale> {
            type Out = (C, $(Product<$axis, $by>),+);
            type Saved<B: Dim> = ();
            type Scratch<B: Dim> = ();
            const OP: Op = Op::ResizeNearest { factors: &[$(<$by>::SIZE),+] };

            #[cfg_attr(not(feature = "std"), inline(never))]
            fn forward<B: Dim>(
                &self,
                x: &Tensor<(B, C, $($axis),+), T>,
                y: &mut Tensor<(B, C, $(Product<$axis, $by>),+), T>,
                _: &mut (),
            ) {
                upsample_nearest($input, $factors, x.as_slice(), y.as_mut_slice());
            }

            same_in_training!((C, $($axis),+), T);

            fn backward<B: Dim>(
                &self,
                Pass { dy, .. }: Pass<'_, Self, (C, $($axis),+), B, T>,
                dx: Option<Gradient<'_, Tensor<(B, C, $($axis),+), T>>>,
                _: Gradient<'_, Self>,
                _: StepContext,
            ) {
                if let Some(dx) = dx {
                    upsample_nearest_backward($input, $factors, dy.as_slice(), dx.target());
                }
            }
        }
    };
}
upsample!([H Scale::Height, W Scale::Width] [Size2d], [H::SIZE, W::SIZE], sizes::<Scale>());
upsample!([L Scale] [Dim + Size2d], [1, L::SIZE], [1, Scale::SIZE]);

impl<Scale: Size2d> fmt::Debug for Upsample<Scale> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Upsample<")?;
        write_pair(f, sizes::<Scale>())?;
        f.write_str(">")
    }
}

#[cfg(all(test, feature = "alloc"))]
mod tests {
    use super::*;
    use crate::dim::N;

    #[test]
    fn repeats_every_element() {
        let x =
            Tensor::<(N<2>, N<3>, N<4>, N<5>), f64>::from_fn(|[b, c, h, w]| (1000 * b + 100 * c + 10 * h + w) as f64);
        let mut y = Tensor::<(N<2>, N<3>, N<8>, N<15>), f64>::zeros();
        Layer::<(N<3>, N<4>, N<5>), f64>::forward(&Upsample::<(N<2>, N<3>)>::new(), &x, &mut y, &mut ());
        let expected = Tensor::<(N<2>, N<3>, N<8>, N<15>), f64>::from_fn(|[b, c, h, w]| x[[b, c, h / 2, w / 3]]);
        assert_eq!(y.as_slice(), expected.as_slice());
    }
}
