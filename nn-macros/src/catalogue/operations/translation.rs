//! The translation of a call from the notation of other frameworks to that of `forward`.

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
            Given::Number(number) => whole(number).filter(|&size| size > 0).map(|size| size.to_string()),
            Given::Word(name) if whole(name).is_some() => Some(name.clone()),
            Given::Word(name) if name.starts_with(char::is_uppercase) && !is_constant(name) => Some(name.clone()),
            _ => None,
        }
    }

    /// The value of an argument per axis: one integer, or one in parentheses for each.
    fn per_axis(&self) -> Option<String> {
        let number = |given: &Given| match given {
            Given::Number(number) => whole(number).map(|number| number.to_string()),
            other => other.size(),
        };
        match self {
            Given::Many(all) => {
                let all: Vec<_> = all.iter().map(number).collect::<Option<_>>()?;
                match all.as_slice() {
                    [one] => Some(one.clone()),
                    [a, rest @ ..] if rest.iter().all(|b| a == b) => Some(a.clone()),
                    [_, _] | [_, _, _] => Some(format!("({})", all.join(", "))),
                    _ => None,
                }
            }
            one => number(one),
        }
    }

    fn copy(&self) -> Given {
        match self {
            Given::Number(number) => Given::Number(number.clone()),
            Given::Named(name, value) => Given::Named(name.clone(), value.copy().into()),
            Given::Many(all) => Given::Many(all.iter().map(Given::copy).collect()),
            Given::Axis(axis) => Given::Axis(*axis),
            Given::Word(word) => Given::Word(word.clone()),
        }
    }

    /// Whether it states what holds anyway.
    fn is_off(&self) -> bool {
        matches!(self, Given::Word(word) if matches!(word.as_str(), "False" | "false" | "None"))
    }
}

/// The integer that a number is, such as `2` and `2.0`.
fn whole(number: &str) -> Option<u64> {
    let value = number.trim().parse::<f64>().ok().filter(|value| value.fract() == 0.0)?;
    (0.0..1e15).contains(&value).then_some(value as u64)
}

fn is_constant(word: &str) -> bool {
    matches!(word, "True" | "False" | "None")
}

/// Arguments that have no counterpart, and no effect on the result.
const WITHOUT_EFFECT: &[&str] = &["inplace", "name"];
/// Arguments that are on in other frameworks unless they are turned off, and always on here.
const ALWAYS_ON: &[&str] = &["training", "train", "count_include_pad"];
/// Arguments of which `None` is a value.
const WITH_NONE: &[&str] = &["output_size", "dim", "axis"];

