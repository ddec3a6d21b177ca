//! Examples of the shapes of `forward`, from the declared layers of the user.

use super::ast::{Argument, Field, FieldKind, LayerType};
use super::sizes::Size;
use super::words::compact;
use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;

/// The type of an input that the first layer accepts, as far as its declaration says.
pub(super) fn input(fields: &[Field]) -> String {
    let first = fields.first().map(layer).and_then(|layer| {
        let size = sizes(layer).into_iter().next().flatten()?;
        Some(match layer.path.segments.last()?.ident.to_string().as_str() {
            "Linear" => size,
            "Conv1d" | "ConvTranspose1d" => format!("{size}, 100"),
            "Conv2d" | "ConvTranspose2d" => format!("{size}, 28, 28"),
            "Conv3d" | "ConvTranspose3d" => format!("{size}, 16, 16, 16"),
            "Embedding" => format!("16, Class<{size}>"),
            _ => return None,
        })
    });
    format!("Tensor<{}>", first.unwrap_or("64".into()))
}

/// A `forward` that calls the layers one after another, if their declared sizes fit.
pub(super) fn forward(fields: &[Field]) -> Option<String> {
    let mut ends: Option<(String, String)> = None;
    let mut calls = String::from("x");
    for field in fields {
        let FieldKind::One(layer) = &field.kind else { return None };
        let [given, Some(gives)] = &sizes(layer)[..] else { return None };
        if !layer.path.is_ident("Linear") {
            return None;
        }
        ends = Some(match (ends, given) {
            (None, Some(given)) => (given.clone(), gives.clone()),
            (Some((first, last)), given) if given.as_ref().is_none_or(|given| *given == last) => (first, gives.clone()),
            _ => return None,
        });
        calls += &format!(".{}()", field.name);
    }
    let (first, last) = ends?;
    Some(format!("fn forward(x: Tensor<{first}>) -> Tensor<{last}> {{ {calls} }}"))
}

/// The first name on which a method is called in the body of `forward`.
pub(super) fn variable(body: TokenStream) -> Option<String> {
    let tokens: Vec<_> = body.into_iter().collect();
    tokens.iter().enumerate().find_map(|(index, token)| match token {
        TokenTree::Group(group) => variable(group.stream()),
        TokenTree::Ident(name) if name != "self" => {
            let next = tokens.get(index + 1);
            matches!(next, Some(TokenTree::Punct(dot)) if dot.as_char() == '.').then(|| name.to_string())
        }
        _ => None,
    })
}

fn layer(field: &Field) -> &LayerType {
    let (FieldKind::One(layer) | FieldKind::Array(layer, _)) = &field.kind;
    layer
}

/// The sizes of a layer as written; `None` for `_`.
fn sizes(layer: &LayerType) -> Vec<Option<String>> {
    let size = |argument: &Argument| match argument {
        Argument::Infer(_) => Some(None),
        Argument::Size(Size::Literal(size, _)) => Some(Some(size.to_string())),
        Argument::Size(Size::Type(ty)) => Some(Some(compact(&ty.to_token_stream()))),
        _ => None,
    };
    layer.arguments.iter().filter_map(size).collect()
}
