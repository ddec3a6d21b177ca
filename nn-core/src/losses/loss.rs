//! The trait of losses: values, gradients and weights of batches.

use crate::describe::type_name;
use crate::dim::Dim;
use crate::float::Float;
use crate::losses::{Divisor, LossSum};
use crate::signal::{Parts, Signal};
use core::fmt;

/// A loss: a number for a batch that measures how far a network's output is from its target.
///
/// It is the mean over the batch unless the loss documents another reduction. A tuple of losses is the loss of a network with as many
/// outputs: their sum. Each of its terms has a divisor of its own, so that gradients of a tuple add up to those of a larger batch
/// where all are means over samples, or all are sums ([`divisor`](Loss::divisor)).
///
/// Implement [`Criterion`](crate::Criterion) for a loss of one tensor that is a sum of terms, one for each sample, and
/// [`criterion!`](crate::criterion) implements this trait with every reduction. Implement this trait itself for any other loss.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot judge an output of shape `{Out}`",
    note = "the shape is that of one sample, without the batch; the element type must fit too (`{T}`)"
)]
pub trait Loss<Out: Signal, T: Float = f32> {
    /// What the output is compared with, such as `&Tensor<(B,), Class<C>>`.
    type Target<'a, B: Dim>: Copy;

    /// The loss of the first `rows` samples of a batch, from 1 to `B`, as if there were no others: the last batch of a data set
    /// may not be full.
    fn value_of_rows<B: Dim>(&self, rows: usize, y: Out::Ref<'_, B, T>, target: Self::Target<'_, B>) -> T;

    /// The loss of the first `rows` samples, and its derivative by every element of the output into `dy`, whose old content is
    /// replaced: by those of other samples it is 0.
    fn gradient_of_rows<B: Dim>(
        &self,
        rows: usize,
        y: Out::Ref<'_, B, T>,
        target: Self::Target<'_, B>,
        dy: Out::Mut<'_, B, T>,
    ) -> T;

    /// What the sum of the loss's terms is divided by. Defaults to [`Divisor::Weights`], which suits any loss, unless it is
    /// in a tuple whose gradients are accumulated.
    ///
    /// It depends on the loss and its settings alone, not on the samples.
    #[inline]
    fn divisor(&self) -> Divisor {
        Divisor::Weights
    }

    /// How much this batch's loss weighs in a mean over several batches: its samples, or what else its mean divides by, such as
    /// the weights of its classes. A batch that weighs 0 counts for nothing. Where the [divisor](Self::divisor) is
    /// [`Divisor::One`], nothing asks for it.
    ///
    /// ```
    /// use nn_core::{Class, CrossEntropy, Loss, N, Tensor};
    /// let target = Tensor::<(N<3>,), Class<N<2>>>::new([0, 1, 1].map(|class| Class::new(class).unwrap()));
    /// let loss = CrossEntropy.ignore_index::<N<2>, f32>(Class::new(0).unwrap());
    /// assert_eq!(loss.weight_of_rows(3, &target), 2.0);
    /// ```
    #[inline]
    fn weight_of_rows<B: Dim>(&self, rows: usize, target: Self::Target<'_, B>) -> f64 {
        let _ = target;
        rows as f64
    }

    /// The loss of the first `rows` samples as a quotient for each term that has a divisor of its own, so that the losses of several
    /// batches add up to that of one: a tuple has as many as it has losses.
    #[inline]
    fn sums_of_rows<B: Dim>(&self, rows: usize, y: Out::Ref<'_, B, T>, target: Self::Target<'_, B>) -> Parts<LossSum> {
        let value = self.value_of_rows(rows, y, target);
        [Some(LossSum::of_batch::<Out, T, B, Self>(self, rows, value, target)), None, None, None, None, None]
    }

    /// The loss of a batch.
    #[inline]
    fn value<B: Dim>(&self, y: Out::Ref<'_, B, T>, target: Self::Target<'_, B>) -> T {
        self.value_of_rows(B::SIZE, y, target)
    }

    /// The loss of a batch, and its derivative by every element of the output into `dy`, whose old content is replaced.
    #[inline]
    fn gradient<B: Dim>(&self, y: Out::Ref<'_, B, T>, target: Self::Target<'_, B>, dy: Out::Mut<'_, B, T>) -> T {
        self.gradient_of_rows(B::SIZE, y, target, dy)
    }

    /// Describes the loss as text: its name, and its options in braces, such as `Huber { delta: 1.0, reduction: Mean }`. A checkpoint
    /// records it: a run is not resumed with a loss of another name, and other options are reported.
    ///
    /// Defaults to the name of the type. Implement it for a loss with options of its own.
    ///
    /// ```
    /// use core::fmt;
    /// use nn_core::{Huber, Loss, N};
    /// struct Described(Huber);
    /// impl fmt::Display for Described {
    ///     fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    ///         Loss::<(N<1>,), f32>::describe(&self.0, f)
    ///     }
    /// }
    /// assert_eq!(Described(Huber::new(0.5)).to_string(), "Huber { delta: 0.5, reduction: Mean }");
    /// ```
    fn describe(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(type_name::<Self>())
    }
}

impl LossSum {
    /// Returns the sum of `loss` over the first `rows` samples of a batch, of which there may be none, where `value` is their loss.
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
        Self::new(rows, value.to_f64(), weight::<Out, T, B, L>(loss, rows, target))
    }
}

/// Returns the weight of a batch in a step: `None` where the loss is a sum, which counts as it is.
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
