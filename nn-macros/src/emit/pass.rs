//! Expressions for the values and gradients of a pass.

use super::code::Code;
use crate::graph::{Proof, Storage, ValueId};
use crate::schedule::{Schedule, Slots, Target};
use crate::shape::{Axes, Shape};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote_spanned};

/// A forward or backward pass.
pub(super) struct Pass<'a> {
    pub(super) code: &'a Code<'a>,
    pub(super) schedule: &'a Schedule,
}

/// How an expression borrows a slot.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Access {
    Read,
    /// For a call whose parameter does not determine the type of the slot.
    ReadTyped,
    Write,
    /// As `ReadTyped`.
    WriteTyped,
}

impl Access {
    /// The operator that borrows a place.
    pub(super) fn reference(self, span: Span) -> TokenStream {
        match self {
            Access::Read | Access::ReadTyped => quote_spanned!(span=> &),
            Access::Write | Access::WriteTyped => quote_spanned!(span=> &mut),
        }
    }

    /// The function of this name that borrows from a pointer or a union, with the type of the slot where it is not inferred.
    pub(super) fn function(
        self,
        name: &str,
        shape: &Shape,
        ty: impl FnOnce() -> TokenStream,
        span: Span,
    ) -> TokenStream {
        let name = match self {
            Access::Read | Access::ReadTyped => Ident::new(name, span),
            Access::Write | Access::WriteTyped => format_ident!("{name}_mut", span = span),
        };
        let is_inferred = matches!(self, Access::Read | Access::Write) && matches!(shape.axes, Axes::Known(_));
        let ty = (!is_inferred).then(|| {
            let ty = ty();
            quote_spanned!(span=> ::<_, #ty>)
        });
        quote_spanned!(span=> __nn::#name #ty)
    }
}

impl Code<'_> {
    pub(super) fn inference(&self) -> Pass<'_> {
        Pass { code: self, schedule: &self.inference }
    }
}

impl Pass<'_> {
    /// The parameter that contains the intermediate values. It is never destructured: each slot is borrowed only in its
    /// step, which keeps the borrow checker's work linear in the depth.
    fn workspace(&self, span: Span) -> Ident {
        let name = match self.schedule.target {
            Target::Inference | Target::Int8 => "scratch",
            Target::Training => "saved",
        };
        Ident::new(name, span)
    }

    /// The expression of a value in another shape.
    pub(super) fn cast(
        &self,
        proof: Proof,
        kind: &str,
        [from, to]: [&Shape; 2],
        value: TokenStream,
        span: Span,
    ) -> TokenStream {
        let (batch, element) = (&self.code.batch, self.code.element);
        let [from_type, to_type] = [from, to].map(|shape| self.code.shape(shape));
        let function = match proof {
            _ if from.indices().is_some() => Ident::new("same_signal", span),
            Proof::Count => format_ident!("reshape{kind}", span = span),
            Proof::Item | Proof::Types => format_ident!("same_shape{kind}", span = span),
        };
        let cast = quote_spanned!(span=> __nn::#function::<#from_type, #to_type, #batch, #element>(#value));
        match (proof, &self.schedule.target) {
            // In one pass, so that it is one error.
            (Proof::Types, Target::Inference) => {
                quote_spanned!(span=> { __nn::has_shape::<#from_type, #to_type>(); #cast })
            }
            _ => cast,
        }
    }

    /// The expression that reads a value.
    pub(super) fn read(&self, id: ValueId, span: Span) -> TokenStream {
        let value = &self.code.graph.values[id];
        match &value.storage {
            Storage::View(of, proof) => {
                let shapes = [&self.code.graph.values[*of].shape, &value.shape];
                self.cast(*proof, "", shapes, self.read(*of, span), span)
            }
            Storage::Input(_) => self.code.names[id].to_token_stream(),
            Storage::Workspace | Storage::Inside => self.stored(id, Access::Read, span),
            Storage::Output(index, _) => {
                let out = self.code.output_name("out", *index);
                self.output_as_value(id, "", quote_spanned!(span=> &*#out), span)
            }
        }
    }

    /// Converts an expression of an output to the value's own shape.
    pub(super) fn output_as_value(&self, id: ValueId, kind: &str, expression: TokenStream, span: Span) -> TokenStream {
        let value = &self.code.graph.values[id];
        match &value.storage {
            Storage::Output(_, Some(declared)) => {
                self.cast(Proof::Item, kind, [declared, &value.shape], expression, span)
            }
            _ => expression,
        }
    }

    /// The expression of a value's slot as a destination.
    pub(super) fn write(&self, id: ValueId, access: Access, span: Span) -> TokenStream {
        match self.code.graph.values[id].storage {
            Storage::Output(index, _) => {
                let name = self.code.output_name("out", index);
                self.output_as_value(id, "_mut", quote_spanned!(span=> &mut *#name), span)
            }
            _ => self.stored(id, access, span),
        }
    }

    /// The expression that borrows the scratch of a node mutably.
    pub(super) fn scratch(&self, index: usize) -> TokenStream {
        let span = self.code.span(index);
        if !self.code.needs_scratch(index) {
            return quote_spanned!(span=> &mut ());
        }
        if let Slots::Frame(frame) = &self.schedule.slots {
            return self.code.scratch_in_frame(frame, index);
        }
        let (workspace, name) = (self.workspace(span), &self.code.node_names[index]);
        quote_spanned!(span=> &mut #workspace.#name)
    }

    /// The expression that borrows the slot of a value in the workspace.
    fn stored(&self, id: ValueId, access: Access, span: Span) -> TokenStream {
        let shared = match &self.schedule.slots {
            Slots::Frame(frame) => {
                return self.code.value_in_frame(frame, id, self.schedule.owners[id], access, span);
            }
            Slots::Shared(shared) => shared.slot(id).map(|slot| &self.code.value_slots[slot].field),
            Slots::Own => None,
        };
        self.field(&self.workspace(span), shared, &self.code.names[id], id, access, span)
    }

    /// The expression that borrows the slot of a gradient in the workspace.
    pub(super) fn stored_gradient(&self, id: ValueId, access: Access, span: Span) -> TokenStream {
        let shared = self.schedule.gradient_slots.slot(id).map(|slot| &self.code.gradient_slots[slot].field);
        self.field(&Ident::new("saved", span), shared, &self.code.gradient_name(id), id, access, span)
    }

    /// Borrows a field of the workspace; a value that shares a slot is a member of the union that is the slot.
    fn field(
        &self,
        workspace: &Ident,
        shared: Option<&Ident>,
        name: &Ident,
        id: ValueId,
        access: Access,
        span: Span,
    ) -> TokenStream {
        let (reference, shape) = (access.reference(span), &self.code.graph.values[id].shape);
        // SAFETY: the slot holds plain data, whichever of its values was written last.
        match shared {
            None => quote_spanned!(span=> #reference #workspace.#name),
            Some(slot) if matches!(shape.axes, Axes::Opaque(_)) => {
                quote_spanned!(span=> unsafe { #reference **(#reference #workspace.#slot.#name) })
            }
            Some(slot) => {
                let member = access.function("member", shape, || self.code.value_type(id), span);
                quote_spanned!(span=> unsafe { #member(#reference #workspace.#slot) })
            }
        }
    }

    pub(super) fn context(&self, index: usize) -> TokenStream {
        let layer = proc_macro2::Literal::usize_unsuffixed(index);
        quote_spanned!(self.code.span(index)=> context.layer(#layer))
    }
}
