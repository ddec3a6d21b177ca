//! Spans of tokens, at which the compiler reports errors.

use proc_macro2::{Delimiter, Group, Span, TokenStream, TokenTree};

/// Sets the span of tokens. Groups without delimiters contain the user's own tokens, and keep theirs.
pub(super) fn respan(tokens: TokenStream, span: Span) -> TokenStream {
    let at = |mut token: TokenTree| {
        if let TokenTree::Group(group) = &token {
            if group.delimiter() == Delimiter::None {
                return token;
            }
            token = Group::new(group.delimiter(), respan(group.stream(), span)).into();
        }
        token.set_span(span.resolved_at(token.span()));
        token
    };
    tokens.into_iter().map(at).collect()
}

/// Wraps tokens so that `respan` keeps their spans.
pub(super) fn fixed(tokens: TokenStream) -> TokenStream {
    TokenTree::from(Group::new(Delimiter::None, tokens)).into()
}
