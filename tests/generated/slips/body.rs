//! Slips in the body of `forward`: calls as other frameworks write them, and statements of other languages.

use super::{Change, Slip, Text, misspelt};
use crate::architecture::{Call, Expression, Form, Let, Network, Turbofish};
use crate::random::Random;

pub(super) const SLIPS: &[Slip] = &[
    Slip { name: "operation with the name of a module", make: of_module_name },
    Slip { name: "misspelt call", make: misspelt_call },
    Slip { name: "layer called on `self`", make: on_self },
    Slip { name: "operation of a module", make: of_module },
    Slip { name: "missing turbofish", make: no_turbofish },
    Slip { name: "call without parentheses", make: not_called },
    Slip { name: "two dots", make: two_dots },
    Slip { name: "`?` behind a call", make: question_mark },
    Slip { name: "another operator", make: operator },
    Slip { name: "second comma between values", make: second_comma },
    Slip { name: "`return`", make: returned },
    Slip { name: "`;` behind the result", make: semicolon },
    Slip { name: "`mut`", make: mutable },
    Slip { name: "`:=`", make: walrus },
    Slip { name: "missing `=`", make: no_equals },
    Slip { name: "missing `;`", make: no_semicolon },
    Slip { name: "comment of Python", make: comment },
];

/// The calls of a network that satisfy a condition.
fn calls(network: &Network, is_one: impl Fn(&Call) -> bool) -> Vec<&Call> {
    let mut calls = Vec::new();
    network.expressions().for_each(|expression| {
        expression.for_each(&mut |expression| match expression {
            Expression::Call(call) if is_one(call) => calls.push(call),
            _ => {}
        });
    });
    calls
}

/// Draws a call that satisfies a condition: its first byte, and the call.
fn call<'a>(random: &mut Random, of: &Text<'a>, is_one: impl Fn(&Network, &Call) -> bool) -> Option<(usize, &'a Call)> {
    let network = of.network(random);
    let calls = calls(network, |call| is_one(network, call));
    let call = *calls.get(random.below(calls.len().max(1)))?;
    Some((of.offset(call.mark), call))
}

fn is_method(call: &Call) -> bool {
    call.form == Form::Method && call.values.len() == 1
}

/// The value that a method is called on, if it is a name.
fn receiver(call: &Call) -> Option<&str> {
    match &call.values[..] {
        [Expression::Value(name)] if is_method(call) => Some(name),
        _ => None,
    }
}

/// Operations, and the names of their modules in PyTorch.
const MODULES: &[(&str, &str)] = &[
    ("relu", "ReLU"),
    ("selu", "SELU"),
    ("gelu", "GELU"),
    ("silu", "SiLU"),
    ("mish", "Mish"),
    ("sigmoid", "Sigmoid"),
    ("tanh", "Tanh"),
    ("softmax", "Softmax"),
    ("log_softmax", "LogSoftmax"),
    ("flatten", "Flatten"),
    ("hard_swish", "Hardswish"),
    ("hard_sigmoid", "Hardsigmoid"),
];

/// The name in PyTorch of an operation without arguments.
fn module_of(call: &Call) -> Option<&'static str> {
    let (_, name) = MODULES.iter().find(|(method, _)| *method == call.name)?;
    (call.turbofish == Turbofish::Nothing && call.values.len() == 1).then_some(name)
}

fn of_module_name(random: &mut Random, of: &Text<'_>) -> Option<Change> {
    let (start, call) = call(random, of, |_, call| is_method(call) && module_of(call).is_some())?;
    let name = module_of(call)?;
    let headline = format!("there is no layer or operation `{name}`");
    Some(Change::new(start, start + call.name.len(), name, name, headline).fixed_by(format!(".{}()", call.name)))
}

fn misspelt_call(random: &mut Random, of: &Text<'_>) -> Option<Change> {
    let (start, call) = call(random, of, |_, call| call.name.len() > 3)?;
    let wrong = misspelt(random, &call.name)?;
    let headline = format!("there is no layer or operation `{wrong}`");
    Some(Change::new(start, start + call.name.len(), wrong.clone(), &wrong, headline))
}

/// Writes `x.name()` as `before.name(x)`.
fn called_on(of: &Text<'_>, (start, call): (usize, &Call), before: &str) -> Option<Change> {
    let (input, name) = (receiver(call)?, &call.name);
    let (first, end) = (start - input.len() - 1, start + name.len() + "()".len());
    let written = &of.text()[first..end];
    assert_eq!(written, format!("{input}.{name}()"));
    let headline = format!("a layer is called on its input, not on `{before}`");
    Some(Change::new(first, end, format!("{before}.{name}({input})"), before, headline))
}

fn on_self(random: &mut Random, of: &Text<'_>) -> Option<Change> {
    let of_layer = |network: &Network, call: &Call| network.layer(&call.name).is_some() && receiver(call).is_some();
    called_on(of, call(random, of, of_layer)?, "self")
}

fn of_module(random: &mut Random, of: &Text<'_>) -> Option<Change> {
    let is_operation = |_: &Network, call: &Call| module_of(call).is_some() && receiver(call).is_some();
    let module = *random.one_of(&["F", "torch"]);
    called_on(of, call(random, of, is_operation)?, module)
}

fn no_turbofish(random: &mut Random, of: &Text<'_>) -> Option<Change> {
    let (start, call) = call(random, of, |_, call| call.turbofish != Turbofish::Nothing)?;
    let end = start + call.name.len();
    if !of.text()[end..].starts_with("::<") {
        return None;
    }
    let headline = format!("the arguments of `{}` follow `::`", call.name);
    Some(Change::new(start, end + 2, call.name.clone(), &call.name, headline))
}

