//! Exponential decay.

use super::{LrScheduler, settings, valid};
use crate::setting::Bounds;

/// Exponential decay: gamma^step, as PyTorch's `ExponentialLR`.
///
/// ```
/// use nn::lr_scheduler::{ExponentialLr, LrScheduler};
/// assert_eq!(ExponentialLr::new(0.5).factor(3), 0.125);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ExponentialLr {
    /// The factor of each step, finite and more than 0.
    pub gamma: f64,
}

impl ExponentialLr {
    /// Creates a schedule that multiplies the learning rate by `gamma` in every step.
    ///
    /// # Panics
    /// Panics if `gamma` is not finite and more than 0.
    #[track_caller]
    pub const fn new(gamma: f64) -> Self {
        Bounds::Positive.require(gamma, "`gamma` must be finite and above 0");
        Self { gamma }
    }
}

impl LrScheduler for ExponentialLr {
    fn factor(&self, step: u64) -> f64 {
        valid(libm::pow(self.gamma, step as f64))
    }

    settings!(Positive gamma);
}
