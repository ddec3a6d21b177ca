//! One direction of one layer of a recurrent layer: its weights, and both passes through time.

use super::linear::bias_of;
use super::recurrent_cell::{Cell, Units};
use super::recurrent_ends::Ends;
use super::{BiasOption, WithBias};
use crate::dim::{Dim, N, Natural};
use crate::float::Float;
use crate::graph::RecurrentCell;
use crate::kernels::{
    Accumulate, AllSteps, CellKernel, Lengths, Matrix, Place, StepBackward, StepForward, Target, affine, gemm,
    small_batch, sum_rows,
};
use crate::parameters::{Gradient, Parameters, parameters, plain};
use crate::tensor::Tensor;
use core::marker::PhantomData;

/// The parameters of one direction of one layer of a [`Recurrent`](super::Recurrent) layer: of `In` features, with the units
/// `H`. The gates are in PyTorch's order: i, f, g, o for an LSTM; r, z, n for a GRU.
///
/// ```
/// use nn::dim::N;
/// use nn::layers::Lstm;
/// use nn::parameters::zeroed;
/// let mut lstm = zeroed::<Lstm<N<3>, N<2>>>();
/// // The weight of feature 2 for element 1 of the forget gate, and the bias of that gate.
/// lstm.first[0].weight_ih[[2, 1, 1]] = 0.5;
/// lstm.first[0].bias_ih.as_mut_slice()[2..4].fill(1.0);
/// assert_eq!(lstm.first[0].bias_ih[[1, 1]], 1.0);
/// ```
#[allow(clippy::type_complexity)]
#[repr(C)]
pub struct RecurrentWeights<C: Cell, In: Dim, H: Units, Bias: BiasOption = WithBias, T: Float = f32> {
    /// W_ih, by which a step of the input is multiplied: `[In, gates, H]`.
    pub weight_ih: Tensor<(In, C::Gates, H::Cells), T>,
    /// W_hh, by which the previous hidden state is multiplied: `[H, gates, H]`, or `[P, gates, H]` if it is projected.
    pub weight_hh: Tensor<(H::Hidden, C::Gates, H::Cells), T>,
    /// b_ih, `[gates, H]`; `()` without biases.
    pub bias_ih: Bias::Shaped<(C::Gates, H::Cells), T>,
    /// b_hh, `[gates, H]`; `()` without biases.
    pub bias_hh: Bias::Shaped<(C::Gates, H::Cells), T>,
    /// W_hr, by which the output of the units is multiplied, `[H, P]`; `()` unless they are [`Projected`](super::Projected).
    pub weight_hr: Projected<H, (H::Cells, H::Hidden), T>,
}

/// The storage of a tensor that only a projected hidden state has, or `()`.
type Projected<H, S, T> = <<H as Units>::Projection as BiasOption>::Shaped<S, T>;

parameters! {
    impl[C: Cell, In: Dim, H: Units, Bias: BiasOption, T: Float] for RecurrentWeights<C, In, H, Bias, T> {
        weight_ih: Weight InOut, weight_hh: Weight InOut, bias_ih: Bias, bias_hh: Bias, weight_hr: Weight InOut
    }
}

/// What one direction saves for its backward pass.
#[repr(C)]
pub(super) struct DirectionSaved<C: Cell, B: Dim, S: Dim, H: Units, T: Float> {
    gates: Tensor<(B, S, C::Gates, H::Cells), T>,
    memory: C::Memory<(B, S, H::Cells), T>,
    /// The hidden state before each step.
    before: Tensor<(B, S, H::Hidden), T>,
    /// The outputs of the units, if the hidden state is a projection of them.
    outputs: Projected<H, (B, S, H::Cells), T>,
}

plain! { impl[C: Cell, B: Dim, S: Dim, H: Units, T: Float] for DirectionSaved<C, B, S, H, T> { gates, memory, before, outputs } }

/// The gradients of one direction, in the places of the values that they replace.
#[repr(C)]
pub(super) struct DirectionGradients<C: Cell, B: Dim, S: Dim, H: Units, T: Float> {
    gates: Tensor<(B, S, C::Gates, H::Cells), T>,
    memory: C::Memory<(B, S, H::Cells), T>,
    /// Those with respect to a projected hidden state.
    hidden: Projected<H, (B, S, H::Hidden), T>,
}

