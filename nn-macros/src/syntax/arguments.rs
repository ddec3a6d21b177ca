//! The type of a layer, and the arguments between its `<>`.

use super::ast::{Argument, LayerType, Value};
use super::sizes;
use super::words::in_angles;
use crate::diagnostics::{Spanned, messages};
use syn::parse::ParseStream;
use syn::punctuated::Punctuated;
use syn::{Ident, Lit, Token};

pub(super) fn layer_type(input: ParseStream<'_>) -> syn::Result<LayerType> {
    let path: syn::Path = input.call(syn::Path::parse_mod_style)?;
    let span = path.segments.last().map_or_else(|| path.span(), |segment| segment.ident.span());
    let mut arguments = Vec::new();
    in_angles(input, messages::unclosed_angle(&path), || {
        arguments.push(argument(input)?);
        if input.peek(Token![+]) || input.peek(Token![-]) || input.peek(Token![*]) || input.peek(Token![/]) {
            return Err(syn::Error::new(input.span(), messages::no_arithmetic()));
        }
        Ok(())
    })?;
    Ok(LayerType { path, arguments, span })
}

pub(crate) fn argument(input: ParseStream<'_>) -> syn::Result<Argument> {
    if input.peek(Token![_]) {
        return Ok(Argument::Infer(input.parse::<Token![_]>()?.span));
    }
    if input.peek(syn::Lifetime) {
        return Ok(Argument::Lifetime(input.parse()?));
    }
    if input.peek(syn::token::Brace) {
        return Ok(Argument::Const(input.parse()?));
    }
    if input.peek(Ident) && input.peek2(Token![=]) {
        let name = input.parse()?;
        input.parse::<Token![=]>()?;
        return Ok(Argument::Named(name, value(input)?));
    }
    if input.peek(Lit) && !input.peek(syn::LitInt) {
        return Ok(Argument::Number(input.parse()?));
    }
    sizes::size(input).map(Argument::Size)
}

/// `3`, `false`, a type, or several of them in parentheses.
fn value(input: ParseStream<'_>) -> syn::Result<Value> {
    if input.peek(syn::token::Paren) {
        let content;
        syn::parenthesized!(content in input);
        let values = Punctuated::<_, Token![,]>::parse_terminated_with(&content, value)?;
        return Ok(Value::Several(values.into_iter().collect()));
    }
    if input.peek(Token![-]) && input.peek2(Lit) {
        // A negative number: a size says what is wrong with it.
        sizes::size(input)?;
    }
    Ok(if input.peek(Lit) { Value::Literal(input.parse()?) } else { Value::Type(Box::new(input.parse()?)) })
}
