//! The layer of each field, and the error for a field whose type cannot be a layer whatever its declaration.

use super::misplaced::{element_as_size, layer_as_argument};
use super::tied::tie;
use super::wrapped::{inner, is_wrapper, wrapped};
use crate::catalogue::Layer;
use crate::diagnostics::{Errors, messages};
use crate::shape::Scope;
use crate::syntax::{Argument, Field, FieldKind, LayerType, Network};

/// Types without layers.
const VALUES: &[&str] = &[
    "String", "bool", "char", "f32", "f64", "i8", "i16", "i32", "i64", "i128", "isize", "str", "u8", "u16", "u32",
    "u64", "u128", "usize",
];

/// The layer of each field; `None` after an error in its declaration.
pub(in crate::graph) fn declared(network: &Network, scope: &Scope, errors: &mut Errors) -> Vec<Option<Layer>> {
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
    if is_wrapper(last) && !ty.arguments.is_empty() {
        let inner = inner(ty);
        errors.at(last.span(), wrapped(field, last, inner.as_ref()));
        // Other errors are found as if the layer had been declared without the wrapper.
        return Layer::declare(&field.name, &inner?.layer, scope, errors);
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
    if ty.path.get_ident().is_some_and(Layer::is_name)
        && let Some((span, message)) =
            element_as_size(ty, scope).or_else(|| layer_as_argument(ty, messages::layer_as_size))
    {
        errors.at(span, message);
        return None;
    }
    let layer = Layer::declare(&field.name, ty, scope, errors)?;
    if matches!(layer, Layer::Custom(_))
        && let Some((span, message)) = layer_as_argument(ty, messages::layer_in_custom)
    {
        errors.at(span, message);
        return None;
    }
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
    let inner = inner(ty).filter(|inner| inner.layer.path.is_ident("Tensor"))?;
    Some(messages::tensor_as_parameter(&field.name, layer, sizes(&inner.layer, scope)?))
}
