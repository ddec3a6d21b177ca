//! Decay by a factor at each milestone.

use super::{LrScheduler, settings, valid};
use crate::setting::Bounds;

/// Step decay at milestones: gamma^n, where n is the number of milestones reached. PyTorch's `MultiStepLR`.
///
/// ```
/// use nn::lr_scheduler::{LrScheduler, MultiStepLr};
/// let schedule = MultiStepLr::new([30, 80], 0.5);
/// assert_eq!([0, 29, 30, 79, 80].map(|step| schedule.factor(step)), [1.0, 1.0, 0.5, 0.5, 0.25]);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MultiStepLr<const K: usize> {
    /// The steps from which each change applies, in any order; duplicates are counted twice.
    pub milestones: [u64; K],
    /// The factor of each change, finite and at least 0 (0.1 by default in PyTorch).
    pub gamma: f64,
}

impl<const K: usize> MultiStepLr<K> {
    /// Creates a schedule that multiplies the learning rate by `gamma` at each milestone.
    ///
    /// # Panics
    /// Panics if `gamma` is negative, infinite or NaN.
    #[track_caller]
    pub const fn new(milestones: [u64; K], gamma: f64) -> Self {
        Bounds::NotNegative.require(gamma, "`gamma` must be finite and at least 0");
        Self { milestones, gamma }
    }
}

impl<const K: usize> LrScheduler for MultiStepLr<K> {
    fn factor(&self, step: u64) -> f64 {
        let reached = self.milestones.iter().filter(|&&milestone| milestone <= step).count();
        valid(libm::pow(self.gamma, reached as f64))
    }

    settings!(NotNegative gamma);
}
