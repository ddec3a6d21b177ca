//! Writing a file atomically, with an error that names it.

use super::FileError;
use crate::atomic_file;
use std::path::Path;

/// Writes a file as [`atomic_file::write`] does.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> Result<(), FileError> {
    atomic_file::write(path, bytes).map_err(FileError::io(path, "write"))
}
