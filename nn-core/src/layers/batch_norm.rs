//! Batch normalisation.

use super::affine_option::{AffineOption, WithAffine, affine_of};
use super::channel_norm::channel_norm;
use super::linear::bias_of;
use super::statistics_option::{MovingAverage, StatisticsOption};
use crate::dim::Dim;
use crate::float::Float;
use crate::graph::{Op, Scalar};
use crate::kernels::{
    BatchStatistics, Channels, Target, batch_norm, batch_norm_backward, batch_norm_backward_fixed, channel_moments,
};
use crate::layers::{Layer, Pass, StepContext};
use crate::parameters::{Gradient, Parameters, plain};
use crate::tensor::Tensor;

/// The batch statistics that batch normalisation saves for its backward pass, and its scratch: one element per channel each.
#[repr(C)]
pub struct BatchNormSaved<C: Dim, T: Float> {
    mean: Tensor<(C,), T>,
    // What rounding lost of the mean.
    rest: Tensor<(C,), T>,
    variance: Tensor<(C,), T>,
    gradients: [Tensor<(C,), T>; 2],
    scratch: [Tensor<(C,), T>; 3],
}

plain! { impl[C: Dim, T: Float] for BatchNormSaved<C, T> { mean, rest, variance, gradients, scratch } }

/// y = (x - mean) / sqrt(variance + epsilon) weight + bias per channel: batch normalisation (Ioffe, Szegedy 2015; PyTorch's
/// `BatchNorm1d`; theory.md, 5.1).
///
/// In `network!`: `norm: BatchNorm1d<64>`. `[C]` or `[C, L]` in, the same shape out. In training, mean and variance are
/// those of the channel over the batch and the positions, and gradients flow through them; in inference they are
/// `running_mean` and `running_var`. epsilon is `TRILLIONTHS` / 10^12, by default 1e-5. The weight is initialised
/// to 1, the bias to 0, the running mean to 0, the running variance to 1, as in PyTorch.
///
/// | argument in `network!` | type | |
/// |---|---|---|
/// | `eps = 1e-3` | `TRILLIONTHS` = 1 000 000 000 | |
/// | `affine = false` | `A` = [`NoAffine`](crate::NoAffine) | neither weight nor bias |
/// | `bias = false` | `A` = [`ScaleOnly`](crate::ScaleOnly) | a weight alone |
/// | `momentum = 0.01` | `R` = [`MovingAverage<10_000>`](crate::MovingAverage) | the fraction by which a step moves the running statistics |
/// | `momentum = None` | `R` = [`CumulativeAverage`](crate::CumulativeAverage) | running statistics are the means of those of all batches |
/// | `track_running_stats = false` | `R` = [`Untracked`](crate::Untracked) | none: inference normalises by its own batch, as training does |
///
/// The running statistics are buffers ([`Role::Buffer`](crate::Role::Buffer)): in their place, the gradient holds the batch's mean
/// and its unbiased variance (divided by N - 1), and a step of any optimiser moves them a tenth of the way towards these
/// ([`BUFFER_MOMENTUM`](crate::BUFFER_MOMENTUM)). With another momentum, or a cumulative mean, the gradient holds the statistic for
/// which this rule gives the right result. Without running statistics, the batch of a prediction must be one that the statistics of
/// training describe: all of its rows count, those of an incomplete batch, too. If a layer is used twice in one network, the gradient holds the sum of both
/// statistics, so declare two layers instead. Weight and bias have [`Role::Norm`](crate::Role::Norm): weight decay does not
/// apply to them, unless it is set to apply everywhere.
///
/// If both running statistics are frozen, for example by [`session.freeze(&["norm"])`](crate::Session::freeze), training
/// normalises by them, as inference does, and leaves them unchanged: the equivalent of PyTorch's `norm.eval()` in a training step.
/// Layers with another `R` than [`Untracked`](crate::Untracked) do so.
/// Then n = (x - running_mean) / sqrt(running_var + epsilon), dweight is the sum of dy n, dbias that of dy, and
/// dx = dy weight / sqrt(running_var + epsilon). Freezing `norm.running_mean` and `norm.running_var` alone has the same effect,
/// while weight and bias are still trained; freezing weight and bias alone keeps the normalisation by batch statistics.
///
/// If all elements of a channel are equal, its output is the bias. So is that of a batch with a single value per channel, such as
/// one sample of shape `[C]`, which can be the last batch of an epoch: its variance is 0, and only the bias gets a gradient.
/// PyTorch raises an error in training ("Expected more than 1 value per channel"); here the running statistics stay unchanged, and
/// [`Session::has_single_value_batch`](crate::Session::has_single_value_batch) reports it. Drop such batches, or use larger
/// ones.
///
/// Mean and variance are computed by the corrected two-pass algorithm, so that they are accurate for values that are
/// large relative to their spread. The variance must be representable: in `f32`, elements may be as large as 1e19.
///
/// ```
/// use nn::Tensor;
/// use nn::dim::N;
/// use nn::init::Init;
/// use nn::layers::{BatchNorm1d, Layer, StepContext};
/// use nn::parameters::zeroed;
/// let mut norm = zeroed::<BatchNorm1d<N<2>>>();
/// norm.init(&mut nn::init::rng(1));
/// let x = Tensor::<(N<2>, N<2>)>::new([[1.0, 7.0], [5.0, 7.0]]);
/// let mut y = Tensor::<(N<2>, N<2>)>::zeros();
/// Layer::<(N<2>,)>::forward_train(&*norm, &x, &mut y, &mut zeroed(), StepContext::new(1, 1));
/// assert!((y[[0, 0]] + 1.0).abs() < 1e-5 && (y[[1, 0]] - 1.0).abs() < 1e-5);
/// assert_eq!([y[[0, 1]], y[[1, 1]]], [0.0, 0.0]);
/// ```
#[repr(C)]
pub struct BatchNorm1d<
    C: Dim,
    const TRILLIONTHS: u64 = 10_000_000,
    A: AffineOption = WithAffine,
    R: StatisticsOption = MovingAverage,
    T: Float = f32,
