//! The syntax tree of a network.

use super::sizes::Size;
use super::words::{code, compact};
use crate::diagnostics::Spanned;
use proc_macro2::{Span, TokenStream};
use quote::ToTokens;
use syn::{Attribute, Expr, Generics, Ident, Type, Visibility};

pub(crate) struct Network {
    /// The user's attributes and docs, without `#[dtype(..)]`, `#[budget(..)]`, `#[int8(..)]` and the traits in
    /// `derives`.
    pub(crate) attributes: Vec<Attribute>,
    /// The traits of `#[derive(..)]` that the macro implements itself.
    pub(crate) derives: Vec<Derive>,
    pub(crate) visibility: Visibility,
    /// The user's tokens, so that the compiler shows the struct at its location, and places suggestions above it.
    pub(crate) keyword: syn::Token![struct],
    pub(crate) braces: syn::token::Brace,
    pub(crate) name: Ident,
    pub(crate) generics: Generics,
    pub(crate) element: Element,
    pub(crate) budget: Vec<Limit>,
    pub(crate) int8: Option<Int8>,
    pub(crate) fields: Vec<Field>,
    pub(crate) forward: Forward,
    /// The other functions, which `forward` calls.
    pub(crate) functions: Vec<(Ident, Forward)>,
    /// Other functions whose signature has no meaning, which has been reported.
    pub(crate) unreadable: Vec<Ident>,
    /// `false` after an error in the interface of the network: `forward` is checked, but uses of the network are not.
    pub(crate) is_declared: bool,
}

/// A trait of `#[derive(..)]` that the macro implements itself.
pub(crate) struct Derive {
    /// The path as the user wrote it.
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

/// A limit of `#[budget(flash <= 32_768, macs <= 500_000)]`.
pub(crate) struct Limit {
    /// `flash`, `scratch`, `macs` or `stream`.
    pub(crate) of: Ident,
    pub(crate) most: syn::LitInt,
}

/// The attribute `#[int8(DigitsInt8, flash <= 4_000)]`, which declares an integer network.
pub(crate) struct Int8 {
    pub(crate) name: Ident,
    pub(crate) budget: Vec<Limit>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Element {
    F32,
    F64,
}

impl Element {
    /// The name of this element type, and of the other one.
    pub(crate) fn names(self) -> (&'static str, &'static str) {
        match self {
            Element::F32 => ("f32", "f64"),
            Element::F64 => ("f64", "f32"),
        }
    }
}

pub(crate) struct Field {
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) visibility: Visibility,
    pub(crate) name: Ident,
    pub(crate) kind: FieldKind,
}

pub(crate) enum FieldKind {
    One(LayerType),
    /// An array `[layer; K]`.
    Array(LayerType, usize),
}

impl FieldKind {
    /// The length of the array, if it is one.
    pub(crate) fn count(&self) -> Option<usize> {
        match self {
            FieldKind::One(_) => None,
            FieldKind::Array(_, count) => Some(*count),
        }
    }
}

/// A layer's type as the user wrote it, such as `Linear<784, 128, bias = false>`.
pub(crate) struct LayerType {
    /// The path without the arguments of its last segment.
    pub(crate) path: syn::Path,
    pub(crate) arguments: Vec<Argument>,
    /// The spans of the `<` and the `>` around the arguments.
    pub(crate) angles: Option<[Span; 2]>,
    pub(crate) span: Span,
    /// The first token that is not `network!`'s notation of a layer, if its meaning is clear.
    pub(crate) slip: Option<Slip>,
}

/// A token of arguments in another notation, and what is wrong with it.
#[derive(Clone)]
pub(crate) struct Slip {
    pub(crate) span: Span,
    pub(crate) what: String,
}

impl Slip {
    /// The message, with this help unless it has its own.
    pub(crate) fn message(&self, help: &str) -> String {
        if self.what.contains("\nhelp: ") { self.what.clone() } else { format!("{}\n{help}", self.what) }
    }
}

pub(crate) enum Argument {
    /// `_`, which is inferred.
    Infer(Span),
    Size(Size),
    /// `{3}`, a const argument of a custom layer.
    Const(Expr),
    /// `0.5`, or 0: a number that is not a size.
    Number(syn::Lit),
    Lifetime(syn::Lifetime),
    /// `(4, 2)` or `[4, 2]` without a name.
    Several(Value),
    /// `2..10` or `-1`, which only operations along an axis accept.
    Index(Index, Span),
    /// `bias = false`.
    Named(Ident, Value),
}

/// Indices along an axis; a negative one is counted from the end.
#[derive(Clone, Copy)]
pub(crate) enum Index {
    /// A negative integer.
    Negative(i64),
    /// From `start` on, up to and without `end`.
    Range { start: Option<i64>, end: Option<i64> },
}

impl std::fmt::Display for Index {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let bound = |bound: &Option<i64>| bound.map_or(String::new(), |bound| bound.to_string());
        match self {
            Index::Negative(index) => write!(f, "{index}"),
            Index::Range { start, end } => write!(f, "{}..{}", bound(start), bound(end)),
        }
    }
}

