//! Data sets whose targets are normalised.

use crate::data::adaptors::samples_of_data;
use crate::data::dataset::{AugmentContext, Dataset, NormalizedTargets, SampleMut};
use crate::data::error::DataError;
use crate::data::origin::Origin;
use nn_core::{Elements, N, Sample, Signal};

impl<D: Dataset<Target: Sample>> Dataset for NormalizedTargets<D> {
    type Elem = D::Elem;
    type Input = D::Input;
    type Target = D::Target;

    samples_of_data!();

    fn get(
        &self,
        index: usize,
        context: AugmentContext,
        input: SampleMut<'_, D::Input, D::Elem>,
        mut target: SampleMut<'_, D::Target, D::Elem>,
    ) -> Result<(), DataError> {
        self.data.get(index, context, input, <D::Target as Signal>::reborrow_mut::<N<1>, D::Elem>(&mut target))?;
        match D::Target::to_parts_mut::<N<1>, D::Elem>(target) {
            [Some(Elements::Floats(numbers)), ..] => {
                self.normalizer.apply_checked(numbers, "target", || self.data.origin(index))
            }
            _ => Ok(()),
        }
    }
}
