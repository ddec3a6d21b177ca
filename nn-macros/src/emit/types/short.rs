//! Short names of types: aliases at the head of a block of items, which mentions the same layers, shapes and tensors in each
//! pass. The compiler spends time on every token of a type, in every stage, and so does the macro.

use super::elements::Elements;
use crate::emit::names::UserNames;
use crate::graph::Graph;
use crate::shape::{Axes, Dim, Kind, Shape};
use crate::syntax::Network;
use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote};
use std::cell::RefCell;
use std::collections::BTreeMap;

/// The short names in the code of a network, which its integer form shares.
pub(in crate::emit) struct ShortNames<'a> {
    pub(in crate::emit) user: &'a UserNames,
    /// Otherwise every type is written in full.
    is_short: bool,
    /// The aliases of the sizes that the user names.
    sizes: Vec<String>,
    aliases: RefCell<Aliases>,
}

#[derive(Default)]
struct Aliases {
    /// By a text that is different for different types.
    names: BTreeMap<String, Ident>,
    /// How often a name was chosen, with a number for all but the first.
    counts: BTreeMap<String, usize>,
    definitions: TokenStream,
}

impl<'a> ShortNames<'a> {
    /// Without short names for a network with generic parameters, which the aliases would have to repeat.
    pub(in crate::emit) fn new(network: &Network, graph: &Graph, user: &'a UserNames) -> Self {
        let sizes = graph.sizes.iter().map(|size| size.alias.to_string()).collect();
        ShortNames { user, is_short: network.generics.params.is_empty(), sizes, aliases: RefCell::default() }
    }

    /// Every type is written in full.
    pub(in crate::emit) fn none(user: &'a UserNames) -> Self {
        ShortNames { user, is_short: false, sizes: Vec::new(), aliases: RefCell::default() }
    }

    /// The type of a layer of `nn`, or of an array of them: its short name is that of the layer.
    pub(in crate::emit) fn layer(&self, ty: TokenStream) -> TokenStream {
        if !self.is_short {
            return ty;
        }
        let text = ty.to_string();
        // A type without arguments is short; one with other sizes than literals is written in full, like a shape.
        let is_written =
            !text.contains('<') || self.sizes.iter().any(|size| text.contains(size)) || text.contains(" as ");
        if is_written { ty } else { self.named(text, word_after_crate, None, || ty) }
    }

    /// The type of a shape.
    pub(in crate::emit) fn shape(&self, shape: &Shape) -> TokenStream {
        if !self.is_short || !is_literal(shape) {
            return shape.to_token_stream();
        }
        self.named(shape.key(), |key| name_of("Shape", key), None, || shape.to_token_stream())
    }

    /// The type of a batch of values of a shape.
    pub(in crate::emit) fn tensor(&self, shape: &Shape, batch: &Ident, element: Elements) -> TokenStream {
        let ty = || tensor_type(shape, batch, element);
        if !self.is_short || !is_literal(shape) {
            return ty();
        }
        let key = format!("{} {}", element.to_token_stream(), shape.key());
        self.named(key, |key| name_of("Tensor", key), Some(batch), ty)
    }

    /// The definitions of the short names that were used.
    pub(in crate::emit) fn definitions(self) -> TokenStream {
        self.aliases.into_inner().definitions
    }

    /// Returns the short name of a type, with the parameter that the type depends on, if it depends on one.
    fn named(
        &self,
        key: String,
        name: impl FnOnce(&str) -> String,
        parameter: Option<&Ident>,
        ty: impl FnOnce() -> TokenStream,
    ) -> TokenStream {
        let Aliases { names, counts, definitions } = &mut *self.aliases.borrow_mut();
        let parameter = parameter.map(|parameter| quote!(<#parameter>));
        if let Some(name) = names.get(&key) {
            return quote!(#name #parameter);
        }
        let base = format!("__{}", name(&key));
        let count = counts.entry(base.clone()).or_default();
        *count += 1;
        let numbered = if *count == 1 { base } else { format!("{base}__{count}") };
        let (name, ty) = (self.user.fresh(&[&numbered]), ty());
        definitions.extend(quote!(type #name #parameter = #ty;));
        names.insert(key, name.clone());
        quote!(#name #parameter)
    }
}

/// Returns the word after `__nn` in the text of a type.
fn word_after_crate(text: &str) -> String {
    let mut words = text.split(|character: char| !character.is_alphanumeric() && character != '_');
    let word = words.by_ref().skip_while(|word| *word != "__nn").skip(1).find(|word| !word.is_empty());
    word.unwrap_or_default().into()
}

/// Formats the canonical text of a shape as a name, `[8, 14, 14]` as `Shape_8x14x14`.
fn name_of(kind: &str, key: &str) -> String {
    let words = key.split(|character: char| !character.is_alphanumeric());
    let sizes = words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join("x");
    format!("{kind}_{sizes}")
}

/// Returns whether all sizes of a shape are literals. If another size is not a size after all, the compiler may report that
/// again for an alias of a type with it, but not for the type itself.
fn is_literal(shape: &Shape) -> bool {
    let is_literal = |dim: &Dim| dim.literal().is_some();
    match (&shape.axes, &shape.element) {
        (Axes::Known(dims), Kind::Real) => dims.iter().all(is_literal),
        (Axes::Known(dims), Kind::Index(below)) => dims.iter().chain([below]).all(is_literal),
        (Axes::Opaque(_), _) => false,
    }
}

/// The type of a batch of values of a shape, in full.
pub(in crate::emit) fn tensor_type(shape: &Shape, batch: &Ident, element: Elements) -> TokenStream {
    match (&shape.axes, &shape.element) {
        (Axes::Known(dims), Kind::Real) => quote!(__nn::Tensor<(#batch, #(#dims,)*), #element>),
        (Axes::Known(dims), Kind::Index(below)) => quote!(__nn::Tensor<(#batch, #(#dims,)*), __nn::Class<#below>>),
        (Axes::Opaque(ty), _) => quote!(<#ty as __nn::Signal>::Owned<#batch, #element>),
    }
}
