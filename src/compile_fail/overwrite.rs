//! Writing files of expected errors.

use super::Message;
use super::error::{Error, at};
use crate::atomic_file;
use crate::excerpt::Excerpt;
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

/// The codes of errors whose text may be that of `nn`: a failed evaluation, a trait that is not implemented, and mismatched types.
/// Errors of macros have no code.
const CODES: [&str; 3] = ["E0080", "E0277", "E0308"];

/// Describes a file that was written: its name, the number of errors, and a warning for each that is the compiler's alone.
pub(super) fn describe(file: &str, errors: &[Message]) -> String {
    let mut text = format!("wrote {file}, errors: {}\n", errors.len());
    for error in errors {
        if let Some(code) = error.code.as_deref().filter(|code| !CODES.contains(code)) {
            let first = Excerpt(error.text.lines().next().unwrap_or_default());
            text += &format!(
                "warning: {file} expects {code}, an error of the compiler, not of `nn`: {first}\n  help: correct the program, if \
                 this is a mistake in the test itself, such as a typo\n"
            );
        }
    }
    text
}

/// Reports what was written, also if the test passes: libtest only captures what is printed by macros.
pub(super) fn report(written: &str) {
    let _ = io::stderr().write_all(written.as_bytes());
}
