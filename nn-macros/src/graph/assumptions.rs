//! Assumptions about the rank of values whose axes only the compiler knows: an item checks each of them.

use super::nodes::ValueId;
use super::obligations::{Claim, Item, ItemId, Obligation, Report};
use super::walk::{Reported, Walk, Walked};
use crate::catalogue::Rank;
use crate::diagnostics::{A, B, Origin, messages};
use crate::shape::{Dim, Shape};
use proc_macro2::{Ident, Span};
use std::fmt::Display;

impl Walk<'_> {
    /// Returns whether the shape of one of these values depends on an assumption.
    pub(super) fn is_assumed(&self, values: &[ValueId]) -> bool {
        self.doubts(values).iter().any(|doubt| self.assumptions.contains(doubt))
    }

    /// Adds the assumption that a value whose axes only the compiler knows has as many as this shape. Returns the item that
    /// evaluates it, if one can.
    pub(super) fn assume_rank(&mut self, id: ValueId, takes: &Shape, span: Span) -> Option<ItemId> {
        let given = self.graph.values[id].shape.clone();
        if !given.is_opaque() || given.is_generic() || takes.is_generic() {
            return None;
        }
        let item = self.doubt(&Claim::Rank(takes.clone(), given), &self.doubts(&[id]), span);
        self.assumptions.insert(item);
        Some(item)
    }

    /// Reports that `name` needs the axes of a value, with the `let` that declares them.
    pub(super) fn needs_axes<V>(&mut self, name: impl Display, value: ValueId, span: Span) -> Walked<V> {
        let origin = self.graph.values[value].origin.clone();
        let [unknown, text] = [messages::axes_not_known(&name, &origin), messages::axes_declared(&name, &origin)];
        self.report_unknown(value, unknown, text, span)
    }

    /// Reports an error about a value whose axes only the compiler knows, by an item that inserts them into the text; in a generic
    /// network, which has no such items, the error is `unknown`.
    pub(super) fn report_unknown<V>(&mut self, value: ValueId, unknown: String, text: String, span: Span) -> Walked<V> {
        let (shape, after) = (self.graph.values[value].shape.clone(), self.doubts(&[value]));
        if shape.is_generic() {
            return self.report_of(&[value], unknown, span);
        }
        if !self.blames(value, messages::ITS_AXES) {
            return Err(Reported);
        }
        let text = self.located(text, &[value], span);
        // A value is never no value at all, so the claim always fails.
        let obligation = Obligation { claim: Claim::Values(0, shape), after, span };
        self.graph.items.push(Item::Prove(obligation, Report::Text(text)));
        self.errors.by_item();
        Err(Reported)
    }

    /// Reports an error about values by an item, which fails only if the assumptions hold that their shapes depend on. Otherwise
    /// the items of the assumptions fail.
    pub(super) fn report_if_assumed<V>(&mut self, values: &[ValueId], text: String, span: Span) -> Walked<V> {
        let [one, two] = [1, 2].map(|size| Shape::real(vec![Dim::Literal(size)]));
        let obligation = Obligation { claim: Claim::Equal(one, two), after: self.doubts(values), span };
        let report = Report::Shapes { other_rank: text.clone(), text };
        self.graph.items.push(Item::Prove(obligation, report));
        self.errors.by_item();
        Err(Reported)
    }
}

/// The error of an operation on a value with another number of axes than it expects; `help` is the fix for one of another shape.
pub(super) fn other_rank(name: &Ident, origin: &Origin, rank: Rank, help: &str) -> String {
    let taker = format!("`{name}`");
    match rank {
        Rank::Known => messages::misfit(taker, A, B, origin, help),
        Rank::Image => messages::misfit(taker, A, B, origin, messages::help_or_declare(help)),
        Rank::Fewest => messages::axes_declared(name, origin),
    }
}
