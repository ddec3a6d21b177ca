//! Group normalisation.

use super::affine_option::{AffineOption, WithAffine, affine_gradient, affine_of, initialise, write_affine};
use super::layer_data::layer_data;
use super::layer_norm::write_norm;
use super::same_in_training::same_in_training;
use crate::dim::{Dim, DividedBy};
use crate::float::Float;
use crate::graph::{Op, Scalar};
use crate::kernels::{NormGroups, Statistics, group_norm, group_norm_backward};
use crate::layers::{Init, Layer, Pass, StepContext};
use crate::parameters::Gradient;
use crate::tensor::Tensor;
use core::fmt;
use core::marker::PhantomData;
use rand::Rng;

/// y = (x - mean) / sqrt(variance + epsilon) weight_c + bias_c, with mean and variance over the group of x: the `C` channels of a
/// sample are divided into `G` groups, each of C / G channels with all their positions (Wu, He 2018; PyTorch's `GroupNorm`).
///
/// In `network!`: `norm: GroupNorm<4, 16>`, the number of groups first, as in PyTorch. `[C]`, `[C, L]`, `[C, H, W]` and so on in,
/// the same shape out; G divides C. epsilon is `TRILLIONTHS` / 10^12, by default 1e-5. The weight is initialised to 1, the bias to
/// 0, as in PyTorch. `A` tells which of them exist: `GroupNorm<4, 16, bias = false>` only scales
/// ([`ScaleOnly`](crate::ScaleOnly)), and `GroupNorm<4, 16, affine = false>` only normalises ([`NoAffine`](crate::NoAffine)).
///
/// With as many groups as channels, `GroupNorm<16, 16>`, it is instance normalisation with a weight and a bias: the same as
/// [`InstanceNorm2d`](crate::InstanceNorm2d) with `affine = true`, for samples of any rank.
///
/// The gradients are those of [`LayerNorm`](crate::LayerNorm) with groups instead of rows, and so is the accuracy for large
/// values. Training and inference compute the same. Where all elements of a group are equal, the output is the bias. Weight and
/// bias have [`Role::Norm`](crate::Role::Norm).
///
/// ```
/// use nn::Tensor;
/// use nn::dim::N;
/// use nn::init::Init;
/// use nn::layers::{GroupNorm, Layer};
/// use nn::parameters::zeroed;
/// let mut norm = zeroed::<GroupNorm<N<1>, N<2>>>();
/// norm.init(&mut nn::init::rng(1));
/// let x = Tensor::<(N<1>, N<2>, N<2>)>::new([[[1.0, 3.0], [1.0, 3.0]]]);
/// let mut y = Tensor::<(N<1>, N<2>, N<2>)>::zeros();
/// Layer::<(N<2>, N<2>)>::forward(&*norm, &x, &mut y, &mut zeroed());
/// assert!(y.iter().all(|y| (y.abs() - 1.0).abs() < 1e-5));
/// ```
///
/// Groups that do not divide the channels do not compile:
///
/// ```compile_fail,E0277
/// use nn::dim::N;
/// use nn::layers::GroupNorm;
/// use nn::parameters::zeroed;
/// let norm = zeroed::<GroupNorm<N<4>, N<6>>>();
/// ```
#[repr(C)]
pub struct GroupNorm<
    G: Dim,
    C: DividedBy<G>,
    const TRILLIONTHS: u64 = 10_000_000,
    A: AffineOption = WithAffine,
    T: Float = f32,
> {
    /// The trainable scale, `[C]`; `()` without one.
    pub weight: A::Weight<(C,), T>,
    /// The trainable shift, `[C]`; `()` without one.
    pub bias: A::Bias<(C,), T>,
    groups: PhantomData<G>,
}

layer_data! {
    impl[G: Dim, C: DividedBy<G>, const TRILLIONTHS: u64, A: AffineOption, T: Float] for GroupNorm<G, C, TRILLIONTHS, A, T> { weight: Norm, bias: Norm; groups }
}

impl<G: Dim, C: DividedBy<G>, const TRILLIONTHS: u64, A: AffineOption, T: Float> Init
    for GroupNorm<G, C, TRILLIONTHS, A, T>
{
    fn init<R: Rng + ?Sized>(&mut self, _: &mut R) {
        initialise(&mut self.weight, &mut self.bias);
    }
}

impl<G: Dim, C: DividedBy<G>, const TRILLIONTHS: u64, A: AffineOption, T: Float> GroupNorm<G, C, TRILLIONTHS, A, T> {
    /// epsilon, which is added to the variance; greater than 0.
    ///
    /// ```
    /// use nn::dim::N;
    /// assert_eq!(nn::layers::GroupNorm::<N<2>, N<8>, 1_000_000>::EPSILON, 1e-6);
    /// ```
    pub const EPSILON: f64 = {
        assert!(TRILLIONTHS > 0, "the `eps` of a group normalisation must be more than 0");
        TRILLIONTHS as f64 / 1e12
    };

