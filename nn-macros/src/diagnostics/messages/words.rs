//! Phrases that several messages share, and the macro that declares messages.

use proc_macro2::Span;
use std::fmt;

/// Declares messages as functions that format the text with their arguments.
macro_rules! texts {
    ($($(#[$docs:meta])* $name:ident($($argument:ident),*): $text:literal;)*) => {
        $(
            $(#[$docs])*
            pub(crate) fn $name($($argument: impl ::std::fmt::Display),*) -> String {
                format!($text)
            }
        )*
    };
}

pub(super) use texts;

/// The layer or input that determined a shape, as messages name it.
#[derive(Clone)]
pub(crate) struct Origin {
    pub(crate) name: String,
    /// Whether it is an input of the network rather than a layer.
    pub(crate) is_input: bool,
    /// The span of the layer's call.
    pub(crate) span: Span,
}

impl Origin {
    /// The verb for how it obtains a shape.
    pub(super) fn verb(&self) -> &'static str {
        if self.is_input { "hold" } else { "produce" }
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}

/// Formats `1 value`, `2 values`.
pub(super) fn counted(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}

/// Returns the most similar of the known names, if one is similar enough.
pub(crate) fn meant<'a>(name: &str, known: &[&'a str]) -> Option<&'a str> {
    // Of a short name, one letter may differ, unless letters are only missing at the end.
    let begins = |known: &str| name.starts_with(known) || known.starts_with(name);
    known
        .iter()
        .map(|&known| {
            // Another case is no other letter.
            let (name, of) = if name.eq_ignore_ascii_case(known) { (known, known) } else { (name, known) };
            (strsim::damerau_levenshtein(name, of), known)
        })
        .filter(|&(distance, known)| {
            distance <= 1 + known.len().min(name.len()).saturating_sub(usize::from(!begins(known))) / 4
        })
        .min_by_key(|&(distance, _)| distance)
        .map(|(_, known)| known)
}

pub(super) fn did_you_mean(name: &str, known: &[&str], otherwise: &str) -> String {
    match meant(name, known) {
        Some(known) => format!("help: did you mean `{known}`?"),
        None => format!("help: {otherwise}"),
    }
}

pub(super) fn list(names: &[&str]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}
