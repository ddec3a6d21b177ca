//! Recurrent layers that receive their initial states, and return their final ones, also with a length of each sample.

use super::recurrent::{Recurrent, RecurrentSaved, RecurrentScratch};
use super::recurrent_cell::{CellState, Directed, HiddenState, Units};
use super::recurrent_ends::Given;
use super::sequence_lengths::with_length;
use super::{BiasOption, Layer, Pass, StepContext};
use crate::dim::{Dim, N};
use crate::float::Float;
use crate::graph::Op;
use crate::kernels::Target;
use crate::parameters::Gradient;
use crate::shape::Sample;
use crate::signal::{Indices, Signal, Tuple};
use crate::tensor::Tensor;

/// The shape of the states of a recurrent layer with `DIRECTIONS`, `MORE` layers after the first one, and `Self` as its units: `[H]`
/// for one layer in one direction, else `[layers * directions, H]`. The rows are in PyTorch's order: layer by layer, the directions
/// of a layer one after the other.
///
/// ```
/// use nn::dim::N;
/// use nn::layers::Stacked;
/// use nn::shape::Shape;
/// assert_eq!(<<N<64> as Stacked<1, 0>>::States as Shape>::DIMS, [64]);
/// assert_eq!(<<N<64> as Stacked<2, 1>>::States as Shape>::DIMS, [4, 64]);
/// ```
#[diagnostic::on_unimplemented(
    message = "a recurrent layer of {DIRECTIONS} directions with {MORE} layers after the first one has no states",
    note = "there are 1 or 2 directions, and at most 8 layers"
)]
pub trait Stacked<const DIRECTIONS: usize, const MORE: usize>: Directed<DIRECTIONS> {
    /// The shape of the hidden states.
    type States: Sample;
    /// The shape of the cell states, which differs from that of the hidden ones if these are projections.
    type CellStates: Sample;
}

impl<H: Units> Stacked<1, 0> for H {
    type States = (H::Hidden,);
    type CellStates = (H::Cells,);
}

/// By directions and further layers, the number of rows.
macro_rules! stacked {
    ($($directions:literal, $more:literal: $count:literal;)*) => {
        $(impl<H: Directed<$directions>> Stacked<$directions, $more> for H {
            type States = (N<$count>, H::Hidden);
            type CellStates = (N<$count>, H::Cells);
        })*
    };
}
stacked! {
    1, 1: 2; 1, 2: 3; 1, 3: 4; 1, 4: 5; 1, 5: 6; 1, 6: 7; 1, 7: 8;
    2, 0: 2; 2, 1: 4; 2, 2: 6; 2, 3: 8; 2, 4: 10; 2, 5: 12; 2, 6: 14; 2, 7: 16;
}

/// The shape of the hidden states of a layer.
pub(super) type States<H, const DIRECTIONS: usize, const MORE: usize> = <H as Stacked<DIRECTIONS, MORE>>::States;
/// The shape of its cell states.
pub(super) type CellStates<H, const DIRECTIONS: usize, const MORE: usize> =
    <H as Stacked<DIRECTIONS, MORE>>::CellStates;

