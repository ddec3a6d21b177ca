//! Three modules with the same items, for one, two and three axes, so that layers over windows are written once for all.

use super::thread_scratch::{Padded, Reached, ThreadScratch};
use super::window::{Padding2d, Padding3d, Size2d, Size3d, Window1d, Window2d, Window3d};
use crate::dim::{Dim, N, Natural};
use crate::graph;
use crate::kernels::Sliding;
use core::fmt;

/// Declares the sizes of a window along each axis.
macro_rules! parts {
    ($window:ident: $($alias:ident = $part:ident $sizes:ident $axis:ident;)*) => {
        $(pub(crate) type $alias<W> = <<W as $window>::$part as $sizes>::$axis;)*
    };
}

/// One axis: a row, which kernels treat as a volume of depth and height 1.
pub(crate) mod line {
    use super::*;
    pub(crate) use crate::dim::{Dim as Size, Natural as PaddingSize};
    pub(crate) use crate::layers::window::Window1d as Window;

    pub(crate) type Kernel<W> = <W as Window1d>::Kernel;
    pub(crate) type Stride<W> = <W as Window1d>::Stride;
    pub(crate) type Padding<W> = <W as Window1d>::Padding;
    pub(crate) type Dilation<W> = <W as Window1d>::Dilation;

    /// The shape of a convolution's weight, of which `A` and `B` are the channel axes.
    pub(crate) type Weights<A, B, W> = (A, B, Kernel<W>);
    /// The scratch of a convolution over `B` samples for `C` channels of its input.
    pub(crate) type InputScratch<B, W, C, L, T> = ThreadScratch<B, C, N<1>, N<1>, Padded<L, Padding<W>, Stride<W>>, T>;
    /// The scratch for `C` channels of the gradient of the output; L is the size of the input.
    pub(crate) type OutputScratch<B, W, C, L, T> =
        ThreadScratch<B, C, N<1>, N<1>, Reached<L, Kernel<W>, Dilation<W>>, T>;

    /// Returns the number of elements of a kernel, for one channel.
    pub(crate) const fn kernel<W: Window>() -> usize {
        Kernel::<W>::SIZE
    }

    /// Returns a size for each axis.
    pub(crate) const fn sizes<S: Size>() -> [usize; 1] {
        [S::SIZE]
    }

    /// Returns a padding for each axis.
    pub(crate) const fn paddings<P: PaddingSize>() -> [usize; 1] {
        [P::SIZE]
    }

    /// Returns the sizes of a window over a row of length L.
    pub(crate) const fn sliding<W: Window, L: Dim>() -> Sliding {
        Sliding {
            input: [1, 1, L::SIZE],
            kernel: [1, 1, Kernel::<W>::SIZE],
            stride: [1, 1, Stride::<W>::SIZE],
            padding: [0, 0, Padding::<W>::SIZE],
            dilation: [1, 1, Dilation::<W>::SIZE],
            ceil_mode: false,
        }
    }

    /// Returns a window as data.
    pub(crate) const fn windows<W: Window>() -> [graph::AxisWindow; 1] {
        [along(&sliding::<W, N<1>>(), 2)]
    }

    /// Writes `kernel = 3, stride = 2, padding = 1`, omitting defaults; the stride defaults to 1, or to the kernel of a pool.
    pub(crate) fn write_window<W: Window>(f: &mut fmt::Formatter<'_>, is_pool: bool) -> fmt::Result {
        write_windows(f, is_pool, &windows::<W>())
    }
}

/// Two axes: an image, which kernels treat as a volume of depth 1.
pub(crate) mod plane {
    use super::*;
    pub(crate) use crate::layers::window::{Padding2d as PaddingSize, Size2d as Size, Window2d as Window};

