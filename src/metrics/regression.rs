//! Regression metrics.

use super::metric::{Metric, described};
use super::share::unmatched;
use crate::data::SamplesView;
use nn_core::{Float, Sample};

/// The mean of a function of the error, over all elements.
#[derive(Debug, Clone, Copy, Default)]
struct Mean {
    sum: f64,
    numbers: u64,
}

impl Mean {
    fn add<T: Float>(&mut self, y: &[T], target: &[T], of: impl Fn(f64) -> f64) {
        self.sum += y.iter().zip(target).map(|(y, target)| of(y.to_f64() - target.to_f64())).sum::<f64>();
        self.numbers += y.len() as u64;
    }

    fn value(self) -> f64 {
        self.sum / self.numbers as f64
    }
}

macro_rules! mean_error {
    ($(#[$doc:meta])* $metric:ident, $name:literal, $of:expr) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Default)]
        pub struct $metric(Mean);

        impl $metric {
            /// Creates the metric without samples.
            pub fn new() -> Self {
                Self::default()
            }
        }

        impl<S: Sample, T: Float> Metric<S, S, T> for $metric {
            described!(|this| { name: $name, better: Lower, reset: this.0 = Mean::default(), value: this.0.value() });

            fn update(&mut self, output: SamplesView<'_, S, T>, target: SamplesView<'_, S, T>) {
                if unmatched(&output, &target) > 0 {
                    self.0.sum = f64::NAN;
                }
                self.0.add(output.as_slice(), target.as_slice(), $of);
            }
        }
    };
}

mean_error! {
    /// The mean of (y - target)^2 over all elements: `mean_squared_error`.
    ///
    /// ```
    /// use nn::metrics::{MeanSquaredError, measure};
    /// use nn::prelude::*;
    /// let (y, target) = (Samples::<shape![1]>::from_slice(&[1.0, 2.0])?, Samples::from_slice(&[0.0, 4.0])?);
    /// assert_eq!(measure(MeanSquaredError::new(), &y, &target), 2.5);
    /// # Ok::<(), nn::data::DataError>(())
    /// ```
    MeanSquaredError, "mse", |error| error * error
}
mean_error! {
    /// The mean of |y - target| over all elements: `mean_absolute_error`.
    ///
    /// ```
    /// use nn::metrics::{MeanAbsoluteError, measure};
    /// use nn::prelude::*;
    /// let (y, target) = (Samples::<shape![1]>::from_slice(&[1.0, 2.0])?, Samples::from_slice(&[0.0, 4.0])?);
    /// assert_eq!(measure(MeanAbsoluteError::new(), &y, &target), 1.5);
    /// # Ok::<(), nn::data::DataError>(())
    /// ```
    MeanAbsoluteError, "mae", f64::abs
}

/// The coefficient of determination, 1 - (sum of squared errors) / (sum of squared deviations of the targets from their mean): the
/// fraction of the targets' variance that is explained (`r2_score`).
///
/// For outputs of several elements it is the mean over the elements. For a constant target it is 1 if all predictions are exact,
/// and 0 otherwise. It is NaN for fewer than two samples, which have no variance.
///
/// ```
/// use nn::metrics::{R2, measure};
/// use nn::prelude::*;
/// let (y, target) = (Samples::<shape![1]>::from_slice(&[1.0, 3.0])?, Samples::from_slice(&[1.0, 5.0])?);
/// assert_eq!(measure(R2::new(), &y, &target), 1.0 - 4.0 / 8.0);
/// # Ok::<(), nn::data::DataError>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct R2 {
    samples: u64,
    /// For each element of the output: the mean of its targets, the sum of their squared deviations, and the sum of squared errors.
    numbers: Vec<[f64; 3]>,
}

impl R2 {
    /// Creates the metric without samples.
    pub fn new() -> Self {
        Self::default()
    }

    /// Returns the mean over the elements of a sample.
    fn mean(&self) -> f64 {
        let of = |&[_, deviations, errors]: &[f64; 3]| match (deviations, errors) {
            (0.0, 0.0) => 1.0,
            (0.0, errors) if !errors.is_nan() => 0.0,
            _ => 1.0 - errors / deviations,
        };
        if self.samples < 2 {
            return f64::NAN;
        }
        self.numbers.iter().map(of).sum::<f64>() / self.numbers.len() as f64
    }
}

impl<S: Sample, T: Float> Metric<S, S, T> for R2 {
    described!(|this| { name: "r2", better: Higher, reset: *this = Self::default(), value: this.mean() });

    fn update(&mut self, output: SamplesView<'_, S, T>, target: SamplesView<'_, S, T>) {
        let size: usize = S::DIMS.iter().product();
        self.numbers.resize(size, [0.0; 3]);
        if unmatched(&output, &target) > 0 {
            self.numbers.fill([f64::NAN; 3]);
        }
        let samples = output.as_slice().chunks_exact(size).zip(target.as_slice().chunks_exact(size));
        for (y, target) in samples {
            self.samples += 1;
            for ((y, target), [mean, deviations, errors]) in y.iter().zip(target).zip(&mut self.numbers) {
                let (y, target) = (y.to_f64(), target.to_f64());
                // Welford's algorithm: deviations are accumulated about the running mean.
                let away = target - *mean;
                *mean += away / self.samples as f64;
                *deviations += away * (target - *mean);
                *errors += (y - target) * (y - target);
            }
        }
    }
}