    const fn sizes(positions: usize) -> NormGroups {
        NormGroups { groups: G::SIZE, channels: C::SIZE / G::SIZE, positions }
    }
}

macro_rules! over {
    ($($axis:ident)*) => {
        impl<G: Dim, C: DividedBy<G>, $($axis: Dim,)* const TRILLIONTHS: u64, A: AffineOption, T: Float> Layer<(C, $($axis,)*), T>
            for GroupNorm<G, C, TRILLIONTHS, A, T>
        {
            type Out = (C, $($axis,)*);
            /// Mean and 1 / sqrt(variance + epsilon).
            type Saved<B: Dim> = [Tensor<(B, G), T>; 2];
            type Scratch<B: Dim> = [Tensor<(B, G), T>; 2];
            const OP: Op = Op::GroupNormalization {
                groups: G::SIZE,
                channels: C::SIZE,
                eps: Scalar::new(Self::EPSILON),
                weight: A::HAS[0],
                bias: A::HAS[1],
            };

            fn forward<B: Dim>(
                &self,
                x: &Tensor<(B, C, $($axis,)*), T>,
                y: &mut Tensor<(B, C, $($axis,)*), T>,
                [mean, inverse]: &mut [Tensor<(B, G), T>; 2],
            ) {
                let (sizes, epsilon) = (Self::sizes(1 $(* $axis::SIZE)*), T::from_f64(Self::EPSILON));
                let affine = affine_of(&self.weight, &self.bias);
                let statistics = Statistics { mean: Some(mean.as_mut_slice()), inverse: inverse.as_mut_slice() };
                group_norm(sizes, epsilon, x.as_slice(), affine, statistics, y.as_mut_slice());
            }

            same_in_training!((C, $($axis,)*), T);

            fn backward<B: Dim>(
                &self,
                Pass { x, saved: [mean, inverse], dy, .. }: Pass<'_, Self, (C, $($axis,)*), B, T>,
                dx: Option<Gradient<'_, Tensor<(B, C, $($axis,)*), T>>>,
                grad: Gradient<'_, Self>,
                _: StepContext,
            ) {
                let sizes = Self::sizes(1 $(* $axis::SIZE)*);
                let statistics = Statistics { mean: Some(mean.as_slice()), inverse: inverse.as_slice() };
                let (weight, bias) = grad.split(|grad| (&mut grad.weight, &mut grad.bias));
                let gradient = affine_gradient(weight, bias);
                let (weight, dx) = (affine_of(&self.weight, &self.bias).weight, dx.map(Gradient::target));
                group_norm_backward(sizes, statistics, weight, x.as_slice(), dy.as_slice(), gradient, dx);
            }
        }
    };
}
over!();
over!(L);
over!(H W);
over!(D H W);
over!(E D H W);

impl<G: Dim, C: DividedBy<G>, const TRILLIONTHS: u64, A: AffineOption, T: Float> fmt::Debug
    for GroupNorm<G, C, TRILLIONTHS, A, T>
{
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let epsilon = (TRILLIONTHS != 10_000_000).then_some(Self::EPSILON);
        write_norm(f, "GroupNorm", &[G::SIZE, C::SIZE], epsilon)?;
        write_affine::<A>(f, "affine", true)?;
        f.write_str(">")
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
        let mut norm = zeroed::<GroupNorm<N<2>, N<4>>>();
        norm.init(&mut rng(1));
        norm.bias.as_mut_slice().fill(0.5);
        // The first group varies, the second does not.
        let x = Tensor::<(N<1>, N<4>, N<2>)>::new([[[1e4, 1e4], [-1e4, -1e4], [7.0, 7.0], [7.0, 7.0]]]);
        let mut y = Tensor::<(N<1>, N<4>, N<2>)>::zeros();
        Layer::<(N<4>, N<2>)>::forward(&*norm, &x, &mut y, &mut zeroed());
        for (y, expected) in y.iter().zip([1.5, 1.5, -0.5, -0.5, 0.5, 0.5, 0.5, 0.5]) {
            assert!((y - expected).abs() < 1e-5);
        }
        // Groups of a single element, which is its own mean.
        let mut norm = zeroed::<GroupNorm<N<2>, N<2>>>();
        norm.init(&mut rng(1));
        let (x, mut y) = (Tensor::<(N<1>, N<2>)>::new([[1e4, f32::NAN]]), Tensor::<(N<1>, N<2>)>::zeros());
        Layer::<(N<2>,)>::forward(&*norm, &x, &mut y, &mut zeroed());
        assert!(y[[0, 0]] == 0.0 && y[[0, 1]].is_nan());
    }
}
