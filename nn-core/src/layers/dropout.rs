//! Dropout of elements and of channels.

use super::stateless::stateless;
use crate::dim::Dim;
use crate::float::Float;
use crate::graph::{Op, Scalar};
use crate::kernels::{DropRule, Target, dropout, dropout_in_place};
use crate::layers::{Layer, Pass, StepContext};
use crate::parameters::Gradient;
use crate::shape::{Sample, Shape};
use crate::signal::Batch;
use crate::tensor::Tensor;

/// In training, sets each element to 0 with probability p and multiplies the others by 1 / (1 - p), which preserves the
/// expected value (Srivastava et al. 2014; theory.md, 6.2). In inference, y = x.
///
/// p is `MILLIONTHS` / 1 000 000, from 0 to 1: a const parameter cannot be a `f64`. The default is PyTorch's, 0.5. In
/// `network!`: `.dropout()`, or `.dropout::<0.2>()`, which is `Dropout<200_000>`. Any shape in, the same shape out;
/// dx is dy times the factor of x. With p = 1, every element becomes 0. NaN and infinity become NaN where they are dropped.
///
/// The mask is a function of the [`StepContext`]'s seed, step and layer, of the sample's index among all samples of the step,
/// however these are divided into batches, and of the element's index in the sample. Nothing is stored for the backward pass, and a
/// run with the same seed is bit-identical. The probability is exact to 2^-32.
///
/// ```
/// use nn::Tensor;
/// use nn::dim::N;
/// use nn::layers::{Dropout, Layer, StepContext};
/// let x = Tensor::<(N<100>, N<10>)>::full(3.0);
/// let mut y = Tensor::<(N<100>, N<10>)>::zeros();
/// Layer::<(N<10>,)>::forward_train(&Dropout::<250_000>, &x, &mut y, &mut (), StepContext::new(42, 1));
/// assert!(y.iter().all(|&y| y == 0.0 || y == 4.0));
/// Layer::<(N<10>,)>::forward(&Dropout::<250_000>, &x, &mut y, &mut ());
/// assert!(y.iter().all(|&y| y == 3.0));
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct Dropout<const MILLIONTHS: u32 = 500_000>;
stateless!(Dropout<const MILLIONTHS: u32>);

/// Dropout of whole channels: in training, sets each channel of each sample to 0 with probability p and multiplies the others by
/// 1 / (1 - p) (Tompson et al. 2015; PyTorch's `Dropout2d`). In inference, y = x.
///
/// Neighbouring positions of a feature map are strongly correlated, so that dropping single ones removes little information. In
/// `network!`: `.dropout2d()`, or `.dropout2d::<0.2>()`, which is `Dropout2d<200_000>`. `[C, H, W]` in, the same shape out.
/// See [`Dropout`] for everything else.
///
/// ```
/// use nn::Tensor;
/// use nn::dim::N;
/// use nn::layers::{Dropout2d, Layer, StepContext};
/// let x = Tensor::<(N<9>, N<8>, N<2>, N<2>)>::full(1.0);
/// let mut y = Tensor::<(N<9>, N<8>, N<2>, N<2>)>::zeros();
/// Layer::<(N<8>, N<2>, N<2>)>::forward_train(&<Dropout2d>::default(), &x, &mut y, &mut (), StepContext::new(42, 1));
/// for channel in y.as_slice().chunks(4) {
///     assert!(channel == [0.0; 4] || channel == [2.0; 4]);
/// }
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct Dropout2d<const MILLIONTHS: u32 = 500_000>;
stateless!(Dropout2d<const MILLIONTHS: u32>);

/// Returns the rule that drops stretches of `stretch` elements, of which each sample has `of_sample`, with this probability.
pub(super) fn drop<T: Float>(millionths: u32, context: StepContext, stretch: usize, of_sample: usize) -> DropRule<T> {
    let (dropped, all) = (u64::from(millionths), 1_000_000);
    let scale = if dropped == all { 0.0 } else { all as f64 / (all - dropped) as f64 };
    let threshold = ((dropped << 32) + all / 2) / all;
    let before = context.sample_offset().wrapping_mul(of_sample as u64);
    DropRule { random: context.random(), threshold, scale: T::from_f64(scale), stretch, before }
}

impl<const MILLIONTHS: u32> Dropout<MILLIONTHS> {
    /// Computes the forward pass of training in place if `y` is the input, and the backward pass in place if it is the gradient.
    #[doc(hidden)]
    #[inline]
    pub fn in_place<S: Shape, T: Float>(y: &mut Tensor<S, T>, context: StepContext) {
        let of_sample = y.dims().first().map_or(0, |samples| S::SIZE / samples);
        dropout_in_place(drop(Self::CHECKED, context, 1, of_sample), y.as_mut_slice());
    }
}

