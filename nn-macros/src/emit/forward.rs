//! Emits the two forward passes: one call per step.

use super::code::pattern;
use super::pass::{Access, Pass};
use super::spans::respan;
use crate::schedule::{Slots, Step, Target};
use proc_macro2::{Ident, TokenStream};
use quote::{quote, quote_spanned};

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
        match step {
            Step::Call { node, relu } => self.call(node, relu),
            Step::Copy { node: index } => {
                let (node, span) = (&self.code.graph.nodes[index], self.code.span(index));
                let (x, y) = (self.read(node.inputs[0], span), self.write(node.outputs[0], Access::Write, span));
                let shape = self.code.shape(&self.code.graph.values[node.outputs[0]].shape);
                let batch = &self.code.batch;
                quote_spanned!(span=> __nn::int8::copy::<#shape, #batch>(#x, #y);)
            }
            Step::InPlace { node: index } => {
                let (node, span) = (&self.code.graph.nodes[index], self.code.span(index));
                let ty = respan(self.code.layer_type(node), node.span);
                let y = self.write(node.outputs[0], Access::WriteTyped, span);
                if node.is_dropout() {
                    let context = self.context(index);
                    quote_spanned!(span=> <#ty>::in_place(#y, #context);)
                } else {
                    quote_spanned!(span=> __nn::activate::<#ty, _, _>(#y);)
                }
            }
        }
    }

    fn call(&self, index: usize, relu: bool) -> TokenStream {
        let (node, batch, span) = (&self.code.graph.nodes[index], &self.code.batch, self.code.span(index));
        let (as_layer, scratch) = (self.code.as_layer(index), self.scratch(index));
        let x = pattern(node.inputs.iter().map(|&id| self.read(id, span)), span);
        let y = pattern(node.outputs.iter().map(|&id| self.write(id, Access::Write, span)), span);
        if let Some(steps) = &node.steps {
            let call = self.step_call(index, steps, [x, y]);
            let relu = relu.then(|| {
                let y = self.write(node.outputs[0], Access::WriteTyped, span);
                quote_spanned!(span=> __nn::activate::<__nn::Relu, _, _>(#y);)
            });
            return quote!(#call #relu);
        }
        let method = match (self.schedule.target, relu) {
            (Target::Int8, _) => {
                let numbers = self.code.numbers(index);
                return quote_spanned!(span=> #as_layer::predict::<#batch>(#numbers, #x, #y, #scratch););
            }
            (Target::Inference, false) => "forward",
            (Target::Inference, true) => "forward_relu",
            (Target::Training, false) => "forward_train",
            (Target::Training, true) => "forward_train_relu",
        };
        let (method, layer) = (Ident::new(method, span), self.code.layer_of("self", index));
        let context = (self.schedule.target == Target::Training).then(|| {
            let context = self.context(index);
            quote_spanned!(span=> , #context)
        });
        quote_spanned!(span=> #as_layer::#method::<#batch>(#layer, #x, #y, #scratch #context);)
    }
}
