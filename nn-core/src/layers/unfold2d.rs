//! The windows of an image as columns of a matrix, and their sum.

use super::axes::{plane, write_sizes};
use super::same_in_training::same_in_training;
use super::stateless::stateless_by_type;
use super::window::{Size2d, Window2d};
use crate::dim::{Dim, DividedBy, Slide};
use crate::float::Float;
use crate::graph::Op;
use crate::kernels::{Target, col2im, im2col};
use crate::layers::{Layer, Pass, StepContext};
use crate::parameters::Gradient;
use crate::shape::Counted;
use crate::tensor::Tensor;
use core::fmt;
use core::marker::PhantomData;

/// y\[(c K + i) K + j, p W' + q\] = x\[c, p S + i D - P, q S + j D - P\], and 0 in the padding: each window of an image is a column
/// (PyTorch's `Unfold`, also known as im2col).
///
/// In `network!`: `.unfold2d::<3, stride = 2, padding = 1, dilation = 1>()`. `[C, H, W]` in, `[C K^2, H' W']` out, with
/// H' = (H + 2 P - D (K - 1) - 1) / S + 1, rounded down, and W' likewise: kernel K, stride S (defaults to 1), padding P (defaults
/// to 0), dilation D (defaults to 1). Each is one size for both axes, `N<3>`, or a pair, height first, `(N<3>, N<5>)`, which
/// replaces K^2 by the product of its sizes. The gradient: dx is [`Fold2d`] of dy, so an element receives the sum over the windows
/// that contain it.
///
/// ```
/// use nn::Tensor;
/// use nn::dim::N;
/// use nn::layers::{Layer, Unfold2d, Window};
/// let x = Tensor::<(N<1>, N<1>, N<2>, N<3>)>::new([[[[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]]]);
/// let mut y = Tensor::<(N<1>, N<4>, N<2>)>::zeros();
/// Layer::<(N<1>, N<2>, N<3>)>::forward(&Unfold2d::<N<2>>::new(), &x, &mut y, &mut ());
/// assert_eq!(y.as_slice(), [1.0, 2.0, 2.0, 3.0, 4.0, 5.0, 5.0, 6.0]);
/// let mut y = Tensor::<(N<1>, N<1>, N<6>)>::zeros();
/// let padded = Unfold2d::<Window<N<1>, N<2>, N<1>>>::new();
/// Layer::<(N<1>, N<2>, N<3>)>::forward(&padded, &x, &mut y, &mut ());
/// assert_eq!(y.as_slice(), [0.0, 0.0, 0.0, 0.0, 5.0, 0.0]);
/// ```
///
/// A window that does not fit into the padded image does not compile:
///
/// ```compile_fail,E0277
/// use nn::dim::N;
/// use nn::layers::{Layer, Unfold2d};
/// type Out = <Unfold2d<N<3>> as Layer<(N<1>, N<2>, N<3>)>>::Out;
/// let out: Option<Out> = None;
/// ```
pub struct Unfold2d<Win: Window2d>(PhantomData<Win>);
stateless_by_type!(Unfold2d<Win: Window2d>);

/// y\[c, r, s\] = the sum of x\[(c K + i) K + j, p W' + q\] over all elements with p S + i D - P = r and q S + j D - P = s
/// (PyTorch's `Fold`, also known as col2im): the columns of [`Unfold2d`], summed where the windows overlap.
///
/// In `network!`: `.fold2d::<3, output_size = (8, 8), stride = 2, padding = 1, dilation = 1>()`. `[C K^2, H' W']` in, `[C, H, W]`
/// out, where `Size` is (H, W), and H' W' the number of windows that `Unfold2d` has for it: K^2 must divide the rows, and the
/// columns must be H' W'. Sizes and defaults are those of [`Unfold2d`]. The gradient: dx is [`Unfold2d`] of dy.
///
/// ```
/// use nn::Tensor;
/// use nn::dim::N;
/// use nn::layers::{Fold2d, Layer};
/// let x = Tensor::<(N<1>, N<4>, N<2>)>::new([[[1.0, 2.0], [2.0, 3.0], [4.0, 5.0], [5.0, 6.0]]]);
/// let mut y = Tensor::<(N<1>, N<1>, N<2>, N<3>)>::zeros();
/// Layer::<(N<4>, N<2>)>::forward(&Fold2d::<(N<2>, N<3>), N<2>>::new(), &x, &mut y, &mut ());
/// assert_eq!(y.as_slice(), [1.0, 4.0, 3.0, 4.0, 10.0, 6.0]);
/// ```
///
/// ```compile_fail,E0271
/// use nn::dim::N;
/// use nn::layers::{Fold2d, Layer};
/// type Out = <Fold2d<N<3>, N<2>> as Layer<(N<4>, N<3>)>>::Out; // there are 4 windows
/// let out: Option<Out> = None;
/// ```
pub struct Fold2d<Size: Size2d, Win: Window2d>(PhantomData<(Size, Win)>);
stateless_by_type!(Fold2d<Size: Size2d, Win: Window2d>);

