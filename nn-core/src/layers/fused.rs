//! Element-wise expressions of several operands, which may be summed or averaged over axes.

use super::same_in_training::same_in_training;
use super::stateless::stateless_by_type;
use crate::dim::Dim;
use crate::expression::Program;
use crate::float::Float;
use crate::graph::Op;
use crate::kernels::{Broadcast, fused, fused_backward};
use crate::layers::{Layer, Pass, StepContext};
use crate::parameters::Gradient;
use crate::shape::Sample;
use crate::signal::{Batch, BroadcastTo, Elements, Operands, Parts, Read};
use core::marker::PhantomData;

/// An expression such as `a * 0.5 + b`, for each element of the shape `Whole`: the arithmetic of `network!`.
///
/// The operands are repeated along the axes that they lack, and along those of size 1: operands and `Out` are aligned with the last
/// axes of `Whole`, as `Fits` says, a pair of a tuple with one entry per operand, and one for the result. Along axes on which `Out`
/// has size 1, results are added, or averaged. The gradient of a repeated operand is the sum over its repetitions.
///
/// One loop over memory computes all steps of the program, and another one the gradients of all operands, for which it computes
/// the steps again: nothing is saved but the operands.
#[doc(hidden)]
#[derive(Debug)]
pub struct Fused<P, Whole, Out, Fits>(PhantomData<(P, Whole, Out, Fits)>);
stateless_by_type!(Fused<P: Program, Whole: Sample, Out: Sample, Fits: Always>);

/// Any type, which may be sent to other threads or not: only its name is used.
#[doc(hidden)]
pub trait Always: 'static {}
impl<F: 'static> Always for F {}

/// The elements of all operands.
#[inline(always)]
fn slices<'a, T: Float>(parts: Parts<Read<'a, T>>) -> [&'a [T]; 6] {
    parts.map(|part| part.and_then(Elements::floats).unwrap_or_default())
}

impl<P, In, Whole, Out, InFits, OutFit, T> Layer<In, T> for Fused<P, Whole, Out, (InFits, OutFit)>
where
    P: Program,
    In: Operands<Whole, InFits>,
    Whole: Sample,
    Out: Sample + BroadcastTo<Whole, OutFit>,
    InFits: 'static,
    OutFit: 'static,
    T: Float,
{
    type Out = Out;
    type Saved<B: Dim> = ();
    type Scratch<B: Dim> = ();
    const OP: Op = Op::Fused { steps: P::STEPS, dims: Whole::DIMS, mean: P::IS_MEAN };

    #[inline]
    fn forward<B: Dim>(&self, x: In::Ref<'_, B, T>, y: &mut Batch<Out, B, T>, _: &mut ()) {
        let loops = const { &Broadcast::new(B::SIZE, Whole::DIMS, In::DIMS, Out::DIMS) };
        fused::<P, T>(loops, slices(In::to_parts::<B, T>(x)), y.as_mut_slice());
    }

    same_in_training!(In, T);

    #[inline]
    fn backward<B: Dim>(
        &self,
        Pass { x, dy, .. }: Pass<'_, Self, In, B, T>,
        dx: In::Grad<'_, B, T>,
        _: Gradient<'_, Self>,
        _: StepContext,
    ) {
        let loops = const { &Broadcast::new(B::SIZE, Whole::DIMS, In::DIMS, Out::DIMS) };
        let dx = In::to_parts_grad::<B, T>(dx).map(|part| part.map(Gradient::slice_target));
        fused_backward::<P, T>(loops, slices(In::to_parts::<B, T>(x)), dy.as_slice(), dx);
    }
}
