//! Messages about the generic parameters of a network.

use super::words::texts;

texts! {
    help_header(header): "help: write `{header}`";
    help_bound_layer(parameter):
        "help: bound it by `Layer` of its input, as in `{parameter}: nn::layers::Layer<shape![64], Out = shape![10]> + nn::init::Init + nn::layers::Connect`";
    lifetime_of_network(lifetime, header):
        "a network owns its parameters, so it has no lifetime such as `{lifetime}`\nhelp: write `{header}`";
    unbounded(parameter, help): "type parameter `{parameter}` has no bound\n{help}";
    not_a_size_bound(parameter, bounds, help):
        "type parameter `{parameter}` is a size, so its bound is `Dim`, not `{bounds}`\n{help}";
    not_a_layer_bound(parameter, bounds, help):
        "type parameter `{parameter}` is a layer, which the bound `{bounds}` does not say\n{help}";
    layer_of_no_input(parameter, help):
        "the bound `Layer` of `{parameter}` does not name the shape of its input\n{help}";
    /// The bounds of a parameter that is a layer; `element` is `, f64`, or empty.
    bounds_of_layer(input, output, element):
        "nn::layers::Layer<{input}{element}, Out = {output}> + nn::init::Init + nn::layers::Connect";
    unused_parameter(parameter, header): "type parameter `{parameter}` is never used\nhelp: write `{header}`";
    size_of_no_layer(parameter):
        "type parameter `{parameter}` is the size of no layer\nhelp: write a number in place of `{parameter}`; the batch is not a part of a shape";
    generic_forward():
        "`forward` has no generic parameters: it accepts batches of every size\nhelp: write `fn forward(`";
    size_of_forward(parameter, network):
        "`forward` has no generic parameters of its own\nhelp: move `{parameter}` to `struct {network}` if it is a size of a layer; the batch is not a part of a shape";
}
