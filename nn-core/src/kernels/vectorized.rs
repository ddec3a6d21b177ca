//! Plain loops, compiled once for each level of vector instructions.

/// Declares a function whose body is compiled for every level, and which runs that of the CPU.
///
/// The compiler makes vectors of loops in which no step depends on the one before; for others, such as sums, a name given in
/// bars is a [`Simd`](crate::simd::Simd) of the level's vectors. What the body calls is to be `#[inline(always)]`.
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
