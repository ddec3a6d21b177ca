//! The calls of `forward` as methods of the types of values.

use super::documentation::of_layer;
use super::source::Source;
use super::values::Values;
use crate::catalogue::is_operation;
use crate::graph::Call;
use crate::syntax::Network;
use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote};
use std::collections::{BTreeSet, HashSet};
use syn::ext::IdentExt;

/// Implements each call for its values.
pub(super) fn calls(source: &Source, network: &Network, values: &Values<'_>) -> TokenStream {
    let (mut seen, mut operations) = (HashSet::new(), BTreeSet::new());
    let mut written = TokenStream::new();
    for (index, call) in values.graph.calls.iter().enumerate() {
        let inputs: Vec<_> = call.inputs.iter().map(|&input| values.of(input)).collect();
        if inputs.is_empty() || !seen.insert((inputs.clone(), call.name.clone())) {
            continue;
        }
        let output = values.tuple(&call.outputs);
        written.extend(match call.name.as_str() {
            "+" => operator("Add", &inputs, &output, values),
            "*" => operator("Mul", &inputs, &output, values),
            name if is_operation(name) => {
                let (operation, inputs) = (operation(name), values.tuple(&inputs));
                operations.insert(operation.clone());
                quote!(impl ::nn::__private::editor::#operation for #inputs { type Output = #output; })
            }
            _ => layer(index, call, source, network, values),
        });
    }
    quote!(use ::nn::__private::editor::{#(#operations as _),*}; #written)
}

fn operator(operator: &str, inputs: &[usize], output: &TokenStream, values: &Values<'_>) -> TokenStream {
    let operator = Ident::new(operator, Span::call_site());
    let (left, right) = (values.ty(inputs[0]), values.ty(inputs[1]));
    quote!(impl ::core::ops::#operator<#right> for #left { type Output = #output; })
}

/// The trait of an operation: `MaxPool` for `max_pool`.
fn operation(name: &str) -> Ident {
    let word = |word: &str| format!("{}{}", word[..1].to_uppercase(), &word[1..]);
    format_ident!("{}", name.split('_').map(word).collect::<String>())
}

/// A method for a layer, with the layer's declaration and its shapes as documentation. Its definition is the field.
fn layer(index: usize, call: &Call, source: &Source, network: &Network, values: &Values<'_>) -> TokenStream {
    let field = network.fields.iter().position(|field| field.name.unraw() == call.name.trim_start_matches("r#"));
    let Some(field) = field else { return TokenStream::new() };
    let (name, docs) = (&network.fields[field].name, of_layer(source, network, values, field, Some(call)));
    let output = values.tuple(&call.outputs);
    if call.is_method || call.inputs.len() == 1 {
        let (receiver, rest) = (values.ty(call.inputs[0]), call.inputs[1..].iter().map(|&input| values.ty(input)));
        return quote!(impl #receiver { #docs pub fn #name(self #(, _: #rest)*) -> #output {} });
    }
    let (of, inputs) = (format_ident!("Call{index}"), values.tuple(&call.inputs));
    quote! {
        trait #of { #docs fn #name(self) -> #output; }
        impl #of for #inputs { #docs fn #name(self) -> #output {} }
    }
}
