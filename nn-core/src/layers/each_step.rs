//! One value for each step of a sequence, whose number is part of the type.

use crate::dim::Natural;
use crate::parameters::Plain;

/// `S` values, contiguous: an array whose length is a type.
#[repr(transparent)]
pub(super) struct EachStep<S: Natural, X> {
    values: S::Array<X>,
}

// SAFETY: the only field is an array of X, which is plain.
unsafe impl<S: Natural, X: Plain> Plain for EachStep<S, X> {}

impl<S: Natural, X: Plain> EachStep<S, X> {
    /// Returns the values in order.
    pub(super) fn as_mut_slice(&mut self) -> &mut [X] {
        const { assert!(size_of::<Self>() == S::SIZE * size_of::<X>() && align_of::<Self>() == align_of::<X>()) };
        // SAFETY: Self consists of S::SIZE contiguous X; the slice borrows self.
        unsafe { core::slice::from_raw_parts_mut(core::ptr::from_mut(self).cast(), S::SIZE) }
    }
}
