//! A state in a file.

use super::{reader, writer};
use crate::files::{self, FileError, MAX_HEADER, SafeTensors};
use nn_core::State;
use std::io::Cursor;
use std::path::Path;

/// Writes every value of a state to a file: the old file, if there is one, stands until the new one is whole.
///
/// The file is safetensors: tensors are tensors, all else is text in the metadata; numbers by their bits.
///
/// # Errors
/// What the system says; and two values of the state with one name.
pub fn save(state: &mut dyn State, path: impl AsRef<Path>) -> Result<(), FileError> {
    let path = path.as_ref();
    files::write(path, &writer::to_bytes(state, path)?)
}

/// Sets every value of a state from a file that [`save`] wrote. After an error the state is as before.
///
/// # Errors
/// A file that is damaged, or was saved from something else, such as another network or optimiser: [`FileError`].
pub fn load(state: &mut dyn State, path: impl AsRef<Path>) -> Result<(), FileError> {
    let path = path.as_ref();
    let mut file = open(path)?;
    let before = writer::to_bytes(state, path)?;
    reader::set(state, &mut file).inspect_err(|_| {
        // What the state itself has shown fits it.
        let back = SafeTensors::new_limited(Cursor::new(before), path, MAX_HEADER)
            .and_then(|mut file| reader::set(state, &mut file));
        debug_assert!(back.is_ok(), "{back:?}");
    })
}

/// Reads a file into memory and verifies it: a process that writes to it meanwhile cannot change what was verified. A header may be as
/// long as the format allows, since a state that was written must be readable.
pub(super) fn open(path: &Path) -> Result<SafeTensors<Cursor<Vec<u8>>>, FileError> {
    let mut file = SafeTensors::open_limited(path, MAX_HEADER)?.into_memory()?;
    file.verify()?;
    Ok(file)
}

/// What a file of a state would hold.
#[cfg(feature = "mpi")]
pub(crate) fn to_bytes(state: &mut dyn State) -> Result<Vec<u8>, FileError> {
    writer::to_bytes(state, Path::new(SENT))
}

/// Sets a state from what another process has of it.
#[cfg(feature = "mpi")]
pub(crate) fn from_bytes(state: &mut dyn State, bytes: Vec<u8>) -> Result<(), FileError> {
    reader::set(state, &mut SafeTensors::new_limited(Cursor::new(bytes), SENT, MAX_HEADER)?)
}

/// What errors call a state that was sent.
#[cfg(feature = "mpi")]
const SENT: &str = "the state of process 0";
