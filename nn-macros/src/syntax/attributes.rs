//! Parsing of the attributes of a network: `#[dtype(..)]`, `#[budget(..)]`, `#[int8(..)]` and `#[derive(..)]`.

use super::ast::{Derive, Derived, Element, Int8, Limit};
use super::sizes::arithmetic;
use crate::diagnostics::{Errors, Spanned, messages};
use proc_macro2::{Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream, Parser};
use syn::punctuated::Punctuated;
use syn::{Attribute, Ident, Meta, Path, Token};

/// Removes and returns the attributes of this name.
fn take(attributes: &mut Vec<Attribute>, name: &str) -> Vec<Attribute> {
    attributes.extract_if(.., |attribute| attribute.path().is_ident(name)).collect()
}

/// Removes and parses `#[dtype(f64)]`.
pub(crate) fn take_element(attributes: &mut Vec<Attribute>) -> syn::Result<Element> {
    let forms = take(attributes, "dtype");
    let read = forms.iter().map(|form| match &form.meta {
        Meta::List(list) => list.parse_args_with(element),
        Meta::NameValue(pair) => Err(wrong_dtype(form.path().span(), &pair.value.to_token_stream())),
        Meta::Path(path) => Err(wrong_dtype(path.span(), &TokenStream::new())),
    });
    let read = read.collect::<syn::Result<Vec<_>>>()?;
    match (&read[..], &forms[..]) {
        ([], _) => Ok(Element::F32),
        ([element], _) => Ok(*element),
        ([first, ..], [_, second, ..]) => {
            let first = if *first == Element::F64 { "f64" } else { "f32" };
            Err(syn::Error::new(second.path().span(), messages::dtype_twice(first)))
        }
        _ => Ok(Element::F32),
    }
}

fn element(input: ParseStream<'_>) -> syn::Result<Element> {
    let span = input.span();
    let tokens: TokenStream = input.parse()?;
    match tokens.to_string().as_str() {
        "f32" => Ok(Element::F32),
        "f64" => Ok(Element::F64),
        _ => Err(wrong_dtype(span, &tokens)),
    }
}

/// The error for other element types; a fix is shown if the type can only mean one of the two.
fn wrong_dtype(span: Span, written: &TokenStream) -> syn::Error {
    let text = written.to_string().trim_matches('"').to_lowercase();
    let fix = match text.rsplit(['.', ':', ' ']).next() {
        Some("f32" | "float32" | "float" | "single") => Some("f32"),
        Some("f64" | "float64" | "double") => Some("f64"),
        _ => None,
    };
    let is_integer = matches!(text.as_str(), "i8" | "int8" | "u8" | "uint8" | "torch.int8" | "qint8");
    let message = match fix {
        Some(fix) => messages::dtype_form(fix),
        None if is_integer => messages::dtype_of_integers(),
        None => messages::wrong_dtype(),
    };
    syn::Error::new(span, message)
}

/// Removes and parses `#[budget(flash <= 32_768)]`.
pub(super) fn take_budget(attributes: &mut Vec<Attribute>, errors: &mut Errors) -> Vec<Limit> {
    let mut limits = Vec::new();
    for budget in take(attributes, "budget") {
        match budget.meta.require_list() {
            Ok(list) if list.tokens.is_empty() => errors.at(list.path.span(), messages::wrong_budget()),
            Ok(list) => limits.extend(self::limits(list.tokens.clone(), errors)),
            Err(error) => errors.at(error.span(), messages::wrong_budget()),
        }
    }
    once(limits, errors)
}

/// Parses the limits of `budget!`.
pub(crate) fn budget(tokens: TokenStream, errors: &mut Errors) -> Vec<Limit> {
    once(limits(tokens, errors), errors)
}

/// Parses limits, each separately, so that an error in one does not hide the others.
fn limits(tokens: TokenStream, errors: &mut Errors) -> Vec<Limit> {
    let tokens: Vec<_> = tokens.into_iter().collect();
    let is_sign = |token: &TokenTree, of: char| matches!(token, TokenTree::Punct(sign) if sign.as_char() == of);
    if let Some(semicolon) = tokens.iter().find(|token| is_sign(token, ';')) {
        errors.at(semicolon.span(), messages::budget_separator());
    }
    let parts = tokens.split(|token| is_sign(token, ',') || is_sign(token, ';'));
    let parts = parts.filter(|part| !part.is_empty()).map(|part| part.iter().cloned().collect::<TokenStream>());
    parts.filter_map(|part| syn::parse2::<Limit>(part).map_err(|error| errors.add(error)).ok()).collect()
}

