//! Messages about syntax errors.

use super::words::{did_you_mean, meant, texts};

texts! {
    expects_struct():
        "`network!` declares a struct of layers\nhelp: write `struct Name {{ fc1: Linear<64, 10> }} fn forward(x: Tensor<64>) -> Tensor<10> {{ x.fc1() }}`";
    expects_forward_as(name, example): "network `{name}` has no `forward`\nhelp: write `{example}` after the struct";
    expects_forward(name): "network `{name}` has no `forward`\nhelp: write the function `fn forward(..) -> .. {{ .. }}` after the struct";
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
    field_without_type(name): "layer `{name}` has no type\nhelp: write its type after a `:`, as in `{name}: Linear<_, 64>`";
    input_without_shape(name, ty):
        "input `{name}` has no shape\nhelp: write `{name}: {ty}`, with the shape of one sample";
    missing_comma(name):
        "missing `,` after layer `{name}`\nhelp: write a `,` after the type of `{name}`";
    array_without_count(layer): "the length of an array of layers must be an integer literal\nhelp: write a number, as in `[{layer}; 4]`";
    empty_array(name): "layer `{name}` is repeated 0 times\nhelp: write a length of at least 1, or remove `{name}`";
    unclosed_class(): "the `<` of `Class` is not closed\nhelp: write a `>` after the number of classes";
    no_input(name, ty): "`forward` has no input\nhelp: write `fn forward({name}: {ty}) -> ..`, with the shape of one sample";
    no_output(function): "`{function}` does not declare its output\nhelp: write `-> Tensor<..>`, with the shape of one sample";
    missing_arrow(): "a `->` is missing before the output of `forward`\nhelp: write `->`";
    tensor_not_closed(): "the `<` of `Tensor` is not closed";
    float_as_shape(name): "`{name}` is not the shape of one sample\nhelp: write `Tensor<1>`, if it is one number";
    no_body(): "`forward` has no body\nhelp: write it between `{{` and `}}` after the output";
    no_self(function): "`{function}` takes only tensors\nhelp: remove `self`: a layer is called by its name, as in `x.fc1()`";
    expects_tensor(): "expected the shape of one sample\nhelp: write it as `Tensor<..>`, with its sizes, without the batch";
    not_a_tensor(name):
        "`{name}` is not the shape of one sample\nhelp: write it as `Tensor<..>`, with its sizes, without the batch";
    tensor_without_sizes():
        "`Tensor` has no sizes\nhelp: write them between `<` and `>`, without the batch";
    write_instead(what, meant): "{what}\nhelp: write `{meant}`";
    write_sizes_instead(what): "{what}\nhelp: write the sizes of one sample";
    reference_as_shape(): "a tensor in `forward` is declared without `&`";
    array_as_shape(text): "`{text}` is not the shape of one sample";
    number_as_shape(text): "`{text}` is not the shape of one sample";
    macro_as_shape(name): "`{name}!` is not used in the signature of `forward`";
    wrapped_tensor(name): "a tensor in `forward` is declared without `{name}`";
    tensor_with_path(): "`Tensor` in `forward` is written without a path";
    no_type(name): "there is no type `{name}`";
    sizes_in_angles(): "the sizes of `Tensor` are written between `<` and `>`";
    sizes_separator(found): "sizes are separated by `,`, not by `{found}`";
    grouped_sizes(): "sizes are written directly between `<` and `>`";
    const_as_size(network, parameter):
        "`{parameter}` is a value, and a size is a type\nhelp: write `struct {network}<{parameter}: Dim>`";
    element_in_tensor(found): "a tensor in `forward` has only sizes, found the element type `{found}`";
    index_in_tensor(found):
        "`{found}` is not a size: a tensor of indices ends with `Class<..>`, the number of their classes\nhelp: write `Class<..>` in place of `{found}`, or remove it for floating-point elements";
    named_size(name): "the sizes of a tensor have no names, found `{name}`";
    missing_size_between(): "a size is missing between two `,`";
    batch_in_tensor(found): "`{found}` is not a size: a shape is that of one sample, without the batch";
    arithmetic(): "arithmetic on sizes is not supported here";
    infer_in_signature(): "sizes in a signature cannot be inferred\nhelp: write the size";
    too_many_tensors(what, found):
        "`forward` has at most 6 {what}, found {found}\nhelp: join some of them with `concat`";
    wrong_budget():
        "a budget consists of limits of `flash`, `scratch` and `stream`, in bytes, or of `macs`\nhelp: write them as in `flash <= 32_768, scratch <= 4_096, macs <= 500_000`";
    budget_of_nothing():
        "`budget!` expects a network and its limits\nhelp: write `budget!(Net, flash <= 32_768, scratch <= 4_096, macs <= 500_000)`";
    budget_twice(of): "`{of}` already has a budget\nhelp: keep one `{of} <= ..`";
    budget_of_generic(name):
        "`{name}` has generic parameters, so its sizes are unknown\nhelp: remove the budget here, and write `nn::budget!({name}<..>, flash <= ..)` after the network, with concrete sizes";
    budget_separator(): "limits are separated by `,`, not by `;`\nhelp: write `,` for each `;`";
    dtype_of_integers(): "the element type must be `f32` or `f64`\nhelp: remove this attribute; a network in 8-bit integers is generated by `#[int8(..)]`, with a name for it";
    wrong_dtype(): "the element type must be `f32` or `f64`\nhelp: write `#[dtype(f32)]` or `#[dtype(f64)]`";
    dtype_form(element): "the element type is set by `#[dtype(..)]`, to `f32` or `f64`\nhelp: write `#[dtype({element})]`";
    dtype_twice(element): "the element type is already set to `{element}`\nhelp: remove one `#[dtype(..)]`";
    budget_sign(of, most): "a budget is an upper limit, written with `<=`\nhelp: write `{of} <= {most}`";
    budget_unit(most, of, number): "`{most}` has a unit, and a budget is an integer\nhelp: write `{of} <= {number}`";
    budget_other_unit(most): "`{most}` has a unit, and a budget is an integer\nhelp: write the number without a unit";
    misspelt_attribute(name, meant): "`network!` has no attribute `{name}`\nhelp: did you mean `{meant}`?";
    struct_first(): "`forward` must follow the struct\nhelp: move the struct before `forward`";
    without_struct(name): "`{name}` is not declared as a struct\nhelp: write `struct {name}`";
    other_than_struct(word, name): "a network is declared with `struct`, not with `{word}`\nhelp: write `struct {name}`";
    keyword_as_network(word): "`{word}` is a keyword, and cannot be the name of a network\nhelp: give the network another name";
    network_without_name(): "the network has no name\nhelp: write a name after `struct`";
    network_without_braces(name): "network `{name}` has no layers\nhelp: write them between `{{` and `}}` after its name";
    layers_without_names(name, layers):
        "the layers of `{name}` have no names\nhelp: write `struct {name} {{ {layers} }}`, and call them by these names";
    second_network(name): "a `network!` declares one network, and `{name}` is a second one\nhelp: put `{name}` in a `network!` of its own";
    function_in_struct(): "`forward` must follow the struct, and this is inside\nhelp: close the struct with `}}` before this";
    semicolon_between_layers(): "layers are separated by `,`, not by `;`\nhelp: write `,` for each `;`";
    second_comma(): "unexpected second `,`\nhelp: remove this `,`";
    dots_in_struct(): "a network lists all its layers\nhelp: remove the `..`";
    several_names(names): "a layer has one name, found `{names}`\nhelp: declare a layer for each name";
    words_before_name(name): "a layer is declared by its name alone\nhelp: write `{name}: ..`";
    keyword_as_name(word, valid): "`{word}` is a keyword, and cannot be a name\nhelp: write `{valid}`";
    literal_as_name(text, valid): "`{text}` is not a name: a name starts with a letter\nhelp: write `{valid}`";
    not_a_name(text, valid): "`{text}` is not a name: a name consists of letters, digits and `_`\nhelp: write `{valid}`";
    layer_without_name(): "this layer has no name\nhelp: write a name before the `:`";
    layer_type_without_name(ty, name): "this `{ty}` has no name\nhelp: write a name before it, such as `{name}: {ty}<..>`";
    missing_colon(name): "a `:` is missing after layer `{name}`\nhelp: write a `:` between the name and the type";
    equals_sign_of_layer(name): "the type of layer `{name}` follows a `:`, not a `=`\nhelp: write a `:` in place of the `=`";
    not_a_layer(text): "`{text}` is not a layer\nhelp: declare a layer by its name and type, as in `name: Type<..>`";
    unit_of_count(text, digits): "`{text}` is not an integer\nhelp: write `{digits}`";
    unexpected_sign(sign): "unexpected `{sign}`\nhelp: remove this `{sign}`";
    public_forward(network): "`forward` is as public as `{network}`\nhelp: remove the visibility, and write `fn forward`";
    forward_in_impl(): "`forward` is written without `impl`\nhelp: write `fn forward` directly after the struct, without an `impl` block around it";
    word_before_fn(word): "`forward` is a plain function\nhelp: remove `{word}`";
    forward_without_fn(): "`fn` is missing before `forward`\nhelp: write `fn forward`";
    other_than_fn(word, name): "a function is declared with `fn`, not with `{word}`\nhelp: write `fn {name}`";
    function_without_name(): "this function has no name\nhelp: name it `forward`";
    misspelt_forward(name): "a network has the function `forward`, not `{name}`\nhelp: did you mean `forward`?";
    forward_twice(): "a network has one `forward`, and this is a second one\nhelp: remove one of them";
    nothing_before_forward(): "unexpected item before `forward`\nhelp: move it out of `network!`";
    input_without_name(): "this input has no name\nhelp: write each input as a name and a shape";
    unnamed_input(name): "this input has no name\nhelp: write a name before it, such as `{name}: Tensor<..>`";
    missing_colon_of_input(name): "a `:` is missing after input `{name}`\nhelp: write a `:` between the name and the shape";
    mutable_input(name): "values are immutable, and inputs are declared by a name alone\nhelp: write `{name}`, without `mut`, and `let mut {name} = {name};` before a loop that assigns to it";
    tuple_as_input(declared, used): "an input is one tensor, not a tuple\nhelp: write `{declared}`, and {used}";
    outputs_in_brackets(outputs): "several outputs are a tuple, not an array\nhelp: write `({outputs})`";
    outputs_in_other_order(declared, found, types): "`forward` declares the outputs {declared} but returns {found}\nhelp: write `({types})`, or return the values in the other order";
    word_before_input(word, name): "values are immutable, and inputs are declared by a name alone\nhelp: write `{name}`, without `{word}`";
    tuple_of_inputs(inputs): "an input is one tensor, not a tuple\nhelp: write `{inputs}`";
    after_input(sign, name): "unexpected `{sign}` after input `{name}`\nhelp: write a `,` between inputs, and nothing else";
    missing_comma_of_inputs(name): "a `,` is missing before input `{name}`\nhelp: write a `,` between inputs";
    after_output(sign): "unexpected `{sign}` after an output\nhelp: write a `,` between outputs, and nothing else";
    other_than_arrow(found): "the output of `forward` follows `->`, not `{found}`\nhelp: write `->`";
    outputs_without_parentheses(): "several outputs are written in parentheses\nhelp: write them as a tuple, `(.., ..)`";
    where_of_forward(clause): "`forward` has no `where` clause of its own\nhelp: move `{clause}` to the struct, before its `{{`";
    before_body(text): "unexpected `{text}` before the body of `forward`\nhelp: remove it";
    unreadable_statement():
        "unexpected token in `forward`\nhelp: `forward` consists of `let` statements and a final expression";
    tuple_as_layer(field): "`{field}` is a tuple, and `forward` calls layers by their names\nhelp: declare each of its layers as a field, and call them in `forward`, as in `x.first().second()`";
    comment(): "`#` does not start a comment\nhelp: write `//`";
    walrus(name, value): "a value is declared by `let`, not by `:=`\nhelp: write `let {name} = {value};`";
    missing_equals_sign(name): "a `=` is missing after `{name}`\nhelp: write a `=` between the name and its value";
    chain_of_arrows(text): "layers are called with `.` and `()`\nhelp: write `{text}`";
    arrow_without_calls(): "layers are called with `.` and `()`, not with arrows\nhelp: write a `.` for the arrow, and `()` after the layer";
    missing_turbofish(name, call): "the arguments of `{name}` follow `::`\nhelp: write `{call}`";
    missing_semicolon(name): "a `;` is missing before `{name}`\nhelp: write a `;` at the end of the statement before it";
    stored_in_forward(name, kind): "`{name}` is not part of `forward`: a stored tensor is a field\nhelp: declare it in the struct, as in `mask: {kind}<16>`, and remove this call";
    names_without_parentheses(names): "several names are a tuple, in parentheses\nhelp: write `let ({names})`";
    values_without_parentheses(values): "several outputs are a tuple, in parentheses\nhelp: write `({values})`";
    missing_dot(name): "a `.` is missing before `{name}`\nhelp: write `.{name}()`";
    loop_without_braces(written): "the body of a `for` is between `{{` and `}}`\nhelp: write `{written}`";
    where_as_function(select): "`where` is a keyword of Rust: the choice between two values is `select`\nhelp: write `{select}`";
    matrix_product(written): "`forward` has no operator `@`\nhelp: write `{written}`";
    chained_comparison(written): "comparisons give 1 or 0, and cannot be chained\nhelp: write `{written}`";
    dangling(sign): "nothing follows after `{sign}`\nhelp: remove it, or write what is to follow";
    item_inside(): "`forward` must consist of `let` statements and a final expression\nhelp: move this item out of `network!`";
    macro_inside(name): "`{name}!` cannot be called in `forward`, which only connects layers\nhelp: remove it, and use it on the output where the network is called";
    assigned(name, value): "values are immutable\nhelp: declare a new value, by `let {name} = {value};`";
    assigned_elsewhere(): "values are immutable, and `forward` only connects layers\nhelp: declare a new value with `let`";
    unused_call_in_loop(): "the output of this call is never used\nhelp: assign it to a value that is declared before the loop, as in `h = ..;`";
    unused_call(): "the output of this call is never used\nhelp: bind it with `let`, or remove the call";
    returned(value): "the result of `forward` is its final expression, without `return`\nhelp: write `{value}`";
    return_without_value(): "the result of `forward` is its final expression, without `return`\nhelp: write the result in its place";
    attribute_of_let(name): "a `let` in `forward` has no attribute `{name}`\nhelp: remove the attribute";
    without_self(word, value): "a layer is called on its input, not on `{word}`\nhelp: write `{value}`";
    self_as_value(): "`forward` has no `self`\nhelp: call a layer by its name on its input";
    pattern(): "a `let` binds a name, `_` or a tuple of those\nhelp: write `let h = ..;` or `let (a, b) = ..;`";
    let_without_value(name): "this `let` has no value\nhelp: write `let {name} = ..;`, with a call of a layer";
    no_result(): "`forward` returns no value\nhelp: end it with the result, without `let` and `;`";
    semicolon(): "a `;` follows the result of `forward`\nhelp: remove this `;`";
    assigned_mutable(name, value): "values are immutable\nhelp: declare a new value, by `let {name} = {value};`, and remove the `mut` of the `let` before it";
    no_mut(name): "values are immutable\nhelp: write `let {name} = ..;`, without `mut`";
    not_called(name, call): "`{name}` is not called\nhelp: write `{call}`";
    sum_of_sizes(a, b): "arithmetic on sizes is not supported here\nhelp: write `nn::dim::Sum<{a}, {b}>`";
    arithmetic_result(result): "arithmetic on sizes is not supported here\nhelp: write `{result}`";
    no_arithmetic(): "arithmetic on sizes is not supported here\nhelp: write the result as a number, or as a type such as `nn::dim::Product<H, dim![2]>` or `nn::dim::Sum<H, dim![2]>`";
    size_in_braces(size): "a size is written without braces\nhelp: write `{size}`";
    constant_of_type(path): "`{path}` is a constant, which `network!` cannot read\nhelp: write its value, or declare a size as a type, by `type Name = dim![..];`";
    unsupported_expression():
        "`forward` does not support this expression\nhelp: it supports calls of layers and operations, arithmetic on values and numbers, and tuples of values";
    no_branch(word): "`forward` has no `{word}`: it calls the same layers for every sample\nhelp: declare one network for each case, and choose where they are called";
    no_loop(word): "`forward` has no `{word}`: the number of its calls is fixed\nhelp: declare an array of layers, such as `blocks: [Linear<16, 16>; 3]`, and write `for block in blocks {{ h = block(h); }}`";
    for_as_value(): "a `for` in `forward` has no value\nhelp: write it as a statement that assigns to a value, as in `for block in blocks {{ h = block(h); }}`";
    for_without_array(): "a `for` in `forward` goes over an array of layers\nhelp: declare one, such as `blocks: [Linear<16, 16>; 3]`, and write `for block in blocks {{ h = block(h); }}`";
    for_of_other(layer, array): "a `for` in `forward` goes over an array of layers\nhelp: write `for {layer} in {array}`, and call its layer by this name, as in `h = {layer}(h);`";
    for_of_two(): "a `for` in `forward` goes over one array\nhelp: declare a network of both layers, and an array of it";
    created_in_forward(layer): "a layer is not created in `forward`, which calls those of the struct\nhelp: declare a field of type `{layer}<..>`, and call it by its name, as in `x.fc1()`";
    tensor_of_layer(tensor, layer): "the `{tensor}` of layer `{layer}` is not a value in `forward`\nhelp: declare a tensor of its own, as in `w: Parameter<16, 64>`, and use it by its name";
    doc_without_layer(): "a doc comment belongs to the layer after it, and none follows\nhelp: write it before a layer, or begin it with `//`";
    other_than_let(word, name): "a value is bound by `let`, not by `{word}`\nhelp: write `let {name}`";
    conditional(written): "a choice for each element is a `select`\nhelp: write `{written}`";
    element_of_array(array): "the layers of array `{array}` have no numbers\nhelp: call all of them, as in `x.{array}()`, or one by one, as in `for block in {array} {{ h = block(h); }}`";
    method_of_array(name, array): "array `{array}` has no method `{name}`\nhelp: call all of its layers, as in `x.{array}()`, or one by one, as in `for block in {array} {{ h = block(h); }}`";
    choice(select): "`forward` has no `if`: it calls the same layers for every sample\nhelp: write `{select}`, which chooses for each element";
    for_of_array(layer, array): "a `for` in `forward` names the array alone\nhelp: write `for {layer} in {array}`";
    for_of_layer(name): "layer `{name}` is not an array\nhelp: call it without `for`, or declare an array, as in `{name}: [Linear<16, 16>; 3]`";
    jump_in_loop(word): "a loop in `forward` has no `{word}`: it calls every layer of its array\nhelp: remove the `{word}`";
    label_of_loop(): "a loop in `forward` has no label\nhelp: remove the label";
    element_like_another(what, name): "`{name}` is the name of {what}\nhelp: give the layer of this loop another name";
    element_unused(layer): "layer `{layer}` is not called in this loop\nhelp: call it, as in `h = {layer}(h);`, or remove the loop";
    array_in_its_loop(array): "array `{array}` cannot be called as a whole in a loop over it\nhelp: call it before or after the loop, or write a `for` over it here";
    assigned_unknown(name): "there is no value `{name}` to which the loop could assign\nhelp: declare it before the loop, by `let mut {name} = ..;`";
    assigned_without_mut(name): "`{name}` is assigned in a loop, but is not declared as mutable\nhelp: write `let mut {name} = ..;`";
    assigned_input(name): "input `{name}` is assigned in a loop\nhelp: write `let mut {name} = {name};` before the loop";
    reassigned(name, declared, found, origin, help): "`{name}` is {declared} before the loop, but is assigned {found} from `{origin}`\n{help}";
    help_reassigned(name, declared): "help: assign a value of {declared} to `{name}`, or bind this one to another name by `let`";
    no_closure(): "`forward` has no closures\nhelp: declare a network of these layers, and use it as a layer";
    no_function(word): "`{word}` is not part of `forward`, which only connects layers\nhelp: remove it, or move it out of `network!`";
    no_indexing(): "a value in `forward` cannot be indexed\nhelp: write `.select::<0, 3>()` for one element of an axis, or `.slice::<0, 2..10>()` for several";
    no_mask_as_index(value, mask): "a value in `forward` cannot be indexed by a mask: the number of elements would be unknown\nhelp: write `{value} * ({mask})`, in which the other elements are 0";
    no_slice(slice): "a value in `forward` cannot be indexed\nhelp: write `{slice}`";
    range_as_value(): "a range is not a value in `forward`\nhelp: call a layer with a single `.`";
    single_dot(call): "a layer is called with a single `.`\nhelp: write `{call}`";
    no_await(): "a call in `forward` is not asynchronous\nhelp: remove the `.await`";
    no_part(binding): "the outputs of a call have names\nhelp: write `{binding}`";
    no_reference(): "values in `forward` are passed without `&`\nhelp: remove the `&`";
    number_in_expression(number): "`{number}` is a number, and not a value of `forward`\nhelp: use only values that layers and inputs produce";
    literal_in_expression(literal): "`{literal}` is neither a value nor a number\nhelp: use only numbers, and values that layers and inputs produce";
    no_cast(): "a value in `forward` cannot be converted by `as`\nhelp: remove the `as`, and set the element type by `#[dtype(..)]` on the struct";
    array_as_value(): "an array is not a value in `forward`\nhelp: write several values as a tuple, or join them with `concat`";
    block_as_value(): "`forward` has no inner blocks\nhelp: write its statements directly in `forward`";
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
}

