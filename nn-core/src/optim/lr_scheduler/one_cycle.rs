//! The one-cycle policy.

use super::cosine_annealing::half_cosine;
use super::{LrScheduler, settings, valid};

/// Up from 1 / `start_divisor` to 1 in the first part of the steps, then down to 1 / (`start_divisor` * `end_divisor`) in
/// the rest (Smith, Topin 2017). PyTorch's `OneCycleLR` at a `max_lr` of 1: the base rate is the largest.
///
/// With [`three_phase`](Self::three_phase), it goes down to 1 / `start_divisor` first, as slowly as it went up, and then to
/// the end. After the last step it stays where it is. Betas are left alone (PyTorch's `cycle_momentum=False`): they are
/// fields of the optimiser, for you to change.
///
/// ```
/// use nn_core::lr_scheduler::{LrScheduler, OneCycleLr};
/// let schedule = OneCycleLr::new(100);
/// assert!((schedule.factor(0) - 0.04).abs() < 1e-15);
/// assert_eq!(schedule.factor(29), 1.0);
/// assert!((schedule.factor(99) - 0.04 / 1e4).abs() < 1e-15);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct OneCycleLr {
    /// How many steps it takes.
    pub steps: u64,
    /// The part of the steps in which the rate rises, from 0 to 1; defaults to 0.3.
    pub rise: f64,
    /// By what the first factor is smaller than the largest, finite and more than 0; defaults to 25.
    pub start_divisor: f64,
    /// By what the last factor is smaller than the first, finite and more than 0; defaults to 10 000.
    pub end_divisor: f64,
    /// The way from one factor to another; defaults to half a cosine.
    pub anneal: Anneal,
    /// Whether the rate goes down to where it began before it goes to the end; defaults to `false`.
    pub three_phase: bool,
}

/// The way from one factor to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Anneal {
    /// Half a cosine.
    #[default]
    Cosine,
    /// A straight line.
    Straight,
}

impl OneCycleLr {
    /// PyTorch's defaults over so many steps.
    pub const fn new(steps: u64) -> Self {
        Self { steps, rise: 0.3, start_divisor: 25.0, end_divisor: 1e4, anneal: Anneal::Cosine, three_phase: false }
    }

    /// The same with a third part, which ends where it began.
    ///
    /// ```
    /// assert!(nn_core::lr_scheduler::OneCycleLr::new(100).three_phase().three_phase);
    /// ```
    pub const fn three_phase(self) -> Self {
        Self { three_phase: true, ..self }
    }

    /// The same with straight lines.
    ///
    /// ```
    /// use nn_core::lr_scheduler::{Anneal, OneCycleLr};
    /// assert_eq!(OneCycleLr::new(100).linear().anneal, Anneal::Straight);
    /// ```
    pub const fn linear(self) -> Self {
        Self { anneal: Anneal::Straight, ..self }
    }
}

impl LrScheduler for OneCycleLr {
    fn factor(&self, step: u64) -> f64 {
        let start = 1.0 / self.start_divisor;
        let end = start / self.end_divisor;
        let (steps, top) = (self.steps as f64, self.rise * self.steps as f64 - 1.0);
        // Where each part ends, and the factor there.
        let parts = if self.three_phase {
            [(top, 1.0), (2.0 * self.rise * steps - 2.0, start), (steps - 1.0, end)]
        } else {
            [(top, 1.0), (steps - 1.0, end), (steps - 1.0, end)]
        };
        let (mut from, mut begin, step) = (start, 0.0, step as f64);
        for (until, to) in parts {
            if step <= until {
                let part = if until > begin { (step - begin) / (until - begin) } else { 1.0 };
                return valid(match self.anneal {
                    Anneal::Cosine => to + (from - to) * half_cosine(part),
                    Anneal::Straight => from + (to - from) * part,
                });
            }
            (from, begin) = (to, until);
        }
        valid(end)
    }

    settings!(UpToOne rise, Positive start_divisor, Positive end_divisor);
}
