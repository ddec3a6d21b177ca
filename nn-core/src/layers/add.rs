//! Element-wise addition: `a + b`.

use super::same_in_training::same_in_training;
use super::stateless::stateless;
use crate::dim::Dim;
use crate::float::Float;
use crate::graph::Op;
use crate::layers::{Layer, Pass, StepContext};
use crate::parameters::Gradient;
use crate::shape::Sample;
use crate::signal::{Batch, Signal, Tuple};

/// y = a + b, element-wise: the sum of a residual connection (He et al. 2015).
///
/// In `network!`: `a + b`. Two values of the same shape in, one of that shape out; da = db = dy.
///
/// ```
/// use nn::Tensor;
/// use nn::dim::N;
/// use nn::layers::{Add, Layer};
/// use nn::signal::Tuple;
/// let (a, b) = (Tensor::<(N<1>, N<2>)>::new([[1.0, 2.0]]), Tensor::new([[10.0, 20.0]]));
/// let mut y = Tensor::new([[0.0; 2]]);
/// Layer::<Tuple<((N<2>,), (N<2>,))>>::forward(&Add, (&a, &b), &mut y, &mut ());
/// assert_eq!(y.as_slice(), [11.0, 22.0]);
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct Add;
stateless!(Add);

impl<S: Sample, T: Float> Layer<Tuple<(S, S)>, T> for Add {
    type Out = S;
    type Saved<B: Dim> = ();
    type Scratch<B: Dim> = ();
    const OP: Op = Op::Addition;

    #[inline]
    fn forward<B: Dim>(&self, (a, b): (&Batch<S, B, T>, &Batch<S, B, T>), y: &mut Batch<S, B, T>, _: &mut ()) {
        for (y, (&a, &b)) in y.as_mut_slice().iter_mut().zip(a.as_slice().iter().zip(b.as_slice())) {
            *y = a + b;
        }
    }

    same_in_training!(Tuple<(S, S)>, T);

    #[inline]
    fn backward<B: Dim>(
        &self,
        Pass { dy, .. }: Pass<'_, Self, Tuple<(S, S)>, B, T>,
        (da, db): <Tuple<(S, S)> as Signal>::Grad<'_, B, T>,
        _: Gradient<'_, Self>,
        _: StepContext,
    ) {
        S::pass_back(dy, da);
        S::pass_back(dy, db);
    }
}
