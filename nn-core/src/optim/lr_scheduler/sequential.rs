//! A schedule that is followed by another.

use super::scheduler::{LrScheduler, Sequential};
use crate::setting::InvalidSetting;
use core::fmt;

impl<First: LrScheduler, Next: LrScheduler> LrScheduler for Sequential<First, Next> {
    fn factor(&self, step: u64) -> f64 {
        match step.checked_sub(self.steps) {
            None => self.first.factor(step),
            Some(step) => self.next.factor(step),
        }
    }

    fn check_settings(&self) -> Result<(), InvalidSetting> {
        self.first.check_settings()?;
        self.next.check_settings()
    }

    fn describe(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.first.describe(f)?;
        write!(f, " for {}, then ", self.steps)?;
        self.next.describe(f)
    }
}
