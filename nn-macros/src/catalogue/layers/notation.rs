//! The notation of layers in other frameworks, translated to that of `network!`.
//!
//! Arguments of PyTorch or Keras, such as `Conv2d<in_channels = 1, out_channels = 8, kernel_size = 3>`, have one meaning.
//! The first argument that is not written as `network!` expects is an error, whose help is the whole type in the correct
//! notation if every argument has a meaning.

use super::initialisers;
use crate::diagnostics::messages;
use crate::shape::Scope;
use crate::syntax::{Argument, LayerType, Size, Value, compact, plain};
use proc_macro2::{Ident, Span};
use quote::{ToTokens, quote};
use syn::{Lit, Type};

/// The arguments of a layer of `nn`.
pub(super) struct Form {
    pub(super) name: &'static str,
    /// The names of each size in other frameworks.
    sizes: &'static [&'static [&'static str]],
    /// The named arguments in the order of other frameworks, where they have a place.
    places: &'static [&'static str],
    has_init: bool,
    /// The number of axes of a window.
    axes: usize,
    /// Whether the layer has as many sizes as the user declares.
    repeats: bool,
}

const INPUTS: &[&str] = &[
    "in_features",
    "input_features",
    "in_dim",
    "input_dim",
    "input_size",
    "inputs",
    "n_in",
    "d_in",
    "input",
    "in_size",
];
const OUTPUTS: &[&str] = &[
    "out_features",
    "output_features",
    "out_dim",
    "output_dim",
    "output_size",
    "outputs",
    "n_out",
    "d_out",
    "output",
    "units",
    "features",
    "out_size",
];
const HIDDEN: &[&str] = &[
    "hidden_size",
    "hidden_dim",
    "hidden_features",
    "hidden",
    "n_hidden",
    "d_hidden",
    "h_dim",
    "hidden_units",
    "units",
    "output_size",
    "out_features",
];
const IN_CHANNELS: &[&str] = &["in_channels", "input_channels", "in_ch", "in_planes", "inputs", "in_features"];
const OUT_CHANNELS: &[&str] =
    &["out_channels", "output_channels", "out_ch", "out_planes", "outputs", "filters", "features", "out_features"];
const CHANNELS: &[&str] = &["num_features", "num_channels", "channels", "features", "num_parameters"];
const CONVOLUTION: &[&str] = &["kernel", "stride", "padding", "dilation", "groups", "bias"];
const TRANSPOSED: &[&str] = &["kernel", "stride", "padding", "output_padding", "groups", "bias", "dilation"];

