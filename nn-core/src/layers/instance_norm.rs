//! Instance normalisation.

use super::affine_option::{AffineOption, NoAffine, affine_gradient, affine_of};
use super::channel_norm::channel_norm;
use super::statistics_option::{StatisticsOption, Untracked};
use crate::dim::Dim;
use crate::float::Float;
use crate::graph::{Op, Scalar};
use crate::kernels::{
    BatchStatistics, Channels, NormGroups, Statistics, Target, batch_norm, batch_norm_backward_fixed, channel_moments,
    group_norm, group_norm_backward,
};
use crate::layers::{Layer, Pass, StepContext};
use crate::parameters::{Gradient, Parameters, plain};
use crate::tensor::Tensor;

/// The statistics that instance normalisation saves for its backward pass, one element per channel of each sample, and its
/// scratch, one element per channel.
#[repr(C)]
pub struct InstanceNormSaved<B: Dim, C: Dim, T: Float> {
    mean: Tensor<(B, C), T>,
    inverse: Tensor<(B, C), T>,
    scratch: [Tensor<(C,), T>; 5],
}

plain! { impl[B: Dim, C: Dim, T: Float] for InstanceNormSaved<B, C, T> { mean, inverse, scratch } }

/// y = (x - mean) / sqrt(variance + epsilon) weight_c + bias_c, with mean and variance over the positions of a channel of one sample
/// (Ulyanov, Vedaldi, Lempitsky 2016; PyTorch's `InstanceNorm1d`).
///
/// In `network!`: `norm: InstanceNorm1d<16>`. `[C, L]` in, the same shape out. As in PyTorch, there are neither weight and bias nor
/// running statistics unless they are asked for:
///
/// | argument in `network!` | type | |
/// |---|---|---|
/// | `eps = 1e-3` | `TRILLIONTHS` = 1 000 000 000 | epsilon, by default 1e-5 |
/// | `affine = true` | `A` = [`WithAffine`](crate::WithAffine) | a weight, initialised to 1, and a bias, initialised to 0 |
/// | `affine = true, bias = false` | `A` = [`ScaleOnly`](crate::ScaleOnly) | a weight alone |
/// | `track_running_stats = true` | `R` = [`MovingAverage`](crate::MovingAverage) | running statistics, by which inference normalises |
/// | `.., momentum = 0.01` | `R` = [`MovingAverage<10_000>`](crate::MovingAverage) | the fraction by which a step moves them, by default 0.1 |
///
/// With running statistics, training normalises each sample by its own statistics, and a step moves the running ones, `[C]`,
/// towards the means over the samples of their means and unbiased variances (divided by one less than the number of positions).
/// They are initialised to 0 and 1. If both are frozen, training normalises by them, as described for
/// [`BatchNorm1d`](crate::BatchNorm1d). Without running statistics, training and inference compute the same.
///
/// The gradients are those of [`GroupNorm`](crate::GroupNorm) with as many groups as channels, and so is the accuracy for large
/// values. Where all elements of a channel are equal, or if it has one position, its output is the bias, and PyTorch's error for a
/// single position is none here; its running statistics stay unchanged.
///
/// ```
/// use nn::Tensor;
/// use nn::dim::N;
/// use nn::layers::{InstanceNorm1d, Layer};
/// use nn::parameters::zeroed;
/// let norm = zeroed::<InstanceNorm1d<N<2>>>();
/// let x = Tensor::<(N<1>, N<2>, N<2>)>::new([[[1.0, 3.0], [7.0, 7.0]]]);
/// let mut y = Tensor::<(N<1>, N<2>, N<2>)>::zeros();
/// Layer::<(N<2>, N<2>)>::forward(&*norm, &x, &mut y, &mut zeroed());
/// assert!((y[[0, 0, 0]] + 1.0).abs() < 1e-5 && (y[[0, 0, 1]] - 1.0).abs() < 1e-5);
/// assert_eq!([y[[0, 1, 0]], y[[0, 1, 1]]], [0.0, 0.0]);
/// ```
#[repr(C)]
pub struct InstanceNorm1d<
    C: Dim,
    const TRILLIONTHS: u64 = 10_000_000,
    A: AffineOption = NoAffine,
    R: StatisticsOption = Untracked,
    T: Float = f32,
> {
    /// The trainable scale, `[C]`; `()` without one.
    pub weight: A::Weight<(C,), T>,
    /// The trainable shift, `[C]`; `()` without one.
    pub bias: A::Bias<(C,), T>,
    /// The average of the means, `[C]`: a buffer; `()` without running statistics.
    pub running_mean: R::Buffer<C, T>,
    /// The average of the variances, `[C]`: a buffer; `()` without running statistics.
    pub running_var: R::Buffer<C, T>,
    /// The number of batches in a cumulative average, `[]`: a buffer; otherwise `()`.
    pub num_batches_tracked: R::Counter<T>,
}

