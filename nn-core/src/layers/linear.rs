//! The fully connected layer.

use super::layer_data::layer_data;
use super::same_in_training::same_in_training;
use crate::dim::Dim;
use crate::float::Float;
use crate::graph::Op;
use crate::init::{Initializer, Uniform};
use crate::kernels::{Matrix, affine, gemm, small_batch, sum_rows, unrolled};
use crate::layers::{Init, Layer, Pass, StepContext};
use crate::parameters::{Gradient, Parameters};
use crate::tensor::Tensor;
use core::fmt;
use rand::Rng;

/// Y = X W + b (theory.md, 2.1): X is batch x `In`, W is `In` x `Out`, b has `Out` elements, Y is batch x `Out`.
///
/// In `network!`: `fc: Linear<784, 128>`, or `fc: Linear<784, 128, bias = false>`. The gradients are
/// dW = X^T dY, db = the sum of dY's rows, dX = dY W^T (theory.md, 4.2).
///
/// Initialised as in PyTorch: weights and bias uniform in +-1/sqrt(In). [`init_with`](Linear::init_with) uses another
/// initialiser. Note that W is `[In, Out]`, as in theory.md; PyTorch stores it as `[Out, In]`.
///
/// ```
/// use nn::Parameters;
/// use nn::dim::N;
/// use nn::layers::Linear;
/// use nn::parameters::zeroed;
/// let mut fc = zeroed::<Linear<N<2>, N<3>>>();
/// fc.weight.as_mut_slice().fill(1.0);
/// fc.bias[[2]] = 0.5;
/// assert_eq!(fc.as_slice(), [1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 0.0, 0.0, 0.5]);
/// ```
#[repr(C)]
pub struct Linear<In: Dim, Out: Dim, Bias: BiasOption = WithBias, T: Float = f32> {
    /// W, `[In, Out]`.
    pub weight: Tensor<(In, Out), T>,
    /// b, `[Out]`; `()` without a bias.
    pub bias: Bias::Storage<Out, T>,
}

/// Whether a layer adds a bias: [`WithBias`] or [`NoBias`]. Sealed.
#[diagnostic::on_unimplemented(message = "`{Self}` is neither `WithBias` nor `NoBias`")]
pub trait BiasOption: sealed::Sealed + 'static {
    /// The storage of the bias: a tensor of `Out` elements, or `()`.
    type Storage<Out: Dim, T: Float>: Parameters<T>;
    /// Whether the layer adds a bias.
    #[doc(hidden)]
    const HAS_BIAS: bool;
}

/// The layer adds a trainable bias.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WithBias;

/// The layer adds no bias.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoBias;

mod sealed {
    pub trait Sealed {}
    impl Sealed for super::WithBias {}
    impl Sealed for super::NoBias {}
}

impl BiasOption for WithBias {
    type Storage<Out: Dim, T: Float> = Tensor<(Out,), T>;
    const HAS_BIAS: bool = true;
}

impl BiasOption for NoBias {
    type Storage<Out: Dim, T: Float> = ();
    const HAS_BIAS: bool = false;
}

layer_data! {
    #[input(In)]
    impl[In: Dim, Out: Dim, Bias: BiasOption, T: Float] for Linear<In, Out, Bias, T> { weight: Weight InOut, bias: Bias }
}

/// Returns the elements of the bias, if there is one.
#[inline(always)]
pub(super) fn bias_of<T: Float, B: Parameters<T>>(bias: &B) -> Option<&[T]> {
    if B::LEN == 0 { None } else { Some(bias.as_slice()) }
}

impl<In: Dim, Out: Dim, Bias: BiasOption, T: Float> Linear<In, Out, Bias, T> {
    /// Initialises the weight with `initializer` and sets the bias to zero.
    ///
    /// In `network!`: `fc: Linear<784, 128, init = XavierNormal>`.
    pub fn init_with<R: Rng + ?Sized>(&mut self, initializer: &impl Initializer, rng: &mut R) {
        initializer.fill(self.weight.as_mut_slice(), In::SIZE, Out::SIZE, rng);
        self.bias.as_mut_slice().fill(T::ZERO);
    }
}

impl<In: Dim, Out: Dim, Bias: BiasOption, T: Float> Linear<In, Out, Bias, T> {
    fn weight_matrix(&self) -> Matrix<'_, T> {
        Matrix::new(self.weight.as_slice(), In::SIZE, Out::SIZE)
    }

    /// Computes one sample of a small batch. Inlined into a loop over samples, it would make the compiler keep the weights on the
    /// stack from one sample to the next.
    #[inline(never)]
    fn row<B: Dim>(&self, x: &[T], y: &mut [T]) {
        let (weight, bias) = (self.weight.as_slice(), bias_of(&self.bias));
        // The kernel depends on the batch size, so that the result is bit-identical to that of the whole batch.
        if const { unrolled::is_tiny(B::SIZE, In::SIZE, Out::SIZE) } {
            unrolled::affine([1, In::SIZE, Out::SIZE], x, weight, bias, y);
        } else {
            small_batch::affine([In::SIZE, Out::SIZE], x, weight, bias, y);
        }
    }
}

