//! Linear warm-up or decay.

use super::{LrScheduler, settings, valid};
use crate::setting::Bounds;

/// A linear change from `start` to `end` over `steps` steps, then `end`; typically a warm-up. PyTorch's `LinearLR`.
///
/// ```
/// use nn::lr_scheduler::{LinearLr, LrScheduler};
/// let schedule = LinearLr::new(0.5, 1.0, 2);
/// assert_eq!([0, 1, 2, 3].map(|step| schedule.factor(step)), [0.5, 0.75, 1.0, 1.0]);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LinearLr {
    /// The factor of the first step, finite and at least 0.
    pub start: f64,
    /// The factor from step number `steps` on, finite and at least 0.
    pub end: f64,
    /// The number of steps from `start` to `end`.
    pub steps: u64,
}

impl LinearLr {
    /// Creates a schedule that changes linearly from `start` to `end` over `steps` steps.
    ///
    /// # Panics
    /// Panics if a factor is negative, infinite or NaN.
    #[track_caller]
    pub const fn new(start: f64, end: f64, steps: u64) -> Self {
        Bounds::NotNegative.require(start, "`start` must be finite and at least 0");
        Bounds::NotNegative.require(end, "`end` must be finite and at least 0");
        Self { start, end, steps }
    }
}

impl Default for LinearLr {
    /// Returns a linear increase from 1/3 to 1 over five steps, as in PyTorch.
    fn default() -> Self {
        Self::new(1.0 / 3.0, 1.0, 5)
    }
}

impl LrScheduler for LinearLr {
    fn factor(&self, step: u64) -> f64 {
        if step >= self.steps {
            return valid(self.end);
        }
        valid(self.start + (self.end - self.start) * step as f64 / self.steps as f64)
    }

    settings!(NotNegative start, NotNegative end);
}
