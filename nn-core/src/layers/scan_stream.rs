//! A scan step by step: a stream carries the state of its cell.

use super::scan::{OfAll, OfStep, Scan, ScanScratch};
use super::started_state::StartedState;
use super::{Layer, Streaming};
use crate::dim::{Dim, N};
use crate::float::Float;
use crate::signal::Tuple;
use crate::tensor::Tensor;

impl<C, S, X, H, Y, T> Streaming<OfAll<S, X, H>, T> for Scan<C>
where
    C: Layer<OfStep<X, H>, T, Out = OfStep<Y, H>>,
    S: Dim,
    X: Dim,
    H: Dim,
    Y: Dim,
    T: Float,
{
    type Step = Tuple<((N<1>, X), (H,))>;
    type StepOut = Tuple<((N<1>, Y), (H,))>;
    type State<B: Dim> = StartedState<Tensor<(B, H), T>>;
    type StepScratch<B: Dim> = ScanScratch<C, X, H, Y, T, B>;

    fn step<B: Dim>(
        &self,
        (x, start): (&Tensor<(B, N<1>, X), T>, &Tensor<(B, H), T>),
        (y, end): (&mut Tensor<(B, N<1>, Y), T>, &mut Tensor<(B, H), T>),
        state: &mut Self::State<B>,
        _: usize,
        ScanScratch { x: x_step, y: y_step, cell, .. }: &mut Self::StepScratch<B>,
    ) {
        let state = state.started(|state| state.as_mut_slice().copy_from_slice(start.as_slice()));
        x_step.as_mut_slice().copy_from_slice(x.as_slice());
        self.cell.forward((x_step, state), (y_step, end), cell);
        y.as_mut_slice().copy_from_slice(y_step.as_slice());
        state.as_mut_slice().copy_from_slice(end.as_slice());
    }
}
