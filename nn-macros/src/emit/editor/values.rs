//! A type for each value of `forward`, shown as `Tensor<8, 28, 28>`: they are declared in the module `shapes`.

use crate::graph::{Assigned, Graph, NodeLayer, Storage, ValueId};
use crate::shape::{Axes, Dim, Kind, Shape};
use crate::syntax::Element;
use proc_macro2::{Ident, Literal, TokenStream};
use quote::{ToTokens, format_ident, quote};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

pub(super) struct Values<'a> {
    pub(super) graph: &'a Graph,
    pub(super) element: Element,
    /// The outputs of calls.
    outputs: HashSet<ValueId>,
    /// The value as which another one is shown: of two equal calls of a value, the output of the first.
    shown_as: HashMap<ValueId, ValueId>,
}

impl Values<'_> {
    pub(super) fn new(graph: &Graph, element: Element) -> Values<'_> {
        let outputs = graph.calls.iter().flat_map(|call| call.outputs.iter().copied()).collect();
        let mut values = Values { graph, element, outputs, shown_as: HashMap::new() };
        let mut seen: HashMap<(Vec<ValueId>, &str), &[ValueId]> = HashMap::new();
        // A variable has one type, whatever is assigned to it.
        for &Assigned { from, to, .. } in &graph.assigned {
            let shown = values.of(from);
            values.shown_as.insert(to, shown);
        }
        for call in &graph.calls {
            let inputs = call.inputs.iter().map(|&input| values.of(input)).collect();
            let first = seen.entry((inputs, &call.name)).or_insert(&call.outputs);
            if *first != call.outputs {
                for (&output, &first) in call.outputs.iter().zip(*first) {
                    let shown = values.of(first);
                    values.shown_as.insert(output, shown);
                }
            }
        }
        values
    }

    /// The value as `forward` shows it: the output of a call or an input, and not a view for the sake of a proof.
    pub(super) fn of(&self, id: ValueId) -> ValueId {
        if let Some(&other) = self.shown_as.get(&id) {
            return other;
        }
        match self.graph.values[id].storage {
            Storage::View(of, _) if !self.outputs.contains(&id) => self.of(of),
            _ => id,
        }
    }

    /// The shape of a value: if only the compiler knows it, the one that the user or a layer expects of it.
    pub(super) fn shape(&self, id: ValueId) -> &Shape {
        let id = self.of(id);
        let shown = (id..self.graph.values.len()).filter(|&other| self.of(other) == id);
        let mut shapes = shown.map(|other| &self.graph.values[other].shape);
        shapes.find(|shape| matches!(shape.axes, Axes::Known(_))).unwrap_or(&self.graph.values[id].shape)
    }

    /// All values that have a type.
    pub(super) fn all(&self) -> BTreeSet<ValueId> {
        let is_input = |id: &ValueId| matches!(self.graph.values[*id].storage, Storage::Input(_));
        let inputs = (0..self.graph.values.len()).filter(is_input);
        let stored = self.stored().map(|(_, id)| id);
        inputs.chain(stored).chain(self.outputs.iter().copied()).map(|id| self.of(id)).collect()
    }

    /// The values of stored tensors that `forward` uses, each with the index of its field.
    pub(super) fn stored(&self) -> impl Iterator<Item = (usize, ValueId)> {
        self.graph.nodes.iter().filter_map(|node| match (&node.layer, &node.inputs[..]) {
            (NodeLayer::Field(field), []) => Some((*field, node.outputs[0])),
            _ => None,
        })
    }

    /// The type of an input.
    pub(super) fn input(&self, index: usize) -> TokenStream {
        let is_input = |id: &ValueId| matches!(self.graph.values[*id].storage, Storage::Input(input) if input == index);
        (0..self.graph.values.len()).find(is_input).map_or_else(|| quote!(()), |id| self.ty(id))
    }

    pub(super) fn ty(&self, id: ValueId) -> TokenStream {
        ty(&self.module(id), self.shape(id))
    }

    pub(super) fn module(&self, id: ValueId) -> Ident {
        format_ident!("value_{}", self.of(id))
    }

    /// The type of several values: a tuple, unless it is one.
    pub(super) fn tuple(&self, ids: &[ValueId]) -> TokenStream {
        let types = ids.iter().map(|&id| self.ty(id));
        match ids.len() {
            1 => quote!(#(#types)*),
            _ => quote!((#(#types),*)),
        }
    }

    /// Declares all types.
    pub(super) fn types(&self) -> TokenStream {
        self.all().into_iter().map(|id| declaration(&self.module(id), self.shape(id), self.element)).collect()
    }
}

/// Declares the type of a shape in a module of `shapes`, with a constant for each literal size. The signature of a method
/// shows constants by their names, so each size has a name. The editor shows the size in memory, if it is known.
pub(super) fn declaration(module: &Ident, shape: &Shape, element: Element) -> TokenStream {
    let parameter = |(axis, dim): (usize, &Dim)| {
        let name = format_ident!("A{axis}");
        if matches!(dim, Dim::Literal(_)) { quote!(const #name: usize) } else { quote!(#name) }
    };
    let Sizes { dims, below } = Sizes::of(shape);
    let parameters = dims.iter().enumerate().map(parameter).chain(below.map(|_| quote!(Class)));
    let class = below.map(|dim| parameter((0, dim))).map(|parameter| quote!(pub struct Class<#parameter>;));
    let names: BTreeMap<Ident, &Dim> = dims.iter().chain(below).map(|dim| (word(dim), dim)).collect();
    let names = names.iter().map(|(name, dim)| match dim {
        Dim::Literal(size) => {
            let size = Literal::u64_unsuffixed(*size);
            quote!(pub const #name: usize = #size;)
        }
        _ => quote!(pub struct #name;),
    });
    let is_known = below.is_none() && !dims.is_empty() && dims.iter().all(|dim| matches!(dim, Dim::Literal(_)));
    let content = match is_known {
        true => (0..dims.len()).rev().fold(quote!(#element), |inner, axis| {
            let size = format_ident!("A{axis}");
            quote!([#inner; #size])
        }),
        false => quote!(_),
    };
    quote!(pub mod #module { pub struct Tensor<#(#parameters),*>(#content); #class #(#names)* })
}

/// The type of a shape in a module of `shapes`.
pub(super) fn ty(module: &Ident, shape: &Shape) -> TokenStream {
    let Sizes { dims, below } = Sizes::of(shape);
    let argument = |dim: &Dim| match dim {
        Dim::Literal(size) => Literal::u64_unsuffixed(*size).into_token_stream(),
        dim => {
            let word = word(dim);
            quote!(shapes::#module::#word)
        }
    };
    let (dims, below) = (dims.iter().map(argument), below.map(argument));
    let all = dims.chain(below.map(|below| quote!(shapes::#module::Class<#below>)));
    quote!(shapes::#module::Tensor<#(#all),*>)
}

/// The type of a shape as it is written where everything in its module is imported.
pub(super) fn imported(shape: &Shape) -> TokenStream {
    let Sizes { dims, below } = Sizes::of(shape);
    let (dims, below) = (dims.iter().map(word), below.map(word));
    let all = dims.map(|dim| quote!(#dim)).chain(below.map(|below| quote!(Class<#below>)));
    quote!(Tensor<#(#all),*>)
}

/// The sizes of a shape, and the bound of indices; none if only the compiler knows them.
struct Sizes<'a> {
    dims: &'a [Dim],
    below: Option<&'a Dim>,
}

impl Sizes<'_> {
    fn of(shape: &Shape) -> Sizes<'_> {
        let dims = match &shape.axes {
            Axes::Known(dims) => dims.as_slice(),
            Axes::Opaque(_) => &[],
        };
        let below = match &shape.element {
            Kind::Index(below) => Some(below),
            Kind::Real => None,
        };
        Sizes { dims, below }
    }
}

/// A size as an identifier: `_28`, `Width` or `H_times_4`.
fn word(dim: &Dim) -> Ident {
    let mut text = dim.to_string();
    for (sign, word) in [(" + ", "_plus_"), (" - ", "_minus_"), (" * ", "_times_"), (" / ", "_over_")] {
        text = text.replace(sign, word);
    }
    text.retain(|letter| letter.is_alphanumeric() || letter == '_');
    if text.starts_with(char::is_alphabetic) { format_ident!("{text}") } else { format_ident!("_{text}") }
}
