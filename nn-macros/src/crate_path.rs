//! `#[nn(crate = path)]`: the path by which an expansion refers to the crate `nn`, if it is not `::nn`.

use crate::diagnostics::{Errors, messages};
use proc_macro2::{Group, TokenStream, TokenTree};
use quote::ToTokens;
use syn::parse::Parser;
use syn::{Meta, Path, Token};

/// The path to the crate `nn`: `::nn` unless an attribute sets it.
pub(crate) struct CratePath {
    path: Option<Path>,
    errors: Errors,
}

impl CratePath {
    /// Removes the attributes `#[nn(..)]` before a declaration from its tokens, and parses them.
    pub(crate) fn take(input: TokenStream) -> (Self, TokenStream) {
        let mut this = Self { path: None, errors: Errors::default() };
        let mut rest = TokenStream::new();
        let mut tokens = input.into_iter().peekable();
        while let Some(token) = tokens.next() {
            let is_pound = matches!(&token, TokenTree::Punct(punct) if punct.as_char() == '#');
            match tokens.peek() {
                Some(TokenTree::Group(group)) if is_pound && is_of_nn(group) => {
                    this.read(group.stream());
                    tokens.next();
                }
                _ => rest.extend([token]),
            }
        }
        (this, rest)
    }

    /// Parses `nn(crate = path)`.
    fn read(&mut self, attribute: TokenStream) {
        let parse = |attribute: TokenStream| {
            let meta: Meta = syn::parse2(attribute)?;
            let path = |input: syn::parse::ParseStream<'_>| {
                input.parse::<Token![crate]>()?;
                input.parse::<Token![=]>()?;
                input.call(Path::parse_mod_style)
            };
            path.parse2(meta.require_list()?.tokens.clone())
        };
        match parse(attribute) {
            Ok(path) => self.path = Some(path),
            Err(error) => self.errors.at(error.span(), messages::wrong_crate()),
        }
    }

    /// Replaces `::nn` by the path in an expansion, and adds the errors of the attribute.
    pub(crate) fn apply(self, expansion: TokenStream) -> TokenStream {
        let mut expansion = match &self.path {
            Some(path) => replace(expansion, &path.to_token_stream()),
            None => expansion,
        };
        expansion.extend(self.errors.into_tokens());
        expansion
    }
}

/// Returns whether the content of `#[..]` is an attribute `nn(..)`.
fn is_of_nn(group: &Group) -> bool {
    let mut tokens = group.stream().into_iter();
    matches!(tokens.next(), Some(TokenTree::Ident(ident)) if ident == "nn")
        && matches!(tokens.next(), Some(TokenTree::Group(_)) | None)
}

/// Replaces each `::nn::__private`, which only expansions contain, by `path::__private`.
fn replace(tokens: TokenStream, path: &TokenStream) -> TokenStream {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut replaced = Vec::with_capacity(tokens.len());
    let mut index = 0;
    while index < tokens.len() {
        if is_private(&tokens[index..]) {
            let span = tokens[index + 2].span();
            replaced.extend(path.clone().into_iter().map(|mut token| {
                token.set_span(token.span().located_at(span));
                token
            }));
            index += 3;
            continue;
        }
        replaced.push(match &tokens[index] {
            TokenTree::Group(group) => {
                let mut new = Group::new(group.delimiter(), replace(group.stream(), path));
                new.set_span(group.span());
                TokenTree::Group(new)
            }
            other => other.clone(),
        });
        index += 1;
    }
    replaced.into_iter().collect()
}

/// Returns whether the tokens begin with `::nn::__private`.
fn is_private(tokens: &[TokenTree]) -> bool {
    let is_colon = |token: &TokenTree| matches!(token, TokenTree::Punct(punct) if punct.as_char() == ':');
    let is_ident = |token: &TokenTree, name: &str| matches!(token, TokenTree::Ident(ident) if ident == name);
    let [a, b, nn, c, d, private, ..] = tokens else { return false };
    [a, b, c, d].into_iter().all(is_colon) && is_ident(nn, "nn") && is_ident(private, "__private")
}

#[cfg(test)]
mod tests {
    use super::*;
    use quote::quote;

    #[test]
    fn path_replaces_the_crate() {
        let input = quote! { #[derive(Clone)] #[nn(crate = my::nn)] struct Net {} };
        let (path, rest) = CratePath::take(input);
        assert_eq!(
            rest.to_string(),
            quote!(
                #[derive(Clone)]
                struct Net {}
            )
            .to_string()
        );
        let expansion = quote! { impl ::nn::__private::Plain for Net { fn f() -> ::nn::Own {} } };
        let expected = quote! { impl my::nn::__private::Plain for Net { fn f() -> ::nn::Own {} } };
        assert_eq!(path.apply(expansion).to_string(), expected.to_string());
    }

    #[test]
    fn invalid_attribute_is_an_error() {
        for attribute in [quote!(nn), quote!(nn()), quote!(nn(path = x)), quote!(nn(crate = 3))] {
            let (path, rest) = CratePath::take(quote!(#[#attribute] struct Net;));
            assert_eq!(rest.to_string(), "struct Net ;");
            assert!(path.apply(TokenStream::new()).to_string().contains("compile_error"), "{attribute}");
        }
    }
}
