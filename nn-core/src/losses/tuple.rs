//! Tuples of losses, one for each output of a network; the loss is their sum.

use crate::dim::Dim;
use crate::float::Float;
use crate::losses::{Divisor, Loss, LossSum};
use crate::shape::Sample;
use crate::signal::{Parts, Signal, Tuple};
use core::fmt;

macro_rules! sum_of_losses {
    ($($loss:ident $shape:ident $index:tt)*) => {
        #[diagnostic::do_not_recommend]
        impl<T: Float, $($shape: Sample, $loss: Loss<$shape, T>),*> Loss<Tuple<($($shape,)*)>, T> for ($($loss,)*) {
            type Target<'a, Rows: Dim> = ($($loss::Target<'a, Rows>,)*);

            fn describe(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("(")?;
                $(
                    if $index > 0 {
                        f.write_str(", ")?;
                    }
                    self.$index.describe(f)?;
                )*
                f.write_str(")")
            }

            fn value_of_rows<Rows: Dim>(
                &self,
                rows: usize,
                y: <Tuple<($($shape,)*)> as Signal>::Ref<'_, Rows, T>,
                target: Self::Target<'_, Rows>,
            ) -> T {
                T::ZERO $(+ self.$index.value_of_rows(rows, y.$index, target.$index))*
            }

            fn gradient_of_rows<Rows: Dim>(
                &self,
                rows: usize,
                y: <Tuple<($($shape,)*)> as Signal>::Ref<'_, Rows, T>,
                target: Self::Target<'_, Rows>,
                dy: <Tuple<($($shape,)*)> as Signal>::Mut<'_, Rows, T>,
            ) -> T {
                T::ZERO $(+ self.$index.gradient_of_rows(rows, y.$index, target.$index, dy.$index))*
            }

            fn divisor(&self) -> Divisor {
                let divisors = [$(self.$index.divisor()),*];
                divisors.into_iter().reduce(Divisor::and).unwrap_or(Divisor::Mixed)
            }

            fn sums_of_rows<Rows: Dim>(
                &self,
                rows: usize,
                y: <Tuple<($($shape,)*)> as Signal>::Ref<'_, Rows, T>,
                target: Self::Target<'_, Rows>,
            ) -> Parts<LossSum> {
                let mut sums = [None; 6];
                $(sums[$index] = self.$index.sums_of_rows(rows, y.$index, target.$index)[0];)*
                sums
            }
        }
    };
}
sum_of_losses!(L0 S0 0 L1 S1 1);
sum_of_losses!(L0 S0 0 L1 S1 1 L2 S2 2);
sum_of_losses!(L0 S0 0 L1 S1 1 L2 S2 2 L3 S3 3);
sum_of_losses!(L0 S0 0 L1 S1 1 L2 S2 2 L3 S3 3 L4 S4 4);
sum_of_losses!(L0 S0 0 L1 S1 1 L2 S2 2 L3 S3 3 L4 S4 4 L5 S5 5);
