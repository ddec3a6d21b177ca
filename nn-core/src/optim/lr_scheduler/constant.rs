//! A constant factor for the first steps.

use super::{LrScheduler, settings, valid};
use crate::setting::Bounds;

/// A constant factor for the first `steps` steps, then 1, as PyTorch's `ConstantLR`.
///
/// A constant learning rate needs no schedule; within a combination of schedules, use `ConstantLr::new(1.0, 0)`.
///
/// ```
/// use nn::lr_scheduler::{ConstantLr, LrScheduler};
/// let schedule = ConstantLr::default();
/// assert_eq!(schedule.factor(4), 1.0 / 3.0);
/// assert_eq!(schedule.factor(5), 1.0);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ConstantLr {
    /// The factor, finite and at least 0.
    pub factor: f64,
    /// The number of steps with this factor.
    pub steps: u64,
}

impl ConstantLr {
    /// Creates a schedule with this factor for the first `steps` steps.
    ///
    /// # Panics
    /// Panics if the factor is negative, infinite or NaN.
    #[track_caller]
    pub const fn new(factor: f64, steps: u64) -> Self {
        Bounds::NotNegative.require(factor, "`factor` must be finite and at least 0");
        Self { factor, steps }
    }
}

impl Default for ConstantLr {
    /// Returns a factor of 1/3 for five steps, as in PyTorch.
    fn default() -> Self {
        Self::new(1.0 / 3.0, 5)
    }
}

impl LrScheduler for ConstantLr {
    fn factor(&self, step: u64) -> f64 {
        if step < self.steps { valid(self.factor) } else { 1.0 }
    }

    settings!(NotNegative factor);
}
