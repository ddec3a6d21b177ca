//! Messages about what cannot be read.

use std::fmt::Display;

pub(crate) fn expects_struct() -> String {
    "`network!` declares a struct of layers\nhelp: write `struct Name { fc1: Linear<64, 10> } fn forward(x: Tensor<64>) -> Tensor<10> { x.fc1() }`".into()
}

pub(crate) fn expects_forward(name: &impl Display) -> String {
    format!(
        "network `{name}` has no `forward`\nhelp: write `fn forward(x: Tensor<64>) -> Tensor<10> {{ x.fc1() }}` behind the struct"
    )
}

pub(crate) fn cfg_inside() -> String {
    "`network!` cannot leave out a part of a network\nhelp: put the `#[cfg(..)]` before `network!`".into()
}

pub(crate) fn repr_inside() -> String {
    "`network!` lays out the struct itself, as `#[repr(C)]`\nhelp: remove the `#[repr(..)]`".into()
}

pub(crate) fn nothing_after_forward() -> String {
    "nothing can follow `forward`\nhelp: put it outside of `network!`".into()
}

pub(crate) fn only_forward(name: &impl Display) -> String {
    format!(
        "a network has one function, `forward`, found `{name}`\nhelp: name it `forward`, or put it outside of `network!`"
    )
}

pub(crate) fn field_without_type(name: &impl Display) -> String {
    format!("layer `{name}` has no type\nhelp: write `{name}: Linear<inputs, outputs>`")
}

pub(crate) fn input_without_shape(name: &impl Display) -> String {
    format!("input `{name}` has no shape\nhelp: write `{name}: Tensor<64>`, with the shape of one sample")
}

pub(crate) fn missing_comma(name: &impl Display) -> String {
    format!("nothing parts layer `{name}` from the next one\nhelp: write a `,` behind the type of `{name}`")
}

pub(crate) fn unbounded(network: &impl Display, parameter: &impl Display) -> String {
    format!("`{parameter}` could be any type\nhelp: write `struct {network}<{parameter}: Dim>`")
}

pub(crate) fn unreadable_body(error: &impl Display) -> String {
    format!("`forward` cannot be read: {error}\nhelp: write calls such as `x.fc1().relu()`, and `let h = ..;`")
}

pub(crate) fn array_without_count() -> String {
    "an array of layers has a literal count\nhelp: write `[Linear<64, 64>; 4]`".into()
}

pub(crate) fn empty_array(name: &impl Display) -> String {
    format!("layer `{name}` is repeated 0 times\nhelp: write a count of at least 1, or remove `{name}`")
}

pub(crate) fn unclosed_angle(path: &syn::Path) -> String {
    let name = path.segments.last().map(|segment| segment.ident.to_string()).unwrap_or_default();
    format!("the `<` of `{name}` is not closed\nhelp: write a `>` behind its last argument, and a `,` between two")
}

pub(crate) fn unclosed_tensor() -> String {
    "the `<` of `Tensor` is not closed\nhelp: write `Tensor<64>`".into()
}

pub(crate) fn no_input() -> String {
    "`forward` has no input\nhelp: write `fn forward(x: Tensor<64>) -> ..`, with the shape of one sample".into()
}

pub(crate) fn no_output() -> String {
    "`forward` does not declare its output\nhelp: write `-> Tensor<10>`, with the shape of one sample".into()
}

pub(crate) fn no_body() -> String {
    "`forward` has no body\nhelp: write `{ x.fc1() }`".into()
}

pub(crate) fn no_self() -> String {
    "`forward` takes tensors alone\nhelp: remove `self`: a layer is called by its name, as in `x.fc1()`".into()
}

pub(crate) fn expects_tensor() -> String {
    "expected the shape of one sample\nhelp: write `Tensor<1, 28, 28>`, without the batch".into()
}

pub(crate) fn infer_in_signature() -> String {
    "the inputs and outputs of `forward` are declared, not inferred\nhelp: write the size".into()
}

pub(crate) fn too_many_tensors(what: &str, found: usize) -> String {
    format!("`forward` has at most 6 {what}, found {found}\nhelp: join some of them with `concat`")
}

pub(crate) fn wrong_budget() -> String {
    "a budget is of `flash` and `scratch` in bytes, and of `macs`\nhelp: write `#[budget(flash <= 32_768, scratch <= 4_096, macs <= 500_000)]`"
        .into()
}

pub(crate) fn budget_twice(of: impl Display) -> String {
    format!("`{of}` has a budget already\nhelp: write one `{of} <= ..`")
}

pub(crate) fn budget_of_generic(name: impl Display) -> String {
    format!(
        "`{name}` has generic parameters, so that its sizes are not known\nhelp: put the budget on a network that uses it with sizes"
    )
}

pub(crate) fn wrong_dtype() -> String {
    "numbers are `f32` or `f64`\nhelp: write `#[dtype(f32)]` or `#[dtype(f64)]`".into()
}

pub(crate) fn only_lets() -> String {
    "`forward` consists of `let`s and a last expression\nhelp: write `let h = ..;`, and no `;` behind the result".into()
}

pub(crate) fn pattern() -> String {
    "a `let` binds a name, `_` or a tuple of those\nhelp: write `let h = ..;` or `let (a, b) = ..;`".into()
}

pub(crate) fn let_without_value() -> String {
    "this `let` has no value\nhelp: write `let h = x.fc1();`".into()
}

pub(crate) fn no_result() -> String {
    "`forward` gives no result\nhelp: end it with the result, such as `x.fc1()`".into()
}

pub(crate) fn semicolon() -> String {
    "a `;` follows the result of `forward`\nhelp: remove this `;`".into()
}

pub(crate) fn no_mut(name: &impl Display) -> String {
    format!("a value does not change\nhelp: write `let {name} = ..;`, without `mut`")
}

pub(crate) fn not_called(name: &str) -> String {
    format!("`{name}` is not called\nhelp: write `x.{name}()`, where `x` is the value that it is given")
}

pub(crate) fn number_as_value(name: &str, numbers: &str) -> String {
    format!("`{name}` takes values, not numbers, between its parentheses\nhelp: write `.{name}::<{numbers}>()`")
}

pub(crate) fn no_arithmetic() -> String {
    "a size is not computed here\nhelp: write the result, such as `64`".into()
}

pub(crate) fn unsupported_expression() -> String {
    "`forward` does not know this expression\nhelp: it knows calls such as `x.fc1().relu()`, `a + b`, `a * b`, `concat(a, b)` and tuples of those".into()
}
