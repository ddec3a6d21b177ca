//! The parser of a network, from tokens to the [`ast`](super::ast). An error in one field does not hide those in
//! others.

use super::arguments::for_syn;
use super::ast::{Field, FieldKind, Forward, Input, LayerType, Network};
use super::attributes::{take_budget, take_derives_once, take_element, take_int8};
use super::field_type::field_type;
use super::tensor_type;
use super::words::expect;
use crate::diagnostics::{Errors, messages};
use proc_macro2::{Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::parse::discouraged::Speculative;
use syn::parse::{ParseStream, Parser};
use syn::punctuated::Punctuated;
use syn::{Attribute, Generics, Ident, Token, Visibility};

/// Parses a network; `None` after an error that prevents all further checks, which is in `errors`.
pub(crate) fn network(input: TokenStream, errors: &mut Errors) -> Option<Network> {
    let network = (|input: ParseStream<'_>| parse_network(input, errors)).parse2(input);
    network.map_err(|error| errors.add(error)).ok()
}

fn parse_network(input: ParseStream<'_>, errors: &mut Errors) -> syn::Result<Network> {
    let mut attributes = input.call(Attribute::parse_outer)?;
    let element = take_element(&mut attributes)?;
    let budget = take_budget(&mut attributes)?;
    let int8 = take_int8(&mut attributes)?;
    let derives = take_derives_once(&mut attributes, errors);
    let visibility: Visibility = input.parse()?;
    let keyword = expect::<Token![struct]>(input, input.span(), messages::expects_struct())?;
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
    let span = if input.is_empty() { name.span() } else { input.span() };
    expect::<Token![fn]>(input, span, messages::expects_forward(&name))?;
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

/// Checks that a type parameter has a bound: without one it is neither a size nor a layer.
fn bounded(name: &Ident, generics: &Generics) -> syn::Result<()> {
    let predicates = generics.where_clause.iter().flat_map(|clause| &clause.predicates);
    let bounded = predicates.filter_map(|predicate| match predicate {
        syn::WherePredicate::Type(predicate) => Some(predicate.bounded_ty.to_token_stream().to_string()),
        _ => None,
    });
    let bounded: Vec<_> = bounded.collect();
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
        if input.parse::<Option<Token![,]>>()?.is_none() && !input.is_empty() {
            errors.at(field.name.span(), messages::missing_comma(&field.name));
            if !starts_field(input) {
                skip_to_next_field(input)?;
            }
        }
        fields.push(field);
    }
    Ok(fields)
}

/// A field whose type could not be parsed, so that `forward` can refer to it: its type is a path without segments.
fn unreadable_field(input: ParseStream<'_>) -> Option<Field> {
    let (_, visibility, name) = field_start(&input.fork()).ok()?;
    let path = syn::Path { leading_colon: None, segments: Punctuated::new() };
    let kind = FieldKind::One(LayerType { path, arguments: Vec::new(), span: name.span(), slip: None });
    Some(Field { attributes: Vec::new(), visibility, name, kind })
}

/// Parses the part of a field before the `:`.
fn field_start(input: ParseStream<'_>) -> syn::Result<(Vec<Attribute>, Visibility, Ident)> {
    Ok((input.call(Attribute::parse_outer)?, input.parse()?, input.parse()?))
}

fn starts_field(input: ParseStream<'_>) -> bool {
    let ahead = input.fork();
    field_start(&ahead).is_ok() && ahead.peek(Token![:])
}

/// Skips the rest of a field with an error: up to a comma followed by `name:`.
fn skip_to_next_field(input: ParseStream<'_>) -> syn::Result<()> {
    while !input.is_empty() {
        let token = input.parse::<TokenTree>()?;
        if matches!(&token, TokenTree::Punct(comma) if comma.as_char() == ',') && starts_field(input) {
            break;
        }
    }
    Ok(())
}

fn parse_field(input: ParseStream<'_>) -> syn::Result<Field> {
    let (attributes, visibility, name) = field_start(input)?;
    expect::<Token![:]>(input, name.span(), messages::field_without_type(&name))?;
    if input.is_empty() || input.peek(Token![,]) {
        return Err(syn::Error::new(name.span(), messages::field_without_type(&name)));
    }
    let kind = field_type(&name, input)?;
    Ok(Field { attributes, visibility, name, kind })
}

fn parse_forward(input: ParseStream<'_>, attributes: Vec<Attribute>, errors: &mut Errors) -> syn::Result<Forward> {
    let name: Ident = input.parse()?;
    if name != "forward" {
        return Err(syn::Error::new(name.span(), messages::only_forward(&name)));
    }
    let (inputs, parentheses) = in_parens(input, parse_input)?;
    if inputs.is_empty() {
        return Err(syn::Error::new(parentheses, messages::no_input()));
    }
    if inputs.len() > 6 {
        return Err(syn::Error::new(inputs[6].name.span(), messages::too_many_tensors("inputs", inputs.len())));
    }
    expect::<Token![->]>(input, name.span(), messages::no_output())?;
    let output_span = input.span();
    let (outputs, parentheses) = match input.peek(syn::token::Paren) {
        true => in_parens(input, tensor_type::of_output)?,
        false => (vec![tensor_type::of_output(input)?], output_span),
    };
    if outputs.is_empty() {
        return Err(syn::Error::new(parentheses, messages::no_output()));
    }
    if outputs.len() > 6 {
        return Err(syn::Error::new(outputs[6].span, messages::too_many_tensors("outputs", outputs.len())));
    }
    if !input.peek(syn::token::Brace) {
        return Err(syn::Error::new(name.span(), messages::no_body()));
    }
    let body = parse_body(input, errors)?;
    Ok(Forward { attributes, span: name.span(), inputs, outputs, output_span, body })
}

/// Parses a comma-separated list in parentheses, and returns it with its span.
fn in_parens<T>(input: ParseStream<'_>, read: fn(ParseStream<'_>) -> syn::Result<T>) -> syn::Result<(Vec<T>, Span)> {
    let content;
    let parentheses = syn::parenthesized!(content in input);
    let all = Punctuated::<_, Token![,]>::parse_terminated_with(&content, read)?;
    Ok((all.into_iter().collect(), parentheses.span.join()))
}

/// Parses the body. After an error it is empty, so that the signature can still be used.
fn parse_body(input: ParseStream<'_>, errors: &mut Errors) -> syn::Result<syn::Block> {
    let body = for_syn(input.parse()?);
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
    expect::<Token![:]>(input, name.span(), messages::input_without_shape(&name))?;
    Ok(Input { name, ty: tensor_type::of_input(input)? })
}

/// Parses the name and the generic parameters of the network alone, for a stub.
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
