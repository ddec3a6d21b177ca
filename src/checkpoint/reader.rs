//! A visitor that sets a state from a file.

use crate::files::{FileError, SafeTensors, dtype, find, first_version, from_little_endian};
use nn_core::{FloatsMut, Setting, State, Visitor};
use std::fmt;
use std::io::{Read, Seek};

/// Sets every value that a state visits, up to the first that is missing or does not match.
pub(super) fn set<R: Read + Seek>(state: &mut dyn State, file: &mut SafeTensors<R>) -> Result<(), FileError> {
    let mut reader = Reader { file, prefix: String::new(), result: Ok(()) };
    state.visit(&mut reader);
    reader.result
}

struct Reader<'a, R> {
    file: &'a mut SafeTensors<R>,
    /// The names of the enclosing parts, each followed by a dot.
    prefix: String,
    /// The first error, after which no value is set.
    result: Result<(), FileError>,
}

impl<R: Read + Seek> Reader<'_, R> {
    /// Returns the parsed text of a value, or sets the error that names it and what was `expected`.
    fn text<V>(&mut self, name: &str, expected: &str, parse: impl Fn(&str) -> Option<V>) -> Option<V> {
        if self.result.is_err() {
            return None;
        }
        let name = format!("{}{name}", self.prefix);
        let found = self.file.metadata(&name);
        let value = found.and_then(parse);
        if value.is_none() {
            let found = found.map_or("nothing".into(), |found| format!("`{found}`"));
            self.result = Err(self.wrong(name, found, expected));
        }
        value
    }

    fn wrong(&self, name: String, found: String, expected: &str) -> FileError {
        FileError::Value { path: self.file.path().into(), name, expected: expected.into(), found }
    }

    fn elements<T: nn_core::Float>(&mut self, name: &str, dims: &[usize], elements: &mut [T]) {
        let found = find(self.file, name, dims, dtype::<T>(), "").map(|index| self.file.entries()[index].clone());
        let read = found.and_then(|entry| self.file.read(&entry));
        match read {
            Ok(bytes) => from_little_endian(&bytes, T::floats_mut(elements)),
            Err(error) => self.result = Err(error),
        }
    }
}

impl<R: Read + Seek> Visitor for Reader<'_, R> {
    fn integer(&mut self, name: &str, value: &mut u64) {
        if let Some(read) = self.text(name, "an integer", |text| text.parse().ok()) {
            *value = read;
        }
    }

    fn float(&mut self, name: &str, value: &mut f64) {
        let bits = |text: &str| u64::from_str_radix(text, 16).ok().filter(|_| text.len() == 16);
        if let Some(read) = self.text(name, "the 16 hexadecimal digits of a number", bits) {
            *value = f64::from_bits(read);
        }
    }

    fn flag(&mut self, name: &str, value: &mut bool) {
        if let Some(read) = self.text(name, "true or false", |text| text.parse().ok()) {
            *value = read;
        }
    }

    fn bytes(&mut self, name: &str, value: &mut Vec<u8>) {
        if self.result.is_err() {
            return;
        }
        let name = format!("{}{name}", self.prefix);
        let entry = self.file.entry(&name).filter(|entry| entry.dtype == "U8").cloned();
        let entry = entry.ok_or_else(|| self.wrong(name, "nothing".into(), "bytes"));
        match entry.and_then(|entry| self.file.read(&entry)) {
            Ok(bytes) => *value = bytes,
            Err(error) => self.result = Err(error),
        }
    }

    fn tensor(&mut self, name: fmt::Arguments<'_>, dims: &[usize], elements: FloatsMut<'_>) {
        if self.result.is_err() {
            return;
        }
        let name = format!("{}{name}", self.prefix);
        match elements {
            FloatsMut::F32(elements) => self.elements(&name, dims, elements),
            FloatsMut::F64(elements) => self.elements(&name, dims, elements),
        }
    }

    fn must_match(&mut self, name: &str, text: fmt::Arguments<'_>) {
        let expected = text.to_string();
        let found = self.text(name, &format!("`{expected}`, as in this program"), |found| Some(found.to_string()));
        if let Some(found) = found.filter(|found| *found != expected) {
            let (path, name) = (self.file.path(), format!("{}{name}", self.prefix));
            let help = "start a new run, or resume with that release";
            let first = if name.ends_with("architecture") { first_version(path, &found, help) } else { None };
            self.result = Err(first.unwrap_or_else(|| FileError::Differs { path: path.into(), name, expected, found }));
        }
    }

    fn setting(&mut self, name: &str, setting: Setting<'_>) {
        // The file was written by a version without this setting: keep the value of the program.
        if self.file.metadata(&format!("{}{name}", self.prefix)).is_none() {
            return;
        }
        match setting {
            Setting::Integer(value) => self.integer(name, value),
            Setting::Float(value) => self.float(name, value),
            Setting::Flag(value) => self.flag(name, value),
            Setting::Text(value) => {
                if let Some(text) = self.text(name, "a string", |text| Some(text.to_string())) {
                    *value = text;
                }
            }
            Setting::Fixed(text) => self.must_match(name, text),
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
