//! The output argument of kernels: a slice, and whether results overwrite its content or are added to it.

use crate::float::Float;
use core::ops::AddAssign;

/// Whether results overwrite the content of an output or are added to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Accumulate {
    /// Results replace the old content, which is not read: it may be NaN.
    Set,
    /// Results are added to the old content.
    Add,
}

impl Accumulate {
    /// Returns whether results are added.
    #[inline(always)]
    pub const fn adds(self) -> bool {
        matches!(self, Self::Add)
    }
}

/// The output of a kernel: a slice, and whether it is overwritten or accumulated into.
///
/// ```
/// use nn::__private::kernels::Target;
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
    /// Creates an output that results overwrite.
    #[inline(always)]
    pub const fn set(slice: &'a mut [T]) -> Self {
        Self { slice, accumulate: Accumulate::Set }
    }

    /// Creates an output that results are added to.
    #[inline(always)]
    pub const fn add(slice: &'a mut [T]) -> Self {
        Self { slice, accumulate: Accumulate::Add }
    }

    /// Returns the number of elements.
    #[inline(always)]
    pub const fn len(&self) -> usize {
        self.slice.len()
    }

    /// Returns whether there are no elements.
    #[inline(always)]
    pub const fn is_empty(&self) -> bool {
        self.slice.is_empty()
    }

    /// Splits the output into its first `middle` elements and the rest.
    ///
    /// # Panics
    /// Panics if there are fewer than `middle` elements.
    #[inline(always)]
    pub const fn split_at(self, middle: usize) -> (Self, Self) {
        let (first, rest) = self.slice.split_at_mut(middle);
        (Self { slice: first, accumulate: self.accumulate }, Self { slice: rest, accumulate: self.accumulate })
    }

    /// Reborrows the output for a shorter lifetime.
    #[inline(always)]
    pub const fn reborrow(&mut self) -> Target<'_, T> {
        Target { slice: self.slice, accumulate: self.accumulate }
    }

    /// Splits the output into chunks of `length` elements; the last one may be shorter.
    #[inline(always)]
    pub(crate) fn chunks(self, length: usize) -> impl Iterator<Item = Self> {
        let accumulate = self.accumulate;
        self.slice.chunks_mut(length).map(move |slice| Target { slice, accumulate })
    }

    /// Splits the output into chunks of exactly `length` elements; a shorter remainder is omitted.
    #[inline(always)]
    pub(crate) fn chunks_exact(self, length: usize) -> impl Iterator<Item = Self> {
        let accumulate = self.accumulate;
        self.slice.chunks_exact_mut(length).map(move |slice| Target { slice, accumulate })
    }
}

impl<'a, T: Float> Target<'a, T> {
    /// Returns the slice, prepared for accumulation: filled with zeros if its content is to be replaced.
    #[inline(always)]
    pub fn zeroed(self) -> &'a mut [T] {
        if !self.accumulate.adds() {
            self.slice.fill(T::ZERO);
        }
        self.slice
    }
}

impl<T: Copy + AddAssign> Target<'_, T> {
    /// Sets the elements to the values, or adds the values to them, from the first element on.
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
