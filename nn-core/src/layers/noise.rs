//! Random numbers in training.

use super::no_gradient::no_gradient;
use super::stateless::stateless;
use crate::dim::Dim;
use crate::float::Float;
use crate::graph::Op;
use crate::kernels::{CounterRng, Target, normal_noise};
use crate::layers::{Layer, StepContext};
use crate::shape::Sample;
use crate::signal::Batch;

/// Standard normal noise of the shape of x in training, and 0 in inference: y ~ N(0, 1), whatever x is.
///
/// In `network!`: `x.normal_noise()`, as in `mean + (log_variance * 0.5).exp() * mean.normal_noise()`, the reparametrisation of a
/// variational autoencoder (Kingma, Welling 2013), whose prediction is then the mean. Any shape in, the same shape out; no gradient
/// passes to x.
///
/// The noise is a function of the [`StepContext`]'s seed, step and layer, of the sample's index among all samples of the step,
/// however these are divided into batches, and of the element's index in the sample, as that of [`Dropout`](crate::Dropout): nothing
/// is stored, and a run with the same seed is bit-identical. It is computed from 64 random bits per element by the method of Box and
/// Muller (1958), and is at most 9.4 in magnitude.
///
/// ```
/// use nn::Tensor;
/// use nn::dim::N;
/// use nn::layers::{Layer, NormalNoise, StepContext};
/// let x = Tensor::<(N<100>, N<100>)>::zeros();
/// let mut y = Tensor::<(N<100>, N<100>)>::zeros();
/// Layer::<(N<100>,)>::forward_train(&NormalNoise, &x, &mut y, &mut (), StepContext::new(42, 1));
/// let mean = y.iter().sum::<f32>() / 1e4;
/// let variance = y.iter().map(|y| y * y).sum::<f32>() / 1e4;
/// assert!(mean.abs() < 0.05 && (variance - 1.0).abs() < 0.05);
/// Layer::<(N<100>,)>::forward(&NormalNoise, &x, &mut y, &mut ());
/// assert!(y.iter().all(|&y| y == 0.0));
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct NormalNoise;
stateless!(NormalNoise);

/// The generator of the noise of a step, and the number of elements of preceding samples.
fn place<S: Sample>(context: StepContext) -> (CounterRng, u64) {
    (context.random(), context.sample_offset().wrapping_mul(S::SIZE as u64))
}

impl<S: Sample, T: Float> Layer<S, T> for NormalNoise {
    type Out = S;
    type Saved<B: Dim> = ();
    type Scratch<B: Dim> = ();
    const OP: Op = Op::NormalNoise;

    fn forward<B: Dim>(&self, _: &Batch<S, B, T>, y: &mut Batch<S, B, T>, _: &mut ()) {
        y.as_mut_slice().fill(T::ZERO);
    }

    fn forward_train<B: Dim>(&self, _: &Batch<S, B, T>, y: &mut Batch<S, B, T>, _: &mut (), context: StepContext) {
        let (random, before) = place::<S>(context);
        normal_noise(random, before, Target::set(y.as_mut_slice()));
    }

    no_gradient!(S, T);
}

#[cfg(all(test, feature = "alloc"))]
mod tests {
    use super::*;
    use crate::dim::N;
    use crate::layers::Pass;
    use crate::parameters::Gradient;
    use crate::tensor::Tensor;

    type Two = Tensor<(N<2>, N<5>), f64>;

    fn noise(context: StepContext) -> Two {
        let (x, mut y) = (Two::new([[f64::NAN; 5]; 2]), Two::new([[0.0; 5]; 2]));
        Layer::<(N<5>,), f64>::forward_train(&NormalNoise, &x, &mut y, &mut (), context);
        y
    }

    #[test]
    fn is_a_function_of_the_step_and_the_sample() {
        let first = noise(StepContext::new(1, 1));
        assert_eq!(first, noise(StepContext::new(1, 1)));
        assert_ne!(first, noise(StepContext::new(1, 2)));
        assert_ne!(first.as_slice()[..5], first.as_slice()[5..]);
        // The second sample of a batch is the first one of a batch behind it.
        let behind = noise(StepContext::new(1, 1).with_offset(1));
        assert_eq!(first.as_slice()[5..], behind.as_slice()[..5]);
        assert!(first.iter().all(|y| y.is_finite()));
    }

    #[test]
    fn no_gradient_passes() {
        let (x, y, dy) = (Two::new([[1.0; 5]; 2]), Two::new([[1.0; 5]; 2]), Two::new([[1.0; 5]; 2]));
        for adds in [false, true] {
            let mut dx = Two::new([[3.0; 5]; 2]);
            let pass = Pass { x: &x, y: &y, saved: &mut (), dy: &dy };
            let grad = Gradient::new(&mut dx, adds);
            Layer::<(N<5>,), f64>::backward(
                &NormalNoise,
                pass,
                Some(grad),
                Gradient::set(&mut NormalNoise),
                StepContext::default(),
            );
            assert!(dx.iter().all(|&dx| dx == if adds { 3.0 } else { 0.0 }));
        }
    }
}
