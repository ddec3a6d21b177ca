//! The product of two schedules.

use super::scheduler::{Chained, LrScheduler};
use crate::setting::InvalidSetting;
use core::fmt;

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
