//! Compilation of the large kernels in this crate.
//!
//! A generic function is compiled in each crate that calls it, with the profile of that crate, and is thus slow in a debug build. A
//! function of `f32` or `f64` is compiled once, in this crate. Large kernels therefore go through one function for each type.

/// Implements a method `run`, compiled in this crate, for the calls of a kernel: a struct `Call<'a, T>` with a method `run_at(self,
/// Level)`.
macro_rules! compiled_here {
    ($call:ident) => {
        const _: () = {
            use $crate::float::{Either, Family, Float};
            use $crate::simd::Level;

            /// The type of calls for each element type.
            struct Calls<'a>(core::marker::PhantomData<&'a ()>);

            impl<'a> Family for Calls<'a> {
                type Of<T: Float> = $call<'a, T>;
            }

            impl<T: Float> $call<'_, T> {
                /// Runs the kernel with the instructions of one SIMD level.
                #[inline]
                fn run(self, level: Level) {
                    match T::resolve::<Calls<'_>>(self) {
                        Either::Single(call) => single(level, call),
                        Either::Double(call) => double(level, call),
                    }
                }
            }

            fn single(level: Level, call: $call<'_, f32>) {
                call.run_at(level);
            }

            fn double(level: Level, call: $call<'_, f64>) {
                call.run_at(level);
            }
        };
    };
}
pub(crate) use compiled_here;
