//! The translation of a call from the notation of other frameworks to that of `forward`.

use super::super::names::takes_indices;
use super::attention::rotary_of;
use super::given::{Given, is_constant, only, split, whole};
use super::shifted::{along, axis_without_batch};
use crate::shape::{Dim, Shape};

/// The call in the notation of `forward`, such as `.max_pool::<2>()`; `None` if it has no such meaning. In parentheses,
/// numbers have the order of other frameworks.
pub(in crate::catalogue::operations) fn translate(
    method: &str,
    given: &[Given],
    in_parentheses: bool,
    sizes: Option<&[Dim]>,
) -> Option<String> {
    let plain_call = || Some(format!(".{method}()"));
    match method {
        "max_pool" | "avg_pool" | "lp_pool" | "unfold2d" | "fold2d" => pool(method, given, in_parentheses),
        "unfold" if has_kernel(given) => pool("unfold2d", given, in_parentheses),
        // Of two values.
        "max_unpool" => None,
        "pixel_shuffle" | "pixel_unshuffle" | "channel_shuffle" => {
            let names = ["upscale_factor", "downscale_factor", "groups"];
            Some(format!(".{method}::<{}>()", only(given, &names).ok()??.size()?))
        }
        "sequence_mask" => Some(format!(".sequence_mask::<{}>()", only(given, &["maxlen"]).ok()??.size()?)),
        "dropout" | "dropout2d" => match only(given, &["p", "rate", "prob", "probability"]).ok()? {
            None => plain_call(),
            Some(Given::Number(number)) => {
                let value = number.parse::<f64>().ok()?;
                (0.0..=1.0).contains(&value).then(|| format!(".{method}::<{number}>()"))
            }
            Some(_) => None,
        },
        _ if numbers_of(method).is_some() => with_numbers(method, given),
        "rotary" => rotary_of(given),
        "local_response_norm" => local_response_norm(given),
        "glu" => match only(given, &["dim", "axis"]).ok()? {
            None => plain_call(),
            // A name, and a number in parentheses, are those of other frameworks.
            Some(axis) => match (axis.integer()?, in_parentheses || matches!(given, [Given::Named(..)])) {
                (-1, _) => plain_call(),
                // Other frameworks count the batch as axis 0.
                (axis @ 1..=5, true) => Some(format!(".glu::<{}>()", axis - 1)),
                (axis @ 0..=4, false) => Some(format!(".glu::<{axis}>()")),
                _ => None,
            },
        },
        "sum" | "mean" | "var" | "std" | "norm" | "logsumexp" => reduction(method, given, in_parentheses, sizes),
        "pow" => numbers(method, given, &["exponent"]),
        "clamp" => match given {
            [Given::Named(name, limit)] => match (name.as_str(), &**limit) {
                ("min" | "a_min", Given::Number(low)) => Some(format!(".maximum({low})")),
                ("max" | "a_max", Given::Number(high)) => Some(format!(".minimum({high})")),
                _ => None,
            },
            _ => numbers(method, given, &["min", "max"]),
        },
        "expand" => expand(given, in_parentheses, sizes),
        "softmax" | "log_softmax" | "softmin" => match only(given, &["dim", "axis"]).ok()? {
            None => plain_call(),
            Some(axis) => {
                let (axis, rank) = (axis.integer()?, sizes.map(<[Dim]>::len));
                // Other frameworks count the batch as axis 0.
                let is_last = axis == -1 || rank.is_some_and(|rank| axis == rank as i64 || rank == 1 && axis == 0);
                let other = || Some(format!(".{method}::<{}>()", axis_without_batch(axis, rank)?));
                if is_last { plain_call() } else { other() }
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
                    let rest = given.iter().filter(|given| other(given).is_none()).cloned().collect::<Vec<_>>();
                    Some(zero_pad(&rest, in_parentheses, sizes)?.replace("zero_pad", mode))
                }
            }
        }
        _ if takes_indices(method) => in_parentheses.then(|| along(method, given, sizes)).flatten(),
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

/// A number of a function: its names in other frameworks, and the value without an argument, if it has one.
pub(in crate::catalogue::operations) type Number = (&'static [&'static str], Option<&'static str>);

/// The numbers of an element-wise function, in order; `None` for a function without any.
pub(in crate::catalogue::operations) fn numbers_of(method: &str) -> Option<&'static [Number]> {
    Some(match method {
        "leaky_relu" => &[(&["negative_slope", "slope", "alpha"], Some("0.01"))],
        "elu" => &[(&["alpha", "factor"], Some("1.0"))],
        "celu" => &[(&["alpha"], Some("1.0"))],
        "softplus" => &[(&["beta", "factor"], Some("1.0")), (&["threshold"], Some("20.0"))],
        "hardtanh" => &[(&["min_val", "min_value"], Some("-1.0")), (&["max_val", "max_value"], Some("1.0"))],
        "threshold" => &[(&["threshold"], None), (&["value"], None)],
        "softshrink" | "hardshrink" => &[(&["lambd", "lambda"], Some("0.5"))],
        _ => return None,
    })
}

