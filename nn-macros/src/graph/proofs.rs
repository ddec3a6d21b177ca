//! Adds obligations to the graph, and connects values by them.

use super::comparison::Comparison;
use super::nodes::{Proof, Value, ValueId};
use super::obligations::{Claim, Item, ItemId, Obligation, Report};
use super::walk::Walk;
use crate::shape::{Opaque, Shape, Source, Verdict};
use proc_macro2::Span;

impl Walk<'_> {
    /// The same value under a shape that an item proves to be the same. Where no item can, the compiler proves it where the
    /// value is used.
    pub(super) fn connect(&mut self, id: ValueId, expected: Shape, text: String, span: Span) -> ValueId {
        let (who, doubts) = (self.roots(&[id]), self.doubts(&[id]));
        self.connect_as(id, expected, [&text, &text], &who, &doubts, span)
    }

    /// As [`connect`](Self::connect), of a claim about `who` that rests on these doubts. The texts are for other sizes and for
    /// another rank.
    pub(super) fn connect_as(
        &mut self,
        id: ValueId,
        expected: Shape,
        [text, other_rank]: [&str; 2],
        who: &str,
        doubts: &[ItemId],
        span: Span,
    ) -> ValueId {
        let Value { name, shape, .. } = &self.graph.values[id];
        if expected.compare(shape) == Verdict::Equal {
            return id;
        }
        let Some(comparison) = Comparison::of(&expected, shape) else { return id };
        let (name, report) = (name.clone(), comparison.report(text, other_rank));
        self.prove(comparison.claim, who, doubts, report, span);
        self.view(id, &name, expected, Proof::Item, span)
    }

    /// The values that these are views of, for [`prove`](Self::prove).
    pub(super) fn roots(&self, values: &[ValueId]) -> String {
        let values: Vec<_> = values.iter().map(|&id| self.graph.root(id)).collect();
        format!("{values:?}")
    }

    /// Adds the obligation to prove a claim about values, which may be in doubt. What is claimed twice of `who`, the same
    /// values or the same layer, is one mistake.
    pub(super) fn prove(&mut self, claim: Claim, who: &str, doubts: &[ItemId], report: Report, span: Span) {
        if self.claimed.insert(format!("{} {who}", claim.key())) {
            self.graph.items.push(Item::Prove(Obligation { claim, after: doubts.into(), span }, report));
        }
    }

    /// Adds the obligation to prove a claim about these values, and gives the doubt of what rests on it.
    pub(super) fn prove_of(
        &mut self,
        values: &[ValueId],
        claim: Claim,
        doubts: &[ItemId],
        report: Report,
        span: Span,
    ) -> ItemId {
        let doubt = self.doubt(&claim, doubts, span);
        self.prove(claim, &self.roots(values), doubts, report, span);
        doubt
    }

    /// Whether a value rests on a proof, so that what is wrong with it may follow from another mistake: an item is to report
    /// it then.
    pub(super) fn is_doubtful(&self, id: ValueId, expected: &Shape) -> bool {
        let value = &self.graph.values[id];
        !value.doubts.is_empty() && Comparison::of(&value.shape, expected).is_some()
    }

    /// What the macro can say of a value that is to be of a shape.
    pub(super) fn verdict(&self, id: ValueId, expected: &Shape) -> Verdict {
        match expected.compare(&self.graph.values[id].shape) {
            Verdict::Different if self.is_doubtful(id, expected) => Verdict::Unknown,
            verdict => verdict,
        }
    }

    /// Asks whether a claim holds, and all that it rests on: the new doubt of the values that rest on it.
    pub(super) fn doubt(&mut self, claim: &Claim, doubts: &[ItemId], span: Span) -> ItemId {
        let (claim, after) = (claim.clone(), doubts.into());
        self.graph.items.push(Item::Ask(Obligation { claim, after, span }));
        self.graph.items.len() - 1
    }

    /// A short name for a signal.
    pub(super) fn name_signal(&mut self, signal: Opaque, span: Span) -> Opaque {
        let (item, generic) = (self.graph.items.len(), signal.generic);
        self.graph.items.push(Item::Name { signal, span });
        Opaque { from: Source::Named { item, span }, generic }
    }
}
