//! What all layers without numbers have in common.

/// Declares a unit struct, with or without one const parameter, as a layer that stores nothing, for every element type.
macro_rules! stateless {
    ($layer:ident $(<const $parameter:ident: $kind:ty>)?) => {
        // SAFETY: a unit struct has no bits.
        unsafe impl $(<const $parameter: $kind>)? $crate::parameters::Zeroable for $layer $(<$parameter>)? {}
        // SAFETY: as above.
        unsafe impl $(<const $parameter: $kind>)? $crate::parameters::Plain for $layer $(<$parameter>)? {}
        // SAFETY: no numbers, no bits.
        unsafe impl<T: $crate::float::Float $(, const $parameter: $kind)?> $crate::parameters::Parameters<T>
            for $layer $(<$parameter>)?
        {
            type Takes<Given: $crate::signal::Signal> = Given;
            type At<Out: $crate::signal::Signal> = Self;
            const LAYOUT: $crate::parameters::Layout = $crate::parameters::Layout::EMPTY;
        }
        impl $(<const $parameter: $kind>)? $crate::layers::Init for $layer $(<$parameter>)? {
            fn init<R: rand::Rng + ?Sized>(&mut self, _: &mut R) {}
        }
    };
}
pub(super) use stateless;

/// Declares the layer `$layer(PhantomData<..>)`, which is all in its type parameters, as one that stores nothing; with a const
/// parameter behind them or without.
macro_rules! stateless_by_type {
    ($layer:ident<$($parameter:ident: $bound:path),* $(; const $constant:ident: $kind:ty)?>) => {
        impl<$($parameter: $bound,)* $(const $constant: $kind)?> $layer<$($parameter,)* $($constant)?> {
            /// The layer, which is nothing but its type.
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
        // SAFETY: there are no bits.
        unsafe impl<$($parameter: $bound,)* $(const $constant: $kind)?> $crate::parameters::Zeroable for $layer<$($parameter,)* $($constant)?> {}
        // SAFETY: as above.
        unsafe impl<$($parameter: $bound,)* $(const $constant: $kind)?> $crate::parameters::Plain for $layer<$($parameter,)* $($constant)?> {}
        // SAFETY: no numbers, no bits.
        unsafe impl<NnElement: $crate::float::Float, $($parameter: $bound,)* $(const $constant: $kind)?> $crate::parameters::Parameters<NnElement>
            for $layer<$($parameter,)* $($constant)?>
        {
            type Takes<Given: $crate::signal::Signal> = Given;
            type At<Gives: $crate::signal::Signal> = Self;
            const LAYOUT: $crate::parameters::Layout = $crate::parameters::Layout::EMPTY;
        }
        impl<$($parameter: $bound,)* $(const $constant: $kind)?> $crate::layers::Init for $layer<$($parameter,)* $($constant)?> {
            fn init<NnRng: rand::Rng + ?Sized>(&mut self, _: &mut NnRng) {}
        }
    };
}
pub(super) use stateless_by_type;
