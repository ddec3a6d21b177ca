//! Broadcasting: the operands of an operator are aligned with the last axes of the larger one.

use crate::catalogue::{self, Broadcast};
use crate::diagnostics::{A, B, messages};
use crate::graph::comparison::Comparison;
use crate::graph::nodes::ValueId;
use crate::graph::obligations::ItemId;
use crate::graph::walk::{Walk, Walked};
use crate::shape::{Shape, Verdict};
use proc_macro2::Span;

/// Two operands whose shapes match.
pub(in crate::graph) struct Aligned {
    pub(in crate::graph) values: [ValueId; 2],
    /// The index of the one whose shape is that of the result.
    pub(in crate::graph) largest: usize,
    /// The item that values which depend on the match wait for.
    pub(in crate::graph) doubt: Option<ItemId>,
}

impl Walk<'_> {
    /// Aligns the operands of an operator. One of them is repeated along the axes that it lacks, and along those of size 1. If both
    /// would be, or if sizes differ, that is an error; `does` is its beginning.
    pub(in crate::graph) fn align(
        &mut self,
        values: [ValueId; 2],
        does: &str,
        sign: &str,
        span: Span,
    ) -> Walked<Aligned> {
        let [(a, origin_a), (b, origin_b)] = values.map(|id| {
            let value = &self.graph.values[id];
            (value.shape.clone(), value.origin.clone())
        });
        let broadcast = match (a.known(), b.known()) {
            (Some(a), Some(b)) => Some((catalogue::broadcast(a, b), a, b)),
            _ => None,
        };
        if let Some((Broadcast::Both, dims_a, dims_b)) = broadcast {
            let both = Shape::real(catalogue::enlarged(dims_a, dims_b));
            let has_same_count = a.literal().is_some() && a.literal() == b.literal();
            let (name, to) = match dims_a.len() >= dims_b.len() {
                true => (&origin_b.name, &a),
                false => (&origin_a.name, &b),
            };
            let reshaped = to.declaration().filter(|_| has_same_count).map(|to| (&**name, to));
            let help = messages::help_enlarged(reshaped, &both);
            let text = messages::enlarges_both(sign, &a, &origin_a, &b, &origin_b, both, help);
            return self.report_of(&values, text, span);
        }
        let is_enlarged = |of: usize| match broadcast {
            Some((Broadcast::To(to), a, b)) => to != of && (a.len() != b.len() || has_other_ones(a, b)),
            _ => false,
        };
        if is_enlarged(0) || is_enlarged(1) {
            let largest = usize::from(is_enlarged(0));
            return self.connect_aligned(values, largest, does, span);
        }
        let verdict = match self.verdict(values[0], &b) {
            Verdict::Different => self.verdict(values[1], &a),
            verdict => verdict,
        };
        match verdict {
            Verdict::Equal => Ok(Aligned { values, largest: 0, doubt: None }),
            Verdict::Different => {
                let help = self.help_add(&a, &origin_a, &b, &origin_b);
                let text = messages::pair(does, &a, &origin_a, &b, &origin_b, help);
                self.report_of(&values, text, span)
            }
            Verdict::Unknown => {
                // The shape with known sizes is the expected one.
                let largest = usize::from(!(a.known().is_some() || b.known().is_none()));
                self.connect_equal(values, largest, does, span)
            }
        }
    }

    /// Adds the claim that both operands have the shape of the larger one.
    fn connect_equal(&mut self, mut values: [ValueId; 2], largest: usize, does: &str, span: Span) -> Walked<Aligned> {
        let [a, b] = values.map(|id| self.graph.values[id].shape.clone());
        let [origin_a, origin_b] = values.map(|id| self.graph.values[id].origin.clone());
        let (words_a, words_b) = if largest == 0 { (A, B) } else { (B, A) };
        let help = messages::help_equal(words_a, words_b);
        let text = messages::pair(does, words_a, &origin_a, words_b, &origin_b, help);
        let text = self.located(text, &values, span);
        let (who, doubts) = (self.roots(&values), self.doubts(&values));
        let doubt = Comparison::of(&a, &b).map(|comparison| self.doubt(&comparison.claim, &doubts, span));
        let other = 1 - largest;
        let shape = if largest == 0 { a } else { b };
        values[other] = self.connect_as(values[other], shape, [&text, &text], &who, &doubts, span);
        Ok(Aligned { values, largest, doubt })
    }

    /// Adds the claim that the smaller operand has the last axes of the larger one, where it has not 1.
    fn connect_aligned(&mut self, mut values: [ValueId; 2], largest: usize, does: &str, span: Span) -> Walked<Aligned> {
        let other = 1 - largest;
        let [given, whole] = [other, largest].map(|index| self.graph.values[values[index]].shape.clone());
        let (Some(sizes), Some(all)) = (given.known(), whole.known()) else {
            return Ok(Aligned { values, largest, doubt: None });
        };
        let expected = catalogue::aligned(sizes, all);
        if expected.compare(&given) == Verdict::Equal {
            return Ok(Aligned { values, largest, doubt: None });
        }
        let [origin_a, origin_b] = values.map(|id| self.graph.values[id].origin.clone());
        let whole = whole.to_string();
        let (words_a, words_b) = if largest == 0 { (whole.as_str(), B) } else { (B, whole.as_str()) };
        let text = messages::pair(does, words_a, &origin_a, words_b, &origin_b, messages::help_make(A));
        let text = self.located(text, &values, span);
        let (who, doubts) = (self.roots(&values), self.doubts(&values));
        let doubt = Comparison::of(&expected, &given).map(|comparison| self.doubt(&comparison.claim, &doubts, span));
        values[other] = self.connect_as(values[other], expected, [&text, &text], &who, &doubts, span);
        Ok(Aligned { values, largest, doubt })
    }
}

/// Returns whether an axis of size 1 is aligned with one of another size.
fn has_other_ones(a: &[crate::shape::Dim], b: &[crate::shape::Dim]) -> bool {
    a.iter().rev().zip(b.iter().rev()).any(|(a, b)| a.is_one() != b.is_one())
}
