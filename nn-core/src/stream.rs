//! Networks that read a sequence step by step.

use crate::dim::{Dim, N};
use crate::layers::Streaming;
use crate::network::Network;
use crate::parameters::{duplicate, plain};
use crate::plain::{clear, zero};
use crate::report::debug_by_message;
use crate::signal::Signal;
use core::fmt;

/// A [`Network`] that reads its input step by step. `network!` implements it for every network with a `time` axis.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not read its input step by step",
    label = "not a network whose input has a `time` axis",
    note = "declare which axis is time: `fn forward(x: Tensor<time = 128, 64>) -> ..`",
    note = "the type of a stream names its network, without a `Box`, and `new` takes none: `Stream::<Net>::new()`"
)]
pub trait StreamingNetwork: Network + Streaming<<Self as Network>::In, <Self as Network>::Elem> {
    /// The input with `N` steps in place of all of them.
    type Steps<N: Dim>: Signal;
    /// The bytes of a stream of one sequence, and those of its state and of its scratch.
    #[doc(hidden)]
    const STREAM_SIZES: [usize; 3] =
        [size_of::<Stream<Self>>(), size_of::<State<Self, N<1>>>(), size_of::<Scratch<Self, N<1>>>()];
}

type State<Net, B> = <Net as Streaming<<Net as Network>::In, <Net as Network>::Elem>>::State<B>;
type Scratch<Net, B> = <Net as Streaming<<Net as Network>::In, <Net as Network>::Elem>>::StepScratch<B>;
pub(crate) type StepSignal<Net> = <Net as Streaming<<Net as Network>::In, <Net as Network>::Elem>>::Step;
type StepOutSignal<Net> = <Net as Streaming<<Net as Network>::In, <Net as Network>::Elem>>::StepOut;

/// A batch of one step of a network's input, by shared reference. It has the shapes of the whole input, with a time axis of size 1.
pub type StepInput<'a, Net, B> = <StepSignal<Net> as Signal>::Ref<'a, B, <Net as Network>::Elem>;
/// A batch of one step of a network's output, by mutable reference.
pub type StepOutput<'a, Net, B> = <StepOutSignal<Net> as Signal>::Mut<'a, B, <Net as Network>::Elem>;
/// A batch of one step of a network's output, owned.
pub type StepOwned<Net, B> = <StepOutSignal<Net> as Signal>::Owned<B, <Net as Network>::Elem>;

/// `B` sequences that a network reads step by step: what the network keeps between the steps, and its scratch.
///
/// A network streams if its declaration states which axis of its input is time: `Tensor<time = 128, 64>`. Each step has the shapes
/// of the whole sequence with a time axis of size 1. The outputs are those that the network computes for the whole sequence:
/// bit-identical at [`Level::BASELINE`](crate::simd::Level::BASELINE), and within rounding with wider vectors. An output without a
/// time axis, such as that of the last step, is the output for a sequence that ends at this step. Dropout and noise do nothing.
///
/// A stream is plain data of a constant size, `Net::STREAM_BYTES`. It refers to no network: the network is an argument of each
/// step, so that many streams share one. [`step_into`](Self::step_into) does not allocate. [`prefill`](Self::prefill) reads several
/// steps at once. A clone of a stream continues from the same step independently of it.
///
/// ```
/// use nn::Stream;
/// use nn::prelude::*;
///
/// network! {
///     struct Next {
///         gru: Gru<1, 16>,
///         out: Linear<16, 1>,
///     }
///     fn forward(x: Tensor<time = 20, 1>) -> Tensor<20, 1> {
///         x.gru().out()
///     }
/// }
///
/// let next = Next::new(1);
/// let x = Tensor::<shape![1, 20, 1]>::from_fn(|[_, t, _]| (t as f32).sin());
/// let whole = next.forward(&x);
/// let mut stream = Stream::<Next>::new();
/// for t in 0..20 {
///     let y = stream.step(&next, &Tensor::new([[[x[[0, t, 0]]]]]))?;
///     assert!((y[[0, 0, 0]] - whole[[0, t, 0]]).abs() < 1e-6);
/// }
/// assert_eq!(stream.steps(), 20);
/// # Ok::<(), nn::EndOfSequence>(())
/// ```
#[repr(C)]
pub struct Stream<Net: StreamingNetwork, B: Dim = N<1>> {
    state: State<Net, B>,
    scratch: Scratch<Net, B>,
    steps: u64,
}

