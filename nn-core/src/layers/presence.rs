//! Tests whether a type is a layer, and the layer by which `network!` replaces a type that is none.
//!
//! A bound that is not satisfied would be an error wherever the generated code mentions it. So the code tests a type that it knows
//! by name alone, reports a missing implementation in one place, and uses [`NoLayer`] in place of the type.

use crate::dim::Dim;
use crate::float::Float;
use crate::layers::{Connect, Init, Layer, Pass, ReinterpretAs, StepContext, Streaming};
use crate::parameters::{Gradient, Parameters, parameters};
use crate::signal::Signal;
use core::fmt;
use core::marker::PhantomData;
use rand::Rng;

/// Constants that are true if the type implements a trait. Each exists twice: here, for types that implement it, and in [`Absent`].
#[doc(hidden)]
#[derive(Debug)]
pub struct Probe<L, Of>(PhantomData<fn() -> (L, Of)>);

/// The constants of [`Probe`] for types that do not implement the trait.
#[doc(hidden)]
pub trait Absent {
    /// Whether the type implements [`Connect`].
    const CONNECTS: bool = false;
    /// Whether the type implements [`Init`].
    const HAS_INIT: bool = false;
    /// Whether the type implements [`Parameters`] for an element type.
    const HAS_PARAMETERS: bool = false;
    /// Whether the type implements [`Layer`] for an input and an element type.
    const ACCEPTS: bool = false;
    /// Whether the type implements [`Streaming`] for an input and an element type.
    const STREAMS: bool = false;
}

impl<L, Of> Absent for Probe<L, Of> {}

impl<L: Connect, Of> Probe<L, Of> {
    /// The type implements it.
    pub const CONNECTS: bool = true;
}

impl<L: Init, Of> Probe<L, Of> {
    /// The type implements it.
    pub const HAS_INIT: bool = true;
}

impl<L: Parameters<T>, T> Probe<L, T> {
    /// The type implements it.
    pub const HAS_PARAMETERS: bool = true;
}

impl<L: Layer<In, T>, In: Signal, T: Float> Probe<L, (In, T)> {
    /// The type implements it.
    pub const ACCEPTS: bool = true;
}

impl<L: Streaming<In, T>, In: Signal, T: Float> Probe<L, (In, T)> {
    /// The type implements it.
    pub const STREAMS: bool = true;
}

/// The traits that a type implements.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub struct Presence {
    /// Whether the type implements [`Connect`].
    pub connects: bool,
    /// Whether the type implements [`Init`].
    pub has_init: bool,
    /// Whether the type implements [`Parameters`] for the element type of the network.
    pub has_parameters: bool,
    /// Whether the type implements [`Parameters`] for the other element type.
    pub has_other_parameters: bool,
}

impl Presence {
    /// Returns whether a network can contain the type, if it implements [`Layer`] for its input, and [`Init`].
    pub const fn is_layer(&self) -> bool {
        self.connects && self.has_parameters
    }
}

/// The choice between the type `L` and [`NoLayer`].
#[doc(hidden)]
#[derive(Debug)]
pub struct Either<const IS_LAYER: bool, L>(PhantomData<fn() -> L>);

/// Contains the chosen layer.
#[doc(hidden)]
pub trait Chosen {
    /// The type itself if it is a layer, otherwise [`NoLayer`].
    type Layer;
}

impl<L> Chosen for Either<true, L> {
    type Layer = L;
}

impl<L> Chosen for Either<false, L> {
    type Layer = NoLayer<L>;
}

/// A layer that accepts any input and returns `Out`, in place of the type `L`, which is not a layer. It is never executed.
#[doc(hidden)]
pub struct NoLayer<L, Out = ()>(PhantomData<fn() -> (L, Out)>);

// Whatever the type itself implements.
impl<L, Out> Clone for NoLayer<L, Out> {
    fn clone(&self) -> Self {
        Self(PhantomData)
    }
}

impl<L, Out> PartialEq for NoLayer<L, Out> {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl<L, Out> fmt::Debug for NoLayer<L, Out> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("NoLayer")
    }
}

parameters! { impl[L: 'static, Out: 'static] for NoLayer<L, Out> { 0 } }

impl<L, Out> Init for NoLayer<L, Out> {
    fn init<R: Rng + ?Sized>(&mut self, _: &mut R) {}
}

impl<L, Out> Connect for NoLayer<L, Out> {
    type Input<Given: Signal> = Given;
    type Coerced<Gives: Signal> = NoLayer<L, Gives>;
}

impl<L: 'static, In: Signal, Out: Signal, T: Float> Layer<In, T> for NoLayer<L, Out> {
    type Out = Out;
    type Saved<B: Dim> = ();
    type Scratch<B: Dim> = ();

    fn forward<B: Dim>(&self, _: In::Ref<'_, B, T>, _: Out::Mut<'_, B, T>, (): &mut ()) {}

    fn forward_train<B: Dim>(&self, _: In::Ref<'_, B, T>, _: Out::Mut<'_, B, T>, (): &mut (), _: StepContext) {}

    fn backward<B: Dim>(
        &self,
        _: Pass<'_, Self, In, B, T>,
        _: In::Grad<'_, B, T>,
        _: Gradient<'_, Self>,
        _: StepContext,
    ) {
    }
}

impl<L: 'static, In: Signal, Out: Signal, T: Float> Streaming<In, T> for NoLayer<L, Out> {
    type Step = In;
    type StepOut = Out;
    type State<B: Dim> = ();
    type StepScratch<B: Dim> = ();

    fn step<B: Dim>(&self, _: In::Ref<'_, B, T>, _: Out::Mut<'_, B, T>, (): &mut (), _: usize, (): &mut ()) {}
}

macro_rules! never_reinterpreted {
    ($([$($count:tt)*] $from:ty => $to:ty;)*) => {
        $(
            impl<L, Out, $($count)*> ReinterpretAs<$to> for $from {
                fn reinterpret(&self) -> &$to {
                    unreachable!("the program does not compile")
                }
                fn reinterpret_mut(&mut self) -> &mut $to {
                    unreachable!("the program does not compile")
                }
                fn reinterpret_gradient(_: Gradient<'_, Self>) -> Gradient<'_, $to> {
                    unreachable!("the program does not compile")
                }
            }
        )*
    };
}

never_reinterpreted! {
    [] L => NoLayer<L, Out>;
    [const K: usize] [L; K] => [NoLayer<L, Out>; K];
}
