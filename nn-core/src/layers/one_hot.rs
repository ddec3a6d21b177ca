//! Indices as one-hot vectors: `words.one_hot()`.

use super::same_in_training::same_in_training;
use super::stateless::stateless;
use crate::dim::Dim;
use crate::float::Float;
use crate::graph::Op;
use crate::layers::{Layer, Pass, StepContext};
use crate::parameters::Gradient;
use crate::shape::{AppendAxis, Sample};
use crate::signal::{Batch, Class, Indices};
use crate::tensor::Tensor;

/// y_i = 1 for i = x, else 0: a vector of V elements for each index below V (PyTorch's `one_hot`, as floating-point numbers).
///
/// In `network!`: `.one_hot()` of an input of indices. [`Indices`]`<V, S>` in, the shape `S` followed by an axis of V out:
/// `Tensor<16, Class<10>>` becomes `[16, 10]`. Indices have no gradient.
///
/// ```
/// use nn::dim::N;
/// use nn::layers::{Layer, OneHot};
/// use nn::{Class, Indices, Tensor};
/// let x = Tensor::<(N<1>, N<2>), Class<N<3>>>::new([[Class::new(2).unwrap(), Class::new(0).unwrap()]]);
/// let mut y = Tensor::<(N<1>, N<2>, N<3>)>::zeros();
/// Layer::<Indices<N<3>, (N<2>,)>>::forward(&OneHot, &x, &mut y, &mut ());
/// assert_eq!(y.as_slice(), [0.0, 0.0, 1.0, 1.0, 0.0, 0.0]);
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct OneHot;
stateless!(OneHot);

impl<V: Dim, S: Sample + AppendAxis<V>, T: Float> Layer<Indices<V, S>, T> for OneHot {
    type Out = S::Output;
    type Saved<B: Dim> = ();
    type Scratch<B: Dim> = ();
    const OP: Op = Op::OneHot { classes: V::SIZE };

    fn forward<B: Dim>(&self, x: &Tensor<S::Batch<B>, Class<V>>, y: &mut Batch<S::Output, B, T>, _: &mut ()) {
        let y = Tensor::as_mut_slice(y);
        y.fill(T::ZERO);
        for (y, class) in y.chunks_exact_mut(V::SIZE).zip(x.as_slice()) {
            if let Some(y) = y.get_mut(class.index()) {
                *y = T::ONE;
            }
        }
    }

    same_in_training!(Indices<V, S>, T);

    fn backward<B: Dim>(&self, _: Pass<'_, Self, Indices<V, S>, B, T>, _: (), _: Gradient<'_, Self>, _: StepContext) {}
}
