//! The state that all emitters of a network share: its schedules, and the names and types of its values and layers.

use super::names::{PARAMETERS_OF_STEP, Unique, operand};
use super::spans::respan;
use super::types::{
    Elements, ShortNames, as_written, layer_type, operation_type, operation_value, repeated, tensor_type, written,
};
use crate::catalogue::{Layer, Op};
use crate::graph::{At, Graph, Node, NodeLayer, Steps, Storage, ValueId};
use crate::schedule::{Schedule, Slots, Target, lower, needs_scratch};
use crate::shape::Shape;
use crate::syntax::{Element, Network};
use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use std::cell::OnceCell;
use std::collections::HashSet;
use syn::parse_quote;

/// The user's generics with the bounds that shapes require.
pub(super) fn bounded(network: &Network, graph: &Graph) -> syn::Generics {
    let mut generics = network.generics.clone();
    if !graph.bounds.is_empty() {
        let mut seen = HashSet::new();
        let bounds = graph.bounds.iter().filter(|bound| seen.insert(bound.to_token_stream().to_string()));
        // The compiler normalises a bound before it knows the others, so a named size must be what the user wrote.
        let bounds = bounds.map(|bound| -> syn::WherePredicate {
            let bound = as_written(quote!(#bound), &graph.sizes);
            parse_quote!(#bound)
        });
        generics.make_where_clause().predicates.extend(bounds);
    }
    generics
}

/// These generics with the batch size, which can only follow parameters without defaults.
fn batched(mut generics: syn::Generics, batch: &Ident) -> syn::Generics {
    for parameter in generics.type_params_mut() {
        parameter.default = None;
    }
    for parameter in generics.const_params_mut() {
        parameter.default = None;
    }
    generics.params.push(parse_quote!(#batch: __nn::Dim));
    generics
}

/// The type of a layer; a custom layer is named by its alias.
fn layer_name(layer: &Option<Layer>, element: Element) -> TokenStream {
    match layer {
        Some(Layer::Custom(custom)) => custom.alias.to_token_stream(),
        Some(known) => layer_type(known, element),
        None => TokenStream::new(),
    }
}

/// The names of a workspace slot that holds several values.
pub(super) struct SlotNames {
    pub(super) ty: Ident,
    pub(super) field: Ident,
}

pub(super) struct Code<'a> {
    pub(super) network: &'a Network,
    pub(super) graph: &'a Graph,
    pub(super) element: Elements,
    pub(super) inference: Schedule,
    /// `None` for an integer network, and for a step.
    pub(super) training: Option<Schedule>,
    /// The generic parameter of the batch size.
    pub(super) batch: Ident,
    /// The generics with the batch size.
    pub(super) batched: syn::Generics,
    /// By value: the name of its variable or slot, from which that of its gradient is derived. Values that share an
    /// owner share the name.
    pub(super) names: Vec<Ident>,
    /// By node: the name of its saved state or scratch.
    pub(super) node_names: Vec<Ident>,
    /// By field: its type, with custom layers named by their aliases.
    pub(super) field_types: Vec<TokenStream>,
    pub(super) saved: Ident,
    pub(super) scratch: Ident,
    /// The shared slots of values, and of gradients.
    pub(super) value_slots: Vec<SlotNames>,
    pub(super) gradient_slots: Vec<SlotNames>,
    /// By node: in an integer network, the field with its parameters, if it has some.
    pub(super) numbers: Vec<Option<Ident>>,
    short: &'a ShortNames<'a>,
    /// By value: the type of its slot.
    value_types: Vec<OnceCell<TokenStream>>,
    /// By node: its layer, qualified as an implementation of `Layer`.
    qualified: Vec<OnceCell<TokenStream>>,
    /// By node: the value of its operation.
    operations: Vec<OnceCell<TokenStream>>,
}

impl<'a> Code<'a> {
    /// Creates the code of the network itself.
    pub(super) fn real(network: &'a Network, graph: &'a Graph, short: &'a ShortNames<'a>) -> Self {
        let [inference, training] = [Target::Inference, Target::Training].map(|target| lower(graph, target));
        Self::new(network, graph, short, &network.name, Elements::Real(network.element), inference, Some(training))
    }

    /// Creates the code of the integer network of this name.
    pub(super) fn integers(network: &'a Network, graph: &'a Graph, short: &'a ShortNames<'a>, name: &Ident) -> Self {
        Self::new(network, graph, short, name, Elements::Integers, lower(graph, Target::Int8), None)
    }

    /// Creates the code of a step of the network.
    pub(super) fn step(network: &'a Network, graph: &'a Graph, short: &'a ShortNames<'a>) -> Self {
        let (base, element) = (format_ident!("{}Step", network.name), Elements::Real(network.element));
        Self::new(network, graph, short, &base, element, lower(graph, Target::Inference), None)
    }

    fn new(
        network: &'a Network,
        graph: &'a Graph,
        short: &'a ShortNames<'a>,
        base: &Ident,
        element: Elements,
        inference: Schedule,
        training: Option<Schedule>,
    ) -> Self {
        let user = short.user;
        let mut unique = Unique::new(graph.output_shapes.len());
        if training.is_none() {
            PARAMETERS_OF_STEP.iter().for_each(|name| unique.reserve(name));
        }
        let mut names: Vec<_> = graph.values.iter().map(|value| unique.name(&value.name, value.span)).collect();
        for (id, &owner) in inference.owners.iter().enumerate() {
            if matches!(graph.values[id].storage, Storage::Workspace) {
                names[id] = names[owner].clone();
            }
        }
        let saved = user.fresh(&[&format!("{base}Saved")]);
        let mut slot = |kind: &str| {
            let field = unique.name(kind, Span::call_site());
            SlotNames { ty: user.fresh(&[&format!("{saved}_{field}")]), field }
        };
        let value_slots = match &inference.slots {
            Slots::Own => Vec::new(),
            Slots::Frame(_) => vec![SlotNames { ty: user.fresh(&[&format!("{base}Values")]), ..slot("values") }],
            Slots::Shared(shared) => shared.slots.iter().map(|_| slot("values")).collect(),
        };
        let gradients = training.iter().flat_map(|training| &training.gradient_slots.slots);
        let gradient_slots = gradients.map(|_| slot("gradients")).collect();
        let node_names =
            graph.nodes.iter().map(|node| unique.name(&format!("of_{}", operand(&node.name)), node.span)).collect();
        let field_type = |(index, layer): (usize, &Option<Layer>)| {
            let ty = repeated(network, index, layer_name(layer, network.element));
            match layer {
                Some(Layer::Custom(_)) | None => ty,
                Some(_) => short.layer(ty),
            }
        };
        let batch = user.fresh(&["B", "Batch", "BatchSize"]);
        Code {
            network,
            graph,
            element,
            inference,
            training,
            batched: batched(bounded(network, graph), &batch),
            batch,
            names,
            node_names,
            field_types: graph.layers.iter().enumerate().map(field_type).collect(),
            saved,
            scratch: user.fresh(&[&format!("{base}Scratch")]),
            value_slots,
            gradient_slots,
            numbers: Vec::new(),
            short,
            value_types: vec![OnceCell::new(); graph.values.len()],
            qualified: vec![OnceCell::new(); graph.nodes.len()],
            operations: vec![OnceCell::new(); graph.nodes.len()],
        }
    }

    pub(super) fn generics(&self) -> syn::Generics {
        bounded(self.network, self.graph)
    }

    /// The type of a value's slot, with the span of the value.
    pub(super) fn value_type(&self, id: ValueId) -> TokenStream {
        let value = &self.graph.values[id];
        self.value_types[id].get_or_init(|| respan(self.slot_type(&value.shape), self.span_of_value(id))).clone()
    }

    pub(super) fn slot_type(&self, shape: &Shape) -> TokenStream {
        self.short.tensor(shape, &self.batch, self.element)
    }

    /// The type of a batch of values of a shape, as the documentation shows it.
    pub(super) fn public_type(&self, shape: &Shape) -> TokenStream {
        tensor_type(shape, &self.batch, self.element)
    }

    /// The type of a shape, as an argument.
    pub(super) fn shape(&self, shape: &Shape) -> TokenStream {
        self.short.shape(shape)
    }

    /// The type of a node's input.
    fn signal(&self, node: &Node) -> TokenStream {
        let shapes: Vec<_> = node.inputs.iter().map(|&id| self.graph.values[id].shape.clone()).collect();
        self.signal_of(&shapes)
    }

    /// The type of these shapes as one signal.
    pub(super) fn signal_of(&self, shapes: &[Shape]) -> TokenStream {
        let shapes = shapes.iter().map(|shape| self.shape(shape));
        match shapes.len() {
            1 => shapes.collect(),
            _ => quote!(__nn::Tuple<(#(#shapes,)*)>),
        }
    }

    /// The types of the fields, with custom layers as the user wrote them, layers or not.
    pub(super) fn written_types(&self) -> impl Iterator<Item = TokenStream> {
        self.graph.layers.iter().zip(&self.field_types).enumerate().map(|(index, (layer, ty))| match layer {
            Some(Layer::Custom(custom)) => repeated(self.network, index, written(self.network, &custom.alias)),
            _ => ty.clone(),
        })
    }

    /// The type of a node's layer.
    pub(super) fn layer_type(&self, node: &Node) -> TokenStream {
        match (&node.layer, &node.at) {
            (NodeLayer::Operation(op), _) => self.short.layer(operation_type(op)),
            (NodeLayer::Field(index), None) => match node.element {
                None => self.field_types[*index].clone(),
                Some(_) => self.element_type(*index),
            },
            (NodeLayer::Field(index), Some(At::Transposed(_))) => {
                let layer = &self.field_types[*index];
                quote!(__nn::Transposed<#layer>)
            }
            (NodeLayer::Field(index), Some(At::Coerced(given))) => {
                let layer = self.graph.layers[*index].as_ref().map(|layer| layer_type(layer, self.network.element));
                self.called(node, *index, quote!(__nn::Coerced<#layer, #given>))
            }
            (NodeLayer::Field(index), Some(At::Gives(gives))) => {
                let layer = layer_name(&self.graph.layers[*index], self.network.element);
                let at = quote!(<#layer as __nn::Connect>::Coerced<#gives>);
                self.called(node, *index, at)
            }
        }
    }

    /// The type of an element of an array of layers.
    fn element_type(&self, field: usize) -> TokenStream {
        let layer = &self.graph.layers[field];
        let ty = layer_name(layer, self.network.element);
        if matches!(layer, Some(Layer::Custom(_))) { ty } else { self.short.layer(ty) }
    }

    /// The type of what a node calls, if this is the type of its layer: an array of it, or the layer itself.
    fn called(&self, node: &Node, field: usize, layer: TokenStream) -> TokenStream {
        if node.element.is_some() { layer } else { repeated(self.network, field, layer) }
    }

    /// The layer of a node, qualified as an implementation of `Layer`. Every token has the span of the user's call, so
    /// that an unsatisfied bound is one error at that call, however often the code mentions it.
    pub(super) fn as_layer(&self, index: usize) -> &TokenStream {
        self.qualified[index].get_or_init(|| {
            let node = &self.graph.nodes[index];
            let (ty, signal, element) = (self.layer_type(node), self.signal(node), self.element);
            let layer = match self.element {
                Elements::Integers => quote!(<#ty as __nn::int8::Quantize<#signal>>),
                Elements::Real(_) => match &node.steps {
                    Some(Steps::State(whole)) => self.as_streaming(node, whole, &ty),
                    _ => quote!(<#ty as __nn::Layer<#signal, #element>>),
                },
            };
            respan(layer, node.span)
        })
    }

    /// The place of a node's call in the user's code, for tokens that are resolved like all others.
    pub(super) fn span(&self, index: usize) -> Span {
        self.graph.nodes[index].span.resolved_at(Span::call_site())
    }

    /// The place at which the compiler reports a type of a value: the call that returns the value if its shape depends on that
    /// call, so that a layer that does not accept its input is one error there.
    pub(super) fn span_of_value(&self, id: ValueId) -> Span {
        let (value, root) = (&self.graph.values[id], self.graph.root(id));
        let call = self.graph.nodes.iter().find(|node| value.shape.is_opaque() && node.outputs.contains(&root));
        call.map_or(value.span, |node| node.span)
    }

    /// The scratch type of a node in inference.
    pub(super) fn scratch_type(&self, index: usize) -> TokenStream {
        let (layer, batch) = (self.as_layer(index), &self.batch);
        match self.element {
            Elements::Integers => quote_spanned!(self.span(index)=> #layer::Workspace),
            Elements::Real(_) if self.graph.nodes[index].steps.is_some() => {
                quote_spanned!(self.span(index)=> #layer::StepScratch<#batch>)
            }
            Elements::Real(_) => quote_spanned!(self.span(index)=> #layer::Scratch<#batch>),
        }
    }

    /// The expression of a node's integer parameters.
    pub(super) fn numbers(&self, index: usize) -> TokenStream {
        let span = self.span(index);
        let name = self.numbers[index].as_ref();
        name.map_or_else(|| quote_spanned!(span=> &()), |name| quote_spanned!(span=> &self.0.#name))
    }

    pub(super) fn needs_scratch(&self, index: usize) -> bool {
        needs_scratch(self.graph, &self.graph.nodes[index])
    }

    /// The expression of a node's layer in this network.
    pub(super) fn layer_of(&self, network: &str, index: usize) -> TokenStream {
        let (node, span) = (&self.graph.nodes[index], self.span(index));
        match &node.layer {
            NodeLayer::Field(field) => {
                let (network, name) = (Ident::new(network, span), self.place(*field, node.element, span));
                match &node.at {
                    Some(_) => {
                        let ty = respan(self.layer_type(node), node.span);
                        quote_spanned!(span=> __nn::ReinterpretAs::<#ty>::reinterpret(&#network.#name))
                    }
                    None => quote_spanned!(span=> &#network.#name),
                }
            }
            NodeLayer::Operation(op) => {
                let value = self.operation(index, op);
                quote_spanned!(span=> &#value)
            }
        }
    }

    /// The value of a node's operation.
    pub(super) fn operation(&self, index: usize, op: &Op) -> &TokenStream {
        self.operations[index].get_or_init(|| {
            let node = &self.graph.nodes[index];
            respan(operation_value(op, &self.layer_type(node)), node.span)
        })
    }

    /// A field, or an element of a field that is an array, in an expression at this place.
    pub(super) fn place(&self, field: usize, element: Option<usize>, span: Span) -> TokenStream {
        let mut name = self.network.fields[field].name.clone();
        name.set_span(span.resolved_at(name.span()));
        match element.map(Literal::usize_unsuffixed) {
            None => name.to_token_stream(),
            Some(element) => quote_spanned!(span=> #name[#element]),
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

    /// The pattern of the inputs: a name, or a tuple of names.
    pub(super) fn input_pattern(&self) -> TokenStream {
        pattern(
            self.graph
                .input_shapes
                .iter()
                .enumerate()
                .map(|(index, _)| self.names[self.input(index)].to_token_stream()),
            Span::call_site(),
        )
    }

    pub(super) fn output_pattern(&self, base: &str) -> TokenStream {
        let names = (0..self.graph.output_shapes.len()).map(|index| self.output_name(base, index).to_token_stream());
        pattern(names, Span::call_site())
    }
}

/// Formats one part as it is, and several as a tuple at this place.
pub(super) fn pattern(mut parts: impl ExactSizeIterator<Item = TokenStream>, span: Span) -> TokenStream {
    match parts.len() {
        1 => parts.next().unwrap_or_default(),
        _ => quote_spanned!(span=> (#(#parts),*)),
    }
}
