//! What an editor shows of a layer: its declaration, its shapes, its numbers, and the user's own words.

use super::source::Source;
use super::values::Values;
use crate::graph::{Call, ValueId};
use crate::syntax::Network;
use proc_macro2::TokenStream;
use quote::quote;
use syn::ext::IdentExt;
use syn::{Attribute, Expr, ExprLit, Lit, Meta};

/// The documentation of a layer, with the shapes of a call.
pub(super) fn of_layer(
    source: &Source,
    network: &Network,
    values: &Values<'_>,
    field: usize,
    call: Option<&Call>,
) -> TokenStream {
    let of = &network.fields[field];
    let declaration = source.declaration(&of.name.unraw().to_string()).unwrap_or_default();
    let mut lines = vec!["```text".to_string(), declaration, "```".into()];
    if let Some(call) = call {
        let shapes =
            |ids: &[ValueId]| ids.iter().map(|&id| format!("`{}`", values.shape(id))).collect::<Vec<_>>().join(", ");
        let mut line = format!("{} to {}", shapes(&call.inputs), shapes(&call.outputs));
        let given = values.shape(call.inputs[0]);
        if let Some(numbers) = values.graph.known_layer(field).and_then(|layer| layer.numbers(given)) {
            let is_element = call.place.is_some_and(|place| place.element.is_some());
            let count = values.graph.counts[field].filter(|_| !is_element).unwrap_or(1) as u64;
            let (parameters, macs) = (numbers.parameters * count, numbers.macs * count);
            line += &format!("; {parameters} parameters, {macs} multiply-accumulates");
        }
        lines.extend([String::new(), line]);
    }
    lines.push(String::new());
    lines.extend(of.attributes.iter().filter_map(text));
    quote!(#(#[doc = #lines])*)
}

/// The text of a doc comment.
fn text(attribute: &Attribute) -> Option<String> {
    match &attribute.meta {
        Meta::NameValue(of) if of.path.is_ident("doc") => match &of.value {
            Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Some(text.value()),
            _ => None,
        },
        _ => None,
    }
}
