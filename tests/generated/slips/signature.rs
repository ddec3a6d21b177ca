//! Slips in the heads of the struct and of `forward`, and of the braces around them.

use super::{Change, Slip, Text, misspelt};
use crate::random::Random;

pub(super) const SLIPS: &[Slip] = &[
    Slip { name: "`class`", make: class },
    Slip { name: "`def`", make: def },
    Slip { name: "missing `fn`", make: no_fn },
    Slip { name: "word before `fn`", make: word },
    Slip { name: "misspelt `forward`", make: misspelt_forward },
    Slip { name: "`self` in `forward`", make: of_self },
    Slip { name: "another sign than `->`", make: arrow },
    Slip { name: "missing `->`", make: no_arrow },
    Slip { name: "`forward` in an `impl`", make: implementation },
    Slip { name: "`forward` in the struct", make: inside },
    Slip { name: "missing braces of `forward`", make: no_braces },
    Slip { name: "missing colon of an input", make: no_colon },
    Slip { name: "reference to a tensor", make: reference },
    Slip { name: "sizes of a tensor in brackets", make: brackets },
    Slip { name: "element type of a tensor", make: element },
    Slip { name: "path of a tensor", make: path },
    Slip { name: "misspelt tensor", make: misspelt_tensor },
    Slip { name: "`#[dtype = ..]`", make: dtype },
];

fn class(random: &mut Random, of: &Text<'_>) -> Option<Change> {
    let network = of.network(random);
    let (start, end) = of.find(network, "pub struct")?;
    let word = *random.one_of(&["class", "enum", "model"]);
    let headline = format!("a network is declared with `struct`, not with `{word}`");
    Some(Change::new(start, end, format!("pub {word}"), word, headline).fixed_by(format!("struct {}", network.name)))
}

/// Replaces the words before the inputs.
fn head(random: &mut Random, of: &Text<'_>, text: &str, word: &str, headline: &str) -> Option<Change> {
    let network = of.network(random);
    let (start, end) = of.find(network, "fn forward(")?;
    let headline = headline.replace("{network}", &network.name);
    Some(Change::new(start, end, text, word, headline))
}

fn def(random: &mut Random, of: &Text<'_>) -> Option<Change> {
    let word = *random.one_of(&["def", "func", "function"]);
    let headline = format!("a function is declared with `fn`, not with `{word}`");
    Some(head(random, of, &format!("{word} forward("), word, &headline)?.fixed_by("fn forward"))
}

fn no_fn(random: &mut Random, of: &Text<'_>) -> Option<Change> {
    Some(head(random, of, "forward(", "forward", "`fn` is missing before `forward`")?.fixed_by("fn forward"))
}

fn word(random: &mut Random, of: &Text<'_>) -> Option<Change> {
    match random.below(3) {
        0 => head(random, of, "pub fn forward(", "pub", "`forward` is as public as `{network}`"),
        1 => head(random, of, "async fn forward(", "async", "`forward` is a plain function"),
        _ => head(random, of, "const fn forward(", "const", "`forward` is a plain function"),
    }
}

fn misspelt_forward(random: &mut Random, of: &Text<'_>) -> Option<Change> {
    let wrong = misspelt(random, "forward")?;
    let headline = format!("a network has the function `forward`, not `{wrong}`");
    Some(head(random, of, &format!("fn {wrong}("), &wrong, &headline)?.meaning("forward"))
}

fn of_self(random: &mut Random, of: &Text<'_>) -> Option<Change> {
    match random.below(2) {
        0 => head(random, of, "fn forward(&self, ", "&", "`forward` takes only tensors"),
        _ => head(random, of, "fn forward(self, ", "self", "`forward` takes only tensors"),
    }
}

fn arrow(random: &mut Random, of: &Text<'_>) -> Option<Change> {
    let (start, end) = of.find(of.network(random), ") -> ")?;
    let (text, sign, mark) = *random.one_of(&[(") => ", "=>", "="), ("): ", ":", ":")]);
    let headline = format!("the output of `forward` follows `->`, not `{sign}`");
    Some(Change::new(start, end, text, mark, headline).fixed_by("->"))
}

fn no_arrow(random: &mut Random, of: &Text<'_>) -> Option<Change> {
    let network = of.network(random);
    let [_] = &network.outputs[..] else { return None };
    let (start, end) = of.find(network, ") -> Tensor")?;
    let headline = "a `->` is missing before the output of `forward`";
    Some(Change::new(start, end, ") Tensor", "Tensor", headline).fixed_by("->"))
}

/// The byte behind the body of a network's `forward`.
fn end(of: &Text<'_>, network: &crate::architecture::Network) -> Option<usize> {
    of.find(network, "\n    }\n    fn forward(")?;
    let start = of.start_of(network);
    Some(start + of.text()[start..].find("\n    }\n}\n")? + "\n    }".len())
}

