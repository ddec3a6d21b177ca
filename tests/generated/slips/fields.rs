//! Slips around the fields of a network: their separators, and what wraps a layer.

use super::{Change, Slip, Text};
use crate::architecture::Declared;
use crate::random::Random;

pub(super) const SLIPS: &[Slip] = &[
    Slip { name: "semicolon behind a layer", make: semicolon },
    Slip { name: "second comma behind a layer", make: second_comma },
    Slip { name: "missing comma behind a layer", make: missing_comma },
    Slip { name: "missing colon of a layer", make: missing_colon },
    Slip { name: "`=` of a layer", make: equals },
    Slip { name: "word before a layer", make: word },
    Slip { name: "layer in a `Box`", make: boxed },
    Slip { name: "layers in a `Vec`", make: listed },
    Slip { name: "optional layer", make: optional },
    Slip { name: "length of an array behind a comma", make: length },
    Slip { name: "activation as a layer", make: activation },
];

/// A layer in a text.
struct Field<'a> {
    declared: &'a Declared,
    /// Its first byte, that of its type and the byte behind that.
    start: usize,
    ty: usize,
    end: usize,
    /// Whether it is the last one.
    is_last: bool,
}

impl<'a> Field<'a> {
    fn draw(random: &mut Random, of: &Text<'a>) -> Option<Self> {
        let network = of.network(random);
        let index = random.below(network.layers.len().max(1));
        let declared = network.layers.get(index)?;
        let start = of.offset(declared.mark);
        let ty = start + declared.name.len() + 2;
        let end = start + of.text()[start..].find(",\n")?;
        Some(Field { declared, start, ty, end, is_last: index + 1 == network.layers.len() })
    }

    fn one(random: &mut Random, of: &Text<'a>) -> Option<Self> {
        Self::draw(random, of).filter(|field| field.declared.count.is_none())
    }

    fn name(&self) -> &'a str {
        &self.declared.name
    }

    /// The field with its type in this wrapper.
    fn wrapped(&self, wrapper: &str, headline: String) -> Change {
        let text = format!("{wrapper}<{}>", self.declared.kind.text());
        Change::new(self.ty, self.end, text, wrapper, headline)
    }
}

fn semicolon(random: &mut Random, of: &Text<'_>) -> Option<Change> {
    let field = Field::draw(random, of)?;
    let headline = "layers are separated by `,`, not by `;`";
    Some(Change::new(field.end, field.end + 1, ";", ";", headline))
}

fn second_comma(random: &mut Random, of: &Text<'_>) -> Option<Change> {
    let field = Field::draw(random, of)?;
    Some(Change::new(field.end, field.end + 1, ",,", ",", "unexpected second `,`").at_last())
}

fn missing_comma(random: &mut Random, of: &Text<'_>) -> Option<Change> {
    let field = Field::draw(random, of).filter(|field| !field.is_last)?;
    let headline = format!("missing `,` after layer `{}`", field.name());
    let text = &of.text()[field.start..field.end];
    Some(Change::new(field.start, field.end + 1, text, field.name(), headline))
}

fn missing_colon(random: &mut Random, of: &Text<'_>) -> Option<Change> {
    let field = Field::one(random, of)?;
    let headline = format!("a `:` is missing after layer `{}`", field.name());
    let text = field.declared.kind.text();
    let word = text.split('<').next()?.to_string();
    Some(
        Change::new(field.start, field.end, format!("{} {text}", field.name()), &word, headline)
            .at(field.name().len() + 1),
    )
}

fn equals(random: &mut Random, of: &Text<'_>) -> Option<Change> {
    let field = Field::draw(random, of)?;
    let headline = format!("the type of layer `{}` follows a `:`, not a `=`", field.name());
    Some(Change::new(field.ty - 2, field.ty, " = ", "=", headline))
}

fn word(random: &mut Random, of: &Text<'_>) -> Option<Change> {
    let field = Field::draw(random, of)?;
    let word = *random.one_of(&["let ", "self."]);
    let headline = "a layer is declared by its name alone";
    let change = Change::new(field.start, field.start, word, word.trim_end_matches([' ', '.']), headline);
    Some(change.fixed_by(format!("{}: ..", field.name())))
}

fn boxed(random: &mut Random, of: &Text<'_>) -> Option<Change> {
    let field = Field::one(random, of)?;
    let wrapper = *random.one_of(&["Box", "Rc", "Arc"]);
    let headline = format!("a network contains its layers themselves, without `{wrapper}`");
    Some(field.wrapped(wrapper, headline))
}

fn listed(random: &mut Random, of: &Text<'_>) -> Option<Change> {
    let field = Field::one(random, of)?;
    let headline = format!("`{}` is a `Vec`, but the number of layers must be known to the compiler", field.name());
    Some(field.wrapped("Vec", headline))
}

fn optional(random: &mut Random, of: &Text<'_>) -> Option<Change> {
    let field = Field::one(random, of)?;
    let headline = format!("layer `{}` cannot be optional: a network always has the same layers", field.name());
    Some(field.wrapped("Option", headline))
}

fn length(random: &mut Random, of: &Text<'_>) -> Option<Change> {
    let field = Field::draw(random, of)?;
    let count = field.declared.count?;
    let (text, headline) = (field.declared.kind.text(), "the length of an array follows a `;`");
    let change = Change::new(field.ty, field.end, format!("[{text}, {count}]"), ",", headline);
    let change = change.at(text.len() + 1);
    Some(if text.contains("dim![") { change } else { change.fixed_by(format!("[{text}; {count}]")) })
}

/// An operation in place of a layer.
fn activation(random: &mut Random, of: &Text<'_>) -> Option<Change> {
    let field = Field::one(random, of)?;
    let (name, method) = *random.one_of(&[
        ("ReLU", "relu"),
        ("GELU", "gelu"),
        ("SiLU", "silu"),
        ("Sigmoid", "sigmoid"),
        ("Tanh", "tanh"),
    ]);
    let headline = format!("`{name}` is not a layer, but an operation of `forward`");
    let mut change = Change::new(field.ty, field.end, name, name, headline).with_note_of(name);
    change.help = Some(format!("help: remove `{0}`, and write `.{method}()` in place of `.{0}()`", field.name()));
    Some(change)
}
