//! What a user calls: the table, the constants, `forward`.

use super::*;
use crate::syntax::Limit;

impl Code<'_> {
    pub(super) fn network(&self) -> TokenStream {
        let (name, element) = (&self.network.name, self.element);
        let generics = self.generics();
        let (impl_generics, ty_generics, where_clause) = generics.split_for_impl();
        let input = Signal(self.graph.input_shapes.clone());
        let text = name.to_string();
        let names = self.network.forward.inputs.iter().map(|input| input.name.to_string());
        let outputs = self.graph.outputs.iter().map(|&value| self.flow(value));
        let mut used = HashSet::new();
        let rows = self.graph.nodes.iter().map(|node| {
            let layer = self.as_layer(node);
            let row_name = &node.name;
            let from = node.inputs.iter().map(|&value| self.flow(value));
            let kind = graph::kind(self.network, self.graph, node);
            let parameters = match &node.layer {
                NodeLayer::Field(index) if used.insert(*index) => {
                    let ty = &self.field_types[*index];
                    respan(quote!(<#ty as ::nn::__private::Parameters<#element>>::LAYOUT.learned()), node.span)
                }
                _ => quote!(0),
            };
            quote_spanned! {node.span=>
                ::nn::__private::Row {
                    name: #row_name,
                    kind: #kind,
                    from: &[#(#from),*],
                    out: <#layer::Out as ::nn::__private::Signal>::DIMS,
                    parameters: #parameters,
                    macs: #layer::MACS,
                }
            }
        });
        quote! {
            #[automatically_derived]
            impl #impl_generics ::nn::__private::Network for #name #ty_generics #where_clause {
                type Elem = #element;
                type In = #input;
                const NAME: &'static str = #text;
                const ROWS: &'static [::nn::__private::Row] = &[#(#rows),*];
                const INPUTS: &'static [&'static str] = &[#(#names),*];
                const OUTPUTS: &'static [::nn::__private::Flow] = &[#(#outputs),*];
            }
        }
    }

    /// Items that hold the user's budget.
    pub(super) fn budget(&self) -> TokenStream {
        let name = &self.network.name;
        let limits = self.network.budget.iter().map(|Limit { of, most }| {
            let check = format_ident!("expect_{of}");
            // A constant that panics is an error at its call.
            quote_spanned!(most.span()=> const _: () = ::nn::__private::#check::<#name>(#most);)
        });
        quote!(#(#limits)*)
    }

    /// Where a value comes from, as the table has it.
    fn flow(&self, value: ValueId) -> TokenStream {
        let value = self.graph.root(value);
        if let Storage::Input(index) = self.graph.values[value].storage {
            return quote!(::nn::__private::Flow::Input(#index));
        }
        let nodes = self.graph.nodes.iter().enumerate();
        let mut places =
            nodes.filter_map(|(row, node)| Some((row, node.outputs.iter().position(|&out| out == value)?)));
        let (row, output) = places.next().expect("what is no input comes from a node");
        quote!(::nn::__private::Flow::Row(#row, #output))
    }

    pub(super) fn methods(&self) -> TokenStream {
        let (name, element, batch) = (&self.network.name, self.element, &self.batch);
        let visibility = &self.network.visibility;
        let generics = self.generics();
        let (impl_generics, ty_generics, where_clause) = generics.split_for_impl();
        let input = Signal(self.graph.input_shapes.clone());
        let output = Signal(self.graph.output_shapes.clone());
        let owned = match self.graph.output_shapes.as_slice() {
            [one] => self.place_type(one),
            _ => quote!(<#output as ::nn::__private::Signal>::Owned<#batch, #element>),
        };
        let (idents, types): (Vec<_>, Vec<_>) = self
            .network
            .forward
            .inputs
            .iter()
            .zip(&self.graph.input_shapes)
            .map(|(input, shape)| (&input.name, self.place_type(shape)))
            .unzip();
        let arguments = pattern(idents.iter().map(|ident| ident.to_token_stream()));
        let attributes = &self.network.forward.attributes;
        let docs = if attributes.iter().any(|attribute| attribute.path().is_ident("doc")) {
            TokenStream::new()
        } else {
            let text = " The output for a batch of any size, on the heap.";
            quote!(#[doc = #text])
        };
        let forward = Ident::new("forward", self.network.forward.span);
        let layer = quote!(<Self as ::nn::__private::Layer<#input, #element>>);
        quote! {
            impl #impl_generics #name #ty_generics #where_clause {
                /// Learned numbers.
                #visibility const PARAMETERS: usize = <Self as ::nn::__private::Parameters<#element>>::LAYOUT.learned();
                /// Multiply-accumulates of one sample in inference.
                #visibility const MACS: usize = #layer::MACS;
                /// Bytes of all numbers that are stored.
                #visibility const PARAMETER_BYTES: usize = ::core::mem::size_of::<Self>();
                /// Bytes of the weights where they lie in flash: all numbers that are stored.
                #visibility const FLASH_BYTES: usize = ::core::mem::size_of::<Self>();
                /// Floating-point operations of one sample in inference: a multiply-accumulate is two.
                #visibility const FLOPS: usize = 2 * Self::MACS;
                /// Bytes of a gradient.
                #visibility const GRADIENT_BYTES: usize = ::core::mem::size_of::<Self>();
                /// Bytes that inference of one sample needs between input and output.
                #visibility const SCRATCH_BYTES: usize =
                    ::core::mem::size_of::<#layer::Scratch<::nn::__private::N<1>>>();
            }
            ::nn::__private::with_alloc! {
                impl #impl_generics #name #ty_generics #where_clause {
                    #(#attributes)*
                    #docs
                    #visibility fn #forward<#batch: ::nn::__private::Dim>(
                        &self,
                        #(#idents: &#types),*
                    ) -> ::nn::__private::Box<#owned> {
                        ::nn::__private::infer::<Self, #batch>(self, #arguments)
                    }
                }
            }
        }
    }
}
