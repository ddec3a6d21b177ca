//! `network!`, one stage after the other.

use crate::diagnostics::Errors;
use crate::{emit, graph, syntax};
use proc_macro2::TokenStream;

pub(crate) fn network(input: TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let Some(network) = syntax::network(input.clone(), &mut errors) else {
        let errors = errors.into_tokens();
        let stub = emit::unreadable(&input, &errors);
        return quote::quote!(#errors #stub);
    };
    let graph = graph::build(&network, &mut errors);
    if errors.is_empty() {
        return emit::network(&network, graph, &input);
    }
    let errors = errors.into_tokens();
    let stub = emit::skeleton(&network, &graph, &input, &errors);
    quote::quote!(#errors #stub)
}
