//! `[layer; K]`: K layers of the same type, in sequence.

use crate::dim::Dim;
use crate::float::Float;
use crate::graph::Op;
use crate::layers::{Layer, Pass, StepContext, Streaming};
use crate::parameters::{Gradient, plain};
use crate::signal::Signal;

/// The state that an array of layers saves for its backward pass.
#[repr(C)]
pub struct ArraySaved<L: Layer<S, T, Out = S>, S: Signal, T: Float, B: Dim, const K: usize> {
    saved: [L::Saved<B>; K],
    // The outputs of the layers and their gradients. Those of the last layer belong to the caller, and its slots here are unused.
    values: [S::Owned<B, T>; K],
    derivatives: [S::Owned<B, T>; K],
}

plain! {
    impl[L: Layer<S, T, Out = S>, S: Signal, T: Float, B: Dim, const K: usize] for ArraySaved<L, S, T, B, K> {
        saved, values, derivatives
    }
}

impl<L: Layer<S, T, Out = S>, S: Signal, T: Float, const K: usize> Layer<S, T> for [L; K] {
    type Out = S;
    type Saved<B: Dim> = ArraySaved<L, S, T, B, K>;
    type Scratch<B: Dim> = (L::Scratch<B>, [S::Owned<B, T>; 2]);
    const MACS: usize = K * L::MACS;
    const OP: Op = Op::Repeat { count: K, op: &L::OP };

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
        context: StepContext,
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
        Pass { x, y, saved, dy }: Pass<'_, Self, S, B, T>,
        mut dx: S::Grad<'_, B, T>,
        grad: Gradient<'_, Self>,
        context: StepContext,
    ) {
        if K == 0 {
            return S::pass_back(dy, dx);
        }
        let adds = grad.adds();
        let grad = grad.into_inner();
        for (i, (layer, (grad, own))) in self.iter().zip(grad.iter_mut().zip(&mut saved.saved)).enumerate().rev() {
            let x = i.checked_sub(1).map_or_else(|| S::shorten(x), |before| S::by_ref(&saved.values[before]));
            let y = if i + 1 == K { S::shorten(y) } else { S::by_ref(&saved.values[i]) };
            // The gradient of the output of layer i is stored at i, so that of its input is stored at i - 1.
            let (before, from) = saved.derivatives.split_at_mut(i);
            let dy = if i + 1 == K { S::shorten(dy) } else { S::by_ref(&from[0]) };
            let dx = match before.last_mut() {
                Some(place) => S::by_grad(place, false),
                None => S::reborrow_grad(&mut dx),
            };
            layer.backward(Pass { x, y, saved: own, dy }, dx, Gradient::new(grad, adds), context.layer(i as u64));
        }
    }
}

/// Each layer reads the step of the one before it, and keeps a state of its own.
impl<L, S, X, T, const K: usize> Streaming<S, T> for [L; K]
where
    L: Layer<S, T, Out = S> + Streaming<S, T, Step = X, StepOut = X>,
    S: Signal,
    X: Signal,
    T: Float,
{
    type Step = X;
    type StepOut = X;
    type State<B: Dim> = [L::State<B>; K];
    type StepScratch<B: Dim> = (L::StepScratch<B>, [X::Owned<B, T>; 2]);
    const CAPACITY: Option<usize> = L::CAPACITY;

    fn step<B: Dim>(
        &self,
        x: X::Ref<'_, B, T>,
        y: X::Mut<'_, B, T>,
        state: &mut Self::State<B>,
        time: usize,
        (inner, [here, next]): &mut Self::StepScratch<B>,
    ) {
        let mut layers = self.iter().zip(state);
        let Some((last, last_state)) = layers.next_back() else {
            return X::copy(x, y);
        };
        let Some((head, head_state)) = layers.next() else {
            return last.step(x, y, last_state, time, inner);
        };
        head.step(x, X::by_mut(here), head_state, time, inner);
        let (mut here, mut next) = (here, next);
        for (layer, state) in layers {
            layer.step(X::by_ref(here), X::by_mut(next), state, time, inner);
            core::mem::swap(&mut here, &mut next);
        }
        last.step(X::by_ref(here), y, last_state, time, inner);
    }
}