plain! { impl[C: Cell, B: Dim, S: Dim, H: Units, T: Float] for DirectionGradients<C, B, S, H, T> { gates, memory, hidden } }

/// The values of one step, in both passes.
#[repr(C)]
pub(super) struct StepScratch<C: Cell, B: Dim, H: Units, T: Float> {
    products: Tensor<(B, C::Gates, H::Cells), T>,
    carried: Carried<C, B, H, T>,
    outputs: Projected<H, (B, H::Cells), T>,
}

plain! { impl[C: Cell, B: Dim, H: Units, T: Float] for StepScratch<C, B, H, T> { products, carried, outputs } }

/// What a step hands on to the next one: the state of the cell besides the hidden state, and the hidden state.
#[repr(C)]
pub(super) struct Carried<C: Cell, B: Dim, H: Units, T: Float> {
    state: C::State<(B, H::Cells), T>,
    hidden: Tensor<(B, H::Hidden), T>,
}

plain! { impl[C: Cell, B: Dim, H: Units, T: Float] for Carried<C, B, H, T> { state, hidden } }

impl<C: Cell, B: Dim, H: Units, T: Float> Carried<C, B, H, T> {
    /// The hidden state, and the state of the cell besides it; empty for a cell without it.
    #[inline(always)]
    pub(super) fn states(&self) -> [&[T]; 2] {
        [self.hidden.as_slice(), self.state.as_slice()]
    }

    /// The same, mutably.
    #[inline(always)]
    pub(super) fn states_mut(&mut self) -> [&mut [T]; 2] {
        [self.hidden.as_mut_slice(), self.state.as_mut_slice()]
    }
}

/// The scratch of a step in a stream: the gates of a layer, and the products with its hidden state.
#[repr(C)]
pub(super) struct StreamScratch<C: Cell, B: Dim, H: Units, T: Float> {
    gates: Tensor<(B, N<1>, C::Gates, H::Cells), T>,
    products: Tensor<(B, C::Gates, H::Cells), T>,
    outputs: Projected<H, (B, H::Cells), T>,
}

plain! { impl[C: Cell, B: Dim, H: Units, T: Float] for StreamScratch<C, B, H, T> { gates, products, outputs } }

/// The number of a direction, the order of its steps, and the place of its hidden state in the output.
#[derive(Clone, Copy)]
pub(super) struct Way {
    /// The index among the directions of all layers.
    pub(super) number: usize,
    /// Whether the steps are read from the last one to the first.
    pub(super) is_reversed: bool,
    /// The number of elements of a step of the output.
    pub(super) width: usize,
}

impl Way {
    fn place<C: Cell, S: Dim, H: Units>(self, step: usize) -> Place {
        let step = if self.is_reversed { S::SIZE - 1 - step } else { step };
        let offset = if self.is_reversed { H::Hidden::SIZE } else { 0 };
        Place { units: H::Cells::SIZE, gates: C::Gates::SIZE, steps: S::SIZE, step, width: self.width, offset }
    }
}

#[allow(clippy::type_complexity)]
impl<C: Cell, In: Dim, H: Units, Bias: BiasOption, T: Float> RecurrentWeights<C, In, H, Bias, T> {
    /// The number of elements of all gates of a sample.
    const GATES: usize = C::Gates::SIZE * H::Cells::SIZE;
    /// Whether the hidden state is a projection of the output of the units.
    const IS_PROJECTED: bool = {
        let is_projected = <H::Projection as BiasOption>::HAS_BIAS;
        assert!(!is_projected || matches!(C::CELL, RecurrentCell::Lstm), "only an LSTM has a projection");
        is_projected
    };
    /// The number of multiply-accumulates of a step.
    pub(super) const MACS: usize = {
        let projection = if Self::IS_PROJECTED { H::Cells::SIZE * H::Hidden::SIZE } else { 0 };
        (In::SIZE + H::Hidden::SIZE) * Self::GATES + projection
    };

