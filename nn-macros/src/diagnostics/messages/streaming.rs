//! Messages about the axis of time, and about what cannot be computed step by step.

use super::words::{meant, texts};
use std::fmt::Display;

texts! {
    does_not_stream(name, ty):
        "`{name}` cannot be computed step by step: `{ty}` has no form for one step\nhelp: in a network, write `time = ` before a size in the input of `{ty}`; for a layer of your own, implement `nn::layers::Streaming`; or remove `time = ` here";
    other_steps(name, ty):
        "`{name}` has another axis of time than the values around it\nhelp: write `time = ` before the same size in `{ty}` and here, in inputs, outputs and `let` statements";
    misspelt_time(name): "there is no axis `{name}`, did you mean `time`?";
    time_with_colon(): "`time` and its size are separated by `=`";
    time_without_size(): "`time` is followed by the size of one axis\nhelp: write `time = ` before one size";
    time_twice(): "a tensor has at most one axis of time\nhelp: remove one `time = `";
    time_without_input(): "no input of the network has an axis of time\nhelp: write `time = ` in the type of an input, too, or remove it here";
    unequal_times(input, size, first, of_first):
        "input `{input}` has {size} steps of time, and `{first}` has {of_first}\nhelp: make the two sizes equal";
    not_the_time(axis, found):
        "axis {axis} is not the axis of time, which is {found}\nhelp: write `time = ` before the size of that axis, or remove it";
    axis_number(axis): "axis {axis}";
    no_axis_of_time(): "this value has no axis of time\nhelp: remove `time = `";
    int8_stream(): "an integer network does not stream\nhelp: remove this limit";
    budget_without_time(): "the network has no axis of time, so it does not stream\nhelp: write `time = ` before a size of an input, or remove this limit";
}

/// The error for a call that cannot be computed step by step.
pub(crate) fn needs_all_steps(name: impl Display, does: impl Display, help: impl Display) -> String {
    format!(
        "`{name}` {does}, so it cannot be computed step by step\nhelp: {help}, or remove `time = ` if the network need not stream"
    )
}

/// Returns whether a name of an axis stands for `time`.
pub(crate) fn is_misspelt_time(name: &str) -> bool {
    const OTHERS: [&str; 17] = [
        "T",
        "TIME",
        "Time",
        "l",
        "len",
        "length",
        "seq",
        "seq_len",
        "seq_length",
        "sequence",
        "sequence_length",
        "step",
        "steps",
        "t",
        "times",
        "timestep",
        "timesteps",
    ];
    OTHERS.contains(&name) || name != "time" && meant(name, &["time"]).is_some()
}
