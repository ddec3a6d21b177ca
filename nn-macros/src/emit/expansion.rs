//! The complete expansion of a network.

use super::code::{Code, bounded};
use super::integers::{self, Written};
use super::interface::Interface;
use super::items::{items, items_without_layers};
use super::types::{aliases, named_customs, named_sizes};
use crate::graph::Graph;
use crate::shape::Signal;
use crate::syntax::Network;
use proc_macro2::TokenStream;
use quote::quote;

pub(crate) fn network(network: &Network, graph: Graph, input: &TokenStream) -> TokenStream {
    let code = Code::real(network, &graph, input);
    let signals = [&graph.input_shapes, &graph.output_shapes].map(|shapes| Signal(shapes.clone()));
    let interface = Interface::new(network, bounded(network, &graph), signals, input);
    let (structure, data, layer) = (code.structure(), code.plain_data(&interface), code.layer(&interface));
    let (table, methods, budget) = (interface.network(&code.table()), code.methods(&interface), code.budget());
    let derives = code.derives();
    let customs = named_customs(network, &graph);
    let (sizes, aliases) = (named_sizes(&graph), aliases(network, &graph));
    let (items, other_items) = (items(&graph), items_without_layers(&graph));
    let int8 = network.int8.as_ref().map(|int8| (int8, code.observe()));
    let Written { structure: int8_structure, items: int8_items, are_layers_reported } =
        int8.map(|(int8, observe)| integers::write(network, int8, graph, input, &observe)).unwrap_or_default();
    let items = if are_layers_reported { other_items } else { items };
    quote! {
        #sizes
        #customs
        #structure
        #int8_structure
        #[allow(dead_code, nonstandard_style, unused_mut, unused_variables, clippy::all)]
        const _: () = {
            #aliases
            #items
            #data
            #derives
            #layer
            #table
            #methods
            #budget
            #int8_items
        };
    }
}