    /// W_hr.
    #[inline(always)]
    fn projection(&self) -> Matrix<'_, T> {
        Matrix::new(self.weight_hr.as_slice(), H::Cells::SIZE, H::Hidden::SIZE)
    }

    /// Computes x W_ih + b_ih for all steps.
    #[inline(always)]
    fn inputs<B: Dim, S: Dim>(&self, x: &[T], gates: &mut [T]) {
        let (weight, bias) = (self.weight_ih.as_slice(), bias_of(&self.bias_ih));
        if small_batch::is_small(B::SIZE) {
            return small_batch::affine([In::SIZE, Self::GATES], x, weight, bias, gates);
        }
        let x = Matrix::new(x, B::SIZE * S::SIZE, In::SIZE);
        affine(x, Matrix::new(weight, In::SIZE, Self::GATES), bias, gates);
    }

    /// Computes all steps in order from the products with the input, and writes the hidden states to `y`.
    #[inline(always)]
    fn steps<B: Dim, S: Dim>(
        &self,
        way: Way,
        gates: &mut Tensor<(B, S, C::Gates, H::Cells), T>,
        [memory, before, all_outputs]: [&mut [T]; 3],
        scratch: &mut StepScratch<C, B, H, T>,
        (y, ends, lengths): (&mut [T], &mut impl Ends<T>, impl Lengths),
    ) {
        let StepScratch { products, carried, outputs } = scratch;
        ends.begin::<H>(way.number, carried.states_mut());
        for step in 0..S::SIZE {
            let (place, saved) = (way.place::<C, S, H>(step), [&mut *memory, &mut *before, &mut *all_outputs]);
            let results = (&mut *products, outputs.as_mut_slice());
            self.step((place, lengths), gates.as_mut_slice(), saved, results, carried, y);
        }
        ends.end::<H>(way.number, carried.states());
    }

    /// Computes one step from the products with the input, and writes the hidden states to `y`.
    #[inline(always)]
    fn step<B: Dim>(
        &self,
        (place, lengths): (Place, impl Lengths),
        gates: &mut [T],
        [memory, before, all_outputs]: [&mut [T]; 3],
        (products, outputs): (&mut Tensor<(B, C::Gates, H::Cells), T>, &mut [T]),
        Carried { state, hidden }: &mut Carried<C, B, H, T>,
        y: &mut [T],
    ) {
        let weight = Matrix::new(self.weight_hh.as_slice(), H::Hidden::SIZE, Self::GATES);
        let previous = Matrix::new(hidden.as_slice(), B::SIZE, H::Hidden::SIZE);
        affine(previous, weight, bias_of(&self.bias_hh), products.as_mut_slice());
        let (state, hidden) = (state.as_mut_slice(), hidden.as_mut_slice());
        let (products, cell) = (products.as_slice(), PhantomData);
        if !Self::IS_PROJECTED {
            let saved = [memory, before];
            return StepForward::<C::Kernel, _, T> { place, lengths, gates, products, state, hidden, saved, y, cell }
                .run();
        }
        let count = H::Hidden::SIZE;
        place.alone(count).put(AllSteps, hidden, count, before);
        let units = StepForward::<C::Kernel, _, T> {
            place: place.alone(H::Cells::SIZE),
            lengths,
            gates,
            products,
            state,
            hidden: &mut *outputs,
            saved: [memory, &mut []],
            y: all_outputs,
            cell,
        };
        units.run();
        // The hidden state of a sample without this step remains.
        lengths.each_sample_range(B::SIZE, place.step, |range| {
            let rows = |width| range.start * width..range.end * width;
            let outputs = outputs.get(rows(H::Cells::SIZE)).unwrap_or_default();
            let hidden = hidden.get_mut(rows(count)).unwrap_or_default();
            // The compiler knows the limit, and selects the code for small batches.
            let samples = range.len().min(B::SIZE);
            affine(Matrix::new(outputs, samples, H::Cells::SIZE), self.projection(), None, hidden);
        });
        place.put(lengths, hidden, count, y);
    }

    /// Computes one step of a stream.
    #[inline(always)]
    pub(super) fn stream<B: Dim>(
        &self,
        gates: &mut StreamScratch<C, B, H, T>,
        carried: &mut Carried<C, B, H, T>,
        y: &mut [T],
    ) {
        let StreamScratch { gates, products, outputs } = gates;
        let place = Way { number: 0, is_reversed: false, width: H::Hidden::SIZE }.place::<C, N<1>, H>(0);
        let results = (products, outputs.as_mut_slice());
        self.step((place, AllSteps), gates.as_mut_slice(), [&mut [], &mut [], &mut []], results, carried, y);
    }

    /// Computes x W_ih + b_ih of a step of a stream.
    #[inline(always)]
    pub(super) fn stream_input<B: Dim>(&self, x: &[T], scratch: &mut StreamScratch<C, B, H, T>) {
        self.inputs::<B, N<1>>(x, scratch.gates.as_mut_slice());
    }

    /// Computes x W_ih + b_ih of inference for all steps.
    #[inline(always)]
    pub(super) fn infer_inputs<B: Dim, S: Dim>(&self, x: &[T], gates: &mut Tensor<(B, S, C::Gates, H::Cells), T>) {
        self.inputs::<B, S>(x, gates.as_mut_slice());
    }

    /// Computes all steps of inference from the result of [`infer_inputs`](Self::infer_inputs).
    #[inline(always)]
    pub(super) fn infer_steps<B: Dim, S: Dim>(
        &self,
        way: Way,
        gates: &mut Tensor<(B, S, C::Gates, H::Cells), T>,
        scratch: &mut StepScratch<C, B, H, T>,
        to: (&mut [T], &mut impl Ends<T>, impl Lengths),
    ) {
        self.steps(way, gates, [&mut [], &mut [], &mut []], scratch, to);
    }

    /// Computes the forward pass of training.
    #[inline(always)]
    pub(super) fn train<B: Dim, S: Dim>(
        &self,
        way: Way,
        x: &[T],
        saved: &mut DirectionSaved<C, B, S, H, T>,
        scratch: &mut StepScratch<C, B, H, T>,
        to: (&mut [T], &mut impl Ends<T>, impl Lengths),
    ) {
        let DirectionSaved { gates, memory, before, outputs } = saved;
        self.inputs::<B, S>(x, gates.as_mut_slice());
        let saved = [memory.as_mut_slice(), before.as_mut_slice(), outputs.as_mut_slice()];
        self.steps(way, gates, saved, scratch, to);
    }

    /// Computes the gradients from that of the output.
    pub(super) fn backward<B: Dim, S: Dim>(
        &self,
        way: Way,
        [x, dy]: [&[T]; 2],
        (dx, ends, lengths): (Option<Target<'_, T>>, &mut impl Ends<T>, impl Lengths),
        saved: &DirectionSaved<C, B, S, H, T>,
        (gradients, step): &mut (DirectionGradients<C, B, S, H, T>, StepScratch<C, B, H, T>),
        mut grad: Gradient<'_, Self>,
    ) {
        let DirectionGradients { gates, memory, hidden } = gradients;
        let (gates, memory, before) = (gates.as_mut_slice(), memory.as_mut_slice(), saved.before.as_slice());
        let hidden = hidden.as_mut_slice();
        gates.copy_from_slice(saved.gates.as_slice());
        memory.copy_from_slice(saved.memory.as_slice());
        let replaced = [&mut *gates, &mut *memory, &mut *hidden];
        self.backward_steps::<B, S>(way, [before, dy], replaced, step, (ends, lengths));
        let rows = B::SIZE * S::SIZE;
        if Self::IS_PROJECTED {
            let outputs = Matrix::new(saved.outputs.as_slice(), rows, H::Cells::SIZE);
            let d = Matrix::new(&*hidden, rows, H::Hidden::SIZE);
            weight_gradient::<S, T>(outputs, d, lengths, grad.reborrow().part(|grad| &mut grad.weight_hr).target());
        }
        let weight = Matrix::new(self.weight_ih.as_slice(), In::SIZE, Self::GATES);
        let (x, d) = (Matrix::new(x, rows, In::SIZE), Matrix::new(&*gates, rows, Self::GATES));
        weight_gradient::<S, T>(x, d, lengths, grad.reborrow().part(|grad| &mut grad.weight_ih).target());
        sum_bias(d, grad.reborrow().part(|grad| &mut grad.bias_ih).target());
        if let Some(dx) = dx {
            gemm(d, weight.transposed(), dx);
        }
        if C::Kernel::RESETS {
            let last = gates.chunks_exact_mut(Self::GATES).map(|gates| &mut gates[Self::GATES - H::Cells::SIZE..]);
            last.zip(memory.chunks_exact(H::Cells::SIZE)).for_each(|(d, products)| d.copy_from_slice(products));
        }
        let (before, d) = (Matrix::new(before, rows, H::Hidden::SIZE), Matrix::new(&*gates, rows, Self::GATES));
        weight_gradient::<S, T>(before, d, lengths, grad.reborrow().part(|grad| &mut grad.weight_hh).target());
        sum_bias(d, grad.part(|grad| &mut grad.bias_hh).target());
    }

    /// Computes all steps in reverse order, which replace the gates by their gradients.
    fn backward_steps<B: Dim, S: Dim>(
        &self,
        way: Way,
        [before, dy]: [&[T]; 2],
        [gates, memory, all_hidden]: [&mut [T]; 3],
        scratch: &mut StepScratch<C, B, H, T>,
        (ends, lengths): (&mut impl Ends<T>, impl Lengths),
    ) {
        let StepScratch { products, carried, outputs } = scratch;
        let outputs = outputs.as_mut_slice();
        ends.begin::<H>(way.number, carried.states_mut());
        let Carried { state, hidden } = &mut *carried;
        let weight = Matrix::new(self.weight_hh.as_slice(), H::Hidden::SIZE, Self::GATES).transposed();
        let accumulate = if keeps::<C, T, _>(lengths) { Accumulate::Add } else { Accumulate::Set };
        for step in (0..S::SIZE).rev() {
            let place = way.place::<C, S, H>(step);
            let (mut place_of_units, mut hidden_of_units) = (place, hidden.as_mut_slice());
            let (mut before_of_units, mut dy_of_units) = (before, dy);
            if Self::IS_PROJECTED {
                let count = H::Hidden::SIZE;
                place.add(lengths, dy, count, hidden_of_units);
                place.alone(count).put(lengths, hidden_of_units, count, all_hidden);
                let d = Matrix::new(&*hidden_of_units, B::SIZE, count);
                gemm(d, self.projection().transposed(), Target::set(outputs));
                if keeps::<C, T, _>(lengths) {
                    // The gradient of a sample without this step passes through.
                    lengths.each_sample_range(B::SIZE, place.step, |range| {
                        let rows = range.start * count..range.end * count;
                        hidden_of_units.get_mut(rows).unwrap_or_default().fill(T::ZERO);
                    });
                }
                (place_of_units, hidden_of_units) = (place.alone(H::Cells::SIZE), &mut *outputs);
                (before_of_units, dy_of_units) = (&[], &[]);
            }
            let backward = StepBackward::<C::Kernel, _, T> {
                place: place_of_units,
                lengths,
                gates: &mut *gates,
                products: products.as_mut_slice(),
                state: state.as_mut_slice(),
                memory: &mut *memory,
                before: before_of_units,
                dy: dy_of_units,
                hidden: hidden_of_units,
                cell: PhantomData,
            };
            backward.run();
            // Nothing reads the gradient of a state before the first step that is a constant.
            if step > 0 || ends.are_read() {
                let d = Matrix::new(products.as_slice(), B::SIZE, Self::GATES);
                gemm(d, weight, Target { slice: hidden.as_mut_slice(), accumulate });
            }
        }
        ends.end::<H>(way.number, carried.states());
    }
}

