//! The parser of a network, from tokens to the [`ast`](super::ast). An error in one part does not hide those in
//! others: what is wrong is reported, and then read as what it means.

use super::ast::Network;
use super::attributes::{take_budget, take_derives_once, take_element, take_int8, take_misspelt};
use super::fields::parse_fields;
use super::forward::Functions;
use super::names::Renamed;
use super::words::{compact, parameters_of, split_at};
use crate::diagnostics::{Errors, messages};
use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::parse::{ParseBuffer, ParseStream, Parser};
use syn::{Attribute, Generics, Ident, Token, Visibility};

/// Parses a network; `None` after an error that prevents all further checks, which is in `errors`.
pub(crate) fn network(input: TokenStream, errors: &mut Errors) -> Option<Network> {
    let network = (|input: ParseStream<'_>| parse_network(input, errors)).parse2(input);
    network.map_err(|error| errors.add(error)).ok()
}

fn parse_network(input: ParseStream<'_>, errors: &mut Errors) -> syn::Result<Network> {
    let early = functions_before_struct(input, errors)?;
    let mut attributes = input.call(Attribute::parse_outer)?;
    take_misspelt(&mut attributes, errors);
    let element = take_element(&mut attributes).map_err(|error| errors.add(error));
    let mut budget = take_budget(&mut attributes, errors);
    let int8 = take_int8(&mut attributes, errors).map_err(|error| errors.add(error)).unwrap_or_default();
    let derives = take_derives_once(&mut attributes, errors);
    let visibility: Visibility = input.parse()?;
    let keyword = keyword(input, errors)?;
    let name = network_name(input)?;
    let mut generics: Generics = input.parse()?;
    generics.where_clause = input.parse()?;
    let int8 = int8.filter(|int8| {
        let is_own = int8.name != name;
        if !is_own {
            errors.at(int8.name.span(), messages::int8_named_as_network(&name));
        }
        is_own
    });
    if let (Some(limit), false) = (budget.first(), generics.params.is_empty()) {
        errors.at(limit.of.span(), messages::budget_of_generic(&name));
        budget.clear();
    }
    let (content, braces) = layers(input, &name)?;
    let mut renamed = Renamed::default();
    let mut fields = parse_fields(&content, &mut renamed, errors)?;
    if !content.is_empty() {
        // A closing brace is missing between the layers and `forward`, or is behind it.
        fields.retain(|field| field.name != "forward");
    }
    let mut functions = Functions {
        network: &name,
        fields: &fields,
        renamed: &renamed,
        errors,
        forward: None,
        others: Vec::new(),
        unreadable: Vec::new(),
        is_declared: true,
    };
    if !content.is_empty() {
        functions.read(&content)?;
        content.parse::<TokenStream>()?;
    }
    if let Some(early) = early {
        functions.read(&early)?;
    }
    functions.read(input)?;
    let is_declared = functions.is_declared;
    let others = std::mem::take(&mut functions.others);
    let unreadable = std::mem::take(&mut functions.unreadable);
    let forward = functions.finish()?;
    // Uses of a network with an unknown element type would be errors of another type.
    let is_declared = is_declared && forward.is_declared() && element.is_ok();
    Ok(Network {
        attributes,
        derives,
        visibility,
        keyword,
        braces,
        name,
        generics,
        element: element.unwrap_or(super::ast::Element::F32),
        budget,
        int8,
        fields,
        forward,
        functions: others,
        unreadable,
        is_declared,
    })
}

/// Skips functions that are written before the struct, and returns them.
fn functions_before_struct<'a>(input: ParseStream<'a>, errors: &mut Errors) -> syn::Result<Option<ParseBuffer<'a>>> {
    let ahead = input.fork();
    let is_function = ahead.parse::<Visibility>().is_ok() && (ahead.peek(Token![fn]) || Functions::starts_with(&ahead));
    if !is_function || !has_struct(input) {
        return Ok(None);
    }
    errors.at(ahead.span(), messages::struct_first());
    let early = input.fork();
    while !starts_struct(input) {
        input.parse::<TokenTree>()?;
    }
    Ok(Some(early))
}

fn has_struct(input: ParseStream<'_>) -> bool {
    let ahead = input.fork();
    while !ahead.is_empty() {
        if ahead.peek(Token![struct]) {
            return true;
        }
        if ahead.parse::<TokenTree>().is_err() {
            break;
        }
    }
    false
}

/// Returns whether a struct with its attributes is next.
fn starts_struct(input: ParseStream<'_>) -> bool {
    let ahead = input.fork();
    let is_head = ahead.call(Attribute::parse_outer).is_ok() && ahead.parse::<Visibility>().is_ok();
    is_head && ahead.peek(Token![struct])
}

