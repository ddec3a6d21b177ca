//! The windows of convolutions and pools, as types.

use crate::dim::{Dim, Millions, N, Natural, Thousands};
use core::marker::PhantomData;

/// A kernel with its stride, its padding on both sides, and its dilation: `Window<N<3>, N<1>, N<1>>`.
///
/// For several axes, each argument is one size for all, `N<3>`, or one for each, in the order depth, height, width: a pair such
/// as `(N<3>, N<5>)`, or three. A kernel by itself is also a window: `N<3>` is equivalent to `Window<N<3>>`.
///
/// ```
/// use nn::dim::N;
/// use nn::layers::{Conv2d, Ungrouped, Window, WithBias};
/// type Plain = Conv2d<N<1>, N<8>, N<3>>;
/// type Padded = Conv2d<N<1>, N<8>, Window<(N<3>, N<5>), N<1>, (N<1>, N<2>)>>;
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window<Kernel, Stride = N<1>, Padding = N<0>, Dilation = N<1>>(
    PhantomData<(Kernel, Stride, Padding, Dilation)>,
);

/// A [`Window`] over one axis, or its kernel alone, `N<3>`. Sealed.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a window over one axis",
    note = "write `N<3>`, or `Window<N<3>, N<1>, N<1>>`: kernel, stride, padding, dilation"
)]
pub trait Window1d: sealed::Sealed + 'static {
    /// The number of elements of the kernel.
    type Kernel: Dim;
    /// The distance from one position of the kernel to the next.
    type Stride: Dim;
    /// The padding on each side: 0 in a convolution or an average pool, negative infinity in a max pool.
    type Padding: Natural;
    /// The distance from one element of the kernel to the next.
    type Dilation: Dim;
}

/// A [`Window`] over two axes, or its kernel alone, `N<3>` or `(N<3>, N<5>)`. Sealed.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a window over two axes",
    note = "write `N<3>`, `(N<3>, N<5>)`, or `Window<N<3>, N<1>, N<1>>`: kernel, stride, padding, dilation"
)]
pub trait Window2d: sealed::Sealed + 'static {
    /// The number of elements of the kernel along each axis.
    type Kernel: Size2d;
    /// The distance from one position of the kernel to the next.
    type Stride: Size2d;
    /// The padding on each side: 0 in a convolution or an average pool, negative infinity in a max pool. A transposed
    /// convolution crops its output by the padding instead.
    type Padding: Padding2d;
    /// The distance from one element of the kernel to the next.
    type Dilation: Size2d;
}

/// A [`Window`] over three axes, or its kernel alone, `N<3>` or `(N<1>, N<3>, N<5>)`. Sealed.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a window over three axes",
    note = "write `N<3>`, `(N<1>, N<3>, N<5>)`, or `Window<N<3>, N<1>, N<1>>`: kernel, stride, padding, dilation"
)]
pub trait Window3d: sealed::Sealed + 'static {
    /// The number of elements of the kernel along each axis.
    type Kernel: Size3d;
    /// The distance from one position of the kernel to the next.
    type Stride: Size3d;
    /// The padding on each side: 0 in a convolution or an average pool, negative infinity in a max pool. A transposed
    /// convolution crops its output by the padding instead.
    type Padding: Padding3d;
    /// The distance from one element of the kernel to the next.
    type Dilation: Size3d;
}

/// A size for each of two axes, height first: `(N<3>, N<5>)`, or `N<3>` for both. Sealed.
///
/// ```
/// use nn::dim::{N, Natural};
/// use nn::layers::Size2d;
/// fn area<S: Size2d>() -> usize {
///     S::Height::SIZE * S::Width::SIZE
/// }
/// assert_eq!((area::<N<3>>(), area::<(N<3>, N<5>)>()), (9, 15));
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a size for two axes",
    note = "write `N<3>` for both, or `(N<3>, N<5>)`: height, then width, both from 1 up"
)]
pub trait Size2d: sealed::Sealed + 'static {
    /// The size along the height.
    type Height: Dim;
    /// The size along the width.
    type Width: Dim;
}

