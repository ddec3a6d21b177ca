//! Class labels: indices that are in range by construction.

use crate::dim::Dim;
use crate::parameters::plain;
use core::fmt;
use core::marker::PhantomData;

/// One of `C` classes: an index from 0 to C - 1.
///
/// A batch of labels is a `Tensor<(B,), Class<C>>`, and one of indices into an [`Embedding`](crate::Embedding) a
/// `Tensor<(B, L), Class<C>>`. An index that is out of range cannot exist: for every bit pattern in memory, the index is at
/// most C - 1.
///
/// ```
/// use nn::Class;
/// use nn::dim::N;
/// let seven = Class::<N<10>>::new(7).unwrap();
/// assert_eq!(seven.index(), 7);
/// assert!(Class::<N<10>>::new(10).is_none());
/// ```
#[repr(transparent)]
pub struct Class<C: Dim>(u32, PhantomData<fn() -> C>);

// Every `u32` is valid: `index` clamps it to the range.
plain! { impl[C: Dim] for Class<C> { 0, 1 } }

impl<C: Dim> Class<C> {
    /// Creates the class with this index; `None` if the index is not less than `C` or does not fit a `u32`.
    pub const fn new(index: usize) -> Option<Self> {
        if index < C::SIZE && index <= u32::MAX as usize { Some(Self(index as u32, PhantomData)) } else { None }
    }

    /// Returns the index, from 0 to C - 1.
    #[inline]
    pub const fn index(self) -> usize {
        let index = self.0 as usize;
        if index < C::SIZE { index } else { C::SIZE - 1 }
    }
}

/// Generates the views of slices of a type that is a `u32` in memory, for which every `u32` is valid: [`Class`] or a label.
macro_rules! viewed_as_numbers {
    ($Index:ident) => {
        impl<C: Dim> $Index<C> {
            /// Views the elements as the `u32`s that they are stored as.
            #[inline]
            pub(crate) fn to_numbers(indices: &[Self]) -> &[u32] {
                // SAFETY: an element is a `u32` in memory, as `repr(transparent)` guarantees.
                unsafe { core::slice::from_raw_parts(indices.as_ptr().cast(), indices.len()) }
            }

            /// [`to_numbers`](Self::to_numbers) for a mutable slice.
            #[inline]
            pub(crate) fn to_numbers_mut(indices: &mut [Self]) -> &mut [u32] {
                // SAFETY: as above, and every `u32` is a valid element.
                unsafe { core::slice::from_raw_parts_mut(indices.as_mut_ptr().cast(), indices.len()) }
            }

            /// Views `u32`s as elements.
            #[inline]
            pub(crate) fn from_numbers(numbers: &[u32]) -> &[Self] {
                // SAFETY: as above.
                unsafe { core::slice::from_raw_parts(numbers.as_ptr().cast(), numbers.len()) }
            }

            /// [`from_numbers`](Self::from_numbers) for a mutable slice.
            #[inline]
            pub(crate) fn from_numbers_mut(numbers: &mut [u32]) -> &mut [Self] {
                // SAFETY: as above.
                unsafe { core::slice::from_raw_parts_mut(numbers.as_mut_ptr().cast(), numbers.len()) }
            }
        }
    };
}
pub(super) use viewed_as_numbers;
viewed_as_numbers!(Class);

impl<C: Dim> Copy for Class<C> {}
impl<C: Dim> Clone for Class<C> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<C: Dim> PartialEq for Class<C> {
    fn eq(&self, other: &Self) -> bool {
        self.index() == other.index()
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
        write!(f, "{}", self.index())
    }
}
impl<C: Dim> fmt::Display for Class<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.index(), f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dim::{N, Thousands};

    #[test]
    fn any_bit_pattern_is_a_valid_class() {
        let numbers = [0, 3, 4, 5, u32::MAX];
        let classes = Class::<N<5>>::from_numbers(&numbers);
        assert_eq!([0, 1, 2, 3, 4].map(|i| classes[i].index()), [0, 3, 4, 4, 4]);
        assert_eq!(classes[2], classes[4]);
        assert_eq!(Class::to_numbers(classes), numbers);
        assert_eq!(Class::<Thousands<1, 0>>::new(999).unwrap().index(), 999);
    }
}
