//! Messages about operations along an axis, and about products of matrices.

use super::words::{Origin, counted, texts};
use std::fmt::Display;

/// What a value lacks whose axes only the compiler knows.
pub(crate) const ITS_AXES: &str = "axes";

texts! {
    most_axes(most): "at most {most} axes";
    number_along(axis): "a number along axis {axis}";
    larger_along(axis): "a larger axis {axis}";
    multiple_along(count, axis): "a multiple of {count} along axis {axis}";
    axes_not_known(name, origin):
        "`{name}` needs the axes of the value from `{origin}`, which only the compiler knows\nhelp: declare them, as in `let h: Tensor<64> = ..;`";
    /// For a check that inserts the axes.
    axes_declared(name, origin):
        "`{name}` needs the axes of the value from `{origin}`, which only the compiler knows\nhelp: declare them, as in `let h: Tensor<{{b,}}> = ..;`";
    /// `help` is the fix for a value whose axes are declared.
    help_or_declare(help): "{help}, or declare its axes, as in `let h: Tensor<{{b,}}> = ..;`";
    not_an_index(text): "`{text}` is not an index\nhelp: write an integer without a suffix";
    extremum_of_two(name): "`{name}` is along an axis of one value\nhelp: write `{name}imum(a, b)`";
    help_no_axis_of_one(): "help: remove `.squeeze()`: no axis has a size of 1";
    help_squeeze(axis): "help: remove only an axis of size 1, or write `.select::<{axis}, 0>()` for the first element of axis {axis}";
    help_squeeze_axis(axis): "help: write `.squeeze::<{axis}>()`";
    help_flatten_first(): "help: flatten or reshape it first";
    help_two_axes(): "help: write two existing axes, counted from 0 without the batch";
    empty_range(range): "the range `{range}` is empty\nhelp: write an end after its start";
    slice_without_range(written): "`slice` expects an axis and a range\nhelp: write `{written}`";
    help_same_end(): "help: count both ends of the range from the same end of the axis";
    help_parts(axis): "help: write sizes whose sum is that of axis {axis}";
    help_parts_of(size): "help: write sizes whose sum is {size}";
    help_sizes_of_parts(): "help: write the sizes of the parts, as in `let (a, b, c) = split::<H, H, H>(x);`";
    help_chunk(size, count): "help: write a number that divides {size}, or the size of each part with `split` instead of {count} equal ones";
    help_unfold(axis, size, step): "help: write a window of at most {size}, as in `.unfold::<{axis}, {size}, {step}>()`";
    help_vectors(name): "help: `{name}` multiplies two vectors, values with one axis; `matmul` multiplies matrices";
    help_matrices(): "help: give both at least two axes and equally many, or one of them a single axis and the other one two";
    help_equal_vectors(): "help: make the sizes that are multiplied equal";
    help_inner(): "help: the last axis of the first and the last but one of the second must be equal, and so must all axes before them";
    expects_indices(): "one axis of indices, or a single index";
    help_select_or_declare(input, declared):
        "help: write `index_select`, which selects all elements at an index, or `{input}: Tensor<{declared}>`";
    help_equal_but(axis): "help: make all axes of the value and of the indices equal but axis {axis}";
    help_index_axes(): "help: call it with an input such as `indices: Tensor<4, Class<16>>`, or `index: Tensor<Class<16>>`";
    wrong_axis_of(name):
        "the axis of `{name}` is an integer from 0 to 4, counted without the batch\nhelp: write only this number, as in `{name}::<1>(a, b)`";
    several_of_one(name): "`{name}` expects two or more values\nhelp: write `{name}(a, b)`";
    two_values(name, found): "`{name}` takes two values, found {found}\nhelp: write `{name}(a, b)`";
    no_arguments(name): "`{name}` takes no arguments here\nhelp: write `{name}(a, b)`";
    attention_values(found):
        "`attention` takes queries, keys and values, and may take a mask and a length of the keys, found {found}\nhelp: write `attention(q, k, v, heads = 8)`";
    arguments_are_named(): "the arguments of `attention` are named";
    named_before_values(): "the named arguments of `attention` follow its values";
    attention_arguments(heads): "the arguments of `attention` are named\nhelp: write `heads = {heads}`, as in `attention(q, k, v, heads = {heads})`";
    window_without_causal():
        "a `window` ends at the position of its query\nhelp: write `causal = true`, too, or omit the window";
    heads(heads, size, nearest):
        "`attention` cannot divide {size} elements into {heads} equal heads\nhelp: write `heads = {nearest}`, or make the last axes multiples of {heads}";
    kv_heads(heads, shared, nearest):
        "`attention` cannot divide {heads} heads of queries among {shared} heads of keys\nhelp: write `kv_heads = {nearest}`, or make `heads` a multiple of {shared}";
    heads_of_values(shared, size):
        "`attention` cannot divide values of {size} elements into {shared} equal heads\nhelp: make the last axis of the values a multiple of {shared}";
    generic_kv_heads():
        "`kv_heads` requires heads and last axes that do not depend on a parameter of the network\nhelp: write them as numbers, or as types such as `type Width = dim![64];`";
    help_key_features(keys, shared): "help: make the last axis of the keys {keys}, for {shared} heads of the same size as those of the queries";
    alibi_without_causal():
        "`alibi` lowers the scores of keys before a query\nhelp: write `causal = true`, too, or omit `alibi`";
    length_and_features(): "[length, features]";
    rotary_arguments(heads): "the arguments of `rotary` are named\nhelp: write `.rotary::<heads = {heads}>()`";
    help_pairs(unit): "help: make the last axis a multiple of {unit}: each head consists of pairs";
    help_heads_of_pairs(heads, unit):
        "help: write `heads = {heads}`, or make the last axis a multiple of {unit}: each head consists of pairs";
    help_length_and_features(name):
        "help: the batch is implicit, and `{name}` divides the features into heads itself: pass it values with two axes";
    cannot_compare(): "`attention` cannot compare";
    help_features(): "help: the last axes of queries and keys must be equal";
    cannot_pair(): "`attention` cannot pair";
    help_keys(): "help: there must be one value for each key: make their first axes equal";
    help_mask(): "help: the axes of a mask are the number of queries and that of keys";
    help_index_of(input, below, size): "help: declare `{input}` with `Class<{size}>` in place of `Class<{below}>`";
}