/// Rejects two limits of the same resource.
fn once(limits: Vec<Limit>, errors: &mut Errors) -> Vec<Limit> {
    let mut once: Vec<Limit> = Vec::new();
    for limit in limits {
        if once.iter().any(|known| known.of == limit.of) {
            errors.at(limit.of.span(), messages::budget_twice(&limit.of));
        } else {
            once.push(limit);
        }
    }
    once
}

/// Removes attributes whose names are misspelt, and reports them.
pub(super) fn take_misspelt(attributes: &mut Vec<Attribute>, errors: &mut Errors) {
    for attribute in attributes.extract_if(.., |attribute| {
        attribute.path().get_ident().is_some_and(|name| messages::meant_attribute(&name.to_string()).is_some())
    }) {
        if let Some(name) = attribute.path().get_ident()
            && let Some(meant) = messages::meant_attribute(&name.to_string())
        {
            errors.at(name.span(), messages::misspelt_attribute(name, meant));
        }
    }
}

/// Removes and parses `#[int8(DigitsInt8, flash <= 4_000)]`.
pub(super) fn take_int8(attributes: &mut Vec<Attribute>, errors: &mut Errors) -> syn::Result<Option<Int8>> {
    let forms = take(attributes, "int8");
    if let Some(second) = forms.get(1) {
        return Err(syn::Error::new(second.path().span(), messages::int8_twice()));
    }
    let Some(form) = forms.first() else { return Ok(None) };
    let wrong = |span| syn::Error::new(span, messages::wrong_int8());
    if let Some((span, name)) = text_as_name(form) {
        return Err(syn::Error::new(span, messages::int8_of_text(name)));
    }
    let list = form.meta.require_list().map_err(|error| wrong(error.span()))?;
    let read = |input: ParseStream<'_>| {
        let end = |error: syn::Error| wrong(if input.is_empty() { form.path().span() } else { error.span() });
        let name = input.parse().map_err(end)?;
        if !input.is_empty() {
            input.parse::<Token![,]>().map_err(end)?;
        }
        let mut budget = once(limits(input.parse()?, errors), errors);
        budget.retain(|limit| {
            let (is_macs, is_stream) = (limit.of == "macs", limit.of == "stream");
            if is_stream {
                errors.at(limit.of.span(), messages::int8_stream());
            }
            if is_macs {
                errors.at(limit.of.span(), messages::int8_macs());
            }
            !is_macs && !is_stream
        });
        Ok(Int8 { name, budget })
    };
    read.parse2(list.tokens.clone()).map(Some)
}

/// The name in `#[int8("DigitsInt8")]` or `#[int8 = "DigitsInt8"]`, which is a text there.
fn text_as_name(form: &Attribute) -> Option<(Span, String)> {
    let text = match &form.meta {
        Meta::List(list) => syn::parse2::<syn::LitStr>(list.tokens.clone()).ok()?,
        Meta::NameValue(pair) => syn::parse2(pair.value.to_token_stream()).ok()?,
        Meta::Path(_) => return None,
    };
    let name = text.parse::<Ident>().ok()?;
    Some((text.span(), name.to_string()))
}

/// Returns the traits of a `#[derive(..)]`; `None` for another attribute, or for an invalid list, which the compiler
/// reports.
pub(crate) fn derive_paths(attribute: &Attribute) -> Option<Punctuated<Path, Token![,]>> {
    let paths = |input: ParseStream<'_>| Punctuated::parse_terminated_with(input, Path::parse_mod_style);
    if attribute.path().is_ident("derive") { attribute.parse_args_with(paths).ok() } else { None }
}

/// Removes the traits that the macro implements itself from every `#[derive(..)]`, and reports duplicates.
pub(super) fn take_derives_once(attributes: &mut Vec<Attribute>, errors: &mut Errors) -> Vec<Derive> {
    let mut once: Vec<Derive> = Vec::new();
    for derive in take_derives(attributes) {
        if once.iter().any(|known| known.of == derive.of) {
            errors.at(derive.path.span(), messages::derived_twice(format!("{:?}", derive.of)));
        } else {
            once.push(derive);
        }
    }
    once
}

