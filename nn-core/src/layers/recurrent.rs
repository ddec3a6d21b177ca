//! Recurrent layers: one or more layers of a cell, in one direction or two.

use super::layer_data::{connection, layer_value};
use super::recurrent_cell::{Cell, Directed, Units};
use super::recurrent_ends::Ends;
use super::recurrent_weights::{DirectionGradients, DirectionSaved, RecurrentWeights, StepScratch, Way};
use super::{BiasOption, Dropout, WithBias};
use crate::activation::Scalar;
use crate::dim::{Dim, Natural};
use crate::float::Float;
use crate::graph::Op;
use crate::init::{Initializer, Uniform};
use crate::kernels::Lengths;
use crate::layers::{Connect, Init, StepContext};
use crate::parameters::{Field, Gradient, Layout, Orientation, Parameters, Role, parameters, plain};
use crate::tensor::Tensor;
use core::fmt;
use rand::Rng;

/// A recurrent layer along the first axis, time: an [`Lstm`](super::Lstm), a [`Gru`](super::Gru) or an [`Rnn`](super::Rnn), which
/// document the formulas of their cells.
///
/// In `network!`: `lstm: Lstm<28, 64>`, with any of `layers = 2`, `bidirectional = true`, `bias = false` and `dropout = 0.2`, and
/// `proj_size = 32` for an `Lstm`.
/// `[S, In]` in, S steps of `In` features; out, as PyTorch's `output` with `batch_first`, the hidden states of the last layer at
/// all steps, `[S, H]`, or `[S, 2 H]` with two directions. The initial states are 0, or given:
///
/// - **States.** `let (y, h) = gru(x, h);` (`rnn` likewise) and `let (y, h, c) = lstm(x, h, c);` receive the states before the
///   first step and return those after the last one: for the second direction, this is the step with index 0. A state is `[H]` for
///   one layer in one direction, else `[layers * directions, H]`, in PyTorch's order ([`Stacked`](super::Stacked)). The gradient
///   with respect to a final state is added to that of the last step. From the gradients of the first step, dh_0 = dp_1 W_hh^T
///   with p_1 = h_0 W_hh + b_hh, to which a GRU adds z_1 dh_1, and dc_0 = f_1 dc_1 for an LSTM. This is a layer of `Tuple<((S,
///   In), state, ..)>`, and gives `Tuple<((S, H), state, ..)>`.
/// - **Streams.** With `time = `, a layer with one direction streams. A stream begins with the initial states of its first step, and
///   keeps those after each step.
/// - **Lengths.** `gru(x, length)` and `let (y, h, c) = lstm(x, h, c, length);` receive the number of steps of each sample, from 0 to
///   S: an index below S + 1. The other steps have no effect. Their outputs are 0, and their states are those of the step before, so
///   that the final states are those after the last step of the sample, and the second direction begins at that step (PyTorch's
///   packed sequences). Their gates have no gradient, and the gradients of their states pass through. In the input of this layer,
///   the index is the first part, `Tuple<(Indices<V>, (S, In), state, ..)>`.
/// - **Layers.** Each of the 1 + `MORE` layers reads the output of the one before it. There are at most 8.
/// - **Directions.** With two `DIRECTIONS`, a second set of weights reads the steps from the last one to the first, and the two
///   hidden states of a step are concatenated.
/// - **Projection.** With [`Projected`](super::Projected) units of an LSTM, the hidden state of P elements is the product of the
///   output of the units with W_hr, and so is the output. dW_hr is the sum over all steps of the products of both, and the
///   gradient of the output of the units is dh W_hr^T.
/// - **Dropout.** In training, the output of each layer but the last passes through a [`Dropout`] with probability
///   `DROPOUT` / 1 000 000.
///
/// The products of all steps of a batch with W_ih are one matrix product, as are those in each gradient of a weight, and in dx;
/// only the products with W_hh are computed step by step. The backward pass goes through all steps (backpropagation through time).
///
/// Parameters are initialised as in PyTorch: uniform in +-1/sqrt(H). In files they have PyTorch's names and shapes:
/// `weight_ih_l0`, `weight_hh_l0`, `bias_ih_l0`, `bias_hh_l0`, then `weight_ih_l0_reverse` and so on for the second direction, and
/// `l1` for the second layer; `weight_hr_l0` of a projection follows the biases.
///
/// ```
/// use nn::Parameters;
/// use nn::dim::N;
/// use nn::layers::{Layer, Lstm, NoBias};
/// // Two layers, both with two directions: the second one reads 2 * 4 features.
/// type Deep = Lstm<N<3>, N<4>, NoBias, f32, 2, 1>;
/// let mut names = String::new();
/// Deep::LAYOUT.for_each(|tensor| names += &format!("{} {:?}, ", tensor.name, tensor.dims));
/// assert!(names.starts_with("weight_ih_l0 [3, 16], weight_hh_l0 [4, 16], weight_ih_l0_reverse [3, 16], "));
/// assert!(names.ends_with("weight_ih_l1_reverse [8, 16], weight_hh_l1_reverse [4, 16], "));
/// assert_eq!(<<Deep as Layer<(N<7>, N<3>)>>::Out as nn::shape::Shape>::DIMS, [7, 8]);
/// ```
#[allow(clippy::type_complexity)]
#[repr(C)]
pub struct Recurrent<
    C: Cell,
    In: Dim,
    H: Directed<DIRECTIONS>,
    Bias: BiasOption = WithBias,
    T: Float = f32,
    const DIRECTIONS: usize = 1,
    const MORE: usize = 0,
    const DROPOUT: u32 = 0,
