//! Messages about values, layers, operations, and their arguments.

use super::arithmetic::constant_in_expression;
use super::words::{counted, did_you_mean, list, meant, texts};
use crate::diagnostics::Origin;
use std::fmt::Display;

texts! {
    used_after_loop(name): "the `let` of `{name}` is in a loop, and ends with it\nhelp: declare it before the loop, by `let mut {name} = ..;`, and assign to it in the loop, by `{name} = ..;`";
    used_before_definition(name): "`{name}` is used before its `let`\nhelp: move the `let` up";
    layer_as_value(name): "`{name}` is a layer, not a value\nhelp: call it on a value, as in `x.{name}()`";
    layer_without_input(name): "layer `{name}` has no input\nhelp: write `x.{name}()`";
    unused_layer(name): "layer `{name}` is never used\nhelp: call `.{name}()` in `forward`, or remove it";
    unused_value(name):
        "value `{name}` is never used\nhelp: use it, remove it, or start its name with `_`";
    /// `before` is what the name needs in front of the loop to be assigned to.
    unused_in_loop(name, before):
        "value `{name}` is never used: its `let` is in a loop, and ends with the iteration\nhelp: write `{name} = ..;` in place of each `let {name} = ..;` of the loop, to assign to the `{name}` before it{before}";
    and_declare_mutable(name): ", and declare that one by `let mut {name} = ..;`";
    and_copy_input(name): ", after `let mut {name} = {name};`";
    unused_input(name): "input `{name}` is never used\nhelp: use it, remove it, or name it `_{name}`";
    unused_stored(name): "`{name}` is never used\nhelp: use it in `forward`, as in `x + {name}`, or remove it";
    stored_called(name):
        "`{name}` is a stored tensor, which is not called\nhelp: write its name alone, as in `x + {name}`";
    stored_of_self(name): "`{name}` is a value of `forward` by its name alone, without `self`\nhelp: write `{name}`";
    stored_not_inferred(layer, form):
        "the sizes of `{layer}` cannot be inferred\nhelp: write them, as in `{form}`";
    stored_in_array(name, layer):
        "`{name}` is a stored tensor, which is not repeated\nhelp: write a `{layer}` with one more axis";
    bilinear_not_inferred(): "the output size of `Bilinear` cannot be inferred\nhelp: write it, as in `Bilinear<_, _, 10>`";
    bilinear_in_array(name):
        "layer `{name}` has two inputs, so it cannot be repeated in sequence\nhelp: declare a field for each of these layers";
    help_reshape_before(layer): "help: join some of the axes by `.reshape` before `{layer}`";
    help_same_axes(layer):
        "help: pass `{layer}` two values with the same axes, except for the last one";
    number_of_recurrent_layers(layer, most):
        "`{layer}` has 1 to {most} layers\nhelp: write `layers = {most}`, and declare a second `{layer}` for the others";
    recurrent_states(layer, fix):
        "`{layer}` returns one value, the hidden states of all steps, unless it receives initial states\nhelp: write `{fix}`";
    states_of_array(name):
        "`{name}` is an array of layers, each of which has states of its own\nhelp: declare a field for each of these layers";
    initial_state(shape): "an initial state of {shape}";
    states_in_parentheses(name, fix):
        "the states of `{name}` are values of their own, without parentheses around them\nhelp: write `{fix}`";
    dropout_without_layers(layer):
        "`dropout` has no effect, since `{layer}` has a single layer: it is between layers\nhelp: write `layers = 2`, or remove it";
    wide_output(layer): "the output of `{layer}` has too many elements\nhelp: write a smaller size";
    tied_without_layer():
        "`Tied` expects the name of the layer whose weight it uses\nhelp: write it, as in `head: Tied<embed>`";
    tied_in_array(name, of): "layer `{name}` has the weight of `{of}`, and is not repeated\nhelp: write `{name}: Tied<{of}>`";
    tied_to_other(of):
        "`{of}` has no weight that another layer can use\nhelp: name a single `Embedding` or `Linear`, or a `Parameter` of two sizes, of this network";
    help_tied(layer, of, expects, origin):
        "help: make `{origin}` produce {expects}: `{layer}` has the weight of `{of}`";
    tied_later(layer, of, help): "layer `{layer}` has the weight of `{of}`, whose sizes are inferred later\n{help}";
    help_tied_later(layer, of): "help: call `{of}` before `{layer}`, or write its sizes";
    named_like_an_operation(name): "layer `{name}` has the name of an operation\nhelp: name it `{name}1`";
    infer_in_custom(layer): "`_` can be inferred only in the layers of `nn`, not in `{layer}`\nhelp: write the size";
    named_in_custom(layer):
        "`{layer}` has no named arguments: only the layers of `nn` have them\nhelp: pass them as type arguments, in order";
    argument_twice(layer, name): "argument `{name}` of `{layer}` is set twice\nhelp: remove one of them";
    missing_argument(layer, name, form): "`{layer}` has no `{name}`\nhelp: write it, as in `{form}`";
    wrong_count(layer, found, form):
        "`{layer}` takes 2 sizes, found {found}\nhelp: write its input and output sizes, as in `{form}`";
    groups_not_inferred():
        "the groups of `GroupNorm` cannot be inferred\nhelp: write the number of groups, as in `GroupNorm<4, 16>`";
    norm_swapped(groups, channels):
        "`GroupNorm` cannot divide {channels} channels into {groups} groups\nhelp: write `GroupNorm<{channels}, {groups}>`, whose first number is that of the groups";
    /// `nearest` is the largest smaller number of groups that divides the channels.
    norm_groups(groups, channels, nearest):
        "`GroupNorm` cannot divide {channels} channels into {groups} equal groups\nhelp: write `GroupNorm<{nearest}, {channels}>`";
    help_norm_axes(layer, written):
        "help: call `{layer}` on a value with the axes of `{written}`, or declare it for the axes that it receives";
    output_not_inferred(layer):
        "the output size of `{layer}` cannot be inferred\nhelp: write it, as in `{layer}<_, 10>`";
    no_type_arguments(name): "`{name}` takes no arguments here\nhelp: write `.{name}()`";
    /// For the argument of an operation between `::<` and `>`.
    wrong_number(name, what, least, most, example):
        "the {what} of `{name}` must be a number from {least} to {most} with at most six decimals\nhelp: write `.{name}::<{example}>()`";
    help_softmax2d(): "help: write `.softmax::<0>()`, which is along the first axis";
    wrong_glu():
        "`glu` expects one axis\nhelp: write `.glu()` to halve the last axis, or `.glu::<0>()` to halve the first one";
    even_axis(axis): "an even size on axis {axis}";
    help_even(): "help: give the axis an even size, which is halved";
    wrong_local_response():
        "`local_response_norm` expects the number of channels in its window\nhelp: write `.local_response_norm::<5>()`, or `.local_response_norm::<5, alpha = 1e-3>()`";
    /// A normalisation without a scale has no shift.
    bias_without_scale(layer, affine):
        "`{layer}` has no bias without `{affine} = true`\nhelp: write `{affine} = true`, or `bias = false`";
    momentum_without_statistics(layer):
        "`momentum` has no effect, since `{layer}` has no running statistics\nhelp: write `track_running_stats = true`, or remove it";
    cumulative_instances(layer):
        "`{layer}` has no cumulative average\nhelp: write the fraction of a step, as in `momentum = 0.1`";
    help_dropout(): "help: write `.dropout::<0.5>()`, which drops single elements";
    permute_without_axes():
        "`permute` expects two to five axes, each once\nhelp: write `.permute::<1, 0>()`, or `.permute::<2, 0, 1>()`: the axes in their new order, counted from 0";
    axes(count): "{count} axes";
    help_permute(): "help: write as many axes as the value has";
    wrong_split():
        "`split` expects the size of the first part, and the axis unless it is 0\nhelp: write `let (a, b) = split::<64>(x);`, or `split::<64, 1>(x)`";
    more_than(size): "a size above {size} on this axis";
    help_split_axis(): "help: write an existing axis, counted from 0 without the batch";
    upsample_without_scale():
        "`upsample` expects a scale factor\nhelp: write `.upsample::<2>()`, or `.upsample::<2, 3>()` for height and width";
    corners_of_nearest():
        "`upsample` has no corners to align: it repeats elements\nhelp: write a mode, such as `mode = bilinear`, or remove `align_corners`";
    wrong_factor(name):
        "`{name}` expects one size\nhelp: write `.{name}::<2>()`";
    help_axis(name): "help: write `.reshape::<1>().{name}()`";
    /// `what` is a layer or an input.
    duplicate(what, name): "{what} `{name}` is declared twice\nhelp: give one of them another name";
}

