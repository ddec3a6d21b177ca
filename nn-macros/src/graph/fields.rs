//! The declared layers, and the error for a field whose type cannot be a layer whatever its declaration.

use super::stored::tie;
use crate::catalogue::Layer;
use crate::diagnostics::{Errors, messages};
use crate::shape::Scope;
use crate::syntax::{Argument, Field, FieldKind, LayerType, Network, Size, compact, layer_type};
use proc_macro2::{Ident, TokenStream};
use quote::ToTokens;
use syn::parse::Parser;

/// Types of the standard library that contain a value of another type.
const WRAPPERS: &[&str] =
    &["Arc", "Box", "Cell", "Cow", "Mutex", "Option", "Rc", "RefCell", "RwLock", "Vec", "VecDeque"];

/// Types without layers.
const VALUES: &[&str] = &[
    "String", "bool", "char", "f32", "f64", "i8", "i16", "i32", "i64", "i128", "isize", "str", "u8", "u16", "u32",
    "u64", "u128", "usize",
];

/// The layer of each field; `None` after an error in its declaration.
pub(super) fn declared(network: &Network, scope: &Scope, errors: &mut Errors) -> Vec<Option<Layer>> {
    let mut layers: Vec<_> = network.fields.iter().map(|field| declare(field, network, scope, errors)).collect();
    tie(network, &mut layers, errors);
    layers
}

fn declare(field: &Field, network: &Network, scope: &Scope, errors: &mut Errors) -> Option<Layer> {
    let (FieldKind::One(ty) | FieldKind::Array(ty, _)) = &field.kind;
    // If the path has no segments, the type could not be parsed, which has been reported.
    let last = &ty.path.segments.last()?.ident;
    if ty.path.is_ident(&network.name) {
        errors.at(last.span(), messages::contains_itself(&network.name));
        return None;
    }
    if WRAPPERS.iter().any(|wrapper| last == wrapper) && !ty.arguments.is_empty() {
        let inner = inner(ty);
        errors.at(last.span(), wrapped(field, last, inner.as_ref().map(|(_, text)| text)));
        // Other errors are found as if the layer had been declared without the wrapper.
        return Layer::declare(&field.name, &inner?.0, scope, errors);
    }
    if ty.path.is_ident("Tensor") {
        errors.at(last.span(), messages::tensor_as_layer(&field.name));
        return None;
    }
    if VALUES.iter().any(|value| ty.path.is_ident(value)) {
        errors.at(last.span(), messages::value_as_layer(&field.name, last));
        return None;
    }
    let layer = Layer::declare(&field.name, ty, scope, errors)?;
    let message = match (&layer, &field.kind) {
        (Layer::Stored(stored), FieldKind::Array(..)) => messages::stored_in_array(&field.name, stored.name()),
        (Layer::Bilinear(_), FieldKind::Array(..)) => messages::bilinear_in_array(&field.name),
        _ => return Some(layer),
    };
    errors.at(last.span(), message);
    None
}

/// The layer inside a wrapper, however deep, and its type as written.
fn inner(wrapper: &LayerType) -> Option<(LayerType, String)> {
    let mut arguments = wrapper.arguments.iter().filter(|argument| !matches!(argument, Argument::Lifetime(_)));
    let Some(Argument::Size(Size::Type(ty))) = arguments.next() else { return None };
    let tokens: TokenStream = ty.to_token_stream();
    let layer = layer_type.parse2(tokens.clone()).ok()?;
    let is_wrapper =
        layer.path.segments.last().is_some_and(|last| WRAPPERS.iter().any(|wrapper| last.ident == wrapper));
    if is_wrapper { inner(&layer) } else { Some((layer, compact(&tokens))) }
}

fn wrapped(field: &Field, wrapper: &Ident, inner: Option<&String>) -> String {
    let is_sequence = wrapper == "Vec" || wrapper == "VecDeque";
    let help = match (inner, &field.kind) {
        (None, _) => messages::help_write_layer(&field.name),
        (Some(inner), FieldKind::Array(_, count)) => messages::help_field(&field.name, format!("[{inner}; {count}]")),
        (Some(inner), _) if is_sequence => messages::help_array(&field.name, inner),
        (Some(inner), _) => messages::help_field(&field.name, inner),
    };
    match wrapper.to_string().as_str() {
        "Option" => messages::optional_layer(&field.name, help),
        _ if is_sequence => messages::number_of_layers(&field.name, wrapper, help),
        _ => messages::wrapped_layer(wrapper, help),
    }
}
