//! The interface to the layers of `nn`: the shapes that a layer expects and produces, its cost, and its notation.

use super::groups::Groups;
use super::window::Window;
use crate::catalogue::bounds::Bound;
use crate::diagnostics::{A, Origin};
use crate::shape::{Dim, Shape, Verdict};
use crate::syntax::code;
use proc_macro2::{Ident, TokenStream};

/// The notation of a layer of `nn`.
pub(crate) trait Describe {
    /// The type as the summary shows it.
    fn text(&self) -> String;
    /// The declaration of another layer with the same output.
    fn another(&self, name: &str) -> String;

    /// The declaration whose output a check finds to be required instead of this shape, with the placeholder `{a,}`.
    fn giving(&self, _name: &str, _shape: &Shape) -> Option<String> {
        None
    }

    /// The initialiser that the user chose, as an expression.
    fn init(&self) -> Option<&TokenStream> {
        None
    }

    /// That initialiser as the last argument: `, init = ..`, or nothing.
    fn init_words(&self) -> String {
        self.init().map(|init| format!(", init = {}", code(init))).unwrap_or_default()
    }
}

/// The shapes that a layer of `nn` expects and produces, and its cost.
pub(crate) trait Signature: Describe {
    /// Computes the output for an input of this shape. The first use determines the sizes that are to be inferred.
    /// `name` is the name that the layer is called by, `array` the array that it is or belongs to, and `origin` the origin of the
    /// input.
    fn take(&mut self, given: &Shape, name: &str, array: Option<Array<'_>>, origin: &Origin) -> Fit;
    /// Returns the numbers of trainable parameters and of multiply-accumulates per sample, if the sizes are literals.
    fn numbers(&self, given: &Shape) -> Option<Numbers>;
    /// The window that slides over the axes after the channels, if any.
    fn window(&self) -> Option<&Window> {
        None
    }

    /// Adds the bounds that the type requires.
    fn bounds(&self, bounds: &mut Vec<Bound>);

    /// Returns the smallest input that the layer accepts, if only the compiler knows whether this shape is large
    /// enough.
    fn minimum_input(&self, _given: &Shape) -> Option<Shape> {
        None
    }

    /// The channel groups of the layer, if it has any.
    fn groups(&self) -> Option<Groups<'_>> {
        None
    }

    /// Returns whether the output has the shape of the input.
    fn keeps_shape(&self) -> bool {
        false
    }

    /// Returns whether sizes of the input occur in the output.
    fn keeps_sizes(&self) -> bool {
        self.keeps_shape()
    }

    /// The shape that the layer expects instead of this one, as a template of an item's message.
    fn expected(&self, _given: &Shape) -> String {
        A.into()
    }

    /// Returns whether axes of an input of this shape are axes of the output, whatever the sizes of the layer.
    fn keeps_axes(&self, _given: &Shape) -> bool {
        false
    }

    /// `Some` for a layer that expects indices: their exclusive upper bound, if it is known.
    fn table(&self) -> Option<Option<&Dim>> {
        None
    }

    /// Returns whether the layer needs scratch.
    fn needs_scratch(&self) -> bool {
        false
    }

    /// Called when an item proves that the output size equals the input size, which is then used for both.
    fn give_what_it_takes(&mut self) {}
}

/// The cost of a layer.
#[derive(Clone, Copy)]
pub(crate) struct Numbers {
    pub(crate) parameters: u64,
    /// Multiply-accumulates of one sample.
    pub(crate) macs: u64,
}

/// The result of applying a layer to an input shape.
pub(crate) enum Fit {
    /// The input fits, and the output has this shape.
    Gives(Shape),
    /// The input fits if the compiler finds its shape equal to `input`. The fixes are for different sizes, and for a
    /// different rank.
    Expects { takes: Shape, gives: Shape, help: String, help_rank: String },
    /// The input does not fit. Contains the expected shape as text, and as a shape if it is known, the fix, and the
    /// output nevertheless.
    Misfit { expects: String, takes: Option<Shape>, help: String, gives: Option<Shape> },
    /// The input size is to be inferred, but only the compiler knows it.
    NotInferred { help: String },
}

impl Fit {
    /// Compares the expected with the actual input shape. The fixes are for different sizes, and for a different rank.
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

/// An array of layers.
#[derive(Clone, Copy)]
pub(crate) struct Array<'a> {
    /// The name of its field.
    pub(crate) name: &'a Ident,
    pub(crate) count: usize,
    /// Whether it is called as a whole, and not one of its elements.
    pub(crate) is_whole: bool,
}

/// Formats the declaration of a layer, or of the array that it is or belongs to.
pub(super) fn declaration(name: &str, layer: &str, array: Option<Array<'_>>) -> String {
    match array {
        None => format!("{name}: {layer}"),
        Some(Array { name, count, .. }) => format!("{name}: [{layer}; {count}]"),
    }
}
