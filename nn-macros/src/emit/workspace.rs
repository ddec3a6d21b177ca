//! Emits the two workspace structs, which hold the values between input and output.

use super::code::{Code, SlotNames};
use crate::graph::ValueId;
use crate::schedule::{Reuse, Schedule, Slots};
use crate::shape::{Axes, Shape};
use proc_macro2::{Ident, TokenStream};
use quote::{quote, quote_spanned};
use std::collections::HashSet;

impl Code<'_> {
    fn slot_of(&self, id: ValueId) -> TokenStream {
        let (name, ty) = (&self.names[id], self.value_type(id));
        quote!(#name: #ty)
    }

    /// The fields for the scratch of the nodes that need some, of these types.
    fn scratches(&self, ty: impl Fn(usize) -> TokenStream) -> Vec<TokenStream> {
        let nodes = (0..self.graph.nodes.len()).filter(|&index| self.needs_scratch(index));
        let scratch = |index: usize| {
            let (name, ty) = (&self.node_names[index], ty(index));
            quote!(#name: #ty)
        };
        nodes.map(scratch).collect()
    }

    pub(super) fn saved_struct(&self, training: &Schedule) -> TokenStream {
        let generics = &self.batched;
        let where_clause = &generics.where_clause;
        let (saved, batch) = (&self.saved, &self.batch);
        let gradient = |id| (self.gradient_name(id), self.value_type(id));
        let values = self.ids(|code, id| training.is_stored(code.graph, id)).into_iter().map(|id| self.slot_of(id));
        let alone =
            self.ids(|code, id| training.has_gradient(code.graph, id) && training.gradient_slots.slot(id).is_none());
        let (gradients, types): (Vec<_>, Vec<_>) = alone.into_iter().map(gradient).unzip();
        let (gradient_slots, gradient_unions) = self.shared(&training.gradient_slots, &self.gradient_slots, gradient);
        let scratches = self.scratches(|index| {
            let layer = self.as_layer(index);
            quote_spanned!(self.span(index)=> #layer::Saved<#batch>)
        });
        let (marker, plain) = (self.marker(), self.plain(saved));
        quote! {
            #gradient_unions
            /// The state of the backward pass, and the gradients of the intermediate values.
            #[repr(C)]
            pub struct #saved #generics #where_clause {
                #(#values,)*
                #(#gradients: #types,)*
                #(#gradient_slots,)*
                #(#scratches,)*
                #marker,
            }
            #plain
        }
    }

    pub(super) fn scratch_struct(&self) -> TokenStream {
        let generics = &self.batched;
        let where_clause = &generics.where_clause;
        let scratch = &self.scratch;
        let (unions, fields) = match &self.inference.slots {
            Slots::Frame(frame) => {
                let (_, ty_generics, _) = generics.split_for_impl();
                let SlotNames { ty, field } = &self.value_slots[0];
                (self.frame_union(frame), quote!(#field: #ty #ty_generics,))
            }
            Slots::Own => (TokenStream::new(), TokenStream::new()),
            Slots::Shared(shared) => {
                let alone = self.ids(|code, id| code.inference.is_stored(code.graph, id) && shared.slot(id).is_none());
                let alone = alone.into_iter().map(|id| self.slot_of(id));
                let of = |id: ValueId| (self.names[id].clone(), self.value_type(id));
                let (slots, unions) = self.shared(shared, &self.value_slots, of);
                let scratches = self.scratches(|index| self.scratch_type(index));
                (unions, quote!(#(#alone,)* #(#slots,)* #(#scratches,)*))
            }
        };
        let (marker, plain) = (self.marker(), self.plain(scratch));
        quote! {
            #unions
            /// The intermediate values.
            #[repr(C)]
            pub struct #scratch #generics #where_clause {
                #fields
                #marker,
            }
            #plain
        }
    }

    /// Returns the fields of the slots that values share, and their types: unions of plain data, of which one value is
    /// live at a time.
    fn shared(
        &self,
        shared: &Reuse,
        names: &[SlotNames],
        value: impl Fn(ValueId) -> (Ident, TokenStream),
    ) -> (Vec<TokenStream>, TokenStream) {
        let generics = &self.batched;
        let (_, ty_generics, where_clause) = generics.split_for_impl();
        let (mut slots, mut unions) = (Vec::new(), TokenStream::new());
        for (SlotNames { ty, field }, values) in names.iter().zip(&shared.slots) {
            // One member stands for all values of a shape that the macro knows.
            let mut shapes = HashSet::new();
            let is_new = |id: &&ValueId| match &self.graph.values[**id].shape {
                Shape { axes: Axes::Opaque(_), .. } => true,
                shape => shapes.insert(shape.to_string()),
            };
            let fields: Vec<_> = values
                .iter()
                .filter(is_new)
                .map(|&id| {
                    let (name, ty) = value(id);
                    quote!(#name: ::core::mem::ManuallyDrop<#ty>)
                })
                .collect();
            let (marker, plain) = (self.marker(), self.plain(ty));
            slots.push(quote!(#field: #ty #ty_generics));
            unions.extend(quote! {
                /// Values that are never live at the same time.
                #[repr(C)]
                pub union #ty #generics #where_clause {
                    #(#fields,)*
                    #marker,
                }
                #plain
            });
        }
        (slots, unions)
    }
}
