//! The output argument of kernels: a slice, and whether results replace what it holds or are added to it.

use crate::float::Float;

/// Whether results replace what an output holds or are added to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Accumulate {
    /// Results replace the old content, which is not read: it may be NaN.
    Set,
    /// Results are added to the old content.
    Add,
}

impl Accumulate {
    /// Whether results are added.
    #[inline(always)]
    pub const fn adds(self) -> bool {
        matches!(self, Self::Add)
    }
}

/// An output of a kernel.
///
/// ```
/// use nn_core::kernels::Target;
/// let mut y = [1.0, 2.0];
/// assert_eq!(Target::add(&mut y).zeroed(), [1.0, 2.0]);
/// assert_eq!(Target::set(&mut y).zeroed(), [0.0, 0.0]);
/// ```
#[derive(Debug)]
pub struct Target<'a, T> {
    /// Where results are written.
    pub slice: &'a mut [T],
    /// How they are written.
    pub accumulate: Accumulate,
}

impl<'a, T> Target<'a, T> {
    /// A slice whose content is replaced.
    #[inline(always)]
    pub const fn set(slice: &'a mut [T]) -> Self {
        Self { slice, accumulate: Accumulate::Set }
    }

    /// A slice whose content is added to.
    #[inline(always)]
    pub const fn add(slice: &'a mut [T]) -> Self {
        Self { slice, accumulate: Accumulate::Add }
    }

    /// The number of elements.
    #[inline(always)]
    pub const fn len(&self) -> usize {
        self.slice.len()
    }

    /// Whether there are no elements.
    #[inline(always)]
    pub const fn is_empty(&self) -> bool {
        self.slice.is_empty()
    }

    /// The first elements and the rest.
    ///
    /// # Panics
    /// If there are fewer elements.
    #[inline(always)]
    pub const fn split_at(self, middle: usize) -> (Self, Self) {
        let (first, rest) = self.slice.split_at_mut(middle);
        (Self { slice: first, accumulate: self.accumulate }, Self { slice: rest, accumulate: self.accumulate })
    }

    /// The same output for a shorter time.
    #[inline(always)]
    pub const fn reborrow(&mut self) -> Target<'_, T> {
        Target { slice: self.slice, accumulate: self.accumulate }
    }
}

impl<'a, T: Float> Target<'a, T> {
    /// The slice, ready for sums to be added to it: filled with zeros if its content is replaced.
    #[inline(always)]
    pub fn zeroed(self) -> &'a mut [T] {
        if !self.accumulate.adds() {
            self.slice.fill(T::ZERO);
        }
        self.slice
    }

    /// Parts of so many elements each, the last one perhaps of fewer.
    #[inline(always)]
    pub(crate) fn chunks(self, length: usize) -> impl Iterator<Item = Self> {
        let accumulate = self.accumulate;
        self.slice.chunks_mut(length).map(move |slice| Target { slice, accumulate })
    }

    /// Parts of so many elements each; a rest that is shorter is left out.
    #[inline(always)]
    pub(crate) fn chunks_exact(self, length: usize) -> impl Iterator<Item = Self> {
        let accumulate = self.accumulate;
        self.slice.chunks_exact_mut(length).map(move |slice| Target { slice, accumulate })
    }

    /// Sets or adds the values, from the first element on.
    #[inline(always)]
    pub(crate) fn write(self, values: impl Iterator<Item = T>) {
        let each = self.slice.iter_mut().zip(values);
        if self.accumulate.adds() {
            each.for_each(|(y, value)| *y += value);
        } else {
            each.for_each(|(y, value)| *y = value);
        }
    }
}
