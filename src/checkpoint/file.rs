//! Saving a state to a file and loading it.

use super::{reader, writer};
use crate::files::{self, FileError, MAX_HEADER, SafeTensors};
use nn_core::State;
use std::io::Cursor;
use std::path::Path;

/// Saves every value of a state to a file. An existing file is replaced only once the new one is complete.
///
/// The format is safetensors: tensors are stored as tensors, all other values as text in the metadata, floating-point values by
/// their bits.
///
/// # Errors
/// I/O errors; and two values of the state with the same name.
pub fn save(state: &mut dyn State, path: impl AsRef<Path>) -> Result<(), FileError> {
    let path = path.as_ref();
    files::write(path, &writer::to_bytes(state, path)?)
}

/// Loads every value of a state from a file that [`save`] wrote. After an error the state is unchanged.
///
/// # Errors
/// [`FileError`]: a file that is damaged, or that was saved from something else, such as another network or optimiser.
pub fn load(state: &mut dyn State, path: impl AsRef<Path>) -> Result<(), FileError> {
    let path = path.as_ref();
    let mut file = open(path)?;
    let before = writer::to_bytes(state, path)?;
    reader::set(state, &mut file).inspect_err(|_| {
        // The state itself produced these bytes, so that loading them cannot fail.
        let back = SafeTensors::new_limited(Cursor::new(before), path, MAX_HEADER)
            .and_then(|mut file| reader::set(state, &mut file));
        debug_assert!(back.is_ok(), "{back:?}");
    })
}

/// Reads a file into memory and verifies it, so that a process that writes to it concurrently cannot change what was verified. The
/// header may be as long as the format allows, since every state that can be saved must be loadable.
pub(super) fn open(path: &Path) -> Result<SafeTensors<Cursor<Vec<u8>>>, FileError> {
    let mut file = SafeTensors::open_limited(path, MAX_HEADER)?.into_memory()?;
    file.verify()?;
    Ok(file)
}

/// Returns the bytes that [`save`] would write to a file.
#[cfg(feature = "mpi")]
pub(crate) fn to_bytes(state: &mut dyn State) -> Result<Vec<u8>, FileError> {
    writer::to_bytes(state, Path::new(SENT))
}

/// Sets a state from the bytes that another process sent.
#[cfg(feature = "mpi")]
pub(crate) fn from_bytes(state: &mut dyn State, bytes: Vec<u8>) -> Result<(), FileError> {
    reader::set(state, &mut SafeTensors::new_limited(Cursor::new(bytes), SENT, MAX_HEADER)?)
}

/// The name by which errors refer to a state received from process 0.
#[cfg(feature = "mpi")]
const SENT: &str = "the state of process 0";
