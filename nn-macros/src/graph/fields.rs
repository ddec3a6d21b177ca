//! The declared layers, those whose weights others use, and the error for a field whose type cannot be a layer whatever
//! its declaration.

use crate::catalogue::Layer;
use crate::diagnostics::{Errors, Spanned, messages};
use crate::shape::{Dim, Scope};
use crate::syntax::{Argument, Field, FieldKind, LayerType, Network, Size, compact, layer_type};
use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::parse::{ParseStream, Parser};
use syn::{GenericArgument, PathArguments, Token, Type};

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

/// The message for a layer in the notation of `network!` where a size, or a type of Rust, is expected.
fn layer_as_argument(ty: &LayerType, message: impl Fn(Ident, String) -> String) -> Option<(Span, String)> {
    let found = ty.arguments.iter().find_map(|argument| match argument {
        Argument::Size(Size::Type(inside)) if is_layer(inside) => Some(inside),
        _ => None,
    })?;
    Some((found.span(), message(ty.path.segments.last()?.ident.clone(), compact(&found.to_token_stream()))))
}

/// The message for the type of an element among the sizes of a layer of `nn`.
fn element_as_size(ty: &LayerType, scope: &Scope) -> Option<(Span, String)> {
    let is_element = |argument: &Argument| match argument {
        Argument::Size(Size::Type(ty)) => {
            matches!(&**ty, Type::Path(path) if ["f32", "f64", "f16", "bf16"].iter().any(|name| path.path.is_ident(name)))
        }
        _ => false,
    };
    let element = ty.arguments.iter().find(|argument| is_element(argument))?;
    let Argument::Size(Size::Type(found)) = element else { return None };
    // Without it, if the other arguments are sizes.
    let size = |argument: &Argument| match argument {
        Argument::Size(size) => Some(scope.dim(size).to_string()),
        _ => None,
    };
    let sizes: Option<Vec<_>> = ty.arguments.iter().filter(|argument| !is_element(argument)).map(size).collect();
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

/// The layer inside a wrapper.
struct Inner {
    layer: LayerType,
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
fn inner(wrapper: &LayerType) -> Option<Inner> {
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
    let found = if WRAPPERS.iter().any(|wrapper| last == wrapper) {
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

fn wrapped(field: &Field, wrapper: &Ident, inner: Option<&Inner>) -> String {
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