> {
    /// gamma, the trainable scale, `[C]`; `()` without one.
    pub weight: A::Weight<(C,), T>,
    /// beta, the trainable shift, `[C]`; `()` without one.
    pub bias: A::Bias<(C,), T>,
    /// The average of the batch means, `[C]`: a buffer; `()` without running statistics.
    pub running_mean: R::Buffer<C, T>,
    /// The average of the batch variances, `[C]`: a buffer; `()` without running statistics.
    pub running_var: R::Buffer<C, T>,
    /// The number of batches in a cumulative average, `[]`: a buffer; otherwise `()`.
    pub num_batches_tracked: R::Counter<T>,
}

/// Batch normalisation of images: y = (x - mean) / sqrt(variance + epsilon) weight + bias per channel (Ioffe, Szegedy 2015;
/// PyTorch's `BatchNorm2d`; theory.md, 5.1).
///
/// In `network!`: `norm: BatchNorm2d<16>`. `[C, H, W]` in, the same shape out. See [`BatchNorm1d`] for everything else.
///
/// ```
/// use nn::Tensor;
/// use nn::dim::N;
/// use nn::init::Init;
/// use nn::layers::{BatchNorm2d, Layer};
/// use nn::parameters::zeroed;
/// let mut norm = zeroed::<BatchNorm2d<N<1>>>();
/// norm.init(&mut nn::init::rng(1));
/// norm.running_mean[[0]] = 3.0;
/// norm.bias[[0]] = 10.0;
/// let x = Tensor::<(N<1>, N<1>, N<1>, N<2>)>::new([[[[3.0, 5.0]]]]);
/// let mut y = Tensor::<(N<1>, N<1>, N<1>, N<2>)>::zeros();
/// Layer::<(N<1>, N<1>, N<2>)>::forward(&*norm, &x, &mut y, &mut zeroed());
/// assert!(y[[0, 0, 0, 0]] == 10.0 && (y[[0, 0, 0, 1]] - 12.0).abs() < 1e-4);
/// ```
#[repr(C)]
pub struct BatchNorm2d<
    C: Dim,
    const TRILLIONTHS: u64 = 10_000_000,
    A: AffineOption = WithAffine,
    R: StatisticsOption = MovingAverage,
    T: Float = f32,