pub(super) const FORMS: &[Form] = &[
    Form { name: "Linear", sizes: &[INPUTS, OUTPUTS], places: &["bias"], has_init: true, axes: 0, repeats: false },
    Form {
        name: "Conv1d",
        sizes: &[IN_CHANNELS, OUT_CHANNELS],
        places: CONVOLUTION,
        has_init: true,
        axes: 1,
        repeats: false,
    },
    Form {
        name: "Conv2d",
        sizes: &[IN_CHANNELS, OUT_CHANNELS],
        places: CONVOLUTION,
        has_init: true,
        axes: 2,
        repeats: false,
    },
    Form {
        name: "Conv3d",
        sizes: &[IN_CHANNELS, OUT_CHANNELS],
        places: CONVOLUTION,
        has_init: true,
        axes: 3,
        repeats: false,
    },
    Form {
        name: "ConvTranspose1d",
        sizes: &[IN_CHANNELS, OUT_CHANNELS],
        places: TRANSPOSED,
        has_init: true,
        axes: 1,
        repeats: false,
    },
    Form {
        name: "ConvTranspose2d",
        sizes: &[IN_CHANNELS, OUT_CHANNELS],
        places: TRANSPOSED,
        has_init: true,
        axes: 2,
        repeats: false,
    },
    Form {
        name: "ConvTranspose3d",
        sizes: &[IN_CHANNELS, OUT_CHANNELS],
        places: TRANSPOSED,
        has_init: true,
        axes: 3,
        repeats: false,
    },
    Form {
        name: "Embedding",
        sizes: &[
            &["num_embeddings", "vocab_size", "vocabulary_size", "input_dim", "num_classes", "classes", "indices"],
            &["embedding_dim", "embed_dim", "output_dim", "dim", "features", "d_model"],
        ],
        places: &["padding_idx"],
        has_init: true,
        axes: 0,
        repeats: false,
    },
    Form { name: "BatchNorm1d", sizes: &[CHANNELS], places: BATCH_NORM, has_init: false, axes: 0, repeats: false },
    Form { name: "BatchNorm2d", sizes: &[CHANNELS], places: BATCH_NORM, has_init: false, axes: 0, repeats: false },
    Form { name: "BatchNorm3d", sizes: &[CHANNELS], places: BATCH_NORM, has_init: false, axes: 0, repeats: false },
    Form { name: "InstanceNorm1d", sizes: &[CHANNELS], places: BATCH_NORM, has_init: false, axes: 0, repeats: false },
    Form { name: "InstanceNorm2d", sizes: &[CHANNELS], places: BATCH_NORM, has_init: false, axes: 0, repeats: false },
    Form { name: "InstanceNorm3d", sizes: &[CHANNELS], places: BATCH_NORM, has_init: false, axes: 0, repeats: false },
    Form {
        name: "Bilinear",
        sizes: &[
            &["in1_features", "in1", "input1_size", "in_features1"],
            &["in2_features", "in2", "input2_size", "in_features2"],
            OUTPUTS,
        ],
        places: &["bias"],
        has_init: true,
        axes: 0,
        repeats: false,
    },
    Form {
        name: "Lstm",
        sizes: &[INPUTS, HIDDEN],
        places: &["layers", "bias", "dropout", "bidirectional", "proj_size"],
        has_init: false,
        axes: 0,
        repeats: false,
    },
    Form {
        name: "Gru",
        sizes: &[INPUTS, HIDDEN],
        places: &["layers", "bias", "dropout", "bidirectional"],
        has_init: false,
        axes: 0,
        repeats: false,
    },
    Form {
        name: "Rnn",
        sizes: &[INPUTS, HIDDEN],
        places: &["layers", "nonlinearity", "bias", "dropout", "bidirectional"],
        has_init: false,
        axes: 0,
        repeats: false,
    },
    Form { name: "Parameter", sizes: &[SHAPE], places: &["role"], has_init: true, axes: 0, repeats: true },
    Form { name: "Buffer", sizes: &[SHAPE], places: &[], has_init: true, axes: 0, repeats: true },
    Form {
        name: "GroupNorm",
        sizes: &[&["num_groups", "groups"], CHANNELS],
        places: &["eps", "affine", "bias"],
        has_init: false,
        axes: 0,
        repeats: false,
    },
    Form {
        name: "LayerNorm",
        sizes: &[NORMALIZED],
        places: &["eps", "elementwise_affine", "bias"],
        has_init: false,
        axes: 0,
        repeats: true,
    },
    Form {
        name: "RmsNorm",
        sizes: &[NORMALIZED],
        places: &["eps", "elementwise_affine"],
        has_init: false,
        axes: 0,
        repeats: true,
    },
    Form { name: "PRelu", sizes: &[CHANNELS], places: &[], has_init: false, axes: 0, repeats: false },
];
const BATCH_NORM: &[&str] = &["eps", "momentum", "affine", "track_running_stats", "bias"];
/// The arguments that are true or false.
const FLAGS: &[&str] = &["bias", "affine", "elementwise_affine", "track_running_stats", "bidirectional"];
/// The arguments that are no integers.
const FRACTIONS: &[&str] = &["eps", "momentum", "dropout"];
const SHAPE: &[&str] = &["shape", "size", "sizes", "dims", "data"];
const NORMALIZED: &[&str] = &["normalized_shape", "normalised_shape", "shape", "dim", "features", "num_features"];

