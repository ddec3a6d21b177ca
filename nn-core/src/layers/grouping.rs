//! The grouping of the channels of a convolution.

use crate::dim::{Dim, DividedBy, N};
use core::fmt;
use core::marker::PhantomData;

/// How a convolution from `In` to `Out` channels groups them: [`Ungrouped`], [`Groups`] or [`Depthwise`]. Sealed.
///
/// ```
/// use nn::dim::{N, Natural};
/// use nn::layers::{Grouping, Groups};
/// type Four = Groups<N<4>>;
/// assert_eq!(<Four as Grouping<N<8>, N<12>>>::COUNT, 4);
/// assert_eq!(<Four as Grouping<N<8>, N<12>>>::Inputs::SIZE, 2);
/// assert_eq!(<Four as Grouping<N<8>, N<12>>>::Outputs::SIZE, 3);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not group `{In}` channels into `{Out}`",
    note = "write `Ungrouped`, `Groups<N<4>>` with a number that divides both, or `Depthwise` for equally many input and output channels"
)]
pub trait Grouping<In: Dim, Out: Dim>: sealed::Sealed + 'static {
    /// The number of input channels per group.
    type Inputs: Dim;
    /// The number of output channels per group.
    type Outputs: Dim;
    /// The number of groups.
    const COUNT: usize;
}

/// One group: each output channel depends on all input channels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ungrouped;

/// `G` groups; `G` divides the number of input channels and that of output channels.
///
/// ```compile_fail,E0277
/// use nn::dim::N;
/// use nn::layers::{Conv2d, Groups};
/// use nn::parameters::zeroed;
/// // 8 input channels, 9 output channels: 4 does not divide 9
/// let conv = zeroed::<Conv2d<N<8>, N<9>, N<3>, Groups<N<4>>>>();
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Groups<G>(PhantomData<G>);

/// One group per channel, with as many output as input channels: equivalent to `Groups<C>` for C channels, without naming C.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Depthwise;

mod sealed {
    pub trait Sealed {}
    impl Sealed for super::Ungrouped {}
    impl<G> Sealed for super::Groups<G> {}
    impl Sealed for super::Depthwise {}
}

#[diagnostic::do_not_recommend]
impl<In: Dim, Out: Dim> Grouping<In, Out> for Ungrouped {
    type Inputs = In;
    type Outputs = Out;
    const COUNT: usize = 1;
}

impl<In: Dim + DividedBy<G>, Out: Dim + DividedBy<G>, G: Dim> Grouping<In, Out> for Groups<G> {
    type Inputs = <In as DividedBy<G>>::Output;
    type Outputs = <Out as DividedBy<G>>::Output;
    const COUNT: usize = G::SIZE;
}

#[diagnostic::do_not_recommend]
impl<C: Dim> Grouping<C, C> for Depthwise {
    type Inputs = N<1>;
    type Outputs = N<1>;
    const COUNT: usize = C::SIZE;
}

/// Writes `, groups = 4, bias = false`, omitting defaults.
pub(super) fn write_grouping(f: &mut fmt::Formatter<'_>, groups: usize, no_bias: bool) -> fmt::Result {
    if groups > 1 {
        write!(f, ", groups = {groups}")?;
    }
    f.write_str(if no_bias { ", bias = false" } else { "" })
}
