//! Macros for layers without parameters and buffers.

/// Declares a unit struct, with or without const parameters, as a layer that stores nothing, for every element type.
macro_rules! stateless {
    ($layer:ident $(<$(const $parameter:ident: $kind:ty),+>)?) => {
        $crate::layers::layer_data::layer_data! {
            impl[$($(const $parameter: $kind),+)?] for $layer $(<$($parameter),+>)? {}
        }
        impl $(<$(const $parameter: $kind),+>)? $crate::layers::Init for $layer $(<$($parameter),+>)? {
            fn init<R: rand::Rng + ?Sized>(&mut self, _: &mut R) {}
        }
    };
}
pub(super) use stateless;

/// Declares the layer `$layer(PhantomData<..>)`, which is described by its type parameters and an optional const parameter after
/// them, as one that stores nothing.
macro_rules! stateless_by_type {
    ($layer:ident<$($parameter:ident: $bound:path),* $(; const $constant:ident: $kind:ty)?>) => {
        impl<$($parameter: $bound,)* $(const $constant: $kind)?> $layer<$($parameter,)* $($constant)?> {
            /// Creates the layer, which stores nothing.
            #[inline]
            pub const fn new() -> Self {
                Self(core::marker::PhantomData)
            }
        }
        impl<$($parameter: $bound,)* $(const $constant: $kind)?> Default for $layer<$($parameter,)* $($constant)?> {
            fn default() -> Self {
                Self::new()
            }
        }
        impl<$($parameter: $bound,)* $(const $constant: $kind)?> Clone for $layer<$($parameter,)* $($constant)?> {
            fn clone(&self) -> Self {
                *self
            }
        }
        impl<$($parameter: $bound,)* $(const $constant: $kind)?> Copy for $layer<$($parameter,)* $($constant)?> {}
        $crate::layers::layer_data::layer_data! {
            impl[$($parameter: $bound,)* $(const $constant: $kind)?] for $layer<$($parameter,)* $($constant)?> { 0 }
        }
        impl<$($parameter: $bound,)* $(const $constant: $kind)?> $crate::layers::Init for $layer<$($parameter,)* $($constant)?> {
            fn init<NnRng: rand::Rng + ?Sized>(&mut self, _: &mut NnRng) {}
        }
    };
}
pub(super) use stateless_by_type;
