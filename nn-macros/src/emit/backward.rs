//! Emits the backward pass: one call per step, in reverse.

use super::code::pattern;
use super::pass::Pass;
use super::spans::respan;
use super::types::operation_value;
use crate::graph::{NodeLayer, Proof, Storage, ValueId};
use crate::schedule::{BackwardStep, Destination, Parameters};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote};

impl Pass<'_> {
    pub(super) fn backward(&self) -> TokenStream {
        let steps = self.schedule.backward.iter().map(|step| self.backward_step(step));
        quote! {
            let adds = grad.adds();
            let grad = grad.into_inner();
            #(#steps)*
        }
    }

    fn backward_step(&self, step: &BackwardStep) -> TokenStream {
        let (graph, batch, element) = (self.code.graph, &self.code.batch, self.code.element);
        match step {
            &BackwardStep::FromCaller { value, output } => {
                let (shape, slot) = (&graph.values[value].shape, self.stored_gradient(value, quote!(&mut)));
                let dy = self.output_as_value(value, "", self.code.output_name("dout", output).to_token_stream());
                quote!(<#shape as __nn::Signal>::copy::<#batch, #element>(#dy, #slot);)
            }
            &BackwardStep::Zero { value } if matches!(graph.values[value].storage, Storage::Input(_)) => {
                let gradient = self.code.gradient_name(value);
                quote! {
                    if let ::core::option::Option::Some(gradient) = #gradient {
                        gradient.write_zeros::<#element>();
                    }
                }
            }
            &BackwardStep::Zero { value } => {
                let slot = self.stored_gradient(value, quote!(&mut));
                quote!(__nn::Gradient::set(#slot).write_zeros::<#element>();)
            }
            &BackwardStep::InPlace { node: index } => {
                let node = &graph.nodes[index];
                let (ty, y) = (self.code.layer_type(node), self.read(node.outputs[0]));
                let dy = self.stored_gradient(node.outputs[0], quote!(&mut));
                let call = if node.is_dropout() {
                    let context = self.context(index);
                    quote!(<#ty>::in_place(#dy, #context);)
                } else {
                    quote!(__nn::activate_backward::<#ty, _, _>(#y, #dy);)
                };
                respan(call, node.span)
            }
            &BackwardStep::Through { sum, term, function, to } => {
                let function = self.code.layer_type(&graph.nodes[function]);
                let (dy, value) = (self.read_gradient(graph.nodes[sum].outputs[0]), self.read(term));
                let to = self.destination(to.value, to.adds);
                let call = quote!(__nn::pass_back_through::<#function, _, _, _>(#value, #dy, #to););
                respan(call, graph.nodes[sum].span)
            }
            BackwardStep::Call { node, through_relu, inputs, parameters } => {
                self.backward_call(*node, *through_relu, inputs, *parameters)
            }
        }
    }

    fn backward_call(
        &self,
        index: usize,
        through_relu: bool,
        inputs: &[Option<Destination>],
        parameters: Parameters,
    ) -> TokenStream {
        let (graph, batch) = (self.code.graph, &self.code.batch);
        let node = &graph.nodes[index];
        let layer = self.code.layer_of(&quote!(self), node);
        let (scratch, context) = (self.scratch(index), self.context(index));
        let x = pattern(node.inputs.iter().map(|&id| self.read(id)));
        let y = pattern(node.outputs.iter().map(|&id| self.read(id)));
        let dy = pattern(node.outputs.iter().map(|&id| self.read_gradient(id)));
        let dx = pattern(inputs.iter().map(|input| match input {
            Some(to) => self.destination(to.value, to.adds),
            None => quote!(::core::option::Option::None),
        }));
        let grad = match (&node.layer, parameters) {
            (NodeLayer::Operation(op), _) => {
                let value = operation_value(op);
                quote!(__nn::Gradient::set(&mut #value))
            }
            (NodeLayer::Field(field), parameters) => {
                let name = &self.code.network.fields[*field].name;
                match parameters {
                    Parameters::Of { adds: true, .. } => quote!(__nn::Gradient::add(&mut grad.#name)),
                    _ => quote!(__nn::Gradient::new(&mut grad.#name, adds)),
                }
            }
        };
        let grad = match &node.at {
            Some(_) => {
                let ty = self.code.layer_type(node);
                quote!(__nn::ReinterpretAs::<#ty>::reinterpret_gradient(#grad))
            }
            None => grad,
        };
        // SAFETY: this is the pass of `Self`, which writes to the gradient of a layer only in the uses of that layer.
        let complete = match (&node.layer, parameters) {
            (NodeLayer::Field(field), Parameters::Of { is_whole: true, .. }) => {
                let name = &self.code.network.fields[*field].name;
                quote!(unsafe { context.complete::<Self, _>(&grad.#name) };)
            }
            _ => TokenStream::new(),
        };
        let (as_layer, method) =
            (self.code.as_layer(node), if through_relu { "backward_through_relu" } else { "backward" });
        let method = Ident::new(method, Span::call_site());
        let pass = quote!(__nn::Pass { x: #x, y: #y, saved: #scratch, dy: #dy });
        respan(quote!(#as_layer::#method::<#batch>(#layer, #pass, #dx, #grad, #context); #complete), node.span)
    }

    /// The expression that reads the gradient of a node's output.
    fn read_gradient(&self, id: ValueId) -> TokenStream {
        let place = self.schedule.gradient_owners[id];
        match self.code.graph.values[place].storage {
            Storage::Output(index, _) if !self.schedule.has_gradient(self.code.graph, place) => {
                let dy = self.output_as_value(place, "", self.code.output_name("dout", index).to_token_stream());
                if place == id {
                    return dy;
                }
                // A term has as many elements as its sum, which was proven for the sum.
                self.cast(Proof::Item, "", &self.code.graph.values[place].shape, &self.code.graph.values[id].shape, dy)
            }
            _ => self.stored_gradient(id, quote!(&)),
        }
    }

    /// The expression of the gradient of a node's input as a destination.
    fn destination(&self, id: ValueId, adds: bool) -> TokenStream {
        let (batch, element) = (&self.code.batch, self.code.element);
        let value = &self.code.graph.values[id];
        let shape = &value.shape;
        if shape.indices().is_some() {
            // Indices have no gradient.
            return quote!(());
        }
        match &value.storage {
            Storage::View(of, proof) => {
                let of_view = self.destination(*of, adds);
                self.cast(*proof, "_gradient", &self.code.graph.values[*of].shape, shape, of_view)
            }
            Storage::Input(_) => {
                let name = self.code.gradient_name(id);
                let signal = quote!(<#shape as __nn::Signal>);
                let gradient = quote!(#signal::reborrow_grad::<#batch, #element>(&mut #name));
                if adds { quote!(#signal::adding::<#batch, #element>(#gradient)) } else { gradient }
            }
            _ => {
                let slot = self.stored_gradient(id, quote!(&mut));
                let how = if adds { quote!(add) } else { quote!(set) };
                quote!(::core::option::Option::Some(__nn::Gradient::#how(#slot)))
            }
        }
    }
}