/// Whether a step of the backward pass leaves a part of the gradient of the previous hidden state to what is added to it.
#[inline(always)]
fn keeps<C: Cell, T: Float, L: Lengths>(_: L) -> bool {
    StepBackward::<C::Kernel, L, T>::KEEPS
}

/// Computes the gradient of a weight from the rows that it multiplies and their gradients, a row for each step of each sample. A
/// row of a step that a sample does not have is not read.
fn weight_gradient<S: Dim, T: Float>(
    x: Matrix<'_, T>,
    d: Matrix<'_, T>,
    lengths: impl Lengths,
    mut weight: Target<'_, T>,
) {
    let Some(lengths) = lengths.varying() else { return gemm(x.transposed(), d, weight) };
    let mut is_set = weight.accumulate.adds();
    lengths.each_range(S::SIZE, |range| {
        let [x, d] = [x, d].map(|of| {
            let elements = range.start * of.columns..range.end * of.columns;
            Matrix::new(of.data.get(elements).unwrap_or_default(), range.len(), of.columns)
        });
        gemm(x.transposed(), d, weight.reborrow());
        (weight.accumulate, is_set) = (Accumulate::Add, true);
    });
    if !is_set {
        weight.slice.fill(T::ZERO);
    }
}

/// Sums the gradients of all rows, if there is a bias.
fn sum_bias<T: Float>(d: Matrix<'_, T>, bias: Target<'_, T>) {
    if !bias.is_empty() {
        sum_rows(d.data, bias);
    }
}
