//! Some samples of a data set.

use super::dataset::{Dataset, Draw, One};
use super::error::DataError;
use nn_core::rng_at;
use rand::seq::SliceRandom;
use std::sync::Arc;

/// Some samples of a data set, in an order of their own: [`Dataset::split`], [`Dataset::subset`].
#[derive(Debug, Clone)]
pub struct Subset<D> {
    data: Arc<D>,
    indices: Vec<usize>,
}

impl<D: Dataset> Subset<D> {
    pub(super) fn new(data: Arc<D>, indices: Vec<usize>) -> Self {
        let len = data.len();
        assert!(indices.iter().all(|&index| index < len), "an index is not below {len}");
        Self { data, indices }
    }

    pub(super) fn split(data: Arc<D>, share: f64, seed: u64) -> (Self, Self) {
        let mut indices: Vec<usize> = (0..data.len()).collect();
        indices.shuffle(&mut rng_at(seed, [0, 0, 3]));
        let first = (share.clamp(0.0, 1.0) * indices.len() as f64).round() as usize;
        let rest = indices.split_off(first);
        (Self { data: data.clone(), indices }, Self { data, indices: rest })
    }

    /// The numbers of the samples in the whole.
    pub fn indices(&self) -> &[usize] {
        &self.indices
    }
}

impl<D: Dataset> Dataset for Subset<D> {
    type Elem = D::Elem;
    type Input = D::Input;
    type Target = D::Target;

    fn len(&self) -> usize {
        self.indices.len()
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
