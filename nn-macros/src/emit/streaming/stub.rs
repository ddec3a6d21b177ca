//! Emits what a stub has, too: the size of a stream, and steps without a body.

use crate::emit::interface::{Interface, StepPass};
use crate::shape::{Dim, Shape, Signal};
use crate::syntax::TensorType;
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote};

/// The constant of the bytes of a stream.
pub(in crate::emit) fn stream_bytes(interface: &Interface<'_>) -> TokenStream {
    let (name, visibility) = (&interface.network.name, &interface.network.visibility);
    let (impl_generics, ty_generics, where_clause) = interface.generics.split_for_impl();
    quote! {
        impl #impl_generics #name #ty_generics #where_clause {
            /// The size of a stream of one sequence, its state and its scratch, in bytes.
            #visibility const STREAM_BYTES: usize = ::core::mem::size_of::<__nn::Stream<Self>>();
        }
    }
}

/// An implementation of `Streaming` without a body, for a network with an error.
pub(in crate::emit) fn stub(interface: &Interface<'_>) -> TokenStream {
    let nothing = || quote!(());
    let one = Dim::Literal(1);
    let outputs = interface.network.forward.outputs.iter().zip(&interface.output.0);
    let of_step = |(ty, shape): (&TensorType, &Shape)| shape.with_size(ty.time.map(|time| time.axis), one.clone());
    let pass = StepPass {
        step: interface.input_of(&one),
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
