//! Data sets whose inputs are normalised.

use super::dataset::{Dataset, Draw, Normalized, One};
use super::error::DataError;
use super::normalizer::Normalizer;
use super::origin::Origin;
use nn_core::{Elements, Float, N, Sample, Signal};

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
        if let [Some(Elements::Numbers(numbers)), ..] = D::Input::to_parts_mut::<N<1>, D::Elem>(input)
            && let Some((element, found)) = self.normalizer.apply_to(numbers)
        {
            let (mean, std) = (self.normalizer.mean[element], self.normalizer.std[element]);
            return Err(DataError::NotFinite {
                stage: "normalizing",
                part: "input",
                origin: self.data.origin(index),
                element,
                found: found.to_f64(),
                expected: format!(
                    "a number that is finite after normalization by mean {mean:?} and standard deviation {std:?}"
                ),
            });
        }
        Ok(())
    }
}
