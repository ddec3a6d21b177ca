//! Upsampling by an integer factor: nearest-neighbour, linear and cubic.

use super::axes::{leading, line, plane, volume, write_sizes};
use super::same_in_training::same_in_training;
use super::stateless::stateless_by_type;
use super::window::{Size2d, Size3d, Sizes};
use crate::dim::{Dim, MulDim, Product};
use crate::float::Float;
use crate::graph::{self, Op};
use crate::kernels::{
    Interpolation, Target, interpolate_backward, interpolate_whole, upsample_nearest, upsample_nearest_backward,
};
use crate::layers::{Layer, Pass, StepContext};
use crate::parameters::Gradient;
use crate::tensor::Tensor;
use core::fmt;
use core::marker::PhantomData;

/// How [`Upsample`] fills an enlarged axis: [`NearestMode`], [`LinearMode`] or [`CubicMode`]. Sealed.
///
/// ```
/// use nn::Tensor;
/// use nn::dim::N;
/// use nn::layers::{Layer, LinearMode, NearestMode, Upsample, UpsampleMode};
/// fn enlarge<Mode: UpsampleMode>() -> Vec<f32> {
///     let x = Tensor::<(N<1>, N<1>, N<2>)>::new([[[1.0, 2.0]]]);
///     let mut y = Tensor::<(N<1>, N<1>, N<4>)>::zeros();
///     Layer::<(N<1>, N<2>)>::forward(&Upsample::<N<2>, Mode>::new(), &x, &mut y, &mut ());
///     y.as_slice().to_vec()
/// }
/// assert_eq!(enlarge::<NearestMode>(), [1.0, 1.0, 2.0, 2.0]);
/// assert_eq!(enlarge::<LinearMode>(), [1.0, 1.25, 1.75, 2.0]);
/// ```
pub trait UpsampleMode: sealed::Sealed + 'static {
    /// Whether the interpolation is cubic, and whether corners are aligned; `None` without interpolation.
    #[doc(hidden)]
    const INTERPOLATION: Option<(bool, bool)>;
}

/// Repeats each element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NearestMode;

/// Interpolates linearly between the two neighbours along each axis (PyTorch's `linear`, `bilinear` and `trilinear`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LinearMode<const ALIGN_CORNERS: bool = false>;

/// Combines four neighbours along each axis by cubic convolution with a = -3/4 (Keys 1981; PyTorch's `bicubic`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CubicMode<const ALIGN_CORNERS: bool = false>;

mod sealed {
    pub trait Sealed {}
    impl Sealed for super::NearestMode {}
    impl<const ALIGN_CORNERS: bool> Sealed for super::LinearMode<ALIGN_CORNERS> {}
    impl<const ALIGN_CORNERS: bool> Sealed for super::CubicMode<ALIGN_CORNERS> {}
}

impl UpsampleMode for NearestMode {
    const INTERPOLATION: Option<(bool, bool)> = None;
}

impl<const ALIGN_CORNERS: bool> UpsampleMode for LinearMode<ALIGN_CORNERS> {
    const INTERPOLATION: Option<(bool, bool)> = Some((false, ALIGN_CORNERS));
}

impl<const ALIGN_CORNERS: bool> UpsampleMode for CubicMode<ALIGN_CORNERS> {
    const INTERPOLATION: Option<(bool, bool)> = Some((true, ALIGN_CORNERS));
}

/// y = x, enlarged by the factor S along each axis after the channels (PyTorch's `Upsample` with an integer `scale_factor`).
///
/// `Mode` is [`NearestMode`], the default: y\[c, p, q\] = x\[c, p / S, q / S\], rounded down; or [`LinearMode`] or [`CubicMode`]:
/// y\[c, p, q\] is interpolated at the coordinates (p + 1/2) / S - 1/2 and (q + 1/2) / S - 1/2 of x, or, with `ALIGN_CORNERS`, at
/// p (H - 1) / (H S - 1) and q (W - 1) / (W S - 1). Coordinates outside of an axis count as the nearest element of the axis; in the
/// linear mode, they are clamped.
///
/// In `network!`: `.upsample::<2>()`, `.upsample::<2, mode = bilinear>()`, `.upsample::<2, mode = bicubic, align_corners = true>()`.
/// `[C, L]` in, `[C, L S]` out; `[C, H, W]` in, `[C, H S, W S]` out; or `[C, D, H, W]` in, `[C, D S, H S, W S]` out. `Scale` is one
/// factor for all axes, `N<2>`, or one for each, `(N<2>, N<3>)`. The gradient: each dy is added to the elements that y was computed
/// from, times their factors.
///
/// ```
/// use nn::Tensor;
/// use nn::dim::N;
/// use nn::layers::{Layer, LinearMode, Upsample};
/// let x = Tensor::<(N<1>, N<1>, N<1>, N<2>)>::new([[[[1.0, 2.0]]]]);
/// let mut y = Tensor::<(N<1>, N<1>, N<2>, N<4>)>::zeros();
/// Layer::<(N<1>, N<1>, N<2>)>::forward(&Upsample::<N<2>>::new(), &x, &mut y, &mut ());
/// assert_eq!(y.as_slice(), [1.0, 1.0, 2.0, 2.0, 1.0, 1.0, 2.0, 2.0]);
/// Layer::<(N<1>, N<1>, N<2>)>::forward(&Upsample::<N<2>, LinearMode>::new(), &x, &mut y, &mut ());
/// assert_eq!(y.as_slice(), [1.0, 1.25, 1.75, 2.0, 1.0, 1.25, 1.75, 2.0]);
/// ```
pub struct Upsample<Scale: Sizes, Mode: UpsampleMode = NearestMode>(PhantomData<(Scale, Mode)>);
stateless_by_type!(Upsample<Scale: Sizes, Mode: UpsampleMode>);