/// A size for each of three axes, depth first: `(N<1>, N<3>, N<5>)`, or `N<3>` for all. Sealed.
///
/// ```
/// use nn::dim::{N, Natural};
/// use nn::layers::Size3d;
/// fn volume<S: Size3d>() -> usize {
///     S::Depth::SIZE * S::Height::SIZE * S::Width::SIZE
/// }
/// assert_eq!((volume::<N<3>>(), volume::<(N<1>, N<3>, N<5>)>()), (27, 15));
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a size for three axes",
    note = "write `N<3>` for all, or `(N<1>, N<3>, N<5>)`: depth, height, width, all from 1 up"
)]
pub trait Size3d: sealed::Sealed + 'static {
    /// The size along the depth.
    type Depth: Dim;
    /// The size along the height.
    type Height: Dim;
    /// The size along the width.
    type Width: Dim;
}

/// One size for all axes, or one for each of two or three. Sealed.
///
/// ```
/// use nn::dim::N;
/// use nn::layers::Sizes;
/// assert_eq!((<N<3>>::SIZES, <(N<3>, N<5>)>::SIZES), (&[3][..], &[3, 5][..]));
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is neither a size nor one for each of several axes",
    note = "write `N<3>` for all axes, `(N<3>, N<5>)` for two, or `(N<1>, N<3>, N<5>)` for three"
)]
pub trait Sizes: sealed::Sealed + 'static {
    /// The sizes.
    const SIZES: &'static [usize];
}

/// Padding for each of two axes, on both of its sides, height first: `(N<1>, N<0>)`, or `N<1>` for both. Sealed.
///
/// ```
/// use nn::dim::{N, Natural};
/// use nn::layers::Padding2d;
/// fn numbers<P: Padding2d>() -> [usize; 2] {
///     [P::Height::SIZE, P::Width::SIZE]
/// }
/// assert_eq!(numbers::<(N<1>, N<0>)>(), [1, 0]);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a padding for two axes",
    note = "write `N<1>` for both, or `(N<1>, N<0>)`: height, then width"
)]
pub trait Padding2d: sealed::Sealed + 'static {
    /// The padding above and below.
    type Height: Natural;
    /// The padding to the left and to the right.
    type Width: Natural;
}

/// Padding for each of three axes, on both of its sides, depth first: `(N<0>, N<1>, N<1>)`, or `N<1>` for all. Sealed.
///
/// ```
/// use nn::dim::{N, Natural};
/// use nn::layers::Padding3d;
/// fn numbers<P: Padding3d>() -> [usize; 3] {
///     [P::Depth::SIZE, P::Height::SIZE, P::Width::SIZE]
/// }
/// assert_eq!(numbers::<(N<0>, N<1>, N<2>)>(), [0, 1, 2]);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a padding for three axes",
    note = "write `N<1>` for all, or `(N<0>, N<1>, N<1>)`: depth, height, width"
)]
pub trait Padding3d: sealed::Sealed + 'static {
    /// The padding in front and at the back.
    type Depth: Natural;
    /// The padding above and below.
    type Height: Natural;
    /// The padding to the left and to the right.
    type Width: Natural;
}

mod sealed {
    use super::{Millions, N, Natural, Thousands};

    pub trait Sealed {}
    impl<const V: usize> Sealed for N<V> {}
    impl<const HI: usize, const LO: usize> Sealed for Thousands<HI, LO> {}
    impl<Hi, const MID: usize, const LO: usize> Sealed for Millions<Hi, MID, LO> {}
    impl<H: Natural, W: Natural> Sealed for (H, W) {}
    impl<D: Natural, H: Natural, W: Natural> Sealed for (D, H, W) {}
    impl<K, S, P, D> Sealed for super::Window<K, S, P, D> {}
}

#[diagnostic::do_not_recommend]
impl<K: Dim, S: Dim, P: Natural, D: Dim> Window1d for Window<K, S, P, D> {
    type Kernel = K;
    type Stride = S;
    type Padding = P;
    type Dilation = D;
}

#[diagnostic::do_not_recommend]
impl<K: Size2d, S: Size2d, P: Padding2d, D: Size2d> Window2d for Window<K, S, P, D> {
    type Kernel = K;
    type Stride = S;
    type Padding = P;
    type Dilation = D;
}