pub(crate) fn wrong_pad(name: &str) -> String {
    let (value, what) = match name {
        "constant_pad" => (", value = 0.5", ", and the value"),
        _ => ("", ""),
    };
    format!(
        "`{name}` expects one padding for all sides, or one per side: left, right, and for images top, bottom{what}\nhelp: write `.{name}::<1{value}>()`, or `.{name}::<1, 2, 0, 1{value}>()`"
    )
}

/// The fix for an argument that a layer does not have is to remove it only if that does not change the function: any other
/// value than the default in another framework asks for another function than this layer computes.
pub(crate) fn unknown_argument(layer: &str, name: &str, value: &str, known: &[(&str, &str)]) -> String {
    if layer == "attention" && name == "mask" {
        return "the mask of `attention` is its fourth value\nhelp: write `attention(q, k, v, mask)`, and then the named arguments".into();
    }
    let is_field = value.starts_with(|first: char| first.is_lowercase()) && !matches!(value, "true" | "false");
    if layer == "Linear" && name == "weight" && is_field {
        return format!(
            "`Linear` has no argument `weight`\nhelp: write `Tied<{value}>`, which has the transposed weight of `{value}`"
        );
    }
    let names: Vec<_> = known.iter().map(|&(name, _)| name).collect();
    let is_removed = matches!(name, "device" | "dtype" | "name" | "inplace")
        || matches!(
            (name, value.replace('"', "").as_str()),
            ("padding_mode", "zeros")
                | ("padding_idx" | "max_norm" | "activation", "None")
                | ("scale_grad_by_freq" | "sparse", "False" | "false")
        );
    let otherwise = match (is_removed, names.is_empty()) {
        (true, true) => "remove it".into(),
        (true, false) => format!("remove it; `{layer}` accepts {}", list(&names)),
        (false, true) => format!("`{layer}` accepts no named arguments"),
        (false, false) => format!("`{layer}` accepts {}", list(&names)),
    };
    format!("`{layer}` has no argument `{name}`\n{}", did_you_mean(name, &names, &otherwise))
}

