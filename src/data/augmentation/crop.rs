//! Data sets of random crops of images.

use super::pixels::crop;
use crate::data::adaptors::samples_of_data;
use crate::data::dataset::{AugmentContext, Dataset, SampleMut};
use crate::data::error::DataError;
use crate::data::origin::Origin;
use nn_core::{Dim, N, Tensor, rng_at, zeroed};
use rand::RngExt;
use std::fmt;
use std::marker::PhantomData;

/// A data set of random windows of `H` rows and `W` columns of zero-padded images:
/// [`AugmentImages::random_crop`](super::AugmentImages::random_crop).
pub struct RandomCrop<D, H, W> {
    data: D,
    padding: usize,
    window: PhantomData<fn() -> (H, W)>,
}

impl<D, H: Dim, W: Dim> RandomCrop<D, H, W> {
    /// Creates windows of images of this size; returns an error if they do not fit.
    pub(super) fn new(data: D, [height, width]: [usize; 2], padding: usize) -> Result<Self, DataError> {
        if padding >= H::SIZE || padding >= W::SIZE {
            let expected = format!("less than the window, [{}, {}]", H::SIZE, W::SIZE);
            return Err(DataError::argument("the padding of `random_crop`", padding, expected));
        }
        let padded = [height, width].map(|size| size + 2 * padding);
        if H::SIZE > padded[0] || W::SIZE > padded[1] {
            let found = format!("[{}, {}]", H::SIZE, W::SIZE);
            let expected = format!("at most {padded:?}, an image of [{height}, {width}] with a padding of {padding}");
            return Err(DataError::argument("the window of `random_crop`", found, expected));
        }
        Ok(Self { data, padding, window: PhantomData })
    }
}

impl<C, H, W, H2, W2, D> Dataset for RandomCrop<D, H2, W2>
where
    C: Dim,
    H: Dim,
    W: Dim,
    H2: Dim,
    W2: Dim,
    D: Dataset<Input = (C, H, W)>,
{
    type Elem = D::Elem;
    type Input = (C, H2, W2);
    type Target = D::Target;

    samples_of_data!();

    fn get(
        &self,
        index: usize,
        context: AugmentContext,
        input: SampleMut<'_, (C, H2, W2), D::Elem>,
        target: SampleMut<'_, D::Target, D::Elem>,
    ) -> Result<(), DataError> {
        let mut image = zeroed::<Tensor<(N<1>, C, H, W), D::Elem>>();
        self.data.get(index, context, &mut *image, target)?;
        let mut rng = rng_at(context.seed, [context.epoch, context.index, 12]);
        let (size, window, padding) = ([H::SIZE, W::SIZE], [H2::SIZE, W2::SIZE], self.padding as isize);
        let mut start = |axis: usize| {
            let places = size[axis] + 2 * self.padding - window[axis];
            rng.random_range(0..=places as u64) as isize - padding
        };
        let start = [start(0), start(1)];
        crop(image.as_slice(), size, input.as_mut_slice(), window, start);
        Ok(())
    }
}

impl<D: Clone, H, W> Clone for RandomCrop<D, H, W> {
    fn clone(&self) -> Self {
        Self { data: self.data.clone(), padding: self.padding, window: PhantomData }
    }
}

impl<D: fmt::Debug, H: Dim, W: Dim> fmt::Debug for RandomCrop<D, H, W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "RandomCrop {{ window: [{}, {}], padding: {}, data: {:?} }}",
            H::SIZE,
            W::SIZE,
            self.padding,
            self.data
        )
    }
}
