//! Layer normalisation.

use super::affine_option::{AffineOption, WithAffine, affine_gradient, affine_of, initialise, write_affine};
use super::layer_data::layer_data;
use super::same_in_training::same_in_training;
use crate::dim::Dim;
use crate::float::Float;
use crate::graph::{Op, Scalar};
use crate::kernels::{NormGroups, Statistics, group_norm, group_norm_backward};
use crate::layers::{Init, Layer, Pass, StepContext};
use crate::parameters::Gradient;
use crate::shape::{EndsWith, Sample, Shape};
use crate::signal::Batch;
use crate::tensor::Tensor;
use core::fmt;
use rand::Rng;

/// y = (x - mean) / sqrt(variance + epsilon) weight + bias, with mean and variance over the last axes of each sample (Ba, Kiros,
/// Hinton 2016; PyTorch's `LayerNorm`).
///
/// In `network!`: `norm: LayerNorm<64>`. `S` is PyTorch's `normalized_shape`: the last axes of a sample, over which mean and
/// variance are computed. `LayerNorm<(N<64>,)>` accepts `[64]`, and normalises each of the 16 rows of `[16, 64]`;
/// `LayerNorm<(N<16>, N<64>)>` normalises all of `[16, 64]` together. The output has the shape of the input; weight and bias have
/// the shape `S`. epsilon is `TRILLIONTHS` / 10^12, by default 1e-5. The weight is initialised to 1, the bias to 0, as in PyTorch.
/// `A` tells which of them exist: `LayerNorm<64, bias = false>` only scales ([`ScaleOnly`](crate::ScaleOnly)), and
/// `LayerNorm<64, elementwise_affine = false>` only normalises ([`NoAffine`](crate::NoAffine)).
///
/// With n = (x - mean) / sqrt(variance + epsilon) and g = dy weight: dweight is the sum of dy n, dbias that of dy, and
/// dx = (g - (the mean of g) - n (the mean of g n)) / sqrt(variance + epsilon). Training and inference compute the same. Where all
/// elements are equal, the output is the bias. Weight and bias have [`Role::Norm`](crate::Role::Norm).
///
/// The mean is subtracted twice (the corrected two-pass algorithm), so that the result is accurate for values that are large
/// relative to their spread; y is accurate for all finite x, even where their squares overflow.
///
/// ```
/// use nn::Tensor;
/// use nn::dim::N;
/// use nn::init::Init;
/// use nn::layers::{Layer, LayerNorm};
/// use nn::parameters::zeroed;
/// let mut norm = zeroed::<LayerNorm<(N<2>,)>>();
/// norm.init(&mut nn::init::rng(1));
/// let x = Tensor::<(N<1>, N<2>, N<2>)>::new([[[1.0, 3.0], [7.0, 7.0]]]);
/// let mut y = Tensor::<(N<1>, N<2>, N<2>)>::zeros();
/// Layer::<(N<2>, N<2>)>::forward(&*norm, &x, &mut y, &mut zeroed());
/// assert!((y[[0, 0, 0]] + 1.0).abs() < 1e-5 && (y[[0, 0, 1]] - 1.0).abs() < 1e-5);
/// assert_eq!([y[[0, 1, 0]], y[[0, 1, 1]]], [0.0, 0.0]);
/// ```
#[repr(C)]
pub struct LayerNorm<S: Shape, const TRILLIONTHS: u64 = 10_000_000, A: AffineOption = WithAffine, T: Float = f32> {
    /// The trainable scale, of shape `S`; `()` without one.
    pub weight: A::Weight<S, T>,
    /// The trainable shift, of shape `S`; `()` without one.
    pub bias: A::Bias<S, T>,
}

layer_data! {
    impl[S: Shape, const TRILLIONTHS: u64, A: AffineOption, T: Float] for LayerNorm<S, TRILLIONTHS, A, T> { weight: Norm, bias: Norm }
}

impl<S: Shape, const TRILLIONTHS: u64, A: AffineOption, T: Float> Init for LayerNorm<S, TRILLIONTHS, A, T> {
    fn init<R: Rng + ?Sized>(&mut self, _: &mut R) {
        initialise(&mut self.weight, &mut self.bias);
    }
}

impl<S: Shape, const TRILLIONTHS: u64, A: AffineOption, T: Float> LayerNorm<S, TRILLIONTHS, A, T> {
    /// epsilon, which is added to the variance; greater than 0.
    ///
    /// ```
    /// use nn::dim::N;
    /// assert_eq!(nn::layers::LayerNorm::<(N<8>,), 1_000_000>::EPSILON, 1e-6);
    /// ```
    pub const EPSILON: f64 = {
        assert!(TRILLIONTHS > 0, "the `eps` of a layer normalisation must be more than 0");
        TRILLIONTHS as f64 / 1e12
    };
    const SIZES: NormGroups = NormGroups { groups: 1, channels: S::SIZE, positions: 1 };
}

