//! One step of a tensor along time, such as a stored one of learned positions.

use super::same_in_training::same_in_training;
use super::stateless::stateless;
use super::streaming::Streaming;
use crate::dim::{Dim, N};
use crate::float::Float;
use crate::graph::Op;
use crate::layers::{Layer, Pass, StepContext};
use crate::parameters::Gradient;
use crate::shape::{ReplaceAxis, Sample};
use crate::signal::{Batch, Signal};
use crate::tensor::{Tensor, around};

/// Copies the elements of index `time` along `AXIS` of a stored tensor, for each of `B` samples; if the index does not exist, none.
/// `AXIS` is counted without the batch.
#[inline]
pub fn time_slice<S, const AXIS: usize, B, T>(stored: &Tensor<S, T>, time: usize, y: &mut Batch<S::Output, B, T>)
where
    S: ReplaceAxis<AXIS, N<1>>,
    B: Dim,
    T: Float,
{
    for y in Tensor::as_mut_slice(y).chunks_exact_mut(const { step_size(S::DIMS, AXIS) }) {
        pick(const { around(S::DIMS, AXIS) }, time, stored.as_slice(), y);
    }
}

/// The number of elements of a step.
const fn step_size(dims: &[usize], axis: usize) -> usize {
    let [before, _, after] = around(dims, axis);
    before * after
}

/// Copies index `time` of an axis of a sample.
#[inline(always)]
fn pick<T: Copy>([_, size, after]: [usize; 3], time: usize, x: &[T], y: &mut [T]) {
    for (x, y) in x.chunks_exact(size * after).zip(y.chunks_exact_mut(after)) {
        let x = x.chunks_exact(after).nth(time).unwrap_or_default();
        y.iter_mut().zip(x).for_each(|(y, &x)| *y = x);
    }
}

/// The identity, of which a stream computes one step along `AXIS` from the whole value: the value of a
/// [`Parameter`](super::Parameter) or a [`Buffer`](super::Buffer) that is the same for each sample, in a network that reads its
/// input step by step.
///
/// Any shape with this axis in, the same shape out. The sequence ends after as many steps as the axis has elements.
///
/// ```
/// use nn::Tensor;
/// use nn::dim::N;
/// use nn::layers::{Streaming, TimeSlice};
/// let x = Tensor::<(N<1>, N<3>, N<2>)>::new([[[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]]);
/// let mut y = Tensor::<(N<1>, N<1>, N<2>)>::zeros();
/// Streaming::<(N<3>, N<2>)>::step(&TimeSlice::<0>, &x, &mut y, &mut (), 1, &mut ());
/// assert_eq!(y.as_slice(), [3.0, 4.0]);
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct TimeSlice<const AXIS: usize>;
stateless!(TimeSlice<const AXIS: usize>);

impl<S: Sample, const AXIS: usize, T: Float> Layer<S, T> for TimeSlice<AXIS> {
    type Out = S;
    type Saved<B: Dim> = ();
    type Scratch<B: Dim> = ();
    const OP: Op = Op::NoOp;

    #[inline]
    fn forward<B: Dim>(&self, x: &Batch<S, B, T>, y: &mut Batch<S, B, T>, _: &mut ()) {
        S::copy::<B, T>(x, y);
    }

    same_in_training!(S, T);

    #[inline]
    fn backward<B: Dim>(
        &self,
        Pass { dy, .. }: Pass<'_, Self, S, B, T>,
        dx: Option<Gradient<'_, Batch<S, B, T>>>,
        _: Gradient<'_, Self>,
        _: StepContext,
    ) {
        S::pass_back::<B, T>(dy, dx);
    }
}

impl<S, const AXIS: usize, T: Float> Streaming<S, T> for TimeSlice<AXIS>
where
    S: ReplaceAxis<AXIS, N<1>>,
{
    type Step = S;
    type StepOut = S::Output;
    type State<B: Dim> = ();
    type StepScratch<B: Dim> = ();
    const CAPACITY: Option<usize> = {
        let [_, size, _] = around(S::DIMS, AXIS);
        Some(size)
    };

    #[inline]
    fn step<B: Dim>(&self, x: &Batch<S, B, T>, y: &mut Batch<S::Output, B, T>, (): &mut (), time: usize, (): &mut ()) {
        pick(const { around(S::DIMS, AXIS) }, time, Tensor::as_slice(x), Tensor::as_mut_slice(y));
    }
}
