//! The two forward passes: one call a node.

use super::*;

impl Code<'_> {
    /// Takes the workspace apart into one name for each of its parts.
    pub(super) fn take_apart(&self, mode: Mode, backward: bool) -> TokenStream {
        let (ty, from) = match mode {
            Mode::Inference => (&self.scratch, quote!(scratch)),
            Mode::Training => (&self.saved, quote!(saved)),
        };
        let values = self.ids(Self::is_stored).into_iter().map(|id| self.names[id].clone());
        let gradients = self.ids(Self::has_gradient).into_iter().map(|id| self.gradient_name(id));
        let gradients: Vec<_> = if backward { gradients.collect() } else { Vec::new() };
        let nodes = self.graph.nodes.iter().zip(&self.node_names);
        let rooms = nodes.filter(|(node, _)| self.needs_room(node)).map(|(_, name)| name.clone());
        let parts: Vec<_> = values.chain(gradients).chain(rooms).collect();
        if parts.is_empty() { TokenStream::new() } else { quote!(let #ty { #(#parts,)* .. } = #from;) }
    }

    pub(super) fn cast(&self, proof: Proof, kind: &str, from: &Shape, to: &Shape, value: TokenStream) -> TokenStream {
        let (batch, element) = (&self.batch, self.element);
        let function = match proof {
            Proof::Count => format_ident!("reshape{kind}"),
            Proof::Item => format_ident!("same_shape{kind}"),
        };
        quote!(::nn::__private::#function::<#from, #to, #batch, #element>(#value))
    }

    /// A value to read, as an expression.
    pub(super) fn read(&self, id: ValueId) -> TokenStream {
        let value = &self.graph.values[id];
        match &value.place {
            Place::View(of, proof) => {
                self.cast(*proof, "", &self.graph.values[*of].shape, &value.shape, self.read(*of))
            }
            _ => self.names[id].to_token_stream(),
        }
    }

    /// What is behind a name of an output's, in the clothes of the value itself.
    pub(super) fn output_as_value(&self, id: ValueId, kind: &str, expression: TokenStream) -> TokenStream {
        let value = &self.graph.values[id];
        match &value.place {
            Place::Output(_, Some(declared)) => self.cast(Proof::Item, kind, declared, &value.shape, expression),
            _ => expression,
        }
    }

    /// The place of a value to write, as an expression.
    pub(super) fn write(&self, id: ValueId) -> TokenStream {
        match self.graph.values[id].place {
            Place::Output(index, _) => {
                let name = self.output_name("out", index);
                self.output_as_value(id, "_mut", quote!(&mut *#name))
            }
            _ => {
                let name = &self.names[id];
                quote!(&mut *#name)
            }
        }
    }

    /// From now on the value is only read.
    pub(super) fn reread(&self, id: ValueId) -> TokenStream {
        let name = &self.names[id];
        let value = match self.graph.values[id].place {
            Place::Output(index, _) => {
                let out = self.output_name("out", index);
                self.output_as_value(id, "", quote!(&*#out))
            }
            _ => quote!(&*#name),
        };
        quote!(let #name = #value;)
    }

    pub(super) fn layer_value(&self, node: &Node) -> TokenStream {
        match &node.layer {
            NodeLayer::Field(index) => {
                let name = &self.network.fields[*index].name;
                quote!(&self.#name)
            }
            NodeLayer::Operation(ty) => quote!(&#ty),
        }
    }

    pub(super) fn room(&self, index: usize) -> TokenStream {
        let name = &self.node_names[index];
        if self.needs_room(&self.graph.nodes[index]) { name.to_token_stream() } else { quote!(&mut ()) }
    }

    pub(super) fn forward(&self, mode: Mode) -> TokenStream {
        let batch = &self.batch;
        let start = self.take_apart(mode, false);
        let steps = self.graph.nodes.iter().enumerate().map(|(index, node)| {
            let as_layer = self.as_layer(node);
            let (layer, room) = (self.layer_value(node), self.room(index));
            let x = pattern(node.inputs.iter().map(|&id| self.read(id)));
            let y = pattern(node.outputs.iter().map(|&id| self.write(id)));
            let reread = node.outputs.iter().filter(|&&id| self.graph.values[id].uses > 0).map(|&id| self.reread(id));
            let call = match mode {
                Mode::Inference => quote!(#as_layer::forward::<#batch>(#layer, #x, #y, #room);),
                Mode::Training => {
                    let context = context(index);
                    quote!(#as_layer::forward_train::<#batch>(#layer, #x, #y, #room, #context);)
                }
            };
            respan(quote!(#call #(#reread)*), node.span)
        });
        quote!(#start #(#steps)*)
    }
}
