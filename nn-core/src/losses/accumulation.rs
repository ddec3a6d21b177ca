//! How the losses and gradients of several batches become those of one batch of all their samples.

use crate::dim::Dim;
use crate::float::Float;
use crate::losses::Loss;
use crate::signal::Signal;
use core::ops::AddAssign;

/// What the sum of a loss's terms is divided by: [`Loss::divisor`]. It decides how batches add up to a larger one.
///
/// The loss of a batch is a quotient, and so is that of several batches together: the sum of all their terms, divided by the
/// sum of their divisors. This is what accumulated gradients, steps of several processes, and the losses of an epoch or of a
/// validation set are.
///
/// ```
/// use nn_core::{Class, CrossEntropy, Divisor, Loss, Mse, N, Reduction};
/// fn divisor(loss: &impl Loss<(N<3>,)>) -> Divisor {
///     loss.divisor()
/// }
/// assert_eq!(divisor(&Mse), Divisor::Samples);
/// assert_eq!(divisor(&Mse.reduce(Reduction::Sum)), Divisor::One);
/// assert_eq!(divisor(&CrossEntropy.ignore(Class::<N<3>>::default())), Divisor::Weights);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Divisor {
    /// The number of samples, or a fixed multiple of it, such as the number of elements.
    Samples,
    /// [`Loss::weight_of_rows`], which depends on the targets: class weights, an ignored class.
    Weights,
    /// Nothing: the loss is a sum, and so is that of several batches.
    One,
    /// Several divisors that differ: a tuple of losses, one of which is not like the others. A sum of gradients has a single
    /// divisor, so that batches of such a loss do not add up to a larger one.
    Mixed,
}

impl Divisor {
    /// The divisor of the sum of two losses: [`Samples`](Self::Samples) or [`One`](Self::One) if both have it, else
    /// [`Mixed`](Self::Mixed), since two sums of weights are not proportional.
    ///
    /// ```
    /// use nn_core::Divisor;
    /// assert_eq!(Divisor::Samples.and(Divisor::Samples), Divisor::Samples);
    /// assert_eq!(Divisor::Samples.and(Divisor::One), Divisor::Mixed);
    /// assert_eq!(Divisor::Weights.and(Divisor::Weights), Divisor::Mixed);
    /// ```
    pub const fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Samples, Self::Samples) => Self::Samples,
            (Self::One, Self::One) => Self::One,
            _ => Self::Mixed,
        }
    }
}

/// What a message says about losses whose batches do not add up.
const HELP: &str =
    "its losses divide by weights that differ: give all of them `Reduction::BatchMean`, or all `Reduction::Sum`";

/// What a batch weighs in a step: `None` if it counts as it is, because its loss is a sum.
pub(crate) fn weight<Out: Signal, T: Float, B: Dim, L: Loss<Out, T> + ?Sized>(
    loss: &L,
    rows: usize,
    target: L::Target<'_, B>,
) -> Option<f64> {
    match loss.divisor() {
        Divisor::One => None,
        Divisor::Samples | Divisor::Weights | Divisor::Mixed => Some(loss.weight_of_rows::<B>(rows, target)),
    }
}

/// The factor of the gradient of a batch with this weight, where the unit of weights is `unit`.
pub(crate) fn factor(weight: Option<f64>, unit: f64) -> f64 {
    weight.map_or(1.0, |weight| weight / unit)
}

/// What a sum of gradients in this unit is multiplied by, so that it becomes that of one batch; `total` is the sum of all
/// weights, 0 if nothing is divided by or nothing counts.
pub(crate) fn share(unit: f64, total: f64) -> f64 {
    if total == 0.0 { 1.0 } else { unit / total }
}

/// # Panics
/// If gradients of this loss cannot be added up.
#[track_caller]
pub(crate) fn assert_adds_up(divisor: Divisor) {
    assert!(divisor != Divisor::Mixed, "a tuple of losses does not accumulate: {HELP}");
}