/// The number of elements of a window, and of those of C channels.
type Taps<Win> = <(plane::KernelHeight<Win>, plane::KernelWidth<Win>) as Counted>::Count;
type Rows<C, Win> = <(C, plane::KernelHeight<Win>, plane::KernelWidth<Win>) as Counted>::Count;

/// The numbers of positions of a window along the height and the width, and of all positions.
type Down<H, Win> = <H as Slide<
    plane::KernelHeight<Win>,
    plane::StrideHeight<Win>,
    plane::PaddingHeight<Win>,
    plane::DilationHeight<Win>,
>>::Output;
type Across<W, Win> = <W as Slide<
    plane::KernelWidth<Win>,
    plane::StrideWidth<Win>,
    plane::PaddingWidth<Win>,
    plane::DilationWidth<Win>,
>>::Output;
type Columns<H, W, Win> = <(Down<H, Win>, Across<W, Win>) as Counted>::Count;

impl<C: Dim, H, W, Win: Window2d, T: Float> Layer<(C, H, W), T> for Unfold2d<Win>
where
    H: Slide<plane::KernelHeight<Win>, plane::StrideHeight<Win>, plane::PaddingHeight<Win>, plane::DilationHeight<Win>>,
    W: Slide<plane::KernelWidth<Win>, plane::StrideWidth<Win>, plane::PaddingWidth<Win>, plane::DilationWidth<Win>>,
    (C, plane::KernelHeight<Win>, plane::KernelWidth<Win>): Counted,
    (Down<H, Win>, Across<W, Win>): Counted,
{
    type Out = (Rows<C, Win>, Columns<H, W, Win>);
    type Saved<B: Dim> = ();
    type Scratch<B: Dim> = ();
    const OP: Op = Op::UnfoldWindows { windows: &plane::windows::<Win>() };

    #[cfg_attr(not(feature = "std"), inline(never))]
    fn forward<B: Dim>(
        &self,
        x: &Tensor<(B, C, H, W), T>,
        y: &mut Tensor<(B, Rows<C, Win>, Columns<H, W, Win>), T>,
        _: &mut (),
    ) {
        im2col(&const { plane::sliding::<Win, H, W>() }, x.as_slice(), Target::set(y.as_mut_slice()));
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
            col2im(&const { plane::sliding::<Win, H, W>() }, dy.as_slice(), dx.target());
        }
    }
}

impl<R, L: Dim, Size: Size2d, Win: Window2d, T: Float> Layer<(R, L), T> for Fold2d<Size, Win>
where
    Size::Height: Slide<plane::KernelHeight<Win>, plane::StrideHeight<Win>, plane::PaddingHeight<Win>, plane::DilationHeight<Win>>,
    Size::Width:
        Slide<plane::KernelWidth<Win>, plane::StrideWidth<Win>, plane::PaddingWidth<Win>, plane::DilationWidth<Win>>,
    (plane::KernelHeight<Win>, plane::KernelWidth<Win>): Counted,
    (Down<Size::Height, Win>, Across<Size::Width, Win>): Counted<Count = L>,
    R: DividedBy<Taps<Win>>,
{
    type Out = (<R as DividedBy<Taps<Win>>>::Output, Size::Height, Size::Width);
    type Saved<B: Dim> = ();
    type Scratch<B: Dim> = ();
    const OP: Op = Op::FoldWindows { windows: &plane::windows::<Win>() };

    #[cfg_attr(not(feature = "std"), inline(never))]
    fn forward<B: Dim>(
        &self,
        x: &Tensor<(B, R, L), T>,
        y: &mut Tensor<(B, <R as DividedBy<Taps<Win>>>::Output, Size::Height, Size::Width), T>,
        _: &mut (),
    ) {
        let window = &const { plane::sliding::<Win, Size::Height, Size::Width>() };
        col2im(window, x.as_slice(), Target::set(y.as_mut_slice()));
    }

    same_in_training!((R, L), T);

    fn backward<B: Dim>(
        &self,
        Pass { dy, .. }: Pass<'_, Self, (R, L), B, T>,
        dx: Option<Gradient<'_, Tensor<(B, R, L), T>>>,
        _: Gradient<'_, Self>,
        _: StepContext,
    ) {
        if let Some(dx) = dx {
            im2col(&const { plane::sliding::<Win, Size::Height, Size::Width>() }, dy.as_slice(), dx.target());
        }
    }
}

impl<Win: Window2d> fmt::Debug for Unfold2d<Win> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Unfold2d<")?;
        plane::write_window::<Win>(f, false)?;
        f.write_str(">")
    }
}

impl<Size: Size2d, Win: Window2d> fmt::Debug for Fold2d<Size, Win> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Fold2d<output_size = ")?;
        write_sizes(f, &plane::sizes::<Size>())?;
        f.write_str(", ")?;
        plane::write_window::<Win>(f, false)?;
        f.write_str(">")
    }
}
