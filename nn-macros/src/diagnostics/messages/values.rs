//! Messages about values and calls.

use super::words::{counted, did_you_mean, list, texts};

texts! {
    used_before_definition(name): "`{name}` is used before its `let`\nhelp: move the `let` up";
    layer_as_value(name): "`{name}` is a layer, not a value\nhelp: call it on a value, as in `x.{name}()`";
    layer_without_input(name): "layer `{name}` is given nothing\nhelp: write `x.{name}()`";
    unused_layer(name): "layer `{name}` is never used\nhelp: call `.{name}()` in `forward`, or remove it";
    unused_value(name):
        "value `{name}` is never used\nhelp: use it, or remove it; a name that begins with `_` may stay";
    unused_input(name): "input `{name}` is never used\nhelp: use it, remove it, or name it `_{name}`";
    nothing_to_learn(name):
        "network `{name}` has no layer that learns\nhelp: declare one, such as `fc1: Linear<64, 10>`";
}

pub(crate) fn unknown_value(name: &str, mut known: Vec<&str>) -> String {
    known.sort_unstable();
    let otherwise = format!("the values here are {}", list(&known));
    format!("there is no value `{name}`\n{}", did_you_mean(name, &known, &otherwise))
}

pub(crate) fn unknown_method(name: &str, known: &[&str]) -> String {
    let otherwise = format!("declare it in the struct, as in `{name}: Linear<_, 10>`; known here are {}", list(known));
    format!("there is no layer or operation `{name}`\n{}", did_you_mean(name, known, &otherwise))
}

pub(crate) fn wrong_inputs(name: &str, expected: usize, found: usize) -> String {
    let values = counted(expected, "value");
    format!("`{name}` takes {values}, found {found}\nhelp: join values first, with `+` or `concat`")
}

pub(crate) fn wrong_pattern(expected: usize, found: usize) -> String {
    format!("{} for {}\nhelp: bind one name for each value", counted(expected, "name"), counted(found, "value"))
}