/// One element for each normalised part of a sample.
type Each<In, S, B, T> = Batch<<In as EndsWith<S>>::Leading, B, T>;

impl<S: Shape, In: Sample + EndsWith<S>, const TRILLIONTHS: u64, A: AffineOption, T: Float> Layer<In, T>
    for LayerNorm<S, TRILLIONTHS, A, T>
{
    type Out = In;
    /// Mean and 1 / sqrt(variance + epsilon).
    type Saved<B: Dim> = [Each<In, S, B, T>; 2];
    type Scratch<B: Dim> = [Each<In, S, B, T>; 2];
    const OP: Op =
        Op::LayerNormalization { dims: S::DIMS, eps: Scalar::new(Self::EPSILON), weight: A::HAS[0], bias: A::HAS[1] };

    fn forward<B: Dim>(
        &self,
        x: &Batch<In, B, T>,
        y: &mut Batch<In, B, T>,
        [mean, inverse]: &mut [Each<In, S, B, T>; 2],
    ) {
        let epsilon = T::from_f64(Self::EPSILON);
        let affine = affine_of(&self.weight, &self.bias);
        let statistics = Statistics { mean: Some(Tensor::as_mut_slice(mean)), inverse: Tensor::as_mut_slice(inverse) };
        group_norm(Self::SIZES, epsilon, Tensor::as_slice(x), affine, statistics, Tensor::as_mut_slice(y));
    }

    same_in_training!(In, T);

    fn backward<B: Dim>(
        &self,
        Pass { x, saved: [mean, inverse], dy, .. }: Pass<'_, Self, In, B, T>,
        dx: Option<Gradient<'_, Batch<In, B, T>>>,
        grad: Gradient<'_, Self>,
        _: StepContext,
    ) {
        let statistics = Statistics { mean: Some(Tensor::as_slice(mean)), inverse: Tensor::as_slice(inverse) };
        let (weight, bias) = grad.split(|grad| (&mut grad.weight, &mut grad.bias));
        let gradient = affine_gradient(weight, bias);
        let (weight, dx) = (affine_of(&self.weight, &self.bias).weight, dx.map(Gradient::target));
        group_norm_backward(Self::SIZES, statistics, weight, Tensor::as_slice(x), Tensor::as_slice(dy), gradient, dx);
    }
}

impl<S: Shape, const TRILLIONTHS: u64, A: AffineOption, T: Float> fmt::Debug for LayerNorm<S, TRILLIONTHS, A, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_norm(f, "LayerNorm", S::DIMS, (TRILLIONTHS != 10_000_000).then_some(Self::EPSILON))?;
        write_affine::<A>(f, "elementwise_affine", true)?;
        f.write_str(">")
    }
}

/// Writes `LayerNorm<16, 64, eps = 1e-3`, without `eps` if `epsilon` is `None`. More arguments and `>` follow.
pub(super) fn write_norm(f: &mut fmt::Formatter<'_>, name: &str, sizes: &[usize], epsilon: Option<f64>) -> fmt::Result {
    f.write_str(name)?;
    for (i, size) in sizes.iter().enumerate() {
        write!(f, "{}{size}", if i == 0 { "<" } else { ", " })?;
    }
    if let Some(epsilon) = epsilon {
        write!(f, ", eps = {epsilon:e}")?;
    }
    Ok(())
}

#[cfg(all(test, feature = "alloc"))]
mod tests {
    use super::*;
    use crate::dim::N;
    use crate::init::rng;
    use crate::parameters::zeroed;
    use alloc::boxed::Box;

    fn run<D: Dim, T: Float>(x: &Tensor<(N<1>, D), T>) -> Box<Tensor<(N<1>, D), T>> {
        let mut norm = zeroed::<LayerNorm<(D,), 10_000_000, WithAffine, T>>();
        norm.init(&mut rng(1));
        norm.bias.as_mut_slice().fill(T::from_f64(0.5));
        let mut y = Tensor::zeros();
        Layer::<(D,), T>::forward(&*norm, x, &mut y, &mut zeroed());
        y
    }

    #[test]
    fn special_values() {
        for value in [0.0, 1e4, -1e4, 1e-40] {
            let y = run::<N<4>, f32>(&Tensor::new([[value; 4]]));
            assert_eq!(y.as_slice(), [0.5; 4]);
        }
        // A single element is its own mean.
        assert_eq!(run::<N<1>, f64>(&Tensor::new([[7.0]])).as_slice(), [0.5]);
        let y = run::<N<4>, f32>(&Tensor::new([[1e6 - 1.0, 1e6 + 1.0, 1e6 - 1.0, 1e6 + 1.0]]));
        assert!(y.iter().all(|y| ((y - 0.5).abs() - 1.0).abs() < 1e-5), "{y:?}");
        assert!(run::<N<2>, f32>(&Tensor::new([[f32::NAN, 1.0]])).iter().all(|y| y.is_nan()));
    }
}