> {
    /// The first layer, by direction.
    pub first: [RecurrentWeights<C, In, H, Bias, T>; DIRECTIONS],
    /// The layers above it, by direction.
    pub more: [[RecurrentWeights<C, H::Width, H, Bias, T>; DIRECTIONS]; MORE],
}

parameters! {
    impl[
        C: Cell, In: Dim, H: Directed<DIRECTIONS>, Bias: BiasOption, T: Float,
        const DIRECTIONS: usize, const MORE: usize, const DROPOUT: u32
    ] for Recurrent<C, In, H, Bias, T, DIRECTIONS, MORE, DROPOUT> { first, more } as Self::FLAT
}

layer_value! {
    impl[
        C: Cell, In: Dim, H: Directed<DIRECTIONS>, Bias: BiasOption, T: Float,
        const DIRECTIONS: usize, const MORE: usize, const DROPOUT: u32
    ] for Recurrent<C, In, H, Bias, T, DIRECTIONS, MORE, DROPOUT> { first: Weight, more: Weight }
}

impl<
    C: Cell,
    In: Dim,
    H: Directed<DIRECTIONS>,
    Bias: BiasOption,
    T: Float,
    const DIRECTIONS: usize,
    const MORE: usize,
    const DROPOUT: u32,
> Connect for Recurrent<C, In, H, Bias, T, DIRECTIONS, MORE, DROPOUT>
{
    connection! {}
}

/// The most layers: so many have names.
const MOST_LAYERS: usize = 8;
/// The most tensors.
const MOST_TENSORS: usize = MOST_LAYERS * 2 * 5;

/// The names of the tensors of each layer, by direction.
const NAMES: [[[&str; 5]; 2]; MOST_LAYERS] = {
    macro_rules! names {
        ($($layer:literal)*) => {
            [$([names!(@of $layer ""), names!(@of $layer "_reverse")]),*]
        };
        (@of $layer:literal $direction:literal) => {
            [
                concat!("weight_ih_l", $layer, $direction),
                concat!("weight_hh_l", $layer, $direction),
                concat!("bias_ih_l", $layer, $direction),
                concat!("bias_hh_l", $layer, $direction),
                concat!("weight_hr_l", $layer, $direction),
            ]
        };
    }
    names!(0 1 2 3 4 5 6 7)
};

