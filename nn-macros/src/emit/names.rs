//! Names that no token of the user's has.

use crate::syntax::mentions;
use proc_macro2::{Ident, Span, TokenStream};
use std::collections::HashSet;

/// A name that stands nowhere in the user's code.
pub(super) fn fresh(candidates: &[&str], input: &TokenStream) -> Ident {
    let taken = |name: &str| mentions(input, &|ident| ident == name);
    let mut name = candidates.iter().find(|name| !taken(name)).unwrap_or(&candidates[0]).to_string();
    while taken(&name) {
        name.push('_');
    }
    Ident::new(&name, Span::call_site())
}

/// The names of values, nodes and slots: each is used once, and so is that of its gradient.
pub(super) struct Unique(HashSet<String>);

impl Unique {
    /// Beside the parameters of the passes of a network with so many outputs.
    pub(super) fn new(outputs: usize) -> Unique {
        let parameters = ["out", "dout", "saved", "scratch", "grad", "adds", "context", "self", "marker"];
        let outputs = (0..outputs).flat_map(|index| [format!("out_{index}"), format!("dout_{index}")]);
        Unique(parameters.map(String::from).into_iter().chain(outputs).collect())
    }

    pub(super) fn name(&mut self, name: &str, span: Span) -> Ident {
        let base = operand(name);
        let mut candidate = base.to_string();
        let mut number = 1;
        // A keyword is not a name without its `r#`, so it gets a number, too.
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
        name => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_is_that_of_the_gradient_of_another_value() {
        let mut names = Unique::new(1);
        let names = ["d_x", "x", "d_x", "out", "r#x"].map(|name| names.name(name, Span::call_site()).to_string());
        assert_eq!(names, ["d_x", "x_2", "d_x_3", "out_2", "x_4"]);
    }
}
