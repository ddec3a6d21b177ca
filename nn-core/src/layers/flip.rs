//! The reversal of an axis: `x.flip::<0>()`.

use super::same_in_training::same_in_training;
use super::stateless::stateless;
use crate::dim::Dim;
use crate::float::Float;
use crate::graph::Op;
use crate::kernels::Target;
use crate::kernels::axis::take;
use crate::layers::{Layer, Pass, StepContext};
use crate::parameters::Gradient;
use crate::shape::Sample;
use crate::signal::Batch;
use crate::tensor::{Tensor, around};
use core::ops::AddAssign;

/// y_i = x_(n - 1 - i) along `AXIS`, which has n elements, counted without the batch (PyTorch's `flip`).
///
/// In `network!`: `.flip::<0>()` reverses the first axis. Any shape with this axis in, the same shape out. The gradient is reversed,
/// too.
///
/// ```
/// use nn::Tensor;
/// use nn::dim::N;
/// use nn::layers::{Flip, Layer};
/// let x = Tensor::<(N<1>, N<3>)>::new([[1.0, 2.0, 3.0]]);
/// let mut y = Tensor::<(N<1>, N<3>)>::zeros();
/// Layer::<(N<3>,)>::forward(&Flip::<0>, &x, &mut y, &mut ());
/// assert_eq!(y.as_slice(), [3.0, 2.0, 1.0]);
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct Flip<const AXIS: usize>;
stateless!(Flip<const AXIS: usize>);

/// Computes y_i = x_(n - 1 - i), which is also the backward pass.
#[inline(always)]
fn reverse<S: Sample, const AXIS: usize, T: Copy + AddAssign>(x: &[T], y: Target<'_, T>) {
    let [_, size, after] = const { around(S::DIMS, AXIS) };
    take([size, size, after], |i| size - 1 - i, x, y);
}

impl<const AXIS: usize> Flip<AXIS> {
    /// Computes `y` from `x`, batches of any elements.
    #[inline(always)]
    pub(crate) fn pick<S: Sample, T: Copy + AddAssign>(x: &[T], y: &mut [T]) {
        reverse::<S, AXIS, T>(x, Target::set(y));
    }
}

impl<S: Sample, const AXIS: usize, T: Float> Layer<S, T> for Flip<AXIS> {
    type Out = S;
    type Saved<B: Dim> = ();
    type Scratch<B: Dim> = ();
    const OP: Op = Op::FlipAxis { axis: AXIS };

    #[cfg_attr(not(feature = "std"), inline(never))]
    fn forward<B: Dim>(&self, x: &Batch<S, B, T>, y: &mut Batch<S, B, T>, _: &mut ()) {
        Self::pick::<S, T>(Tensor::as_slice(x), Tensor::as_mut_slice(y));
    }

    same_in_training!(S, T);

    fn backward<B: Dim>(
        &self,
        Pass { dy, .. }: Pass<'_, Self, S, B, T>,
        dx: Option<Gradient<'_, Batch<S, B, T>>>,
        _: Gradient<'_, Self>,
        _: StepContext,
    ) {
        if let Some(dx) = dx {
            reverse::<S, AXIS, T>(Tensor::as_slice(dy), dx.target());
        }
    }
}
