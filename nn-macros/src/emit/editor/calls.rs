//! The calls of `forward` as methods of the types of values.

use super::documentation::of_layer;
use super::source::Source;
use super::values::{Values, imported};
use crate::catalogue::is_operation;
use crate::graph::{Call, ValueId};
use crate::syntax::Network;
use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote};
use std::collections::{BTreeSet, HashSet};

/// Implements each call for its values.
pub(super) fn calls(source: &Source, network: &Network, values: &Values<'_>) -> TokenStream {
    let (mut seen, mut operations) = (HashSet::new(), BTreeSet::new());
    let mut methods = TokenStream::new();
    for (index, call) in values.graph.calls.iter().enumerate() {
        let inputs: Vec<_> = call.inputs.iter().map(|&input| values.of(input)).collect();
        if inputs.is_empty() || !seen.insert((inputs.clone(), &call.name)) {
            continue;
        }
        let output = values.tuple(&call.outputs);
        let is_operation = |name: &str| is_operation(name) && network.fields.iter().all(|field| field.name != name);
        if let Some((of, name)) = sign(&call.name, inputs.len() + numbers(call)) {
            methods.extend(operator(of, name, &operands(call, values), &output));
            continue;
        }
        match call.name.as_str() {
            name if is_operation(name) && numbers(call) > 0 => {
                let (operation, operands) = (operation(name), operands(call, values));
                let generics = parameters(call);
                methods.extend(if call.is_method {
                    let receiver = &operands[0];
                    quote!(impl<#(#generics),*> ::nn::__private::editor::#operation for #receiver { type Output = #output; })
                } else {
                    quote!(impl<#(#generics),*> ::nn::__private::editor::#operation for (#(#operands),*) { type Output = #output; })
                });
                operations.insert(operation);
            }
            name if is_operation(name) => {
                let (operation, inputs) = (operation(name), values.tuple(&inputs));
                methods.extend(quote!(impl ::nn::__private::editor::#operation for #inputs { type Output = #output; }));
                operations.insert(operation);
            }
            name => {
                let Some(place) = call.place else {
                    if let Some((name, _)) = network.functions.iter().find(|(of, _)| of == name) {
                        let method = Method { docs: quote!(#[doc = "A function of this network."]), name };
                        methods.extend(method.of_several(index, call, values));
                    }
                    continue;
                };
                let docs = of_layer(source, network, values, place.field, Some(call));
                // An element of an array has the name that its loop gives it.
                let element = place.element.map(|_| format_ident!("{name}"));
                let name = element.as_ref().unwrap_or(&network.fields[place.field].name);
                let layer = Method { docs, name };
                match (&inputs[..], &call.outputs[..]) {
                    (&[input], &[output]) => {
                        let output = (values.module(output), imported(values.shape(output)));
                        methods.extend(layer.of(values, input, output));
                    }
                    _ => methods.extend(layer.of_several(index, call, values)),
                }
            }
        }
    }
    methods.extend(quote!(use ::nn::__private::editor::{#(#operations as _),*};));
    methods
}

/// The trait of an operator of `core::ops` with this number of operands, and its method.
fn sign(sign: &str, operands: usize) -> Option<(&'static str, &'static str)> {
    match (sign, operands) {
        ("+", _) => Some(("Add", "add")),
        ("-", 1) => Some(("Neg", "neg")),
        ("-", _) => Some(("Sub", "sub")),
        ("*", _) => Some(("Mul", "mul")),
        ("/", _) => Some(("Div", "div")),
        _ => None,
    }
}

/// The number of operands of a call that are numbers.
fn numbers(call: &Call) -> usize {
    call.numbers.iter().filter(|&&is_number| is_number).count()
}

/// The type parameters for the numbers of a call.
fn parameters(call: &Call) -> Vec<Ident> {
    (0..numbers(call)).map(|index| format_ident!("Number{index}")).collect()
}

/// The types of the operands of a call; a number has the type of a parameter.
fn operands(call: &Call, values: &Values<'_>) -> Vec<TokenStream> {
    let (mut inputs, mut parameters) = (call.inputs.iter(), parameters(call).into_iter());
    let count = call.inputs.len() + numbers(call);
    let operand = |index: usize| match call.numbers.get(index) {
        Some(true) => parameters.next().map(|parameter| quote!(#parameter)).unwrap_or_default(),
        _ => inputs.next().map(|&input| values.ty(values.of(input))).unwrap_or_default(),
    };
    (0..count).map(operand).collect()
}

fn operator(of: &str, name: &str, operands: &[TokenStream], output: &TokenStream) -> TokenStream {
    let [of, name] = [of, name].map(|word| Ident::new(word, Span::call_site()));
    match operands {
        [one] => quote! {
            impl ::core::ops::#of for #one {
                type Output = #output;
                fn #name(self) -> #output { loop {} }
            }
        },
        [left, right, ..] => {
            // A literal has a type of its own, since nothing is known of it before its operator.
            let number = |operand: &TokenStream| operand.to_string() == "Number0";
            let right = if number(right) { quote!(f64) } else { right.clone() };
            let left = if number(left) { quote!(f64) } else { left.clone() };
            quote! {
                impl ::core::ops::#of<#right> for #left {
                    type Output = #output;
                    fn #name(self, _: #right) -> #output { loop {} }
                }
            }
        }
        [] => TokenStream::new(),
    }
}

/// The trait of an operation: `MaxPool` for `max_pool`.
fn operation(name: &str) -> Ident {
    let word = |word: &str| format!("{}{}", word[..1].to_uppercase(), &word[1..]);
    format_ident!("{}", name.split('_').map(word).collect::<String>())
}

/// A method of the type of a value. The name of a layer is that of its field, so that its definition is the field.
pub(super) struct Method<'a> {
    pub(super) docs: TokenStream,
    pub(super) name: &'a Ident,
}

impl Method<'_> {
    /// Declares it where the type of the output is imported from a module of `shapes`: the signature shows no path.
    pub(super) fn of(&self, values: &Values<'_>, input: ValueId, (from, output): (Ident, TokenStream)) -> TokenStream {
        let (Method { docs, name }, input) = (self, values.ty(input));
        quote! {
            const _: () = {
                use shapes::#from::*;
                impl #input { #docs pub fn #name(self) -> #output { loop {} } }
            };
        }
    }

    /// Declares it for several inputs or outputs.
    fn of_several(&self, index: usize, call: &Call, values: &Values<'_>) -> TokenStream {
        let (Method { docs, name }, output) = (self, values.tuple(&call.outputs));
        if call.is_method || call.inputs.len() == 1 {
            let (receiver, rest) = (values.ty(call.inputs[0]), call.inputs[1..].iter().map(|&input| values.ty(input)));
            return quote!(impl #receiver { #docs pub fn #name(self #(, _: #rest)*) -> #output { loop {} } });
        }
        let (of, inputs) = (format_ident!("Call{index}"), values.tuple(&call.inputs));
        quote! {
            trait #of { fn #name(self) -> #output; }
            impl #of for #inputs { #docs fn #name(self) -> #output { loop {} } }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::{FUNCTIONS, METHODS};

    #[test]
    fn every_operation_has_a_trait_with_its_docs() {
        let file = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../src/editor.rs")).unwrap();
        for name in METHODS.iter().chain(FUNCTIONS) {
            let line = format!("    {}::{name}", operation(name));
            assert!(file.contains(&format!("{line};")) || file.contains(&format!("{line}(")), "{line}");
        }
    }
}