/// Other names of named arguments.
const NAMES: &[(&str, &[&str])] = &[
    ("kernel", &["kernel_size", "kernel_shape", "ksize", "k", "kernels", "filter_size", "window", "window_size"]),
    ("stride", &["strides", "step", "s"]),
    ("padding", &["pad", "paddings", "p"]),
    ("dilation", &["dilations", "dilation_rate", "dilate", "d"]),
    ("groups", &["group", "num_groups", "n_groups", "feature_group_count"]),
    ("bias", &["use_bias", "with_bias", "has_bias", "biases", "add_bias", "center"]),
    ("eps", &["epsilon"]),
    ("affine", &["elementwise_affine", "learnable_affine"]),
    ("elementwise_affine", &["affine"]),
    ("track_running_stats", &["track_running_statistics", "running_stats", "track_stats"]),
    ("padding_idx", &["padding_index", "pad_idx", "padding_token", "pad_token_id", "mask_zero"]),
    ("layers", &["num_layers", "n_layers", "nlayers", "number_of_layers", "depth"]),
    ("proj_size", &["projection_size", "num_proj", "projection"]),
    ("bidirectional", &["bidirect", "bidir", "is_bidirectional", "bi"]),
    ("dropout", &["dropout_rate", "drop_rate", "drop", "p"]),
    ("nonlinearity", &["non_linearity", "activation", "act"]),
    ("output_padding", &["out_padding", "output_pad"]),
    ("init", &["initializer", "initialiser", "kernel_initializer", "weight_init", "initialization", "init_fn"]),
];

/// The first argument in another notation, and what is wrong with it.
pub(super) struct Deviation {
    pub(super) span: Span,
    pub(super) what: String,
    pub(super) of: Kind,
}

pub(super) enum Kind {
    /// Another spelling of this name, and nothing else.
    Name(&'static str),
    /// An activation, as a method of `forward` if it is one.
    Activation(Option<String>),
    Other,
}

/// The arguments of a layer as they are meant.
#[derive(Default)]
pub(super) struct Reading {
    sizes: Vec<Option<String>>,
    named: Vec<(&'static str, String)>,
    /// Whether every argument has a meaning.
    pub(super) is_understood: bool,
    pub(super) deviations: Vec<Deviation>,
    /// A second initialiser that may be meant.
    pub(super) alternative: Option<&'static str>,
}

impl Form {
    pub(super) fn of(name: &str) -> Option<&'static Form> {
        FORMS.iter().find(|form| form.name == name)
    }

    fn named(&self) -> impl Iterator<Item = &'static str> {
        self.places.iter().copied().chain(self.has_init.then_some("init"))
    }

