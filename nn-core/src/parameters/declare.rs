//! The macros that declare the structs of this crate plain data, with the one argument why they are.

/// Declares a struct [`Plain`](crate::Plain), given the names of its fields.
///
/// ```text
/// plain! { impl[C: Dim, T: Float] for Saved<C, T> { mean, variance } }
/// ```
///
/// The compiler checks each part of the argument: the pattern names every field of the struct, every one of them is plain
/// data, and the struct does not implement [`Drop`]. Then it has no pointer, no interior mutability and no destructor, and any
/// bits of it are any bits of its fields, and padding.
macro_rules! plain {
    (impl[$($generics:tt)*] for $type:ty { $($field:tt),* $(,)? }) => {
        const _: () = {
            #[allow(dead_code)]
            trait Fields {
                fn are_plain(&self);
            }
            impl<$($generics)*> Fields for $type {
                fn are_plain(&self) {
                    fn is_plain<P: $crate::parameters::Plain>(_: &P) {}
                    let Self { $($field: _),* } = self;
                    $(is_plain(&self.$field);)*
                }
            }
        };
        impl<$($generics)*> $crate::parameters::MustNotImplementDrop for $type {}
        // SAFETY: every field is plain data and there is no destructor, as checked above.
        unsafe impl<$($generics)*> $crate::parameters::Plain for $type {}
    };
}
pub(crate) use plain;

/// Declares a struct [`Plain`](crate::Plain) and [`Parameters`](crate::Parameters), given the names, roles and orientations of its
/// tensors, and then the names of fields without a size, such as markers.
///
/// ```text
/// parameters! { impl[In: Dim, Out: Dim, T: Float] for Linear<In, Out, T> { weight: Weight InOut, bias: Bias } }
/// parameters! { impl[C: Dim, G: Dim, T: Float] for GroupNorm<G, C, T> { weight: Norm, bias: Norm; groups } }
/// parameters! { impl[] for Relu {} }
/// ```
///
/// The type of the numbers is the parameter `T`; a struct without tensors is one of all types. A tensor of no elements, such
/// as an absent bias, is no part of the layout. It comes last.
///
/// The fields are numbers of type `T` and nothing else, as `Parameters` of each says. They begin one where the other ends and end with
/// the struct, as [`LEN`](crate::Parameters::LEN) checks, without which nobody sees a slice: so there is no padding.
macro_rules! parameters {
    (impl[$($generics:tt)*] for $type:ty { $($marker:tt),* $(,)? }) => {
        $crate::parameters::plain! { impl[$($generics)*] for $type { $($marker),* } }
        // SAFETY: nothing is stored, as `LEN` checks.
        unsafe impl<NnElement: $crate::float::Float, $($generics)*> $crate::parameters::Parameters<NnElement> for $type {
            const LAYOUT: $crate::parameters::Layout = $crate::parameters::Layout::EMPTY;
        }
    };
    (impl[$($generics:tt)*] for $type:ty {
        $($field:tt: $role:ident $($orientation:ident)?),+ $(,)? $(; $($marker:tt),+)?
    }) => {
        $crate::parameters::plain! { impl[$($generics)*] for $type { $($field,)+ $($($marker),+)? } }
        // SAFETY: every field is numbers of type T and nothing else, as `Parameters` of its type says; `LEN` checks the places.
        unsafe impl<$($generics)*> $crate::parameters::Parameters<T> for $type {
            const LAYOUT: $crate::parameters::Layout = $crate::parameters::Layout::of_stored(&const { [
                $($crate::parameters::Field {
                    name: stringify!($field),
                    offset: core::mem::offset_of!(Self, $field) / size_of::<T>(),
                    layout: &const {
                        $crate::parameters::layout_of::<Self, _, T>(|all| &all.$field)
                            .with_role($crate::parameters::Role::$role)
                            $(.with_orientation($crate::parameters::Orientation::$orientation))?
                    },
                }),+
            ] });
        }
    };
}
pub(crate) use parameters;
