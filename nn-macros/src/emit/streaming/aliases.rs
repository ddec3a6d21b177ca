//! Emits the aliases by which a step calls nested networks, with the checks that these stream.

use crate::catalogue::Layer;
use crate::diagnostics::messages;
use crate::emit::names::accepts;
use crate::emit::spans::respan;
use crate::graph::{Graph, NodeLayer, Proof, Steps, Storage, Value, ValueId};
use crate::shape::{Shape, Signal};
use crate::syntax::Network;
use proc_macro2::TokenStream;
use quote::{ToTokens, quote, quote_spanned};
use std::collections::HashSet;

/// The shape of an output of a nested network in a step, or in the whole network: as a `let` or the network declares it, if one
/// does.
fn declared(graph: &Graph, of: &Graph, id: ValueId) -> Shape {
    let views = |value: &Value| matches!(value.storage, Storage::View(of, Proof::Item) if of == id);
    let view = graph.values.iter().zip(&of.values).find(|(value, _)| views(value));
    match (&of.values[id], view) {
        (Value { storage: Storage::Output(_, Some(declared)), .. }, _) => declared.clone(),
        (_, Some((_, view))) => view.shape.clone(),
        (value, None) => value.shape.clone(),
    }
}

/// The aliases by which a step calls nested networks and custom layers: each is the type only if it streams, and a stand-in
/// otherwise, so that what is missing is one error.
pub(in crate::emit) fn aliases_of_step(network: &Network, graph: &Graph, step: &Graph) -> TokenStream {
    let mut seen = HashSet::new();
    let calls = step.nodes.iter().filter_map(|node| {
        let (Some(Steps::State(whole)), NodeLayer::Field(field)) = (&node.steps, &node.layer) else { return None };
        let (Some(Layer::Custom(called)), Some(Layer::Custom(custom))) = (&step.layers[*field], &graph.layers[*field])
        else {
            return None;
        };
        if called.alias.name == custom.alias.name {
            return None;
        }
        let is_first = seen.insert(*field);
        let (alias, name, element, span) = (&custom.alias, &called.alias, network.element, node.span);
        let (accepts, index, field) = (accepts(alias), *field, network.fields[*field].name.to_string());
        let streams = quote!(__nn::Probe::<#alias, (<#alias as __nn::Connect>::Input<#whole>, #element)>::STREAMS);
        let text = messages::does_not_stream(field, &custom.text);
        let dims = |signal: &dyn ToTokens| quote!(<#signal as __nn::Signal>::DIMS);
        let input = quote!(<#alias as __nn::Connect>::Input<#whole>);
        let layer = quote!(<#name as __nn::Streaming<#input, #element>>);
        let (of_input, of_output) = (dims(&quote!(#layer::Step)), dims(&quote!(#layer::StepOut)));
        let outputs = |of: &Graph| Signal(node.outputs.iter().map(|&id| declared(graph, of, id)).collect());
        let (x, y) = (dims(&step.signal(&node.inputs)), dims(&outputs(step)));
        let of_all = dims(&quote!(<#name as __nn::Layer<#input, #element>>::Out));
        // The values between the layers of an array are those of the step alone.
        let is_between = node.outputs.iter().any(|&id| id >= graph.values.len());
        let all = if is_between { of_all.clone() } else { dims(&outputs(graph)) };
        let all = respan(quote!([[#all, #of_all], [#x, #of_input], [#y, #of_output]]), span);
        let streams = respan(streams, span);
        let other = messages::other_steps(&network.fields[index].name, &custom.text);
        let check = quote_spanned!(span=> const _: () = __nn::expect_steps(#streams && #accepts, #all, #other););
        if !is_first {
            return Some(check);
        }
        let is_streaming = quote_spanned!(span=> const _: () = __nn::expect_streams(#streams || !#accepts, #text););
        Some(quote! {
            type #name = <__nn::Either<{ #streams }, #alias> as __nn::Chosen>::Layer;
            #is_streaming
            #check
        })
    });
    let calls: Vec<_> = calls.collect();
    quote!(#(#calls)*)
}
