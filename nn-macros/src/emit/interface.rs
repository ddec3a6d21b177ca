//! Emits the items that every network has, and also the stub after an error.

use super::names::UserNames;
use crate::shape::{Dim, Signal};
use crate::syntax::{Element, Network};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote};

/// The components of the headers of these items.
pub(super) struct Interface<'a> {
    pub(super) network: &'a Network,
    pub(super) generics: syn::Generics,
    pub(super) element: Element,
    pub(super) input: Signal,
    pub(super) output: Signal,
    /// The generic parameter of the batch size.
    pub(super) batch: Ident,
    /// The generic parameter of the random generator.
    rng: Ident,
    /// The generic parameter of the signal that the network receives.
    given: Ident,
    /// The generic parameter of a number of steps.
    steps: Ident,
}

/// The associated types and method bodies of the implementation of `Layer`.
pub(super) struct Passes {
    pub(super) saved: TokenStream,
    pub(super) scratch: TokenStream,
    pub(super) macs: TokenStream,
    pub(super) inference: TokenStream,
    pub(super) training: TokenStream,
    pub(super) backward: TokenStream,
}

/// The parameter patterns of the passes.
pub(super) struct Parameters {
    pub(super) x: TokenStream,
    pub(super) y: TokenStream,
    pub(super) dy: TokenStream,
    pub(super) dx: TokenStream,
}

/// The associated types and the body of the implementation of `Streaming`.
pub(super) struct StepPass {
    pub(super) step: Signal,
    pub(super) out: Signal,
    pub(super) state: TokenStream,
    pub(super) scratch: TokenStream,
    pub(super) capacity: TokenStream,
    pub(super) x: TokenStream,
    pub(super) y: TokenStream,
    pub(super) body: TokenStream,
}

/// The nodes, inputs and outputs of `Network::GRAPH`.
#[derive(Default)]
pub(super) struct Nodes {
    pub(super) nodes: Vec<TokenStream>,
    /// The nodes that call an element of an array, each with the index of the element, and whether it is the first use.
    pub(super) elements: Vec<TokenStream>,
    /// The nodes whose results drop an axis, each with the sizes of the result.
    pub(super) results: Vec<TokenStream>,
    /// The operands of all nodes, in order.
    pub(super) operands: Vec<TokenStream>,
    pub(super) inputs: Vec<String>,
    pub(super) outputs: Vec<TokenStream>,
}

/// The values of the public constants.
pub(super) struct Constants {
    pub(super) parameters: TokenStream,
    pub(super) macs: TokenStream,
    /// The size of the network, and hence of a gradient.
    pub(super) bytes: TokenStream,
    pub(super) scratch_bytes: TokenStream,
}

/// The public method `forward`.
pub(super) struct Method {
    pub(super) attributes: TokenStream,
    pub(super) arguments: Vec<TokenStream>,
    pub(super) output: TokenStream,
    pub(super) body: TokenStream,
}

impl<'a> Interface<'a> {
    pub(super) fn new(
        network: &'a Network,
        generics: syn::Generics,
        [input, output]: [Signal; 2],
        user: &UserNames,
    ) -> Self {
        Interface {
            network,
            generics,
            element: network.element,
            input,
            output,
            batch: user.fresh(&["B", "Batch", "BatchSize"]),
            rng: user.fresh(&["R", "Random"]),
            given: user.fresh(&["Given"]),
            steps: user.fresh(&["N", "Steps"]),
        }
    }

