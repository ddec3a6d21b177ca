//! Data sets that read the samples of another one: subsets, and transformed samples.

use super::{AugmentContext, Augmented, DataError, Dataset, Map, Normalized, OneHot, Origin, SampleMut, Subset};
use nn_core::{Class, Dim, Elements, Float, Indices, N, Signal, Tensor, rng_at, zeroed};
use rand::seq::SliceRandom;
use std::fmt;
use std::sync::Arc;

/// The length and the origins of an adaptor with one sample for each sample of `data`.
macro_rules! samples_of_data {
    () => {
        fn len(&self) -> usize {
            self.data.len()
        }

        fn origin(&self, index: usize) -> Origin {
            self.data.origin(index)
        }
    };
}
pub(super) use samples_of_data;

impl<D: Dataset> Subset<D> {
    #[track_caller]
    pub(super) fn new(data: Arc<D>, indices: Vec<usize>) -> Self {
        let len = data.len();
        assert!(indices.iter().all(|&index| index < len), "an index is out of bounds for {len} samples");
        Self { data, indices }
    }

    pub(super) fn split(data: Arc<D>, share: f64, seed: u64) -> Result<(Self, Self), DataError> {
        let (first, rest) = split_indices(data.len(), share, seed, || "the share of `split`".into())?;
        Ok((Self { data: data.clone(), indices: first }, Self { data, indices: rest }))
    }

    /// Returns the indices of the samples in the original data set.
    pub fn indices(&self) -> &[usize] {
        &self.indices
    }
}

/// Shuffles the indices below `len`, and splits them after `share` of them.
pub(super) fn split_indices(
    len: usize,
    share: f64,
    seed: u64,
    argument: impl FnOnce() -> String,
) -> Result<(Vec<usize>, Vec<usize>), DataError> {
    check_share(share, argument)?;
    let mut indices: Vec<usize> = (0..len).collect();
    indices.shuffle(&mut rng_at(seed, [0, 0, 3]));
    let rest = indices.split_off((share * len as f64).round() as usize);
    Ok((indices, rest))
}

/// Rejects a share that is not from 0 to 1.
pub(super) fn check_share(share: f64, argument: impl FnOnce() -> String) -> Result<(), DataError> {
    if (0.0..=1.0).contains(&share) {
        return Ok(());
    }
    Err(DataError::argument(argument(), share, "a share from 0 to 1, such as 0.8 for 80 percent"))
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
        context: AugmentContext,
        input: SampleMut<'_, D::Input, D::Elem>,
        target: SampleMut<'_, D::Target, D::Elem>,
    ) -> Result<(), DataError> {
        self.data.get(self.indices[index], context, input, target)
    }
}

impl<D: Dataset, I: Signal, O: Signal, F> Dataset for Map<D, I, O, F>
where
    F: Fn(
            AugmentContext,
            (<D::Input as Signal>::Ref<'_, N<1>, D::Elem>, <D::Target as Signal>::Ref<'_, N<1>, D::Elem>),
            (SampleMut<'_, I, D::Elem>, SampleMut<'_, O, D::Elem>),
        ) + Send
        + Sync,
{
    type Elem = D::Elem;
    type Input = I;
    type Target = O;

    samples_of_data!();

    fn get(
        &self,
        index: usize,
        context: AugmentContext,
        input: SampleMut<'_, I, D::Elem>,
        target: SampleMut<'_, O, D::Elem>,
    ) -> Result<(), DataError> {
        let mut old_input = zeroed::<<D::Input as Signal>::Owned<N<1>, D::Elem>>();
        let mut old_target = zeroed::<<D::Target as Signal>::Owned<N<1>, D::Elem>>();
        self.data.get(index, context, D::Input::by_mut(&mut old_input), D::Target::by_mut(&mut old_target))?;
        (self.function)(context, (D::Input::by_ref(&old_input), D::Target::by_ref(&old_target)), (input, target));
        Ok(())
    }
}

impl<D: fmt::Debug, I, O, F> fmt::Debug for Map<D, I, O, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Map").field(&self.data).finish()
    }
}

impl<D: Dataset, F> Dataset for Augmented<D, F>
where
    F: Fn(AugmentContext, SampleMut<'_, D::Input, D::Elem>) + Send + Sync,
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
        (self.function)(context, input);
        Ok(())
    }
}

impl<D: fmt::Debug, F> fmt::Debug for Augmented<D, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Augmented").field(&self.data).finish()
    }
}

impl<D: Dataset> Dataset for Normalized<D> {
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
        match D::Input::to_parts_mut::<N<1>, D::Elem>(input) {
            [Some(Elements::Floats(numbers)), ..] => {
                self.normalizer.apply_checked(numbers, "input", || self.data.origin(index))
            }
            _ => Ok(()),
        }
    }
}

impl<C: Dim, D: Dataset<Target = Indices<C>>> Dataset for OneHot<D, C> {
    type Elem = D::Elem;
    type Input = D::Input;
    type Target = (C,);

    samples_of_data!();

    fn get(
        &self,
        index: usize,
        context: AugmentContext,
        input: SampleMut<'_, D::Input, D::Elem>,
        target: &mut Tensor<(N<1>, C), D::Elem>,
    ) -> Result<(), DataError> {
        let mut class = Tensor::new([Class::default()]);
        self.data.get(index, context, input, &mut class)?;
        target.fill(D::Elem::ZERO);
        target[[0, class[[0]].index()]] = D::Elem::ONE;
        Ok(())
    }
}