/// Instance normalisation of images: y = (x - mean) / sqrt(variance + epsilon) weight_c + bias_c, with mean and variance over the
/// positions of a channel of one sample (Ulyanov, Vedaldi, Lempitsky 2016; PyTorch's `InstanceNorm2d`).
///
/// In `network!`: `norm: InstanceNorm2d<16>`. `[C, H, W]` in, the same shape out. See [`InstanceNorm1d`] for everything else.
///
/// ```
/// use nn::Tensor;
/// use nn::dim::N;
/// use nn::layers::{InstanceNorm2d, Layer};
/// use nn::parameters::zeroed;
/// let norm = zeroed::<InstanceNorm2d<N<1>>>();
/// let x = Tensor::<(N<1>, N<1>, N<1>, N<2>)>::new([[[[3.0, 5.0]]]]);
/// let mut y = Tensor::<(N<1>, N<1>, N<1>, N<2>)>::zeros();
/// Layer::<(N<1>, N<1>, N<2>)>::forward(&*norm, &x, &mut y, &mut zeroed());
/// assert!(y.iter().all(|y| (y.abs() - 1.0).abs() < 1e-5));
/// ```
#[repr(C)]
pub struct InstanceNorm2d<
    C: Dim,
    const TRILLIONTHS: u64 = 10_000_000,
    A: AffineOption = NoAffine,
    R: StatisticsOption = Untracked,
    T: Float = f32,
> {
    /// The trainable scale, `[C]`; `()` without one.
    pub weight: A::Weight<(C,), T>,
    /// The trainable shift, `[C]`; `()` without one.
    pub bias: A::Bias<(C,), T>,
    /// The average of the means, `[C]`: a buffer; `()` without running statistics.
    pub running_mean: R::Buffer<C, T>,
    /// The average of the variances, `[C]`: a buffer; `()` without running statistics.
    pub running_var: R::Buffer<C, T>,
    /// The number of batches in a cumulative average, `[]`: a buffer; otherwise `()`.
    pub num_batches_tracked: R::Counter<T>,
}

/// Instance normalisation of volumes: y = (x - mean) / sqrt(variance + epsilon) weight_c + bias_c, with mean and variance over the
/// positions of a channel of one sample (Ulyanov, Vedaldi, Lempitsky 2016; PyTorch's `InstanceNorm3d`).
///
/// In `network!`: `norm: InstanceNorm3d<16>`. `[C, D, H, W]` in, the same shape out. See [`InstanceNorm1d`] for everything else.
///
/// ```
/// use nn::Tensor;
/// use nn::dim::N;
/// use nn::layers::{InstanceNorm3d, Layer};
/// use nn::parameters::zeroed;
/// let norm = zeroed::<InstanceNorm3d<N<1>>>();
/// let x = Tensor::<(N<1>, N<1>, N<1>, N<1>, N<2>)>::new([[[[[3.0, 5.0]]]]]);
/// let mut y = Tensor::<(N<1>, N<1>, N<1>, N<1>, N<2>)>::zeros();
/// Layer::<(N<1>, N<1>, N<1>, N<2>)>::forward(&*norm, &x, &mut y, &mut zeroed());
/// assert!(y.iter().all(|y| (y.abs() - 1.0).abs() < 1e-5));
/// ```
#[repr(C)]
pub struct InstanceNorm3d<
    C: Dim,
    const TRILLIONTHS: u64 = 10_000_000,
    A: AffineOption = NoAffine,
    R: StatisticsOption = Untracked,
    T: Float = f32,
> {
    /// The trainable scale, `[C]`; `()` without one.
    pub weight: A::Weight<(C,), T>,
    /// The trainable shift, `[C]`; `()` without one.
    pub bias: A::Bias<(C,), T>,
    /// The average of the means, `[C]`: a buffer; `()` without running statistics.
    pub running_mean: R::Buffer<C, T>,
    /// The average of the variances, `[C]`: a buffer; `()` without running statistics.
    pub running_var: R::Buffer<C, T>,
    /// The number of batches in a cumulative average, `[]`: a buffer; otherwise `()`.
    pub num_batches_tracked: R::Counter<T>,
}