pub(crate) fn unclosed_angle(path: &syn::Path) -> String {
    let name = path.segments.last().map(|segment| segment.ident.to_string()).unwrap_or_default();
    format!("the `<` of `{name}` is not closed\nhelp: write a `>` after its last argument, and a `,` between arguments")
}

pub(crate) fn too_many_axes(found: usize, most: usize) -> String {
    let why = if most == 5 { " (the batch adds one)" } else { "" };
    format!("a shape has at most {most} axes, found {found}{why}\nhelp: flatten some of them into one")
}

/// The roles of a stored tensor.
const ROLES: [&str; 5] = ["weight", "bias", "norm", "buffer", "constant"];

pub(crate) fn wrong_role(found: &str) -> String {
    let otherwise = "write `#[role(bias)]` for numbers that are added to the output, or `#[role(constant)]` for numbers that \
                     training does not change";
    let help = did_you_mean(found, &ROLES, otherwise);
    format!("`#[role(..)]` expects `weight`, `weight, out_in`, `bias`, `norm`, `buffer` or `constant`\n{help}")
}

/// What a budget can limit.
pub(crate) const BUDGETS: [&str; 4] = ["flash", "scratch", "macs", "stream"];

pub(crate) fn unknown_budget(name: &str) -> String {
    let help = did_you_mean(name, &BUDGETS, "limit `flash`, `scratch` or `stream`, in bytes, or `macs`");
    format!("there is no budget of `{name}`\n{help}")
}

