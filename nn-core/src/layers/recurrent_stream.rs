//! Recurrent layers step by step: a stream carries their states from one step to the next.

use super::recurrent::Recurrent;
use super::recurrent_cell::{Cell, Units};
use super::recurrent_weights::{Carried, StreamScratch};
use super::{BiasOption, Streaming};
use crate::dim::{Dim, N};
use crate::float::Float;
use crate::parameters::plain;
use crate::tensor::Tensor;

/// The states of the layers of a [`Recurrent`] layer after a step of a stream, for `B` sequences.
#[repr(C)]
pub struct RecurrentState<C: Cell, B: Dim, H: Units, T: Float, const MORE: usize> {
    first: Carried<C, B, H, T>,
    more: [Carried<C, B, H, T>; MORE],
}

plain! { impl[C: Cell, B: Dim, H: Units, T: Float, const MORE: usize] for RecurrentState<C, B, H, T, MORE> { first, more } }

/// The scratch of a step of a [`Recurrent`] layer in a stream.
#[repr(C)]
pub struct RecurrentStepScratch<C: Cell, B: Dim, H: Units, T: Float> {
    layer: StreamScratch<C, B, H, T>,
}

plain! { impl[C: Cell, B: Dim, H: Units, T: Float] for RecurrentStepScratch<C, B, H, T> { layer } }

/// A layer with one direction. A stream has no dropout.
impl<S: Dim, C: Cell, In: Dim, H: Units, Bias: BiasOption, T: Float, const MORE: usize, const DROPOUT: u32>
    Streaming<(S, In), T> for Recurrent<C, In, H, Bias, T, 1, MORE, DROPOUT>
{
    type Step = (N<1>, In);
    type StepOut = (N<1>, H::Hidden);
    type State<B: Dim> = RecurrentState<C, B, H, T, MORE>;
    type StepScratch<B: Dim> = RecurrentStepScratch<C, B, H, T>;

    #[cfg_attr(not(feature = "std"), inline(never))]
    fn step<B: Dim>(
        &self,
        x: &Tensor<(B, N<1>, In), T>,
        y: &mut Tensor<(B, N<1>, H::Hidden), T>,
        RecurrentState { first, more }: &mut Self::State<B>,
        _: usize,
        RecurrentStepScratch { layer: scratch }: &mut Self::StepScratch<B>,
    ) {
        let [weights] = &self.first;
        weights.stream_input(x.as_slice(), scratch);
        weights.stream(scratch, first, y.as_mut_slice());
        // A layer reads all of the previous output before it overwrites it.
        for ([weights], carried) in self.more.iter().zip(more) {
            weights.stream_input(y.as_slice(), scratch);
            weights.stream(scratch, carried, y.as_mut_slice());
        }
    }
}
