//! Sizes of padded and cropped axes, and what a padding consists of.

use super::{Dim, FromNum, Natural};
use core::marker::PhantomData;
use core::ops::{Add, Sub};
use typenum::{Add1, B1, Diff, Sum};

/// Padding with a number: the bits of an `f64`, such as `Fill<{ f64::to_bits(0.5) }>`. `Fill<0>` is zero padding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fill<const BITS: u64>;

/// Padding with the elements of the axis in reverse order, from the second one on: `c b | a b c | b a`. It must be smaller than the
/// axis.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reflect;

/// Padding with the nearest element of the axis: `a a | a b c | c c`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Replicate;

/// Padding with the elements from the other end of the axis: `b c | a b c | a b`. It must not be larger than the axis.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Circular;

/// A negative padding: `Crop<N<1>>` on one side of an axis removes one element there.
///
/// ```
/// use nn::Tensor;
/// use nn::dim::{Crop, N};
/// use nn::layers::{Layer, ZeroPad1d};
/// let x = Tensor::<(N<1>, N<1>, N<4>)>::new([[[1.0, 2.0, 3.0, 4.0]]]);
/// let mut y = Tensor::<(N<1>, N<1>, N<2>)>::zeros();
/// Layer::<(N<1>, N<4>)>::forward(&ZeroPad1d::<Crop<N<1>>>::new(), &x, &mut y, &mut ());
/// assert_eq!(y.as_slice(), [2.0, 3.0]);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Crop<Size>(PhantomData<Size>);

/// The padding on one side of an axis: a [`Natural`], or [`Crop`]. Sealed.
///
/// ```
/// use nn::dim::{Crop, N, PadSide};
/// assert_eq!((<N<2>>::PADDING, <Crop<N<2>>>::PADDING), (2, -2));
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a padding",
    note = "write `N<1>` for one element, or `Crop<N<1>>` to remove one"
)]
pub trait PadSide: sealed::Sealed + 'static {
    /// The number of elements that are added.
    type Added: Natural;
    /// The number of elements that are removed.
    type Removed: Natural;
    /// The padding: negative if elements are removed.
    const PADDING: isize;
}

mod sealed {
    pub trait Sealed {}
    impl<D: super::Natural> Sealed for D {}
    impl<D: super::Dim> Sealed for super::Crop<D> {}
}

#[diagnostic::do_not_recommend]
impl<D: Natural> PadSide for D {
    type Added = D;
    type Removed = super::N<0>;
    const PADDING: isize = D::SIZE as isize;
}

#[diagnostic::do_not_recommend]
impl<D: Dim> PadSide for Crop<D> {
    type Added = super::N<0>;
    type Removed = D;
    const PADDING: isize = -(D::SIZE as isize);
}

/// Before + A + After, as a type: the size of a padded or cropped axis, where [`Crop`] counts as a negative padding. Implemented if
/// the result is at least 1, and the padding is possible in this `Mode`: [`Fill`], [`Reflect`], [`Replicate`] or [`Circular`].
///
/// If one side is padded and the other one cropped, [`Reflect`] and [`Replicate`] read the whole axis, and [`Circular`] repeats
/// what remains of it.
///
/// ```
/// use nn::dim::{Crop, Fill, N, Natural, PadTo, Reflect};
/// assert_eq!(<N<28> as PadTo<Fill<0>, N<0>, N<2>>>::Output::SIZE, 30);
/// assert_eq!(<N<3> as PadTo<Reflect, N<2>, Crop<N<1>>>>::Output::SIZE, 4);
/// ```
///
/// ```compile_fail,E0277
/// # use nn::dim::{N, Natural, PadTo, Reflect};
/// assert_eq!(<N<3> as PadTo<Reflect, N<3>, N<0>>>::Output::SIZE, 6); // there are only two other elements
/// ```
///
/// ```compile_fail,E0277
/// # use nn::dim::{Circular, N, Natural, PadTo};
/// assert_eq!(<N<3> as PadTo<Circular, N<4>, N<0>>>::Output::SIZE, 7);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be padded by `{Before}` and `{After}` in the mode `{Mode}`",
    label = "this padding is not possible",
    note = "a reflection must be smaller than the axis, a circular padding at most as large, and at least one element must remain"
)]
pub trait PadTo<Mode, Before: PadSide, After: PadSide>: Dim {
    /// The size with its padding, and without what is cropped.
    type Output: Dim;
}

/// The size of a padded axis, whatever the mode.
#[doc(hidden)]
pub trait Bordered<Before: PadSide, After: PadSide>: Dim {
    type Output: Dim;
}

type Num<D> = <D as Natural>::Num;
type Added<S> = Num<<S as PadSide>::Added>;
type Removed<S> = Num<<S as PadSide>::Removed>;
/// The size with all that is added.
type Longest<A, Before, After> = Sum<Sum<Num<A>, Added<Before>>, Added<After>>;

#[diagnostic::do_not_recommend]
impl<A: Dim, Before: PadSide, After: PadSide> Bordered<Before, After> for A
where
    A::Num: Add<Added<Before>>,
    Sum<A::Num, Added<Before>>: Add<Added<After>>,
    Longest<A, Before, After>: Sub<Removed<Before>>,
    Diff<Longest<A, Before, After>, Removed<Before>>: Sub<Removed<After>>,
    Diff<Diff<Longest<A, Before, After>, Removed<Before>>, Removed<After>>: FromNum,
{
    type Output = <Diff<Diff<Longest<A, Before, After>, Removed<Before>>, Removed<After>> as FromNum>::Dim;
}

#[diagnostic::do_not_recommend]
impl<const BITS: u64, A: Bordered<Before, After>, Before: PadSide, After: PadSide> PadTo<Fill<BITS>, Before, After>
    for A
{
    type Output = <A as Bordered<Before, After>>::Output;
}

#[diagnostic::do_not_recommend]
impl<A: Bordered<Before, After>, Before: PadSide, After: PadSide> PadTo<Replicate, Before, After> for A {
    type Output = <A as Bordered<Before, After>>::Output;
}

#[diagnostic::do_not_recommend]
impl<A: Bordered<Before, After>, Before: PadSide, After: PadSide> PadTo<Reflect, Before, After> for A
where
    Added<Before>: Add<B1>,
    Added<After>: Add<B1>,
    A::Num: Sub<Add1<Added<Before>>> + Sub<Add1<Added<After>>>,
{
    type Output = <A as Bordered<Before, After>>::Output;
}

#[diagnostic::do_not_recommend]
impl<A: Bordered<Before, After>, Before: PadSide, After: PadSide> PadTo<Circular, Before, After> for A
where
    A::Num: Sub<Removed<Before>>,
    Diff<A::Num, Removed<Before>>: Sub<Removed<After>>,
    // What remains of the axis is repeated.
    Diff<Diff<A::Num, Removed<Before>>, Removed<After>>: Sub<B1> + Sub<Added<Before>> + Sub<Added<After>>,
{
    type Output = <A as Bordered<Before, After>>::Output;
}
