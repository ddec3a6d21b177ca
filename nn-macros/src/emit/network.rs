//! Emits the graph of a network as data: its nodes, the origin of each operand, and the sizes of a generic network.

use super::code::Code;
use super::interface::{Interface, Nodes};
use crate::catalogue::Layer;
use crate::graph::{self, NodeLayer, Storage, ValueId};
use proc_macro2::{Literal, TokenStream};
use quote::{quote, quote_spanned};
use syn::{GenericParam, Ident, Type, TypeParamBound, WherePredicate};

impl Code<'_> {
    pub(super) fn table(&self) -> Nodes {
        let inputs = self.network.forward.inputs.iter().map(|input| input.name.to_string());
        let outputs = self.graph.outputs.iter().map(|&value| self.source(value));
        let operands = self.graph.nodes.iter().flat_map(|node| &node.inputs).map(|&value| self.source(value));
        let nodes = self.graph.nodes.iter().enumerate().map(|(index, node)| {
            let (layer, name) = (self.as_layer(index), &node.name);
            let kind = graph::kind(self.graph, node);
            // The index in the layout, which does not contain the layers with the weights of others.
            let field = match &node.layer {
                NodeLayer::Field(index) => (0..*index).filter(|&field| self.is_in_layout(field)).count(),
                NodeLayer::Operation(_) => 0,
            };
            let [count, field] = [node.inputs.len(), field].map(Literal::usize_unsuffixed);
            quote_spanned!(self.span(index)=> (#layer::NODE, #name, #kind, #count, #field))
        });
        let elements = self.graph.nodes.iter().enumerate().filter_map(|(index, node)| {
            let [row, element] = [index, node.element?].map(Literal::usize_unsuffixed);
            let is_first_use = self.graph.is_first_use(index);
            Some(quote!((#row, #element, #is_first_use)))
        });
        let results = self.graph.nodes.iter().enumerate().filter_map(|(index, node)| {
            let &[output] = &node.outputs[..] else { return None };
            let result = Some(self.graph.result(output)).filter(|&result| result != output)?;
            let (row, shape) = (Literal::usize_unsuffixed(index), self.shape(&self.graph.values[result].shape));
            Some(quote!((#row, <#shape as __nn::Signal>::DIMS)))
        });
        Nodes {
            results: results.collect(),
            nodes: nodes.collect(),
            elements: elements.collect(),
            operands: operands.collect(),
            inputs: inputs.collect(),
            outputs: outputs.collect(),
        }
    }

    /// Returns whether a field is part of the layout: not a layer with the weight of another one, which stores nothing.
    pub(super) fn is_in_layout(&self, field: usize) -> bool {
        !matches!(self.graph.layers[field], Some(Layer::Tied(_)))
    }

    /// The origin of a value, as data.
    fn source(&self, value: ValueId) -> TokenStream {
        let value = self.graph.root(value);
        if let Storage::Input(index) = self.graph.values[value].storage {
            let index = Literal::usize_unsuffixed(index);
            return quote!(__nn::Operand::Input(#index));
        }
        let nodes = self.graph.nodes.iter().enumerate();
        let mut places =
            nodes.filter_map(|(row, node)| Some((row, node.outputs.iter().position(|&out| out == value)?)));
        let (row, output) = places.next().expect("what is no input comes from a node");
        let [row, output] = [row, output].map(Literal::usize_unsuffixed);
        quote!(__nn::Operand::Node(#row, #output))
    }
}

impl Interface<'_> {
    /// The call that adds the sizes of a generic network to its graph; empty for a network without sizes.
    pub(super) fn sizes(&self) -> TokenStream {
        let sizes: Vec<TokenStream> = (self.network.generics.params.iter())
            .filter_map(|parameter| match parameter {
                GenericParam::Type(parameter) => {
                    let (name, text) = (&parameter.ident, parameter.ident.to_string());
                    let is_size = self.is_size(name, parameter.bounds.iter());
                    is_size.then(|| quote!((#text, <#name as __nn::Natural>::SIZE)))
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

    /// Returns whether a type parameter is bounded by `Dim`, in its declaration or in the `where` clause.
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

/// Returns whether a type is a path of this single segment.
fn is_named(ty: &Type, name: &str) -> bool {
    matches!(ty, Type::Path(path) if path.path.get_ident().is_some_and(|ident| ident == name))
}
