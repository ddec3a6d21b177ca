//! The procedural macros of `nn`, which documents them: `network!`, `budget!`, `shape!`, `dim!`, `include_weights!` and
//! `#[derive(Parameters)]`.
//!
//! A network passes through four stages: `syntax` parses the tokens; `graph` walks `forward` and infers every shape, and
//! `streaming` derives the graph of one step from it if an axis is time; `schedule` lowers the graph for inference, training
//! and integers; `emit` generates the code. Errors are collected in `diagnostics`. After an error, `emit` generates stubs, so
//! that one mistake is reported as one error.

use crate_path::CratePath;
use proc_macro::TokenStream;

mod budget;
mod catalogue;
mod crate_path;
mod diagnostics;
mod emit;
mod graph;
#[cfg(test)]
mod mistakes;
mod network;
#[cfg(test)]
mod notations;
mod parameters;
mod schedule;
mod shape;
#[cfg(test)]
mod snapshots;
mod streaming;
mod syntax;
#[cfg(feature = "weights")]
mod weights;

/// Declares a network; documented in the crate `nn`.
#[proc_macro]
pub fn network(input: TokenStream) -> TokenStream {
    let (path, input) = CratePath::take(input.into());
    path.apply(network::network(input)).into()
}

/// Limits the resources of a network; documented in the crate `nn`.
#[proc_macro]
pub fn budget(input: TokenStream) -> TokenStream {
    budget::expand(input.into()).into()
}

/// Expands to a shape as a type; documented in the crate `nn`.
#[proc_macro]
pub fn shape(input: TokenStream) -> TokenStream {
    emit::shape(input.into()).into()
}

/// Expands to a size as a type; documented in the crate `nn`.
#[proc_macro]
pub fn dim(input: TokenStream) -> TokenStream {
    emit::dim(input.into()).into()
}

/// Embeds weights in the program; documented in the crate `nn`.
#[cfg(feature = "weights")]
#[proc_macro]
pub fn include_weights(input: TokenStream) -> TokenStream {
    weights::include_weights(input.into()).into()
}

/// Derives `Parameters` for a struct of tensors and layers; documented in the crate `nn`.
#[proc_macro_derive(Parameters, attributes(dtype, input, nn, role))]
pub fn parameters(input: TokenStream) -> TokenStream {
    let (path, input) = CratePath::take(input.into());
    path.apply(parameters::derive(input)).into()
}
