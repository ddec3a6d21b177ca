//! Recurrent layers that begin with states of 0, over sequences of one length or of different ones: the number of steps of each
//! sample is then an index.
//!
//! In the input of the layer, the index is before the sequence: the types of the states are those of an associated type, so an impl
//! for an input that ends with an index would overlap with one for an input that ends with a state (`recurrent_states.rs`).

use super::recurrent::{Recurrent, RecurrentSaved, RecurrentScratch};
use super::recurrent_cell::{Cell, Directed};
use super::recurrent_ends::Zeros;
use super::sequence_lengths::with_length;
use super::{BiasOption, Layer, Pass, StepContext};
use crate::dim::Dim;
use crate::float::Float;
use crate::graph::Op;
use crate::parameters::Gradient;
use crate::signal::{Indices, Signal, Tuple};
use crate::tensor::Tensor;

/// Implements the layer for a sequence, with a length before it or not.
macro_rules! sequences {
    ($([$length:ident $V:ident])?) => {
        // Without a length, there is one input in the parentheses.
        #[allow(unused_parens)]
        impl<
            $($V: Dim,)?
            S: Dim,
            C: Cell,
            In: Dim,
            H: Directed<DIRECTIONS>,
            Bias: BiasOption,
            T: Float,
            const DIRECTIONS: usize,
            const MORE: usize,
            const DROPOUT: u32,
        > Layer<sequences!(@input $($V)?), T> for Recurrent<C, In, H, Bias, T, DIRECTIONS, MORE, DROPOUT>
        {
            type Out = (S, H::Width);
            type Saved<B: Dim> = RecurrentSaved<C, B, S, H, T, DIRECTIONS, MORE>;
            type Scratch<B: Dim> = RecurrentScratch<C, B, S, H, T, DIRECTIONS>;
            const MACS: usize = Self::macs(S::SIZE);
            const OP: Op = Self::op(false, with_length!(@has $($length)?));

            #[cfg_attr(not(feature = "std"), inline(never))]
            fn forward<B: Dim>(
                &self,
                ($($length,)? x): <sequences!(@input $($V)?) as Signal>::Ref<'_, B, T>,
                y: &mut Tensor<(B, S, H::Width), T>,
                scratch: &mut Self::Scratch<B>,
            ) {
                self.infer(x, y, scratch, (&mut Zeros, with_length!(@steps $(S $V $length)?)));
            }

            fn forward_train<B: Dim>(
                &self,
                ($($length,)? x): <sequences!(@input $($V)?) as Signal>::Ref<'_, B, T>,
                y: &mut Tensor<(B, S, H::Width), T>,
                saved: &mut Self::Saved<B>,
                context: StepContext,
            ) {
                self.train(x, y, saved, (&mut Zeros, with_length!(@steps $(S $V $length)?)), context);
            }

            fn backward<B: Dim>(
                &self,
                Pass { x: ($($length,)? x), saved, dy, .. }: Pass<'_, Self, sequences!(@input $($V)?), B, T>,
                ($(with_length!(@no_gradient $length),)? dx): <sequences!(@input $($V)?) as Signal>::Grad<'_, B, T>,
                grad: Gradient<'_, Self>,
                context: StepContext,
            ) {
                self.gradients((x, dy), saved, dx, (&mut Zeros, with_length!(@steps $(S $V $length)?)), grad, context);
            }
        }
    };
    (@input) => { (S, In) };
    (@input $V:ident) => { Tuple<(Indices<$V>, (S, In))> };
}
sequences!();
sequences!([length V]);

#[cfg(all(test, feature = "alloc"))]
mod tests {
    use super::*;
    use crate::dim::N;
    use crate::layers::{Gru, Init, Layer, Lstm, Projected, Relu, Rnn, Stacked, Units, WithBias};
    use crate::parameters::{Parameters, zeroed};
    use crate::signal::Class;
    use alloc::vec::Vec;

    type B = N<3>;
    type S = N<4>;
    type Plain = (S, N<2>);
    type WithLength = Tuple<(Indices<N<5>>, Plain)>;
    type X = Tensor<(B, S, N<2>), f64>;
    type Y = Tensor<(B, S, N<6>), f64>;
    /// Two layers of two directions, with dropout between them.
    type Deep<C> = Recurrent<C, N<2>, N<3>, WithBias, f64, 2, 1, 400_000>;

    fn value([b, t, i]: [usize; 3]) -> f64 {
        ((b * 31 + t * 7 + i * 3) % 17) as f64 / 9.0 - 0.8
    }

    /// The bits of y, dx and the gradient of the parameters.
    macro_rules! results {
        ($layer:expr, $in:ty, $L:ty, $x:expr, |$dx:ident| $to:expr) => {{
            let (mut y, mut dx, mut grad) = (Y::full(f64::NAN), X::full(f64::NAN), zeroed::<$L>());
            let (mut saved, context) = (zeroed(), StepContext::new(1, 2));
            grad.as_mut_slice().fill(f64::NAN);
            Layer::<$in, f64>::forward_train(&*$layer, $x, &mut *y, &mut *saved, context);
            let pass = Pass { x: $x, y: &*y, saved: &mut *saved, dy: &*Y::from_fn(value) };
            let $dx = Some(Gradient::set(&mut *dx));
            Layer::<$in, f64>::backward(&*$layer, pass, $to, Gradient::set(&mut *grad), context);
            [y.as_slice(), dx.as_slice(), grad.as_slice()]
                .map(|all| all.iter().map(|x| x.to_bits()).collect::<Vec<_>>())
        }};
    }

