//! Creation of proof obligations, and of the views that they justify.

use super::comparison::Comparison;
use super::nodes::{Proof, Value, ValueId};
use super::obligations::{Claim, Item, ItemId, Obligation, Report};
use super::walk::Walk;
use crate::shape::{Opaque, Shape, Source, Verdict};
use proc_macro2::Span;

impl Walk<'_> {
    /// Returns a view of a value in a shape that an item proves to be equal. If no item can, returns the value itself,
    /// and the compiler proves it where the value is used.
    pub(super) fn connect(&mut self, id: ValueId, expected: Shape, text: String, span: Span) -> ValueId {
        let (who, doubts) = (self.roots(&[id]), self.doubts(&[id]));
        self.connect_as(id, expected, [&text, &text], &who, &doubts, span)
    }

    /// Like [`connect`](Self::connect), for a claim about `who` that depends on these items. The texts are for
    /// different sizes, and for a different rank.
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

    /// The values that these are views of, as text for [`prove`](Self::prove).
    pub(super) fn roots(&self, values: &[ValueId]) -> String {
        let values: Vec<_> = values.iter().map(|&id| self.graph.root(id)).collect();
        format!("{values:?}")
    }

    /// Adds the obligation to prove a claim that depends on the items `doubts`. The same claim about the same `who`,
    /// values or a layer, is added once.
    pub(super) fn prove(&mut self, claim: Claim, who: &str, doubts: &[ItemId], report: Report, span: Span) {
        if self.claimed.insert(format!("{} {who}", claim.key())) {
            self.graph.items.push(Item::Prove(Obligation { claim, after: doubts.into(), span }, report));
        }
    }

    /// Adds the obligation to prove a claim about these values, and returns the item that dependent values wait for.
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

    /// Returns whether a value depends on a proof, so that a mismatch may be a consequence of another error: then an
    /// item reports it.
    pub(super) fn is_doubtful(&self, id: ValueId, expected: &Shape) -> bool {
        let value = &self.graph.values[id];
        !value.doubts.is_empty() && Comparison::of(&value.shape, expected).is_some()
    }

    /// What the macro can determine about a value that must have this shape.
    pub(super) fn verdict(&self, id: ValueId, expected: &Shape) -> Verdict {
        match expected.compare(&self.graph.values[id].shape) {
            Verdict::Different if self.is_doubtful(id, expected) => Verdict::Unknown,
            verdict => verdict,
        }
    }

    /// Adds an item that evaluates whether a claim and all that it depends on hold; values that depend on the claim
    /// refer to it.
    pub(super) fn doubt(&mut self, claim: &Claim, doubts: &[ItemId], span: Span) -> ItemId {
        let (claim, after) = (claim.clone(), doubts.into());
        self.graph.items.push(Item::Ask(Obligation { claim, after, span }));
        self.graph.items.len() - 1
    }

    /// Adds an item that defines a short name for a signal.
    pub(super) fn name_signal(&mut self, signal: Opaque, span: Span) -> Opaque {
        let (item, generic) = (self.graph.items.len(), signal.generic);
        self.graph.items.push(Item::Name { signal, span });
        Opaque { from: Source::Named { item, span }, generic }
    }
}