    parts! { Window2d:
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
        N<1>,
        Padded<H, PaddingHeight<Win>, StrideHeight<Win>>,
        Padded<W, PaddingWidth<Win>, StrideWidth<Win>>,
        T,
    >;
    /// The scratch for `C` channels of the gradient of the output; H and W are the sizes of the input.
    pub(crate) type OutputScratch<B, Win, C, H, W, T> = ThreadScratch<
        B,
        C,
        N<1>,
        Reached<H, KernelHeight<Win>, DilationHeight<Win>>,
        Reached<W, KernelWidth<Win>, DilationWidth<Win>>,
        T,
    >;

    /// Returns the number of elements of a kernel, for one channel.
    pub(crate) const fn kernel<W: Window>() -> usize {
        KernelHeight::<W>::SIZE * KernelWidth::<W>::SIZE
    }

    /// Returns a size for each axis.
    pub(crate) const fn sizes<S: Size>() -> [usize; 2] {
        [S::Height::SIZE, S::Width::SIZE]
    }

    /// Returns a padding for each axis.
    pub(crate) const fn paddings<P: PaddingSize>() -> [usize; 2] {
        [P::Height::SIZE, P::Width::SIZE]
    }

    /// Returns the sizes of a window over an image of H by W.
    pub(crate) const fn sliding<Win: Window, H: Dim, W: Dim>() -> Sliding {
        Sliding {
            input: [1, H::SIZE, W::SIZE],
            kernel: [1, KernelHeight::<Win>::SIZE, KernelWidth::<Win>::SIZE],
            stride: [1, StrideHeight::<Win>::SIZE, StrideWidth::<Win>::SIZE],
            padding: [0, PaddingHeight::<Win>::SIZE, PaddingWidth::<Win>::SIZE],
            dilation: [1, DilationHeight::<Win>::SIZE, DilationWidth::<Win>::SIZE],
            ceil_mode: false,
        }
    }

    /// Returns a window as data, one per axis.
    pub(crate) const fn windows<W: Window>() -> [graph::AxisWindow; 2] {
        let sliding = sliding::<W, N<1>, N<1>>();
        [along(&sliding, 1), along(&sliding, 2)]
    }

    /// Writes `kernel = 3, stride = 2, padding = (0, 1)`, omitting defaults; the stride defaults to 1, or to the kernel of
    /// a pool.
    pub(crate) fn write_window<W: Window>(f: &mut fmt::Formatter<'_>, is_pool: bool) -> fmt::Result {
        write_windows(f, is_pool, &windows::<W>())
    }
}

/// Three axes: a volume.
pub(crate) mod volume {
    use super::*;
    pub(crate) use crate::layers::window::{Padding3d as PaddingSize, Size3d as Size, Window3d as Window};

    parts! { Window3d:
        KernelDepth = Kernel Size3d Depth;
        KernelHeight = Kernel Size3d Height;
        KernelWidth = Kernel Size3d Width;
        StrideDepth = Stride Size3d Depth;
        StrideHeight = Stride Size3d Height;
        StrideWidth = Stride Size3d Width;
        PaddingDepth = Padding Padding3d Depth;
        PaddingHeight = Padding Padding3d Height;
        PaddingWidth = Padding Padding3d Width;
        DilationDepth = Dilation Size3d Depth;
        DilationHeight = Dilation Size3d Height;
        DilationWidth = Dilation Size3d Width;
    }

    /// The shape of a convolution's weight, of which `A` and `B` are the channel axes.
    pub(crate) type Weights<A, B, W> = (A, B, KernelDepth<W>, KernelHeight<W>, KernelWidth<W>);
    /// The scratch of a convolution over `B` samples for `C` channels of its input.
    pub(crate) type InputScratch<B, Win, C, D, H, W, T> = ThreadScratch<
        B,
        C,
        Padded<D, PaddingDepth<Win>, StrideDepth<Win>>,
        Padded<H, PaddingHeight<Win>, StrideHeight<Win>>,
        Padded<W, PaddingWidth<Win>, StrideWidth<Win>>,
        T,
    >;
    /// The scratch for `C` channels of the gradient of the output; D, H and W are the sizes of the input.
    pub(crate) type OutputScratch<B, Win, C, D, H, W, T> = ThreadScratch<
        B,
        C,
        Reached<D, KernelDepth<Win>, DilationDepth<Win>>,
        Reached<H, KernelHeight<Win>, DilationHeight<Win>>,
        Reached<W, KernelWidth<Win>, DilationWidth<Win>>,
        T,
    >;

