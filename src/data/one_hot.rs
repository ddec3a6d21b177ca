//! Classes as numbers.

use super::dataset::{Dataset, Draw, One};
use super::error::DataError;
use super::origin::Origin;
use nn_core::{Class, Dim, Float, Indices, N, Tensor};
use std::marker::PhantomData;

/// A data set whose targets are a 1 at the place of the class, and zeros: [`Dataset::one_hot`].
///
/// ```
/// use nn::data::{Dataset, Pairs};
/// use nn::prelude::*;
/// let classes = Pairs::<shape![1], nn::Indices<dim![3]>>::from_classes(&[7.0, 8.0], &[2, 0])?;
/// assert_eq!(classes.one_hot().collect()?.targets.as_slice(), [0.0, 0.0, 1.0, 1.0, 0.0, 0.0]);
/// # Ok::<(), nn::data::DataError>(())
/// ```
#[derive(Debug, Clone)]
pub struct OneHot<D, C> {
    data: D,
    classes: PhantomData<fn() -> C>,
}

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
