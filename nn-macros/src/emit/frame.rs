//! Emits the frame of a prediction: its type, the offsets in it, and the proof that no slots overlap.

use super::code::Code;
use super::pass::Access;
use super::spans::respan;
use crate::graph::ValueId;
use crate::schedule::{Extent, Frame, Side, Slot};
use crate::shape::{Dim, Shape};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};

impl Code<'_> {
    /// The expression that borrows a value stored in the frame.
    pub(super) fn value_in_frame(
        &self,
        frame: &Frame,
        id: ValueId,
        owner: ValueId,
        access: Access,
        span: Span,
    ) -> TokenStream {
        let name = &self.value_slots[0].field;
        // SAFETY: in each step the frame is large enough for the values at both ends and for the scratch of the layer;
        // all of it is plain data, and this call borrows the workspace exclusively. If an end holds several values,
        // `DISJOINT` proves that they do not overlap.
        if frame.packed.is_some() {
            let (ty, value, reference) = (self.frame_type(), &self.names[owner], access.reference(span));
            return quote_spanned!(span=> unsafe { #reference *#ty::#value.of(#name) });
        }
        let is_back = matches!(frame.slots[id], Some(Slot { side: Side::Back, .. }));
        let (end, shape) = (if is_back { "last" } else { "first" }, &self.graph.values[owner].shape);
        let function = access.function(end, shape, || self.value_type(owner), span);
        quote_spanned!(span=> unsafe { #function(#name) })
    }

    /// The expression that borrows the scratch of a layer mutably.
    pub(super) fn scratch_in_frame(&self, frame: &Frame, index: usize) -> TokenStream {
        let (name, span) = (&self.value_slots[0].field, self.span(index));
        // SAFETY: as above.
        if frame.packed.is_some() {
            let (ty, scratch) = (self.frame_type(), &self.node_names[index]);
            return quote_spanned!(span=> unsafe { &mut *#ty::#scratch.of(#name) });
        }
        let front = self.extent_type(frame.extents[index][0]);
        quote_spanned!(span=> unsafe { __nn::gap_mut::<_, #front, _>(#name) })
    }

    /// The code before all steps: a pointer to the frame, and the evaluation of the proof.
    pub(super) fn begin_frame(&self, frame: &Frame) -> TokenStream {
        let name = &self.value_slots[0].field;
        let proof = frame.packed.as_ref().map(|_| {
            let ty = self.frame_type();
            quote!(let () = #ty::DISJOINT;)
        });
        quote!(#proof let #name = &raw mut scratch.#name;)
    }

    /// The path of the frame's type in an expression.
    fn frame_type(&self) -> TokenStream {
        let (ty, generics) = (&self.value_slots[0].ty, &self.batched);
        let (_, ty_generics, _) = generics.split_for_impl();
        let turbofish = ty_generics.as_turbofish();
        quote!(#ty #turbofish)
    }

    fn extent_type(&self, extent: Extent) -> TokenStream {
        match extent {
            Extent::Nothing => quote!(()),
            Extent::Value(id) => self.value_type(id),
            Extent::Elements(elements) => self.slot_type(&Shape::real(vec![Dim::Literal(elements)])),
        }
    }

    fn scratch_or_nothing(&self, index: usize) -> TokenStream {
        if self.needs_scratch(index) { self.scratch_type(index) } else { quote!(()) }
    }

    /// The type of the frame: a union of the memory of every step.
    pub(super) fn frame_union(&self, frame: &Frame) -> TokenStream {
        let generics = &self.batched;
        let where_clause = &generics.where_clause;
        let (ty, extents) = (&self.value_slots[0].ty, &frame.extents);
        let needs_scratch = |index: usize| self.needs_scratch(index);
        // Omits a step without scratch if another step contains the same values, or more.
        let is_more = |index: usize, other: usize| {
            let is_within = |a, b| frame.is_within(a, b);
            is_within(index, other) && (!is_within(other, index) || other < index || needs_scratch(other))
        };
        let steps = (0..extents.len()).filter(|&index| {
            let mut others = (0..extents.len()).filter(|&other| other != index);
            needs_scratch(index) || !others.any(|other| is_more(index, other))
        });
        let fields = steps.map(|index| {
            let name = format_ident!("step_{index}");
            let ([front, back], scratch) =
                (extents[index].map(|extent| self.extent_type(extent)), self.scratch_or_nothing(index));
            let ty = quote!(::core::mem::ManuallyDrop<__nn::StepLayout<#front, #scratch, #back>>);
            // Every token has the span of the user's call, so that an unsatisfied bound is reported there, once.
            let ty = respan(ty, self.graph.nodes[index].span);
            quote!(#name: #ty)
        });
        let (marker, plain, slots) = (self.marker(), self.plain(ty), self.slots(frame));
        quote! {
            /// The intermediate values: a union of the memory of every step.
            #[repr(C)]
            union #ty #generics #where_clause {
                #(#fields,)*
                #marker,
            }
            #plain
            #slots
        }
    }

    /// The offsets of values and scratch, if the ends hold several values.
    fn slots(&self, frame: &Frame) -> TokenStream {
        let Some(live) = &frame.packed else { return TokenStream::new() };
        let (batch, element, ty) = (&self.batch, self.element, &self.value_slots[0].ty);
        let generics = &self.batched;
        let (impl_generics, ty_generics, where_clause) = generics.split_for_impl();
        let at = |name: &Ident, ty: TokenStream, end: &str, offset: u64| {
            let (end, offset) = (Ident::new(end, Span::call_site()), proc_macro2::Literal::u64_unsuffixed(offset));
            quote!(const #name: __nn::Slot<Self, #ty> = __nn::Slot::#end::<#batch, #element>(#offset);)
        };
        let values = self.ids(|code, id| code.inference.owners[id] == id).into_iter().filter_map(|id| {
            let Slot { side, offset } = frame.slots[id]?;
            let end = if side == Side::Back { "from_end" } else { "from_start" };
            Some(at(&self.names[id], self.value_type(id), end, offset))
        });
        let scratch = self.graph.nodes.iter().enumerate().filter(|(index, _)| self.needs_scratch(*index));
        let scratch = scratch.map(|(index, node)| {
            let after = match frame.extents[index][0] {
                Extent::Elements(elements) => elements,
                _ => 0,
            };
            let at = at(&self.node_names[index], self.scratch_or_nothing(index), "from_start", after);
            respan(at, node.span)
        });
        let apart = (0..self.graph.nodes.len()).filter_map(|index| {
            let scratch = self.needs_scratch(index).then(|| &self.node_names[index]);
            // Omits a step whose live values are all live in the next step, or in the preceding one: the proof of that
            // step covers it.
            let is_in = |other: usize| live.get(other).is_some_and(|all| live[index].iter().all(|id| all.contains(id)));
            let before = index.checked_sub(1).filter(|&before| live[before].len() > live[index].len());
            if scratch.is_none() && (is_in(index + 1) || before.is_some_and(is_in)) {
                return None;
            }
            let names: Vec<_> = live[index].iter().map(|&id| &self.names[id]).chain(scratch).collect();
            (names.len() > 1).then(|| quote!(__nn::assert_disjoint(&[#(Self::#names.bytes()),*]);))
        });
        quote! {
            impl #impl_generics #ty #ty_generics #where_clause {
                #(#values)*
                #(#scratch)*
                /// Proves that no two values that are live in the same step overlap.
                const DISJOINT: () = {
                    #(#apart)*
                };
            }
        }
    }
}
