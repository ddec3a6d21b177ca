//! Element-wise multiplication: `a * b`.

use super::same_in_training::same_in_training;
use super::stateless::stateless;
use crate::dim::Dim;
use crate::float::Float;
use crate::graph::Op;
use crate::kernels::{Target, multiply};
use crate::layers::{Layer, Pass, StepContext};
use crate::parameters::Gradient;
use crate::shape::Sample;
use crate::signal::{Batch, Signal, Tuple};

/// y = a b, element-wise: a gate, as in LSTMs and gated linear units (Dauphin et al. 2016).
///
/// In `network!`: `a * b`. Two values of the same shape in, one of that shape out; da = dy b, db = dy a.
///
/// ```
/// use nn::Tensor;
/// use nn::dim::N;
/// use nn::layers::{Layer, Product};
/// use nn::signal::Tuple;
/// let (a, b) = (Tensor::<(N<1>, N<2>)>::new([[2.0, 3.0]]), Tensor::<(N<1>, N<2>)>::new([[5.0, -1.0]]));
/// let mut y = Tensor::<(N<1>, N<2>)>::zeros();
/// Layer::<Tuple<((N<2>,), (N<2>,))>>::forward(&Product, (&a, &b), &mut y, &mut ());
/// assert_eq!(y.as_slice(), [10.0, -3.0]);
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct Product;
stateless!(Product);

impl<S: Sample, T: Float> Layer<Tuple<(S, S)>, T> for Product {
    type Out = S;
    type Saved<B: Dim> = ();
    type Scratch<B: Dim> = ();
    const OP: Op = Op::Multiplication;

    #[inline]
    fn forward<B: Dim>(&self, (a, b): (&Batch<S, B, T>, &Batch<S, B, T>), y: &mut Batch<S, B, T>, _: &mut ()) {
        multiply(a.as_slice(), b.as_slice(), Target::set(y.as_mut_slice()));
    }

    same_in_training!(Tuple<(S, S)>, T);

    #[inline]
    fn backward<B: Dim>(
        &self,
        Pass { x: (a, b), dy, .. }: Pass<'_, Self, Tuple<(S, S)>, B, T>,
        (da, db): <Tuple<(S, S)> as Signal>::Grad<'_, B, T>,
        _: Gradient<'_, Self>,
        _: StepContext,
    ) {
        for (other, place) in [(b, da), (a, db)] {
            if let Some(place) = place {
                multiply(dy.as_slice(), other.as_slice(), place.target());
            }
        }
    }
}
