//! Cumulative sums along an axis: `x.cumsum::<0>()`.

use super::same_in_training::same_in_training;
use super::stateless::stateless;
use super::streaming::Streaming;
use crate::dim::{Dim, N};
use crate::float::Float;
use crate::graph::Op;
use crate::kernels::Target;
use crate::kernels::axis::cumulate;
use crate::layers::{Layer, Pass, StepContext};
use crate::parameters::Gradient;
use crate::shape::{ReplaceAxis, Sample};
use crate::signal::Batch;
use crate::tensor::{Tensor, around};

/// y_i = x_0 + x_1 + .. + x_i along `AXIS`, counted without the batch (PyTorch's `cumsum`).
///
/// In `network!`: `.cumsum::<0>()`. Any shape with this axis in, the same shape out. The gradient is the cumulative sum from the end:
/// dx_i = dy_i + dy_(i + 1) + ..
///
/// ```
/// use nn::Tensor;
/// use nn::dim::N;
/// use nn::layers::{CumSum, Layer};
/// let x = Tensor::<(N<1>, N<3>)>::new([[1.0, 2.0, 3.0]]);
/// let mut y = Tensor::<(N<1>, N<3>)>::zeros();
/// Layer::<(N<3>,)>::forward(&CumSum::<0>, &x, &mut y, &mut ());
/// assert_eq!(y.as_slice(), [1.0, 3.0, 6.0]);
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct CumSum<const AXIS: usize>;
stateless!(CumSum<const AXIS: usize>);

impl<S: Sample, const AXIS: usize, T: Float> Layer<S, T> for CumSum<AXIS> {
    type Out = S;
    type Saved<B: Dim> = ();
    type Scratch<B: Dim> = ();
    const OP: Op = Op::CumulativeSum { axis: AXIS };

    #[cfg_attr(not(feature = "std"), inline(never))]
    fn forward<B: Dim>(&self, x: &Batch<S, B, T>, y: &mut Batch<S, B, T>, _: &mut ()) {
        let [_, size, after] = const { around(S::DIMS, AXIS) };
        cumulate([size, after], false, Tensor::as_slice(x), Target::set(Tensor::as_mut_slice(y)));
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
            let [_, size, after] = const { around(S::DIMS, AXIS) };
            cumulate([size, after], true, Tensor::as_slice(dy), dx.target());
        }
    }
}

/// A stream along `AXIS`, which keeps the sums.
impl<S, const AXIS: usize, T: Float> Streaming<S, T> for CumSum<AXIS>
where
    S: ReplaceAxis<AXIS, N<1>>,
{
    type Step = S::Output;
    type StepOut = S::Output;
    type State<B: Dim> = Batch<S::Output, B, T>;
    type StepScratch<B: Dim> = ();

    #[inline]
    fn step<B: Dim>(
        &self,
        x: &Batch<S::Output, B, T>,
        y: &mut Batch<S::Output, B, T>,
        sums: &mut Self::State<B>,
        _: usize,
        (): &mut (),
    ) {
        let elements = Tensor::as_slice(x).iter().zip(Tensor::as_mut_slice(y));
        for ((&x, y), sum) in elements.zip(Tensor::as_mut_slice(sums)) {
            *sum += x;
            *y = *sum;
        }
    }
}
