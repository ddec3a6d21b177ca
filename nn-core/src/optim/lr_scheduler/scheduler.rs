//! The trait of schedules.

use crate::describe::type_name;
use crate::setting::InvalidSetting;
use core::fmt;

/// A function from a step's number to a factor of the learning rate.
///
/// Any function of a number is one, as PyTorch's `LambdaLR`:
///
/// ```
/// use nn_core::lr_scheduler::LrScheduler;
/// let inverse_root = |step: u64| 1.0 / ((step + 1) as f64).sqrt();
/// assert_eq!(inverse_root.factor(3), 0.5);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a schedule of learning rates",
    note = "a schedule is one of `nn::lr_scheduler`, or a function such as `|step: u64| 0.99_f64.powf(step as f64)`"
)]
pub trait LrScheduler {
    /// The factor in step number `step`, 0 being the first: finite and not negative. Of a function of your own that is yours
    /// to see to; a session skips the update of a rate that is not.
    fn factor(&self, step: u64) -> f64;

    /// Checks the values of all settings.
    ///
    /// # Errors
    /// The first setting with a value that it cannot have. A function has none.
    ///
    /// ```
    /// use nn_core::lr_scheduler::{LrScheduler, StepLr};
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

    /// Describes the schedule as text, such as `StepLr { every: 10, gamma: 0.1 }`: a checkpoint records it, so that a resumed run can
    /// report another one.
    ///
    /// Defaults to the name of the type. Implement it for a schedule with options of its own: `fmt::Debug::fmt(self, f)` will do.
    fn describe(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(type_name::<Self>())
    }

    /// This schedule for so many steps, then another one from its own beginning.
    ///
    /// ```
    /// use nn_core::lr_scheduler::{ConstantLr, ExponentialLr, LrScheduler};
    /// let schedule = ConstantLr::new(1.0, 0).then(2, ExponentialLr::new(0.5));
    /// assert_eq!([0, 1, 2, 3, 4].map(|step| schedule.factor(step)), [1.0, 1.0, 1.0, 0.5, 0.25]);
    /// ```
    fn then<Next: LrScheduler>(self, steps: u64, next: Next) -> Sequential<Self, Next>
    where
        Self: Sized,
    {
        Sequential { first: self, steps, next }
    }

    /// The product of two schedules.
    ///
    /// ```
    /// use nn_core::lr_scheduler::{ConstantLr, ExponentialLr, LrScheduler};
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

/// A factor that a schedule may give: 0 for one that is negative or NaN, the largest number for infinity.
pub(crate) fn valid(factor: f64) -> f64 {
    if factor > 0.0 { factor.min(f64::MAX) } else { 0.0 }
}

/// The methods of [`LrScheduler`] that follow from the numbers of a schedule and their bounds.
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
