//! Layers of other frameworks and misspelt names: what they are called here, if `nn` has them.
//!
//! The macro cannot know which types exist, so it reserves these names: a type of the user's own with such a name needs
//! its path, as in `self::Dense`. A generic parameter of the network needs none.

use super::notation::{Deviation, FORMS, Form, Kind, Reading};
use crate::catalogue::operations::{FOREIGN_TYPES, METHODS, call_of_type};
use crate::diagnostics::messages;
use crate::shape::Scope;
use crate::syntax::{Argument, LayerType, Size, compact, plain};
use proc_macro2::Ident;
use quote::{ToTokens, quote};

/// Names of layers that `nn` calls differently, without case and underscores. A name with two meanings depends on the
/// input.
const NAMES: &[(&str, &[&str])] = &[
    ("dense", &["Linear"]),
    ("fullyconnected", &["Linear"]),
    ("fullyconnectedlayer", &["Linear"]),
    ("denselayer", &["Linear"]),
    ("linearlayer", &["Linear"]),
    ("lazylinear", &["Linear"]),
    ("conv", &["Conv2d", "Conv1d"]),
    ("convolution", &["Conv2d", "Conv1d"]),
    ("convlayer", &["Conv2d", "Conv1d"]),
    ("convolution1d", &["Conv1d"]),
    ("convolution2d", &["Conv2d"]),
    ("convolution3d", &["Conv3d"]),
    ("lazyconv3d", &["Conv3d"]),
    ("conv3dtranspose", &["ConvTranspose3d"]),
    ("conv1dtranspose", &["ConvTranspose1d"]),
    ("deconv3d", &["ConvTranspose3d"]),
    ("deconv1d", &["ConvTranspose1d"]),
    ("lazyconv2d", &["Conv2d"]),
    ("convtranspose", &["ConvTranspose2d"]),
    ("convtransposed2d", &["ConvTranspose2d"]),
    ("conv2dtranspose", &["ConvTranspose2d"]),
    ("transposedconv2d", &["ConvTranspose2d"]),
    ("transposeconv2d", &["ConvTranspose2d"]),
    ("deconv2d", &["ConvTranspose2d"]),
    ("deconv", &["ConvTranspose2d"]),
    ("embed", &["Embedding"]),
    ("embeddinglayer", &["Embedding"]),
    ("batchnorm", &["BatchNorm2d", "BatchNorm1d"]),
    ("batchnormalization", &["BatchNorm2d", "BatchNorm1d"]),
    ("batchnormalisation", &["BatchNorm2d", "BatchNorm1d"]),
    ("instancenorm", &["InstanceNorm2d", "InstanceNorm1d"]),
    ("instancenormalization", &["InstanceNorm2d", "InstanceNorm1d"]),
    ("instancenormalisation", &["InstanceNorm2d", "InstanceNorm1d"]),
    ("layernormalization", &["LayerNorm"]),
    ("layernormalisation", &["LayerNorm"]),
    ("groupnormalization", &["GroupNorm"]),
    ("groupnormalisation", &["GroupNorm"]),
    ("rmsnormalization", &["RmsNorm"]),
    ("parametricrelu", &["PRelu"]),
    ("simplernn", &["Rnn"]),
    ("elmanrnn", &["Rnn"]),
    ("longshorttermmemory", &["Lstm"]),
    ("gatedrecurrentunit", &["Gru"]),
    ("param", &["Parameter"]),
];

const CONTAINERS: &[&str] = &["sequential", "modulelist", "moduledict"];

/// Names of single steps of recurrent layers, with the layer that computes all steps.
const CELLS: &[(&str, &str)] =
    &[("lstmcell", "Lstm"), ("grucell", "Gru"), ("rnncell", "Rnn"), ("simplernncell", "Rnn")];

/// Names of attention layers, and of blocks that contain one, with the network of `examples/zoo/transformer.rs` that is the same.
/// Networks of the user's own are often called `Attention` or `Transformer`, so these are not among them.
const ATTENTION: &[(&str, &str)] = &[
    ("multiheadattention", "SelfAttention"),
    ("multiheadselfattention", "SelfAttention"),
    ("scaleddotproductattention", "SelfAttention"),
    ("transformerencoder", "Encoder"),
    ("transformerencoderlayer", "EncoderLayer"),
    ("transformerdecoder", "Decoder"),
    ("transformerdecoderlayer", "DecoderLayer"),
];