> {
    /// gamma, the trainable scale, `[C]`; `()` without one.
    pub weight: A::Weight<(C,), T>,
    /// beta, the trainable shift, `[C]`; `()` without one.
    pub bias: A::Bias<(C,), T>,
    /// The average of the batch means, `[C]`: a buffer; `()` without running statistics.
    pub running_mean: R::Buffer<C, T>,
    /// The average of the batch variances, `[C]`: a buffer; `()` without running statistics.
    pub running_var: R::Buffer<C, T>,
    /// The number of batches in a cumulative average, `[]`: a buffer; otherwise `()`.
    pub num_batches_tracked: R::Counter<T>,
}

/// Batch normalisation of volumes: y = (x - mean) / sqrt(variance + epsilon) weight + bias per channel (Ioffe, Szegedy 2015;
/// PyTorch's `BatchNorm3d`; theory.md, 5.1).
///
/// In `network!`: `norm: BatchNorm3d<16>`. `[C, D, H, W]` in, the same shape out. See [`BatchNorm1d`] for everything else.
///
/// ```
/// use nn::Tensor;
/// use nn::dim::N;
/// use nn::init::Init;
/// use nn::layers::{BatchNorm3d, Layer};
/// use nn::parameters::zeroed;
/// let mut norm = zeroed::<BatchNorm3d<N<1>>>();
/// norm.init(&mut nn::init::rng(1));
/// norm.running_mean[[0]] = 3.0;
/// let x = Tensor::<(N<1>, N<1>, N<1>, N<1>, N<2>)>::new([[[[[3.0, 5.0]]]]]);
/// let mut y = Tensor::<(N<1>, N<1>, N<1>, N<1>, N<2>)>::zeros();
/// Layer::<(N<1>, N<1>, N<1>, N<2>)>::forward(&*norm, &x, &mut y, &mut zeroed());
/// assert!(y[[0, 0, 0, 0, 0]] == 0.0 && (y[[0, 0, 0, 0, 1]] - 2.0).abs() < 1e-4);
/// ```
#[repr(C)]
pub struct BatchNorm3d<
    C: Dim,
    const TRILLIONTHS: u64 = 10_000_000,
    A: AffineOption = WithAffine,
    R: StatisticsOption = MovingAverage,
    T: Float = f32,
> {
    /// gamma, the trainable scale, `[C]`; `()` without one.
    pub weight: A::Weight<(C,), T>,
    /// beta, the trainable shift, `[C]`; `()` without one.
    pub bias: A::Bias<(C,), T>,
    /// The average of the batch means, `[C]`: a buffer; `()` without running statistics.
    pub running_mean: R::Buffer<C, T>,
    /// The average of the batch variances, `[C]`: a buffer; `()` without running statistics.
    pub running_var: R::Buffer<C, T>,
    /// The number of batches in a cumulative average, `[]`: a buffer; otherwise `()`.
    pub num_batches_tracked: R::Counter<T>,
}

