//! The graph of a network: its nodes, and where each value comes from.

use super::code::Code;
use super::interface::Nodes;
use crate::graph::{self, NodeLayer, Storage, ValueId};
use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use std::collections::HashSet;

impl Code<'_> {
    pub(super) fn table(&self) -> Nodes {
        let element = self.element;
        let inputs = self.network.forward.inputs.iter().map(|input| input.name.to_string());
        let outputs = self.graph.outputs.iter().map(|&value| self.source(value));
        let mut used = HashSet::new();
        let nodes = self.graph.nodes.iter().map(|node| {
            let (layer, name) = (self.as_layer(node), &node.name);
            let from = node.inputs.iter().map(|&value| self.source(value));
            let kind = graph::kind(self.network, self.graph, node);
            let (offset, is_first_use) = match &node.layer {
                NodeLayer::Field(index) => {
                    let field = &self.network.fields[*index].name;
                    let bytes = quote!(::core::mem::offset_of!(Self, #field));
                    (quote!(#bytes / ::core::mem::size_of::<#element>()), used.insert(*index))
                }
                NodeLayer::Operation(_) => (quote!(0), true),
            };
            quote_spanned!(node.span=> #layer::NODE.at([#name, #kind], &[#(#from),*], #offset, #is_first_use))
        });
        Nodes { nodes: nodes.collect(), inputs: inputs.collect(), outputs: outputs.collect() }
    }

    /// Where a value comes from, as data.
    fn source(&self, value: ValueId) -> TokenStream {
        let value = self.graph.root(value);
        if let Storage::Input(index) = self.graph.values[value].storage {
            return quote!(::nn::__private::graph::Operand::Input(#index));
        }
        let nodes = self.graph.nodes.iter().enumerate();
        let mut places =
            nodes.filter_map(|(row, node)| Some((row, node.outputs.iter().position(|&out| out == value)?)));
        let (row, output) = places.next().expect("what is no input comes from a node");
        quote!(::nn::__private::graph::Operand::Node(#row, #output))
    }
}
