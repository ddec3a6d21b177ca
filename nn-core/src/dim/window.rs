//! Output sizes of convolutions, transposed convolutions and pools along an axis, and the constraints on their arguments.

use super::{Dim, FromNum, N, Natural};
use core::ops::{Add, Div, Mul, Rem, Sub};
use typenum::{
    Add1, B0, B1, Bit, Diff, Gcd, Gcf, Max, Maximum, Min, Minimum, Prod, Quot, Sub1, Sum, U0, U1, UInt, UTerm, Unsigned,
};

/// How the number of positions of a window is rounded: [`RoundDown`] or [`RoundUp`]. Sealed.
///
/// ```
/// use nn::dim::{RoundUp, RoundDown, Rounding};
/// assert!(!RoundDown::CEIL_MODE && RoundUp::CEIL_MODE);
/// ```
pub trait Rounding: sealed::Sealed + 'static {
    /// Whether it is rounded up.
    const CEIL_MODE: bool;
}

/// Rounds the number of positions of a window down: elements at the end that fill no window are ignored. [`Slide`] has an example.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RoundDown;

/// Rounds the number of positions of a window up: a last window may end after the axis and its padding, unless it would begin in the
/// padding at the end (PyTorch's `ceil_mode`). [`Slide`] has an example.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RoundUp;

mod sealed {
    pub trait Sealed {}
    impl Sealed for super::RoundDown {}
    impl Sealed for super::RoundUp {}
}

impl Rounding for RoundDown {
    const CEIL_MODE: bool = false;
}

impl Rounding for RoundUp {
    const CEIL_MODE: bool = true;
}

/// The number of positions of a window along this axis, as a type: (H + 2 P - D (K - 1) - 1) / S + 1, rounded down for [`RoundDown`] and
/// up for [`RoundUp`]; in the latter case, at most (H + P - 1) / S + 1, so that no window begins in the padding at the end.
///
/// H is this size, K the size of the window, S the stride, P the padding on both sides, D the dilation. Implemented if the
/// dilated window, which covers D (K - 1) + 1 elements, is at most as large as the padded axis.
///
/// ```
/// use nn::dim::{N, Natural, Slide};
/// type Positions<H, K, S, P, D> = <H as Slide<K, S, P, D>>::Output;
/// assert_eq!(Positions::<N<28>, N<3>, N<1>, N<1>, N<1>>::SIZE, 28);
/// assert_eq!(Positions::<N<28>, N<5>, N<2>, N<0>, N<1>>::SIZE, 12); // 11.5 + 1, rounded down
/// type Up<H, K, S, P, D> = <H as Slide<K, S, P, D, nn::dim::RoundUp>>::Output;
/// assert_eq!(Up::<N<28>, N<5>, N<2>, N<0>, N<1>>::SIZE, 13);
/// ```
///
/// ```compile_fail,E0277
/// use nn::dim::{N, Natural, Slide};
/// assert_eq!(<N<3> as Slide<N<6>, N<1>, N<1>, N<1>>>::Output::SIZE, 0); // 6 is more than 3 + 2
/// ```
#[diagnostic::on_unimplemented(
    message = "a window of `{Kernel}` with dilation `{Dilation}` is larger than `{Self}` with padding `{Padding}` on both sides",
    label = "this window does not fit",
    note = "(size + 2 * padding) must be at least (dilation * (window - 1) + 1)"
)]
pub trait Slide<Kernel: Dim, Stride: Dim = N<1>, Padding: Natural = N<0>, Dilation: Dim = N<1>, R: Rounding = RoundDown>:
    Dim
{
    /// The number of positions.
    type Output: Dim;
}

#[diagnostic::do_not_recommend]
impl<H, K, S, P, D> Slide<K, S, P, D, RoundDown> for H
where
    H: Dim + PadDim<P, P>,
    K: Dim + Reach<D>,
    S: Dim,
    P: Natural,
    D: Dim,
    <H::Output as Natural>::Num: Way<K::Number>,
    WayOf<H::Output, K::Number>: DividedDown<S::Num>,
    PlacesOf<H::Output, K::Number, S::Num>: Add<B1>,
    Add1<PlacesOf<H::Output, K::Number, S::Num>>: FromNum,
{
    type Output = <Add1<PlacesOf<H::Output, K::Number, S::Num>> as FromNum>::Dim;
}

