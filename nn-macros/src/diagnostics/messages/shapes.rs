//! Messages about shapes that do not match.

use super::words::{Origin, counted, list, texts};
use std::fmt::Display;

/// Placeholders that the checks of `nn_core` replace with shapes: the expected or first one, and the actual or second
/// one.
pub(crate) const A: &str = "{a}";
pub(crate) const B: &str = "{b}";
/// The placeholder of the expected size of the last axis.
pub(crate) const LAST: &str = "{a-}";

/// How a layer maps the last axis of a value whose axes only the compiler knows.
const ROWS: &str = "declare the shape of the value, as in `let rows: Tensor<{b,}> = ..;`, to map its last axis";

/// The placeholder of the size of an axis of the actual shape.
pub(crate) fn place_of(axis: usize) -> String {
    format!("{{b{axis}}}")
}

texts! {
    /// `taker` is a layer or an operation.
    misfit(taker, expects, found, origin, help):
        "{taker} expects {expects} but receives {found} from `{origin}`\n{help}";
    /// `joins` is an operation on two values and its verb.
    pair(joins, left, left_origin, right, right_origin, help):
        "{joins} {left} from `{left_origin}` and {right} from `{right_origin}`\n{help}";
    groups(layer, groups, channels, nearest):
        "`{layer}` cannot divide {channels} channels into {groups} equal groups\nhelp: write `groups = {nearest}`, or make the numbers of channels multiples of {groups}";
    more_than_padding(): "an image that exceeds its padding";
    help_nothing_left(): "help: write a smaller `padding`";
    help_flatten(layer): "help: write `.flatten().{layer}()`";
    /// `fix` is the declaration of the layer.
    help_flatten_and_write(layer, fix): "help: write `.flatten().{layer}()`, and `{fix}`";
    help_declare_layer(fix): "help: write `{fix}`";
    /// The shapes of which the last axis has this size.
    last_axis(size): "[.., {size}]";
    /// For a value of which only the compiler knows that it has several axes.
    help_rows(layer):
        "help: {{rows|{ROWS}|write `.flatten().{layer}()`|write `.flatten().{layer}()`, or {ROWS}|}}";
    or_flatten(layer): "or `.flatten().{layer}()`";
    /// `fix` is the declaration of the layer.
    or_flatten_and_write(layer, fix): "or `.flatten().{layer}()` and `{fix}`";
    pool_without_kernel(name):
        "`{name}` takes the size of its window\nhelp: write `.{name}::<2>()`, or `.{name}::<2, 3>()` for height and width";
    unpool_without_kernel():
        "`max_unpool` takes the size of the window of the pool\nhelp: write `max_unpool::<2>(h, places)`, or `max_unpool::<2, 3>(h, places)` for height and width";
    unfold2d_without_kernel():
        "`unfold2d` takes the size of its window\nhelp: write `.unfold2d::<3>()`, or `.unfold2d::<3, 5>()` for height and width";
    fold2d_without_size():
        "`fold2d` takes the size of its window, and that of the image\nhelp: write `.fold2d::<3, output_size = (8, 8)>()`, with the height and the width of the image";
    fold2d_of_no_window():
        "the window of `fold2d` is larger than its `output_size`\nhelp: write a smaller window, or the size of the image before `unfold2d`";
    rows_and_columns(): "[rows, columns]";
    help_columns(): "help: pass it columns such as those of `unfold2d`";
    rows_of_windows(taps): "rows divisible by {taps}";
    help_rows_of_windows(taps): "help: make the rows a multiple of {taps}, the number of elements of the window, or write another window";
    help_fold2d(): "help: write the `output_size`, `stride`, `padding` and `dilation` with which the columns were made";
    at_least(shape): "at least {shape}";
    pool_without_output(name):
        "`{name}` takes the size of its output\nhelp: write `.{name}::<7>()`, or `.{name}::<7, 5>()` for height and width";
    help_smaller_window(name, largest): "help: write `.{name}::<{largest}>()`, or a padding";
    help_no_window(name): "help: remove this `{name}`, or give it a larger input";
    help_smaller_padding(largest): "help: write `padding = {largest}`, which is half of the window, or a larger window";
    help_remove_less(): "help: remove fewer elements, or give it a larger input";
    help_divisible(name, divisor): "help: make it a multiple of {divisor}, or write another size in `{name}`";
    help_literal_channels(): "help: write the number of channels, or a type that names it";
    help_size_not_known(layer):
        "help: write the number of inputs of `{layer}` in place of `_`, or declare the axes of its input, as in `let h: Tensor<..> = ..;`";
    /// For a check that inserts the axes.
    help_declare_axes(): "help: declare its axes, as in `let h: Tensor<{{b,}}> = ..;`";
    input_not_inferred(layer, origin, help):
        "the input size of layer `{layer}` cannot be inferred: only the compiler knows the output shape of `{origin}`\n{help}";
    array_changes_shape(layer, count, given, result):
        "layer `{layer}` is repeated {count} times, but maps {given} to {result}\nhelp: make its output shape equal to its input shape, or declare {count} layers";
    help_flatten_behind(origin): "help: write `.flatten()` after the value from `{origin}`";
    help_equal(left, right): "help: make both {left}, or both {right}";
    help_project(layer, origin, left, right):
        "help: declare `{layer}` and call it on the value from `{origin}`, or make both {left}, or both {right}";
    help_shared(name, another):
        "help: declare another layer for this call, as in `{another}`: the first call fixed the input shape of `{name}`";
    help_concat_ranks(): "help: give both the same number of axes, as in `concat(a.flatten(), b.flatten())`";
    reshape_without_sizes():
        "`reshape` takes one to five sizes\nhelp: write `.reshape::<16, 4, 4>()`, without the batch";
    reshape(from, old, to, new, origin):
        "`reshape` to {to} expects {new} elements but receives {old}: {from} from `{origin}`\nhelp: write sizes whose product is {old}";
    output(declared, found, origin, help):
        "`forward` declares the output {declared} but returns {found} from `{origin}`\n{help}";
    annotation(declared, found, origin, help):
        "this value is declared as {declared} but is {found} from `{origin}`\n{help}";
    /// `fix` is the fix of the value's producer: code with the placeholder `{a,}`, or words.
    help_input(fix, ty): "help: {fix}, or change `{ty}` to take {B}";
    fix_write(code): "write `{code}`";
    fix_give(): "pass it {A}";
    help_swap(layer): "help: swap the two arguments of `{layer}`";
    help_number_of_inputs(layer): "help: pass `{layer}` one value for each of {A}, as in `{layer}(a, b)`";
    help_several_inputs(layer): "help: pass `{layer}` values of shape {A}";
    one_of_several(layer):
        "`{layer}` returns {{values}}, {B}, where one is expected\nhelp: bind each of them, as in `let (a, b) = x.{layer}();`";
    other_number(layer, names):
        "{names} names for the {{values}} of `{layer}`, {B}\nhelp: bind one name for each value";
    help_reshape_as_in(sizes, layer, count):
        "help: reshape the {count} elements, as in `.reshape::<{sizes}>().{layer}()`";
    /// The input of a recurrent layer.
    steps_first(features): "[steps, {features}]";
    features_of_steps(features): "steps of {features} features";
    or_transpose(layer): ", or call `.transpose::<0, 1>()` before `.{layer}()` if the last axis is that of the steps";
    help_sequence(layer, features):
        "help: pass `{layer}` a sequence, [steps, {features}], which `reshape` makes of other shapes";
    help_reshape(sizes, layer): "help: write `.reshape::<{sizes}>().{layer}()`";
    /// For the number of positions along an axis whose size is generic.
    help_generic_window():
        "help: write numbers for the sizes that a window changes, which cannot be generic, or declare the network for each size by a `macro_rules!` macro";
    /// `what` is a sum or a product.
    help_too_large(what): "help: make the sizes smaller: the {what} exceeds the address space";
}

