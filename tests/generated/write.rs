//! The Rust source of a module, and the positions of its marks.

use crate::architecture::{Expression, Form, Mark, Module, Network, Pairwise, Size, TensorType, Turbofish};
use crate::predict::Complaint;
use std::collections::HashMap;
use std::fmt::Write;

/// A text and its marks.
pub(crate) struct Written {
    pub(crate) text: String,
    marks: HashMap<Mark, Place>,
}

/// A word of a text; lines and columns are counted from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) word: String,
    pub(crate) line: usize,
    pub(crate) column: usize,
}

/// The expected message, with lines counted from the first one of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Expected {
    /// The first line of the message.
    pub(crate) headline: String,
    /// The names of layers, and the lines in which they are called.
    pub(crate) calls: Vec<(String, usize)>,
    pub(crate) place: Place,
    /// The second line, if the whole of it is predicted; it is a help in any case.
    pub(crate) help: Option<String>,
    /// A note about a name, behind the help.
    pub(crate) note_of_name: Option<String>,
}

/// Writes a module as the content of a file.
pub(crate) fn module(module: &Module) -> Written {
    let mut writer = Writer { written: Written { text: String::new(), marks: HashMap::new() }, line: 1, column: 1 };
    writer.line("use nn::prelude::*;");
    for alias in &module.aliases {
        writer.line(&format!("type {} = dim![{}];", alias.name, alias.value));
    }
    for network in &module.networks {
        writer.network(network);
    }
    writer.written
}

/// The type of the network that a program uses, which is the last one.
pub(crate) fn instance(module: &Module) -> String {
    let network = module.networks.last().expect("a module has a network");
    let arguments: Vec<_> = module.arguments.iter().map(|size| format!("dim![{size}]")).collect();
    match network.parameters.is_empty() {
        true => network.name.clone(),
        false => format!("{}<{}>", network.name, arguments.join(", ")),
    }
}

impl Written {
    /// The place of a mark.
    pub(crate) fn place(&self, mark: Mark) -> &Place {
        &self.marks[&mark]
    }

    /// The message about a mistake, with the positions in this text.
    pub(crate) fn expected(&self, complaint: &Complaint) -> Expected {
        let place = self.marks[&complaint.mark].clone();
        let mut calls: Vec<(String, usize)> = Vec::new();
        for (name, mark) in &complaint.calls {
            let call = (name.clone(), self.marks[mark].line);
            if call.1 != place.line && !calls.contains(&call) {
                calls.push(call);
            }
        }
        Expected { headline: complaint.headline.clone(), calls, place, help: None, note_of_name: None }
    }
}

impl Expected {
    /// The last line of the message, for a text that starts at this line of its file: the lines of calls, if the message contains
    /// any.
    pub(crate) fn note(&self, first: usize) -> Option<String> {
        let call = |(name, line): &(String, usize)| format!("`{name}` is called on line {}", line + first - 1);
        let calls: Vec<_> = self.calls.iter().map(call).collect();
        (!calls.is_empty()).then(|| format!("note: {}", calls.join(", ")))
    }
}

struct Writer {
    written: Written,
    line: usize,
    column: usize,
}

impl Writer {
    fn text(&mut self, text: &str) {
        self.written.text.push_str(text);
        for c in text.chars() {
            match c {
                '\n' => (self.line, self.column) = (self.line + 1, 1),
                _ => self.column += 1,
            }
        }
    }

    fn line(&mut self, text: &str) {
        self.text(text);
        self.text("\n");
    }

    fn marked(&mut self, word: &str, mark: Mark) {
        let place = Place { word: word.into(), line: self.line, column: self.column };
        assert!(self.written.marks.insert(mark, place).is_none(), "each mark is written once");
        self.text(word);
    }

