//! The parser of a network, from tokens to the [`ast`](super::ast). An error in one field does not hide those in
//! others.

use super::arguments::{for_syn, layer_type};
use super::ast::{Field, FieldKind, Forward, Input, Int8, LayerType, Network};
use super::attributes::{take_budget, take_derives_once, take_element, take_int8};
use super::tensor_type;
use super::words::{compact, expect, mentions};
use crate::diagnostics::{Errors, Spanned, messages};
use proc_macro2::{Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::parse::discouraged::Speculative;
use syn::parse::{ParseStream, Parser};
use syn::punctuated::Punctuated;
use syn::{Attribute, GenericParam, Generics, Ident, Lit, Token, Visibility};

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
    let (int8, of_network): (Option<Int8>, _) = match int8 {
        Some(int8) if int8.name == name => (None, Some(int8.name)),
        int8 => (int8, None),
    };
    of_network.iter().for_each(|of_int8| errors.at(of_int8.span(), messages::int8_named_as_network(of_int8)));
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
    let kind = FieldKind::One(LayerType { path, arguments: Vec::new(), span: name.span() });
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
    let kind = if input.peek(syn::token::Bracket) {
        let content;
        let brackets = syn::bracketed!(content in input);
        no_path(&name, &content)?;
        let layer = layer_type(&content)?;
        expect::<Token![;]>(&content, brackets.span.join(), messages::array_without_count())?;
        let wrong = |span| syn::Error::new(span, messages::array_without_count());
        let literal: Lit = content.parse().map_err(|error| wrong(error.span()))?;
        let count = match &literal {
            Lit::Int(literal) => literal.base10_parse::<usize>().ok(),
            _ => None,
        };
        match count {
            Some(0) => return Err(syn::Error::new(literal.span(), messages::empty_array(&name))),
            Some(count) if content.is_empty() => FieldKind::Array(layer, count),
            _ => return Err(wrong(literal.span())),
        }
    } else {
        no_path(&name, input)?;
        FieldKind::One(layer_type(input)?)
    };
    Ok(Field { attributes, visibility, name, kind })
}

/// Reports a type that is not a path, such as a reference.
fn no_path(field: &Ident, input: ParseStream<'_>) -> syn::Result<()> {
    let ahead = input.fork();
    if ahead.peek(Ident::peek_any) || ahead.peek(Token![::]) {
        return Ok(());
    }
    let (span, ty) = (ahead.span(), ahead.parse::<syn::Type>());
    match ty {
        Ok(syn::Type::Reference(of)) => {
            Err(syn::Error::new(span, messages::reference_to_layer(field, compact(&of.elem.to_token_stream()))))
        }
        _ => Err(syn::Error::new(span, messages::no_type_of_layer(field))),
    }
}

fn parse_forward(input: ParseStream<'_>, attributes: Vec<Attribute>, errors: &mut Errors) -> syn::Result<Forward> {
    let name: Ident = input.parse()?;
    if name != "forward" {
        return Err(syn::Error::new(name.span(), messages::only_forward(&name)));
    }
    no_parameters(input, errors)?;
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

/// Reports generic parameters of `forward`. A signature that mentions one of them has no meaning.
fn no_parameters(input: ParseStream<'_>, errors: &mut Errors) -> syn::Result<()> {
    let parameters = input.peek(Token![<]).then(|| input.parse::<Generics>()).transpose()?;
    let Some(first) = parameters.iter().flat_map(|generics| &generics.params).next() else { return Ok(()) };
    let name = match first {
        GenericParam::Lifetime(of) => of.lifetime.to_string(),
        GenericParam::Type(of) => of.ident.to_string(),
        GenericParam::Const(of) => of.ident.to_string(),
    };
    let error = syn::Error::new(first.span(), messages::parameters_of_forward(&name));
    if mentions(&input.fork().parse()?, &|ident| ident == name) {
        return Err(error);
    }
    errors.add(error);
    Ok(())
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
