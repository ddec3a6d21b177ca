//! From the graph to code: plain data, and straight-line forward and backward passes.

use crate::catalogue::{Known, Layer, Op, Read};
use crate::diagnostics::Spanned;
use crate::graph::{self, At, Graph, Node, NodeLayer, Proof, Storage, ValueId};
use crate::shape::{Dim, Indices, Shape, Signal};
use crate::syntax::mentions;
use crate::syntax::{Element, FieldKind, Network};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use std::collections::HashSet;
use std::ops::RangeInclusive;
use syn::parse_quote;

mod backward;
mod calls;
mod data;
mod ends;
mod forward;
mod int8;
mod items;
mod layer;
mod layers;
mod network;
mod operations;
mod packed;
mod shapes;
mod shared;
mod sizes;
pub(crate) mod skeleton;
mod spans;
mod sums;

pub(crate) use int8::stub as int8_stub;
use items::items;
use layers::{aliases, field_type, layer_type, repeated};
use operations::{operation_type, operation_value};
use spans::respan;

use calls::Calls;
use ends::Ends;
use shared::{Shared, SharedPlace};
pub(crate) use sizes::{dim, sample, shape};

/// What the values of a network are made of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Elements {
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

/// The whole code of a network.
pub(crate) fn network(network: &Network, graph: Graph, input: &TokenStream) -> TokenStream {
    let code = Code::new(network, &graph, input, Elements::Real(network.element));
    let (structure, data, layer, constants) = (code.structure(), code.plain_data(), code.layer(), code.network());
    let (methods, checks, budget) = (code.methods(), items(&graph), code.budget());
    let aliases = aliases(&graph);
    let int8::Written { structure: int8_structure, items: int8_items } = int8::write(network, graph, input);
    quote! {
        #structure
        #int8_structure
        #[allow(dead_code, nonstandard_style, unused_mut, unused_variables, clippy::all)]
        const _: () = {
            #aliases
            #checks
            #data
            #layer
            #constants
            #methods
            #budget
            #int8_items
        };
    }
}

/// The value in whose place each value stands, mostly its own: see [`Code::owners`].
fn owners(network: &Network, graph: &Graph) -> Vec<ValueId> {
    let mut owners: Vec<_> = (0..graph.values.len()).collect();
    // What the backward pass of the node that made a value may read of it.
    let mut read = vec![Read::All; owners.len()];
    for node in &graph.nodes {
        if may_stand_in_place(graph, node, read[node.inputs[0]]) {
            owners[node.outputs[0]] = owners[node.inputs[0]];
        }
        let of_output = match of_output(network, graph, node) {
            // Dropped in its place, it is read as what was there before.
            Read::Nothing if owners[node.outputs[0]] != node.outputs[0] => read[node.inputs[0]],
            read => read,
        };
        node.outputs.iter().for_each(|&output| read[output] = of_output);
    }
    (0..owners.len()).map(|id| owners[graph.root(id)]).collect()
}

/// Whether what a node gives may stand in the place of what it is given, and so may their gradients: no other node is
/// given that, and its own backward pass does not need it. Nor does that of the one that made it, of which `read` speaks.
fn may_stand_in_place(graph: &Graph, node: &Node, read: Read) -> bool {
    let Some(op) = node.op().filter(|op| op.works_in_place()) else { return false };
    // Dropout changes no sign but to 0, and the gradient there to 0.
    let most = if op.is_dropout() { Read::Sign } else { Read::Nothing };
    let values = [node.inputs[0], node.outputs[0]].map(|id| &graph.values[id]);
    let are_stored =
        |value: &graph::Value| matches!((&value.storage, &value.shape), (Storage::Workspace, Shape::Known(_)));
    read <= most && values.into_iter().all(are_stored) && values[0].uses == 1
}

