//! Type-level integers: the types, the table of those below 1000, and the conversion from `typenum`.

use core::fmt;
use core::marker::PhantomData;
use core::ops::{Add, Div, Mul, Rem};
use typenum::consts::*;
use typenum::{Bit, Mod, Prod, Quot, Sum as NumSum, UInt, UTerm, Unsigned};

/// A type-level integer from 0 to 999, such as `N<784>`.
///
/// ```
/// use nn::Dim;
/// use nn::dim::{N, Natural};
/// fn rows<D: Dim>() -> usize {
///     D::SIZE
/// }
/// assert_eq!(rows::<N<784>>(), 784);
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct N<const V: usize>;

/// A type-level integer from 1000 to 999 999: `Thousands<12, 544>` is 12 544.
///
/// The macros `shape!` and `dim!` generate it from an integer literal.
///
/// ```
/// use nn::dim::{Natural, Thousands};
/// assert_eq!(Thousands::<12, 544>::SIZE, 12_544);
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Thousands<const HI: usize, const LO: usize>;

/// A type-level integer of at least a million: `Millions<N<2>, 345, 678>` is 2 345 678, and `Millions<Thousands<12, 345>, 678, 901>`
/// is 12 345 678 901.
///
/// The macros `shape!` and `dim!` generate it from an integer literal.
///
/// ```
/// use nn::dim::{Millions, N, Natural};
/// assert_eq!(Millions::<N<2>, 345, 678>::SIZE, 2_345_678);
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Millions<Hi, const MID: usize, const LO: usize>(PhantomData<Hi>);

mod sealed {
    pub trait Sealed {}
    impl<const V: usize> Sealed for super::N<V> {}
    impl<const HI: usize, const LO: usize> Sealed for super::Thousands<HI, LO> {}
    impl<Hi, const MID: usize, const LO: usize> Sealed for super::Millions<Hi, MID, LO> {}
}

/// A type-level integer, zero included. Sealed: only [`N`], [`Thousands`] and [`Millions`] implement it.
///
/// It requires `Copy`, `PartialEq` and `Debug`, so that the bounds that `#[derive(Clone, PartialEq, Debug)]` puts on a custom
/// layer hold for all of its sizes.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a type-level number",
    note = "write sizes with `dim![12544]` or `shape![3, 12544]`: `N<V>` alone covers 0 to 999"
)]
pub trait Natural: sealed::Sealed + Copy + PartialEq + fmt::Debug + 'static {
    /// The same integer in `typenum`.
    type Num: Unsigned;
    /// The value.
    const SIZE: usize;
    /// An array of that many `T`, contiguous: `[T; 784]` for `N<784>`.
    type Array<T>;
    /// One `T` for each thread that may process that many samples: one per sample, at most eight, independent of the machine
    /// and of the enabled features.
    type PerThread<T>;
    /// One `T` for each row of a block of an attention: as many as there are rows, at most 64.
    type Block<T>;
}

/// The size of an axis: a type-level integer of at least 1.
///
/// `N<1>` to `N<999>`, [`Thousands`] and [`Millions`] are sizes. `N<0>` is not: a tensor with no elements makes no sense as the
/// input or the parameter of a layer.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not the size of an axis",
    label = "expected a type-level integer of at least 1",
    note = "write sizes with `dim![12544]` or `shape![3, 12544]`; zero is not a size"
)]
pub trait Dim: Natural {}

#[diagnostic::do_not_recommend]
impl<const HI: usize, const LO: usize> Dim for Thousands<HI, LO>
where
    N<HI>: Dim,
    Self: Natural,
{
}

#[diagnostic::do_not_recommend]
impl<Hi: Dim, const MID: usize, const LO: usize> Dim for Millions<Hi, MID, LO> where Self: Natural {}

/// Converts a `typenum` integer back to the [`Dim`] of the same value. Implemented for every integer of at least 1.
#[diagnostic::on_unimplemented(
    message = "the result is not a size: it is zero, or not a type-level number",
    note = "a size is at least 1"
)]
pub trait FromNum: Unsigned {
    /// The size with this value.
    type Dim: Dim;
}

#[diagnostic::do_not_recommend]
impl<U: Unsigned, B: Bit> FromNum for UInt<U, B>
where
    UInt<U, B>: Shown,
    <UInt<U, B> as Shown>::Natural: Dim,
{
    type Dim = <UInt<U, B> as Shown>::Natural;
}

/// [`FromNum`] with zero included, as the digits of [`Thousands`] require.
pub trait Shown: Unsigned {
    /// The type-level integer with this value.
    type Natural: Natural;
}

/// The size of an axis, or that of a block if it is less.
const fn at_most_block(size: usize) -> usize {
    if size < 64 { size } else { 64 }
}

