//! The repetition of an axis: `x.repeat::<0, 3>()`.

use super::same_in_training::same_in_training;
use super::stateless::stateless_by_type;
use crate::dim::{Dim, MulDim, Product};
use crate::float::Float;
use crate::graph::Op;
use crate::kernels::Target;
use crate::kernels::axis::{take, take_backward};
use crate::layers::{Layer, Pass, StepContext};
use crate::parameters::Gradient;
use crate::shape::{AxisAt, ReplaceAxis, Shape};
use crate::signal::Batch;
use crate::tensor::{Tensor, around};
use core::marker::PhantomData;
use core::ops::AddAssign;

/// y = x, `Times` times one after another along `AXIS`, counted without the batch: y_i = x_(i mod n) for an axis of n elements
/// (PyTorch's `repeat`, and for an axis of size 1 its `expand`).
///
/// In `network!`: `.repeat::<0, 3>()` turns `[4, 28]` into `[12, 28]`. The gradient of an element is the sum over its copies.
///
/// ```
/// use nn::Tensor;
/// use nn::dim::N;
/// use nn::layers::{Layer, Repeat};
/// let x = Tensor::<(N<1>, N<2>)>::new([[1.0, 2.0]]);
/// let mut y = Tensor::<(N<1>, N<4>)>::zeros();
/// Layer::<(N<2>,)>::forward(&<Repeat<N<2>>>::new(), &x, &mut y, &mut ());
/// assert_eq!(y.as_slice(), [1.0, 2.0, 1.0, 2.0]);
/// ```
#[derive(Debug)]
pub struct Repeat<Times, const AXIS: usize = 0>(PhantomData<Times>);
stateless_by_type!(Repeat<Times: Dim; const AXIS: usize>);

type Repeated<S, Times, const AXIS: usize> = Product<<S as AxisAt<AXIS>>::Size, Times>;
type Output<S, Times, const AXIS: usize> = <S as ReplaceAxis<AXIS, Repeated<S, Times, AXIS>>>::Output;

impl<Times: Dim, const AXIS: usize> Repeat<Times, AXIS> {
    /// Computes `y` from `x`, batches of any elements.
    #[inline(always)]
    pub(crate) fn pick<S: Shape, T: Copy + AddAssign>(x: &[T], y: &mut [T]) {
        let [_, size, after] = const { around(S::DIMS, AXIS) };
        take([size, size * Times::SIZE, after], |i| i % size, x, Target::set(y));
    }
}

impl<S, Times: Dim, const AXIS: usize, T: Float> Layer<S, T> for Repeat<Times, AXIS>
where
    S: AxisAt<AXIS> + ReplaceAxis<AXIS, Repeated<S, Times, AXIS>>,
    S::Size: MulDim<Times>,
{
    type Out = Output<S, Times, AXIS>;
    type Saved<B: Dim> = ();
    type Scratch<B: Dim> = ();
    const OP: Op = Op::RepeatAxis { axis: AXIS, times: Times::SIZE };

    #[cfg_attr(not(feature = "std"), inline(never))]
    fn forward<B: Dim>(&self, x: &Batch<S, B, T>, y: &mut Batch<Output<S, Times, AXIS>, B, T>, _: &mut ()) {
        Self::pick::<S, T>(Tensor::as_slice(x), Tensor::as_mut_slice(y));
    }

    same_in_training!(S, T);

    fn backward<B: Dim>(
        &self,
        Pass { dy, .. }: Pass<'_, Self, S, B, T>,
        dx: Option<Gradient<'_, Batch<S, B, T>>>,
        _: Gradient<'_, Self>,
        _: StepContext,
    ) {
        if let Some(dx) = dx {
            let [_, size, after] = const { around(<S as Shape>::DIMS, AXIS) };
            take_backward([size, size * Times::SIZE, after], |i| i % size, Tensor::as_slice(dy), dx.target());
        }
    }
}
