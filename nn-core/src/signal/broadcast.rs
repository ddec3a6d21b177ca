//! Shapes that are broadcast to another one: repeated along the axes that they lack, and along those of size 1.

use super::tensors::{Signal, Tuple};
use crate::dim::{Dim, N};
use crate::shape::Sample;

/// An axis of the same size.
#[doc(hidden)]
#[derive(Debug)]
pub struct Same;
/// An axis of size 1, along which elements are repeated.
#[doc(hidden)]
#[derive(Debug)]
pub struct Stretched;
/// All axes, of the same sizes.
#[doc(hidden)]
#[derive(Debug)]
pub struct AllAxes;

/// How an axis relates to that of the shape that it is broadcast to.
#[doc(hidden)]
pub trait AxisFit<To: Dim> {
    /// The size of the axis.
    type Size: Dim;
}

impl<To: Dim> AxisFit<To> for Same {
    type Size = To;
}

impl<To: Dim> AxisFit<To> for Stretched {
    type Size = N<1>;
}

/// A shape whose axes, aligned with the last ones of `To`, have the sizes of those axes or 1. `Fit` says which: a tuple with one
/// [`AxisFit`] per axis, or [`AllAxes`].
#[doc(hidden)]
#[diagnostic::on_unimplemented(message = "`{Self}` cannot be broadcast to `{To}`")]
pub trait BroadcastTo<To: Sample, Fit>: Sample {}

impl<S: Sample> BroadcastTo<S, AllAxes> for S {}
impl<To: Sample> BroadcastTo<To, ()> for () {}

macro_rules! broadcast {
    ($([$($leading:ident)*] [$($axis:ident $fit:ident $size:ident)+];)*) => {
        $(
            #[diagnostic::do_not_recommend]
            impl<$($leading: Dim,)* $($axis: Dim, $size: Dim, $fit: AxisFit<$axis, Size = $size>),+>
                BroadcastTo<($($leading,)* $($axis,)+), ($($fit,)+)> for ($($size,)+) {}
        )*
    };
}
broadcast! {
    [] [A FA SA];
    [A] [B FB SB];
    [A B] [C FC SC];
    [A B C] [D FD SD];
    [A B C D] [E FE SE];
    [] [A FA SA B FB SB];
    [A] [B FB SB C FC SC];
    [A B] [C FC SC D FD SD];
    [A B C] [D FD SD E FE SE];
    [] [A FA SA B FB SB C FC SC];
    [A] [B FB SB C FC SC D FD SD];
    [A B] [C FC SC D FD SD E FE SE];
    [] [A FA SA B FB SB C FC SC D FD SD];
    [A] [B FB SB C FC SC D FD SD E FE SE];
    [] [A FA SA B FB SB C FC SC D FD SD E FE SE];
}

/// A signal of one to six tensors that are broadcast to one shape, each as the tuple `Fits` says.
#[doc(hidden)]
#[diagnostic::on_unimplemented(message = "`{Self}` cannot be broadcast to `{To}`")]
pub trait Operands<To: Sample, Fits>: Signal {}

impl<To: Sample, Fit, S: BroadcastTo<To, Fit>> Operands<To, (Fit,)> for S {}

macro_rules! operands {
    ($($shape:ident $fit:ident)+) => {
        impl<To: Sample, $($fit, $shape: BroadcastTo<To, $fit>),+> Operands<To, ($($fit,)+)> for Tuple<($($shape,)+)> {}
    };
}
operands!(A FA B FB);
operands!(A FA B FB C FC);
operands!(A FA B FB C FC D FD);
operands!(A FA B FB C FC D FD E FE);
operands!(A FA B FB C FC D FD E FE F FF);
