//! What the macro knows of a layer of `nn`: the shapes that it expects and produces, its costs, and how it is written.

use super::groups::Groups;
use crate::catalogue::bounds::Bound;
use crate::diagnostics::Origin;
use crate::shape::{Dim, Shape, Verdict};
use crate::syntax::compact;
use proc_macro2::TokenStream;

/// How a layer of `nn` is written.
pub(crate) trait Describe {
    /// The type as the summary shows it.
    fn text(&self) -> String;
    /// The declaration of another layer that gives the same.
    fn another(&self, name: &str) -> String;

    /// The declaration that gives what a check finds to be needed, in place of this shape, with `{a,}` in it.
    fn giving(&self, _name: &str, _shape: &Shape) -> Option<String> {
        None
    }

    /// The initialiser that the user chose, as an expression.
    fn init(&self) -> Option<&TokenStream> {
        None
    }

    /// That initialiser behind the other arguments: `, init = ..`, or nothing.
    fn init_words(&self) -> String {
        self.init().map(|init| format!(", init = {}", compact(init))).unwrap_or_default()
    }
}

/// What a layer of `nn` expects and produces, and what it costs.
pub(crate) trait Signature: Describe {
    /// What comes out for an input of this shape. The first use of a layer settles what it leaves to be inferred.
    /// `name` is the field's, `count` is how often the layer is repeated, if it is, `origin` where the input comes from.
    fn take(&mut self, given: &Shape, name: &str, count: Option<usize>, origin: &Origin) -> Fit;
    /// How many numbers are learned and how many multiply-accumulates a sample of this shape takes, where literals tell.
    fn numbers(&self, given: &Shape) -> Option<Numbers>;
    /// The bounds that the type needs.
    fn bounds(&self, bounds: &mut Vec<Bound>);

    /// What it takes at least, where it is given this shape and only the compiler knows whether that is enough.
    fn minimum_input(&self, _given: &Shape) -> Option<Shape> {
        None
    }

    /// The channels that it shares among groups, if it does.
    fn groups(&self) -> Option<Groups<'_>> {
        None
    }

    /// Whether what it gives has the shape that it was given.
    fn keeps_shape(&self) -> bool {
        false
    }

    /// Whether sizes of what it is given are among those that it gives.
    fn keeps_sizes(&self) -> bool {
        self.keeps_shape()
    }

    /// Of a layer that takes indices, and not numbers: what they are below, if that is settled.
    fn table(&self) -> Option<Option<&Dim>> {
        None
    }

    /// Whether it needs scratch.
    fn needs_scratch(&self) -> bool {
        false
    }

    /// Its outputs are proven to be its inputs: from now on by type.
    fn give_what_it_takes(&mut self) {}
}

/// What a layer costs.
#[derive(Clone, Copy)]
pub(crate) struct Numbers {
    pub(crate) parameters: u64,
    /// Multiply-accumulates of one sample.
    pub(crate) macs: u64,
}

/// What a layer says of the shape that it is given.
pub(crate) enum Fit {
    /// It fits, and this comes out.
    Gives(Shape),
    /// It may fit, if the compiler finds this shape to be that which is given. The fixes are for other sizes, and for
    /// another number of axes.
    Expects { takes: Shape, gives: Shape, help: String, help_rank: String },
    /// It cannot fit: the shape that is expected, as text, as a shape if it is settled, the fix,
    /// and what comes out nevertheless.
    Misfit { expects: String, takes: Option<Shape>, help: String, gives: Option<Shape> },
    /// Its inputs were to be inferred from what only the compiler knows.
    NotInferred { help: String },
}

impl Fit {
    /// Of a layer that takes a shape, and gives another one of it, where it is given this. The fixes are for other sizes, and
    /// for another number of axes.
    pub(super) fn of(takes: Shape, gives: Shape, given: &Shape, [help, help_rank]: [String; 2]) -> Fit {
        match takes.compare(given) {
            Verdict::Equal if given.known().is_some() => Fit::Gives(gives),
            Verdict::Different => {
                Fit::Misfit { expects: takes.to_string(), takes: Some(takes), help, gives: Some(gives) }
            }
            _ => Fit::Expects { takes, gives, help, help_rank },
        }
    }
}

/// The declaration of a layer, repeated if it is.
pub(super) fn declaration(name: &str, layer: &str, count: Option<usize>) -> String {
    match count {
        None => format!("{name}: {layer}"),
        Some(count) => format!("{name}: [{layer}; {count}]"),
    }
}