#[diagnostic::do_not_recommend]
impl<K: Size3d, S: Size3d, P: Padding3d, D: Size3d> Window3d for Window<K, S, P, D> {
    type Kernel = K;
    type Stride = S;
    type Padding = P;
    type Dilation = D;
}

/// Implements the traits for a single number: as the same size on all axes, and as a window that is only a kernel.
macro_rules! number {
    ($number:ty, $($parameter:tt)*) => {
        #[diagnostic::do_not_recommend]
        impl<$($parameter)*> Size2d for $number
        where
            Self: Dim,
        {
            type Height = Self;
            type Width = Self;
        }
        #[diagnostic::do_not_recommend]
        impl<$($parameter)*> Padding2d for $number
        where
            Self: Natural,
        {
            type Height = Self;
            type Width = Self;
        }
        #[diagnostic::do_not_recommend]
        impl<$($parameter)*> Sizes for $number
        where
            Self: Dim,
        {
            const SIZES: &'static [usize] = &[Self::SIZE];
        }
        #[diagnostic::do_not_recommend]
        impl<$($parameter)*> Size3d for $number
        where
            Self: Dim,
        {
            type Depth = Self;
            type Height = Self;
            type Width = Self;
        }
        #[diagnostic::do_not_recommend]
        impl<$($parameter)*> Padding3d for $number
        where
            Self: Natural,
        {
            type Depth = Self;
            type Height = Self;
            type Width = Self;
        }
        #[diagnostic::do_not_recommend]
        impl<$($parameter)*> Window3d for $number
        where
            Self: Dim,
        {
            type Kernel = Self;
            type Stride = N<1>;
            type Padding = N<0>;
            type Dilation = N<1>;
        }
        #[diagnostic::do_not_recommend]
        impl<$($parameter)*> Window1d for $number
        where
            Self: Dim,
        {
            type Kernel = Self;
            type Stride = N<1>;
            type Padding = N<0>;
            type Dilation = N<1>;
        }
        #[diagnostic::do_not_recommend]
        impl<$($parameter)*> Window2d for $number
        where
            Self: Dim,
        {
            type Kernel = Self;
            type Stride = N<1>;
            type Padding = N<0>;
            type Dilation = N<1>;
        }
    };
}
number!(N<V>, const V: usize);
number!(Thousands<HI, LO>, const HI: usize, const LO: usize);
number!(Millions<Hi, MID, LO>, Hi: 'static, const MID: usize, const LO: usize);

#[diagnostic::do_not_recommend]
impl<H: Dim, W: Dim> Window2d for (H, W) {
    type Kernel = Self;
    type Stride = N<1>;
    type Padding = N<0>;
    type Dilation = N<1>;
}

#[diagnostic::do_not_recommend]
impl<H: Dim, W: Dim> Size2d for (H, W) {
    type Height = H;
    type Width = W;
}

#[diagnostic::do_not_recommend]
impl<H: Natural, W: Natural> Padding2d for (H, W) {
    type Height = H;
    type Width = W;
}

#[diagnostic::do_not_recommend]
impl<D: Dim, H: Dim, W: Dim> Window3d for (D, H, W) {
    type Kernel = Self;
    type Stride = N<1>;
    type Padding = N<0>;
    type Dilation = N<1>;
}

#[diagnostic::do_not_recommend]
impl<D: Dim, H: Dim, W: Dim> Size3d for (D, H, W) {
    type Depth = D;
    type Height = H;
    type Width = W;
}

#[diagnostic::do_not_recommend]
impl<D: Natural, H: Natural, W: Natural> Padding3d for (D, H, W) {
    type Depth = D;
    type Height = H;
    type Width = W;
}

#[diagnostic::do_not_recommend]
impl<H: Dim, W: Dim> Sizes for (H, W) {
    const SIZES: &'static [usize] = &[H::SIZE, W::SIZE];
}

#[diagnostic::do_not_recommend]
impl<D: Dim, H: Dim, W: Dim> Sizes for (D, H, W) {
    const SIZES: &'static [usize] = &[D::SIZE, H::SIZE, W::SIZE];
}
