//! Messages about the notation of other frameworks and languages. Each states what is wrong; the help is added where the
//! correct notation is known.

use super::words::{counted, texts};
use proc_macro2::{Delimiter, Group};

texts! {
    expects_layer(): "expected the type of a layer\nhelp: write the name of a layer, such as `Linear`, and its sizes between `<` and `>`";
    closed_twice(layer): "the `<` of `{layer}` is closed twice";
    constructor(layer): "a field declares the type `{layer}`, which is not called";
    path_with_dot(path): "the layers of `nn` have no path, and `{path}.` is not Rust's notation of one";
    layer_of_self(): "a layer of this network is named without `self`";
    path_of_nn(layer): "`nn` has no item `{layer}`: `network!` knows its layers without a path";
    turbofish_in_type(layer): "`::` is not needed before the arguments of `{layer}`";
    comma_twice(): "unexpected second `,`";
    semicolon_between(): "arguments are separated by `,`, not by `;`";
    comma_missing(): "missing `,` before this argument";
    colon_in_range(): "a range is written with `..`, not with a `:`";
    colon_in_argument(name): "the value of `{name}` follows a `=`, not a `:`";
    colon_in_call(name, argument): "the value of `{name}` follows a `=`, not a `:`\nhelp: write `{argument}`";
    equals_twice(name): "the value of `{name}` follows a single `=`";
    equals_in_braces(setting): "the value of `{setting}` follows a `:`, not a `=`";
    equals_missing(name): "missing `=` after `{name}`";
    number_computed(name, value): "the value of `{name}` is a number, not a computation\nhelp: write `{name} = {value}`";
    number_not_computed(name): "the value of `{name}` is a number, not a computation\nhelp: write the result with a decimal point, such as `{name} = 0.125`";
    argument_without_value(name): "argument `{name}` has no value\nhelp: write its value after the `=`, or remove it";
    not_a_value(token): "`{token}` is not the value of an argument\nhelp: write a number, `true`, `false` or a type";
    /// `written` is the correct code.
    help_notation(written): "help: write `{written}`";
    help_meant(name): "help: did you mean `{name}`?";
    help_form(layer): "help: write the sizes of `{layer}` first, and every other argument as `name = value`";
    help_call_activation(field): "help: remove it, and call the activation in `forward`, as in `.{field}().relu()`";
    help_types(): "help: write its type arguments between `<` and `>`, separated by `,`";
    size_with_name(layer, name): "`{layer}` has no argument `{name}`: sizes have no names";
    argument_of_others(layer, name): "`{layer}` has no argument `{name}`";
    wrong_value(layer, name, value): "`{layer}` does not accept `{value}` for `{name}`";
    not_one_size(value): "`{value}` is not a size";
    activation_as_argument(layer, name): "`{layer}` has no argument `{name}`: an activation is an operation of `forward`";
    help_activation(written, field, activation): "help: write `{written}`, and `.{field}().{activation}()` in `forward`";
    unknown_layer(layer): "`nn` has no layer `{layer}`";
    renamed_layer(layer, name): "`nn` has no layer `{layer}`: it is called `{name}`";
    layer_as_operation(layer): "`{layer}` is not a layer, but an operation of `forward`";
    help_operation_alone(field): "help: remove `{field}` here: `.{field}()` in `forward` is the operation";
    help_operation(field, call): "help: remove `{field}`, and write `{call}` in place of `.{field}()`";
    help_operation_of(field, method): "help: remove `{field}`, and call `{method}` in `forward` in place of `.{field}()`";
    help_along_last_axis(field, method): "help: remove `{field}`, and write `.{method}()`, which is along the last axis, in place of `.{field}()`";
    recurrent_cell(layer): "`nn` has no layer `{layer}`: a recurrent layer computes all steps of a sequence";
    help_recurrent(field, layer): "help: write `{field}: {layer}`, and call it on a sequence, [steps, features]";
    batch_first(layer, name): "`{layer}` has no argument `{name}`: a value of `forward` is one sample, [steps, features]";
    attention_layer(layer): "`nn` has no layer `{layer}`: attention is computed in `forward`";
    help_attention(network):
        "help: declare a network with `attention(q, k, v, heads = 8)`, as `{network}` in `examples/zoo/transformer.rs`, whose parameters have PyTorch's names";
    container(layer): "`{layer}` is not a layer: `forward` calls layers one after another";
    wrapper_layer(layer): "`nn` has no layer `{layer}` around another one";
    help_wrapper():
        "help: write the layer alone: a `Linear` maps the last axis of every step, and `Gru`, `Lstm` and `Rnn` have `bidirectional = true`";
    help_container(): "help: declare each of its layers as a field, and call them in `forward`, as in `x.first().second()`";
    help_container_of(fields, calls, field): "help: write `{fields}`, and `{calls}` in place of `.{field}()`";
    help_two_layers(image, other): "help: write `{image}` for images, or `{other}` for features and sequences";
    help_two_convolutions(image, other): "help: write `{image}` for images, or `{other}` for sequences";
    without_parameters(name): "`{name}` takes no arguments here";
    number_in_parentheses(name): "`{name}` takes tensors as arguments, not literals";
    unknown_operation(name): "there is no layer or operation `{name}`";
    help_nothing_to_do(name): "help: remove `.{name}()`: a value is used as it is, and as often as needed";
    help_element(name): "help: remove `.{name}()`: all values of a network are `f32`, or `f64` with `#[dtype(f64)]`";
    help_declare_own_layer(name, layer): "help: declare a field with its parameters, of type `{layer}<..>`, and call that field in place of `{name}`";
    help_sign(sign): "help: write `a {sign} b`, for two values";
    help_limit(function): "help: write `{function}(a, b)`, of which one may be a number";
    help_product(): "help: write `matmul(a, b)` for the product of two matrices";
    array_without_layer(name): "array `{name}` has no layer\nhelp: write one layer and a length between `[` and `]`, or remove `{name}`";
    array_of_one(layer): "an array of layers has a length\nhelp: write `{layer}` for a single layer, or a length behind a `;`, as in `[{layer}; 2]`";
    array_repeated(layer, count): "an array of layers has a length\nhelp: write `[{layer}; {count}]`";
    array_with_comma(layer, count): "the length of an array follows a `;`\nhelp: write `[{layer}; {count}]`";
    array_swapped(layer, count): "the layer of an array is written first, then its length\nhelp: write `[{layer}; {count}]`";
    array_of_several(): "an array repeats one layer, and has a length\nhelp: declare a field for each of these layers";
    array_written_out(layer, count): "an array repeats one layer, which is written once\nhelp: write `[{layer}; {count}]`";
    array_of_others(fields, calls, name): "an array repeats one layer, and cannot contain others\nhelp: write `{fields}`, and `{calls}` in place of `.{name}()`";
    help_packed(): "help: write `lstm(x, length)` with an input of lengths, such as `length: Tensor<Class<17>>` for 0 to 16 steps";
    help_outside(): "help: compute it in a layer of your own, or outside of the network";
    help_sizes_are_known(): "help: write the size itself: all sizes are known when the program is compiled";
    module_of_others(module, name): "there is no value `{module}`: `{name}` is called on a value";
    list_of_values(name): "`{name}` takes its values one by one, not as a list";
    reshape_not_inferred(): "`reshape` does not infer sizes";
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

pub(crate) fn too_many_sizes(layer: &str, most: usize, found: usize) -> String {
    format!("`{layer}` takes {}, found {found}", counted(most, "size"))
}

/// What an operation takes, for a call that has no clear meaning.
pub(crate) fn help_usage(name: &str) -> String {
    let usage = match name {
        "max_pool" | "avg_pool" | "lp_pool" => {
            return format!("help: write the size of the window first, as in `.{name}::<2, stride = 2>()`");
        }
        "unfold2d" => "write the size of the window first, as in `.unfold2d::<3, padding = 1>()`",
        "fold2d" => "write the sizes of the window and of the image, as in `.fold2d::<3, output_size = (8, 8)>()`",
        "dropout" | "dropout2d" => return format!("help: write a probability from 0 to 1, as in `.{name}::<0.5>()`"),
        "leaky_relu" | "elu" | "softplus" => "write one number from 0 to 4000 between `::<` and `>`",
        "celu" | "softshrink" | "hardshrink" => return format!("help: write one number, as in `.{name}::<0.5>()`"),
        "hardtanh" => "write the smallest and the largest value, as in `.hardtanh::<-1.0, 1.0>()`",
        "threshold" => {
            "write the threshold, and the value of all that is not above it, as in `.threshold::<0.1, 0.0>()`"
        }
        "sequence_mask" => "write the number of steps, as in `.sequence_mask::<16>()`",
        "rotary" => "write the number of heads, as in `.rotary::<heads = 8>()`",
        "glu" => "write `.glu()` to halve the last axis, or `.glu::<0>()` to halve the first one",
        "local_response_norm" => {
            "write the number of channels in its window, as in `.local_response_norm::<5, alpha = 1e-4>()`"
        }
        "softmax" | "log_softmax" | "softmin" => {
            return format!("help: `.{name}()` is along the last axis, and `.{name}::<0>()` along the first one");
        }
        "flatten" => "write `.flatten()`, which joins all axes, or `.reshape` with the sizes of the result",
        "sum" | "mean" | "var" | "std" | "norm" | "logsumexp" => {
            return format!(
                "help: write the axes of one sample, without the batch and counted from 0, as in `.{name}::<0>()`"
            );
        }
        "pow" => "write the exponent between the parentheses, as in `x.pow(2)`",
        "clamp" => {
            "write both limits between the parentheses, as in `x.clamp(-1, 1)`; for one limit, `maximum(x, 0)` or `minimum(x, 1)`"
        }
        "expand" => "write the sizes of one sample, without the batch, as in `.expand::<3, 4>()`",
        "global_avg_pool" => {
            "write `.global_avg_pool()` for one mean per channel, or `.avg_pool` with a window for several"
        }
        "upsample" => "write the factor by which each element is repeated, as in `.upsample::<2>()`",
        "adaptive_avg_pool" | "adaptive_max_pool" => {
            return format!("help: write the size of the output, as in `.{name}::<7>()`");
        }
        "constant_pad" => {
            "write one padding for all sides, or one per side, and the value, as in `.constant_pad::<1, value = 0.5>()`"
        }
        "reflect_pad" | "replicate_pad" | "circular_pad" => {
            return format!("help: write one padding for all sides, or one per side, as in `.{name}::<1>()`");
        }
        "pixel_shuffle" | "pixel_unshuffle" => return format!("help: write the factor, as in `.{name}::<2>()`"),
        "channel_shuffle" => "write the number of groups, as in `.channel_shuffle::<2>()`",
        "zero_pad" => "write one padding for all sides, or one per side, as in `.zero_pad::<1>()`",
        "permute" => "write all axes of a sample in their new order, counted from 0, as in `.permute::<1, 0>()`",
        "reshape" => "write the sizes of one sample, without the batch, between `::<` and `>`",
        "concat" => {
            "write only values between the parentheses, and the axis before them unless it is 0, as in `concat::<1>(a, b)`"
        }
        "split" => "write the size of the first part before the parentheses, as in `let (a, b) = split::<64>(x);`",
        "stack" => "write only values between the parentheses, and the new axis before them, as in `stack::<1>(a, b)`",
        "normal_noise" => {
            "its standard deviation is 1: for another one, write a product, as in `x.normal_noise() * 0.1`"
        }
        "matmul" | "dot" | "outer" => return format!("help: write `{name}(a, b)`"),
        "einsum" => "write the letters of the axes as text, without the batch, as in `einsum(\"ij,jk->ik\", a, b)`",
        "attention" => {
            "write the queries, keys and values first, and then the named arguments, as in `attention(q, k, v, heads = 8)`"
        }
        "max_unpool" => {
            "write a value and the indices of a `max_pool` with `return_indices = true`, as in `max_unpool::<2>(h, places)`"
        }
        "index_select" | "gather" => {
            return format!("help: write a value and an input of indices, as in `{name}(x, indices)`");
        }
        _ => match super::axis::usage(name) {
            Some((expects, example)) => {
                return format!("help: write {expects} between `::<` and `>`, as in `{example}`");
            }
            None => return format!("help: `.{name}()` has no parameters"),
        },
    };
    format!("help: {usage}")
}