#[diagnostic::do_not_recommend]
impl<H, K, S, P, D> Slide<K, S, P, D, RoundUp> for H
where
    H: Dim + PadDim<P, P>,
    K: Dim + Reach<D>,
    S: Dim,
    P: Natural,
    D: Dim,
    <H::Output as Natural>::Num: Way<K::Number>,
    WayOf<H::Output, K::Number>: Add<S::Num>,
    H::Num: Add<P::Num>,
    Sum<WayOf<H::Output, K::Number>, S::Num>: Min<Sum<H::Num, P::Num>>,
    Minimum<Sum<WayOf<H::Output, K::Number>, S::Num>, Sum<H::Num, P::Num>>: Sub<B1>,
    LastOf<H, H::Output, K::Number, S, P>: DividedDown<S::Num>,
    LastPlaceOf<H, H::Output, K::Number, S, P>: Add<B1>,
    Add1<LastPlaceOf<H, H::Output, K::Number, S, P>>: FromNum,
{
    type Output = <Add1<LastPlaceOf<H, H::Output, K::Number, S, P>> as FromNum>::Dim;
}

/// The largest offset at which a window may begin in `ceil_mode`, before it is rounded down to a multiple of the stride: the smaller
/// of A - R - 1 + S - 1, of the padded axis A, and H + P - 1.
type LastOf<H, A, R, S, P> =
    Sub1<Minimum<Sum<WayOf<A, R>, <S as Natural>::Num>, Sum<<H as Natural>::Num, <P as Natural>::Num>>>;
type LastPlaceOf<H, A, R, S, P> = <LastOf<H, A, R, S, P> as DividedDown<<S as Natural>::Num>>::Number;

// Each step of the formula is a trait of its own, so that the compiler proves each step once instead of nesting the proofs.
type WayOf<H, R> = <<H as Natural>::Num as Way<R>>::Number;
type PlacesOf<H, R, S> = <WayOf<H, R> as DividedDown<S>>::Number;

/// D (K - 1): the distance from the first element of a dilated window to the last.
#[doc(hidden)]
pub trait Reach<D: Dim>: Dim {
    type Number: Unsigned;
}

#[diagnostic::do_not_recommend]
impl<K: Dim, D: Dim> Reach<D> for K
where
    K::Num: Sub<B1>,
    D::Num: Mul<Sub1<K::Num>>,
    Prod<D::Num, Sub1<K::Num>>: Unsigned,
{
    type Number = Prod<D::Num, Sub1<K::Num>>;
}

/// A - R - 1: the largest offset of a window in an axis of A elements.
#[doc(hidden)]
pub trait Way<R>: Unsigned {
    type Number: Unsigned;
}

#[diagnostic::do_not_recommend]
impl<A: Unsigned + Sub<R>, R: Unsigned> Way<R> for A
where
    Diff<A, R>: Sub<B1>,
    Sub1<Diff<A, R>>: Unsigned,
{
    type Number = Sub1<Diff<A, R>>;
}

/// A / S, rounded down. `typenum`'s general division is by far the most expensive step; the most common strides, 1 and 2, avoid it.
#[doc(hidden)]
pub trait DividedDown<S>: Unsigned {
    type Number: Unsigned;
}

impl<A: Unsigned> DividedDown<U1> for A {
    type Number = A;
}

// Division by an even number: first by 2, then by half of the number.
impl<A: Halved, S, B> DividedDown<UInt<UInt<S, B>, B0>> for A
where
    A::Half: DividedDown<UInt<S, B>>,
{
    type Number = <A::Half as DividedDown<UInt<S, B>>>::Number;
}

// Division by an odd number of at least 3.
impl<A, S, B> DividedDown<UInt<UInt<S, B>, B1>> for A
where
    A: Unsigned + Div<UInt<UInt<S, B>, B1>>,
    Quot<A, UInt<UInt<S, B>, B1>>: Unsigned,
{
    type Number = Quot<A, UInt<UInt<S, B>, B1>>;
}

/// A / 2, rounded down: the integer without its last bit.
#[doc(hidden)]
pub trait Halved: Unsigned {
    type Half: Unsigned;
}

impl Halved for UTerm {
    type Half = UTerm;
}

impl<U: Unsigned, B: Bit> Halved for UInt<U, B> {
    type Half = U;
}

/// The size of this axis, or the smallest size that fits a window if that is larger. `network!` proves separately, with a
/// message of its own, that the window fits this axis.
///
/// ```
/// use nn::dim::{AtLeast, N, Natural};
/// type Minimum<H, K, P, D> = <H as AtLeast<K, P, D>>::Output;
/// assert_eq!(Minimum::<N<28>, N<3>, N<1>, N<1>>::SIZE, 28);
/// assert_eq!(Minimum::<N<3>, N<7>, N<1>, N<1>>::SIZE, 5);
/// ```
pub trait AtLeast<Kernel: Dim, Padding: Natural, Dilation: Dim>: Dim {
    /// The larger of the two.
    type Output: Dim;
}

