//! Labels: classes, or the mark of an ignored sample or position.

use crate::dim::Dim;
use crate::parameters::plain;
use crate::signal::Class;
use crate::signal::class::viewed_as_numbers;
use core::fmt;
use core::marker::PhantomData;

/// One of `C` classes, or [`IGNORED`](Self::IGNORED): the target of a sample or a position that may not count, such as the padding of a
/// sequence, or the pixels of an image that nobody has labelled.
///
/// In PyTorch, such targets have an index outside of the classes, `ignore_index`: -100 unless set, and often 255 in images.
/// [`from_index`](Self::from_index) converts these, and rejects any other index outside of the classes. A batch of labels is the target
/// of [`CrossEntropy.labels()`](crate::CrossEntropy::labels()) and [`Nll.labels()`](crate::Nll::labels()), for which ignored labels
/// contribute neither to the loss, nor to the gradient, nor to the divisor of the mean. A data set of them has the target
/// [`Labels`](crate::Labels).
///
/// ```
/// use nn::dim::N;
/// use nn::{Class, Label};
/// let labels = [2, -100, 0].map(|index| Label::<N<3>>::from_index(index, -100).unwrap());
/// assert_eq!(labels[0].class(), Class::new(2));
/// assert_eq!(labels[1], Label::IGNORED);
/// assert!(Label::<N<3>>::from_index(3, -100).is_none());
/// ```
#[repr(transparent)]
pub struct Label<C: Dim>(u32, PhantomData<fn() -> C>);

// Every `u32` is valid: an index below C is that class, and all others are the ignored label.
plain! { impl[C: Dim] for Label<C> { 0, 1 } }
viewed_as_numbers!(Label);

impl<C: Dim> Label<C> {
    /// The label of a sample or a position that is ignored.
    pub const IGNORED: Self = Self(u32::MAX, PhantomData);

    /// Creates the label of the class with this index; `None` if the index is not less than `C` or does not fit a `u32`.
    pub const fn new(index: usize) -> Option<Self> {
        match Class::<C>::new(index) {
            // The index fits, as the class shows.
            Some(_) if index < u32::MAX as usize => Some(Self(index as u32, PhantomData)),
            _ => None,
        }
    }

    /// Creates the label of an index as PyTorch stores it: `ignore_index` is [`IGNORED`](Self::IGNORED), and any other index must be
    /// from 0 to C - 1, otherwise the result is `None`.
    pub const fn from_index(index: i64, ignore_index: i64) -> Option<Self> {
        if index == ignore_index {
            return Some(Self::IGNORED);
        }
        if index < 0 || index >= u32::MAX as i64 {
            return None;
        }
        Self::new(index as usize)
    }

    /// Returns the class, or `None` if the label is [`IGNORED`](Self::IGNORED).
    #[inline]
    pub const fn class(self) -> Option<Class<C>> {
        if self.0 == u32::MAX { None } else { Class::new(self.0 as usize) }
    }
}

impl<C: Dim> From<Class<C>> for Label<C> {
    #[inline]
    fn from(class: Class<C>) -> Self {
        Self(class.index() as u32, PhantomData)
    }
}
impl<C: Dim> From<Option<Class<C>>> for Label<C> {
    #[inline]
    fn from(class: Option<Class<C>>) -> Self {
        class.map_or(Self::IGNORED, Self::from)
    }
}

impl<C: Dim> Copy for Label<C> {}
impl<C: Dim> Clone for Label<C> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<C: Dim> PartialEq for Label<C> {
    fn eq(&self, other: &Self) -> bool {
        self.class() == other.class()
    }
}
impl<C: Dim> Eq for Label<C> {}
impl<C: Dim> Default for Label<C> {
    /// Returns the label of class 0.
    fn default() -> Self {
        Self(0, PhantomData)
    }
}
impl<C: Dim> fmt::Debug for Label<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
impl<C: Dim> fmt::Display for Label<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.class() {
            Some(class) => fmt::Display::fmt(&class, f),
            None => f.pad("ignored"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dim::N;

    #[test]
    fn any_bit_pattern_is_a_class_or_ignored() {
        let numbers = [0, 3, 4, 5, 255, -100_i32 as u32, u32::MAX];
        let labels = Label::<N<5>>::from_numbers(&numbers);
        assert_eq!([0, 1, 2].map(|i| labels[i].class().map(Class::index)), [Some(0), Some(3), Some(4)]);
        assert!(labels[3..].iter().all(|&label| label == Label::IGNORED));
        assert_eq!(Label::to_numbers(labels), numbers);
    }

    #[test]
    fn converts_indices() {
        let label = |index, ignore_index| Label::<N<5>>::from_index(index, ignore_index);
        assert_eq!(label(4, -100), Label::new(4));
        assert_eq!(label(-1, -1), Some(Label::IGNORED));
        assert_eq!(label(255, 255), Some(Label::IGNORED));
        // The ignored index may be that of a class, too.
        assert_eq!(label(0, 0), Some(Label::IGNORED));
        for index in [5, -1, 255, i64::MIN, i64::MAX, u32::MAX.into()] {
            assert_eq!(label(index, -100), None);
        }
        assert_eq!(Label::from(Class::<N<5>>::new(3)), Label::new(3).unwrap());
        assert_eq!(Label::from(None::<Class<N<5>>>), Label::IGNORED);
    }

    #[cfg(feature = "alloc")]
    #[test]
    fn is_shown_as_class_or_ignored() {
        let labels = [Label::<N<5>>::new(3).unwrap(), Label::IGNORED];
        assert_eq!(alloc::format!("{labels:?}"), "[3, ignored]");
    }
}