/// `origin` is the layer or input that determined the shape.
pub(crate) fn help_write(fix: &str, size: impl Display, origin: &Origin) -> String {
    format!("help: write `{fix}`, or make `{origin}` {} {size}", origin.verb())
}

pub(crate) fn help_write_channels(fix: &str, channels: &str, origin: &Origin) -> String {
    let plural = if channels == "1" { "channel" } else { "channels" };
    format!("help: write `{fix}`, or make `{origin}` {} {channels} {plural}", origin.verb())
}

/// The shape of a sequence, an image or a volume, by the names of its axes.
pub(crate) fn channels_first(channels: &str, axes: usize) -> String {
    let sizes = match axes {
        1 => "length",
        2 => "height, width",
        _ => "depth, height, width",
    };
    format!("[{channels}, {sizes}]")
}

pub(crate) fn help_image(axes: usize) -> String {
    format!("help: pass it {}, which `reshape` makes of other shapes", channels_first("channels", axes))
}

/// For a table whose sizes are in the other order.
pub(crate) fn help_swapped_table(written: impl Display) -> String {
    format!("help: write `{written}`: the number of indices comes first")
}

/// For a value without axes, which no declaration has.
pub(crate) fn help_declare_number() -> String {
    "help: append `.reshape::<1>()`, which gives it an axis, and declare `Tensor<1>`".into()
}