/// Implements a layer for a struct with these fields, for samples of `C` channels followed by these axes.
macro_rules! batch_norm {
    ($layer:ident: $([$($axis:ident)*])+) => {
        channel_norm!($layer, words: "a batch normalisation", defaults: [true, true]);

        impl<C: Dim, const TRILLIONTHS: u64, A: AffineOption, R: StatisticsOption, T: Float>
            $layer<C, TRILLIONTHS, A, R, T>
        {
            fn infer(&self, positions: usize, x: &[T], y: &mut [T], scratch: &mut [T]) {
                let sizes = Channels { channels: C::SIZE, positions };
                if R::TRACKS {
                    return batch_norm(sizes, self.running(), bias_of(&self.bias), x, scratch, y);
                }
                let (mean, scratch) = scratch.split_at_mut(C::SIZE);
                let (rest, scratch) = scratch.split_at_mut(C::SIZE);
                let (variance, scratch) = scratch.split_at_mut(C::SIZE);
                let (scale, shift) = scratch.split_at_mut(C::SIZE);
                self.by_batch(sizes, x, y, [mean, rest, variance], [scale, shift]);
            }

            /// Computes y by the statistics of x, which it stores.
            #[inline(always)]
            fn by_batch(
                &self,
                sizes: Channels,
                x: &[T],
                y: &mut [T],
                [mean, rest, variance]: [&mut [T]; 3],
                [scale, shift]: [&mut [T]; 2],
            ) {
                channel_moments(sizes, x, [&mut *mean, &mut *rest], &mut *variance);
                let (epsilon, affine) = (T::from_f64(Self::EPSILON), affine_of(&self.weight, &self.bias));
                let of = |slice: Option<&[T]>, c: usize, otherwise: T| {
                    slice.and_then(|slice| slice.get(c)).copied().unwrap_or(otherwise)
                };
                for (c, ((shift, &rest), &variance)) in shift.iter_mut().zip(&*rest).zip(&*variance).enumerate() {
                    let scale = of(affine.weight, c, T::ONE) / (variance + epsilon).sqrt();
                    *shift = of(affine.bias, c, T::ZERO) - rest * scale;
                }
                batch_norm(sizes, self.with(mean, variance), Some(&*shift), x, scale, y);
            }

            /// Computes y for the first `rows` samples; sets the others to 0.
            fn train(
                &self,
                positions: usize,
                context: StepContext,
                rows: usize,
                x: &[T],
                y: &mut [T],
                saved: &mut BatchNormSaved<C, T>,
            ) {
                let sizes = Channels { channels: C::SIZE, positions };
                let count = rows * C::SIZE * positions;
                let x = &x[..count];
                let (y, after) = y.split_at_mut(count);
                after.fill(T::ZERO);
                let [scale, shift, _] = saved.scratch.each_mut().map(Tensor::as_mut_slice);
                if self.is_fixed(context) {
                    return self.infer(positions, x, y, scale);
                }
                let moments = [&mut saved.mean, &mut saved.rest, &mut saved.variance].map(Tensor::as_mut_slice);
                self.by_batch(sizes, x, y, moments, [scale, shift]);
            }

            #[allow(clippy::too_many_arguments)]
            fn backward_slices(
                &self,
                positions: usize,
                context: StepContext,
                (rows, weight): (usize, f64),
                x_and_dy: [&[T]; 2],
                saved: &mut BatchNormSaved<C, T>,
                dx: Option<Target<'_, T>>,
                grad: Gradient<'_, Self>,
            ) {
                let sizes = Channels { channels: C::SIZE, positions };
                let [x, dy] = x_and_dy.map(|numbers| &numbers[..rows * C::SIZE * positions]);
                let BatchNormSaved { mean, rest, variance, gradients, scratch } = saved;
                let places = gradients.each_mut().map(Tensor::as_mut_slice);
                let dx = dx.map(|dx| {
                    let (dx, after) = dx.split_at(x.len());
                    after.zeroed();
                    dx
                });
                let is_fixed = self.is_fixed(context);
                let scratch = scratch.each_mut().map(Tensor::as_mut_slice);
                if is_fixed {
                    let [scratch, ..] = scratch;
                    batch_norm_backward_fixed(sizes, self.running(), x, dy, scratch, places, dx);
                } else {
                    let statistics = BatchStatistics {
                        rest: Some(rest.as_slice()),
                        ..self.with(mean.as_slice(), variance.as_slice())
                    };
                    batch_norm_backward(sizes, statistics, x, dy, scratch, places, dx);
                }

                let adds = grad.adds();
                let grad = grad.into_inner();
                Gradient::new(&mut grad.weight, adds).write(|c| gradients[0][[c]]);
                Gradient::new(&mut grad.bias, adds).write(|c| gradients[1][[c]]);
                let count = x.len() / C::SIZE;
                let of_batch = (!is_fixed && count > 1).then(|| {
                    let unbiased = T::from_f64(count as f64 / (count - 1) as f64);
                    move |c| [mean[[c]], variance[[c]] * unbiased]
                });
                self.write_statistics(grad, adds, weight, of_batch);
            }
        }

        $(
            impl<C: Dim, $($axis: Dim,)* const TRILLIONTHS: u64, A: AffineOption, R: StatisticsOption, T: Float>
                Layer<(C, $($axis,)*), T> for $layer<C, TRILLIONTHS, A, R, T>
            {
                type Out = (C, $($axis,)*);
                type Saved<B: Dim> = BatchNormSaved<C, T>;
                type Scratch<B: Dim> = R::Scratch<C, T>;
                const OP: Op = Op::BatchNormalization {
                    channels: C::SIZE,
                    eps: Scalar::new(Self::EPSILON),
                    weight: A::HAS[0],
                    bias: A::HAS[1],
                    statistics: R::STATISTICS,
                };

                fn forward<B: Dim>(
                    &self,
                    x: &Tensor<(B, C, $($axis,)*), T>,
                    y: &mut Tensor<(B, C, $($axis,)*), T>,
                    scratch: &mut R::Scratch<C, T>,
                ) {
                    self.infer(1 $(* $axis::SIZE)*, x.as_slice(), y.as_mut_slice(), scratch.as_mut_slice());
                }

                fn forward_train<B: Dim>(
                    &self,
                    x: &Tensor<(B, C, $($axis,)*), T>,
                    y: &mut Tensor<(B, C, $($axis,)*), T>,
                    saved: &mut BatchNormSaved<C, T>,
                    context: StepContext,
                ) {
                    let (positions, rows) = (1 $(* $axis::SIZE)*, context.valid_rows::<B>());
                    self.train(positions, context, rows, x.as_slice(), y.as_mut_slice(), saved);
                }

                fn backward<B: Dim>(
                    &self,
                    Pass { x, saved, dy, .. }: Pass<'_, Self, (C, $($axis,)*), B, T>,
                    dx: Option<Gradient<'_, Tensor<(B, C, $($axis,)*), T>>>,
                    grad: Gradient<'_, Self>,
                    context: StepContext,
                ) {
                    let dx = dx.map(Gradient::target);
                    let (positions, rows) = (1 $(* $axis::SIZE)*, (context.valid_rows::<B>(), context.batch_weight::<B>()));
                    self.backward_slices(positions, context, rows, [x.as_slice(), dy.as_slice()], saved, dx, grad);
                }
            }
        )+
    };
}

