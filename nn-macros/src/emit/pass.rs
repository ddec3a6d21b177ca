//! Expressions for the values and gradients of a pass.

use super::code::Code;
use crate::graph::{Proof, Storage, ValueId};
use crate::schedule::{Schedule, Slots, Target};
use crate::shape::Shape;
use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, format_ident, quote};

/// A forward or backward pass.
pub(super) struct Pass<'a> {
    pub(super) code: &'a Code<'a>,
    pub(super) schedule: &'a Schedule,
}

impl Code<'_> {
    pub(super) fn inference(&self) -> Pass<'_> {
        Pass { code: self, schedule: &self.inference }
    }
}

impl Pass<'_> {
    /// The parameter that contains the intermediate values. It is never destructured: each slot is borrowed only in its
    /// step, which keeps the borrow checker's work linear in the depth.
    fn workspace(&self) -> TokenStream {
        match self.schedule.target {
            Target::Inference | Target::Int8 => quote!(scratch),
            Target::Training => quote!(saved),
        }
    }

    /// The expression of a value in another shape.
    pub(super) fn cast(&self, proof: Proof, kind: &str, from: &Shape, to: &Shape, value: TokenStream) -> TokenStream {
        let (batch, element) = (&self.code.batch, self.code.element);
        if from.indices().is_some() {
            return quote!(__nn::same_signal::<#from, #to, #batch, #element>(#value));
        }
        let function = match proof {
            Proof::Count => format_ident!("reshape{kind}"),
            Proof::Item => format_ident!("same_shape{kind}"),
        };
        quote!(__nn::#function::<#from, #to, #batch, #element>(#value))
    }

    /// The expression that reads a value.
    pub(super) fn read(&self, id: ValueId) -> TokenStream {
        let value = &self.code.graph.values[id];
        match &value.storage {
            Storage::View(of, proof) => {
                self.cast(*proof, "", &self.code.graph.values[*of].shape, &value.shape, self.read(*of))
            }
            Storage::Input(_) => self.code.names[id].to_token_stream(),
            Storage::Workspace => self.stored(id, quote!(&)),
            Storage::Output(index, _) => {
                let out = self.code.output_name("out", *index);
                self.output_as_value(id, "", quote!(&*#out))
            }
        }
    }

    /// Converts an expression of an output to the value's own shape.
    pub(super) fn output_as_value(&self, id: ValueId, kind: &str, expression: TokenStream) -> TokenStream {
        let value = &self.code.graph.values[id];
        match &value.storage {
            Storage::Output(_, Some(declared)) => self.cast(Proof::Item, kind, declared, &value.shape, expression),
            _ => expression,
        }
    }

    /// The expression of a value's slot as a destination.
    pub(super) fn write(&self, id: ValueId) -> TokenStream {
        match self.code.graph.values[id].storage {
            Storage::Output(index, _) => {
                let name = self.code.output_name("out", index);
                self.output_as_value(id, "_mut", quote!(&mut *#name))
            }
            _ => self.stored(id, quote!(&mut)),
        }
    }

    /// The expression that borrows the scratch of a node mutably.
    pub(super) fn scratch(&self, index: usize) -> TokenStream {
        if !self.code.needs_scratch(&self.code.graph.nodes[index]) {
            return quote!(&mut ());
        }
        if let Slots::Frame(frame) = &self.schedule.slots {
            return self.code.scratch_in_frame(frame, index);
        }
        let (workspace, name) = (self.workspace(), &self.code.node_names[index]);
        quote!(&mut #workspace.#name)
    }

    /// The expression that borrows the slot of a value in the workspace.
    fn stored(&self, id: ValueId, reference: TokenStream) -> TokenStream {
        let shared = match &self.schedule.slots {
            Slots::Frame(frame) => {
                return self.code.value_in_frame(frame, id, self.schedule.owners[id], &reference);
            }
            Slots::Shared(shared) => shared.slot(id).map(|slot| &self.code.value_slots[slot].field),
            Slots::Own => None,
        };
        field(&self.workspace(), shared, &self.code.names[id], reference)
    }

    /// The expression that borrows the slot of a gradient in the workspace.
    pub(super) fn stored_gradient(&self, id: ValueId, reference: TokenStream) -> TokenStream {
        let shared = self.schedule.gradient_slots.slot(id).map(|slot| &self.code.gradient_slots[slot].field);
        field(&quote!(saved), shared, &self.code.gradient_name(id), reference)
    }

    pub(super) fn context(&self, index: usize) -> TokenStream {
        let index = proc_macro2::Literal::u64_unsuffixed(index as u64);
        quote!(context.layer(#index))
    }
}

/// Borrows a field of the workspace by `&` or `&mut`; a value that shares a slot is a field of the slot.
fn field(workspace: &TokenStream, shared: Option<&Ident>, name: &Ident, reference: TokenStream) -> TokenStream {
    match shared {
        None => quote!(#reference #workspace.#name),
        // SAFETY: the slot holds plain data, whichever of its values was written last.
        Some(slot) => quote!(unsafe { #reference **(#reference #workspace.#slot.#name) }),
    }
}
