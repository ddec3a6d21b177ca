//! The complete expansion of a network.

use super::code::{Code, bounded};
use super::integers::{self, Written};
use super::interface::Interface;
use super::items::items;
use super::names::UserNames;
use super::streaming::{aliases_of_step, stream_bytes};
use super::types::{ShortNames, aliases, named_customs, named_sizes};
use crate::crate_path::{import, outside};
use crate::graph::Graph;
use crate::syntax::Network;
use proc_macro2::TokenStream;
use quote::quote;

/// Emits a network, with the graph of its step if it has an axis of time.
pub(crate) fn network(network: &Network, graph: Graph, step: Option<Graph>, input: &TokenStream) -> TokenStream {
    let user = UserNames::of(input);
    let short = ShortNames::new(network, &graph, &user);
    let code = Code::real(network, &graph, &short);
    let interface = Interface::new(network, bounded(network, &graph), graph.ends(), &user);
    let (structure, data, layer) = (code.structure(), code.plain_data(&interface), code.layer(&interface));
    let (table, methods, budget) = (interface.network(&code.table()), code.methods(&interface), code.budget());
    let derives = code.derives();
    let streaming = step.map(|step| {
        let state = user.fresh(&[&format!("{}State", network.name)]);
        let streaming = Code::step(network, &step, &short).streaming(&interface, &state);
        let (aliases, bytes) = (aliases_of_step(network, &graph, &step), stream_bytes(&interface));
        quote!(#aliases #streaming #bytes)
    });
    let customs = named_customs(network, &graph);
    let (sizes, aliases) = (named_sizes(&graph), aliases(network, &graph));
    let items = items(&graph);
    let int8 = network.int8.as_ref().map(|int8| (int8, code.observe()));
    let Written { structure: int8_structure, items: int8_items, are_layers_reported } =
        int8.map(|(int8, observe)| integers::write(network, int8, graph, &short, &observe)).unwrap_or_default();
    let items = items.iter().filter(|item| !(are_layers_reported && item.is_about_layer)).map(|item| &item.tokens);
    let short = short.definitions();
    let (import, outside) = (import(), outside(quote!(#sizes #customs #structure #int8_structure)));
    quote! {
        #outside
        #[allow(dead_code, nonstandard_style, unused_mut, unused_variables, clippy::all)]
        const _: () = {
            #import
            #short
            #aliases
            #(#items)*
            #data
            #derives
            #layer
            #table
            #methods
            #streaming
            #budget
            #int8_items
        };
    }
}
