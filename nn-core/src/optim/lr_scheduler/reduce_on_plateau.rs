//! Reduction of the learning rate when a metric stops improving.

use crate::setting::{Bounds, InvalidSetting, check_all};

/// Multiplies the learning rate by a factor when a metric, such as the validation loss, has not improved for more than `patience`
/// calls. PyTorch's `ReduceLROnPlateau`.
///
/// A metric is an improvement if it is below best - threshold |best|, for [`Better::Lower`], or above best + threshold |best|, for
/// [`Better::Higher`]; NaN never is. A negative best metric must therefore also be improved by the threshold, which PyTorch's
/// relative threshold does not require. After a reduction, calls without improvement are not counted for `cooldown` calls.
///
/// ```
/// use nn::lr_scheduler::ReduceLrOnPlateau;
/// let mut plateau = ReduceLrOnPlateau::new(0.5, 1);
/// let mut lr = 1.0;
/// let rates = [0.9, 0.8, 0.8, 0.8, 0.8].map(|loss| {
///     lr = plateau.step(lr, loss);
///     lr
/// });
/// // The second call in a row without an improvement exceeds the patience.
/// assert_eq!(rates, [1.0, 1.0, 1.0, 0.5, 0.5]);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ReduceLrOnPlateau {
    /// The factor of a reduction, at least 0 and less than 1.
    pub factor: f64,
    /// The number of consecutive calls without improvement that are tolerated before a reduction.
    pub patience: u64,
    /// The minimum improvement, as a fraction of the absolute value of the best metric, finite and at least 0; defaults to 1e-4.
    pub threshold: f64,
    /// The number of calls after a reduction in which a lack of improvement is not counted; defaults to 0.
    pub cooldown: u64,
    /// The lower bound of the learning rate, finite and at least 0; defaults to 0.
    pub min_lr: f64,
    /// The minimum decrease of the learning rate, finite and at least 0: a smaller reduction is not applied. Defaults to 1e-8.
    pub eps: f64,
    /// Which metrics are better; defaults to lower ones. PyTorch's `mode`.
    pub better: Better,
    best: Option<f64>,
    bad: u64,
    cooling: u64,
}

/// The direction in which a metric improves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Better {
    /// Lower is better, as for a loss.
    #[default]
    Lower,
    /// Higher is better, as for an accuracy.
    Higher,
}

impl ReduceLrOnPlateau {
    /// Creates a scheduler that reduces the learning rate by this factor after more than `patience` calls without a lower metric.
    /// PyTorch's defaults are 0.1 and 10.
    ///
    /// # Panics
    /// Panics if the factor is not at least 0 and less than 1.
    #[track_caller]
    pub const fn new(factor: f64, patience: u64) -> Self {
        Bounds::BelowOne.require(factor, "`factor` must be at least 0 and less than 1");
        Self {
            factor,
            patience,
            threshold: 1e-4,
            cooldown: 0,
            min_lr: 0.0,
            eps: 1e-8,
            better: Better::Lower,
            best: None,
            bad: 0,
            cooling: 0,
        }
    }

    /// Returns this scheduler for a metric of which higher values are better.
    ///
    /// ```
    /// use nn::lr_scheduler::ReduceLrOnPlateau;
    /// let mut plateau = ReduceLrOnPlateau::new(0.1, 0).higher();
    /// assert_eq!([0.5, 0.6].map(|accuracy| plateau.step(1.0, accuracy)), [1.0, 1.0]);
    /// assert_eq!(plateau.step(1.0, 0.55), 0.1);
    /// ```
    pub const fn higher(self) -> Self {
        Self { better: Better::Higher, ..self }
    }

    /// Returns this scheduler with another threshold.
    ///
    /// ```
    /// use nn::lr_scheduler::ReduceLrOnPlateau;
    /// assert_eq!(ReduceLrOnPlateau::default().with_threshold(0.01).threshold, 0.01);
    /// ```
    ///
    /// # Panics
    /// Panics if the value is negative, infinite or NaN.
    #[track_caller]
    pub const fn with_threshold(self, threshold: f64) -> Self {
        Bounds::NotNegative.require(threshold, "`threshold` must be finite and at least 0");
        Self { threshold, ..self }
    }

    /// Returns this scheduler with a cooldown of this many calls.
    ///
    /// ```
    /// use nn::lr_scheduler::ReduceLrOnPlateau;
    /// assert_eq!(ReduceLrOnPlateau::default().with_cooldown(3).cooldown, 3);
    /// ```
    pub const fn with_cooldown(self, cooldown: u64) -> Self {
        Self { cooldown, ..self }
    }

    /// Returns this scheduler with this lower bound of the learning rate.
    ///
    /// ```
    /// use nn::lr_scheduler::ReduceLrOnPlateau;
    /// assert_eq!(ReduceLrOnPlateau::default().with_min_lr(1e-6).min_lr, 1e-6);
    /// ```
    ///
    /// # Panics
    /// Panics if the value is negative, infinite or NaN.
    #[track_caller]
    pub const fn with_min_lr(self, min_lr: f64) -> Self {
        Bounds::NotNegative.require(min_lr, "`min_lr` must be finite and at least 0");
        Self { min_lr, ..self }
    }

    /// Checks the values of all settings.
    ///
    /// # Errors
    /// Returns an error for the first setting whose value is invalid.
    pub fn check_settings(&self) -> Result<(), InvalidSetting> {
        check_all([
            (Bounds::BelowOne, "factor", self.factor),
            (Bounds::NotNegative, "threshold", self.threshold),
            (Bounds::NotNegative, "min_lr", self.min_lr),
            (Bounds::NotNegative, "eps", self.eps),
        ])
    }

