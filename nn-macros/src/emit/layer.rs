//! Implements `Layer` for the network.

use super::code::{Code, pattern};
use super::interface::{Interface, Parameters, Passes};
use super::pass::Pass;
use proc_macro2::{Span, TokenStream};
use quote::quote;

impl Code<'_> {
    pub(super) fn layer(&self, interface: &Interface<'_>) -> TokenStream {
        let Some(training) = &self.training else { return TokenStream::new() };
        let batched = &self.batched;
        let (_, ty_generics, _) = batched.split_for_impl();
        let (saved, scratch) = (&self.saved, &self.scratch);
        let (saved_struct, scratch_struct) = (self.saved_struct(training), self.scratch_struct());
        let in_training = Pass { code: self, schedule: training };
        let passes = Passes {
            saved: quote!(#saved #ty_generics),
            scratch: quote!(#scratch #ty_generics),
            macs: quote!(__nn::macs::<Self>()),
            inference: self.inference().forward(),
            training: in_training.forward(),
            backward: in_training.backward(),
        };
        let parameters = Parameters {
            x: self.input_pattern(),
            y: self.output_pattern("out"),
            dy: self.output_pattern("dout"),
            dx: self.input_gradient_pattern(),
        };
        let layer = interface.layer(&parameters, &passes);
        quote!(#saved_struct #scratch_struct #layer)
    }

    fn input_gradient_pattern(&self) -> TokenStream {
        let names = (0..self.graph.input_shapes.len()).map(|index| {
            let name = self.gradient_name(self.input(index));
            quote!(mut #name)
        });
        pattern(names, Span::call_site())
    }
}
