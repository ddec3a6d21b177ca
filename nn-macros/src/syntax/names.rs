//! Names of layers that are no names in Rust, such as `match`, `1st` or `fc-1`: each is reported once, and read as
//! another name in the struct and in `forward`.

use crate::diagnostics::{Errors, messages};
use proc_macro2::{Delimiter, Ident, Span, TokenTree};

/// The layers that are called by another name than the user wrote.
#[derive(Default)]
pub(super) struct Renamed(Vec<(Vec<String>, String)>);

impl Renamed {
    /// Reads a name; if it is not a valid one, reports it and returns a similar one.
    pub(super) fn name(&mut self, tokens: &[TokenTree], errors: &mut Errors) -> Option<Ident> {
        let first = tokens.first()?;
        if let [TokenTree::Ident(name)] = tokens
            && syn::parse2::<Ident>(first.clone().into()).is_ok()
        {
            return Some(name.clone());
        }
        let written: String = tokens.iter().map(ToString::to_string).collect();
        // `let fc1` and `self.fc1` contain the name.
        if let [prefix @ .., TokenTree::Ident(name)] = tokens
            && let [TokenTree::Ident(word), ..] = prefix
            && is_word(word)
        {
            errors.at(word.span(), messages::words_before_name(name));
            return Some(name.clone());
        }
        let valid = valid(&written);
        let wrong = tokens.get(1).unwrap_or(first).span();
        let why = match tokens {
            [TokenTree::Ident(_)] => messages::keyword_as_name(&written, &valid),
            [TokenTree::Literal(_)] => messages::literal_as_name(&written, &valid),
            _ => messages::not_a_name(&written, &valid),
        };
        errors.at(wrong, why);
        self.0.push((tokens.iter().map(ToString::to_string).collect(), valid.clone()));
        Some(Ident::new(&valid, first.span()))
    }

    /// If the tokens before and from here are a call by a wrong name, returns its name and the number of its tokens.
    pub(super) fn call(&self, tokens: &[TokenTree]) -> Option<(Ident, usize)> {
        self.0.iter().find_map(|(written, valid)| {
            let is_written = tokens.len() > written.len()
                && tokens.iter().zip(written).all(|(token, written)| token.to_string() == *written)
                && matches!(&tokens[written.len()], TokenTree::Group(group) if group.delimiter() == Delimiter::Parenthesis);
            is_written.then(|| (Ident::new(valid, tokens[0].span()), written.len()))
        })
    }
}

/// The names before a `:` if there are several, as in `fc1 fc2: Linear<4, 2>`.
pub(super) fn several(tokens: &[TokenTree]) -> Option<Vec<Ident>> {
    let names = tokens.iter().map(|token| syn::parse2::<Ident>(token.clone().into()).ok());
    let names: Vec<_> = names.collect::<Option<_>>()?;
    (names.len() > 1 && !is_word(&names[0])).then_some(names)
}

/// Returns whether a word is one that other languages write before a name.
fn is_word(word: &Ident) -> bool {
    ["let", "self", "var", "mut", "const", "fn", "def"].iter().any(|known| word == known)
}

/// The most similar valid name.
fn valid(written: &str) -> String {
    let words = written.split(|character: char| !character.is_alphanumeric() && character != '_');
    let text = words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join("_");
    // `1st` becomes `st1`.
    let letters = text.trim_start_matches(|character: char| character.is_ascii_digit());
    let digits = &text[..text.len() - letters.len()];
    let letters = if letters.is_empty() { "layer" } else { letters };
    let name = format!("{}{digits}", letters.trim_start_matches('_'));
    let is_valid = |name: &String| syn::parse_str::<Ident>(name).is_ok();
    [name.clone(), format!("{name}_")].into_iter().find(is_valid).unwrap_or_else(|| "layer".into())
}

/// The span where a name is missing.
pub(super) fn span_of(tokens: &[TokenTree], otherwise: Span) -> Span {
    tokens.first().map_or(otherwise, TokenTree::span)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_similar_names() {
        for (written, expected) in [
            ("match", "match_"),
            ("1st", "st1"),
            ("1fc", "fc1"),
            ("2", "layer2"),
            ("fc-1", "fc_1"),
            ("fc.1", "fc_1"),
            ("\"fc1\"", "fc1"),
            ("self", "self_"),
        ] {
            assert_eq!(valid(written), expected);
        }
    }
}
