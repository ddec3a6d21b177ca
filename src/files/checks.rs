//! Checks of a file's content: the tensors of a network, finite elements, the architecture.

use super::header::stored;
use super::names::missing_help;
use super::{Entry, FileError, SafeTensors};
use nn_core::graph::Architecture;
use nn_core::{Float, Network, fingerprint};
use std::io::{Read, Seek};
use std::path::Path;

/// Returns the index of the entry of a tensor with this name, this shape, and elements of type `dtype`. `help_if_real` is the
/// advice for a tensor with another type that is floating point.
pub(crate) fn find<R: Read + Seek>(
    file: &SafeTensors<R>,
    name: &str,
    dims: &[usize],
    dtype: &'static str,
    help_if_real: &str,
) -> Result<usize, FileError> {
    let (path, tensor) = (file.path().into(), stored(name));
    let Some(index) = file.position(name) else {
        let help = missing_help(name, file.entries().iter().map(|entry| entry.name.as_str()));
        return Err(FileError::Missing { path, tensor, dtype, expected: dims.into(), help });
    };
    let entry = &file.entries()[index];
    if entry.dims != dims {
        let (expected, found) = (dims.into(), entry.dims.clone());
        return Err(FileError::Shape { path, tensor, expected, found, help: String::new() });
    }
    if entry.dtype != dtype {
        let is_real = ["F32", "F64", "F16", "BF16"].contains(&entry.dtype);
        let (help, found) = (if is_real { help_if_real } else { "" }, entry.dtype.into());
        return Err(FileError::Dtype { path, tensor, expected: dtype, found, help: help.into() });
    }
    Ok(index)
}

/// Returns the error for a tensor that the network does not have.
pub(super) fn unexpected(path: &Path, Entry { name, dims, .. }: &Entry, help: &str) -> FileError {
    FileError::Unexpected { path: path.into(), tensor: stored(name), found: dims.clone(), help: help.into() }
}

/// Returns an error for the first element of a network that is NaN or infinite.
pub(super) fn check_finite<Net: Network>(network: &Net, path: &Path) -> Result<(), FileError> {
    let numbers = network.as_slice();
    let mut result = Ok(());
    Net::LAYOUT.for_each(|param| {
        if result.is_ok() {
            result = finite(&numbers[param.range()], &param.name.to_string(), path);
        }
    });
    result
}

pub(super) fn finite<T: Float>(numbers: &[T], tensor: &str, path: &Path) -> Result<(), FileError> {
    match numbers.iter().position(|number| !number.to_f64().is_finite()) {
        None => Ok(()),
        Some(index) => Err(FileError::NotFinite {
            path: path.into(),
            tensor: stored(tensor),
            index,
            found: numbers[index].to_f64(),
        }),
    }
}

/// Returns the fingerprint of a network as files store it.
pub(super) fn architecture<Net: Network>() -> String {
    Architecture(fingerprint::<Net>()).to_string()
}

/// Returns the error for a file whose fingerprint is `found` instead of `expected`; `help` is the advice for one of version 1.
pub(super) fn other_architecture(path: &Path, expected: String, found: &str, help: &'static str) -> FileError {
    let other = || FileError::Architecture { path: path.into(), expected, found: stored(found) };
    first_version(path, found, help).unwrap_or_else(other)
}

/// Returns the error for a fingerprint of version 1, which cannot be compared with one of version 2; `None` for version 2.
pub(crate) fn first_version(path: &Path, found: &str, help: &'static str) -> Option<FileError> {
    let is_first = found.len() == 16 && found.bytes().all(|digit| digit.is_ascii_hexdigit());
    is_first.then(|| FileError::Version { path: path.into(), found: found.into(), help })
}
