//! Why a file of another architecture is refused.

use super::error::FileError;
use super::header::stored;
use std::path::Path;

/// The error of a file whose fingerprint is `found` in place of `expected`; `help` is for one of version 1.
pub(super) fn other_architecture(path: &Path, expected: String, found: &str, help: &'static str) -> FileError {
    let other = || FileError::Architecture { path: path.into(), expected, found: stored(found) };
    first_version(path, found, help).unwrap_or_else(other)
}

/// The error of a file with this fingerprint if it is of version 1, which cannot be compared with one of version 2.
pub(crate) fn first_version(path: &Path, found: &str, help: &'static str) -> Option<FileError> {
    let is_first = found.len() == 16 && found.bytes().all(|digit| digit.is_ascii_hexdigit());
    is_first.then(|| FileError::Version { path: path.into(), found: found.into(), help })
}
