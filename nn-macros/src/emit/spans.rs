//! Where tokens stand, for the errors of the compiler.

use proc_macro2::{Delimiter, Group, Span, TokenStream, TokenTree};

/// The same tokens at another place. What stands in a group without delimiters is the user's own and stays where it is.
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

/// Tokens that stay where they are.
pub(super) fn fixed(tokens: TokenStream) -> TokenStream {
    TokenTree::from(Group::new(Delimiter::None, tokens)).into()
}