/// Layers of Keras that change the layer inside of them.
const WRAPPERS: &[&str] = &["bidirectional", "timedistributed"];

/// What a name of the user's means.
enum Meaning {
    Layers(&'static [&'static str]),
    /// A misspelt layer.
    Misspelt(&'static Form),
    Operation(&'static str),
    Container,
    /// A layer around another one.
    Wrapper,
    /// A single step of this layer.
    Cell(&'static str),
    /// This network of `examples/zoo/transformer.rs`.
    Attention(&'static str),
}

impl Meaning {
    fn of(name: &str) -> Option<Meaning> {
        let plain_name = plain(name);
        let entry = |&&(name, _): &&(&str, &'static [&str])| name == plain_name;
        if let Some((_, layers)) = NAMES.iter().find(entry) {
            return Some(Meaning::Layers(layers));
        }
        if let Some(form) = FORMS.iter().find(|form| plain(form.name) == plain_name) {
            return Some(Meaning::Misspelt(form));
        }
        if let Some((_, method)) = FOREIGN_TYPES.iter().find(|(name, _)| *name == plain_name) {
            return Some(Meaning::Operation(method));
        }
        if CONTAINERS.contains(&plain_name.as_str()) {
            return Some(Meaning::Container);
        }
        if WRAPPERS.contains(&plain_name.as_str()) {
            return Some(Meaning::Wrapper);
        }
        if let Some((_, layer)) = CELLS.iter().find(|(name, _)| *name == plain_name) {
            return Some(Meaning::Cell(layer));
        }
        if let Some((_, network)) = ATTENTION.iter().find(|(name, _)| *name == plain_name) {
            return Some(Meaning::Attention(network));
        }
        let near = FORMS.iter().filter(|form| is_misspelt(&plain_name, &plain(form.name)));
        near.min_by_key(|form| strsim::damerau_levenshtein(&plain_name, &plain(form.name))).map(Meaning::Misspelt)
    }
}

/// Returns whether a name is a misspelt one, rather than one that is derived from it, such as `Linear2`, or that has another
/// number, such as `Conv4d`.
fn is_misspelt(name: &str, of: &str) -> bool {
    let most = if of.len() >= 9 { 2 } else { 1 };
    let letters = |name: &str| name.replace(|character: char| character.is_ascii_digit(), "");
    let is_derived = name.starts_with(of) || name.ends_with(of) || letters(name) == letters(of);
    !is_derived && of.len() >= 5 && strsim::damerau_levenshtein(name, of) <= most
}

/// Returns whether a type stands for an operation of `forward`, such as `ReLU`.
pub(crate) fn is_operation_type(path: &syn::Path) -> bool {
    let name = path.get_ident().map(ToString::to_string).unwrap_or_default();
    matches!(Meaning::of(&name), Some(Meaning::Operation(_)))
}

/// A layer that is not written in the notation of `network!`.
pub(super) struct Misread {
    pub(super) error: syn::Error,
    /// The layer of `nn` that is meant, if that is certain.
    pub(super) meant: Option<String>,
}

/// Returns what is wrong with a layer that is not written in the notation of `network!`.
pub(super) fn misread(field: &Ident, ty: &LayerType, scope: &Scope) -> Option<Misread> {
    let last = ty.path.segments.last()?.ident.clone();
    let name = last.to_string();
    // `nn::Linear`, in analogy to PyTorch's `nn.Linear`.
    let is_of_nn = ty.path.leading_colon.is_none()
        && ty.path.segments.len() == 2
        && ty.path.segments[0].ident == "nn"
        && Meaning::of(&name).is_some();
    let is_name = ty.path.get_ident().is_some() && scope.mentioned(&last.to_token_stream()).is_empty();
    if !is_name && !is_of_nn {
        return misread_own(ty, scope);
    }
    // Its argument is a field, and no size.
    if let ("Tied", Some(slip), [Argument::Size(Size::Type(of))]) = (&*name, &ty.slip, &ty.arguments[..]) {
        let written = format!("Tied<{}>", compact(&quote!(#of)));
        let error = syn::Error::new(slip.span, format!("{}\n{}", slip.what, messages::help_notation(&written)));
        return Some(Misread { error, meant: Some(written) });
    }
    if let Some(form) = Form::of(&name) {
        let mut reading = form.read(ty, scope);
        if is_of_nn {
            let (span, what, of) = (ty.span, messages::path_of_nn(&name), Kind::Other);
            reading.deviations.insert(0, Deviation { span, what, of });
        }
        return misread_arguments(field, ty, form, reading);
    }
    let mut meant = None;
    let (what, help) = match Meaning::of(&name) {
        None => return misread_own(ty, scope),
        Some(Meaning::Misspelt(form)) => {
            let reading = form.read(ty, scope);
            let is_only_name = reading.deviations.is_empty() && ty.slip.is_none();
            meant = form.written(&reading);
            let help = match meant.as_ref().filter(|_| !is_only_name) {
                Some(written) => reading.help(written, field),
                None => messages::help_meant(form.name),
            };
            (messages::unknown_layer(&name), help)
        }
        Some(Meaning::Layers(layers)) => {
            let (what, help, layer) = misnamed(field, &name, layers, ty, scope);
            meant = layer;
            (what, help)
        }
        Some(Meaning::Operation(method)) => {
            let help = match call_of_type(method, &ty.arguments) {
                Some(call) if call == format!(".{field}()") => messages::help_operation_alone(field),
                Some(call) => messages::help_operation(field, call),
                None if method.ends_with("softmax") => messages::help_along_last_axis(field, method),
                None => messages::help_operation_of(field, method),
            };
            (messages::layer_as_operation(&name), help)
        }
        Some(Meaning::Container) => (messages::container(&name), help_container(field, &ty.arguments)),
        Some(Meaning::Wrapper) => {
            let (help, layer) = help_wrapper(field, &name, &ty.arguments);
            meant = layer;
            (messages::wrapper_layer(&name), help)
        }
        Some(Meaning::Cell(layer)) => {
            let written = Form::of(layer).and_then(|form| form.written(&form.read(ty, scope)));
            let written = written.unwrap_or_else(|| format!("{layer}<28, 64>"));
            (messages::recurrent_cell(&name), messages::help_recurrent(field, written))
        }
        Some(Meaning::Attention(network)) => (messages::attention_layer(&name), messages::help_attention(network)),
    };
    // A call is not the name of a type.
    let note =
        if is_of_nn || ty.slip.is_some() { String::new() } else { format!("\n{}", messages::help_own_path(&name)) };
    Some(Misread { error: syn::Error::new(ty.span, format!("{what}\n{help}{note}")), meant })
}

/// The error for a type of the user's own that is not written as a type.
fn misread_own(ty: &LayerType, scope: &Scope) -> Option<Misread> {
    let slip = ty.slip.as_ref()?;
    let path = &ty.path;
    let argument = |argument: &Argument| match argument {
        Argument::Size(size) => Some(scope.dim(size).to_string()),
        _ => None,
    };
    let arguments: Option<Vec<_>> = ty.arguments.iter().map(argument).collect();
    let help = match arguments {
        None => messages::help_types(),
        Some(all) if all.is_empty() => messages::help_notation(compact(&quote!(#path))),
        Some(all) => messages::help_notation(format!("{}<{}>", compact(&quote!(#path)), all.join(", "))),
    };
    Some(Misread { error: syn::Error::new(slip.span, format!("{}\n{help}", slip.what)), meant: None })
}

/// The message for a layer that has another name here, or one of two names: what is wrong, the help and the layer that is
/// meant.
fn misnamed(
    field: &Ident,
    name: &str,
    layers: &[&'static str],
    ty: &LayerType,
    scope: &Scope,
) -> (String, String, Option<String>) {
    let read = |layer: &str| {
        let form = Form::of(layer)?;
        let mut reading = form.read(ty, scope);
        reading.only_output();
        // In Keras, whose name it is, the momentum is the part that remains.
        let is_momentum = |argument: &Argument| matches!(argument, Argument::Named(name, _) if name == "momentum");
        if plain(name).ends_with("ation") && ty.arguments.iter().any(is_momentum) {
            reading.is_understood = false;
        }
        Some((form, reading))
    };
    let written = |layer: &str| {
        let (form, reading) = read(layer)?;
        form.written(&reading).filter(|_| reading.has_sizes() || !layer.starts_with(['L', 'C', 'E']))
    };
    let texts: Vec<_> = layers.iter().map(|layer| written(layer)).collect();
    match (layers, texts.as_slice()) {
        (["Conv2d", _], [first, second]) => {
            let [first, second] = [first, second].map(|text| text.as_deref());
            let help = messages::help_two_convolutions(first.unwrap_or("Conv2d"), second.unwrap_or("Conv1d"));
            (messages::unknown_layer(name), help, None)
        }
        ([image, other], [first, second]) => {
            let (first, second) = (first.as_deref().unwrap_or(image), second.as_deref().unwrap_or(other));
            (messages::unknown_layer(name), messages::help_two_layers(first, second), None)
        }
        (layers, texts) => {
            let help = match (&texts[0], read(layers[0])) {
                (Some(text), Some((_, reading))) => reading.help(text, field),
                _ => messages::help_meant(layers[0]),
            };
            (messages::renamed_layer(name, layers[0]), help, texts[0].clone())
        }
    }
}

/// The error for the arguments of a layer of `nn`.
fn misread_arguments(field: &Ident, ty: &LayerType, form: &Form, reading: Reading) -> Option<Misread> {
    let written = form.written(&reading);
    let meant = written.clone();
    let complete = |written: Option<String>, otherwise: String| match (written, reading.alternative) {
        (Some(written), None) => reading.help(&written, field),
        (Some(written), Some(other)) => format!("{}, or `{other}`", messages::help_notation(written)),
        (None, _) => otherwise,
    };
    if let Some(slip) = &ty.slip {
        let help = complete(written, messages::help_form(form.name));
        return Some(Misread { error: syn::Error::new(slip.span, slip.message(&help)), meant });
    }
    let first = reading.deviations.first()?;
    let help = match &first.of {
        Kind::Name(name) if reading.deviations.len() == 1 => messages::help_meant(name),
        Kind::Name(name) => complete(written, messages::help_meant(name)),
        Kind::Activation(_) => complete(written, messages::help_call_activation(field)),
        Kind::Other => complete(written, messages::help_form(form.name)),
    };
    Some(Misread { error: syn::Error::new(first.span, format!("{}\n{help}", first.what)), meant })
}

/// The layer without the one around it, if `nn` has it, and the help that shows it.
fn help_wrapper(field: &Ident, name: &str, arguments: &[Argument]) -> (String, Option<String>) {
    let [Argument::Size(Size::Type(ty))] = arguments else { return (messages::help_wrapper(), None) };
    let layer = compact(&quote!(#ty));
    let kind = layer.split('<').next().unwrap_or_default();
    let written = match (plain(name).as_str(), kind) {
        ("bidirectional", "Gru" | "Lstm" | "Rnn") => {
            layer.strip_suffix('>').map(|layer| format!("{layer}, bidirectional = true>"))
        }
        ("timedistributed", "Linear") => Some(layer),
        _ => None,
    };
    match written {
        Some(written) => (messages::help_field(field, &written), Some(written)),
        None => (messages::help_wrapper(), None),
    }
}

/// The fields and calls that a container of layers stands for.
fn help_container(field: &Ident, arguments: &[Argument]) -> String {
    let layer = |argument: &Argument| match argument {
        Argument::Size(Size::Type(ty)) => Some(compact(&quote!(#ty))),
        _ => None,
    };
    let layers: Option<Vec<_>> = arguments.iter().map(layer).collect();
    let is_layer = |layer: &String| {
        let name = layer.split('<').next().unwrap_or_default();
        Form::of(name).is_some()
            || !METHODS.iter().any(|method| plain(method) == plain(name)) && Meaning::of(name).is_none()
    };
    match layers.filter(|layers| !layers.is_empty() && layers.iter().all(is_layer)) {
        None => messages::help_container(),
        Some(layers) => {
            let fields: Vec<_> =
                layers.iter().enumerate().map(|(index, layer)| format!("{field}{}: {layer}", index + 1)).collect();
            let calls: String = (1..=layers.len()).map(|index| format!(".{field}{index}()")).collect();
            messages::help_container_of(fields.join(", "), calls, field)
        }
    }
}
