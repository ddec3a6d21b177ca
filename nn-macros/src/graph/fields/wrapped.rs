//! Layers inside types of the standard library, such as `Vec<Linear<4, 4>>`.

use crate::diagnostics::messages;
use crate::syntax::{Argument, Field, FieldKind, LayerType, Size, compact, layer_type};
use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::ToTokens;
use syn::Token;
use syn::parse::{ParseStream, Parser};

/// Types of the standard library that contain a value of another type.
const WRAPPERS: &[&str] =
    &["Arc", "Box", "Cell", "Cow", "Mutex", "Option", "Rc", "RefCell", "RwLock", "Vec", "VecDeque"];

/// Returns whether a type of this name contains a value of another type.
pub(super) fn is_wrapper(name: &Ident) -> bool {
    WRAPPERS.iter().any(|wrapper| name == wrapper)
}

/// The layer inside a wrapper.
pub(super) struct Inner {
    pub(super) layer: LayerType,
    text: String,
    /// How many, as written; `None` for one layer.
    count: Option<Count>,
}

/// The number of layers of a type of several.
enum Count {
    /// `[layer; 4]`.
    Known(usize),
    /// `Vec<layer>` or `[layer]`.
    Open,
}

fn is_sequence(wrapper: &Ident) -> bool {
    wrapper == "Vec" || wrapper == "VecDeque"
}

/// The layer inside a wrapper, however deep.
pub(super) fn inner(wrapper: &LayerType) -> Option<Inner> {
    let mut arguments = wrapper.arguments.iter().filter(|argument| !matches!(argument, Argument::Lifetime(_)));
    let Some(Argument::Size(Size::Type(ty))) = arguments.next() else { return None };
    let tokens: TokenStream = ty.to_token_stream();
    let bracketed = |input: ParseStream<'_>| {
        let content;
        syn::bracketed!(content in input);
        let layer = layer_type(&content)?;
        let count = match content.parse::<Option<Token![;]>>()? {
            None => Count::Open,
            Some(_) => Count::Known(content.parse::<syn::LitInt>()?.base10_parse()?),
        };
        Ok((layer, count))
    };
    let (layer, count) = match bracketed.parse2(tokens.clone()) {
        Ok((layer, count)) => (layer, Some(count)),
        Err(_) => (layer_type.parse2(tokens.clone()).ok()?, None),
    };
    let last = &layer.path.segments.last()?.ident;
    let found = if is_wrapper(last) {
        inner(&layer)?
    } else {
        let written = match &count {
            None => tokens,
            // The layer in the brackets.
            Some(_) => first_of(tokens)?,
        };
        Inner { text: compact(&written), layer, count: None }
    };
    let is_open = wrapper.path.segments.last().is_some_and(|last| is_sequence(&last.ident));
    let count = found.count.or(count).or(is_open.then_some(Count::Open));
    Some(Inner { count, ..found })
}

/// The tokens in brackets before the `;`.
fn first_of(tokens: TokenStream) -> Option<TokenStream> {
    let Some(TokenTree::Group(brackets)) = tokens.into_iter().next() else { return None };
    let is_end = |token: &TokenTree| matches!(token, TokenTree::Punct(sign) if sign.as_char() == ';');
    Some(brackets.stream().into_iter().take_while(|token| !is_end(token)).collect())
}

/// The message for a field whose type is a wrapper around a layer.
pub(super) fn wrapped(field: &Field, wrapper: &Ident, inner: Option<&Inner>) -> String {
    let name = &field.name;
    let help = match inner {
        None => messages::help_write_layer(name),
        Some(Inner { text, count, .. }) => match (&field.kind, count) {
            (FieldKind::Array(_, count), _) | (_, Some(Count::Known(count))) => {
                messages::help_field(name, format!("[{text}; {count}]"))
            }
            (_, Some(Count::Open)) => messages::help_array(name, text),
            (_, None) => messages::help_field(name, text),
        },
    };
    let is_sequence = is_sequence(wrapper);
    match wrapper.to_string().as_str() {
        "Option" => messages::optional_layer(&field.name, help),
        _ if is_sequence => messages::number_of_layers(&field.name, wrapper, help),
        _ => messages::wrapped_layer(wrapper, help),
    }
}
