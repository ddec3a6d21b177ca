//! What all layers without numbers have in common.

/// Declares a unit struct as a layer that stores nothing, for every element type.
macro_rules! stateless {
    ($layer:ident) => {
        // SAFETY: a unit struct has no bits.
        unsafe impl $crate::plain::Zeroable for $layer {}
        // SAFETY: as above.
        unsafe impl $crate::plain::Plain for $layer {}
        // SAFETY: no numbers, no bits.
        unsafe impl<T: $crate::float::Float> $crate::layout::Parameters<T> for $layer {
            const LAYOUT: $crate::layout::Layout = $crate::layout::Layout::EMPTY;
        }
        impl $crate::layer::Init for $layer {
            fn init<R: rand::Rng + ?Sized>(&mut self, _: &mut R) {}
        }
    };
}
pub(super) use stateless;
