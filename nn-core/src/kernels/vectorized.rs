//! Plain loops, compiled once for each SIMD level.

/// Declares a function whose body is compiled for every SIMD level, and which dispatches to that of the CPU.
///
/// The compiler vectorises loops whose iterations are independent. For other loops, such as sums, a name between bars is bound to a
/// [`Simd`](crate::simd::Simd) with the vectors of the level. Functions called by the body should be `#[inline(always)]`.
macro_rules! vectorized {
    (
        $(#[$meta:meta])*
        $visibility:vis fn $name:ident<$lifetime:lifetime, $element:ident>($($argument:ident: $type:ty),* $(,)?)
            $(|$simd:ident|)? $body:block
    ) => {
        $(#[$meta])*
        $visibility fn $name<$lifetime, $element: $crate::float::Float>($($argument: $type),*) {
            struct Work<$lifetime, $element> {
                $($argument: $type),*
            }
            impl<$lifetime, $element: $crate::float::Float> $crate::simd::Vectorized<$element>
                for Work<$lifetime, $element>
            {
                #[inline(always)]
                fn run<NnVector: $crate::simd::Vector<Lane = $element>, const ROWS: usize>(
                    self,
                    _simd: $crate::simd::Simd<NnVector>,
                ) {
                    let Self { $($argument),* } = self;
                    $(let $simd = _simd;)?
                    $body
                }
            }
            $element::vectorize($crate::simd::level(), Work { $($argument),* });
        }
    };
}
pub(super) use vectorized;
