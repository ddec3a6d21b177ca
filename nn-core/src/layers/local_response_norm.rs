//! Local response normalisation.

use super::stateless::stateless;
use crate::dim::Dim;
use crate::float::Float;
use crate::graph::{Op, Scalar};
use crate::kernels::{Channels, LocalResponse, local_response, local_response_backward};
use crate::layers::{Layer, Pass, StepContext};
use crate::parameters::Gradient;
use crate::tensor::Tensor;

/// y_c = x_c / (k + alpha / n times the sum of x_j^2)^beta, where j are the n channels around c, from c - n / 2 to c + (n - 1) / 2
/// (rounded down) as far as they exist, at the same position (Krizhevsky, Sutskever, Hinton 2012; PyTorch's `LocalResponseNorm`).
///
/// n is `SIZE`; alpha, beta and k are `ALPHA`, `BETA` and `K`, each divided by 10^12: a const parameter cannot be a `f64`. The
/// defaults are PyTorch's: 1e-4, 0.75 and 1. In `network!`: `.local_response_norm::<5>()`, or
/// `.local_response_norm::<5, alpha = 1e-3, beta = 0.5, k = 2.0>()`. `[C]`, `[C, L]`, `[C, H, W]` and `[C, D, H, W]` in, the same
/// shape out.
///
/// With d the sum in parentheses, dx_j = dy_j / d_j^beta - 2 alpha beta / n x_j (the sum of dy_c y_c / d_c over the channels c whose
/// window contains j). As in PyTorch, channels outside of the value count as zeros, so that the sum is divided by n at the borders,
/// too. NaN propagates to the channels in whose window it is.
///
/// ```
/// use nn::Tensor;
/// use nn::dim::N;
/// use nn::layers::{Layer, LocalResponseNorm};
/// type Norm = LocalResponseNorm<2, 2_000_000_000_000, 1_000_000_000_000>;
/// let x = Tensor::<(N<1>, N<3>)>::new([[1.0, 1.0, 2.0]]);
/// let mut y = Tensor::<(N<1>, N<3>)>::zeros();
/// Layer::<(N<3>,)>::forward(&<Norm>::default(), &x, &mut y, &mut ());
/// // The channel before and the channel itself: 1, 1 + 1, 1 + 4.
/// for (y, expected) in y.iter().zip([1.0 / 2.0, 1.0 / 3.0, 2.0 / 6.0]) {
///     assert!((y - expected).abs() < 1e-6);
/// }
/// ```
///
/// A window of no channels, or a k of 0, does not compile:
///
/// ```compile_fail
/// use nn::dim::N;
/// use nn::layers::{Layer, LocalResponseNorm};
/// const OP: nn::graph::Op = <LocalResponseNorm<0> as Layer<(N<3>,)>>::OP;
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct LocalResponseNorm<
    const SIZE: usize,
    const ALPHA: u64 = 100_000_000,
    const BETA: u64 = 750_000_000_000,
    const K: u64 = 1_000_000_000_000,
>;
stateless!(LocalResponseNorm<const SIZE: usize, const ALPHA: u64, const BETA: u64, const K: u64>);

impl<const SIZE: usize, const ALPHA: u64, const BETA: u64, const K: u64> LocalResponseNorm<SIZE, ALPHA, BETA, K> {
    /// alpha, beta and k.
    const NUMBERS: [f64; 3] = {
        assert!(SIZE > 0, "the window of a local response normalisation has at least one channel");
        assert!(K > 0, "the `k` of a local response normalisation must be more than 0");
        [ALPHA as f64 / 1e12, BETA as f64 / 1e12, K as f64 / 1e12]
    };

    fn parameters<T: Float>() -> LocalResponse<T> {
        let [alpha, beta, k] = Self::NUMBERS.map(T::from_f64);
        LocalResponse { size: SIZE, alpha, beta, k }
    }
}

macro_rules! over {
    ($($axis:ident)*) => {
        impl<C: Dim, $($axis: Dim,)* const SIZE: usize, const ALPHA: u64, const BETA: u64, const K: u64, T: Float>
            Layer<(C, $($axis,)*), T> for LocalResponseNorm<SIZE, ALPHA, BETA, K>
        {
            type Out = (C, $($axis,)*);
            /// The scratch of the backward pass, for one sample.
            type Saved<B: Dim> = [Tensor<(C, $($axis,)*), T>; 2];
            type Scratch<B: Dim> = ();
            const OP: Op = Op::LocalResponseNormalization {
                size: SIZE,
                alpha: Scalar::new(Self::NUMBERS[0]),
                beta: Scalar::new(Self::NUMBERS[1]),
                k: Scalar::new(Self::NUMBERS[2]),
            };

            fn forward<B: Dim>(
                &self,
                x: &Tensor<(B, C, $($axis,)*), T>,
                y: &mut Tensor<(B, C, $($axis,)*), T>,
                _: &mut (),
            ) {
                let sizes = Channels { channels: C::SIZE, positions: 1 $(* $axis::SIZE)* };
                local_response(sizes, Self::parameters(), x.as_slice(), y.as_mut_slice());
            }

            fn forward_train<B: Dim>(
                &self,
                x: &Tensor<(B, C, $($axis,)*), T>,
                y: &mut Tensor<(B, C, $($axis,)*), T>,
                _: &mut Self::Saved<B>,
                _: StepContext,
            ) {
                Layer::<(C, $($axis,)*), T>::forward(self, x, y, &mut ());
            }

            fn backward<B: Dim>(
                &self,
                Pass { x, saved, dy, .. }: Pass<'_, Self, (C, $($axis,)*), B, T>,
                dx: Option<Gradient<'_, Tensor<(B, C, $($axis,)*), T>>>,
                _: Gradient<'_, Self>,
                _: StepContext,
            ) {
                if let Some(dx) = dx {
                    let sizes = Channels { channels: C::SIZE, positions: 1 $(* $axis::SIZE)* };
                    let scratch = saved.each_mut().map(Tensor::as_mut_slice);
                    let (x, dy) = (x.as_slice(), dy.as_slice());
                    local_response_backward(sizes, Self::parameters(), x, dy, scratch, dx.target());
                }
            }
        }
    };
}
over!();
over!(L);
over!(H W);
over!(D H W);

#[cfg(all(test, feature = "alloc"))]
mod tests {
    use super::*;
    use crate::dim::N;

    #[test]
    fn special_values() {
        let x = Tensor::<(N<2>, N<4>)>::new([[0.0, -1e4, 1e-40, 1e15], [f32::NAN, 1.0, 1.0, 1.0]]);
        let mut y = Tensor::<(N<2>, N<4>)>::zeros();
        Layer::<(N<4>,)>::forward(&LocalResponseNorm::<3>, &x, &mut y, &mut ());
        assert_eq!(y[[0, 0]], 0.0);
        assert!(y.as_slice()[..4].iter().all(|y| y.is_finite()) && y[[0, 1]] < 0.0);
        // The window of channel 1 contains channel 0, that of channel 2 does not.
        assert!(y[[1, 0]].is_nan() && y[[1, 1]].is_nan() && y[[1, 2]] < 1.0);
    }
}
