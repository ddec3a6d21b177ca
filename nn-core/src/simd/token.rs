//! A token that proves that the CPU supports the instructions of a vector type.

use core::marker::PhantomData;

/// Proof that this CPU supports the instructions of `V`: a value exists only if it does.
#[doc(hidden)]
pub struct Simd<V>(PhantomData<V>);

impl<V> Clone for Simd<V> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<V> Copy for Simd<V> {}

impl<V> Simd<V> {
    /// Creates the token.
    ///
    /// # Safety
    /// The CPU must support the instructions of `V`.
    #[inline(always)]
    pub(super) unsafe fn new() -> Self {
        Self(PhantomData)
    }
}
