//! Shape inference over `forward`: values, nodes and proof obligations.

mod assumptions;
mod bindings;
mod calls;
mod comparison;
mod const_sizes;
mod constructs;
mod derives;
mod elementwise;
mod expressions;
mod fields;
mod foreign;
mod indices;
mod loops;
mod nodes;
mod obligations;
mod outputs;
mod parameters;
mod proofs;
mod scopes;
mod statements;
mod summary;
mod walk;

pub(crate) use derives::report_underivable;
pub(crate) use nodes::{Assigned, At, Call, Graph, Node, NodeLayer, Place, Proof, Steps, Storage, Value, ValueId};
pub(crate) use obligations::{Claim, InputFixes, Item, ItemId, LayerTexts, Obligation, Report, ScanNames, TraitTexts};
pub(crate) use parameters::{report_parameters, sizes_of_own_traits};
pub(crate) use summary::{kind, summary};
pub(crate) use walk::build;
