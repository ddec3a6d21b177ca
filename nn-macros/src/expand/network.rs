//! What a user calls: the table, the constants, `forward`.

use super::*;
use crate::ast::Limit;

impl Code<'_> {
    pub(super) fn network(&self) -> TokenStream {
        let (name, element) = (&self.network.name, self.element);
        let generics = self.generics();
        let (impl_generics, ty_generics, where_clause) = generics.split_for_impl();
        let input = signal(self.graph.input_shapes.iter());
        let text = name.to_string();
        let names = self.network.forward.inputs.iter().map(|input| input.name.to_string());
        let output = signal(self.graph.output_shapes.iter());
        let outputs = self.graph.outputs.iter().map(|&value| self.source(value));
        let mut used = HashSet::new();
        let nodes = self.graph.nodes.iter().map(|node| {
            let (layer, row_name) = (self.as_layer(node), &node.name);
            let from = node.inputs.iter().map(|&value| self.source(value));
            let kind = table::kind(self.network, self.graph, node);
            let (offset, is_first_use) = match &node.layer {
                NodeLayer::Field(index) => {
                    let field = &self.network.fields[*index].name;
                    let bytes = quote!(::core::mem::offset_of!(Self, #field));
                    (quote!(#bytes / ::core::mem::size_of::<#element>()), used.insert(*index))
                }
                NodeLayer::Operation { .. } => (quote!(0), true),
            };
            quote_spanned!(node.span=> #layer::NODE.at([#row_name, #kind], &[#(#from),*], #offset, #is_first_use))
        });
        quote! {
            #[automatically_derived]
            impl #impl_generics ::nn::__private::Network for #name #ty_generics #where_clause {
                type Elem = #element;
                type In = #input;
                const NODES: &'static [::nn::__private::graph::Node] = &[#(#nodes),*];
                const GRAPH: ::nn::__private::graph::Graph =
                    ::nn::__private::graph::Graph::new::<#input, #output, #element>(
                        #text,
                        &[#(#names),*],
                        Self::NODES,
                        &[#(#outputs),*],
                    );
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

    /// Where a value comes from, as data.
    fn source(&self, value: ValueId) -> TokenStream {
        let value = self.graph.root(value);
        if let Place::Input(index) = self.graph.values[value].place {
            return quote!(::nn::__private::graph::Source::Input(#index));
        }
        let nodes = self.graph.nodes.iter().enumerate();
        let mut places =
            nodes.filter_map(|(row, node)| Some((row, node.outputs.iter().position(|&out| out == value)?)));
        let (row, output) = places.next().expect("what is no input comes from a node");
        quote!(::nn::__private::graph::Source::Node(#row, #output))
    }

    pub(super) fn methods(&self) -> TokenStream {
        let (name, element, batch) = (&self.network.name, self.element, &self.batch);
        let visibility = &self.network.visibility;
        let generics = self.generics();
        let (impl_generics, ty_generics, where_clause) = generics.split_for_impl();
        let input = signal(self.graph.input_shapes.iter());
        let output = signal(self.graph.output_shapes.iter());
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
