//! The arguments of a layer of `nn`, between `<>`: positional sizes, and named arguments such as `bias = false`.

use super::initialisers;
use crate::diagnostics::{Spanned, messages};
use crate::shape::{Dim, Scope};
use crate::syntax::{Argument, LARGEST, Size, Value, compact};
use proc_macro2::{Ident, Span, TokenStream};
use quote::ToTokens;
use syn::{Expr, Lit};

/// Names of arguments, each with an example.
pub(crate) type Known = &'static [(&'static str, &'static str)];

pub(crate) struct Arguments<'a> {
    layer: &'a str,
    span: Span,
    /// Positional sizes with their spans; `None` for `_`.
    sizes: Vec<(Option<Dim>, Span)>,
    named: Vec<(&'a Ident, &'a Value)>,
    /// The named arguments that the layer supports.
    known: Known,
    scope: &'a Scope,
}

impl<'a> Arguments<'a> {
    /// Reads the arguments of the layer or operation of this name.
    pub(crate) fn read(
        layer: &'a str,
        span: Span,
        all: &'a [Argument],
        known: Known,
        scope: &'a Scope,
    ) -> syn::Result<Self> {
        let mut arguments = Arguments { layer, span, sizes: vec![], named: vec![], known, scope };
        for argument in all {
            match argument {
                Argument::Infer(span) => arguments.sizes.push((None, *span)),
                Argument::Size(size) => arguments.sizes.push((Some(scope.dim(size)), size.span())),
                Argument::Named(name, value) => arguments.named(name, value)?,
                Argument::Const(value) => return Err(constant(value)),
                Argument::Number(value) => return Err(not_a_size(value)),
                Argument::Lifetime(lifetime) => return Err(not_a_size(lifetime)),
                Argument::Index(index, span) => return Err(syn::Error::new(*span, messages::not_a_size(index))),
                Argument::Several(value) => {
                    let message = messages::not_a_size(value.text());
                    return Err(syn::Error::new(value.span().unwrap_or(span), message));
                }
            }
        }
        Ok(arguments)
    }

    fn named(&mut self, name: &'a Ident, value: &'a Value) -> syn::Result<()> {
        let text = name.to_string();
        if self.known.iter().all(|&(known, _)| known != text) {
            let message = messages::unknown_argument(self.layer, &text, &value.text(), self.known);
            return Err(syn::Error::new(name.span(), message));
        }
        if self.named.iter().any(|(other, _)| *other == name) {
            return Err(syn::Error::new(name.span(), messages::argument_twice(self.layer, text)));
        }
        self.named.push((name, value));
        Ok(())
    }

    /// Removes a named argument, and returns it with its name.
    fn take(&mut self, name: &str) -> Option<(&'a Ident, &'a Value)> {
        let index = self.named.iter().position(|(other, _)| *other == name)?;
        Some(self.named.remove(index))
    }

    fn wrong_value(&self, name: &Ident, value: &Value) -> syn::Error {
        let example = match name == "init" {
            true => initialisers::example(value),
            false => self.known.iter().find(|(known, _)| name == known).map_or("", |(_, example)| example).into(),
        };
        let message = messages::unaccepted_value(self.layer, &name.to_string(), &value.text(), &example);
        syn::Error::new(value.span().unwrap_or(name.span()), message)
    }

    /// Reads two sizes, of which the first may be inferred; `wrong` is the message for another number of sizes.
    pub(super) fn inputs_and_outputs(&mut self, wrong: impl Fn(usize) -> String) -> syn::Result<(Option<Dim>, Dim)> {
        match <[_; 2]>::try_from(std::mem::take(&mut self.sizes)) {
            Ok([(input, _), (Some(output), _)]) => Ok((input, output)),
            Ok([_, (None, span)]) => Err(syn::Error::new(span, messages::output_not_inferred(self.layer))),
            Err(sizes) => Err(syn::Error::new(self.span, wrong(sizes.len()))),
        }
    }

