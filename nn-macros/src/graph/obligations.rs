//! What the compiler is to prove where a size is a name.
//!
//! Each proof becomes an item: a constant that compares two shapes, and fails with a text in which `{a}` and `{b}` stand for
//! them (see `nn_core`'s `check.rs`). A value is in doubt if a proof that it rests on may fail; what is then reported of it
//! would only follow from the first mistake, so each proof first asks whether the proofs before it hold.

use crate::shape::{Opaque, Shape, Signal};
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
    pub(super) fn key(&self) -> String {
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
    /// Whatever is wrong.
    Text(String),
    /// Of two shapes that differ in sizes, or in rank.
    Shapes { text: String, other_rank: String },
    /// Of an input that a layer does not take.
    Input { text: String, fixes: Box<InputFixes> },
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
