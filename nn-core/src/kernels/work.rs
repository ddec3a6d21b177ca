//! Where the large kernels are compiled.
//!
//! A generic function is compiled in each crate that calls it, and as that crate is: slow where it is built for debugging.
//! A function of `f32` or `f64` is compiled here, once. So the kernels that are worth it go through one function for each.

/// Gives the calls of a kernel, a struct `Call<'a, T>` with `run_at(self, Level)`, a method `run` that is compiled in this crate.
macro_rules! compiled_here {
    ($call:ident) => {
        const _: () = {
            use $crate::float::{Either, Family, Float};
            use $crate::simd::Level;

            /// The type of calls for each kind of number.
            struct Calls<'a>(core::marker::PhantomData<&'a ()>);

            impl<'a> Family for Calls<'a> {
                type Of<T: Float> = $call<'a, T>;
            }

            impl<T: Float> $call<'_, T> {
                /// Does it, with the instructions of one level.
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
