//! The `LrScheduler` trait and its combinators.

use crate::describe::type_name;
use crate::setting::InvalidSetting;
use core::fmt;

/// A learning-rate schedule: a function from the index of a step to a factor of the learning rate.
///
/// Any function from `u64` to `f64` is a schedule, as PyTorch's `LambdaLR`:
///
/// ```
/// use nn::lr_scheduler::LrScheduler;
/// let inverse_root = |step: u64| 1.0 / ((step + 1) as f64).sqrt();
/// assert_eq!(inverse_root.factor(3), 0.5);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a schedule of learning rates",
    note = "a schedule is one of `nn::lr_scheduler`, or a function such as `|step: u64| 0.99_f64.powf(step as f64)`"
)]
pub trait LrScheduler {
    /// Returns the factor in step `step`, starting at 0. It must be finite and non-negative, which the schedules of this module
    /// ensure. A session skips an update with an invalid learning rate.
    fn factor(&self, step: u64) -> f64;

    /// Checks the values of all settings.
    ///
    /// # Errors
    /// Returns an error for the first setting whose value is invalid. A function has no settings.
    ///
    /// ```
    /// use nn::lr_scheduler::{LrScheduler, StepLr};
    /// let mut schedule = StepLr::new(30, 0.5);
    /// assert!(schedule.check_settings().is_ok());
    /// schedule.gamma = -0.5;
    /// let error = schedule.check_settings().unwrap_err();
    /// assert_eq!(error.to_string(), "`gamma` is -0.5, expected a finite number of at least 0");
    /// assert_eq!(schedule.factor(30), 0.0);
    /// ```
    fn check_settings(&self) -> Result<(), InvalidSetting> {
        Ok(())
    }

    /// Writes a description of the schedule, such as `StepLr { every: 10, gamma: 0.1 }`. A checkpoint records it, so that a resumed
    /// run can report a different schedule.
    ///
    /// Defaults to the name of the type. Override it for a schedule with options of its own; `fmt::Debug::fmt(self, f)` suffices.
    fn describe(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(type_name::<Self>())
    }

    /// Returns this schedule for `steps` steps, followed by another one, which starts from its own step 0.
    ///
    /// ```
    /// use nn::lr_scheduler::{ConstantLr, ExponentialLr, LrScheduler};
    /// let schedule = ConstantLr::new(1.0, 0).then(2, ExponentialLr::new(0.5));
    /// assert_eq!([0, 1, 2, 3, 4].map(|step| schedule.factor(step)), [1.0, 1.0, 1.0, 0.5, 0.25]);
    /// ```
    fn then<Next: LrScheduler>(self, steps: u64, next: Next) -> Sequential<Self, Next>
    where
        Self: Sized,
    {
        Sequential { first: self, steps, next }
    }

    /// Returns the product of two schedules.
    ///
    /// ```
    /// use nn::lr_scheduler::{ConstantLr, ExponentialLr, LrScheduler};
    /// let schedule = ExponentialLr::new(0.5).chain(ConstantLr::new(0.1, 1));
    /// assert_eq!([0, 1, 2].map(|step| schedule.factor(step)), [0.1, 0.5, 0.25]);
    /// ```
    fn chain<Other: LrScheduler>(self, other: Other) -> Chained<Self, Other>
    where
        Self: Sized,
    {
        Chained(self, other)
    }
}

/// Returns the factor clamped to the range of a schedule: 0 if it is negative or NaN, the largest finite `f64` if it is infinity.
pub(crate) fn valid(factor: f64) -> f64 {
    if factor > 0.0 { factor.min(f64::MAX) } else { 0.0 }
}

/// Generates the methods of [`LrScheduler`] that follow from the fields of a schedule and their bounds.
macro_rules! settings {
    ($($bounds:ident $field:ident),*) => {
        fn check_settings(&self) -> Result<(), $crate::setting::InvalidSetting> {
            use $crate::setting::{Bounds, check_all};
            check_all([$((Bounds::$bounds, stringify!($field), self.$field)),*])
        }

        fn describe(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
            core::fmt::Debug::fmt(self, f)
        }
    };
}
pub(crate) use settings;

impl<F: Fn(u64) -> f64> LrScheduler for F {
    fn factor(&self, step: u64) -> f64 {
        self(step)
    }

    fn describe(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a function")
    }
}

/// The product of two schedules, returned by [`LrScheduler::chain`]. PyTorch's `ChainedScheduler`.
///
/// ```
/// use nn::lr_scheduler::{Chained, ConstantLr, LrScheduler, StepLr};
/// let schedule = Chained(StepLr::new(2, 0.5), ConstantLr::new(0.5, 1));
/// assert_eq!([0, 1, 2].map(|step| schedule.factor(step)), [0.5, 1.0, 0.5]);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Chained<A, B>(
    /// The first schedule.
    pub A,
    /// The second schedule.
    pub B,
);

impl<A: LrScheduler, B: LrScheduler> LrScheduler for Chained<A, B> {
    fn factor(&self, step: u64) -> f64 {
        let (one, other) = (self.0.factor(step), self.1.factor(step));
        // Clamp a product that overflows. A factor that is not finite comes from a function of the caller, and is passed on so that
        // it is noticed.
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

/// A schedule for a number of steps, followed by another one, which starts from its own step 0. Returned by [`LrScheduler::then`].
/// PyTorch's `SequentialLR`, where `steps` is the milestone.
///
/// ```
/// use nn::lr_scheduler::{LinearLr, LrScheduler, Sequential, StepLr};
/// let schedule = Sequential { first: LinearLr::new(0.5, 1.0, 2), steps: 2, next: StepLr::new(1, 0.1) };
/// assert_eq!([0, 1, 2, 3].map(|step| schedule.factor(step)), [0.5, 0.75, 1.0, 0.1]);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sequential<First, Next> {
    /// The schedule of the first steps.
    pub first: First,
    /// The number of steps of `first`.
    pub steps: u64,
    /// The schedule of all following steps, of which the first has index 0.
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