/// Returns the fields of all layers and directions, and their number, from the tensors of a direction of the first layer and of a
/// direction of the other layers, with those that are stored.
const fn fields(
    tensors: [&'static [Layout; 5]; 2],
    is_stored: [bool; 5],
    directions: usize,
    layers: usize,
) -> ([Field; MOST_TENSORS], usize) {
    assert!(layers <= MOST_LAYERS, "a recurrent layer has at most 8 layers: declare the others as a second one");
    let mut fields = [Field { name: "", offset: 0, layout: &Layout::EMPTY }; MOST_TENSORS];
    let (mut count, mut offset, mut layer) = (0, 0, 0);
    while layer < layers {
        let tensors = tensors[if layer == 0 { 0 } else { 1 }];
        let mut direction = 0;
        while direction < directions {
            let mut tensor = 0;
            while tensor < tensors.len() {
                if is_stored[tensor] {
                    let layout = &tensors[tensor];
                    fields[count] = Field { name: NAMES[layer][direction][tensor], offset, layout };
                    offset += layout.size();
                    count += 1;
                }
                tensor += 1;
            }
            direction += 1;
        }
        layer += 1;
    }
    (fields, count)
}

/// A matrix of a file, with the columns of all gates: PyTorch's, transposed.
const fn matrix(dims: &'static [usize]) -> Layout {
    Layout::Tensor { dims, role: Role::Weight, orientation: Some(Orientation::InOut) }
}

impl<
    C: Cell,
    In: Dim,
    H: Directed<DIRECTIONS>,
    Bias: BiasOption,
    T: Float,
    const DIRECTIONS: usize,
    const MORE: usize,
    const DROPOUT: u32,
> Recurrent<C, In, H, Bias, T, DIRECTIONS, MORE, DROPOUT>
{
    const GATES: usize = C::Gates::SIZE * H::Cells::SIZE;
    const BIAS: Layout = Layout::Tensor { dims: &[Self::GATES], role: Role::Bias, orientation: None };
    const HIDDEN: Layout = matrix(&[H::Hidden::SIZE, Self::GATES]);
    const PROJECTION: Layout = matrix(&[H::Cells::SIZE, H::Hidden::SIZE]);
    const IS_PROJECTED: bool = <H::Projection as BiasOption>::HAS_BIAS;
    /// The tensors of a direction of the first layer, and of the others.
    const TENSORS: [&'static [Layout; 5]; 2] = [
        &[matrix(&[In::SIZE, Self::GATES]), Self::HIDDEN, Self::BIAS, Self::BIAS, Self::PROJECTION],
        &[matrix(&[H::Width::SIZE, Self::GATES]), Self::HIDDEN, Self::BIAS, Self::BIAS, Self::PROJECTION],
    ];
    const FIELDS: &'static ([Field; MOST_TENSORS], usize) = {
        let is_stored = [true, true, Bias::HAS_BIAS, Bias::HAS_BIAS, Self::IS_PROJECTED];
        &fields(Self::TENSORS, is_stored, DIRECTIONS, 1 + MORE)
    };
    /// All tensors, with PyTorch's names.
    const FLAT: Layout = Layout::Fields(Self::FIELDS.0.split_at(Self::FIELDS.1).0);

    /// The order of the steps of a direction of a layer.
    const fn way(layer: usize, direction: usize) -> Way {
        Way { number: layer * DIRECTIONS + direction, is_reversed: direction == 1, width: H::Width::SIZE }
    }

    /// The number of multiply-accumulates of a sample with this many steps.
    pub(super) const fn macs(steps: usize) -> usize {
        let first = RecurrentWeights::<C, In, H, Bias, T>::MACS;
        let more = RecurrentWeights::<C, H::Width, H, Bias, T>::MACS;
        steps * DIRECTIONS * (first + MORE * more)
    }

    /// The layer as data.
    pub(super) const fn op(states: bool, lengths: bool) -> Op {
        Op::Recurrence {
            cell: C::CELL,
            inputs: In::SIZE,
            units: H::Cells::SIZE,
            projection: if Self::IS_PROJECTED { Some(H::Hidden::SIZE) } else { None },
            layers: 1 + MORE,
            directions: DIRECTIONS,
            bias: Bias::HAS_BIAS,
            dropout: Scalar::new(Dropout::<DROPOUT>::P),
            states,
            lengths,
        }
    }

    /// Computes the forward pass of inference.
    #[inline(always)]
    pub(super) fn infer<B: Dim, S: Dim>(
        &self,
        x: &Tensor<(B, S, In), T>,
        y: &mut Tensor<(B, S, H::Width), T>,
        RecurrentScratch { gates, step }: &mut RecurrentScratch<C, B, S, H, T, DIRECTIONS>,
        (ends, lengths): (&mut impl Ends<T>, impl Lengths),
    ) {
        for (weights, gates) in self.first.iter().zip(&mut *gates) {
            weights.infer_inputs(x.as_slice(), gates);
        }
        for (direction, (weights, gates)) in self.first.iter().zip(&mut *gates).enumerate() {
            weights.infer_steps(Self::way(0, direction), gates, step, (y.as_mut_slice(), &mut *ends, lengths));
        }
        // A layer reads all of the previous output before it overwrites it.
        for (layer, weights) in self.more.iter().enumerate() {
            for (weights, gates) in weights.iter().zip(&mut *gates) {
                weights.infer_inputs(y.as_slice(), gates);
            }
            for (direction, (weights, gates)) in weights.iter().zip(&mut *gates).enumerate() {
                let to = (y.as_mut_slice(), &mut *ends, lengths);
                weights.infer_steps(Self::way(layer + 1, direction), gates, step, to);
            }
        }
    }

    /// Computes the forward pass of training.
    #[inline(always)]
    pub(super) fn train<B: Dim, S: Dim>(
        &self,
        x: &Tensor<(B, S, In), T>,
        y: &mut Tensor<(B, S, H::Width), T>,
        saved: &mut RecurrentSaved<C, B, S, H, T, DIRECTIONS, MORE>,
        (ends, lengths): (&mut impl Ends<T>, impl Lengths),
        context: StepContext,
    ) {
        let RecurrentSaved { first, more, values, scratch: (_, step), .. } = saved;
        let to = (values.first_mut().unwrap_or(&mut *y), &mut *ends, lengths);
        forward_layer(&self.first, 0, x, first, step, to);
        for (layer, (weights, saved)) in self.more.iter().zip(more).enumerate() {
            let (x, above) = values.split_at_mut(layer + 1);
            let x = &mut x[layer];
            if DROPOUT > 0 {
                Dropout::<DROPOUT>::in_place(x, context.layer(layer as u64));
            }
            forward_layer(
                weights,
                layer + 1,
                x,
                saved,
                step,
                (above.first_mut().unwrap_or(&mut *y), &mut *ends, lengths),
            );
        }
    }

    /// Computes the gradients from that of the output.
    #[allow(clippy::type_complexity)]
    #[inline(always)]
    pub(super) fn gradients<B: Dim, S: Dim>(
        &self,
        (x, dy): (&Tensor<(B, S, In), T>, &Tensor<(B, S, H::Width), T>),
        saved: &mut RecurrentSaved<C, B, S, H, T, DIRECTIONS, MORE>,
        dx: Option<Gradient<'_, Tensor<(B, S, In), T>>>,
        (ends, lengths): (&mut impl Ends<T>, impl Lengths),
        grad: Gradient<'_, Self>,
        context: StepContext,
    ) {
        let RecurrentSaved { first, more, values, derivatives, scratch } = saved;
        let (first_grad, mut more_grad) = grad.split(|grad| (&mut grad.first, &mut grad.more));
        for (layer, (weights, saved)) in self.more.iter().zip(&*more).enumerate().rev() {
            let (below, above) = derivatives.split_at_mut(layer + 1);
            let dx = &mut below[layer];
            let dy = above.first().unwrap_or(dy);
            let grad = more_grad.reborrow().part(|grad| &mut grad[layer]);
            let to = (Some(Gradient::set(&mut *dx)), &mut *ends, lengths);
            backward_layer(weights, layer + 1, (&values[layer], dy), to, saved, scratch, grad);
            if DROPOUT > 0 {
                Dropout::<DROPOUT>::in_place(dx, context.layer(layer as u64));
            }
        }
        let dy = derivatives.first().unwrap_or(dy);
        backward_layer(&self.first, 0, (x, dy), (dx, ends, lengths), first, scratch, first_grad);
    }
}

