//! A layer that calls a cell for each step of a sequence.

use super::connect::Connect;
use super::each_step::EachStep;
use super::init::Init;
use crate::dim::Dim;
use crate::float::Float;
use crate::graph::Op;
use crate::kernels::Target;
use crate::kernels::axis::{put, take};
use crate::layers::{Layer, Pass, StepContext};
use crate::parameters::{Gradient, Layout, Parameters, plain};
use crate::signal::{Signal, Tuple};
use crate::tensor::Tensor;
use rand::Rng;

/// (y_t, h_t) = cell(x_t, h_(t-1)) for t = 1 to S: a recurrent layer of your own cell, usually a network, with the same weights at
/// each step (JAX's `lax.scan`).
///
/// In `network!`: `steps: Scan<Cell>`, called with a sequence and the state before its first step, `let (y, h) = steps(x, h0);`. `[S, X]`
/// and `[H]` in, `[S, Y]` and `[H]` out, where the cell has the inputs `[X]` and `[H]` and the outputs `[Y]` and `[H]`. h is the state
/// after the last step. A stored tensor may be h0, as `start: Parameter<16>` to train it, or `start: Buffer<16>` for zeros. A cell with
/// two states has them in one, which it divides with `split`.
///
/// The gradient is that of backpropagation through time: for t = S to 1, the cell receives dy_t and dh_t, of which dh_S is that of
/// the second output, and gives dx_t and dh_(t-1); the gradients of its weights are added up over all steps. What the cell saves for
/// its backward pass is kept for each step.
///
/// With `time = ` the layer streams: a stream begins with the h0 of its first step, and keeps h.
///
/// ```
/// use nn::layers::Scan;
/// use nn::prelude::*;
///
/// network! {
///     /// h_t = (1 - z_t) h_(t-1) + z_t W x_t with z_t = sigmoid(U x_t), and y_t = h_t^2.
///     struct Cell {
///         gate: Linear<3, 4>,
///         candidate: Linear<3, 4>,
///     }
///     fn forward(x: Tensor<3>, h: Tensor<4>) -> (Tensor<4>, Tensor<4>) {
///         let z = x.gate().sigmoid();
///         let h = (1 - z) * h + z * x.candidate();
///         (h * h, h)
///     }
/// }
///
/// network! {
///     struct Net {
///         steps: Scan<Cell>,
///         start: Parameter<4>,
///     }
///     fn forward(x: Tensor<10, 3>) -> (Tensor<10, 4>, Tensor<4>) {
///         let (y, h) = steps(x, start);
///         (y, h)
///     }
/// }
///
/// let net = Net::new(1);
/// let outputs = net.forward(&Tensor::<shape![1, 10, 3]>::full(1.0));
/// let (y, h) = (&outputs.0, &outputs.1);
/// // A leaky mean of W x, from 0 on.
/// assert!(y[[0, 9, 2]] > y[[0, 0, 2]] && (h[[0, 2]] * h[[0, 2]] - y[[0, 9, 2]]).abs() < 1e-6);
/// ```
#[repr(transparent)]
#[derive(Debug, Clone, PartialEq)]
pub struct Scan<C> {
    /// The function of one step.
    pub cell: C,
}

plain! { impl[C: crate::parameters::Plain] for Scan<C> { cell } }

// SAFETY: the struct is the cell, which consists of elements of type T.
unsafe impl<T, C: Parameters<T>> Parameters<T> for Scan<C> {
    const LAYOUT: Layout = C::LAYOUT;
}

impl<C: Init> Init for Scan<C> {
    fn init<R: Rng + ?Sized>(&mut self, rng: &mut R) {
        self.cell.init(rng);
    }
}

impl<C> Connect for Scan<C> {
    type Input<Given: Signal> = Given;
    type Coerced<Gives: Signal> = Self;
}

/// The input of a cell: a step and the state before it. The output has the same form.
pub(super) type OfStep<X, H> = Tuple<((X,), (H,))>;
/// The input of its layer: all steps and the first state.
pub(super) type OfAll<S, X, H> = Tuple<((S, X), (H,))>;

/// The scratch of a [`Scan`] in inference: a step of its input and output, two states, and the scratch of the cell.
#[repr(C)]
pub struct ScanScratch<C: Layer<OfStep<X, H>, T>, X: Dim, H: Dim, Y: Dim, T: Float, B: Dim> {
    pub(super) x: Tensor<(B, X), T>,
    pub(super) y: Tensor<(B, Y), T>,
    pub(super) states: [Tensor<(B, H), T>; 2],
    pub(super) cell: C::Scratch<B>,
}

plain! {
    impl[C: Layer<OfStep<X, H>, T>, X: Dim, H: Dim, Y: Dim, T: Float, B: Dim] for ScanScratch<C, X, H, Y, T, B> {
        x, y, states, cell
    }
}

/// What a [`Scan`] saves for its backward pass: of each step, the input and the output of the cell, and what it saves itself.
#[repr(C)]
pub struct ScanSaved<C: Layer<OfStep<X, H>, T>, S: Dim, X: Dim, H: Dim, Y: Dim, T: Float, B: Dim> {
    x: Tensor<(S, B, X), T>,
    y: Tensor<(S, B, Y), T>,
    /// The state after each step.
    states: Tensor<(S, B, H), T>,
    cells: EachStep<S, C::Saved<B>>,
    dx: Tensor<(B, X), T>,
    dy: Tensor<(B, Y), T>,
    /// The gradients of two successive states.
    derivatives: [Tensor<(B, H), T>; 2],
}

