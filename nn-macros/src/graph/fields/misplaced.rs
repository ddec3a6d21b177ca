//! Layers and types of elements where a layer expects sizes.

use crate::catalogue::Layer;
use crate::diagnostics::{Spanned, messages};
use crate::shape::Scope;
use crate::syntax::{Argument, LayerType, Size, compact};
use proc_macro2::{Ident, Span};
use quote::ToTokens;
use syn::{GenericArgument, PathArguments, Type};

/// Types of elements, also of other frameworks.
const ELEMENTS: &[&str] = &["f32", "f64", "f16", "bf16"];

/// The message for a layer in the notation of `network!` where a size, or a type of Rust, is expected.
pub(super) fn layer_as_argument(ty: &LayerType, message: impl Fn(Ident, String) -> String) -> Option<(Span, String)> {
    let found = ty.arguments.iter().find_map(|argument| match argument {
        Argument::Size(Size::Type(inside)) if is_layer(inside) => Some(inside),
        _ => None,
    })?;
    Some((found.span(), message(ty.path.segments.last()?.ident.clone(), compact(&found.to_token_stream()))))
}

/// The message for the type of an element among the sizes of a layer of `nn`.
pub(super) fn element_as_size<'a>(ty: &'a LayerType, scope: &Scope) -> Option<(Span, String)> {
    let element_of = |argument: &'a Argument| match argument {
        Argument::Size(Size::Type(ty)) => match &**ty {
            Type::Path(path) if ELEMENTS.iter().any(|name| path.path.is_ident(name)) => Some(ty),
            _ => None,
        },
        _ => None,
    };
    let found = ty.arguments.iter().find_map(element_of)?;
    // Without it, if the other arguments are sizes.
    let size = |argument: &Argument| match argument {
        Argument::Size(size) => Some(scope.dim(size).to_string()),
        _ => None,
    };
    let sizes: Option<Vec<_>> =
        ty.arguments.iter().filter(|argument| element_of(argument).is_none()).map(size).collect();
    let of = &ty.path.segments.last()?.ident;
    let text = compact(&found.to_token_stream());
    let help = match sizes.filter(|sizes| !sizes.is_empty()) {
        Some(sizes) => messages::help_without_element(format!("{of}<{}>", sizes.join(", "))),
        None => messages::help_dtype(),
    };
    Some((found.span(), format!("{}\n{help}", messages::element_in_layer(of, text))))
}

/// Returns whether a type is a layer of `nn` with arguments that no type of Rust has.
fn is_layer(ty: &Type) -> bool {
    let path = match ty {
        Type::Verbatim(_) => return true,
        Type::Path(path) => &path.path,
        _ => return false,
    };
    let Some(PathArguments::AngleBracketed(arguments)) = path.segments.last().map(|last| &last.arguments) else {
        return false;
    };
    let is_named =
        |argument: &GenericArgument| matches!(argument, GenericArgument::AssocType(_) | GenericArgument::AssocConst(_));
    let is_number = |argument: &GenericArgument| matches!(argument, GenericArgument::Const(_));
    let is_of_nn = path.segments.len() == 1 && Layer::is_name(&path.segments[0].ident);
    arguments.args.iter().any(|argument| is_named(argument) || is_of_nn && is_number(argument))
}
