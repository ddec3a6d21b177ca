//! `[layer; K]`: K layers of the same type, one behind the other.

use crate::dim::Dim;
use crate::float::Float;
use crate::gradient::Gradient;
use crate::layer::{Context, Layer};
use crate::plain::{Plain, Zeroable};
use crate::signal::Signal;

/// What a chain of layers keeps for its backward pass.
#[repr(C)]
pub struct ArraySaved<L: Layer<S, T, Out = S>, S: Signal, T: Float, B: Dim, const K: usize> {
    saved: [L::Saved<B>; K],
    // The layers' outputs and the derivatives by them; the last layer's are the caller's, its places here are not used.
    values: [S::Owned<B, T>; K],
    derivatives: [S::Owned<B, T>; K],
}

// SAFETY: the fields are plain data.
unsafe impl<L: Layer<S, T, Out = S>, S: Signal, T: Float, B: Dim, const K: usize> Zeroable
    for ArraySaved<L, S, T, B, K>
{
}
// SAFETY: the fields are plain data.
unsafe impl<L: Layer<S, T, Out = S>, S: Signal, T: Float, B: Dim, const K: usize> Plain for ArraySaved<L, S, T, B, K> {}

impl<L: Layer<S, T, Out = S>, S: Signal, T: Float, const K: usize> Layer<S, T> for [L; K] {
    type Out = S;
    type Saved<B: Dim> = ArraySaved<L, S, T, B, K>;
    type Scratch<B: Dim> = (L::Scratch<B>, [S::Owned<B, T>; 2]);
    const MACS: usize = K * L::MACS;

    fn forward<B: Dim>(&self, x: S::Ref<'_, B, T>, mut y: S::Mut<'_, B, T>, scratch: &mut Self::Scratch<B>) {
        let (inner, [here, next]) = scratch;
        let Some((last, first)) = self.split_last() else {
            return S::copy(x, y);
        };
        let Some((head, middle)) = first.split_first() else {
            return last.forward(x, y, inner);
        };
        head.forward(x, S::by_mut(here), inner);
        let (mut here, mut next) = (here, next);
        for layer in middle {
            layer.forward(S::by_ref(here), S::by_mut(next), inner);
            core::mem::swap(&mut here, &mut next);
        }
        last.forward(S::by_ref(here), S::reborrow_mut(&mut y), inner);
    }

    fn forward_train<B: Dim>(
        &self,
        x: S::Ref<'_, B, T>,
        mut y: S::Mut<'_, B, T>,
        saved: &mut Self::Saved<B>,
        context: Context,
    ) {
        if K == 0 {
            return S::copy(x, y);
        }
        for (i, (layer, own)) in self.iter().zip(&mut saved.saved).enumerate() {
            let (before, from) = saved.values.split_at_mut(i);
            let x = before.last().map_or_else(|| S::shorten(x), S::by_ref);
            let y = if i + 1 == K { S::reborrow_mut(&mut y) } else { S::by_mut(&mut from[0]) };
            layer.forward_train(x, y, own, context.layer(i as u64));
        }
    }

    fn backward<B: Dim>(
        &self,
        x: S::Ref<'_, B, T>,
        y: S::Ref<'_, B, T>,
        saved: &mut Self::Saved<B>,
        dy: S::Ref<'_, B, T>,
        mut dx: S::Grad<'_, B, T>,
        grad: Gradient<'_, Self>,
        context: Context,
    ) {
        if K == 0 {
            return S::pass_back(dy, dx);
        }
        let adds = grad.adds();
        let grad = grad.into_inner();
        for (i, (layer, (grad, own))) in self.iter().zip(grad.iter_mut().zip(&mut saved.saved)).enumerate().rev() {
            let x = i.checked_sub(1).map_or_else(|| S::shorten(x), |before| S::by_ref(&saved.values[before]));
            let y = if i + 1 == K { S::shorten(y) } else { S::by_ref(&saved.values[i]) };
            // The derivative by the output of layer i lies at i, so that of its input lies before it.
            let (before, from) = saved.derivatives.split_at_mut(i);
            let dy = if i + 1 == K { S::shorten(dy) } else { S::by_ref(&from[0]) };
            let dx = match before.last_mut() {
                Some(place) => S::by_grad(place, false),
                None => S::reborrow_grad(&mut dx),
            };
            layer.backward(x, y, own, dy, dx, Gradient::new(grad, adds), context.layer(i as u64));
        }
    }
}
