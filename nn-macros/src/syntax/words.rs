//! Utilities for tokens: parsing, searching and formatting.

use proc_macro2::{Span, TokenStream, TokenTree};
use std::fmt::Display;
use syn::Token;
use syn::parse::{Parse, ParseStream};

/// Parses a required token; `wrong` is the message for any other.
pub(super) fn expect<T: Parse>(input: ParseStream<'_>, span: Span, wrong: impl Display) -> syn::Result<T> {
    input.parse().map_err(|_| syn::Error::new(span, wrong))
}

/// Parses a comma-separated list between `<` and `>`, if a `<` is next; `unclosed` is the message for a missing `>`.
pub(super) fn in_angles(
    input: ParseStream<'_>,
    unclosed: impl Display,
    mut read: impl FnMut() -> syn::Result<()>,
) -> syn::Result<()> {
    let Some(open) = input.parse::<Option<Token![<]>>()? else { return Ok(()) };
    while !input.peek(Token![>]) {
        if input.is_empty() {
            return Err(syn::Error::new(open.span, unclosed));
        }
        read()?;
        if !input.peek(Token![>]) {
            expect::<Token![,]>(input, open.span, &unclosed)?;
        }
    }
    input.parse::<Token![>]>()?;
    Ok(())
}

/// Returns every identifier in the tokens.
pub(crate) fn idents(tokens: TokenStream) -> Vec<String> {
    let of_token = |token| match token {
        TokenTree::Ident(ident) => vec![ident.to_string()],
        TokenTree::Group(group) => idents(group.stream()),
        _ => Vec::new(),
    };
    tokens.into_iter().flat_map(of_token).collect()
}

/// Returns whether an identifier that satisfies the predicate occurs in the tokens.
pub(crate) fn mentions(tokens: &TokenStream, name: &dyn Fn(&str) -> bool) -> bool {
    idents(tokens.clone()).iter().any(|ident| name(ident))
}

/// Formats tokens like source code.
pub(crate) fn compact(tokens: &TokenStream) -> String {
    let text = tokens.to_string();
    let mut compact = text.replace(" :: ", "::").replace(" <", "<").replace("< ", "<").replace(" >", ">");
    for (from, to) in [(" ,", ","), (" ;", ";"), (" !", "!"), ("[ ", "["), (" ]", "]"), ("! [", "![")] {
        compact = compact.replace(from, to);
    }
    compact
}

/// A name without case and underscores.
pub(crate) fn plain(name: &str) -> String {
    name.chars().filter(|&letter| letter != '_').flat_map(char::to_lowercase).collect()
}

/// Formats `16, Class<1000>`.
pub(crate) fn declared(dims: impl IntoIterator<Item: Display>, below: impl Display) -> String {
    let dims = dims.into_iter().map(|dim| dim.to_string());
    dims.chain([format!("Class<{below}>")]).collect::<Vec<_>>().join(", ")
}
