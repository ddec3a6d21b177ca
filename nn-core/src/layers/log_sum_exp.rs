//! The logarithm of the sum of exponentials along an axis: `x.logsumexp::<0>()`.

use super::same_in_training::same_in_training;
use super::stateless::stateless;
use crate::dim::Dim;
use crate::float::Float;
use crate::graph::Op;
use crate::kernels::axis::{log_sum_exp, log_sum_exp_backward};
use crate::layers::{Layer, Pass, StepContext};
use crate::parameters::Gradient;
use crate::shape::{Sample, WithoutAxis};
use crate::signal::Batch;
use crate::tensor::{Tensor, around};

/// y = ln(sum_j exp(x_j)) along `AXIS`, counted without the batch, which is removed (PyTorch's `logsumexp`): a smooth maximum.
///
/// In `network!`: `.logsumexp::<0>()`, `.logsumexp::<0, 1, keep = true>()` over two axes, which stay with a size of 1, or
/// `.logsumexp()` over all. `[3, 28]` in, `[28]` out. The largest element is subtracted before the exponentials, so none overflows.
/// The gradient is the softmax: dx_i = exp(x_i - y) dy. If all elements are minus infinity, so is y, and the gradient is 0; if one
/// is infinity, y is infinity, and its gradient NaN; a NaN is the result.
///
/// ```
/// use nn::Tensor;
/// use nn::dim::N;
/// use nn::layers::{Layer, LogSumExp};
/// let x = Tensor::<(N<1>, N<2>, N<2>)>::new([[[1e4, 0.0], [-1e4, 0.0]]]);
/// let mut y = Tensor::<(N<1>, N<2>)>::zeros();
/// Layer::<(N<2>, N<2>)>::forward(&LogSumExp::<0>, &x, &mut y, &mut ());
/// assert_eq!(y.as_slice(), [1e4, core::f32::consts::LN_2]);
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct LogSumExp<const AXIS: usize>;
stateless!(LogSumExp<const AXIS: usize>);

impl<S: Sample + WithoutAxis<AXIS, Output: Sample>, const AXIS: usize, T: Float> Layer<S, T> for LogSumExp<AXIS> {
    type Out = S::Output;
    type Saved<B: Dim> = ();
    type Scratch<B: Dim> = ();
    const OP: Op = Op::LogSumExp { axis: AXIS };

    #[cfg_attr(not(feature = "std"), inline(never))]
    fn forward<B: Dim>(&self, x: &Batch<S, B, T>, y: &mut Batch<S::Output, B, T>, _: &mut ()) {
        let [_, size, after] = const { around(S::DIMS, AXIS) };
        log_sum_exp([size, after], Tensor::as_slice(x), Tensor::as_mut_slice(y));
    }

    same_in_training!(S, T);

    fn backward<B: Dim>(
        &self,
        Pass { x, y, dy, .. }: Pass<'_, Self, S, B, T>,
        dx: Option<Gradient<'_, Batch<S, B, T>>>,
        _: Gradient<'_, Self>,
        _: StepContext,
    ) {
        if let Some(dx) = dx {
            let [_, size, after] = const { around(S::DIMS, AXIS) };
            let [x, y, dy] = [Tensor::as_slice(x), Tensor::as_slice(y), Tensor::as_slice(dy)];
            log_sum_exp_backward([size, after], x, y, dy, dx.target());
        }
    }
}
