//! A stored tensor that is not trained, as a value of `forward`.

use super::layer_data::layer_value;
use super::parameter::{fill, write_stored};
use super::same_in_training::same_in_training;
use crate::dim::Dim;
use crate::float::Float;
use crate::graph::Op;
use crate::init::{Initializer, Zeros};
use crate::kernels::fill_rows;
use crate::layers::{Connect, Init, Layer, Pass, StepContext};
use crate::parameters::{Gradient, Role, parameters};
use crate::shape::Sample;
use crate::signal::{Batch, Signal, Tuple};
use crate::tensor::Tensor;
use core::fmt;
use rand::Rng;

/// A stored tensor of shape `S` that training never changes (PyTorch's `register_buffer`): a layer without input, whose output is
/// `value` for every sample.
///
/// In `network!`: `mask: Buffer<16, 64>`, whose name is a value in `forward`: `x * mask`. It is saved and loaded with the network, is
/// not counted in `PARAMETERS`, and has no gradient: that of its elements is 0. It is initialised to 0; `init = ..` sets another
/// initialiser, and the program may set the elements. Its role is [`Role::Constant`](crate::Role::Constant); that of statistics,
/// which a step moves, is [`Role::Buffer`](crate::Role::Buffer).
///
/// ```
/// use nn::prelude::*;
///
/// network! {
///     struct Masked {
///         mask: Buffer<3>,
///         fc: Linear<3, 1>,
///     }
///     fn forward(x: Tensor<3>) -> Tensor<1> {
///         (x * mask).fc()
///     }
/// }
///
/// assert_eq!(Masked::PARAMETERS, 4);
/// let mut session = Session::<Masked, Sgd, dim![1]>::new(Sgd::new(0.1), 1);
/// session.network.mask.value = Tensor::new([1.0, 0.0, 1.0]);
/// session.step(&Tensor::new([[1.0, 2.0, 3.0]]), &Mse, &Tensor::new([[1.0]]));
/// assert_eq!(session.network.mask.value, Tensor::new([1.0, 0.0, 1.0]));
/// ```
#[repr(transparent)]
pub struct Buffer<S: Sample, T: Float = f32> {
    /// The elements.
    pub value: Tensor<S, T>,
}

parameters! { impl[S: Sample, T: Float] for Buffer<S, T> = value: Role::Constant }
layer_value! { impl[S: Sample, T: Float] for Buffer<S, T> { value: Constant } }

impl<S: Sample, T: Float> Connect for Buffer<S, T> {
    type Input<Given: Signal> = Tuple<()>;
    type Coerced<Gives: Signal> = Self;
}

impl<S: Sample, T: Float> Buffer<S, T> {
    /// Initialises the elements with `initializer`.
    ///
    /// In `network!`: `mask: Buffer<16, 64, init = nn::init::Ones>`.
    pub fn init_with<R: Rng + ?Sized>(&mut self, initializer: &impl Initializer, rng: &mut R) {
        fill(&mut self.value, initializer, rng);
    }
}

impl<S: Sample, T: Float> Init for Buffer<S, T> {
    fn init<R: Rng + ?Sized>(&mut self, rng: &mut R) {
        self.init_with(&Zeros, rng);
    }
}

impl<S: Sample, T: Float> Layer<Tuple<()>, T> for Buffer<S, T> {
    type Out = S;
    type Saved<B: Dim> = ();
    type Scratch<B: Dim> = ();
    const OP: Op = Op::Stored;

    #[inline]
    fn forward<B: Dim>(&self, (): (), y: &mut Batch<S, B, T>, _: &mut ()) {
        fill_rows(self.value.as_slice(), Tensor::as_mut_slice(y));
    }

    same_in_training!(Tuple<()>, T);

    #[inline]
    fn backward<B: Dim>(&self, _: Pass<'_, Self, Tuple<()>, B, T>, (): (), grad: Gradient<'_, Self>, _: StepContext) {
        grad.write_zeros();
    }
}

impl<S: Sample, T: Float> fmt::Debug for Buffer<S, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_stored(f, "Buffer", S::DIMS, "")
    }
}

#[cfg(all(test, feature = "alloc"))]
mod tests {
    use super::*;
    use crate::dim::N;
    use crate::init::rng;
    use crate::optim::{Adam, Optimizer};
    use crate::parameters::{Parameters, zeroed};

    #[test]
    fn optimisers_never_change_it() {
        let (mut buffer, mut grad) = (zeroed::<Buffer<(N<2>,)>>(), zeroed::<Buffer<(N<2>,)>>());
        buffer.value.as_mut_slice().copy_from_slice(&[0.1, f32::NAN]);
        grad.value.as_mut_slice().fill(7.0);
        let (adam, mut state) = (Adam::new(0.1).l2(0.1).decay_everywhere(), zeroed());
        adam.step(1, &mut *buffer, &*grad, &mut *state);
        assert!(buffer.value[[0]] == 0.1 && buffer.value[[1]].is_nan());
        assert_eq!(<Buffer<(N<2>,)> as Parameters>::LAYOUT.trainable(), 0);
        buffer.init(&mut rng(1));
        assert_eq!(buffer.value.as_slice(), [0.0; 2]);
    }

    #[test]
    fn gradient_is_zero() {
        let (buffer, mut grad) = (zeroed::<Buffer<(N<2>,)>>(), zeroed::<Buffer<(N<2>,)>>());
        grad.value.as_mut_slice().fill(f32::NAN);
        let dy = Tensor::<(N<1>, N<2>)>::new([[1.0, 2.0]]);
        let pass = Pass { x: (), y: &dy, saved: &mut (), dy: &dy };
        buffer.backward::<N<1>>(pass, (), Gradient::set(&mut *grad), StepContext::default());
        assert_eq!(grad.value.as_slice(), [0.0; 2]);
    }
}
