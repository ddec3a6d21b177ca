//! The table of a network: a row a node, and where each value comes from.

use super::code::Code;
use super::interface::Table;
use super::spans::respan;
use crate::graph::{self, NodeLayer, Storage, ValueId};
use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use std::collections::HashSet;

impl Code<'_> {
    pub(super) fn table(&self) -> Table {
        let element = self.element;
        let inputs = self.network.forward.inputs.iter().map(|input| input.name.to_string());
        let outputs = self.graph.outputs.iter().map(|&value| self.flow(value));
        let mut used = HashSet::new();
        let rows = self.graph.nodes.iter().map(|node| {
            let layer = self.as_layer(node);
            let row_name = &node.name;
            let from = node.inputs.iter().map(|&value| self.flow(value));
            let kind = graph::kind(self.network, self.graph, node);
            let parameters = match &node.layer {
                NodeLayer::Field(index) if used.insert(*index) => {
                    let ty = &self.field_types[*index];
                    respan(quote!(<#ty as ::nn::__private::Parameters<#element>>::LAYOUT.learned()), node.span)
                }
                _ => quote!(0),
            };
            quote_spanned! {node.span=>
                ::nn::__private::Row {
                    name: #row_name,
                    kind: #kind,
                    from: &[#(#from),*],
                    out: <#layer::Out as ::nn::__private::Signal>::DIMS,
                    parameters: #parameters,
                    macs: #layer::MACS,
                }
            }
        });
        Table { rows: rows.collect(), inputs: inputs.collect(), outputs: outputs.collect() }
    }

    /// Where a value comes from, as the table has it.
    fn flow(&self, value: ValueId) -> TokenStream {
        let value = self.graph.root(value);
        if let Storage::Input(index) = self.graph.values[value].storage {
            return quote!(::nn::__private::Flow::Input(#index));
        }
        let nodes = self.graph.nodes.iter().enumerate();
        let mut places =
            nodes.filter_map(|(row, node)| Some((row, node.outputs.iter().position(|&out| out == value)?)));
        let (row, output) = places.next().expect("what is no input comes from a node");
        quote!(::nn::__private::Flow::Row(#row, #output))
    }
}
