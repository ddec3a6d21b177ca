//! Generation of unique names.

use crate::shape::Alias;
use crate::syntax::idents;
use proc_macro2::{Ident, Span, TokenStream};
use quote::format_ident;
use std::collections::HashSet;

/// The identifiers that occur in the user's code.
pub(super) struct UserNames(HashSet<String>);

impl UserNames {
    pub(super) fn of(input: &TokenStream) -> UserNames {
        UserNames(idents(input.clone()).into_iter().collect())
    }

    /// Returns a name that does not occur in the user's code.
    pub(super) fn fresh(&self, candidates: &[&str]) -> Ident {
        let taken = |name: &str| self.0.contains(name);
        let mut name = candidates.iter().find(|name| !taken(name)).unwrap_or(&candidates[0]).to_string();
        while taken(&name) {
            name.push('_');
        }
        Ident::new(&name, Span::call_site())
    }
}

/// The parameters of a step that no other pass has.
pub(super) const PARAMETERS_OF_STEP: [&str; 2] = ["state", "time"];

/// The names of values, nodes and slots that are taken, and those of their gradients.
pub(super) struct Unique(HashSet<String>);

impl Unique {
    /// Reserves the parameters of the passes of a network with this number of outputs.
    pub(super) fn new(outputs: usize) -> Unique {
        let parameters = ["out", "dout", "saved", "scratch", "grad", "adds", "context", "self", "marker"];
        let outputs = (0..outputs).flat_map(|index| [format!("out_{index}"), format!("dout_{index}")]);
        Unique(parameters.map(String::from).into_iter().chain(outputs).collect())
    }

    /// Takes a name that is not that of a value.
    pub(super) fn reserve(&mut self, name: &str) {
        self.0.insert(name.into());
    }

    pub(super) fn name(&mut self, name: &str, span: Span) -> Ident {
        let base = operand(name);
        let mut candidate = base.to_string();
        let mut number = 1;
        // A raw identifier is not valid without its `r#`, so it gets a number, too.
        while name.starts_with("r#") && number == 1
            || self.0.contains(&candidate)
            || self.0.contains(&format!("d_{candidate}"))
        {
            number += 1;
            candidate = format!("{base}_{number}");
        }
        self.0.insert(candidate.clone());
        self.0.insert(format!("d_{candidate}"));
        Ident::new(&candidate, Span::mixed_site().located_at(span))
    }
}

/// The name of a node as part of an identifier.
pub(super) fn operand(name: &str) -> &str {
    match name.trim_start_matches("r#") {
        "+" => "sum",
        "*" => "product",
        "-" => "difference",
        "/" => "quotient",
        "==" | "!=" | "<" | "<=" | ">" | ">=" => "comparison",
        // The name of an element of an array, such as `blocks[0]`.
        name => name.split('[').next().unwrap_or_default(),
    }
}

/// The alias of a custom layer's type as the user wrote it.
pub(super) fn written(alias: &Alias) -> Ident {
    of_custom("written", alias)
}

/// The alias of a custom layer's type, or of its stand-in if it is no layer.
pub(super) fn present(alias: &Alias) -> Ident {
    of_custom("present", alias)
}

/// The constant that contains the traits that a custom layer implements.
pub(super) fn presence(alias: &Alias) -> Ident {
    of_custom("presence", alias)
}

/// The constant that is true if a custom layer accepts its input.
pub(super) fn accepts(alias: &Alias) -> Ident {
    of_custom("accepts", alias)
}

fn of_custom(what: &str, alias: &Alias) -> Ident {
    format_ident!("__{what}{}", alias.name, span = Span::call_site())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_do_not_collide_with_names_of_gradients() {
        let mut names = Unique::new(1);
        let names = ["d_x", "x", "d_x", "out", "r#x"].map(|name| names.name(name, Span::call_site()).to_string());
        assert_eq!(names, ["d_x", "x_2", "d_x_3", "out_2", "x_4"]);
    }
}