/// 2 P.
type Twice<P> = Sum<<P as Natural>::Num, <P as Natural>::Num>;
/// The larger of the size of the dilated window, D (K - 1) + 1, and 2 P.
type Larger<K, P, D> = Maximum<Add1<<K as Reach<D>>::Number>, Twice<P>>;
/// The smallest size that fits the window, 0 if the padding alone does.
type Least<K, P, D> = Diff<Larger<K, P, D>, Twice<P>>;

#[diagnostic::do_not_recommend]
impl<H: Dim, K: Dim + Reach<D>, P: Natural, D: Dim> AtLeast<K, P, D> for H
where
    P::Num: Add<P::Num>,
    K::Number: Add<B1>,
    Add1<K::Number>: Max<Twice<P>>,
    Larger<K, P, D>: Sub<Twice<P>>,
    H::Num: Max<Least<K, P, D>>,
    Maximum<H::Num, Least<K, P, D>>: FromNum,
{
    type Output = <Maximum<H::Num, Least<K, P, D>> as FromNum>::Dim;
}

/// The output size of a transposed convolution along this axis: (H - 1) S - 2 P + D (K - 1) + O + 1, as a type.
///
/// H is this size, K the size of the window, S the stride, P the padding, D the dilation, O the output padding. If O is less
/// than S, [`Slide`] with the same arguments maps this size back to H.
///
/// ```
/// use nn::dim::{N, Natural, Spread};
/// type Spreads<H, K, S, P, D, O> = <H as Spread<K, S, P, D, O>>::Output;
/// assert_eq!(Spreads::<N<14>, N<2>, N<2>, N<0>, N<1>, N<0>>::SIZE, 28);
/// assert_eq!(Spreads::<N<14>, N<3>, N<2>, N<1>, N<1>, N<1>>::SIZE, 28);
/// ```
///
/// ```compile_fail,E0277
/// use nn::dim::{N, Natural, Spread};
/// assert_eq!(<N<2> as Spread<N<2>, N<1>, N<2>>>::Output::SIZE, 0); // of 3 elements, 2 are cropped on each side
/// ```
#[diagnostic::on_unimplemented(
    message = "a padding of `{Padding}` on both sides removes the whole output of a transposed window of `{Kernel}` with stride `{Stride}` and dilation `{Dilation}` on `{Self}`",
    label = "the output would be empty",
    note = "((size - 1) * stride + dilation * (window - 1) + output padding + 1) must be more than (2 * padding)"
)]
pub trait Spread<
    Kernel: Dim,
    Stride: Dim = N<1>,
    Padding: Natural = N<0>,
    Dilation: Dim = N<1>,
    OutputPadding: Natural = N<0>,
>: Dim
{
    /// The size of the output.
    type Output: Dim;
}

/// (H - 1) S + D (K - 1) + O + 1: the output size before the padding is cropped.
type Uncut<H, K, S, D, O> = Add1<Sum<Sum<Steps<H, S>, <K as Reach<D>>::Number>, <O as Natural>::Num>>;
/// (H - 1) S.
type Steps<H, S> = Prod<Sub1<<H as Natural>::Num>, <S as Natural>::Num>;

#[diagnostic::do_not_recommend]
impl<H: Dim, K: Dim + Reach<D>, S: Dim, P: Natural, D: Dim, O: Natural> Spread<K, S, P, D, O> for H
where
    H::Num: Sub<B1>,
    Sub1<H::Num>: Mul<S::Num>,
    Steps<H, S>: Add<K::Number>,
    Sum<Steps<H, S>, K::Number>: Add<O::Num>,
    Sum<Sum<Steps<H, S>, K::Number>, O::Num>: Add<B1>,
    P::Num: Add<P::Num>,
    Uncut<H, K, S, D, O>: Sub<Sum<P::Num, P::Num>>,
    Diff<Uncut<H, K, S, D, O>, Sum<P::Num, P::Num>>: FromNum,
{
    type Output = <Diff<Uncut<H, K, S, D, O>, Sum<P::Num, P::Num>> as FromNum>::Dim;
}

/// `Before + A + After`, as a type: the size of an axis with a border. `Before` and `After` may be zero.
///
/// ```
/// use nn::dim::{N, Natural, PadDim};
/// assert_eq!(<N<28> as PadDim<N<0>, N<2>>>::Output::SIZE, 30);
/// ```
#[diagnostic::on_unimplemented(message = "`{Before}` + `{Self}` + `{After}` is not a size")]
pub trait PadDim<Before: Natural, After: Natural>: Dim {
    /// The size with its border.
    type Output: Dim;
}

