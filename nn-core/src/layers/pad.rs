//! Padding by a number, by reflection, by the nearest element, and circular; and cropping.

use super::axes::leading;
use super::same_in_training::same_in_training;
use super::stateless::stateless_by_type;
use crate::activation::Scalar;
use crate::dim::{Circular, Dim, Fill, PadSide, PadTo, Reflect, Replicate};
use crate::float::Float;
use crate::graph::{Op, PadMode};
use crate::kernels::{Border, PadValues, pad, pad_backward};
use crate::layers::{Layer, Pass, StepContext};
use crate::parameters::Gradient;
use crate::tensor::Tensor;
use core::fmt;
use core::marker::PhantomData;

/// The values of a padding: [`Fill`], [`Reflect`], [`Replicate`] or [`Circular`]. Sealed.
///
/// ```
/// use nn::Tensor;
/// use nn::dim::{Circular, Fill, N, PadTo, Reflect, Replicate};
/// use nn::layers::{Layer, Pad1d, Padding};
/// fn pad<Mode: Padding>() -> Vec<f32>
/// where
///     N<3>: PadTo<Mode, N<1>, N<1>, Output = N<5>>,
/// {
///     let x = Tensor::<(N<1>, N<1>, N<3>)>::new([[[1.0, 2.0, 3.0]]]);
///     let mut y = Tensor::<(N<1>, N<1>, N<5>)>::zeros();
///     Layer::<(N<1>, N<3>)>::forward(&Pad1d::<Mode, N<1>>::new(), &x, &mut y, &mut ());
///     y.as_slice().to_vec()
/// }
/// assert_eq!(pad::<Fill<0>>(), [0.0, 1.0, 2.0, 3.0, 0.0]);
/// assert_eq!(pad::<Reflect>(), [2.0, 1.0, 2.0, 3.0, 2.0]);
/// assert_eq!(pad::<Replicate>(), [1.0, 1.0, 2.0, 3.0, 3.0]);
/// assert_eq!(pad::<Circular>(), [3.0, 1.0, 2.0, 3.0, 1.0]);
/// ```
pub trait Padding: sealed::Sealed + 'static {
    /// The values for kernels.
    #[doc(hidden)]
    const VALUES: PadValues;
}

mod sealed {
    pub trait Sealed {}
    impl<const BITS: u64> Sealed for super::Fill<BITS> {}
    impl Sealed for super::Reflect {}
    impl Sealed for super::Replicate {}
    impl Sealed for super::Circular {}
}

impl<const BITS: u64> Padding for Fill<BITS> {
    const VALUES: PadValues = PadValues::Constant(f64::from_bits(BITS));
}

impl Padding for Reflect {
    const VALUES: PadValues = PadValues::Reflect;
}

impl Padding for Replicate {
    const VALUES: PadValues = PadValues::Replicate;
}

impl Padding for Circular {
    const VALUES: PadValues = PadValues::Circular;
}

/// Returns the number of a constant padding; 0 for the others.
const fn constant<M: Padding>() -> f64 {
    if let PadValues::Constant(value) = M::VALUES { value } else { 0.0 }
}

/// Returns the values as data.
const fn mode<M: Padding>() -> PadMode {
    match M::VALUES {
        PadValues::Constant(value) => PadMode::Constant(Scalar::new(value)),
        PadValues::Reflect => PadMode::Reflect,
        PadValues::Replicate => PadMode::Replicate,
        PadValues::Circular => PadMode::Circular,
    }
}

/// y = x with `Left` elements before and `Right` elements after each row (PyTorch's `ConstantPad1d`, `ReflectionPad1d`,
/// `ReplicationPad1d` and `CircularPad1d`).
///
/// `Mode` defines their values: [`Fill`] a number, [`Reflect`] the elements in reverse order, from the second one on,
/// [`Replicate`] the nearest element, [`Circular`] the elements from the other end. [`Crop`](crate::dim::Crop) removes elements.
///
/// In `network!`: `.reflect_pad::<1>()` or `.reflect_pad::<1, 2>()`, also `replicate_pad`, `circular_pad`, `zero_pad`, and
/// `.constant_pad::<1, value = 0.5>()`; a negative number removes elements. `[C, L]` in, `[C, Left + L + Right]` out. A
/// reflection must be smaller than L, a circular padding at most what remains of L. The gradient: dx is the sum of dy over all
/// copies of an element.
///
/// ```
/// use nn::Tensor;
/// use nn::dim::{Crop, N, Reflect};
/// use nn::layers::{Layer, Pad1d};
/// let x = Tensor::<(N<1>, N<1>, N<3>)>::new([[[1.0, 2.0, 3.0]]]);
/// let mut y = Tensor::<(N<1>, N<1>, N<4>)>::zeros();
/// Layer::<(N<1>, N<3>)>::forward(&Pad1d::<Reflect, N<2>, Crop<N<1>>>::new(), &x, &mut y, &mut ());
/// assert_eq!(y.as_slice(), [3.0, 2.0, 1.0, 2.0]);
/// ```
pub struct Pad1d<Mode: Padding, Left: PadSide, Right: PadSide = Left>(PhantomData<(Mode, Left, Right)>);
stateless_by_type!(Pad1d<Mode: Padding, Left: PadSide, Right: PadSide>);

