//! A network as the user wrote it.

use super::sizes::Size;
use proc_macro2::Span;
use syn::{Attribute, Expr, Generics, Ident, Type, Visibility};

pub(crate) struct Network {
    /// The user's attributes and docs, without `#[dtype(..)]`, `#[budget(..)]`, `#[int8(..)]` and the traits in `derives`.
    pub(crate) attributes: Vec<Attribute>,
    /// The traits of `#[derive(..)]` that the macro implements itself.
    pub(crate) derives: Vec<Derive>,
    pub(crate) visibility: Visibility,
    /// Keyword and braces are the user's own, so that the compiler shows the struct where it is, and puts above it what it suggests.
    pub(crate) keyword: syn::Token![struct],
    pub(crate) braces: syn::token::Brace,
    pub(crate) name: Ident,
    pub(crate) generics: Generics,
    pub(crate) element: Element,
    pub(crate) budget: Vec<Limit>,
    pub(crate) int8: Option<Int8>,
    pub(crate) fields: Vec<Field>,
    pub(crate) forward: Forward,
}

/// A trait of `#[derive(..)]` that the macro implements itself.
pub(crate) struct Derive {
    /// As the user wrote it.
    pub(crate) path: syn::Path,
    pub(crate) of: Derived,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Derived {
    Clone,
    PartialEq,
    Debug,
    #[cfg(feature = "serde")]
    Serialize,
    #[cfg(feature = "serde")]
    Deserialize,
}

/// One of `#[budget(flash <= 32_768, macs <= 500_000)]`.
pub(crate) struct Limit {
    /// `flash`, `scratch` or `macs`.
    pub(crate) of: Ident,
    pub(crate) most: syn::LitInt,
}

/// `#[int8(DigitsInt8, flash <= 4_000)]`: the same network in integers.
pub(crate) struct Int8 {
    pub(crate) name: Ident,
    pub(crate) budget: Vec<Limit>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Element {
    F32,
    F64,
}

pub(crate) struct Field {
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) visibility: Visibility,
    pub(crate) name: Ident,
    pub(crate) kind: FieldKind,
}

pub(crate) enum FieldKind {
    One(LayerType),
    /// `[layer; K]`.
    Array(LayerType, usize),
}

impl FieldKind {
    /// How often the layer is repeated, if it is.
    pub(crate) fn count(&self) -> Option<usize> {
        match self {
            FieldKind::One(_) => None,
            FieldKind::Array(_, count) => Some(*count),
        }
    }
}

/// A layer's type in the user's words, such as `Linear<784, 128, bias = false>`.
pub(crate) struct LayerType {
    /// The path without the arguments of its last segment.
    pub(crate) path: syn::Path,
    pub(crate) arguments: Vec<Argument>,
    pub(crate) span: Span,
}

pub(crate) enum Argument {
    /// `_`: to be inferred.
    Infer(Span),
    Size(Size),
    /// `{3}`: a const argument of a layer of the user's own.
    Const(Expr),
    /// `0.5`: a number that is no size.
    Number(syn::Lit),
    Lifetime(syn::Lifetime),
    /// `bias = false`.
    Named(Ident, Value),
}

impl Argument {
    /// Whether it is 0, which is no size.
    pub(crate) fn is_zero(&self) -> bool {
        matches!(self, Argument::Number(syn::Lit::Int(number)) if number.base10_digits() == "0")
    }
}

/// The value of a named argument.
pub(crate) enum Value {
    Literal(syn::Lit),
    Type(Box<Type>),
    /// `(3, 5)`: one for each axis.
    Several(Vec<Value>),
}

pub(crate) struct Forward {
    pub(crate) attributes: Vec<Attribute>,
    /// Where `forward` stands.
    pub(crate) span: Span,
    pub(crate) inputs: Vec<Input>,
    pub(crate) outputs: Vec<TensorType>,
    pub(crate) output_span: Span,
    pub(crate) body: syn::Block,
}

pub(crate) struct Input {
    pub(crate) name: Ident,
    pub(crate) ty: TensorType,
}

/// `Tensor<1, 28, 28>`: the shape of one sample.
pub(crate) struct TensorType {
    pub(crate) sizes: Vec<Size>,
    /// The size of the `Class<1000>` behind them, of an input of indices.
    pub(crate) class: Option<Size>,
    pub(crate) span: Span,
}
