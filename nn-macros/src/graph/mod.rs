//! Shape inference over `forward`: values, nodes and proof obligations.

mod comparison;
mod derives;
mod expressions;
mod foreign_calls;
mod indices;
mod layer_calls;
mod nodes;
mod obligations;
mod operations;
mod outputs;
mod proofs;
mod statements;
mod summary;
mod walk;

pub(crate) use derives::report_underivable;
pub(crate) use nodes::{At, Graph, Node, NodeLayer, Proof, Storage, Value, ValueId};
pub(crate) use obligations::{Claim, InputFixes, Item, ItemId, Obligation, Report};
pub(crate) use summary::{kind, summary};
pub(crate) use walk::build;
