//! The class of each sample of a data set.

use crate::data::dataset::{AugmentContext, Dataset};
use crate::data::error::DataError;
use nn_core::{Class, Dim, Indices, N, Signal, Tensor, zeroed};

/// Returns the indices of the samples of each class, ascending. Each sample is read once, in epoch 0.
pub(in crate::data) fn samples_by_class<C: Dim, D>(data: &D) -> Result<Vec<Vec<usize>>, DataError>
where
    D: Dataset<Target = Indices<C>>,
{
    let mut input = zeroed::<<D::Input as Signal>::Owned<N<1>, D::Elem>>();
    let mut target: Tensor<(N<1>,), Class<C>> = Tensor::new([Class::default()]);
    let mut samples = vec![Vec::new(); C::SIZE];
    for index in 0..data.len() {
        let context = AugmentContext { index: index as u64, ..AugmentContext::default() };
        data.get(index, context, D::Input::by_mut(&mut input), &mut target)?;
        samples[target[[0]].index()].push(index);
    }
    Ok(samples)
}
