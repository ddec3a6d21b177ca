//! The declared layers, those whose weights others use, and the error for a field whose type cannot be a layer whatever
//! its declaration.

use crate::catalogue::Layer;
use crate::diagnostics::{Errors, messages};
use crate::shape::{Dim, Scope};
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
        let sizes = sizes(ty, scope).unwrap_or_else(|| "16, 64".into());
        errors.at(last.span(), messages::tensor_as_layer(&field.name, sizes));
        return None;
    }
    if let Some(message) = tensor_inside(field, ty, scope) {
        errors.at(last.span(), message);
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

/// The sizes of a type, as the user wrote them.
fn sizes(ty: &LayerType, scope: &Scope) -> Option<String> {
    let size = |argument: &Argument| match argument {
        Argument::Size(size) => Some(scope.dim(size).to_string()),
        _ => None,
    };
    let all: Vec<_> = ty.arguments.iter().map(size).collect::<Option<_>>()?;
    (!all.is_empty()).then(|| all.join(", "))
}

/// The message for a stored tensor with the type of a tensor in place of its sizes, such as `Parameter<Tensor<4>>`.
fn tensor_inside(field: &Field, ty: &LayerType, scope: &Scope) -> Option<String> {
    let name = ty.path.segments.last()?.ident.to_string();
    let layer = match name.as_str() {
        "Parameter" | "Param" => "Parameter",
        "Buffer" => "Buffer",
        _ => return None,
    };
    let (inner, _) = inner(ty).filter(|(inner, _)| inner.path.is_ident("Tensor"))?;
    Some(messages::tensor_as_parameter(&field.name, layer, sizes(&inner, scope)?))
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

/// Returns the input and output size of a layer with the transposed weight of this one, as far as they are known.
pub(super) fn tied_sizes(layer: &Layer) -> Option<[Dim; 2]> {
    match layer {
        Layer::Embedding(table) => table.below.clone().map(|below| [table.features.clone(), below]),
        Layer::Linear(linear) => linear.input.clone().map(|input| [linear.output.clone(), input]),
        Layer::Stored(stored) => stored.matrix(),
        _ => None,
    }
}

/// Returns whether a layer has a weight that others can use.
fn has_matrix(layer: &Layer) -> bool {
    match layer {
        Layer::Embedding(_) | Layer::Linear(_) => true,
        Layer::Stored(stored) => stored.matrix().is_some(),
        _ => false,
    }
}

/// Finds the layers whose weights others use, and reports those that have none to use.
fn tie(network: &Network, layers: &mut [Option<Layer>], errors: &mut Errors) {
    for index in 0..layers.len() {
        let Some(Layer::Tied(tied)) = &layers[index] else { continue };
        let (of, field) = (tied.of.clone(), &network.fields[index]);
        let message = match network.fields.iter().position(|field| field.name == of) {
            None => {
                let names: Vec<_> = network.fields.iter().map(|field| field.name.to_string()).collect();
                let can_be = |index: &usize| {
                    let is_one = matches!(network.fields[*index].kind, FieldKind::One(_));
                    is_one && layers[*index].as_ref().is_some_and(has_matrix)
                };
                let known: Vec<_> = (0..names.len()).filter(can_be).map(|index| names[index].as_str()).collect();
                Some(messages::tied_to_unknown(&of.to_string(), &known))
            }
            Some(target) => match (&layers[target], &network.fields[target].kind, &field.kind) {
                // An error in its declaration has been reported.
                (None, ..) => None,
                (.., FieldKind::Array(..)) => Some(messages::tied_in_array(&field.name, &of)),
                (Some(layer), FieldKind::One(_), _) if has_matrix(layer) => {
                    if let Some(Layer::Tied(tied)) = &mut layers[index] {
                        tied.field = Some(target);
                    }
                    continue;
                }
                _ => Some(messages::tied_to_other(&of)),
            },
        };
        if let Some(message) = message {
            errors.at(of.span(), message);
        }
        layers[index] = None;
    }
}
