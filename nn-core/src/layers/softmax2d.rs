//! Softmax over the channels of an image.

use super::same_in_training::same_in_training;
use super::stateless::stateless;
use crate::dim::Dim;
use crate::float::Float;
use crate::graph::Op;
use crate::kernels::axis::{softmax, softmax_backward};
use crate::layers::{Layer, Pass, StepContext};
use crate::parameters::Gradient;
use crate::tensor::Tensor;

/// y_chw = exp(x_chw) / sum_d exp(x_dhw): softmax over the channels of every pixel (PyTorch's `Softmax2d`).
///
/// In `network!`: `.softmax2d()`. `[C, H, W]` in, the same shape out. The largest x of a pixel is subtracted first, so that finite
/// inputs yield finite outputs; a pixel with NaN or positive infinity becomes NaN. The backward pass is
/// dx_c = y_c (dy_c - sum_d dy_d y_d), at every pixel.
///
/// ```
/// use nn::Tensor;
/// use nn::dim::N;
/// use nn::layers::{Layer, Softmax2d};
/// let x = Tensor::<(N<1>, N<2>, N<1>, N<2>)>::new([[[[7.0, 0.0]], [[7.0, -1e4]]]]);
/// let mut y = Tensor::<(N<1>, N<2>, N<1>, N<2>)>::zeros();
/// Layer::<(N<2>, N<1>, N<2>)>::forward(&Softmax2d, &x, &mut y, &mut ());
/// assert_eq!(y.as_slice(), [0.5, 1.0, 0.5, 0.0]);
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct Softmax2d;
stateless!(Softmax2d);

impl<C: Dim, H: Dim, W: Dim, T: Float> Layer<(C, H, W), T> for Softmax2d {
    type Out = (C, H, W);
    type Saved<B: Dim> = ();
    type Scratch<B: Dim> = ();
    const OP: Op = Op::SoftMax { axis: 0 };

    fn forward<B: Dim>(&self, x: &Tensor<(B, C, H, W), T>, y: &mut Tensor<(B, C, H, W), T>, _: &mut ()) {
        softmax([C::SIZE, H::SIZE * W::SIZE], x.as_slice(), y.as_mut_slice());
    }

    same_in_training!((C, H, W), T);

    fn backward<B: Dim>(
        &self,
        Pass { y, dy, .. }: Pass<'_, Self, (C, H, W), B, T>,
        dx: Option<Gradient<'_, Tensor<(B, C, H, W), T>>>,
        _: Gradient<'_, Self>,
        _: StepContext,
    ) {
        if let Some(dx) = dx {
            softmax_backward([C::SIZE, H::SIZE * W::SIZE], y.as_slice(), dy.as_slice(), dx.target());
        }
    }
}
