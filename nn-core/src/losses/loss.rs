//! The `Loss` trait: values, gradients and weights of batches.

use crate::describe::type_name;
use crate::dim::Dim;
use crate::float::Float;
use crate::losses::{Divisor, LossSum};
use crate::signal::{Parts, Signal};
use core::fmt;

/// A loss: a scalar that measures how far a network's output for a batch is from its target.
///
/// The loss is the mean over the batch unless its documentation states another reduction. A tuple of losses is the loss of a
/// network with as many outputs, namely their sum; `()` is the loss of an output that has none. Each loss of a tuple has its
/// own divisor, so gradients of a tuple can be accumulated only if all its losses are means over samples, or all are sums (see
/// [`divisor`](Loss::divisor)).
///
/// Implement [`Criterion`](crate::Criterion) for a loss of one tensor that is a sum of one term per sample;
/// [`criterion!`](crate::criterion) then implements this trait with every reduction. Implement this trait directly for any other
/// loss.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a loss for outputs of shape `{Out}`",
    note = "the shape is that of one sample, without the batch; the element type must match too (`{T}`)",
    note = "a network with several outputs has a tuple of as many losses, such as `(CrossEntropy, Mse)`"
)]
pub trait Loss<Out: Signal, T: Float = f32> {
    /// The target that the output is compared with, such as `&Tensor<(B,), Class<C>>`.
    type Target<'a, B: Dim>: Copy;

    /// Returns the loss of the first `rows` samples of a batch, from 1 to `B`, ignoring the others. The last batch of a data set
    /// may be partial.
    fn value_of_rows<B: Dim>(&self, rows: usize, y: Out::Ref<'_, B, T>, target: Self::Target<'_, B>) -> T;

    /// Returns the loss of the first `rows` samples, and overwrites `dy` with its derivative with respect to every element of the
    /// output, which is 0 for the other samples.
    fn gradient_of_rows<B: Dim>(
        &self,
        rows: usize,
        y: Out::Ref<'_, B, T>,
        target: Self::Target<'_, B>,
        dy: Out::Mut<'_, B, T>,
    ) -> T;

    /// Returns what the sum of the loss's terms is divided by. Defaults to [`Divisor::Weights`], which is correct for any loss, but
    /// rules out gradient accumulation for a tuple that contains the loss.
    ///
    /// The divisor depends only on the loss and its settings, not on the samples.
    #[inline]
    fn divisor(&self) -> Divisor {
        Divisor::Weights
    }

    /// Returns the weight of this batch in a mean over several batches: the number of its samples, or whatever else its mean
    /// divides by, such as the sum of the class weights. A batch of weight 0 is ignored. Not called if the [divisor](Self::divisor)
    /// is [`Divisor::One`].
    ///
    /// ```
    /// use nn::prelude::*;
    /// let target = Tensor::<(N<3>,), Class<N<2>>>::new([0, 1, 1].map(|class| Class::new(class).unwrap()));
    /// let loss = CrossEntropy.ignore_index::<N<2>, f32>(Class::new(0).unwrap());
    /// assert_eq!(Loss::<shape![2]>::weight_of_rows(&loss, 3, &target), 2.0);
    /// ```
    #[inline]
    fn weight_of_rows<B: Dim>(&self, rows: usize, target: Self::Target<'_, B>) -> f64 {
        let _ = target;
        rows as f64
    }

    /// Returns the loss of the first `rows` samples as one quotient per divisor, so that the losses of several batches can be
    /// combined into that of one: a tuple returns one for each of its losses.
    #[inline]
    fn sums_of_rows<B: Dim>(&self, rows: usize, y: Out::Ref<'_, B, T>, target: Self::Target<'_, B>) -> Parts<LossSum> {
        let value = self.value_of_rows(rows, y, target);
        [Some(LossSum::of_batch::<Out, T, B, Self>(self, rows, value, target)), None, None, None, None, None]
    }

    /// Returns the loss of a batch.
    #[inline]
    fn value<B: Dim>(&self, y: Out::Ref<'_, B, T>, target: Self::Target<'_, B>) -> T {
        self.value_of_rows(B::SIZE, y, target)
    }

    /// Returns the loss of a batch, and overwrites `dy` with its derivative with respect to every element of the output.
    #[inline]
    fn gradient<B: Dim>(&self, y: Out::Ref<'_, B, T>, target: Self::Target<'_, B>, dy: Out::Mut<'_, B, T>) -> T {
        self.gradient_of_rows(B::SIZE, y, target, dy)
    }

    /// Writes a description of the loss: its name, and its options in braces, such as `Huber { delta: 1.0, reduction: Mean }`. A
    /// checkpoint records it: a run cannot be resumed with a loss of another name, and changed options are reported.
    ///
    /// Defaults to the name of the type. Override it for a loss with options of its own.
    ///
    /// ```
    /// use core::fmt;
    /// use nn::dim::N;
    /// use nn::losses::{Huber, Loss};
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
    /// Returns the sum of `loss` over the first `rows` samples of a batch, where `value` is their loss; `rows` may be 0.
    ///
    /// The sum of a batch of weight 0 is 0 for any `value`: a mean over no samples may be NaN.
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

/// Returns the weight of a batch in a step, or `None` if the loss is a sum, whose gradient is added unscaled.
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
