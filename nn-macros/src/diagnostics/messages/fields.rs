//! Messages about fields whose type cannot be a layer.

use super::words::{counted, texts};

texts! {
    contains_itself(network):
        "network `{network}` cannot contain itself\nhelp: declare the inner layers as a network of another name";
    wrapped_layer(wrapper, help): "a network contains its layers themselves, without `{wrapper}`\n{help}";
    optional_layer(field, help): "layer `{field}` cannot be optional: a network always has the same layers\n{help}";
    number_of_layers(field, wrapper, help):
        "`{field}` is a `{wrapper}`, but the number of layers must be known to the compiler\n{help}";
    help_field(field, ty): "help: write `{field}: {ty}`";
    help_array(field, ty): "help: write an array with the number of layers, as in `{field}: [{ty}; 4]`";
    help_write_layer(field): "help: write the type of a layer or of another network, as in `{field}: Linear<64, 10>`";
    tensor_as_layer(field, sizes):
        "`{field}` is a tensor, and the tensors of a network are of type `Parameter` or `Buffer`\nhelp: write `{field}: Parameter<{sizes}>` if it is trained, or `{field}: Buffer<{sizes}>`";
    tensor_as_parameter(field, layer, sizes): "`{layer}` contains sizes, and no tensor\nhelp: write `{field}: {layer}<{sizes}>`";
    frozen_parameter(sizes): "a `Parameter` is trained, so it has no argument `requires_grad`\nhelp: write `Buffer<{sizes}>`, which is not trained";
    element_in_layer(of, element): "`{of}` has only sizes, found the element type `{element}`";
    help_without_element(layer): "help: write `{layer}`: the element type is that of the network, `#[dtype(f64)]` on the struct";
    help_dtype(): "help: remove it: the element type is that of the network, `#[dtype(f64)]` on the struct";
    layer_as_size(of, layer):
        "`{layer}` is a layer, but the arguments of `{of}` are sizes\nhelp: declare it as a field of its own, and call both layers in `forward`, as in `x.first().second()`";
    layer_in_custom(of, layer):
        "`{layer}` cannot be an argument of `{of}`: the layers of `nn` are written so only as fields\nhelp: declare a network of this layer, and write its name between the `<` and the `>` of `{of}`";
    value_as_layer(field, ty):
        "`{field}` is a value of type `{ty}`, but a network consists of layers\nhelp: remove it, or store it beside the network";
    reference_to_layer(field, ty):
        "a network contains its layers themselves, not references to them\nhelp: write `{field}: {ty}`";
    no_type_of_layer(field):
        "`{field}` is not a layer\nhelp: write the type of a layer or of another network, as in `{field}: Linear<64, 10>`";
    /// `path` is the type without its arguments.
    no_layer(ty, field, path):
        "`{ty}` is not a layer\nhelp: remove `{field}`, or make `{path}` a layer: put `#[derive(Parameters)]` on it, and implement `nn::init::Init` and `nn::layers::Layer`";
    no_cell(cell, field):
        "the cell `{cell}` of layer `{field}` is not a network\nhelp: write the name of a network with a step and a state: `fn forward(x: Tensor<3>, h: Tensor<4>) -> (Tensor<4>, Tensor<4>)`";
    inputs_of_scan(layer, count):
        "layer `{layer}` expects two values, a sequence and the state before its first step, but receives {count}\nhelp: write `let (y, h) = {layer}(x, h);`";
    scan_in_array(layer):
        "a `Scan` has two inputs, so it cannot be repeated in an array\nhelp: declare one layer for each, such as `{layer}1` and `{layer}2`, and call one after another";
    not_connected(ty, path): "`{ty}` is not a layer that `network!` can use\nhelp: put `#[derive(Parameters)]` on `{path}`";
    other_element(field, other, network, element, path):
        "layer `{field}` computes in {other}, but network `{network}` computes in {element}\nhelp: put `#[dtype({other})]` on `{network}`, or `#[dtype({element})]` on `{path}`";
    no_init(ty, path):
        "`{ty}` does not define its initial parameters\nhelp: implement `nn::init::Init` for `{path}`";
    /// `traits` are those to be implemented.
    accepts_not(ty, path, traits):
        "`{ty}` does not implement `Layer` for an input of {{b}}\nhelp: implement {traits} for `{path}`";
    /// For a type with arguments.
    accepts_not_with(ty, path, layer):
        "`{ty}` does not implement `Layer` for an input of {{b}}\nhelp: write other arguments in `{ty}`, or implement {layer} for `{path}`";
    layer_for_shape(element): "`nn::layers::Layer<shape![{{b,}}]{element}>`";
    and_init(layer): "`nn::init::Init`, and {layer},";
}

/// The trait of a layer with an input that `shape!` cannot express.
pub(crate) const LAYER_FOR_INPUT: &str = "`nn::layers::Layer` with this input";

/// For a `Scan` whose values have this number of names.
pub(crate) fn outputs_of_scan(layer: &str, names: usize) -> String {
    let names = counted(names, "name");
    format!(
        "{names} for the 2 values of `{layer}`, the outputs of all steps and the state after the last one\nhelp: bind both, as in `let (y, h) = {layer}(x, h);`"
    )
}