impl<In: Dim, Out: Dim, Bias: BiasOption, T: Float> Init for Linear<In, Out, Bias, T> {
    fn init<R: Rng + ?Sized>(&mut self, rng: &mut R) {
        let uniform = Uniform { limit: 1.0 / libm::sqrt(In::SIZE as f64) };
        uniform.fill(self.as_mut_slice(), In::SIZE, Out::SIZE, rng);
    }
}

impl<In: Dim, Out: Dim, Bias: BiasOption, T: Float> Layer<(In,), T> for Linear<In, Out, Bias, T> {
    type Out = (Out,);
    type Saved<B: Dim> = ();
    type Scratch<B: Dim> = ();
    const MACS: usize = In::SIZE * Out::SIZE;
    const OP: Op = Op::FullyConnected { inputs: In::SIZE, outputs: Out::SIZE, bias: Bias::HAS_BIAS };

    #[inline]
    fn forward<B: Dim>(&self, x: &Tensor<(B, In), T>, y: &mut Tensor<(B, Out), T>, _: &mut ()) {
        if B::SIZE > 1 && small_batch::is_small(B::SIZE) {
            let rows = x.as_slice().chunks_exact(In::SIZE).zip(y.as_mut_slice().chunks_exact_mut(Out::SIZE));
            return rows.for_each(|(x, y)| self.row::<B>(x, y));
        }
        let x = Matrix::new(x.as_slice(), B::SIZE, In::SIZE);
        affine(x, self.weight_matrix(), bias_of(&self.bias), y.as_mut_slice());
    }

    same_in_training!((In,), T);

    #[inline]
    fn backward<B: Dim>(
        &self,
        Pass { x, dy, .. }: Pass<'_, Self, (In,), B, T>,
        dx: Option<Gradient<'_, Tensor<(B, In), T>>>,
        grad: Gradient<'_, Self>,
        _: StepContext,
    ) {
        let (weight, bias) = grad.split(|grad| (&mut grad.weight, &mut grad.bias));
        let (x, dy) = (Matrix::new(x.as_slice(), B::SIZE, In::SIZE), Matrix::new(dy.as_slice(), B::SIZE, Out::SIZE));
        gemm(x.transposed(), dy, weight.target());
        let bias = bias.target();
        if !bias.is_empty() {
            sum_rows(dy.data, bias);
        }
        if let Some(dx) = dx {
            gemm(dy, self.weight_matrix().transposed(), dx.target());
        }
    }
}

impl<In: Dim, Out: Dim, Bias: BiasOption, T: Float> fmt::Debug for Linear<In, Out, Bias, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bias = if self.bias.as_slice().is_empty() { ", bias = false" } else { "" };
        write!(f, "Linear<{}, {}{bias}>", In::SIZE, Out::SIZE)
    }
}

#[cfg(all(test, feature = "alloc"))]
mod tests {
    use super::*;
    use crate::dim::N;
    use crate::init::{Constant, rng};
    use crate::parameters::zeroed;
    use crate::session::gradient_check::fill;

    /// Compares with the definition, y_bj = b_j + sum_i x_bi w_ij.
    fn forward<B: Dim, In: Dim, Out: Dim, Bias: BiasOption>(seed: u64) {
        let mut rng = rng(seed);
        let mut layer = zeroed::<Linear<In, Out, Bias, f64>>();
        let (mut x, mut y) = (Tensor::<(B, In), f64>::zeros(), Tensor::<(B, Out), f64>::full(f64::NAN));
        fill(layer.as_mut_slice(), &mut rng);
        fill(x.as_mut_slice(), &mut rng);
        layer.forward(&x, &mut y, &mut ());
        for b in 0..B::SIZE {
            for j in 0..Out::SIZE {
                let bias = layer.bias.as_slice().get(j).copied().unwrap_or(0.0);
                let product: f64 = (0..In::SIZE).map(|i| x[[b, i]] * layer.weight[[i, j]]).sum();
                assert!((y[[b, j]] - (product + bias)).abs() < 1e-13);
            }
        }
    }

    #[test]
    fn forward_matches_definition() {
        forward::<N<1>, N<7>, N<5>, WithBias>(1);
        forward::<N<6>, N<7>, N<5>, WithBias>(2);
        forward::<N<1>, N<7>, N<5>, NoBias>(3);
        forward::<N<6>, N<33>, N<17>, NoBias>(4);
        forward::<N<3>, N<1>, N<1>, WithBias>(5);
    }

    #[test]
    fn init_with_sets_weight_and_zeroes_bias() {
        let mut layer = zeroed::<Linear<N<100>, N<20>>>();
        layer.init_with(&Constant { value: 2.0 }, &mut rng(1));
        assert!(layer.weight.iter().all(|&w| w == 2.0) && layer.bias.iter().all(|&b| b == 0.0));
    }
}