/// y = x with elements on each of its four sides (PyTorch's `ConstantPad2d`, `ReflectionPad2d`, `ReplicationPad2d` and
/// `CircularPad2d`). The modes and the gradient are those of [`Pad1d`].
///
/// In `network!`: `.reflect_pad::<1>()` on all sides, or `.reflect_pad::<1, 2, 0, 1>()`, in PyTorch's order: left, right, top,
/// bottom. `[C, H, W]` in, `[C, Top + H + Bottom, Left + W + Right]` out.
///
/// ```
/// use nn::Tensor;
/// use nn::dim::{N, Replicate};
/// use nn::layers::{Layer, Pad2d};
/// let x = Tensor::<(N<1>, N<1>, N<1>, N<2>)>::new([[[[1.0, 2.0]]]]);
/// let mut y = Tensor::<(N<1>, N<1>, N<2>, N<3>)>::zeros();
/// Layer::<(N<1>, N<1>, N<2>)>::forward(&Pad2d::<Replicate, N<1>, N<0>, N<0>, N<1>>::new(), &x, &mut y, &mut ());
/// assert_eq!(y.as_slice(), [1.0, 1.0, 2.0, 1.0, 1.0, 2.0]);
/// ```
pub struct Pad2d<Mode: Padding, Left: PadSide, Right: PadSide = Left, Top: PadSide = Left, Bottom: PadSide = Top>(
    PhantomData<(Mode, Left, Right, Top, Bottom)>,
);
stateless_by_type!(Pad2d<Mode: Padding, Left: PadSide, Right: PadSide, Top: PadSide, Bottom: PadSide>);

/// y = x with elements on each of its six sides (PyTorch's `ConstantPad3d`, `ReflectionPad3d`, `ReplicationPad3d` and
/// `CircularPad3d`). The modes and the gradient are those of [`Pad1d`].
///
/// In `network!`: `.reflect_pad::<1>()` on all sides, or `.reflect_pad::<1, 2, 0, 1, 0, 0>()`, in PyTorch's order: left, right,
/// top, bottom, front, back. `[C, D, H, W]` in, `[C, Front + D + Back, Top + H + Bottom, Left + W + Right]` out.
///
/// ```
/// use nn::Tensor;
/// use nn::dim::{Circular, N};
/// use nn::layers::{Layer, Pad3d};
/// let x = Tensor::<(N<1>, N<1>, N<2>, N<1>, N<1>)>::new([[[[[1.0]], [[2.0]]]]]);
/// let mut y = Tensor::<(N<1>, N<1>, N<4>, N<1>, N<1>)>::zeros();
/// let pad = Pad3d::<Circular, N<0>, N<0>, N<0>, N<0>, N<1>>::new();
/// Layer::<(N<1>, N<2>, N<1>, N<1>)>::forward(&pad, &x, &mut y, &mut ());
/// assert_eq!(y.as_slice(), [2.0, 1.0, 2.0, 1.0]);
/// ```
pub struct Pad3d<
    Mode: Padding,
    Left: PadSide,
    Right: PadSide = Left,
    Top: PadSide = Left,
    Bottom: PadSide = Top,
    Front: PadSide = Left,
    Back: PadSide = Front,
>(PhantomData<(Mode, Left, Right, Top, Bottom, Front, Back)>);
stateless_by_type!(
    Pad3d<
        Mode: Padding,
        Left: PadSide,
        Right: PadSide,
        Top: PadSide,
        Bottom: PadSide,
        Front: PadSide,
        Back: PadSide
    >
);

