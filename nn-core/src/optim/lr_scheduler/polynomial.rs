//! Polynomial decay.

use super::{LrScheduler, settings, valid};
use crate::setting::Bounds;

/// Polynomial decay: (1 - step / steps)^power, then 0. PyTorch's `PolynomialLR`.
///
/// ```
/// use nn::lr_scheduler::{LrScheduler, PolynomialLr};
/// let schedule = PolynomialLr::new(4, 2.0);
/// assert_eq!([0, 2, 4, 5].map(|step| schedule.factor(step)), [1.0, 0.25, 0.0, 0.0]);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PolynomialLr {
    /// The number of steps until the factor is 0.
    pub steps: u64,
    /// The power, finite and more than 0 (1, which is linear, by default in PyTorch).
    pub power: f64,
}

impl PolynomialLr {
    /// Creates a schedule that decays to 0 over `steps` steps.
    ///
    /// # Panics
    /// Panics if the power is not finite and more than 0.
    #[track_caller]
    pub const fn new(steps: u64, power: f64) -> Self {
        Bounds::Positive.require(power, "`power` must be finite and above 0");
        Self { steps, power }
    }
}

impl LrScheduler for PolynomialLr {
    fn factor(&self, step: u64) -> f64 {
        if step >= self.steps {
            return 0.0;
        }
        valid(libm::pow(1.0 - step as f64 / self.steps as f64, self.power))
    }

    settings!(Positive power);
}
