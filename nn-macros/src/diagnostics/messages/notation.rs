//! Messages about the notation of other frameworks and languages. Each states what is wrong; the help is added where the
//! correct notation is known.

use super::words::{counted, list, texts};
use proc_macro2::{Delimiter, Group};

texts! {
    expects_layer(): "expected the type of a layer\nhelp: write the name of a layer, such as `Linear`, and its sizes between `<` and `>`";
    closed_twice(layer): "the `<` of `{layer}` is closed twice";
    constructor(layer): "a field declares the type `{layer}`, which is not called";
    path_with_dot(path): "the layers of `nn` have no path, and `{path}.` is not Rust's notation of one";
    path_of_nn(layer): "`nn` has no item `{layer}`: `network!` knows its layers without a path";
    turbofish_in_type(layer): "`::` is not needed before the arguments of `{layer}`";
    comma_twice(): "unexpected second `,`";
    comma_missing(): "missing `,` before this argument";
    colon_in_argument(name): "the value of `{name}` follows a `=`, not a `:`";
    equals_twice(name): "the value of `{name}` follows a single `=`";
    equals_missing(name): "missing `=` after `{name}`";
    argument_without_value(name): "argument `{name}` has no value\nhelp: write its value after the `=`, or remove it";
    not_a_value(token): "`{token}` is not the value of an argument\nhelp: write a number, `true`, `false` or a type";
    /// `written` is the correct code.
    help_notation(written): "help: write `{written}`";
    help_meant(name): "help: did you mean `{name}`?";
    help_form(layer): "help: write the sizes of `{layer}` first, and every other argument as `name = value`";
    help_call_activation(field): "help: remove it, and call the activation in `forward`, as in `.{field}().relu()`";
    help_angles(): "help: write the arguments between `<` and `>`";
    size_with_name(layer, name): "`{layer}` has no argument `{name}`: sizes have no names";
    argument_of_others(layer, name): "`{layer}` has no argument `{name}`";
    wrong_value(layer, name, value): "`{layer}` does not accept `{value}` for `{name}`";
    not_one_size(value): "`{value}` is not a size";
    activation_as_argument(layer, name): "`{layer}` has no argument `{name}`: an activation is an operation of `forward`";
    help_activation(written, field, activation): "help: write `{written}`, and `.{field}().{activation}()` in `forward`";
    unknown_layer(layer): "`nn` has no layer `{layer}`";
    renamed_layer(layer, name): "`nn` has no layer `{layer}`: it is called `{name}`";
    layer_as_operation(layer): "`{layer}` is not a layer, but an operation of `forward`";
    help_operation(field, call): "help: remove `{field}`, and write `{call}` in place of `.{field}()`";
    container(layer): "`{layer}` is not a layer: `forward` calls layers one after another";
    help_container(): "help: declare each of its layers as a field, and call them in `forward`, as in `x.first().second()`";
    help_container_of(fields, calls, field): "help: write `{fields}`, and `{calls}` in place of `.{field}()`";
    help_two_layers(image, other): "help: write `{image}` for images, or `{other}` for features and sequences";
    help_two_convolutions(image, other): "help: write `{image}` for images, or `{other}` for sequences";
    number_in_parentheses(name): "`{name}` takes tensors as arguments, not literals";
    unknown_operation(name): "there is no layer or operation `{name}`";
    help_no_notation(name): "help: look up `{name}` in the documentation of `network!`";
    help_last_axis(name): "help: write `.{name}()`, which is along the last axis";
    help_mean(): "help: write `.global_avg_pool()`, the mean of each channel";
    help_mean_of_features(): "help: compute it outside of the network, from its output";
    help_nothing_to_do(name): "help: remove `.{name}()`: a value can be used several times as it is";
    help_declare_layer(name, layer): "help: declare a field with its parameters, of type `{layer}<..>`, and call that field in place of `{name}`";
    help_sign(sign): "help: write `a {sign} b`, for two values";
    help_product(): "help: `a * b` multiplies two values element by element, and a layer such as `Linear` multiplies a value by its weights; there is no product of two matrices";
    help_stack(): "help: join values along an existing axis, as in `concat(a, b)`";
    array_without_layer(name): "array `{name}` has no layer\nhelp: write one layer and a length between `[` and `]`, or remove `{name}`";
    array_of_one(layer): "an array of layers has a length\nhelp: write `{layer}` for a single layer, or a length behind a `;`, as in `[{layer}; 2]`";
    array_swapped(layer, count): "the layer of an array is written first, then its length\nhelp: write `[{layer}; {count}]`";
    array_of_several(): "an array repeats one layer, and has a length\nhelp: declare a field for each of these layers";
    array_written_out(layer, count): "an array repeats one layer, which is written once\nhelp: write `[{layer}; {count}]`";
    array_of_others(fields, calls, name): "an array repeats one layer, and cannot contain others\nhelp: write `{fields}`, and `{calls}` in place of `.{name}()`";
    help_own_path(layer): "note: a type of your own with this name needs its path, as in `self::{layer}`";
}

/// The group that contains the arguments of a layer, in place of `<>`.
pub(crate) fn other_delimiters(layer: &str, group: &Group) -> String {
    let which = match group.delimiter() {
        Delimiter::Parenthesis => "parentheses",
        Delimiter::Bracket => "brackets",
        _ => "braces",
    };
    format!("the arguments of `{layer}` are between `<` and `>`, not in {which}")
}

/// `known` are the names of all layers.
pub(crate) fn help_layers(known: &[&str]) -> String {
    format!("help: write a layer of your own; available are {}", list(known))
}

pub(crate) fn too_many_sizes(layer: &str, most: usize, found: usize) -> String {
    format!("`{layer}` takes {}, found {found}", counted(most, "size"))
}

/// `known` are the names of all operations.
pub(crate) fn help_operations(known: &[&str]) -> String {
    format!(
        "help: available are {}, `a + b`, `a * b`, `concat` and `split`; compute anything else in a layer of your own, or outside of the network",
        list(known)
    )
}
