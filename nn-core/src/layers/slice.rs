//! A slice of an axis: `x.slice::<0, 2..10>()`.

use super::same_in_training::same_in_training;
use super::stateless::stateless_by_type;
use crate::dim::{Dim, Natural};
use crate::float::Float;
use crate::graph::Op;
use crate::kernels::Target;
use crate::kernels::axis::{take, take_backward};
use crate::layers::{Layer, Pass, StepContext};
use crate::parameters::Gradient;
use crate::shape::{ReplaceAxis, Sample};
use crate::signal::Batch;
use crate::tensor::{Tensor, around};
use core::marker::PhantomData;
use core::ops::AddAssign;

/// y_i = x_(start + step i) along `AXIS`, counted without the batch, for `Count` indices i (`x[.., start:stop:step]` of NumPy and
/// PyTorch; `narrow`).
///
/// In `network!`: `.slice::<0, 2..10>()` is the elements 2 to 9 of the first axis, `.slice::<1, ..-1>()` all but the last one of the
/// second, `.slice::<0, 1.., step = 2>()` every other one from the second on; `.select::<0, 3>()` is element 3, without the axis.
/// As in Python, a negative number is counted from the end; other than in Python, an element that does not exist is an error. The
/// gradient of an element that is not selected is 0.
///
/// ```
/// use nn::Tensor;
/// use nn::dim::N;
/// use nn::layers::{Layer, Slice};
/// let x = Tensor::<(N<1>, N<5>)>::new([[0.0, 1.0, 2.0, 3.0, 4.0]]);
/// let mut y = Tensor::<(N<1>, N<2>)>::zeros();
/// Layer::<(N<5>,)>::forward(&Slice::<N<1>, N<2>, N<2>>::new(), &x, &mut y, &mut ());
/// assert_eq!(y.as_slice(), [1.0, 3.0]);
/// ```
///
/// A slice that exceeds the axis does not compile:
///
/// ```compile_fail,E0080
/// use nn::Tensor;
/// use nn::dim::N;
/// use nn::layers::{Layer, Slice};
/// let (x, mut y) = (Tensor::<(N<1>, N<5>)>::zeros(), Tensor::<(N<1>, N<3>)>::zeros());
/// Layer::<(N<5>,)>::forward(&Slice::<N<3>, N<3>>::new(), &x, &mut y, &mut ());
/// ```
#[derive(Debug)]
pub struct Slice<Start, Count, Step = crate::dim::N<1>, const AXIS: usize = 0>(PhantomData<(Start, Count, Step)>);
stateless_by_type!(Slice<Start: Natural, Count: Dim, Step: Dim; const AXIS: usize>);

impl<Start: Natural, Count: Dim, Step: Dim, const AXIS: usize> Slice<Start, Count, Step, AXIS> {
    /// Returns the sizes of the axis, of the slice and of the axes after it. Evaluated at compile time, which checks that the slice
    /// lies within the axis.
    const fn sizes<S: Sample>() -> [usize; 3] {
        let [_, size, after] = around(S::DIMS, AXIS);
        assert!(Start::SIZE + (Count::SIZE - 1) * Step::SIZE < size, "the slice exceeds the axis");
        [size, Count::SIZE, after]
    }

    fn source(i: usize) -> usize {
        Start::SIZE + i * Step::SIZE
    }

    /// Computes `y` from `x`, batches of any elements.
    #[inline(always)]
    pub(crate) fn pick<S: Sample, T: Copy + AddAssign>(x: &[T], y: &mut [T]) {
        take(const { Self::sizes::<S>() }, Self::source, x, Target::set(y));
    }
}

impl<S, Start: Natural, Count: Dim, Step: Dim, const AXIS: usize, T: Float> Layer<S, T>
    for Slice<Start, Count, Step, AXIS>
where
    S: ReplaceAxis<AXIS, Count>,
{
    type Out = S::Output;
    type Saved<B: Dim> = ();
    type Scratch<B: Dim> = ();
    const OP: Op = Op::SliceAxis { axis: AXIS, start: Start::SIZE, count: Count::SIZE, step: Step::SIZE };

    #[cfg_attr(not(feature = "std"), inline(never))]
    fn forward<B: Dim>(&self, x: &Batch<S, B, T>, y: &mut Batch<S::Output, B, T>, _: &mut ()) {
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
            take_backward(const { Self::sizes::<S>() }, Self::source, Tensor::as_slice(dy), dx.target());
        }
    }
}
