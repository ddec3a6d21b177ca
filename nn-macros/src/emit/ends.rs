//! Predictions whose values stand at the two ends of one place, which is as large as the largest step needs, and no larger. Where
//! two are needed at a time, one stands at each end, whatever their sizes are; where more are, and all sizes are literals, they
//! stand as [`pack`] has it.

use super::packed::{Lifetime, Side, Stand, pack};
use super::shared::needed;
use super::*;

/// More numbers than any place has: with less, no sum of a few overflows.
const MOST: u64 = crate::syntax::LARGEST / 4;

pub(super) struct Ends {
    /// The field of the workspace, and its type.
    pub(super) name: Ident,
    pub(super) ty: Ident,
    stands: Stands,
}

/// Where values stand, and how far each end reaches at each node.
struct Stands {
    /// By value, of those that are stored.
    of: Vec<Option<Stand>>,
    reach: Vec<[Reach; 2]>,
    /// The values that are needed at each node, where several stand at an end.
    packed: Option<Vec<Vec<ValueId>>>,
}

/// What stands at an end in a step.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reach {
    Nothing,
    Value(ValueId),
    /// Several values: so many numbers of each sample.
    Numbers(u64),
}

impl Ends {
    /// `None` where three values are needed at a time and not all sizes are literals, or where none is needed ever. The rooms are
    /// what nodes need for themselves, about, in numbers of a sample.
    pub(super) fn new(
        owners: &[ValueId],
        graph: &Graph,
        is_stored: impl Fn(ValueId) -> bool,
        rooms: impl Fn(&Node) -> Option<u64>,
        named: impl FnOnce() -> (Ident, Ident),
    ) -> Option<Ends> {
        let steps = needed(owners, std::iter::empty(), graph.nodes.iter());
        let needed = steps.into_iter().enumerate().filter_map(|(id, steps)| Some((id, steps?)));
        // Steps are counted from 1.
        let needed = needed.map(|(id, steps)| (id, steps.start() - 1..=steps.end() - 1));
        let mut order: Vec<_> = needed.filter(|(id, _)| is_stored(*id)).collect();
        order.sort_by_key(|(_, steps)| *steps.start());
        if order.is_empty() {
            return None;
        }
        let mut stands =
            Stands::two(owners, graph, &order).or_else(|| Stands::several(owners, graph, &order, rooms))?;
        for (id, &owner) in owners.iter().enumerate() {
            stands.of[id] = stands.of[owner];
        }
        let (ty, name) = named();
        Some(Ends { name, ty, stands })
    }
}

impl Stands {
    /// One at each end.
    fn two(owners: &[ValueId], graph: &Graph, order: &[(ValueId, RangeInclusive<usize>)]) -> Option<Stands> {
        let mut of = vec![None; owners.len()];
        let mut reach = vec![[Reach::Nothing; 2]; graph.nodes.len()];
        for (id, steps) in order {
            let reach = &mut reach[steps.clone()];
            let is_free = |side: &Side| reach.iter().all(|ends| ends[*side as usize] == Reach::Nothing);
            let side = [Side::Front, Side::Back].into_iter().find(is_free)?;
            reach.iter_mut().for_each(|ends| ends[side as usize] = Reach::Value(*id));
            of[*id] = Some(Stand { side, away: 0 });
        }
        Some(Stands { of, reach, packed: None })
    }