fn implementation(random: &mut Random, of: &Text<'_>) -> Option<Change> {
    let network = of.network(random);
    let (start, _) = of.find(network, "fn forward(")?;
    let end = end(of, network)?;
    let text = format!("impl {} {{ ", network.name);
    let mut change = Change::new(start, start, text, "impl", "`forward` is written without `impl`");
    change.more.push((end, end, " }".into()));
    Some(change)
}

fn inside(random: &mut Random, of: &Text<'_>) -> Option<Change> {
    let network = of.network(random);
    let (start, until) = of.find(network, "\n    }\n    fn")?;
    let end = end(of, network)?;
    let headline = "`forward` must follow the struct, and this is inside";
    let mut change = Change::new(start, until, "\n    fn", "fn", headline);
    change.more.push((end, end, " }".into()));
    Some(change)
}

/// A body without braces.
fn no_braces(random: &mut Random, of: &Text<'_>) -> Option<Change> {
    let network = of.network(random);
    let (head, _) = of.find(network, "fn forward(")?;
    let (_, arrow) = of.find(network, ") -> ")?;
    let brace = arrow + of.text()[arrow..].find(" {\n")?;
    let end = end(of, network)?;
    let text = &of.text()[head..brace];
    let mut change = Change::new(head, brace + 2, text, "forward", "`forward` has no body");
    change.more.push((end - "\n    }".len(), end, String::new()));
    Some(change)
}

fn no_colon(random: &mut Random, of: &Text<'_>) -> Option<Change> {
    let network = of.network(random);
    let input = random.one_of(&network.inputs);
    let tensor = of.offset(input.ty.mark);
    let headline = format!("a `:` is missing after input `{}`", input.name);
    Some(Change::new(tensor - 2, tensor + "Tensor".len(), " Tensor", "Tensor", headline))
}

/// The first byte of an input's or an output's `Tensor`, and the byte behind the `>`.
fn tensor(random: &mut Random, of: &Text<'_>) -> Option<(usize, usize)> {
    let network = of.network(random);
    let all: Vec<_> = network.inputs.iter().map(|input| &input.ty).chain(&network.outputs).collect();
    let start = of.offset(random.one_of(&all).mark);
    let (mut depth, mut end) = (0_usize, start);
    for c in of.text()[start..].chars() {
        end += 1;
        depth += usize::from(c == '<');
        depth -= usize::from(c == '>');
        if c == '>' && depth == 0 {
            return Some((start, end));
        }
    }
    None
}

fn reference(random: &mut Random, of: &Text<'_>) -> Option<Change> {
    let (start, end) = tensor(random, of)?;
    let change = Change::new(start, start, "&", "&", "a tensor in `forward` is declared without `&`");
    Some(change.fixed_by(&of.text()[start..end]))
}

fn brackets(random: &mut Random, of: &Text<'_>) -> Option<Change> {
    let (start, end) = tensor(random, of)?;
    let sizes = of.text()[start..end].strip_prefix("Tensor<")?.strip_suffix('>')?;
    let group = if random.percent(50) { format!("({sizes})") } else { format!("[{sizes}]") };
    let headline = "the sizes of `Tensor` are written between `<` and `>`";
    let change = Change::new(start, end, format!("Tensor{group}"), &group, headline);
    Some(change.fixed_by(&of.text()[start..end]))
}

fn element(random: &mut Random, of: &Text<'_>) -> Option<Change> {
    let (start, end) = tensor(random, of).filter(|&(start, end)| !of.text()[start..end].contains("Class"))?;
    let headline = "a tensor in `forward` has only sizes, found the element type `f64`";
    let change = Change::new(end - 1, end, ", f64>", "f64", headline);
    Some(change.fixed_by(&of.text()[start..end]))
}

fn path(random: &mut Random, of: &Text<'_>) -> Option<Change> {
    let (start, end) = tensor(random, of)?;
    let change = Change::new(start, start, "nn::", "nn", "`Tensor` in `forward` is written without a path");
    Some(change.fixed_by(&of.text()[start..end]))
}

fn misspelt_tensor(random: &mut Random, of: &Text<'_>) -> Option<Change> {
    let (start, end) = tensor(random, of)?;
    let wrong = if random.percent(25) { "tensor".into() } else { misspelt(random, "Tensor")? };
    let change =
        Change::new(start, start + "Tensor".len(), wrong.clone(), &wrong, format!("there is no type `{wrong}`"));
    Some(change.fixed_by(&of.text()[start..end]))
}

fn dtype(random: &mut Random, of: &Text<'_>) -> Option<Change> {
    let start = of.start_of(of.network(random));
    let written = "#[dtype(f64)]";
    let place = of.text()[..start].rfind(written)?;
    let (text, word) = *random.one_of(&[("#[dtype = \"f64\"]", "dtype"), ("#[dtype = f64]", "dtype")]);
    let headline = "the element type is set by `#[dtype(..)]`, to `f32` or `f64`";
    Some(Change::new(place, place + written.len(), text, word, headline).fixed_by(written))
}
