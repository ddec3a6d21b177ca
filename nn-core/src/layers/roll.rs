//! The rotation of an axis: `x.roll::<0, 1>()`.

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

/// y_i = x_(i - s) along `AXIS`, counted without the batch: the elements move by `SHIFT` = s places, and those that leave one end
/// enter at the other (PyTorch's `roll`).
///
/// In `network!`: `.roll::<0, 1>()` moves the elements of the first axis by one place to the end, `.roll::<0, -1>()` to the
/// beginning. Any shape with this axis in, the same shape out. The gradient moves back.
///
/// ```
/// use nn::Tensor;
/// use nn::dim::N;
/// use nn::layers::{Layer, Roll};
/// let x = Tensor::<(N<1>, N<3>)>::new([[1.0, 2.0, 3.0]]);
/// let mut y = Tensor::<(N<1>, N<3>)>::zeros();
/// Layer::<(N<3>,)>::forward(&Roll::<0, 1>, &x, &mut y, &mut ());
/// assert_eq!(y.as_slice(), [3.0, 1.0, 2.0]);
/// Layer::<(N<3>,)>::forward(&Roll::<0, -4>, &x, &mut y, &mut ());
/// assert_eq!(y.as_slice(), [2.0, 3.0, 1.0]);
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct Roll<const AXIS: usize, const SHIFT: isize>;
stateless!(Roll<const AXIS: usize, const SHIFT: isize>);

/// Returns the index of x that becomes index 0 of y.
const fn first(size: usize, shift: isize) -> usize {
    let back = shift.unsigned_abs() % size;
    if shift > 0 { (size - back) % size } else { back }
}

/// Computes y_i = x_(i + first), beginning again at the end of the axis.
#[inline(always)]
fn rotate<S: Sample, const AXIS: usize, T: Copy + AddAssign>(first: usize, x: &[T], y: Target<'_, T>) {
    let [_, size, after] = const { around(S::DIMS, AXIS) };
    take([size, size, after], |i| (i + first) % size, x, y);
}

impl<const AXIS: usize, const SHIFT: isize> Roll<AXIS, SHIFT> {
    /// Computes `y` from `x`, batches of any elements.
    #[inline(always)]
    pub(crate) fn pick<S: Sample, T: Copy + AddAssign>(x: &[T], y: &mut [T]) {
        let first = const { first(around(S::DIMS, AXIS)[1], SHIFT) };
        rotate::<S, AXIS, T>(first, x, Target::set(y));
    }
}

impl<S: Sample, const AXIS: usize, const SHIFT: isize, T: Float> Layer<S, T> for Roll<AXIS, SHIFT> {
    type Out = S;
    type Saved<B: Dim> = ();
    type Scratch<B: Dim> = ();
    const OP: Op = Op::RollAxis { axis: AXIS, shift: SHIFT };

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
            let back = const { around(S::DIMS, AXIS)[1] - first(around(S::DIMS, AXIS)[1], SHIFT) };
            rotate::<S, AXIS, T>(back, Tensor::as_slice(dy), dx.target());
        }
    }
}
