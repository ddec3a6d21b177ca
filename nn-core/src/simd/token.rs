//! The proof that instructions may be used.

use core::marker::PhantomData;

/// The proof that this CPU has the instructions of `V`: it exists nowhere else.
#[doc(hidden)]
pub struct Simd<V>(PhantomData<V>);

impl<V> Clone for Simd<V> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<V> Copy for Simd<V> {}

impl<V> Simd<V> {
    /// # Safety
    /// The CPU has the instructions of `V`.
    #[inline(always)]
    pub(super) unsafe fn new() -> Self {
        Self(PhantomData)
    }
}
