//! Data sets whose inputs are normalised.

use super::dataset::{Dataset, Draw, Normalized, One};
use super::error::DataError;
use super::normalizer::Normalizer;
use super::origin::Origin;
use nn_core::{Elements, N, Sample, Signal};

impl<D: Dataset<Input: Sample>> Normalized<D> {
    pub(super) fn new(data: D, normalizer: Normalizer<D::Input, D::Elem>) -> Self {
        Self { data, normalizer }
    }
}

impl<D: Dataset<Input: Sample>> Dataset for Normalized<D> {
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
        match D::Input::to_parts_mut::<N<1>, D::Elem>(input) {
            [Some(Elements::Numbers(numbers)), ..] => {
                self.normalizer.apply_checked(numbers, "input", || self.data.origin(index))
            }
            _ => Ok(()),
        }
    }
}
