//! Softmax, softmin and log-softmax, along any axis.

use super::same_in_training::same_in_training;
use super::stateless::stateless;
use crate::dim::Dim;
use crate::float::Float;
use crate::graph::Op;
use crate::kernels::axis::{log_softmax, log_softmax_backward, softmax, softmax_backward, softmin, softmin_backward};
use crate::kernels::{
    log_softmax_backward_rows, log_softmax_rows, softmax_backward_rows, softmax_rows, softmin_backward_rows,
    softmin_rows,
};
use crate::layers::{Layer, Pass, StepContext};
use crate::parameters::Gradient;
use crate::shape::Sample;
use crate::signal::Batch;
use crate::tensor::{Tensor, around};

/// softmax(x)_i = exp(x_i) / sum_j exp(x_j) along `AXIS`, counted without the batch (PyTorch's `softmax(dim)`). Otherwise the same as
/// [`Softmax`](crate::Softmax), which is along the last axis.
///
/// In `network!`: `.softmax::<0>()`. Any shape with this axis in, the same shape out.
///
/// ```
/// use nn::Tensor;
/// use nn::dim::N;
/// use nn::layers::{Layer, SoftmaxOver};
/// let x = Tensor::<(N<1>, N<2>, N<2>)>::new([[[0.0, 1e4], [0.0, 0.0]]]);
/// let mut y = Tensor::<(N<1>, N<2>, N<2>)>::zeros();
/// Layer::<(N<2>, N<2>)>::forward(&SoftmaxOver::<0>, &x, &mut y, &mut ());
/// assert_eq!(y.as_slice(), [0.5, 1.0, 0.5, 0.0]);
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct SoftmaxOver<const AXIS: usize>;
stateless!(SoftmaxOver<const AXIS: usize>);

/// log_softmax(x)_i = x_i - ln(sum_j exp(x_j)) along `AXIS`, counted without the batch: the logarithm of [`SoftmaxOver`]. Otherwise
/// the same as [`LogSoftmax`](crate::LogSoftmax), which is along the last axis.
///
/// In `network!`: `.log_softmax::<0>()`. Any shape with this axis in, the same shape out.
///
/// ```
/// use nn::Tensor;
/// use nn::dim::N;
/// use nn::layers::{Layer, LogSoftmaxOver};
/// let x = Tensor::<(N<1>, N<2>, N<1>)>::new([[[0.0], [1e4]]]);
/// let mut y = Tensor::<(N<1>, N<2>, N<1>)>::zeros();
/// Layer::<(N<2>, N<1>)>::forward(&LogSoftmaxOver::<0>, &x, &mut y, &mut ());
/// assert_eq!(y.as_slice(), [-1e4, 0.0]);
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct LogSoftmaxOver<const AXIS: usize>;
stateless!(LogSoftmaxOver<const AXIS: usize>);

/// softmin(x)_i = exp(-x_i) / sum_j exp(-x_j) along `AXIS`, counted without the batch (PyTorch's `Softmin(dim)`): the
/// [`SoftmaxOver`] of -x. Otherwise the same as [`Softmin`](crate::Softmin), which is along the last axis.
///
/// In `network!`: `.softmin::<0>()`. Any shape with this axis in, the same shape out.
///
/// ```
/// use nn::Tensor;
/// use nn::dim::N;
/// use nn::layers::{Layer, SoftminOver};
/// let x = Tensor::<(N<1>, N<2>, N<2>)>::new([[[0.0, 1e4], [0.0, 0.0]]]);
/// let mut y = Tensor::<(N<1>, N<2>, N<2>)>::zeros();
/// Layer::<(N<2>, N<2>)>::forward(&SoftminOver::<0>, &x, &mut y, &mut ());
/// assert_eq!(y.as_slice(), [0.5, 0.0, 0.5, 1.0]);
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct SoftminOver<const AXIS: usize>;
stateless!(SoftminOver<const AXIS: usize>);

macro_rules! along_an_axis {
    ($layer:ident as $op:ident: $forward:ident $backward:ident, last: $forward_rows:ident $backward_rows:ident) => {
        impl<S: Sample, const AXIS: usize, T: Float> Layer<S, T> for $layer<AXIS> {
            type Out = S;
            type Saved<B: Dim> = ();
            type Scratch<B: Dim> = ();
            const OP: Op = Op::$op { axis: AXIS };

            #[inline]
            fn forward<B: Dim>(&self, x: &Batch<S, B, T>, y: &mut Batch<S, B, T>, _: &mut ()) {
                let [_, size, after] = const { around(S::DIMS, AXIS) };
                let (x, y) = (Tensor::as_slice(x), Tensor::as_mut_slice(y));
                // If axes of one element follow, a step of a sequence must be computed in the order of the whole sequence.
                if AXIS + 1 == S::DIMS.len() { $forward_rows(size, x, y) } else { $forward([size, after], x, y) }
            }

            same_in_training!(S, T);

            #[inline]
            fn backward<B: Dim>(
                &self,
                Pass { y, dy, .. }: Pass<'_, Self, S, B, T>,
                dx: Option<Gradient<'_, Batch<S, B, T>>>,
                _: Gradient<'_, Self>,
                _: StepContext,
            ) {
                if let Some(dx) = dx {
                    let [_, size, after] = const { around(S::DIMS, AXIS) };
                    let (y, dy, dx) = (Tensor::as_slice(y), Tensor::as_slice(dy), dx.target());
                    if AXIS + 1 == S::DIMS.len() {
                        $backward_rows(size, y, dy, dx);
                    } else {
                        $backward([size, after], y, dy, dx);
                    }
                }
            }
        }
    };
}
along_an_axis!(SoftmaxOver as SoftMax: softmax softmax_backward, last: softmax_rows softmax_backward_rows);
along_an_axis!(SoftminOver as SoftMin: softmin softmin_backward, last: softmin_rows softmin_backward_rows);
along_an_axis!(
    LogSoftmaxOver as LogSoftMax: log_softmax log_softmax_backward, last: log_softmax_rows log_softmax_backward_rows
);