impl<const MILLIONTHS: u32> Dropout2d<MILLIONTHS> {
    /// Drops whole channels in place: of the input in the forward pass of training, of the gradient in the backward pass.
    #[doc(hidden)]
    #[inline]
    pub fn in_place<B: Dim, C: Dim, H: Dim, W: Dim, T: Float>(y: &mut Tensor<(B, C, H, W), T>, context: StepContext) {
        dropout_in_place(drop(Self::CHECKED, context, H::SIZE * W::SIZE, C::SIZE), y.as_mut_slice());
    }
}

macro_rules! layer {
    ($layer:ident, [$($parameter:ident: $bound:path),*] $sample:ty, $stretch:expr, $of_sample:expr, channels $channels:expr) => {
        impl<const MILLIONTHS: u32> $layer<MILLIONTHS> {
            /// p, the probability of being set to 0.
            ///
            /// ```
            #[doc = concat!("assert_eq!(nn::layers::", stringify!($layer), "::<250_000>::P, 0.25);")]
            /// ```
            pub const P: f64 = Self::CHECKED as f64 / 1e6;
            pub(super) const CHECKED: u32 = {
                assert!(MILLIONTHS <= 1_000_000, "the probability of a dropout must be at most 1");
                MILLIONTHS
            };
        }

        impl<$($parameter: $bound,)* const MILLIONTHS: u32, T: Float> Layer<$sample, T> for $layer<MILLIONTHS> {
            type Out = $sample;
            type Saved<B: Dim> = ();
            type Scratch<B: Dim> = ();
            const OP: Op = Op::DropOut { p: Scalar::new(Self::P), channels: $channels };

            fn forward<B: Dim>(&self, x: &Batch<$sample, B, T>, y: &mut Batch<$sample, B, T>, _: &mut ()) {
                Tensor::as_mut_slice(y).copy_from_slice(Tensor::as_slice(x));
            }

            fn forward_train<B: Dim>(
                &self,
                x: &Batch<$sample, B, T>,
                y: &mut Batch<$sample, B, T>,
                _: &mut (),
                context: StepContext,
            ) {
                let drop = drop(Self::CHECKED, context, $stretch, $of_sample);
                dropout(drop, Tensor::as_slice(x), Target::set(Tensor::as_mut_slice(y)));
            }

            fn backward<B: Dim>(
                &self,
                Pass { dy, .. }: Pass<'_, Self, $sample, B, T>,
                dx: Option<Gradient<'_, Batch<$sample, B, T>>>,
                _: Gradient<'_, Self>,
                context: StepContext,
            ) {
                if let Some(dx) = dx {
                    let drop = drop(Self::CHECKED, context, $stretch, $of_sample);
                    dropout(drop, Tensor::as_slice(dy), dx.target());
                }
            }
        }
    };
}
layer!(Dropout, [S: Sample] S, 1, S::SIZE, channels false);
layer!(Dropout2d, [C: Dim, H: Dim, W: Dim] (C, H, W), H::SIZE * W::SIZE, C::SIZE, channels true);

#[cfg(all(test, feature = "alloc"))]
mod tests {
    use super::*;
    use crate::dim::N;
    use alloc::boxed::Box;
    use alloc::vec::Vec;

    type Rows = Tensor<(N<500>, N<200>), f64>;
    const COUNT: f64 = 100_000.0;

    fn train<const MILLIONTHS: u32>(value: f64, context: StepContext) -> Box<Rows> {
        let mut y = Rows::full(f64::NAN);
        let layer = Dropout::<MILLIONTHS>;
        Layer::<(N<200>,), f64>::forward_train(&layer, &Rows::full(value), &mut y, &mut (), context);
        y
    }

    /// Returns which elements are 0.
    fn zeros<const MILLIONTHS: u32>(context: StepContext) -> Vec<bool> {
        train::<MILLIONTHS>(1.0, context).iter().map(|&y| y == 0.0).collect()
    }

    /// Returns whether `count` of `COUNT` is within five standard deviations of its expected value.
    fn as_expected(count: usize, probability: f64) -> bool {
        let deviation = libm::sqrt(COUNT * probability * (1.0 - probability));
        (count as f64 - COUNT * probability).abs() <= 5.0 * deviation
    }

