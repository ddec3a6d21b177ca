//! Recurrent layers step by step: a stream carries their states from one step to the next.

use super::recurrent::Recurrent;
use super::recurrent_cell::{Cell, CellState, Directed, HiddenState, Units};
use super::recurrent_ends::Ends;
use super::recurrent_states::{CellStates, Stacked, States, forward_ends};
use super::recurrent_weights::{Carried, StreamScratch};
use super::started_state::StartedState;
use super::{BiasOption, Streaming};
use crate::dim::{Dim, N};
use crate::float::Float;
use crate::parameters::plain;
use crate::signal::{Signal, Tuple};
use crate::tensor::Tensor;

/// The states of the layers of a [`Recurrent`] layer after a step of a stream, for `B` sequences.
#[repr(C)]
pub struct RecurrentState<C: Cell, B: Dim, H: Units, T: Float, const MORE: usize> {
    first: Carried<C, B, H, T>,
    more: [Carried<C, B, H, T>; MORE],
}

plain! { impl[C: Cell, B: Dim, H: Units, T: Float, const MORE: usize] for RecurrentState<C, B, H, T, MORE> { first, more } }

impl<C: Cell, B: Dim, H: Units, T: Float, const MORE: usize> RecurrentState<C, B, H, T, MORE> {
    /// The states of all layers, in order.
    #[inline(always)]
    fn layers(&mut self) -> impl Iterator<Item = &mut Carried<C, B, H, T>> {
        core::iter::once(&mut self.first).chain(&mut self.more)
    }
}

/// The scratch of a step of a [`Recurrent`] layer in a stream.
#[repr(C)]
pub struct RecurrentStepScratch<C: Cell, B: Dim, H: Units, T: Float> {
    layer: StreamScratch<C, B, H, T>,
}

plain! { impl[C: Cell, B: Dim, H: Units, T: Float] for RecurrentStepScratch<C, B, H, T> { layer } }

impl<C: Cell, In: Dim, H: Directed<1>, Bias: BiasOption, T: Float, const MORE: usize, const DROPOUT: u32>
    Recurrent<C, In, H, Bias, T, 1, MORE, DROPOUT>
{
    /// Computes a step of all layers. A stream has no dropout.
    #[inline(always)]
    fn stream<B: Dim>(
        &self,
        x: &[T],
        y: &mut [T],
        RecurrentState { first, more }: &mut RecurrentState<C, B, H, T, MORE>,
        RecurrentStepScratch { layer: scratch }: &mut RecurrentStepScratch<C, B, H, T>,
    ) {
        let [weights] = &self.first;
        weights.stream_input(x, scratch);
        weights.stream(scratch, first, y);
        // A layer reads all of the previous output before it overwrites it.
        for ([weights], carried) in self.more.iter().zip(more) {
            weights.stream_input(y, scratch);
            weights.stream(scratch, carried, y);
        }
    }
}

/// A layer with one direction, which begins with states of 0.
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
        state: &mut Self::State<B>,
        _: usize,
        scratch: &mut Self::StepScratch<B>,
    ) {
        self.stream(x.as_slice(), y.as_mut_slice(), state, scratch);
    }
}

/// Implements the steps of a layer that receives its initial states, and returns those after the step: one of them, or two.
macro_rules! with_states {
    ($cell:ident, $count:literal: $($state:ident $last:ident $of:ident),+) => {
        impl<
            S: Dim,
            C: $cell,
            In: Dim,
            H: Stacked<1, MORE>,
            Bias: BiasOption,
            T: Float,
            const MORE: usize,
            const DROPOUT: u32,
        > Streaming<Tuple<((S, In), $($of<H, 1, MORE>),+)>, T> for Recurrent<C, In, H, Bias, T, 1, MORE, DROPOUT>
        {
            type Step = Tuple<((N<1>, In), $($of<H, 1, MORE>),+)>;
            type StepOut = Tuple<((N<1>, H::Width), $($of<H, 1, MORE>),+)>;
            type State<B: Dim> = StartedState<RecurrentState<C, B, H, T, MORE>>;
            type StepScratch<B: Dim> = RecurrentStepScratch<C, B, H, T>;

            #[cfg_attr(not(feature = "std"), inline(never))]
            fn step<B: Dim>(
                &self,
                (x, $($state),+): <Self::Step as Signal>::Ref<'_, B, T>,
                (y, $($last),+): <Self::StepOut as Signal>::Mut<'_, B, T>,
                state: &mut Self::State<B>,
                _: usize,
                scratch: &mut Self::StepScratch<B>,
            ) {
                let begin = [$(Tensor::as_slice($state)),+];
                let mut ends = forward_ends::<T, 1, MORE, $count>(begin, [$(Tensor::as_mut_slice($last)),+]);
                // Loops, not closures: the compiler inlines them, so that it knows the sizes, and no panic remains.
                let state = state.started(|state| {
                    for (layer, carried) in state.layers().enumerate() {
                        ends.begin::<H>(layer, carried.states_mut());
                    }
                });
                self.stream(x.as_slice(), y.as_mut_slice(), state, scratch);
                for (layer, carried) in state.layers().enumerate() {
                    ends.end::<H>(layer, carried.states());
                }
            }
        }
    };
}
with_states!(HiddenState, 1: hidden last_hidden States);
with_states!(CellState, 2: hidden last_hidden States, cell last_cell CellStates);
