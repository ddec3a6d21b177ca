//! Messages about indices.

use super::words::{meant, texts};

/// What layers and operations take that are not made for indices.
pub(crate) const NUMBERS: &str = "numbers";
/// What an `Embedding` takes.
pub(crate) const INDICES: &str = "indices";

texts! {
    indices_below(below): "indices below {below}";
    indices_of_axes(most): "indices with at most {most} axes";
    help_embed(layer, input): "help: write `{input}.{layer}()`, which makes numbers of them";
    help_declare_embedding(layer, below, input):
        "help: declare a layer that makes numbers of them, such as `{layer}: Embedding<{below}, 32>`, and write `{input}.{layer}()`";
    /// `declared` stands between the `<>`.
    help_declare_indices(input, declared): "help: write `{input}: Tensor<{declared}>`";
    help_give_indices(layer, declared): "help: give `{layer}` an input of indices, such as `words: Tensor<{declared}>`";
    help_table(fix, input, declared): "help: write `{fix}`, or `{input}: Tensor<{declared}>`";
    help_fewer_axes(input): "help: declare `{input}` with fewer axes";
    help_no_annotation(): "help: remove the `Tensor<..>`: what an input is made of is declared with the input";
    array_of_indices(layer, count, given, origin):
        "layer `{layer}` is repeated {count} times, but receives {given} from `{origin}`, and no layer gives indices\nhelp: declare one layer, and repeat those behind it";
    indices_as_output(sizes):
        "a network gives numbers, not indices\nhelp: write `Tensor<{sizes}>`, with a number for each class";
    indices_as_annotation():
        "what is computed is numbers: indices are inputs of `forward` alone\nhelp: write its shape, such as `Tensor<64>`";
    class_twice(): "a tensor has one `Class`\nhelp: remove one of them; a size is an integer, such as `64`";
    class_before_sizes(declared): "`Class` stands behind the sizes\nhelp: write `Tensor<{declared}>`";
    class_without_number(): "`Class` takes one number, which the indices are below\nhelp: write `Class<1000>`";
    class_below_zero(): "no index is below 0\nhelp: write what all indices are below, as in `Class<1000>`";
    misspelt_class(name): "there is no size `{name}`\nhelp: did you mean `Class`?";
    fix_indices(): "give it an input of indices, such as `words: Tensor<{{a,}}>`";
}

pub(crate) fn is_misspelt_class(name: &str) -> bool {
    meant(name, &["Class"]).is_some() || name == "class"
}
