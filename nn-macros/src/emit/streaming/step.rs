//! Emits the state of a network, and one step.

use crate::catalogue::{Layer, Stored};
use crate::emit::code::Code;
use crate::emit::interface::{Interface, StepPass};
use crate::emit::pass::Pass;
use crate::emit::spans::respan;
use crate::graph::{Node, NodeLayer, Steps};
use crate::shape::Signal;
use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote, quote_spanned};

impl Code<'_> {
    /// The implementation of `Streaming`, by the code of a step.
    pub(in crate::emit) fn streaming(&self, interface: &Interface<'_>, state: &Ident) -> TokenStream {
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
    pub(in crate::emit) fn as_streaming(&self, node: &Node, whole: &Signal, ty: &TokenStream) -> TokenStream {
        let (whole, element) = (self.signal_of(&whole.0), self.element);
        match self.is_custom(node) {
            true => quote!(<#ty as __nn::Streaming<<#ty as __nn::Connect>::Input<#whole>, #element>>),
            false => quote!(<#ty as __nn::Streaming<#whole, #element>>),
        }
    }

    /// The stored tensor that is the value of a node.
    fn stored(&self, node: &Node) -> Option<&Stored> {
        let (NodeLayer::Field(field), None) = (&node.layer, &node.at) else { return None };
        if let Some(Layer::Stored(stored)) = &self.graph.layers[*field] { Some(stored) } else { None }
    }

    /// Returns whether a node calls a nested network or a custom layer.
    fn is_custom(&self, node: &Node) -> bool {
        matches!(node.layer, NodeLayer::Field(field) if matches!(self.graph.layers[field], Some(Layer::Custom(_))))
    }
}

impl Pass<'_> {
    /// The call of a node that depends on time.
    pub(in crate::emit) fn step_call(&self, index: usize, steps: &Steps, [x, y]: [TokenStream; 2]) -> TokenStream {
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
                let [from, to] = [&node.inputs, &node.outputs].map(|ids| code.signal_of(&code.graph.signal(ids).0));
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
