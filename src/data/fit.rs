//! Fitting a normaliser to a data set: the means and standard deviations of its inputs or targets.

use super::scaling::{INPUTS, spread};
use super::{AugmentContext, DataError, Dataset, Normalizer};
use nn_core::shape::Batched;
use nn_core::{Elements, Float, N, Natural, Sample, Signal, TupleItem, zeroed};
use std::marker::PhantomData;

/// The shape of inputs or targets that are one tensor of numbers: every [`Sample`]. Its errors describe those of data sets.
#[diagnostic::on_unimplemented(
    message = "the inputs or targets of this data set, `{Self}`, are not one tensor of numbers, which a `Normalizer` is fitted to",
    note = "several inputs, as of a `Tuple`, have a normaliser each: fit it by \
            `Normalizer::fit_input::<0>(&train)?`, and apply it by `train.normalize_input::<0>(&normalizer)`"
)]
pub trait OneTensor: Sample {}

#[diagnostic::do_not_recommend]
impl<S: Sample> OneTensor for S {}

/// The shape of inputs that are one tensor of numbers with channels, its first axis. Its errors describe those of data sets.
#[diagnostic::on_unimplemented(
    message = "the inputs of this data set, `{Self}`, are not one tensor of numbers with channels, which a \
               `Normalizer` is fitted to",
    note = "several inputs, as of a `Tuple`, have a normaliser each: fit it by \
            `Normalizer::fit_input_per_channel::<0>(&train)?`, and apply it by `train.normalize_input::<0>(&normalizer)`"
)]
pub trait Channels: Sample + Batched {}

#[diagnostic::do_not_recommend]
impl<S: Sample + Batched> Channels for S {}

impl<S, T: Float> Normalizer<S, T> {
    /// Computes the means and standard deviations of all inputs of a data set, with `f64` accumulation. All elements are
    /// normalised, those of one-hot columns, too, unless [`passthrough`](Self::passthrough) leaves them unchanged.
    ///
    /// Each sample is read once; twice if the largest magnitude of an element is above 2^500 or below 2^-500, so that sums of
    /// squares could leave the range of `f64`.
    ///
    /// # Errors
    /// An empty data set, an input that is NaN or infinite ([`DataError::NotFinite`], which names the sample), and errors in
    /// reading a sample.
    pub fn fit<D: Dataset<Input = S, Elem = T>>(data: &D) -> Result<Self, DataError>
    where
        S: OneTensor,
    {
        Moments::of(data, Part::INPUT, S::SIZE).map(Self::of_elements)
    }

    /// Computes the same as [`fit`](Self::fit) for all targets of a data set, for [`Dataset::normalize_targets`].
    ///
    /// # Errors
    /// As [`fit`](Self::fit).
    pub fn fit_targets<D: Dataset<Target = S, Elem = T>>(data: &D) -> Result<Self, DataError>
    where
        S: OneTensor,
    {
        Moments::of(data, Part::TARGET, S::SIZE).map(Self::of_elements)
    }

    /// Computes one mean and one standard deviation for each channel, the first axis of an input: over all pixels of all images.
    /// Otherwise as [`fit`](Self::fit).
    ///
    /// ```
    /// use nn::data::Normalizer;
    /// use nn::prelude::*;
    /// let images = Tensor::<shape![1, 2, 1, 2]>::new([[[[1.0, 3.0]], [[5.0, 5.0]]]]);
    /// let data = TensorDataset::<shape![2, 1, 2], shape![2, 1, 2]>::from_batch::<dim![1]>(&images, &images);
    /// let normalizer = Normalizer::fit_per_channel(&data)?;
    /// assert_eq!((normalizer.mean(), normalizer.std()), (&[2.0, 2.0, 5.0, 5.0][..], &[1.0, 1.0, 0.0, 0.0][..]));
    /// # Ok::<(), nn::data::DataError>(())
    /// ```
    ///
    /// # Errors
    /// As [`fit`](Self::fit).
    pub fn fit_per_channel<D: Dataset<Input = S, Elem = T>>(data: &D) -> Result<Self, DataError>
    where
        S: Channels,
    {
        Moments::of(data, Part::INPUT, S::Rows::SIZE).map(Self::of_channels)
    }

    /// Computes the same as [`fit`](Self::fit) for one input of a data set with several: the tensor at `INDEX` of a
    /// [`Tuple`](nn_core::Tuple), counted from 0, for [`Dataset::normalize_input`].
    ///
    /// ```
    /// use nn::data::Normalizer;
    /// use nn::prelude::*;
    /// let area = Tensor::<shape![2, 1]>::new([[50.0], [70.0]]);
    /// let rooms = Tensor::<shape![2, 2]>::new([[2.0, 1.0], [4.0, 1.0]]);
    /// let houses = TensorDataset::<Tuple<(shape![1], shape![2])>, shape![1]>::from_batch::<dim![2]>((&area, &rooms), &area);
    /// let areas = Normalizer::fit_input::<0>(&houses)?;
    /// let counts = Normalizer::fit_input::<1>(&houses)?;
    /// assert_eq!((areas.mean(), counts.mean()), (&[60.0][..], &[3.0, 1.0][..]));
    /// let houses = houses.normalize_input::<0>(&areas).normalize_input::<1>(&counts).collect()?;
    /// let (area, rooms) = houses.inputs.sample(1);
    /// assert_eq!((area.as_slice(), rooms.as_slice()), (&[1.0][..], &[1.0, 0.0][..]));
    /// # Ok::<(), nn::data::DataError>(())
    /// ```
    ///
    /// # Errors
    /// As [`fit`](Self::fit).
    pub fn fit_input<const INDEX: usize>(
        data: &impl Dataset<Elem = T, Input: TupleItem<INDEX, Shape = S>>,
    ) -> Result<Self, DataError>
    where
        S: Sample,
    {
        Moments::of(data, Part::of_inputs(INDEX), S::SIZE).map(Self::of_elements)
    }