/// Implements the layer for inputs and outputs with one state, or with two, and with a length before the sequence or not.
macro_rules! with_states {
    ($([$length:ident $V:ident])? $cell:ident, $count:literal: $($state:ident $last:ident $of:ident),+) => {
        impl<
            $($V: Dim,)?
            S: Dim,
            C: $cell,
            In: Dim,
            H: Stacked<DIRECTIONS, MORE>,
            Bias: BiasOption,
            T: Float,
            const DIRECTIONS: usize,
            const MORE: usize,
            const DROPOUT: u32,
        > Layer<Tuple<($(Indices<$V>,)? (S, In), $($of<H, DIRECTIONS, MORE>),+)>, T>
            for Recurrent<C, In, H, Bias, T, DIRECTIONS, MORE, DROPOUT>
        {
            type Out = Tuple<((S, H::Width), $($of<H, DIRECTIONS, MORE>),+)>;
            type Saved<B: Dim> = RecurrentSaved<C, B, S, H, T, DIRECTIONS, MORE>;
            type Scratch<B: Dim> = RecurrentScratch<C, B, S, H, T, DIRECTIONS>;
            const MACS: usize = Self::macs(S::SIZE);
            const OP: Op = Self::op(true, with_length!(@has $($length)?));

            #[cfg_attr(not(feature = "std"), inline(never))]
            fn forward<B: Dim>(
                &self,
                ($($length,)? x, $($state),+): <Tuple<($(Indices<$V>,)? (S, In), $($of<H, DIRECTIONS, MORE>),+)> as Signal>::Ref<'_, B, T>,
                (y, $($last),+): <Self::Out as Signal>::Mut<'_, B, T>,
                scratch: &mut Self::Scratch<B>,
            ) {
                let begin = [$(Tensor::as_slice($state)),+];
                let mut ends = forward_ends::<T, DIRECTIONS, MORE, $count>(begin, [$(Tensor::as_mut_slice($last)),+]);
                self.infer(x, y, scratch, (&mut ends, with_length!(@steps $(S $V $length)?)));
            }

            fn forward_train<B: Dim>(
                &self,
                ($($length,)? x, $($state),+): <Tuple<($(Indices<$V>,)? (S, In), $($of<H, DIRECTIONS, MORE>),+)> as Signal>::Ref<'_, B, T>,
                (y, $($last),+): <Self::Out as Signal>::Mut<'_, B, T>,
                saved: &mut Self::Saved<B>,
                context: StepContext,
            ) {
                let begin = [$(Tensor::as_slice($state)),+];
                let mut ends = forward_ends::<T, DIRECTIONS, MORE, $count>(begin, [$(Tensor::as_mut_slice($last)),+]);
                self.train(x, y, saved, (&mut ends, with_length!(@steps $(S $V $length)?)), context);
            }

            fn backward<B: Dim>(
                &self,
                Pass { x: ($($length,)? x, ..), saved, dy: (dy, $($last),+), .. }: Pass<
                    '_,
                    Self,
                    Tuple<($(Indices<$V>,)? (S, In), $($of<H, DIRECTIONS, MORE>),+)>,
                    B,
                    T,
                >,
                ($(with_length!(@no_gradient $length),)? dx, $($state),+): <Tuple<($(Indices<$V>,)? (S, In), $($of<H, DIRECTIONS, MORE>),+)> as Signal>::Grad<'_, B, T>,
                grad: Gradient<'_, Self>,
                context: StepContext,
            ) {
                let end = [$($state.map(Gradient::target)),+];
                let mut ends = backward_ends::<T, DIRECTIONS, MORE, $count>([$(Tensor::as_slice($last)),+], end);
                self.gradients((x, dy), saved, dx, (&mut ends, with_length!(@steps $(S $V $length)?)), grad, context);
            }
        }
    };
}
with_states!(HiddenState, 1: hidden last_hidden States);
with_states!(CellState, 2: hidden last_hidden States, cell last_cell CellStates);
with_states!([length V] HiddenState, 1: hidden last_hidden States);
with_states!([length V] CellState, 2: hidden last_hidden States, cell last_cell CellStates);

/// The ends of the forward pass: the initial and the final states.
#[inline(always)]
pub(super) fn forward_ends<'a, T: Float, const DIRECTIONS: usize, const MORE: usize, const STATES: usize>(
    begin: [&'a [T]; STATES],
    end: [&'a mut [T]; STATES],
) -> Given<'a, T, STATES> {
    Given { count: DIRECTIONS * (1 + MORE), begin, end: end.map(|state| Some(Target::set(state))) }
}

/// The ends of the backward pass: the gradients with respect to the final states, and those with respect to the initial ones.
#[inline(always)]
fn backward_ends<'a, T: Float, const DIRECTIONS: usize, const MORE: usize, const STATES: usize>(
    begin: [&'a [T]; STATES],
    end: [Option<Target<'a, T>>; STATES],
) -> Given<'a, T, STATES> {
    Given { count: DIRECTIONS * (1 + MORE), begin, end }
}