impl<
    C: Cell,
    In: Dim,
    H: Directed<DIRECTIONS>,
    Bias: BiasOption,
    T: Float,
    const DIRECTIONS: usize,
    const MORE: usize,
    const DROPOUT: u32,
> Init for Recurrent<C, In, H, Bias, T, DIRECTIONS, MORE, DROPOUT>
{
    fn init<R: Rng + ?Sized>(&mut self, rng: &mut R) {
        let uniform = Uniform { limit: 1.0 / libm::sqrt(H::Cells::SIZE as f64) };
        uniform.fill(self.as_mut_slice(), In::SIZE, H::Cells::SIZE, rng);
    }
}

/// What a recurrent layer saves for its backward pass: the gates and hidden states of all layers and directions, and the outputs
/// between layers with their gradients.
#[allow(clippy::type_complexity)]
#[repr(C)]
pub struct RecurrentSaved<
    C: Cell,
    B: Dim,
    S: Dim,
    H: Directed<DIRECTIONS>,
    T: Float,
    const DIRECTIONS: usize,
    const MORE: usize,
> {
    first: [DirectionSaved<C, B, S, H, T>; DIRECTIONS],
    more: [[DirectionSaved<C, B, S, H, T>; DIRECTIONS]; MORE],
    values: [Tensor<(B, S, H::Width), T>; MORE],
    derivatives: [Tensor<(B, S, H::Width), T>; MORE],
    scratch: Backward<C, B, S, H, T>,
}

