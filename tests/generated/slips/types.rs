//! Slips in the type of a layer: other notations of its arguments, and other names of the layer.

use super::{Change, Slip, Text, misspelt};
use crate::layers::Kind;
use crate::random::Random;

pub(super) const SLIPS: &[Slip] = &[
    Slip {
        name: "layer called in parentheses",
        make: |random, text| delimiters(random, text, ['(', ')'], "parentheses"),
    },
    Slip { name: "arguments in brackets", make: |random, text| delimiters(random, text, ['[', ']'], "brackets") },
    Slip { name: "layer of a module of Python", make: of_python },
    Slip { name: "layer with the path `nn::`", make: of_nn },
    Slip { name: "turbofish of a layer", make: turbofish },
    Slip { name: "constructor of a layer", make: constructor },
    Slip { name: "sizes with names", make: named_sizes },
    Slip { name: "`kernel_size`", make: kernel_size },
    Slip { name: "misspelt argument", make: misspelt_argument },
    Slip { name: "`:` in an argument", make: |random, text| equals(random, text, ": ") },
    Slip { name: "`==` in an argument", make: |random, text| equals(random, text, " == ") },
    Slip { name: "second comma between arguments", make: second_comma },
    Slip { name: "missing comma between arguments", make: missing_comma },
    Slip { name: "semicolon between arguments", make: semicolon },
    Slip { name: "`<` closed twice", make: closed_twice },
    Slip { name: "misspelt layer", make: misspelt_layer },
    Slip { name: "layer with another case", make: other_case },
    Slip { name: "`Dense`", make: dense },
];

/// A layer of `nn` with arguments in a text.
struct Layer {
    /// The first byte of its type.
    start: usize,
    text: String,
    name: String,
    arguments: Vec<String>,
}

impl Layer {
    /// Draws one that satisfies a condition.
    fn draw(random: &mut Random, of: &Text<'_>, is_one: impl Fn(&Layer) -> bool) -> Option<Layer> {
        let network = of.network(random);
        let is_other = |kind: &Kind| {
            use Kind::{Bilinear, Nested, Recurrent, Stored, Tied};
            matches!(kind, Nested(_) | Tied(_) | Stored(_) | Bilinear(_) | Recurrent(_))
        };
        let layers = network.layers.iter().filter(|layer| !is_other(&layer.kind));
        let layers = layers.filter_map(|layer| {
            let (text, behind) = (layer.kind.text(), if layer.count.is_some() { ": [" } else { ": " });
            let (name, rest) = text.split_once('<')?;
            let (name, arguments) = (name.to_string(), arguments(rest.strip_suffix('>')?));
            let start = of.offset(layer.mark) + layer.name.len() + behind.len();
            assert!(of.text()[start..].starts_with(&text), "a layer is found in the text");
            Some(Layer { start, text, name, arguments })
        });
        let mut layers: Vec<_> = layers.filter(|layer| is_one(layer)).collect();
        if layers.is_empty() { None } else { Some(layers.swap_remove(random.below(layers.len()))) }
    }

    fn any(random: &mut Random, of: &Text<'_>) -> Option<Layer> {
        Self::draw(random, of, |_| true)
    }

    fn end(&self) -> usize {
        self.start + self.text.len()
    }

    /// The change of the whole type. The fix is the type itself, unless a size is written in place, of which messages show the
    /// number.
    fn becomes(&self, text: String, word: &str, headline: String) -> Change {
        let change = Change::new(self.start, self.end(), text, word, headline);
        if self.text.contains("dim![") { change } else { change.fixed_by(&self.text) }
    }

    /// The type with other arguments.
    fn with(&self, arguments: &[String]) -> String {
        format!("{}<{}>", self.name, arguments.join(", "))
    }

    /// The arguments as Python writes them.
    fn of_python(&self) -> String {
        let named = |argument: &String| match argument.split_once(" = ") {
            Some((name, "true")) => format!("{name}=True"),
            Some((name, "false")) => format!("{name}=False"),
            Some((name, value)) => format!("{name}={value}"),
            None => argument.clone(),
        };
        self.arguments.iter().map(named).collect::<Vec<_>>().join(", ")
    }
}

/// The arguments of a type, separated by commas that are not in parentheses.
fn arguments(text: &str) -> Vec<String> {
    let (mut all, mut depth) = (vec![String::new()], 0_usize);
    for c in text.chars() {
        depth += usize::from(c == '(');
        depth -= usize::from(c == ')');
        match c {
            ',' if depth == 0 => all.push(String::new()),
            _ => all.last_mut().expect("there is one").push(c),
        }
    }
    all.into_iter().map(|argument| argument.trim().to_string()).collect()
}