plain! {
    impl[C: Layer<OfStep<X, H>, T>, S: Dim, X: Dim, H: Dim, Y: Dim, T: Float, B: Dim] for ScanSaved<C, S, X, H, Y, T, B> {
        x, y, states, cells, dx, dy, derivatives
    }
}

impl<C, S, X, H, Y, T> Layer<OfAll<S, X, H>, T> for Scan<C>
where
    C: Layer<OfStep<X, H>, T, Out = OfStep<Y, H>>,
    S: Dim,
    X: Dim,
    H: Dim,
    Y: Dim,
    T: Float,
{
    type Out = OfAll<S, Y, H>;
    type Saved<B: Dim> = ScanSaved<C, S, X, H, Y, T, B>;
    type Scratch<B: Dim> = ScanScratch<C, X, H, Y, T, B>;
    const MACS: usize = S::SIZE * C::MACS;
    const OP: Op = Op::Scan { op: &C::OP };

    fn forward<B: Dim>(
        &self,
        (x, start): (&Tensor<(B, S, X), T>, &Tensor<(B, H), T>),
        (y, end): (&mut Tensor<(B, S, Y), T>, &mut Tensor<(B, H), T>),
        ScanScratch { x: x_step, y: y_step, states: [before, after], cell }: &mut Self::Scratch<B>,
    ) {
        let (mut before, mut after) = (before, after);
        before.as_mut_slice().copy_from_slice(start.as_slice());
        for time in 0..S::SIZE {
            take([S::SIZE, 1, X::SIZE], |_| time, x.as_slice(), Target::set(x_step.as_mut_slice()));
            self.cell.forward((x_step, before), (y_step, after), cell);
            put([S::SIZE, Y::SIZE], time, y_step.as_slice(), Target::set(y.as_mut_slice()));
            core::mem::swap(&mut before, &mut after);
        }
        end.as_mut_slice().copy_from_slice(before.as_slice());
    }

    fn forward_train<B: Dim>(
        &self,
        (x, start): (&Tensor<(B, S, X), T>, &Tensor<(B, H), T>),
        (y, end): (&mut Tensor<(B, S, Y), T>, &mut Tensor<(B, H), T>),
        saved: &mut Self::Saved<B>,
        context: StepContext,
    ) {
        let mut before = start;
        let steps = saved.x.rows_mut().zip(saved.y.rows_mut()).zip(saved.states.rows_mut());
        for (time, (((x_step, y_step), after), cell)) in steps.zip(saved.cells.as_mut_slice()).enumerate() {
            take([S::SIZE, 1, X::SIZE], |_| time, x.as_slice(), Target::set(x_step.as_mut_slice()));
            self.cell.forward_train((x_step, before), (y_step, after), cell, context.layer(time as u64));
            put([S::SIZE, Y::SIZE], time, y_step.as_slice(), Target::set(y.as_mut_slice()));
            before = after;
        }
        end.as_mut_slice().copy_from_slice(before.as_slice());
    }

    fn backward<B: Dim>(
        &self,
        Pass { x: (_, start), saved, dy: (dy, d_end), .. }: Pass<'_, Self, OfAll<S, X, H>, B, T>,
        (mut dx, d_start): <OfAll<S, X, H> as Signal>::Grad<'_, B, T>,
        grad: Gradient<'_, Self>,
        context: StepContext,
    ) {
        let ScanSaved { x, y, states, cells, dx: dx_step, dy: dy_step, derivatives: [after, before] } = saved;
        let (mut d_after, mut d_before) = (after, before);
        d_after.as_mut_slice().copy_from_slice(d_end.as_slice());
        let mut grad = grad.part(|grad| &mut grad.cell);
        let steps = x.rows().zip(y.rows()).zip(cells.as_mut_slice()).enumerate();
        // The state before the first step is `start`.
        let mut befores = states.rows().rev().skip(1);
        for ((time, ((x_step, y_step), cell)), after) in steps.rev().zip(states.rows().rev()) {
            let before = befores.next().unwrap_or(start);
            take([S::SIZE, 1, Y::SIZE], |_| time, dy.as_slice(), Target::set(dy_step.as_mut_slice()));
            let pass = Pass { x: (x_step, before), y: (y_step, after), saved: cell, dy: (&*dy_step, &*d_after) };
            let to = (dx.as_ref().map(|_| Gradient::set(&mut *dx_step)), Some(Gradient::set(&mut *d_before)));
            self.cell.backward(pass, to, grad.reborrow(), context.layer(time as u64));
            // The gradient of the last step replaces what is there, unless it is to be added to; the others are added to it.
            grad = Gradient::add(grad.into_inner());
            if let Some(dx) = &mut dx {
                put([S::SIZE, X::SIZE], time, dx_step.as_slice(), dx.reborrow().target());
            }
            core::mem::swap(&mut d_after, &mut d_before);
        }
        if let Some(d_start) = d_start {
            d_start.target().write(d_after.as_slice().iter().copied());
        }
    }
}
