//! Validation of settings: their valid ranges, and the error for values outside of them.

use crate::report::debug_by_message;
use core::fmt;

/// The error for a setting with an invalid value, such as a negative learning rate.
///
/// Constructors and builders panic on such a value. A public field may be set to one afterwards; then `check_settings` of an
/// [optimiser](crate::Optimizer::check_settings), of [`Clip`](crate::Clip::check_settings), of a
/// [schedule](crate::optim::lr_scheduler::LrScheduler::check_settings) and of a [session](crate::Session::check_settings) returns
/// this error.
///
/// ```
/// use nn::optim::Clip;
/// let error = Clip::Norm(-1.0).check_settings().unwrap_err();
/// assert_eq!(error.to_string(), "`Clip::Norm` is -1, expected a finite number above 0");
/// assert_eq!((error.name(), error.value()), ("Clip::Norm", -1.0));
/// ```
#[derive(Clone, Copy, PartialEq)]
pub struct InvalidSetting {
    name: &'static str,
    value: f64,
    expected: &'static str,
}

impl InvalidSetting {
    /// Creates an error for this value of a setting, for custom checks; `expected` completes "expected ..".
    ///
    /// ```
    /// let error = nn::session::InvalidSetting::new("momentum", 1.5, "at least 0 and less than 1");
    /// assert_eq!(error.to_string(), "`momentum` is 1.5, expected at least 0 and less than 1");
    /// ```
    pub const fn new(name: &'static str, value: f64, expected: &'static str) -> Self {
        Self { name, value, expected }
    }

    /// Returns the name of the setting.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// Returns the invalid value.
    pub const fn value(&self) -> f64 {
        self.value
    }

    /// Returns the description of the valid values.
    pub const fn expected(&self) -> &'static str {
        self.expected
    }
}

impl fmt::Display for InvalidSetting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is {}, expected {}", self.name, self.value, self.expected)
    }
}

impl core::error::Error for InvalidSetting {}

debug_by_message!(InvalidSetting);

/// The valid range of a setting. No range contains NaN.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Bounds {
    /// Finite and at least 0.
    NotNegative,
    /// Finite and more than 0.
    Positive,
    /// At least 0 and less than 1.
    BelowOne,
    /// From 0 to 1.
    UpToOne,
    /// More than 0 and less than 1.
    Shrinking,
    /// More than 1 and finite.
    Growing,
    /// At least 1 and finite.
    AtLeastOne,
    /// At most 0 and finite.
    NotPositive,
    /// Finite.
    Finite,
}

impl Bounds {
    const fn contain(self, value: f64) -> bool {
        match self {
            Bounds::NotNegative => value >= 0.0 && value.is_finite(),
            Bounds::Positive => value > 0.0 && value.is_finite(),
            Bounds::BelowOne => value >= 0.0 && value < 1.0,
            Bounds::UpToOne => value >= 0.0 && value <= 1.0,
            Bounds::Shrinking => value > 0.0 && value < 1.0,
            Bounds::Growing => value > 1.0 && value.is_finite(),
            Bounds::AtLeastOne => value >= 1.0 && value.is_finite(),
            Bounds::NotPositive => value <= 0.0 && value.is_finite(),
            Bounds::Finite => value.is_finite(),
        }
    }

    const fn expected(self) -> &'static str {
        match self {
            Bounds::NotNegative => "a finite number of at least 0",
            Bounds::Positive => "a finite number above 0",
            Bounds::BelowOne => "at least 0 and less than 1",
            Bounds::UpToOne => "a number from 0 to 1",
            Bounds::Shrinking => "a number above 0 and less than 1",
            Bounds::Growing => "a finite number above 1",
            Bounds::AtLeastOne => "a finite number of at least 1",
            Bounds::NotPositive => "a finite number of at most 0",
            Bounds::Finite => "a finite number",
        }
    }

    /// Checks the value of a setting.
    pub(crate) const fn check(self, name: &'static str, value: f64) -> Result<(), InvalidSetting> {
        if self.contain(value) { Ok(()) } else { Err(InvalidSetting { name, value, expected: self.expected() }) }
    }

    /// Panics with `message` if the value is outside the range, at the location of the caller.
    #[track_caller]
    pub(crate) const fn require(self, value: f64, message: &'static str) {
        if !self.contain(value) {
            panic!("{}", message);
        }
    }
}

/// Checks several settings.
pub(crate) fn check_all<const N: usize>(settings: [(Bounds, &'static str, f64); N]) -> Result<(), InvalidSetting> {
    settings.into_iter().try_for_each(|(bounds, name, value)| bounds.check(name, value))
}

/// Checks a learning rate for parameters of type `T`, in which it must be finite as well.
pub(crate) fn check_rate<T: crate::Float>(rate: f64) -> Result<(), InvalidSetting> {
    Bounds::NotNegative.check("lr", rate)?;
    if T::from_f64(rate).is_finite() {
        Ok(())
    } else {
        Err(InvalidSetting::new("lr", rate, "a number within the range of the parameters' type"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_contain_their_values() {
        let bad = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -1e-300];
        for bounds in [Bounds::NotNegative, Bounds::Positive, Bounds::BelowOne, Bounds::UpToOne] {
            assert!(bad.iter().all(|&value| !bounds.contain(value)), "{bounds:?}");
            assert!(bounds.contain(0.5), "{bounds:?}");
            assert_eq!(bounds.contain(0.0), bounds != Bounds::Positive);
            assert_eq!(bounds.contain(1.0), bounds != Bounds::BelowOne);
            assert_eq!(bounds.contain(2.0), matches!(bounds, Bounds::NotNegative | Bounds::Positive));
        }
        let others = [Bounds::Shrinking, Bounds::Growing, Bounds::AtLeastOne, Bounds::NotPositive, Bounds::Finite];
        let contained = others.map(|bounds| [-1.0, 0.0, 0.5, 1.0, 2.0].map(|value| bounds.contain(value)));
        assert_eq!(contained[0], [false, false, true, false, false]);
        assert_eq!(contained[1], [false, false, false, false, true]);
        assert_eq!(contained[2], [false, false, false, true, true]);
        assert_eq!(contained[3], [true, true, false, false, false]);
        assert_eq!(contained[4], [true; 5]);
        for bounds in others {
            assert!(bad[..3].iter().all(|&value| !bounds.contain(value)), "{bounds:?}");
        }
    }

    #[test]
    fn learning_rate_is_finite_in_parameter_type() {
        assert!(check_rate::<f32>(1e38).is_ok() && check_rate::<f64>(1e39).is_ok());
        assert_eq!(check_rate::<f32>(1e39).unwrap_err().value(), 1e39);
    }
}