/// What the backward pass of a node may read of what it has given. That of a layer with numbers reads nothing, but for those of
/// the user's own, and networks.
fn of_output(network: &Network, graph: &Graph, node: &Node) -> Read {
    match &node.layer {
        NodeLayer::Operation(op) => op.reads().y,
        NodeLayer::Field(index) => {
            let known = graph.layers[*index].as_ref().is_some_and(|layer| layer.known().is_some());
            let is_array = matches!(network.fields[*index].kind, FieldKind::Array(..));
            if known && !is_array { Read::Nothing } else { Read::All }
        }
    }
}

/// Whether a value stands in the place of that which its node was given.
fn is_in_place(graph: &Graph, owners: &[ValueId], id: ValueId) -> bool {
    matches!(graph.values[id].storage, Storage::Workspace) && owners[id] != id
}

/// Whether a value has a place of its own in the workspace.
fn is_stored(graph: &Graph, owners: &[ValueId], id: ValueId) -> bool {
    matches!(graph.values[id].storage, Storage::Workspace) && owners[id] == id
}

/// Whether a value's gradient has a place in the workspace: not for inputs, views, and outputs that nothing reads, nor for what
/// stands in the place of another one.
fn has_gradient(graph: &Graph, owners: &[ValueId], gradient_places: &[ValueId], id: ValueId) -> bool {
    match graph.values[id].storage {
        Storage::Workspace => owners[id] == id && !sums::is_callers(graph, gradient_places[id]),
        Storage::Output(..) => !sums::is_callers(graph, id),
        Storage::Input(_) | Storage::View(..) => false,
    }
}

/// Whether a node needs room of its own: the layers that the macro knows do not.
fn needs_room(network: &Network, graph: &Graph, node: &Node) -> bool {
    match &node.layer {
        NodeLayer::Operation(_) => false,
        NodeLayer::Field(index) => {
            matches!(network.fields[*index].kind, FieldKind::Array(..))
                || graph.layers[*index].as_ref().is_none_or(|layer| layer.known().is_none_or(Known::needs_room))
        }
    }
}

/// About how many numbers that room has: a convolution lays out what it is given, normalisations keep a few sums, and so do layers
/// in integers; of others nothing is known.
fn room_numbers(network: &Network, graph: &Graph, node: &Node, element: Elements) -> Option<u64> {
    if !needs_room(network, graph, node) {
        return None;
    }
    let NodeLayer::Field(index) = node.layer else { return None };
    let known = graph.layers[index].as_ref().and_then(Layer::known);
    let is_array = matches!(network.fields[index].kind, FieldKind::Array(..));
    if element == Elements::Integers || !is_array && known.is_some_and(Known::keeps_shape) {
        return Some(0);
    }
    let given = graph.values[node.inputs[0]].shape.literal().unwrap_or(0);
    // A row of layers has two values between them.
    Some(if is_array { given.saturating_mul(2) } else { given })
}

/// A name that stands nowhere in the user's code.
pub(crate) fn fresh(candidates: &[&str], input: &TokenStream) -> Ident {
    let taken = |name: &str| mentions(input, &|ident| ident == name);
    let mut name = candidates.iter().find(|name| !taken(name)).unwrap_or(&candidates[0]).to_string();
    while taken(&name) {
        name.push('_');
    }
    Ident::new(&name, Span::call_site())
}

/// Which of the two forward passes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mode {
    Inference,
    Training,
}

impl Mode {
    /// The parameter that holds the values between. It is never taken apart: each place is borrowed at its step alone,
    /// which keeps the borrow checker's work linear in the depth.
    fn workspace(self) -> TokenStream {
        match self {
            Mode::Inference => quote!(scratch),
            Mode::Training => quote!(saved),
        }
    }
}