pub(crate) fn least_axes(axes: i64) -> String {
    format!(
        "at least {}",
        match axes {
            1 => "1 axis".into(),
            axes => format!("{axes} axes"),
        }
    )
}

pub(crate) fn indices_of_rank(rank: usize) -> String {
    format!("indices with {}", if rank == 1 { "1 axis".into() } else { format!("{rank} axes") })
}

/// `rank` is the number of axes of the value.
pub(crate) fn help_axis_of(rank: usize) -> String {
    match rank {
        0 => "help: a single element has no axes".into(),
        1 => "help: write 0: it has one axis, without the batch".into(),
        rank => format!("help: write an axis from 0 to {}, counted without the batch", rank - 1),
    }
}

pub(crate) fn help_larger_axis(origin: &Origin, shape: &str) -> String {
    format!("help: write indices within the axis, or make `{origin}` {} {shape}", origin.verb())
}

pub(crate) fn help_position(rank: usize) -> String {
    format!("help: write a position from 0 to {rank}, counted without the batch")
}

pub(crate) fn elements_along(axis: usize, least: u64) -> String {
    format!("at least {} along axis {axis}", counted(usize::try_from(least).unwrap_or(usize::MAX), "element"))
}

pub(crate) fn help_range(name: &str, axis: usize, size: u64) -> String {
    match name {
        "select" => format!("help: write an index from 0 to {}, as in `.select::<{axis}, {}>()`", size - 1, size - 1),
        _ => format!("help: write a range within 0..{size}, as in `.slice::<{axis}, ..{size}>()`"),
    }
}

pub(crate) fn help_transpose(which: &str, [a, b]: [usize; 2]) -> String {
    format!("help: transpose the {which}, as in `.transpose::<{a}, {b}>()`")
}

/// What the arguments of an operation along an axis are, and an example.
pub(super) fn usage(name: &str) -> Option<(&'static str, String)> {
    let (expects, arguments) = match name {
        "slice" => ("an axis and a range", "0, 2..10"),
        "select" => ("an axis and an index", "0, 3"),
        "roll" => ("an axis and a distance", "0, 1"),
        "repeat" => ("an axis and a number of repetitions", "0, 3"),
        "unfold" => ("an axis, the size of a window, and the distance between windows", "0, 8, 4"),
        "transpose" => ("two axes", "0, 1"),
        "max" | "min" | "argmax" | "argmin" | "cumsum" | "flip" | "squeeze" | "unsqueeze" | "softmax"
        | "log_softmax" | "softmin" => ("an axis", "0"),
        "chunk" => {
            let example = "let (a, b, c) = chunk::<3>(x);".into();
            return Some(("the number of equal parts, and the axis unless it is 0", example));
        }
        _ => return None,
    };
    Some((expects, format!(".{name}::<{arguments}>()")))
}

/// The error for the arguments of an operation along an axis.
pub(crate) fn wrong_usage(name: &str) -> String {
    let (expects, example) = usage(name).unwrap_or(("other arguments", name.to_string()));
    format!("`{name}` expects {expects}\nhelp: write `{example}`, with axes counted from 0 without the batch")
}

/// The text of a misfit between the two values of a product.
pub(crate) fn cannot_multiply(name: impl Display) -> String {
    format!("`{name}` cannot multiply")
}
