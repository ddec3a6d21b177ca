//! The check that a type is a size, made once where a network names it, so that a type that is not causes one error.

use super::Dim;

/// Returns `true`; a type that is not a size is a compile error.
pub const fn is_size<D: Dim>() -> bool {
    true
}

/// A size that has been checked: `<D as SizeIf<{ is_size::<D>() }>>::Size` is `D`. If the check fails, its argument is an
/// error, so the compiler reports no further errors for this type.
pub trait SizeIf<const IS_SIZE: bool> {
    /// The type itself.
    type Size: Dim;
}

impl<D: Dim> SizeIf<true> for D {
    type Size = D;
}