macro_rules! at_most_eight {
    (0) => {
        0
    };
    (1) => {
        1
    };
    (2) => {
        2
    };
    (3) => {
        3
    };
    (4) => {
        4
    };
    (5) => {
        5
    };
    (6) => {
        6
    };
    (7) => {
        7
    };
    ($more:tt) => {
        8
    };
}

macro_rules! with_all_numbers {
    (0 U0, $($value:tt $num:ident,)*) => {
        with_all_numbers!(@natural 0 U0, $($value $num,)*);
        $(
            #[diagnostic::do_not_recommend]
            impl Dim for N<$value> {}
        )*
    };
    (@natural $($value:tt $num:ident,)*) => {
        $(
            impl Natural for N<$value> {
                type Num = $num;
                const SIZE: usize = $value;
                type Array<T> = [T; $value];
                type PerThread<T> = [T; at_most_eight!($value)];
                type Block<T> = [T; at_most_block($value)];
            }
            impl Shown for $num {
                type Natural = N<$value>;
            }
        )*
        #[cfg(test)]
        const TABLE: &[(usize, usize, usize)] = &[$(($value, <N<$value> as Natural>::SIZE, $num::USIZE),)*];
    };
}
include!("table.rs");

// The integers of ten bits from 1000 on: they are not in the table, and the general rule below starts at eleven bits.
macro_rules! the_rest_of_ten_bits {
    ($($lo:literal $num:ident,)*) => {
        $(impl Shown for $num {
            type Natural = Thousands<1, $lo>;
        })*
    };
}
the_rest_of_ten_bits! {
    0 U1000, 1 U1001, 2 U1002, 3 U1003, 4 U1004, 5 U1005, 6 U1006, 7 U1007, 8 U1008, 9 U1009, 10 U1010, 11 U1011,
    12 U1012, 13 U1013, 14 U1014, 15 U1015, 16 U1016, 17 U1017, 18 U1018, 19 U1019, 20 U1020, 21 U1021, 22 U1022,
    23 U1023,
}

/// A `typenum` integer of eleven bits or more.
type Long<U, A, B, C, D, E, F, G, H, I, J, K> =
    UInt<UInt<UInt<UInt<UInt<UInt<UInt<UInt<UInt<UInt<UInt<U, A>, B>, C>, D>, E>, F>, G>, H>, I>, J>, K>;

impl<U, A, B, C, D, E, F, G, H, I, J, K> Shown for Long<U, A, B, C, D, E, F, G, H, I, J, K>
where
    U: Unsigned,
    A: Bit,
    B: Bit,
    C: Bit,
    D: Bit,
    E: Bit,
    F: Bit,
    G: Bit,
    H: Bit,
    I: Bit,
    J: Bit,
    K: Bit,
    Self: Div<U1000> + Rem<U1000>,
    Quot<Self, U1000>: Shown,
    Mod<Self, U1000>: Shown,
    <Quot<Self, U1000> as Shown>::Natural: Followed<<Mod<Self, U1000> as Shown>::Natural>,
{
    type Natural = <<Quot<Self, U1000> as Shown>::Natural as Followed<<Mod<Self, U1000> as Shown>::Natural>>::By;
}

/// A number of thousands, followed by the rest, `Lo`, as one integer.
pub trait Followed<Lo> {
    /// The integer.
    type By: Natural;
}

impl<const HI: usize, const LO: usize> Followed<N<LO>> for N<HI>
where
    Thousands<HI, LO>: Natural,
{
    type By = Thousands<HI, LO>;
}

impl<const HI: usize, const MID: usize, const LO: usize> Followed<N<LO>> for Thousands<HI, MID>
where
    Millions<N<HI>, MID, LO>: Natural,
{
    type By = Millions<N<HI>, MID, LO>;
}

impl<Hi, const A: usize, const B: usize, const LO: usize> Followed<N<LO>> for Millions<Hi, A, B>
where
    Hi: Followed<N<A>>,
    Millions<Hi::By, B, LO>: Natural,
{
    type By = Millions<Hi::By, B, LO>;
}

/// The `typenum` integer of a number of thousands and the rest.
type Joined<Hi, Lo> = NumSum<Prod<Hi, U1000>, Lo>;

impl<const HI: usize, const LO: usize> Natural for Thousands<HI, LO>
where
    N<HI>: Natural,
    N<LO>: Natural,
    <N<HI> as Natural>::Num: Mul<U1000>,
    Prod<<N<HI> as Natural>::Num, U1000>: Add<<N<LO> as Natural>::Num>,
    Joined<<N<HI> as Natural>::Num, <N<LO> as Natural>::Num>: Unsigned,
{
    type Num = Joined<<N<HI> as Natural>::Num, <N<LO> as Natural>::Num>;
    const SIZE: usize = HI * 1000 + LO;
    type Array<T> = ThousandsArray<N<HI>, N<LO>, T>;
    type PerThread<T> = [T; 8];
    type Block<T> = [T; 64];
}

