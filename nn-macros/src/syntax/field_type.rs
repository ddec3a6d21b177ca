//! Parsing of the type of a field: a layer, or an array `[layer; 4]`.

use super::arguments::layer_type;
use super::ast::{FieldKind, LayerType, Slip};
use super::words::compact;
use crate::diagnostics::messages;
use proc_macro2::{Span, TokenStream};
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser};
use syn::{Ident, Lit, Token};

pub(super) fn field_type(name: &Ident, input: ParseStream<'_>) -> syn::Result<FieldKind> {
    if !input.peek(syn::token::Bracket) {
        no_path(name, input)?;
        return layer_type(input).map(FieldKind::One);
    }
    let content;
    let brackets = syn::bracketed!(content in input);
    if content.is_empty() {
        return Err(syn::Error::new(brackets.span.join(), messages::array_without_layer(name)));
    }
    if content.peek(Lit) {
        return Err(swapped(&content));
    }
    no_path(name, &content)?;
    let tokens: TokenStream = content.fork().parse()?;
    let layer = layer_type(&content)?;
    if content.peek(Token![,]) && content.peek2(Lit) {
        let comma: Token![,] = content.parse()?;
        let (count, rest): (Lit, TokenStream) = (content.parse()?, content.parse()?);
        let message = match rest.is_empty() {
            true => messages::array_with_comma(text(&tokens), count.to_token_stream()),
            false => messages::array_of_several(),
        };
        return Err(syn::Error::new(comma.span, message));
    }
    if content.peek(Token![,]) {
        return Err(syn::Error::new(brackets.span.join(), list(name, tokens)));
    }
    if content.is_empty() {
        // `[Linear<4, 4>] * 3`.
        let ahead = input.fork();
        let times = ahead.parse::<Token![*]>().and_then(|_| ahead.parse::<syn::LitInt>());
        let message = match times {
            Ok(count) => messages::array_repeated(compact(&tokens), count.base10_digits()),
            Err(_) => messages::array_of_one(compact(&tokens)),
        };
        return Err(syn::Error::new(brackets.span.join(), message));
    }
    if !content.peek(Token![;]) {
        return Err(syn::Error::new(content.span(), messages::array_without_count(text(&tokens))));
    }
    content.parse::<Token![;]>()?;
    let wrong = |span: Span| syn::Error::new(span, messages::array_without_count(text(&tokens)));
    let literal: Lit = content.parse().map_err(|error: syn::Error| wrong(error.span()))?;
    let count = match &literal {
        Lit::Int(count) if matches!(count.suffix(), "" | "usize") => count.base10_parse::<usize>().ok(),
        Lit::Int(count) => {
            let message = messages::unit_of_count(compact(&literal.to_token_stream()), count.base10_digits());
            return Err(syn::Error::new(count.span(), message));
        }
        _ => None,
    };
    match count {
        Some(0) => Err(syn::Error::new(literal.span(), messages::empty_array(name))),
        Some(count) if content.is_empty() => Ok(FieldKind::Array(layer, count)),
        _ => Err(wrong(literal.span())),
    }
}

/// Reports a type that is not a path, such as a reference.
fn no_path(field: &Ident, input: ParseStream<'_>) -> syn::Result<()> {
    let ahead = input.fork();
    if ahead.peek(Ident::peek_any) || ahead.peek(Token![::]) {
        return Ok(());
    }
    let span = ahead.span();
    if ahead.peek(syn::token::Paren) {
        return Err(syn::Error::new(span, messages::tuple_as_layer(field)));
    }
    match ahead.parse::<syn::Type>() {
        Ok(syn::Type::Reference(of)) => {
            let inner = compact(&of.elem.to_token_stream());
            Err(syn::Error::new(span, messages::reference_to_layer(field, inner)))
        }
        _ => Err(syn::Error::new(span, messages::no_type_of_layer(field))),
    }
}

/// The layer in the tokens between the brackets, as the user wrote it.
fn text(tokens: &TokenStream) -> String {
    let read = |input: ParseStream<'_>| {
        layer_type(input)?;
        input.parse::<TokenStream>()
    };
    let rest = read.parse2(tokens.clone()).unwrap_or_default().into_iter().count();
    let length = tokens.clone().into_iter().count() - rest;
    compact(&tokens.clone().into_iter().take(length).collect())
}

/// The error for `[4; Linear<8, 8>]`.
fn swapped(content: ParseStream<'_>) -> syn::Error {
    let wrong = |span: Span| syn::Error::new(span, messages::array_of_several());
    let count: Lit = match content.parse() {
        Ok(count) => count,
        Err(error) => return error,
    };
    if content.parse::<Token![;]>().is_err() && content.parse::<Token![,]>().is_err() {
        return wrong(count.span());
    }
    let layer = content.fork().parse::<TokenStream>().unwrap_or_default();
    match layer_type(content) {
        Ok(LayerType { slip: None, .. }) if content.is_empty() => {
            syn::Error::new(count.span(), messages::array_swapped(compact(&layer), count.to_token_stream()))
        }
        _ => wrong(count.span()),
    }
}

/// The message for `[Linear<8, 16>, Linear<16, 8>]`.
fn list(name: &Ident, tokens: TokenStream) -> String {
    let read = |input: ParseStream<'_>| {
        let mut layers = Vec::new();
        while !input.is_empty() {
            let ahead: TokenStream = input.fork().parse()?;
            let LayerType { slip, .. } = layer_type(input)?;
            layers.push((text(&ahead), slip));
            if !input.is_empty() {
                input.parse::<Token![,]>()?;
            }
        }
        Ok(layers)
    };
    let layers: Vec<(String, Option<Slip>)> = read.parse2(tokens).unwrap_or_default();
    match layers.as_slice() {
        layers if layers.is_empty() || layers.iter().any(|(_, slip)| slip.is_some()) => messages::array_of_several(),
        [(first, _), rest @ ..] if rest.iter().all(|(layer, _)| layer == first) => {
            messages::array_written_out(first, layers.len())
        }
        layers => {
            let fields = layers.iter().enumerate().map(|(index, (layer, _))| format!("{name}{}: {layer}", index + 1));
            let calls: String = (1..=layers.len()).map(|index| format!(".{name}{index}()")).collect();
            messages::array_of_others(fields.collect::<Vec<_>>().join(", "), calls, name)
        }
    }
}