/// The user's generics with the bounds that shapes need.
fn bounded(network: &Network, graph: &Graph) -> syn::Generics {
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

struct Code<'a> {
    network: &'a Network,
    graph: &'a Graph,
    element: Elements,
    /// The generic parameter for the batch.
    batch: Ident,
    /// The generic parameter for the random generator.
    rng: Ident,
    /// The generic parameter for what a network is given.
    given: Ident,
    /// A name for each value that is stored or given, and its gradient; by value. Values in one place have one name.
    names: Vec<Ident>,
    /// The value in whose place a value stands, by value: of a view what it shows, of a function in place what that was given.
    owners: Vec<ValueId>,
    /// Which functions in place other nodes do on their way.
    calls: Calls,
    /// A name for what each node keeps; by node.
    node_names: Vec<Ident>,
    /// The type of each field, layers of the user's own by their aliases.
    field_types: Vec<TokenStream>,
    saved: Ident,
    scratch: Ident,
    /// Where the values of a prediction stand.
    values: Values,
    /// The value in the place of whose gradient that of each value stands, by value; see [`sums::places`].
    gradient_places: Vec<ValueId>,
    /// Gradients that share a place.
    shared_gradients: Shared,
}

/// Where the values of a prediction stand.
enum Values {
    /// At the ends of one place: no more than two are needed at a time, or all sizes are literals.
    Ends(Ends),
    /// In places that several share.
    Shared(Shared),
}

impl<'a> Code<'a> {
    /// For the network itself, or for the one in integers.
    fn new(network: &'a Network, graph: &'a Graph, input: &TokenStream, element: Elements) -> Self {
        let mut taken: HashSet<String> =
            ["out", "dout", "saved", "scratch", "grad", "adds", "context", "self", "marker"].map(String::from).into();
        taken
            .extend((0..graph.output_shapes.len()).flat_map(|index| [format!("out_{index}"), format!("dout_{index}")]));
        let mut unique = |name: &str, span: Span| {
            let base = match name.trim_start_matches("r#") {
                "+" => "sum",
                "*" => "product",
                base => base,
            };
            let mut candidate = base.to_string();
            let mut number = 1;
            // A keyword is not a name without its `r#`, so it gets a number, too.
            while name.starts_with("r#") && number == 1
                || taken.contains(&candidate)
                || taken.contains(&format!("d_{candidate}"))
            {
                number += 1;
                candidate = format!("{base}_{number}");
            }
            taken.insert(candidate.clone());
            taken.insert(format!("d_{candidate}"));
            Ident::new(&candidate, Span::mixed_site().located_at(span))
        };
        let mut names: Vec<_> = graph.values.iter().map(|value| unique(&value.name, value.span)).collect();
        let (base, owners) = match (&network.int8, element) {
            // In integers no value stands in the place of another one: a function of it is kept otherwise.
            (Some(int8), Elements::Integers) => {
                (&int8.name, (0..graph.values.len()).map(|id| graph.root(id)).collect())
            }
            _ => (&network.name, owners(network, graph)),
        };
        for id in 0..names.len() {
            if is_in_place(graph, &owners, id) {
                names[id] = names[owners[id]].clone();
            }
        }
        let saved = fresh(&[&format!("{base}Saved")], input);
        let mut place = |kind: &str| {
            let name = unique(kind, Span::call_site());
            (fresh(&[&format!("{saved}_{name}")], input), name)
        };
        let stored = |id| is_stored(graph, &owners, id);
        let rooms = |node: &Node| room_numbers(network, graph, node, element);
        let ends =
            Ends::new(&owners, graph, stored, rooms, || (fresh(&[&format!("{base}Values")], input), place("values").1));
        let values = ends.map_or_else(
            || Values::Shared(Shared::new(&owners, std::iter::empty(), graph.nodes.iter(), stored, || place("values"))),
            Values::Ends,
        );
        let gradient_places = sums::places(graph, &owners);
        let has_gradient = |id| has_gradient(graph, &owners, &gradient_places, id);
        let nodes = graph.nodes.iter().rev();
        let shared_gradients =
            Shared::new(&gradient_places, sums::given(graph), nodes, has_gradient, || place("gradients"));
        let node_names =
            graph.nodes.iter().map(|node| unique(&format!("of_{}", operand(&node.name)), node.span)).collect();
        let field_types = (0..network.fields.len())
            .map(|index| repeated(network, index, layer_name(&graph.layers[index], network.element)))
            .collect();
        Code {
            network,
            graph,
            element,
            batch: fresh(&["B", "Batch", "BatchSize"], input),
            rng: fresh(&["R", "Random"], input),
            given: fresh(&["Given"], input),
            names,
            calls: Calls::new(graph, &owners, &gradient_places),
            owners,
            node_names,
            field_types,
            saved,
            scratch: fresh(&[&format!("{base}Scratch")], input),
            values,
            gradient_places,
            shared_gradients,
        }
    }

