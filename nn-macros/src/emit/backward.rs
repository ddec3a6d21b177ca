//! Emits the backward pass: one call per step, in reverse.

use super::code::pattern;
use super::pass::{Access, Pass};
use super::spans::respan;
use crate::graph::{NodeLayer, Proof, Storage, ValueId};
use crate::schedule::{BackwardStep, Destination, Parameters};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};

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
        let (graph, batch, element, here) = (self.code.graph, &self.code.batch, self.code.element, Span::call_site());
        match step {
            &BackwardStep::FromCaller { value, output } => {
                let (shape, slot) = (&graph.values[value].shape, self.stored_gradient(value, Access::Write, here));
                let dy = self.output_as_value(value, "", self.code.output_name("dout", output).to_token_stream(), here);
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
                let span = self.code.span_of_value(value).resolved_at(here);
                let slot = self.stored_gradient(value, Access::WriteTyped, span);
                quote_spanned!(span=> __nn::Gradient::set(#slot).write_zeros::<#element>();)
            }
            &BackwardStep::InPlace { node: index } => {
                let (node, span) = (&graph.nodes[index], self.code.span(index));
                let ty = respan(self.code.layer_type(node), node.span);
                let dy = self.stored_gradient(node.outputs[0], Access::WriteTyped, span);
                if node.is_dropout() {
                    let context = self.context(index);
                    quote_spanned!(span=> <#ty>::in_place(#dy, #context);)
                } else {
                    let y = self.read(node.outputs[0], span);
                    quote_spanned!(span=> __nn::activate_backward::<#ty, _, _>(#y, #dy);)
                }
            }
            &BackwardStep::Through { sum, term, function, to } => {
                let (node, span) = (&graph.nodes[sum], self.code.span(sum));
                let function = respan(self.code.layer_type(&graph.nodes[function]), node.span);
                let (dy, value) = (self.read_gradient(node.outputs[0], Access::ReadTyped, span), self.read(term, span));
                let to = self.destination(to.value, to.adds, span);
                quote_spanned!(span=> __nn::pass_back_through::<#function, _, _, _>(#value, #dy, #to);)
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
        let (graph, batch, span) = (self.code.graph, &self.code.batch, self.code.span(index));
        let node = &graph.nodes[index];
        let layer = self.code.layer_of("self", index);
        let (scratch, context) = (self.scratch(index), self.context(index));
        let x = pattern(node.inputs.iter().map(|&id| self.read(id, span)), span);
        let y = pattern(node.outputs.iter().map(|&id| self.read(id, span)), span);
        let dy = pattern(node.outputs.iter().map(|&id| self.read_gradient(id, Access::Read, span)), span);
        let dx = inputs.iter().map(|input| match input {
            Some(to) => self.destination(to.value, to.adds, span),
            None => quote_spanned!(span=> ::core::option::Option::None),
        });
        let dx = pattern(dx, span);
        let grad = match (&node.layer, parameters) {
            (NodeLayer::Operation(op), _) => {
                let value = self.code.operation(index, op);
                quote_spanned!(span=> __nn::Gradient::set(&mut #value))
            }
            (NodeLayer::Field(field), parameters) => {
                let name = self.code.place(*field, node.element, span);
                match parameters {
                    Parameters::Of { adds: true, .. } => quote_spanned!(span=> __nn::Gradient::add(&mut grad.#name)),
                    _ => quote_spanned!(span=> __nn::Gradient::new(&mut grad.#name, adds)),
                }
            }
        };
        let grad = match &node.at {
            Some(_) => {
                let ty = respan(self.code.layer_type(node), node.span);
                quote_spanned!(span=> __nn::ReinterpretAs::<#ty>::reinterpret_gradient(#grad))
            }
            None => grad,
        };
        // SAFETY: this is the pass of `Self`, which writes to the gradient of a layer only in the uses of that layer.
        let complete = match (&node.layer, parameters) {
            (NodeLayer::Field(field), Parameters::Of { is_whole: true, .. }) => {
                let name = self.code.place(*field, node.element, span);
                quote_spanned!(span=> unsafe { context.complete::<Self, _>(&grad.#name) };)
            }
            _ => TokenStream::new(),
        };
        let method = Ident::new(if through_relu { "backward_through_relu" } else { "backward" }, span);
        let as_layer = self.code.as_layer(index);
        quote_spanned! {span=>
            #as_layer::#method::<#batch>(
                #layer,
                __nn::Pass { x: #x, y: #y, saved: #scratch, dy: #dy },
                #dx,
                #grad,
                #context
            );
            #complete
        }
    }

    /// The expression that reads the gradient of a node's output.
    fn read_gradient(&self, id: ValueId, access: Access, span: Span) -> TokenStream {
        if self.code.graph.values[id].shape.indices().is_some() {
            // Indices have no gradient; the type of `dy` is that of `y`, and no layer that returns indices reads it.
            return self.read(id, span);
        }
        let place = self.schedule.gradient_owners[id];
        match self.code.graph.values[place].storage {
            Storage::Output(index, _) if !self.schedule.has_gradient(self.code.graph, place) => {
                let dy = self.code.output_name("dout", index).to_token_stream();
                let dy = self.output_as_value(place, "", dy, span);
                if place == id {
                    return dy;
                }
                // A term has as many elements as its sum, which was proven for the sum.
                let shapes = [place, id].map(|value| &self.code.graph.values[value].shape);
                self.cast(Proof::Item, "", shapes, dy, span)
            }
            _ => self.stored_gradient(id, access, span),
        }
    }

    /// The expression of the gradient of a node's input as a destination.
    fn destination(&self, id: ValueId, adds: bool, span: Span) -> TokenStream {
        let (batch, element) = (&self.code.batch, self.code.element);
        let value = &self.code.graph.values[id];
        let shape = &value.shape;
        if shape.indices().is_some() {
            // Indices have no gradient.
            return quote_spanned!(span=> ());
        }
        match &value.storage {
            Storage::View(of, proof) => {
                let of_view = self.destination(*of, adds, span);
                self.cast(*proof, "_gradient", [&self.code.graph.values[*of].shape, shape], of_view, span)
            }
            Storage::Input(_) => {
                let name = self.code.gradient_name(id);
                let signal = quote_spanned!(span=> <#shape as __nn::Signal>);
                let gradient = quote_spanned!(span=> #signal::reborrow_grad::<#batch, #element>(&mut #name));
                if adds { quote_spanned!(span=> #signal::adding::<#batch, #element>(#gradient)) } else { gradient }
            }
            _ => {
                let slot = self.stored_gradient(id, Access::Write, span);
                let how = Ident::new(if adds { "add" } else { "set" }, span);
                quote_spanned!(span=> ::core::option::Option::Some(__nn::Gradient::#how(#slot)))
            }
        }
    }
}
