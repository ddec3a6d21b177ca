//! Which statistics a normalisation over a batch keeps for inference.

use crate::dim::Dim;
use crate::float::Float;
use crate::graph::{NormStatistics, Scalar};
use crate::parameters::{BUFFER_MOMENTUM, Parameters, statistic_for};
use crate::tensor::Tensor;
use core::fmt;

/// Which running statistics a normalisation keeps: [`MovingAverage`], [`CumulativeAverage`] or [`Untracked`]. Sealed.
///
/// ```
/// use nn::Parameters;
/// use nn::dim::N;
/// use nn::layers::{BatchNorm1d, CumulativeAverage, MovingAverage, Untracked, WithAffine};
/// type Norm<R> = BatchNorm1d<N<8>, 10_000_000, WithAffine, R>;
/// assert_eq!(<Norm<MovingAverage<10_000>> as Parameters>::LEN, 4 * 8);
/// assert_eq!(<Norm<CumulativeAverage> as Parameters>::LEN, 4 * 8 + 1);
/// assert_eq!(<Norm<Untracked> as Parameters>::LEN, 2 * 8);
/// ```
#[diagnostic::on_unimplemented(message = "`{Self}` is none of `MovingAverage`, `CumulativeAverage` and `Untracked`")]
pub trait StatisticsOption: sealed::Sealed + 'static {
    /// The storage of a running statistic: a tensor of `C` elements, or `()`.
    type Buffer<C: Dim, T: Float>: Parameters<T>;
    /// The storage of the number of batches: a single element, or `()`.
    type Counter<T: Float>: Parameters<T>;
    /// The scratch of batch normalisation in inference, in tensors of `C` elements.
    type Scratch<C: Dim, T: Float>: Parameters<T>;
    /// The option as data.
    #[doc(hidden)]
    const STATISTICS: NormStatistics;
    /// Whether there are running statistics.
    #[doc(hidden)]
    const TRACKS: bool;

    /// Returns the running statistic after a batch whose statistic is `new`, where `batches` have been counted before it. `None`
    /// stands for the rule of all buffers.
    #[doc(hidden)]
    fn average<T: Float>(running: T, new: T, batches: T) -> Option<T>;
}

/// Running statistics that are exponential moving averages: a step moves them the fraction `MILLIONTHS` / 1 000 000, PyTorch's
/// `momentum`, towards those of the batch. The fraction is more than 0 and at most 1, by default 0.1.
///
/// ```compile_fail
/// use nn::dim::N;
/// use nn::layers::{BatchNorm1d, Layer, MovingAverage, WithAffine};
/// type Norm = BatchNorm1d<N<8>, 10_000_000, WithAffine, MovingAverage<0>>;
/// const OP: nn::graph::Op = <Norm as Layer<(N<8>,)>>::OP;
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MovingAverage<const MILLIONTHS: u32 = 100_000>;

/// Running statistics that are the means of those of all batches so far, which are counted in `num_batches_tracked`: PyTorch's
/// `momentum=None`. The count is stored as a floating-point number, exact up to 2^22 batches in `f32`, to within its rounding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CumulativeAverage;

/// No running statistics: inference normalises by the statistics of its input, as training does: PyTorch's
/// `track_running_stats=False`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Untracked;

mod sealed {
    pub trait Sealed {}
    impl<const MILLIONTHS: u32> Sealed for super::MovingAverage<MILLIONTHS> {}
    impl Sealed for super::CumulativeAverage {}
    impl Sealed for super::Untracked {}
}

impl<const MILLIONTHS: u32> MovingAverage<MILLIONTHS> {
    /// The fraction by which a step moves the running statistics.
    ///
    /// ```
    /// assert_eq!(nn::layers::MovingAverage::<10_000>::MOMENTUM, 0.01);
    /// ```
    pub const MOMENTUM: f64 = {
        let fits = MILLIONTHS > 0 && MILLIONTHS <= 1_000_000;
        assert!(fits, "the `momentum` of a normalisation must be more than 0 and at most 1");
        MILLIONTHS as f64 / 1e6
    };
}

impl<const MILLIONTHS: u32> StatisticsOption for MovingAverage<MILLIONTHS> {
    type Buffer<C: Dim, T: Float> = Tensor<(C,), T>;
    type Counter<T: Float> = ();
    type Scratch<C: Dim, T: Float> = Tensor<(C,), T>;
    const STATISTICS: NormStatistics = NormStatistics::MovingAverage { momentum: Scalar::new(Self::MOMENTUM) };
    const TRACKS: bool = true;

    fn average<T: Float>(running: T, new: T, _: T) -> Option<T> {
        if Self::MOMENTUM == BUFFER_MOMENTUM {
            return None;
        }
        let [keep, take] = [1.0 - Self::MOMENTUM, Self::MOMENTUM].map(T::from_f64);
        Some(keep * running + take * new)
    }
}

impl StatisticsOption for CumulativeAverage {
    type Buffer<C: Dim, T: Float> = Tensor<(C,), T>;
    type Counter<T: Float> = Tensor<(), T>;
    type Scratch<C: Dim, T: Float> = Tensor<(C,), T>;
    const STATISTICS: NormStatistics = NormStatistics::CumulativeAverage;
    const TRACKS: bool = true;

    fn average<T: Float>(running: T, new: T, batches: T) -> Option<T> {
        let take = T::ONE / (batches + T::ONE);
        Some((T::ONE - take) * running + take * new)
    }
}

impl StatisticsOption for Untracked {
    type Buffer<C: Dim, T: Float> = ();
    type Counter<T: Float> = ();
    type Scratch<C: Dim, T: Float> = [Tensor<(C,), T>; 5];
    const STATISTICS: NormStatistics = NormStatistics::Untracked;
    const TRACKS: bool = false;

    fn average<T: Float>(_: T, _: T, _: T) -> Option<T> {
        None
    }
}

/// Returns what the gradient holds for a running statistic, so that a step updates it by a batch whose statistic is `new`.
pub(super) fn statistic<R: StatisticsOption, T: Float>(running: T, new: T, batches: T) -> T {
    R::average(running, new, batches).map_or(new, |target| statistic_for(running, target))
}

/// Returns the number of batches that a counter has counted, an integer; 0 without a counter.
pub(super) fn batches<T: Float>(counter: &impl Parameters<T>) -> T {
    let count = counter.as_slice().first().map_or(0.0, |count| libm::round(count.to_f64()));
    T::from_f64(count.max(0.0))
}

/// Writes `, momentum = 0.01` or `, track_running_stats = false`, omitting the default, which is `tracks` with a momentum of 0.1.
pub(super) fn write_statistics<R: StatisticsOption>(f: &mut fmt::Formatter<'_>, tracks: bool) -> fmt::Result {
    if R::TRACKS != tracks {
        write!(f, ", track_running_stats = {}", R::TRACKS)?;
    }
    match R::STATISTICS {
        NormStatistics::MovingAverage { momentum } if momentum.get() == BUFFER_MOMENTUM => Ok(()),
        NormStatistics::MovingAverage { momentum } => write!(f, ", momentum = {}", momentum.get()),
        NormStatistics::CumulativeAverage => f.write_str(", momentum = None"),
        NormStatistics::Untracked => Ok(()),
    }
}