    /// Reads one size for all axes, or one for each of two or three; `wrong` is the message for anything else.
    pub(crate) fn axis_sizes(&mut self, wrong: String) -> syn::Result<Vec<Dim>> {
        let sizes: Option<Vec<_>> = std::mem::take(&mut self.sizes).into_iter().map(|(size, _)| size).collect();
        match sizes {
            Some(sizes) if matches!(sizes.len(), 1..=3) => Ok(sizes),
            _ => Err(syn::Error::new(self.span, wrong)),
        }
    }

    /// Reads `stride = 2` or `stride = (2, 1)`: one integer for all axes, or one for each of two or three.
    pub(crate) fn per_any_axis(&mut self, name: &str, least: u64) -> syn::Result<Option<Vec<Dim>>> {
        let axes = match self.named.iter().find(|(other, _)| *other == name) {
            Some((_, Value::Tuple(values))) => values.len().clamp(2, 3),
            _ => 1,
        };
        Ok(self.per_axis(name, axes, least)?.map(|(numbers, _)| numbers))
    }

    /// Removes and returns the sizes with their spans.
    pub(crate) fn all_sizes(&mut self) -> Vec<(Option<Dim>, Span)> {
        std::mem::take(&mut self.sizes)
    }

    /// Reads `eps = 1e-5`: a positive number, returned in units of 10^-12 and as written.
    pub(crate) fn trillionths(&mut self, name: &str) -> syn::Result<Option<(u64, String)>> {
        self.one(name, |value| {
            let Value::Literal(Lit::Float(number)) = value else { return None };
            let trillionths = (number.base10_parse::<f64>().ok()? * 1e12).round();
            (1.0..=1e18).contains(&trillionths).then(|| (trillionths as u64, number.to_string()))
        })
    }

    /// Reads `theta = 500000.0`: a positive number.
    pub(crate) fn positive(&mut self, name: &str) -> syn::Result<Option<f64>> {
        self.one(name, |value| {
            let number = match value {
                Value::Literal(Lit::Float(number)) => number.base10_parse::<f64>(),
                Value::Literal(Lit::Int(number)) => number.base10_parse::<f64>(),
                _ => return None,
            };
            number.ok().filter(|number| *number > 0.0 && number.is_finite())
        })
    }

    /// Reads `role = bias`: one of these words, by its index.
    pub(super) fn word(&mut self, name: &str, words: &[&str]) -> syn::Result<Option<usize>> {
        self.one(name, |value| words.iter().position(|word| value.text() == *word))
    }

    /// Reads `padding_idx = 0`: an index from 0, with its span.
    pub(super) fn index(&mut self, name: &str) -> syn::Result<Option<(u64, Span)>> {
        self.one(name, |value| {
            let Value::Literal(Lit::Int(index)) = value else { return None };
            let number = index.base10_parse().ok().filter(|number| *number < LARGEST)?;
            matches!(index.suffix(), "" | "usize").then(|| (number, index.span()))
        })
    }

    pub(super) fn bias(&mut self) -> syn::Result<bool> {
        Ok(self.flag("bias")?.is_none_or(|(bias, _)| bias))
    }

    /// Reads `affine = false`: the value, and the span of the argument.
    pub(crate) fn flag(&mut self, name: &str) -> syn::Result<Option<(bool, Span)>> {
        let span = self.span_of(name);
        let read = |value: &Value| if let Value::Literal(Lit::Bool(flag)) = value { Some(flag.value) } else { None };
        Ok(self.one(name, read)?.zip(span))
    }

    /// Returns the span of a named argument that is not read yet.
    pub(super) fn span_of(&self, name: &str) -> Option<Span> {
        self.named.iter().find(|(other, _)| *other == name).map(|(other, _)| other.span())
    }

    /// Reads `momentum = 0.01`, a number above 0 and at most 1, returned in units of 10^-6 and as written; or `momentum = None`.
    pub(super) fn momentum(&mut self) -> syn::Result<Option<Option<(u32, String)>>> {
        self.one("momentum", |value| match value {
            Value::Literal(Lit::Float(number)) => {
                let millionths = number.base10_parse::<f64>().ok()? * 1e6;
                let fits = (1.0..=1e6).contains(&millionths) && (millionths - millionths.round()).abs() <= 1e-6;
                fits.then(|| Some((millionths.round() as u32, number.to_string())))
            }
            none => (none.text() == "None").then_some(None),
        })
    }

