//! The class axis of an output: which axis has one logit per class, and which shape the classes of a sample have.

use crate::dim::{Dim, Natural};
use crate::shape::Sample;

/// The class axis is determined by the number of axes of the output: the last axis of `(C,)` and of a sequence `(L, C)`, and the
/// first axis, that of the channels, of an image `(C, H, W)` and a volume `(C, D, H, W)`. The default of
/// [`CrossEntropy`](struct@crate::CrossEntropy) and [`Nll`](struct@crate::Nll).
///
/// ```
/// use nn::dim::N;
/// use nn::losses::{ByRank, ClassAxis};
/// fn expects<S: ClassAxis<ByRank, Classes = N<10>, Positions = P>, P>() {}
/// expects::<(N<10>,), ()>();
/// expects::<(N<16>, N<10>), (N<16>,)>();
/// expects::<(N<10>, N<32>, N<48>), (N<32>, N<48>)>();
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct ByRank;

/// The class axis is `AXIS`, counted from 0 without the batch: set by the method `class_axis` of
/// [`CrossEntropy`](struct@crate::CrossEntropy) and [`Nll`](struct@crate::Nll).
///
/// ```
/// use nn::dim::N;
/// use nn::losses::{Axis, ClassAxis};
/// fn expects<S: ClassAxis<Axis<0>, Classes = N<10>, Positions = (N<16>,)>>() {}
/// expects::<(N<10>, N<16>)>();
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Axis<const AXIS: usize>;

/// A shape of an output with a class axis, which `A` selects: [`ByRank`] or [`Axis`]. This trait is sealed: it has no other
/// implementors.
///
/// ```
/// use nn::dim::N;
/// use nn::losses::{ByRank, ClassAxis};
/// use nn::shape::Shape;
/// type Image = (N<3>, N<28>, N<28>);
/// assert_eq!(<Image as ClassAxis<ByRank>>::STRIDE, 28 * 28);
/// assert_eq!(<<Image as ClassAxis<ByRank>>::Positions as Shape>::DIMS, [28, 28]);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no class axis",
    note = "an output for a loss of classes is `(C,)`, a sequence `(L, C)` or an image `(C, H, W)`; `class_axis::<0>()` selects \
            another axis"
)]
pub trait ClassAxis<A>: Sample + sealed::Sealed<A> {
    /// The number of classes: the size of the class axis.
    type Classes: Dim;
    /// The shape without the class axis: that of the classes of one sample.
    type Positions: Sample;
    /// The distance of two adjacent classes in memory: the product of the sizes of the axes after the class axis.
    const STRIDE: usize;

    /// Returns the index of an element of a sample, from those of its position and its class.
    #[inline]
    fn index(position: usize, class: usize) -> usize {
        (position / Self::STRIDE * <Self::Classes>::SIZE + class) * Self::STRIDE + position % Self::STRIDE
    }

    /// The axis, if it is not the one that the number of axes determines.
    #[doc(hidden)]
    const AXIS: Option<usize>;
}

mod sealed {
    pub trait Sealed<A> {}
}

macro_rules! class_axis {
    ($($marker:ty, $shown:expr, [$($before:ident)*] [$($after:ident)*];)*) => {
        $(
            impl<$($before: Dim,)* C: Dim, $($after: Dim),*> sealed::Sealed<$marker> for ($($before,)* C, $($after,)*) {}

            #[diagnostic::do_not_recommend]
            impl<$($before: Dim,)* C: Dim, $($after: Dim),*> ClassAxis<$marker> for ($($before,)* C, $($after,)*) {
                type Classes = C;
                type Positions = ($($before,)* $($after,)*);
                const STRIDE: usize = 1 $(* $after::SIZE)*;
                const AXIS: Option<usize> = $shown;
            }
        )*
    };
}
class_axis! {
    ByRank, None, [] [];
    ByRank, None, [L] [];
    ByRank, None, [] [H W];
    ByRank, None, [] [D H W];
    ByRank, None, [] [D E H W];
    Axis<0>, Some(0), [] [];
    Axis<0>, Some(0), [] [L];
    Axis<0>, Some(0), [] [H W];
    Axis<0>, Some(0), [] [D H W];
    Axis<0>, Some(0), [] [D E H W];
    Axis<1>, Some(1), [L] [];
    Axis<1>, Some(1), [D] [W];
    Axis<1>, Some(1), [D] [H W];
    Axis<1>, Some(1), [D] [E H W];
    Axis<2>, Some(2), [H W] [];
    Axis<2>, Some(2), [D H] [W];
    Axis<2>, Some(2), [D E] [H W];
    Axis<3>, Some(3), [D H W] [];
    Axis<3>, Some(3), [D E H] [W];
    Axis<4>, Some(4), [D E H W] [];
}

/// Generates the methods `value` and `gradient` of a loss for outputs of any shape with a class axis: unlike those of
/// [`Loss`](crate::Loss), they determine the shape of the output from the argument.
macro_rules! shape_from_output {
    (impl[$($parameters:tt)*] $loss:ty) => {
        impl<$($parameters)*> $loss {
            /// Returns the loss of a batch, as [`Loss::value`](crate::Loss::value), for an output of any shape.
            pub fn value<Batch, E>(
                &self,
                y: &$crate::Tensor<Batch, E>,
                target: <Self as $crate::Loss<Batch::Row, E>>::Target<'_, Batch::Rows>,
            ) -> E
            where
                Batch: $crate::shape::Batched,
                Batch::Row: $crate::shape::Sample<Batch<Batch::Rows> = Batch>,
                E: $crate::Float,
                Self: $crate::Loss<Batch::Row, E>,
            {
                $crate::Loss::<Batch::Row, E>::value::<Batch::Rows>(self, y, target)
            }

            /// Returns the loss of a batch, and overwrites `dy` with its derivative with respect to every element of the output, as
            /// [`Loss::gradient`](crate::Loss::gradient), for an output of any shape.
            pub fn gradient<Batch, E>(
                &self,
                y: &$crate::Tensor<Batch, E>,
                target: <Self as $crate::Loss<Batch::Row, E>>::Target<'_, Batch::Rows>,
                dy: &mut $crate::Tensor<Batch, E>,
            ) -> E
            where
                Batch: $crate::shape::Batched,
                Batch::Row: $crate::shape::Sample<Batch<Batch::Rows> = Batch>,
                E: $crate::Float,
                Self: $crate::Loss<Batch::Row, E>,
            {
                $crate::Loss::<Batch::Row, E>::gradient::<Batch::Rows>(self, y, target, dy)
            }
        }
    };
}
pub(super) use shape_from_output;
