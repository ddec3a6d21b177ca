//! Assumptions about the rank of values whose axes only the compiler knows: an item checks each of them.

use super::nodes::ValueId;
use super::obligations::{Claim, Item, Obligation, Report};
use super::walk::{Reported, Walk, Walked};
use crate::catalogue::Rank;
use crate::diagnostics::{A, B, Origin, messages};
use crate::shape::{Dim, Shape};
use proc_macro2::{Ident, Span};

impl Walk<'_> {
    /// Returns whether the shape of one of these values depends on an assumption.
    pub(super) fn is_assumed(&self, values: &[ValueId]) -> bool {
        self.doubts(values).iter().any(|doubt| self.assumptions.contains(doubt))
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
