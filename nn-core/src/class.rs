//! Class labels: indices that are proven to be in range.

use crate::dim::Dim;
use crate::plain::Zeroable;
use core::fmt;
use core::marker::PhantomData;

/// One of `C` classes: an index from 0 to C - 1.
///
/// A batch of labels is a `Tensor<(B,), Class<C>>`; a label that is out of range cannot exist.
///
/// ```
/// use nn_core::{Class, N};
/// let seven = Class::<N<10>>::new(7).unwrap();
/// assert_eq!(seven.index(), 7);
/// assert!(Class::<N<10>>::new(10).is_none());
/// ```
#[repr(transparent)]
pub struct Class<C: Dim>(u32, PhantomData<C>);

// SAFETY: zero is below every size, sizes being at least 1.
unsafe impl<C: Dim> Zeroable for Class<C> {}

impl<C: Dim> Class<C> {
    /// The class with this index; `None` if there are not so many.
    pub const fn new(index: usize) -> Option<Self> {
        if index < C::SIZE && index <= u32::MAX as usize { Some(Self(index as u32, PhantomData)) } else { None }
    }

    /// The index, from 0 to C - 1.
    #[inline]
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

impl<C: Dim> Copy for Class<C> {}
impl<C: Dim> Clone for Class<C> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<C: Dim> PartialEq for Class<C> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}
impl<C: Dim> Eq for Class<C> {}
impl<C: Dim> Default for Class<C> {
    fn default() -> Self {
        Self(0, PhantomData)
    }
}
impl<C: Dim> fmt::Debug for Class<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}
impl<C: Dim> fmt::Display for Class<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}