    fn network(&mut self, network: &Network) {
        let parameters: Vec<_> = network.parameters.iter().map(|parameter| format!("{parameter}: Dim")).collect();
        let parameters = if parameters.is_empty() { String::new() } else { format!("<{}>", parameters.join(", ")) };
        self.line("network! {");
        self.line("    #[dtype(f64)]");
        self.line(&format!("    pub struct {}{parameters} {{", network.name));
        for layer in &network.layers {
            self.text("        ");
            self.marked(&layer.name, layer.mark);
            self.text(if layer.count.is_some() { ": [" } else { ": " });
            let kind = layer.kind.text();
            match layer.kind.groups_word() {
                Some((at, word)) => {
                    self.text(&kind[..at]);
                    self.marked(&word, layer.groups);
                    self.text(&kind[at + word.len()..]);
                }
                None => self.text(&kind),
            }
            self.line(&layer.count.map_or(",".into(), |count| format!("; {count}],")));
        }
        self.line("    }");
        self.text("    fn forward(");
        for (index, input) in network.inputs.iter().enumerate() {
            let comma = if index > 0 { ", " } else { "" };
            self.text(&format!("{comma}{}: ", input.name));
            self.marked("Tensor", input.ty.mark);
            let below = input.below.iter().map(|below| format!("Class<{below}>"));
            let all: Vec<_> = input.ty.sizes.iter().map(Size::to_string).chain(below).collect();
            self.text(&format!("<{}>", all.join(", ")));
        }
        self.text(") -> ");
        self.list(&network.outputs, |writer, output| writer.tensor(output));
        self.line(" {");
        for statement in &network.lets {
            let names = statement.names.join(", ");
            let names = if statement.names.len() > 1 { format!("({names})") } else { names };
            self.text(&format!("        let {names}"));
            if let Some(ty) = &statement.annotation {
                self.text(": ");
                self.tensor(ty);
            }
            self.text(" = ");
            self.expression(&statement.value);
            self.line(";");
        }
        self.text("        ");
        self.list(&network.result, |writer, value| writer.expression(value));
        self.line("\n    }\n}");
    }

    /// One thing as it is, several in parentheses.
    fn list<T>(&mut self, things: &[T], write: impl Fn(&mut Self, &T)) {
        if let [one] = things {
            return write(self, one);
        }
        self.text("(");
        for (index, thing) in things.iter().enumerate() {
            self.text(if index > 0 { ", " } else { "" });
            write(self, thing);
        }
        self.text(")");
    }

    fn tensor(&mut self, ty: &TensorType) {
        self.marked("Tensor", ty.mark);
        self.text(&format!("<{}>", sizes(&ty.sizes)));
    }

    fn expression(&mut self, expression: &Expression) {
        match expression {
            Expression::Value(name) => self.text(name),
            Expression::Pair(pairwise, left, right, mark) => {
                // Products come before sums.
                match pairwise {
                    Pairwise::Sum | Pairwise::Difference => self.expression(left),
                    Pairwise::Product => self.operand(left),
                }
                self.text(" ");
                self.marked(pairwise.sign(), *mark);
                self.text(" ");
                self.operand(right);
            }
            Expression::Call(call) => {
                let mut values = &call.values[..];
                if call.form == Form::Method {
                    self.operand(&values[0]);
                    self.text(".");
                    values = &values[1..];
                }
                self.marked(&call.name, call.mark);
                match &call.turbofish {
                    Turbofish::Nothing => {}
                    Turbofish::Sizes(written) => self.text(&format!("::<{}>", sizes(written))),
                    Turbofish::Axis(axis) => self.text(&format!("::<{axis}>")),
                    Turbofish::Numbers(numbers) => {
                        let numbers: Vec<_> = numbers.iter().map(u64::to_string).collect();
                        self.text(&format!("::<{}>", numbers.join(", ")));
                    }
                    Turbofish::Split(size, 0) => self.text(&format!("::<{size}>")),
                    Turbofish::Split(size, axis) => self.text(&format!("::<{size}, {axis}>")),
                    Turbofish::Window(window) => self.text(&format!("::<{}>", window.of_pool())),
                    Turbofish::Spatial(spatial) => self.text(&format!("::<{}>", spatial.text)),
                    Turbofish::Number(number) => self.text(&format!("::<{number}>")),
                    Turbofish::Along(_, _, text) => self.text(&format!("::<{text}>")),
                }
                self.text("(");
                for (index, value) in values.iter().enumerate() {
                    self.text(if index > 0 { ", " } else { "" });
                    self.expression(value);
                }
                self.text(")");
            }
        }
    }

    /// Writes an expression on which a method is called, or that is the right operand of `+` or an operand of `*`.
    fn operand(&mut self, expression: &Expression) {
        if matches!(expression, Expression::Pair(..)) {
            self.text("(");
            self.expression(expression);
            self.text(")");
        } else {
            self.expression(expression);
        }
    }
}

fn sizes(sizes: &[Size]) -> String {
    let mut text = String::new();
    for (index, size) in sizes.iter().enumerate() {
        let comma = if index > 0 { ", " } else { "" };
        write!(text, "{comma}{size}").expect("a string can be extended");
    }
    text
}
