//! Cosine annealing.

use super::{LrScheduler, settings, valid};
use crate::setting::Bounds;
use core::f64::consts::PI;

/// Cosine annealing: m + (1 - m) (1 + cos(pi step / steps)) / 2, which falls from 1 to m = `min_factor` over `steps` steps, slowly
/// at both ends (Loshchilov, Hutter 2016). PyTorch's `CosineAnnealingLR`, where m is `eta_min` divided by the base rate.
///
/// After `steps` steps the factor rises again, as in PyTorch: end the training there, or restart with
/// [`CosineAnnealingWarmRestarts`].
///
/// [`CosineAnnealingWarmRestarts`]: super::CosineAnnealingWarmRestarts
///
/// ```
/// use nn::lr_scheduler::{CosineAnnealingLr, LrScheduler};
/// let schedule = CosineAnnealingLr::new(100).with_min_factor(0.1);
/// assert_eq!(schedule.factor(0), 1.0);
/// assert!((schedule.factor(50) - 0.55).abs() < 1e-15);
/// assert!((schedule.factor(100) - 0.1).abs() < 1e-15);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CosineAnnealingLr {
    /// The number of steps from 1 to `min_factor`, at least 1. If it is 0, the factor is always 1.
    pub steps: u64,
    /// The final factor, finite and at least 0; defaults to 0.
    pub min_factor: f64,
}

impl CosineAnnealingLr {
    /// Creates a schedule that decays to 0 over `steps` steps.
    pub const fn new(steps: u64) -> Self {
        Self { steps, min_factor: 0.0 }
    }

    /// Returns this schedule with another final factor.
    ///
    /// ```
    /// assert_eq!(nn::lr_scheduler::CosineAnnealingLr::new(10).with_min_factor(0.01).min_factor, 0.01);
    /// ```
    ///
    /// # Panics
    /// Panics if `min_factor` is negative, infinite or NaN.
    #[track_caller]
    pub const fn with_min_factor(self, min_factor: f64) -> Self {
        Bounds::NotNegative.require(min_factor, "`min_factor` must be finite and at least 0");
        Self { min_factor, ..self }
    }
}

impl LrScheduler for CosineAnnealingLr {
    fn factor(&self, step: u64) -> f64 {
        if self.steps == 0 {
            return 1.0;
        }
        valid(self.min_factor + (1.0 - self.min_factor) * half_cosine(step as f64 / self.steps as f64))
    }

    settings!(NotNegative min_factor);
}

/// Returns half a cosine, which falls from 1 at 0 to 0 at 1.
pub(super) fn half_cosine(part: f64) -> f64 {
    (1.0 + libm::cos(PI * part)) / 2.0
}
