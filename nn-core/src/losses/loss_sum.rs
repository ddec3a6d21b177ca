//! The sum of a loss over several batches.

use core::ops::AddAssign;

/// The sum of a loss over several batches, and its divisor: a quotient that is the loss of one larger batch.
///
/// [`value`](Self::value) is, up to rounding, the loss of one batch of all their samples.
///
/// ```
/// use nn::dim::N;
/// use nn::losses::{CrossEntropy, Loss, LossSum};
/// use nn::{Class, Tensor};
/// type Classes<B> = Tensor<(B,), Class<N<2>>>;
/// type Logits<B> = Tensor<(B, N<2>), f64>;
/// let class = |index| Class::new(index).unwrap();
/// let loss = CrossEntropy.ignore_index::<N<2>, f64>(class(1));
/// let (one, two) = (Logits::<N<1>>::new([[1.0, 2.0]]), Logits::<N<2>>::new([[0.0, 3.0], [5.0, 1.0]]));
/// let mut sum = LossSum::default();
/// let target = Classes::<N<1>>::new([class(0)]);
/// sum += LossSum::of_batch::<(N<2>,), f64, N<1>, _>(&loss, 1, loss.value(&one, &target), &target);
/// let target = Classes::<N<2>>::new([class(0), class(1)]);
/// sum += LossSum::of_batch::<(N<2>,), f64, N<2>, _>(&loss, 2, loss.value(&two, &target), &target);
/// assert_eq!((sum.weight, sum.rows), (2.0, 3));
///
/// let whole = Logits::<N<3>>::new([[1.0, 2.0], [0.0, 3.0], [5.0, 1.0]]);
/// let expected = loss.value(&whole, &Classes::<N<3>>::new([0, 0, 1].map(class)));
/// assert!((sum.value() - expected).abs() < 1e-15);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct LossSum {
    /// The sum of the losses, each multiplied by the weight of its batch.
    pub sum: f64,
    /// The sum of the weights; 0 if the loss is itself a sum, or if no sample counts.
    pub weight: f64,
    /// The number of samples.
    pub rows: u64,
}

impl LossSum {
    /// Creates the sum for a batch of `rows` samples whose loss is `value`; `weight` is `None` if the loss is a sum.
    pub(crate) fn new(rows: usize, value: f64, weight: Option<f64>) -> Self {
        let (sum, weight) = match weight {
            None => (value, 0.0),
            // A mean over no samples may be NaN.
            Some(0.0) => (0.0, 0.0),
            Some(weight) => (weight * value, weight),
        };
        Self { sum, weight, rows: rows as u64 }
    }

    /// Returns the loss of all batches as if they were one; 0 if no sample counts.
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
