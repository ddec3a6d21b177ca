//! The backward pass: the nodes in reverse, and the place of each gradient.

use super::*;

impl Code<'_> {
    pub(super) fn backward(&self) -> TokenStream {
        let (batch, element) = (&self.batch, self.element);
        // Which gradients are there already, so that the next one adds to them.
        let mut written = HashSet::new();
        let mut beginnings = Vec::new();
        for (id, value) in self.graph.values.iter().enumerate() {
            match value.storage {
                Storage::Output(index, _) if value.uses > 0 => {
                    let (shape, place) = (&value.shape, self.stored_gradient(id, quote!(&mut)));
                    let dy = self.output_as_value(id, "", self.output_name("dout", index).to_token_stream());
                    beginnings
                        .push(quote!(<#shape as ::nn::__private::Signal>::copy::<#batch, #element>(#dy, #place);));
                    written.insert(id);
                }
                Storage::Workspace if value.uses == 0 => {
                    let place = self.stored_gradient(id, quote!(&mut));
                    beginnings.push(quote!(::nn::__private::Gradient::set(#place).write_nothing::<#element>();));
                }
                Storage::Input(_) if value.uses == 0 && value.shape.indices().is_none() => {
                    let place = self.gradient_name(id);
                    beginnings.push(quote! {
                        if let ::core::option::Option::Some(gradient) = #place {
                            gradient.write_nothing::<#element>();
                        }
                    });
                }
                _ => {}
            }
        }
        let mut used_fields = HashSet::new();
        let mut steps = Vec::new();
        for (index, node) in self.graph.nodes.iter().enumerate().rev() {
            if self.is_in_place(node.outputs[0]) {
                written.insert(node.inputs[0]);
                if self.calls.is_done_by_reader[index] {
                    continue;
                }
                let (ty, y) = (self.layer_type(node), self.read(node.outputs[0], Mode::Training));
                let dy = self.stored_gradient(node.outputs[0], quote!(&mut));
                let call = if node.is_dropout() {
                    let context = context(index);
                    quote!(<#ty>::in_place(#dy, #context);)
                } else {
                    quote!(::nn::__private::activate_backward::<#ty, _, _>(#y, #dy);)
                };
                steps.push(respan(call, node.span));
                continue;
            }
            let as_layer = self.as_layer(node);
            let (layer, room, context) = (self.layer_value(node), self.room(index, Mode::Training), context(index));
            let x = pattern(node.inputs.iter().map(|&id| self.read(id, Mode::Training)));
            let y = pattern(node.outputs.iter().map(|&id| self.read(id, Mode::Training)));
            let dy = pattern(node.outputs.iter().map(|&id| self.read_gradient(id)));
            let Some(dx) = self.input_gradients(node, &dy, &mut written, &mut steps) else { continue };
            let grad = match &node.layer {
                NodeLayer::Operation(op) => {
                    let value = operation_value(op);
                    quote!(::nn::__private::Gradient::set(&mut #value))
                }
                NodeLayer::Field(field) => {
                    let name = &self.network.fields[*field].name;
                    if used_fields.insert(*field) {
                        quote!(::nn::__private::Gradient::new(&mut grad.#name, adds))
                    } else {
                        quote!(::nn::__private::Gradient::add(&mut grad.#name))
                    }
                }
            };
            let grad = match &node.at {
                Some(_) => {
                    let ty = self.layer_type(node);
                    quote!(::nn::__private::Place::<#ty>::gradient_at(#grad))
                }
                None => grad,
            };
            let method = match self.through(node.inputs[0]) {
                None => quote!(backward::<#batch>),
                Some(ty) => quote!(backward_through::<#ty, #batch>),
            };
            let (context, learned) = self.learned(index, context);
            let call = quote!(#as_layer::#method(#layer, #x, #y, #room, #dy, #dx, #grad, #context); #learned);
            steps.push(respan(call, node.span));
        }
        quote! {
            let adds = grad.adds();
            let grad = grad.into_inner();
            #(#beginnings)*
            #(#steps)*
        }
    }

    /// The places of the gradients of a node's inputs. A sum has none for a term that stands in the place of its own, nor for one
    /// that a function in place gave, through which the gradient is passed on in a step of its own; and is no step, if it has none.
    fn input_gradients(
        &self,
        node: &Node,
        dy: &TokenStream,
        written: &mut HashSet<ValueId>,
        steps: &mut Vec<TokenStream>,
    ) -> Option<TokenStream> {
        let mut places: Vec<_> = node.inputs.iter().map(|&id| Some(self.gradient_place(id, written))).collect();
        if sums::is_sum(node) {
            let of_sum = self.gradient_places[node.outputs[0]];
            for (&term, place) in node.inputs.iter().zip(&mut places) {
                if self.gradient_places[term] == of_sum {
                    *place = None;
                } else if let Some(function) = self.through(term) {
                    let (value, place) = (self.read(term, Mode::Training), place.take());
                    let call = quote!(::nn::__private::pass_back_through::<#function, _, _, _>(#value, #dy, #place););
                    steps.push(respan(call, node.span));
                }
            }
            places.iter().find(|place| place.is_some())?;
        }
        let none = quote!(::core::option::Option::None);
        Some(pattern(places.into_iter().map(|place| place.unwrap_or_else(|| none.clone()))))
    }

    /// The function in place, as a type, through which the gradient of a node's input is passed on.
    fn through(&self, input: ValueId) -> Option<TokenStream> {
        let function = self.calls.through[self.graph.root(input)]?;
        Some(self.layer_type(&self.graph.nodes[function]))
    }

    /// The context of a node's backward pass, and what comes behind it: where gradients are to be told of while others are still
    /// computed, that one is whole after the last use of its layer. What is inside of the layer does not tell: the layer might add to
    /// it once more.
    fn learned(&self, index: usize, context: TokenStream) -> (TokenStream, Option<TokenStream>) {
        let NodeLayer::Field(field) = &self.graph.nodes[index].layer else { return (context, None) };
        if !cfg!(feature = "mpi") {
            return (context, None);
        }
        // The pass goes from the last use to the first.
        let uses = |node: &Node| matches!(&node.layer, NodeLayer::Field(other) if other == field);
        let is_used_again = self.graph.nodes[..index].iter().any(uses);
        let name = &self.network.fields[*field].name;
        // SAFETY: this is the pass of `Self`, which writes to the gradient of a layer in the uses of that layer alone.
        let learned = (!is_used_again).then(|| quote!(unsafe { context.learned::<Self, _>(&grad.#name) };));
        (quote!(#context.unwatched()), learned)
    }

    /// The gradient of a node's output, to read.
    pub(super) fn read_gradient(&self, id: ValueId) -> TokenStream {
        let place = self.gradient_places[id];
        match self.graph.values[place].storage {
            Storage::Output(index, _) if !self.has_gradient(place) => {
                let dy = self.output_as_value(place, "", self.output_name("dout", index).to_token_stream());
                if place == id {
                    return dy;
                }
                // A term of a sum has as many numbers as the sum, which has been proven where they are added.
                self.cast(Proof::Item, "", &self.graph.values[place].shape, &self.graph.values[id].shape, dy)
            }
            _ => self.stored_gradient(id, quote!(&)),
        }
    }

    /// The place of the gradient of a node's input, if it is numbers: set by the first that reaches it, added to by the others.
    pub(super) fn gradient_place(&self, id: ValueId, written: &mut HashSet<ValueId>) -> TokenStream {
        let (batch, element) = (&self.batch, self.element);
        let value = &self.graph.values[id];
        let (name, shape) = (self.gradient_name(id), &value.shape);
        if shape.indices().is_some() {
            // There is no gradient by an index.
            return quote!(());
        }
        match &value.storage {
            Storage::View(of, proof) => {
                let place = self.gradient_place(*of, written);
                self.cast(*proof, "_gradient", &self.graph.values[*of].shape, shape, place)
            }
            Storage::Input(_) => {
                let signal = quote!(<#shape as ::nn::__private::Signal>);
                let place = quote!(#signal::reborrow_grad::<#batch, #element>(&mut #name));
                if written.insert(id) { place } else { quote!(#signal::adding::<#batch, #element>(#place)) }
            }
            _ => {
                let place = self.stored_gradient(id, quote!(&mut));
                let how = if written.insert(id) { quote!(set) } else { quote!(add) };
                quote!(::core::option::Option::Some(::nn::__private::Gradient::#how(#place)))
            }
        }
    }
}