plain! {
    impl[C: Cell, B: Dim, S: Dim, H: Directed<DIRECTIONS>, T: Float, const DIRECTIONS: usize, const MORE: usize]
        for RecurrentSaved<C, B, S, H, T, DIRECTIONS, MORE> { first, more, values, derivatives, scratch }
}

/// The gradients of one direction, and the values of one step, which the forward pass uses, too.
type Backward<C, B, S, H, T> = (DirectionGradients<C, B, S, H, T>, StepScratch<C, B, H, T>);

/// The scratch of inference of a recurrent layer: the gates of one layer at all steps, and the values of one step.
#[allow(clippy::type_complexity)]
#[repr(C)]
pub struct RecurrentScratch<C: Cell, B: Dim, S: Dim, H: Units, T: Float, const DIRECTIONS: usize> {
    gates: [Tensor<(B, S, C::Gates, H::Cells), T>; DIRECTIONS],
    step: StepScratch<C, B, H, T>,
}

plain! {
    impl[C: Cell, B: Dim, S: Dim, H: Units, T: Float, const DIRECTIONS: usize]
        for RecurrentScratch<C, B, S, H, T, DIRECTIONS> { gates, step }
}

/// The saved values of the directions of one layer.
type LayerSaved<C, B, S, H, T, const DIRECTIONS: usize> = [DirectionSaved<C, B, S, H, T>; DIRECTIONS];

/// Computes the forward pass of training of all directions of a layer.
#[allow(clippy::type_complexity)]
fn forward_layer<
    C: Cell,
    B: Dim,
    S: Dim,
    In: Dim,
    H: Units,
    W: Dim,
    Bias: BiasOption,
    T: Float,
    const DIRECTIONS: usize,
>(
    weights: &[RecurrentWeights<C, In, H, Bias, T>; DIRECTIONS],
    layer: usize,
    x: &Tensor<(B, S, In), T>,
    saved: &mut LayerSaved<C, B, S, H, T, DIRECTIONS>,
    step: &mut StepScratch<C, B, H, T>,
    (y, ends, lengths): (&mut Tensor<(B, S, W), T>, &mut impl Ends<T>, impl Lengths),
) {
    for (direction, (weights, saved)) in weights.iter().zip(saved).enumerate() {
        let way = Way { number: layer * DIRECTIONS + direction, is_reversed: direction == 1, width: W::SIZE };
        weights.train(way, x.as_slice(), saved, step, (y.as_mut_slice(), &mut *ends, lengths));
    }
}

