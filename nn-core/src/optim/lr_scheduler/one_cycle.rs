//! The one-cycle policy.

use super::cosine_annealing::half_cosine;
use super::{LrScheduler, settings, valid};

/// The one-cycle policy: the factor rises from 1 / `div_factor` to 1 in the first part of the steps, then falls to
/// 1 / (`div_factor` * `final_div_factor`) in the rest (Smith, Topin 2017). PyTorch's `OneCycleLR` at a `max_lr` of 1: the base
/// rate is the maximum.
///
/// With [`three_phase`](Self::three_phase), the factor, after rising, first falls back to 1 / `div_factor` at the speed at which
/// it rose, and then to its final value. After the last step it stays constant. Betas are not changed (PyTorch's
/// `cycle_momentum=False`): they are fields of the optimiser, which the caller may set.
///
/// ```
/// use nn::lr_scheduler::{LrScheduler, OneCycleLr};
/// let schedule = OneCycleLr::new(100);
/// assert!((schedule.factor(0) - 0.04).abs() < 1e-15);
/// assert_eq!(schedule.factor(29), 1.0);
/// assert!((schedule.factor(99) - 0.04 / 1e4).abs() < 1e-15);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct OneCycleLr {
    /// The total number of steps.
    pub steps: u64,
    /// The fraction of the steps in which the rate rises, from 0 to 1; defaults to 0.3.
    pub pct_start: f64,
    /// The ratio of the maximum to the initial factor, finite and more than 0; defaults to 25.
    pub div_factor: f64,
    /// The ratio of the initial to the final factor, finite and more than 0; defaults to 10 000.
    pub final_div_factor: f64,
    /// The interpolation between factors; defaults to half a cosine. PyTorch's `anneal_strategy`.
    pub anneal: Anneal,
    /// Whether the rate returns to its initial value in a phase of its own before it falls to the final one; defaults to `false`.
    pub three_phase: bool,
}

/// The interpolation between two factors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Anneal {
    /// Half a cosine.
    #[default]
    Cosine,
    /// Linear.
    Linear,
}

impl OneCycleLr {
    /// Creates a schedule of `steps` steps with PyTorch's defaults.
    pub const fn new(steps: u64) -> Self {
        Self {
            steps,
            pct_start: 0.3,
            div_factor: 25.0,
            final_div_factor: 1e4,
            anneal: Anneal::Cosine,
            three_phase: false,
        }
    }

    /// Returns this schedule with three phases, of which the second ends at the initial factor.
    ///
    /// ```
    /// assert!(nn::lr_scheduler::OneCycleLr::new(100).three_phase().three_phase);
    /// ```
    pub const fn three_phase(self) -> Self {
        Self { three_phase: true, ..self }
    }

    /// Returns this schedule with linear interpolation.
    ///
    /// ```
    /// use nn::lr_scheduler::{Anneal, OneCycleLr};
    /// assert_eq!(OneCycleLr::new(100).linear().anneal, Anneal::Linear);
    /// ```
    pub const fn linear(self) -> Self {
        Self { anneal: Anneal::Linear, ..self }
    }
}

impl LrScheduler for OneCycleLr {
    fn factor(&self, step: u64) -> f64 {
        let start = 1.0 / self.div_factor;
        let end = start / self.final_div_factor;
        let (steps, top) = (self.steps as f64, self.pct_start * self.steps as f64 - 1.0);
        // The step at which each phase ends, and the factor there.
        let parts = if self.three_phase {
            [(top, 1.0), (2.0 * self.pct_start * steps - 2.0, start), (steps - 1.0, end)]
        } else {
            [(top, 1.0), (steps - 1.0, end), (steps - 1.0, end)]
        };
        let (mut from, mut begin, step) = (start, 0.0, step as f64);
        for (until, to) in parts {
            if step <= until {
                let part = if until > begin { (step - begin) / (until - begin) } else { 1.0 };
                return valid(match self.anneal {
                    Anneal::Cosine => to + (from - to) * half_cosine(part),
                    Anneal::Linear => from + (to - from) * part,
                });
            }
            (from, begin) = (to, until);
        }
        valid(end)
    }

    settings!(UpToOne pct_start, Positive div_factor, Positive final_div_factor);
}
