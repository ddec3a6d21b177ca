//! Cosine annealing with warm restarts.

use super::cosine_annealing::half_cosine;
use super::{LrScheduler, valid};
use crate::setting::{Bounds, InvalidSetting};
use core::fmt;

/// Cosine annealing with warm restarts: half a cosine from 1 to `min_factor` over `steps` steps, then again from 1 over `t_mult`
/// times as many steps, and so on (Loshchilov, Hutter 2016). PyTorch's `CosineAnnealingWarmRestarts`, where `t_mult` is `T_mult`.
///
/// ```
/// use nn::lr_scheduler::{CosineAnnealingWarmRestarts, LrScheduler};
/// let schedule = CosineAnnealingWarmRestarts::new(10).with_t_mult(2);
/// // It restarts at 10, 30 and 70.
/// assert_eq!([0, 10, 30, 70].map(|step| schedule.factor(step)), [1.0; 4]);
/// assert!((schedule.factor(20) - 0.5).abs() < 1e-15);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CosineAnnealingWarmRestarts {
    /// The number of steps before the first restart, at least 1. If it is 0, the factor is always 1.
    pub steps: u64,
    /// The ratio of the length of each cycle to that of the previous one, at least 1; defaults to 1.
    pub t_mult: u64,
    /// The factor at the end of each cycle, finite and at least 0; defaults to 0.
    pub min_factor: f64,
}

impl CosineAnnealingWarmRestarts {
    /// Creates a schedule that falls from 1 to 0 repeatedly, every `steps` steps.
    pub const fn new(steps: u64) -> Self {
        Self { steps, t_mult: 1, min_factor: 0.0 }
    }

    /// Returns this schedule with cycles that grow by this ratio.
    ///
    /// ```
    /// assert_eq!(nn::lr_scheduler::CosineAnnealingWarmRestarts::new(10).with_t_mult(2).t_mult, 2);
    /// ```
    ///
    /// # Panics
    /// Panics if `t_mult` is 0.
    #[track_caller]
    pub const fn with_t_mult(self, t_mult: u64) -> Self {
        assert!(t_mult > 0, "`t_mult` must be at least 1");
        Self { t_mult, ..self }
    }

    /// Returns this schedule with another factor at the end of each cycle.
    ///
    /// ```
    /// assert_eq!(nn::lr_scheduler::CosineAnnealingWarmRestarts::new(10).with_min_factor(0.1).min_factor, 0.1);
    /// ```
    ///
    /// # Panics
    /// Panics if `min_factor` is negative, infinite or NaN.
    #[track_caller]
    pub const fn with_min_factor(self, min_factor: f64) -> Self {
        Bounds::NotNegative.require(min_factor, "`min_factor` must be finite and at least 0");
        Self { min_factor, ..self }
    }
}

impl LrScheduler for CosineAnnealingWarmRestarts {
    fn factor(&self, step: u64) -> f64 {
        let (mut inside, mut length) = (step, self.steps);
        if length == 0 {
            return 1.0;
        }
        if self.t_mult <= 1 {
            inside %= length;
        }
        while inside >= length {
            inside -= length;
            length = length.saturating_mul(self.t_mult);
        }
        valid(self.min_factor + (1.0 - self.min_factor) * half_cosine(inside as f64 / length as f64))
    }

    fn check_settings(&self) -> Result<(), InvalidSetting> {
        if self.t_mult == 0 {
            return Err(InvalidSetting::new("t_mult", 0.0, "an integer of at least 1"));
        }
        Bounds::NotNegative.check("min_factor", self.min_factor)
    }

    fn describe(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}