/// Zero padding of sequences: [`Pad1d`] (PyTorch's `ZeroPad1d`).
pub type ZeroPad1d<Left, Right = Left> = Pad1d<Fill<0>, Left, Right>;
/// Zero padding of images: [`Pad2d`] (PyTorch's `ZeroPad2d`).
pub type ZeroPad2d<Left, Right = Left, Top = Left, Bottom = Top> = Pad2d<Fill<0>, Left, Right, Top, Bottom>;
/// Zero padding of volumes: [`Pad3d`] (PyTorch's `ZeroPad3d`).
pub type ZeroPad3d<Left, Right = Left, Top = Left, Bottom = Top, Front = Left, Back = Front> =
    Pad3d<Fill<0>, Left, Right, Top, Bottom, Front, Back>;

macro_rules! pad {
    ($layer:ident<$($side:ident),+>: $axes:literal [$($axis:ident $before:ident $after:ident),+]) => {
        impl<Mode: Padding, $($side: PadSide),+> $layer<Mode, $($side),+> {
            const BORDERS: [[isize; 2]; $axes] = [$([$before::PADDING, $after::PADDING]),+];

            pub(crate) const fn border<$($axis: Dim),+>() -> Border {
                let mut border =
                    Border { input: leading([$($axis::SIZE),+], 1), before: [0; 3], after: [0; 3] };
                let mut axis = 0;
                while axis < $axes {
                    let [before, after] = Self::BORDERS[axis];
                    (border.before[3 - $axes + axis], border.after[3 - $axes + axis]) = (before, after);
                    axis += 1;
                }
                border
            }
        }

        impl<C, T, Mode, $($axis,)+ $($side),+> Layer<(C, $($axis),+), T> for $layer<Mode, $($side),+>
        where
            C: Dim,
            T: Float,
            Mode: Padding,
            $($axis: PadTo<Mode, $before, $after>,)+
            $($side: PadSide,)+
        {
            type Out = (C, $($axis::Output),+);
            type Saved<B: Dim> = ();
            type Scratch<B: Dim> = ();
            const OP: Op = Op::Pad { mode: mode::<Mode>(), borders: &Self::BORDERS };

            #[cfg_attr(not(feature = "std"), inline(never))]
            fn forward<B: Dim>(
                &self,
                x: &Tensor<(B, C, $($axis),+), T>,
                y: &mut Tensor<(B, C, $($axis::Output),+), T>,
                _: &mut (),
            ) {
                let border = const { Self::border::<$($axis),+>() };
                let fill = const { constant::<Mode>() };
                pad(&border, const { Mode::VALUES }, T::from_f64(fill), x.as_slice(), y.as_mut_slice());
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
                    pad_backward(&Self::border::<$($axis),+>(), Mode::VALUES, dy.as_slice(), dx.target());
                }
            }
        }

        impl<Mode: Padding, $($side: PadSide),+> fmt::Debug for $layer<Mode, $($side),+> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($layer), "<"))?;
                match Mode::VALUES {
                    PadValues::Constant(value) => write!(f, "Fill({value:?})")?,
                    mode => write!(f, "{mode:?}")?,
                }
                [$($side::PADDING),+].into_iter().try_for_each(|side| write!(f, ", {side}"))?;
                f.write_str(">")
            }
        }
    };
}
pad!(Pad1d<Left, Right>: 1 [L Left Right]);
pad!(Pad2d<Left, Right, Top, Bottom>: 2 [H Top Bottom, W Left Right]);
pad!(Pad3d<Left, Right, Top, Bottom, Front, Back>: 3 [D Front Back, H Top Bottom, W Left Right]);

#[cfg(all(test, feature = "alloc"))]
mod tests {
    use super::*;
    use crate::dim::N;

    #[test]
    fn pads_each_side_separately() {
        let x = Tensor::<(N<2>, N<2>, N<3>, N<2>), f64>::from_fn(|[b, c, h, w]| {
            1.0 + (100 * b + 50 * c + 10 * h + w) as f64
        });
        let mut y = Tensor::<(N<2>, N<2>, N<10>, N<5>), f64>::full(f64::NAN);
        type Sides = ZeroPad2d<N<1>, N<2>, N<3>, N<4>>;
        Layer::<(N<2>, N<3>, N<2>), f64>::forward(&Sides::new(), &x, &mut y, &mut ());
        let inside = |h: usize, w: usize| (3..6).contains(&h) && (1..3).contains(&w);
        let expected =
            Tensor::<(N<2>, N<2>, N<10>, N<5>), f64>::from_fn(
                |[b, c, h, w]| {
                    if inside(h, w) { x[[b, c, h - 3, w - 1]] } else { 0.0 }
                },
            );
        assert_eq!(y.as_slice(), expected.as_slice());
    }
}
