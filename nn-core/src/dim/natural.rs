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

/// A type-level integer of at least 1000: `Thousands<N<12>, N<544>>` is 12 544, `Thousands<Thousands<N<1>, N<0>>, N<0>>` a million.
///
/// `Lo` is always an `N`; `Hi` may itself be `Thousands`. The macros `shape!` and `dim!` generate it from an
/// integer literal.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Thousands<Hi, Lo>(PhantomData<(Hi, Lo)>);

mod sealed {
    pub trait Sealed {}
    impl<const V: usize> Sealed for super::N<V> {}
    impl<Hi, Lo> Sealed for super::Thousands<Hi, Lo> {}
}

/// A type-level integer, zero included. Sealed: only [`N`] and [`Thousands`] implement it.
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
}

/// The size of an axis: a type-level integer of at least 1.
///
/// `N<1>` to `N<999>` and [`Thousands`] are sizes. `N<0>` is not: a tensor with no elements makes no sense as the
/// input or the parameter of a layer.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not the size of an axis",
    label = "expected a type-level integer of at least 1",
    note = "write sizes with `dim![12544]` or `shape![3, 12544]`; zero is not a size"
)]
pub trait Dim: Natural {}

#[diagnostic::do_not_recommend]
impl<Hi: Dim, Lo: Natural> Dim for Thousands<Hi, Lo> where Self: Natural {}

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
            type Natural = Thousands<N<1>, N<$lo>>;
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
    Thousands<<Quot<Self, U1000> as Shown>::Natural, <Mod<Self, U1000> as Shown>::Natural>: Natural,
{
    type Natural = Thousands<<Quot<Self, U1000> as Shown>::Natural, <Mod<Self, U1000> as Shown>::Natural>;
}

impl<Hi: Natural, Lo: Natural> Natural for Thousands<Hi, Lo>
where
    Hi::Num: Mul<U1000>,
    Prod<Hi::Num, U1000>: Add<Lo::Num>,
    NumSum<Prod<Hi::Num, U1000>, Lo::Num>: Unsigned,
{
    type Num = NumSum<Prod<Hi::Num, U1000>, Lo::Num>;
    const SIZE: usize = Hi::SIZE * 1000 + Lo::SIZE;
    type Array<T> = ThousandsArray<Hi, Lo, T>;
    type PerThread<T> = [T; 8];
}

/// The storage of a [`Thousands`] axis: `Hi` times a thousand elements, then `Lo` more, contiguous.
#[repr(C)]
pub struct ThousandsArray<Hi: Natural, Lo: Natural, T> {
    hi: Hi::Array<[T; 1000]>,
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
        same::<<U1000 as FromNum>::Dim, Thousands<N<1>, N<0>>>();
        same::<<U1023 as FromNum>::Dim, Thousands<N<1>, N<23>>>();
        same::<<U1024 as FromNum>::Dim, Thousands<N<1>, N<24>>>();
        same::<<U65536 as FromNum>::Dim, Thousands<N<65>, N<536>>>();
        same::<<U2147483648 as FromNum>::Dim, Thousands<Thousands<Thousands<N<2>, N<147>>, N<483>>, N<648>>>();
        same::<<U4294967296 as FromNum>::Dim, Thousands<Thousands<Thousands<N<4>, N<294>>, N<967>>, N<296>>>();
    }

    #[test]
    fn converts_to_typenum_and_sizes_storage() {
        type Features = Thousands<N<12>, N<544>>;
        assert_eq!(Features::SIZE, 12_544);
        assert_eq!(<<Features as Natural>::Num as Unsigned>::USIZE, 12_544);
        assert_eq!(size_of::<<Features as Natural>::Array<f32>>(), 12_544 * 4);
        type Million = Thousands<Thousands<N<1>, N<0>>, N<0>>;
        assert_eq!(<<Million as Natural>::Num as Unsigned>::USIZE, 1_000_000);
        assert_eq!(size_of::<<Million as Natural>::Array<f64>>(), 8_000_000);
    }

    #[test]
    fn arithmetic_is_canonical() {
        same::<Sum<N<900>, N<100>>, Thousands<N<1>, N<0>>>();
        same::<Difference<Thousands<N<1>, N<0>>, N<1>>, N<999>>();
        same::<Product<N<112>, N<112>>, Thousands<N<12>, N<544>>>();
        same::<Product<Thousands<N<46>, N<341>>, Thousands<N<46>, N<341>>>, dim_test_types::Big>();
        same::<Quotient<Thousands<N<1>, N<0>>, N<3>>, N<333>>();
    }

    mod dim_test_types {
        use super::super::{N, Thousands};
        // 46 341 squared is 2 147 488 281, just above 2^31
        pub(super) type Big = Thousands<Thousands<Thousands<N<2>, N<147>>, N<488>>, N<281>>;
    }
}