batch_norm!(BatchNorm1d: [] [L]);
batch_norm!(BatchNorm2d: [H W]);
batch_norm!(BatchNorm3d: [D H W]);

#[cfg(all(test, feature = "alloc"))]
mod tests {
    use super::super::{CumulativeAverage, NoAffine, Untracked};
    use super::*;
    use crate::dim::N;
    use crate::init::rng;
    use crate::layers::Init;
    use crate::optim::{Optimizer, Sgd};
    use crate::parameters::zeroed;
    use alloc::boxed::Box;

    type Rows<B, C, T = f32> = Tensor<(B, C), T>;
    type Norm<C, T> = BatchNorm1d<C, 10_000_000, WithAffine, MovingAverage, T>;

    fn new<C: Dim, T: Float>() -> Box<Norm<C, T>> {
        let mut norm = zeroed::<Norm<C, T>>();
        norm.init(&mut rng(1));
        norm
    }

    /// y, dx and the gradient.
    type Trained<B, C, T> = (Box<Rows<B, C, T>>, Box<Rows<B, C, T>>, Box<Norm<C, T>>);

    /// Forward and backward in training, with dy = 1, 2, 3, ..
    fn train<B: Dim, C: Dim, T: Float>(norm: &Norm<C, T>, x: &Rows<B, C, T>) -> Trained<B, C, T> {
        let mut saved = zeroed::<BatchNormSaved<C, T>>();
        let (mut y, mut dx, mut grad) = (Rows::zeros(), Rows::zeros(), zeroed());
        Layer::<(C,), T>::forward_train(norm, x, &mut y, &mut saved, StepContext::default());
        let dy = Rows::<B, C, T>::from_fn(|[b, c]| T::from_f64((b * C::SIZE + c + 1) as f64));
        let (place, gradient) = (Some(Gradient::set(&mut *dx)), Gradient::set(&mut *grad));
        let pass = Pass { x, y: &*y, saved: &mut *saved, dy: &*dy };
        Layer::<(C,), T>::backward(norm, pass, place, gradient, StepContext::default());
        (y, dx, grad)
    }

