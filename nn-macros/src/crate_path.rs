//! `#[nn(crate = path)]`: the path by which an expansion refers to the crate `nn`, if it is not `::nn`.

use crate::diagnostics::{Errors, Spanned, messages};
use proc_macro2::{Group, Ident, Span, TokenStream, TokenTree};
use quote::{format_ident, quote, quote_spanned};
use syn::parse::{ParseStream, Parser};
use syn::{Meta, Path, Token};

/// The path to the crate `nn`: `::nn` unless an attribute sets it.
pub(crate) struct CratePath {
    path: Option<Path>,
    /// The name of an import of the path, by which the expansion refers to it: a path that does not resolve is thus one error,
    /// at the attribute, since rustc reports no uses of an import that failed.
    alias: Ident,
    errors: Errors,
}

impl CratePath {
    /// Removes the attributes `#[nn(..)]` before a declaration from its tokens, and parses them.
    pub(crate) fn take(input: TokenStream) -> (Self, TokenStream) {
        let mut this = Self { path: None, alias: format_ident!("__nn"), errors: Errors::default() };
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
        if this.path.is_some() {
            this.alias = alias(&rest);
        }
        (this, rest)
    }

    fn read(&mut self, attribute: TokenStream) {
        let whole = attribute.span();
        let path = |input: ParseStream<'_>| {
            input.parse::<Token![crate]>()?;
            input.parse::<Token![=]>()?;
            input.call(Path::parse_mod_style)
        };
        let path = syn::parse2::<Meta>(attribute).and_then(|meta| path.parse2(meta.require_list()?.tokens.clone()));
        match path {
            Ok(path) if self.path.is_none() => self.path = Some(path),
            Ok(second) => self.errors.at(second.span(), messages::crate_twice()),
            Err(_) => self.errors.at(whole, messages::wrong_crate()),
        }
    }

    /// Replaces `::nn` by the path in an expansion, and adds the errors of the attribute.
    pub(crate) fn apply(self, expansion: TokenStream) -> TokenStream {
        let mut expansion = match &self.path {
            Some(path) => {
                let alias = at(&self.alias, path.span());
                let import = quote_spanned!(path.span()=> #[allow(non_snake_case)] use #path::__private as #alias;);
                let by_alias = |tokens: &[TokenTree]| {
                    let span = is_private(tokens).then(|| tokens[PRIVATE - 1].span())?;
                    Some((PRIVATE, TokenTree::from(at(&self.alias, span)).into()))
                };
                import.into_iter().chain(replace(expansion, &by_alias)).collect()
            }
            None => expansion,
        };
        expansion.extend(self.errors.into_tokens());
        expansion
    }
}

/// Returns the name of the import, which no other declaration in the same scope has.
fn alias(input: &TokenStream) -> Ident {
    let is_struct = |token: &TokenTree| matches!(token, TokenTree::Ident(ident) if ident == "struct");
    let name = input.clone().into_iter().skip_while(|token| !is_struct(token)).nth(1);
    name.map_or_else(|| format_ident!("__nn"), |name| format_ident!("__nn_{}", name.to_string()))
}

/// Returns a name that is reported at this location.
fn at(name: &Ident, span: Span) -> Ident {
    Ident::new(&name.to_string(), name.span().located_at(span))
}

/// Returns whether the content of `#[..]` is the attribute `nn`, and not one of a path that begins with it.
fn is_of_nn(group: &Group) -> bool {
    let mut tokens = group.stream().into_iter();
    matches!(tokens.next(), Some(TokenTree::Ident(ident)) if ident == "nn")
        && !matches!(tokens.next(), Some(TokenTree::Punct(punct)) if punct.as_char() == ':')
}

/// The import of `::nn::__private`, with which each block of generated items begins: in these items, `__nn` stands for it.
pub(crate) fn import() -> TokenStream {
    quote! {
        #[allow(unused_imports)]
        use ::nn::__private as __nn;
    }
}

/// Replaces `__nn` by `::nn::__private` in tokens outside of such a block.
pub(crate) fn outside(tokens: TokenStream) -> TokenStream {
    replace(tokens, &|tokens| match tokens {
        [TokenTree::Ident(ident), ..] if ident == "__nn" => Some((1, quote_spanned!(ident.span()=> ::nn::__private))),
        _ => None,
    })
}

/// Returns the number of tokens to replace at the beginning of these, and their replacement.
pub(crate) type Rule<'a> = &'a dyn Fn(&[TokenTree]) -> Option<(usize, TokenStream)>;

/// Replaces tokens by this rule.
pub(crate) fn replace(tokens: TokenStream, with: Rule<'_>) -> TokenStream {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut replaced = Vec::with_capacity(tokens.len());
    let mut rest = &tokens[..];
    while let Some((first, others)) = rest.split_first() {
        if let Some((count, replacement)) = with(rest) {
            replaced.extend(replacement);
            rest = &rest[count..];
            continue;
        }
        replaced.push(match first {
            TokenTree::Group(group) => {
                let mut new = Group::new(group.delimiter(), replace(group.stream(), with));
                new.set_span(group.span());
                new.into()
            }
            other => other.clone(),
        });
        rest = others;
    }
    replaced.into_iter().collect()
}

/// The number of tokens of `::nn::__private`.
const PRIVATE: usize = 6;

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
        let expected = quote! {
            #[allow(non_snake_case)]
            use my::nn::__private as __nn_Net;
            impl __nn_Net::Plain for Net { fn f() -> ::nn::Own {} }
        };
        assert_eq!(path.apply(expansion).to_string(), expected.to_string());
    }

    #[test]
    fn invalid_attribute_is_one_error() {
        let attributes = [
            quote!(#[nn]),
            quote!(#[nn()]),
            quote!(#[nn = "x"]),
            quote!(#[nn(path = x)]),
            quote!(#[nn(crate = 3)]),
            quote!(#[nn(crate = x)] #[nn(crate = y)]),
        ];
        for attribute in attributes {
            let (path, rest) = CratePath::take(quote!(#attribute struct Net;));
            assert_eq!(rest.to_string(), "struct Net ;");
            let text = path.apply(TokenStream::new()).to_string();
            assert_eq!(text.matches("compile_error").count(), 1, "{attribute}: {text}");
        }
    }

    #[test]
    fn attribute_of_another_crate_is_kept() {
        let input = quote!(
            #[nn::other(crate = x)]
            struct Net;
        );
        assert_eq!(CratePath::take(input.clone()).1.to_string(), input.to_string());
    }
}