#[diagnostic::do_not_recommend]
impl<A: Dim, Before: Natural, After: Natural> PadDim<Before, After> for A
where
    A::Num: Add<Before::Num>,
    Sum<A::Num, Before::Num>: Add<After::Num>,
    Sum<Sum<A::Num, Before::Num>, After::Num>: FromNum,
{
    type Output = <Sum<Sum<A::Num, Before::Num>, After::Num> as FromNum>::Dim;
}

/// An integer that is less than a size, as the output padding of a transposed convolution must be less than its stride.
///
/// ```
/// use nn::dim::{LessThan, N};
/// fn padding<O: LessThan<N<2>>>() {}
/// padding::<N<0>>();
/// padding::<N<1>>();
/// ```
///
/// ```compile_fail,E0277
/// # use nn::dim::{LessThan, N};
/// # fn padding<O: LessThan<N<2>>>() {}
/// padding::<N<2>>();
/// ```
#[diagnostic::on_unimplemented(
    message = "an output padding of `{Self}` is not less than the stride of `{Size}`",
    label = "this output padding is too large"
)]
pub trait LessThan<Size: Dim>: Natural {}

#[diagnostic::do_not_recommend]
impl<O: Natural, S: Dim> LessThan<S> for O
where
    O::Num: Add<B1>,
    S::Num: Sub<Add1<O::Num>>,
{
}

/// Padding of at most half of a pooling window, as in PyTorch: 2 P is at most D (K - 1) + 1.
///
/// ```
/// use nn::dim::{AtMostHalf, N};
/// fn padding<P: AtMostHalf<K, N<1>>, K: nn::Dim>() {}
/// padding::<N<1>, N<3>>();
/// padding::<N<1>, N<2>>();
/// ```
///
/// ```compile_fail,E0277
/// # use nn::dim::{AtMostHalf, N};
/// # fn padding<P: AtMostHalf<K, N<1>>, K: nn::Dim>() {}
/// padding::<N<2>, N<3>>();
/// ```
#[diagnostic::on_unimplemented(
    message = "a padding of `{Self}` is more than half of a window of `{Kernel}` with dilation `{Dilation}`",
    label = "this padding is too large",
    note = "(2 * padding) must be at most (dilation * (window - 1) + 1)"
)]
pub trait AtMostHalf<Kernel: Dim, Dilation: Dim = N<1>>: Natural {}

#[diagnostic::do_not_recommend]
impl<P: Natural, K: Dim + Reach<D>, D: Dim> AtMostHalf<K, D> for P
where
    P::Num: Add<P::Num>,
    K::Number: Add<B1>,
    Add1<K::Number>: Sub<Sum<P::Num, P::Num>>,
{
}

/// A size that is divisible by another, as channels must be divisible by the number of groups.
///
/// ```
/// use nn::dim::{DividedBy, N, Natural};
/// assert_eq!(<N<12> as DividedBy<N<4>>>::Output::SIZE, 3);
/// ```
///
/// ```compile_fail,E0277
/// use nn::dim::{DividedBy, N, Natural};
/// assert_eq!(<N<12> as DividedBy<N<5>>>::Output::SIZE, 2);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` channels cannot be divided into `{Divisor}` equal groups",
    label = "this number of groups does not divide the channels",
    note = "groups must divide both the input and the output channels"
)]
pub trait DividedBy<Divisor: Dim>: Dim {
    /// The quotient.
    type Output: Dim;
}

#[diagnostic::do_not_recommend]
impl<A: Dim, D: Dim> DividedBy<D> for A
where
    A::Num: Rem<D::Num, Output = U0> + Div<D::Num>,
    Quot<A::Num, D::Num>: FromNum,
{
    type Output = <Quot<A::Num, D::Num> as FromNum>::Dim;
}

/// The greatest common divisor of this size and another: this size if it divides the other. `network!` proves separately,
/// with a message of its own, that the groups divide the channels.
///
/// ```
/// use nn::dim::{CommonDivisor, N, Natural};
/// assert_eq!(<N<4> as CommonDivisor<N<12>>>::Output::SIZE, 4);
/// assert_eq!(<N<9> as CommonDivisor<N<12>>>::Output::SIZE, 3);
/// ```
pub trait CommonDivisor<Size: Dim>: Dim {
    /// The divisor.
    type Output: Dim;
}

