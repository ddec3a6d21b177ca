//! Data sets of windows at random positions of a sequence of tokens.

use super::tokens::TokenWindows;
use crate::data::dataset::{AugmentContext, Dataset};
use crate::data::error::DataError;
use nn_core::{Class, Dim, Float, Indices, N, Tensor, rng_at};
use rand::RngExt;
use std::fmt;

/// A data set of windows at random positions of a sequence of tokens: [`TokenWindows::random`].
pub struct RandomTokenWindows<V: Dim, L, T = f32> {
    all: TokenWindows<V, L, T>,
    windows: usize,
}

impl<V: Dim, L: Dim, T: Float> TokenWindows<V, L, T> {
    /// Returns a data set of this many windows at random positions, uniformly distributed over all of the sequence and independent
    /// of each other, which are drawn anew in each epoch. The stride has no effect on them.
    ///
    /// The position is a function of the seed of the [`Loader`](crate::data::Loader), set by its
    /// [`shuffle`](crate::data::Loader::shuffle), the epoch and the index of the sample. A loader of batches of 12 makes 250 steps
    /// of an epoch of 3,000 windows.
    ///
    /// # Errors
    /// [`DataError::Argument`]: 0 windows.
    pub fn random(self, windows: usize) -> Result<RandomTokenWindows<V, L, T>, DataError> {
        if windows == 0 {
            return Err(DataError::argument("the number of random windows", windows, "at least 1"));
        }
        Ok(RandomTokenWindows { all: self, windows })
    }
}

impl<V: Dim, L: Dim, T: Float> Dataset for RandomTokenWindows<V, L, T> {
    type Elem = T;
    type Input = Indices<V, (L,)>;
    type Target = Indices<V, (L,)>;

    fn len(&self) -> usize {
        self.windows
    }

    fn get(
        &self,
        _: usize,
        context: AugmentContext,
        input: &mut Tensor<(N<1>, L), Class<V>>,
        target: &mut Tensor<(N<1>, L), Class<V>>,
    ) -> Result<(), DataError> {
        let mut rng = rng_at(context.seed, [context.epoch, context.index, 13]);
        let position = rng.random_range(0..self.all.positions() as u64);
        self.all.write(position as usize, input, target);
        Ok(())
    }
}

impl<V: Dim, L, T> Clone for RandomTokenWindows<V, L, T> {
    fn clone(&self) -> Self {
        Self { all: self.all.clone(), windows: self.windows }
    }
}

impl<V: Dim, L: Dim, T> fmt::Debug for RandomTokenWindows<V, L, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RandomTokenWindows").field("windows", &self.windows).field("all", &self.all).finish()
    }
}