    /// Computes the same as [`fit_per_channel`](Self::fit_per_channel) for one input of a data set with several: see
    /// [`fit_input`](Self::fit_input).
    ///
    /// # Errors
    /// As [`fit`](Self::fit).
    pub fn fit_input_per_channel<const INDEX: usize>(
        data: &impl Dataset<Elem = T, Input: TupleItem<INDEX, Shape = S>>,
    ) -> Result<Self, DataError>
    where
        S: Channels,
    {
        Moments::of(data, Part::of_inputs(INDEX), S::Rows::SIZE).map(Self::of_channels)
    }

    fn of_elements((mean, std): (Vec<T>, Vec<T>)) -> Self {
        Self { mean, std, shape: PhantomData }
    }

    /// Repeats the statistics of each channel for its elements.
    fn of_channels((mean, std): (Vec<T>, Vec<T>)) -> Self
    where
        S: Sample,
    {
        Self::of_elements((spread(&mean, S::SIZE), spread(&std, S::SIZE)))
    }
}

/// The part of a sample that is measured: one tensor of floating-point elements.
#[derive(Debug, Clone, Copy)]
struct Part {
    name: &'static str,
    is_target: bool,
    /// The index of the tensor among those of the input or target.
    index: usize,
}

impl Part {
    const INPUT: Self = Self { name: "input", is_target: false, index: 0 };
    const TARGET: Self = Self { name: "target", is_target: true, index: 0 };

    const fn of_inputs(index: usize) -> Self {
        Self { name: INPUTS[index], is_target: false, index }
    }
}

/// The running mean and sum of squared deviations of one element or group of elements, scaled by a power of two.
#[derive(Debug, Clone)]
struct Moments {
    scale: f64,
    mean: f64,
    squares: f64,
    /// The largest magnitude, unscaled.
    largest: f64,
}

impl Default for Moments {
    fn default() -> Self {
        Self { scale: 1.0, mean: 0.0, squares: 0.0, largest: 0.0 }
    }
}

impl Moments {
    /// Computes the means and standard deviations of this number of groups of adjacent elements, all of the same size.
    fn of<D: Dataset<Elem = T>, T: Float>(data: &D, part: Part, groups: usize) -> Result<(Vec<T>, Vec<T>), DataError> {
        let len = data.len();
        if len == 0 {
            return Err(DataError::Empty);
        }
        let mut moments = vec![Moments::default(); groups];
        let each = Moments::add_all(&mut moments, data, part, len)?;
        let scales: Vec<f64> = moments.iter().map(Moments::fitting_scale).collect();
        if scales.iter().any(|&scale| scale != 1.0) {
            moments = scales.into_iter().map(|scale| Moments { scale, ..Moments::default() }).collect();
            Moments::add_all(&mut moments, data, part, len)?;
        }
        Ok(moments.iter().map(|moments| moments.finish::<T>(len * each)).unzip())
    }

    /// Adds a part of all samples of a data set, each element to the moments of its group; returns the size of a group.
    fn add_all<D: Dataset>(all: &mut [Self], data: &D, part: Part, len: usize) -> Result<usize, DataError> {
        let mut input = zeroed::<<D::Input as Signal>::Owned<N<1>, D::Elem>>();
        let mut target = zeroed::<<D::Target as Signal>::Owned<N<1>, D::Elem>>();
        let mut each = 1;
        for index in 0..len {
            let context = AugmentContext { index: index as u64, ..AugmentContext::default() };
            data.get(index, context, D::Input::by_mut(&mut input), D::Target::by_mut(&mut target))?;
            let parts = match part.is_target {
                false => D::Input::to_parts::<N<1>, D::Elem>(D::Input::by_ref(&input)),
                true => D::Target::to_parts::<N<1>, D::Elem>(D::Target::by_ref(&target)),
            };
            let numbers = parts[part.index].and_then(Elements::floats).unwrap_or_default();
            each = numbers.len() / all.len();
            for (element, &x) in numbers.iter().enumerate() {
                let x = x.to_f64();
                if !x.is_finite() {
                    return Err(DataError::NotFinite {
                        stage: "fitting a normalizer",
                        part: part.name,
                        origin: data.origin(index),
                        element,
                        found: x,
                        expected: "a finite number".into(),
                    });
                }
                all[element / each].add(x, index * each + element % each + 1);
            }
        }
        Ok(each)
    }

    /// Adds the `count`-th value by Welford's algorithm: deviations are accumulated about the running mean.
    fn add(&mut self, x: f64, count: usize) {
        self.largest = self.largest.max(x.abs());
        let x = x * self.scale;
        let away = x - self.mean;
        self.mean += away / count as f64;
        self.squares += away * (x - self.mean);
    }

    /// Returns the power of two that scales the largest magnitude to about 1 if its square would leave the range of `f64`, else 1.
    fn fitting_scale(&self) -> f64 {
        let exponent = self.largest.log2();
        if self.largest == 0.0 || exponent.abs() <= 500.0 {
            1.0
        } else {
            2.0_f64.powi(-exponent.clamp(-1000.0, 1000.0) as i32)
        }
    }

    /// Returns mean and standard deviation.
    fn finish<T: Float>(&self, len: usize) -> (T, T) {
        let std = (self.squares / len as f64).sqrt();
        let is_rounding = std <= T::EPSILON.to_f64() * self.mean.abs();
        let std = if is_rounding { 0.0 } else { std / self.scale };
        (T::from_f64(self.mean / self.scale), T::from_f64(std))
    }
}
