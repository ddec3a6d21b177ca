//! The steps that each sample of a batch has: all, or the first ones up to a length of its own.

use crate::kernels::parallel::{Cut, Divide};
use core::ops::Range;

/// The steps that each sample of a batch has.
pub(crate) trait Lengths: Copy + Send {
    /// Whether a sample may have fewer steps than the sequence.
    const VARY: bool;

    /// Returns whether a sample has the step of this index.
    fn contains(self, sample: usize, step: usize) -> bool;

    /// Returns the lengths, if they may differ.
    fn varying(&self) -> Option<FirstSteps<'_>>;

    /// Calls `visit` with each range of adjacent samples, of so many, that have the step of this index.
    fn each_sample_range(self, samples: usize, step: usize, visit: impl FnMut(Range<usize>));

    /// Returns the lengths of the first samples, and those of the others.
    fn split_at(self, samples: usize) -> (Self, Self);
}

/// Every sample has all steps.
#[derive(Clone, Copy)]
pub(crate) struct AllSteps;

impl Lengths for AllSteps {
    const VARY: bool = false;

    #[inline(always)]
    fn contains(self, _: usize, _: usize) -> bool {
        true
    }

    #[inline(always)]
    fn varying(&self) -> Option<FirstSteps<'_>> {
        None
    }

    #[inline(always)]
    fn each_sample_range(self, samples: usize, _: usize, mut visit: impl FnMut(Range<usize>)) {
        visit(0..samples);
    }

    #[inline(always)]
    fn split_at(self, _: usize) -> (Self, Self) {
        (self, self)
    }
}

/// Sample i has as many steps as element i says, and no more than the sequence.
#[derive(Clone, Copy)]
pub(crate) struct FirstSteps<'a>(pub(crate) &'a [u32]);

impl Lengths for FirstSteps<'_> {
    const VARY: bool = true;

    #[inline(always)]
    fn contains(self, sample: usize, step: usize) -> bool {
        self.0.get(sample).is_some_and(|&length| step < length as usize)
    }

    #[inline(always)]
    fn varying(&self) -> Option<FirstSteps<'_>> {
        Some(*self)
    }

    #[inline(always)]
    fn each_sample_range(self, samples: usize, step: usize, mut visit: impl FnMut(Range<usize>)) {
        let mut start = 0;
        for sample in 0..=samples {
            if sample == samples || !self.contains(sample, step) {
                if start < sample {
                    visit(start..sample);
                }
                start = sample + 1;
            }
        }
    }

    #[inline(always)]
    fn split_at(self, samples: usize) -> (Self, Self) {
        let (first, rest) = self.0.split_at_checked(samples).unwrap_or((self.0, &[]));
        (Self(first), Self(rest))
    }
}

impl FirstSteps<'_> {
    /// Calls `visit` with each range of adjacent rows of existing steps, where every sample of a batch has `steps` rows.
    pub(crate) fn each_range(self, steps: usize, mut visit: impl FnMut(Range<usize>)) {
        let mut range = 0..0;
        for (sample, &length) in self.0.iter().enumerate() {
            let start = sample * steps;
            // A sample with all steps is adjacent to the next one.
            if start != range.end {
                if !range.is_empty() {
                    visit(range);
                }
                range = start..start;
            }
            range.end = start + steps.min(length as usize);
        }
        if !range.is_empty() {
            visit(range);
        }
    }
}

/// The lengths of samples as a part of the work of a kernel.
pub(super) struct OfSamples<L>(pub(super) L);

impl<L: Lengths> Divide for OfSamples<L> {
    #[inline]
    fn divide(self, at: Cut) -> (Self, Self) {
        let (first, rest) = self.0.split_at(at.units);
        (Self(first), Self(rest))
    }
}

#[cfg(all(test, feature = "std"))]
mod tests {
    use super::*;
    use std::vec::Vec;

    #[test]
    fn ranges_join_whole_samples() {
        let of = |lengths: &[u32]| {
            let mut ranges = Vec::new();
            FirstSteps(lengths).each_range(4, |range| ranges.push((range.start, range.end)));
            ranges
        };
        assert_eq!(of(&[4, 4, 4]), [(0, 12)]);
        assert_eq!(of(&[4, 2, 0, 4, 3]), [(0, 6), (12, 19)]);
        // A length beyond the sequence is that of the sequence.
        assert_eq!(of(&[0, 9, 1]), [(4, 9)]);
        assert_eq!(of(&[0, 0]), []);
    }

    #[test]
    fn ranges_join_samples_with_a_step() {
        let of = |lengths: &[u32], step: usize| {
            let mut ranges = Vec::new();
            FirstSteps(lengths).each_sample_range(lengths.len(), step, |range| ranges.push((range.start, range.end)));
            ranges
        };
        assert_eq!(of(&[4, 4, 4], 3), [(0, 3)]);
        assert_eq!(of(&[4, 2, 0, 4, 3], 0), [(0, 2), (3, 5)]);
        assert_eq!(of(&[4, 2, 0, 4, 3], 2), [(0, 1), (3, 5)]);
        assert_eq!(of(&[2, 4, 2], 2), [(1, 2)]);
        assert_eq!(of(&[0, 0], 0), []);
        let mut all = Vec::new();
        AllSteps.each_sample_range(3, 2, |range| all.push((range.start, range.end)));
        assert_eq!(all, [(0, 3)]);
    }
}
