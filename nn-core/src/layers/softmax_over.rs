//! Softmax, softmin and log-softmax, along any axis.

use super::same_in_training::same_in_training;
use super::stateless::stateless;
use crate::dim::Dim;
use crate::float::Float;
use crate::graph::Op;
use crate::kernels::axis::{log_softmax, log_softmax_backward, softmax, softmax_backward, softmin, softmin_backward};
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
    ($layer:ident as $op:ident: $forward:ident $backward:ident) => {
        impl<S: Sample, const AXIS: usize, T: Float> Layer<S, T> for $layer<AXIS> {
            type Out = S;
            type Saved<B: Dim> = ();
            type Scratch<B: Dim> = ();
            const OP: Op = Op::$op { axis: AXIS };

            #[inline]
            fn forward<B: Dim>(&self, x: &Batch<S, B, T>, y: &mut Batch<S, B, T>, _: &mut ()) {
                let [_, size, after] = const { around(S::DIMS, AXIS) };
                $forward([size, after], Tensor::as_slice(x), Tensor::as_mut_slice(y));
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
                    $backward([size, after], Tensor::as_slice(y), Tensor::as_slice(dy), dx.target());
                }
            }
        }
    };
}
along_an_axis!(SoftmaxOver as SoftMax: softmax softmax_backward);
along_an_axis!(SoftminOver as SoftMin: softmin softmin_backward);
along_an_axis!(LogSoftmaxOver as LogSoftMax: log_softmax log_softmax_backward);