/// Splits arguments into those by place and those by name; leaves out those without effect.
fn split(given: &[Given]) -> (Vec<&Given>, Vec<(&str, &Given)>) {
    let (mut places, mut names) = (Vec::new(), Vec::new());
    for argument in given {
        match argument {
            Given::Named(name, _) if WITHOUT_EFFECT.contains(&name.as_str()) => {}
            Given::Named(name, value) if ALWAYS_ON.contains(&name.as_str()) => {
                if value.is_off() {
                    names.push((name.as_str(), &**value));
                }
            }
            Given::Named(name, value) if value.is_off() && !WITH_NONE.contains(&name.as_str()) => {}
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
pub(super) fn translate(method: &str, given: &[Given], in_parentheses: bool, sizes: Option<&[Dim]>) -> Option<String> {
    let plain_call = || Some(format!(".{method}()"));
    match method {
        "max_pool" | "avg_pool" | "lp_pool" => pool(method, given, in_parentheses),
        "pixel_shuffle" | "pixel_unshuffle" | "channel_shuffle" => {
            let names = ["upscale_factor", "downscale_factor", "groups"];
            Some(format!(".{method}::<{}>()", only(given, &names).ok()??.size()?))
        }
        "dropout" | "dropout2d" | "leaky_relu" | "elu" | "softplus" => {
            let names: &[&str] = match method {
                "leaky_relu" => &["negative_slope", "slope", "alpha"],
                "elu" => &["alpha", "factor"],
                "softplus" => &["beta", "factor"],
                _ => &["p", "rate", "prob", "probability"],
            };
            match only(given, names).ok()? {
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
        "global_avg_pool" | "adaptive_avg_pool" | "adaptive_max_pool" => {
            let is_global = method == "global_avg_pool";
            let is_one = |given: &Given| match given {
                Given::Many(all) => all.iter().all(|one| one.integer() == Some(1)),
                one => one.integer() == Some(1),
            };
            match only(given, &["output_size"]).ok()? {
                None => is_global.then(plain_call).flatten(),
                Some(size) if is_global => is_one(size).then(plain_call).flatten(),
                Some(size) if method == "adaptive_avg_pool" && is_one(size) => Some(".global_avg_pool()".into()),
                Some(size) => Some(format!(".{method}::<{}>()", size.per_axis()?.trim_matches(['(', ')']))),
            }
        }
        "upsample" => upsample(given),
        "constant_pad" => None,
        "reflect_pad" | "replicate_pad" | "circular_pad" => {
            let code = zero_pad(given, in_parentheses, sizes)?;
            Some(code.replace("zero_pad", method))
        }
        "zero_pad" => {
            // `mode` is an operation of its own.
            let other = |given: &Given| match given {
                Given::Named(name, mode) if name == "mode" => mode_of_padding(mode),
                word => mode_of_padding(word),
            };
            match given.iter().find_map(other) {
                None => zero_pad(given, in_parentheses, sizes),
                Some(mode) => {
                    let rest = given.iter().filter(|given| other(given).is_none()).map(Given::copy).collect::<Vec<_>>();
                    Some(zero_pad(&rest, in_parentheses, sizes)?.replace("zero_pad", mode))
                }
            }
        }
        "permute" => permute(given, in_parentheses, sizes),
        "reshape" => reshape(given, in_parentheses, sizes),
        "gelu" if matches!(only(given, &["approximate"]), Ok(Some(Given::Word(word))) if word == "none") => {
            plain_call()
        }
        "gelu" if matches!(only(given, &["approximate"]), Ok(Some(Given::Word(word))) if word == "tanh") => {
            Some(".gelu_tanh()".into())
        }
        _ => {
            let (places, named) = split(given);
            // `inplace` by its place.
            let is_truth = |place: &&Given| match place {
                Given::Word(word) => is_constant(word) || word == "true" || word == "false",
                _ => false,
            };
            if named.is_empty() && places.iter().all(is_truth) { plain_call() } else { None }
        }
    }
}

/// The padding operation of a mode in other frameworks.
fn mode_of_padding(mode: &Given) -> Option<&'static str> {
    match mode {
        Given::Word(mode) if mode == "reflect" => Some("reflect_pad"),
        Given::Word(mode) if mode == "replicate" || mode == "edge" => Some("replicate_pad"),
        Given::Word(mode) if mode == "circular" || mode == "wrap" => Some("circular_pad"),
        _ => None,
    }
}

fn upsample(given: &[Given]) -> Option<String> {
    let (mut scale, mut mode, mut corners) = (None, None, false);
    for argument in given {
        match argument {
            Given::Named(name, value) if name == "mode" => match &**value {
                Given::Word(word) if word == "nearest" => {}
                Given::Word(word) if matches!(word.as_str(), "linear" | "bilinear" | "trilinear" | "bicubic") => {
                    mode = Some(word);
                }
                _ => return None,
            },
            Given::Named(name, value) if name == "align_corners" => match &**value {
                Given::Word(word) if matches!(word.as_str(), "True" | "true") => corners = true,
                off if off.is_off() => {}
                _ => return None,
            },
            Given::Named(name, value) if matches!(name.as_str(), "scale_factor" | "scale" | "size_factor") => {
                if scale.replace(&**value).is_some() {
                    return None;
                }
            }
            Given::Named(..) => return None,
            other => {
                if scale.replace(other).is_some() {
                    return None;
                }
            }
        }
    }
    let mode = mode.map(|mode| format!(", mode = {mode}")).unwrap_or_default();
    let corners = match (corners, mode.is_empty()) {
        (true, true) => return None,
        (true, false) => ", align_corners = true",
        (false, _) => "",
    };
    Some(format!(".upsample::<{}{mode}{corners}>()", scale?.per_axis()?.trim_matches(['(', ')'])))
}

fn pool(method: &str, given: &[Given], in_parentheses: bool) -> Option<String> {
    let (places, named) = split(given);
    let mut arguments: Vec<(&str, String)> = Vec::new();
    let mut kernel = None;
    let order: &[&str] = match method {
        "max_pool" => &["stride", "padding", "dilation", "ceil_mode"],
        "avg_pool" => &["stride", "padding", "ceil_mode", "count_include_pad", "divisor_override"],
        _ => &["stride", "ceil_mode"],
    };
    let mut places = places;
    // The exponent comes first in PyTorch.
    if method == "lp_pool" && in_parentheses && places.len() > 1 {
        arguments.push(("norm_type", places.remove(0).size()?));
    }
    let read = |name: &str, value: &Given| match (name, value) {
        ("ceil_mode" | "count_include_pad", Given::Word(word)) => {
            matches!(word.as_str(), "True" | "true" | "False" | "false").then(|| word.to_lowercase())
        }
        ("ceil_mode" | "count_include_pad", _) => None,
        _ => value.per_axis(),
    };
    match (places.as_slice(), in_parentheses) {
        ([], _) => {}
        ([one], _) => kernel = Some(one.per_axis()?),
        ([height, width], false) => kernel = Some(format!("({}, {})", height.size()?, width.size()?)),
        ([depth, height, width], false) => {
            kernel = Some(format!("({}, {}, {})", depth.size()?, height.size()?, width.size()?));
        }
        (_, false) => return None,
        ([first, rest @ ..], true) => {
            kernel = Some(first.per_axis()?);
            if rest.len() > order.len() {
                return None;
            }
            let is_default = |name: &str, value: &Given| match name {
                "count_include_pad" => !value.is_off(),
                _ => value.is_off(),
            };
            for (name, value) in order.iter().zip(rest).filter(|(name, value)| !is_default(name, value)) {
                arguments.push((name, read(name, value)?));
            }
        }
    }
    for (name, value) in named {
        let is_flag = matches!(name, "ceil_mode" | "count_include_pad");
        let value = if is_flag { read(name, value)? } else { value.per_axis()? };
        let name = match name {
            "ceil_mode" => "ceil_mode",
            "count_include_pad" => "count_include_pad",
            "divisor_override" => "divisor_override",
            "norm_type" if method == "lp_pool" => {
                arguments.push(("norm_type", value));
                continue;
            }
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

/// The padding of each side, left, right, top and bottom, or left and right of a sequence; one for all sides.
fn zero_pad(given: &[Given], in_parentheses: bool, sizes: Option<&[Dim]>) -> Option<String> {
    let rank = sizes.map(<[Dim]>::len);
    let is_zero = |value: &Given| matches!(value, Given::Number(number) if whole(number) == Some(0));
    let is_constant = |value: &Given| matches!(value, Given::Word(mode) if mode == "constant");
    let (places, mut named) = split(given);
    named.retain(|(name, value)| !(*name == "mode" && is_constant(value) || *name == "value" && is_zero(value)));
    let sides: Vec<&Given> = match (places.as_slice(), named.as_slice()) {
        ([], [("padding" | "pad", one)]) => vec![*one],
        ([all @ Given::Many(_), mode], []) if is_constant(mode) => vec![*all],
        ([all @ Given::Many(_), mode, value], []) if is_constant(mode) && is_zero(value) => vec![*all],
        (places, []) => places.to_vec(),
        _ => return None,
    };
    let sides: Vec<&Given> = match sides.as_slice() {
        [Given::Many(all)] => all.iter().collect(),
        _ => sides,
    };
    let sides: Vec<&Given> = match sides.as_slice() {
        // Keras: the pair of top and bottom, then that of left and right.
        [Given::Many(height), Given::Many(width)] if rank == Some(3) => width.iter().chain(height).collect(),
        _ => sides,
    };
    // Frameworks differ in whether two paddings of an image are left and right, or those of its height and its width.
    let is_clear = match sides.len() {
        1 => true,
        2 => !in_parentheses || rank == Some(2),
        4 => rank.is_none_or(|rank| rank == 3),
        6 => rank.is_none_or(|rank| rank == 4),
        _ => false,
    };
    let size = |side: &&Given| if matches!(side, Given::Many(_)) { None } else { side.per_axis() };
    let sides: Vec<_> = sides.iter().map(size).collect::<Option<_>>()?;
    is_clear.then(|| format!(".zero_pad::<{}>()", sides.join(", ")))
}

/// Returns whether these are exactly the axes after the channels: none, or all of them, counted with the batch or from the
/// end.
pub(super) fn are_spatial(given: &[Given], rank: Option<usize>) -> bool {
    let Ok(axes) = only(given, &["dim", "axis"]) else { return false };
    let axes: Vec<_> = match axes {
        None => return true,
        Some(Given::Many(all)) => all.iter().map(Given::integer).collect(),
        Some(one) => vec![one.integer()],
    };
    let Some(rank) = rank.and_then(|rank| i64::try_from(rank).ok()) else { return false };
    let axes: Option<Vec<_>> = axes.into_iter().collect();
    let mut axes: Vec<_> =
        axes.unwrap_or_default().into_iter().map(|axis| if axis < 0 { rank + 1 + axis } else { axis }).collect();
    axes.sort_unstable();
    axes.into_iter().eq(2..=rank)
}

/// Returns whether a name is one that programs give to the size of the batch.
fn is_batch(name: &str) -> bool {
    matches!(name, "B" | "b" | "N" | "n" | "bs" | "bsz" | "batch" | "batch_size" | "Batch" | "batchsize")
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
    // The size that an argument states, if it is a number.
    let number = |size: &Given| match size {
        Given::Number(number) => whole(number),
        Given::Axis(Some(axis)) => sizes?.get(usize::try_from(axis.checked_sub(1)?).ok()?)?.literal(),
        _ => None,
    };
    let product = |all: &[&Given]| all.iter().try_fold(1_u64, |product, size| product.checked_mul(number(size)?));
    let all: Vec<_> = given.iter().collect();
    let mut rest = &all[..];
    // The batch comes first, as `x.size(0)`, as its name or as -1.
    match &all[..] {
        [Given::Axis(Some(0)), after @ ..] if in_parentheses => rest = after,
        [Given::Word(name), after @ ..] if in_parentheses && is_batch(name) && !after.is_empty() => rest = after,
        [first, after @ ..] if first.integer() == Some(-1) && !after.is_empty() => {
            let others = product(after);
            if others.is_none() && after.iter().all(|size| size.integer() != Some(-1)) || others == literal {
                rest = after;
            }
        }
        _ => {}
    }
    let is_unknown = |size: &Given| size.integer() == Some(-1) || matches!(size, Given::Word(word) if word == "_");
    let others: Vec<_> = rest.iter().copied().filter(|size| !is_unknown(size)).collect();
    if rest.is_empty() || rest.len() > 5 || others.len() + 1 < rest.len() {
        return None;
    }
    // A number in front of all elements of a sample is the size of the batch.
    if let ([_, after @ ..], Some(count), Some(all)) = (rest, literal, product(rest))
        && all != count
    {
        if !in_parentheses || rest.len() < given.len() || product(after) != Some(count) {
            return None;
        }
        rest = after;
    }
    let others: Vec<_> = rest.iter().copied().filter(|size| !is_unknown(size)).collect();
    let has_batch = rest.len() < all.len();
    if let [only] = rest
        && (is_unknown(only) || has_batch && literal.is_some() && number(only) == literal)
    {
        return Some(".flatten()".into());
    }
    let size = |size: &&Given| {
        if !is_unknown(size) {
            return number(size).filter(|&size| size > 0).map(|size| size.to_string()).or_else(|| size.size());
        }
        let others = product(&others)?;
        literal.filter(|count| others > 0 && count.is_multiple_of(others)).map(|count| (count / others).to_string())
    };
    let sizes: Vec<_> = rest.iter().map(size).collect::<Option<_>>()?;
    Some(format!(".reshape::<{}>()", sizes.join(", ")))
}

/// The order of the axes of one sample, without the batch.
fn permute(given: &[Given], in_parentheses: bool, sizes: Option<&[Dim]>) -> Option<String> {
    let given = match given {
        [Given::Many(all)] => all,
        [Given::Named(name, value)] if matches!(name.as_str(), "dims" | "axes") => match &**value {
            Given::Many(all) => all,
            _ => return None,
        },
        all => all,
    };
    let order: Vec<u64> = given.iter().map(|axis| u64::try_from(axis.integer()?).ok()).collect::<Option<_>>()?;
    let rank = sizes.map(<[Dim]>::len);
    let order = match order.as_slice() {
        // The batch stays first.
        [0, rest @ ..] if in_parentheses && rank == Some(rest.len()) => {
            rest.iter().map(|axis| axis.checked_sub(1)).collect::<Option<Vec<_>>>()?
        }
        // Without the rank, the first axis may be the batch.
        [0, ..] if in_parentheses && rank.is_none() => return None,
        order => order.to_vec(),
    };
    let is_order = (0..).zip(&order).all(|(axis, _)| order.contains(&axis));
    let is_of_rank = (2..=5).contains(&order.len()) && rank.is_none_or(|rank| rank == order.len());
    let text: Vec<_> = order.iter().map(u64::to_string).collect();
    (is_order && is_of_rank).then(|| format!(".permute::<{}>()", text.join(", ")))
}

/// The sizes of a value as they are written; `None` if it has too many.
fn written(sizes: &[Dim]) -> Option<String> {
    let all: Vec<_> = sizes.iter().map(Dim::written).collect();
    (all.len() <= 5 && !all.is_empty() && all.iter().all(|size| size != "_")).then(|| all.join(", "))
}

/// A sample with another axis. The batch is axis 0 in other frameworks; a new axis at 0 is the first of the sample.
pub(super) fn unsqueeze(given: &[Given], sizes: Option<&[Dim]>) -> Option<String> {
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
pub(super) fn squeeze(given: &[Given], sizes: Option<&[Dim]>) -> Option<String> {
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
pub(super) fn transpose(given: &[Given], sizes: Option<&[Dim]>) -> Option<String> {
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

/// `split` with a size behind the value. Other frameworks divide the axis in parts of that size, which are two if it is at
/// least half of the axis.
pub(super) fn split_of(given: &[Given], values: &[String], sizes: Option<&[Dim]>) -> Option<String> {
    let [value] = values else { return None };
    let size = only(given, &["split_size_or_sections", "split_size"]).ok()??.integer()?;
    let size = u64::try_from(size).ok()?;
    let all = sizes?.first()?.literal()?;
    (size < all && all <= 2 * size).then(|| format!("let (a, b) = split::<{size}>({value});"))
}

/// `concat` with an axis behind the values. `is_along_last` tells whether it is along the last axis unless one is given;
/// in that notation, the channels are the last axis, so the axis is only clear if there is one.
pub(super) fn concat_of(
    given: &[Given],
    values: &[String],
    sizes: Option<&[Dim]>,
    is_along_last: bool,
) -> Option<String> {
    if values.len() < 2 {
        return None;
    }
    let rank = sizes.and_then(|sizes| i64::try_from(sizes.len()).ok());
    // Other frameworks count the batch as axis 0.
    let axis = match only(given, &["dim", "axis"]).ok()?.map(|axis| axis.integer()) {
        Some(None) => return None,
        Some(Some(axis)) if axis < 0 => rank? + axis,
        Some(Some(axis)) => (axis - 1).max(0),
        None if is_along_last && rank != Some(1) => return None,
        None => 0,
    };
    if rank.is_some_and(|rank| !(0..rank).contains(&axis)) {
        return None;
    }
    let axis = if axis == 0 { String::new() } else { format!("::<{axis}>") };
    Some(format!("concat{axis}({})", values.join(", ")))
}
