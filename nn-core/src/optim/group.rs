//! Groups of parameters that share one update rule.

use crate::float::Float;
use crate::optim::WeightDecay;
use crate::parameters::{Frozen, Layout, Parameters, Role};
use core::ops::Range;

/// A contiguous range of parameters that an optimiser treats alike: the unit of one call of
/// [`Optimizer::update`](crate::Optimizer::update).
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    range: Range<usize>,
    decay: WeightDecay,
    buffer: bool,
}

impl Group {
    /// Returns this group's elements of a network, of its gradient, or of the optimiser state.
    #[inline]
    pub fn of<'a, T: Float, P: Parameters<T>>(&self, parameters: &'a P) -> &'a [T] {
        &parameters.as_slice()[self.range.clone()]
    }

    /// Returns this group's elements, mutably.
    #[inline]
    pub fn of_mut<'a, T: Float, P: Parameters<T>>(&self, parameters: &'a mut P) -> &'a mut [T] {
        &mut parameters.as_mut_slice()[self.range.clone()]
    }

    /// Returns the range of this group in the flat slice of all parameters.
    pub fn range(&self) -> Range<usize> {
        self.range.clone()
    }

    /// Returns the factor of a parameter that L2 adds to its gradient: 2 lambda, or 0.
    pub fn l2(&self) -> f64 {
        2.0 * self.decay.l2
    }

    /// Returns the factor by which decoupled decay multiplies a parameter in a step with the learning rate `lr`: 1 - lr lambda, or
    /// 1.
    pub fn keep(&self, lr: f64) -> f64 {
        1.0 - lr * self.decay.decoupled
    }

    /// Returns whether the group consists of buffers, which are stored but not trained.
    #[inline]
    pub(crate) fn is_buffer(&self) -> bool {
        self.buffer
    }
}

/// Visits all parameters of a layout that are neither frozen nor constants, in as few groups as their roles allow.
#[inline]
pub(crate) fn for_each_group(layout: &Layout, frozen: Frozen<'_>, decay: WeightDecay, mut visit: impl FnMut(&Group)) {
    let mut group = Group { range: 0..0, decay: WeightDecay::NONE, buffer: false };
    layout.for_each(|param| {
        let range = param.range();
        if param.role == Role::Constant || frozen.holds(layout, range.start) {
            return;
        }
        let next = Group { decay: decay.of(param.role), buffer: param.role == Role::Buffer, range };
        if group.range.end == next.range.start && (&group.decay, group.buffer) == (&next.decay, next.buffer) {
            group.range.end = next.range.end;
        } else {
            if !group.range.is_empty() {
                visit(&group);
            }
            group = next;
        }
    });
    if !group.range.is_empty() {
        visit(&group);
    }
}

#[cfg(all(test, feature = "alloc"))]
mod tests {
    use super::*;
    use crate::parameters::Field;
    use alloc::vec::Vec;

    const LAYER: Layout = Layout::Fields(&[
        Field { name: "weight", offset: 0, layout: &Layout::weight(&[2, 2]).with_role(Role::Weight) },
        Field { name: "bias", offset: 4, layout: &Layout::weight(&[2]).with_role(Role::Bias) },
        Field { name: "mean", offset: 6, layout: &Layout::weight(&[2]).with_role(Role::Buffer) },
        Field { name: "variance", offset: 8, layout: &Layout::weight(&[2]).with_role(Role::Buffer) },
    ]);
    const LAYERS: Layout = Layout::Repeat { count: 2, stride: 10, part: &LAYER };

    fn groups(frozen: &[&str], decay: WeightDecay) -> Vec<(Range<usize>, f64, bool)> {
        let mut groups = Vec::new();
        for_each_group(&LAYERS, Frozen::new(&LAYERS, frozen).unwrap(), decay, |group| {
            groups.push((group.range(), group.l2(), group.is_buffer()));
        });
        groups
    }

    #[test]
    fn adjacent_parameters_of_equal_decay_form_one_group() {
        let l2 = WeightDecay { l2: 0.5, ..WeightDecay::NONE };
        let trainable = [(0..6, 0.0, false), (6..10, 0.0, true), (10..16, 0.0, false), (16..20, 0.0, true)];
        assert_eq!(groups(&[], WeightDecay::NONE), trainable);
        let first = [(0..4, 1.0, false), (4..6, 0.0, false), (6..10, 0.0, true)];
        let second = [(10..14, 1.0, false), (14..16, 0.0, false), (16..20, 0.0, true)];
        assert_eq!(groups(&[], l2), [first.clone(), second].concat());
        assert_eq!(groups(&["1"], l2), first);
        assert_eq!(groups(&["0", "1.mean"], WeightDecay::NONE), [(10..16, 0.0, false), (18..20, 0.0, true)]);
        assert_eq!(groups(&["0", "1"], l2), []);
    }
}