/// `example` is the argument with a value that is accepted.
pub(crate) fn unaccepted_value(layer: &str, name: &str, value: &str, example: &str) -> String {
    let flag = || format!("write `{name} = true` or `{name} = false`");
    let help = match name {
        "bias" | "bidirectional" | "keep" | "affine" | "elementwise_affine" | "track_running_stats" => flag(),
        "ceil_mode" | "return_indices" | "count_include_pad" | "align_corners" => flag(),
        "causal" | "alibi" | "interleaved" => flag(),
        "theta" => format!("write a positive number, such as `{example}`"),
        "momentum" => {
            "write a number above 0 and at most 1, with a decimal point, such as `momentum = 0.01`, or `momentum = None`".into()
        }
        "mode" => "write `mode = nearest`, `linear`, `bilinear`, `trilinear` or `bicubic`".into(),
        "init" => format!("write an initialiser of `nn::init`, such as `init = {example}`"),
        "alpha" | "beta" | "k" | "scale" => {
            format!("write a positive number with a decimal point or an exponent, such as `{example}`")
        }
        "eps" => "write a positive number with a decimal point or an exponent, such as `eps = 1e-5`".into(),
        "groups" | "norm_type" | "divisor_override" => "write one integer".into(),
        "dropout" => "write a number from 0 to 1 with a decimal point, such as `dropout = 0.2`".into(),
        "nonlinearity" => "write `nonlinearity = tanh` or `nonlinearity = relu`".into(),
        "role" => "write `role = weight`, `role = bias` or `role = norm`".into(),
        "padding_idx" => "write the index of a row, such as `padding_idx = 0`".into(),
        _ if value.starts_with(['(', '[']) => {
            "write one integer for all axes, or one for each axis in parentheses".into()
        }
        _ => format!("write an integer, such as `{example}`"),
    };
    format!("`{layer}` does not accept `{value}` for `{name}`\nhelp: {help}")
}

pub(crate) fn too_small(name: &str, least: u64) -> String {
    format!("`{name}` must be at least {least}\nhelp: write `{name} = {}`", least.max(1))
}

/// The numbers of an operation between `::<` and `>`, which are not as many as it takes.
pub(crate) fn wrong_numbers<'a>(name: &str, whats: impl Iterator<Item = &'a str>, example: &str) -> String {
    let whats: Vec<_> = whats.map(|what| format!("its {what}")).collect();
    format!("`{name}` expects {}\nhelp: write `.{name}::<{example}>()`", whats.join(" and "))
}