impl Argument {
    /// The span of its first token.
    pub(crate) fn span(&self) -> Span {
        match self {
            Argument::Infer(span) => *span,
            Argument::Size(size) => size.span(),
            Argument::Const(value) => Spanned::span(value),
            Argument::Number(literal) => literal.span(),
            Argument::Lifetime(lifetime) => Spanned::span(lifetime),
            Argument::Several(value) => value.span().unwrap_or_else(Span::call_site),
            Argument::Index(_, span) => *span,
            Argument::Named(name, _) => name.span(),
        }
    }

    /// Returns an integer, which may be 0 or negative.
    pub(crate) fn integer(&self) -> Option<i64> {
        match self {
            Argument::Size(Size::Literal(size, _)) => i64::try_from(*size).ok(),
            Argument::Index(Index::Negative(index), _) => Some(*index),
            zero if zero.is_zero() => Some(0),
            _ => None,
        }
    }

    /// Returns whether it is 0, which is not a size.
    pub(crate) fn is_zero(&self) -> bool {
        matches!(self, Argument::Number(syn::Lit::Int(number)) if number.base10_digits() == "0")
    }
}

/// The value of a named argument.
pub(crate) enum Value {
    Literal(syn::Lit),
    Type(Box<Type>),
    /// `Normal { std: 0.02 }`, or a call, as in `Checks::new(3)`: an initialiser with settings.
    Built(TokenStream),
    /// `(3, 5)`, one value per axis.
    Tuple(Vec<Value>),
    /// `[3, 5]`, the notation of other frameworks.
    List(Vec<Value>, Span),
}

impl Value {
    /// Formats it as the user wrote it.
    pub(crate) fn text(&self) -> String {
        let all = |values: &[Value]| values.iter().map(Value::text).collect::<Vec<_>>().join(", ");
        match self {
            Value::Literal(literal) => literal.to_token_stream().to_string(),
            Value::Type(ty) => compact(&ty.to_token_stream()),
            Value::Built(tokens) => code(tokens),
            Value::Tuple(values) if values.len() == 1 => format!("({},)", all(values)),
            Value::Tuple(values) => format!("({})", all(values)),
            Value::List(values, _) => format!("[{}]", all(values)),
        }
    }

    /// The span of its first token, if it has any.
    pub(crate) fn span(&self) -> Option<Span> {
        match self {
            Value::Literal(literal) => Some(literal.span()),
            Value::Type(ty) => Some(Spanned::span(ty)),
            Value::Built(tokens) => Some(Spanned::span(tokens)),
            Value::Tuple(values) => values.first().and_then(Value::span),
            Value::List(_, span) => Some(*span),
        }
    }
}

pub(crate) struct Forward {
    pub(crate) attributes: Vec<Attribute>,
    /// The span of the name `forward`.
    pub(crate) span: Span,
    pub(crate) inputs: Vec<Input>,
    pub(crate) outputs: Vec<TensorType>,
    pub(crate) output_span: Span,
    pub(crate) body: syn::Block,
}

pub(crate) struct Input {
    pub(crate) name: Ident,
    /// Whether it is declared with `mut`, which has been reported.
    pub(crate) is_mutable: bool,
    pub(crate) ty: TensorType,
}

/// An axis of time, and the span of the word `time`.
#[derive(Clone, Copy)]
pub(crate) struct Time {
    pub(crate) axis: usize,
    pub(crate) span: Span,
}

/// The type of an input or output, such as `Tensor<1, 28, 28>`: the shape of one sample.
pub(crate) struct TensorType {
    pub(crate) sizes: Vec<Size>,
    /// The size of `Class<1000>`, the last argument of an input of indices.
    pub(crate) class: Option<Size>,
    /// The axis that is declared with `time = ..`.
    pub(crate) time: Option<Time>,
    pub(crate) span: Span,
    /// `false` after an error that leaves the shape open.
    pub(crate) is_known: bool,
}