fn delimiters(random: &mut Random, of: &Text<'_>, [open, close]: [char; 2], words: &str) -> Option<Change> {
    let layer = Layer::any(random, of)?;
    let group = format!("{open}{}{close}", layer.of_python());
    let headline = format!("the arguments of `{}` are between `<` and `>`, not in {words}", layer.name);
    Some(layer.becomes(format!("{}{group}", layer.name), &group, headline))
}

fn of_python(random: &mut Random, of: &Text<'_>) -> Option<Change> {
    let layer = Layer::any(random, of)?;
    let path = *random.one_of(&["nn.", "torch.nn."]);
    let first = path.split_once('.')?.0;
    let headline = format!("the layers of `nn` have no path, and `{first}.` is not Rust's notation of one");
    Some(layer.becomes(format!("{path}{}({})", layer.name, layer.of_python()), first, headline))
}

fn of_nn(random: &mut Random, of: &Text<'_>) -> Option<Change> {
    let layer = Layer::any(random, of)?;
    let headline = format!("`nn` has no item `{}`: `network!` knows its layers without a path", layer.name);
    Some(layer.becomes(format!("nn::{}", layer.text), &layer.name, headline))
}

fn turbofish(random: &mut Random, of: &Text<'_>) -> Option<Change> {
    let layer = Layer::any(random, of)?;
    let headline = format!("`::` is not needed before the arguments of `{}`", layer.name);
    let text = layer.text.replacen('<', "::<", 1);
    Some(layer.becomes(text, ":", headline))
}

fn constructor(random: &mut Random, of: &Text<'_>) -> Option<Change> {
    let layer = Layer::any(random, of)?;
    let headline = format!("a field declares the type `{}`, which is not called", layer.name);
    Some(match random.below(3) {
        0 => layer.becomes(format!("{}::new()", layer.text), ":", headline).at(layer.text.len()),
        1 => layer.becomes(format!("{}()", layer.text), "()", headline),
        _ => {
            let text = format!("{}::new({})", layer.name, layer.arguments.join(", "));
            layer.becomes(text, ":", headline).at(layer.name.len())
        }
    })
}

/// The names of a layer's sizes in PyTorch.
fn names_of_sizes(layer: &str) -> &'static [&'static str] {
    match layer {
        "Linear" => &["in_features", "out_features"],
        "Conv1d" | "Conv2d" | "Conv3d" | "ConvTranspose1d" | "ConvTranspose2d" | "ConvTranspose3d" => {
            &["in_channels", "out_channels"]
        }
        "Embedding" => &["num_embeddings", "embedding_dim"],
        "BatchNorm1d" | "BatchNorm2d" => &["num_features"],
        "GroupNorm" => &["num_groups", "num_channels"],
        _ => &[],
    }
}

fn named_sizes(random: &mut Random, of: &Text<'_>) -> Option<Change> {
    let layer = Layer::draw(random, of, |layer| {
        let names = names_of_sizes(&layer.name);
        !names.is_empty() && layer.arguments[names.len() - 1] != "_"
    })?;
    let names = names_of_sizes(&layer.name);
    // In Python, all arguments behind one with a name have one.
    let is_named = |first: usize| layer.arguments[first..names.len()].iter().all(|size| size != "_");
    let places: Vec<_> = (0..names.len()).filter(|&first| is_named(first)).collect();
    let first = *random.one_of(&places);
    let mut arguments = layer.arguments.clone();
    for (argument, name) in arguments[first..].iter_mut().zip(&names[first..]) {
        *argument = format!("{name} = {argument}");
    }
    let headline = format!("`{}` has no argument `{}`: sizes have no names", layer.name, names[first]);
    Some(layer.becomes(layer.with(&arguments), names[first], headline))
}

fn kernel_size(random: &mut Random, of: &Text<'_>) -> Option<Change> {
    let layer = Layer::draw(random, of, |layer| layer.text.contains("kernel = "))?;
    let headline = format!("`{}` has no argument `kernel_size`", layer.name);
    let text = layer.text.replace("kernel = ", "kernel_size = ");
    Some(Change::new(layer.start, layer.end(), text, "kernel_size", headline).meaning("kernel"))
}

/// A named argument of a layer, and its place among the arguments.
fn named<'a>(random: &mut Random, layer: &'a Layer) -> (usize, &'a str, &'a str) {
    let all = layer.arguments.iter().enumerate();
    let named: Vec<_> = all.filter_map(|(at, argument)| argument.split_once(" = ").map(|(a, b)| (at, a, b))).collect();
    *random.one_of(&named)
}

