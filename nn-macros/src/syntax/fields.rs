//! Parsing of the layers of a struct.

use super::ast::{Field, FieldKind, LayerType};
use super::field_type::field_type;
use super::forward::Functions;
use super::names::{Renamed, several, span_of};
use super::words::{compact, no_comment};
use crate::diagnostics::{Errors, messages};
use proc_macro2::TokenTree;
use syn::parse::ParseStream;
use syn::parse::discouraged::Speculative;
use syn::punctuated::Punctuated;
use syn::{Attribute, Ident, Token, Visibility};

/// Parses the layers, up to a function that is written between the braces.
pub(super) fn parse_fields(
    input: ParseStream<'_>,
    renamed: &mut Renamed,
    errors: &mut Errors,
) -> syn::Result<Vec<Field>> {
    let mut fields = Vec::new();
    let mut has_semicolon = false;
    while !input.is_empty() {
        no_comment(input)?;
        if Functions::starts_with(input) {
            errors.at(input.span(), messages::function_in_struct());
            break;
        }
        if skip_separator(input, &mut has_semicolon, errors)? {
            continue;
        }
        let Some((attributes, visibility, name)) = field_start(input, renamed, &mut fields, errors)? else {
            skip_to_next_field(input)?;
            continue;
        };
        let ahead = input.fork();
        match parse_kind(&ahead, &name) {
            Ok(kind) => {
                input.advance_to(&ahead);
                if !input.is_empty() && !input.peek(Token![,]) && !input.peek(Token![;]) {
                    if !Functions::starts_with(input) {
                        errors.at(name.span(), messages::missing_comma(&name));
                    }
                    if !starts_field(input) && !Functions::starts_with(input) {
                        skip_to_next_field(input)?;
                    }
                }
                if input.peek(Token![,]) {
                    input.parse::<Token![,]>()?;
                }
                fields.push(Field { attributes, visibility, name, kind });
            }
            Err(error) => {
                errors.add(error);
                fields.push(Field { attributes, visibility, kind: unreadable(&name), name });
                skip_to_next_field(input)?;
            }
        }
    }
    Ok(fields)
}

/// Skips what is no layer: a `;`, a second `,` or `..`.
fn skip_separator(input: ParseStream<'_>, has_semicolon: &mut bool, errors: &mut Errors) -> syn::Result<bool> {
    if input.peek(Token![;]) {
        let semicolon: Token![;] = input.parse()?;
        if !std::mem::replace(has_semicolon, true) {
            errors.at(semicolon.span, messages::semicolon_between_layers());
        }
    } else if input.peek(Token![,]) {
        errors.at(input.parse::<Token![,]>()?.span, messages::second_comma());
    } else if input.peek(Token![.]) && !input.peek2(Ident) {
        errors.at(input.span(), messages::dots_in_struct());
        while !input.is_empty() && !input.peek(Token![,]) {
            input.parse::<TokenTree>()?;
        }
        input.parse::<Option<Token![,]>>()?;
    } else {
        return Ok(false);
    }
    Ok(true)
}

/// The type of a layer that could not be parsed, so that `forward` can refer to it: a path without segments.
fn unreadable(name: &Ident) -> FieldKind {
    let path = syn::Path { leading_colon: None, segments: Punctuated::new() };
    FieldKind::One(LayerType { path, arguments: Vec::new(), angles: None, span: name.span(), slip: None })
}

