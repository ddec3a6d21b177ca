//! Proof obligations, for the compiler to check where a size is a name.
//!
//! Each proof is emitted as an item: a constant that compares two shapes, and fails with a text in which `{a}` and
//! `{b}` are placeholders for them (see `check.rs` of `nn_core`). A value is in doubt if a proof that it depends on may
//! fail. An error at such a value would only be a consequence of the first one, so each proof first checks that the
//! proofs before it hold.

use crate::shape::{Alias, Opaque, Shape, Signal};
use proc_macro2::Span;

/// An index into `Graph::items`.
pub(crate) type ItemId = usize;

/// An item that is emitted beside the network.
pub(crate) enum Item {
    /// Proves a claim, or fails with the report.
    Prove(Obligation, Report),
    /// Evaluates whether a claim holds, for the items that depend on it.
    Ask(Obligation),
    /// Defines a short name for a signal: without it, each type in a sequence of layers would contain all types before
    /// it.
    Name { signal: Opaque, span: Span },
}

/// A claim that is checked only if the items in `after` hold.
pub(crate) struct Obligation {
    pub(crate) claim: Claim,
    pub(crate) after: Vec<ItemId>,
    pub(crate) span: Span,
}

/// The claim that an item checks.
#[derive(Clone)]
pub(crate) enum Claim {
    /// The type of a custom layer is a layer of the network's element type.
    Layer(Alias),
    /// The type of a custom layer implements `Layer` for this input, and `Init`.
    Accepts(Alias, Shape),
    /// The shapes are equal.
    Equal(Shape, Shape),
    /// The shapes have the same number of axes.
    Rank(Shape, Shape),
    /// A layer that expects the first receives the second.
    Input(Shape, Signal),
    /// The shapes can be concatenated along this axis.
    Joinable(Shape, Shape, usize),
    /// The shapes have the same number of elements.
    Count(Shape, Shape),
    /// The signal consists of this number of tensors.
    Values(usize, Shape),
    /// The first size, a number of groups, divides the others, which are numbers of channels.
    Shared(Shape),
}

impl Claim {
    /// A canonical text, identical for equal claims only.
    pub(super) fn key(&self) -> String {
        match self {
            Claim::Layer(of) => format!("layer {}", of.name),
            // It is tested for the input of the first call.
            Claim::Accepts(of, _) => format!("accepts {}", of.name),
            Claim::Equal(a, b) => format!("equal {} {}", a.key(), b.key()),
            Claim::Rank(a, b) => format!("rank {} {}", a.key(), b.key()),
            Claim::Input(a, b) => format!("input {} {}", a.key(), b.key()),
            Claim::Joinable(a, b, axis) => format!("joinable {} {} {axis}", a.key(), b.key()),
            Claim::Count(a, b) => format!("count {} {}", a.key(), b.key()),
            Claim::Values(count, signal) => format!("values {count} {}", signal.key()),
            Claim::Shared(numbers) => format!("shared {}", numbers.key()),
        }
    }
}

/// The error that is reported if a claim does not hold.
pub(crate) enum Report {
    /// One text for every mismatch.
    Text(String),
    /// Texts for shapes that differ in sizes, or in rank.
    Shapes { text: String, other_rank: String },
    /// Texts for a type that is not a layer of the network.
    Layer(LayerTexts),
    /// Texts for a type that lacks a trait of a layer.
    Traits(TraitTexts),
    /// Names for the text about a `Scan` that does not accept its inputs.
    Scan(ScanNames),
    /// Texts for an input that a layer does not accept.
    Input { text: String, fixes: Box<InputFixes> },
}

/// The texts for a type that is not a layer of the network, by what is missing.
pub(crate) struct LayerTexts {
    pub(crate) none: String,
    pub(crate) unconnected: String,
    pub(crate) element: String,
}

/// The texts for a type that does not implement `Layer` for its input, or `Init`, or both.
pub(crate) struct TraitTexts {
    pub(crate) layer: String,
    pub(crate) init: String,
    pub(crate) both: String,
}

/// The names in the text about a `Scan`: of the layer, its cell, and the origins of its inputs.
pub(crate) struct ScanNames {
    pub(crate) alias: Alias,
    pub(crate) layer: String,
    pub(crate) cell: String,
    pub(crate) sequence: String,
    pub(crate) state: String,
}

/// The fix for each kind of input mismatch.
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
