//! Utilities for tokens: parsing, searching and formatting.

use crate::diagnostics::messages;
use proc_macro2::{Delimiter, Group, Spacing, Span, TokenStream, TokenTree};
use std::fmt::Display;
use syn::parse::{Parse, ParseStream};

/// Parses a required token; `wrong` is the message for any other.
pub(super) fn expect<T: Parse>(input: ParseStream<'_>, span: Span, wrong: impl Display) -> syn::Result<T> {
    input.parse().map_err(|_| syn::Error::new(span, wrong))
}

/// Returns the tokens without the invisible groups that `macro_rules!` puts around its arguments.
pub(super) fn visible(tokens: TokenStream) -> Vec<TokenTree> {
    let of_token = |token| match token {
        TokenTree::Group(group) if group.delimiter() == Delimiter::None => visible(group.stream()),
        TokenTree::Group(group) => {
            let mut inner = Group::new(group.delimiter(), visible(group.stream()).into_iter().collect());
            inner.set_span(group.span());
            vec![inner.into()]
        }
        token => vec![token],
    };
    tokens.into_iter().flat_map(of_token).collect()
}

/// The name of the macro call that wraps values in parentheses, so that syn can parse them as a type.
pub(super) const ARGUMENTS: &str = "__arguments";

/// Splits tokens at a sign outside of angles.
pub(crate) fn split_at(tokens: &[TokenTree], sign: char) -> Vec<&[TokenTree]> {
    let mut depth = 0_usize;
    let parts = tokens.split(|token| {
        let TokenTree::Punct(punct) = token else { return false };
        match punct.as_char() {
            '<' => depth += 1,
            '>' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0 && punct.as_char() == sign
    });
    parts.collect()
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

/// Formats the tokens of an expression like source code.
pub(crate) fn code(tokens: &TokenStream) -> String {
    let mut words = Vec::new();
    flatten(tokens, &mut words);
    let (mut text, mut depth, mut before, mut is_unary) = (String::new(), 0_usize, "", true);
    for word in &words {
        let word = word.as_str();
        let is_type = |name: &str| name.starts_with(char::is_uppercase);
        let opens = word == "<" && (depth > 0 || before == "::" || is_type(before));
        let closes = word == ">" && depth > 0;
        let follows_value = before.ends_with(|last: char| last.is_alphanumeric() || "_)]>".contains(last));
        let is_tight = [",", ";", ".", "?", ")", "]", "::", ":", "!"].contains(&word)
            || ["", ".", "(", "[", "::", "!", "<open"].contains(&before)
            || (["(", "["].contains(&word) && follows_value)
            || opens
            || closes
            || (is_unary && ["-", "*", "&"].contains(&before));
        if !is_tight {
            text.push(' ');
        }
        text.push_str(word);
        is_unary = !follows_value;
        depth = depth + usize::from(opens) - usize::from(closes);
        before = if opens { "<open" } else { word };
    }
    text
}

/// The words and signs of tokens, in order.
fn flatten(tokens: &TokenStream, words: &mut Vec<String>) {
    const SIGNS: [&str; 14] = ["::", "->", "=>", "==", "+=", "-=", "*=", "/=", "..", "<=", ">=", "!=", "&&", "||"];
    let mut joins = false;
    for token in tokens.clone() {
        let joined = std::mem::take(&mut joins);
        match token {
            // The values that are wrapped in a macro call for syn.
            TokenTree::Group(values) if words.ends_with(&[ARGUMENTS.into(), "!".into()]) => {
                words.truncate(words.len() - 2);
                flatten(&values.stream(), words);
            }
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::Brace => ("{", "}"),
                    Delimiter::None => ("", ""),
                };
                words.push(open.into());
                flatten(&group.stream(), words);
                words.push(close.into());
            }
            TokenTree::Punct(sign) => {
                joins = sign.spacing() == Spacing::Joint;
                match words.last_mut() {
                    Some(last) if joined && SIGNS.contains(&format!("{last}{sign}").as_str()) => {
                        last.push(sign.as_char());
                    }
                    _ => words.push(sign.to_string()),
                }
            }
            word => words.push(word.to_string()),
        }
    }
    words.retain(|word| !word.is_empty());
}

/// Reports a `#` that starts no attribute, as in a comment of Python, whose words have no end.
pub(super) fn no_comment(input: ParseStream<'_>) -> syn::Result<()> {
    match input.peek(syn::Token![#]) && !input.peek2(syn::token::Bracket) && !input.peek2(syn::Token![!]) {
        true => Err(syn::Error::new(input.span(), messages::comment())),
        false => Ok(()),
    }
}

/// Returns the rest of the input without consuming it.
pub(super) fn rest(input: ParseStream<'_>) -> Vec<TokenTree> {
    input.fork().parse::<TokenStream>().unwrap_or_default().into_iter().collect()
}

/// The span of the next token, or of `otherwise` at the end.
pub(super) fn next_span(input: ParseStream<'_>, otherwise: Span) -> Span {
    if input.is_empty() { otherwise } else { input.span() }
}

/// Parses generic parameters, if they are valid.
pub(super) fn parameters_of(input: ParseStream<'_>) -> syn::Generics {
    input.fork().parse().unwrap_or_default()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_expressions_as_written() {
        for text in [
            "x.fc1().relu()",
            "let h = x.fc1(); h",
            "let h: Tensor<4> = x.fc1();",
            "concat::<1>(a, b + c * d).fc2()",
            "x.max_pool::<2, stride = 2>()",
            "(a + b, c)",
            "x[0].fc()",
            "h * h",
        ] {
            let tokens: TokenStream = text.parse().unwrap();
            assert_eq!(code(&tokens), text);
        }
    }
}
