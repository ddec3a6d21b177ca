//! Emits the struct of a network, and its implementation of `Plain`.

use super::code::Code;
use super::interface::Interface;
use super::plain::{no_destructor, plain_alone};
use super::spans::respan;
use super::types::{documented, field_type};
use crate::catalogue::{Describe, Layer};
use crate::diagnostics::Spanned;
use crate::graph;
use crate::syntax::{FieldKind, Network};
use proc_macro2::{Delimiter, Group, Ident, TokenStream};
use quote::quote;
use syn::ext::IdentExt;

/// Places the fields between the user's own braces.
pub(super) fn in_braces(network: &Network, fields: TokenStream) -> Group {
    let mut body = Group::new(Delimiter::Brace, fields);
    body.set_span(network.braces.span.join());
    body
}

/// Returns whether an attribute could add fields to the struct, or change their types.
fn may_change(network: &Network) -> bool {
    let of_fields = network.fields.iter().flat_map(|field| &field.attributes);
    let known = ["allow", "deny", "deprecated", "doc", "expect", "forbid", "must_use", "warn"];
    network
        .attributes
        .iter()
        .chain(of_fields)
        .any(|attribute| !known.iter().any(|name| attribute.path().is_ident(name)))
}

impl Code<'_> {
    pub(super) fn structure(&self) -> TokenStream {
        let Network { attributes, visibility, keyword, name, generics, fields, .. } = self.network;
        let bounded = self.generics();
        let where_clause = &bounded.where_clause;
        let docs = graph::summary(self.network, self.graph);
        let docs = docs.lines().map(|line| if line.is_empty() { String::new() } else { format!(" {line}") });
        let docs = docs.collect::<Vec<_>>().join("\n");
        let fields = fields.iter().enumerate().map(|(index, field)| {
            let (attributes, visibility, name) = (&field.attributes, &field.visibility, &field.name);
            let ty = field_type(self.network, &self.graph.layers, index);
            match documented(self.network, &self.graph.layers, index) {
                Some(documented) => quote! {
                    #[cfg(not(doc))]
                    #(#attributes)*
                    #visibility #name: #ty,
                    #[cfg(doc)]
                    #(#attributes)*
                    #visibility #name: #documented
                },
                None => quote!(#(#attributes)* #visibility #name: #ty),
            }
        });
        let body = in_braces(self.network, quote!(#(#fields,)*));
        // The user's docs come first, then the table.
        quote! {
            #(#attributes)*
            #[doc = #docs]
            #[repr(C)]
            #visibility #keyword #name #generics #where_clause #body
        }
    }

    pub(super) fn plain_data(&self, interface: &Interface<'_>) -> TokenStream {
        let (name, element) = (&self.network.name, self.element);
        let generics = self.generics();
        let stored = self.network.fields.iter().zip(&self.field_types).enumerate();
        let stored = stored.filter(|(index, _)| self.is_in_layout(*index)).map(|(_, field)| field);
        let layout = stored.map(|(field, ty)| {
            let ident = &field.name;
            let text = ident.unraw().to_string();
            let layout = respan(quote!(<#ty as __nn::Parameters<#element>>::FIELD_LAYOUT), ident.span());
            quote!((#text, #layout))
        });
        let init = self.network.fields.iter().enumerate().map(|(index, field)| {
            let ident = &field.name;
            let Some(init) = self.graph.known_layer(index).and_then(Describe::init) else {
                let layer = match &self.graph.layers[index] {
                    Some(Layer::Custom(_)) => {
                        let ty = &self.field_types[index];
                        quote!(__nn::ReinterpretAs::<#ty>::reinterpret_mut(&mut self.#ident))
                    }
                    _ => quote!(&mut self.#ident),
                };
                return respan(quote!(__nn::Init::init(#layer, rng);), ident.span());
            };
            let call = match &field.kind {
                FieldKind::One(_) => quote!(self.#ident.init_with(&#init, rng);),
                FieldKind::Array(..) => quote!(self.#ident.iter_mut().for_each(|layer| layer.init_with(&#init, rng));),
            };
            respan(call, init.span())
        });
        let plain = match may_change(self.network) {
            true => {
                let fields = self.network.fields.iter().zip(self.written_types());
                plain_alone(&generics, name, fields.map(|(field, ty)| (field.name.clone().into(), ty)))
            }
            false => no_destructor(&generics, name),
        };
        let data = interface.plain_data(&quote! {
            const LAYOUT: __nn::Layout = __nn::Layout::Fields(&__nn::Field::in_order([#(#layout),*]));
        });
        let init = interface.init(&quote!(#(#init)*));
        quote!(#plain #data #init)
    }

    /// A field that uses the generic parameters of a workspace.
    pub(super) fn marker(&self) -> TokenStream {
        let generics = &self.batched;
        let params = generics.type_params().map(|parameter| &parameter.ident);
        quote!(marker: ::core::marker::PhantomData<(#(#params,)*)>)
    }

    /// Implements `Plain` for a workspace, or a part of it.
    pub(super) fn plain(&self, name: &Ident) -> TokenStream {
        let generics = &self.batched;
        let (impl_generics, ty_generics, where_clause) = generics.split_for_impl();
        quote! {
            // SAFETY: every field is plain data by its own type.
            unsafe impl #impl_generics __nn::Plain for #name #ty_generics #where_clause {}
        }
    }
}
