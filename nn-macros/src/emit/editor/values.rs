//! A type for each value of `forward`, shown as `Tensor<8, 28, 28>`.

use crate::graph::{Graph, Storage, ValueId};
use crate::shape::{Axes, Dim, Kind, Shape};
use proc_macro2::{Ident, Literal, TokenStream};
use quote::{format_ident, quote};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

pub(super) struct Values<'a> {
    pub(super) graph: &'a Graph,
    /// The outputs of calls.
    outputs: HashSet<ValueId>,
    /// The value that shows another one: of two calls of the same operation on a value, the first.
    shown_as: HashMap<ValueId, ValueId>,
}

impl Values<'_> {
    pub(super) fn new(graph: &Graph) -> Values<'_> {
        let outputs = graph.calls.iter().flat_map(|call| call.outputs.iter().copied()).collect();
        let mut values = Values { graph, outputs, shown_as: HashMap::new() };
        let mut seen: HashMap<(Vec<ValueId>, &str), &[ValueId]> = HashMap::new();
        for call in &graph.calls {
            let inputs = call.inputs.iter().map(|&input| values.of(input)).collect();
            match seen.get(&(inputs, &call.name)) {
                Some(first) => values.shown_as.extend(call.outputs.iter().copied().zip(first.iter().copied())),
                None => {
                    let inputs = call.inputs.iter().map(|&input| values.of(input)).collect();
                    seen.insert((inputs, &call.name), &call.outputs);
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

    /// All values that have a type.
    pub(super) fn all(&self) -> BTreeSet<ValueId> {
        let inputs = (0..self.graph.values.len()).filter(|&id| matches!(self.graph.values[id].storage, Storage::Input(_)));
        inputs.chain(self.outputs.iter().copied()).map(|id| self.of(id)).collect()
    }

    /// The type of an input.
    pub(super) fn input(&self, index: usize) -> TokenStream {
        let is_input = |id: &ValueId| matches!(self.graph.values[*id].storage, Storage::Input(input) if input == index);
        match (0..self.graph.values.len()).find(is_input) {
            Some(id) => self.ty(id),
            None => quote!(()),
        }
    }

    pub(super) fn ty(&self, id: ValueId) -> TokenStream {
        let id = self.of(id);
        tensor(&format_ident!("value_{id}"), &self.graph.values[id].shape)
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
        let all = self.all();
        let own = all.iter().map(|&id| declaration(&format_ident!("value_{id}"), &self.graph.values[id].shape));
        let shapes = all.iter().map(|&id| &self.graph.values[id].shape);
        let names: BTreeMap<String, Ident> = shapes.flat_map(names).map(|name| (name.to_string(), name)).collect();
        let names = names.values();
        quote! {
            #(pub struct #names;)*
            pub struct Class<Below>(Below);
            pub struct Size<const SIZE: usize>;
            #(#own)*
        }
    }
}

/// The type of a shape in a module.
pub(super) fn tensor(module: &Ident, shape: &Shape) -> TokenStream {
    let Axes::Known(dims) = &shape.axes else { return quote!(#module::Tensor) };
    let dims = dims.iter().map(argument);
    let below = match &shape.element {
        Kind::Real => None,
        Kind::Index(below) => {
            let below = argument(below);
            Some(quote!(Class<#below>))
        }
    };
    let all = dims.chain(below);
    quote!(#module::Tensor<#(#all),*>)
}

/// Declares the type of a shape, with a constant for each literal size.
pub(super) fn declaration(module: &Ident, shape: &Shape) -> TokenStream {
    let dims = match &shape.axes {
        Axes::Known(dims) => dims.as_slice(),
        Axes::Opaque(_) => &[],
    };
    let parameters = dims.iter().enumerate().map(|(axis, dim)| {
        let name = format_ident!("A{axis}");
        match dim {
            Dim::Literal(_) => quote!(const #name: usize),
            _ => quote!(#name),
        }
    });
    let class = matches!(shape.element, Kind::Index(_)).then(|| quote!(Class));
    let parameters = parameters.chain(class);
    quote!(pub mod #module { pub struct Tensor<#(#parameters),*>; })
}

/// A size as an argument of a type.
fn argument(dim: &Dim) -> TokenStream {
    match dim {
        Dim::Literal(size) => {
            let size = Literal::u64_unsuffixed(*size);
            quote!(#size)
        }
        dim => {
            let name = name(dim);
            quote!(#name)
        }
    }
}

/// The name of a size that is not a literal.
fn name(dim: &Dim) -> Ident {
    let text = dim.to_string().replace(" + ", "_plus_").replace(" * ", "_times_");
    let text: String =
        text.chars().map(|letter| if letter.is_alphanumeric() { letter } else { '_' }).collect();
    format_ident!("{}", text.trim_matches('_').trim_start_matches(|letter: char| letter.is_numeric()))
}

fn names(shape: &Shape) -> Vec<Ident> {
    let dims = match &shape.axes {
        Axes::Known(dims) => dims.as_slice(),
        Axes::Opaque(_) => &[],
    };
    let below = match &shape.element {
        Kind::Index(below) => Some(below),
        Kind::Real => None,
    };
    dims.iter().chain(below).filter(|dim| !matches!(dim, Dim::Literal(_))).map(name).collect()
}