fn misspelt_argument(random: &mut Random, of: &Text<'_>) -> Option<Change> {
    let layer = Layer::draw(random, of, |layer| layer.text.contains(" = "))?;
    let (at, name, value) = named(random, &layer);
    let wrong = misspelt(random, name)?;
    let mut arguments = layer.arguments.clone();
    arguments[at] = format!("{wrong} = {value}");
    let headline = format!("`{}` has no argument `{wrong}`", layer.name);
    Some(Change::new(layer.start, layer.end(), layer.with(&arguments), &wrong, headline).meaning(name))
}

fn equals(random: &mut Random, of: &Text<'_>, sign: &str) -> Option<Change> {
    let layer = Layer::draw(random, of, |layer| layer.text.contains(" = "))?;
    let (at, name, value) = named(random, &layer);
    let mut arguments = layer.arguments.clone();
    arguments[at] = format!("{name}{sign}{value}");
    let text = layer.with(&arguments);
    let place = text.find(&arguments[at])? + name.len();
    Some(match sign {
        ": " => {
            let headline = format!("the value of `{name}` follows a `=`, not a `:`");
            layer.becomes(text, ":", headline).at(place)
        }
        _ => {
            let headline = format!("the value of `{name}` follows a single `=`");
            layer.becomes(text, "=", headline).at(place + 2)
        }
    })
}

/// A layer with at least two arguments, and the place of one of them that is not the first.
fn between(random: &mut Random, of: &Text<'_>) -> Option<(Layer, usize)> {
    let layer = Layer::draw(random, of, |layer| layer.arguments.len() > 1)?;
    let at = random.between(1, layer.arguments.len() - 1);
    Some((layer, at))
}

/// The type with other signs before an argument.
fn separated(layer: &Layer, at: usize, sign: &str) -> (String, usize) {
    let before = format!("{}<{}", layer.name, layer.arguments[..at].join(", "));
    (format!("{before}{sign}{}>", layer.arguments[at..].join(", ")), before.len())
}

fn second_comma(random: &mut Random, of: &Text<'_>) -> Option<Change> {
    let (layer, at) = between(random, of)?;
    let (text, place) = separated(&layer, at, ",, ");
    Some(layer.becomes(text, ",", "unexpected second `,`".into()).at(place + 1))
}

fn missing_comma(random: &mut Random, of: &Text<'_>) -> Option<Change> {
    let (layer, at) = between(random, of)?;
    let (text, place) = separated(&layer, at, " ");
    let word: String = layer.arguments[at].chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
    Some(layer.becomes(text, &word, "missing `,` before this argument".into()).at(place + 1))
}

fn semicolon(random: &mut Random, of: &Text<'_>) -> Option<Change> {
    let (layer, at) = between(random, of)?;
    let (text, place) = separated(&layer, at, "; ");
    Some(layer.becomes(text, ";", "arguments are separated by `,`, not by `;`".into()).at(place))
}

fn closed_twice(random: &mut Random, of: &Text<'_>) -> Option<Change> {
    let layer = Layer::any(random, of)?;
    let headline = format!("the `<` of `{}` is closed twice", layer.name);
    Some(layer.becomes(format!("{}>", layer.text), ">", headline).at_last())
}

fn misspelt_layer(random: &mut Random, of: &Text<'_>) -> Option<Change> {
    let layer = Layer::any(random, of)?;
    let wrong = misspelt(random, &layer.name)?;
    let headline = format!("`nn` has no layer `{wrong}`");
    let text = layer.text.replacen(&layer.name, &wrong, 1);
    let change = Change::new(layer.start, layer.end(), text, &wrong, headline);
    Some(change.meaning(&layer.name).with_note_of(&wrong))
}

fn other_case(random: &mut Random, of: &Text<'_>) -> Option<Change> {
    let layer = Layer::any(random, of)?;
    let wrong = if random.percent(50) { layer.name.to_lowercase() } else { layer.name.replace('d', "D") };
    if wrong == layer.name {
        return None;
    }
    let headline = format!("`nn` has no layer `{wrong}`");
    let text = layer.text.replacen(&layer.name, &wrong, 1);
    let change = Change::new(layer.start, layer.end(), text, &wrong, headline);
    Some(change.meaning(&layer.name).with_note_of(&wrong))
}

fn dense(random: &mut Random, of: &Text<'_>) -> Option<Change> {
    let layer = Layer::draw(random, of, |layer| layer.name == "Linear")?;
    let headline = "`nn` has no layer `Dense`: it is called `Linear`".to_string();
    let text = layer.text.replacen("Linear", "Dense", 1);
    Some(layer.becomes(text, "Dense", headline).with_note_of("Dense"))
}
