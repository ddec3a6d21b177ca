//! From tokens to the [`ast`](super::ast). A mistake inside one field does not hide those in the others.

use super::arguments::layer_type;
use super::ast::{Field, FieldKind, Forward, Input, LayerType, Network, TensorType};
use super::attributes::{take_budget, take_derives, take_element, take_int8};
use super::{tensor_type, turbofish};
use crate::diagnostics::{Errors, messages};
use proc_macro2::{TokenStream, TokenTree};
use syn::parse::discouraged::Speculative;
use syn::parse::{ParseStream, Parser};
use syn::punctuated::Punctuated;
use syn::{Attribute, Generics, Ident, Lit, Token, Visibility};

/// Reads a whole network. `None` if it is too broken to say anything about; the errors tell why.
pub(crate) fn network(input: TokenStream, errors: &mut Errors) -> Option<Network> {
    match (|input: ParseStream<'_>| parse_network(input, errors)).parse2(input) {
        Ok(network) => Some(network),
        Err(error) => {
            errors.add(error);
            None
        }
    }
}

fn parse_network(input: ParseStream<'_>, errors: &mut Errors) -> syn::Result<Network> {
    let mut attributes = input.call(Attribute::parse_outer)?;
    let element = take_element(&mut attributes)?;
    let budget = take_budget(&mut attributes)?;
    let int8 = take_int8(&mut attributes)?;
    let derives = take_derives(&mut attributes);
    let visibility: Visibility = input.parse()?;
    if !input.peek(Token![struct]) {
        return Err(syn::Error::new(input.span(), messages::expects_struct()));
    }
    let keyword = input.parse::<Token![struct]>()?;
    let name: Ident = input.parse()?;
    let mut generics: Generics = input.parse()?;
    generics.where_clause = input.parse()?;
    bounded(&name, &generics)?;
    if let (Some(limit), false) = (budget.first(), generics.params.is_empty()) {
        return Err(syn::Error::new(limit.of.span(), messages::budget_of_generic(&name)));
    }
    let content;
    let braces = syn::braced!(content in input);
    let fields = parse_fields(&content, errors)?;

    let forward_attributes = input.call(Attribute::parse_outer)?;
    if !input.peek(Token![fn]) {
        let span = if input.is_empty() { name.span() } else { input.span() };
        return Err(syn::Error::new(span, messages::expects_forward(&name)));
    }
    let forward = parse_forward(input, forward_attributes, errors)?;
    if !input.is_empty() {
        return Err(syn::Error::new(input.span(), messages::nothing_after_forward()));
    }
    Ok(Network {
        attributes,
        derives,
        visibility,
        keyword,
        braces,
        name,
        generics,
        element,
        budget,
        int8,
        fields,
        forward,
    })
}

