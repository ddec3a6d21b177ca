//! The length of a sequence, an index among the values of a call: the number of its steps, or of keys that can be seen.

use crate::diagnostics::{B, LAST, messages};
use crate::graph::nodes::{Value, ValueId};
use crate::graph::walk::{Walk, Walked};
use crate::shape::{Dim, Shape, Verdict};
use crate::syntax::declared;
use proc_macro2::Span;

impl Walk<'_> {
    /// Takes the length from the values of a call, which is the last one if that consists of indices, and no other one does.
    pub(super) fn take_length(&self, inputs: &mut Vec<ValueId>) -> Option<ValueId> {
        let is_index = |&id: &ValueId| self.graph.values[id].shape.indices().is_some();
        let [_, others @ .., last] = &inputs[..] else { return None };
        if is_index(last) && !others.iter().any(is_index) { inputs.pop() } else { None }
    }

    /// Returns the length of a sequence of `steps`, such as `16 steps`, with this number of steps: a single index that may be 0 and
    /// the number of steps. `of` is the sequence, and `taker` what receives both, as messages name it.
    pub(super) fn length(
        &mut self,
        taker: &str,
        [of, length]: [ValueId; 2],
        (count, steps): (&Dim, &str),
        span: Span,
    ) -> Walked<ValueId> {
        let Value { shape, origin, .. } = &self.graph.values[length];
        let Some(below) = count.clone().sum(Dim::Literal(1)) else {
            return self.report(span, messages::too_many_steps(taker));
        };
        let expected = Shape::index(Vec::new(), below.clone());
        let verdict = match shape.indices() {
            Some(given) if given.dims.is_empty() => self.verdict_of([of, length], &expected),
            _ => Verdict::Different,
        };
        let written = match verdict {
            Verdict::Unknown if !below.is_generic() => LAST.into(),
            _ if count.is_generic() => format!("Sum<{count}, dim![1]>"),
            _ => below.to_string(),
        };
        let (expects, written) = (messages::length_of(steps, &written), declared([""; 0], &written));
        let help = match origin.is_input {
            true => messages::help_declare_indices(origin, written),
            false => messages::help_give_length(written),
        };
        let found = if verdict == Verdict::Unknown { B.into() } else { shape.to_string() };
        let text = messages::misfit(taker, expects, found, origin, help);
        match verdict {
            Verdict::Equal => Ok(length),
            Verdict::Different => self.report_of(&[of, length], text, span),
            Verdict::Unknown => Ok(self.connect_second([of, length], expected, text, span)),
        }
    }
}
