//! Messages about indices.

use super::origin::Origin;
use super::words::meant;
use std::fmt::Display;

/// What layers and operations take that are not made for indices.
pub(crate) const NUMBERS: &str = "numbers";
/// What an `Embedding` takes.
pub(crate) const INDICES: &str = "indices";

pub(crate) fn indices_below(below: &str) -> String {
    format!("indices below {below}")
}

pub(crate) fn indices_of_axes(most: usize) -> String {
    format!("indices with at most {most} axes")
}

/// `taker` is a layer or an operation.
pub(crate) fn expects_numbers(taker: &str, found: &str, origin: &Origin, help: &str) -> String {
    format!("{taker} expects {NUMBERS} but receives {found} from `{origin}`\n{help}")
}

pub(crate) fn help_embed(layer: &str, input: &str) -> String {
    format!("help: write `{input}.{layer}()`, which makes numbers of them")
}

pub(crate) fn help_declare_embedding(layer: &str, below: &str, input: &str) -> String {
    format!(
        "help: declare a layer that makes numbers of them, such as `{layer}: Embedding<{below}, 32>`, and write `{input}.{layer}()`"
    )
}

/// `declared` stands between the `<>`.
pub(crate) fn help_declare_indices(input: &str, declared: &str) -> String {
    format!("help: write `{input}: Tensor<{declared}>`")
}

pub(crate) fn help_give_indices(layer: &str, declared: &str) -> String {
    format!("help: give `{layer}` an input of indices, such as `words: Tensor<{declared}>`")
}

pub(crate) fn help_table(fix: &str, input: &str, declared: &str) -> String {
    format!("help: write `{fix}`, or `{input}: Tensor<{declared}>`")
}

pub(crate) fn help_fewer_axes(input: &str) -> String {
    format!("help: declare `{input}` with fewer axes")
}

pub(crate) fn help_no_annotation() -> String {
    "help: remove the `Tensor<..>`: what an input is made of is declared with the input".into()
}

pub(crate) fn array_of_indices(layer: &str, count: usize, given: &str, origin: &Origin) -> String {
    format!(
        "layer `{layer}` is repeated {count} times, but receives {given} from `{origin}`, and no layer gives indices\nhelp: declare one layer, and repeat those behind it"
    )
}

pub(crate) fn indices_as_output(sizes: &str) -> String {
    format!("a network gives numbers, not indices\nhelp: write `Tensor<{sizes}>`, with a number for each class")
}

pub(crate) fn indices_as_annotation() -> String {
    "what is computed is numbers: indices are inputs of `forward` alone\nhelp: write its shape, such as `Tensor<64>`"
        .into()
}

pub(crate) fn class_twice() -> String {
    "a tensor has one `Class`\nhelp: remove one of them; a size is an integer, such as `64`".into()
}

pub(crate) fn class_before_sizes(declared: &str) -> String {
    format!("`Class` stands behind the sizes\nhelp: write `Tensor<{declared}>`")
}

pub(crate) fn class_without_number() -> String {
    "`Class` takes one number, which the indices are below\nhelp: write `Class<1000>`".into()
}

pub(crate) fn class_below_zero() -> String {
    "no index is below 0\nhelp: write what all indices are below, as in `Class<1000>`".into()
}

pub(crate) fn is_misspelt_class(name: &str) -> bool {
    meant(name, &["Class"]).is_some() || name == "class"
}

pub(crate) fn misspelt_class(name: &impl Display) -> String {
    format!("there is no size `{name}`\nhelp: did you mean `Class`?")
}

pub(crate) fn fix_indices() -> String {
    "give it an input of indices, such as `words: Tensor<{a,}>`".into()
}
