//! Tokens and types as people write them.

use proc_macro2::{TokenStream, TokenTree};

/// Whether an identifier of this kind stands somewhere in the tokens.
pub(crate) fn mentions(tokens: &TokenStream, name: &dyn Fn(&str) -> bool) -> bool {
    tokens.clone().into_iter().any(|token| match token {
        TokenTree::Ident(ident) => name(&ident.to_string()),
        TokenTree::Group(group) => mentions(&group.stream(), name),
        _ => false,
    })
}

/// Tokens as people write them.
pub(crate) fn compact(tokens: &TokenStream) -> String {
    let text = tokens.to_string();
    let mut compact = text.replace(" :: ", "::").replace(" <", "<").replace("< ", "<").replace(" >", ">");
    for (from, to) in [(" ,", ","), (" ;", ";"), (" !", "!"), ("[ ", "["), (" ]", "]"), ("! [", "![")] {
        compact = compact.replace(from, to);
    }
    compact
}

/// `16, Class<1000>`.
pub(crate) fn declared(dims: &[String], below: &str) -> String {
    let below = format!("Class<{below}>");
    dims.iter().cloned().chain([below]).collect::<Vec<_>>().join(", ")
}
