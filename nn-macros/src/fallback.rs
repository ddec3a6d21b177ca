//! Stubs for a network with a mistake, so that the rest of the file gives no errors of its own.

use crate::ast::Network;
use crate::error::Errors;
use crate::expand::{self, field_type, fresh};
use crate::graph::{self, Graph, signal};
use crate::layers::Layer;
use crate::parse;
use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote};

/// For a network that could not be read: its name, as a type with a mistake in it, of which the compiler says nothing
/// more, whatever is done with it.
pub(crate) fn unreadable(input: &TokenStream) -> TokenStream {
    let Some((visibility, name, generics)) = parse::name_of(input) else { return TokenStream::new() };
    let errors = mistake(input);
    let stub = format_ident!("__{name}");
    let params = &generics.params;
    let types = generics.type_params().map(|parameter| &parameter.ident);
    quote! {
        #[doc(hidden)]
        #[allow(nonstandard_style, dead_code)]
        #visibility struct #stub<const MISTAKE: usize, T>(::core::marker::PhantomData<T>);
        #[allow(type_alias_bounds, dead_code)]
        #visibility type #name<#params> = #stub<{ #errors }, (#(#types,)*)>;
    }
}

/// What is reported already, for a number in a type: equal errors in one place are shown once, and the compiler says
/// nothing more of a type with a mistake in it.
fn mistake(input: &TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    if let Some(network) = parse::network(input.clone(), &mut errors) {
        graph::build(&network, &mut errors);
    }
    errors.into_tokens()
}