/// Implements a layer for a struct with these fields, for samples of `C` channels followed by these axes.
macro_rules! instance_norm {
    ($layer:ident: $($axis:ident)+) => {
        channel_norm!($layer, words: "an instance normalisation", defaults: [false, false]);

        impl<C: Dim, const TRILLIONTHS: u64, A: AffineOption, R: StatisticsOption, T: Float>
            $layer<C, TRILLIONTHS, A, R, T>
        {
            const fn groups(positions: usize) -> NormGroups {
                NormGroups { groups: C::SIZE, channels: 1, positions }
            }

            /// Computes y by the running statistics.
            #[inline(always)]
            fn by_running(&self, positions: usize, x: &[T], y: &mut [T], scale: &mut [T]) {
                let sizes = Channels { channels: C::SIZE, positions };
                batch_norm(sizes, self.running(), affine_of(&self.weight, &self.bias).bias, x, scale, y);
            }

            /// Computes y by the statistics of each sample, which it stores.
            #[inline(always)]
            fn by_sample(&self, positions: usize, x: &[T], y: &mut [T], [mean, inverse]: [&mut [T]; 2]) {
                let affine = affine_of(&self.weight, &self.bias);
                let statistics = Statistics { mean: Some(mean), inverse };
                group_norm(Self::groups(positions), T::from_f64(Self::EPSILON), x, affine, statistics, y);
            }

            fn backward_slices<B: Dim>(
                &self,
                positions: usize,
                context: StepContext,
                [x, dy]: [&[T]; 2],
                saved: &mut InstanceNormSaved<B, C, T>,
                dx: Option<Target<'_, T>>,
                grad: Gradient<'_, Self>,
            ) {
                let is_fixed = self.is_fixed(context);
                let adds = grad.adds();
                let grad = grad.into_inner();
                let InstanceNormSaved { mean, inverse, scratch } = saved;
                let scratch = scratch.each_mut().map(Tensor::as_mut_slice);
                let (weight, bias) = (Gradient::new(&mut grad.weight, adds), Gradient::new(&mut grad.bias, adds));
                let [dweight, dbias, means, variances, rest] = scratch;
                if is_fixed {
                    let sizes = Channels { channels: C::SIZE, positions };
                    batch_norm_backward_fixed(sizes, self.running(), x, dy, rest, [&mut *dweight, &mut *dbias], dx);
                    weight.write(|c| dweight[c]);
                    bias.write(|c| dbias[c]);
                } else {
                    let statistics = Statistics { mean: Some(mean.as_slice()), inverse: inverse.as_slice() };
                    let (factors, gradient) = (affine_of(&self.weight, &self.bias).weight, affine_gradient(weight, bias));
                    group_norm_backward(Self::groups(positions), statistics, factors, x, dy, gradient, dx);
                }
                if !R::TRACKS {
                    return;
                }

                // The means of the statistics of the samples.
                let (rows, weight) = (context.valid_rows::<B>(), context.batch_weight::<B>());
                let has_statistics = !is_fixed && rows > 0 && positions > 1;
                if has_statistics {
                    let sizes = Channels { channels: C::SIZE, positions };
                    dweight.fill(T::ZERO);
                    dbias.fill(T::ZERO);
                    for x in x.chunks_exact(C::SIZE * positions).take(rows) {
                        channel_moments(sizes, x, [&mut *means, &mut *rest], &mut *variances);
                        dweight.iter_mut().zip(&*means).for_each(|(sum, &mean)| *sum += mean);
                        dbias.iter_mut().zip(&*variances).for_each(|(sum, &variance)| *sum += variance);
                    }
                }
                let (of_means, of_variances) = (&*dweight, &*dbias);
                let of_batch = has_statistics.then(|| {
                    let each = T::from_f64(rows as f64);
                    let unbiased = T::from_f64(positions as f64 / (positions - 1) as f64);
                    move |c: usize| [of_means[c] / each, of_variances[c] / each * unbiased]
                });
                self.write_statistics(grad, adds, weight, of_batch);
            }
        }

        impl<C: Dim, $($axis: Dim,)+ const TRILLIONTHS: u64, A: AffineOption, R: StatisticsOption, T: Float>
            Layer<(C, $($axis,)+), T> for $layer<C, TRILLIONTHS, A, R, T>
        {
            type Out = (C, $($axis,)+);
            type Saved<B: Dim> = InstanceNormSaved<B, C, T>;
            /// Mean and 1 / sqrt(variance + epsilon).
            type Scratch<B: Dim> = [Tensor<(B, C), T>; 2];
            const OP: Op = Op::InstanceNormalization {
                channels: C::SIZE,
                eps: Scalar::new(Self::EPSILON),
                weight: A::HAS[0],
                bias: A::HAS[1],
                statistics: R::STATISTICS,
            };

            fn forward<B: Dim>(
                &self,
                x: &Tensor<(B, C, $($axis,)+), T>,
                y: &mut Tensor<(B, C, $($axis,)+), T>,
                [mean, inverse]: &mut [Tensor<(B, C), T>; 2],
            ) {
                let (positions, x, y) = (1 $(* $axis::SIZE)+, x.as_slice(), y.as_mut_slice());
                let (mean, inverse) = (mean.as_mut_slice(), inverse.as_mut_slice());
                if !R::TRACKS {
                    self.by_sample(positions, x, y, [mean, inverse]);
                } else if let Some(scale) = mean.get_mut(..C::SIZE) {
                    self.by_running(positions, x, y, scale);
                }
            }

            fn forward_train<B: Dim>(
                &self,
                x: &Tensor<(B, C, $($axis,)+), T>,
                y: &mut Tensor<(B, C, $($axis,)+), T>,
                saved: &mut InstanceNormSaved<B, C, T>,
                context: StepContext,
            ) {
                let (positions, x, y) = (1 $(* $axis::SIZE)+, x.as_slice(), y.as_mut_slice());
                let InstanceNormSaved { mean, inverse, scratch } = saved;
                if self.is_fixed(context) {
                    return self.by_running(positions, x, y, scratch[0].as_mut_slice());
                }
                self.by_sample(positions, x, y, [mean.as_mut_slice(), inverse.as_mut_slice()]);
            }

            fn backward<B: Dim>(
                &self,
                Pass { x, saved, dy, .. }: Pass<'_, Self, (C, $($axis,)+), B, T>,
                dx: Option<Gradient<'_, Tensor<(B, C, $($axis,)+), T>>>,
                grad: Gradient<'_, Self>,
                context: StepContext,
            ) {
                let slices = [x.as_slice(), dy.as_slice()];
                self.backward_slices::<B>(1 $(* $axis::SIZE)+, context, slices, saved, dx.map(Gradient::target), grad);
            }
        }
    };
}

