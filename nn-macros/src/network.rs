//! `network!`, one stage after the other.

use crate::error::Errors;
use crate::{expand, fallback, graph, parse};
use proc_macro2::TokenStream;

pub(crate) fn network(input: TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let Some(network) = parse::network(input.clone(), &mut errors) else {
        let stub = fallback::unreadable(&input);
        let errors = errors.into_tokens();
        return quote::quote!(#errors #stub);
    };
    let graph = graph::build(&network, &mut errors);
    if errors.is_empty() {
        return expand::network(&network, graph, &input);
    }
    let stub = fallback::network(&network, &graph, &input);
    let errors = errors.into_tokens();
    quote::quote!(#errors #stub)
}
