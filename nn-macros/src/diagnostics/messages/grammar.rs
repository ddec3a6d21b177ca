//! Messages about what cannot be read.

use super::words::texts;

texts! {
    expects_struct():
        "`network!` declares a struct of layers\nhelp: write `struct Name {{ fc1: Linear<64, 10> }} fn forward(x: Tensor<64>) -> Tensor<10> {{ x.fc1() }}`";
    expects_forward(name):
        "network `{name}` has no `forward`\nhelp: write `fn forward(x: Tensor<64>) -> Tensor<10> {{ x.fc1() }}` behind the struct";
    cfg_inside(): "`network!` cannot leave out a part of a network\nhelp: put the `#[cfg(..)]` before `network!`";
    repr_inside(): "`network!` lays out the struct itself, as `#[repr(C)]`\nhelp: remove the `#[repr(..)]`";
    derived_twice(of): "`{of}` is derived already\nhelp: remove this `{of}`";
    not_derived(of, layer):
        "`{of}` cannot be derived: layer `{layer}` does not implement it\nhelp: remove `{of}`: a network derives `Clone`, `PartialEq` and `Debug`";
    needs_serde(of, layer):
        "`{of}` cannot be derived: layer `{layer}` implements it with the feature `serde` of `nn`\nhelp: run `cargo add nn --features serde`";
    nothing_after_forward(): "nothing can follow `forward`\nhelp: put it outside of `network!`";
    only_forward(name):
        "a network has one function, `forward`, found `{name}`\nhelp: name it `forward`, or put it outside of `network!`";
    field_without_type(name): "layer `{name}` has no type\nhelp: write `{name}: Linear<inputs, outputs>`";
    input_without_shape(name):
        "input `{name}` has no shape\nhelp: write `{name}: Tensor<64>`, with the shape of one sample";
    missing_comma(name):
        "nothing parts layer `{name}` from the next one\nhelp: write a `,` behind the type of `{name}`";
    unbounded(network, parameter): "`{parameter}` could be any type\nhelp: write `struct {network}<{parameter}: Dim>`";
    unreadable_body(error):
        "`forward` cannot be read: {error}\nhelp: write calls such as `x.fc1().relu()`, and `let h = ..;`";
    array_without_count(): "an array of layers has a literal count\nhelp: write `[Linear<64, 64>; 4]`";
    empty_array(name): "layer `{name}` is repeated 0 times\nhelp: write a count of at least 1, or remove `{name}`";
    unclosed_tensor(): "the `<` of `Tensor` is not closed\nhelp: write `Tensor<64>`";
    no_input(): "`forward` has no input\nhelp: write `fn forward(x: Tensor<64>) -> ..`, with the shape of one sample";
    no_output(): "`forward` does not declare its output\nhelp: write `-> Tensor<10>`, with the shape of one sample";
    no_body(): "`forward` has no body\nhelp: write `{{ x.fc1() }}`";
    no_self(): "`forward` takes tensors alone\nhelp: remove `self`: a layer is called by its name, as in `x.fc1()`";
    expects_tensor(): "expected the shape of one sample\nhelp: write `Tensor<1, 28, 28>`, without the batch";
    infer_in_signature(): "the inputs and outputs of `forward` are declared, not inferred\nhelp: write the size";
    too_many_tensors(what, found):
        "`forward` has at most 6 {what}, found {found}\nhelp: join some of them with `concat`";
    wrong_budget():
        "a budget is of `flash` and `scratch` in bytes, and of `macs`\nhelp: write `#[budget(flash <= 32_768, scratch <= 4_096, macs <= 500_000)]`";
    budget_twice(of): "`{of}` has a budget already\nhelp: write one `{of} <= ..`";
    budget_of_generic(name):
        "`{name}` has generic parameters, so that its sizes are not known\nhelp: put the budget on a network that uses it with sizes";
    wrong_dtype(): "numbers are `f32` or `f64`\nhelp: write `#[dtype(f32)]` or `#[dtype(f64)]`";
    only_lets():
        "`forward` consists of `let`s and a last expression\nhelp: write `let h = ..;`, and no `;` behind the result";
    pattern(): "a `let` binds a name, `_` or a tuple of those\nhelp: write `let h = ..;` or `let (a, b) = ..;`";
    let_without_value(): "this `let` has no value\nhelp: write `let h = x.fc1();`";
    no_result(): "`forward` gives no result\nhelp: end it with the result, such as `x.fc1()`";
    semicolon(): "a `;` follows the result of `forward`\nhelp: remove this `;`";
    no_mut(name): "a value does not change\nhelp: write `let {name} = ..;`, without `mut`";
    not_called(name): "`{name}` is not called\nhelp: write `x.{name}()`, where `x` is the value that it is given";
    number_as_value(name, numbers):
        "`{name}` takes values, not numbers, between its parentheses\nhelp: write `.{name}::<{numbers}>()`";
    no_arithmetic(): "a size is not computed here\nhelp: write the result, such as `64`";
    unsupported_expression():
        "`forward` does not know this expression\nhelp: it knows calls such as `x.fc1().relu()`, `a + b`, `a * b`, `concat(a, b)` and tuples of those";
    not_a_size(text):
        "`{text}` is not a size\nhelp: a size is an integer of at least 1, such as `64`, or a type, such as `dim![64]`";
    missing_size(): "a size is missing\nhelp: write an integer of at least 1, such as `64`, or a type";
    missing_comma_of_sizes():
        "nothing parts this from the size before it\nhelp: write a `,` between two sizes, as in `shape![3, 28, 28]`";
    zero_size(): "a size is at least 1, found 0\nhelp: remove this axis, or write its size";
    size_overflows(digits, most):
        "the size {digits} is larger than an address space\nhelp: write a size of at most {most}";
    count_overflows(shape):
        "a tensor of shape {shape} has more elements than an address space\nhelp: make the sizes smaller";
    derive_on_struct(): "`Parameters` can be derived for a struct\nhelp: put the layer's tensors into a struct";
    derive_needs_repr():
        "`Parameters` needs a fixed order of the fields\nhelp: write `#[repr(C)]` above the struct, and no other `repr`";
    takes_without_sizes():
        "`takes` is the shape of one sample that the layer takes\nhelp: write `#[takes(3, 28, 28)]`, without the batch";
    wrong_role(): "a role is `weight`, `weight, out_in`, `bias`, `norm` or `buffer`\nhelp: write `#[role(bias)]`";
}

pub(crate) fn unclosed_angle(path: &syn::Path) -> String {
    let name = path.segments.last().map(|segment| segment.ident.to_string()).unwrap_or_default();
    format!("the `<` of `{name}` is not closed\nhelp: write a `>` behind its last argument, and a `,` between two")
}

pub(crate) fn too_many_axes(found: usize, most: usize) -> String {
    let why = if most == 5 { " (a sample has at most 5, so that a batch fits in front)" } else { "" };
    format!("a shape has at most {most} axes, found {found} axes{why}\nhelp: flatten some of them into one")
}
