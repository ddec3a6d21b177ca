//! A layer of the user's own, or a network: its type is taken as written, and the compiler says what it gives.

use super::known::dim;
use crate::diagnostics::messages;
use crate::syntax::{Argument, LayerType};
use crate::syntax::{compact, mentions};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote};

/// A layer of the user's own, or a network.
pub(crate) struct Custom {
    pub(super) ty: TokenStream,
    /// The type in the user's words.
    text: String,
    /// The name that the generated code gives it.
    name: Ident,
    /// The parameters of the network that the type mentions.
    parameters: TokenStream,
}

impl Custom {
    pub(super) fn declare(
        field: &Ident,
        ty: &LayerType,
        network: &[Ident],
        is_generic: &dyn Fn(&TokenStream) -> bool,
    ) -> syn::Result<Custom> {
        let path = &ty.path;
        let written = compact(&quote!(#path));
        let (mut arguments, mut words) = (Vec::new(), Vec::new());
        for argument in &ty.arguments {
            let tokens = match argument {
                Argument::Infer(span) => {
                    return Err(syn::Error::new(*span, messages::infer_in_custom(&written)));
                }
                Argument::Named(name, _) => {
                    return Err(syn::Error::new(name.span(), messages::named_in_custom(&written)));
                }
                Argument::Size(size) => {
                    let dim = dim(size, is_generic);
                    words.push(dim.to_string());
                    arguments.push(dim.to_token_stream());
                    continue;
                }
                Argument::Const(value) => value.to_token_stream(),
                Argument::Number(value) => {
                    let text = value.to_token_stream().to_string();
                    return Err(syn::Error::new(value.span(), messages::not_a_size(&text)));
                }
                Argument::Lifetime(lifetime) => lifetime.to_token_stream(),
            };
            words.push(compact(&tokens));
            arguments.push(tokens);
        }
        let text = if words.is_empty() { written } else { format!("{written}<{}>", words.join(", ")) };
        let ty = if arguments.is_empty() { quote!(#path) } else { quote!(#path<#(#arguments),*>) };
        let mentioned = network.iter().filter(|parameter| mentions(&ty, &|name| *parameter == name));
        let mentioned: Vec<_> = mentioned.collect();
        let parameters = if mentioned.is_empty() { TokenStream::new() } else { quote!(<#(#mentioned),*>) };
        let name = format_ident!("__{}", field, span = Span::call_site());
        Ok(Custom { ty, text, name, parameters })
    }

    /// `type __block<H> = Block<H>;`
    pub(crate) fn declaration(&self) -> TokenStream {
        let Custom { ty, name, parameters, .. } = self;
        quote!(type #name #parameters = #ty;)
    }

    /// The type in the user's words.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// Whether it depends on a parameter of the network.
    pub(crate) fn is_generic(&self) -> bool {
        !self.parameters.is_empty()
    }

    /// The type as code names it.
    pub(crate) fn alias(&self) -> TokenStream {
        let Custom { name, parameters, .. } = self;
        quote!(#name #parameters)
    }
}
