//! The indices of the maxima of a max pool: `let (h, places) = x.max_pool::<2, return_indices = true>();`.

use super::axes::{line, plane, volume};
use super::no_gradient::no_gradient;
use super::pool::debug_of_pool;
use super::same_in_training::same_in_training;
use super::stateless::stateless_by_type;
use super::window::{Padding2d, Padding3d, Size2d, Size3d, Window};
use crate::dim::{AtMostHalf, Dim, N, Natural, RoundDown, Rounding, Slide};
use crate::float::Float;
use crate::graph::Op;
use crate::kernels::{Sliding, max_pool_positions};
use crate::layers::Layer;
use crate::shape::{Counted, Sample};
use crate::signal::{Class, Indices};
use crate::tensor::Tensor;
use core::fmt;
use core::marker::PhantomData;

/// y\[c, p\] = the l at which x\[c, l\] is the maximum of the window p of [`MaxPool1d`](crate::MaxPool1d) (the second output of
/// PyTorch's `MaxPool1d(return_indices=True)`).
///
/// In `network!`: the second value of `let (h, places) = x.max_pool::<2, return_indices = true>();`. `[C, L]` in, indices below L
/// of shape `[C, L']` out: the input of `max_unpool`, or of any other operation on indices. The arguments are those of
/// [`MaxPool1d`](crate::MaxPool1d). See [`ArgMaxPool2d`].
///
/// ```
/// use nn::dim::N;
/// use nn::layers::{ArgMaxPool1d, Layer};
/// use nn::{Class, Tensor};
/// let x = Tensor::<(N<1>, N<1>, N<5>)>::new([[[1.0, 2.0, 4.0, 3.0, 9.0]]]);
/// let mut y = Tensor::<(N<1>, N<1>, N<2>), Class<N<5>>>::new([[[Class::default(); 2]]]);
/// Layer::<(N<1>, N<5>)>::forward(&ArgMaxPool1d::<N<2>>::new(), &x, &mut y, &mut ());
/// assert_eq!([y[[0, 0, 0]].index(), y[[0, 0, 1]].index()], [1, 2]);
/// ```
pub struct ArgMaxPool1d<
    Kernel: Dim,
    Stride: Dim = Kernel,
    Padding: Natural = N<0>,
    Dilation: Dim = N<1>,
    R: Rounding = RoundDown,
>(PhantomData<(Kernel, Stride, Padding, Dilation, R)>);

/// y\[c, p, q\] = the h W + w at which x\[c, h, w\] is the maximum of the window p, q of [`MaxPool2d`](crate::MaxPool2d) (the
/// second output of PyTorch's `MaxPool2d(return_indices=True)`).
///
/// In `network!`: the second value of `let (h, places) = x.max_pool::<2, return_indices = true>();`, of which the first is that of
/// a [`MaxPool2d`](crate::MaxPool2d) with the same arguments. `[C, H, W]` in, indices below H W of shape `[C, H', W']` out,
/// [`Indices`]`<Product<H, W>, (C, H', W')>`: the input of `max_unpool`, or of any other operation on indices.
///
/// The index is that of the first of several equal maxima; in a window with NaN, that of the last NaN: the element that receives
/// the gradient of the pool. A dilated window that covers padding alone has no maximum, and its index is 0. The derivative is 0: no
/// gradient passes.
///
/// ```
/// use nn::dim::N;
/// use nn::layers::{ArgMaxPool2d, Layer};
/// use nn::{Class, Tensor};
/// let x = Tensor::<(N<1>, N<1>, N<2>, N<4>)>::new([[[[1.0, 2.0, 3.0, 4.0], [8.0, 7.0, 6.0, 5.0]]]]);
/// let mut y = Tensor::<(N<1>, N<1>, N<1>, N<2>), Class<N<8>>>::new([[[[Class::default(); 2]]]]);
/// Layer::<(N<1>, N<2>, N<4>)>::forward(&ArgMaxPool2d::<N<2>>::new(), &x, &mut y, &mut ());
/// assert_eq!([y[[0, 0, 0, 0]].index(), y[[0, 0, 0, 1]].index()], [4, 6]); // of 8 and 6
/// ```
pub struct ArgMaxPool2d<
    Kernel: Size2d,
    Stride: Size2d = Kernel,
    Padding: Padding2d = N<0>,
    Dilation: Size2d = N<1>,
    R: Rounding = RoundDown,
>(PhantomData<(Kernel, Stride, Padding, Dilation, R)>);

