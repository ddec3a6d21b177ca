//! Sizes that a network bounds by a trait of the user's: one check that it requires `Dim`, and the bound `Dim` itself, so
//! that the generated code causes no further errors.

use crate::diagnostics::Spanned;
use crate::emit::spans::respan;
use crate::syntax::Network;
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use syn::{GenericParam, TypeParam, parse_quote};

/// Adds the bound to each of these parameters, and emits the checks.
pub(crate) fn check_traits_of_sizes(network: &mut Network, sizes: &[Ident]) -> TokenStream {
    let generics = network.generics.clone();
    let (impl_generics, _, where_clause) = generics.split_for_impl();
    let checks = sizes.iter().map(|size| {
        let bound = generics.type_params().find(|of| of.ident == *size).and_then(|of| of.bounds.first());
        let span = bound.map_or(size.span(), Spanned::span);
        let is_size = respan(
            quote!(
                const fn is_size<D: ::nn::__private::Dim>() {}
            ),
            span,
        );
        let call = respan(quote!(is_size::<#size>()), span);
        quote! {
            const _: () = {
                #is_size
                #[allow(dead_code)]
                const fn check #impl_generics () #where_clause { #call }
            };
        }
    });
    let checks: TokenStream = checks.collect();
    for parameter in &mut network.generics.params {
        if let GenericParam::Type(TypeParam { ident, colon_token, bounds, .. }) = parameter
            && sizes.contains(ident)
        {
            colon_token.get_or_insert(syn::Token![:](Span::call_site()));
            bounds.push(parse_quote!(::nn::__private::Dim));
        }
    }
    checks
}