plain! { impl[Net: StreamingNetwork, B: Dim] for Stream<Net, B> { state, scratch, steps } }

/// The error of a step after the last one that the network can read.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct EndOfSequence {
    /// The largest number of steps.
    pub steps: usize,
}

impl fmt::Display for EndOfSequence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the sequence has ended: this network reads at most {} steps", self.steps)
    }
}

impl core::error::Error for EndOfSequence {}

debug_by_message!(EndOfSequence);

impl<Net: StreamingNetwork, B: Dim> Stream<Net, B> {
    /// The largest number of steps, if there is one.
    pub const CAPACITY: Option<usize> = <Net as Streaming<<Net as Network>::In, <Net as Network>::Elem>>::CAPACITY;

    /// Creates a stream before its first step, by value. [`boxed`](Self::boxed) creates one that is too large for the stack.
    #[inline]
    pub fn new() -> Self {
        zero()
    }

    /// Creates a stream before its first step on the heap, in place.
    #[cfg(feature = "alloc")]
    pub fn boxed() -> alloc::boxed::Box<Self> {
        crate::parameters::zeroed()
    }

    /// Computes the output of the next step `x`.
    ///
    /// # Errors
    /// Returns [`EndOfSequence`] if the network cannot read another step, and changes nothing. Only networks that keep all steps, such
    /// as those with causal attention without a window, and networks that store a tensor along time have a largest number of steps:
    /// the size of the time axis.
    #[cfg(feature = "alloc")]
    pub fn step(
        &mut self,
        network: &Net,
        x: StepInput<'_, Net, B>,
    ) -> Result<alloc::boxed::Box<StepOwned<Net, B>>, EndOfSequence> {
        let mut y = crate::parameters::zeroed::<StepOwned<Net, B>>();
        self.step_into(network, x, <StepOutSignal<Net> as Signal>::by_mut(&mut y))?;
        Ok(y)
    }

    /// Computes the output of the next step `x` and writes it to `y`, without allocating.
    ///
    /// # Errors
    /// The same as [`step`](Self::step); `y` is unchanged.
    #[inline]
    pub fn step_into(
        &mut self,
        network: &Net,
        x: StepInput<'_, Net, B>,
        y: StepOutput<'_, Net, B>,
    ) -> Result<(), EndOfSequence> {
        self.check_steps(1)?;
        self.next(network, x, y);
        Ok(())
    }

    /// Returns an error unless the network can read this number of steps more.
    #[inline]
    pub(crate) fn check_steps(&self, count: u64) -> Result<(), EndOfSequence> {
        match Self::CAPACITY {
            Some(steps) if (steps as u64).checked_sub(self.steps).is_none_or(|rest| rest < count) => {
                Err(EndOfSequence { steps })
            }
            _ => Ok(()),
        }
    }

    /// Computes the next step, which the network can read.
    #[inline]
    pub(crate) fn next(&mut self, network: &Net, x: StepInput<'_, Net, B>, y: StepOutput<'_, Net, B>) {
        network.step::<B>(x, y, &mut self.state, self.steps as usize, &mut self.scratch);
        self.steps = self.steps.wrapping_add(1);
    }

    /// Returns the number of steps that have been read.
    #[inline]
    pub fn steps(&self) -> u64 {
        self.steps
    }

    /// Returns to the state before the first step, in place.
    #[inline]
    pub fn reset(&mut self) {
        clear(self);
    }
}

impl<Net: StreamingNetwork, B: Dim> Default for Stream<Net, B> {
    fn default() -> Self {
        Self::new()
    }
}

