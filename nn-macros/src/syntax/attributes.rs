//! Parsing of the attributes of a network: `#[dtype(..)]`, `#[budget(..)]`, `#[int8(..)]` and `#[derive(..)]`.

use super::ast::{Derive, Derived, Element, Int8, Limit};
use crate::diagnostics::{Errors, Spanned, messages};
use quote::ToTokens;
use syn::parse::{Parse, ParseStream, Parser};
use syn::punctuated::Punctuated;
use syn::{Attribute, Ident, Meta, Path, Token};

/// Removes and returns the attributes of this name.
fn take(attributes: &mut Vec<Attribute>, name: &str) -> Vec<Attribute> {
    attributes.extract_if(.., |attribute| attribute.path().is_ident(name)).collect()
}

/// Removes and parses `#[dtype(f64)]`.
pub(crate) fn take_element(attributes: &mut Vec<Attribute>) -> syn::Result<Element> {
    let mut element = Element::F32;
    let mut wrong = None;
    for attribute in take(attributes, "dtype") {
        match attribute.parse_args::<Ident>() {
            Ok(ident) if ident == "f32" => element = Element::F32,
            Ok(ident) if ident == "f64" => element = Element::F64,
            Ok(other) => wrong = Some(syn::Error::new(other.span(), messages::wrong_dtype())),
            Err(error) => wrong = Some(syn::Error::new(error.span(), messages::wrong_dtype())),
        }
    }
    wrong.map_or(Ok(element), Err)
}

/// Removes and parses `#[budget(flash <= 32_768)]`.
pub(super) fn take_budget(attributes: &mut Vec<Attribute>) -> syn::Result<Vec<Limit>> {
    let mut limits = Vec::new();
    for budget in take(attributes, "budget") {
        let wrong = |error: syn::Error| syn::Error::new(error.span(), messages::wrong_budget());
        let list = budget.meta.require_list().map_err(wrong)?;
        let parser = Punctuated::<Limit, Token![,]>::parse_terminated;
        limits.extend(parser.parse2(list.tokens.clone())?);
    }
    once(limits)
}

/// Rejects two limits of the same resource.
fn once(limits: Vec<Limit>) -> syn::Result<Vec<Limit>> {
    match limits.iter().enumerate().find(|(index, limit)| limits[..*index].iter().any(|known| known.of == limit.of)) {
        Some((_, twice)) => Err(syn::Error::new(twice.of.span(), messages::budget_twice(&twice.of))),
        None => Ok(limits),
    }
}

/// Removes and parses `#[int8(DigitsInt8, flash <= 4_000)]`.
pub(super) fn take_int8(attributes: &mut Vec<Attribute>) -> syn::Result<Option<Int8>> {
    let forms = take(attributes, "int8");
    if let Some(second) = forms.get(1) {
        return Err(syn::Error::new(second.path().span(), messages::int8_twice()));
    }
    let Some(form) = forms.first() else { return Ok(None) };
    let wrong = |span| syn::Error::new(span, messages::wrong_int8());
    let list = form.meta.require_list().map_err(|error| wrong(error.span()))?;
    let read = |input: ParseStream<'_>| {
        let end = |error: syn::Error| wrong(if input.is_empty() { form.path().span() } else { error.span() });
        let name = input.parse().map_err(end)?;
        if !input.is_empty() {
            input.parse::<Token![,]>().map_err(end)?;
        }
        let budget = once(Punctuated::<Limit, Token![,]>::parse_terminated(input)?.into_iter().collect())?;
        match budget.iter().find(|limit| limit.of == "macs") {
            Some(macs) => Err(syn::Error::new(macs.of.span(), messages::int8_macs())),
            None => Ok(Int8 { name, budget }),
        }
    };
    read.parse2(list.tokens.clone()).map(Some)
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

impl Parse for Limit {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let wrong = |span| syn::Error::new(span, messages::wrong_budget());
        let of: Ident = input.parse().map_err(|error| wrong(error.span()))?;
        if !["flash", "scratch", "macs"].iter().any(|known| of == known) {
            return Err(wrong(of.span()));
        }
        // If the input ends, the error is reported at the preceding token.
        let end = |error: syn::Error| wrong(if input.is_empty() { of.span() } else { error.span() });
        input.parse::<Token![<=]>().map_err(end)?;
        let most: syn::LitInt = input.parse().map_err(end)?;
        if most.base10_parse::<u64>().is_err() || !most.suffix().is_empty() {
            return Err(wrong(most.span()));
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
