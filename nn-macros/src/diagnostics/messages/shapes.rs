//! Messages about shapes that do not fit.

use super::origin::Origin;
use std::fmt::Display;

/// The shapes that only the compiler knows, as `nn_core`'s checks write them into a text: what is expected or stands
/// first, and what is received.
pub(crate) const A: &str = "{a}";
pub(crate) const B: &str = "{b}";

pub(crate) fn misfit(layer: &str, expects: &str, found: &str, origin: &Origin, help: &str) -> String {
    format!("layer `{layer}` expects {expects} but receives {found} from `{origin}`\n{help}")
}

/// `origin` is the layer or input that the shape comes from.
pub(crate) fn help_write(fix: &str, size: &str, origin: &Origin) -> String {
    let verb = if origin.is_input { "hold" } else { "produce" };
    format!("help: write `{fix}`, or make `{}` {verb} {size}", origin.name)
}

pub(crate) fn help_write_channels(fix: &str, channels: &str, origin: &Origin) -> String {
    let verb = if origin.is_input { "hold" } else { "produce" };
    let plural = if channels == "1" { "channel" } else { "channels" };
    format!("help: write `{fix}`, or make `{}` {verb} {channels} {plural}", origin.name)
}

pub(crate) fn help_reshape_to(sizes: &str, layer: &str) -> String {
    format!("help: write `.reshape::<{sizes}>().{layer}()`")
}

pub(crate) fn help_image(axes: usize) -> String {
    match axes {
        1 => "help: give it [channels, length], as `.reshape::<1, 64>()` makes it".into(),
        _ => "help: give it [channels, height, width], as `.reshape::<1, 28, 28>()` makes it".into(),
    }
}

pub(crate) fn groups(layer: &str, groups: &str, channels: &str, nearest: &str) -> String {
    format!(
        "`{layer}` cannot share {channels} channels among {groups} groups: a rest is left\nhelp: write `groups = {nearest}`, or make the numbers of channels multiples of {groups}"
    )
}

pub(crate) fn output_padding(padding: u64, stride: u64) -> String {
    format!(
        "an `output_padding` of {padding} is not less than the stride of {stride}\nhelp: write `output_padding = {}`, or a larger stride",
        stride - 1
    )
}

pub(crate) fn more_than_padding() -> String {
    "an image of which its padding leaves something".into()
}

pub(crate) fn help_nothing_left() -> String {
    "help: write a smaller `padding`".into()
}

/// The lines of calls, behind the fix.
pub(crate) fn places(places: &[(&str, usize)]) -> String {
    let places: Vec<_> = places.iter().map(|(name, line)| format!("`{name}` is called in line {line}")).collect();
    format!("note: {}", places.join(", "))
}

pub(crate) fn help_flatten(layer: &str) -> String {
    format!("help: write `.flatten().{layer}()`")
}

/// An operation that does not take a value.
pub(crate) fn refusal(name: &str, expects: &str, found: &str, origin: &Origin, help: &str) -> String {
    format!("`{name}` expects {expects} but receives {found} from `{origin}`\n{help}")
}

pub(crate) fn pool_without_kernel(name: &str) -> String {
    format!(
        "`{name}` takes the size of its window\nhelp: write `.{name}::<2>()`, or `.{name}::<2, 3>()` for height and width"
    )
}

pub(crate) fn at_least(shape: &str) -> String {
    format!("at least {shape}")
}

pub(crate) fn help_minimum(origin: &Origin, shape: &str) -> String {
    let verb = if origin.is_input { "hold" } else { "produce" };
    format!("help: write a smaller kernel or a larger padding, or make `{origin}` {verb} {shape}")
}

pub(crate) fn help_smaller_window(name: &str, largest: u64) -> String {
    format!("help: write `.{name}::<{largest}>()`, or a padding")
}

pub(crate) fn help_smaller_padding(largest: u64) -> String {
    format!("help: write `padding = {largest}`, which is half of the window, or a larger window")
}

/// `form` is the layer's type with a number of inputs.
pub(crate) fn help_size_not_known(layer: &str, form: &str) -> String {
    format!("help: write the number of inputs in place of `_`, as in `{layer}: {form}`")
}

