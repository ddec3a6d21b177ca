//! The windows of convolutions and pools, as types.

use crate::dim::{Dim, N, Natural, Thousands};
use crate::graph;
use crate::kernels::Sliding;
use core::fmt;
use core::marker::PhantomData;

/// A kernel with its stride, its padding on both sides, and its dilation: `Window<N<3>, N<1>, N<1>>`.
///
/// For two axes each is a number for both, `N<3>`, or one each, height first, `(N<3>, N<5>)`. Where a kernel alone is
/// meant, it is its own window: `N<3>` for `Window<N<3>>`.
///
/// ```
/// use nn_core::{Conv2d, N, WithBias, Window, Ungrouped};
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
    /// How many numbers the kernel has.
    type Kernel: Dim;
    /// From one place of the kernel to the next.
    type Stride: Dim;
    /// Zeros, or nothing, on each side.
    type Padding: Natural;
    /// From one number of the kernel to the next.
    type Dilation: Dim;
}

/// A [`Window`] over two axes, or its kernel alone, `N<3>` or `(N<3>, N<5>)`. Sealed.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a window over two axes",
    note = "write `N<3>`, `(N<3>, N<5>)`, or `Window<N<3>, N<1>, N<1>>`: kernel, stride, padding, dilation"
)]
pub trait Window2d: sealed::Sealed + 'static {
    /// How many numbers the kernel has.
    type Kernel: Size2d;
    /// From one place of the kernel to the next.
    type Stride: Size2d;
    /// Zeros, or nothing, on each side.
    type Padding: Padding2d;
    /// From one number of the kernel to the next.
    type Dilation: Size2d;
}

/// A size for each of two axes, height first: `(N<3>, N<5>)`, or `N<3>` for both. Sealed.
///
/// ```
/// use nn_core::{N, Natural, Size2d};
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

/// Padding for each of two axes, on both of its sides, height first: `(N<1>, N<0>)`, or `N<1>` for both. Sealed.
///
/// ```
/// use nn_core::{N, Natural, Padding2d};
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

mod sealed {
    use super::{N, Natural, Thousands};

    pub trait Sealed {}
    impl<const V: usize> Sealed for N<V> {}
    impl<Hi, Lo> Sealed for Thousands<Hi, Lo> {}
    impl<H: Natural, W: Natural> Sealed for (H, W) {}
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

/// A number, as a pair of twice the same and as a kernel alone.
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
number!(Thousands<Hi, Lo>, Hi: 'static, Lo: 'static);

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

/// The numbers of a pair.
pub(crate) const fn sizes<S: Size2d>() -> [usize; 2] {
    [S::Height::SIZE, S::Width::SIZE]
}

/// The numbers of a padding.
pub(super) const fn paddings<P: Padding2d>() -> [usize; 2] {
    [P::Height::SIZE, P::Width::SIZE]
}

/// A window over two axes as data.
pub(super) const fn windows_2d<Win: Window2d>() -> [graph::Window; 2] {
    let (kernel, stride) = (sizes::<Win::Kernel>(), sizes::<Win::Stride>());
    let (padding, dilation) = (paddings::<Win::Padding>(), sizes::<Win::Dilation>());
    let [h, w] = [0, 1];
    [
        graph::Window { kernel: kernel[h], stride: stride[h], padding: padding[h], dilation: dilation[h] },
        graph::Window { kernel: kernel[w], stride: stride[w], padding: padding[w], dilation: dilation[w] },
    ]
}

/// A window over one axis as data.
pub(super) const fn window_1d<Win: Window1d>() -> graph::Window {
    graph::Window {
        kernel: Win::Kernel::SIZE,
        stride: Win::Stride::SIZE,
        padding: Win::Padding::SIZE,
        dilation: Win::Dilation::SIZE,
    }
}

/// A window over an image of H by W, as numbers.
pub(crate) const fn sliding<Win: Window2d, H: Dim, W: Dim>() -> Sliding {
    Sliding {
        input: [H::SIZE, W::SIZE],
        kernel: sizes::<Win::Kernel>(),
        stride: sizes::<Win::Stride>(),
        padding: paddings::<Win::Padding>(),
        dilation: sizes::<Win::Dilation>(),
    }
}

/// A window over a row of L, as numbers: an image of height 1.
pub(crate) const fn sliding_1d<Win: Window1d, L: Dim>() -> Sliding {
    Sliding {
        input: [1, L::SIZE],
        kernel: [1, Win::Kernel::SIZE],
        stride: [1, Win::Stride::SIZE],
        padding: [0, Win::Padding::SIZE],
        dilation: [1, Win::Dilation::SIZE],
    }
}

/// Writes `kernel = 3, stride = 2, padding = (0, 1)`, without what is meant where nothing is written; that is the stride
/// `default_stride`.
pub(super) fn write_window<W: Window2d>(f: &mut fmt::Formatter<'_>, default_stride: [usize; 2]) -> fmt::Result {
    let (stride, padding, dilation) = (sizes::<W::Stride>(), paddings::<W::Padding>(), sizes::<W::Dilation>());
    write_numbers(f, sizes::<W::Kernel>(), stride, padding, dilation, default_stride)
}

/// [`write_window`] for one axis.
pub(super) fn write_window_1d<W: Window1d>(f: &mut fmt::Formatter<'_>, default_stride: usize) -> fmt::Result {
    let (stride, padding, dilation) = (W::Stride::SIZE, W::Padding::SIZE, W::Dilation::SIZE);
    write_numbers(f, [W::Kernel::SIZE; 2], [stride; 2], [padding; 2], [dilation; 2], [default_stride; 2])
}

fn write_numbers(
    f: &mut fmt::Formatter<'_>,
    kernel: [usize; 2],
    stride: [usize; 2],
    padding: [usize; 2],
    dilation: [usize; 2],
    default_stride: [usize; 2],
) -> fmt::Result {
    f.write_str("kernel = ")?;
    write_pair(f, kernel)?;
    write_option(f, "stride", stride, default_stride)?;
    write_option(f, "padding", padding, [0; 2])?;
    write_option(f, "dilation", dilation, [1; 2])
}

/// Writes `, name = 3` or `, name = (3, 5)`, unless these are the default.
pub(super) fn write_option(
    f: &mut fmt::Formatter<'_>,
    name: &str,
    numbers: [usize; 2],
    default: [usize; 2],
) -> fmt::Result {
    if numbers == default {
        return Ok(());
    }
    write!(f, ", {name} = ")?;
    write_pair(f, numbers)
}

fn write_pair(f: &mut fmt::Formatter<'_>, [height, width]: [usize; 2]) -> fmt::Result {
    if height == width { write!(f, "{height}") } else { write!(f, "({height}, {width})") }
}

macro_rules! part {
    ($($alias:ident = $part:ident $pair:ident $axis:ident;)*) => {
        $(pub(crate) type $alias<W> = <<W as Window2d>::$part as $pair>::$axis;)*
    };
}
part! {
    KernelHeight = Kernel Size2d Height;
    KernelWidth = Kernel Size2d Width;
    StrideHeight = Stride Size2d Height;
    StrideWidth = Stride Size2d Width;
    PaddingHeight = Padding Padding2d Height;
    PaddingWidth = Padding Padding2d Width;
    DilationHeight = Dilation Size2d Height;
    DilationWidth = Dilation Size2d Width;
}

/// The shape of a kernel's weights for so many channels.
pub(crate) type Weights2d<A, B, W> = (A, B, KernelHeight<W>, KernelWidth<W>);
