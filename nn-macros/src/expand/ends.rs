//! Predictions in which no more than two values are needed at a time: they stand at the two ends of one place, which is as large
//! as the largest step needs, and no larger.

use super::shared::needed;
use super::*;

pub(super) struct Ends {
    /// The field of the workspace, and its type.
    pub(super) name: Ident,
    pub(super) ty: Ident,
    /// Which values are needed at each node: the one at the beginning, and the one at the end.
    pub(super) moments: Vec<[Option<ValueId>; 2]>,
    /// Whether a value stands at the end, by value.
    is_back: Vec<bool>,
}

impl Ends {
    /// `None` where three values are needed at a time, or none ever.
    pub(super) fn new(
        owners: &[ValueId],
        nodes: &[Node],
        is_stored: impl Fn(ValueId) -> bool,
        named: impl FnOnce() -> (Ident, Ident),
    ) -> Option<Ends> {
        let steps = needed(owners, std::iter::empty(), nodes.iter());
        let needed = steps.into_iter().enumerate().filter_map(|(id, steps)| Some((id, steps?)));
        let mut order: Vec<_> = needed.filter(|(id, _)| is_stored(*id)).collect();
        order.sort_by_key(|(_, steps)| *steps.start());
        let mut moments = vec![[None; 2]; nodes.len()];
        let mut back = vec![false; owners.len()];
        for (id, steps) in &order {
            // Steps are counted from 1.
            let needed = &mut moments[steps.start() - 1..*steps.end()];
            let side = (0..2).find(|&side| needed.iter().all(|moment| moment[side].is_none()))?;
            needed.iter_mut().for_each(|moment| moment[side] = Some(*id));
            back[*id] = side == 1;
        }
        if order.is_empty() {
            return None;
        }
        let (ty, name) = named();
        Some(Ends { name, ty, moments, is_back: owners.iter().map(|&owner| back[owner]).collect() })
    }
}

impl Code<'_> {
    /// A value at one of the ends, to read or to write, as an expression.
    pub(super) fn at_end(&self, ends: &Ends, id: ValueId, reference: &TokenStream) -> TokenStream {
        let (name, ty) = (&ends.name, self.value_type(self.owners[id]));
        let end = format_ident!("{}", if ends.is_back[id] { "back" } else { "front" });
        // SAFETY: in each step the place has room for the values at both ends and for what the layer needs; all of it is plain
        // data, and the loan of the workspace is this call's.
        quote!(unsafe { #reference *::nn::__private::#end::<_, #ty>(#name) })
    }

    /// What a layer needs for itself in a step, to write.
    pub(super) fn between_ends(&self, ends: &Ends, index: usize) -> TokenStream {
        let (name, room) = (&ends.name, self.room_type(index));
        let front = self.moment_type(ends.moments[index][0]);
        // SAFETY: as above.
        quote!(unsafe { &mut *::nn::__private::room::<_, #front, #room>(#name) })
    }

    fn moment_type(&self, value: Option<ValueId>) -> TokenStream {
        value.map_or_else(|| quote!(()), |id| self.value_type(id))
    }

    fn room_type(&self, index: usize) -> TokenStream {
        let node = &self.graph.nodes[index];
        if !self.needs_room(node) {
            return quote!(());
        }
        self.scratch_type(node)
    }

    /// The place as a type: a union of what is needed in each step.
    pub(super) fn ends_union(&self, ends: &Ends) -> TokenStream {
        let generics = self.batched_generics();
        let where_clause = &generics.where_clause;
        let ty = &ends.ty;
        // A step without a room needs no more than another one that needs the same values, and perhaps a second.
        let is_more = |index: usize, other: usize| {
            let ([front, back], [other_front, other_back]) = (ends.moments[index], ends.moments[other]);
            let same = [front, back] == [other_front, other_back];
            (front.is_none() || front == other_front)
                && (back.is_none() || back == other_back)
                && (!same || other < index || self.needs_room(&self.graph.nodes[other]))
        };
        let moments = ends.moments.iter().enumerate().filter(|&(index, _)| {
            let mut others = (0..ends.moments.len()).filter(|&other| other != index);
            self.needs_room(&self.graph.nodes[index]) || !others.any(|other| is_more(index, other))
        });
        let fields = moments.map(|(index, [front, back])| {
            let name = format_ident!("step_{index}");
            let (front, room, back) = (self.moment_type(*front), self.room_type(index), self.moment_type(*back));
            let ty = quote!(::core::mem::ManuallyDrop<::nn::__private::Moment<#front, #room, #back>>);
            // Every token stands at the user's call, so that a bound that does not hold is told there, once.
            let ty = respan(ty, self.graph.nodes[index].span);
            quote!(#name: #ty)
        });
        let (marker, plain) = (self.marker(), self.plain(ty));
        quote! {
            /// The values between input and output: in each step two at most are needed.
            #[repr(C)]
            union #ty #generics #where_clause {
                #(#fields,)*
                #marker,
            }
            #plain
        }
    }
}
