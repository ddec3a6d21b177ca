//! Helpers of several metrics: the largest output, the fraction of correct samples, unmatched samples, and positions with a class.

use crate::data::SamplesView;
use nn_core::{ByRank, Class, ClassAxis, ClassTargets, Float, Signal};

/// Returns the index of the largest element, the first one of equal elements; `None` if an element is NaN.
pub(super) fn largest<T: Float>(numbers: &[T]) -> Option<usize> {
    largest_of(numbers.iter().copied())
}

/// [`largest`] of an iterator.
pub(super) fn largest_of<T: Float>(numbers: impl Iterator<Item = T>) -> Option<usize> {
    let mut best: Option<(usize, T)> = None;
    for (i, number) in numbers.enumerate() {
        if number.to_f64().is_nan() {
            return None;
        }
        if best.is_none_or(|(_, best)| number > best) {
            best = Some((i, number));
        }
    }
    best.map(|(place, _)| place)
}

/// Calls `each` with the logits of every position of the samples that is not ignored, by class, and its class. The class axis is that of
/// [`CrossEntropy`](struct@nn_core::CrossEntropy).
pub(super) fn each_position<'a, S, Y, T>(
    output: SamplesView<'a, S, T>,
    targets: impl Iterator<Item = &'a [Y::Item<S::Classes>]>,
    mut each: impl FnMut(&dyn Fn(usize) -> T, Class<S::Classes>),
) where
    S: ClassAxis<ByRank>,
    Y: ClassTargets,
    T: Float,
{
    for (y, target) in output.as_slice().chunks_exact(S::SIZE).zip(targets) {
        for (position, &target) in target.iter().enumerate() {
            if let Some(class) = Y::class(target) {
                each(&|class| y[S::index(position, class)], class);
            }
        }
    }
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
