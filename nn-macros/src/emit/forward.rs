//! The two forward passes: one call a node.

use super::*;

impl Code<'_> {
    pub(super) fn cast(&self, proof: Proof, kind: &str, from: &Shape, to: &Shape, value: TokenStream) -> TokenStream {
        let (batch, element) = (&self.batch, self.element);
        if from.indices().is_some() {
            return quote!(::nn::__private::same_signal::<#from, #to, #batch, #element>(#value));
        }
        let function = match proof {
            Proof::Count => format_ident!("reshape{kind}"),
            Proof::Item => format_ident!("same_shape{kind}"),
        };
        quote!(::nn::__private::#function::<#from, #to, #batch, #element>(#value))
    }

    /// A value to read, as an expression.
    pub(super) fn read(&self, id: ValueId, mode: Mode) -> TokenStream {
        let value = &self.graph.values[id];
        let name = &self.names[id];
        match &value.storage {
            Storage::View(of, proof) => {
                let read = self.read(*of, mode);
                self.cast(*proof, "", &self.graph.values[*of].shape, &value.shape, read)
            }
            Storage::Input(_) => name.to_token_stream(),
            Storage::Workspace => self.stored(id, mode, quote!(&)),
            Storage::Output(index, _) => {
                let out = self.output_name("out", *index);
                self.output_as_value(id, "", quote!(&*#out))
            }
        }
    }

    /// What is behind a name of an output's, in the clothes of the value itself.
    pub(super) fn output_as_value(&self, id: ValueId, kind: &str, expression: TokenStream) -> TokenStream {
        let value = &self.graph.values[id];
        match &value.storage {
            Storage::Output(_, Some(declared)) => self.cast(Proof::Item, kind, declared, &value.shape, expression),
            _ => expression,
        }
    }

    /// The place of a value to write, as an expression.
    pub(super) fn write(&self, id: ValueId, mode: Mode) -> TokenStream {
        match self.graph.values[id].storage {
            Storage::Output(index, _) => {
                let name = self.output_name("out", index);
                self.output_as_value(id, "_mut", quote!(&mut *#name))
            }
            _ => self.stored(id, mode, quote!(&mut)),
        }
    }

    pub(super) fn layer_value(&self, node: &Node) -> TokenStream {
        self.layer_of(&quote!(self), node)
    }

    /// The layer of a node, of this network.
    pub(super) fn layer_of(&self, network: &TokenStream, node: &Node) -> TokenStream {
        match &node.layer {
            NodeLayer::Field(index) => {
                let name = &self.network.fields[*index].name;
                match &node.at {
                    Some(_) => {
                        let ty = self.layer_type(node);
                        quote!(::nn::__private::Place::<#ty>::at(&#network.#name))
                    }
                    None => quote!(&#network.#name),
                }
            }
            NodeLayer::Operation(op) => {
                let value = operation_value(op);
                quote!(&#value)
            }
        }
    }

    pub(super) fn room(&self, index: usize, mode: Mode) -> TokenStream {
        if !self.needs_room(&self.graph.nodes[index]) {
            return quote!(&mut ());
        }
        if let (Mode::Inference, Values::Ends(ends)) = (mode, &self.values) {
            return self.between_ends(ends, index);
        }
        let (workspace, name) = (mode.workspace(), &self.node_names[index]);
        quote!(&mut #workspace.#name)
    }

    pub(super) fn forward(&self, mode: Mode) -> TokenStream {
        let batch = &self.batch;
        let steps = self.graph.nodes.iter().enumerate().filter_map(|(index, node)| {
            if self.is_in_place(node.outputs[0]) {
                if self.calls.is_done_by_maker[index] {
                    return None;
                }
                let (ty, y, context) = (self.layer_type(node), self.write(node.outputs[0], mode), context(index));
                let call = match mode {
                    Mode::Inference if node.is_dropout() => return None,
                    Mode::Training if node.is_dropout() => quote!(<#ty>::in_place(#y, #context);),
                    _ => quote!(::nn::__private::activate::<#ty, _, _>(#y);),
                };
                return Some(respan(call, node.span));
            }
            let as_layer = self.as_layer(node);
            let (layer, room) = (self.layer_value(node), self.room(index, mode));
            let x = pattern(node.inputs.iter().map(|&id| self.read(id, mode)));
            let y = pattern(node.outputs.iter().map(|&id| self.write(id, mode)));
            let then = self.calls.then[index].map(|function| self.layer_type(&self.graph.nodes[function]));
            let context = context(index);
            let call = match (mode, then) {
                (Mode::Inference, None) => quote!(forward::<#batch>(#layer, #x, #y, #room)),
                (Mode::Inference, Some(ty)) => quote!(forward_then::<#ty, #batch>(#layer, #x, #y, #room)),
                (Mode::Training, None) => quote!(forward_train::<#batch>(#layer, #x, #y, #room, #context)),
                (Mode::Training, Some(ty)) => {
                    quote!(forward_train_then::<#ty, #batch>(#layer, #x, #y, #room, #context))
                }
            };
            Some(respan(quote!(#as_layer::#call;), node.span))
        });
        let begin = self.begin(mode);
        quote!(#begin #(#steps)*)
    }
}
