//! Windows of an axis: `x.unfold::<0, 3, 1>()`.

use super::same_in_training::same_in_training;
use super::stateless::stateless_by_type;
use crate::dim::{Dim, Slide};
use crate::float::Float;
use crate::graph::Op;
use crate::kernels::axis::{Unfolding, unfold, unfold_backward};
use crate::layers::{Layer, Pass, StepContext};
use crate::parameters::Gradient;
use crate::shape::{AppendAxis, AxisAt, ReplaceAxis, Shape};
use crate::signal::Batch;
use crate::tensor::{Tensor, around};
use core::marker::PhantomData;

/// The windows of `Size` elements along `AXIS`, counted without the batch, with a distance of `Step`: the axis becomes the number of
/// windows, and the elements of a window are the last axis (PyTorch's `Tensor.unfold`).
///
/// In `network!`: `.unfold::<0, 8, 4>()` turns a sequence `[32, 3]` into the windows `[7, 3, 8]`: (32 - 8) / 4 + 1 of them, rounded
/// down. The gradient of an element is the sum over the windows that contain it.
///
/// ```
/// use nn::Tensor;
/// use nn::dim::N;
/// use nn::layers::{Layer, Unfold};
/// let x = Tensor::<(N<1>, N<4>)>::new([[1.0, 2.0, 3.0, 4.0]]);
/// let mut y = Tensor::<(N<1>, N<3>, N<2>)>::zeros();
/// Layer::<(N<4>,)>::forward(&<Unfold<N<2>, N<1>>>::new(), &x, &mut y, &mut ());
/// assert_eq!(y.as_slice(), [1.0, 2.0, 2.0, 3.0, 3.0, 4.0]);
/// ```
///
/// A window that is larger than the axis does not compile:
///
/// ```compile_fail,E0277
/// use nn::dim::N;
/// use nn::layers::{Layer, Unfold};
/// type Out = <Unfold<N<5>, N<1>> as Layer<(N<4>,)>>::Out;
/// let out: Option<Out> = None;
/// ```
#[derive(Debug)]
pub struct Unfold<Size, Step, const AXIS: usize = 0>(PhantomData<(Size, Step)>);
stateless_by_type!(Unfold<Size: Dim, Step: Dim; const AXIS: usize>);

type Places<S, Size, Step, const AXIS: usize> = <<S as AxisAt<AXIS>>::Size as Slide<Size, Step>>::Output;
type Replaced<S, Size, Step, const AXIS: usize> = <S as ReplaceAxis<AXIS, Places<S, Size, Step, AXIS>>>::Output;
type Windows<S, Size, Step, const AXIS: usize> = <Replaced<S, Size, Step, AXIS> as AppendAxis<Size>>::Output;

impl<Size: Dim, Step: Dim, const AXIS: usize> Unfold<Size, Step, AXIS> {
    const fn sizes<S: Shape>() -> Unfolding {
        let [_, length, after] = around(S::DIMS, AXIS);
        let places = (length - Size::SIZE) / Step::SIZE + 1;
        Unfolding { length, places, after, size: Size::SIZE, step: Step::SIZE }
    }

    /// Computes `y` from `x`, batches of any elements.
    #[inline(always)]
    pub(crate) fn pick<S: Shape, T: Copy>(x: &[T], y: &mut [T]) {
        unfold(const { Self::sizes::<S>() }, x, y);
    }
}

impl<S, Size: Dim, Step: Dim, const AXIS: usize, T: Float> Layer<S, T> for Unfold<Size, Step, AXIS>
where
    S: AxisAt<AXIS> + ReplaceAxis<AXIS, Places<S, Size, Step, AXIS>>,
    S::Size: Slide<Size, Step>,
    Replaced<S, Size, Step, AXIS>: AppendAxis<Size>,
{
    type Out = Windows<S, Size, Step, AXIS>;
    type Saved<B: Dim> = ();
    type Scratch<B: Dim> = ();
    const OP: Op = Op::UnfoldAxis { axis: AXIS, size: Size::SIZE, step: Step::SIZE };

    #[cfg_attr(not(feature = "std"), inline(never))]
    fn forward<B: Dim>(&self, x: &Batch<S, B, T>, y: &mut Batch<Windows<S, Size, Step, AXIS>, B, T>, _: &mut ()) {
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
            unfold_backward(const { Self::sizes::<S>() }, Tensor::as_slice(dy), dx.target());
        }
    }
}
