//! All texts that a user sees.

use crate::shape::{Dim, Shape};
use proc_macro2::Span;
use std::fmt::{self, Display};

/// The nearest of the known names, if one is near enough to be meant.
fn meant<'a>(name: &str, known: &[&'a str]) -> Option<&'a str> {
    known
        .iter()
        .map(|&known| (strsim::damerau_levenshtein(name, known), known))
        .filter(|&(distance, known)| distance <= 1 + known.len().min(name.len()) / 4)
        .min_by_key(|&(distance, _)| distance)
        .map(|(_, known)| known)
}

fn did_you_mean(name: &str, known: &[&str], otherwise: &str) -> String {
    match meant(name, known) {
        Some(known) => format!("help: did you mean `{known}`?"),
        None => format!("help: {otherwise}"),
    }
}

fn list(names: &[&str]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

// Sizes.

pub(crate) fn not_a_size(text: &str) -> String {
    format!(
        "`{text}` is not a size\nhelp: a size is an integer of at least 1, such as `64`, or a type, such as `dim![64]`"
    )
}

pub(crate) fn missing_size() -> String {
    "a size is missing\nhelp: write an integer of at least 1, such as `64`, or a type".into()
}

pub(crate) fn missing_comma_of_sizes() -> String {
    "nothing parts this from the size before it\nhelp: write a `,` between two sizes, as in `shape![3, 28, 28]`".into()
}

pub(crate) fn zero_size() -> String {
    "a size is at least 1, found 0\nhelp: remove this axis, or write its size".into()
}

pub(crate) fn size_overflows(digits: &str) -> String {
    format!("the size {digits} is larger than an address space\nhelp: write a size of at most {}", crate::dims::LARGEST)
}

pub(crate) fn too_many_axes(found: usize, most: usize) -> String {
    let why = if most == 5 { " (a sample has at most 5, so that a batch fits in front)" } else { "" };
    format!("a shape has at most {most} axes, found {found} axes{why}\nhelp: flatten some of them into one")
}

pub(crate) fn count_overflows(shape: &str) -> String {
    format!("a tensor of shape {shape} has more elements than an address space\nhelp: make the sizes smaller")
}

// The grammar.

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

pub(crate) fn wrong_int8() -> String {
    "`int8` names the network in integers\nhelp: write `#[int8(DigitsInt8)]`, or `#[int8(DigitsInt8, flash <= 4_000, scratch <= 64)]`"
        .into()
}

pub(crate) fn int8_twice() -> String {
    "the network has a form in integers already\nhelp: remove this `int8`".into()
}

pub(crate) fn int8_macs() -> String {
    "the network in integers has the multiply-accumulates of this one\nhelp: write `#[budget(macs <= ..)]`".into()
}

pub(crate) fn int8_dtype() -> String {
    "a network in integers is made of one of `f32`\nhelp: remove `#[dtype(f64)]`".into()
}

pub(crate) fn int8_of_generic(name: impl Display) -> String {
    format!(
        "`{name}` has generic parameters: it has no form in integers\nhelp: put `int8` on a network with sizes, and its layers into that"
    )
}

pub(crate) fn int8_indices(name: impl Display) -> String {
    format!(
        "`{name}` is of indices: a network in integers takes numbers\nhelp: make a network of what comes behind the `Embedding`"
    )
}

pub(crate) fn int8_too_many(what: &str, found: usize) -> String {
    format!("a network in integers has at most 4 {what}, found {found}\nhelp: join some of them with `concat` outside")
}

pub(crate) fn int8_none(name: &str) -> String {
    format!(
        "`{name}` has no form in integers\nhelp: these have one: `Linear`, `Conv1d`, `Conv2d`, batch normalisation directly behind one, functions of each number, pools, `+`, `*`"
    )
}

pub(crate) fn int8_array(name: &str) -> String {
    format!("`{name}` is an array of layers: it has no form in integers\nhelp: declare its layers one by one")
}

pub(crate) fn int8_used_twice(name: &str) -> String {
    format!(
        "`{name}` is used twice: in integers each use would have numbers of its own\nhelp: declare another layer like it"
    )
}

pub(crate) fn int8_norm(name: &str) -> String {
    format!(
        "`{name}` is not directly behind a `Linear`, `Conv1d` or `Conv2d`, in whose weights it would be in integers\nhelp: call it on what such a layer gives, and use that nowhere else"
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

// Layers and their arguments.

pub(crate) fn named_like_an_operation(name: &str) -> String {
    format!("layer `{name}` has the name of an operation\nhelp: name it `{name}1`")
}

pub(crate) fn duplicate_layer(name: &str) -> String {
    format!("layer `{name}` is declared twice\nhelp: give one of them another name")
}

pub(crate) fn duplicate_input(name: &str) -> String {
    format!("input `{name}` is declared twice\nhelp: give one of them another name")
}

pub(crate) fn infer_in_custom(layer: &str) -> String {
    format!("`_` can be inferred in the layers of `nn` alone, not in `{layer}`\nhelp: write the size")
}

pub(crate) fn named_in_custom(layer: &str) -> String {
    format!("`{layer}` has no named arguments: only the layers of `nn` have\nhelp: give them to its type, in order")
}

pub(crate) fn unknown_argument(layer: &str, name: &str, known: &[(&str, &str)]) -> String {
    if let Some((_, example)) = known.iter().find(|&&(known, _)| known == name) {
        return format!("`{layer}` does not take this value for `{name}`\nhelp: write `{example}`");
    }
    let names: Vec<_> = known.iter().map(|&(name, _)| name).collect();
    let examples: Vec<_> = known.iter().map(|&(_, example)| example).collect();
    let help = did_you_mean(name, &names, &format!("remove it; `{layer}` knows {}", list(&examples)));
    format!("`{layer}` has no argument `{name}`\n{help}")
}

pub(crate) fn argument_twice(layer: &str, name: &str) -> String {
    format!("`{layer}` is given `{name}` twice\nhelp: remove one of them")
}

pub(crate) fn too_small(name: &str, least: u64) -> String {
    format!("`{name}` is at least {least}\nhelp: write `{name} = {}`", least.max(1))
}

pub(crate) fn missing_argument(layer: &str, name: &str, form: &str) -> String {
    format!("`{layer}` has no `{name}`\nhelp: write it, as in `{form}`")
}

pub(crate) fn wrong_count(layer: &str, found: usize, form: &str) -> String {
    format!("`{layer}` takes 2 sizes, found {found}\nhelp: write its inputs and outputs, as in `{form}`")
}

pub(crate) fn wrong_sizes(layer: &str, found: usize, form: &str) -> String {
    let sizes = if found == 1 { "size" } else { "sizes" };
    format!("`{layer}` does not take {found} {sizes}\nhelp: write them as in `{form}`")
}

pub(crate) fn groups_not_inferred() -> String {
    "the groups of `GroupNorm` cannot be inferred\nhelp: write their number, as in `GroupNorm<4, 16>`".into()
}

/// `nearest` is the largest number of groups that is less and among which the channels can be shared.
pub(crate) fn norm_groups(groups: &str, channels: &str, nearest: &str) -> String {
    format!(
        "`GroupNorm` cannot share {channels} channels among {groups} groups: a rest is left\nhelp: write `GroupNorm<{nearest}, {channels}>`"
    )
}

pub(crate) fn help_norm_axes(layer: &str, written: &str) -> String {
    format!("help: give `{layer}` a value with the axes of `{written}`, or declare it for those that it receives")
}

pub(crate) fn output_not_inferred(layer: &str) -> String {
    format!("the outputs of `{layer}` cannot be inferred\nhelp: write their number, as in `{layer}<_, 10>`")
}

pub(crate) fn no_type_arguments(name: &str) -> String {
    format!("`{name}` takes no arguments here\nhelp: write `.{name}()`")
}

/// A number between `::<` and `>` of an operation.
pub(crate) fn wrong_number(name: &str, what: &str, most: u32, example: &str) -> String {
    format!(
        "the {what} of `{name}` is a number from 0 to {most} with at most six decimals\nhelp: write `.{name}::<{example}>()`"
    )
}

pub(crate) fn help_dropout() -> String {
    "help: write `.dropout::<0.5>()`, which drops single numbers".into()
}

pub(crate) fn permute_without_axes() -> String {
    "`permute` takes two to five axes, each once\nhelp: write `.permute::<1, 0>()`, or `.permute::<2, 0, 1>()`: the axes in their new order, from 0 up".into()
}

pub(crate) fn axes(count: usize) -> String {
    format!("{count} axes")
}

pub(crate) fn help_permute() -> String {
    "help: write as many axes as it has".into()
}

pub(crate) fn wrong_split() -> String {
    "`split` takes the size of its first part, and an axis if it is not the first\nhelp: write `let (a, b) = split::<64>(x);`, or `split::<64, 1>(x)`".into()
}

pub(crate) fn more_than(size: u64) -> String {
    format!("more than {size} on this axis")
}

pub(crate) fn help_split(most: u64) -> String {
    match most {
        0 => "help: do not cut an axis of 1".into(),
        most => format!("help: write a size of at most {most}, so that something is left"),
    }
}

pub(crate) fn help_split_axis() -> String {
    "help: write an axis that it has, counted from 0, without the batch".into()
}

pub(crate) fn upsample_without_scale() -> String {
    "`upsample` takes how much larger its result is\nhelp: write `.upsample::<2>()`, or `.upsample::<2, 3>()` for height and width".into()
}

pub(crate) fn help_smaller_scale() -> String {
    "help: make the sizes smaller: the product is larger than an address space".into()
}

pub(crate) fn wrong_pad() -> String {
    "`zero_pad` takes one number for all sides, or one for each: left and right, and for an image top and bottom\nhelp: write `.zero_pad::<1>()`, or `.zero_pad::<1, 2, 0, 1>()`".into()
}

pub(crate) fn help_axis(name: &str) -> String {
    format!("help: write `.reshape::<1>().{name}()`")
}

// Values.

pub(crate) fn used_before_definition(name: &str) -> String {
    format!("`{name}` is used before its `let`\nhelp: move the `let` up")
}

pub(crate) fn layer_as_value(name: &str) -> String {
    format!("`{name}` is a layer, not a value\nhelp: call it on a value, as in `x.{name}()`")
}

pub(crate) fn unknown_value(name: &str, known: &[&str]) -> String {
    let mut known = known.to_vec();
    known.sort_unstable();
    let otherwise = format!("the values here are {}", list(&known));
    format!("there is no value `{name}`\n{}", did_you_mean(name, &known, &otherwise))
}

pub(crate) fn unknown_method(name: &str, known: &[&str]) -> String {
    let otherwise = format!("declare it in the struct, as in `{name}: Linear<_, 10>`; known here are {}", list(known));
    format!("there is no layer or operation `{name}`\n{}", did_you_mean(name, known, &otherwise))
}

pub(crate) fn layer_without_input(name: &str) -> String {
    format!("layer `{name}` is given nothing\nhelp: write `x.{name}()`")
}

pub(crate) fn wrong_inputs(name: &str, expected: usize, found: usize) -> String {
    let values = if expected == 1 { "value" } else { "values" };
    format!("`{name}` takes {expected} {values}, found {found}\nhelp: join values first, with `+` or `concat`")
}

pub(crate) fn wrong_pattern(expected: usize, found: usize) -> String {
    let names = if expected == 1 { "name" } else { "names" };
    let values = if found == 1 { "value" } else { "values" };
    format!("{expected} {names} for {found} {values}\nhelp: bind one name for each value")
}

pub(crate) fn unused_layer(name: &str) -> String {
    format!("layer `{name}` is never used\nhelp: call `.{name}()` in `forward`, or remove it")
}

pub(crate) fn unused_value(name: &str) -> String {
    format!("value `{name}` is never used\nhelp: use it, or remove it; a name that begins with `_` may stay")
}

pub(crate) fn unused_input(name: &str) -> String {
    format!("input `{name}` is never used\nhelp: use it, remove it, or name it `_{name}`")
}

pub(crate) fn nothing_to_learn(name: &impl Display) -> String {
    format!("network `{name}` has no layer that learns\nhelp: declare one, such as `fc1: Linear<64, 10>`")
}

// Shapes that do not fit.

/// The shapes that only the compiler knows, as `nn_core`'s checks write them into a text: what is expected or stands
/// first, and what is received.
pub(crate) const A: &str = "{a}";
pub(crate) const B: &str = "{b}";

pub(crate) fn misfit(layer: &str, expects: &str, found: &str, origin: &Origin, help: &str) -> String {
    format!("layer `{layer}` expects {expects} but receives {found} from `{origin}`\n{help}")
}

/// `origin` is the layer or input that the shape comes from.
pub(crate) fn help_write(fix: &str, size: &str, origin: &Origin) -> String {
    let verb = if origin.is_input { "hold" } else { "produce" };
    format!("help: write `{fix}`, or make `{}` {verb} {size}", origin.name)
}

pub(crate) fn help_write_channels(fix: &str, channels: &str, origin: &Origin) -> String {
    let verb = if origin.is_input { "hold" } else { "produce" };
    let plural = if channels == "1" { "channel" } else { "channels" };
    format!("help: write `{fix}`, or make `{}` {verb} {channels} {plural}", origin.name)
}

pub(crate) fn help_reshape_to(sizes: &str, layer: &str) -> String {
    format!("help: write `.reshape::<{sizes}>().{layer}()`")
}

pub(crate) fn help_image(axes: usize) -> String {
    match axes {
        1 => "help: give it [channels, length], as `.reshape::<1, 64>()` makes it".into(),
        _ => "help: give it [channels, height, width], as `.reshape::<1, 28, 28>()` makes it".into(),
    }
}

pub(crate) fn groups(layer: &str, groups: &str, channels: &str, nearest: &str) -> String {
    format!(
        "`{layer}` cannot share {channels} channels among {groups} groups: a rest is left\nhelp: write `groups = {nearest}`, or make the numbers of channels multiples of {groups}"
    )
}

pub(crate) fn output_padding(padding: u64, stride: u64) -> String {
    format!(
        "an `output_padding` of {padding} is not less than the stride of {stride}\nhelp: write `output_padding = {}`, or a larger stride",
        stride - 1
    )
}

pub(crate) fn more_than_padding() -> String {
    "an image of which its padding leaves something".into()
}

pub(crate) fn help_nothing_left() -> String {
    "help: write a smaller `padding`".into()
}

/// Where a shape comes from.
#[derive(Clone)]
pub(crate) struct Origin {
    pub(crate) name: String,
    /// An input of the network, not a layer.
    pub(crate) is_input: bool,
    /// The call of the layer.
    pub(crate) span: Span,
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}

/// The lines of calls, behind the fix.
pub(crate) fn places(places: &[(&str, usize)]) -> String {
    let places: Vec<_> = places.iter().map(|(name, line)| format!("`{name}` is called in line {line}")).collect();
    format!("note: {}", places.join(", "))
}

pub(crate) fn help_flatten(layer: &str) -> String {
    format!("help: write `.flatten().{layer}()`")
}

/// An operation that does not take a value.
pub(crate) fn refusal(name: &str, expects: &str, found: &str, origin: &Origin, help: &str) -> String {
    format!("`{name}` expects {expects} but receives {found} from `{origin}`\n{help}")
}

pub(crate) fn pool_without_kernel(name: &str) -> String {
    format!(
        "`{name}` takes the size of its window\nhelp: write `.{name}::<2>()`, or `.{name}::<2, 3>()` for height and width"
    )
}

pub(crate) fn at_least(shape: &str) -> String {
    format!("at least {shape}")
}

pub(crate) fn help_room(origin: &Origin, shape: &str) -> String {
    let verb = if origin.is_input { "hold" } else { "produce" };
    format!("help: write a smaller kernel or a larger padding, or make `{origin}` {verb} {shape}")
}

pub(crate) fn help_smaller_window(name: &str, largest: u64) -> String {
    format!("help: write `.{name}::<{largest}>()`, or a padding")
}

pub(crate) fn help_smaller_padding(largest: u64) -> String {
    format!("help: write `padding = {largest}`, which is half of the window, or a larger window")
}

/// `form` is the layer's type with a number of inputs.
pub(crate) fn help_size_not_known(layer: &str, form: &str) -> String {
    format!("help: write the number of inputs in place of `_`, as in `{layer}: {form}`")
}

pub(crate) fn input_not_inferred(layer: &str, origin: &Origin, help: &str) -> String {
    format!("the inputs of layer `{layer}` cannot be inferred: only the compiler knows what `{origin}` gives\n{help}")
}

pub(crate) fn array_changes_shape(layer: &str, count: usize, given: &str, result: &str) -> String {
    format!(
        "layer `{layer}` is repeated {count} times, but makes {result} of {given}\nhelp: make its outputs its inputs, or declare {count} layers"
    )
}

/// `does` is the sign and the verb of the operation.
pub(crate) fn pairwise(
    does: &str,
    left: &str,
    left_origin: &Origin,
    right: &str,
    right_origin: &Origin,
    help: &str,
) -> String {
    format!("{does} {left} from `{left_origin}` and {right} from `{right_origin}`\n{help}")
}

pub(crate) fn help_add(left: &Shape, left_origin: &Origin, right: &Shape, right_origin: &Origin) -> String {
    let count = |shape: &Shape| shape.known().and_then(Shape::count).map(|count| count.to_string());
    match (left.known(), right.known()) {
        (Some([_]), Some(_)) if count(left) == count(right) => {
            format!("help: write `.flatten()` behind the value from `{right_origin}`")
        }
        (Some(_), Some([_])) if count(left) == count(right) => {
            format!("help: write `.flatten()` behind the value from `{left_origin}`")
        }
        _ => help_equal(&left.to_string(), &right.to_string()),
    }
}

pub(crate) fn help_equal(left: &str, right: &str) -> String {
    format!("help: make both {left}, or both {right}")
}

pub(crate) fn help_shared(name: &str, another: &str) -> String {
    format!("help: declare another layer for this call, as in `{another}`: the first one fixed what `{name}` takes")
}

pub(crate) fn concat(left: &str, left_origin: &Origin, right: &str, right_origin: &Origin, help: &str) -> String {
    format!("`concat` joins {left} from `{left_origin}` and {right} from `{right_origin}`\n{help}")
}

/// `other` is the axis along which the values can be joined, if there is one.
pub(crate) fn help_concat_axes(axis: usize, other: Option<usize>) -> String {
    match other {
        Some(other) => format!("help: write `concat::<{other}>(a, b)`, or make all axes but number {axis} equal"),
        None => format!("help: make all axes but number {axis} equal"),
    }
}

pub(crate) fn help_concat_ranks() -> String {
    "help: give both the same number of axes, as in `concat(a.flatten(), b.flatten())`".into()
}

pub(crate) fn help_concat_axis(axes: usize) -> String {
    match axes {
        0 | 1 => "help: write `concat(a, b)`: there is no axis but number 0".into(),
        axes => format!("help: write an axis from 0 to {}, as in `concat::<0>(a, b)`", axes - 1),
    }
}

pub(crate) fn help_too_large() -> String {
    "help: make the sizes smaller: the sum is larger than an address space".into()
}

pub(crate) fn concat_of_one() -> String {
    "`concat` joins two values or more\nhelp: write `concat(a, b)`".into()
}

pub(crate) fn wrong_axis() -> String {
    "the axis of `concat` is an integer from 0 to 4, counted without the batch\nhelp: write `concat::<1>(a, b)`".into()
}

pub(crate) fn reshape_without_sizes() -> String {
    "`reshape` takes one to five sizes\nhelp: write `.reshape::<16, 4, 4>()`, without the batch".into()
}

pub(crate) fn reshape(from: &str, old: &str, to: &str, new: &str, origin: &Origin) -> String {
    format!(
        "`reshape` makes {to} of {from} from `{origin}`: {new} elements of {old}\nhelp: write sizes whose product is {old}"
    )
}

pub(crate) fn output(declared: &str, found: &str, origin: &Origin, help: &str) -> String {
    format!("`forward` declares the output {declared} but gives {found} from `{origin}`\n{help}")
}

pub(crate) fn wrong_outputs(declared: usize, found: usize) -> String {
    format!(
        "`forward` declares {declared} {} but gives {found}\nhelp: declare as many as the last expression gives",
        if declared == 1 { "output" } else { "outputs" }
    )
}

pub(crate) fn annotation(declared: &str, found: &str, origin: &Origin, help: &str) -> String {
    format!("this value is declared as {declared} but is {found} from `{origin}`\n{help}")
}

/// `[1, 28]` as the user would write it: `Tensor<1, 28>`. In a text that a check completes it can be any shape.
pub(crate) fn help_declare(shape: &Shape, completed: bool) -> String {
    match shape.known() {
        Some(dims) if dims.iter().all(Dim::is_written) => {
            let dims: Vec<_> = dims.iter().map(Dim::to_string).collect();
            format!("help: write `Tensor<{}>`", dims.join(", "))
        }
        _ if completed => "help: write `Tensor<{b,}>`".into(),
        _ => "help: write the shape that is computed, or compute the one that is written".into(),
    }
}

// Indices.

/// What layers and operations take that are not made for indices.
pub(crate) const NUMBERS: &str = "numbers";
/// What an `Embedding` takes.
pub(crate) const INDICES: &str = "indices";

pub(crate) fn indices_below(below: &str) -> String {
    format!("indices below {below}")
}

pub(crate) fn indices_of_axes(most: usize) -> String {
    format!("indices with at most {most} axes")
}

/// `taker` is a layer or an operation.
pub(crate) fn expects_numbers(taker: &str, found: &str, origin: &Origin, help: &str) -> String {
    format!("{taker} expects {NUMBERS} but receives {found} from `{origin}`\n{help}")
}

pub(crate) fn help_embed(layer: &str, input: &str) -> String {
    format!("help: write `{input}.{layer}()`, which makes numbers of them")
}

pub(crate) fn help_declare_embedding(layer: &str, below: &str, input: &str) -> String {
    format!(
        "help: declare a layer that makes numbers of them, such as `{layer}: Embedding<{below}, 32>`, and write `{input}.{layer}()`"
    )
}

/// `declared` stands between the `<>`.
pub(crate) fn help_declare_indices(input: &str, declared: &str) -> String {
    format!("help: write `{input}: Tensor<{declared}>`")
}

pub(crate) fn help_give_indices(layer: &str, declared: &str) -> String {
    format!("help: give `{layer}` an input of indices, such as `words: Tensor<{declared}>`")
}

pub(crate) fn help_table(fix: &str, input: &str, declared: &str) -> String {
    format!("help: write `{fix}`, or `{input}: Tensor<{declared}>`")
}

pub(crate) fn help_fewer_axes(input: &str) -> String {
    format!("help: declare `{input}` with fewer axes")
}

pub(crate) fn help_no_annotation() -> String {
    "help: remove the `Tensor<..>`: what an input is made of is declared with the input".into()
}

pub(crate) fn array_of_indices(layer: &str, count: usize, given: &str, origin: &Origin) -> String {
    format!(
        "layer `{layer}` is repeated {count} times, but receives {given} from `{origin}`, and no layer gives indices\nhelp: declare one layer, and repeat those behind it"
    )
}

pub(crate) fn indices_as_output(sizes: &str) -> String {
    format!("a network gives numbers, not indices\nhelp: write `Tensor<{sizes}>`, with a number for each class")
}

pub(crate) fn indices_as_annotation() -> String {
    "what is computed is numbers: indices are inputs of `forward` alone\nhelp: write its shape, such as `Tensor<64>`"
        .into()
}

pub(crate) fn class_twice() -> String {
    "a tensor has one `Class`\nhelp: remove one of them; a size is an integer, such as `64`".into()
}

pub(crate) fn class_before_sizes(declared: &str) -> String {
    format!("`Class` stands behind the sizes\nhelp: write `Tensor<{declared}>`")
}

pub(crate) fn class_without_number() -> String {
    "`Class` takes one number, which the indices are below\nhelp: write `Class<1000>`".into()
}

pub(crate) fn class_below_zero() -> String {
    "no index is below 0\nhelp: write what all indices are below, as in `Class<1000>`".into()
}

pub(crate) fn is_misspelt_class(name: &str) -> bool {
    meant(name, &["Class"]).is_some() || name == "class"
}

pub(crate) fn misspelt_class(name: &impl Display) -> String {
    format!("there is no size `{name}`\nhelp: did you mean `Class`?")
}

pub(crate) fn fix_indices() -> String {
    "give it an input of indices, such as `words: Tensor<{a,}>`".into()
}

// Layers of the user's own, and networks as layers: what only the compiler knows of them.

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

// `#[derive(Parameters)]`.

pub(crate) fn derive_on_struct() -> String {
    "`Parameters` can be derived for a struct\nhelp: put the layer's tensors into a struct".into()
}

pub(crate) fn derive_needs_repr() -> String {
    "`Parameters` needs a fixed order of the fields\nhelp: write `#[repr(C)]` above the struct, and no other `repr`"
        .into()
}

pub(crate) fn takes_without_sizes() -> String {
    "`takes` is the shape of one sample that the layer takes\nhelp: write `#[takes(3, 28, 28)]`, without the batch"
        .into()
}

pub(crate) fn wrong_role() -> String {
    "a role is `weight`, `weight, out_in`, `bias`, `norm` or `buffer`\nhelp: write `#[role(bias)]`".into()
}
