//! Data sets of the windows at the centres of images.

use super::pixels::crop;
use crate::data::adaptors::samples_of_data;
use crate::data::dataset::{AugmentContext, Dataset, SampleMut};
use crate::data::error::DataError;
use crate::data::origin::Origin;
use nn_core::{Dim, N, Tensor, zeroed};
use std::fmt;
use std::marker::PhantomData;

/// A data set of the windows of `H` rows and `W` columns at the centres of images:
/// [`AugmentImages::center_crop`](super::AugmentImages::center_crop).
pub struct CenterCrop<D, H, W> {
    data: D,
    window: PhantomData<fn() -> (H, W)>,
}

impl<D, H, W> CenterCrop<D, H, W> {
    pub(super) fn new(data: D) -> Self {
        Self { data, window: PhantomData }
    }
}

/// Returns the first row or column of a window in an image of this size, negative if the window is larger: half the difference. A
/// half is rounded to an even number for a smaller window, as Python's `round` does, and towards 0 for a larger one.
fn start(size: usize, window: usize) -> isize {
    if window > size {
        return -(((window - size) / 2) as isize);
    }
    let (half, odd) = ((size - window) / 2, (size - window) % 2);
    (half + half % 2 * odd) as isize
}

impl<C, H, W, H2, W2, D> Dataset for CenterCrop<D, H2, W2>
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
        let start = [start(H::SIZE, H2::SIZE), start(W::SIZE, W2::SIZE)];
        crop(image.as_slice(), [H::SIZE, W::SIZE], input.as_mut_slice(), [H2::SIZE, W2::SIZE], start);
        Ok(())
    }
}

impl<D: Clone, H, W> Clone for CenterCrop<D, H, W> {
    fn clone(&self) -> Self {
        Self { data: self.data.clone(), window: PhantomData }
    }
}

impl<D: fmt::Debug, H: Dim, W: Dim> fmt::Debug for CenterCrop<D, H, W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CenterCrop {{ window: [{}, {}], data: {:?} }}", H::SIZE, W::SIZE, self.data)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The values of torchvision's `center_crop`: `int(round((size - window) / 2.0))` for a smaller window, and a padding of
    /// `(window - size) // 2` before the image for a larger one.
    #[test]
    fn window_begins_as_in_torchvision() {
        let smaller = [(8, 8, 0), (8, 7, 0), (8, 6, 1), (8, 5, 2), (8, 4, 2), (8, 3, 2), (8, 2, 3), (8, 1, 4)];
        let larger = [(3, 4, 0), (3, 5, -1), (3, 6, -1), (3, 7, -2)];
        for (size, window, first) in smaller.into_iter().chain(larger) {
            assert_eq!(start(size, window), first, "{window} of {size}");
        }
    }
}
