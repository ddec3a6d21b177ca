//! The product of two schedules.

use super::LrScheduler;
use crate::setting::InvalidSetting;
use core::fmt;

/// The product of two schedules: what [`LrScheduler::chain`] gives. PyTorch's `ChainedScheduler`.
///
/// ```
/// use nn_core::lr_scheduler::{Chained, ConstantLr, LrScheduler, StepLr};
/// let schedule = Chained(StepLr::new(2, 0.5), ConstantLr::new(0.5, 1));
/// assert_eq!([0, 1, 2].map(|step| schedule.factor(step)), [0.5, 1.0, 0.5]);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Chained<A, B>(
    /// One.
    pub A,
    /// The other.
    pub B,
);

impl<A: LrScheduler, B: LrScheduler> LrScheduler for Chained<A, B> {
    fn factor(&self, step: u64) -> f64 {
        let (one, other) = (self.0.factor(step), self.1.factor(step));
        // A product that overflows is the largest number; what a function of the caller gives stays to be seen.
        if one.is_finite() && other.is_finite() { (one * other).clamp(f64::MIN, f64::MAX) } else { one * other }
    }

    fn check_settings(&self) -> Result<(), InvalidSetting> {
        self.0.check_settings()?;
        self.1.check_settings()
    }

    fn describe(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.describe(f)?;
        f.write_str(" times ")?;
        self.1.describe(f)
    }
}
