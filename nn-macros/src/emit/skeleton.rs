//! Stubs for a network with an error, so that uses of the network cause no further errors.

use super::code::Code;
use super::derives::of_stub;
use super::integers::{self, Written};
use super::interface::{Constants, Interface, Method, Nodes, Parameters, Passes};
use super::items::items;
use super::names::UserNames;
use super::streaming;
use super::structure::in_braces;
use super::types::{ShortNames, aliases, field_type, named_customs, named_sizes};
use crate::crate_path::{import, outside};
use crate::graph::Graph;
use crate::streaming::has_time;
use crate::syntax::{Network, name_of};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote};
use syn::GenericParam;
use syn::punctuated::Punctuated;

/// Emits a network that could not be parsed: its name, as a type that contains these errors, so that the compiler
/// reports no further errors at its uses. The errors occur only there, since an incremental build does not deduplicate
/// them.
pub(crate) fn unreadable(input: &TokenStream, errors: &TokenStream) -> TokenStream {
    let Some((visibility, name, generics)) = name_of(input) else { return errors.clone() };
    let stub = format_ident!("__{name}");
    // Without bounds, which the errors may be about.
    let params = generics.params.iter().cloned().map(|mut parameter| {
        match &mut parameter {
            GenericParam::Type(of) => (of.colon_token, of.bounds) = (None, Punctuated::new()),
            GenericParam::Lifetime(of) => (of.colon_token, of.bounds) = (None, Punctuated::new()),
            GenericParam::Const(_) => {}
        }
        parameter
    });
    let (types, lifetimes) = (generics.type_params(), generics.lifetimes());
    let (types, lifetimes) = (types.map(|of| &of.ident), lifetimes.map(|of| &of.lifetime));
    quote! {
        #[doc(hidden)]
        #[allow(nonstandard_style, dead_code)]
        #visibility struct #stub<const MISTAKE: usize, T>(::core::marker::PhantomData<T>);
        #[allow(dead_code)]
        #visibility type #name<#(#params),*> = #stub<{ #errors }, (#(#types,)* #(&#lifetimes (),)*)>;
    }
}

/// Emits a network that derives traits, or has generic parameters, that no stub can have: its name, as for one that could
/// not be parsed, and that of its integer form.
pub(crate) fn name_alone(network: &Network, input: &TokenStream, errors: &TokenStream) -> TokenStream {
    let mistakes = format_ident!("__{}_MISTAKES", network.name);
    let stub = unreadable(input, &mistakes.to_token_stream());
    let int8 = network.int8.as_ref().map(|int8| integers::stub(network, int8, &mistakes.to_token_stream()));
    quote! {
        #[allow(nonstandard_style, dead_code)]
        const #mistakes: usize = { #errors };
        #stub
        #int8
    }
}

/// Emits a network that could be parsed: the errors, and the same items with the declared inputs and outputs and empty
/// bodies.
pub(crate) fn skeleton(network: &Network, graph: &Graph, input: &TokenStream, errors: &TokenStream) -> TokenStream {
    let mistakes = format_ident!("__{}_MISTAKES", network.name);
    let interface = Interface::new(network, network.generics.clone(), graph.ends(), &UserNames::of(input));
    let int8 = network.int8.as_ref().map(|int8| integers::stub(network, int8, &mistakes.to_token_stream()));
    let zero = || quote!(0);
    let constants = Constants { parameters: zero(), macs: zero(), bytes: zero(), scratch_bytes: zero() };
    let items = items(graph).into_iter().map(|item| item.tokens).collect();
    let stub = stub(&interface, graph, &structure(network, graph, &mistakes), &items, &constants);
    quote! {
        // The errors are in an integer constant, so that a type can contain them and the compiler reports no further
        // errors.
        #[allow(nonstandard_style, dead_code)]
        const #mistakes: usize = { #errors };
        #stub
        #int8
    }
}

/// Emits a network without errors for an editor: everything that other code refers to, with empty bodies.
pub(crate) fn outline(network: &Network, graph: Graph, input: &TokenStream) -> TokenStream {
    let user = UserNames::of(input);
    let short = ShortNames::none(&user);
    let code = Code::real(network, &graph, &short);
    let interface = Interface::new(network, code.generics(), graph.ends(), &user);
    let (size, unknown) = (quote!(::core::mem::size_of::<Self>()), || quote!(loop {}));
    let constants = Constants { parameters: unknown(), macs: unknown(), bytes: size, scratch_bytes: unknown() };
    let stub = stub(&interface, &graph, &code.structure(), &TokenStream::new(), &constants);
    let int8 = network.int8.as_ref().map(|int8| (int8, code.observe()));
    let Written { structure, items, .. } =
        int8.map(|(int8, observe)| integers::write(network, int8, graph, &short, &observe)).unwrap_or_default();
    let (import, structure) = (import(), outside(structure));
    quote! {
        #stub
        #structure
        const _: () = {
            #import
            #items
        };
    }
}

