//! Messages about values and calls.

use super::words::{did_you_mean, list};
use std::fmt::Display;

pub(crate) fn used_before_definition(name: &str) -> String {
    format!("`{name}` is used before its `let`\nhelp: move the `let` up")
}

pub(crate) fn layer_as_value(name: &str) -> String {
    format!("`{name}` is a layer, not a value\nhelp: call it on a value, as in `x.{name}()`")
}

pub(crate) fn unknown_value(name: &str, known: &[&str]) -> String {
    let mut known = known.to_vec();
    known.sort_unstable();
    let otherwise = format!("the values here are {}", list(&known));
    format!("there is no value `{name}`\n{}", did_you_mean(name, &known, &otherwise))
}

pub(crate) fn unknown_method(name: &str, known: &[&str]) -> String {
    let otherwise = format!("declare it in the struct, as in `{name}: Linear<_, 10>`; known here are {}", list(known));
    format!("there is no layer or operation `{name}`\n{}", did_you_mean(name, known, &otherwise))
}

pub(crate) fn layer_without_input(name: &str) -> String {
    format!("layer `{name}` is given nothing\nhelp: write `x.{name}()`")
}

pub(crate) fn wrong_inputs(name: &str, expected: usize, found: usize) -> String {
    let values = if expected == 1 { "value" } else { "values" };
    format!("`{name}` takes {expected} {values}, found {found}\nhelp: join values first, with `+` or `concat`")
}

pub(crate) fn wrong_pattern(expected: usize, found: usize) -> String {
    let names = if expected == 1 { "name" } else { "names" };
    let values = if found == 1 { "value" } else { "values" };
    format!("{expected} {names} for {found} {values}\nhelp: bind one name for each value")
}

pub(crate) fn unused_layer(name: &str) -> String {
    format!("layer `{name}` is never used\nhelp: call `.{name}()` in `forward`, or remove it")
}

pub(crate) fn unused_value(name: &str) -> String {
    format!("value `{name}` is never used\nhelp: use it, or remove it; a name that begins with `_` may stay")
}

pub(crate) fn unused_input(name: &str) -> String {
    format!("input `{name}` is never used\nhelp: use it, remove it, or name it `_{name}`")
}

pub(crate) fn nothing_to_learn(name: &impl Display) -> String {
    format!("network `{name}` has no layer that learns\nhelp: declare one, such as `fc1: Linear<64, 10>`")
}