#[cfg(all(test, feature = "alloc"))]
mod tests {
    use super::*;
    use crate::dim::N;
    use crate::init::rng;
    use crate::layers::{Linear, Softmax, Tanh, WithBias};
    use crate::parameters::{Parameters, zeroed};
    use crate::session::gradient_check::{check_layer, fill};
    use crate::tensor::Tensor;
    use alloc::boxed::Box;
    use alloc::vec::Vec;

    type Fc = Linear<N<3>, N<3>, WithBias, f64>;
    type Rows = Tensor<(N<4>, N<3>), f64>;

    fn random(seed: u64) -> Box<Rows> {
        let mut rows = Rows::zeros();
        fill(rows.as_mut_slice(), &mut rng(seed));
        rows
    }

    /// Checks that an array is bit-identical to its `K` layers called in sequence.
    fn same_as_layer_by_layer<const K: usize>() {
        let mut chain = zeroed::<[Fc; K]>();
        fill(Parameters::as_mut_slice(&mut *chain), &mut rng(1));
        let (x, dy) = (random(2), random(3));

        let mut values: Vec<Box<Rows>> = alloc::vec![x.clone()];
        for layer in chain.iter() {
            let mut y = Rows::zeros();
            Layer::<(N<3>,), f64>::forward(layer, values.last().unwrap(), &mut y, &mut ());
            values.push(y);
        }
        let mut grads = zeroed::<[Fc; K]>();
        let mut d = dy.clone();
        for i in (0..K).rev() {
            let mut dx = Rows::zeros();
            let grad = Gradient::set(&mut grads[i]);
            let pass = Pass { x: &*values[i], y: &*values[i + 1], saved: &mut (), dy: &*d };
            let dx_of = Some(Gradient::set(&mut *dx));
            Layer::<(N<3>,), f64>::backward(&chain[i], pass, dx_of, grad, StepContext::default());
            d = dx;
        }

        let mut y = Rows::full(f64::NAN);
        let mut scratch = zeroed::<<[Fc; K] as Layer<(N<3>,), f64>>::Scratch<N<4>>>();
        Layer::<(N<3>,), f64>::forward(&*chain, &x, &mut y, &mut scratch);
        assert_eq!(y.as_slice(), values[K].as_slice());
        y.as_mut_slice().fill(f64::NAN);
        let mut saved = zeroed::<<[Fc; K] as Layer<(N<3>,), f64>>::Saved<N<4>>>();
        Layer::<(N<3>,), f64>::forward_train(&*chain, &x, &mut y, &mut saved, StepContext::default());
        assert_eq!(y.as_slice(), values[K].as_slice());
        let (mut dx, mut grad) = (Rows::full(f64::NAN), zeroed::<[Fc; K]>());
        Layer::<(N<3>,), f64>::backward(
            &*chain,
            Pass { x: &*x, y: &*y, saved: &mut *saved, dy: &*dy },
            Some(Gradient::set(&mut dx)),
            Gradient::set(&mut grad),
            StepContext::default(),
        );
        assert_eq!(dx.as_slice(), d.as_slice());
        assert_eq!(Parameters::<f64>::as_slice(&*grad), Parameters::<f64>::as_slice(&*grads));
    }

    #[test]
    fn matches_applying_layers_one_by_one() {
        same_as_layer_by_layer::<0>();
        same_as_layer_by_layer::<1>();
        same_as_layer_by_layer::<2>();
        same_as_layer_by_layer::<3>();
        same_as_layer_by_layer::<5>();
    }

    fn gradient_of<const K: usize>() {
        check_layer::<(N<3>,), N<2>, _>(&mut *zeroed::<[Fc; K]>(), K as u64);
        check_layer::<(N<3>,), N<2>, _>(&mut [Tanh; K], K as u64);
    }

    #[test]
    fn gradients() {
        gradient_of::<0>();
        gradient_of::<1>();
        gradient_of::<2>();
        gradient_of::<3>();
        gradient_of::<5>();
        check_layer::<(N<2>, N<3>), N<2>, _>(&mut [Softmax; 3], 7);
        check_layer::<(N<3>,), N<2>, _>(&mut *zeroed::<[[Fc; 2]; 3]>(), 8);
    }

    #[test]
    fn counts_operations_and_parameters() {
        assert_eq!(<[Fc; 5] as Layer<(N<3>,), f64>>::MACS, 5 * 9);
        assert_eq!(<[Fc; 5] as Parameters<f64>>::LEN, 5 * 12);
        assert_eq!(<[Fc; 0] as Parameters<f64>>::LEN, 0);
    }
}