    #[test]
    fn step_updates_running_statistics() {
        let mut norm = new::<N<2>, f64>();
        let x = Rows::<N<5>, N<2>, f64>::new([[1.0, 7.0], [2.0, 7.0], [6.0, 7.0], [2.0, 7.0], [4.0, 7.0]]);
        let (_, _, grad) = train(&norm, &x);
        // Mean 3, squared distances 4 + 1 + 9 + 1 + 1 over 5 - 1.
        assert_eq!(grad.running_mean.as_slice(), [3.0, 7.0]);
        assert_eq!(grad.running_var.as_slice(), [4.0, 0.0]);
        Sgd::new(0.0).step(1, &mut *norm, &grad, &mut ());
        assert_eq!(norm.running_mean.as_slice(), [0.1 * 3.0, 0.1 * 7.0]);
        assert_eq!(norm.running_var.as_slice(), [0.9 + 0.1 * 4.0, 0.9]);
        // At a learning rate of 0, nothing else changes.
        assert_eq!((norm.weight.as_slice(), norm.bias.as_slice()), (&[1.0; 2][..], &[0.0; 2][..]));
    }

    /// Runs steps of gradient descent at a rate of 0 on these batches, and returns the layer.
    fn after<R: StatisticsOption>(batches: &[[f64; 3]]) -> Box<BatchNorm1d<N<1>, 10_000_000, NoAffine, R, f64>> {
        let mut norm = zeroed::<BatchNorm1d<N<1>, 10_000_000, NoAffine, R, f64>>();
        norm.init(&mut rng(1));
        for (step, batch) in (1..).zip(batches) {
            let x = Rows::<N<3>, N<1>, f64>::new(batch.map(|x| [x]));
            let (mut y, mut grad) = (Rows::<N<3>, N<1>, f64>::zeros(), zeroed());
            let mut saved = zeroed::<BatchNormSaved<N<1>, f64>>();
            Layer::<(N<1>,), f64>::forward_train(&*norm, &x, &mut y, &mut saved, StepContext::default());
            let pass = Pass { x: &x, y: &*y, saved: &mut *saved, dy: &*y };
            Layer::<(N<1>,), f64>::backward(&*norm, pass, None, Gradient::set(&mut *grad), StepContext::default());
            Sgd::new(0.0).step(step, &mut *norm, &grad, &mut ());
        }
        norm
    }

    #[test]
    fn momentum_is_the_fraction_of_a_step() {
        let batches = [[1.0, 2.0, 6.0], [4.0, 4.0, 7.0]];
        // Means 3 and 5, unbiased variances 7 and 3.
        let near = |found: &[f64], expected: f64| assert!((found[0] - expected).abs() < 1e-14, "{found:?}, {expected}");
        let norm = after::<MovingAverage<250_000>>(&batches);
        near(norm.running_mean.as_slice(), 0.75 * 0.25 * 3.0 + 0.25 * 5.0);
        near(norm.running_var.as_slice(), 0.75 * (0.75 + 0.25 * 7.0) + 0.25 * 3.0);
        let norm = after::<MovingAverage<1_000_000>>(&batches);
        near(norm.running_mean.as_slice(), 5.0);
        near(norm.running_var.as_slice(), 3.0);
        let norm = after::<CumulativeAverage>(&batches);
        near(norm.running_mean.as_slice(), 4.0);
        near(norm.running_var.as_slice(), 5.0);
        near(norm.num_batches_tracked.as_slice(), 2.0);
        assert_eq!(Parameters::<f64>::as_slice(&*after::<Untracked>(&batches)), [0.0; 0]);
    }