    fn statistics<const MILLIONTHS: u32>() {
        let p = Dropout::<MILLIONTHS>::P;
        for step in 0..5 {
            let context = StepContext::new(42, step).layer(3);
            let y = train::<MILLIONTHS>(3.0, context);
            let kept = 3.0 / (1.0 - p);
            assert!(y.iter().all(|&y| y == 0.0 || (y - kept).abs() < 1e-12));
            let zeros = y.iter().filter(|&&y| y == 0.0).count();
            assert!(as_expected(zeros, p), "{zeros} of {COUNT} at {p}");
            // The standard deviation of one element is 3 sqrt(p / (1 - p)).
            let mean = y.iter().sum::<f64>() / COUNT;
            assert!((mean - 3.0).abs() <= 5.0 * 3.0 * libm::sqrt(p / (1.0 - p) / COUNT), "{mean}");
        }
    }

    #[test]
    fn zeros_and_mean_match_probability() {
        statistics::<500_000>();
        statistics::<100_000>();
        statistics::<900_000>();
        statistics::<1_000>();
    }

    #[test]
    fn handles_probabilities_0_and_1() {
        assert!(train::<0>(3.0, StepContext::new(1, 1)).iter().all(|&y| y == 3.0));
        assert!(train::<1_000_000>(3.0, StepContext::new(1, 1)).iter().all(|&y| y == 0.0));
        assert!(train::<500_000>(f64::NAN, StepContext::new(1, 1)).iter().all(|y| y.is_nan()));
    }

    /// Masks of different seeds, steps, layers and elements are independent.
    #[test]
    fn masks_are_independent_and_reproducible() {
        let here = StepContext::new(42, 7).layer(3);
        let mask = zeros::<500_000>(here);
        assert_eq!(mask, zeros::<500_000>(StepContext::new(42, 7).layer(3)));
        for other in
            [StepContext::new(43, 7).layer(3), StepContext::new(42, 8).layer(3), StepContext::new(42, 7).layer(4)]
        {
            let same = mask.iter().zip(zeros::<500_000>(other)).filter(|(a, b)| *a == b).count();
            assert!(as_expected(same, 0.5), "{same}");
        }
        for distance in [1, 2, 3, 16, 200] {
            let same = (0..mask.len()).filter(|&i| mask[i] == mask[(i + distance) % mask.len()]).count();
            assert!(as_expected(same, 0.5), "{same} at {distance}");
        }
    }

    #[test]
    fn drops_whole_channels() {
        type Maps = Tensor<(N<100>, N<1>, N<1>, N<1>), f64>;
        type Wide = Tensor<(N<100>, N<1>, N<3>, N<5>), f64>;
        let context = StepContext::new(5, 1);
        let (mut one, mut many) = (Maps::zeros(), Wide::zeros());
        let layer = Dropout2d::<400_000>;
        Layer::<(N<1>, N<1>, N<1>), f64>::forward_train(&layer, &Maps::full(1.0), &mut one, &mut (), context);
        Layer::<(N<1>, N<3>, N<5>), f64>::forward_train(&layer, &Wide::full(1.0), &mut many, &mut (), context);
        for (channel, expected) in many.as_slice().chunks(15).zip(one.iter()) {
            assert!(channel.iter().all(|y| y == expected));
        }
        assert!(one.iter().any(|&y| y == 0.0) && one.iter().any(|&y| y != 0.0));
    }

    /// The mask of a sample depends on its index in the step, not on the batch that it is in.
    #[test]
    fn mask_does_not_depend_on_division_into_batches() {
        type Batch<B> = Tensor<(B, N<3>, N<5>, N<1>), f64>;
        macro_rules! check {
            ($layer:expr) => {
                let (context, ones, mut whole) =
                    (StepContext::new(5, 1), Batch::<N<40>>::full(1.0), Batch::<N<40>>::zeros());
                Layer::<(N<3>, N<5>, N<1>), f64>::forward_train(&$layer, &ones, &mut whole, &mut (), context);
                let (context, ones, mut last) =
                    (context.with_offset(9), Batch::<N<31>>::full(1.0), Batch::<N<31>>::zeros());
                Layer::<(N<3>, N<5>, N<1>), f64>::forward_train(&$layer, &ones, &mut last, &mut (), context);
                assert_eq!(whole.as_slice()[9 * 15..], *last.as_slice());
                assert_ne!(whole.as_slice()[..31 * 15], *last.as_slice());
            };
        }
        check!(Dropout::<400_000>);
        check!(Dropout2d::<400_000>);
    }
}
