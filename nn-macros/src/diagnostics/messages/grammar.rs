//! Messages about syntax errors.

use super::words::texts;

texts! {
    expects_struct():
        "`network!` declares a struct of layers\nhelp: write `struct Name {{ fc1: Linear<64, 10> }} fn forward(x: Tensor<64>) -> Tensor<10> {{ x.fc1() }}`";
    expects_forward(name):
        "network `{name}` has no `forward`\nhelp: write `fn forward(x: Tensor<64>) -> Tensor<10> {{ x.fc1() }}` after the struct";
    cfg_inside(): "`network!` does not support `#[cfg(..)]` on a part of a network\nhelp: put the `#[cfg(..)]` before `network!`";
    repr_inside(): "`network!` lays out the struct itself, as `#[repr(C)]`\nhelp: remove the `#[repr(..)]`";
    derived_twice(of): "`{of}` is already derived\nhelp: remove this `{of}`";
    not_derived(of, layer):
        "`{of}` cannot be derived: layer `{layer}` does not implement it\nhelp: remove `{of}`: a network derives `Clone`, `PartialEq` and `Debug`";
    needs_serde(of, layer):
        "`{of}` cannot be derived: layer `{layer}` implements it only with the feature `serde` of `nn`\nhelp: run `cargo add typed-nn --features serde`";
    nothing_after_forward(): "unexpected item after `forward`\nhelp: move it out of `network!`";
    only_forward(name):
        "expected the function `forward`, found `{name}`\nhelp: rename it to `forward`, or move it out of `network!`";
    field_without_type(name): "layer `{name}` has no type\nhelp: write `{name}: Linear<inputs, outputs>`";
    input_without_shape(name):
        "input `{name}` has no shape\nhelp: write `{name}: Tensor<64>`, with the shape of one sample";
    missing_comma(name):
        "missing `,` after layer `{name}`\nhelp: write a `,` after the type of `{name}`";
    unbounded(network, parameter): "type parameter `{parameter}` has no bound\nhelp: write `struct {network}<{parameter}: Dim>`";
    unreadable_body(error):
        "cannot parse `forward`: {error}\nhelp: write calls such as `x.fc1().relu()`, and `let h = ..;`";
    array_without_count(layer): "the length of an array of layers must be an integer literal\nhelp: write a number, as in `[{layer}; 4]`";
    empty_array(name): "layer `{name}` is repeated 0 times\nhelp: write a length of at least 1, or remove `{name}`";
    unclosed_tensor(): "the `<` of `Tensor` is not closed\nhelp: write `Tensor<64>`";
    no_input(): "`forward` has no input\nhelp: write `fn forward(x: Tensor<64>) -> ..`, with the shape of one sample";
    no_output(): "`forward` does not declare its output\nhelp: write `-> Tensor<10>`, with the shape of one sample";
    no_body(): "`forward` has no body\nhelp: write `{{ x.fc1() }}`";
    no_self(): "`forward` takes only tensors\nhelp: remove `self`: a layer is called by its name, as in `x.fc1()`";
    expects_tensor(): "expected the shape of one sample\nhelp: write `Tensor<1, 28, 28>`, without the batch";
    infer_in_signature(): "sizes in the signature of `forward` cannot be inferred\nhelp: write the size";
    too_many_tensors(what, found):
        "`forward` has at most 6 {what}, found {found}\nhelp: join some of them with `concat`";
    wrong_budget():
        "`#[budget(..)]` expects limits of `flash` and `scratch`, in bytes, or of `macs`\nhelp: write `#[budget(flash <= 32_768, scratch <= 4_096, macs <= 500_000)]`";
    budget_twice(of): "`{of}` already has a budget\nhelp: keep one `{of} <= ..`";
    budget_of_generic(name):
        "`{name}` has generic parameters, so its sizes are unknown\nhelp: put the budget on a network that uses it with concrete sizes";
    wrong_dtype(): "the element type must be `f32` or `f64`\nhelp: write `#[dtype(f32)]` or `#[dtype(f64)]`";
    only_lets():
        "`forward` must consist of `let` statements and a final expression\nhelp: write `let h = ..;`, and no `;` after the result";
    pattern(): "a `let` binds a name, `_` or a tuple of those\nhelp: write `let h = ..;` or `let (a, b) = ..;`";
    let_without_value(): "this `let` has no value\nhelp: write `let h = x.fc1();`";
    no_result(): "`forward` returns no value\nhelp: end it with the result, such as `x.fc1()`";
    semicolon(): "a `;` follows the result of `forward`\nhelp: remove this `;`";
    no_mut(name): "values are immutable\nhelp: write `let {name} = ..;`, without `mut`";
    not_called(name): "`{name}` is not called\nhelp: write `x.{name}()`, where `x` is its input";
    no_arithmetic(): "arithmetic on sizes is not supported here\nhelp: write the result, such as `64`";
    unsupported_expression():
        "`forward` does not support this expression\nhelp: it supports calls such as `x.fc1().relu()`, `a + b`, `a * b`, `concat(a, b)` and tuples of them";
    not_a_size(text):
        "`{text}` is not a size\nhelp: a size is an integer of at least 1, such as `64`, or a type, such as `dim![64]`";
    missing_size(): "a size is missing\nhelp: write an integer of at least 1, such as `64`, or a type";
    missing_comma_of_sizes():
        "missing `,` before this size\nhelp: write a `,` between two sizes, as in `shape![3, 28, 28]`";
    zero_size(): "a size must be at least 1, found 0\nhelp: remove this axis, or write its size";
    size_overflows(digits, most):
        "size {digits} exceeds the address space\nhelp: write a size of at most {most}";
    count_overflows(shape):
        "a tensor of shape {shape} has more elements than fit in the address space\nhelp: make the sizes smaller";
    derive_on_struct(): "`Parameters` can be derived only for structs\nhelp: put the layer's tensors into a struct";
    derive_needs_repr():
        "`Parameters` requires a fixed field order\nhelp: write `#[repr(C)]` above the struct, and no other `repr`";
    wrong_crate(): "`#[nn(..)]` expects the path to this crate, as in `crate = other::nn`\nhelp: write `#[nn(crate = ::nn)]`, or remove it";
    crate_twice(): "`#[nn(crate = ..)]` is already set\nhelp: remove one of them";
    input_without_sizes():
        "`#[input(..)]` expects the shape of one input sample\nhelp: write `#[input(3, 28, 28)]`, without the batch";
    wrong_role(): "`#[role(..)]` expects `weight`, `weight, out_in`, `bias`, `norm` or `buffer`\nhelp: write `#[role(bias)]`";
}

pub(crate) fn unclosed_angle(path: &syn::Path) -> String {
    let name = path.segments.last().map(|segment| segment.ident.to_string()).unwrap_or_default();
    format!("the `<` of `{name}` is not closed\nhelp: write a `>` after its last argument, and a `,` between arguments")
}

pub(crate) fn too_many_axes(found: usize, most: usize) -> String {
    let why = if most == 5 { " (the batch adds one)" } else { "" };
    format!("a shape has at most {most} axes, found {found}{why}\nhelp: flatten some of them into one")
}