    /// Reads `dropout = 0.2`: a number from 0 to 1, returned in units of 10^-6 and as written.
    pub(crate) fn fraction(&mut self, name: &str) -> syn::Result<Option<(u32, String)>> {
        self.one(name, |value| {
            let Value::Literal(Lit::Float(number)) = value else { return None };
            let millionths = number.base10_parse::<f64>().ok()? * 1e6;
            let fits = (0.0..=1e6).contains(&millionths) && (millionths - millionths.round()).abs() <= 1e-6;
            fits.then(|| (millionths.round() as u32, number.to_string()))
        })
    }

    /// Reads `mode = bilinear`: one of these words.
    pub(crate) fn one_of(&mut self, name: &str, words: &'static [&'static str]) -> syn::Result<Option<&'static str>> {
        self.one(name, |value| {
            let text = value.text();
            words.iter().copied().find(|word| matches!(value, Value::Type(_)) && *word == text)
        })
    }

    pub(super) fn init(&mut self) -> syn::Result<Option<TokenStream>> {
        self.one("init", |value| match value {
            Value::Type(init) if initialisers::is_accepted(value) => Some(init.to_token_stream()),
            Value::Built(init) if initialisers::is_accepted(value) => Some(init.clone()),
            _ => None,
        })
    }

    /// Reads a named argument if it is present; `read` returns `None` for an invalid value.
    fn one<V>(&mut self, name: &str, read: impl Fn(&Value) -> Option<V>) -> syn::Result<Option<V>> {
        let Some((ident, value)) = self.take(name) else { return Ok(None) };
        read(value).map(Some).ok_or_else(|| self.wrong_value(ident, value))
    }

    /// Reads `kernel = 3`, or `kernel = (3, 5)` for two axes: an integer for each axis, and the span of the argument.
    pub(crate) fn per_axis(&mut self, name: &str, axes: usize, least: u64) -> syn::Result<Option<(Vec<Dim>, Span)>> {
        let Some((ident, value)) = self.take(name) else { return Ok(None) };
        let dims = match value {
            Value::Tuple(values) if values.len() == axes => {
                values.iter().map(|value| self.number(ident, value, least)).collect::<syn::Result<_>>()?
            }
            Value::Tuple(_) | Value::List(..) => return Err(self.wrong_value(ident, value)),
            one => vec![self.number(ident, one, least)?; axes],
        };
        Ok(Some((dims, ident.span())))
    }

    fn number(&self, name: &Ident, value: &Value, least: u64) -> syn::Result<Dim> {
        match value {
            Value::Literal(Lit::Int(literal)) => {
                let value: u64 = literal.base10_parse().map_err(|_| self.wrong_value(name, value))?;
                if value < least {
                    return Err(syn::Error::new(literal.span(), messages::too_small(&name.to_string(), least)));
                }
                if value > LARGEST {
                    let message = messages::size_overflows(literal.base10_digits(), LARGEST);
                    return Err(syn::Error::new(literal.span(), message));
                }
                Ok(Dim::Literal(value))
            }
            Value::Type(_) if matches!(value.text().as_str(), "True" | "False" | "None") => {
                Err(self.wrong_value(name, value))
            }
            Value::Type(ty) => Ok(self.scope.dim(&Size::Type(ty.clone()))),
            Value::Literal(_) | Value::Built(_) | Value::Tuple(_) | Value::List(..) => {
                Err(self.wrong_value(name, value))
            }
        }
    }
}

/// The error for `{HIDDEN}`.
fn constant(value: &Expr) -> syn::Error {
    let name = match value {
        Expr::Block(block) => match &block.block.stmts[..] {
            [syn::Stmt::Expr(Expr::Path(path), None)] => Some(compact(&path.to_token_stream())),
            _ => None,
        },
        _ => None,
    };
    match name {
        Some(name) => syn::Error::new(value.span(), messages::constant_of_type(name)),
        None => not_a_size(value),
    }
}

/// The error for an argument that is not a size.
fn not_a_size(argument: &impl ToTokens) -> syn::Error {
    let message = match argument.to_token_stream().to_string().as_str() {
        "0" => messages::zero_size(),
        text => messages::not_a_size(text),
    };
    syn::Error::new(argument.span(), message)
}
