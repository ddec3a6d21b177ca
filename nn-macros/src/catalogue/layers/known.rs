//! What the macro knows of a layer of `nn`: its arguments, the shapes that it expects and produces, its type.

use crate::diagnostics::messages::Origin;
use crate::shape::{Dim, Shape};
use crate::syntax::Size;
use crate::syntax::compact;
use crate::syntax::{Element, LayerType};
use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote};

use super::custom::Custom;
use super::groups::Groups;
use super::{convolution, embedding, linear, norm};

/// The layers with weights.
const KNOWN: &[&str] = &["Linear", "Conv1d", "Conv2d", "ConvTranspose2d", "Embedding"];

/// A declared layer with its arguments understood.
pub(crate) enum Layer {
    Known(Box<dyn Known>),
    Custom(Custom),
}

/// A layer of `nn`.
pub(crate) trait Known {
    /// What comes out for an input of this shape. The first use of a layer settles what it leaves to be inferred.
    /// `name` is the field's, `count` is how often the layer is repeated, if it is, `origin` where the input comes from.
    fn take(&mut self, given: &Shape, name: &str, count: Option<usize>, origin: &Origin) -> Fit;
    /// The type, for numbers of this kind. A size that was never inferred is 1.
    fn tokens(&self, element: Element) -> TokenStream;
    /// The type as the summary shows it.
    fn text(&self) -> String;
    /// How many numbers are learned and how many multiply-accumulates a sample of this shape takes, where literals tell.
    fn numbers(&self, given: &Shape) -> Option<Numbers>;
    /// The bounds that the type needs.
    fn bounds(&self, bounds: &mut Vec<TokenStream>);
    /// The declaration of another layer that gives the same.
    fn another(&self, name: &str) -> String;

    /// The initialiser that the user chose, as an expression.
    fn init(&self) -> Option<&TokenStream> {
        None
    }

    /// The declaration that gives what a check finds to be needed, in place of this shape, with `{a,}` in it.
    fn giving(&self, _name: &str, _shape: &Shape) -> Option<String> {
        None
    }

    /// What it takes at least, where it is given this shape and only the compiler knows whether that is enough.
    fn room(&self, _given: &Shape) -> Option<Shape> {
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

    /// Whether it works in room of its own.
    fn needs_room(&self) -> bool {
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

impl Layer {
    /// Understands the arguments of a declared layer.
    pub(crate) fn declare(
        field: &Ident,
        ty: &LayerType,
        network: &[Ident],
        is_generic: &dyn Fn(&TokenStream) -> bool,
    ) -> syn::Result<Layer> {
        if let Some(norm) = norm::Norm::declare(ty, is_generic) {
            return Ok(Layer::Known(Box::new(norm?)));
        }
        let known = KNOWN.iter().find(|known| ty.path.is_ident(known));
        let layer: Box<dyn Known> = match known {
            Some(&"Linear") => Box::new(linear::Linear::declare(ty, is_generic)?),
            Some(&"Embedding") => Box::new(embedding::Embedding::declare(ty, is_generic)?),
            Some(name) => Box::new(convolution::Convolution::declare(name, ty, is_generic)?),
            None => return Custom::declare(field, ty, network, is_generic).map(Layer::Custom),
        };
        Ok(Layer::Known(layer))
    }

    /// The layer, if it is one of `nn`.
    pub(crate) fn known(&self) -> Option<&dyn Known> {
        match self {
            Layer::Known(layer) => Some(&**layer),
            Layer::Custom(_) => None,
        }
    }

    /// The layer, if it is one of `nn`.
    pub(crate) fn known_mut(&mut self) -> Option<&mut Box<dyn Known>> {
        match self {
            Layer::Known(layer) => Some(layer),
            Layer::Custom(_) => None,
        }
    }

    /// The type, for numbers of this kind.
    pub(crate) fn tokens(&self, element: Element) -> TokenStream {
        match self {
            Layer::Known(layer) => layer.tokens(element),
            Layer::Custom(custom) => custom.ty.clone(),
        }
    }

    /// The type as the summary shows it.
    pub(crate) fn text(&self) -> String {
        match self {
            Layer::Known(layer) => layer.text(),
            Layer::Custom(custom) => custom.text().into(),
        }
    }
}

/// The bias of a layer as a type.
pub(super) fn bias(bias: bool) -> TokenStream {
    if bias { quote!(::nn::__private::WithBias) } else { quote!(::nn::__private::NoBias) }
}

/// Turns a size of the user's into a dim.
pub(crate) fn dim(size: &Size, is_generic: &dyn Fn(&TokenStream) -> bool) -> Dim {
    match size {
        Size::Literal(value, _) => Dim::Literal(*value),
        Size::Type(ty) => {
            let tokens = ty.to_token_stream();
            Dim::Named { text: compact(&tokens), generic: is_generic(&tokens), tokens }
        }
    }
}
