//! Compilation of the large kernels in this crate.
//!
//! A generic function is compiled in each crate that calls it, with the profile of that crate, and is thus slow in a debug build. A
//! function of `f32` or `f64` is compiled once, in this crate. Large kernels therefore go through one function for each type. In a
//! release build, where the calling crate is fast, too, those of `f64` are compiled where they are called: few programs have them,
//! and they would be a sixth of the time to build this crate.

/// Implements a method `run`, compiled in this crate, for the calls of a kernel: a struct `Call<'a, T>` with a method `run_at(self,
/// Level)`.
macro_rules! compiled_here {
    ($call:ident) => {
        const _: () = {
            use $crate::float::{ByType, Float};
            use $crate::simd::Level;

            /// The functions for each element type.
            struct Calls<'a>(core::marker::PhantomData<&'a ()>);

            impl<'a> ByType for Calls<'a> {
                type Of<T: Float> = (Level, $call<'a, T>);

                fn single((level, call): Self::Of<f32>) {
                    call.run_at(level);
                }

                #[cfg_attr(not(debug_assertions), inline)]
                fn double((level, call): Self::Of<f64>) {
                    call.run_at(level);
                }
            }

            impl<T: Float> $call<'_, T> {
                /// Runs the kernel with the instructions of one SIMD level.
                #[inline]
                fn run(self, level: Level) {
                    T::call::<Calls<'_>>((level, self));
                }
            }
        };
    };
}
pub(crate) use compiled_here;