    /// Several at each end, of literal sizes.
    fn several(
        owners: &[ValueId],
        graph: &Graph,
        order: &[(ValueId, RangeInclusive<usize>)],
        rooms: impl Fn(&Node) -> Option<u64>,
    ) -> Option<Stands> {
        let numbers = graph.numbers(owners);
        let lifetimes = order.iter().map(|(id, steps)| Some(Lifetime { numbers: numbers[*id]?, steps: steps.clone() }));
        let lifetimes: Vec<_> = lifetimes.collect::<Option<_>>()?;
        let all = lifetimes.iter().try_fold(0_u64, |all, value| all.checked_add(value.numbers));
        all.filter(|&all| all <= MOST)?;
        let rooms: Vec<_> = graph.nodes.iter().map(|node| Some(rooms(node)?.min(MOST))).collect();
        let packing = pack(&lifetimes, &rooms);
        let mut of = vec![None; owners.len()];
        order.iter().zip(packing.stands).for_each(|((id, _), stand)| of[*id] = Some(stand));
        let reach = |numbers| if numbers == 0 { Reach::Nothing } else { Reach::Numbers(numbers) };
        let reach = packing.reach.into_iter().map(|ends| ends.map(reach)).collect();
        let mut needed = vec![Vec::new(); graph.nodes.len()];
        for (id, steps) in order {
            needed[steps.clone()].iter_mut().for_each(|needed| needed.push(*id));
        }
        Some(Stands { of, reach, packed: Some(needed) })
    }

    /// How many numbers stand at both ends, where several do.
    fn numbers(&self, index: usize) -> u64 {
        let numbers = |reach: &Reach| if let Reach::Numbers(numbers) = reach { *numbers } else { 0 };
        self.reach[index].iter().map(numbers).sum()
    }

    /// Whether a step needs no more than another one, rooms aside.
    fn is_within(&self, index: usize, other: usize) -> bool {
        let mut ends = self.reach[index].iter().zip(&self.reach[other]);
        match &self.packed {
            Some(_) => self.numbers(index) <= self.numbers(other),
            None => ends.all(|(reach, other)| *reach == Reach::Nothing || reach == other),
        }
    }
}

