//! A visitor that serialises a state to the bytes of a file.

use crate::files::{Content, FileError, dtype, to_little_endian};
use nn_core::{FloatsMut, Setting, State, Visitor};
use std::fmt;
use std::path::Path;

/// Serialises a state; errors name `path` as the file.
pub(super) fn to_bytes(state: &mut dyn State, path: &Path) -> Result<Vec<u8>, FileError> {
    let mut writer = Writer { content: Content::default(), prefix: String::new() };
    state.visit(&mut writer);
    match writer.content.twice() {
        Some(name) => Err(FileError::DuplicateValue { path: path.into(), name: name.into() }),
        None => Ok(writer.content.into_bytes()),
    }
}

struct Writer {
    content: Content,
    /// The names of the enclosing parts, each followed by a dot.
    prefix: String,
}

impl Writer {
    fn text(&mut self, name: &str, value: impl fmt::Display) {
        self.content.metadata(format!("{}{name}", self.prefix), value.to_string());
    }
}

impl Visitor for Writer {
    fn integer(&mut self, name: &str, value: &mut u64) {
        self.text(name, value);
    }

    fn float(&mut self, name: &str, value: &mut f64) {
        self.text(name, format_args!("{:016x}", value.to_bits()));
    }

    fn flag(&mut self, name: &str, value: &mut bool) {
        self.text(name, value);
    }

    fn bytes(&mut self, name: &str, value: &mut Vec<u8>) {
        self.content.tensor(format!("{}{name}", self.prefix), "U8", &[value.len()], value.clone());
    }

    fn tensor(&mut self, name: fmt::Arguments<'_>, dims: &[usize], elements: FloatsMut<'_>) {
        let (dtype, bytes) = match elements {
            FloatsMut::F32(elements) => (dtype::<f32>(), to_little_endian(elements)),
            FloatsMut::F64(elements) => (dtype::<f64>(), to_little_endian(elements)),
        };
        self.content.tensor(format!("{}{name}", self.prefix), dtype, dims, bytes);
    }

    fn must_match(&mut self, name: &str, text: fmt::Arguments<'_>) {
        self.text(name, text);
    }

    fn setting(&mut self, name: &str, setting: Setting<'_>) {
        match setting {
            Setting::Integer(value) => self.integer(name, value),
            Setting::Float(value) => self.float(name, value),
            Setting::Flag(value) => self.flag(name, value),
            Setting::Text(text) => self.text(name, text),
            Setting::Fixed(text) => self.text(name, text),
        }
    }

    fn part(&mut self, name: &str, part: &mut dyn State) {
        let length = self.prefix.len();
        self.prefix += name;
        self.prefix.push('.');
        part.visit(self);
        self.prefix.truncate(length);
    }
}
