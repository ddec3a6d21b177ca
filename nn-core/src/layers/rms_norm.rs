//! Root-mean-square normalisation.

use super::affine_option::{ScaleOnly, ScaleOption, affine_gradient, affine_of, initialise};
use super::layer_data::layer_data;
use super::layer_norm::write_norm;
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

/// y = x / sqrt(mean of x^2 + epsilon) weight, with the mean over the last axes of each sample (Zhang, Sennrich 2019; PyTorch's
/// `RMSNorm`).
///
/// In `network!`: `norm: RmsNorm<64>`. `S` is PyTorch's `normalized_shape`: the last axes of a sample, over which the mean is
/// computed, as in [`LayerNorm`](crate::LayerNorm). The output has the shape of the input; the weight has the shape `S`, and is
/// initialised to 1; `RmsNorm<64, elementwise_affine = false>` has none ([`NoAffine`](crate::NoAffine)). epsilon is `TRILLIONTHS` / 10^12; 0, the default, stands for PyTorch's default, the machine epsilon: 2^-23 in
/// `f32` and 2^-52 in `f64`.
///
/// With n = x / sqrt(mean of x^2 + epsilon) and g = dy weight: dweight is the sum of dy n, and
/// dx = (g - n (the mean of g n)) / sqrt(mean of x^2 + epsilon). Training and inference compute the same. Where all elements are 0,
/// so is the output. The weight has [`Role::Norm`](crate::Role::Norm).
///
/// ```
/// use nn::Tensor;
/// use nn::dim::N;
/// use nn::init::Init;
/// use nn::layers::{Layer, RmsNorm};
/// use nn::parameters::zeroed;
/// let mut norm = zeroed::<RmsNorm<(N<2>,)>>();
/// norm.init(&mut nn::init::rng(1));
/// let x = Tensor::<(N<2>, N<2>)>::new([[1.0, 7.0], [0.0, 0.0]]);
/// let mut y = Tensor::<(N<2>, N<2>)>::zeros();
/// Layer::<(N<2>,)>::forward(&*norm, &x, &mut y, &mut zeroed());
/// assert!((y[[0, 0]] - 0.2).abs() < 1e-6 && (y[[0, 1]] - 1.4).abs() < 1e-6);
/// assert_eq!([y[[1, 0]], y[[1, 1]]], [0.0, 0.0]);
/// ```
#[repr(transparent)]
pub struct RmsNorm<S: Shape, const TRILLIONTHS: u64 = 0, A: ScaleOption = ScaleOnly, T: Float = f32> {
    /// The trainable scale, of shape `S`; `()` without one.
    pub weight: A::Weight<S, T>,
}

layer_data! { impl[S: Shape, const TRILLIONTHS: u64, A: ScaleOption, T: Float] for RmsNorm<S, TRILLIONTHS, A, T> { weight: Norm } }

impl<S: Shape, const TRILLIONTHS: u64, A: ScaleOption, T: Float> Init for RmsNorm<S, TRILLIONTHS, A, T> {
    fn init<R: Rng + ?Sized>(&mut self, _: &mut R) {
        initialise(&mut self.weight, &mut ());
    }
}

impl<S: Shape, const TRILLIONTHS: u64, A: ScaleOption, T: Float> RmsNorm<S, TRILLIONTHS, A, T> {
    const SIZES: NormGroups = NormGroups { groups: 1, channels: S::SIZE, positions: 1 };

    /// Returns epsilon, which is added to the mean of the squares; greater than 0.
    ///
    /// ```
    /// use nn::dim::N;
    /// use nn::layers::RmsNorm;
    /// assert_eq!(RmsNorm::<(N<64>,)>::epsilon(), f32::EPSILON);
    /// assert_eq!(RmsNorm::<(N<64>,), 1_000_000>::epsilon(), 1e-6);
    /// ```
    pub fn epsilon() -> T {
        if TRILLIONTHS == 0 { T::EPSILON } else { T::from_f64(TRILLIONTHS as f64 / 1e12) }
    }
}

/// One element for each normalised part of a sample.
type Each<In, S, B, T> = Batch<<In as EndsWith<S>>::Leading, B, T>;

impl<S: Shape, In: Sample + EndsWith<S>, const TRILLIONTHS: u64, A: ScaleOption, T: Float> Layer<In, T>
    for RmsNorm<S, TRILLIONTHS, A, T>
{
    type Out = In;
    /// 1 / sqrt(mean of x^2 + epsilon).
    type Saved<B: Dim> = Each<In, S, B, T>;
    type Scratch<B: Dim> = Each<In, S, B, T>;
    const OP: Op = Op::RmsNormalization {
        dims: S::DIMS,
        eps: if TRILLIONTHS == 0 { None } else { Some(Scalar::new(TRILLIONTHS as f64 / 1e12)) },
        weight: A::HAS[0],
    };

    fn forward<B: Dim>(&self, x: &Batch<In, B, T>, y: &mut Batch<In, B, T>, inverse: &mut Each<In, S, B, T>) {
        let affine = affine_of(&self.weight, &());
        let statistics = Statistics { mean: None, inverse: Tensor::as_mut_slice(inverse) };
        group_norm(Self::SIZES, Self::epsilon(), Tensor::as_slice(x), affine, statistics, Tensor::as_mut_slice(y));
    }

    same_in_training!(In, T);

    fn backward<B: Dim>(
        &self,
        Pass { x, saved: inverse, dy, .. }: Pass<'_, Self, In, B, T>,
        dx: Option<Gradient<'_, Batch<In, B, T>>>,
        grad: Gradient<'_, Self>,
        _: StepContext,
    ) {
        let statistics = Statistics { mean: None, inverse: Tensor::as_slice(inverse) };
        let mut bias = ();
        let gradient = affine_gradient(grad.part(|grad| &mut grad.weight), Gradient::set(&mut bias));
        let (weight, dx) = (affine_of(&self.weight, &()).weight, dx.map(Gradient::target));
        group_norm_backward(Self::SIZES, statistics, weight, Tensor::as_slice(x), Tensor::as_slice(dy), gradient, dx);
    }
}

impl<S: Shape, const TRILLIONTHS: u64, A: ScaleOption, T: Float> fmt::Debug for RmsNorm<S, TRILLIONTHS, A, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_norm(f, "RmsNorm", S::DIMS, (TRILLIONTHS != 0).then(|| TRILLIONTHS as f64 / 1e12))?;
        f.write_str(if A::HAS[0] { ">" } else { ", elementwise_affine = false>" })
    }
}

#[cfg(all(test, feature = "alloc"))]
mod tests {
    use super::*;
    use crate::dim::N;
    use crate::init::rng;
    use crate::parameters::zeroed;

    #[test]
    fn special_values() {
        let mut norm = zeroed::<RmsNorm<(N<4>,)>>();
        norm.init(&mut rng(1));
        let x = Tensor::<(N<5>, N<4>)>::new([[0.0; 4], [1e4; 4], [-1e4; 4], [1e-40; 4], [f32::NAN, 1.0, 1.0, 1.0]]);
        let mut y = Tensor::<(N<5>, N<4>)>::zeros();
        Layer::<(N<4>,)>::forward(&*norm, &x, &mut y, &mut zeroed());
        for (row, expected) in [0.0, 1.0, -1.0, 0.0].into_iter().enumerate() {
            assert!((0..4).all(|column| (y[[row, column]] - expected).abs() < 1e-6), "{y:?}");
        }
        assert!((0..4).all(|column| y[[4, column]].is_nan()));
    }
}