/// The call of a function with numbers, by their places or their names.
fn with_numbers(method: &str, given: &[Given]) -> Option<String> {
    let numbers = numbers_of(method)?;
    let (places, named) = split(given);
    let mut values: Vec<Option<&str>> = vec![None; numbers.len()];
    let by_name = |name: &str| numbers.iter().position(|(names, _)| names.contains(&name));
    let all = places.into_iter().enumerate().map(|(place, value)| (Some(place), value));
    for (place, value) in all.chain(named.into_iter().map(|(name, value)| (by_name(name), value))) {
        let Given::Number(number) = value else { return None };
        let is_negative = number.parse::<f64>().ok()? < 0.0;
        if is_negative && !matches!(method, "hardtanh" | "threshold")
            || values.get_mut(place?)?.replace(number).is_some()
        {
            return None;
        }
    }
    // Numbers at the end that are not given are the defaults.
    let count = match (method, values.iter().rposition(Option::is_some)) {
        ("threshold", _) => values.len(),
        (_, None) => return Some(format!(".{method}()")),
        ("hardtanh", _) => values.len(),
        (_, Some(last)) => last + 1,
    };
    let texts = values.into_iter().zip(numbers).map(|(value, (_, default))| value.or(*default)).take(count);
    Some(format!(".{method}::<{}>()", texts.collect::<Option<Vec<_>>>()?.join(", ")))
}

