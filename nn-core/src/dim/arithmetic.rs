//! Type-level arithmetic on sizes: sums, differences, products and quotients rounded down.

use super::{Dim, FromNum};
use core::ops::{Add, Div, Mul, Sub};

macro_rules! arithmetic {
    ($(#[$docs:meta])* $operation:ident, $alias:ident, $num:ident, $alias_docs:literal, $message:literal) => {
        $(#[$docs])*
        #[diagnostic::on_unimplemented(message = $message)]
        pub trait $operation<Rhs: Dim>: Dim {
            /// The result, as a [`Dim`].
            type Output: Dim;
        }

        #[diagnostic::do_not_recommend]
        impl<A: Dim, B: Dim> $operation<B> for A
        where
            A::Num: $num<B::Num>,
            <A::Num as $num<B::Num>>::Output: FromNum,
        {
            type Output = <<A::Num as $num<B::Num>>::Output as FromNum>::Dim;
        }

        #[doc = $alias_docs]
        pub type $alias<A, B> = <A as $operation<B>>::Output;
    };
}

arithmetic!(
    /// `A + B`, as a type: the size of a concatenated axis.
    ///
    /// ```
    /// use nn::dim::{N, Natural, Sum};
    /// assert_eq!(Sum::<N<600>, N<600>>::SIZE, 1200);
    /// ```
    AddDim, Sum, Add, "The sum of two sizes.", "`{Self}` + `{Rhs}` is not a size"
);
arithmetic!(
    /// `A - B`, as a type, where A is greater than B: the size of the rest after a split.
    ///
    /// ```
    /// use nn::dim::{Difference, N, Natural};
    /// assert_eq!(Difference::<N<10>, N<3>>::SIZE, 7);
    /// ```
    SubDim, Difference, Sub, "The difference of two sizes.",
    "`{Self}` - `{Rhs}` is not a size: the result is less than 1"
);
arithmetic!(
    /// `A * B`, as a type: the size of two flattened axes.
    ///
    /// ```
    /// use nn::dim::{N, Natural, Product};
    /// assert_eq!(Product::<N<28>, N<28>>::SIZE, 784);
    /// ```
    MulDim, Product, Mul, "The product of two sizes.", "`{Self}` * `{Rhs}` is not a size"
);
arithmetic!(
    /// `A / B` rounded down, as a type, where A is at least B: the size of an axis after a stride.
    ///
    /// ```
    /// use nn::dim::{N, Natural, Quotient};
    /// assert_eq!(Quotient::<N<29>, N<2>>::SIZE, 14);
    /// ```
    DivDim, Quotient, Div, "The quotient of two sizes, rounded down.",
    "`{Self}` / `{Rhs}` is not a size: the result is zero"
);