/// Computes the gradients of all directions of a layer, from its input and the gradient with respect to its output.
#[allow(clippy::type_complexity)]
fn backward_layer<
    C: Cell,
    B: Dim,
    S: Dim,
    In: Dim,
    H: Units,
    W: Dim,
    Bias: BiasOption,
    T: Float,
    const DIRECTIONS: usize,
>(
    weights: &[RecurrentWeights<C, In, H, Bias, T>; DIRECTIONS],
    layer: usize,
    (x, dy): (&Tensor<(B, S, In), T>, &Tensor<(B, S, W), T>),
    (mut dx, ends, lengths): (Option<Gradient<'_, Tensor<(B, S, In), T>>>, &mut impl Ends<T>, impl Lengths),
    saved: &LayerSaved<C, B, S, H, T, DIRECTIONS>,
    scratch: &mut Backward<C, B, S, H, T>,
    mut grad: Gradient<'_, [RecurrentWeights<C, In, H, Bias, T>; DIRECTIONS]>,
) {
    for (direction, (weights, saved)) in weights.iter().zip(saved).enumerate() {
        let way = Way { number: layer * DIRECTIONS + direction, is_reversed: direction == 1, width: W::SIZE };
        let grad = grad.reborrow().part(|grad| &mut grad[direction]);
        // The second direction adds to the gradient of the first one.
        let adds = dx.as_ref().is_some_and(Gradient::adds) || direction > 0;
        let dx = dx.as_mut().map(|dx| Gradient::new(dx.reborrow().into_inner(), adds));
        let to = (dx.map(Gradient::target), &mut *ends, lengths);
        weights.backward(way, [x.as_slice(), dy.as_slice()], to, saved, scratch, grad);
    }
}

impl<
    C: Cell,
    In: Dim,
    H: Directed<DIRECTIONS>,
    Bias: BiasOption,
    T: Float,
    const DIRECTIONS: usize,
    const MORE: usize,
    const DROPOUT: u32,
> fmt::Debug for Recurrent<C, In, H, Bias, T, DIRECTIONS, MORE, DROPOUT>
{
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}<{}, {}", C::NAME, In::SIZE, H::Cells::SIZE)?;
        if Self::IS_PROJECTED {
            write!(f, ", proj_size = {}", H::Hidden::SIZE)?;
        }
        if MORE > 0 {
            write!(f, ", layers = {}", 1 + MORE)?;
        }
        if DIRECTIONS == 2 {
            f.write_str(", bidirectional = true")?;
        }
        C::arguments(f)?;
        if !Bias::HAS_BIAS {
            f.write_str(", bias = false")?;
        }
        if DROPOUT > 0 {
            write!(f, ", dropout = {}", Dropout::<DROPOUT>::P)?;
        }
        f.write_str(">")
    }
}

#[cfg(all(test, feature = "alloc"))]
mod tests {
    use super::*;
    use crate::activation::Activation;
    use crate::dim::N;
    use crate::layers::{Gru, Layer, Lstm, NoBias, Relu, Rnn, Tanh};
    use crate::parameters::zeroed;
    use alloc::boxed::Box;

    type Sample = (N<3>, N<1>);

    /// Returns the output for a layer with these weights, of one unit, over three steps.
    fn output<L: Layer<Sample, f32, Out = Sample>>(weight: f32, x: [f32; 3]) -> [f32; 3] {
        let mut layer = zeroed::<L>();
        layer.as_mut_slice().fill(weight);
        let mut y = Tensor::<(N<1>, N<3>, N<1>)>::full(f32::NAN);
        let x = Tensor::<(N<1>, N<3>, N<1>)>::new([x.map(|x| [x])]);
        layer.forward(&x, &mut y, &mut *zeroed::<L::Scratch<N<1>>>());
        [y[[0, 0, 0]], y[[0, 1, 0]], y[[0, 2, 0]]]
    }

