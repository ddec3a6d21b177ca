//! Settings that differ between a program and the checkpoint it resumes from: state comes from the checkpoint, settings from the
//! program.

use crate::excerpt::Excerpt;
use nn_core::{FloatsMut, Setting, State, Visitor};
use std::fmt;

/// A setting that differs between the program and the checkpoint that its run was resumed from.
///
/// [`Trainer::changed_settings`](crate::train::Trainer::changed_settings) returns those of a run; each is also printed as a line:
///
/// ```text
/// learning rate: 0.01 in the checkpoint, 0.5 in this program: 0.5 is used
/// ```
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct SettingChange {
    /// The name, such as `learning rate` or `optimizer.beta1`.
    pub name: String,
    /// The value in the checkpoint.
    pub saved: String,
    /// The value in the program.
    pub program: String,
    /// What is used: the value of the program, with its consequences.
    pub used: String,
}

impl SettingChange {
    pub(super) fn new(name: impl Into<String>, saved: String, program: String) -> Self {
        let used = if program.len() <= SHORT {
            format!("{program} is used")
        } else {
            "the value of this program is used".into()
        };
        Self { name: name.into(), saved, program, used }
    }
}

/// The maximum length of a value that is shown in full, in bytes.
const SHORT: usize = 60;

/// Returns two different values, each from shortly before the first difference if one is long.
fn difference<'a>(a: &'a str, b: &'a str) -> [(&'static str, &'a str); 2] {
    if a.len().max(b.len()) <= SHORT {
        return [("", a), ("", b)];
    }
    let same =
        a.char_indices().zip(b.chars()).find(|((_, a), b)| a != b).map_or(a.len().min(b.len()), |((at, _), _)| at);
    // The prefix is the same in both, so that a character boundary of one is a boundary of the other.
    let start = a[..same].char_indices().rev().nth(SHORT / 3).map_or(0, |(at, _)| at);
    let dots = if start > 0 { ".." } else { "" };
    [(dots, &a[start..]), (dots, &b[start..])]
}

impl fmt::Display for SettingChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, saved, program, used } = self;
        let [saved, program] = difference(saved, program).map(|(dots, text)| format!("{dots}{}", Excerpt(text)));
        write!(f, "{name}: {saved} in the checkpoint, {program} in this program: {used}")
    }
}

/// Wraps a state so that its settings keep their values when it is loaded; those that differ are recorded in `changes`.
pub(super) struct KeepSettings<'a> {
    pub(super) state: &'a mut dyn State,
    /// The names of the enclosing parts, each followed by a dot.
    pub(super) prefix: String,
    pub(super) changes: &'a mut Vec<SettingChange>,
}

impl State for KeepSettings<'_> {
    fn visit(&mut self, inner: &mut dyn Visitor) {
        if self.prefix.is_empty() {
            // The state may be visited several times; the last visit determines the changes.
            self.changes.clear();
        }
        self.state.visit(&mut Keeper { inner, prefix: &self.prefix, changes: self.changes });
    }
}

/// Forwards a state to another visitor, with copies of its settings.
struct Keeper<'a> {
    inner: &'a mut dyn Visitor,
    prefix: &'a str,
    changes: &'a mut Vec<SettingChange>,
}

impl Keeper<'_> {
    /// Passes a copy of a setting to the inner visitor, and records whether it was changed.
    fn keep<V: Clone + PartialEq>(&mut self, name: &str, value: &V, show: fn(&V) -> String, hand_on: HandOn<V>) {
        let mut saved = value.clone();
        hand_on(self.inner, name, &mut saved);
        if saved != *value {
            let name = format!("{}{name}", self.prefix);
            self.changes.push(SettingChange::new(name, show(&saved), show(value)));
        }
    }
}

type HandOn<V> = fn(&mut dyn Visitor, &str, &mut V);

