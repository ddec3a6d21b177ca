//! Gated linear units.

use super::same_in_training::same_in_training;
use super::sigmoid::Sigmoid;
use super::stateless::stateless;
use crate::dim::Dim;
use crate::float::Float;
use crate::graph::Op;
use crate::kernels::{gate, gate_backward};
use crate::layers::{Layer, Pass, StepContext};
use crate::parameters::Gradient;
use crate::shape::{HalveAxis, Sample, Shape};
use crate::signal::Batch;
use crate::tensor::Tensor;

/// GLU(x) = a sigmoid(b), where a is the first half of axis `AXIS` of x and b the second (Dauphin, Fan, Auli, Grangier 2017;
/// PyTorch's `GLU`). The axis is counted without the batch; its size is even, and half as large in the output.
///
/// In `network!`: `.glu()` halves the last axis, as PyTorch's `nn.GLU()`; `.glu::<0>()` halves the first one, the channels, as
/// `nn.GLU(dim=1)`. da = dy sigmoid(b) and db = dy a sigmoid(b) sigmoid(-b).
///
/// ```
/// use nn::Tensor;
/// use nn::dim::N;
/// use nn::layers::{Glu, Layer};
/// let x = Tensor::<(N<1>, N<4>)>::new([[3.0, 5.0, 0.0, 1e4]]);
/// let mut y = Tensor::<(N<1>, N<2>)>::zeros();
/// Layer::<(N<4>,)>::forward(&<Glu>::default(), &x, &mut y, &mut ());
/// assert_eq!(y.as_slice(), [1.5, 5.0]);
/// ```
///
/// An axis of odd size does not compile:
///
/// ```compile_fail,E0277
/// use nn::dim::N;
/// use nn::layers::{Glu, Layer};
/// type Out = <Glu as Layer<(N<3>,)>>::Out;
/// let out: Option<Out> = None;
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct Glu<const AXIS: usize = 0>;
stateless!(Glu<const AXIS: usize>);

/// Returns the number of elements of half an axis and of all axes after it.
const fn half<S: Shape, const AXIS: usize>() -> usize {
    const {
        let (mut size, mut axis) = (S::DIMS[AXIS] / 2, AXIS + 1);
        while axis < S::RANK {
            size *= S::DIMS[axis];
            axis += 1;
        }
        size
    }
}

impl<S: Sample + HalveAxis<AXIS>, const AXIS: usize, T: Float> Layer<S, T> for Glu<AXIS> {
    type Out = S::Output;
    type Saved<B: Dim> = ();
    type Scratch<B: Dim> = ();
    const OP: Op = Op::Gate { axis: AXIS };

    #[inline]
    fn forward<B: Dim>(&self, x: &Batch<S, B, T>, y: &mut Batch<S::Output, B, T>, _: &mut ()) {
        gate::<Sigmoid, T>(half::<S, AXIS>(), Tensor::as_slice(x), Tensor::as_mut_slice(y));
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
            gate_backward::<Sigmoid, T>(half::<S, AXIS>(), Tensor::as_slice(x), Tensor::as_slice(dy), dx.target());
        }
    }
}
