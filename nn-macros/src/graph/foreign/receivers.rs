//! Calls as PyTorch writes them, `self.fc1(x)` or `F.relu(x)`: reported once in an expression, and read as `x.fc1()`.

use super::calls::with_list;
use crate::catalogue;
use crate::diagnostics::{Spanned, messages};
use crate::graph::elementwise::arithmetic::number;
use crate::graph::walk::Walk;
use crate::syntax::code;
use proc_macro2::{Ident, Span};
use quote::{ToTokens, quote};
use std::borrow::Cow;
use syn::{Expr, ExprMethodCall, Member};

/// The first word that is not an input, with the name under which it is reported.
type Word = (Span, String);

impl Walk<'_> {
    /// Returns the expression with every layer called on its input, and reports it if it was written otherwise.
    pub(in crate::graph) fn called<'a>(&mut self, expression: &'a Expr) -> Cow<'a, Expr> {
        let mut word = None;
        let called = self.on_input(expression, &mut word);
        let written = |expression: &Expr| code(&expression.to_token_stream());
        match word {
            None if written(&called) == written(expression) => Cow::Borrowed(expression),
            None => Cow::Owned(called),
            Some((span, word)) => {
                let called = infallible(called);
                self.errors.at(span, messages::without_self(word, code(&called.to_token_stream())));
                Cow::Owned(called)
            }
        }
    }

    /// Rewrites an expression, without a report; `word` is the first word that must not be there.
    pub(in crate::graph) fn on_input(&self, expression: &Expr, word: &mut Option<Word>) -> Expr {
        let mut expression = expression.clone();
        match &mut expression {
            Expr::MethodCall(call) => {
                if let Some((found, layer)) = self.wrong_receiver(call)
                    && !self.is_foreign_function(call)
                    && let Some(input) = call.args.first()
                {
                    if let Expr::Array(values) = input {
                        let Some(joined) = joined(&layer, values, &call.args) else { return expression };
                        word.get_or_insert(found);
                        return self.on_input(&joined, word);
                    }
                    // The error of an unknown name says more than that of the word before it.
                    if self.is_near(&layer.to_string()) {
                        word.get_or_insert(found);
                    }
                    let input = self.on_input(referent(input), word);
                    let more = call.args.iter().skip(1).map(|argument| self.on_input(referent(argument), word));
                    let (more, generics): (Vec<_>, _) = (more.collect(), &call.turbofish);
                    return written(&input, &layer, quote!(#generics), &more);
                }
                *call.receiver = self.on_input(&call.receiver, word);
                call.args.iter_mut().for_each(|argument| *argument = self.on_input(argument, word));
            }
            Expr::Call(call) => {
                if let Some(listed) = with_list(call) {
                    return self.on_input(&listed, word);
                }
                let name = match without_parentheses(&call.func) {
                    // A layer that is created is reported as that.
                    Expr::Path(path) if creates(&path.path) => None,
                    Expr::Path(path) if path.path.segments.len() > 1 => {
                        let segments = &path.path.segments;
                        let first = (segments[0].ident.span(), segments[0].ident.to_string());
                        segments.last().map(|segment| (Some(first), segment.ident.clone(), quote!()))
                    }
                    Expr::Field(field) => match (&field.member, self.wrong_base(&field.base)) {
                        (Member::Named(name), Some(first)) => Some((Some(first), name.clone(), quote!())),
                        _ => None,
                    },
                    Expr::Path(path) if word.is_some() || contains_wrong(self, &call.args) => {
                        let name = path.path.segments.last().map(|segment| segment.ident.clone());
                        let name = name.filter(|name| {
                            let is_function = catalogue::FUNCTIONS.iter().any(|function| name == function);
                            !is_function && call.args.len() == 1
                        });
                        name.map(|name| (None, name, quote!()))
                    }
                    _ => None,
                };
                if let (Some((Some(first), name, _)), Some(Expr::Array(values))) =
                    (&name, call.args.first().map(referent))
                    && let Some(joined) = joined(name, values, &call.args)
                {
                    word.get_or_insert(first.clone());
                    return self.on_input(&joined, word);
                }
                if let (Some((first, name, generics)), Some(input)) = (name, call.args.first()) {
                    // A function of a number is reported as that.
                    if let Some(first) = first.filter(|(_, first)| {
                        let has_number = call.args.iter().any(|argument| number(argument).is_some());
                        number(input).is_none() && !(has_number && ["f32", "f64"].contains(&first.as_str()))
                    }) {
                        word.get_or_insert(first);
                    }
                    let input = self.on_input(referent(input), word);
                    let more = call.args.iter().skip(1).map(|argument| self.on_input(referent(argument), word));
                    return written(&input, &name, generics, &more.collect::<Vec<_>>());
                }
                call.args.iter_mut().for_each(|argument| *argument = self.on_input(argument, word));
            }
            Expr::Binary(binary) => {
                *binary.left = self.on_input(&binary.left, word);
                *binary.right = self.on_input(&binary.right, word);
            }
            Expr::Paren(inner) => *inner.expr = self.on_input(&inner.expr, word),
            Expr::Field(field) => *field.base = self.on_input(&field.base, word),
            Expr::Try(question) => *question.expr = self.on_input(&question.expr, word),
            Expr::Tuple(tuple) => tuple.elems.iter_mut().for_each(|element| *element = self.on_input(element, word)),
            _ => {}
        }
        expression
    }

    /// If a method is called on `self`, a module or a layer, returns that word and the layer or operation.
    fn wrong_receiver(&self, call: &ExprMethodCall) -> Option<(Word, Ident)> {
        let is_forward = call.method == "forward" || call.method == "call";
        match &*call.receiver {
            Expr::Field(field) if is_forward => match &field.member {
                Member::Named(layer) => Some((self.wrong_base(&field.base)?, layer.clone())),
                Member::Unnamed(_) => None,
            },
            Expr::Path(path) if is_forward => {
                let layer = path.path.get_ident()?;
                let is_layer = self.is_layer_name(&layer.to_string()) && !self.is_value(layer);
                is_layer.then(|| ((layer.span(), layer.to_string()), layer.clone()))
            }
            receiver => Some((self.wrong_base(receiver)?, call.method.clone())),
        }
    }

    /// If this is `self`, or a module such as `F` or `torch.nn`, returns its first word.
    fn wrong_base(&self, base: &Expr) -> Option<Word> {
        match base {
            Expr::Path(path) => {
                let name = path.path.get_ident()?;
                let is_wrong = ["self", "F", "nn", "torch", "tf", "np"].iter().any(|word| name == word);
                (is_wrong && !self.is_value(name)).then(|| (base.span(), name.to_string()))
            }
            Expr::Field(field) => self.wrong_base(&field.base),
            Expr::Paren(inner) => self.wrong_base(&inner.expr),
            _ => None,
        }
    }

    fn is_value(&self, name: &Ident) -> bool {
        self.variables.contains_key(&name.to_string())
    }
}

/// Rewrites `torch.cat([a, b], 1)`, whose axis counts the batch, as `concat(a, b)`.
fn joined(
    name: &Ident,
    values: &syn::ExprArray,
    arguments: &syn::punctuated::Punctuated<Expr, syn::Token![,]>,
) -> Option<Expr> {
    if !["cat", "concat", "concatenate", "stack"].iter().any(|known| name == known) {
        return None;
    }
    let axis = match arguments.iter().nth(1) {
        Some(Expr::Assign(named))
            if ["dim", "axis"].iter().any(|name| code(&named.left.to_token_stream()) == *name) =>
        {
            Some(&*named.right)
        }
        axis => axis,
    };
    let axis = match axis {
        None => 0,
        Some(Expr::Lit(syn::ExprLit { lit: syn::Lit::Int(axis), .. })) => axis.base10_parse::<usize>().ok()?,
        Some(_) => return None,
    };
    let function = if name == "stack" { "stack" } else { "concat" };
    let (concat, values) = (Ident::new(function, name.span()), values.elems.iter());
    Some(match axis {
        0 | 1 => syn::parse_quote!(#concat(#(#values),*)),
        axis => {
            let axis = proc_macro2::Literal::usize_unsuffixed(axis - 1);
            syn::parse_quote!(#concat::<#axis>(#(#values),*))
        }
    })
}

/// Returns whether this is the constructor of a type, such as `Linear::new`.
pub(in crate::graph) fn creates(path: &syn::Path) -> bool {
    let mut names = path.segments.iter().rev().map(|segment| segment.ident.to_string());
    let is_constructor = names.next().is_some_and(|name| ["new", "init", "default"].contains(&name.as_str()));
    is_constructor && names.next().is_some_and(|name| name.starts_with(char::is_uppercase))
}

/// The value behind a `&`.
fn referent(expression: &Expr) -> &Expr {
    match expression {
        Expr::Reference(reference) => referent(&reference.expr),
        other => other,
    }
}

/// The calls without the `?` behind them.
fn infallible(mut expression: Expr) -> Expr {
    match &mut expression {
        Expr::Try(question) => return infallible((*question.expr).clone()),
        Expr::MethodCall(call) => *call.receiver = infallible((*call.receiver).clone()),
        _ => {}
    }
    expression
}

fn without_parentheses(expression: &Expr) -> &Expr {
    match expression {
        Expr::Paren(inner) => without_parentheses(&inner.expr),
        other => other,
    }
}

/// Returns whether an argument is to be rewritten.
fn contains_wrong(walk: &Walk<'_>, arguments: &syn::punctuated::Punctuated<Expr, syn::Token![,]>) -> bool {
    arguments.iter().any(|argument| {
        let mut word = None;
        walk.on_input(argument, &mut word);
        word.is_some()
    })
}

/// A call on its input, which is put in parentheses if it is a sum or product.
fn written(input: &Expr, name: &Ident, generics: proc_macro2::TokenStream, more: &[Expr]) -> Expr {
    match input {
        Expr::Binary(_) | Expr::Unary(_) | Expr::Range(_) => syn::parse_quote!((#input).#name #generics (#(#more),*)),
        _ => syn::parse_quote!(#input.#name #generics (#(#more),*)),
    }
}
