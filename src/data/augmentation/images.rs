//! Data sets with randomly flipped or shifted images, and the trait that creates them.

use super::center::CenterCrop;
use super::crop::RandomCrop;
use super::pixels::{crop, flip_horizontally, flip_vertically};
use crate::data::adaptors::samples_of_data;
use crate::data::dataset::{AugmentContext, Dataset, SampleMut};
use crate::data::error::DataError;
use crate::data::origin::Origin;
use nn_core::{Dim, Float, rng_at};
use rand::RngExt;

/// Augmentations for data sets of images `[channels, height, width]`, for the training set: each epoch augments differently. A
/// validation set uses [`center_crop`](Self::center_crop) alone, which is not random.
///
/// The augmentation of a sample is a function of the loader's seed, the epoch and the sample, like everything that is derived from
/// [`AugmentContext`], so it is the same for any number of workers, and in a run that resumes. Targets are unchanged. Augmentations
/// of different kinds are independent of each other; two of the same kind use the same random numbers: a second flip with the same
/// probability undoes the first.
///
/// ```
/// use nn::data::AugmentImages;
/// use nn::prelude::*;
/// let images = Samples::<shape![3, 32, 32]>::from_fn(10, |_, image: &mut Tensor<_, _>| image.fill(0.5));
/// let targets = Samples::<shape![1]>::from_fn(10, |_, _| {});
/// let train = TensorDataset::new(images, targets)?
///     .random_horizontal_flip(0.5)?
///     .random_crop::<dim![28], dim![28]>(2)?;
/// assert_eq!(train.collect()?.inputs.sample(9).dims(), [1, 3, 28, 28]);
/// # Ok::<(), nn::data::DataError>(())
/// ```
pub trait AugmentImages<C: Dim, H: Dim, W: Dim>: Dataset<Input = (C, H, W)> + Sized {
    /// Flips an image horizontally with probability `p`: torchvision's `RandomHorizontalFlip`.
    ///
    /// # Errors
    /// [`DataError::Argument`]: a probability that is not from 0 to 1.
    fn random_horizontal_flip(self, p: f64) -> Result<AugmentedImages<Self>, DataError> {
        check_probability("random_horizontal_flip", p)?;
        Ok(AugmentedImages { data: self, change: Change::HorizontalFlip(p) })
    }

    /// Flips an image vertically with probability `p`: torchvision's `RandomVerticalFlip`.
    ///
    /// # Errors
    /// [`DataError::Argument`]: a probability that is not from 0 to 1.
    fn random_vertical_flip(self, p: f64) -> Result<AugmentedImages<Self>, DataError> {
        check_probability("random_vertical_flip", p)?;
        Ok(AugmentedImages { data: self, change: Change::VerticalFlip(p) })
    }

    /// Shifts an image by up to `[rows, columns]` pixels in either direction, uniformly distributed; the vacated pixels are zeros.
    ///
    /// ```
    /// use nn::data::AugmentImages;
    /// use nn::prelude::*;
    /// let image = Tensor::<shape![1, 1, 1, 3]>::new([[[[1.0, 2.0, 3.0]]]]);
    /// let data = TensorDataset::<shape![1, 1, 3], shape![1, 1, 3]>::from_batch::<dim![1]>(&image, &image);
    /// let shifted = data.clone().random_shift([0, 1])?.collect()?.inputs.to_vec();
    /// assert!([[2.0, 3.0, 0.0], [1.0, 2.0, 3.0], [0.0, 1.0, 2.0]].iter().any(|image| shifted == image));
    ///
    /// let error = data.random_shift([0, 3]).unwrap_err();
    /// assert_eq!(error.to_string(), "the distance of `random_shift` is [0, 3], expected less than the image, [1, 3]");
    /// # Ok::<(), nn::data::DataError>(())
    /// ```
    ///
    /// # Errors
    /// [`DataError::Argument`]: a distance that is not less than the image, which could shift it out completely.
    fn random_shift(self, [rows, columns]: [usize; 2]) -> Result<AugmentedImages<Self>, DataError> {
        if rows >= H::SIZE || columns >= W::SIZE {
            let found = format!("[{rows}, {columns}]");
            let expected = format!("less than the image, [{}, {}]", H::SIZE, W::SIZE);
            return Err(DataError::argument("the distance of `random_shift`", found, expected));
        }
        Ok(AugmentedImages { data: self, change: Change::Shift([rows, columns]) })
    }

