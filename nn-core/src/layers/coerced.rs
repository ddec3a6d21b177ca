//! A wrapper by which `network!` calls a layer that it knows by its type alone with the shapes of the surrounding values.

use crate::dim::Dim;
use crate::float::Float;
use crate::graph::Op;
use crate::layers::{Connect, Layer, Pass, StepContext};
use crate::parameters::{Gradient, Layout, Parameters, Plain, plain};
use crate::signal::{Signal, same_signal};
use core::marker::PhantomData;

/// The layer `L` as a layer that accepts any input and returns `Out`.
///
/// A separate item that `network!` generates asserts that the input has the dims of the input of `L`, and `Out` those of the output
/// of `L`. A mismatch is therefore one error, with the message of that item, and causes no further errors.
#[doc(hidden)]
#[repr(transparent)]
pub struct Coerced<L, Out>(L, PhantomData<fn() -> Out>);

impl<L, Out> Coerced<L, Out> {
    /// Returns the layer.
    pub(crate) const fn layer(&self) -> &L {
        &self.0
    }
}

/// Reinterprets a layer as the type `L`, which has the same memory layout and differs in its trait bounds.
#[doc(hidden)]
pub trait ReinterpretAs<L> {
    /// Returns the layer as an `L`.
    fn reinterpret(&self) -> &L;
    /// Returns the layer as an `L` that can be modified.
    fn reinterpret_mut(&mut self) -> &mut L;
    /// Returns the gradient of the layer as that of an `L`.
    fn reinterpret_gradient(gradient: Gradient<'_, Self>) -> Gradient<'_, L>;
}

impl<L> ReinterpretAs<L> for L {
    #[inline]
    fn reinterpret(&self) -> &L {
        self
    }
    #[inline]
    fn reinterpret_mut(&mut self) -> &mut L {
        self
    }
    #[inline]
    fn reinterpret_gradient(gradient: Gradient<'_, L>) -> Gradient<'_, L> {
        gradient
    }
}

impl<L, Out> ReinterpretAs<Coerced<L, Out>> for L {
    #[inline]
    fn reinterpret(&self) -> &Coerced<L, Out> {
        // SAFETY: `Coerced` is transparent over the layer.
        unsafe { &*core::ptr::from_ref(self).cast() }
    }
    #[inline]
    fn reinterpret_mut(&mut self) -> &mut Coerced<L, Out> {
        // SAFETY: as above.
        unsafe { &mut *core::ptr::from_mut(self).cast() }
    }
    #[inline]
    fn reinterpret_gradient(gradient: Gradient<'_, L>) -> Gradient<'_, Coerced<L, Out>> {
        // SAFETY: as above; the result has the lifetime of the gradient.
        gradient.part(|layer| unsafe { &mut *core::ptr::from_mut(layer).cast() })
    }
}

impl<L, Out, const K: usize> ReinterpretAs<[Coerced<L, Out>; K]> for [L; K] {
    #[inline]
    fn reinterpret(&self) -> &[Coerced<L, Out>; K] {
        // SAFETY: as above; an array of a transparent type has the layout of an array of its field.
        unsafe { &*core::ptr::from_ref(self).cast() }
    }
    #[inline]
    fn reinterpret_mut(&mut self) -> &mut [Coerced<L, Out>; K] {
        // SAFETY: as above.
        unsafe { &mut *core::ptr::from_mut(self).cast() }
    }
    #[inline]
    fn reinterpret_gradient(gradient: Gradient<'_, Self>) -> Gradient<'_, [Coerced<L, Out>; K]> {
        // SAFETY: as above.
        gradient.part(|layers| unsafe { &mut *core::ptr::from_mut(layers).cast() })
    }
}

plain! { impl[L: Plain, Out: 'static] for Coerced<L, Out> { 0, 1 } }
// SAFETY: the layer implements it, and is the only field that is not zero-sized.
unsafe impl<T, L: Parameters<T>, Out: 'static> Parameters<T> for Coerced<L, Out> {
    const LAYOUT: Layout = L::LAYOUT;
    // That of a stub, too, whose layout does not match it.
    const LEN: usize = L::LEN;
}

/// The input of the layer if the preceding value is `Given`.
type Taken<L, Given> = <L as Connect>::Input<Given>;
/// The output of the layer for that input.
type Gives<L, Given, T> = <L as Layer<Taken<L, Given>, T>>::Out;

#[inline]
pub(super) fn write<'a, From: Signal, To: Signal, B: Dim, T: Float>(y: From::Mut<'a, B, T>) -> To::Mut<'a, B, T> {
    To::from_parts_mut::<B, T>(From::to_parts_mut::<B, T>(y))
}

impl<L, Given, Out, T> Layer<Given, T> for Coerced<L, Out>
where
    L: Connect + Layer<Taken<L, Given>, T>,
    Given: Signal,
    Out: Signal,
    T: Float,
{
    type Out = Out;
    type Saved<B: Dim> = L::Saved<B>;
    type Scratch<B: Dim> = L::Scratch<B>;
    const MACS: usize = L::MACS;
    const OP: Op = L::OP;

    #[inline]
    fn forward<B: Dim>(&self, x: Given::Ref<'_, B, T>, y: Out::Mut<'_, B, T>, scratch: &mut Self::Scratch<B>) {
        let x = same_signal::<Given, Taken<L, Given>, B, T>(x);
        self.0.forward(x, write::<Out, Gives<L, Given, T>, B, T>(y), scratch);
    }

    #[inline]
    fn forward_train<B: Dim>(
        &self,
        x: Given::Ref<'_, B, T>,
        y: Out::Mut<'_, B, T>,
        saved: &mut Self::Saved<B>,
        context: StepContext,
    ) {
        let x = same_signal::<Given, Taken<L, Given>, B, T>(x);
        self.0.forward_train(x, write::<Out, Gives<L, Given, T>, B, T>(y), saved, context);
    }

    #[inline]
    fn backward<B: Dim>(
        &self,
        Pass { x, y, saved, dy }: Pass<'_, Self, Given, B, T>,
        dx: Given::Grad<'_, B, T>,
        grad: Gradient<'_, Self>,
        context: StepContext,
    ) {
        let x = same_signal::<Given, Taken<L, Given>, B, T>(x);
        let y = same_signal::<Out, Gives<L, Given, T>, B, T>(y);
        let dy = same_signal::<Out, Gives<L, Given, T>, B, T>(dy);
        let dx = Taken::<L, Given>::from_parts_grad::<B, T>(Given::to_parts_grad::<B, T>(dx));
        self.0.backward(Pass { x, y, saved, dy }, dx, grad.part(|coerced| &mut coerced.0), context);
    }
}

/// A type that `network!` generates to name a signal.
#[doc(hidden)]
pub trait Named {
    /// The signal.
    type Signal: Signal;
}
