//! Removes from an expansion what an editor does not show: the user's spans, except where a name or an error must be found at
//! the user's token, the bodies of functions, and the items that only the compiler can check.

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use quote::quote;

pub(super) struct Hidden {
    pub(super) expansion: TokenStream,
    /// The errors of the expansion, as items.
    pub(super) errors: TokenStream,
}

/// Removes the spans from all items but the struct of this name.
pub(super) fn hide(expansion: TokenStream, name: Option<&Ident>) -> Hidden {
    let (mut hidden, mut errors, mut item) = (TokenStream::new(), TokenStream::new(), Vec::new());
    for token in expansion {
        let is_end = match &token {
            TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
            TokenTree::Punct(punct) => punct.as_char() == ';',
            _ => false,
        };
        item.push(token);
        if is_end {
            let item = std::mem::take(&mut item);
            let is_shown = item.windows(2).any(|pair| match pair {
                [TokenTree::Ident(word), TokenTree::Ident(of)] => word == "struct" && Some(of) == name,
                _ => false,
            });
            hidden.extend(without_spans(item, is_shown, &mut errors));
        }
    }
    hidden.extend(without_spans(item, false, &mut errors));
    Hidden { expansion: hidden, errors }
}

/// The number of tokens of `::core::compile_error!{..}`.
const ERROR: usize = 8;

/// Removes the spans, and moves errors to `errors`. What consisted of errors is the number 0.
fn without_spans(tokens: Vec<TokenTree>, is_shown: bool, errors: &mut TokenStream) -> TokenStream {
    let (mut hidden, mut rest, mut names_item) = (TokenStream::new(), &tokens[..], false);
    let (has_errors, mut is_function) = (is_error(rest), false);
    while let Some(token) = rest.first() {
        if let Some(length) = check(rest) {
            rest = &rest[length..];
            continue;
        }
        if is_error(rest) {
            errors.extend(rest[..ERROR].iter().cloned());
            rest = &rest[ERROR..];
            continue;
        }
        rest = &rest[1..];
        let is_kept = is_shown || names_item;
        names_item = matches!(token, TokenTree::Ident(word) if word == "fn" || word == "struct" || word == "type");
        is_function |= matches!(token, TokenTree::Ident(word) if word == "fn");
        let span = |span: Span| if is_kept { span } else { Span::call_site().resolved_at(span) };
        hidden.extend([match token {
            TokenTree::Group(group) if is_function && group.delimiter() == Delimiter::Brace => {
                is_function = false;
                TokenTree::Group(Group::new(Delimiter::Brace, quote!(loop {})))
            }
            TokenTree::Group(group) => {
                let inner = without_spans(group.stream().into_iter().collect(), is_shown, errors);
                let mut new = Group::new(group.delimiter(), inner);
                new.set_span(span(group.span()));
                TokenTree::Group(new)
            }
            token => {
                let mut token = token.clone();
                token.set_span(span(token.span()));
                token
            }
        }]);
    }
    if has_errors && hidden.is_empty() { quote!(0) } else { hidden }
}

/// The length of an item `const _: () = ..;` at the beginning, unless its value is a block with other items.
fn check(tokens: &[TokenTree]) -> Option<usize> {
    let is = |token: &TokenTree, word: &str| token.to_string() == word;
    match tokens {
        [word, name, _, ty, _, value, ..] if is(word, "const") && is(name, "_") && is(ty, "()") => match value {
            TokenTree::Group(_) => None,
            _ => Some(tokens.iter().position(|token| is(token, ";"))? + 1),
        },
        _ => None,
    }
}

/// Returns whether the tokens begin with `::core::compile_error!{..}`.
fn is_error(tokens: &[TokenTree]) -> bool {
    let is_ident = |token: &TokenTree, name: &str| matches!(token, TokenTree::Ident(ident) if ident == name);
    matches!(tokens, [_, _, core, _, _, name, _, TokenTree::Group(_), ..]
        if is_ident(core, "core") && is_ident(name, "compile_error"))
}
