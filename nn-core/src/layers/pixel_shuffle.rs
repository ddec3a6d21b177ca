//! Channels as pixels, and pixels as channels.

use super::same_in_training::same_in_training;
use super::stateless::stateless_by_type;
use crate::dim::{Dim, DividedBy, MulDim, Product};
use crate::float::Float;
use crate::graph::Op;
use crate::kernels::Order;
use crate::layers::{Layer, Pass, StepContext};
use crate::parameters::Gradient;
use crate::signal::Batch;
use crate::tensor::Tensor;
use core::fmt;
use core::marker::PhantomData;

/// y\[c, h R + i, w R + j\] = x\[(c R + i) R + j, h, w\]: channels become pixels of an image that is R times as high and as wide (Shi
/// et al. 2016; PyTorch's `PixelShuffle`).
///
/// In `network!`: `.pixel_shuffle::<2>()`. `[C, H, W]` in, `[C / R^2, H R, W R]` out; R^2 must divide C. The gradient: dx is dy with
/// the elements at their former places, as [`PixelUnshuffle`] computes them.
///
/// ```
/// use nn::Tensor;
/// use nn::dim::N;
/// use nn::layers::{Layer, PixelShuffle};
/// let x = Tensor::<(N<1>, N<4>, N<1>, N<1>)>::new([[[[1.0]], [[2.0]], [[3.0]], [[4.0]]]]);
/// let mut y = Tensor::<(N<1>, N<1>, N<2>, N<2>)>::zeros();
/// Layer::<(N<4>, N<1>, N<1>)>::forward(&PixelShuffle::<N<2>>::new(), &x, &mut y, &mut ());
/// assert_eq!(y.as_slice(), [1.0, 2.0, 3.0, 4.0]);
/// ```
///
/// ```compile_fail,E0277
/// use nn::dim::N;
/// use nn::layers::{Layer, PixelShuffle};
/// type Out = <PixelShuffle<N<2>> as Layer<(N<6>, N<1>, N<1>)>>::Out; // 4 does not divide 6
/// let out: Option<Out> = None;
/// ```
pub struct PixelShuffle<Factor: Dim>(PhantomData<Factor>);
stateless_by_type!(PixelShuffle<Factor: Dim>);

/// y\[(c R + i) R + j, h, w\] = x\[c, h R + i, w R + j\]: the inverse of [`PixelShuffle`] (PyTorch's `PixelUnshuffle`).
///
/// In `network!`: `.pixel_unshuffle::<2>()`. `[C, H, W]` in, `[C R^2, H / R, W / R]` out; R must divide H and W. The gradient: dx is
/// dy with the elements at their former places.
///
/// ```
/// use nn::Tensor;
/// use nn::dim::N;
/// use nn::layers::{Layer, PixelUnshuffle};
/// let x = Tensor::<(N<1>, N<1>, N<2>, N<4>)>::new([[[[1.0, 2.0, 3.0, 4.0], [5.0, 6.0, 7.0, 8.0]]]]);
/// let mut y = Tensor::<(N<1>, N<4>, N<1>, N<2>)>::zeros();
/// Layer::<(N<1>, N<2>, N<4>)>::forward(&PixelUnshuffle::<N<2>>::new(), &x, &mut y, &mut ());
/// assert_eq!(y.as_slice(), [1.0, 3.0, 2.0, 4.0, 5.0, 7.0, 6.0, 8.0]);
/// ```
pub struct PixelUnshuffle<Factor: Dim>(PhantomData<Factor>);
stateless_by_type!(PixelUnshuffle<Factor: Dim>);

macro_rules! shuffle {
    (
        $layer:ident $op:ident [$($bounds:tt)+] $out:ty,
        sizes [$($size:expr),+] order [$($axis:literal),+]
    ) => {
        impl<R: Dim + MulDim<R>> $layer<R> {
            /// Computes `y` from `x`, batches of any elements.
            #[inline(always)]
            pub(crate) fn pick<C, H, W, T: Copy>(x: &[T], y: &mut [T])
            where
                $($bounds)+
            {
                const { Order::new(&[$($size),+], &[$($axis),+]) }.permute(x, y);
            }
        }

        impl<C, H, W, R: Dim + MulDim<R>, T: Float> Layer<(C, H, W), T> for $layer<R>
        where
            $($bounds)+
        {
            type Out = $out;
            type Saved<B: Dim> = ();
            type Scratch<B: Dim> = ();
            const OP: Op = Op::$op { factor: R::SIZE };

            #[cfg_attr(not(feature = "std"), inline(never))]
            fn forward<B: Dim>(
                &self,
                x: &Tensor<(B, C, H, W), T>,
                y: &mut Batch<$out, B, T>,
                _: &mut (),
            ) {
                Self::pick::<C, H, W, T>(x.as_slice(), Tensor::as_mut_slice(y));
            }

            same_in_training!((C, H, W), T);

            fn backward<B: Dim>(
                &self,
                Pass { dy, .. }: Pass<'_, Self, (C, H, W), B, T>,
                dx: Option<Gradient<'_, Tensor<(B, C, H, W), T>>>,
                _: Gradient<'_, Self>,
                _: StepContext,
            ) {
                if let Some(dx) = dx {
                    let order = const { Order::new(&[$($size),+], &[$($axis),+]) };
                    order.permute_backward(Tensor::as_slice(dy), dx.target());
                }
            }
        }

        impl<R: Dim> fmt::Debug for $layer<R> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}<{}>", stringify!($layer), R::SIZE)
            }
        }
    };
}
shuffle!(
    PixelShuffle DepthToSpace [C: DividedBy<Product<R, R>>, H: MulDim<R>, W: MulDim<R>]
    (<C as DividedBy<Product<R, R>>>::Output, Product<H, R>, Product<W, R>),
    sizes [C::SIZE / (R::SIZE * R::SIZE), R::SIZE, R::SIZE, H::SIZE, W::SIZE] order [0, 3, 1, 4, 2]
);
shuffle!(
    PixelUnshuffle SpaceToDepth [C: MulDim<Product<R, R>>, H: DividedBy<R>, W: DividedBy<R>]
    (Product<C, Product<R, R>>, <H as DividedBy<R>>::Output, <W as DividedBy<R>>::Output),
    sizes [C::SIZE, H::SIZE / R::SIZE, R::SIZE, W::SIZE / R::SIZE, R::SIZE] order [0, 2, 4, 1, 3]
);

#[cfg(all(test, feature = "alloc"))]
mod tests {
    use super::*;
    use crate::dim::N;

    #[test]
    fn shuffle_inverts_unshuffle() {
        let x =
            Tensor::<(N<2>, N<3>, N<4>, N<6>), f64>::from_fn(|[b, c, h, w]| (1000 * b + 100 * c + 10 * h + w) as f64);
        let mut y = Tensor::<(N<2>, N<12>, N<2>, N<3>), f64>::zeros();
        let mut z = Tensor::<(N<2>, N<3>, N<4>, N<6>), f64>::zeros();
        Layer::<(N<3>, N<4>, N<6>), f64>::forward(&PixelUnshuffle::<N<2>>::new(), &x, &mut y, &mut ());
        Layer::<(N<12>, N<2>, N<3>), f64>::forward(&PixelShuffle::<N<2>>::new(), &y, &mut z, &mut ());
        assert_eq!(z, x);
        assert_eq!(y[[1, 2 * 4 + 3, 1, 2]], 1235.0);
    }
}
