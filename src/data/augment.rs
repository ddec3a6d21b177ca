//! Inputs that differ from epoch to epoch.

use super::dataset::{Augmented, Dataset, Draw, One};
use super::error::DataError;
use super::origin::Origin;
use nn_core::{N, Signal};
use std::fmt;

impl<D, F> Augmented<D, F> {
    pub(super) fn new(data: D, function: F) -> Self {
        Self { data, function }
    }
}

impl<D: Dataset, F> Dataset for Augmented<D, F>
where
    F: Fn(Draw, One<'_, D::Input, D::Elem>) + Send + Sync,
{
    type Elem = D::Elem;
    type Input = D::Input;
    type Target = D::Target;

    fn len(&self) -> usize {
        self.data.len()
    }

    fn origin(&self, index: usize) -> Origin {
        self.data.origin(index)
    }

    fn get(
        &self,
        index: usize,
        draw: Draw,
        mut input: One<'_, D::Input, D::Elem>,
        target: One<'_, D::Target, D::Elem>,
    ) -> Result<(), DataError> {
        self.data.get(index, draw, <D::Input as Signal>::reborrow_mut::<N<1>, D::Elem>(&mut input), target)?;
        (self.function)(draw, input);
        Ok(())
    }
}

impl<D: fmt::Debug, F> fmt::Debug for Augmented<D, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Augmented").field(&self.data).finish()
    }
}
