//! The rows of a batch, which are its samples.

use super::Tensor;
use crate::shape::{Batched, Shape};

impl<S: Batched, T> Tensor<S, T> {
    /// Returns the sample at `index`, or `None` if it is out of bounds.
    pub fn row(&self, index: usize) -> Option<&Tensor<S::Row, T>> {
        self.rows().nth(index)
    }

    /// Returns an iterator over the samples, in order.
    ///
    /// ```
    /// use nn::Tensor;
    /// let x = Tensor::from([[1.0, 2.0], [3.0, 4.0]]);
    /// let sums: Vec<f32> = x.rows().map(|row| row.sum()).collect();
    /// assert_eq!(sums, [3.0, 7.0]);
    /// ```
    pub fn rows(&self) -> impl ExactSizeIterator<Item = &Tensor<S::Row, T>> + DoubleEndedIterator {
        self.as_slice().chunks_exact(<S::Row as Shape>::SIZE).map(|row| {
            // SAFETY: a chunk has as many elements as a tensor of the row's shape, which consists of nothing else.
            unsafe { &*row.as_ptr().cast() }
        })
    }

    /// Returns a mutable iterator over the samples, in order.
    pub fn rows_mut(&mut self) -> impl ExactSizeIterator<Item = &mut Tensor<S::Row, T>> + DoubleEndedIterator {
        self.as_mut_slice().chunks_exact_mut(<S::Row as Shape>::SIZE).map(|row| {
            // SAFETY: as above; the chunks do not overlap.
            unsafe { &mut *row.as_mut_ptr().cast() }
        })
    }
}