/// Parses the part of a field up to the `:`; `None` if there is none, which is reported. A name alone is a field, too.
fn field_start(
    input: ParseStream<'_>,
    renamed: &mut Renamed,
    untyped: &mut Vec<Field>,
    errors: &mut Errors,
) -> syn::Result<Option<(Vec<Attribute>, Visibility, Ident)>> {
    let attributes = input.call(Attribute::parse_outer)?;
    let visibility = input.parse()?;
    let (start, span) = (input.fork(), input.span());
    if let (Some(attribute), true) = (attributes.last(), input.is_empty()) {
        errors.at(attribute.pound_token.span, messages::doc_without_layer());
        return Ok(None);
    }
    let mut tokens: Vec<TokenTree> = Vec::new();
    while !input.is_empty() && !ends_name(input) {
        tokens.push(input.parse()?);
    }
    if input.peek(Token![:]) {
        if let Some(names) = several(&tokens) {
            errors.at(names[1].span(), messages::several_names(compact(&tokens.into_iter().collect())));
            input.parse::<Token![:]>()?;
            let unreadable = |name: Ident| {
                let kind = unreadable(&name);
                Field { attributes: Vec::new(), visibility: Visibility::Inherited, name, kind }
            };
            untyped.extend(names.into_iter().map(unreadable));
            return Ok(None);
        }
        let name = renamed.name(&tokens, errors);
        if name.is_none() {
            errors.at(span, messages::layer_without_name());
        }
        input.parse::<Token![:]>()?;
        return Ok(name.map(|name| (attributes, visibility, name)));
    }
    match &tokens[..] {
        [TokenTree::Ident(_), TokenTree::Ident(ty)]
            if input.peek(Token![<]) || ty.to_string().starts_with(char::is_uppercase) =>
        {
            let name: Ident = match start.parse() {
                Ok(name) => name,
                Err(error) => {
                    errors.at(error.span(), messages::layer_without_name());
                    return Ok(None);
                }
            };
            errors.at(tokens[1].span(), messages::missing_colon(&name));
            input.advance_to(&start);
            Ok(Some((attributes, visibility, name)))
        }
        [_, ..] if input.peek(Token![=]) => {
            let Some(name) = renamed.name(&tokens, errors) else { return Ok(None) };
            let sign: Token![=] = input.parse()?;
            if tokens.len() == 1 {
                errors.at(sign.span, messages::equals_sign_of_layer(&name));
            }
            Ok(Some((attributes, visibility, name)))
        }
        [TokenTree::Ident(ty)] if input.peek(Token![<]) => {
            let name = ty.to_string().to_lowercase();
            errors.at(ty.span(), messages::layer_type_without_name(ty, name));
            Ok(None)
        }
        [TokenTree::Ident(name)] => {
            errors.at(name.span(), messages::field_without_type(name));
            untyped.push(Field { attributes, visibility, name: name.clone(), kind: unreadable(name) });
            Ok(None)
        }
        _ => {
            let text = compact(&tokens.iter().cloned().collect());
            errors.at(span_of(&tokens, span), messages::not_a_layer(text));
            Ok(None)
        }
    }
}

/// Returns whether what is next ends the name of a layer.
fn ends_name(input: ParseStream<'_>) -> bool {
    let is_colon = input.peek(Token![:]) && !input.peek(Token![::]);
    is_colon || input.peek(Token![,]) || input.peek(Token![;]) || input.peek(Token![=]) || input.peek(Token![<])
}

fn starts_field(input: ParseStream<'_>) -> bool {
    let ahead = input.fork();
    let is_start = ahead.call(Attribute::parse_outer).is_ok() && ahead.parse::<Visibility>().is_ok();
    is_start && ahead.parse::<Ident>().is_ok() && ahead.peek(Token![:]) && !ahead.peek(Token![::])
}

/// Skips the rest of a field with an error: up to a comma followed by `name:`, or to a function.
fn skip_to_next_field(input: ParseStream<'_>) -> syn::Result<()> {
    while !input.is_empty() && !Functions::starts_with(input) {
        let token = input.parse::<TokenTree>()?;
        if matches!(&token, TokenTree::Punct(comma) if [',', ';'].contains(&comma.as_char()))
            && (starts_field(input) || input.is_empty())
        {
            break;
        }
    }
    Ok(())
}

fn parse_kind(input: ParseStream<'_>, name: &Ident) -> syn::Result<FieldKind> {
    if input.is_empty() || input.peek(Token![,]) || input.peek(Token![;]) {
        return Err(syn::Error::new(name.span(), messages::field_without_type(name)));
    }
    field_type(name, input)
}
