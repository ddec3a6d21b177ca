//! Tensors of a file by name, sizes and type.

use super::error::FileError;
use super::header::stored;
use super::names::missing_help;
use super::safetensors::SafeTensors;
use std::io::{Read, Seek};

/// The index of the entry of a tensor with this name, these sizes, and elements of type `dtype`. `help_if_real` is for one of
/// another type that is in floating point.
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
        return Err(FileError::Sizes { path, tensor, expected, found, help: String::new() });
    }
    if entry.dtype != dtype {
        let is_real = ["F32", "F64", "F16", "BF16"].contains(&entry.dtype);
        let (help, found) = (if is_real { help_if_real } else { "" }, entry.dtype.into());
        return Err(FileError::Dtype { path, tensor, expected: dtype, found, help: help.into() });
    }
    Ok(index)
}
