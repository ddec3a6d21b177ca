//! `network!`, `shape!`, `dim!` and `#[derive(Parameters)]`: the macros of `nn`, which documents them.
//!
//! A network goes through one stage after the other: `syntax` reads tokens; `graph` walks `forward` and infers every shape;
//! `schedule` lowers the graph for inference, training and integers; `emit` writes the code. What is wrong is collected in
//! `diagnostics`, and `emit` then writes stubs, so that one mistake is one error.

use proc_macro::TokenStream;

mod catalogue;
mod diagnostics;
mod emit;
mod graph;
mod network;
mod parameters;
mod schedule;
mod shape;
#[cfg(test)]
mod snapshots;
mod syntax;
#[cfg(feature = "weights")]
mod weights;

/// Declares a network: see the documentation of the crate `nn`.
#[proc_macro]
pub fn network(input: TokenStream) -> TokenStream {
    network::network(input.into()).into()
}

/// A shape as a type: see the documentation of the crate `nn`.
#[proc_macro]
pub fn shape(input: TokenStream) -> TokenStream {
    emit::shape(input.into()).into()
}

/// A size as a type: see the documentation of the crate `nn`.
#[proc_macro]
pub fn dim(input: TokenStream) -> TokenStream {
    emit::dim(input.into()).into()
}

/// Weights as a part of the program: see the documentation of the crate `nn`.
#[cfg(feature = "weights")]
#[proc_macro]
pub fn include_weights(input: TokenStream) -> TokenStream {
    weights::include_weights(input.into()).into()
}

/// Makes a struct of tensors and layers plain data: see the documentation of the crate `nn`.
#[proc_macro_derive(Parameters, attributes(dtype, role, takes))]
pub fn parameters(input: TokenStream) -> TokenStream {
    parameters::derive(input.into()).into()
}
