//! What a generic network is for its parameters: their sizes, for its graph.

use super::interface::Interface;
use proc_macro2::TokenStream;
use quote::quote;
use syn::{GenericParam, Ident, Type, TypeParamBound, WherePredicate};

impl Interface<'_> {
    /// The call that adds the sizes of a generic network to its graph; nothing for a network without any.
    pub(super) fn sizes(&self) -> TokenStream {
        let sizes: Vec<TokenStream> = (self.network.generics.params.iter())
            .filter_map(|parameter| match parameter {
                GenericParam::Type(parameter) => {
                    let (name, text) = (&parameter.ident, parameter.ident.to_string());
                    let is_size = self.is_size(name, parameter.bounds.iter());
                    is_size.then(|| quote!((#text, <#name as ::nn::__private::Natural>::SIZE)))
                }
                GenericParam::Const(parameter) => {
                    let (name, text) = (&parameter.ident, parameter.ident.to_string());
                    is_named(&parameter.ty, "usize").then(|| quote!((#text, #name)))
                }
                GenericParam::Lifetime(_) => None,
            })
            .collect();
        if sizes.is_empty() { TokenStream::new() } else { quote!(.with_sizes(const { &[#(#sizes),*] })) }
    }

    /// Whether a type parameter is bounded by `Dim`, where it is declared or in the `where` clause.
    fn is_size<'a>(&'a self, name: &Ident, bounds: impl Iterator<Item = &'a TypeParamBound>) -> bool {
        let predicates = self.network.generics.where_clause.iter().flat_map(|clause| &clause.predicates);
        let others = predicates.filter_map(|predicate| match predicate {
            WherePredicate::Type(predicate) if is_named(&predicate.bounded_ty, &name.to_string()) => {
                Some(&predicate.bounds)
            }
            _ => None,
        });
        bounds.chain(others.flatten()).any(|bound| match bound {
            TypeParamBound::Trait(bound) => bound.path.segments.last().is_some_and(|segment| segment.ident == "Dim"),
            _ => false,
        })
    }
}

/// Whether a type is a path of one segment, this one.
fn is_named(ty: &Type, name: &str) -> bool {
    matches!(ty, Type::Path(path) if path.path.get_ident().is_some_and(|ident| ident == name))
}
