//! The largest and the smallest element along an axis: `x.max::<0>()` and `x.min::<0>()`.

use super::same_in_training::same_in_training;
use super::stateless::stateless;
use crate::dim::Dim;
use crate::float::Float;
use crate::graph::Op;
use crate::kernels::axis::{extremum, extremum_backward};
use crate::layers::{Layer, Pass, StepContext};
use crate::parameters::Gradient;
use crate::shape::{Sample, WithoutAxis};
use crate::signal::Batch;
use crate::simd::is_larger;
use crate::tensor::{Tensor, around};

/// The largest element along `AXIS`, counted without the batch, which is removed (PyTorch's `max(dim)`).
///
/// In `network!`: `.max::<0>()`, or `.max::<0, keep = true>()`, which keeps the axis with a size of 1. `[3, 28]` in, `[28]` out.
/// Among equal elements the first one receives the gradient, as in max pooling and PyTorch's `max(dim)`; `amax` of PyTorch
/// divides it among them. NaN counts as largest: a NaN anywhere along the axis is the result.
///
/// ```
/// use nn::Tensor;
/// use nn::dim::N;
/// use nn::layers::{Layer, MaxOver};
/// let x = Tensor::<(N<1>, N<3>)>::new([[1.0, 3.0, 2.0]]);
/// let mut y = Tensor::<(N<1>,)>::zeros();
/// Layer::<(N<3>,)>::forward(&MaxOver::<0>, &x, &mut y, &mut ());
/// assert_eq!(y.as_slice(), [3.0]);
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct MaxOver<const AXIS: usize>;
stateless!(MaxOver<const AXIS: usize>);

/// The smallest element along `AXIS`, counted without the batch, which is removed (PyTorch's `min(dim)`).
///
/// In `network!`: `.min::<0>()`, or `.min::<0, keep = true>()`, which keeps the axis with a size of 1. `[3, 28]` in, `[28]` out.
/// Among equal elements the first one receives the gradient, as in max pooling and PyTorch's `min(dim)`; `amin` of PyTorch
/// divides it among them. NaN counts as smallest: a NaN anywhere along the axis is the result.
///
/// ```
/// use nn::Tensor;
/// use nn::dim::N;
/// use nn::layers::{Layer, MinOver};
/// let x = Tensor::<(N<1>, N<3>)>::new([[4.0, 1.0, 2.0]]);
/// let mut y = Tensor::<(N<1>,)>::zeros();
/// Layer::<(N<3>,)>::forward(&MinOver::<0>, &x, &mut y, &mut ());
/// assert_eq!(y.as_slice(), [1.0]);
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct MinOver<const AXIS: usize>;
stateless!(MinOver<const AXIS: usize>);

/// Returns whether a number replaces the smallest so far: it is smaller, or NaN.
fn is_smaller<T: Float>(x: T, smallest: T) -> bool {
    is_larger(-x, -smallest)
}

/// Implements the layer: an element replaces the one before it if `$wins` is true of the two.
macro_rules! along_an_axis {
    ($layer:ident as $op:ident: $wins:ident) => {
        impl<S: Sample + WithoutAxis<AXIS, Output: Sample>, const AXIS: usize, T: Float> Layer<S, T> for $layer<AXIS> {
            type Out = S::Output;
            type Saved<B: Dim> = ();
            type Scratch<B: Dim> = ();
            const OP: Op = Op::$op { axis: AXIS };

            #[cfg_attr(not(feature = "std"), inline(never))]
            fn forward<B: Dim>(&self, x: &Batch<S, B, T>, y: &mut Batch<S::Output, B, T>, _: &mut ()) {
                let [_, size, after] = const { around(S::DIMS, AXIS) };
                extremum([size, after], $wins, Tensor::as_slice(x), Tensor::as_mut_slice(y));
            }

            same_in_training!(S, T);

            fn backward<B: Dim>(
                &self,
                Pass { x, dy, .. }: Pass<'_, Self, S, B, T>,
                dx: Option<Gradient<'_, Batch<S, B, T>>>,
                _: Gradient<'_, Self>,
                _: StepContext,
            ) {
                if let Some(dx) = dx {
                    let [_, size, after] = const { around(S::DIMS, AXIS) };
                    let [x, dy] = [Tensor::as_slice(x), Tensor::as_slice(dy)];
                    extremum_backward([size, after], $wins, x, dy, dx.target());
                }
            }
        }
    };
}
along_an_axis!(MaxOver as LargestAlong: is_larger);
along_an_axis!(MinOver as SmallestAlong: is_smaller);
