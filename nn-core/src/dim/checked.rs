//! The check that a type is a size, made once where a network names it, so that a type that is not causes one error.

use super::Dim;

/// A type that is a size, which a network may name.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a size",
    label = "a size is a type-level integer of at least 1",
    note = "write a number, or declare the size as a type, by `type Name = dim![..];`; instead of a shape, write its sizes, as in `Tensor<1, 28, 28>`"
)]
pub trait NamedSize {
    /// `true`; for another type, its use is a compile error.
    const IS_SIZE: bool = true;
}

#[diagnostic::do_not_recommend]
impl<D: Dim> NamedSize for D {}

/// A size that has been checked: `<D as SizeIf<{ D::IS_SIZE }>>::Size` is `D`. If the check fails, its argument is an error,
/// so the compiler reports no further errors for this type.
#[doc(hidden)]
pub trait SizeIf<const IS_SIZE: bool> {
    /// The type itself.
    type Size: Dim;
}

impl<D: Dim> SizeIf<true> for D {
    type Size = D;
}
