//! The mask of the steps that a sequence has: `length.sequence_mask::<16>()`.

use super::same_in_training::same_in_training;
use super::sequence_lengths::lengths;
use super::stateless::stateless_by_type;
use crate::dim::Dim;
use crate::float::Float;
use crate::graph::Op;
use crate::layers::{Layer, Pass, StepContext};
use crate::parameters::Gradient;
use crate::shape::{AppendAxis, Sample};
use crate::signal::{Batch, Class, Indices};
use crate::tensor::Tensor;
use core::fmt;
use core::marker::PhantomData;

/// y_t = 1 for t < x, else 0: which of `N` steps a sequence of length x has (TensorFlow's `sequence_mask`; in PyTorch,
/// `torch.arange(n) < x`).
///
/// In `network!`: `.sequence_mask::<16>()` of an input of lengths, which are from 0 to 16: `length: Tensor<Class<17>>`.
/// [`Indices`]`<V, S>` in, where V is N + 1; the shape `S` followed by an axis of N out. Like the mask of a comparison, it is a
/// factor, or the first argument of `select`. Lengths have no gradient.
///
/// ```
/// use nn::dim::N;
/// use nn::layers::{Layer, SequenceMask};
/// use nn::{Class, Indices, Tensor};
/// let x = Tensor::<(N<2>,), Class<N<4>>>::new([Class::new(2).unwrap(), Class::new(0).unwrap()]);
/// let mut y = Tensor::<(N<2>, N<3>)>::zeros();
/// Layer::<Indices<N<4>>>::forward(&SequenceMask::<N<3>>::new(), &x, &mut y, &mut ());
/// assert_eq!(y.as_slice(), [1.0, 1.0, 0.0, 0.0, 0.0, 0.0]);
/// ```
pub struct SequenceMask<N>(PhantomData<N>);
stateless_by_type!(SequenceMask<N: Dim>);

impl<N: Dim> fmt::Debug for SequenceMask<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SequenceMask<{}>", N::SIZE)
    }
}

impl<N: Dim, V: Dim, S: Sample + AppendAxis<N>, T: Float> Layer<Indices<V, S>, T> for SequenceMask<N> {
    type Out = S::Output;
    type Saved<B: Dim> = ();
    type Scratch<B: Dim> = ();
    const OP: Op = Op::SequenceMask { steps: N::SIZE };

    fn forward<B: Dim>(&self, x: &Tensor<S::Batch<B>, Class<V>>, y: &mut Batch<S::Output, B, T>, _: &mut ()) {
        for (y, &length) in Tensor::as_mut_slice(y).chunks_exact_mut(N::SIZE).zip(lengths::<N, V>(x.as_slice())) {
            let steps = y.iter_mut().zip(0..);
            steps.for_each(|(y, step): (_, u32)| *y = if step < length { T::ONE } else { T::ZERO });
        }
    }

    same_in_training!(Indices<V, S>, T);

    fn backward<B: Dim>(&self, _: Pass<'_, Self, Indices<V, S>, B, T>, _: (), _: Gradient<'_, Self>, _: StepContext) {}
}
