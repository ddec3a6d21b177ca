//! What all layers without numbers have in common.

/// Declares a unit struct, with or without one const parameter, as a layer that stores nothing, for every element type.
macro_rules! stateless {
    ($layer:ident $(<const $parameter:ident: $kind:ty>)?) => {
        // SAFETY: a unit struct has no bits.
        unsafe impl $(<const $parameter: $kind>)? $crate::plain::Zeroable for $layer $(<$parameter>)? {}
        // SAFETY: as above.
        unsafe impl $(<const $parameter: $kind>)? $crate::plain::Plain for $layer $(<$parameter>)? {}
        // SAFETY: no numbers, no bits.
        unsafe impl<T: $crate::float::Float $(, const $parameter: $kind)?> $crate::layout::Parameters<T>
            for $layer $(<$parameter>)?
        {
            type Takes<Given: $crate::signal::Signal> = Given;
            type At<Out: $crate::signal::Signal> = Self;
            const LAYOUT: $crate::layout::Layout = $crate::layout::Layout::EMPTY;
        }
        impl $(<const $parameter: $kind>)? $crate::layer::Init for $layer $(<$parameter>)? {
            fn init<R: rand::Rng + ?Sized>(&mut self, _: &mut R) {}
        }
    };
}
pub(super) use stateless;

/// Declares the layer `$layer(PhantomData<..>)`, which is all in its type parameters, as one that stores nothing.
macro_rules! stateless_by_type {
    ($layer:ident<$($parameter:ident: $bound:path),*>) => {
        impl<$($parameter: $bound),*> $layer<$($parameter),*> {
            /// The layer, which is nothing but its type.
            #[inline]
            pub const fn new() -> Self {
                Self(core::marker::PhantomData)
            }
        }
        impl<$($parameter: $bound),*> Default for $layer<$($parameter),*> {
            fn default() -> Self {
                Self::new()
            }
        }
        impl<$($parameter: $bound),*> Clone for $layer<$($parameter),*> {
            fn clone(&self) -> Self {
                *self
            }
        }
        impl<$($parameter: $bound),*> Copy for $layer<$($parameter),*> {}
        // SAFETY: there are no bits.
        unsafe impl<$($parameter: $bound),*> $crate::plain::Zeroable for $layer<$($parameter),*> {}
        // SAFETY: as above.
        unsafe impl<$($parameter: $bound),*> $crate::plain::Plain for $layer<$($parameter),*> {}
        // SAFETY: no numbers, no bits.
        unsafe impl<NnElement: $crate::float::Float, $($parameter: $bound),*> $crate::layout::Parameters<NnElement>
            for $layer<$($parameter),*>
        {
            type Takes<Given: $crate::signal::Signal> = Given;
            type At<Gives: $crate::signal::Signal> = Self;
            const LAYOUT: $crate::layout::Layout = $crate::layout::Layout::EMPTY;
        }
        impl<$($parameter: $bound),*> $crate::layer::Init for $layer<$($parameter),*> {
            fn init<NnRng: rand::Rng + ?Sized>(&mut self, _: &mut NnRng) {}
        }
    };
}
pub(super) use stateless_by_type;