/// Returns the interpolation of a mode; `None` for the nearest neighbour.
#[inline(always)]
const fn interpolation<Mode: UpsampleMode>(input: [usize; 3], scale: [usize; 3]) -> Option<Interpolation> {
    match Mode::INTERPOLATION {
        None => None,
        Some((cubic, align_corners)) => {
            let output = [input[0] * scale[0], input[1] * scale[1], input[2] * scale[2]];
            Some(Interpolation { input, output, cubic, align_corners })
        }
    }
}

#[inline(always)]
fn forward<Mode: UpsampleMode, T: Float>(input: [usize; 3], scale: [usize; 3], x: &[T], y: &mut [T]) {
    match interpolation::<Mode>(input, scale) {
        None => upsample_nearest(input, scale, x, y),
        Some(interpolation) => interpolate_whole(&interpolation, x, y),
    }
}

fn backward<Mode: UpsampleMode, T: Float>(input: [usize; 3], scale: [usize; 3], dy: &[T], dx: Target<'_, T>) {
    match interpolation::<Mode>(input, scale) {
        None => upsample_nearest_backward(input, scale, dy, dx),
        Some(interpolation) => interpolate_backward(&interpolation, dy, dx),
    }
}

macro_rules! upsample {
    ($axes:ident [$($axis:ident $by:ty),+] [$($scale:tt)+]) => {
        impl<Scale, Mode, C: Dim, $($axis: MulDim<$by>,)+ T: Float> Layer<(C, $($axis),+), T> for Upsample<Scale, Mode>
        where
            Scale: $($scale)+,
            Mode: UpsampleMode,
        {
            type Out = (C, $(Product<$axis, $by>),+);
            type Saved<B: Dim> = ();
            type Scratch<B: Dim> = ();
            const OP: Op = match Mode::INTERPOLATION {
                None => Op::ResizeNearest { factors: &$axes::sizes::<Scale>() },
                Some((false, align_corners)) => {
                    Op::Resize { interpolation: graph::Interpolation::Linear, align_corners }
                }
                Some((true, align_corners)) => {
                    Op::Resize { interpolation: graph::Interpolation::Cubic, align_corners }
                }
            };

            #[cfg_attr(not(feature = "std"), inline(never))]
            fn forward<B: Dim>(
                &self,
                x: &Tensor<(B, C, $($axis),+), T>,
                y: &mut Tensor<(B, C, $(Product<$axis, $by>),+), T>,
                _: &mut (),
            ) {
                let (input, scale) = const { (leading([$($axis::SIZE),+], 1), leading($axes::sizes::<Scale>(), 1)) };
                forward::<Mode, T>(input, scale, x.as_slice(), y.as_mut_slice());
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
                    let (input, scale) = (leading([$($axis::SIZE),+], 1), leading($axes::sizes::<Scale>(), 1));
                    backward::<Mode, T>(input, scale, dy.as_slice(), dx.target());
                }
            }
        }
    };
}
upsample!(line [L Scale] [Dim + Sizes]);
upsample!(plane [H Scale::Height, W Scale::Width] [Size2d + Sizes]);
upsample!(volume [D Scale::Depth, H Scale::Height, W Scale::Width] [Size3d + Sizes]);

impl<Scale: Sizes, Mode: UpsampleMode> fmt::Debug for Upsample<Scale, Mode> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Upsample<")?;
        write_sizes(f, Scale::SIZES)?;
        if let Some((cubic, align_corners)) = Mode::INTERPOLATION {
            f.write_str(if cubic { ", mode = cubic" } else { ", mode = linear" })?;
            f.write_str(if align_corners { ", align_corners = true" } else { "" })?;
        }
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

    #[test]
    fn aligned_corners_keep_their_values() {
        let x = Tensor::<(N<1>, N<1>, N<3>), f64>::new([[[1.0, 5.0, 2.0]]]);
        let mut y = Tensor::<(N<1>, N<1>, N<9>), f64>::zeros();
        Layer::<(N<1>, N<3>), f64>::forward(&Upsample::<N<3>, LinearMode<true>>::new(), &x, &mut y, &mut ());
        assert_eq!([y[[0, 0, 0]], y[[0, 0, 4]], y[[0, 0, 8]]], [1.0, 5.0, 2.0]);
        let mut z = Tensor::<(N<1>, N<1>, N<9>), f64>::zeros();
        Layer::<(N<1>, N<3>), f64>::forward(&Upsample::<N<3>, CubicMode<true>>::new(), &x, &mut z, &mut ());
        assert_eq!([z[[0, 0, 0]], z[[0, 0, 4]], z[[0, 0, 8]]], [1.0, 5.0, 2.0]);
    }

    #[test]
    fn special_values_affect_only_their_neighbours() {
        let x = Tensor::<(N<1>, N<1>, N<4>)>::new([[[f32::NAN, 1.0, 1e38, f32::INFINITY]]]);
        let mut y = Tensor::<(N<1>, N<1>, N<8>)>::zeros();
        Layer::<(N<1>, N<4>)>::forward(&Upsample::<N<2>, LinearMode>::new(), &x, &mut y, &mut ());
        let is = |i: usize, what: fn(f32) -> bool| what(y[[0, 0, i]]);
        assert!(is(0, f32::is_nan) && is(2, f32::is_nan) && is(3, f32::is_finite) && is(4, f32::is_finite));
        assert_eq!([y[[0, 0, 5]], y[[0, 0, 6]]], [f32::INFINITY; 2]);
    }
}
