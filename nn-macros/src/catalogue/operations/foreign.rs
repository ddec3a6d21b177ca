//! Operations in the notation of other frameworks, such as `x.view(8, 8)` or `x.max_pool2d(2)`, translated to that of
//! `forward`.

use super::operation::Call;
use super::read::METHODS;
use crate::catalogue::layers::{plain, text};
use crate::diagnostics::messages;
use crate::shape::{Dim, Shape};
use crate::syntax::{Argument, Size, Value, compact};
use quote::{ToTokens, quote};
use syn::Lit;

/// An argument in any notation.
pub(crate) enum Given {
    /// A number as the user wrote it, such as `-1` and `0.5`.
    Number(String),
    Named(String, Box<Given>),
    /// A tuple or a list.
    Many(Vec<Given>),
    /// The size of a value along an axis, `x.size(0)`, whose axis 0 is the batch.
    Axis(Option<u64>),
    /// Any other word, such as `True`, `"same"` or the name of a size.
    Word(String),
}

/// What an operation of another framework is here.
#[derive(Clone, Copy)]
enum Meaning {
    /// An operation of another name.
    Operation(&'static str),
    View,
    Unsqueeze,
    Squeeze,
    Transpose,
    Mean,
    /// It changes nothing here.
    Nothing,
    /// A layer, which has parameters.
    Layer(&'static str),
    /// An operator between two values.
    Sign(&'static str),
    /// A function of two values.
    Concat,
    Product,
    Stack,
    Unknown,
}

/// Names without case and underscores. An operation of `forward` has none here, nor has one that is merely misspelt.
const NAMES: &[(&str, Meaning)] = &[
    ("swish", Meaning::Operation("silu")),
    ("hardswish", Meaning::Operation("hard_swish")),
    ("hswish", Meaning::Operation("hard_swish")),
    ("hsigmoid", Meaning::Operation("hard_sigmoid")),
    ("lrelu", Meaning::Operation("leaky_relu")),
    ("tanhactivation", Meaning::Operation("tanh")),
    ("fastgelu", Meaning::Operation("gelu_tanh")),
    ("gelunew", Meaning::Operation("gelu_tanh")),
    ("maxpool1d", Meaning::Operation("max_pool")),
    ("maxpool2d", Meaning::Operation("max_pool")),
    ("maxpooling", Meaning::Operation("max_pool")),
    ("maxpooling1d", Meaning::Operation("max_pool")),
    ("maxpooling2d", Meaning::Operation("max_pool")),
    ("avgpool1d", Meaning::Operation("avg_pool")),
    ("avgpool2d", Meaning::Operation("avg_pool")),
    ("averagepool", Meaning::Operation("avg_pool")),
    ("averagepooling", Meaning::Operation("avg_pool")),
    ("averagepooling1d", Meaning::Operation("avg_pool")),
    ("averagepooling2d", Meaning::Operation("avg_pool")),
    ("meanpool", Meaning::Operation("avg_pool")),
    ("adaptiveavgpool", Meaning::Operation("global_avg_pool")),
    ("adaptiveavgpool1d", Meaning::Operation("global_avg_pool")),
    ("adaptiveavgpool2d", Meaning::Operation("global_avg_pool")),
    ("globalaveragepooling", Meaning::Operation("global_avg_pool")),
    ("globalaveragepooling1d", Meaning::Operation("global_avg_pool")),
    ("globalaveragepooling2d", Meaning::Operation("global_avg_pool")),
    ("globalpool", Meaning::Operation("global_avg_pool")),
    ("interpolate", Meaning::Operation("upsample")),
    ("upsampling2d", Meaning::Operation("upsample")),
    ("pad", Meaning::Operation("zero_pad")),
    ("zeropad1d", Meaning::Operation("zero_pad")),
    ("zeropad2d", Meaning::Operation("zero_pad")),
    ("zeropadding2d", Meaning::Operation("zero_pad")),
    ("dropout1d", Meaning::Operation("dropout")),
    ("spatialdropout2d", Meaning::Operation("dropout2d")),
    ("view", Meaning::View),
    ("viewas", Meaning::Unknown),
    ("unflatten", Meaning::Unknown),
    ("resize", Meaning::View),
    ("unsqueeze", Meaning::Unsqueeze),
    ("expanddims", Meaning::Unsqueeze),
    ("squeeze", Meaning::Squeeze),
    ("transpose", Meaning::Transpose),
    ("swapaxes", Meaning::Transpose),
    ("t", Meaning::Transpose),
    ("mean", Meaning::Mean),
    ("clone", Meaning::Nothing),
    ("contiguous", Meaning::Nothing),
    ("float", Meaning::Nothing),
    ("cuda", Meaning::Nothing),
    ("cpu", Meaning::Nothing),
    ("todevice", Meaning::Nothing),
    ("identity", Meaning::Nothing),
    ("copy", Meaning::Nothing),
    ("toowned", Meaning::Nothing),
    ("borrow", Meaning::Nothing),
    ("asref", Meaning::Nothing),
    ("linear", Meaning::Layer("Linear")),
    ("dense", Meaning::Layer("Linear")),
    ("conv1d", Meaning::Layer("Conv1d")),
    ("conv2d", Meaning::Layer("Conv2d")),
    ("convtranspose2d", Meaning::Layer("ConvTranspose2d")),
    ("embedding", Meaning::Layer("Embedding")),
    ("batchnorm", Meaning::Layer("BatchNorm2d")),
    ("batchnorm1d", Meaning::Layer("BatchNorm1d")),
    ("batchnorm2d", Meaning::Layer("BatchNorm2d")),
    ("layernorm", Meaning::Layer("LayerNorm")),
    ("groupnorm", Meaning::Layer("GroupNorm")),
    ("rmsnorm", Meaning::Layer("RmsNorm")),
    ("prelu", Meaning::Layer("PRelu")),
    ("add", Meaning::Sign("+")),
    ("mul", Meaning::Sign("*")),
    ("multiply", Meaning::Sign("*")),
    ("cat", Meaning::Concat),
    ("concatenate", Meaning::Concat),
    ("matmul", Meaning::Product),
    ("mm", Meaning::Product),
    ("bmm", Meaning::Product),
    ("dot", Meaning::Product),
    ("einsum", Meaning::Product),
    ("stack", Meaning::Stack),
    ("size", Meaning::Unknown),
    ("shape", Meaning::Unknown),
    ("sub", Meaning::Unknown),
    ("div", Meaning::Unknown),
    ("exp", Meaning::Unknown),
    ("log", Meaning::Unknown),
    ("sqrt", Meaning::Unknown),
    ("abs", Meaning::Unknown),
    ("pow", Meaning::Unknown),
    ("sum", Meaning::Unknown),
    ("max", Meaning::Unknown),
    ("min", Meaning::Unknown),
    ("argmax", Meaning::Unknown),
    ("clamp", Meaning::Unknown),
    ("norm", Meaning::Unknown),
    ("sin", Meaning::Unknown),
    ("cos", Meaning::Unknown),
    ("tan", Meaning::Unknown),
    ("relu6", Meaning::Unknown),
    ("rrelu", Meaning::Unknown),
    ("celu", Meaning::Unknown),
    ("glu", Meaning::Unknown),
    ("softsign", Meaning::Unknown),
    ("softmin", Meaning::Unknown),
    ("logsigmoid", Meaning::Unknown),
    ("hardtanh", Meaning::Unknown),
    ("chunk", Meaning::Unknown),
    ("adaptivemaxpool2d", Meaning::Unknown),
    ("globalmaxpool", Meaning::Unknown),
];

/// Names of types without case and underscores, and the operations that they are here.
pub(crate) const FOREIGN_TYPES: &[(&str, &str)] = &[
    ("relu", "relu"),
    ("leakyrelu", "leaky_relu"),
    ("elu", "elu"),
    ("selu", "selu"),
    ("gelu", "gelu"),
    ("silu", "silu"),
    ("swish", "silu"),
    ("mish", "mish"),
    ("sigmoid", "sigmoid"),
    ("hardsigmoid", "hard_sigmoid"),
    ("tanh", "tanh"),
    ("hardswish", "hard_swish"),
    ("softplus", "softplus"),
    ("softmax", "softmax"),
    ("logsoftmax", "log_softmax"),
    ("dropout", "dropout"),
    ("dropout1d", "dropout"),
    ("dropout2d", "dropout2d"),
    ("spatialdropout2d", "dropout2d"),
    ("maxpool", "max_pool"),
    ("maxpool1d", "max_pool"),
    ("maxpool2d", "max_pool"),
    ("maxpooling1d", "max_pool"),
    ("maxpooling2d", "max_pool"),
    ("avgpool", "avg_pool"),
    ("avgpool1d", "avg_pool"),
    ("avgpool2d", "avg_pool"),
    ("averagepooling1d", "avg_pool"),
    ("averagepooling2d", "avg_pool"),
    ("globalavgpool", "global_avg_pool"),
    ("adaptiveavgpool1d", "global_avg_pool"),
    ("adaptiveavgpool2d", "global_avg_pool"),
    ("globalaveragepooling1d", "global_avg_pool"),
    ("globalaveragepooling2d", "global_avg_pool"),
    ("flatten", "flatten"),
    ("zeropad2d", "zero_pad"),
    ("zeropadding2d", "zero_pad"),
    ("upsampling2d", "upsample"),
];

/// What a name means that is not the name of an operation.
fn meaning(name: &str) -> Option<Meaning> {
    let plain_name = plain(name);
    let other = NAMES.iter().find(|(name, _)| *name == plain_name).map(|(_, meaning)| *meaning);
    other.or_else(|| METHODS.iter().find(|method| plain(method) == plain_name).map(|method| Meaning::Operation(method)))
}

/// Returns whether a name is that of an operation in another framework, or in another spelling.
pub(crate) fn is_foreign(name: &str) -> bool {
    meaning(name).is_some()
}

/// The help for a call of another framework, such as `x.view(8, 8)`, or of an operation with numbers in parentheses.
/// `values` are the values that it receives, as code, and `shape` is that of the first.
pub(crate) fn help_foreign(name: &str, given: &[Given], values: &[String], shape: Option<&Shape>) -> String {
    let sizes = shape.and_then(Shape::known);
    let translated = |method: &str| {
        if method == "concat" || method == "split" {
            return function(method, given, values, sizes);
        }
        translate(method, given, true, sizes)
    };
    let meaning = match METHODS.contains(&name) || name == "concat" || name == "split" {
        true => Meaning::Operation(METHODS.iter().find(|method| **method == name).map_or("", |method| method)),
        false => meaning(name).unwrap_or(Meaning::Unknown),
    };
    let write = |code: Option<String>, otherwise: String| code.map_or(otherwise, messages::help_notation);
    match meaning {
        Meaning::Operation("") => write(translated(name), messages::help_no_notation(name)),
        Meaning::Operation("softmax") => {
            write(translated("softmax").map(|code| code.to_string()), messages::help_last_axis("softmax"))
        }
        Meaning::Operation(method) => write(translated(method), messages::help_no_notation(method)),
        Meaning::Concat => write(function("concat", given, values, sizes), messages::help_no_notation("concat")),
        Meaning::View => write(translated("reshape"), messages::help_no_notation("reshape")),
        Meaning::Unsqueeze => write(unsqueeze(given, sizes), messages::help_no_notation("reshape")),
        Meaning::Squeeze => write(squeeze(given, sizes), messages::help_no_notation("reshape")),
        Meaning::Transpose => write(transpose(given, sizes), messages::help_no_notation("permute")),
        Meaning::Mean => match sizes.map_or(3, <[Dim]>::len) {
            2 | 3 => messages::help_mean(),
            _ => messages::help_mean_of_features(),
        },
        Meaning::Nothing => messages::help_nothing_to_do(name),
        Meaning::Layer(layer) => messages::help_declare_layer(name, layer),
        Meaning::Sign(sign) => match values {
            [a, b] if given.is_empty() => messages::help_notation(format!("{a} {sign} {b}")),
            _ => messages::help_sign(sign),
        },
        Meaning::Product => messages::help_product(),
        Meaning::Stack => messages::help_stack(),
        Meaning::Unknown => messages::help_operations(METHODS),
    }
}

/// The call of an operation that a type of another framework stands for, such as `MaxPool2d<2>`.
pub(crate) fn call_of_type(method: &str, arguments: &[Argument]) -> String {
    let given: Vec<_> = arguments.iter().map(Given::of).collect();
    let is_softmax = method == "softmax" || method == "log_softmax";
    let given = if is_softmax { &[] } else { &given[..] };
    translate(method, given, true, None).unwrap_or_else(|| format!(".{method}::<..>()"))
}

/// The error for the arguments of an operation between `::<` and `>` in another notation.
pub(super) fn misread(call: &Call<'_>) -> Option<syn::Error> {
    let arguments = call.arguments.as_deref()?;
    if !METHODS.contains(&call.name.as_str()) {
        return call.slip.as_ref().map(|slip| {
            syn::Error::new(slip.span, format!("{}\n{}", slip.what, messages::help_no_notation(&call.name)))
        });
    }
    let known: &[&str] = match call.name.as_str() {
        "max_pool" => &["stride", "padding", "dilation"],
        "avg_pool" => &["stride", "padding"],
        _ => &[],
    };
    let deviation = arguments.iter().find_map(|argument| match argument {
        Argument::Named(name, _) if !known.contains(&name.to_string().as_str()) => {
            Some((name.span(), messages::argument_of_others(&call.name, name)))
        }
        Argument::Named(name, value @ (Value::List(..) | Value::Literal(Lit::Str(_) | Lit::Float(_)))) => {
            Some((value.span().unwrap_or(name.span()), messages::wrong_value(&call.name, name, text(value))))
        }
        Argument::Several(value) => Some((value.span().unwrap_or(call.span), messages::not_one_size(text(value)))),
        _ => None,
    });
    let (span, what) = match &call.slip {
        Some(slip) => (slip.span, slip.what.clone()),
        None => deviation?,
    };
    let given: Vec<_> = arguments.iter().map(Given::of).collect();
    let help = match translate(&call.name, &given, false, None) {
        Some(code) => messages::help_notation(code),
        // The names that the operation does not have are reported with those that it has.
        None if call.slip.is_none() => return None,
        None => messages::help_no_notation(&call.name),
    };
    Some(syn::Error::new(span, format!("{what}\n{help}")))
}

impl Given {
    pub(crate) fn of(argument: &Argument) -> Given {
        match argument {
            Argument::Infer(_) => Given::Word("_".into()),
            Argument::Size(Size::Literal(number, _)) => Given::Number(number.to_string()),
            Argument::Size(Size::Type(ty)) => Given::Word(compact(&quote!(#ty))),
            Argument::Const(value) => Given::Word(value.to_token_stream().to_string()),
            Argument::Number(literal) => Given::of_literal(literal),
            Argument::Lifetime(lifetime) => Given::Word(lifetime.to_string()),
            Argument::Several(value) => Given::of_value(value),
            Argument::Named(name, value) => Given::Named(name.to_string(), Given::of_value(value).into()),
        }
    }

    fn of_value(value: &Value) -> Given {
        match value {
            Value::Literal(literal) => Given::of_literal(literal),
            Value::Type(ty) => Given::Word(compact(&quote!(#ty))),
            Value::Tuple(values) | Value::List(values, _) => Given::Many(values.iter().map(Given::of_value).collect()),
        }
    }

    pub(crate) fn of_literal(literal: &Lit) -> Given {
        match literal {
            Lit::Int(number) => Given::Number(number.base10_digits().into()),
            Lit::Float(number) => Given::Number(number.base10_digits().into()),
            Lit::Str(text) => Given::Word(text.value()),
            other => Given::Word(other.to_token_stream().to_string()),
        }
    }

    /// The integer, if it is one.
    fn integer(&self) -> Option<i64> {
        if let Given::Number(number) = self { number.parse().ok() } else { None }
    }

    /// A size as it is written: a number of at least 1, or a name.
    fn size(&self) -> Option<String> {
        match self {
            Given::Number(number) => number.parse::<u64>().ok().filter(|&size| size > 0).map(|size| size.to_string()),
            Given::Word(name) if name.starts_with(char::is_uppercase) && !is_constant(name) => Some(name.clone()),
            _ => None,
        }
    }

    /// The value of an argument per axis: one integer, or one in parentheses for each.
    fn per_axis(&self) -> Option<String> {
        let number = |given: &Given| match given {
            Given::Number(number) => number.parse::<u64>().ok().map(|number| number.to_string()),
            other => other.size(),
        };
        match self {
            Given::Many(all) => {
                let all: Vec<_> = all.iter().map(number).collect::<Option<_>>()?;
                match all.as_slice() {
                    [one] => Some(one.clone()),
                    [a, b] if a == b => Some(a.clone()),
                    [_, _] => Some(format!("({})", all.join(", "))),
                    _ => None,
                }
            }
            one => number(one),
        }
    }

    /// Whether it states what holds anyway.
    fn is_off(&self) -> bool {
        matches!(self, Given::Word(word) if matches!(word.as_str(), "False" | "false" | "None"))
    }
}

fn is_constant(word: &str) -> bool {
    matches!(word, "True" | "False" | "None")
}

/// Arguments that have no counterpart, and no effect on the result.
const WITHOUT_EFFECT: &[&str] = &["inplace", "training", "train", "name"];

/// Splits arguments into those by place and those by name; leaves out those without effect.
fn split(given: &[Given]) -> (Vec<&Given>, Vec<(&str, &Given)>) {
    let (mut places, mut names) = (Vec::new(), Vec::new());
    for argument in given {
        match argument {
            Given::Named(name, _) if WITHOUT_EFFECT.contains(&name.as_str()) => {}
            Given::Named(_, value) if value.is_off() => {}
            Given::Named(name, value) => names.push((name.as_str(), &**value)),
            other => places.push(other),
        }
    }
    (places, names)
}

/// The single argument, by place or by one of these names; `Err` if there are others.
fn only<'a>(given: &'a [Given], names: &[&str]) -> Result<Option<&'a Given>, ()> {
    match split(given) {
        (places, named) if places.is_empty() && named.is_empty() => Ok(None),
        (places, named) if named.is_empty() && places.len() == 1 => Ok(Some(places[0])),
        (places, named) if places.is_empty() && named.len() == 1 && names.contains(&named[0].0) => Ok(Some(named[0].1)),
        _ => Err(()),
    }
}

/// The call in the notation of `forward`, such as `.max_pool::<2>()`; `None` if it has no such meaning. In parentheses,
/// numbers have the order of other frameworks.
fn translate(method: &str, given: &[Given], in_parentheses: bool, sizes: Option<&[Dim]>) -> Option<String> {
    let plain_call = || Some(format!(".{method}()"));
    match method {
        "max_pool" | "avg_pool" => pool(method, given, in_parentheses),
        "dropout" | "dropout2d" | "leaky_relu" | "elu" | "softplus" => {
            let names = ["p", "rate", "prob", "probability", "negative_slope", "slope", "alpha", "factor", "beta"];
            match only(given, &names).ok()? {
                None => plain_call(),
                Some(Given::Number(number)) => {
                    let value = number.parse::<f64>().ok().filter(|&value| value >= 0.0)?;
                    (!method.starts_with("dropout") || value <= 1.0).then(|| format!(".{method}::<{number}>()"))
                }
                Some(_) => None,
            }
        }
        "softmax" | "log_softmax" => match only(given, &["dim", "axis"]).ok()? {
            None => plain_call(),
            Some(axis) => {
                let (axis, rank) = (axis.integer()?, sizes.map(<[Dim]>::len));
                // Other frameworks count the batch as axis 0.
                let is_last = axis == -1 || rank.is_some_and(|rank| axis == rank as i64 || rank == 1 && axis == 0);
                if is_last { plain_call() } else { None }
            }
        },
        "flatten" => {
            let (places, named) = split(given);
            let all = places.iter().map(|place| place.integer()).collect::<Option<Vec<_>>>()?;
            let is_start = |name: &str, value: &Given| {
                matches!((name, value.integer()), ("start_dim", Some(0 | 1)) | ("end_dim", Some(-1)))
            };
            let is_all = matches!(all.as_slice(), [] | [0 | 1] | [0 | 1, -1]);
            if is_all && named.iter().all(|(name, value)| is_start(name, value)) { plain_call() } else { None }
        }
        "global_avg_pool" => {
            let is_one = |given: &Given| match given {
                Given::Many(all) => all.iter().all(|one| one.integer() == Some(1)),
                one => one.integer() == Some(1),
            };
            match only(given, &["output_size"]).ok()? {
                None => plain_call(),
                Some(size) => is_one(size).then(plain_call).flatten(),
            }
        }
        "upsample" => {
            let is_nearest = |given: &&Given| match given {
                Given::Named(name, value) => {
                    !(name == "mode" && matches!(&**value, Given::Word(mode) if mode == "nearest"))
                }
                _ => true,
            };
            let scales: Vec<_> = given.iter().filter(is_nearest).collect();
            let [scale] = scales[..] else { return None };
            let scale = match scale {
                Given::Named(name, value) if matches!(name.as_str(), "scale_factor" | "scale" | "size_factor") => value,
                Given::Named(..) => return None,
                other => other,
            };
            Some(format!(".upsample::<{}>()", scale.per_axis()?.trim_matches(['(', ')'])))
        }
        "zero_pad" => {
            let sides = match only(given, &["padding", "pad"]) {
                Ok(Some(Given::Many(all))) => all.iter().collect(),
                Ok(Some(one)) => vec![one],
                Ok(None) => return None,
                Err(()) => split(given).0,
            };
            let sides = sides.iter().map(|side| side.per_axis()).collect::<Option<Vec<_>>>()?;
            matches!(sides.len(), 1 | 2 | 4).then(|| format!(".zero_pad::<{}>()", sides.join(", ")))
        }
        "permute" => permute(given, sizes),
        "reshape" => reshape(given, in_parentheses, sizes),
        "gelu" if matches!(given, [Given::Named(name, value)] if name == "approximate" && matches!(&**value, Given::Word(word) if word == "tanh")) => {
            Some(".gelu_tanh()".into())
        }
        _ => match split(given) {
            (places, named)
                if named.is_empty()
                    && places.iter().all(|place| matches!(place, Given::Number(_) | Given::Word(_))) =>
            {
                plain_call()
            }
            _ => None,
        },
    }
}

fn pool(method: &str, given: &[Given], in_parentheses: bool) -> Option<String> {
    let (places, named) = split(given);
    let mut arguments: Vec<(&str, String)> = Vec::new();
    let mut kernel = None;
    let order: &[&str] = if method == "max_pool" { &["stride", "padding", "dilation"] } else { &["stride", "padding"] };
    match (places.as_slice(), in_parentheses) {
        ([], _) => {}
        ([one], _) => kernel = Some(one.per_axis()?),
        ([height, width], false) => kernel = Some(format!("({}, {})", height.size()?, width.size()?)),
        (_, false) => return None,
        ([first, rest @ ..], true) => {
            kernel = Some(first.per_axis()?);
            if rest.len() > order.len() {
                return None;
            }
            for (name, value) in order.iter().zip(rest).filter(|(_, value)| !value.is_off()) {
                arguments.push((name, value.per_axis()?));
            }
        }
    }
    for (name, value) in named {
        let value = value.per_axis()?;
        let name = match name {
            "kernel" | "kernel_size" | "pool_size" | "window" | "window_size" | "size" if kernel.is_none() => {
                kernel = Some(value);
                continue;
            }
            "stride" | "strides" => "stride",
            "padding" | "pad" => "padding",
            "dilation" | "dilation_rate" => "dilation",
            _ => return None,
        };
        if !order.contains(&name) || arguments.iter().any(|(other, _)| *other == name) {
            return None;
        }
        arguments.push((name, value));
    }
    let named = arguments.into_iter().map(|(name, value)| format!("{name} = {value}"));
    let all: Vec<_> = [kernel?.trim_matches(['(', ')']).to_string()].into_iter().chain(named).collect();
    Some(format!(".{method}::<{}>()", all.join(", ")))
}

/// The sizes of a reshape: those of one sample, without a batch, and with `-1` computed.
fn reshape(given: &[Given], in_parentheses: bool, sizes: Option<&[Dim]>) -> Option<String> {
    let given = match given {
        [Given::Many(all)] => all,
        [Given::Named(name, value)] if matches!(name.as_str(), "shape" | "size") => match &**value {
            Given::Many(all) => all,
            _ => return None,
        },
        all => all,
    };
    let count = sizes.and_then(Shape::count);
    let literal = count.as_ref().and_then(Dim::literal);
    let product = |all: &[Given]| {
        all.iter().try_fold(1_u64, |product, size| match size {
            Given::Number(number) => number.parse::<u64>().ok().and_then(|size| product.checked_mul(size)),
            _ => None,
        })
    };
    let mut rest = given;
    // The batch comes first, as `x.size(0)` or as -1.
    match given {
        [Given::Axis(Some(0)), after @ ..] if in_parentheses => rest = after,
        [first, after @ ..] if first.integer() == Some(-1) && !after.is_empty() => {
            let others = product(after);
            if others.is_none() && after.iter().all(|size| size.integer() != Some(-1)) || others == literal {
                rest = after;
            }
        }
        _ => {}
    }
    let is_unknown = |size: &Given| size.integer() == Some(-1) || matches!(size, Given::Word(word) if word == "_");
    let unknown = rest.iter().filter(|size| is_unknown(size)).count();
    if rest.is_empty() || unknown > 1 {
        return None;
    }
    let has_batch = rest.len() < given.len();
    if let [only] = rest
        && (is_unknown(only) || has_batch && literal.is_some() && product(rest) == literal)
    {
        return Some(".flatten()".into());
    }
    let mut all = Vec::new();
    for size in rest {
        all.push(match size {
            size if is_unknown(size) => {
                let others: Vec<_> = rest.iter().filter(|other| !is_unknown(other)).collect();
                let others = others.iter().try_fold(1_u64, |product, size| match size {
                    Given::Number(number) => number.parse::<u64>().ok().and_then(|size| product.checked_mul(size)),
                    _ => None,
                })?;
                let literal = literal.filter(|literal| others > 0 && literal.is_multiple_of(others))?;
                (literal / others).to_string()
            }
            Given::Axis(Some(axis)) => sizes?.get(usize::try_from(axis.checked_sub(1)?).ok()?)?.literal()?.to_string(),
            size => size.size()?,
        });
    }
    (all.len() <= 5).then(|| format!(".reshape::<{}>()", all.join(", ")))
}

/// The order of the axes of one sample, without the batch.
fn permute(given: &[Given], sizes: Option<&[Dim]>) -> Option<String> {
    let given = match given {
        [Given::Many(all)] => all,
        [Given::Named(name, value)] if matches!(name.as_str(), "dims" | "axes") => match &**value {
            Given::Many(all) => all,
            _ => return None,
        },
        all => all,
    };
    let order: Vec<u64> = given.iter().map(|axis| u64::try_from(axis.integer()?).ok()).collect::<Option<_>>()?;
    let order = match (order.as_slice(), sizes.map(<[Dim]>::len)) {
        ([0, rest @ ..], rank) if rank.is_none_or(|rank| rank == rest.len()) && rest.len() > 1 => {
            rest.iter().map(|axis| axis.checked_sub(1)).collect::<Option<Vec<_>>>()?
        }
        (order, _) => order.to_vec(),
    };
    let order: Vec<_> = order.iter().map(u64::to_string).collect();
    Some(format!(".permute::<{}>()", order.join(", ")))
}

/// The sizes of a value as they are written; `None` if it has too many.
fn written(sizes: &[Dim]) -> Option<String> {
    let all: Vec<_> = sizes.iter().map(Dim::written).collect();
    (all.len() <= 5 && !all.is_empty() && all.iter().all(|size| size != "_")).then(|| all.join(", "))
}

/// A sample with another axis. The batch is axis 0 in other frameworks; a new axis at 0 is the first of the sample.
fn unsqueeze(given: &[Given], sizes: Option<&[Dim]>) -> Option<String> {
    let axis = only(given, &["dim", "axis"]).ok()??.integer()?;
    let mut sizes = sizes?.to_vec();
    let place = match axis {
        0 | 1 => 0,
        axis if axis < 0 => i64::try_from(sizes.len()).ok()? + 1 + axis,
        axis => axis - 1,
    };
    let place = usize::try_from(place).ok().filter(|&place| place <= sizes.len())?;
    sizes.insert(place, Dim::Literal(1));
    Some(format!(".reshape::<{}>()", written(&sizes)?))
}

/// A sample without axes of size 1.
fn squeeze(given: &[Given], sizes: Option<&[Dim]>) -> Option<String> {
    let sizes = sizes?;
    let is_one = |size: &Dim| size.literal() == Some(1);
    let rest: Vec<_> = match only(given, &["dim", "axis"]).ok()? {
        None => sizes.iter().filter(|size| !is_one(size)).cloned().collect(),
        Some(axis) => {
            let axis = axis.integer()?;
            let place = if axis < 0 { i64::try_from(sizes.len()).ok()? + axis } else { (axis - 1).max(0) };
            let place = usize::try_from(place).ok().filter(|&place| sizes.get(place).is_some_and(is_one))?;
            sizes.iter().enumerate().filter(|(index, _)| *index != place).map(|(_, size)| size.clone()).collect()
        }
    };
    Some(format!(".reshape::<{}>()", written(&rest)?))
}

/// Two exchanged axes as an order of all.
fn transpose(given: &[Given], sizes: Option<&[Dim]>) -> Option<String> {
    let rank = i64::try_from(sizes?.len()).ok()?;
    let (a, b) = match given {
        [] if rank == 2 => (1, 2),
        [a, b] => (a.integer()?, b.integer()?),
        _ => return None,
    };
    // Axes counted with the batch, or from the end; of two axes without the batch, `transpose(0, 1)` is clear.
    let is_without_batch = a.min(b) == 0;
    let place = |axis: i64| match axis {
        axis if axis < 0 => rank + axis,
        axis if is_without_batch => axis,
        axis => axis - 1,
    };
    let (a, b) = (place(a), place(b));
    if a == b || [a, b].iter().any(|axis| !(0..rank).contains(axis)) || is_without_batch && rank != 2 {
        return None;
    }
    let order = (0..rank).map(|axis| {
        if axis == a {
            b
        } else if axis == b {
            a
        } else {
            axis
        }
    });
    let order: Vec<_> = order.map(|axis| axis.to_string()).collect();
    Some(format!(".permute::<{}>()", order.join(", ")))
}

/// `concat` or `split` with an axis or a size behind the values.
fn function(name: &str, given: &[Given], values: &[String], sizes: Option<&[Dim]>) -> Option<String> {
    let number = match only(given, &["dim", "axis", "split_size_or_sections", "split_size"]).ok()? {
        None => None,
        Some(number) => Some(number.integer()?),
    };
    if name == "split" {
        let [value] = values else { return None };
        let size = number.filter(|&size| size > 0)?;
        return Some(format!("let (a, b) = split::<{size}>({value});"));
    }
    if values.len() < 2 {
        return None;
    }
    let rank = i64::try_from(sizes.map_or(1, <[Dim]>::len)).ok()?;
    // Other frameworks count the batch as axis 0.
    let axis = match number {
        None => 0,
        Some(axis) if axis < 0 => rank + axis,
        Some(axis) => (axis - 1).max(0),
    };
    if sizes.is_some() && !(0..rank).contains(&axis) {
        return None;
    }
    let axis = if axis == 0 { String::new() } else { format!("::<{axis}>") };
    Some(format!("concat{axis}({})", values.join(", ")))
}
