//! The mean of each channel.

use super::stateless::stateless;
use crate::dim::Dim;
use crate::float::Float;
use crate::graph::Op;
use crate::kernels::{mean_pool, mean_pool_backward, thin};
use crate::layers::{Context, Layer};
use crate::parameters::Gradient;
use crate::tensor::Tensor;

/// y_c = the mean of channel c over all positions (Lin, Chen, Yan 2013; PyTorch's `AdaptiveAvgPool2d(1)`, flattened).
///
/// In `network!`: `.global_avg_pool()`. `[C, H, W]` in, `[C]` out; or `[C, L]` in, `[C]` out. The gradient: dy_c / (H W)
/// goes to each number of the channel.
///
/// ```
/// use nn_core::{GlobalAvgPool, Layer, N, Tensor};
/// let x = Tensor::<(N<1>, N<2>, N<2>, N<2>)>::new([[[[1.0, 2.0], [3.0, 6.0]], [[5.0; 2]; 2]]]);
/// let mut y = Tensor::<(N<1>, N<2>)>::zeros();
/// Layer::<(N<2>, N<2>, N<2>)>::forward(&GlobalAvgPool, &x, &mut y, &mut ());
/// assert_eq!(y.as_slice(), [3.0, 5.0]);
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct GlobalAvgPool;
stateless!(GlobalAvgPool);

macro_rules! over {
    ($($axis:ident)+) => {
        impl<C: Dim, $($axis: Dim,)+ T: Float> Layer<(C, $($axis),+), T> for GlobalAvgPool {
            type Out = (C,);
            type Saved<B: Dim> = ();
            type Scratch<B: Dim> = ();
            const OP: Op = Op::GlobalAveragePool;

            #[cfg_attr(not(feature = "std"), inline(never))]
            fn forward<B: Dim>(&self, x: &Tensor<(B, C, $($axis),+), T>, y: &mut Tensor<(B, C), T>, _: &mut ()) {
                if thin::is_thin(B::SIZE) {
                    return thin::mean_pool(1 $(* $axis::SIZE)+, x.as_slice(), y.as_mut_slice());
                }
                mean_pool(1 $(* $axis::SIZE)+, x.as_slice(), y.as_mut_slice());
            }

            fn forward_train<B: Dim>(
                &self,
                x: &Tensor<(B, C, $($axis),+), T>,
                y: &mut Tensor<(B, C), T>,
                _: &mut (),
                _: Context,
            ) {
                Layer::<(C, $($axis),+), T>::forward::<B>(self, x, y, &mut ());
            }

            fn backward<B: Dim>(
                &self,
                _: &Tensor<(B, C, $($axis),+), T>,
                _: &Tensor<(B, C), T>,
                _: &mut (),
                dy: &Tensor<(B, C), T>,
                dx: Option<Gradient<'_, Tensor<(B, C, $($axis),+), T>>>,
                _: Gradient<'_, Self>,
                _: Context,
            ) {
                if let Some(dx) = dx {
                    mean_pool_backward(1 $(* $axis::SIZE)+, dy.as_slice(), dx.target());
                }
            }
        }
    };
}
over!(L);
over!(H W);