/// Removes the traits that the macro implements itself from every `#[derive(..)]`; the compiler derives the others.
fn take_derives(attributes: &mut Vec<Attribute>) -> Vec<Derive> {
    let mut derives = Vec::new();
    attributes.retain_mut(|attribute| {
        let Some(paths) = derive_paths(attribute) else { return true };
        let mut others = Punctuated::<Path, Token![,]>::new();
        for path in paths {
            match derived(&path) {
                Some(of) => derives.push(Derive { path, of }),
                None => others.push(path),
            }
        }
        if let Meta::List(list) = &mut attribute.meta {
            list.tokens = others.to_token_stream();
        }
        !others.is_empty()
    });
    derives
}

/// Recognises `Clone`, or `std::clone::Clone`.
fn derived(path: &Path) -> Option<Derived> {
    let is_std = path.segments.len() == 1 || path.segments[0].ident == "std" || path.segments[0].ident == "core";
    match path.segments.last()?.ident.to_string().as_str() {
        "Clone" if is_std => Some(Derived::Clone),
        "PartialEq" if is_std => Some(Derived::PartialEq),
        "Debug" if is_std => Some(Derived::Debug),
        #[cfg(feature = "serde")]
        "Serialize" => Some(Derived::Serialize),
        #[cfg(feature = "serde")]
        "Deserialize" => Some(Derived::Deserialize),
        _ => None,
    }
}

/// The message for a limit with a unit, such as `40kB`.
fn with_unit(most: &syn::LitInt, of: &Ident) -> String {
    let factor = match most.suffix().to_lowercase().trim_end_matches("bytes").trim_end_matches('b') {
        "" => Some(1),
        "k" => Some(1000),
        "ki" => Some(1024),
        "m" => Some(1_000_000),
        "mi" => Some(1024 * 1024),
        _ => None,
    };
    let number: Option<u64> = most.base10_digits().parse().ok();
    match number.zip(factor).and_then(|(number, factor)| number.checked_mul(factor)) {
        Some(number) => messages::budget_unit(most, of, number),
        None => messages::budget_other_unit(most),
    }
}

impl Parse for Limit {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let wrong = |span| syn::Error::new(span, messages::wrong_budget());
        let of: Ident = input.parse().map_err(|error| wrong(error.span()))?;
        if !messages::BUDGETS.iter().any(|known| of == known) {
            return Err(syn::Error::new(of.span(), messages::unknown_budget(&of.to_string())));
        }
        let sign = if input.is_empty() { of.span() } else { input.span() };
        let is_limit = input.peek(Token![<=]);
        let mut signs = Vec::new();
        while input.peek(Token![<]) || input.peek(Token![=]) || input.peek(Token![:]) || input.peek(Token![>]) {
            signs.push(input.parse::<TokenTree>()?);
        }
        // If the input ends, the error is reported at the preceding token.
        let end = |error: syn::Error| wrong(if input.is_empty() { of.span() } else { error.span() });
        if let Ok(constant) = input.fork().call(Ident::parse_any) {
            return Err(syn::Error::new(constant.span(), messages::constant_in_expression(&constant.to_string())));
        }
        let most: syn::LitInt = input.parse().map_err(end)?;
        if most.suffix().is_empty()
            && let Some(error) = arithmetic(&most, input)
        {
            return Err(error);
        }
        if most.base10_parse::<u64>().is_err() || !most.suffix().is_empty() || !input.is_empty() {
            let span = if input.is_empty() { most.span() } else { input.span() };
            return Err(match most.suffix().is_empty() {
                true => wrong(span),
                false => syn::Error::new(most.span(), with_unit(&most, &of)),
            });
        }
        if !is_limit || signs.len() != 2 {
            return Err(syn::Error::new(sign, messages::budget_sign(&of, &most)));
        }
        Ok(Self { of, most })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use quote::quote;
    use syn::parse_quote;

    #[test]
    fn leaves_other_derives_to_the_compiler() {
        let mut attributes: Vec<Attribute> = vec![
            parse_quote!(#[derive(Clone, Eq, other::Debug)]),
            parse_quote!(#[doc = "text"]),
            parse_quote!(#[derive(PartialEq)]),
            parse_quote!(#[derive(std::fmt::Debug, core::clone::Clone)]),
            parse_quote!(#[derive(0)]),
            parse_quote!(#[derive(Debug<0>)]),
        ];
        let derives = take_derives(&mut attributes);
        let of: Vec<_> = derives.iter().map(|derive| derive.of).collect();
        assert_eq!(of, [Derived::Clone, Derived::PartialEq, Derived::Debug, Derived::Clone]);
        let left = quote!(#(#attributes)*).to_string();
        assert_eq!(
            left,
            quote!(#[derive(Eq, other::Debug)] #[doc = "text"] #[derive(0)] #[derive(Debug<0>)]).to_string()
        );
    }
}