    /// Implements the traits of plain data, with these constants of `Parameters`.
    pub(super) fn plain_data(&self, constants: &TokenStream) -> TokenStream {
        let (name, element, given, input) = (&self.network.name, self.element, &self.given, &self.input);
        let (impl_generics, ty_generics, where_clause) = self.generics.split_for_impl();
        quote! {
            // SAFETY: every field is plain data, which `Parameters` below requires of the fields.
            #[automatically_derived]
            unsafe impl #impl_generics __nn::Plain for #name #ty_generics #where_clause {}
            // SAFETY: every field consists of elements of this type and nothing else, in declaration order.
            #[automatically_derived]
            unsafe impl #impl_generics __nn::Parameters<#element> for #name #ty_generics #where_clause {
                #constants
            }
            #[automatically_derived]
            impl #impl_generics __nn::Connect for #name #ty_generics #where_clause {
                type Input<#given: __nn::Signal> = #input;
                type Coerced<#given: __nn::Signal> = __nn::Coerced<Self, #given>;
            }
        }
    }

    pub(super) fn init(&self, body: &TokenStream) -> TokenStream {
        let (name, random) = (&self.network.name, &self.rng);
        let (impl_generics, ty_generics, where_clause) = self.generics.split_for_impl();
        quote! {
            #[automatically_derived]
            impl #impl_generics __nn::Init for #name #ty_generics #where_clause {
                fn init<#random: __nn::Rng + ?::core::marker::Sized>(&mut self, rng: &mut #random) {
                    #body
                }
            }
        }
    }

    /// Implements `Layer` for the network: its three passes in one implementation.
    pub(super) fn layer(&self, Parameters { x, y, dy, dx }: &Parameters, passes: &Passes) -> TokenStream {
        let (name, element, batch) = (&self.network.name, self.element, &self.batch);
        let (impl_generics, ty_generics, where_clause) = self.generics.split_for_impl();
        let Passes { saved, scratch, macs, inference, training, backward } = passes;
        let (input, output) = (&self.input, &self.output);
        let read = |signal: &Signal| quote!(<#signal as __nn::Signal>::Ref<'_, #batch, #element>);
        let write = |signal: &Signal| quote!(<#signal as __nn::Signal>::Mut<'_, #batch, #element>);
        let (input_ref, output_mut) = (read(input), write(output));
        quote! {
            #[automatically_derived]
            impl #impl_generics __nn::Layer<#input, #element> for #name #ty_generics #where_clause {
                type Out = #output;
                type Saved<#batch: __nn::Dim> = #saved;
                type Scratch<#batch: __nn::Dim> = #scratch;
                const MACS: usize = #macs;
                const OP: __nn::graph::Op = __nn::subgraph::<Self>();

                fn forward<#batch: __nn::Dim>(
                    &self,
                    #x: #input_ref,
                    #y: #output_mut,
                    scratch: &mut Self::Scratch<#batch>,
                ) {
                    #inference
                }

                fn forward_train<#batch: __nn::Dim>(
                    &self,
                    #x: #input_ref,
                    #y: #output_mut,
                    saved: &mut Self::Saved<#batch>,
                    context: __nn::StepContext,
                ) {
                    #training
                }

                fn backward<#batch: __nn::Dim>(
                    &self,
                    __nn::Pass { x: #x, y: #y, saved, dy: #dy }:
                        __nn::Pass<'_, Self, #input, #batch, #element>,
                    #dx: <#input as __nn::Signal>::Grad<'_, #batch, #element>,
                    grad: __nn::Gradient<'_, Self>,
                    context: __nn::StepContext,
                ) {
                    #backward
                }
            }
        }
    }

    /// The input with another number of steps.
    pub(super) fn input_of(&self, steps: &Dim) -> Signal {
        let inputs = self.network.forward.inputs.iter().zip(&self.input.0);
        let of_input = inputs.map(|(input, shape)| shape.with_size(input.ty.time.map(|time| time.axis), steps.clone()));
        Signal(of_input.collect())
    }

    /// Implements `Streaming` and `StreamingNetwork` for the network.
    pub(super) fn streaming(&self, pass: &StepPass) -> TokenStream {
        let (name, element, batch, input) = (&self.network.name, self.element, &self.batch, &self.input);
        let (impl_generics, ty_generics, where_clause) = self.generics.split_for_impl();
        let StepPass { step, out, state, scratch, capacity, x, y, body } = pass;
        let count = &self.steps;
        let of_count = Dim::Named { text: count.to_string(), tokens: count.to_token_stream(), generic: true };
        let steps = self.input_of(&of_count);
        quote! {
            #[automatically_derived]
            impl #impl_generics __nn::Streaming<#input, #element> for #name #ty_generics #where_clause {
                type Step = #step;
                type StepOut = #out;
                type State<#batch: __nn::Dim> = #state;
                type StepScratch<#batch: __nn::Dim> = #scratch;
                const CAPACITY: ::core::option::Option<usize> = #capacity;

                fn step<#batch: __nn::Dim>(
                    &self,
                    #x: <#step as __nn::Signal>::Ref<'_, #batch, #element>,
                    #y: <#out as __nn::Signal>::Mut<'_, #batch, #element>,
                    state: &mut Self::State<#batch>,
                    time: usize,
                    scratch: &mut Self::StepScratch<#batch>,
                ) {
                    #body
                }
            }
            #[automatically_derived]
            impl #impl_generics __nn::StreamingNetwork for #name #ty_generics #where_clause {
                type Steps<#count: __nn::Dim> = #steps;
            }
        }
    }

    pub(super) fn network(&self, Nodes { nodes, elements, results, operands, inputs, outputs }: &Nodes) -> TokenStream {
        let (name, element, input) = (&self.network.name, self.element, &self.input);
        let (impl_generics, ty_generics, where_clause) = self.generics.split_for_impl();
        // A stub has no nodes, and must not add requirements that could cause further errors.
        let (nodes, sizes) = match nodes.as_slice() {
            [] => (quote!(&[]), TokenStream::new()),
            nodes => {
                let nodes = quote!(__nn::graph::nodes::<Self, #element, _>(&[#(#operands),*], [#(#nodes),*]));
                let nodes = match elements.as_slice() {
                    [] => nodes,
                    elements => quote!(__nn::graph::with_elements(#nodes, &[#(#elements),*])),
                };
                let nodes = match results.as_slice() {
                    [] => nodes,
                    results => quote!(__nn::graph::with_results(#nodes, &[#(#results),*])),
                };
                (quote!(&#nodes), self.sizes())
            }
        };
        let text = name.to_string();
        quote! {
            #[automatically_derived]
            impl #impl_generics __nn::Network for #name #ty_generics #where_clause {
                type Elem = #element;
                type In = #input;
                const NODES: &'static [__nn::graph::Node] = #nodes;
                const GRAPH: __nn::graph::Graph =
                    __nn::network_graph::<Self>(#text, &[#(#inputs),*], &[#(#outputs),*])#sizes;
            }
        }
    }

    pub(super) fn constants(&self, constants: &Constants) -> TokenStream {
        let (name, visibility) = (&self.network.name, &self.network.visibility);
        let (impl_generics, ty_generics, where_clause) = self.generics.split_for_impl();
        let Constants { parameters, macs, bytes, scratch_bytes } = constants;
        quote! {
            impl #impl_generics #name #ty_generics #where_clause {
                /// The number of trainable parameters.
                #visibility const PARAMETERS: usize = #parameters;
                /// Multiply-accumulates of one sample in inference.
                #visibility const MACS: usize = #macs;
                /// The size of all stored parameters in bytes.
                #visibility const PARAMETER_BYTES: usize = #bytes;
                /// The size of the weights in flash, in bytes.
                #visibility const FLASH_BYTES: usize = #bytes;
                /// Floating-point operations of one sample in inference: a multiply-accumulate is two.
                #visibility const FLOPS: usize = 2 * #macs;
                /// Bytes of a gradient.
                #visibility const GRADIENT_BYTES: usize = #bytes;
                /// The size of the scratch for inference of one sample, in bytes.
                #visibility const SCRATCH_BYTES: usize = #scratch_bytes;
            }
        }
    }

    pub(super) fn method(&self, Method { attributes, arguments, output, body }: &Method, span: Span) -> TokenStream {
        let (name, visibility, batch) = (&self.network.name, &self.network.visibility, &self.batch);
        let (impl_generics, ty_generics, where_clause) = self.generics.split_for_impl();
        let forward = Ident::new("forward", span);
        quote! {
            ::nn::__private::with_alloc! {
                impl #impl_generics #name #ty_generics #where_clause {
                    #attributes
                    #visibility fn #forward<#batch: __nn::Dim>(
                        &self,
                        #(#arguments),*
                    ) -> __nn::Box<#output> {
                        #body
                    }
                }
            }
        }
    }
}
