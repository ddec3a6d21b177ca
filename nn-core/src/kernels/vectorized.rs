//! Plain loops, compiled once for each level of vector instructions.

/// Declares a function whose body is compiled for every level, and which runs that of the CPU.
///
/// The compiler makes vectors of its loops, which it can where no step depends on the one before; what the body calls is
/// to be `#[inline(always)]`.
macro_rules! vectorized {
    (
        $(#[$meta:meta])*
        $visibility:vis fn $name:ident<$lifetime:lifetime, $element:ident>($($argument:ident: $type:ty),* $(,)?) $body:block
    ) => {
        $(#[$meta])*
        $visibility fn $name<$lifetime, $element: $crate::float::Float>($($argument: $type),*) {
            struct Work<$lifetime, $element> {
                $($argument: $type),*
            }
            impl<$lifetime, $element: $crate::float::Float> $crate::kernels::Vectorized<$element>
                for Work<$lifetime, $element>
            {
                #[inline(always)]
                unsafe fn run<NnVector: $crate::kernels::Vector<Lane = $element>, const ROWS: usize>(self) {
                    let Self { $($argument),* } = self;
                    $body
                }
            }
            $element::vectorize($crate::kernels::level::level(), Work { $($argument),* });
        }
    };
}
pub(super) use vectorized;