fn not_called(random: &mut Random, of: &Text<'_>) -> Option<Change> {
    let (start, call) = call(random, of, |_, call| is_method(call) && call.turbofish == Turbofish::Nothing)?;
    let end = start + call.name.len();
    let headline = format!("`{}` is not called", call.name);
    Some(Change::new(start, end + 2, call.name.clone(), &call.name, headline))
}

fn two_dots(random: &mut Random, of: &Text<'_>) -> Option<Change> {
    let (start, _) = call(random, of, |_, call| receiver(call).is_some() && call.turbofish == Turbofish::Nothing)?;
    Some(Change::new(start - 1, start, "..", ".", "a layer is called with a single `.`"))
}

fn question_mark(random: &mut Random, of: &Text<'_>) -> Option<Change> {
    let (start, call) = call(random, of, |_, call| is_method(call) && call.turbofish == Turbofish::Nothing)?;
    let end = start + call.name.len() + 2;
    Some(Change::new(end, end, "?", "?", "a call in `forward` cannot fail"))
}

fn operator(random: &mut Random, of: &Text<'_>) -> Option<Change> {
    let network = of.network(random);
    let mut signs = Vec::new();
    network.expressions().for_each(|expression| {
        expression.for_each(&mut |expression| {
            if let Expression::Pair(.., mark) = expression {
                signs.push(*mark);
            }
        });
    });
    let start = of.offset(*signs.get(random.below(signs.len().max(1)))?);
    let sign = *random.one_of(&["%", "&", "|", "^"]);
    Some(Change::new(start, start + 1, sign, sign, format!("`forward` has no operator `{sign}`")))
}

fn second_comma(random: &mut Random, of: &Text<'_>) -> Option<Change> {
    let (start, call) = call(random, of, |_, call| call.form == Form::Function && call.values.len() > 1)?;
    let [Expression::Value(_), ..] = &call.values[..] else { return None };
    let comma = start + of.text()[start..].find('(')?;
    let comma = comma + of.text()[comma..].find(',')?;
    Some(Change::new(comma, comma + 1, ",,", ",", "unexpected second `,`").at_last())
}

/// The first byte of the result of `forward`, and the byte behind it.
fn result(of: &Text<'_>, network: &Network) -> Option<(usize, usize)> {
    let start = of.start_of(network);
    let end = start + of.text()[start..].find("\n    }\n}\n")?;
    let start = of.text()[..end].rfind('\n')? + 1;
    Some((start + of.text()[start..].len() - of.text()[start..].trim_start().len(), end))
}

const RETURNED: &str = "the result of `forward` is its final expression, without `return`";

fn returned(random: &mut Random, of: &Text<'_>) -> Option<Change> {
    let (start, end) = result(of, of.network(random))?;
    let mut change = Change::new(start, start, "return ", "return", RETURNED);
    if random.percent(50) {
        change.more.push((end, end, ";".into()));
    }
    Some(change)
}

fn semicolon(random: &mut Random, of: &Text<'_>) -> Option<Change> {
    let (_, end) = result(of, of.network(random))?;
    Some(Change::new(end, end, ";", ";", "a `;` follows the result of `forward`"))
}

/// Draws a `let` of one name: the first byte behind `let `, and the statement.
fn binding<'a>(random: &mut Random, of: &Text<'a>) -> Option<(usize, &'a Let)> {
    let network = of.network(random);
    let statement = network.lets.get(random.below(network.lets.len().max(1)))?;
    let [name] = &statement.names[..] else { return None };
    let next = if statement.annotation.is_some() { ":" } else { " =" };
    let (start, _) = of.find(network, &format!("        let {name}{next}"))?;
    Some((start + "        let ".len(), statement))
}

fn mutable(random: &mut Random, of: &Text<'_>) -> Option<Change> {
    let (start, _) = binding(random, of)?;
    Some(Change::new(start, start, "mut ", "mut", "values are immutable"))
}

fn walrus(random: &mut Random, of: &Text<'_>) -> Option<Change> {
    let (start, statement) = binding(random, of).filter(|(_, statement)| statement.annotation.is_none())?;
    let name = &statement.names[0];
    let (first, end) = (start - "let ".len(), start + name.len() + " = ".len());
    Some(Change::new(first, end, format!("{name} := "), ":", "a value is declared by `let`, not by `:=`"))
}

fn no_equals(random: &mut Random, of: &Text<'_>) -> Option<Change> {
    let (start, statement) = binding(random, of).filter(|(_, statement)| statement.annotation.is_none())?;
    let name = &statement.names[0];
    let end = start + name.len() + " = ".len();
    let word: String = of.text()[end..].chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
    if word.is_empty() || word == *name {
        return None;
    }
    let headline = format!("a `=` is missing after `{name}`");
    Some(Change::new(start, end + word.len(), format!("{name} {word}"), &word, headline).at(name.len() + 1))
}

fn no_semicolon(random: &mut Random, of: &Text<'_>) -> Option<Change> {
    let (start, _) = binding(random, of)?;
    let end = start + of.text()[start..].find(";\n")?;
    let next = of.text()[end + 1..].trim_start();
    let word: String = next.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
    if word.is_empty() {
        return None;
    }
    let behind = of.text().len() - next.len() + word.len();
    let headline = format!("a `;` is missing before `{word}`");
    Some(Change::new(end, behind, format!("\n        {word}"), &word, headline))
}

fn comment(random: &mut Random, of: &Text<'_>) -> Option<Change> {
    let (start, _) = result(of, of.network(random))?;
    Some(Change::new(start, start, "# the output;\n        ", "#", "`#` does not start a comment"))
}