    fn generics(&self) -> syn::Generics {
        bounded(self.network, self.graph)
    }

    /// The same with the batch, which can only come behind parameters without defaults.
    fn batched_generics(&self) -> syn::Generics {
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

    /// The type of the place of a value, standing where the value was made.
    fn value_type(&self, id: ValueId) -> TokenStream {
        let value = &self.graph.values[id];
        respan(self.place_type(&value.shape), value.span)
    }

    fn place_type(&self, shape: &Shape) -> TokenStream {
        let (batch, element) = (&self.batch, self.element);
        match shape {
            Shape::Known(dims) => quote!(::nn::__private::Tensor<(#batch, #(#dims,)*), #element>),
            Shape::Indices(Indices { dims, below }) => {
                quote!(::nn::__private::Tensor<(#batch, #(#dims,)*), ::nn::__private::Class<#below>>)
            }
            Shape::Opaque(ty) => quote!(<#ty as ::nn::__private::Signal>::Owned<#batch, #element>),
        }
    }

    /// The layer of a field as a type, one of the user's own by its alias.
    fn layer_name(&self, index: usize) -> TokenStream {
        layer_name(&self.graph.layers[index], self.network.element)
    }

    /// The layer of a node as a type.
    fn layer_type(&self, node: &Node) -> TokenStream {
        match (&node.layer, &node.at) {
            (NodeLayer::Operation(op), _) => operation_type(op),
            (NodeLayer::Field(index), None) => self.field_types[*index].clone(),
            (NodeLayer::Field(index), Some(At::Fitted(given))) => {
                let layer = self.graph.layers[*index].as_ref().map(|layer| layer_type(layer, self.network.element));
                repeated(self.network, *index, quote!(::nn::__private::Fitted<#layer, #given>))
            }
            (NodeLayer::Field(index), Some(At::Gives(gives))) => {
                let (layer, element) = (self.layer_name(*index), self.network.element);
                let at = quote!(<#layer as ::nn::__private::Parameters<#element>>::At<#gives>);
                repeated(self.network, *index, at)
            }
        }
    }

    /// The layer of a node as an implementation of `Layer`. Every token stands at the user's call, so that a bound that
    /// does not hold is one error there, however often the code names it.
    fn as_layer(&self, node: &Node) -> TokenStream {
        let (ty, signal, element) = (self.layer_type(node), self.graph.signal(&node.inputs), self.element);
        let layer = match self.element {
            Elements::Integers => quote!(<#ty as ::nn::__private::int8::Quantize<#signal>>),
            Elements::Real(_) => quote!(<#ty as ::nn::__private::Layer<#signal, #element>>),
        };
        respan(layer, node.span)
    }

    /// What a node needs for itself in inference.
    fn scratch_type(&self, node: &Node) -> TokenStream {
        let (layer, batch) = (self.as_layer(node), &self.batch);
        let ty = match self.element {
            Elements::Integers => quote!(#layer::Room),
            Elements::Real(_) => quote!(#layer::Scratch<#batch>),
        };
        respan(ty, node.span)
    }

    fn needs_room(&self, node: &Node) -> bool {
        needs_room(self.network, self.graph, node)
    }

    fn gradient_name(&self, id: ValueId) -> Ident {
        format_ident!("d_{}", self.names[id])
    }

    /// The place of a value in the workspace, to read or to write, as an expression.
    fn stored(&self, id: ValueId, mode: Mode, reference: TokenStream) -> TokenStream {
        let shared = match (mode, &self.values) {
            (Mode::Inference, Values::Ends(ends)) => return self.at_end(ends, id, &reference),
            (Mode::Inference, Values::Shared(shared)) => shared.field(id),
            (Mode::Training, _) => None,
        };
        field(&mode.workspace(), shared, &self.names[id], reference)
    }

    /// The place of a gradient in the workspace, to read or to write, as an expression.
    fn stored_gradient(&self, id: ValueId, reference: TokenStream) -> TokenStream {
        field(&quote!(saved), self.shared_gradients.field(id), &self.gradient_name(id), reference)
    }

    fn is_in_place(&self, id: ValueId) -> bool {
        is_in_place(self.graph, &self.owners, id)
    }

    fn is_stored(&self, id: ValueId) -> bool {
        is_stored(self.graph, &self.owners, id)
    }

    fn has_gradient(&self, id: ValueId) -> bool {
        has_gradient(self.graph, &self.owners, &self.gradient_places, id)
    }

    fn ids(&self, keep: impl Fn(&Self, ValueId) -> bool) -> Vec<ValueId> {
        (0..self.graph.values.len()).filter(|&id| keep(self, id)).collect()
    }
}

/// Items that compile only if the struct has no destructor, which plain data must not have, and no other fields than these: what is
/// derived is right for these fields alone, and an attribute below the `derive` may have added others.
pub(crate) fn plain_alone<'a, Ty: ToTokens + 'a>(
    generics: &syn::Generics,
    name: &Ident,
    fields: impl Iterator<Item = (syn::Member, Ty)>,
) -> TokenStream {
    let (impl_generics, ty_generics, where_clause) = generics.split_for_impl();
    let (mut members, mut names, mut types) = (Vec::new(), Vec::new(), Vec::new());
    for (index, (member, ty)) in fields.enumerate() {
        members.push(member);
        names.push(format_ident!("field_{index}"));
        types.push(ty);
    }
    // At the name of the struct, so that an error points there.
    quote_spanned! {name.span()=>
        #[automatically_derived]
        impl #impl_generics ::nn::__private::MustNotImplementDrop for #name #ty_generics #where_clause {}
        #[allow(dead_code, unused_variables, clippy::all)]
        const _: () = {
            fn fields #impl_generics (value: &#name #ty_generics) #where_clause {
                let #name { #(#members: #names),* } = value;
                #(let #names: &#types = #names;)*
            }
        };
    }
}

/// A field of the workspace, by `&` or `&mut`; one of those that share a place is behind the name of that.
fn field(workspace: &TokenStream, shared: Option<&Ident>, name: &Ident, reference: TokenStream) -> TokenStream {
    match shared {
        None => quote!(#reference #workspace.#name),
        // SAFETY: whatever stands there is plain data.
        Some(place) => quote!(unsafe { #reference **(#reference #workspace.#place.#name) }),
    }
}

/// One thing as it is, several as a tuple.
fn pattern(parts: impl ExactSizeIterator<Item = TokenStream>) -> TokenStream {
    if parts.len() == 1 { quote!(#(#parts)*) } else { quote!((#(#parts),*)) }
}

fn context(index: usize) -> TokenStream {
    let index = proc_macro2::Literal::u64_unsuffixed(index as u64);
    quote!(context.layer(#index))
}

/// The name of an operation as part of an identifier.
fn operand(name: &str) -> &str {
    match name.trim_start_matches("r#") {
        "+" => "sum",
        "*" => "product",
        name => name,
    }
}
