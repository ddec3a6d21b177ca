//! Macros that implement `Plain` and `Parameters` for the structs of this crate, with the argument why that is sound.

/// Implements [`Plain`](crate::Plain) for a struct, from the names of its fields.
///
/// ```text
/// plain! { impl[C: Dim, T: Float] for Saved<C, T> { mean, variance } }
/// ```
///
/// The compiler checks each premise: the pattern names every field of the struct, every field is plain data, and the struct
/// does not implement [`Drop`]. So the struct has no pointer, no interior mutability and no destructor, and a bit pattern of it
/// consists of bit patterns of its fields, all of them valid, and padding.
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

/// Implements [`Plain`](crate::Plain) and [`Parameters`](crate::Parameters) for a struct, from the names, roles and orientations of
/// its tensors, followed by the names of its zero-sized fields, such as markers.
///
/// ```text
/// parameters! { impl[In: Dim, Out: Dim, T: Float] for Linear<In, Out, T> { weight: Weight InOut, bias: Bias } }
/// parameters! { impl[C: Dim, G: Dim, T: Float] for GroupNorm<G, C, T> { weight: Norm, bias: Norm; groups } }
/// parameters! { impl[H: Dim, T: Float] for Recurrent<H, T> { first, more } as Self::FLAT }
/// parameters! { impl[] for Relu {} }
/// ```
///
/// The element type is the parameter `T`; a struct without tensors gets an implementation for every element type. A tensor
/// without elements, such as an absent bias, is not part of the layout.
///
/// The fields consist of elements of type `T` and nothing else, as `Parameters` of each field's type guarantees. They are
/// contiguous and end with the struct, which [`LEN`](crate::Parameters::LEN) checks before any slice exists: so there is no
/// padding.
macro_rules! parameters {
    (impl[$($generics:tt)*] for $type:ty { $($marker:tt),* $(,)? }) => {
        $crate::parameters::plain! { impl[$($generics)*] for $type { $($marker),* } }
        // SAFETY: nothing is stored, as `LEN` checks.
        unsafe impl<NnElement: $crate::float::Float, $($generics)*> $crate::parameters::Parameters<NnElement> for $type {
            const LAYOUT: $crate::parameters::Layout = $crate::parameters::Layout::EMPTY;
        }
    };
    // A struct whose layout is this expression: the tensors under other names, or with other dimensions.
    (impl[$($generics:tt)*] for $type:ty { $($field:tt),+ } as $layout:expr) => {
        $crate::parameters::plain! { impl[$($generics)*] for $type { $($field),+ } }
        // SAFETY: every field is elements of type T and nothing else, as its `Parameters`, which `layout_of` requires, guarantees;
        // `LEN` checks the size.
        unsafe impl<$($generics)*> $crate::parameters::Parameters<T> for $type {
            const LAYOUT: $crate::parameters::Layout = {
                $($crate::parameters::layout_of::<Self, _, T>(|all| &all.$field);)+
                $layout
            };
        }
    };
    // A struct that is one tensor, without a name of its own in the layout: a weight in PyTorch's order.
    (impl[$($generics:tt)*] for $type:ty = $field:tt: $role:expr $(; $($marker:tt),+)?) => {
        $crate::parameters::plain! { impl[$($generics)*] for $type { $field $(, $($marker),+)? } }
        // SAFETY: the field is elements of type T and nothing else, as its `Parameters` guarantees; `LEN` checks the size.
        unsafe impl<$($generics)*> $crate::parameters::Parameters<T> for $type {
            const LAYOUT: $crate::parameters::Layout = $crate::parameters::layout_of::<Self, _, T>(|all| &all.$field)
                .with_role($role)
                .with_orientation($crate::parameters::Orientation::OutIn);
        }
    };
    (impl[$($generics:tt)*] for $type:ty {
        $($field:tt: $role:ident $($orientation:ident)?),+ $(,)? $(; $($marker:tt),+)?
    }) => {
        $crate::parameters::plain! { impl[$($generics)*] for $type { $($field,)+ $($($marker),+)? } }
        // SAFETY: every field is elements of type T and nothing else, as its `Parameters` guarantees; `LEN` checks the offsets.
        unsafe impl<$($generics)*> $crate::parameters::Parameters<T> for $type {
            const LAYOUT: $crate::parameters::Layout = $crate::parameters::Layout::of_stored(&const { $crate::parameters::Field::stored_first([
                $($crate::parameters::Field {
                    name: stringify!($field),
                    offset: core::mem::offset_of!(Self, $field) / size_of::<T>(),
                    layout: &const {
                        $crate::parameters::layout_of::<Self, _, T>(|all| &all.$field)
                            .with_role($crate::parameters::Role::$role)
                            $(.with_orientation($crate::parameters::Orientation::$orientation))?
                    },
                }),+
            ]) });
        }
    };
}
pub(crate) use parameters;
