//! Where the large kernels are compiled.
//!
//! A generic function is compiled in each crate that calls it, and as that crate is: slow where it is built for debugging.
//! A function of `f32` or `f64` is compiled here, once. So the kernels that are worth it go through one function for each.

use super::{convolution, gemm, planes, pool};
use crate::float::{Either, Family, Float};
use crate::simd::Level;
use core::marker::PhantomData;

/// A call of a kernel, with its arguments.
pub(super) struct Work<'a, T>(Kernel<'a, T>);

/// The type of calls for each kind of number.
struct Calls<'a>(PhantomData<&'a ()>);

impl<'a> Family for Calls<'a> {
    type Of<T: Float> = Work<'a, T>;
}

impl<T: Float> Work<'_, T> {
    /// Does it, with the instructions of one level.
    #[inline]
    pub(super) fn run(self, level: Level) {
        match T::resolve::<Calls<'_>>(self) {
            Either::Single(work) => single(level, work),
            Either::Double(work) => double(level, work),
        }
    }
}

fn single(level: Level, work: Work<'_, f32>) {
    work.run_here(level);
}

fn double(level: Level, work: Work<'_, f64>) {
    work.run_here(level);
}

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
            #[inline]
            fn run_here(self, level: Level) {
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
