//! Helpers of several metrics: the largest output, the fraction of correct samples, and unmatched samples.

use crate::data::SamplesView;
use nn_core::{Float, Signal};

/// Returns the index of the largest element, the first one of equal elements; `None` if an element is NaN.
pub(super) fn largest<T: Float>(numbers: &[T]) -> Option<usize> {
    let mut place = 0;
    for (i, &number) in numbers.iter().enumerate() {
        if number.to_f64().is_nan() {
            return None;
        }
        if number > numbers[place] {
            place = i;
        }
    }
    Some(place)
}

/// Returns the number of outputs without a target, or of targets without an output.
pub(super) fn unmatched<Out: Signal, Target: Signal, T: Float>(
    output: &SamplesView<'_, Out, T>,
    target: &SamplesView<'_, Target, T>,
) -> u64 {
    output.len().abs_diff(target.len()) as u64
}

/// The fraction of correct samples.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Share {
    pub(super) right: u64,
    pub(super) all: u64,
    /// Samples that are neither right nor wrong: an output or target is NaN or missing.
    pub(super) invalid: u64,
}

impl Share {
    /// Adds a sample; `None` for one that is neither right nor wrong.
    pub(super) fn count(&mut self, right: Option<bool>) {
        match right {
            Some(right) => self.right += u64::from(right),
            None => self.invalid += 1,
        }
        self.all += 1;
    }

    pub(super) fn value(self) -> f64 {
        if self.invalid > 0 { f64::NAN } else { self.right as f64 / self.all as f64 }
    }
}
