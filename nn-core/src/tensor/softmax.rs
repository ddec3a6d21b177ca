//! Softmax and log-softmax along the last axis.

use super::Tensor;
use crate::float::Float;
use crate::kernels;
use crate::shape::{Batched, Shape};
use alloc::boxed::Box;

/// Returns the size of the last axis.
const fn width<S: Shape>() -> usize {
    S::DIMS[S::RANK - 1]
}

impl<S: Batched, T: Float> Tensor<S, T> {
    /// Computes softmax(x)_i = exp(x_i) / sum_j exp(x_j) along the last axis, which maps logits to probabilities (theory.md, 2.2).
    ///
    /// The shape is unchanged. Numerically stable for all finite logits. [`Softmax`](crate::Softmax) is the layer.
    ///
    /// ```
    /// use nn::Tensor;
    /// let logits = Tensor::from([[1e4_f32, 1e4], [0.0, -1e4]]);
    /// assert_eq!(logits.softmax().as_slice(), [0.5, 0.5, 1.0, 0.0]);
    /// ```
    pub fn softmax(&self) -> Box<Self> {
        let mut y = Self::zeros();
        kernels::softmax_rows(width::<S>(), self.as_slice(), y.as_mut_slice());
        y
    }

    /// Computes ln(softmax(x)_i) = x_i - ln(sum_j exp(x_j)) along the last axis, without loss of precision for small
    /// probabilities.
    ///
    /// The shape is unchanged. [`LogSoftmax`](crate::LogSoftmax) is the layer.
    ///
    /// ```
    /// use nn::Tensor;
    /// let logits = Tensor::from([0.0_f32, -1e4]);
    /// assert_eq!(logits.log_softmax().as_slice(), [0.0, -1e4]);
    /// ```
    pub fn log_softmax(&self) -> Box<Self> {
        let mut y = Self::zeros();
        kernels::log_softmax_rows(width::<S>(), self.as_slice(), y.as_mut_slice());
        y
    }
}