/// y\[c, n, p, q\] = the (d H + h) W + w at which x\[c, d, h, w\] is the maximum of the window n, p, q of
/// [`MaxPool3d`](crate::MaxPool3d) (the second output of PyTorch's `MaxPool3d(return_indices=True)`).
///
/// In `network!`: the second value of `let (h, places) = x.max_pool::<2, return_indices = true>();`. `[C, D, H, W]` in, indices
/// below D H W of shape `[C, D', H', W']` out. The arguments are those of [`MaxPool3d`](crate::MaxPool3d). See [`ArgMaxPool2d`].
///
/// ```
/// use nn::dim::N;
/// use nn::layers::{ArgMaxPool3d, Layer};
/// use nn::{Class, Tensor};
/// let x = Tensor::<(N<1>, N<1>, N<2>, N<1>, N<4>)>::new([[[[[1.0, 2.0, 3.0, 4.0]], [[8.0, 7.0, 6.0, 5.0]]]]]);
/// let mut y = Tensor::<(N<1>, N<1>, N<1>, N<1>, N<2>), Class<N<8>>>::new([[[[[Class::default(); 2]]]]]);
/// let pool = ArgMaxPool3d::<(N<2>, N<1>, N<2>)>::new();
/// Layer::<(N<1>, N<2>, N<1>, N<4>)>::forward(&pool, &x, &mut y, &mut ());
/// assert_eq!([y[[0, 0, 0, 0, 0]].index(), y[[0, 0, 0, 0, 1]].index()], [4, 6]);
/// ```
pub struct ArgMaxPool3d<
    Kernel: Size3d,
    Stride: Size3d = Kernel,
    Padding: Padding3d = N<0>,
    Dilation: Size3d = N<1>,
    R: Rounding = RoundDown,
>(PhantomData<(Kernel, Stride, Padding, Dilation, R)>);

macro_rules! indices_of_maxima {
    (
        $pool:ident<$($parameter:ident: $bound:path),+> over $axes:ident [$($axis:ident: $slide:path),+]
        by $window:ty, rounded by $rounding:ident where $padding:ident: $fits:path
    ) => {
        stateless_by_type!($pool<$($parameter: $bound),+>);

        impl<Channels, Element, $($axis,)+ $($parameter),+> Layer<(Channels, $($axis),+), Element>
            for $pool<$($parameter),+>
        where
            Channels: Dim,
            $($axis: $slide,)+
            ($($axis,)+): Counted,
            $($parameter: $bound,)+
            $padding: $fits,
            Element: Float,
        {
            type Out = Indices<<($($axis,)+) as Counted>::Count, (Channels, $($axis::Output),+)>;
            type Saved<B: Dim> = ();
            type Scratch<B: Dim> = ();
            const OP: Op = Op::ArgMaxPool { windows: &$axes::windows::<$window>(), ceil_mode: $rounding::CEIL_MODE };

            #[cfg_attr(not(feature = "std"), inline(never))]
            fn forward<B: Dim>(
                &self,
                x: &Tensor<(B, Channels, $($axis),+), Element>,
                y: &mut Tensor<
                    <(Channels, $($axis::Output),+) as Sample>::Batch<B>,
                    Class<<($($axis,)+) as Counted>::Count>,
                >,
                _: &mut (),
            ) {
                let window =
                    const { Sliding { ceil_mode: $rounding::CEIL_MODE, ..$axes::sliding::<$window, $($axis),+>() } };
                max_pool_positions(&window, x.as_slice(), Class::to_numbers_mut(y.as_mut_slice()));
            }

            same_in_training!((Channels, $($axis),+), Element);

            no_gradient!((Channels, $($axis),+), Element);
        }

        debug_of_pool!(
            $pool<$($parameter: $bound),+> over $axes by $window, rounded by $rounding,
            options |_: &mut fmt::Formatter<'_>| Ok::<(), fmt::Error>(())
        );
    };
}

indices_of_maxima!(
    ArgMaxPool1d<K: Dim, S: Dim, P: Natural, D: Dim, R: Rounding> over line [L: Slide<K, S, P, D, R>]
    by Window<K, S, P, D>, rounded by R
    where P: AtMostHalf<K, D>
);
indices_of_maxima!(
    ArgMaxPool2d<K: Size2d, S: Size2d, P: Padding2d, D: Size2d, R: Rounding> over plane [
        H: Slide<K::Height, S::Height, P::Height, D::Height, R>,
        W: Slide<K::Width, S::Width, P::Width, D::Width, R>
    ] by Window<K, S, P, D>, rounded by R
    where P: Padding2d<Height: AtMostHalf<K::Height, D::Height>, Width: AtMostHalf<K::Width, D::Width>>
);
indices_of_maxima!(
    ArgMaxPool3d<K: Size3d, S: Size3d, P: Padding3d, E: Size3d, R: Rounding> over volume [
        D: Slide<K::Depth, S::Depth, P::Depth, E::Depth, R>,
        H: Slide<K::Height, S::Height, P::Height, E::Height, R>,
        W: Slide<K::Width, S::Width, P::Width, E::Width, R>
    ] by Window<K, S, P, E>, rounded by R
    where P: Padding3d<
        Depth: AtMostHalf<K::Depth, E::Depth>,
        Height: AtMostHalf<K::Height, E::Height>,
        Width: AtMostHalf<K::Width, E::Width>,
    >
);
