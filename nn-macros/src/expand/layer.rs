//! The network as a layer: its three passes in one implementation.

use super::*;

impl Code<'_> {
    pub(super) fn layer(&self) -> TokenStream {
        let (name, element, batch) = (&self.network.name, self.element, &self.batch);
        let generics = self.generics();
        let (impl_generics, ty_generics, where_clause) = generics.split_for_impl();
        let batched = self.batched_generics();
        let (_, batched_ty_generics, _) = batched.split_for_impl();
        let (saved, scratch) = (&self.saved, &self.scratch);
        let workspaces = self.workspaces();
        let input = signal(self.graph.input_shapes.iter());
        let output = signal(self.graph.output_shapes.iter());
        let macs = self.graph.nodes.iter().map(|node| {
            let layer = self.as_layer(node);
            quote_spanned!(node.span=> + #layer::MACS)
        });
        let (x, y) = (self.input_pattern(), self.output_pattern("out"));
        let (y_read, dy) = (self.output_pattern("out"), self.output_pattern("dout"));
        let dx = self.input_gradient_pattern();
        let inference = self.forward(Mode::Inference);
        let training = self.forward(Mode::Training);
        let backward = self.backward();
        let read = |signal: &TokenStream| quote!(<#signal as ::nn::__private::Signal>::Ref<'_, #batch, #element>);
        let write = |signal: &TokenStream| quote!(<#signal as ::nn::__private::Signal>::Mut<'_, #batch, #element>);
        let (input_ref, output_ref, output_mut) = (read(&input), read(&output), write(&output));
        quote! {
                #workspaces

                #[automatically_derived]
                impl #impl_generics ::nn::__private::Layer<#input, #element> for #name #ty_generics #where_clause {
                    type Out = #output;
                    type Saved<#batch: ::nn::__private::Dim> = #saved #batched_ty_generics;
                    type Scratch<#batch: ::nn::__private::Dim> = #scratch #batched_ty_generics;
                    const MACS: usize = 0 #(#macs)*;
                    const OP: ::nn::__private::graph::Op =
                        ::nn::__private::graph::Op::Network(&<Self as ::nn::__private::Network>::GRAPH);

                    fn forward<#batch: ::nn::__private::Dim>(
                        &self,
                        #x: #input_ref,
                        #y: #output_mut,
                        scratch: &mut Self::Scratch<#batch>,
                    ) {
                        #inference
                    }

                    fn forward_train<#batch: ::nn::__private::Dim>(
                        &self,
                        #x: #input_ref,
                        #y: #output_mut,
                        saved: &mut Self::Saved<#batch>,
                        context: ::nn::__private::Context,
                    ) {
                        #training
                    }

                    fn backward<#batch: ::nn::__private::Dim>(
                        &self,
                        #x: #input_ref,
                        #y_read: #output_ref,
                        saved: &mut Self::Saved<#batch>,
                        #dy: #output_ref,
                        #dx: <#input as ::nn::__private::Signal>::Grad<'_, #batch, #element>,
                        grad: ::nn::__private::Gradient<'_, Self>,
                        context: ::nn::__private::Context,
                    ) {
                        #backward
                    }
                }
        }
    }

    /// The inputs as a parameter: a name, or a tuple of names.
    pub(super) fn input_pattern(&self) -> TokenStream {
        pattern(
            self.graph
                .input_shapes
                .iter()
                .enumerate()
                .map(|(index, _)| self.names[self.input(index)].to_token_stream()),
        )
    }

    pub(super) fn input(&self, index: usize) -> ValueId {
        self.ids(|code, id| matches!(code.graph.values[id].place, Place::Input(input) if input == index))[0]
    }

    pub(super) fn input_gradient_pattern(&self) -> TokenStream {
        pattern((0..self.graph.input_shapes.len()).map(|index| {
            let name = self.gradient_name(self.input(index));
            quote!(mut #name)
        }))
    }

    pub(super) fn output_name(&self, base: &str, index: usize) -> Ident {
        match self.graph.output_shapes.len() {
            1 => Ident::new(base, Span::mixed_site()),
            _ => format_ident!("{base}_{index}", span = Span::mixed_site()),
        }
    }

    pub(super) fn output_pattern(&self, base: &str) -> TokenStream {
        pattern((0..self.graph.output_shapes.len()).map(|index| self.output_name(base, index).to_token_stream()))
    }
}