    pub(super) fn names(&self) -> Vec<&'static str> {
        self.named().collect()
    }

    /// Reads the arguments, whatever their notation.
    pub(super) fn read(&self, ty: &LayerType, scope: &Scope) -> Reading {
        let sizes = vec![None; self.sizes.len()];
        let mut reading = Reading { sizes, is_understood: true, ..Reading::default() };
        let found = ty.arguments.iter().filter(|argument| !matches!(argument, Argument::Named(..))).count();
        let mut place = 0;
        // A word for the padding depends on the other arguments.
        let is_word = |argument: &&Argument| match argument {
            Argument::Named(name, value) => {
                plain(&name.to_string()).starts_with("pad") && value.text().contains(char::is_alphabetic)
            }
            _ => false,
        };
        let (last, first): (Vec<_>, Vec<_>) = ty.arguments.iter().partition(is_word);
        for argument in first.into_iter().chain(last) {
            let understood = match argument {
                Argument::Named(name, value) => self.read_named(name, value, scope, &mut reading),
                other => {
                    place += 1;
                    self.read_place(other, place - 1, found, scope, &mut reading)
                }
            };
            reading.is_understood &= understood.is_some();
        }
        reading
    }

    fn read_place(
        &self,
        argument: &Argument,
        place: usize,
        found: usize,
        scope: &Scope,
        reading: &mut Reading,
    ) -> Option<()> {
        let (span, text, several) = match argument {
            Argument::Infer(span) => (*span, "_".to_string(), None),
            Argument::Size(size) => {
                let elements = match size {
                    Size::Type(ty) => elements(ty),
                    Size::Literal(..) => None,
                };
                (size.span(), scope.dim(size).to_string(), elements)
            }
            Argument::Number(literal) => (literal.span(), literal.to_token_stream().to_string(), None),
            Argument::Several(value) => {
                let texts = |values: &[Value]| values.iter().map(|value| size_text(value, scope)).collect();
                let (Value::Tuple(values) | Value::List(values, _)) = value else { return None };
                (value.span()?, value.text(), Some(texts(values)))
            }
            Argument::Const(_) | Argument::Lifetime(_) | Argument::Index(..) | Argument::Named(..) => return None,
        };
        let mut deviate = |what: String| reading.deviations.push(Deviation { span, what, of: Kind::Other });
        let named = place.checked_sub(self.sizes.len()).and_then(|place| self.places.get(place)).copied();
        if let Some(truth) = truth(&text).filter(|_| named != Some("momentum")) {
            // Where several arguments are true or false, the place decides.
            let has_one = self.places.iter().filter(|name| FLAGS.contains(name)).count() == 1;
            let only = self.places.iter().find(|name| FLAGS.contains(name)).filter(|_| has_one).copied();
            let flag = named.filter(|name| FLAGS.contains(name)).or(only)?;
            deviate(messages::not_one_size(text));
            return reading.set(flag, truth.into());
        }
        // All sizes as one list.
        if let Some(all) = &several
            && place == 0
            && found == 1
        {
            let all = all.iter().cloned().collect::<Option<Vec<_>>>()?;
            if !self.repeats && all.len() != self.sizes.len() || all.is_empty() {
                return None;
            }
            deviate(messages::not_one_size(text));
            reading.sizes = all.into_iter().map(Some).collect();
            return Some(());
        }
        let is_size = place < self.sizes.len() || self.repeats && !matches!(argument, Argument::Number(_));
        if is_size && let Some([one]) = several.as_deref() {
            deviate(messages::not_one_size(text));
            reading.sizes[place] = Some(one.clone()?);
            return Some(());
        }
        if is_size && several.is_none() {
            let text = match argument {
                Argument::Number(literal) => {
                    let size = integer(literal).filter(|_| !matches!(literal, Lit::Int(_)))?;
                    deviate(messages::not_one_size(&text));
                    size
                }
                _ => text,
            };
            if place >= reading.sizes.len() {
                reading.sizes.push(None);
            }
            reading.sizes[place] = Some(text);
            return Some(());
        }
        let Some(name) = place.checked_sub(self.sizes.len()).and_then(|place| self.places.get(place)) else {
            if place >= self.sizes.len() && !self.repeats {
                deviate(messages::too_many_sizes(self.name, self.sizes.len(), found));
            }
            return None;
        };
        deviate(match argument {
            Argument::Several(_) => messages::not_one_size(text.clone()),
            Argument::Number(_) if FRACTIONS.contains(name) => messages::not_one_size(&text),
            _ => messages::too_many_sizes(self.name, self.sizes.len(), found),
        });
        if FLAGS.contains(name) || matches!(argument, Argument::Infer(_)) {
            return None;
        }
        let text = match several {
            Some(all) => per_axis(all.into_iter().collect::<Option<Vec<_>>>()?, self.axes)?,
            None => text,
        };
        if *name == "momentum" {
            return reading.set(name, momentum(&text)?);
        }
        if *name == "eps" && !text.contains(['.', 'e']) {
            return None;
        }
        reading.set(name, text)
    }

    fn read_named(&self, name: &Ident, value: &Value, scope: &Scope, reading: &mut Reading) -> Option<()> {
        let (span, text) = (name.span(), name.to_string());
        let mut deviate = |what: String, of: Kind| reading.deviations.push(Deviation { span, what, of });
        if let Some(size) = self.sizes.iter().position(|names| names.contains(&text.as_str()))
            && !self.named().any(|known| known == text)
        {
            deviate(messages::size_with_name(self.name, &text), Kind::Other);
            let all = match value {
                Value::Tuple(values) | Value::List(values, _) if self.repeats => values.iter().collect(),
                one => vec![one],
            };
            let all = all.into_iter().map(|value| size_text(value, scope)).collect::<Option<Vec<_>>>()?;
            for (index, text) in all.into_iter().enumerate() {
                if size + index >= reading.sizes.len() {
                    reading.sizes.push(None);
                }
                if reading.sizes[size + index].replace(text).is_some() {
                    return None;
                }
            }
            return Some(());
        }
        // The order of the axes is not an argument: a sample has no batch.
        if plain(&text) == "batchfirst" && self.names().contains(&"layers") {
            deviate(messages::batch_first(self.name, &text), Kind::Other);
            return Some(());
        }
        let has_function = self.names().contains(&"nonlinearity");
        if matches!(plain(&text).as_str(), "activation" | "act" | "nonlinearity" | "activationfn") && !has_function {
            let of = plain(&value.text().rsplit("::").next().unwrap_or_default().replace('"', ""));
            let method = crate::catalogue::METHODS.iter().find(|method| plain(method) == of);
            deviate(
                messages::activation_as_argument(self.name, &text),
                Kind::Activation(method.map(|method| (*method).to_string())),
            );
            return Some(());
        }
        let known = match self.named().find(|known| *known == text) {
            Some(known) => known,
            None => {
                let known = self.names();
                let other = NAMES.iter().find(|(_, others)| others.contains(&text.as_str())).map(|(name, _)| *name);
                let name = other.filter(|name| known.contains(name)).or_else(|| messages::meant(&text, &known))?;
                deviate(messages::argument_of_others(self.name, &text), Kind::Name(name));
                name
            }
        };
        let (meant, is_exact) = self.value(known, value, scope, reading)?;
        if !is_exact {
            let what = messages::wrong_value(self.name, known, value.text());
            let span = value.span().unwrap_or(span);
            reading.deviations.push(Deviation { span, what, of: Kind::Other });
        }
        reading.set(known, meant)
    }

    /// Returns the value that is meant, and whether it is written as `network!` expects.
    fn value(&self, name: &str, value: &Value, scope: &Scope, reading: &mut Reading) -> Option<(String, bool)> {
        let written = value.text();
        match name {
            "momentum" => {
                let meant = momentum(written.trim_matches('"'))?;
                let is_exact = meant == written && !matches!(value, Value::Literal(Lit::Str(_)));
                Some((meant, is_exact))
            }
            name if FLAGS.contains(&name) => match value {
                Value::Literal(Lit::Bool(bias)) => Some((bias.value.to_string(), true)),
                _ => truth(&written.replace('"', ""))
                    .or(match written.as_str() {
                        "0" => Some("false"),
                        "1" => Some("true"),
                        _ => None,
                    })
                    .map(|bias| (bias.into(), false)),
            },
            "eps" => match value {
                Value::Literal(Lit::Float(_)) => Some((written, true)),
                Value::Literal(Lit::Str(text)) => text
                    .value()
                    .parse::<f64>()
                    .ok()
                    .map(|_| (text.value(), false))
                    .filter(|(text, _)| text.contains(['.', 'e'])),
                Value::Literal(Lit::Int(number)) if number.base10_digits() != "0" => {
                    Some((format!("{written}.0"), false))
                }
                _ => None,
            },
            "dropout" => match value {
                Value::Literal(Lit::Float(_)) => Some((written, true)),
                Value::Literal(Lit::Int(number)) if matches!(number.base10_digits(), "0" | "1") => {
                    Some((format!("{written}.0"), false))
                }
                _ => None,
            },
            "nonlinearity" => match plain(&written.rsplit("::").next()?.replace('"', "")).as_str() {
                word @ ("tanh" | "relu") => Some((word.into(), matches!(value, Value::Type(_)) && word == written)),
                _ => None,
            },
            "role" => match written.replace('"', "").as_str() {
                role @ ("weight" | "bias" | "norm") => Some((role.into(), matches!(value, Value::Type(_)))),
                _ => None,
            },
            "init" if initialisers::is_accepted(value) => Some((written, true)),
            "init" => {
                let meant = initialisers::meant(value)?;
                reading.alternative = meant.alternative;
                Some((meant.code, false))
            }
            _ => match value {
                Value::Literal(Lit::Str(word)) if name == "padding" => {
                    self.padding(&word.value(), reading).map(|padding| (padding, false))
                }
                Value::Type(_)
                    if name == "padding" && matches!(written.as_str(), "same" | "valid" | "Same" | "Valid") =>
                {
                    self.padding(&written.to_lowercase(), reading).map(|padding| (padding, false))
                }
                Value::Literal(literal @ Lit::Int(_)) => Some((integer(literal)?, true)),
                Value::Literal(literal) => integer(literal).map(|number| (number, false)),
                Value::Type(_) if truth(&written).is_some() => None,
                Value::Built(_) => None,
                Value::Type(ty) => match elements(ty) {
                    Some(all) => Some((per_axis(all.into_iter().collect::<Option<Vec<_>>>()?, self.axes)?, true)),
                    None => Some((written, true)),
                },
                Value::Tuple(values) | Value::List(values, _) => {
                    let all = values.iter().map(|value| size_text(value, scope)).collect::<Option<Vec<_>>>()?;
                    let axes = if name == "groups" { 1 } else { self.axes };
                    let is_exact = matches!(value, Value::Tuple(_)) && all.len() == axes;
                    Some((per_axis(all, axes)?, is_exact))
                }
            },
        }
    }

    /// The padding that a word means: `same` keeps the size, which requires an odd kernel and a stride of 1.
    fn padding(&self, word: &str, reading: &Reading) -> Option<String> {
        if word.eq_ignore_ascii_case("valid") {
            return Some("0".into());
        }
        let get = |name: &str, otherwise: &str| -> Option<Vec<u64>> {
            let written = reading.named.iter().find(|(other, _)| *other == name);
            let text = written.map_or(otherwise, |(_, text)| text);
            let numbers = text.trim_matches(['(', ')']).split(',').map(|number| number.trim().parse().ok());
            let numbers: Vec<u64> = numbers.collect::<Option<_>>()?;
            Some(if numbers.len() == 1 { vec![numbers[0]; self.axes] } else { numbers })
        };
        let (kernel, stride, dilation) = (get("kernel", "")?, get("stride", "1")?, get("dilation", "1")?);
        if !word.eq_ignore_ascii_case("same") || stride.iter().any(|&stride| stride != 1) {
            return None;
        }
        let half = |(kernel, dilation): (&u64, &u64)| {
            let reach = dilation.checked_mul(kernel.checked_sub(1)?)?;
            reach.is_multiple_of(2).then(|| (reach / 2).to_string())
        };
        per_axis(kernel.iter().zip(&dilation).map(half).collect::<Option<Vec<_>>>()?, self.axes)
    }

    /// The type with both sizes and a kernel, as an example of what is missing; `otherwise` if the rest is not understood.
    pub(super) fn example(&self, ty: &LayerType, scope: &Scope, otherwise: String) -> String {
        let mut reading = self.read(ty, scope);
        if reading.sizes.iter().all(Option::is_none) {
            return otherwise;
        }
        reading.only_output();
        if self.axes > 0 && reading.named.iter().all(|(name, _)| *name != "kernel") {
            reading.named.insert(0, ("kernel", "3".into()));
        }
        self.written(&reading).unwrap_or(otherwise)
    }

    /// The type in the notation of `network!`, if it is complete.
    pub(super) fn written(&self, reading: &Reading) -> Option<String> {
        if !reading.is_understood {
            return None;
        }
        let infers = self.sizes.len() == 2 && self.name != "GroupNorm";
        let mut sizes = Vec::new();
        for (index, size) in reading.sizes.iter().enumerate() {
            match size {
                Some(size) => sizes.push(size.clone()),
                None if infers && index == 0 => sizes.push("_".into()),
                None if self.name == "PRelu" => {}
                None if self.name.starts_with("BatchNorm") || self.name.starts_with("InstanceNorm") => {
                    sizes.push("_".into());
                }
                None => return None,
            }
        }
        if self.axes > 0 && reading.named.iter().all(|(name, _)| *name != "kernel") {
            return None;
        }
        let named = reading.named.iter().map(|(name, value)| format!("{name} = {value}"));
        let all: Vec<_> = sizes.into_iter().chain(named).collect();
        Some(if all.is_empty() { self.name.into() } else { format!("{}<{}>", self.name, all.join(", ")) })
    }
}

