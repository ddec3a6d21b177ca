//! Messages about layers, operations, and their arguments.

use super::words::{did_you_mean, list};

pub(crate) fn named_like_an_operation(name: &str) -> String {
    format!("layer `{name}` has the name of an operation\nhelp: name it `{name}1`")
}

pub(crate) fn duplicate_layer(name: &str) -> String {
    format!("layer `{name}` is declared twice\nhelp: give one of them another name")
}

pub(crate) fn duplicate_input(name: &str) -> String {
    format!("input `{name}` is declared twice\nhelp: give one of them another name")
}

pub(crate) fn infer_in_custom(layer: &str) -> String {
    format!("`_` can be inferred in the layers of `nn` alone, not in `{layer}`\nhelp: write the size")
}

pub(crate) fn named_in_custom(layer: &str) -> String {
    format!("`{layer}` has no named arguments: only the layers of `nn` have\nhelp: give them to its type, in order")
}

pub(crate) fn unknown_argument(layer: &str, name: &str, known: &[(&str, &str)]) -> String {
    if let Some((_, example)) = known.iter().find(|&&(known, _)| known == name) {
        return format!("`{layer}` does not take this value for `{name}`\nhelp: write `{example}`");
    }
    let names: Vec<_> = known.iter().map(|&(name, _)| name).collect();
    let examples: Vec<_> = known.iter().map(|&(_, example)| example).collect();
    let help = did_you_mean(name, &names, &format!("remove it; `{layer}` knows {}", list(&examples)));
    format!("`{layer}` has no argument `{name}`\n{help}")
}

pub(crate) fn argument_twice(layer: &str, name: &str) -> String {
    format!("`{layer}` is given `{name}` twice\nhelp: remove one of them")
}

pub(crate) fn too_small(name: &str, least: u64) -> String {
    format!("`{name}` is at least {least}\nhelp: write `{name} = {}`", least.max(1))
}

pub(crate) fn missing_argument(layer: &str, name: &str, form: &str) -> String {
    format!("`{layer}` has no `{name}`\nhelp: write it, as in `{form}`")
}

pub(crate) fn wrong_count(layer: &str, found: usize, form: &str) -> String {
    format!("`{layer}` takes 2 sizes, found {found}\nhelp: write its inputs and outputs, as in `{form}`")
}

pub(crate) fn wrong_sizes(layer: &str, found: usize, form: &str) -> String {
    let sizes = if found == 1 { "size" } else { "sizes" };
    format!("`{layer}` does not take {found} {sizes}\nhelp: write them as in `{form}`")
}

pub(crate) fn groups_not_inferred() -> String {
    "the groups of `GroupNorm` cannot be inferred\nhelp: write their number, as in `GroupNorm<4, 16>`".into()
}

/// `nearest` is the largest number of groups that is less and among which the channels can be shared.
pub(crate) fn norm_groups(groups: &str, channels: &str, nearest: &str) -> String {
    format!(
        "`GroupNorm` cannot share {channels} channels among {groups} groups: a rest is left\nhelp: write `GroupNorm<{nearest}, {channels}>`"
    )
}

pub(crate) fn help_norm_axes(layer: &str, written: &str) -> String {
    format!("help: give `{layer}` a value with the axes of `{written}`, or declare it for those that it receives")
}

pub(crate) fn output_not_inferred(layer: &str) -> String {
    format!("the outputs of `{layer}` cannot be inferred\nhelp: write their number, as in `{layer}<_, 10>`")
}

pub(crate) fn no_type_arguments(name: &str) -> String {
    format!("`{name}` takes no arguments here\nhelp: write `.{name}()`")
}

/// A number between `::<` and `>` of an operation.
pub(crate) fn wrong_number(name: &str, what: &str, most: u32, example: &str) -> String {
    format!(
        "the {what} of `{name}` is a number from 0 to {most} with at most six decimals\nhelp: write `.{name}::<{example}>()`"
    )
}

pub(crate) fn help_dropout() -> String {
    "help: write `.dropout::<0.5>()`, which drops single numbers".into()
}

pub(crate) fn permute_without_axes() -> String {
    "`permute` takes two to five axes, each once\nhelp: write `.permute::<1, 0>()`, or `.permute::<2, 0, 1>()`: the axes in their new order, from 0 up".into()
}

pub(crate) fn axes(count: usize) -> String {
    format!("{count} axes")
}

pub(crate) fn help_permute() -> String {
    "help: write as many axes as it has".into()
}

pub(crate) fn wrong_split() -> String {
    "`split` takes the size of its first part, and an axis if it is not the first\nhelp: write `let (a, b) = split::<64>(x);`, or `split::<64, 1>(x)`".into()
}

pub(crate) fn more_than(size: u64) -> String {
    format!("more than {size} on this axis")
}

pub(crate) fn help_split(most: u64) -> String {
    match most {
        0 => "help: do not cut an axis of 1".into(),
        most => format!("help: write a size of at most {most}, so that something is left"),
    }
}

pub(crate) fn help_split_axis() -> String {
    "help: write an axis that it has, counted from 0, without the batch".into()
}

pub(crate) fn upsample_without_scale() -> String {
    "`upsample` takes how much larger its result is\nhelp: write `.upsample::<2>()`, or `.upsample::<2, 3>()` for height and width".into()
}

pub(crate) fn help_smaller_scale() -> String {
    "help: make the sizes smaller: the product is larger than an address space".into()
}

pub(crate) fn wrong_pad() -> String {
    "`zero_pad` takes one number for all sides, or one for each: left and right, and for an image top and bottom\nhelp: write `.zero_pad::<1>()`, or `.zero_pad::<1, 2, 0, 1>()`".into()
}

pub(crate) fn help_axis(name: &str) -> String {
    format!("help: write `.reshape::<1>().{name}()`")
}
