//! Emits the public constants and methods, and the items that check the budget.

use super::code::{Code, pattern};
use super::interface::{Constants, Interface, Method};
use crate::syntax::Limit;
use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote, quote_spanned};

impl Code<'_> {
    pub(super) fn methods(&self, interface: &Interface<'_>) -> TokenStream {
        let (element, batch) = (self.element, &self.batch);
        let (input, output, forward) = (&interface.input, &interface.output, &self.network.forward);
        let layer = quote!(<Self as __nn::Layer<#input, #element>>);
        let constants = interface.constants(&Constants {
            parameters: quote!(__nn::trainable::<Self>()),
            macs: quote!(__nn::macs::<Self>()),
            bytes: quote!(::core::mem::size_of::<Self>()),
            scratch_bytes: quote!(::core::mem::size_of::<#layer::Scratch<__nn::N<1>>>()),
        });
        let owned = match self.graph.output_shapes.as_slice() {
            [one] => self.public_type(one),
            _ => quote!(<#output as __nn::Signal>::Owned<#batch, #element>),
        };
        let arguments = forward.inputs.iter().zip(&self.graph.input_shapes).map(|(input, shape)| {
            let (name, ty) = (&input.name, self.public_type(shape));
            quote!(#name: &#ty)
        });
        let given = pattern(forward.inputs.iter().map(|input| input.name.to_token_stream()), forward.span);
        let attributes = &forward.attributes;
        let docs = (!attributes.iter().any(|attribute| attribute.path().is_ident("doc"))).then(|| {
            let text = " The output for a batch of any size, on the heap.";
            quote!(#[doc = #text])
        });
        let method = Method {
            attributes: quote!(#(#attributes)* #docs),
            arguments: arguments.collect(),
            output: owned,
            body: quote!(__nn::infer::<Self, #batch>(self, #given)),
        };
        let method = interface.method(&method, forward.span);
        quote!(#constants #method)
    }

    /// Emits the items that check the budget.
    pub(super) fn budget(&self) -> TokenStream {
        let name = &self.network.name;
        let limits = self.network.budget.iter().map(|Limit { of, most }| {
            let check = format_ident!("expect_{of}");
            let sizes = (of == "stream").then(|| quote!(<#name as __nn::StreamingNetwork>::STREAM_SIZES,));
            // A panic in the constant is an error at the call in it.
            quote_spanned!(most.span()=> const _: () = __nn::#check::<#name>(#sizes #most);)
        });
        quote!(#(#limits)*)
    }
}
