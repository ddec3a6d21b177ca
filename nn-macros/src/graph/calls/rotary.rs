//! `x.rotary::<heads = 8>()`: rotary position embeddings.

use crate::catalogue::{self, Callee, Refusal};
use crate::diagnostics::{A, B, messages};
use crate::graph::comparison::Comparison;
use crate::graph::nodes::{NodeLayer, Proof, ValueId};
use crate::graph::walk::{Walk, Walked};
use crate::shape::Verdict;

const NAME: &str = "rotary";

impl Walk<'_> {
    /// Applies `x.rotary::<heads = 8>()`.
    pub(in crate::graph) fn rotary(&mut self, callee: Callee<'_>, inputs: &[ValueId]) -> Walked<ValueId> {
        let span = callee.name.span();
        let rotary = self.reported(catalogue::rotary(callee, self.scope))?;
        let &[value] = inputs else {
            return self.report(span, messages::wrong_inputs(NAME, 1, inputs.len()));
        };
        self.require_floats("`rotary`", inputs, span)?;
        self.known_axes(NAME, value, span)?;
        let (shape, origin) = (self.graph.values[value].shape.clone(), self.graph.values[value].origin.clone());
        let (takes, help) = match rotary.expected(&shape) {
            Ok(expected) => expected,
            Err(Refusal { expects, help }) => {
                return self.report_of(inputs, messages::misfit("`rotary`", expects, &shape, &origin, help), span);
            }
        };
        let (op, bounds) = rotary.op(&shape);
        self.graph.bounds.extend(bounds);
        let layer = NodeLayer::Operation(op);
        if takes.compare(&shape) == Verdict::Equal {
            return Ok(self.apply(layer, NAME, span, vec![value], vec![shape], false)[0]);
        }
        let text = self.located(messages::misfit("`rotary`", A, B, &origin, help), inputs, span);
        let (who, doubts) = (self.roots(inputs), self.doubts(inputs));
        let view = self.connect_as(value, takes.clone(), [&text, &text], &who, &doubts, span);
        let doubt = Comparison::of(&takes, &shape).map(|comparison| self.doubt(&comparison.claim, &doubts, span));
        let turned = self.apply(layer, NAME, span, vec![view], vec![takes], false)[0];
        let value = self.view(turned, NAME, shape, Proof::Item, span);
        self.graph.values[value].doubts.extend(doubt);
        Ok(value)
    }
}