pub(crate) fn help_channels_first(input: &str, sizes: impl Display) -> String {
    format!("help: write `{input}: Tensor<{sizes}>`: the channels come first")
}

pub(crate) fn help_channels_of(count: u64, channels: u64, axes: usize) -> String {
    let image = channels_first(&channels.to_string(), axes);
    format!("help: {count} is not a multiple of {channels}: pass it a value that can be reshaped to {image}")
}

/// For an image that would be smaller than the window.
pub(crate) fn help_elements_of(count: u64, channels: u64, axes: usize) -> String {
    let image = channels_first(&channels.to_string(), axes);
    format!("help: {count} elements are too few for its kernel: pass it a larger {image}")
}

pub(crate) fn output_padding(padding: u64, stride: u64) -> String {
    format!(
        "an `output_padding` of {padding} is not less than the stride of {stride}\nhelp: write `output_padding = {}`, or a larger stride",
        stride - 1
    )
}

/// The lines of calls, as a note after the fix.
pub(crate) fn places(places: &[(&str, usize)]) -> String {
    let places: Vec<_> = places.iter().map(|(name, line)| format!("`{name}` is called on line {line}")).collect();
    format!("note: {}", places.join(", "))
}

/// For a padding that is larger than the axis allows; `most` is the largest that all axes allow.
pub(crate) fn help_smaller_border(name: &str, most: u64) -> String {
    match most {
        0 => "help: write `replicate_pad`, which accepts any padding, or give it a larger input".into(),
        most => format!("help: write `.{name}::<{most}>()`, or `replicate_pad`, which accepts any padding"),
    }
}

pub(crate) fn help_minimum(origin: &Origin, shape: &str) -> String {
    format!("help: write a smaller kernel or a larger padding, or make `{origin}` {} {shape}", origin.verb())
}

/// For a padding that is larger than an axis allows, or that removes all of it.
pub(crate) fn help_minimum_of_padding(origin: &Origin, shape: &str) -> String {
    format!("help: write a smaller padding, or make `{origin}` {} {shape}", origin.verb())
}

/// `other` is the axis along which the values can be concatenated, if there is one.
pub(crate) fn help_concat_axes(axis: usize, other: Option<usize>) -> String {
    match other {
        Some(other) => {
            format!("help: write `concat::<{other}>` in place of this, or make all axes except axis {axis} equal")
        }
        None => format!("help: make all axes except axis {axis} equal"),
    }
}

pub(crate) fn help_concat_axis(axes: usize) -> String {
    match axes {
        0 | 1 => "help: write `concat` without an axis: the only one is 0".into(),
        axes => format!("help: write an axis from 0 to {}, as in `concat::<0>(a, b)`", axes - 1),
    }
}

pub(crate) fn wrong_outputs(declared: usize, found: usize) -> String {
    let outputs = counted(declared, "output");
    format!("`forward` declares {outputs} but returns {found}\nhelp: declare as many as the last expression returns")
}

/// `sizes` are the arguments of the declaration, between `<>`. A check may insert a shape that cannot be declared.
pub(crate) fn help_declare(sizes: Option<impl Display>, completed: bool) -> String {
    match sizes {
        Some(sizes) => format!("help: write `Tensor<{sizes}>`"),
        None if completed => "help: write `Tensor<{b,}>`".into(),
        None => "help: declare the computed shape, or compute the declared one".into(),
    }
}

pub(crate) fn input(layer: &str, origins: &[&Origin]) -> String {
    let origins: Vec<_> = origins.iter().map(|origin| origin.name.as_str()).collect();
    format!("layer `{layer}` expects {A} but receives {B} from {}", list(&origins))
}

pub(crate) fn fix_produce(origin: &Origin) -> String {
    format!("make `{origin}` {} {A}", origin.verb())
}

pub(crate) fn other_number_of_outputs(layer: &str, declared: usize) -> String {
    let outputs = counted(declared, "output");
    format!("`forward` declares {outputs} but `{layer}` returns {{values}}, {B}\nhelp: declare each of them")
}