/// The call of local response normalisation, by place in the order of PyTorch.
fn local_response_norm(given: &[Given]) -> Option<String> {
    const NAMES: [&str; 4] = ["size", "alpha", "beta", "k"];
    let (places, named) = split(given);
    let mut values: [Option<&str>; 4] = [None; 4];
    let by_name = |name: &str| NAMES.iter().position(|known| *known == name);
    let all = places.into_iter().enumerate().map(|(place, value)| (Some(place), value));
    for (place, value) in all.chain(named.into_iter().map(|(name, value)| (by_name(name), value))) {
        let Given::Number(number) = value else { return None };
        if values.get_mut(place?)?.replace(number).is_some() {
            return None;
        }
    }
    let [size, numbers @ ..] = values;
    let size = whole(size?).filter(|&size| size > 0)?;
    let mut text = format!(".local_response_norm::<{size}");
    for (name, number) in NAMES[1..].iter().zip(numbers) {
        if let Some(number) = number {
            let value = number.parse::<f64>().ok().filter(|value| *value > 0.0)?;
            let is_fraction = number.contains(['.', 'e']);
            text += &if is_fraction { format!(", {name} = {number}") } else { format!(", {name} = {value:?}") };
        }
    }
    Some(text + ">()")
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

/// Returns whether the arguments of `unfold` are those of windows over an image.
fn has_kernel(given: &[Given]) -> bool {
    let is_kernel = |given: &Given| matches!(given, Given::Named(name, _) if name == "kernel_size");
    matches!(given, [Given::Number(_) | Given::Many(_)]) || given.iter().any(is_kernel)
}

/// The arguments of pools that are true or false.
const POOL_FLAGS: &[&str] = &["ceil_mode", "count_include_pad", "return_indices"];

fn pool(method: &str, given: &[Given], in_parentheses: bool) -> Option<String> {
    let (places, named) = split(given);
    let mut arguments: Vec<(&str, String)> = Vec::new();
    let mut kernel = None;
    let order: &[&str] = match method {
        "max_pool" => &["stride", "padding", "dilation", "ceil_mode", "return_indices"],
        "avg_pool" => &["stride", "padding", "ceil_mode", "count_include_pad", "divisor_override"],
        "unfold2d" => &["dilation", "padding", "stride"],
        "fold2d" => &["dilation", "padding", "stride", "output_size"],
        _ => &["stride", "ceil_mode"],
    };
    let mut places = places;
    // The exponent comes first in PyTorch.
    if method == "lp_pool" && in_parentheses && places.len() > 1 {
        arguments.push(("norm_type", places.remove(0).size()?));
    }
    // As the size of the image does.
    if method == "fold2d" && in_parentheses && !places.is_empty() {
        arguments.push(("output_size", places.remove(0).per_axis()?));
    }
    let read = |name: &str, value: &Given| match (name, value) {
        (name, Given::Word(word)) if POOL_FLAGS.contains(&name) => {
            matches!(word.as_str(), "True" | "true" | "False" | "false").then(|| word.to_lowercase())
        }
        (name, _) if POOL_FLAGS.contains(&name) => None,
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
        let value = read(name, value)?;
        let name = match (order.iter().find(|known| **known == name), name) {
            (Some(known), _) => known,
            (None, "norm_type") if method == "lp_pool" => {
                arguments.push(("norm_type", value));
                continue;
            }
            (None, "kernel" | "kernel_size" | "pool_size" | "window" | "window_size" | "size") if kernel.is_none() => {
                kernel = Some(value);
                continue;
            }
            (None, "strides") => "stride",
            (None, "pad") => "padding",
            (None, "dilation_rate") => "dilation",
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

/// A reduction over axes, which other frameworks count with the batch as axis 0.
fn reduction(method: &str, given: &[Given], in_parentheses: bool, sizes: Option<&[Dim]>) -> Option<String> {
    let (mut places, named) = split(given);
    let (mut keep, mut correction) = (false, None);
    // A flag without a value.
    places.retain(|place| {
        let is_flag = matches!(place, Given::Word(word) if matches!(word.as_str(), "keep" | "keepdim" | "keepdims"));
        keep |= is_flag;
        !is_flag
    });
    // The first argument of a norm is its order.
    if method == "norm" && in_parentheses && !places.is_empty() && places.remove(0).integer() != Some(2) {
        return None;
    }
    for (name, value) in named {
        match (name, value) {
            ("p" | "ord", value) if method == "norm" && value.integer() == Some(2) => {}
            ("dim" | "axis" | "axes", value) if places.is_empty() => places.push(value),
            ("keepdim" | "keepdims" | "keep", Given::Word(word)) => keep = matches!(word.as_str(), "True" | "true"),
            ("unbiased", value) if value.is_off() => correction = Some(0),
            ("correction" | "ddof", Given::Number(number)) => correction = Some(whole(number)?),
            _ => return None,
        }
    }
    let axes: Vec<&Given> = match places.as_slice() {
        [Given::Many(axes)] => axes.iter().collect(),
        [Given::Word(word)] if word == "None" => Vec::new(),
        [axis, second @ Given::Word(_)] if in_parentheses && matches!(method, "var" | "std") => {
            // Whether the variance is unbiased.
            if second.is_off() {
                correction = Some(0);
            }
            vec![*axis]
        }
        [axis, Given::Word(word)] if in_parentheses && matches!(word.as_str(), "True" | "true") => {
            keep = true;
            vec![*axis]
        }
        axes => axes.to_vec(),
    };
    let rank = sizes.map(|sizes| sizes.len() as i64);
    let axis = |axis: &&Given| {
        let axis = match axis.integer()? {
            axis if axis < 0 => rank? + axis,
            axis if in_parentheses => axis - 1,
            axis => axis,
        };
        (axis >= 0 && rank.is_none_or(|rank| axis < rank)).then(|| axis.to_string())
    };
    let mut all: Vec<_> = axes.iter().map(axis).collect::<Option<_>>()?;
    // Without axes, other frameworks reduce the batch, too.
    if all.is_empty() && in_parentheses {
        return None;
    }
    if keep {
        all.push("keep = true".into());
    }
    match (method, correction) {
        ("var" | "std", Some(0)) => all.push("correction = 0".into()),
        (_, None | Some(1)) => {}
        _ => return None,
    }
    Some(format!(".{method}::<{}>()", all.join(", ")))
}

/// Numbers in parentheses.
fn numbers(method: &str, given: &[Given], names: &[&str]) -> Option<String> {
    let (places, named) = split(given);
    let named =
        names.iter().skip(places.len()).map(|name| named.iter().find(|(of, _)| of == name).map(|(_, value)| *value));
    let all: Vec<_> = places.into_iter().map(Some).chain(named).collect::<Option<_>>()?;
    let number = |given: &&Given| if let Given::Number(number) = given { Some(number.clone()) } else { None };
    let all: Vec<_> = all.iter().map(number).collect::<Option<_>>()?;
    (all.len() == names.len()).then(|| format!(".{method}({})", all.join(", ")))
}

/// The sizes of an expanded value.
fn expand(given: &[Given], in_parentheses: bool, sizes: Option<&[Dim]>) -> Option<String> {
    let given: Vec<&Given> = match given {
        [Given::Many(all)] => all.iter().collect(),
        all => all.iter().collect(),
    };
    // The first size is that of the batch.
    let rest = if in_parentheses { given.get(1..)? } else { &given[..] };
    let missing = rest.len().checked_sub(sizes?.len())?;
    let size = |(axis, size): (usize, &&Given)| match size.integer() {
        // It stays as it is.
        Some(-1) => sizes?.get(axis.checked_sub(missing)?).map(Dim::written),
        _ => size.size(),
    };
    let sizes: Vec<_> = rest.iter().enumerate().map(size).collect::<Option<_>>()?;
    (!sizes.is_empty() && sizes.len() <= 5).then(|| format!(".expand::<{}>()", sizes.join(", ")))
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

/// `split` with a size behind the value. Other frameworks divide the axis in parts of that size, which are two if it is at
/// least half of the axis.
pub(in crate::catalogue::operations) fn split_of(
    given: &[Given],
    values: &[String],
    sizes: Option<&[Dim]>,
) -> Option<String> {
    let [value] = values else { return None };
    let size = only(given, &["split_size_or_sections", "split_size"]).ok()??.integer()?;
    let size = u64::try_from(size).ok()?;
    let all = sizes?.first()?.literal()?;
    (size < all && all <= 2 * size).then(|| format!("let (a, b) = split::<{size}>({value});"))
}

/// `concat` with an axis behind the values. `is_along_last` tells whether it is along the last axis unless one is given;
/// in that notation, the channels are the last axis, so the axis is only clear if there is one.
pub(in crate::catalogue::operations) fn concat_of(
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
