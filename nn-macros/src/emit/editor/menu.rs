//! The calls that could follow where `forward` is unfinished: operations, and layers that have not been called, with the
//! shapes that they would give.

use super::calls::Method;
use super::documentation::of_layer;
use super::source::Source;
use super::values::{Values, declaration, ty};
use crate::catalogue::{Array, Callee, Fit, Layer, METHODS, read};
use crate::diagnostics::{Errors, Origin};
use crate::graph::ValueId;
use crate::shape::{Scope, Shape};
use crate::syntax::{FieldKind, Network};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote};
use std::collections::HashSet;
use syn::ext::IdentExt;

/// Operations with arguments, and an example of each.
const EXAMPLES: &[(&str, &str)] = &[
    ("max_pool", "max_pool::<2>()"),
    ("avg_pool", "avg_pool::<2>()"),
    ("lp_pool", "lp_pool::<2>()"),
    ("adaptive_avg_pool", "adaptive_avg_pool::<2>()"),
    ("adaptive_max_pool", "adaptive_max_pool::<2>()"),
    ("upsample", "upsample::<2>()"),
    ("zero_pad", "zero_pad::<1, 1, 1, 1>()"),
    ("constant_pad", "constant_pad::<1, value = 0.5>()"),
    ("reflect_pad", "reflect_pad::<1>()"),
    ("replicate_pad", "replicate_pad::<1>()"),
    ("circular_pad", "circular_pad::<1>()"),
    ("pixel_shuffle", "pixel_shuffle::<2>()"),
    ("pixel_unshuffle", "pixel_unshuffle::<2>()"),
    ("channel_shuffle", "channel_shuffle::<2>()"),
    ("permute", "permute::<1, 0>()"),
    ("reshape", "reshape::<8, 8>()"),
    ("squeeze", "squeeze::<0>()"),
    ("unsqueeze", "unsqueeze::<0>()"),
    ("transpose", "transpose::<0, 1>()"),
    ("slice", "slice::<0, 2..10>()"),
    ("select", "select::<0, 3>()"),
    ("flip", "flip::<0>()"),
    ("roll", "roll::<0, 1>()"),
    ("repeat", "repeat::<0, 3>()"),
    ("unfold", "unfold::<0, 8, 4>()"),
    ("unfold2d", "unfold2d::<3>()"),
    ("fold2d", "fold2d::<3, output_size = (8, 8)>()"),
    ("max", "max::<0>()"),
    ("min", "min::<0>()"),
    ("argmax", "argmax::<0>()"),
    ("argmin", "argmin::<0>()"),
    ("cumsum", "cumsum::<0>()"),
    ("rotary", "rotary::<heads = 8>()"),
];

/// The calls that could follow each value that nothing reads.
#[derive(Default)]
pub(super) struct Menus {
    pub(super) menus: TokenStream,
    /// The types of their outputs, for the module `shapes`.
    pub(super) outputs: TokenStream,
}

impl Menus {
    pub(super) fn of(source: &Source, network: &Network, values: &Values<'_>) -> Menus {
        let scope = Scope::of(&network.name, &network.generics);
        let mut menu = Menu {
            source,
            network,
            values,
            scope,
            outputs: quote!(
                pub mod unknown {
                    pub struct Tensor;
                }
            ),
        };
        let inputs = values.graph.calls.iter().flat_map(|call| &call.inputs);
        let read: HashSet<_> = inputs.map(|&input| values.of(input)).collect();
        let menus = values.all().into_iter().filter(|id| !read.contains(id)).map(|id| menu.of(id)).collect();
        Menus { menus, outputs: menu.outputs }
    }
}

struct Menu<'a> {
    source: &'a Source,
    network: &'a Network,
    values: &'a Values<'a>,
    scope: Scope,
    outputs: TokenStream,
}

impl Menu<'_> {
    fn of(&mut self, id: ValueId) -> TokenStream {
        let operations: Vec<_> = METHODS.iter().filter_map(|name| self.operation(name, id)).collect();
        let fields = self.network.fields.iter().enumerate();
        let is_stored = |index: usize| matches!(self.values.graph.layers[index], Some(Layer::Stored(_)));
        let rest = fields.filter(|(index, _)| {
            !is_stored(*index)
                && self.values.graph.calls.iter().all(|call| call.place.is_none_or(|place| place.field != *index))
        });
        let rest: Vec<_> = rest.map(|(index, _)| index).collect();
        let layers = rest.into_iter().map(|index| self.layer(index, id));
        quote!(#(#operations)* #(#layers)*)
    }

    fn operation(&mut self, name: &str, id: ValueId) -> Option<TokenStream> {
        let (given, name_of) = (self.values.shape(id), Ident::new(name, Span::call_site()));
        let output = match read(Callee { name: &name_of, generics: None }, &self.scope) {
            Some(Ok(operation)) => Some(operation(given).ok()?.gives.into_iter().next()?),
            None if name == "rotary" => given.known().filter(|dims| dims.len() == 2).map(|_| given.clone()),
            None if name == "flatten" => Some(Shape::real(vec![Shape::count(given.known()?)?])),
            _ => None,
        };
        let docs = match (&output, EXAMPLES.iter().find(|(of, _)| *of == name)) {
            (Some(output), _) => format!("`{given}` to `{output}`"),
            (None, Some((_, example))) => format!("`{given}` to another shape, as in `{example}`"),
            (None, None) => return None,
        };
        let method = Method { docs: quote!(#[doc = #docs]), name: &name_of };
        Some(self.method(&method, id, output.as_ref()))
    }

    /// A layer, which is declared anew, since its sizes may be inferred.
    fn layer(&mut self, index: usize, id: ValueId) -> TokenStream {
        let (field, given) = (&self.network.fields[index], self.values.shape(id));
        let (FieldKind::One(ty) | FieldKind::Array(ty, _)) = &field.kind;
        let mut layer = Layer::declare(&field.name, ty, &self.scope, &mut Errors::default());
        let (name, span) = (field.name.to_string(), Span::call_site());
        let origin = Origin { name: String::new(), is_input: true, span };
        let array = field.kind.count().map(|count| Array { name: &field.name, count, is_whole: true });
        let known = layer.as_mut().and_then(Layer::known_mut);
        let fit = known.map(|layer| layer.take(given, &name, array, &origin));
        let output = match fit {
            Some(Fit::Gives(gives) | Fit::Expects { gives, .. }) => Some(gives),
            _ => None,
        };
        let docs = of_layer(self.source, self.network, self.values, index, None);
        self.method(&Method { docs, name: &field.name }, id, output.as_ref())
    }

    /// A method of a value, whose output may be unknown.
    fn method(&mut self, method: &Method<'_>, id: ValueId, output: Option<&Shape>) -> TokenStream {
        let module = format_ident!("of_{}_{}", id, method.name.unraw());
        let output = match output {
            Some(output) => {
                self.outputs.extend(declaration(&module, output, self.values.element));
                ty(&module, output)
            }
            None => quote!(shapes::unknown::Tensor),
        };
        let (Method { docs, name }, input) = (method, self.values.ty(id));
        quote!(impl #input { #docs pub fn #name(self) -> #output { loop {} } })
    }
}
