//! Global average pooling.

use super::same_in_training::same_in_training;
use super::stateless::stateless;
use crate::dim::Dim;
use crate::float::Float;
use crate::graph::Op;
use crate::kernels::{mean_pool, mean_pool_backward, small_batch};
use crate::layers::{Layer, Pass, StepContext};
use crate::parameters::Gradient;
use crate::tensor::Tensor;

/// y_c = the mean of channel c over all positions (Lin, Chen, Yan 2013; PyTorch's `AdaptiveAvgPool2d(1)`, flattened).
///
/// In `network!`: `.global_avg_pool()`. `[C, L]`, `[C, H, W]` or `[C, D, H, W]` in, `[C]` out. The gradient: each
/// element of channel c receives dy_c / (H W).
///
/// ```
/// use nn::Tensor;
/// use nn::dim::N;
/// use nn::layers::{GlobalAvgPool, Layer};
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
                if small_batch::is_small(B::SIZE) {
                    return small_batch::mean_pool(1 $(* $axis::SIZE)+, x.as_slice(), y.as_mut_slice());
                }
                mean_pool(1 $(* $axis::SIZE)+, x.as_slice(), y.as_mut_slice());
            }

            same_in_training!((C, $($axis),+), T);

            fn backward<B: Dim>(
                &self,
                Pass { dy, .. }: Pass<'_, Self, (C, $($axis),+), B, T>,
                dx: Option<Gradient<'_, Tensor<(B, C, $($axis),+), T>>>,
                _: Gradient<'_, Self>,
                _: StepContext,
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
over!(D H W);
