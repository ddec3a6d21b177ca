//! Tensors of a file by name, sizes and type.

use super::error::FileError;
use super::format::Entry;
use super::header::stored;
use super::names::missing_help;
use super::numbers::dtype;
use super::safetensors::SafeTensors;
use nn_core::Float;
use std::io::{Read, Seek};
use std::path::Path;

/// The entry of a tensor with this name, these sizes, and numbers of this type.
pub(crate) fn find<T: Float, R: Read + Seek>(
    file: &SafeTensors<R>,
    name: &str,
    dims: &[usize],
) -> Result<Entry, FileError> {
    let (path, expected) = (file.path(), dtype::<T>());
    let Some(entry) = file.entry(name) else {
        return Err(FileError::Missing {
            path: path.into(),
            tensor: stored(name),
            dtype: expected,
            expected: dims.into(),
            help: missing_help(name, file.entries().iter().map(|entry| entry.name.as_str())),
        });
    };
    if entry.dims != dims {
        return Err(FileError::Sizes {
            path: path.into(),
            tensor: stored(name),
            expected: dims.into(),
            found: entry.dims.clone(),
            help: String::new(),
        });
    }
    if entry.dtype != expected {
        return Err(FileError::Dtype {
            path: path.into(),
            tensor: stored(name),
            expected,
            found: entry.dtype.into(),
            help: String::new(),
        });
    }
    Ok(entry.clone())
}

/// The error of a file with this fingerprint, if that is one of version 1: what it should be is not known.
pub(crate) fn check_version(path: &Path, found: &str, help: &'static str) -> Result<(), FileError> {
    let is_first = found.len() == 16 && found.bytes().all(|digit| digit.is_ascii_hexdigit());
    if is_first { Err(FileError::Version { path: path.into(), found: found.into(), help }) } else { Ok(()) }
}