/// A layer with the user's sizes and arguments and all that is required, as an example; `otherwise` if it has no sizes.
pub(super) fn example(name: &str, ty: &LayerType, scope: &Scope, otherwise: &str) -> String {
    Form::of(name).map_or(otherwise.into(), |form| form.example(ty, scope, otherwise.into()))
}

impl Reading {
    fn set(&mut self, name: &'static str, value: String) -> Option<()> {
        if self.named.iter().any(|(other, _)| *other == name) {
            return None;
        }
        self.named.push((name, value));
        Some(())
    }

    /// The help with the type as it is written here. An activation among its arguments is called in `forward`.
    pub(super) fn help(&self, written: &str, field: &Ident) -> String {
        let activation = self.deviations.iter().find_map(|deviation| match &deviation.of {
            Kind::Activation(method) => Some(method),
            _ => None,
        });
        match activation {
            None => messages::help_notation(written),
            Some(Some(method)) => messages::help_activation(written, field, method),
            Some(None) => messages::help_call_activation(field),
        }
    }

    pub(super) fn has_sizes(&self) -> bool {
        self.sizes.iter().any(Option::is_some)
    }

    /// Takes a single size as that of the output, as in Keras.
    pub(super) fn only_output(&mut self) {
        if let [first @ Some(_), second @ None] = self.sizes.as_mut_slice() {
            *second = first.take();
        }
    }
}

