//! The calls that could follow where `forward` is unfinished: operations, and layers that have not been called, with the
//! shapes that they would give.

use super::documentation::{of_layer, shape};
use super::source::Source;
use super::values::{Values, declaration};
use crate::catalogue::{Callee, Fit, Layer, METHODS, read};
use crate::diagnostics::{Errors, Origin};
use crate::graph::ValueId;
use crate::shape::{Scope, Shape};
use crate::syntax::{FieldKind, Network};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote};
use std::collections::BTreeMap;
use syn::ext::IdentExt;

/// Operations with arguments, and an example of each.
const EXAMPLES: &[(&str, &str)] = &[
    ("max_pool", "max_pool::<2>()"),
    ("avg_pool", "avg_pool::<2>()"),
    ("upsample", "upsample::<2>()"),
    ("zero_pad", "zero_pad::<1, 1, 1, 1>()"),
    ("permute", "permute::<1, 0>()"),
    ("reshape", "reshape::<8, 8>()"),
];

/// Emits the calls that could follow each value that nothing reads.
pub(super) fn menus(source: &Source, network: &Network, values: &Values<'_>) -> TokenStream {
    let is_read = |id: ValueId| values.graph.calls.iter().flat_map(|call| &call.inputs).any(|&input| values.of(input) == id);
    let mut menu = Menu { source, network, values, types: BTreeMap::new() };
    let unread = values.all().into_iter().filter(|&id| !is_read(id));
    let menus: Vec<_> = unread.map(|id| menu.of(id)).collect();
    let types = menu.types.values();
    quote!(#(#types)* #(#menus)*)
}

struct Menu<'a> {
    source: &'a Source,
    network: &'a Network,
    values: &'a Values<'a>,
    /// The types of outputs, by module.
    types: BTreeMap<String, TokenStream>,
}

impl Menu<'_> {
    fn of(&mut self, id: ValueId) -> TokenStream {
        let (ty, given) = (self.values.ty(id), &self.values.graph.values[id].shape);
        let scope = Scope::of(&self.network.name, &self.network.generics);
        let mut methods: Vec<_> = METHODS.iter().filter_map(|name| self.operation(name, given, &scope)).collect();
        for (index, field) in self.network.fields.iter().enumerate() {
            let name = field.name.unraw().to_string();
            if !self.values.graph.calls.iter().any(|call| call.name == name) {
                methods.push(self.layer(index, given, &scope));
            }
        }
        quote!(impl #ty { #(#methods)* })
    }

    fn operation(&mut self, name: &str, given: &Shape, scope: &Scope) -> Option<TokenStream> {
        let method = Ident::new(name, Span::call_site());
        let output = match read(Callee { name: &method, generics: None }, scope) {
            Some(Ok(operation)) => Some(operation(given).ok()?.gives.into_iter().next()?),
            None if name == "flatten" => Some(Shape::real(vec![Shape::count(given.known()?)?])),
            _ => None,
        };
        let docs = match (&output, EXAMPLES.iter().find(|(of, _)| *of == name)) {
            (Some(output), _) => format!("{} to {}", shape(given), shape(output)),
            (None, Some((_, example))) => format!("For example, `{example}`, of {}", shape(given)),
            (None, None) => return None,
        };
        let output = self.ty(output.as_ref());
        Some(quote!(#[doc = #docs] pub fn #method(self) -> #output {}))
    }

    /// A layer, which is declared anew, since its sizes may be inferred.
    fn layer(&mut self, index: usize, given: &Shape, scope: &Scope) -> TokenStream {
        let field = &self.network.fields[index];
        let (FieldKind::One(ty) | FieldKind::Array(ty, _)) = &field.kind;
        let mut layer = Layer::declare(&field.name, ty, scope, &mut Errors::default());
        let (name, origin) = (field.name.to_string(), Origin { name: String::new(), is_input: true, span: Span::call_site() });
        let output = layer.as_mut().and_then(Layer::known_mut).and_then(|layer| {
            match layer.take(given, &name, field.kind.count(), &origin) {
                Fit::Gives(gives) | Fit::Expects { gives, .. } => Some(gives),
                Fit::Misfit { gives, .. } => gives,
                Fit::NotInferred { .. } => None,
            }
        });
        let (docs, output) = (of_layer(self.source, self.network, self.values, index, None), self.ty(output.as_ref()));
        let method = &field.name;
        quote!(#docs pub fn #method(self) -> #output {})
    }

    /// The type of an output, or of one that is not known.
    fn ty(&mut self, shape: Option<&Shape>) -> TokenStream {
        let Some(shape) = shape else { return quote!(impl ::core::marker::Sized) };
        let module = format_ident!("output_{}", self.types.len());
        self.types.insert(module.to_string(), declaration(&module, shape));
        super::values::tensor(&module, shape)
    }
}
