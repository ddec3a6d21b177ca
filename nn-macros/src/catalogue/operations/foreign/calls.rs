//! Operations in the notation of other frameworks, such as `x.view(8, 8)` or `x.max_pool2d(2)`, translated to that of
//! `forward`.

use super::super::einsum::Einsum;
use super::super::names::{FUNCTIONS, METHODS, is_padding, takes_indices};
use super::super::operation::Call;
use super::attention::attention_of;
use super::given::Given;
use super::shifted::{chunk_of, narrow, slice, stack_of, taken_of, transpose, unsqueeze};
use super::translation::{concat_of, numbers_of, split_of, translate};
use crate::diagnostics::messages;
use crate::shape::{Dim, Shape};
use crate::syntax::{Argument, Value, plain};
use quote::ToTokens;
use syn::Lit;

/// What an operation of another framework is here.
#[derive(Clone, Copy)]
enum Meaning {
    /// An operation of another name.
    Operation(&'static str),
    View,
    Unsqueeze,
    Transpose,
    /// A start and a length, in place of a range.
    Narrow,
    /// Its first argument is a size, not a factor.
    Interpolate,
    /// It changes nothing here.
    Nothing,
    /// A conversion to another type of numbers.
    Element,
    /// A layer, which has parameters.
    Layer(&'static str),
    /// An operator between two values.
    Sign(&'static str),
    /// A function of two values.
    Concat,
    Product,
    Gather,
    /// A size, which is known at compile time.
    Size,
    /// A choice between two values.
    Choice,
    /// A choice between a value and another one, or a number, where a mask is not 0.
    Filled,
    /// The larger, or the smaller, of a value and a number.
    Limit(&'static str),
    /// A reduction that keeps its axis.
    Kept(&'static str),
    /// The sign before a value.
    Negative,
    /// A power with this natural logarithm of its base.
    PowerOf(&'static str),
    /// A logarithm, which is the natural one times this factor.
    Logarithm(&'static str),
    /// Packed sequences, which are calls with a length.
    Packed,
    Unknown,
}

/// Names without case and underscores. An operation of `forward` has none here, nor has one that is merely misspelt.
const NAMES: &[(&str, Meaning)] = &[
    ("swish", Meaning::Operation("silu")),
    ("scaleddotproductattention", Meaning::Operation("attention")),
    ("hardswish", Meaning::Operation("hard_swish")),
    ("hswish", Meaning::Operation("hard_swish")),
    ("hsigmoid", Meaning::Operation("hard_sigmoid")),
    ("lrelu", Meaning::Operation("leaky_relu")),
    ("lrn", Meaning::Operation("local_response_norm")),
    ("tanhactivation", Meaning::Operation("tanh")),
    ("fastgelu", Meaning::Operation("gelu_tanh")),
    ("gelunew", Meaning::Operation("gelu_tanh")),
    ("maxpool1d", Meaning::Operation("max_pool")),
    ("maxpool2d", Meaning::Operation("max_pool")),
    ("maxpooling", Meaning::Operation("max_pool")),
    ("maxpooling1d", Meaning::Operation("max_pool")),
    ("maxpooling2d", Meaning::Operation("max_pool")),
    ("maxunpool1d", Meaning::Operation("max_unpool")),
    ("maxunpool2d", Meaning::Operation("max_unpool")),
    ("maxunpool3d", Meaning::Operation("max_unpool")),
    ("avgpool1d", Meaning::Operation("avg_pool")),
    ("avgpool2d", Meaning::Operation("avg_pool")),
    ("averagepool", Meaning::Operation("avg_pool")),
    ("averagepooling", Meaning::Operation("avg_pool")),
    ("averagepooling1d", Meaning::Operation("avg_pool")),
    ("averagepooling2d", Meaning::Operation("avg_pool")),
    ("meanpool", Meaning::Operation("avg_pool")),
    ("maxpool3d", Meaning::Operation("max_pool")),
    ("maxpooling3d", Meaning::Operation("max_pool")),
    ("avgpool3d", Meaning::Operation("avg_pool")),
    ("averagepooling3d", Meaning::Operation("avg_pool")),
    ("lppool1d", Meaning::Operation("lp_pool")),
    ("lppool2d", Meaning::Operation("lp_pool")),
    ("lppool3d", Meaning::Operation("lp_pool")),
    ("fold", Meaning::Operation("fold2d")),
    ("im2col", Meaning::Operation("unfold2d")),
    ("col2im", Meaning::Operation("fold2d")),
    ("adaptiveavgpool1d", Meaning::Operation("adaptive_avg_pool")),
    ("adaptiveavgpool2d", Meaning::Operation("adaptive_avg_pool")),
    ("adaptiveavgpool3d", Meaning::Operation("adaptive_avg_pool")),
    ("adaptivemaxpool1d", Meaning::Operation("adaptive_max_pool")),
    ("adaptivemaxpool2d", Meaning::Operation("adaptive_max_pool")),
    ("adaptivemaxpool3d", Meaning::Operation("adaptive_max_pool")),
    ("globalaveragepooling3d", Meaning::Operation("global_avg_pool")),
    ("globalaveragepooling", Meaning::Operation("global_avg_pool")),
    ("globalaveragepooling1d", Meaning::Operation("global_avg_pool")),
    ("globalaveragepooling2d", Meaning::Operation("global_avg_pool")),
    ("interpolate", Meaning::Interpolate),
    ("upsampling2d", Meaning::Operation("upsample")),
    ("pad", Meaning::Operation("zero_pad")),
    ("zeropad1d", Meaning::Operation("zero_pad")),
    ("zeropad2d", Meaning::Operation("zero_pad")),
    ("zeropad3d", Meaning::Operation("zero_pad")),
    ("zeropadding2d", Meaning::Operation("zero_pad")),
    ("constantpad1d", Meaning::Operation("constant_pad")),
    ("constantpad2d", Meaning::Operation("constant_pad")),
    ("constantpad3d", Meaning::Operation("constant_pad")),
    ("reflectionpad", Meaning::Operation("reflect_pad")),
    ("reflectionpad1d", Meaning::Operation("reflect_pad")),
    ("reflectionpad2d", Meaning::Operation("reflect_pad")),
    ("reflectionpad3d", Meaning::Operation("reflect_pad")),
    ("replicationpad", Meaning::Operation("replicate_pad")),
    ("replicationpad1d", Meaning::Operation("replicate_pad")),
    ("replicationpad2d", Meaning::Operation("replicate_pad")),
    ("replicationpad3d", Meaning::Operation("replicate_pad")),
    ("circularpad1d", Meaning::Operation("circular_pad")),
    ("circularpad2d", Meaning::Operation("circular_pad")),
    ("circularpad3d", Meaning::Operation("circular_pad")),
    // It drops channels of a sequence.
    ("dropout1d", Meaning::Unknown),
    ("spatialdropout2d", Meaning::Operation("dropout2d")),
    ("view", Meaning::View),
    ("viewas", Meaning::Unknown),
    ("unflatten", Meaning::Unknown),
    ("resize", Meaning::Unknown),
    ("expanddims", Meaning::Unsqueeze),
    ("swapaxes", Meaning::Transpose),
    ("t", Meaning::Transpose),
    ("clone", Meaning::Nothing),
    ("contiguous", Meaning::Nothing),
    ("float", Meaning::Element),
    ("cuda", Meaning::Nothing),
    ("cpu", Meaning::Nothing),
    ("to", Meaning::Nothing),
    ("requiresgrad", Meaning::Nothing),
    ("double", Meaning::Element),
    ("half", Meaning::Element),
    ("identity", Meaning::Nothing),
    ("copy", Meaning::Nothing),
    ("toowned", Meaning::Nothing),
    ("borrow", Meaning::Nothing),
    ("asref", Meaning::Nothing),
    ("linear", Meaning::Layer("Linear")),
    ("dense", Meaning::Layer("Linear")),
    ("conv1d", Meaning::Layer("Conv1d")),
    ("conv2d", Meaning::Layer("Conv2d")),
    ("conv3d", Meaning::Layer("Conv3d")),
    ("convtranspose1d", Meaning::Layer("ConvTranspose1d")),
    ("convtranspose2d", Meaning::Layer("ConvTranspose2d")),
    ("convtranspose3d", Meaning::Layer("ConvTranspose3d")),
    ("embedding", Meaning::Layer("Embedding")),
    ("batchnorm", Meaning::Layer("BatchNorm2d")),
    ("batchnorm1d", Meaning::Layer("BatchNorm1d")),
    ("batchnorm2d", Meaning::Layer("BatchNorm2d")),
    ("batchnorm3d", Meaning::Layer("BatchNorm3d")),
    ("instancenorm", Meaning::Layer("InstanceNorm2d")),
    ("instancenorm1d", Meaning::Layer("InstanceNorm1d")),
    ("instancenorm2d", Meaning::Layer("InstanceNorm2d")),
    ("instancenorm3d", Meaning::Layer("InstanceNorm3d")),
    ("layernorm", Meaning::Layer("LayerNorm")),
    ("groupnorm", Meaning::Layer("GroupNorm")),
    ("rmsnorm", Meaning::Layer("RmsNorm")),
    ("prelu", Meaning::Layer("PRelu")),
    ("add", Meaning::Sign("+")),
    ("mul", Meaning::Sign("*")),
    ("multiply", Meaning::Sign("*")),
    ("cat", Meaning::Concat),
    ("concatenate", Meaning::Concat),
    ("mm", Meaning::Product),
    ("bmm", Meaning::Product),
    ("takealongdim", Meaning::Gather),
    ("takealongaxis", Meaning::Gather),
    ("narrow", Meaning::Narrow),
    ("rope", Meaning::Operation("rotary")),
    ("rotaryembedding", Meaning::Operation("rotary")),
    ("amax", Meaning::Operation("max")),
    ("amin", Meaning::Operation("min")),
    ("tile", Meaning::Operation("repeat")),
    ("size", Meaning::Size),
    ("shape", Meaning::Size),
    ("len", Meaning::Size),
    ("dims", Meaning::Size),
    ("oneslike", Meaning::Unknown),
    ("zeroslike", Meaning::Unknown),
    ("dim", Meaning::Size),
    ("sub", Meaning::Sign("-")),
    ("subtract", Meaning::Sign("-")),
    ("div", Meaning::Sign("/")),
    ("divide", Meaning::Sign("/")),
    ("log", Meaning::Operation("ln")),
    ("exp2", Meaning::PowerOf("0.6931472")),
    ("log2", Meaning::Logarithm("1.442695")),
    ("log10", Meaning::Logarithm("0.4342945")),
    ("reciprocal", Meaning::Operation("recip")),
    ("absolute", Meaning::Operation("abs")),
    ("clip", Meaning::Operation("clamp")),
    ("expandas", Meaning::Unknown),
    ("broadcastto", Meaning::Operation("expand")),
    ("where", Meaning::Choice),
    ("wherecond", Meaning::Choice),
    ("maskedfill", Meaning::Filled),
    ("maskfill", Meaning::Filled),
    ("maskwhere", Meaning::Filled),
    ("clampmin", Meaning::Limit("maximum")),
    ("clampmax", Meaning::Limit("minimum")),
    ("sumkeepdim", Meaning::Kept("sum")),
    ("meankeepdim", Meaning::Kept("mean")),
    ("varkeepdim", Meaning::Kept("var")),
    ("maxkeepdim", Meaning::Kept("max")),
    ("minkeepdim", Meaning::Kept("min")),
    ("sumdim", Meaning::Kept("sum")),
    ("meandim", Meaning::Kept("mean")),
    ("maxdim", Meaning::Kept("max")),
    ("mindim", Meaning::Kept("min")),
    ("powf", Meaning::Operation("pow")),
    ("powi", Meaning::Operation("pow")),
    ("power", Meaning::Operation("pow")),
    ("sqr", Meaning::Operation("square")),
    ("stopgradient", Meaning::Operation("detach")),
    ("stopgrad", Meaning::Operation("detach")),
    ("nograd", Meaning::Operation("detach")),
    ("noise", Meaning::Operation("normal_noise")),
    ("gaussiannoise", Meaning::Operation("normal_noise")),
    ("randnlike", Meaning::Operation("normal_noise")),
    ("swapdims", Meaning::Transpose),
    ("flattenall", Meaning::Operation("flatten")),
    ("flattenfrom", Meaning::Operation("flatten")),
    ("greater", Meaning::Sign(">")),
    ("less", Meaning::Sign("<")),
    ("equal", Meaning::Sign("==")),
    ("gt", Meaning::Sign(">")),
    ("lt", Meaning::Sign("<")),
    ("ge", Meaning::Sign(">=")),
    ("le", Meaning::Sign("<=")),
    ("eq", Meaning::Sign("==")),
    ("ne", Meaning::Sign("!=")),
    ("greaterelem", Meaning::Sign(">")),
    ("lowerelem", Meaning::Sign("<")),
    ("equalelem", Meaning::Sign("==")),
    ("broadcastadd", Meaning::Sign("+")),
    ("broadcastsub", Meaning::Sign("-")),
    ("broadcastmul", Meaning::Sign("*")),
    ("broadcastdiv", Meaning::Sign("/")),
    ("addscalar", Meaning::Sign("+")),
    ("subscalar", Meaning::Sign("-")),
    ("mulscalar", Meaning::Sign("*")),
    ("divscalar", Meaning::Sign("/")),
    ("sort", Meaning::Unknown),
    ("argsort", Meaning::Unknown),
    ("topk", Meaning::Unknown),
    ("prod", Meaning::Unknown),
    ("cumprod", Meaning::Unknown),
    ("median", Meaning::Unknown),
    ("triu", Meaning::Unknown),
    ("tril", Meaning::Unknown),
    ("round", Meaning::Unknown),
    ("ceil", Meaning::Unknown),
    ("packpaddedsequence", Meaning::Packed),
    ("padpackedsequence", Meaning::Packed),
    ("packsequence", Meaning::Packed),
    ("print", Meaning::Unknown),
    ("iter", Meaning::Unknown),
    ("map", Meaning::Unknown),
    ("push", Meaning::Unknown),
    ("append", Meaning::Unknown),
    ("backward", Meaning::Unknown),
    ("item", Meaning::Unknown),
    ("numpy", Meaning::Unknown),
    ("unwrap", Meaning::Nothing),
    ("expect", Meaning::Nothing),
    ("neg", Meaning::Negative),
    ("negative", Meaning::Negative),
    ("tan", Meaning::Unknown),
    ("rrelu", Meaning::Unknown),
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
    ("relu6", "relu6"),
    ("hardtanh", "hardtanh"),
    ("logsigmoid", "log_sigmoid"),
    ("softsign", "softsign"),
    ("celu", "celu"),
    ("threshold", "threshold"),
    ("softshrink", "softshrink"),
    ("hardshrink", "hardshrink"),
    ("tanhshrink", "tanhshrink"),
    ("glu", "glu"),
    ("softmin", "softmin"),
    ("softmax2d", "softmax2d"),
    ("localresponsenorm", "local_response_norm"),
    ("softmax", "softmax"),
    ("logsoftmax", "log_softmax"),
    ("dropout", "dropout"),
    ("dropout2d", "dropout2d"),
    ("spatialdropout2d", "dropout2d"),
    ("maxpool", "max_pool"),
    ("maxpool1d", "max_pool"),
    ("maxpool2d", "max_pool"),
    ("maxpooling1d", "max_pool"),
    ("maxpooling2d", "max_pool"),
    ("maxunpool1d", "max_unpool"),
    ("maxunpool2d", "max_unpool"),
    ("maxunpool3d", "max_unpool"),
    ("avgpool", "avg_pool"),
    ("avgpool1d", "avg_pool"),
    ("avgpool2d", "avg_pool"),
    ("averagepooling1d", "avg_pool"),
    ("averagepooling2d", "avg_pool"),
    ("globalavgpool", "global_avg_pool"),
    ("maxpool3d", "max_pool"),
    ("avgpool3d", "avg_pool"),
    ("lppool1d", "lp_pool"),
    ("lppool2d", "lp_pool"),
    ("lppool3d", "lp_pool"),
    ("unfold", "unfold2d"),
    ("fold", "fold2d"),
    ("adaptiveavgpool", "adaptive_avg_pool"),
    ("adaptiveavgpool1d", "adaptive_avg_pool"),
    ("adaptiveavgpool2d", "adaptive_avg_pool"),
    ("adaptiveavgpool3d", "adaptive_avg_pool"),
    ("adaptivemaxpool", "adaptive_max_pool"),
    ("adaptivemaxpool1d", "adaptive_max_pool"),
    ("adaptivemaxpool2d", "adaptive_max_pool"),
    ("adaptivemaxpool3d", "adaptive_max_pool"),
    ("globalaveragepooling1d", "global_avg_pool"),
    ("globalaveragepooling2d", "global_avg_pool"),
    ("flatten", "flatten"),
    ("zeropad1d", "zero_pad"),
    ("zeropad2d", "zero_pad"),
    ("zeropad3d", "zero_pad"),
    ("reflectionpad1d", "reflect_pad"),
    ("reflectionpad2d", "reflect_pad"),
    ("reflectionpad3d", "reflect_pad"),
    ("replicationpad1d", "replicate_pad"),
    ("replicationpad2d", "replicate_pad"),
    ("replicationpad3d", "replicate_pad"),
    ("circularpad1d", "circular_pad"),
    ("circularpad2d", "circular_pad"),
    ("circularpad3d", "circular_pad"),
    ("pixelshuffle", "pixel_shuffle"),
    ("pixelunshuffle", "pixel_unshuffle"),
    ("channelshuffle", "channel_shuffle"),
    ("upsample", "upsample"),
    ("zeropadding2d", "zero_pad"),
    ("upsampling2d", "upsample"),
    ("gaussiannoise", "normal_noise"),
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
/// `values` are the values that it receives, as code, and `shape` is that of the first; `is_method` tells whether the
/// first stands before the name.
pub(crate) fn help_foreign(
    name: &str,
    given: &[Given],
    values: &[String],
    shape: Option<&Shape>,
    is_method: bool,
) -> String {
    let sizes = shape.and_then(Shape::known);
    let method = |code: Option<String>, usage: &str| match (code, values) {
        // Of two values.
        (Some(code), [] | [_]) if code.contains("return_indices = true") => {
            let value = values.first().map_or("x", String::as_str);
            messages::help_notation(format!("let (y, indices) = {value}{code};"))
        }
        (Some(code), [value]) if !is_method => messages::help_notation(format!("{value}{code}")),
        (Some(code), [] | [_]) => messages::help_notation(code),
        _ => messages::help_usage(usage),
    };
    let function = |code: Option<String>, usage: &str| match code {
        Some(code) => messages::help_notation(code),
        None => messages::help_usage(usage),
    };
    let is_factor = |argument: &Given| matches!(argument, Given::Named(name, _) if name != "size");
    // Along the batch there is no extremum, so 0 is a number, as any fraction is.
    if let ("max" | "min", [value], [Given::Number(number)]) = (name, values, given)
        && (number.contains('.') || number == "0")
    {
        return messages::help_notation(format!("{name}imum({value}, {number})"));
    }
    match meaning(name) {
        _ if METHODS.contains(&name) => method(translate(name, given, true, sizes), name),
        _ if name == "concat" => function(concat_of(given, values, sizes, false), name),
        _ if name == "split" => function(split_of(given, values, sizes), name),
        _ if name == "stack" => function(stack_of(given, values, sizes), name),
        _ if name == "chunk" => function(chunk_of(given, values, sizes), name),
        _ if matches!(name, "gather" | "index_select") => function(taken_of(name, given, values, sizes), name),
        _ if name == "einsum" => match given {
            [Given::Word(text)] => {
                let text = Einsum::of_sample(text, sizes.map_or(0, <[Dim]>::len));
                messages::help_notation(format!("einsum({text:?}, {})", values.join(", ")))
            }
            _ => messages::help_usage(name),
        },
        _ if name == "attention" => function(attention_of(given, values), name),
        _ if FUNCTIONS.contains(&name) => messages::help_usage(name),
        Some(Meaning::Operation(of @ "attention")) => function(attention_of(given, values), of),
        Some(Meaning::Operation(of)) => method(translate(of, given, true, sizes), of),
        Some(Meaning::Interpolate) if given.iter().all(is_factor) => {
            method(translate("upsample", given, true, sizes), "upsample")
        }
        Some(Meaning::Interpolate) => messages::help_usage("upsample"),
        // Keras joins along the last axis.
        Some(Meaning::Concat) => function(concat_of(given, values, sizes, plain(name) == "concatenate"), "concat"),
        Some(Meaning::View) => method(translate("reshape", given, true, sizes), "reshape"),
        Some(Meaning::Unsqueeze) => method(unsqueeze(given, sizes), "unsqueeze"),
        Some(Meaning::Transpose) => method(transpose(given, sizes), "transpose"),
        Some(Meaning::Narrow) => method(narrow(given, sizes), "slice"),
        Some(Meaning::Nothing) => messages::help_nothing_to_do(name),
        Some(Meaning::Element) => messages::help_element(name),
        Some(Meaning::Layer(layer)) => messages::help_declare_own_layer(name, layer),
        Some(Meaning::Sign(sign)) => match values {
            [a, b] if given.is_empty() => messages::help_notation(format!("({a} {sign} {b})")),
            [a] => match given {
                [Given::Number(number)] => messages::help_notation(format!("({a} {sign} {number})")),
                _ => messages::help_sign(sign),
            },
            _ => messages::help_sign(sign),
        },
        Some(Meaning::Product) => match values {
            [a, b] if given.is_empty() => messages::help_notation(format!("matmul({a}, {b})")),
            _ => messages::help_product(),
        },
        Some(Meaning::Gather) => function(taken_of("gather", given, values, sizes), "gather"),
        Some(Meaning::Size) => messages::help_sizes_are_known(),
        Some(Meaning::Choice) => match values {
            [mask, a, b] if given.is_empty() => messages::help_notation(format!("select({mask}, {a}, {b})")),
            _ => messages::help_select(),
        },
        Some(Meaning::Filled) => match (values, given) {
            ([value, mask], [Given::Number(number)]) => {
                messages::help_notation(format!("select({mask}, {number}, {value})"))
            }
            ([value, mask, other], []) => messages::help_notation(format!("select({mask}, {other}, {value})")),
            _ => messages::help_select(),
        },
        Some(Meaning::Limit(of)) => match (values, given) {
            ([value], [Given::Number(number)]) => messages::help_notation(format!("{of}({value}, {number})")),
            _ => messages::help_limit(of),
        },
        Some(Meaning::Kept(of)) => {
            let keeping = Given::Named("keepdim".into(), Given::Word("True".into()).into());
            method(translate(of, &[given, &[keeping]].concat(), true, sizes), of)
        }
        Some(Meaning::Negative) => match values {
            [value] if given.is_empty() => messages::help_notation(format!("(-{value})")),
            _ => messages::help_negative(),
        },
        Some(Meaning::PowerOf(factor)) => {
            messages::help_notation(format!("({} * {factor}).exp()", values.first().map_or("x", String::as_str)))
        }
        Some(Meaning::Logarithm(factor)) => {
            messages::help_notation(format!("({}.ln() * {factor})", values.first().map_or("x", String::as_str)))
        }
        Some(Meaning::Packed) => messages::help_packed(),
        Some(Meaning::Unknown) | None => messages::help_outside(),
    }
}

/// Returns whether the arguments of a call are numbers and sizes only, after the value that it is called on.
pub(crate) fn takes_sizes(name: &str) -> bool {
    let takes = |method: &str| {
        matches!(
            method,
            "reshape"
                | "expand"
                | "permute"
                | "upsample"
                | "max_pool"
                | "avg_pool"
                | "lp_pool"
                | "unfold2d"
                | "fold2d"
                | "adaptive_avg_pool"
                | "adaptive_max_pool"
                | "pixel_shuffle"
                | "pixel_unshuffle"
                | "channel_shuffle"
                | "sequence_mask"
        ) || is_padding(method)
    };
    match meaning(name) {
        Some(Meaning::Operation(method)) => takes(method),
        Some(Meaning::View) => true,
        _ => false,
    }
}

/// Returns whether a name is that of a layer or of something that `nn` does not have, so that a field may be meant.
pub(crate) fn may_be_a_layer(name: &str) -> bool {
    matches!(meaning(name), Some(Meaning::Layer(_) | Meaning::Unknown | Meaning::Size))
}

/// The call of an operation that a type of another framework stands for, such as `MaxPool2d<2>`.
pub(crate) fn call_of_type(method: &str, arguments: &[Argument]) -> Option<String> {
    let given: Vec<_> = arguments.iter().map(Given::of).collect();
    translate(method, &given, true, None)
}

/// The call of an operation whose arguments between `::<` and `>` are in another notation.
pub(crate) fn in_notation(method: &str, arguments: &[Argument], shape: &Shape) -> Option<String> {
    let given: Vec<_> = arguments.iter().map(Given::of).collect();
    // An axis with a name is that of other frameworks, which count the batch.
    let is_shifted = |given: &Given| matches!(given, Given::Named(name, _) if name == "dim" || name == "axis");
    translate(method, &given, given.iter().any(is_shifted), shape.known())
}

/// The call of `slice` with its arguments in order.
pub(in crate::catalogue::operations) fn slice_in_order(arguments: &[Argument]) -> Option<String> {
    let given: Vec<_> = arguments.iter().map(Given::of).collect();
    slice(&given.iter().collect::<Vec<_>>(), None)
}

/// Returns whether an operation has arguments between `::<` and `>`.
fn has_parameters(method: &str) -> bool {
    takes_sizes(method)
        || takes_indices(method)
        || matches!(method, "dropout" | "dropout2d" | "glu" | "local_response_norm" | "rotary")
        || numbers_of(method).is_some()
}

/// The error for the arguments of an operation between `::<` and `>` in another notation.
pub(in crate::catalogue::operations) fn misread(call: &Call<'_>) -> Option<syn::Error> {
    let arguments = call.arguments.as_deref()?;
    if !METHODS.contains(&call.name.as_str()) {
        return call
            .slip
            .as_ref()
            .map(|slip| syn::Error::new(slip.span, slip.message(&messages::help_usage(&call.name))));
    }
    let known: &[&str] = match call.name.as_str() {
        "max_pool" => &["stride", "padding", "dilation", "ceil_mode", "return_indices"],
        "avg_pool" => &["stride", "padding", "ceil_mode", "count_include_pad", "divisor_override"],
        "lp_pool" => &["norm_type", "stride", "ceil_mode"],
        "unfold2d" => &["stride", "padding", "dilation"],
        "fold2d" => &["output_size", "stride", "padding", "dilation"],
        "upsample" => &["mode", "align_corners"],
        "constant_pad" => &["value"],
        "slice" => &["step"],
        "max" | "min" | "argmax" | "argmin" => &["keep"],
        "local_response_norm" => &["alpha", "beta", "k"],
        "rotary" => &["heads", "theta", "interleaved"],
        _ => &[],
    };
    let has_fractions = matches!(call.name.as_str(), "local_response_norm" | "rotary");
    let deviation = arguments.iter().find_map(|argument| match argument {
        Argument::Named(name, _) if !known.contains(&name.to_string().as_str()) => {
            Some((name.span(), messages::argument_of_others(&call.name, name)))
        }
        Argument::Named(_, Value::Literal(Lit::Float(_))) if has_fractions => None,
        Argument::Named(name, Value::Literal(Lit::Float(_))) if name == "value" => None,
        Argument::Named(name, value @ (Value::List(..) | Value::Literal(Lit::Str(_) | Lit::Float(_)))) => {
            Some((value.span().unwrap_or(name.span()), messages::wrong_value(&call.name, name, value.text())))
        }
        Argument::Number(literal @ (Lit::Str(_) | Lit::Float(_))) if takes_sizes(&call.name) => {
            Some((literal.span(), messages::not_one_size(literal.to_token_stream())))
        }
        Argument::Several(value) => Some((value.span().unwrap_or(call.span), messages::not_one_size(value.text()))),
        _ => None,
    });
    let deviation = match has_parameters(&call.name) {
        true => deviation,
        false => Some((call.span, messages::without_parameters(&call.name))),
    };
    let (span, what) = match &call.slip {
        Some(slip) => (slip.span, slip.what.clone()),
        None => deviation?,
    };
    let given: Vec<_> = arguments.iter().map(Given::of).collect();
    let in_order = || (call.name == "slice").then(|| slice_in_order(arguments)).flatten();
    let help = match translate(&call.name, &given, false, None).or_else(in_order) {
        Some(code) => messages::help_notation(code),
        // The names that the operation does not have are reported with those that it has.
        None if call.slip.is_none() && has_parameters(&call.name) => return None,
        None => messages::help_usage(&call.name),
    };
    let message = call.slip.as_ref().map_or_else(|| format!("{what}\n{help}"), |slip| slip.message(&help));
    Some(syn::Error::new(span, message))
}
