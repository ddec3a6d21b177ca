//! A schedule that is followed by another.

use super::LrScheduler;
use crate::setting::InvalidSetting;
use core::fmt;

/// A schedule for so many steps, then another one from its own beginning: what [`LrScheduler::then`] gives. PyTorch's
/// `SequentialLR`, `steps` being the milestone.
///
/// ```
/// use nn_core::lr_scheduler::{LinearLr, LrScheduler, Sequential, StepLr};
/// let schedule = Sequential { first: LinearLr::new(0.5, 1.0, 2), steps: 2, next: StepLr::new(1, 0.1) };
/// assert_eq!([0, 1, 2, 3].map(|step| schedule.factor(step)), [0.5, 0.75, 1.0, 0.1]);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sequential<First, Next> {
    /// The schedule of the first steps.
    pub first: First,
    /// How many those are.
    pub steps: u64,
    /// The schedule of all others, whose first step is 0.
    pub next: Next,
}

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
