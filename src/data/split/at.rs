//! A split of a data set at an index, in its own order.

use crate::data::dataset::{Dataset, Subset};
use crate::data::error::DataError;
use std::sync::Arc;

impl<D: Dataset> Subset<D> {
    /// Returns the samples before index `n`, and those from `n` on.
    pub(in crate::data) fn both_sides_of(data: Arc<D>, n: usize) -> Result<(Self, Self), DataError> {
        let len = data.len();
        if n > len {
            let expected = format!("at most {len}, the number of samples");
            return Err(DataError::argument("the length of the first part of `split_at`", n, expected));
        }
        let part = |indices| Self { data: data.clone(), indices };
        Ok((part((0..n).collect()), part((n..len).collect())))
    }
}