pub(crate) fn input_not_inferred(layer: &str, origin: &Origin, help: &str) -> String {
    format!("the inputs of layer `{layer}` cannot be inferred: only the compiler knows what `{origin}` gives\n{help}")
}

pub(crate) fn array_changes_shape(layer: &str, count: usize, given: &str, result: &str) -> String {
    format!(
        "layer `{layer}` is repeated {count} times, but makes {result} of {given}\nhelp: make its outputs its inputs, or declare {count} layers"
    )
}

/// `does` is the sign and the verb of the operation.
pub(crate) fn pairwise(
    does: &str,
    left: &str,
    left_origin: &Origin,
    right: &str,
    right_origin: &Origin,
    help: &str,
) -> String {
    format!("{does} {left} from `{left_origin}` and {right} from `{right_origin}`\n{help}")
}

pub(crate) fn help_flatten_behind(origin: &Origin) -> String {
    format!("help: write `.flatten()` behind the value from `{origin}`")
}

pub(crate) fn help_equal(left: &str, right: &str) -> String {
    format!("help: make both {left}, or both {right}")
}

pub(crate) fn help_shared(name: &str, another: &str) -> String {
    format!("help: declare another layer for this call, as in `{another}`: the first one fixed what `{name}` takes")
}

pub(crate) fn concat(left: &str, left_origin: &Origin, right: &str, right_origin: &Origin, help: &str) -> String {
    format!("`concat` joins {left} from `{left_origin}` and {right} from `{right_origin}`\n{help}")
}

/// `other` is the axis along which the values can be joined, if there is one.
pub(crate) fn help_concat_axes(axis: usize, other: Option<usize>) -> String {
    match other {
        Some(other) => format!("help: write `concat::<{other}>(a, b)`, or make all axes but number {axis} equal"),
        None => format!("help: make all axes but number {axis} equal"),
    }
}

pub(crate) fn help_concat_ranks() -> String {
    "help: give both the same number of axes, as in `concat(a.flatten(), b.flatten())`".into()
}

pub(crate) fn help_concat_axis(axes: usize) -> String {
    match axes {
        0 | 1 => "help: write `concat(a, b)`: there is no axis but number 0".into(),
        axes => format!("help: write an axis from 0 to {}, as in `concat::<0>(a, b)`", axes - 1),
    }
}

pub(crate) fn help_too_large() -> String {
    "help: make the sizes smaller: the sum is larger than an address space".into()
}

pub(crate) fn concat_of_one() -> String {
    "`concat` joins two values or more\nhelp: write `concat(a, b)`".into()
}

pub(crate) fn wrong_axis() -> String {
    "the axis of `concat` is an integer from 0 to 4, counted without the batch\nhelp: write `concat::<1>(a, b)`".into()
}

pub(crate) fn reshape_without_sizes() -> String {
    "`reshape` takes one to five sizes\nhelp: write `.reshape::<16, 4, 4>()`, without the batch".into()
}

pub(crate) fn reshape(from: &str, old: &str, to: &str, new: &str, origin: &Origin) -> String {
    format!(
        "`reshape` makes {to} of {from} from `{origin}`: {new} elements of {old}\nhelp: write sizes whose product is {old}"
    )
}

pub(crate) fn output(declared: &str, found: &str, origin: &Origin, help: &str) -> String {
    format!("`forward` declares the output {declared} but gives {found} from `{origin}`\n{help}")
}

pub(crate) fn wrong_outputs(declared: usize, found: usize) -> String {
    format!(
        "`forward` declares {declared} {} but gives {found}\nhelp: declare as many as the last expression gives",
        if declared == 1 { "output" } else { "outputs" }
    )
}

pub(crate) fn annotation(declared: &str, found: &str, origin: &Origin, help: &str) -> String {
    format!("this value is declared as {declared} but is {found} from `{origin}`\n{help}")
}

/// `sizes` stand between the `<>` of the declaration. In a text that a check completes it can be any shape.
pub(crate) fn help_declare(sizes: Option<impl Display>, completed: bool) -> String {
    match sizes {
        Some(sizes) => format!("help: write `Tensor<{sizes}>`"),
        None if completed => "help: write `Tensor<{b,}>`".into(),
        None => "help: write the shape that is computed, or compute the one that is written".into(),
    }
}
