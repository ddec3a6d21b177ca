//! Emits what a network with an axis of time has in addition: the state between its steps, and one step.

use super::code::Code;
use super::interface::{Interface, StepPass};
use super::names::accepts;
use super::pass::Pass;
use super::spans::respan;
use crate::catalogue::{Layer, Stored};
use crate::diagnostics::messages;
use crate::graph::{Graph, Node, NodeLayer, Steps};
use crate::shape::{Shape, Signal};
use crate::syntax::{Network, TensorType};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use std::collections::HashSet;

impl Code<'_> {
    /// The implementation of `Streaming`, by the code of a step.
    pub(super) fn streaming(&self, interface: &Interface<'_>, state: &Ident) -> TokenStream {
        let batched = &self.batched;
        let (_, ty_generics, where_clause) = batched.split_for_impl();
        let (scratch, batch) = (&self.scratch, &self.batch);
        let nodes = || self.graph.nodes.iter().enumerate();
        let keeps_state = |node: &Node| matches!(node.steps, Some(Steps::State(_)));
        let fields = nodes().filter(|(_, node)| keeps_state(node)).map(|(index, _)| {
            let (name, layer) = (&self.node_names[index], self.as_layer(index));
            quote_spanned!(self.span(index)=> #name: #layer::State<#batch>)
        });
        let (marker, plain, scratch_struct) = (self.marker(), self.plain(state), self.scratch_struct());
        let capacities = nodes().filter_map(|(index, node)| {
            let span = self.span(index);
            match node.steps {
                Some(Steps::State(_)) => {
                    let layer = self.as_layer(index);
                    Some(quote_spanned!(span=> #layer::CAPACITY))
                }
                Some(Steps::Element { axis }) => {
                    let size = respan(self.stored(node)?.dims[axis].to_token_stream(), span);
                    Some(quote_spanned!(span=> ::core::option::Option::Some(<#size as __nn::Natural>::SIZE)))
                }
                None => None,
            }
        });
        let [step, out] = self.graph.ends();
        let pass = StepPass {
            step,
            out,
            state: quote!(#state #ty_generics),
            scratch: quote!(#scratch #ty_generics),
            capacity: quote!(__nn::least_capacity(&[#(#capacities),*])),
            x: self.input_pattern(),
            y: self.output_pattern("out"),
            body: self.inference().forward(),
        };
        let streaming = interface.streaming(&pass);
        quote! {
            /// What the layers keep between two steps.
            #[repr(C)]
            pub struct #state #batched #where_clause {
                #(#fields,)*
                #marker,
            }
            #plain
            #scratch_struct
            #streaming
        }
    }

    /// The layer of a node of a step, qualified as an implementation of `Streaming`.
    pub(super) fn as_streaming(&self, node: &Node, whole: &Signal, ty: &TokenStream) -> TokenStream {
        let (whole, element) = (self.signal_of(&whole.0), self.element);
        match self.is_custom(node) {
            true => quote!(<#ty as __nn::Streaming<<#ty as __nn::Connect>::Input<#whole>, #element>>),
            false => quote!(<#ty as __nn::Streaming<#whole, #element>>),
        }
    }

    /// The stored tensor that is the value of a node.
    fn stored(&self, node: &Node) -> Option<&Stored> {
        let NodeLayer::Field(field) = node.layer else { return None };
        if let Some(Layer::Stored(stored)) = &self.graph.layers[field] { Some(stored) } else { None }
    }

    /// Returns whether a node calls a nested network or a custom layer.
    fn is_custom(&self, node: &Node) -> bool {
        matches!(node.layer, NodeLayer::Field(field) if matches!(self.graph.layers[field], Some(Layer::Custom(_))))
    }
}

impl Pass<'_> {
    /// The call of a node that depends on time.
    pub(super) fn step_call(&self, index: usize, steps: &Steps, [x, y]: [TokenStream; 2]) -> TokenStream {
        let (code, node, span) = (self.code, &self.code.graph.nodes[index], self.code.span(index));
        let (batch, element, layer) = (&code.batch, code.element, code.layer_of("self", index));
        let time = Ident::new("time", span);
        match steps {
            Steps::Element { axis } => {
                let whole = match code.stored(node) {
                    Some(stored) => code.shape(&stored.shape()),
                    None => TokenStream::new(),
                };
                quote_spanned!(span=> __nn::time_slice::<#whole, #axis, #batch, #element>(&(#layer).value, #time, #y);)
            }
            Steps::State(whole) => {
                let (name, state, scratch) = (&code.node_names[index], Ident::new("state", span), self.scratch(index));
                let state = quote_spanned!(span=> &mut #state.#name);
                if !code.is_custom(node) {
                    let as_layer = code.as_layer(index);
                    return quote_spanned!(span=> #as_layer::step::<#batch>(#layer, #x, #y, #state, #time, #scratch););
                }
                let ty = respan(code.layer_type(node), node.span);
                let [from, to] = [&node.inputs, &node.outputs].map(|ids| {
                    let shapes: Vec<_> = ids.iter().map(|&id| code.graph.values[id].shape.clone()).collect();
                    code.signal_of(&shapes)
                });
                let whole = code.signal_of(&whole.0);
                quote_spanned! {span=>
                    __nn::step_of::<#ty, #whole, #from, #to, #batch, #element>(
                        __nn::ReinterpretAs::<#ty>::reinterpret(#layer),
                        #x,
                        #y,
                        #state,
                        #time,
                        #scratch,
                    );
                }
            }
        }
    }
}

/// The aliases by which a step calls nested networks and custom layers: each is the type only if it streams, and a stand-in
/// otherwise, so that what is missing is one error.
pub(super) fn aliases_of_step(network: &Network, graph: &Graph, step: &Graph) -> TokenStream {
    let mut seen = HashSet::new();
    let calls = step.nodes.iter().filter_map(|node| {
        let (Some(Steps::State(whole)), NodeLayer::Field(field)) = (&node.steps, &node.layer) else { return None };
        let (Some(Layer::Custom(called)), Some(Layer::Custom(custom))) = (&step.layers[*field], &graph.layers[*field])
        else {
            return None;
        };
        if called.alias.name == custom.alias.name || !seen.insert(*field) {
            return None;
        }
        let (alias, name, element, span) = (&custom.alias, &called.alias, network.element, node.span);
        let (accepts, index, field) = (accepts(alias), *field, network.fields[*field].name.to_string());
        let streams = quote!(__nn::Probe::<#alias, (<#alias as __nn::Connect>::Input<#whole>, #element)>::STREAMS);
        let text = messages::does_not_stream(field, &custom.text);
        let dims = |signal: &dyn ToTokens| quote!(<#signal as __nn::Signal>::DIMS);
        let layer = quote!(<#name as __nn::Streaming<<#alias as __nn::Connect>::Input<#whole>, #element>>);
        let (of_input, of_output) = (dims(&quote!(#layer::Step)), dims(&quote!(#layer::StepOut)));
        let (x, y) = (dims(&step.signal(&node.inputs)), dims(&step.signal(&node.outputs)));
        let all = respan(quote!([[#x, #of_input], [#y, #of_output]]), span);
        let streams = respan(streams, span);
        let other = messages::other_steps(&network.fields[index].name, &custom.text);
        let checks = quote_spanned! {span=>
            const _: () = __nn::expect_streams(#streams || !#accepts, #text);
            const _: () = __nn::expect_steps(#streams && #accepts, #all, #other);
        };
        Some(quote! {
            type #name = <__nn::Either<{ #streams }, #alias> as __nn::Chosen>::Layer;
            #checks
        })
    });
    let calls: Vec<_> = calls.collect();
    quote!(#(#calls)*)
}

/// The constant of the bytes of a stream.
pub(super) fn stream_bytes(interface: &Interface<'_>) -> TokenStream {
    let (name, visibility) = (&interface.network.name, &interface.network.visibility);
    let (impl_generics, ty_generics, where_clause) = interface.generics.split_for_impl();
    quote! {
        impl #impl_generics #name #ty_generics #where_clause {
            /// The size of a stream of one sequence, its state and its scratch, in bytes.
            #visibility const STREAM_BYTES: usize = ::core::mem::size_of::<__nn::Stream<Self>>();
        }
    }
}

/// The name of the parameter of the state, and of the number of steps before.
pub(super) const PARAMETERS: [&str; 2] = ["state", "time"];

/// An implementation of `Streaming` without a body, for a network with an error.
pub(super) fn stub(interface: &Interface<'_>) -> TokenStream {
    let nothing = || quote!(());
    let network = interface.network;
    let inputs = network.forward.inputs.iter().map(|input| &input.ty).zip(&interface.input.0);
    let outputs = network.forward.outputs.iter().zip(&interface.output.0);
    let of_step = |(ty, shape): (&TensorType, &Shape)| shape.of_step(ty.time.map(|time| time.axis));
    let pass = StepPass {
        step: Signal(inputs.map(of_step).collect()),
        out: Signal(outputs.map(of_step).collect()),
        state: nothing(),
        scratch: nothing(),
        capacity: quote!(::core::option::Option::None),
        x: Ident::new("x", Span::call_site()).into_token_stream(),
        y: Ident::new("y", Span::call_site()).into_token_stream(),
        body: TokenStream::new(),
    };
    interface.streaming(&pass)
}