/// Returns a copy by value. [`boxed_clone`](crate::boxed_clone) clones a boxed stream without moving it across the stack.
impl<Net: StreamingNetwork, B: Dim> Clone for Stream<Net, B> {
    fn clone(&self) -> Self {
        duplicate(self)
    }
}

impl<Net: StreamingNetwork, B: Dim> fmt::Debug for Stream<Net, B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Stream").field("steps", &self.steps).finish_non_exhaustive()
    }
}

#[cfg(all(test, feature = "alloc"))]
mod tests {
    use super::*;
    use crate::graph::{Graph, Node};
    use crate::layers::{Gru, Init, Layer};
    use crate::parameters::zeroed;
    use crate::tensor::Tensor;
    use alloc::format;
    use alloc::string::ToString;

    type Net = Gru<N<2>, N<3>>;
    type Whole = Tensor<(N<1>, N<6>, N<2>)>;

    impl Network for Net {
        type Elem = f32;
        type In = (N<6>, N<2>);
        const GRAPH: Graph = crate::network::graph::<Self>("Net", &["x"], &[]);
        const NODES: &'static [Node] = &[];
    }

    impl StreamingNetwork for Net {
        type Steps<S: Dim> = (S, N<2>);
    }

    /// Returns the outputs of the first `count` steps.
    fn run(stream: &mut Stream<Net>, net: &Net, x: &Whole, count: usize) -> alloc::vec::Vec<f32> {
        let steps = (0..count).flat_map(|t| {
            let y = stream.step(net, &Tensor::new([[[x[[0, t, 0]], x[[0, t, 1]]]]])).unwrap();
            [0, 1, 2].map(|i| y[[0, 0, i]])
        });
        steps.collect()
    }

    #[test]
    fn streams_are_independent_and_start_again() {
        let mut net = zeroed::<Net>();
        net.init(&mut crate::init::rng(1));
        let x = Whole::from_fn(|[_, t, i]| (t * 2 + i) as f32 / 6.0 - 1.0);
        let mut y = zeroed::<Tensor<(N<1>, N<6>, N<3>)>>();
        Layer::<(N<6>, N<2>)>::forward(&*net, &*x, &mut *y, &mut *zeroed());
        let mut stream = Stream::<Net>::boxed();
        let first = run(&mut stream, &net, &x, 4);
        assert!(first.iter().zip(y.as_slice()).all(|(a, b)| (a - b).abs() < 1e-6));
        assert_eq!((stream.steps(), format!("{stream:?}").as_str()), (4, "Stream { steps: 4, .. }"));
        let mut copy = Stream::clone(&stream);
        assert_eq!(run(&mut copy, &net, &x, 2), run(&mut stream, &net, &x, 2));
        assert_ne!(run(&mut copy, &net, &x, 1), first[..3]);
        stream.reset();
        assert_eq!((stream.steps(), run(&mut stream, &net, &x, 4)), (0, first));
    }

    #[test]
    fn prefill_is_a_step_after_another() {
        let mut net = zeroed::<Net>();
        net.init(&mut crate::init::rng(1));
        let x = Whole::from_fn(|[_, t, i]| (t * 2 + i) as f32 / 6.0 - 1.0);
        let (mut stream, mut prefilled) = (Stream::<Net>::new(), Stream::<Net>::new());
        let steps = run(&mut stream, &net, &x, 6);
        let y = prefilled.prefill(&net, &x).unwrap();
        assert_eq!((y.as_slice(), prefilled.steps()), (&steps[15..], 6));
        assert_eq!(run(&mut prefilled, &net, &x, 2), run(&mut stream, &net, &x, 2));
    }

    #[test]
    fn end_names_the_number_of_steps() {
        let message = "the sequence has ended: this network reads at most 128 steps";
        assert_eq!(EndOfSequence { steps: 128 }.to_string(), message);
        assert_eq!(Stream::<Net>::CAPACITY, None);
    }
}
