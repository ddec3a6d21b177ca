//! Messages about arithmetic: operators, numbers and broadcasting.

use super::words::{counted, texts};
use std::fmt::Display;

texts! {
    unit_of_number(text, number): "`{text}` has a unit, and a number in `forward` has none\nhelp: write `{number}`";
    number_too_large(text): "`{text}` is not a finite number\nhelp: write a smaller number";
    only_numbers(name): "`{name}` combines numbers alone\nhelp: write the result as one number, beside a value";
    result_of_numbers(name, result): "`{name}` combines numbers alone\nhelp: write `{result}`";
    number_of_name(number, name): "`{number}` is a number, and `let` binds values\nhelp: write `{number}` in place of `{name}`, and remove this `let`";
    power(sign, text): "`{sign}` is not an operator of `forward`\nhelp: write `{text}`";
    no_named_operands(name): "the operands of `{name}` have no names";
    empty_limits(low, high): "`clamp` has a lower limit of {low} and an upper one of {high}\nhelp: write the lower limit first";
    enlarges_both(sign, left, left_origin, right, right_origin, both, help):
        "`{sign}` would repeat both {left} from `{left_origin}` and {right} from `{right_origin}`, to {both}\n{help}";
    help_select(): "help: write the mask first, then the value where it is not 0, and the other one, as in `select(x > 0, a, b)`";
    help_negative(): "help: write `-x`";
    help_keep(name, axis): "help: write `.{name}::<{axis}, keep = true>()`, which keeps the axis with a size of 1";
    help_make(shape): "help: make its last axes {shape}, or 1";
    reduction_of_axis(name, axis, shape, help): "`{name}` has no axis {axis} of {shape}\n{help}";
    axis_twice(name, axis): "`{name}` has axis {axis} twice\nhelp: write each axis once";
    wrong_axes(name): "`{name}` takes axes between `::<` and `>`\nhelp: write `.{name}::<0>()`, or `.{name}()` for all axes";
    expand_without_sizes(): "`expand` takes the sizes of the result\nhelp: write all of them, as in `.expand::<3, 4>()`";
    cannot_expand(shape, origin, whole):
        "`expand` cannot repeat {shape} from `{origin}` to {whole}\nhelp: a value is repeated along axes of size 1, and along axes before its own";
    unknown_count(name): "`{name}` divides by a number of elements that only the compiler knows\nhelp: write `correction = 0`";
}

/// The fix for two operands of which each would be repeated: what makes them equal. If one has as many elements as the other, it
/// may be `reshaped`: the value with fewer axes, and the sizes of the other one.
pub(crate) fn help_enlarged(reshaped: Option<(&str, String)>, both: &dyn Display) -> String {
    let both = both.to_string();
    let all = both.trim_matches(['[', ']']);
    match reshaped {
        Some((name, to)) => format!(
            "help: write `.reshape::<{to}>()` after the value from `{name}`, or `.expand::<{all}>()` after one of them for {both}"
        ),
        None => format!("help: write `.expand::<{all}>()` after one of them"),
    }
}

pub(crate) fn too_few(name: &str, count: u64) -> String {
    let count = counted(usize::try_from(count).unwrap_or(usize::MAX), "element");
    format!("`{name}` needs more than {count} along these axes\nhelp: write `correction = 0`")
}

pub(crate) fn no_operator(sign: &str) -> String {
    let help = match sign {
        "&&" | "&" => "multiply masks, which are 1 or 0, as in `(a > 0) * (b > 0)`",
        "||" | "|" => "write the larger of two masks, which are 1 or 0, as in `maximum(a > 0, b > 0)`",
        "!" => "write 1 minus a mask, which is 1 or 0, as in `1 - (x > 0)`",
        _ => "it has `+`, `-`, `*`, `/` and comparisons such as `>`",
    };
    format!("`forward` has no operator `{sign}`\nhelp: {help}")
}

pub(crate) fn wrong_operands(name: &str, count: usize, found: usize) -> String {
    let example = match name {
        "pow" => "x.pow(2)",
        "clamp" => "x.clamp(-1, 1)",
        "select" => "select(x > 0, a, b)",
        "minimum" => "minimum(a, b)",
        _ => "maximum(a, b)",
    };
    format!("`{name}` takes {}, found {found}\nhelp: write it as in `{example}`", counted(count, "operand"))
}

/// The message for the name of a number, which may be infinite.
pub(crate) fn constant_in_expression(name: &str) -> String {
    let help = match name.to_lowercase().contains("inf") {
        true => "write a number of a large magnitude, such as `-1e9`",
        false => "write its number",
    };
    format!("`{name}` is a constant, which `network!` cannot read\nhelp: {help}")
}