    /// Checks that padding is not read, and that whole sequences are those of a call without lengths.
    macro_rules! check {
        ($($L:ty)*) => {
            $({
                let mut layer = zeroed::<$L>();
                layer.init(&mut crate::init::rng(3));
                let lengths = |of: [usize; 3]| Tensor::<(B,), Class<N<5>>>::new(of.map(|n| Class::new(n).unwrap()));
                let run = |of: [usize; 3], x: &X| {
                    results!(layer, WithLength, $L, (&lengths(of), x), |dx| ((), dx))
                };
                let x = &*X::from_fn(value);
                assert_eq!(run([4, 4, 4], x), results!(layer, Plain, $L, x, |dx| dx));
                for of in [[4, 2, 1], [0, 3, 4], [1, 0, 0], [0, 0, 0]] {
                    let is_padding = |b: usize, t: usize| t >= of[b];
                    let spoilt = X::from_fn(|[b, t, i]| if is_padding(b, t) { f64::NAN } else { value([b, t, i]) });
                    let [y, dx, grad] = run(of, x);
                    assert_eq!(run(of, &spoilt), [y.clone(), dx.clone(), grad.clone()]);
                    assert!(grad.iter().all(|&d| f64::from_bits(d).is_finite()));
                    for (b, t) in (0..3).flat_map(|b| (0..4).map(move |t| (b, t))) {
                        let [y, dx] = [(&y, 6), (&dx, 2)].map(|(all, width)| &all[(b * 4 + t) * width..][..width]);
                        let is_zero = |of: &[u64]| of.iter().all(|&x| f64::from_bits(x) == 0.0);
                        assert_eq!((is_zero(y), is_zero(dx)), (is_padding(b, t), is_padding(b, t)));
                    }
                    if of == [0, 0, 0] {
                        assert!(grad.iter().all(|&d| d == 0));
                    }
                }
            })*
        };
    }

    #[test]
    fn padding_is_not_read() {
        type Elman = Rnn<N<2>, N<6>, Relu, WithBias, f64>;
        check!(Deep<crate::layers::LstmCell> Deep<crate::layers::GruCell> Deep<crate::layers::RnnCell<Relu>>);
        type Narrow = Lstm<N<2>, Projected<N<4>, N<3>>, WithBias, f64, 2, 1, 400_000>;
        type Wide = Lstm<N<2>, Projected<N<4>, N<6>>, WithBias, f64>;
        check!(Narrow Wide Lstm<N<2>, N<6>, WithBias, f64> Gru<N<2>, N<6>, WithBias, f64> Elman);
    }

    /// The steps of a sample are those of a sequence that ends there, and so are the final states.
    #[test]
    fn sequences_end_at_their_lengths() {
        end_at_lengths::<N<3>>();
        end_at_lengths::<Projected<N<5>, N<3>>>();
    }

    fn end_at_lengths<H>()
    where
        H: Directed<2, Width = N<6>> + Stacked<2, 0, States = (N<2>, N<3>), CellStates = (N<2>, <H as Units>::Cells)>,
    {
        type Hidden = (N<2>, N<3>);
        type Cells<H> = (N<2>, <H as Units>::Cells);
        type Short = (N<2>, N<2>);
        let mut layer = zeroed::<Lstm<N<2>, H, WithBias, f64, 2>>();
        layer.init(&mut crate::init::rng(3));
        let x = Tensor::<(N<1>, S, N<2>), f64>::from_fn(value);
        let short = Tensor::<(N<1>, N<2>, N<2>), f64>::from_fn(value);
        let h = Tensor::<(N<1>, N<2>, N<3>), f64>::from_fn(value);
        let c = Tensor::<(N<1>, N<2>, H::Cells), f64>::from_fn(value);
        let length = Tensor::<(N<1>,), Class<N<5>>>::new([Class::new(2).unwrap()]);
        let (mut y, mut of_short) =
            (Tensor::<(N<1>, S, N<6>), f64>::full(1.0), Tensor::<(N<1>, N<2>, N<6>), f64>::zeros());
        let [mut last, mut last_short] = [(); 2].map(|()| Tensor::<(N<1>, N<2>, N<3>), f64>::zeros());
        let [mut last_c, mut last_short_c] = [(); 2].map(|()| Tensor::<(N<1>, N<2>, H::Cells), f64>::zeros());
        type WithStates<H> = Tuple<(Indices<N<5>>, Plain, Hidden, Cells<H>)>;
        let (input, output) = ((&length, &*x, &*h, &*c), (&mut *y, &mut *last, &mut *last_c));
        Layer::<WithStates<H>, f64>::forward::<N<1>>(&*layer, input, output, &mut *zeroed());
        let (input, output) = ((&*short, &*h, &*c), (&mut *of_short, &mut *last_short, &mut *last_short_c));
        Layer::<Tuple<(Short, Hidden, Cells<H>)>, f64>::forward::<N<1>>(&*layer, input, output, &mut *zeroed());
        assert_eq!((&y.as_slice()[..12], last, last_c), (of_short.as_slice(), last_short, last_short_c));
        assert!(y.as_slice()[12..].iter().all(|&y| y == 0.0));
    }
}
