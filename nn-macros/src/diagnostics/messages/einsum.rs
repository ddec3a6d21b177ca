//! Messages about `einsum`.

use super::words::{Origin, counted, texts};
use std::fmt::Display;

texts! {
    einsum_without_text():
        "`einsum` expects the letters of the axes before its values\nhelp: write them as text, as in `einsum(\"ij,jk->ik\", a, b)`";
    einsum_with_arguments():
        "`einsum` takes no arguments between `::<` and `>`\nhelp: write the letters of the axes as text, as in `einsum(\"ij,jk->ik\", a, b)`";
    einsum_ellipsis():
        "`einsum` does not support `...`\nhelp: write a letter for each axis, without the batch, as in `\"ij,jk->ik\"`";
    einsum_sign(sign): "`{sign}` is not the letter of an axis\nhelp: write a letter for each axis, as in `\"ij,jk->ik\"`";
    einsum_arrows(): "`einsum` has one result\nhelp: write `->` once, before the axes of the result";
    einsum_diagonal(letter, operand):
        "`{letter}` occurs twice in `{operand}`: `einsum` does not support diagonals\nhelp: write another letter for each axis";
    einsum_repeated(letter, result): "`{letter}` occurs twice in the result `{result}`\nhelp: write each axis of the result once";
    einsum_of_no_operand(letter, known):
        "`{letter}` is in the result, and in no operand\nhelp: write letters of the operands, as in `->{known}`";
    einsum_most_axes(count, most): "the result of `einsum` has {count} axes\nhelp: sum over some of them, for at most {most} axes";
    einsum_sizes(letter, size_a, origin_a, size_b, origin_b):
        "`einsum` has two sizes for `{letter}`: {size_a} from `{origin_a}` and {size_b} from `{origin_b}`\nhelp: make them equal, or write another letter for one of the axes";
}

/// The error for a text that is about another number of values.
pub(crate) fn einsum_operands(text: &str, operands: usize, values: usize) -> String {
    let has = format!("`einsum` has the axes of {}, found {values}", counted(operands, "value"));
    match (operands, values) {
        (_, 3..) => format!(
            "`einsum` takes one or two values, found {values}\nhelp: multiply two at a time, as in `einsum(\"ij,jk->ik\", a, b)`"
        ),
        (_, 2) => format!("{has}\nhelp: write the axes of both values, as in `\"ij,jk->ik\"`"),
        (1, _) => format!("{has}\nhelp: write it as in `einsum(\"{text}\", x)`"),
        _ => format!("{has}\nhelp: write it as in `einsum(\"{text}\", a, b)`"),
    }
}

/// The error for a value with another number of axes than letters. `shorter` is the text without the batch, if that is the mistake.
pub(crate) fn einsum_rank(letters: &str, shape: impl Display, origin: &Origin, shorter: Option<String>) -> String {
    let help = match shorter {
        Some(text) => format!("write `\"{text}\"`: the axes are those of one sample, without the batch"),
        None => "write a letter for each of its axes, without the batch".into(),
    };
    let expects = match letters.len() {
        0 => "a value without axes".into(),
        1 => format!("the axis `{letters}`"),
        _ => format!("the axes `{letters}`"),
    };
    format!("`einsum` expects {expects} but receives {shape} from `{origin}`\nhelp: {help}")
}
