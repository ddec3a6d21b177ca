//! Where the large kernels are compiled.
//!
//! A generic function is compiled in each crate that calls it, and as that crate is: slow where it is built for debugging.
//! A method of `f32` or `f64` is compiled here, once. So the kernels that are worth it go through one method of [`Float`].

use super::level::Level;
use super::{convolution, gemm, planes, pool};
use crate::float::Float;

/// A call of a kernel, with its arguments.
#[doc(hidden)]
pub struct Work<'a, T>(Kernel<'a, T>);

macro_rules! kernels {
    ($($kernel:ident($call:ty))*) => {
        enum Kernel<'a, T> {
            $($kernel($call),)*
        }

        $(
            impl<'a, T> From<$call> for Work<'a, T> {
                fn from(call: $call) -> Self {
                    Self(Kernel::$kernel(call))
                }
            }
        )*

        impl<T: Float> Work<'_, T> {
            /// Does it, with the instructions of one level.
            #[inline]
            pub(crate) fn run(self, level: Level) {
                match self.0 {
                    $(Kernel::$kernel(call) => call.run_at(level),)*
                }
            }
        }
    };
}
kernels! {
    Gemm(gemm::Product<'a, T>)
    ConvForward(convolution::Forward<'a, T>)
    ConvBackwardInput(convolution::BackwardInput<'a, T>)
    ConvBackwardWeight(convolution::BackwardWeight<'a, T>)
    SumPlanes(planes::Sums<'a, T>)
    MaxPool(pool::MaxPool<'a, T>)
    MaxPoolBackward(pool::MaxPoolBackward<'a, T>)
    AvgPool(pool::AvgPool<'a, T>)
    AvgPoolBackward(pool::AvgPoolBackward<'a, T>)
}