/// The elements of a tuple of types, as text.
fn elements(ty: &Type) -> Option<Vec<Option<String>>> {
    match ty {
        Type::Tuple(tuple) => Some(tuple.elems.iter().map(|element| Some(compact(&quote!(#element)))).collect()),
        _ => None,
    }
}

/// Formats one value for all axes, or one for each; `None` for another number of values.
fn per_axis(all: Vec<String>, axes: usize) -> Option<String> {
    match all.as_slice() {
        [first, rest @ ..] if rest.iter().all(|other| other == first) => Some(first.clone()),
        several if several.len() == axes => Some(format!("({})", several.join(", "))),
        _ => None,
    }
}

/// The momentum of running statistics that a text means: a fraction of at most 1, or `None`.
fn momentum(text: &str) -> Option<String> {
    match text {
        "None" => Some("None".into()),
        "1" => Some("1.0".into()),
        number => {
            let value = number.parse::<f64>().ok()?;
            (value > 0.0 && value <= 1.0 && number.contains(['.', 'e'])).then(|| number.into())
        }
    }
}

/// `true` or `false` in any case.
fn truth(text: &str) -> Option<&'static str> {
    match text {
        "true" | "True" | "TRUE" => Some("true"),
        "false" | "False" | "FALSE" | "None" => Some("false"),
        _ => None,
    }
}

/// An integer of at least 0 that a literal means, such as `"3"` and `3.0`.
fn integer(literal: &Lit) -> Option<String> {
    match literal {
        Lit::Int(number) if matches!(number.suffix(), "" | "usize") => Some(number.base10_digits().into()),
        Lit::Float(number) => {
            let value = number.base10_parse::<f64>().ok()?;
            (value.fract() == 0.0 && (0.0..1e15).contains(&value)).then(|| format!("{value}"))
        }
        Lit::Str(text) => text.value().trim().parse::<u64>().ok().map(|number| number.to_string()),
        _ => None,
    }
}

/// The size that a value means.
fn size_text(value: &Value, scope: &Scope) -> Option<String> {
    match value {
        Value::Literal(literal) => integer(literal),
        Value::Type(ty) => Some(scope.dim(&Size::Type(ty.clone())).to_string()),
        Value::Built(_) | Value::Tuple(_) | Value::List(..) => None,
    }
}
