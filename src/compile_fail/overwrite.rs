//! Writing files of expected errors.

use super::Message;
use super::error::{Error, at};
use crate::atomic_file;
use std::io::{self, Write};
use std::path::Path;

/// Returns whether the variable `NN_COMPILE_FAIL` asks to write the files.
pub(super) fn is_requested() -> Result<bool, Error> {
    match std::env::var_os("NN_COMPILE_FAIL") {
        None => Ok(false),
        Some(value) if value.is_empty() => Ok(false),
        Some(value) if value == "overwrite" => Ok(true),
        Some(value) => Err(Error::Variable { value: value.to_string_lossy().into() }),
    }
}

/// Writes the errors of a program to its file of expected errors.
pub(super) fn write(path: &Path, errors: &[Message]) -> Result<(), Error> {
    let errors: Vec<_> = errors.iter().map(Message::golden).collect();
    atomic_file::write(path, errors.join("\n").as_bytes()).map_err(at(path))
}

/// Reports what was written, also if the test passes: libtest only captures what is printed by macros.
pub(super) fn report(written: &[String]) {
    let lines: String = written.iter().map(|line| format!("wrote {line}\n")).collect();
    let _ = io::stderr().write_all(lines.as_bytes());
}
