//! Why a picture could not be made.

use crate::files::FileError;
use std::path::PathBuf;

/// Why a picture could not be made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PlotError {
    /// The system refused to write it.
    #[error(transparent)]
    File(#[from] FileError),
    /// The name of the file does not say what is wanted.
    #[error("{} ends in no kind of picture, expected {expected}", path.display())]
    Kind {
        /// The file.
        path: PathBuf,
        /// The ends that are known.
        expected: &'static str,
    },
    /// There is nothing to show yet.
    #[error("there are no values to draw: no epoch is over")]
    Empty,
    /// The picture could not be drawn.
    #[error("cannot draw: {0}")]
    Draw(String),
    /// The picture could not be packed.
    #[error("cannot pack the picture: {0}")]
    Png(#[from] png::EncodingError),
}
