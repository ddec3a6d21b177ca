//! Messages about layers of the user's own and nested networks, which only the compiler knows.

use super::origin::Origin;
use super::shapes::{A, B};
use super::words::list;

pub(crate) fn input(layer: &str, origins: &[&Origin]) -> String {
    let origins: Vec<_> = origins.iter().map(|origin| origin.name.as_str()).collect();
    format!("layer `{layer}` expects {A} but receives {B} from {}", list(&origins))
}

/// The fix of a value's producer, as code with `{a,}` in it or in words, and the other way out.
pub(crate) fn help_input(fix: &str, ty: &str) -> String {
    format!("help: {fix}, or change `{ty}` to take {B}")
}

pub(crate) fn fix_write(code: &str) -> String {
    format!("write `{code}`")
}

pub(crate) fn fix_produce(origin: &Origin) -> String {
    format!("make `{origin}` {} {A}", if origin.is_input { "hold" } else { "produce" })
}

pub(crate) fn fix_give() -> String {
    format!("give it {A}")
}

pub(crate) fn help_reshape(layer: &str) -> String {
    format!("help: write `.reshape::<{{a,}}>().{layer}()`")
}

pub(crate) fn help_swap(layer: &str) -> String {
    format!("help: give `{layer}` its two values in the other order")
}

pub(crate) fn help_number_of_inputs(layer: &str) -> String {
    format!("help: give `{layer}` a value for each of {A}, as in `{layer}(a, b)`")
}

pub(crate) fn help_several_inputs(layer: &str) -> String {
    format!("help: give `{layer}` values of shape {A}")
}

pub(crate) fn one_of_several(layer: &str) -> String {
    format!(
        "`{layer}` gives {{values}}, {B}, where one is used\nhelp: bind each of them, as in `let (a, b) = x.{layer}();`"
    )
}

pub(crate) fn other_number(layer: &str, names: usize) -> String {
    format!("{names} names for the {{values}} of `{layer}`, {B}\nhelp: bind one name for each value")
}

pub(crate) fn other_number_of_outputs(layer: &str, declared: usize) -> String {
    let outputs = if declared == 1 { "output" } else { "outputs" };
    format!("`forward` declares {declared} {outputs} but `{layer}` gives {{values}}, {B}\nhelp: declare each of them")
}
