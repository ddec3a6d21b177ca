//! A trainer's learning-rate schedule, and what it counts.

use nn_core::InvalidSetting;
use nn_core::lr_scheduler::LrScheduler;
use std::fmt;

/// What a schedule counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Each {
    /// Updates of the parameters, 0 before the first one.
    Step,
    /// Epochs that are over, 0 in the first one.
    Epoch,
}

/// A schedule, by steps or by epochs.
pub(super) struct Schedule {
    pub(super) each: Each,
    pub(super) scheduler: Box<dyn LrScheduler + Send>,
}

impl Schedule {
    /// The factor of the learning rate after so many steps and epochs, with the count that it is a function of.
    pub(super) fn factor(&self, steps: u64, epochs: u64) -> (u64, f64) {
        let count = match self.each {
            Each::Step => steps,
            Each::Epoch => epochs,
        };
        (count, self.scheduler.factor(count))
    }

    pub(super) fn check_settings(&self) -> Result<(), InvalidSetting> {
        self.scheduler.check_settings()
    }
}

impl fmt::Display for Schedule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.scheduler.describe(f)?;
        f.write_str(if self.each == Each::Step { ", each step" } else { ", each epoch" })
    }
}
