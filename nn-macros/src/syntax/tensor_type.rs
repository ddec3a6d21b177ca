//! Parsing of tensor types: `Tensor<1, 28, 28>`, or `Tensor<16, Class<1000>>` for indices.

use super::ast::TensorType;
use super::sizes::{self, Size};
use super::words::{compact, declared, expect, in_angles};
use crate::diagnostics::messages;
use proc_macro2::Span;
use quote::quote;
use syn::parse::discouraged::Speculative;
use syn::parse::{ParseStream, Parser};
use syn::{Ident, Lit, Path, Token, Type};

/// Parses the type of an input, which may contain indices.
pub(crate) fn of_input(input: ParseStream<'_>) -> syn::Result<TensorType> {
    read(input).map(|(ty, _)| ty)
}

/// Parses the type of an output.
pub(crate) fn of_output(input: ParseStream<'_>) -> syn::Result<TensorType> {
    of_numbers(input, messages::indices_as_output)
}

/// Parses the type of `let h: Tensor<64> = ..`.
pub(crate) fn of_annotation(ty: &Type) -> syn::Result<TensorType> {
    (|input: ParseStream<'_>| of_numbers(input, |_| messages::indices_as_annotation())).parse2(quote!(#ty))
}

/// Parses a floating-point type; `wrong` formats the message for indices, from the sizes followed by the number of
/// classes.
fn of_numbers(input: ParseStream<'_>, wrong: impl Fn(String) -> String) -> syn::Result<TensorType> {
    match read(input)? {
        (TensorType { sizes, class: Some(class), .. }, span) => {
            let sizes: Vec<_> = sizes.iter().chain([&class]).map(text).collect();
            Err(syn::Error::new(span, wrong(sizes.join(", "))))
        }
        (ty, _) => Ok(ty),
    }
}

/// Parses a type, and returns it with the span of its `Class`, or of `Tensor`.
fn read(input: ParseStream<'_>) -> syn::Result<(TensorType, Span)> {
    let ty: Ident = input.parse().map_err(|error| syn::Error::new(error.span(), messages::expects_tensor()))?;
    if ty != "Tensor" {
        return Err(syn::Error::new(ty.span(), messages::expects_tensor()));
    }
    let mut sizes = Vec::new();
    // Each class with the number of sizes before it.
    let mut classes: Vec<(Size, Span, usize)> = Vec::new();
    in_angles(input, messages::unclosed_tensor(), || {
        if input.peek(Token![_]) {
            return Err(syn::Error::new(input.span(), messages::infer_in_signature()));
        }
        match class(input)? {
            Some((size, span)) => classes.push((size, span, sizes.len())),
            None => sizes.push(sizes::size(input)?),
        }
        Ok(())
    })?;
    if let [_, (_, span, _), ..] = &classes[..] {
        return Err(syn::Error::new(*span, messages::class_twice()));
    }
    if let [(class, span, before)] = &classes[..]
        && *before < sizes.len()
    {
        let declared = declared(sizes.iter().map(text), text(class));
        return Err(syn::Error::new(*span, messages::class_before_sizes(declared)));
    }
    if sizes.len() > 5 {
        return Err(syn::Error::new(ty.span(), messages::too_many_axes(sizes.len(), 5)));
    }
    let class = classes.pop();
    let span = class.as_ref().map_or(ty.span(), |(_, span, _)| *span);
    Ok((TensorType { sizes, class: class.map(|(size, ..)| size), span: ty.span() }, span))
}

/// Parses `Class<1000>`, with or without a path, and returns its size and span; `None` for anything else.
fn class(input: ParseStream<'_>) -> syn::Result<Option<(Size, Span)>> {
    let ahead = input.fork();
    let Ok(path) = ahead.call(Path::parse_mod_style) else { return Ok(None) };
    let Some(name) = path.segments.last().map(|segment| &segment.ident) else { return Ok(None) };
    let wrong = |message: String| Err(syn::Error::new(name.span(), message));
    if name != "Class" {
        // A type with one integer argument may be a size that the user defined.
        let has_number = ahead.peek(Token![<]) && ahead.peek2(Lit) && ahead.peek3(Token![>]);
        return match has_number && messages::is_misspelt_class(&name.to_string()) {
            true => wrong(messages::misspelt_class(name)),
            false => Ok(None),
        };
    }
    input.advance_to(&ahead);
    if !input.peek(Token![<]) || input.peek2(Token![>]) {
        return wrong(messages::class_without_number());
    }
    let open = input.parse::<Token![<]>()?;
    if input.peek(Token![_]) {
        return Err(syn::Error::new(input.span(), messages::infer_in_signature()));
    }
    if let Ok(Lit::Int(number)) = input.fork().parse()
        && number.base10_digits() == "0"
    {
        return Err(syn::Error::new(number.span(), messages::class_below_zero()));
    }
    let size = sizes::size(input)?;
    if input.peek(Token![,]) {
        return wrong(messages::class_without_number());
    }
    expect::<Token![>]>(input, open.span, messages::unclosed_tensor())?;
    Ok(Some((size, name.span())))
}

/// Formats a size as the user wrote it.
fn text(size: &Size) -> String {
    match size {
        Size::Literal(value, _) => value.to_string(),
        Size::Type(ty) => compact(&quote!(#ty)),
    }
}
