//! Messages about indices.

use super::words::{Origin, meant, texts};
use std::fmt::Display;

/// The input that other layers and operations expect, as opposed to indices.
pub(crate) const FLOATING_POINT: &str = "floating point";
/// The input that an `Embedding` expects.
pub(crate) const INDICES: &str = "indices";
/// A call of an attention with a length.
pub(crate) const ATTENTION_WITH_LENGTH: &str = "attention(q, k, v, mask, length)";

texts! {
    indices_below(below): "indices below {below}";
    indices_of_axes(most): "indices with at most {most} axes";
    help_embed(layer, input): "help: write `{input}.{layer}()`, which embeds them";
    help_declare_embedding(layer, below, input):
        "help: declare a layer that embeds them, such as `{layer}: Embedding<{below}, 32>`, and write `{input}.{layer}()`";
    /// `declared` contains the arguments between `<>`.
    help_declare_indices(input, declared): "help: write `{input}: Tensor<{declared}>`";
    help_give_indices(layer, declared): "help: call `{layer}` on an input of indices, such as `words: Tensor<{declared}>`";
    padding_idx_not_below(index, below, last):
        "`padding_idx = {index}` is not an index of {below} rows\nhelp: write a number from 0 to {last}, such as `padding_idx = 0`";
    array_of_indices(layer, count, given, origin):
        "layer `{layer}` is repeated {count} times, but receives {given} from `{origin}`, and no layer returns indices\nhelp: declare one layer, and repeat those after it";
    indices_as_output(sizes):
        "a network returns floating point, not indices\nhelp: write `Tensor<{sizes}>`, with one score per class";
    indices_as_annotation():
        "only inputs of `forward` are declared as indices\nhelp: write the shape of floating-point elements, such as `Tensor<64>`, or nothing";
    class_twice(): "a tensor has at most one `Class`\nhelp: remove one of them; a size is an integer, such as `64`";
    class_before_sizes(declared): "`Class` must come after the sizes\nhelp: write `Tensor<{declared}>`";
    class_without_number(): "`Class` expects one size, the exclusive upper bound of the indices\nhelp: write `Class<1000>`";
    class_below_zero(): "`Class<0>` contains no index\nhelp: write the exclusive upper bound of the indices, as in `Class<1000>`";
    misspelt_class(name): "there is no size `{name}`\nhelp: did you mean `Class`?";
    help_convert_indices(below):
        "help: convert them to floating point with `.one_hot()`, or with an `Embedding<{below}, 32>`";
    unpool_of_two(found):
        "`max_unpool` takes two values, found {found}\nhelp: write a value and its indices, as in `max_unpool::<2>(h, places)`";
    help_bind_indices(): "help: write `let (h, places) = x.max_pool::<2, return_indices = true>();`";
    pool_returns_two(name):
        "`{name}` with `return_indices = true` returns two values\nhelp: bind both, as in `let (h, places) = x.{name}::<2, return_indices = true>();`";
    pool_returns_one(name):
        "2 names for 1 value\nhelp: write `return_indices = true` for the indices, as in `let (h, places) = x.{name}::<2, return_indices = true>();`";
    unpool_other_positions(positions, below, origin, help):
        "`max_unpool` returns {positions} elements per channel but receives indices below {below} from `{origin}`\n{help}";
    help_output_size(size): "help: write `output_size = {size}`, the size before the `max_pool`";
    help_some_output_size(): "help: write the size before the `max_pool`, as in `output_size = (7, 9)`";
    help_same_indices(): "help: give `max_unpool` a value of the shape that `max_pool` returned with the indices";
    help_keep_axis(name, axis): "help: write `.{name}::<{axis}, keep = true>()`, which keeps the axis with a size of 1";
    length_of(steps, below): "an index below {below} as the length of {steps}";
    help_give_length(declared): "help: pass an input of lengths in its place, such as `length: Tensor<{declared}>`";
    too_many_steps(taker): "{taker} has too many steps for a length\nhelp: write a smaller number of steps";
    sequence_mask_without_steps():
        "`sequence_mask` expects the number of steps\nhelp: write it, as in `length.sequence_mask::<16>()` of an input `length: Tensor<Class<17>>`";
    length_last(name, fix): "the length is the last value that `{name}` receives, and a single one\nhelp: write `{fix}`";
    length_of_array(name):
        "`{name}` is an array of layers, and only a single layer receives a length\nhelp: call each of them in a loop, as in `for layer in {name} {{ y = layer(y, length); }}`";
    fix_indices(): "call it on an input of indices, such as `words: Tensor<{{a,}}>`";
}

/// The fix for a value that is too small or too large for the indices.
pub(crate) fn help_indices_below(origin: &Origin, size: impl Display, below: impl Display) -> String {
    let size_of = if origin.name == "max_pool" { "," } else { ", the size of its axis," };
    format!("help: `{origin}` returns indices below {below}{size_of} and this axis has {size} elements")
}

/// The fix for the table of an embedding, or for the input of indices, as code.
pub(crate) fn help_table(fix: impl Display, origin: &Origin, declared: impl Display) -> String {
    match origin.is_input {
        true => format!("help: write `{fix}`, or `{origin}: Tensor<{declared}>`"),
        false => format!("help: write `{fix}`"),
    }
}

pub(crate) fn help_fewer_axes(origin: &Origin) -> String {
    match origin.is_input {
        true => format!("help: declare `{origin}` with fewer axes"),
        false => format!("help: call `{origin}` on a value with fewer axes"),
    }
}

/// The fix for indices as an output, which the operation of this name returns.
pub(crate) fn help_indices_outside(name: &str) -> String {
    let outside = match name {
        "argmax" => "call `argmax_rows` on the output",
        "max_pool" => return "help: return the other value of `max_pool`, or `.one_hot()` of the indices".into(),
        _ => "compute the indices from the output",
    };
    format!("help: return the value without `.{name}`, and {outside}, or return `.one_hot()` of the indices")
}

pub(crate) fn help_no_annotation(origin: &Origin) -> String {
    match origin.is_input {
        true => "help: remove the `Tensor<..>`: the element type of an input is declared with the input".into(),
        false => "help: remove the `Tensor<..>`: only floating-point values are annotated".into(),
    }
}

pub(crate) fn is_misspelt_class(name: &str) -> bool {
    meant(name, &["Class"]).is_some() || name == "class"
}
