//! Losses with one term per position of a sample: per element, or per class target of a sequence or an image.

use crate::dim::Dim;
use crate::float::Float;
use crate::losses::{Criterion, Outputs, SampleTarget, Target};
use crate::shape::{Sample, Shape};
use crate::tensor::Tensor;

/// A [`Criterion`] with several terms per sample: one per element of the output for an element-wise loss such as
/// [`Mse`](struct@crate::Mse), one per position for [`CrossEntropy`](struct@crate::CrossEntropy) over sequences and images.
///
/// [`unreduced_positions`](Self::unreduced_positions) computes each of them, and [`PositionWeighted`](crate::PositionWeighted)
/// multiplies each by a weight of its own.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no terms per position for outputs of shape `{Out}` and elements of type `{T}`",
    note = "`SampleWeighted` and `Criterion::unreduced` are for losses with one term per sample"
)]
pub trait Positionwise<Out: Outputs, T: Float = f32>: Criterion<Out, T> {
    /// The shape of the terms of one sample: that of the output for an element-wise loss.
    type Positions: Sample;

    /// Calls `each` with the index of every position of a sample and its term times its weight, in order. Sets `dy` to the
    /// derivatives of their sum with respect to `y`, divided by `divisor`. `weights` has one weight for each position; they are 1
    /// if it is `None`. Both the term and the derivative of a position of weight 0 are 0, whatever its output and target are.
    fn position_terms(
        &self,
        y: Out::Elements<'_, T>,
        target: SampleTarget<'_, Self, Out, T>,
        weights: Option<&[T]>,
        divisor: f64,
        dy: Option<Out::ElementsMut<'_, T>>,
        each: impl FnMut(usize, f64),
    );

    /// Returns the weight of a position with this target in a mean, such as that of its class. Defaults to 1.
    #[inline]
    fn position_weight(&self, target: SampleTarget<'_, Self, Out, T>, position: usize) -> f64 {
        let _ = (target, position);
        1.0
    }

    /// Computes the unreduced loss of each position, as PyTorch's `reduction="none"`.
    ///
    /// ```
    /// use nn::dim::N;
    /// use nn::losses::{CrossEntropy, Mse, Positionwise};
    /// use nn::{Class, Tensor};
    /// let y = Tensor::<(N<1>, N<2>, N<2>)>::new([[[0.0, 0.0], [9.0, 9.0]]]);
    /// let target = Tensor::<(N<1>, N<2>), Class<N<2>>>::new([[0, 1].map(|t| Class::new(t).unwrap())]);
    /// let mut losses = Tensor::new([[0.0; 2]]);
    /// Positionwise::<(N<2>, N<2>)>::unreduced_positions(&CrossEntropy, &y, &target, &mut losses);
    /// assert_eq!(losses.as_slice(), [2.0_f32.ln(); 2]);
    ///
    /// let (y, target) = (Tensor::<(N<2>,)>::new([1.0, 3.0]), Tensor::new([1.0, 1.0]));
    /// let mut losses = Tensor::new([0.0; 2]);
    /// Positionwise::<()>::unreduced_positions(&Mse, &y, &target, &mut losses);
    /// assert_eq!(losses.as_slice(), [0.0, 4.0]);
    /// ```
    fn unreduced_positions<B: Dim>(
        &self,
        y: Out::Ref<'_, B, T>,
        target: <Self::Target as Target<Out, T>>::Ref<'_, B>,
        losses: &mut Tensor<<Self::Positions as Sample>::Batch<B>, T>,
    ) {
        self.check();
        let targets = Self::Target::samples(Self::Target::items::<B>(B::SIZE, target));
        let samples = Out::samples(Out::elements::<B, T>(B::SIZE, y)).zip(targets);
        let losses = losses.as_mut_slice().chunks_exact_mut(<Self::Positions as Shape>::SIZE);
        for (losses, (y, target)) in losses.zip(samples) {
            self.position_terms(y, target, None, 1.0, None, |position, term| losses[position] = T::from_f64(term));
        }
    }
}
