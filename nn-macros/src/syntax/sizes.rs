//! Parsing of sizes: integers and types.

use super::words::{compact, expect, rest};
use crate::diagnostics::{Spanned, messages};
use proc_macro2::{Group, Literal, Span, TokenTree};
use quote::quote;
use syn::parse::ParseStream;
use syn::punctuated::Punctuated;
use syn::{Expr, ExprLit, Lit, Token, Type};

/// The largest size that a type can represent, which fits an address space.
pub(crate) const LARGEST: u64 = i64::MAX as u64;

/// A size as the user wrote it.
pub(crate) enum Size {
    Literal(u64, Span),
    Type(Box<Type>),
}

impl Size {
    pub(crate) fn span(&self) -> Span {
        match self {
            Size::Literal(_, span) => *span,
            Size::Type(ty) => ty.span(),
        }
    }
}

/// Parses an integer of at least 1, or a type.
pub(crate) fn size(input: ParseStream<'_>) -> syn::Result<Size> {
    if input.peek(Token![-]) && input.peek2(Lit) {
        let minus = input.parse::<Token![-]>()?;
        let literal = input.parse::<Lit>()?;
        let message = messages::not_a_size(format!("-{}", quote!(#literal)));
        return Err(syn::Error::new_spanned(quote!(#minus #literal), message));
    }
    if input.is_empty() {
        return Err(syn::Error::new(input.span(), messages::missing_size()));
    }
    if input.peek(syn::token::Brace) {
        let braces: Group = input.parse()?;
        return Err(syn::Error::new(braces.span_open(), in_braces(&braces)));
    }
    if !input.peek(Lit) {
        let ty = named(input)?;
        if input.peek(Token![*]) || input.peek(Token![-]) || input.peek(Token![/]) || input.peek(Token![+]) {
            return Err(syn::Error::new(input.span(), messages::no_arithmetic()));
        }
        return Ok(Size::Type(Box::new(ty)));
    }
    match input.parse::<Lit>()? {
        Lit::Int(literal) if matches!(literal.suffix(), "" | "usize") => match literal.base10_parse::<u64>() {
            Ok(0) => Err(syn::Error::new(literal.span(), messages::zero_size())),
            Ok(value) if value <= LARGEST => match arithmetic(&literal, input) {
                Some(error) => Err(error),
                None => Ok(Size::Literal(value, literal.span())),
            },
            _ => Err(syn::Error::new(literal.span(), messages::size_overflows(literal.base10_digits(), LARGEST))),
        },
        other => Err(syn::Error::new(other.span(), messages::not_a_size(quote!(#other)))),
    }
}

/// The error for `28 * 28`, with its result, if an operator follows the first number.
pub(super) fn arithmetic(first: &syn::LitInt, input: ParseStream<'_>) -> Option<syn::Error> {
    // Most sizes are the only number, and what follows is the rest of the struct.
    if !(input.peek(Token![+]) || input.peek(Token![-]) || input.peek(Token![*]) || input.peek(Token![/])) {
        return None;
    }
    let is_sign =
        |token: &TokenTree, signs: &[char]| matches!(token, TokenTree::Punct(sign) if signs.contains(&sign.as_char()));
    let rest = rest(input);
    let sign = rest.first()?;
    let end = rest.iter().position(|token| is_sign(token, &[',', ';', '>'])).unwrap_or(rest.len());
    let tokens: Vec<_> = quote!(#first).into_iter().chain(rest[..end].iter().cloned()).collect();
    let message = products(&tokens).map_or_else(messages::no_arithmetic, messages::arithmetic_result);
    Some(syn::Error::new(sign.span(), message))
}

/// Parses the type of a size.
pub(super) fn named(input: ParseStream<'_>) -> syn::Result<Type> {
    let ty = input.parse()?;
    if let Type::TraitObject(sum) = &ty
        && sum.dyn_token.is_none()
        && let Some(plus) = sum.bounds.pairs().find_map(|pair| pair.punct().copied().copied())
    {
        let terms: Vec<_> = sum.bounds.iter().map(|term| compact(&quote!(#term))).collect();
        let message = match &terms[..] {
            [a, b] => messages::sum_of_sizes(a, b),
            _ => messages::no_arithmetic(),
        };
        return Err(syn::Error::new(plus.span, message));
    }
    match of_type(&ty) {
        Some(path) => Err(syn::Error::new(ty.span(), messages::constant_of_type(compact(&quote!(#path))))),
        None => Ok(ty),
    }
}

/// The message for `{4}`, for `{2 * 8}`, or for `{N}`, which is a constant of Rust.
fn in_braces(braces: &Group) -> String {
    match syn::parse2(braces.stream()) {
        Ok(Expr::Lit(ExprLit { lit: Lit::Int(literal), .. })) => match literal.base10_parse() {
            Ok(0) => messages::zero_size(),
            Ok(size) => messages::size_in_braces(size),
            Err(_) => messages::size_overflows(literal.base10_digits(), LARGEST),
        },
        Ok(Expr::Binary(_)) => messages::no_arithmetic(),
        _ => messages::constant_of_type(compact(&braces.stream())),
    }
}

/// Returns the path if it names something inside of a type, such as `Config::HIDDEN`: a constant, which is no size.
fn of_type(ty: &Type) -> Option<&syn::Path> {
    let Type::Path(syn::TypePath { qself: None, path, .. }) = ty else { return None };
    let mut names = path.segments.iter().rev().map(|segment| segment.ident.to_string());
    let is_constant = names.next()?.chars().all(|character| !character.is_lowercase());
    let owner = names.next()?;
    let is_type = owner.starts_with(char::is_uppercase) && owner.contains(char::is_lowercase);
    (is_constant && is_type).then_some(path)
}

/// Reads several sizes from one literal, such as `28x28`.
pub(super) fn literal_sizes(literal: &Literal) -> Option<Vec<u64>> {
    let text = literal.to_string();
    if !text.contains('x') || text.starts_with("0x") {
        return None;
    }
    text.split('x').map(|size| size.parse().ok().filter(|&size| size > 0)).collect()
}

/// Computes a product or sum of literal sizes, such as `28 * 28`; `None` for anything else.
pub(super) fn products(tokens: &[TokenTree]) -> Option<u64> {
    let [TokenTree::Literal(first), rest @ ..] = tokens else { return None };
    let mut value = first.to_string().parse::<u64>().ok()?;
    let mut is_sum = None;
    if rest.is_empty() {
        return None;
    }
    for pair in rest.chunks(2) {
        let [TokenTree::Punct(sign), TokenTree::Literal(next)] = pair else { return None };
        let next = next.to_string().parse().ok()?;
        let sum = match sign.as_char() {
            '+' => true,
            '*' => false,
            _ => return None,
        };
        if *is_sum.get_or_insert(sum) != sum {
            return None;
        }
        value = if sum { value.checked_add(next)? } else { value.checked_mul(next)? };
    }
    Some(value).filter(|&value| value > 0 && value <= LARGEST)
}

/// Parses a comma-separated list of sizes.
pub(crate) fn sizes(input: ParseStream<'_>) -> syn::Result<Punctuated<Size, Token![,]>> {
    let mut sizes = Punctuated::new();
    while !input.is_empty() {
        sizes.push_value(size(input)?);
        if !input.is_empty() {
            sizes.push_punct(expect(input, input.span(), messages::missing_comma_of_sizes())?);
        }
    }
    Ok(sizes)
}