#[diagnostic::do_not_recommend]
impl<A: Dim, S: Dim> CommonDivisor<S> for A
where
    A::Num: Gcd<S::Num>,
    Gcf<A::Num, S::Num>: FromNum,
{
    type Output = <Gcf<A::Num, S::Num> as FromNum>::Dim;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dim::Thousands;
    use core::any::TypeId;

    fn positions<H: Slide<K, S, P, D>, K: Dim, S: Dim, P: Natural, D: Dim>() {
        let by_the_formula = (H::SIZE + 2 * P::SIZE - D::SIZE * (K::SIZE - 1) - 1) / S::SIZE + 1;
        assert_eq!(H::Output::SIZE, by_the_formula);
    }

    macro_rules! positions {
        ($($h:literal $k:literal $s:literal $p:literal $d:literal),*) => {
            $(positions::<N<$h>, N<$k>, N<$s>, N<$p>, N<$d>>();)*
        };
    }

    #[test]
    fn output_sizes_match_formula() {
        positions!(1 1 1 0 1, 28 3 1 1 1, 28 5 1 0 1, 28 2 2 0 1, 29 2 2 0 1, 7 7 3 0 1, 7 3 2 1 1, 5 3 1 2 2, 9 3 2 0 4);
        positions!(1 3 1 1 1, 2 1 5 0 1, 224 7 2 3 1, 1 2 1 1 2, 999 1 1 0 1, 10 4 3 2 3, 3 5 9 1 1);
    }

    /// PyTorch's rule: the number is rounded up, and the last window is dropped if it begins in the padding at the end.
    fn rounded_up<H: Slide<K, S, P, D, RoundUp>, K: Dim, S: Dim, P: Natural, D: Dim>() {
        let way = H::SIZE + 2 * P::SIZE - D::SIZE * (K::SIZE - 1) - 1;
        let mut expected = way.div_ceil(S::SIZE) + 1;
        if (expected - 1) * S::SIZE >= H::SIZE + P::SIZE {
            expected -= 1;
        }
        assert_eq!(H::Output::SIZE, expected);
    }

    macro_rules! rounded_up {
        ($($h:literal $k:literal $s:literal $p:literal $d:literal),*) => {
            $(rounded_up::<N<$h>, N<$k>, N<$s>, N<$p>, N<$d>>();)*
        };
    }

    #[test]
    fn output_sizes_are_rounded_up_in_ceil_mode() {
        rounded_up!(1 1 1 0 1, 28 3 1 1 1, 28 5 1 0 1, 29 2 2 0 1, 28 2 2 0 1, 7 3 3 0 1, 7 3 2 1 1, 5 2 3 1 1, 9 3 2 0 4);
        rounded_up!(1 2 5 1 1, 2 1 5 0 1, 6 4 3 2 1, 10 4 3 2 3, 5 3 7 1 1, 8 3 4 1 1, 999 3 2 0 1, 3 2 4 1 1);
    }

    fn spread<H: Dim + Spread<K, S, P, D, O>, K: Dim, S: Dim, P: Natural, D: Dim, O: LessThan<S>>()
    where
        H::Output: Slide<K, S, P, D, Output = H>,
    {
        let by_the_formula = (H::SIZE - 1) * S::SIZE + D::SIZE * (K::SIZE - 1) + O::SIZE + 1 - 2 * P::SIZE;
        assert_eq!(H::Output::SIZE, by_the_formula);
    }

    #[test]
    fn transposed_window_inverts_output_size() {
        spread::<N<14>, N<2>, N<2>, N<0>, N<1>, N<0>>();
        spread::<N<14>, N<3>, N<2>, N<1>, N<1>, N<1>>();
        spread::<N<1>, N<1>, N<1>, N<0>, N<1>, N<0>>();
        spread::<N<1>, N<3>, N<5>, N<2>, N<2>, N<4>>();
        spread::<N<7>, N<4>, N<3>, N<5>, N<3>, N<2>>();
        spread::<N<500>, N<2>, N<2>, N<0>, N<1>, N<1>>();
    }

    #[test]
    fn output_sizes_are_canonical() {
        type Large = <Thousands<1, 24> as Slide<N<3>, N<2>, N<1>, N<1>>>::Output;
        assert_eq!(TypeId::of::<Large>(), TypeId::of::<N<512>>());
        type Larger = <Thousands<48, 0> as Slide<N<400>, N<160>, N<200>, N<1>>>::Output;
        assert_eq!(TypeId::of::<Larger>(), TypeId::of::<N<301>>());
        assert_eq!(TypeId::of::<<N<12> as DividedBy<N<12>>>::Output>(), TypeId::of::<N<1>>());
    }
}
