//! Messages about the functions beside `forward`.

use super::words::{Origin, counted, texts};
use std::fmt::Display;

texts! {
    generic_function(name, network): "function `{name}` has no parameters of its own\nhelp: write the sizes of its inputs as numbers, or as parameters of `{network}`";
    function_without_tensors(name): "the functions of a network take tensors, and `{name}` takes none\nhelp: move `{name}` out of `network!`";
    function_like_an_operation(name): "function `{name}` has the name of an operation\nhelp: name it `{name}_`";
    function_like_a_layer(name): "function `{name}` has the name of a layer\nhelp: name it `{name}_`";
    function_calls_itself(name): "function `{name}` calls itself\nhelp: remove this call: the body of a function takes the place of its call";
    unused_function(name): "function `{name}` is never called\nhelp: call `{name}` in `forward`, or remove it";
    result(name, declared, found, origin, help):
        "function `{name}` declares the result {declared} but returns {found} from `{origin}`\n{help}";
}

pub(crate) fn wrong_arguments(name: &str, expected: usize, found: usize) -> String {
    let values = counted(expected, "value");
    format!("function `{name}` takes {values}, found {found}\nhelp: pass one value for each of its inputs")
}

pub(crate) fn wrong_results(name: &str, declared: usize, found: usize) -> String {
    let results = counted(declared, "result");
    format!(
        "function `{name}` declares {results} but returns {found}\nhelp: declare as many as its last expression returns"
    )
}

pub(crate) fn help_argument(origin: &Origin, shape: impl Display) -> String {
    format!("help: make `{origin}` {} {shape}, or change the shape that the function declares", origin.verb())
}
