//! The forward and backward pass of a single layer.

use nn::Float;
use nn::layers::{Layer, Pass, StepContext};
use nn::parameters::{Gradient, zeroed};
use nn::signal::Signal;

/// The output of a layer for this batch, as in training.
pub(crate) fn forward<In: Signal, B: nn::Dim, T: Float, L: Layer<In, T>>(
    layer: &L,
    x: In::Ref<'_, B, T>,
) -> Box<<L::Out as Signal>::Owned<B, T>> {
    let mut y = zeroed::<<L::Out as Signal>::Owned<B, T>>();
    layer.forward_train(x, L::Out::by_mut(&mut y), &mut zeroed::<L::Saved<B>>(), StepContext::new(1, 0));
    y
}

/// From `dy`, the gradient of the output, to those of the input and of the parameters.
pub(crate) fn backward<In: Signal, B: nn::Dim, T: Float, L: Layer<In, T>>(
    layer: &L,
    x: In::Ref<'_, B, T>,
    dy: <L::Out as Signal>::Ref<'_, B, T>,
) -> (Box<In::Owned<B, T>>, Box<L>) {
    let (mut dx, mut grad) = (zeroed::<In::Owned<B, T>>(), zeroed::<L>());
    let (mut y, mut saved) = (zeroed::<<L::Out as Signal>::Owned<B, T>>(), zeroed::<L::Saved<B>>());
    let context = StepContext::new(1, 0);
    layer.forward_train(x, L::Out::by_mut(&mut y), &mut saved, context);
    let y = L::Out::by_ref(&y);
    let pass = Pass { x: In::shorten(x), y, saved: &mut *saved, dy: L::Out::shorten(dy) };
    layer.backward(pass, In::by_grad(&mut dx, false), Gradient::set(&mut grad), context);
    (dx, grad)
}
