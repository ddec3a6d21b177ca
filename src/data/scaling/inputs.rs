//! Data sets of which one of several inputs is normalised.

use crate::data::adaptors::samples_of_data;
use crate::data::dataset::{AugmentContext, Dataset, NormalizedInput, SampleMut};
use crate::data::error::DataError;
use crate::data::origin::Origin;
use nn_core::{Elements, N, Sample, Signal, TupleItem};

/// The names of several inputs in messages.
pub(crate) const INPUTS: [&str; 6] = [
    "input at index 0",
    "input at index 1",
    "input at index 2",
    "input at index 3",
    "input at index 4",
    "input at index 5",
];

impl<D: Dataset, S: Sample, const INDEX: usize> Dataset for NormalizedInput<D, S, INDEX>
where
    D::Input: TupleItem<INDEX, Shape = S>,
{
    type Elem = D::Elem;
    type Input = D::Input;
    type Target = D::Target;

    samples_of_data!();

    fn get(
        &self,
        index: usize,
        context: AugmentContext,
        mut input: SampleMut<'_, D::Input, D::Elem>,
        target: SampleMut<'_, D::Target, D::Elem>,
    ) -> Result<(), DataError> {
        self.data.get(index, context, <D::Input as Signal>::reborrow_mut::<N<1>, D::Elem>(&mut input), target)?;
        match D::Input::to_parts_mut::<N<1>, D::Elem>(input).into_iter().nth(INDEX).flatten() {
            Some(Elements::Floats(numbers)) => {
                self.normalizer.apply_checked(numbers, INPUTS[INDEX], || self.data.origin(index))
            }
            _ => Ok(()),
        }
    }
}
