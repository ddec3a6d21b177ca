//! The length of a sequence, an index among the values of a call: the number of its steps, or of keys that can be seen. And its mask.

use crate::catalogue::{self, Callee, Op};
use crate::diagnostics::{B, LAST, messages};
use crate::graph::nodes::{NodeLayer, Value, ValueId};
use crate::graph::walk::{Walk, Walked};
use crate::shape::{Dim, Shape, Verdict};
use crate::syntax::declared;
use proc_macro2::Span;

/// The largest number of axes of lengths whose masks have one axis more.
const MOST_AXES: usize = 4;

/// A number of steps, or of other things, in words, such as `16 steps`.
pub(super) fn counted(count: &Dim, what: &str) -> String {
    match count {
        _ if count.is_opaque() => format!("its {what}s"),
        _ if count.is_one() => format!("1 {what}"),
        count => format!("{count} {what}s"),
    }
}

impl Walk<'_> {
    /// Takes the length from the values of a call, which is the last one if that consists of indices, and none between it and the
    /// first one does.
    pub(super) fn take_length(&self, inputs: &mut Vec<ValueId>) -> Option<ValueId> {
        let is_index = |&id: &ValueId| self.graph.values[id].shape.indices().is_some();
        let [_, others @ .., last] = &inputs[..] else { return None };
        if is_index(last) && !others.iter().any(is_index) { inputs.pop() } else { None }
    }

    /// Returns the length of a sequence of `steps`, such as `16 steps`, with this number of steps: a single index from 0 to the number
    /// of steps. `of` is the sequence, and `taker` what receives both, as messages name it.
    pub(super) fn length(
        &mut self,
        taker: &str,
        [of, length]: [ValueId; 2],
        (count, steps): (&Dim, &str),
        span: Span,
    ) -> Walked<ValueId> {
        self.lengths(taker, [of, length], (count, steps), 0, span)
    }

    /// Applies `length.sequence_mask::<16>()`.
    pub(in crate::graph) fn sequence_mask(&mut self, callee: Callee<'_>, inputs: &[ValueId]) -> Walked<ValueId> {
        const NAME: &str = "sequence_mask";
        let span = callee.name.span();
        let steps = self.reported(catalogue::sequence_mask(callee, self.scope))?;
        let &[length] = inputs else {
            return self.report(span, messages::wrong_inputs(NAME, 1, inputs.len()));
        };
        let text = counted(&steps, "step");
        let length = self.lengths("`sequence_mask`", [length; 2], (&steps, &text), MOST_AXES, span)?;
        let given = self.graph.values[length].shape.indices().map_or(Vec::new(), |given| given.dims.to_vec());
        let gives = Shape::real(given.into_iter().chain([steps.clone()]).collect());
        let op = NodeLayer::Operation(Op::SequenceMask { steps });
        Ok(self.apply(op, NAME, span, vec![length], vec![gives], true)[0])
    }

    /// Returns the lengths of sequences, indices of at most this number of axes, as a view whose bound follows from the number of
    /// steps.
    fn lengths(
        &mut self,
        taker: &str,
        [of, length]: [ValueId; 2],
        (count, steps): (&Dim, &str),
        most_axes: usize,
        span: Span,
    ) -> Walked<ValueId> {
        let Value { shape, origin, .. } = &self.graph.values[length];
        let Some(below) = count.clone().sum(Dim::Literal(1)) else {
            return self.report(span, messages::too_many_steps(taker));
        };
        let given = shape.indices().filter(|given| given.dims.len() <= most_axes);
        let dims = given.map_or(Vec::new(), |given| given.dims.to_vec());
        let expected = Shape::index(dims.clone(), below.clone());
        let verdict = given.map_or(Verdict::Different, |_| self.verdict_of([of, length], &expected));
        let (bound, written) = match verdict {
            Verdict::Unknown if !below.is_generic() => (LAST.into(), LAST.into()),
            _ if count.literal().is_none() => (below.to_string(), format!("nn::dim::Sum<{count}, dim![1]>")),
            _ => (below.to_string(), below.to_string()),
        };
        let (expects, written) = (messages::length_of(steps, bound), declared(dims, written));
        // A number of floating point may be meant as a length; more of them are something else.
        let is_meant = shape.indices().is_some() || shape.literal() == Some(1);
        let help = match origin.is_input && is_meant {
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