instance_norm!(InstanceNorm1d: L);
instance_norm!(InstanceNorm2d: H W);
instance_norm!(InstanceNorm3d: D H W);

#[cfg(all(test, feature = "alloc"))]
mod tests {
    use super::super::{MovingAverage, WithAffine};
    use super::*;
    use crate::dim::N;
    use crate::init::rng;
    use crate::layers::Init;
    use crate::optim::{Optimizer, Sgd};
    use crate::parameters::zeroed;

    #[test]
    fn special_values() {
        let mut norm = zeroed::<InstanceNorm1d<N<2>, 10_000_000, WithAffine>>();
        norm.init(&mut rng(1));
        norm.bias.as_mut_slice().fill(0.5);
        let x = Tensor::<(N<2>, N<2>, N<2>)>::new([[[1e30, -1e30], [7.0, 7.0]], [[f32::NAN, 1.0], [1e-40, -1e-40]]]);
        let mut y = Tensor::<(N<2>, N<2>, N<2>)>::zeros();
        Layer::<(N<2>, N<2>)>::forward(&*norm, &x, &mut y, &mut zeroed());
        for (y, expected) in y.iter().zip([1.5, -0.5, 0.5, 0.5, f32::NAN, f32::NAN, 0.5, 0.5]) {
            assert!((y - expected).abs() < 1e-5 || y.is_nan() && expected.is_nan(), "{y} is not {expected}");
        }
    }

    #[test]
    fn step_moves_running_statistics_to_the_means_over_samples() {
        type Norm = InstanceNorm1d<N<1>, 10_000_000, NoAffine, MovingAverage<500_000>, f64>;
        let mut norm = zeroed::<Norm>();
        norm.init(&mut rng(1));
        // Means 2 and 5, unbiased variances 2 and 8.
        let x = Tensor::<(N<2>, N<1>, N<2>), f64>::new([[[1.0, 3.0]], [[3.0, 7.0]]]);
        let (mut y, mut grad) = (Tensor::<(N<2>, N<1>, N<2>), f64>::zeros(), zeroed::<Norm>());
        let mut saved = zeroed::<InstanceNormSaved<N<2>, N<1>, f64>>();
        let context = StepContext::default();
        Layer::<(N<1>, N<2>), f64>::forward_train(&*norm, &x, &mut y, &mut saved, context);
        let pass = Pass { x: &x, y: &*y, saved: &mut *saved, dy: &*y };
        Layer::<(N<1>, N<2>), f64>::backward(&*norm, pass, None, Gradient::set(&mut *grad), context);
        Sgd::new(0.0).step(1, &mut *norm, &grad, &mut ());
        assert!((norm.running_mean[[0]] - 1.75).abs() < 1e-15 && (norm.running_var[[0]] - 3.0).abs() < 1e-15);
        // Inference uses them.
        Layer::<(N<1>, N<2>), f64>::forward(&*norm, &x, &mut y, &mut zeroed());
        assert!((y[[0, 0, 0]] - (1.0 - 1.75) / libm::sqrt(3.0 + 1e-5)).abs() < 1e-12);
    }
}