/// Emits all items with empty bodies.
fn stub(
    interface: &Interface<'_>,
    graph: &Graph,
    structure: &TokenStream,
    items: &TokenStream,
    constants: &Constants,
) -> TokenStream {
    let network = interface.network;
    // The length is not that of the struct, which the compiler would report where an array of the network is a layer.
    let data = interface.plain_data(&quote! {
        const LAYOUT: __nn::Layout = __nn::Layout::UNKNOWN;
        const LEN: usize = 0;
    });
    let (init, nothing) = (interface.init(&TokenStream::new()), TokenStream::new);
    let parameters = Parameters { x: quote!(x), y: quote!(y), dy: quote!(dy), dx: quote!(dx) };
    let passes = Passes {
        saved: quote!(()),
        scratch: quote!(()),
        macs: quote!(0),
        inference: nothing(),
        training: nothing(),
        backward: nothing(),
    };
    let (layer, table) = (interface.layer(&parameters, &passes), interface.network(&Nodes::default()));
    let (constants, method) = (interface.constants(constants), method(network, graph, interface));
    let derives = of_stub(network);
    let streaming = has_time(network).then(|| {
        let (streaming, bytes) = (streaming::stub(interface), streaming::stream_bytes(interface));
        quote!(#streaming #bytes)
    });
    // The proof obligations may be violated, too.
    let customs = named_customs(network, graph);
    let (sizes, aliases) = (named_sizes(graph), aliases(network, graph));
    let (import, outside) = (import(), outside(quote!(#sizes #customs #structure)));
    quote! {
        #outside
        #[allow(unused_variables, dead_code, clippy::all)]
        const _: () = {
            #import
            #aliases
            #items
            #data
            #derives
            #init
            #table
            #layer
            #constants
            #method
            #streaming
        };
    }
}

fn structure(network: &Network, graph: &Graph, mistakes: &Ident) -> TokenStream {
    let Network { visibility, keyword, name, generics, .. } = network;
    let where_clause = &generics.where_clause;
    let fields = network.fields.iter().enumerate().filter(|(index, field)| {
        // Keeps the first of several fields of the same name.
        network.fields[..*index].iter().all(|other| other.name != field.name)
    });
    let fields = fields.map(|(index, field)| {
        let (visibility, name) = (&field.visibility, &field.name);
        // A size that is computed from generic parameters would require bounds wherever the network is used.
        let mut bounds = Vec::new();
        if let Some(layer) = graph.known_layer(index) {
            layer.bounds(&mut bounds);
        }
        if !bounds.is_empty() {
            return quote!(#visibility #name: ::core::marker::PhantomData<()>);
        }
        let ty = field_type(network, &graph.layers, index);
        let ty = ty.unwrap_or_else(|| quote!(__nn::N<#mistakes>));
        quote!(#visibility #name: #ty)
    });
    let params = generics.type_params().map(|parameter| &parameter.ident);
    let fields = quote! {
        #(#fields,)*
        #[doc(hidden)]
        __marker: ::core::marker::PhantomData<fn() -> (#(#params,)*)>,
    };
    let body = in_braces(network, fields);
    quote! {
        #[allow(dead_code)]
        #visibility #keyword #name #generics #where_clause #body
    }
}

fn method(network: &Network, graph: &Graph, interface: &Interface<'_>) -> TokenStream {
    let (batch, element, output, inputs) =
        (&interface.batch, interface.element, &interface.output, &network.forward.inputs);
    let arguments = inputs.iter().zip(&graph.input_shapes).enumerate().map(|(index, (input, ty))| {
        let is_duplicate = inputs[..index].iter().any(|other| other.name == input.name);
        let name = if is_duplicate { &format_ident!("{}_{}", input.name, index) } else { &input.name };
        quote!(#name: &<#ty as __nn::Signal>::Owned<#batch, #element>)
    });
    let method = Method {
        attributes: TokenStream::new(),
        arguments: arguments.collect(),
        output: quote!(<#output as __nn::Signal>::Owned<#batch, #element>),
        body: quote!(::core::unreachable!()),
    };
    interface.method(&method, Span::call_site())
}
