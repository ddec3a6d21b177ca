//! Some samples of a data set.

use super::dataset::{Dataset, Draw, One, Subset};
use super::error::DataError;
use super::origin::Origin;
use nn_core::rng_at;
use rand::seq::SliceRandom;
use std::sync::Arc;

impl<D: Dataset> Subset<D> {
    pub(super) fn new(data: Arc<D>, indices: Vec<usize>) -> Self {
        let len = data.len();
        assert!(indices.iter().all(|&index| index < len), "an index is not below {len}");
        Self { data, indices }
    }

    pub(super) fn split(data: Arc<D>, share: f64, seed: u64) -> (Self, Self) {
        let (first, rest) = split_indices(data.len(), share, seed);
        (Self { data: data.clone(), indices: first }, Self { data, indices: rest })
    }

    /// The numbers of the samples in the whole.
    pub fn indices(&self) -> &[usize] {
        &self.indices
    }
}

/// The indices below `len` in a random order, cut in two after a share of them.
///
/// # Panics
/// Unless the share is from 0 to 1.
pub(super) fn split_indices(len: usize, share: f64, seed: u64) -> (Vec<usize>, Vec<usize>) {
    assert!(
        (0.0..=1.0).contains(&share),
        "cannot split at {share}: a share is from 0 to 1, a share of 0.8, not 80 percent"
    );
    let mut indices: Vec<usize> = (0..len).collect();
    indices.shuffle(&mut rng_at(seed, [0, 0, 3]));
    let rest = indices.split_off((share * len as f64).round() as usize);
    (indices, rest)
}

impl<D: Dataset> Dataset for Subset<D> {
    type Elem = D::Elem;
    type Input = D::Input;
    type Target = D::Target;

    fn len(&self) -> usize {
        self.indices.len()
    }

    fn origin(&self, index: usize) -> Origin {
        self.data.origin(self.indices[index])
    }

    fn get(
        &self,
        index: usize,
        draw: Draw,
        input: One<'_, D::Input, D::Elem>,
        target: One<'_, D::Target, D::Elem>,
    ) -> Result<(), DataError> {
        self.data.get(self.indices[index], draw, input, target)
    }
}
