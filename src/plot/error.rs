//! Why a picture could not be made.

use crate::files::FileError;
use std::path::PathBuf;

/// Why a picture could not be made.
#[derive(thiserror::Error)]
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
    /// Not as many names as classes.
    #[error("{names} names for a confusion matrix of {classes} classes, expected at most one for each")]
    Names {
        /// The number of names.
        names: usize,
        /// The number of classes.
        classes: usize,
    },
    /// The picture would take too much memory.
    #[error("{} would have {} by {} pixels, expected at most {limit} pixels{help}", path.display(), size[0], size[1])]
    Size {
        /// The file.
        path: PathBuf,
        /// Width and height in pixels.
        size: [u64; 2],
        /// The largest number of pixels.
        limit: u64,
        /// What can be done instead.
        help: &'static str,
    },
    /// The picture could not be drawn.
    #[error("cannot draw: {0}")]
    Draw(String),
    /// The picture could not be packed.
    #[error("cannot pack the picture: {0}")]
    Png(#[source] Box<dyn std::error::Error + Send + Sync>),
}

nn_core::debug_by_message!(PlotError);