/// Parses `struct`, or reports the word in its place.
fn keyword(input: ParseStream<'_>, errors: &mut Errors) -> syn::Result<Token![struct]> {
    if input.peek(Token![struct]) {
        return input.parse();
    }
    let (span, ahead) = (input.span(), input.fork());
    let Ok(word) = ahead.call(Ident::parse_any) else {
        return Err(syn::Error::new(span, messages::expects_struct()));
    };
    if ahead.peek(syn::token::Brace) && syn::parse2::<Ident>(word.to_token_stream()).is_ok() {
        errors.at(span, messages::without_struct(&word));
        return Ok(Token![struct](span));
    }
    let name = ahead.call(Ident::parse_any);
    match name {
        Ok(name) if word != "fn" && (ahead.is_empty() || ahead.peek(syn::token::Brace) || ahead.peek(Token![<])) => {
            input.call(Ident::parse_any)?;
            errors.at(span, messages::other_than_struct(&word, &name));
            Ok(Token![struct](span))
        }
        _ => Err(syn::Error::new(span, messages::expects_struct())),
    }
}

fn network_name(input: ParseStream<'_>) -> syn::Result<Ident> {
    let span = input.span();
    let ahead = input.fork();
    input.parse().map_err(|_| match ahead.call(Ident::parse_any) {
        Ok(word) => syn::Error::new(span, messages::keyword_as_network(&word)),
        Err(_) => syn::Error::new(span, messages::network_without_name()),
    })
}

/// Parses the braces of the struct.
fn layers<'a>(input: ParseStream<'a>, name: &Ident) -> syn::Result<(ParseBuffer<'a>, syn::token::Brace)> {
    let span = if input.is_empty() { name.span() } else { input.span() };
    if input.peek(syn::token::Paren) {
        let content;
        syn::parenthesized!(content in input);
        let tokens: Vec<TokenTree> = content.parse::<TokenStream>()?.into_iter().collect();
        let types = split_at(&tokens, ',').into_iter().filter(|ty| !ty.is_empty()).enumerate();
        let named = types.map(|(index, ty)| format!("layer{}: {}", index + 1, compact(&ty.iter().cloned().collect())));
        return Err(syn::Error::new(span, messages::layers_without_names(name, named.collect::<Vec<_>>().join(", "))));
    }
    if !input.peek(syn::token::Brace) {
        return Err(syn::Error::new(span, messages::network_without_braces(name)));
    }
    let content;
    let braces = syn::braced!(content in input);
    Ok((content, braces))
}

/// Splits the input before a second struct, which needs a `network!` of its own, and reports it.
pub(crate) fn split_networks(input: TokenStream, errors: &mut Errors) -> (TokenStream, TokenStream) {
    let read = |input: ParseStream<'_>| {
        let (mut first, mut structs, mut has_function) = (Vec::new(), 0, false);
        while !input.is_empty() {
            if starts_struct(input) {
                if structs > 0 && has_function {
                    break;
                }
                structs += 1;
                while !input.peek(Token![struct]) {
                    first.push(input.parse()?);
                }
            }
            has_function |= input.peek(Token![fn]);
            first.push(input.parse::<TokenTree>()?);
        }
        Ok((first.into_iter().collect(), input.parse()?))
    };
    let (first, rest): (TokenStream, TokenStream) = read.parse2(input.clone()).unwrap_or((input, TokenStream::new()));
    let mut ahead = rest.clone().into_iter();
    if let Some(keyword) = ahead.find(|token| matches!(token, TokenTree::Ident(word) if word == "struct")) {
        let name = ahead.next().map(|name| name.to_string()).unwrap_or_default();
        errors.at(keyword.span(), messages::second_network(name));
    }
    (first, rest)
}

/// Parses the name and the generic parameters of the network alone, for a stub.
pub(crate) fn name_of(input: &TokenStream) -> Option<(Visibility, Ident, Generics)> {
    (|input: ParseStream<'_>| {
        while !input.is_empty() && !starts_struct(input) && !starts_other(input) {
            input.parse::<TokenTree>()?;
        }
        input.call(Attribute::parse_outer)?;
        let visibility = input.parse()?;
        if !starts_named(input) {
            input.call(Ident::parse_any)?;
        }
        let name = input.parse()?;
        let generics = parameters_of(input);
        input.parse::<TokenStream>()?;
        Ok((visibility, name, generics))
    })
    .parse2(input.clone())
    .ok()
}

/// Returns whether `class Net {`, or `Net {`, is next.
fn starts_other(input: ParseStream<'_>) -> bool {
    let ahead = input.fork();
    let is_head = ahead.call(Attribute::parse_outer).is_ok() && ahead.parse::<Visibility>().is_ok();
    is_head && (starts_named(&ahead) || ahead.call(Ident::parse_any).is_ok() && starts_named(&ahead))
}

fn starts_named(input: ParseStream<'_>) -> bool {
    input.peek(Ident)
        && (input.peek2(syn::token::Brace) || input.peek2(Token![<]) || input.peek2(syn::token::Paren))
        && !input.peek(Token![fn])
}