impl Visitor for Keeper<'_> {
    fn integer(&mut self, name: &str, value: &mut u64) {
        self.inner.integer(name, value);
    }

    fn float(&mut self, name: &str, value: &mut f64) {
        self.inner.float(name, value);
    }

    fn flag(&mut self, name: &str, value: &mut bool) {
        self.inner.flag(name, value);
    }

    fn bytes(&mut self, name: &str, value: &mut Vec<u8>) {
        self.inner.bytes(name, value);
    }

    fn tensor(&mut self, name: fmt::Arguments<'_>, dims: &[usize], elements: FloatsMut<'_>) {
        self.inner.tensor(name, dims, elements);
    }

    fn must_match(&mut self, name: &str, text: fmt::Arguments<'_>) {
        self.inner.must_match(name, text);
    }

    fn setting(&mut self, name: &str, setting: Setting<'_>) {
        match setting {
            Setting::Integer(value) => {
                self.keep(name, value, u64::to_string, |inner, name, value| {
                    inner.setting(name, Setting::Integer(value));
                });
            }
            // Compared by its bits, so that NaN equals itself.
            Setting::Float(value) => self.keep(
                name,
                &value.to_bits(),
                |&bits| format!("{:?}", f64::from_bits(bits)),
                |inner, name, bits| {
                    let mut value = f64::from_bits(*bits);
                    inner.setting(name, Setting::Float(&mut value));
                    *bits = value.to_bits();
                },
            ),
            Setting::Flag(value) => self.keep(name, value, bool::to_string, |inner, name, value| {
                inner.setting(name, Setting::Flag(value));
            }),
            Setting::Text(text) => self.keep(name, text, String::clone, show_text),
            Setting::Fixed(text) => self.keep(name, &text.to_string(), String::clone, show_text),
        }
    }

    fn part(&mut self, name: &str, state: &mut dyn State) {
        let prefix = format!("{}{name}.", self.prefix);
        self.inner.part(name, &mut KeepSettings { state, prefix, changes: self.changes });
    }
}

fn show_text(inner: &mut dyn Visitor, name: &str, text: &mut String) {
    inner.setting(name, Setting::Text(text));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_values_are_shown_from_first_difference() {
        let weights = |last: &str| format!("CrossEntropy {{ weights: [{}{last}] }}", "1.0, ".repeat(30));
        let change = SettingChange::new("loss", weights("2.0"), weights("é\u{1b}"));
        let expected = "loss: .. 1.0, 1.0, 1.0, 1.0, 2.0] } in the checkpoint, .. 1.0, 1.0, 1.0, 1.0, é\\u{1b}] } in this program: \
                        the value of this program is used";
        assert_eq!(change.to_string(), expected);
        let change = SettingChange::new("loss", "x".repeat(1 << 20), String::new()).to_string();
        assert!(change.len() < 300, "{change}");
    }

    /// A visitor that sets every setting to another value.
    struct Other;

    impl Visitor for Other {
        fn integer(&mut self, _: &str, value: &mut u64) {
            *value += 1;
        }
        fn float(&mut self, _: &str, value: &mut f64) {
            *value = f64::NAN;
        }
        fn flag(&mut self, _: &str, value: &mut bool) {
            *value = !*value;
        }
        fn bytes(&mut self, _: &str, value: &mut Vec<u8>) {
            value.push(b'!');
        }
        fn tensor(&mut self, _: fmt::Arguments<'_>, _: &[usize], _: FloatsMut<'_>) {}
        fn must_match(&mut self, _: &str, _: fmt::Arguments<'_>) {}
        fn part(&mut self, _: &str, part: &mut dyn State) {
            part.visit(self);
        }
    }

    struct Mixed {
        state: f64,
        rate: f64,
        count: u64,
        flag: bool,
        text: String,
    }

    impl State for Mixed {
        fn visit(&mut self, values: &mut dyn Visitor) {
            values.float("state", &mut self.state);
            values.setting("rate", Setting::Float(&mut self.rate));
            values.setting("count", Setting::Integer(&mut self.count));
            values.setting("flag", Setting::Flag(&mut self.flag));
            values.setting("text", Setting::Text(&mut self.text));
            values.setting("names", Setting::Fixed(format_args!("[]")));
        }
    }

    #[test]
    fn loading_keeps_settings_and_restores_state() {
        let mut mixed = Mixed { state: 1.0, rate: 0.5, count: 3, flag: true, text: "a".into() };
        let mut changes = Vec::new();
        Keeper { inner: &mut Other, prefix: "", changes: &mut changes }.part("part", &mut mixed);
        assert!(mixed.state.is_nan());
        assert_eq!((mixed.rate, mixed.count, mixed.flag, mixed.text.as_str()), (0.5, 3, true, "a"));
        let texts: Vec<String> = changes.iter().map(SettingChange::to_string).collect();
        let expected = [
            "part.rate: NaN in the checkpoint, 0.5 in this program: 0.5 is used",
            "part.count: 4 in the checkpoint, 3 in this program: 3 is used",
            "part.flag: false in the checkpoint, true in this program: true is used",
            "part.text: a! in the checkpoint, a in this program: a is used",
            "part.names: []! in the checkpoint, [] in this program: [] is used",
        ];
        assert_eq!(texts, expected);
    }
}
