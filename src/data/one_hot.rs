//! Classes as numbers.

use super::dataset::{Dataset, Draw, One, OneHot};
use super::error::DataError;
use super::origin::Origin;
use nn_core::{Class, Dim, Float, Indices, N, Tensor};
use std::marker::PhantomData;

impl<D, C> OneHot<D, C> {
    pub(super) fn new(data: D) -> Self {
        Self { data, classes: PhantomData }
    }
}

impl<C: Dim, D: Dataset<Target = Indices<C>>> Dataset for OneHot<D, C> {
    type Elem = D::Elem;
    type Input = D::Input;
    type Target = (C,);

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
        input: One<'_, D::Input, D::Elem>,
        target: &mut Tensor<(N<1>, C), D::Elem>,
    ) -> Result<(), DataError> {
        let mut class = Tensor::new([Class::default()]);
        self.data.get(index, draw, input, &mut class)?;
        target.fill(D::Elem::ZERO);
        target[[0, class[[0]].index()]] = D::Elem::ONE;
        Ok(())
    }
}