/// Returns the attribute of a network of which this is a misspelling.
pub(crate) fn meant_attribute(name: &str) -> Option<&'static str> {
    const KNOWN: [&str; 3] = ["budget", "dtype", "int8"];
    let is_other = KNOWN.contains(&name) || name == "doc";
    if is_other { None } else { meant(name, &KNOWN) }
}

pub(crate) fn is_misspelt_tensor(name: &str) -> bool {
    const OTHERS: [&str; 4] = ["Array", "NdArray", "Matrix", "Vector"];
    OTHERS.contains(&name) || meant(&name.to_lowercase(), &["tensor"]).is_some()
}

pub(crate) fn is_misspelt_forward(name: &str) -> bool {
    ["call", "__call__", "predict"].contains(&name) || meant(&name.to_lowercase(), &["forward"]).is_some()
}

/// The type of the field that a method of PyTorch's modules declares.
pub(crate) fn stored_kind(method: &str) -> Option<&'static str> {
    match method {
        "register_buffer" => Some("Buffer"),
        "register_parameter" => Some("Parameter"),
        _ => None,
    }
}

/// The message for a call whose result is treated as one that may be an error: by this number of `?`, and in an `Ok`.
pub(crate) fn infallible(question_marks: usize, has_ok: bool) -> String {
    let marks = match question_marks {
        0 => None,
        1 => Some("the `?`"),
        _ => Some("each `?`"),
    };
    let ok = has_ok.then_some("the `Ok` with its parentheses");
    let help = marks.into_iter().chain(ok).collect::<Vec<_>>().join(" and ");
    format!("a call in `forward` cannot fail\nhelp: remove {help}")
}

/// The message for a statement that begins with a word that `forward` does not know.
pub(crate) fn statement(word: &str) -> Option<String> {
    match word {
        "if" | "elif" | "else" | "match" | "switch" => Some(no_branch(word)),
        "for" => Some(for_without_array()),
        "while" | "loop" => Some(no_loop(word)),
        "lambda" => Some(no_closure()),
        "def" | "with" | "print" | "println" | "import" | "assert" | "raise" | "del" | "pass" | "global" | "try" => {
            Some(no_function(word))
        }
        _ => None,
    }
}