/// Every type parameter has a bound: without one it is neither a size nor a layer.
fn bounded(name: &Ident, generics: &Generics) -> syn::Result<()> {
    let predicates = generics.where_clause.iter().flat_map(|clause| &clause.predicates);
    let bounded: Vec<String> = predicates
        .filter_map(|predicate| match predicate {
            syn::WherePredicate::Type(predicate) => {
                let ty = &predicate.bounded_ty;
                Some(quote::quote!(#ty).to_string())
            }
            _ => None,
        })
        .collect();
    for parameter in generics.type_params() {
        if parameter.bounds.is_empty() && !bounded.contains(&parameter.ident.to_string()) {
            return Err(syn::Error::new(parameter.ident.span(), messages::unbounded(name, &parameter.ident)));
        }
    }
    Ok(())
}

fn parse_fields(input: ParseStream<'_>, errors: &mut Errors) -> syn::Result<Vec<Field>> {
    let mut fields = Vec::new();
    while !input.is_empty() {
        let ahead = input.fork();
        let field = match parse_field(&ahead) {
            Ok(field) => field,
            Err(error) => {
                errors.add(error);
                fields.extend(unreadable_field(input));
                skip_to_next_field(input)?;
                continue;
            }
        };
        input.advance_to(&ahead);
        if !input.is_empty() && !input.peek(Token![,]) {
            errors.at(field.name.span(), messages::missing_comma(&field.name));
            if !starts_field(input) {
                skip_to_next_field(input)?;
            }
        } else if !input.is_empty() {
            input.parse::<Token![,]>()?;
        }
        fields.push(field);
    }
    Ok(fields)
}

/// A field whose type could not be read, so that `forward` can use its name: a path without segments.
fn unreadable_field(input: ParseStream<'_>) -> Option<Field> {
    let ahead = input.fork();
    Attribute::parse_outer(&ahead).ok()?;
    let visibility = ahead.parse().ok()?;
    let name: Ident = ahead.parse().ok()?;
    let path = syn::Path { leading_colon: None, segments: Punctuated::new() };
    let kind = FieldKind::One(LayerType { path, arguments: Vec::new(), span: name.span() });
    Some(Field { attributes: Vec::new(), visibility, name, kind })
}

fn starts_field(input: ParseStream<'_>) -> bool {
    let ahead = input.fork();
    Attribute::parse_outer(&ahead).is_ok()
        && ahead.parse::<Visibility>().is_ok()
        && ahead.parse::<Ident>().is_ok()
        && ahead.peek(Token![:])
}

/// Skips what is left of a broken field: up to a comma that `name:` follows.
fn skip_to_next_field(input: ParseStream<'_>) -> syn::Result<()> {
    while !input.is_empty() {
        if input.peek(Token![,]) {
            input.parse::<Token![,]>()?;
            if starts_field(input) {
                return Ok(());
            }
        } else {
            input.parse::<TokenTree>()?;
        }
    }
    Ok(())
}

fn parse_field(input: ParseStream<'_>) -> syn::Result<Field> {
    let attributes = input.call(Attribute::parse_outer)?;
    let visibility = input.parse()?;
    let name: Ident = input.parse()?;
    if !input.peek(Token![:]) {
        return Err(syn::Error::new(name.span(), messages::field_without_type(&name)));
    }
    input.parse::<Token![:]>()?;
    if input.is_empty() || input.peek(Token![,]) {
        return Err(syn::Error::new(name.span(), messages::field_without_type(&name)));
    }
    let kind = if input.peek(syn::token::Bracket) {
        let content;
        let brackets = syn::bracketed!(content in input);
        let layer = layer_type(&content)?;
        if !content.peek(Token![;]) {
            return Err(syn::Error::new(brackets.span.join(), messages::array_without_count()));
        }
        content.parse::<Token![;]>()?;
        let count: Lit =
            content.parse().map_err(|error| syn::Error::new(error.span(), messages::array_without_count()))?;
        match &count {
            Lit::Int(literal) => match literal.base10_parse::<usize>() {
                Ok(0) => return Err(syn::Error::new(literal.span(), messages::empty_array(&name))),
                Ok(count) if content.is_empty() => FieldKind::Array(layer, count),
                _ => return Err(syn::Error::new(literal.span(), messages::array_without_count())),
            },
            other => return Err(syn::Error::new(other.span(), messages::array_without_count())),
        }
    } else {
        FieldKind::One(layer_type(input)?)
    };
    Ok(Field { attributes, visibility, name, kind })
}

fn parse_forward(input: ParseStream<'_>, attributes: Vec<Attribute>, errors: &mut Errors) -> syn::Result<Forward> {
    input.parse::<Token![fn]>()?;
    let name: Ident = input.parse()?;
    if name != "forward" {
        return Err(syn::Error::new(name.span(), messages::only_forward(&name)));
    }
    let content;
    let parentheses = syn::parenthesized!(content in input);
    let inputs: Vec<Input> =
        Punctuated::<_, Token![,]>::parse_terminated_with(&content, parse_input)?.into_iter().collect();
    if inputs.is_empty() {
        return Err(syn::Error::new(parentheses.span.join(), messages::no_input()));
    }
    if inputs.len() > 6 {
        return Err(syn::Error::new(inputs[6].name.span(), messages::too_many_tensors("inputs", inputs.len())));
    }
    if !input.peek(Token![->]) {
        return Err(syn::Error::new(name.span(), messages::no_output()));
    }
    input.parse::<Token![->]>()?;
    let output_span = input.span();
    let outputs = if input.peek(syn::token::Paren) {
        let content;
        let parentheses = syn::parenthesized!(content in input);
        let outputs: Vec<TensorType> =
            Punctuated::<_, Token![,]>::parse_terminated_with(&content, tensor_type::of_output)?.into_iter().collect();
        if outputs.is_empty() {
            return Err(syn::Error::new(parentheses.span.join(), messages::no_output()));
        }
        if outputs.len() > 6 {
            return Err(syn::Error::new(outputs[6].span, messages::too_many_tensors("outputs", outputs.len())));
        }
        outputs
    } else {
        vec![tensor_type::of_output(input)?]
    };
    if !input.peek(syn::token::Brace) {
        return Err(syn::Error::new(name.span(), messages::no_body()));
    }
    let body = parse_body(input, errors)?;
    Ok(Forward { attributes, span: name.span(), inputs, outputs, output_span, body })
}

/// A body that cannot be read is an empty one: the signature still says what the network takes and gives.
fn parse_body(input: ParseStream<'_>, errors: &mut Errors) -> syn::Result<syn::Block> {
    let body = turbofish::for_syn(input.parse()?);
    syn::parse2(TokenTree::Group(body).into()).or_else(|error| {
        errors.at(error.span(), messages::unreadable_body(&error));
        Ok(syn::parse_quote!({}))
    })
}

fn parse_input(input: ParseStream<'_>) -> syn::Result<Input> {
    if input.peek(Token![self]) || input.peek(Token![&]) {
        return Err(syn::Error::new(input.span(), messages::no_self()));
    }
    let name: Ident = input.parse()?;
    if !input.peek(Token![:]) {
        return Err(syn::Error::new(name.span(), messages::input_without_shape(&name)));
    }
    input.parse::<Token![:]>()?;
    Ok(Input { name, ty: tensor_type::of_input(input)? })
}

/// The name and the parameters of the network, found without understanding the rest: what a stub is written for.
pub(crate) fn name_of(input: &TokenStream) -> Option<(Visibility, Ident, Generics)> {
    (|input: ParseStream<'_>| {
        input.call(Attribute::parse_outer)?;
        let visibility = input.parse()?;
        input.parse::<Token![struct]>()?;
        let name = input.parse()?;
        let ahead = input.fork();
        let generics = ahead.parse().unwrap_or_default();
        input.parse::<TokenStream>()?;
        Ok((visibility, name, generics))
    })
    .parse2(input.clone())
    .ok()
}
