//! Two modules with the same items, for one axis and for two, so that layers over windows are written once for both.

use super::thread_scratch::{Padded, Reached, ThreadScratch};
use super::window::{Padding2d, Size2d, Window1d, Window2d};
use crate::dim::{Dim, N, Natural};
use crate::graph;
use crate::kernels::Sliding;
use core::fmt;

/// One axis: a row, which kernels treat as an image of height 1.
pub(crate) mod line {
    use super::*;
    pub(crate) use crate::layers::window::Window1d as Window;

    pub(crate) type Kernel<W> = <W as Window1d>::Kernel;
    pub(crate) type Stride<W> = <W as Window1d>::Stride;
    pub(crate) type Padding<W> = <W as Window1d>::Padding;
    pub(crate) type Dilation<W> = <W as Window1d>::Dilation;

    /// The shape of a convolution's weight, of which `A` and `B` are the channel axes.
    pub(crate) type Weights<A, B, W> = (A, B, Kernel<W>);
    /// The scratch of a convolution over `B` samples for `C` channels of its input.
    pub(crate) type InputScratch<B, W, C, L, T> = ThreadScratch<B, C, N<1>, Padded<L, Padding<W>, Stride<W>>, T>;
    /// The scratch for `C` channels of the gradient of the output; L is the size of the input.
    pub(crate) type OutputScratch<B, W, C, L, T> = ThreadScratch<B, C, N<1>, Reached<L, Kernel<W>, Dilation<W>>, T>;

    /// Returns the number of elements of a kernel, for one channel.
    pub(crate) const fn kernel<W: Window>() -> usize {
        Kernel::<W>::SIZE
    }

    /// Returns the sizes of a window over a row of length L.
    pub(crate) const fn sliding<W: Window, L: Dim>() -> Sliding {
        Sliding {
            input: [1, L::SIZE],
            kernel: [1, Kernel::<W>::SIZE],
            stride: [1, Stride::<W>::SIZE],
            padding: [0, Padding::<W>::SIZE],
            dilation: [1, Dilation::<W>::SIZE],
        }
    }

    /// Returns a window as data.
    pub(crate) const fn windows<W: Window>() -> [graph::AxisWindow; 1] {
        let Sliding {
            kernel: [_, kernel], stride: [_, stride], padding: [_, padding], dilation: [_, dilation], ..
        } = sliding::<W, N<1>>();
        [graph::AxisWindow { kernel, stride, padding, dilation }]
    }

    /// Writes `kernel = 3, stride = 2, padding = 1`, omitting defaults; the stride defaults to 1, or to the kernel of a pool.
    pub(crate) fn write_window<W: Window>(f: &mut fmt::Formatter<'_>, is_pool: bool) -> fmt::Result {
        let Sliding {
            kernel: [_, kernel], stride: [_, stride], padding: [_, padding], dilation: [_, dilation], ..
        } = sliding::<W, N<1>>();
        write_sizes(f, is_pool, [kernel; 2], [stride; 2], [padding; 2], [dilation; 2])
    }
}

/// Two axes: an image.
pub(crate) mod plane {
    use super::*;
    pub(crate) use crate::layers::window::Window2d as Window;

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

    /// The shape of a convolution's weight, of which `A` and `B` are the channel axes.
    pub(crate) type Weights<A, B, W> = (A, B, KernelHeight<W>, KernelWidth<W>);
    /// The scratch of a convolution over `B` samples for `C` channels of its input.
    pub(crate) type InputScratch<B, Win, C, H, W, T> = ThreadScratch<
        B,
        C,
        Padded<H, PaddingHeight<Win>, StrideHeight<Win>>,
        Padded<W, PaddingWidth<Win>, StrideWidth<Win>>,
        T,
    >;
    /// The scratch for `C` channels of the gradient of the output; H and W are the sizes of the input.
    pub(crate) type OutputScratch<B, Win, C, H, W, T> = ThreadScratch<
        B,
        C,
        Reached<H, KernelHeight<Win>, DilationHeight<Win>>,
        Reached<W, KernelWidth<Win>, DilationWidth<Win>>,
        T,
    >;

    /// Returns the number of elements of a kernel, for one channel.
    pub(crate) const fn kernel<W: Window>() -> usize {
        KernelHeight::<W>::SIZE * KernelWidth::<W>::SIZE
    }

    /// Returns the sizes of a window over an image of H by W.
    pub(crate) const fn sliding<Win: Window, H: Dim, W: Dim>() -> Sliding {
        Sliding {
            input: [H::SIZE, W::SIZE],
            kernel: sizes::<Win::Kernel>(),
            stride: sizes::<Win::Stride>(),
            padding: paddings::<Win::Padding>(),
            dilation: sizes::<Win::Dilation>(),
        }
    }

    /// Returns a window as data, one per axis.
    pub(crate) const fn windows<W: Window>() -> [graph::AxisWindow; 2] {
        let Sliding { kernel, stride, padding, dilation, .. } = sliding::<W, N<1>, N<1>>();
        let [h, w] = [0, 1];
        [
            graph::AxisWindow { kernel: kernel[h], stride: stride[h], padding: padding[h], dilation: dilation[h] },
            graph::AxisWindow { kernel: kernel[w], stride: stride[w], padding: padding[w], dilation: dilation[w] },
        ]
    }

    /// Writes `kernel = 3, stride = 2, padding = (0, 1)`, omitting defaults; the stride defaults to 1, or to the kernel of
    /// a pool.
    pub(crate) fn write_window<W: Window>(f: &mut fmt::Formatter<'_>, is_pool: bool) -> fmt::Result {
        let Sliding { kernel, stride, padding, dilation, .. } = sliding::<W, N<1>, N<1>>();
        write_sizes(f, is_pool, kernel, stride, padding, dilation)
    }
}

/// Returns both sizes of a pair, height first.
pub(super) const fn sizes<S: Size2d>() -> [usize; 2] {
    [S::Height::SIZE, S::Width::SIZE]
}

/// Returns both sizes of a padding, height first.
pub(super) const fn paddings<P: Padding2d>() -> [usize; 2] {
    [P::Height::SIZE, P::Width::SIZE]
}

fn write_sizes(
    f: &mut fmt::Formatter<'_>,
    is_pool: bool,
    kernel: [usize; 2],
    stride: [usize; 2],
    padding: [usize; 2],
    dilation: [usize; 2],
) -> fmt::Result {
    f.write_str("kernel = ")?;
    write_pair(f, kernel)?;
    write_option(f, "stride", stride, if is_pool { kernel } else { [1; 2] })?;
    write_option(f, "padding", padding, [0; 2])?;
    write_option(f, "dilation", dilation, [1; 2])
}

/// Writes `, name = 3` or `, name = (3, 5)`, unless these are the default.
pub(super) fn write_option(
    f: &mut fmt::Formatter<'_>,
    name: &str,
    sizes: [usize; 2],
    default: [usize; 2],
) -> fmt::Result {
    if sizes == default {
        return Ok(());
    }
    write!(f, ", {name} = ")?;
    write_pair(f, sizes)
}

/// Writes `3`, or `(3, 5)` if the sizes differ.
pub(super) fn write_pair(f: &mut fmt::Formatter<'_>, [height, width]: [usize; 2]) -> fmt::Result {
    if height == width { write!(f, "{height}") } else { write!(f, "({height}, {width})") }
}
