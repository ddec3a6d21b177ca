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