impl Code<'_> {
    /// A value at one of the ends, to read or to write, as an expression.
    pub(super) fn at_end(&self, ends: &Ends, id: ValueId, reference: &TokenStream) -> TokenStream {
        let (name, owner) = (&ends.name, self.owners[id]);
        // SAFETY: in each step the place has room for the values at both ends and for what the layer needs; all of it is plain
        // data, and the loan of the workspace is this call's. Where there are several, `APART` is the proof.
        if ends.stands.packed.is_some() {
            let (place, value) = (self.place_of_values(ends), &self.names[owner]);
            return quote!(unsafe { #reference *#place::#value.of(#name) });
        }
        let is_back = matches!(ends.stands.of[id], Some(Stand { side: Side::Back, .. }));
        let (end, ty) = (format_ident!("{}", if is_back { "back" } else { "front" }), self.value_type(owner));
        quote!(unsafe { #reference *::nn::__private::#end::<_, #ty>(#name) })
    }

    /// What a layer needs for itself in a step, to write.
    pub(super) fn between_ends(&self, ends: &Ends, index: usize) -> TokenStream {
        let name = &ends.name;
        // SAFETY: as above.
        if ends.stands.packed.is_some() {
            let (place, room) = (self.place_of_values(ends), &self.node_names[index]);
            return quote!(unsafe { &mut *#place::#room.of(#name) });
        }
        let (front, room) = (self.reach_type(ends.stands.reach[index][0]), self.room_type(index));
        quote!(unsafe { &mut *::nn::__private::room::<_, #front, #room>(#name) })
    }

    /// What comes before all steps: the place, and the proof of where values stand in it.
    pub(super) fn begin(&self, mode: Mode) -> TokenStream {
        let (Mode::Inference, Values::Ends(ends)) = (mode, &self.values) else { return TokenStream::new() };
        let name = &ends.name;
        let proof = ends.stands.packed.as_ref().map(|_| {
            let place = self.place_of_values(ends);
            quote!(let () = #place::APART;)
        });
        quote!(#proof let #name = &raw mut scratch.#name;)
    }

    /// The place, as a type in an expression.
    fn place_of_values(&self, ends: &Ends) -> TokenStream {
        let (ty, generics) = (&ends.ty, self.batched_generics());
        let (_, ty_generics, _) = generics.split_for_impl();
        let turbofish = ty_generics.as_turbofish();
        quote!(#ty #turbofish)
    }

    fn reach_type(&self, reach: Reach) -> TokenStream {
        match reach {
            Reach::Nothing => quote!(()),
            Reach::Value(id) => self.value_type(id),
            Reach::Numbers(numbers) => self.place_type(&Shape::Known(vec![Dim::Literal(numbers)])),
        }
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
        let (ty, reach) = (&ends.ty, &ends.stands.reach);
        let needs_room = |index: usize| self.needs_room(&self.graph.nodes[index]);
        // A step without a room needs no more than another one that needs the same values, and perhaps a second.
        let is_more = |index: usize, other: usize| {
            let is_within = |a, b| ends.stands.is_within(a, b);
            is_within(index, other) && (!is_within(other, index) || other < index || needs_room(other))
        };
        let steps = (0..reach.len()).filter(|&index| {
            let mut others = (0..reach.len()).filter(|&other| other != index);
            needs_room(index) || !others.any(|other| is_more(index, other))
        });
        let fields = steps.map(|index| {
            let name = format_ident!("step_{index}");
            let ([front, back], room) = (reach[index].map(|reach| self.reach_type(reach)), self.room_type(index));
            let ty = quote!(::core::mem::ManuallyDrop<::nn::__private::Moment<#front, #room, #back>>);
            // Every token stands at the user's call, so that a bound that does not hold is told there, once.
            let ty = respan(ty, self.graph.nodes[index].span);
            quote!(#name: #ty)
        });
        let (marker, plain, stands) = (self.marker(), self.plain(ty), self.stands(ends));
        quote! {
            /// The values between input and output: what is needed in each step.
            #[repr(C)]
            union #ty #generics #where_clause {
                #(#fields,)*
                #marker,
            }
            #plain
            #stands
        }
    }

    /// Where values and rooms stand, where several stand at an end.
    fn stands(&self, ends: &Ends) -> TokenStream {
        let Some(needed) = &ends.stands.packed else { return TokenStream::new() };
        let (batch, element, ty) = (&self.batch, self.element, &ends.ty);
        let generics = self.batched_generics();
        let (impl_generics, ty_generics, where_clause) = generics.split_for_impl();
        let at = |name: &Ident, ty: TokenStream, end: &str, away: u64| {
            let (end, away) = (Ident::new(end, Span::call_site()), proc_macro2::Literal::u64_unsuffixed(away));
            quote!(const #name: ::nn::__private::At<Self, #ty> = ::nn::__private::At::#end::<#batch, #element>(#away);)
        };
        let values = self.ids(|code, id| code.owners[id] == id).into_iter().filter_map(|id| {
            let Stand { side, away } = ends.stands.of[id]?;
            let end = if side == Side::Back { "back" } else { "front" };
            Some(at(&self.names[id], self.value_type(id), end, away))
        });
        let rooms = self.graph.nodes.iter().enumerate().filter(|(_, node)| self.needs_room(node));
        let rooms = rooms.map(|(index, node)| {
            let behind = match ends.stands.reach[index][0] {
                Reach::Numbers(numbers) => numbers,
                _ => 0,
            };
            let at = at(&self.node_names[index], self.room_type(index), "front", behind);
            respan(at, node.span)
        });
        let apart = self.graph.nodes.iter().enumerate().filter_map(|(index, node)| {
            let room = self.needs_room(node).then(|| &self.node_names[index]);
            // What is proven of the next step, or the one before, is not proven again.
            let is_in =
                |other: usize| needed.get(other).is_some_and(|all| needed[index].iter().all(|id| all.contains(id)));
            let before = index.checked_sub(1).filter(|&before| needed[before].len() > needed[index].len());
            if room.is_none() && (is_in(index + 1) || before.is_some_and(is_in)) {
                return None;
            }
            let names: Vec<_> = needed[index].iter().map(|&id| &self.names[id]).chain(room).collect();
            (names.len() > 1).then(|| quote!(::nn::__private::apart(&[#(Self::#names.bytes()),*]);))
        });
        quote! {
            impl #impl_generics #ty #ty_generics #where_clause {
                #(#values)*
                #(#rooms)*
                /// No two that are needed in a step meet.
                const APART: () = {
                    #(#apart)*
                };
            }
        }
    }
}