/// For a network that could be read: the same items with the declared inputs and outputs, and nothing behind them.
pub(crate) fn network(network: &Network, graph: &Graph, input: &TokenStream) -> TokenStream {
    let Network { visibility, name, generics, element, forward, .. } = network;
    let batch = fresh(&["B", "Batch", "BatchSize"], input);
    let random = fresh(&["R", "Random"], input);
    let given = fresh(&["Given"], input);
    let (impl_generics, ty_generics, where_clause) = generics.split_for_impl();
    let fields = network.fields.iter().enumerate().filter(|(index, field)| {
        // Of two fields of the same name, the first.
        network.fields[..*index].iter().all(|other| other.name != field.name)
    });
    let fields = fields.map(|(index, field)| {
        let (visibility, name) = (&field.visibility, &field.name);
        // A size that is computed from generic parameters asks for bounds, also where the network is used.
        let mut bounds = Vec::new();
        if let Some(layer) = graph.layers[index].as_ref().and_then(Layer::known) {
            layer.bounds(&mut bounds);
        }
        if !bounds.is_empty() {
            return quote!(#visibility #name: ::core::marker::PhantomData<()>);
        }
        let ty = field_type(network, &graph.layers, index).unwrap_or_else(|| {
            let errors = mistake(input);
            quote!(::nn::__private::N<{ #errors }>)
        });
        quote!(#visibility #name: #ty)
    });
    let params = generics.params.iter().filter_map(|parameter| match parameter {
        syn::GenericParam::Type(parameter) => Some(&parameter.ident),
        _ => None,
    });
    let text = name.to_string();
    let (inputs, outputs) = (signal(graph.input_shapes.iter()), signal(graph.output_shapes.iter()));
    let read = |signal: &TokenStream| quote!(<#signal as ::nn::__private::Signal>::Ref<'_, #batch, #element>);
    let write = |signal: &TokenStream| quote!(<#signal as ::nn::__private::Signal>::Mut<'_, #batch, #element>);
    let (x, y, y_mut) = (read(&inputs), read(&outputs), write(&outputs));
    let arguments = forward.inputs.iter().zip(&graph.input_shapes).enumerate().map(|(index, (input, shape))| {
        let duplicate = forward.inputs[..index].iter().any(|other| other.name == input.name);
        let name = if duplicate { &format_ident!("{}_{}", input.name, index) } else { &input.name };
        let ty = shape.to_token_stream();
        quote!(#name: &<#ty as ::nn::__private::Signal>::Owned<#batch, #element>)
    });
    let method = quote! {
        ::nn::__private::with_alloc! {
            #[allow(unused_variables, dead_code, clippy::all)]
            impl #impl_generics #name #ty_generics #where_clause {
                #visibility fn forward<#batch: ::nn::__private::Dim>(
                    &self,
                    #(#arguments),*
                ) -> ::nn::__private::Box<<#outputs as ::nn::__private::Signal>::Owned<#batch, #element>> {
                    ::core::unreachable!()
                }
            }
        }
    };
    let int8 = expand::int8_stub(network, &if network.int8.is_some() { mistake(input) } else { TokenStream::new() });
    // What the compiler is to prove may be wrong, too.
    let (aliases, checks) = (crate::expand::aliases(graph), &graph.checks);
    quote! {
        #[allow(dead_code)]
        #visibility struct #name #generics #where_clause {
            #(#fields,)*
            #[doc(hidden)]
            __marker: ::core::marker::PhantomData<fn() -> (#(#params,)*)>,
        }
        #[allow(unused_variables, dead_code, clippy::all)]
        const _: () = {
            #aliases
            #(#checks)*
            // SAFETY: this code is never part of a program: an error stands beside it.
            unsafe impl #impl_generics ::nn::__private::Zeroable for #name #ty_generics #where_clause {}
            // SAFETY: as above.
            unsafe impl #impl_generics ::nn::__private::Plain for #name #ty_generics #where_clause {}
            // SAFETY: as above.
            unsafe impl #impl_generics ::nn::__private::Parameters<#element> for #name #ty_generics #where_clause {
                type Takes<#given: ::nn::__private::Signal> = #inputs;
                type At<#given: ::nn::__private::Signal> = ::nn::__private::Fitted<Self, #given>;
                const LAYOUT: ::nn::__private::Layout = ::nn::__private::Layout::EMPTY;
            }
            impl #impl_generics ::nn::__private::Init for #name #ty_generics #where_clause {
                fn init<#random: ::nn::__private::Rng + ?::core::marker::Sized>(&mut self, rng: &mut #random) {}
            }
            impl #impl_generics ::nn::__private::Network for #name #ty_generics #where_clause {
                type Elem = #element;
                type In = #inputs;
                const NODES: &'static [::nn::__private::graph::Node] = &[];
                const GRAPH: ::nn::__private::graph::Graph =
                    ::nn::__private::graph::Graph::new::<#inputs, #outputs, #element>(#text, &[], &[], &[]);
            }
            impl #impl_generics ::nn::__private::Layer<#inputs, #element> for #name #ty_generics #where_clause {
                type Out = #outputs;
                type Saved<#batch: ::nn::__private::Dim> = ();
                type Scratch<#batch: ::nn::__private::Dim> = ();
                fn forward<#batch: ::nn::__private::Dim>(&self, x: #x, y: #y_mut, scratch: &mut ()) {}
                fn forward_train<#batch: ::nn::__private::Dim>(
                    &self,
                    x: #x,
                    y: #y_mut,
                    saved: &mut (),
                    context: ::nn::__private::Context,
                ) {
                }
                fn backward<#batch: ::nn::__private::Dim>(
                    &self,
                    x: #x,
                    y: #y,
                    saved: &mut (),
                    dy: #y,
                    dx: <#inputs as ::nn::__private::Signal>::Grad<'_, #batch, #element>,
                    grad: ::nn::__private::Gradient<'_, Self>,
                    context: ::nn::__private::Context,
                ) {
                }
            }
            impl #impl_generics #name #ty_generics #where_clause {
                #visibility const PARAMETERS: usize = 0;
                #visibility const MACS: usize = 0;
                #visibility const PARAMETER_BYTES: usize = 0;
                #visibility const GRADIENT_BYTES: usize = 0;
                #visibility const SCRATCH_BYTES: usize = 0;
            }
        };
        #method
        #int8
    }
}
