//! Decay by a factor at regular intervals.

use super::{LrScheduler, settings, valid};
use crate::setting::Bounds;

/// Step decay: gamma^floor(step / step_size), that is, the learning rate is multiplied by gamma every `step_size` steps. PyTorch's
/// `StepLR`.
///
/// ```
/// use nn::lr_scheduler::{LrScheduler, StepLr};
/// let schedule = StepLr::new(30, 0.5);
/// assert_eq!([0, 29, 30, 60].map(|step| schedule.factor(step)), [1.0, 1.0, 0.5, 0.25]);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StepLr {
    /// The number of steps between changes; if it is 0, the factor is always 1.
    pub step_size: u64,
    /// The factor of each change, finite and at least 0 (0.1 by default in PyTorch).
    pub gamma: f64,
}

impl StepLr {
    /// Creates a schedule that multiplies the learning rate by `gamma` every `step_size` steps.
    ///
    /// # Panics
    /// Panics if `gamma` is negative, infinite or NaN.
    #[track_caller]
    pub const fn new(step_size: u64, gamma: f64) -> Self {
        Bounds::NotNegative.require(gamma, "`gamma` must be finite and at least 0");
        Self { step_size, gamma }
    }
}

impl LrScheduler for StepLr {
    fn factor(&self, step: u64) -> f64 {
        valid(libm::pow(self.gamma, step.checked_div(self.step_size).unwrap_or(0) as f64))
    }

    settings!(NotNegative gamma);
}
