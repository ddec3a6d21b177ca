//! A custom layer or a nested network: its type is taken as written, and the compiler determines its output.

use crate::diagnostics::messages;
use crate::shape::{Alias, Dim, Scope};
use crate::syntax::{Argument, LayerType, Size, compact};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote};
use syn::Path;

/// A custom layer or a nested network.
#[derive(Clone)]
pub(crate) struct Custom {
    pub(crate) path: Path,
    pub(crate) arguments: Vec<CustomArgument>,
    /// The spans of the `<` and the `>` around the arguments: the compiler suggests to change what is between them.
    pub(crate) angles: [Span; 2],
    /// The type as the user wrote it.
    pub(crate) text: String,
    pub(crate) alias: Alias,
}

/// An argument of a custom layer.
#[derive(Clone)]
pub(crate) enum CustomArgument {
    Size(Dim),
    /// An argument that is not a size, as written.
    Other(TokenStream),
}

impl Custom {
    /// The cell of a [`Scan`](nn::layers::Scan), as the user wrote it. A layer of the user's own may have this name, and a number,
    /// which is no cell.
    pub(crate) fn cell(&self) -> Option<String> {
        match (self.path.segments.last(), &self.arguments[..]) {
            (Some(last), [cell]) if last.ident == "Scan" => match cell {
                CustomArgument::Size(dim) if dim.literal().is_some() => None,
                CustomArgument::Size(dim) => Some(dim.to_string()),
                CustomArgument::Other(tokens) => Some(compact(tokens)),
            },
            _ => None,
        }
    }

    pub(super) fn declare(field: &Ident, ty: &LayerType, scope: &Scope) -> syn::Result<Custom> {
        let path = &ty.path;
        let written = compact(&quote!(#path));
        let wrong = |span, message| Err(syn::Error::new(span, message));
        let argument = |argument: &Argument| match argument {
            Argument::Infer(span) => wrong(*span, messages::infer_in_custom(&written)),
            Argument::Named(name, _) => wrong(name.span(), messages::named_in_custom(&written)),
            zero if zero.is_zero() => wrong(ty.span, messages::zero_size()),
            Argument::Number(value) => wrong(value.span(), messages::not_a_size(value.to_token_stream())),
            Argument::Several(value) => wrong(value.span().unwrap_or(ty.span), messages::not_a_size(value.text())),
            Argument::Index(index, span) => wrong(*span, messages::not_a_size(index)),
            Argument::Size(size) => Ok(CustomArgument::Size(scope.written(size))),
            Argument::Const(value) => Ok(CustomArgument::Other(value.to_token_stream())),
            Argument::Lifetime(lifetime) => Ok(CustomArgument::Other(lifetime.to_token_stream())),
        };
        let arguments: Vec<_> = ty.arguments.iter().map(argument).collect::<syn::Result<_>>()?;
        let words = arguments.iter().map(|argument| match argument {
            CustomArgument::Size(dim) => dim.to_string(),
            CustomArgument::Other(tokens) => compact(tokens),
        });
        let words: Vec<_> = words.collect();
        let text = if words.is_empty() { written } else { format!("{written}<{}>", words.join(", ")) };
        let written = ty.arguments.iter().filter_map(|argument| match argument {
            Argument::Size(Size::Type(ty)) => Some(ty.to_token_stream()),
            Argument::Const(value) => Some(value.to_token_stream()),
            _ => None,
        });
        let parameters = scope.mentioned(&written.chain([path.to_token_stream()]).collect());
        let name = format_ident!("__{}", field, span = Span::call_site());
        let angles = ty.angles.unwrap_or([Span::call_site(); 2]);
        Ok(Custom { path: path.clone(), arguments, angles, text, alias: Alias { name, parameters } })
    }
}