impl<Hi: Natural, const MID: usize, const LO: usize> Natural for Millions<Hi, MID, LO>
where
    N<MID>: Natural,
    N<LO>: Natural,
    Hi::Num: Mul<U1000>,
    Prod<Hi::Num, U1000>: Add<<N<MID> as Natural>::Num>,
    Joined<Hi::Num, <N<MID> as Natural>::Num>: Mul<U1000>,
    Prod<Joined<Hi::Num, <N<MID> as Natural>::Num>, U1000>: Add<<N<LO> as Natural>::Num>,
    Joined<Joined<Hi::Num, <N<MID> as Natural>::Num>, <N<LO> as Natural>::Num>: Unsigned,
{
    type Num = Joined<Joined<Hi::Num, <N<MID> as Natural>::Num>, <N<LO> as Natural>::Num>;
    const SIZE: usize = (Hi::SIZE * 1000 + MID) * 1000 + LO;
    type Array<T> = MillionsArray<Hi, N<MID>, N<LO>, T>;
    type PerThread<T> = [T; 8];
    type Block<T> = [T; 64];
}

/// The storage of a [`Thousands`] axis: `Hi` times a thousand elements, then `Lo` more, contiguous.
#[repr(C)]
pub struct ThousandsArray<Hi: Natural, Lo: Natural, T> {
    hi: Hi::Array<[T; 1000]>,
    lo: Lo::Array<T>,
}

/// The storage of a [`Millions`] axis: `Hi` times a million elements, `Mid` times a thousand, then `Lo` more, contiguous.
#[repr(C)]
pub struct MillionsArray<Hi: Natural, Mid: Natural, Lo: Natural, T> {
    hi: Hi::Array<[[T; 1000]; 1000]>,
    mid: Mid::Array<[T; 1000]>,
    lo: Lo::Array<T>,
}

// The table has UTerm under its name U0; this line asserts that both are the same type.
const _: fn(UTerm) -> U0 = |zero| zero;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dim::{Difference, Product, Quotient, Sum};
    use core::mem::size_of;

    #[test]
    fn table_is_complete_and_correct() {
        assert_eq!(TABLE.len(), 1000);
        for (expected, &(value, size, num)) in TABLE.iter().enumerate() {
            assert_eq!((value, size, num), (expected, expected, expected));
        }
    }

    fn same<A: 'static, B: 'static>() {
        assert_eq!(core::any::TypeId::of::<A>(), core::any::TypeId::of::<B>());
    }

    #[test]
    fn converts_from_typenum_to_canonical_type() {
        same::<<U1 as FromNum>::Dim, N<1>>();
        same::<<U999 as FromNum>::Dim, N<999>>();
        same::<<U1000 as FromNum>::Dim, Thousands<1, 0>>();
        same::<<U1023 as FromNum>::Dim, Thousands<1, 23>>();
        same::<<U1024 as FromNum>::Dim, Thousands<1, 24>>();
        same::<<U65536 as FromNum>::Dim, Thousands<65, 536>>();
        same::<<U2147483648 as FromNum>::Dim, Millions<Thousands<2, 147>, 483, 648>>();
        same::<<U4294967296 as FromNum>::Dim, Millions<Thousands<4, 294>, 967, 296>>();
    }

    #[test]
    fn converts_to_typenum_and_sizes_storage() {
        type Features = Thousands<12, 544>;
        assert_eq!(Features::SIZE, 12_544);
        assert_eq!(<<Features as Natural>::Num as Unsigned>::USIZE, 12_544);
        assert_eq!(size_of::<<Features as Natural>::Array<f32>>(), 12_544 * 4);
        type Million = Millions<N<1>, 0, 0>;
        assert_eq!(<<Million as Natural>::Num as Unsigned>::USIZE, 1_000_000);
        assert_eq!(size_of::<<Million as Natural>::Array<f64>>(), 8_000_000);
    }

    #[test]
    fn arithmetic_is_canonical() {
        same::<Sum<N<900>, N<100>>, Thousands<1, 0>>();
        same::<Difference<Thousands<1, 0>, N<1>>, N<999>>();
        same::<Product<N<112>, N<112>>, Thousands<12, 544>>();
        same::<Product<Thousands<46, 341>, Thousands<46, 341>>, dim_test_types::Big>();
        same::<Quotient<Thousands<1, 0>, N<3>>, N<333>>();
    }

    mod dim_test_types {
        use super::super::{Millions, Thousands};
        // 46 341 squared is 2 147 488 281, just above 2^31
        pub(super) type Big = Millions<Thousands<2, 147>, 488, 281>;
    }
}
