//! What all emitters of a network share: its schedules, and the names and types of what is in them.

use super::names::{Unique, fresh, operand};
use super::spans::respan;
use super::types::{layer_type, repeated};
use super::types::{operation_type, operation_value};
use crate::catalogue::Layer;
use crate::graph::{At, Graph, Node, NodeLayer, Storage, ValueId};
use crate::schedule::{Schedule, Slots, Target, lower, needs_scratch};
use crate::shape::{Axes, Kind, Shape};
use crate::syntax::{Element, Network};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote};
use std::collections::HashSet;
use syn::parse_quote;

/// What the values of a network are made of.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Elements {
    Real(Element),
    /// Of the network in integers.
    Integers,
}

impl ToTokens for Elements {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        match self {
            Elements::Real(element) => element.to_tokens(tokens),
            Elements::Integers => tokens.extend(quote!(i8)),
        }
    }
}

/// The user's generics with the bounds that shapes need.
pub(super) fn bounded(network: &Network, graph: &Graph) -> syn::Generics {
    let mut generics = network.generics.clone();
    if !graph.bounds.is_empty() {
        let mut seen = HashSet::new();
        let bounds = graph.bounds.iter().filter(|bound| seen.insert(bound.to_token_stream().to_string()));
        let bounds = bounds.map(|bound| -> syn::WherePredicate { parse_quote!(#bound) });
        generics.make_where_clause().predicates.extend(bounds);
    }
    generics
}

/// The type of a layer, one of the user's own by its alias.
fn layer_name(layer: &Option<Layer>, element: Element) -> TokenStream {
    match layer {
        Some(Layer::Custom(custom)) => custom.alias.to_token_stream(),
        Some(known) => layer_type(known, element),
        None => TokenStream::new(),
    }
}

/// A slot of a workspace that holds several values: its type, and the field.
pub(super) struct SlotNames {
    pub(super) ty: Ident,
    pub(super) field: Ident,
}

pub(super) struct Code<'a> {
    pub(super) network: &'a Network,
    pub(super) graph: &'a Graph,
    pub(super) element: Elements,
    pub(super) inference: Schedule,
    /// Not of a network in integers.
    pub(super) training: Option<Schedule>,
    /// The generic parameter for the batch.
    pub(super) batch: Ident,
    /// A name for each value that is stored or given, and its gradient; by value. Values in one slot have one name.
    pub(super) names: Vec<Ident>,
    /// A name for what each node keeps; by node.
    pub(super) node_names: Vec<Ident>,
    /// The type of each field, layers of the user's own by their aliases.
    pub(super) field_types: Vec<TokenStream>,
    pub(super) saved: Ident,
    pub(super) scratch: Ident,
    /// Of values, and of gradients.
    pub(super) value_slots: Vec<SlotNames>,
    pub(super) gradient_slots: Vec<SlotNames>,
    /// Of a network in integers: the field with the numbers of each node, if it has some.
    pub(super) numbers: Vec<Option<Ident>>,
}

impl<'a> Code<'a> {
    /// For the network itself.
    pub(super) fn real(network: &'a Network, graph: &'a Graph, input: &TokenStream) -> Self {
        let [inference, training] = [Target::Inference, Target::Training].map(|target| lower(graph, target));
        Self::new(network, graph, input, &network.name, Elements::Real(network.element), inference, Some(training))
    }

    /// For the network in integers, of this name.
    pub(super) fn integers(network: &'a Network, graph: &'a Graph, input: &TokenStream, name: &Ident) -> Self {
        Self::new(network, graph, input, name, Elements::Integers, lower(graph, Target::Int8), None)
    }

    fn new(
        network: &'a Network,
        graph: &'a Graph,
        input: &TokenStream,
        base: &Ident,
        element: Elements,
        inference: Schedule,
        training: Option<Schedule>,
    ) -> Self {
        let mut unique = Unique::new(graph.output_shapes.len());
        let mut names: Vec<_> = graph.values.iter().map(|value| unique.name(&value.name, value.span)).collect();
        for (id, &owner) in inference.owners.iter().enumerate() {
            if matches!(graph.values[id].storage, Storage::Workspace) {
                names[id] = names[owner].clone();
            }
        }
        let saved = fresh(&[&format!("{base}Saved")], input);
        let mut slot = |kind: &str| {
            let field = unique.name(kind, Span::call_site());
            SlotNames { ty: fresh(&[&format!("{saved}_{field}")], input), field }
        };
        let value_slots = match &inference.slots {
            Slots::Own => Vec::new(),
            Slots::Frame(_) => vec![SlotNames { ty: fresh(&[&format!("{base}Values")], input), ..slot("values") }],
            Slots::Shared(shared) => shared.slots.iter().map(|_| slot("values")).collect(),
        };
        let gradients = training.iter().flat_map(|training| &training.gradient_slots.slots);
        let gradient_slots = gradients.map(|_| slot("gradients")).collect();
        let node_names =
            graph.nodes.iter().map(|node| unique.name(&format!("of_{}", operand(&node.name)), node.span)).collect();
        let field_types = (0..network.fields.len())
            .map(|index| repeated(network, index, layer_name(&graph.layers[index], network.element)))
            .collect();
        Code {
            network,
            graph,
            element,
            inference,
            training,
            batch: fresh(&["B", "Batch", "BatchSize"], input),
            names,
            node_names,
            field_types,
            saved,
            scratch: fresh(&[&format!("{base}Scratch")], input),
            value_slots,
            gradient_slots,
            numbers: Vec::new(),
        }
    }

    pub(super) fn generics(&self) -> syn::Generics {
        bounded(self.network, self.graph)
    }

    /// The same with the batch, which can only follow parameters without defaults.
    pub(super) fn batched_generics(&self) -> syn::Generics {
        let mut generics = self.generics();
        for parameter in generics.type_params_mut() {
            parameter.default = None;
        }
        for parameter in generics.const_params_mut() {
            parameter.default = None;
        }
        let batch = &self.batch;
        generics.params.push(parse_quote!(#batch: ::nn::__private::Dim));
        generics
    }

    /// The type of the slot of a value, standing where the value was made.
    pub(super) fn value_type(&self, id: ValueId) -> TokenStream {
        let value = &self.graph.values[id];
        respan(self.slot_type(&value.shape), value.span)
    }

    pub(super) fn slot_type(&self, shape: &Shape) -> TokenStream {
        let (batch, element) = (&self.batch, self.element);
        match (&shape.axes, &shape.element) {
            (Axes::Known(dims), Kind::Real) => quote!(::nn::__private::Tensor<(#batch, #(#dims,)*), #element>),
            (Axes::Known(dims), Kind::Index(below)) => {
                quote!(::nn::__private::Tensor<(#batch, #(#dims,)*), ::nn::__private::Class<#below>>)
            }
            (Axes::Opaque(ty), _) => quote!(<#ty as ::nn::__private::Signal>::Owned<#batch, #element>),
        }
    }

    /// The layer of a node as a type.
    pub(super) fn layer_type(&self, node: &Node) -> TokenStream {
        match (&node.layer, &node.at) {
            (NodeLayer::Operation(op), _) => operation_type(op),
            (NodeLayer::Field(index), None) => self.field_types[*index].clone(),
            (NodeLayer::Field(index), Some(At::Fitted(given))) => {
                let layer = self.graph.layers[*index].as_ref().map(|layer| layer_type(layer, self.network.element));
                repeated(self.network, *index, quote!(::nn::__private::Fitted<#layer, #given>))
            }
            (NodeLayer::Field(index), Some(At::Gives(gives))) => {
                let layer = layer_name(&self.graph.layers[*index], self.network.element);
                let at = quote!(<#layer as ::nn::__private::Connect>::At<#gives>);
                repeated(self.network, *index, at)
            }
        }
    }

    /// The layer of a node as an implementation of `Layer`. Every token has the span of the user's call, so that a bound that
    /// does not hold is one error there, however often the code names it.
    pub(super) fn as_layer(&self, node: &Node) -> TokenStream {
        let (ty, signal, element) = (self.layer_type(node), self.graph.signal(&node.inputs), self.element);
        let layer = match self.element {
            Elements::Integers => quote!(<#ty as ::nn::__private::int8::Quantize<#signal>>),
            Elements::Real(_) => quote!(<#ty as ::nn::__private::Layer<#signal, #element>>),
        };
        respan(layer, node.span)
    }

    /// What a node needs for itself in inference.
    pub(super) fn scratch_type(&self, node: &Node) -> TokenStream {
        let (layer, batch) = (self.as_layer(node), &self.batch);
        let ty = match self.element {
            Elements::Integers => quote!(#layer::Workspace),
            Elements::Real(_) => quote!(#layer::Scratch<#batch>),
        };
        respan(ty, node.span)
    }

    /// The numbers of a node in integers, as an expression.
    pub(super) fn numbers(&self, index: usize) -> TokenStream {
        self.numbers[index].as_ref().map_or_else(|| quote!(&()), |name| quote!(&self.0.#name))
    }

    pub(super) fn needs_scratch(&self, node: &Node) -> bool {
        needs_scratch(self.graph, node)
    }

    /// The layer of a node, of this network.
    pub(super) fn layer_of(&self, network: &TokenStream, node: &Node) -> TokenStream {
        match &node.layer {
            NodeLayer::Field(index) => {
                let name = &self.network.fields[*index].name;
                match &node.at {
                    Some(_) => {
                        let ty = self.layer_type(node);
                        quote!(::nn::__private::Place::<#ty>::at(&#network.#name))
                    }
                    None => quote!(&#network.#name),
                }
            }
            NodeLayer::Operation(op) => {
                let value = operation_value(op);
                quote!(&#value)
            }
        }
    }

    pub(super) fn gradient_name(&self, id: ValueId) -> Ident {
        format_ident!("d_{}", self.names[id])
    }

    pub(super) fn ids(&self, keep: impl Fn(&Self, ValueId) -> bool) -> Vec<ValueId> {
        (0..self.graph.values.len()).filter(|&id| keep(self, id)).collect()
    }

    pub(super) fn input(&self, index: usize) -> ValueId {
        self.ids(|code, id| matches!(code.graph.values[id].storage, Storage::Input(input) if input == index))[0]
    }

    pub(super) fn output_name(&self, base: &str, index: usize) -> Ident {
        match self.graph.output_shapes.len() {
            1 => Ident::new(base, Span::mixed_site()),
            _ => format_ident!("{base}_{index}", span = Span::mixed_site()),
        }
    }

    /// The inputs as a parameter: a name, or a tuple of names.
    pub(super) fn input_pattern(&self) -> TokenStream {
        pattern(
            self.graph
                .input_shapes
                .iter()
                .enumerate()
                .map(|(index, _)| self.names[self.input(index)].to_token_stream()),
        )
    }

    pub(super) fn output_pattern(&self, base: &str) -> TokenStream {
        pattern((0..self.graph.output_shapes.len()).map(|index| self.output_name(base, index).to_token_stream()))
    }
}

/// One thing as it is, several as a tuple.
pub(super) fn pattern(parts: impl ExactSizeIterator<Item = TokenStream>) -> TokenStream {
    if parts.len() == 1 { quote!(#(#parts)*) } else { quote!((#(#parts),*)) }
}
