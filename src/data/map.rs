//! Samples made of other samples.

use super::dataset::{Dataset, Draw, Map, One};
use super::error::DataError;
use super::origin::Origin;
use nn_core::{N, Signal, zeroed};
use std::fmt;
use std::marker::PhantomData;

impl<D, I, O, F> Map<D, I, O, F> {
    pub(super) fn new(data: D, function: F) -> Self {
        Self { data, function, signals: PhantomData }
    }
}

impl<D: Dataset, I: Signal, O: Signal, F> Dataset for Map<D, I, O, F>
where
    F: Fn(
            Draw,
            (<D::Input as Signal>::Ref<'_, N<1>, D::Elem>, <D::Target as Signal>::Ref<'_, N<1>, D::Elem>),
            (One<'_, I, D::Elem>, One<'_, O, D::Elem>),
        ) + Send
        + Sync,
{
    type Elem = D::Elem;
    type Input = I;
    type Target = O;

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
        input: One<'_, I, D::Elem>,
        target: One<'_, O, D::Elem>,
    ) -> Result<(), DataError> {
        let mut old_input = zeroed::<<D::Input as Signal>::Owned<N<1>, D::Elem>>();
        let mut old_target = zeroed::<<D::Target as Signal>::Owned<N<1>, D::Elem>>();
        self.data.get(index, draw, D::Input::by_mut(&mut old_input), D::Target::by_mut(&mut old_target))?;
        (self.function)(draw, (D::Input::by_ref(&old_input), D::Target::by_ref(&old_target)), (input, target));
        Ok(())
    }
}

impl<D: fmt::Debug, I, O, F> fmt::Debug for Map<D, I, O, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Map").field(&self.data).finish()
    }
}
