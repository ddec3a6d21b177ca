//! What the compiler is to prove where a size is a name.
//!
//! Each proof becomes an item: a constant that compares two shapes, and fails with a text in which `{a}` and `{b}` stand for
//! them (see `nn_core`'s `check.rs`). A value is in doubt if a proof that it rests on may fail; what is then reported of it
//! would only follow from the first mistake, so each proof first asks whether the proofs before it hold.

use super::comparison::Comparison;
use super::nodes::{Proof, Storage, Value, ValueId};
use super::walk::Walk;
use crate::shape::{Opaque, Shape, Signal, Source, Verdict};
use proc_macro2::Span;

/// An index into `Graph::items`.
pub(crate) type ItemId = usize;

/// What stands beside the network for the compiler.
pub(crate) enum Item {
    /// To be proven, and reported otherwise.
    Prove(Obligation, Report),
    /// Whether it holds, for what rests on it to ask.
    Ask(Obligation),
    /// A short name for a signal: without it, each type in a row of layers would hold all types before it.
    Name { signal: Opaque, span: Span },
}

/// A claim that is not to be looked at unless those before it hold.
pub(crate) struct Obligation {
    pub(crate) claim: Claim,
    pub(crate) after: Vec<ItemId>,
    pub(crate) span: Span,
}

/// What an item is to compare.
#[derive(Clone)]
pub(crate) enum Claim {
    /// The two are equal.
    Equal(Shape, Shape),
    /// A layer that takes the first is given the second.
    Input(Shape, Signal),
    /// The two can be joined along this axis.
    Joinable(Shape, Shape, usize),
    /// The two have as many elements.
    Count(Shape, Shape),
    /// The signal has so many tensors.
    Values(usize, Shape),
    /// The sizes but for the first, which are channels, can be shared among so many groups.
    Shared(Shape),
}

impl Claim {
    /// A text that only equal claims have.
    fn key(&self) -> String {
        match self {
            Claim::Equal(a, b) => format!("equal {} {}", a.key(), b.key()),
            Claim::Input(a, b) => format!("input {} {}", a.key(), b.key()),
            Claim::Joinable(a, b, axis) => format!("joinable {} {} {axis}", a.key(), b.key()),
            Claim::Count(a, b) => format!("count {} {}", a.key(), b.key()),
            Claim::Values(count, signal) => format!("values {count} {}", signal.key()),
            Claim::Shared(numbers) => format!("shared {}", numbers.key()),
        }
    }
}

/// What is reported of a claim that does not hold.
pub(crate) enum Report {
    Text(String),
    /// Of two shapes that differ in sizes, or in rank.
    Shapes {
        text: String,
        other_rank: String,
    },
    /// Of an input that a layer does not take.
    Input {
        text: String,
        fixes: InputFixes,
    },
}

/// The fix for each way in which an input does not fit.
pub(crate) struct InputFixes {
    pub(crate) flatten: String,
    pub(crate) reshape: String,
    pub(crate) one_axis: String,
    pub(crate) other: String,
    pub(crate) swap: String,
    pub(crate) number: String,
    pub(crate) several: String,
    pub(crate) embed: String,
    pub(crate) indices: String,
}

impl Walk<'_> {
    /// The same value under a shape that an item proves to be the same. Where no item can, the compiler proves it where the
    /// value is used.
    pub(super) fn connect(&mut self, id: ValueId, expected: Shape, text: String, span: Span) -> ValueId {
        let (who, doubts) = (self.roots(&[id]), self.doubts(&[id]));
        self.connect_as(id, expected, (text.clone(), text), &who, &doubts, span)
    }

    /// As [`connect`](Self::connect), of a claim about `who` that rests on these doubts. The texts are for other sizes and for
    /// another rank.
    pub(super) fn connect_as(
        &mut self,
        id: ValueId,
        expected: Shape,
        (text, other_rank): (String, String),
        who: &str,
        doubts: &[ItemId],
        span: Span,
    ) -> ValueId {
        let Value { name, shape, origin, .. } = &self.graph.values[id];
        let (name, origin) = (name.clone(), origin.clone());
        if expected.compare(shape) == Verdict::Equal {
            return id;
        }
        let Some(comparison) = Comparison::of(&expected, shape) else { return id };
        let report = comparison.report(text, other_rank);
        self.prove(comparison.claim, who, doubts, report, span);
        self.value(&name, expected, &origin, Storage::View(id, Proof::Item), span)
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