    /// Returns the number of elements of a kernel, for one channel.
    pub(crate) const fn kernel<W: Window>() -> usize {
        KernelDepth::<W>::SIZE * KernelHeight::<W>::SIZE * KernelWidth::<W>::SIZE
    }

    /// Returns a size for each axis.
    pub(crate) const fn sizes<S: Size>() -> [usize; 3] {
        [S::Depth::SIZE, S::Height::SIZE, S::Width::SIZE]
    }

    /// Returns a padding for each axis.
    pub(crate) const fn paddings<P: PaddingSize>() -> [usize; 3] {
        [P::Depth::SIZE, P::Height::SIZE, P::Width::SIZE]
    }

    /// Returns the sizes of a window over a volume of D by H by W.
    pub(crate) const fn sliding<Win: Window, D: Dim, H: Dim, W: Dim>() -> Sliding {
        Sliding {
            input: [D::SIZE, H::SIZE, W::SIZE],
            kernel: sizes::<Win::Kernel>(),
            stride: sizes::<Win::Stride>(),
            padding: paddings::<Win::Padding>(),
            dilation: sizes::<Win::Dilation>(),
            ceil_mode: false,
        }
    }

    /// Returns a window as data, one per axis.
    pub(crate) const fn windows<W: Window>() -> [graph::AxisWindow; 3] {
        let sliding = sliding::<W, N<1>, N<1>, N<1>>();
        [along(&sliding, 0), along(&sliding, 1), along(&sliding, 2)]
    }

    /// Writes `kernel = 3, stride = 2, padding = (0, 1, 1)`, omitting defaults; the stride defaults to 1, or to the kernel of
    /// a pool.
    pub(crate) fn write_window<W: Window>(f: &mut fmt::Formatter<'_>, is_pool: bool) -> fmt::Result {
        write_windows(f, is_pool, &windows::<W>())
    }
}

/// Returns a window along one axis as data.
const fn along(window: &Sliding, axis: usize) -> graph::AxisWindow {
    graph::AxisWindow {
        kernel: window.kernel[axis],
        stride: window.stride[axis],
        padding: window.padding[axis],
        dilation: window.dilation[axis],
    }
}

/// Returns the sizes of a volume from those of its last axes.
pub(crate) const fn leading<const AXES: usize>(sizes: [usize; AXES], first: usize) -> [usize; 3] {
    let mut all = [first; 3];
    let mut axis = 0;
    while axis < AXES {
        all[3 - AXES + axis] = sizes[axis];
        axis += 1;
    }
    all
}

fn write_windows<const AXES: usize>(
    f: &mut fmt::Formatter<'_>,
    is_pool: bool,
    windows: &[graph::AxisWindow; AXES],
) -> fmt::Result {
    let kernel = windows.map(|window| window.kernel);
    f.write_str("kernel = ")?;
    write_sizes(f, &kernel)?;
    write_option(f, "stride", windows.map(|window| window.stride), if is_pool { kernel } else { [1; AXES] })?;
    write_option(f, "padding", windows.map(|window| window.padding), [0; AXES])?;
    write_option(f, "dilation", windows.map(|window| window.dilation), [1; AXES])
}

/// Writes `, name = 3` or `, name = (3, 5)`, unless these are the default.
pub(super) fn write_option<const AXES: usize>(
    f: &mut fmt::Formatter<'_>,
    name: &str,
    sizes: [usize; AXES],
    default: [usize; AXES],
) -> fmt::Result {
    if sizes == default {
        return Ok(());
    }
    write!(f, ", {name} = ")?;
    write_sizes(f, &sizes)
}

/// Writes `3`, or `(3, 5)` if the sizes differ.
pub(super) fn write_sizes(f: &mut fmt::Formatter<'_>, sizes: &[usize]) -> fmt::Result {
    match sizes {
        [first, rest @ ..] if rest.iter().all(|size| size == first) => write!(f, "{first}"),
        _ => {
            let mut open = "(";
            for size in sizes {
                write!(f, "{open}{size}")?;
                open = ", ";
            }
            f.write_str(")")
        }
    }
}