    #[test]
    fn inference_without_running_statistics_uses_those_of_its_batch() {
        let norm = after::<Untracked>(&[]);
        let x = Rows::<N<2>, N<1>, f64>::new([[1e6 - 1.0], [1e6 + 1.0]]);
        let (mut y, mut scratch) = (Rows::<N<2>, N<1>, f64>::zeros(), zeroed());
        Layer::<(N<1>,), f64>::forward(&*norm, &x, &mut y, &mut scratch);
        assert!((y[[0, 0]] + 1.0).abs() < 1e-5 && (y[[1, 0]] - 1.0).abs() < 1e-5, "{y:?}");
    }

    #[test]
    fn constant_input_yields_bias_and_zero_gradient() {
        fn check<T: Float>() {
            let number = T::from_f64;
            let mut norm = new::<N<3>, T>();
            norm.bias.as_mut_slice().fill(number(0.5));
            for value in [0.0, 1e4, -1e4, 1e-40, 1.0 / 3.0] {
                let (y, dx, grad) = train(&norm, &Rows::<N<4>, N<3>, T>::full(number(value)));
                // Rounding of the mean may leave a small difference.
                let near = |y: &T| (y.to_f64() - 0.5).abs() <= 316.3 * value.abs() * 4.0 * (T::EPSILON).to_f64();
                assert!(y.iter().all(near), "{value}: {y:?}");
                assert!(dx.iter().chain(grad.as_slice()).all(|number| number.is_finite()), "{value}");
            }
            // A single value per channel leaves the running statistics unchanged.
            norm.running_mean.as_mut_slice().fill(number(0.7));
            norm.running_var.as_mut_slice().fill(number(2.3));
            let (y, dx, grad) = train(&norm, &Rows::<N<1>, N<3>, T>::new([[-7.0, 0.0, 1e4].map(number)]));
            assert_eq!((y.as_slice(), dx.as_slice()), (&[number(0.5); 3][..], &[T::ZERO; 3][..]));
            for step in 1..=1000 {
                Sgd::new(0.0).step(step, &mut *norm, &grad, &mut ());
            }
            assert_eq!(norm.running_mean.as_slice(), [number(0.7); 3]);
            assert_eq!(norm.running_var.as_slice(), [number(2.3); 3]);
        }
        check::<f32>();
        check::<f64>();
    }

    #[test]
    fn extreme_values_are_normalised_accurately() {
        // The two-pass algorithm computes the deviations from a large mean exactly here.
        let x = Rows::<N<4>, N<1>>::new([[1e6 - 1.0], [1e6 + 1.0], [1e6 - 1.0], [1e6 + 1.0]]);
        let (y, _, grad) = train(&new::<N<1>, f32>(), &x);
        assert!(y.iter().all(|y| (y.abs() - 1.0).abs() < 1e-5), "{y:?}");
        assert_eq!(grad.running_mean[[0]], 1e6);
        let (y, dx, _) = train(&new::<N<1>, f32>(), &Rows::<N<2>, N<1>>::new([[1e-40], [-1e-40]]));
        assert!(y.iter().chain(dx.iter()).all(|number| number.is_finite()));
        let (y, ..) = train(&new::<N<2>, f32>(), &Rows::<N<2>, N<2>>::new([[f32::NAN, 1.0], [0.0, 2.0]]));
        assert!(y[[0, 0]].is_nan() && y[[1, 0]].is_nan() && y[[0, 1]].is_finite());
    }
}
