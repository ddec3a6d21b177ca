//! Softmax, softmin and log-softmax, along the last axis.

use super::same_in_training::same_in_training;
use super::stateless::stateless;
use crate::dim::Dim;
use crate::float::Float;
use crate::graph::Op;
use crate::kernels::{
    log_softmax_backward_rows, log_softmax_rows, softmax_backward_rows, softmax_rows, softmin_backward_rows,
    softmin_rows,
};
use crate::layers::{Layer, Pass, StepContext};
use crate::parameters::Gradient;
use crate::shape::{Batched, Sample};
use crate::signal::Batch;

/// Returns the size of the last axis of a shape with at least one axis.
const fn last_axis<S: Batched>() -> usize {
    const { S::DIMS[S::RANK - 1] }
}

/// softmax(x)_i = exp(x_i) / sum_j exp(x_j), along the last axis (theory.md, 2.2): values from 0 to 1 that sum to 1.
///
/// In `network!`: `.softmax()`. Any shape with at least one axis in, the same shape out. The largest x of a row is
/// subtracted first, so that finite inputs of any magnitude yield finite outputs. Negative infinity maps to 0. A row that
/// contains NaN or positive infinity, or that consists of negative infinity alone, becomes a row of NaN.
///
/// The backward pass applies the full Jacobian: dx_i = y_i (dy_i - sum_j dy_j y_j). To train a classifier, end the network
/// at the logits and use [`CrossEntropy`](struct@crate::CrossEntropy), which is faster, and exact where y is 0.
///
/// ```
/// use nn::Tensor;
/// use nn::dim::N;
/// use nn::layers::{Layer, Softmax};
/// let x = Tensor::<(N<2>, N<3>)>::new([[0.0, 0.0, -1e4], [7.0, 7.0, 7.0]]);
/// let mut y = Tensor::<(N<2>, N<3>)>::new([[0.0; 3]; 2]);
/// Layer::<(N<3>,)>::forward(&Softmax, &x, &mut y, &mut ());
/// assert_eq!(y.as_slice(), [0.5, 0.5, 0.0, 1.0 / 3.0, 1.0 / 3.0, 1.0 / 3.0]);
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct Softmax;
stateless!(Softmax);

/// log_softmax(x)_i = x_i - ln(sum_j exp(x_j)), along the last axis: the logarithm of [`Softmax`], at most 0.
///
/// In `network!`: `.log_softmax()`. Any shape with at least one axis in, the same shape out. The largest x of a row is
/// subtracted first, so that finite inputs yield finite outputs, even where softmax itself would round to 0. A row that
/// contains NaN or positive infinity, or that consists of negative infinity alone, becomes a row of NaN.
///
/// The backward pass is dx_i = dy_i - exp(y_i) sum_j dy_j.
///
/// ```
/// use nn::Tensor;
/// use nn::dim::N;
/// use nn::layers::{Layer, LogSoftmax};
/// let x = Tensor::<(N<1>, N<2>), f64>::new([[0.0, 1e4]]);
/// let mut y = Tensor::<(N<1>, N<2>), f64>::new([[0.0; 2]]);
/// Layer::<(N<2>,), f64>::forward(&LogSoftmax, &x, &mut y, &mut ());
/// assert_eq!(y.as_slice(), [-1e4, 0.0]);
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct LogSoftmax;
stateless!(LogSoftmax);

/// softmin(x)_i = exp(-x_i) / sum_j exp(-x_j), along the last axis: the [`Softmax`] of -x, which is largest where x is smallest
/// (PyTorch's `Softmin`).
///
/// In `network!`: `.softmin()`. Any shape with at least one axis in, the same shape out. The smallest x of a row is subtracted
/// first, so that finite inputs of any magnitude yield finite outputs. Infinity maps to 0. A row that contains NaN or negative
/// infinity, or that consists of infinity alone, becomes a row of NaN.
///
/// The backward pass is dx_i = y_i (sum_j dy_j y_j - dy_i).
///
/// ```
/// use nn::Tensor;
/// use nn::dim::N;
/// use nn::layers::{Layer, Softmin};
/// let x = Tensor::<(N<2>, N<3>)>::new([[0.0, 0.0, 1e4], [7.0, 7.0, 7.0]]);
/// let mut y = Tensor::<(N<2>, N<3>)>::new([[0.0; 3]; 2]);
/// Layer::<(N<3>,)>::forward(&Softmin, &x, &mut y, &mut ());
/// assert_eq!(y.as_slice(), [0.5, 0.5, 0.0, 1.0 / 3.0, 1.0 / 3.0, 1.0 / 3.0]);
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct Softmin;
stateless!(Softmin);

macro_rules! along_last_axis {
    ($layer:ident as $op:ident: $forward:ident $backward:ident) => {
        impl<S: Sample + Batched, T: Float> Layer<S, T> for $layer {
            type Out = S;
            type Saved<B: Dim> = ();
            type Scratch<B: Dim> = ();
            const OP: Op = Op::$op { axis: S::RANK - 1 };

            #[inline]
            fn forward<B: Dim>(&self, x: &Batch<S, B, T>, y: &mut Batch<S, B, T>, _: &mut ()) {
                $forward(last_axis::<S>(), x.as_slice(), y.as_mut_slice());
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
                    $backward(last_axis::<S>(), y.as_slice(), dy.as_slice(), dx.target());
                }
            }
        }
    };
}
along_last_axis!(Softmax as SoftMax: softmax_rows softmax_backward_rows);
along_last_axis!(Softmin as SoftMin: softmin_rows softmin_backward_rows);
along_last_axis!(LogSoftmax as LogSoftMax: log_softmax_rows log_softmax_backward_rows);

#[cfg(all(test, feature = "alloc"))]
mod tests {
    use super::*;
    use crate::dim::N;
    use crate::tensor::Tensor;

    type Rows = Tensor<(N<1>, N<2>, N<3>), f64>;

    fn run<L: Layer<(N<2>, N<3>), f64, Out = (N<2>, N<3>), Scratch<N<1>> = ()>>(layer: &L, x: [[f64; 3]; 2]) -> Rows {
        let mut y = Rows::new([[[f64::NAN; 3]; 2]]);
        layer.forward(&Rows::new([x]), &mut y, &mut ());
        y
    }

    #[test]
    fn normalises_along_last_axis() {
        let x = [[1.0, 2.0, 3.0], [-1.0, 0.5, 0.0]];
        let (y, log_y) = (run(&Softmax, x), run(&LogSoftmax, x));
        for (r, row) in x.iter().enumerate() {
            let sum: f64 = row.iter().map(|&x| libm::exp(x)).sum();
            for (c, &x) in row.iter().enumerate() {
                assert!((y[[0, r, c]] - libm::exp(x) / sum).abs() < 1e-15);
                assert!((log_y[[0, r, c]] - (x - libm::log(sum))).abs() < 1e-15);
            }
        }
        assert_eq!(run(&Softmin, x.map(|row| row.map(|x| -x))), y);
    }

    #[test]
    fn softmin_of_special_values() {
        let y = run(&Softmin, [[1e308, -1e308, 0.0], [f64::INFINITY, 7.0, 7.0]]);
        assert_eq!(y.as_slice(), [0.0, 1.0, 0.0, 0.0, 0.5, 0.5]);
        let y = run(&Softmin, [[f64::NAN, 0.0, 0.0], [f64::NEG_INFINITY, 0.0, 0.0]]);
        assert!(y.iter().any(|y| y.is_nan()));
    }
}