/// `low` and `high` are in millionths, and `low` is not less than `high`.
pub(crate) fn hardtanh_range(low: i64, high: i64) -> String {
    let text = |millionths: i64| format!("{:?}", millionths as f64 / 1e6);
    let help = match low > high {
        true => format!("{}, {}", text(high), text(low)),
        false => "-1.0, 1.0".into(),
    };
    format!("the minimum of `hardtanh` must be less than its maximum\nhelp: write `.hardtanh::<{help}>()`")
}

/// `rank` is the number of axes of the value; `None` for a value without axes.
pub(crate) fn help_glu_axis(rank: Option<usize>) -> String {
    match rank {
        None => "help: write `.reshape::<1>()` before a layer that makes the axis longer".into(),
        Some(_) => "help: write `.glu()`, which halves the last axis".into(),
    }
}

pub(crate) fn wrong_sizes(layer: &str, found: usize, form: &str) -> String {
    format!("`{layer}` does not take {}\nhelp: write them as in `{form}`", counted(found, "size"))
}

pub(crate) fn help_split(most: u64) -> String {
    match most {
        0 => "help: an axis of size 1 cannot be split".into(),
        most => format!("help: write a size of at most {most}, so that the second part is not empty"),
    }
}

pub(crate) fn unknown_value(name: &str, mut known: Vec<&str>) -> String {
    known.sort_unstable();
    let is_constant = !name.chars().any(char::is_lowercase) && name.chars().any(char::is_alphabetic);
    let is_constant = is_constant || ["inf", "nan"].contains(&name);
    if is_constant && (name.len() == 1 || meant(name, &known).is_none()) {
        return constant_in_expression(name);
    }
    let otherwise = format!("available values are {}", list(&known));
    format!("there is no value `{name}`\n{}", did_you_mean(name, &known, &otherwise))
}

/// `own` are the layers and functions of the network, which are among the `known` names.
pub(crate) fn unknown_method(name: &str, known: &[&str], own: &[String]) -> String {
    let mut otherwise = format!("declare a layer `{name}` in the struct, or a function `{name}` after `forward`");
    if !own.is_empty() {
        let own: Vec<_> = own.iter().map(String::as_str).collect();
        otherwise += &format!(", or write one of {}", list(&own));
    }
    otherwise += "; the documentation of `network!` lists the operations";
    format!("there is no layer or operation `{name}`\n{}", did_you_mean(name, known, &otherwise))
}

pub(crate) fn tied_to_unknown(of: &str, known: &[&str]) -> String {
    let otherwise = match known {
        [] => "declare an `Embedding` or a `Linear` of this name".into(),
        known => format!("write one of {}", list(known)),
    };
    format!("there is no layer `{of}`\n{}", did_you_mean(of, known, &otherwise))
}

pub(crate) fn wrong_inputs(name: &str, expected: usize, found: usize) -> String {
    let values = counted(expected, "value");
    format!("`{name}` takes {values}, found {found}\nhelp: combine the values first, with `+` or `concat`")
}

/// The error for a call of a recurrent layer with another number of values than its sequence and its initial states. The fixes are
/// calls with states and without them.
pub(crate) fn initial_states(name: impl Display, states: usize, found: usize, [with, without]: [String; 2]) -> String {
    let (states, found) = (states_of("initial", states), counted(found, "value"));
    format!("`{name}` takes a sequence, and may take its {states}, found {found}\nhelp: write `{with}`, or `{without}`")
}

/// The error for a call of a recurrent layer with initial states whose results are not bound one by one.
pub(crate) fn final_states(name: impl Display, states: usize, fix: impl Display) -> String {
    let (all, states) = (states + 1, states_of("final", states));
    format!("with initial states, `{name}` returns {all} values, its output and its {states}\nhelp: write `{fix}`")
}

fn states_of(which: &str, states: usize) -> String {
    if states == 1 { format!("{which} state") } else { format!("{states} {which} states") }
}

/// The fix for an initial state of another shape.
pub(crate) fn help_state(origin: &Origin, shape: impl Display, is_stacked: bool) -> String {
    let rows = if is_stacked { ", one row for each direction of each layer" } else { "" };
    format!("help: make `{origin}` {} {shape}{rows}", origin.verb())
}

pub(crate) fn wrong_pattern(expected: usize, found: usize) -> String {
    format!("{} for {}\nhelp: bind one name for each value", counted(expected, "name"), counted(found, "value"))
}

pub(crate) fn wrong_annotation(values: usize, types: usize) -> String {
    format!("{} for {}\nhelp: write one type for each value", counted(types, "type"), counted(values, "value"))
}
