//! A batch as rows of samples.

use super::Tensor;
use crate::shape::{Batched, Shape};

impl<S: Batched, T> Tensor<S, T> {
    /// The sample at `index`; `None` if there are not so many.
    pub fn row(&self, index: usize) -> Option<&Tensor<S::Row, T>> {
        self.rows().nth(index)
    }

    /// The samples in order.
    ///
    /// ```
    /// use nn_core::Tensor;
    /// let x = Tensor::from([[1.0, 2.0], [3.0, 4.0]]);
    /// let sums: Vec<f32> = x.rows().map(|row| row.sum()).collect();
    /// assert_eq!(sums, [3.0, 7.0]);
    /// ```
    pub fn rows(&self) -> impl ExactSizeIterator<Item = &Tensor<S::Row, T>> + DoubleEndedIterator {
        self.as_slice().chunks_exact(<S::Row as Shape>::SIZE).map(|row| {
            // SAFETY: a chunk has as many elements as a tensor of the row's shape, which is nothing but those.
            unsafe { &*row.as_ptr().cast() }
        })
    }

    /// The samples in order, to change.
    pub fn rows_mut(&mut self) -> impl ExactSizeIterator<Item = &mut Tensor<S::Row, T>> + DoubleEndedIterator {
        self.as_mut_slice().chunks_exact_mut(<S::Row as Shape>::SIZE).map(|row| {
            // SAFETY: as above; the chunks do not overlap.
            unsafe { &mut *row.as_mut_ptr().cast() }
        })
    }
}
