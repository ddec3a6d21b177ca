//! A factor every step.

use super::LrScheduler;
use core::fmt;

/// gamma^step. PyTorch's `ExponentialLR`.
///
/// ```
/// use nn_core::lr_scheduler::{ExponentialLr, LrScheduler};
/// assert_eq!(ExponentialLr::new(0.5).factor(3), 0.125);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ExponentialLr {
    /// The factor of each step, more than 0.
    pub gamma: f64,
}

impl ExponentialLr {
    /// The rate times `gamma` every step.
    pub const fn new(gamma: f64) -> Self {
        Self { gamma }
    }
}

impl LrScheduler for ExponentialLr {
    fn factor(&self, step: u64) -> f64 {
        libm::pow(self.gamma, step as f64)
    }

    fn describe(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}