    /// Records the metric, typically once per epoch, and returns the learning rate to continue with, given the current one.
    pub fn step(&mut self, lr: f64, metric: f64) -> f64 {
        let better = match (self.best, self.better) {
            (None, _) => !metric.is_nan(),
            // The threshold takes the sign of the best metric, so that the product is below it (or above it) whatever the sign.
            (Some(best), Better::Lower) => metric < best * (1.0 - self.threshold.copysign(best)),
            (Some(best), Better::Higher) => metric > best * (1.0 + self.threshold.copysign(best)),
        };
        if better {
            self.best = Some(metric);
            self.bad = 0;
        } else {
            self.bad = self.bad.saturating_add(1);
        }
        if self.cooling > 0 {
            self.cooling -= 1;
            self.bad = 0;
        }
        if self.bad <= self.patience {
            return lr;
        }
        self.cooling = self.cooldown;
        self.bad = 0;
        // An invalid factor does not reduce the rate.
        let factor = if Bounds::BelowOne.check("factor", self.factor).is_ok() { self.factor } else { 1.0 };
        let reduced = (lr * factor).max(self.min_lr);
        if lr - reduced > self.eps { reduced } else { lr }
    }

    /// Returns the best metric so far, or `None` if there is none yet.
    pub fn best(&self) -> Option<f64> {
        self.best
    }
}

impl Default for ReduceLrOnPlateau {
    /// Returns a scheduler with PyTorch's defaults.
    fn default() -> Self {
        Self::new(0.1, 10)
    }
}

#[cfg(feature = "alloc")]
impl crate::state::State for ReduceLrOnPlateau {
    fn visit(&mut self, values: &mut dyn crate::state::Visitor) {
        use crate::state::Setting;
        values.setting("factor", Setting::Float(&mut self.factor));
        values.setting("patience", Setting::Integer(&mut self.patience));
        values.setting("threshold", Setting::Float(&mut self.threshold));
        values.setting("cooldown", Setting::Integer(&mut self.cooldown));
        values.setting("min_lr", Setting::Float(&mut self.min_lr));
        values.setting("eps", Setting::Float(&mut self.eps));
        let mut higher = self.better == Better::Higher;
        values.setting("higher", Setting::Flag(&mut higher));
        self.better = if higher { Better::Higher } else { Better::Lower };
        crate::state::visit_option(values, ["has_best", "best"], &mut self.best);
        values.integer("bad", &mut self.bad);
        values.integer("cooling", &mut self.cooling);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ignores_epochs_during_cooldown() {
        let mut plateau = ReduceLrOnPlateau { cooldown: 2, ..ReduceLrOnPlateau::new(0.5, 0) };
        let mut lr = 1.0;
        let rates = [1.0; 8].map(|loss| {
            lr = plateau.step(lr, loss);
            lr
        });
        assert_eq!(rates, [1.0, 0.5, 0.5, 0.5, 0.25, 0.25, 0.25, 0.125]);
    }

    #[test]
    fn learning_rate_has_a_lower_bound() {
        let mut plateau = ReduceLrOnPlateau { min_lr: 0.3, ..ReduceLrOnPlateau::new(0.5, 0) };
        let mut lr = 1.0;
        let rates = [1.0; 5].map(|loss| {
            lr = plateau.step(lr, loss);
            lr
        });
        assert_eq!(rates, [1.0, 0.5, 0.3, 0.3, 0.3]);
    }

    #[test]
    fn threshold_applies_to_negative_metrics() {
        let rates = |mut plateau: ReduceLrOnPlateau, metrics: [f64; 5]| {
            let mut lr = 1.0;
            metrics.map(|metric| {
                lr = plateau.step(lr, metric);
                lr
            })
        };
        let lower = ReduceLrOnPlateau::new(0.5, 1);
        assert_eq!(rates(lower, [-1.0; 5]), [1.0, 1.0, 0.5, 0.5, 0.25]);
        // One that is worse, and one that is better by less than the threshold.
        assert_eq!(rates(lower, [-1.0, -0.9, -0.8, -1.00005, -1.0]), [1.0, 1.0, 0.5, 0.5, 0.25]);
        assert_eq!(rates(lower, [-1.0, -1.1, -1.2, -1.3, -1.4]), [1.0; 5]);
        assert_eq!(rates(lower, [0.0, -1e-9, -2e-9, -3e-9, -4e-9]), [1.0; 5]);
        assert_eq!(rates(lower.higher(), [-1.0; 5]), [1.0, 1.0, 0.5, 0.5, 0.25]);
        assert_eq!(rates(lower.higher(), [-1.0, -1.1, -0.99995, -0.8, -0.7]), [1.0, 1.0, 0.5, 0.5, 0.5]);
        assert_eq!(rates(lower, [f64::INFINITY, 3.0, 2.0, 1.0, 0.0]), [1.0; 5]);
    }

    #[test]
    fn nan_is_never_an_improvement() {
        let mut plateau = ReduceLrOnPlateau::new(0.5, 0);
        assert_eq!(plateau.step(1.0, f64::NAN), 0.5);
        assert_eq!(plateau.best(), None);
        assert_eq!(plateau.step(1.0, 3.0), 1.0);
        assert_eq!(plateau.step(1.0, f64::NAN), 0.5);
        assert_eq!(plateau.best(), Some(3.0));
    }
}
