//! Emits the two forward passes: one call per step.

use super::code::pattern;
use super::pass::Pass;
use super::spans::respan;
use crate::schedule::{Slots, Step, Target};
use proc_macro2::TokenStream;
use quote::quote;

impl Pass<'_> {
    pub(super) fn forward(&self) -> TokenStream {
        let begin = match &self.schedule.slots {
            Slots::Frame(frame) => self.code.begin_frame(frame),
            Slots::Own | Slots::Shared(_) => TokenStream::new(),
        };
        let steps = self.schedule.steps.iter().map(|&step| self.step(step));
        quote!(#begin #(#steps)*)
    }

    fn step(&self, step: Step) -> TokenStream {
        let (Step::Call { node: index, .. } | Step::InPlace { node: index } | Step::Copy { node: index }) = step;
        let (node, context) = (&self.code.graph.nodes[index], self.context(index));
        let call = match step {
            Step::Call { relu, .. } => return self.call(index, relu),
            Step::Copy { .. } => {
                let (x, y) = (self.read(node.inputs[0]), self.write(node.outputs[0]));
                return quote!(__nn::int8::copy(#x, #y););
            }
            Step::InPlace { .. } => {
                let (ty, y) = (self.code.layer_type(node), self.write(node.outputs[0]));
                match node.is_dropout() {
                    true => quote!(<#ty>::in_place(#y, #context);),
                    false => quote!(__nn::activate::<#ty, _, _>(#y);),
                }
            }
        };
        respan(call, node.span)
    }

    fn call(&self, index: usize, relu: bool) -> TokenStream {
        let (node, batch, context) = (&self.code.graph.nodes[index], &self.code.batch, self.context(index));
        let (as_layer, scratch) = (self.code.as_layer(node), self.scratch(index));
        let layer = self.code.layer_of(&quote!(self), node);
        let x = pattern(node.inputs.iter().map(|&id| self.read(id)));
        let y = pattern(node.outputs.iter().map(|&id| self.write(id)));
        let call = match (self.schedule.target, relu) {
            (Target::Int8, _) => {
                let numbers = self.code.numbers(index);
                quote!(predict::<#batch>(#numbers, #x, #y, #scratch))
            }
            (Target::Inference, false) => quote!(forward::<#batch>(#layer, #x, #y, #scratch)),
            (Target::Inference, true) => quote!(forward_relu::<#batch>(#layer, #x, #y, #scratch)),
            (Target::Training, false) => quote!(forward_train::<#batch>(#layer, #x, #y, #scratch, #context)),
            (Target::Training, true) => quote!(forward_train_relu::<#batch>(#layer, #x, #y, #scratch, #context)),
        };
        respan(quote!(#as_layer::#call;), node.span)
    }
}