    /// Crops a window of `H2` rows and `W2` columns from an image with `padding` zeros on each side, at a uniformly distributed
    /// position: torchvision's `RandomCrop((H2, W2), padding)`. The window may be as large as the image, or larger.
    ///
    /// ```
    /// use nn::data::AugmentImages;
    /// use nn::prelude::*;
    /// let image = Tensor::<shape![1, 1, 4, 4]>::zeros();
    /// let data = TensorDataset::<shape![1, 4, 4], shape![1, 4, 4]>::from_batch::<dim![1]>(&image, &image);
    /// let error = data.random_crop::<dim![9], dim![4]>(2).unwrap_err();
    /// assert_eq!(error.to_string(), "the window of `random_crop` is [9, 4], expected at most [8, 8], an image of [4, 4] with a padding of 2");
    /// ```
    ///
    /// # Errors
    /// [`DataError::Argument`]: a window that is larger than the padded image, and a padding that is not less than the window,
    /// which could then show nothing of the image.
    fn random_crop<H2: Dim, W2: Dim>(self, padding: usize) -> Result<RandomCrop<Self, H2, W2>, DataError> {
        RandomCrop::new(self, [H::SIZE, W::SIZE], padding)
    }

    /// Crops the window of `H2` rows and `W2` columns at the centre of an image, the same in each epoch: torchvision's
    /// `CenterCrop((H2, W2))`, for the validation set where the training set uses [`random_crop`](Self::random_crop). If the window
    /// is larger than the image, the image is padded with zeros.
    ///
    /// ```
    /// use nn::data::AugmentImages;
    /// use nn::prelude::*;
    /// let image = Tensor::<shape![1, 1, 3, 4]>::from_fn(|[_, _, i, j]| (10 * i + j) as f32);
    /// let data = TensorDataset::<shape![1, 3, 4], shape![1, 3, 4]>::from_batch::<dim![1]>(&image, &image);
    /// let centre = data.clone().center_crop::<dim![1], dim![2]>().collect()?.inputs;
    /// assert_eq!(centre.as_slice(), [11.0, 12.0]);
    /// let padded = data.center_crop::<dim![1], dim![6]>().collect()?.inputs;
    /// assert_eq!(padded.as_slice(), [0.0, 10.0, 11.0, 12.0, 13.0, 0.0]);
    /// # Ok::<(), nn::data::DataError>(())
    /// ```
    fn center_crop<H2: Dim, W2: Dim>(self) -> CenterCrop<Self, H2, W2> {
        CenterCrop::new(self)
    }
}

impl<C: Dim, H: Dim, W: Dim, D: Dataset<Input = (C, H, W)>> AugmentImages<C, H, W> for D {}

fn check_probability(name: &str, p: f64) -> Result<(), DataError> {
    if (0.0..=1.0).contains(&p) {
        return Ok(());
    }
    Err(DataError::argument(format_args!("the probability of `{name}`"), p, "a number from 0 to 1"))
}

/// A data set with randomly flipped or shifted images: [`AugmentImages`].
#[derive(Debug, Clone)]
pub struct AugmentedImages<D> {
    data: D,
    change: Change,
}

/// The kind of augmentation.
#[derive(Debug, Clone, Copy)]
enum Change {
    HorizontalFlip(f64),
    VerticalFlip(f64),
    Shift([usize; 2]),
}

impl Change {
    fn apply<T: Float>(self, image: &mut [T], size: [usize; 2], context: AugmentContext) {
        let rng = |kind| rng_at(context.seed, [context.epoch, context.index, kind]);
        match self {
            Change::HorizontalFlip(p) => {
                if rng(9).random_bool(p) {
                    flip_horizontally(image, size[1]);
                }
            }
            Change::VerticalFlip(p) => {
                if rng(10).random_bool(p) {
                    flip_vertically(image, size);
                }
            }
            Change::Shift(most) => {
                let mut rng = rng(11);
                let start = most.map(|most| rng.random_range(-(most as i64)..=most as i64) as isize);
                if start != [0, 0] {
                    let before = image.to_vec();
                    crop(&before, size, image, size, start);
                }
            }
        }
    }
}

impl<C: Dim, H: Dim, W: Dim, D: Dataset<Input = (C, H, W)>> Dataset for AugmentedImages<D> {
    type Elem = D::Elem;
    type Input = D::Input;
    type Target = D::Target;

    samples_of_data!();

    fn get(
        &self,
        index: usize,
        context: AugmentContext,
        input: SampleMut<'_, D::Input, D::Elem>,
        target: SampleMut<'_, D::Target, D::Elem>,
    ) -> Result<(), DataError> {
        self.data.get(index, context, &mut *input, target)?;
        self.change.apply(input.as_mut_slice(), [H::SIZE, W::SIZE], context);
        Ok(())
    }
}