    #[test]
    fn special_values() {
        type L = Lstm<N<1>, N<1>>;
        type G = Gru<N<1>, N<1>>;
        type R = Rnn<N<1>, N<1>, Relu>;
        // Gates that are open or closed: a state of 1, then 2, then 2 behind a closed output.
        let tanh = Tanh::value::<f32>;
        assert_eq!(output::<L>(1.0, [1e30, 1e30, -1e30]), [tanh(1.0), tanh(2.0), 0.0]);
        assert_eq!(output::<G>(1.0, [1e30, -1e30, 0.0])[..1], [0.0]);
        assert_eq!(output::<R>(0.0, [5.0, -5.0, f32::INFINITY])[..2], [0.0, 0.0]);
        // A missing value spoils the steps from there on, and none before.
        for y in [output::<L>(0.5, [1.0, f32::NAN, 1.0]), output::<G>(0.5, [1.0, f32::NAN, 1.0])] {
            assert!(y[0].is_finite() && y[1].is_nan() && y[2].is_nan());
        }
    }

    /// The second direction is the first one over reversed steps.
    #[test]
    fn directions_mirror_each_other() {
        type Both = Gru<N<2>, N<3>, WithBias, f64, 2>;
        type Batch<W> = Tensor<(N<2>, N<5>, W), f64>;
        let mut both = zeroed::<Both>();
        both.init(&mut crate::init::rng(1));
        let [first, second] = &mut both.first;
        first.as_mut_slice().copy_from_slice(second.as_slice());
        let x = Batch::<N<2>>::from_fn(|[b, s, i]| (b * 10 + s * 2 + i) as f64 / 7.0 - 1.0);
        let mirrored = Batch::<N<2>>::from_fn(|[b, s, i]| x[[b, 4 - s, i]]);
        let run = |x: &Batch<N<2>>| -> Box<Batch<N<6>>> {
            let mut y = Batch::<N<6>>::full(f64::NAN);
            Layer::<(N<5>, N<2>), f64>::forward(&*both, x, &mut y, &mut *zeroed());
            y
        };
        let (y, mirrored) = (run(&x), run(&mirrored));
        for [b, s, j] in [[0, 0, 0], [0, 3, 2], [1, 4, 1], [1, 2, 0]] {
            assert_eq!(y[[b, s, j]], mirrored[[b, 4 - s, 3 + j]]);
        }
    }

    /// The mask is that of the operation, at the place of the layer, and differs from layer to layer.
    #[test]
    fn drops_between_layers() {
        type Dropped = Rnn<N<1>, N<50>, Relu, NoBias, f64, 1, 2, 500_000>;
        type Plain = Rnn<N<1>, N<50>, Relu, NoBias, f64, 1, 2, 0>;
        type Rows = Tensor<(N<1>, N<1>, N<50>), f64>;
        let mut layer = zeroed::<Dropped>();
        layer.first[0].weight_ih.as_mut_slice().fill(1.0);
        for layer in &mut layer.more {
            // The identity.
            (0..50).for_each(|i| layer[0].weight_ih[[i, 0, i]] = 1.0);
        }
        let (x, context) = (Tensor::<(N<1>, N<1>, N<1>), f64>::new([[[1.0]]]), StepContext::new(3, 4));
        let mut y = Rows::zeros();
        Layer::<(N<1>, N<1>), f64>::forward_train(&*layer, &x, &mut y, &mut *zeroed(), context);
        let mut masks = [Rows::full(1.0), Rows::full(1.0)];
        for (layer, mask) in masks.iter_mut().enumerate() {
            Dropout::<500_000>::in_place(mask, context.layer(layer as u64));
        }
        assert_ne!(masks[0], masks[1]);
        for i in 0..50 {
            assert_eq!(y[[0, 0, i]], masks[0][[0, 0, i]] * masks[1][[0, 0, i]]);
        }
        let mut plain = zeroed::<Plain>();
        plain.as_mut_slice().copy_from_slice(layer.as_slice());
        Layer::<(N<1>, N<1>), f64>::forward_train(&*plain, &x, &mut y, &mut *zeroed(), context);
        assert!(y.iter().all(|&y| y == 1.0));
    }
}