/// The sum of a loss over several batches, and what it is divided by: the one rule by which batches make a larger one.
///
/// [`value`](Self::value) is the loss of one batch of all their samples, up to rounding.
///
/// ```
/// use nn_core::{Class, CrossEntropy, Loss, LossSum, N, Tensor};
/// type Classes<B> = Tensor<(B,), Class<N<2>>>;
/// let class = |index| Class::new(index).unwrap();
/// let loss = CrossEntropy.ignore::<N<2>, f64>(class(1));
/// let (one, two) = (Tensor::new([[1.0, 2.0]]), Tensor::new([[0.0, 3.0], [5.0, 1.0]]));
/// let mut sum = LossSum::default();
/// let target = Classes::<N<1>>::new([class(0)]);
/// sum += LossSum::of_batch::<(N<2>,), f64, N<1>, _>(&loss, 1, loss.value(&one, &target), &target);
/// let target = Classes::<N<2>>::new([class(0), class(1)]);
/// sum += LossSum::of_batch::<(N<2>,), f64, N<2>, _>(&loss, 2, loss.value(&two, &target), &target);
/// assert_eq!((sum.weight, sum.rows), (2.0, 3));
///
/// let whole = Tensor::new([[1.0, 2.0], [0.0, 3.0], [5.0, 1.0]]);
/// let expected = loss.value(&whole, &Classes::<N<3>>::new([0, 0, 1].map(class)));
/// assert!((sum.value() - expected).abs() < 1e-15);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct LossSum {
    /// The sum of the losses, each times the weight of its batch.
    pub sum: f64,
    /// The sum of the weights; 0 if the loss is a sum itself, or nothing counts.
    pub weight: f64,
    /// The number of samples.
    pub rows: u64,
}

impl LossSum {
    /// Of one batch with this loss, of its first `rows` samples, of which there may be none.
    ///
    /// A batch that weighs 0 has no loss, whatever `value` is: the mean over nothing may be NaN.
    pub fn of_batch<Out: Signal, T: Float, B: Dim, L: Loss<Out, T> + ?Sized>(
        loss: &L,
        rows: usize,
        value: T,
        target: L::Target<'_, B>,
    ) -> Self {
        if rows == 0 {
            return Self::default();
        }
        let (value, rows_of_sum) = (value.to_f64(), rows as u64);
        let (sum, weight) = match weight::<Out, T, B, L>(loss, rows, target) {
            None => (value, 0.0),
            Some(0.0) => (0.0, 0.0),
            Some(weight) => (weight * value, weight),
        };
        Self { sum, weight, rows: rows_of_sum }
    }

    /// The loss of all batches together, as that of one: 0 if nothing counts.
    pub fn value(self) -> f64 {
        if self.weight == 0.0 { self.sum } else { self.sum / self.weight }
    }
}

impl AddAssign for LossSum {
    fn add_assign(&mut self, other: Self) {
        self.sum += other.sum;
        self.weight += other.weight;
        self.rows += other.rows;
    }
}

/// The batches whose gradients a session has added up since the last update.
#[derive(Debug, Clone, Copy, Default)]
#[repr(C)]
pub(crate) struct Accumulated {
    pub(crate) batches: u64,
    /// How many of them are losses that are sums.
    pub(crate) sums: u64,
    /// How many samples of the first of them counted, and of all together.
    pub(crate) rows: [u64; 2],
    /// The first weight that was not 0, which the gradient is in units of, and the sum of all.
    pub(crate) weights: [f64; 2],
}

impl Accumulated {
    /// The factor of the gradient of another batch.
    ///
    /// # Panics
    /// If it cannot be added to those before.
    #[track_caller]
    pub(crate) fn factor(&self, weight: Option<f64>, divisor: Divisor) -> f64 {
        if self.batches > 0 {
            assert_adds_up(divisor);
            let are_sums = self.sums > 0;
            assert!(
                are_sums == weight.is_none(),
                "a sum and a mean do not accumulate: take losses with `Reduction::Sum` alone in one step, or none"
            );
        }
        // After an update the old weights are still there.
        let unit = if self.batches == 0 { 0.0 } else { self.weights[0] };
        match weight {
            // The first one that counts is the unit.
            Some(weight) if unit == 0.0 && weight != 0.0 => 1.0,
            Some(0.0) => 0.0,
            weight => factor(weight, unit),
        }
    }

    /// Counts a batch.
    pub(crate) fn count(&mut self, rows: usize, weight: Option<f64>) {
        if self.batches == 0 {
            *self = Self { rows: [rows as u64, 0], ..Self::default() };
        }
        // A checkpoint may hold any numbers.
        self.batches = self.batches.saturating_add(1);
        self.rows[1] = self.rows[1].saturating_add(rows as u64);
        match weight {
            None => self.sums = self.sums.saturating_add(1),
            Some(weight) => {
                if self.weights[0] == 0.0 {
                    self.weights[0] = weight;
                }
                self.weights[1] += weight;
            }
        }
    }

    /// Counts a batch whose gradient was computed elsewhere: it weighs by its samples, but where sums are added up.
    pub(crate) fn count_as_before(&mut self, rows: usize) {
        let weight = if self.batches > 0 && self.sums > 0 { None } else { Some(rows as f64) };
        self.count(rows, weight);
    }

    /// What parameters' gradients, and the statistics of buffers, are multiplied by to become those of one batch.
    pub(crate) fn shares(&self) -> [f64; 2] {
        let [rows, of_all] = self.rows.map(|rows| rows as f64);
        [share(self.weights[0], self.weights[1]), share(rows, of_all)]
    }
}
