//! The errors of plots.

use crate::files::FileError;
use std::path::PathBuf;

/// An error in drawing or saving a plot.
#[derive(thiserror::Error)]
#[non_exhaustive]
pub enum PlotError {
    /// The file could not be written.
    #[error(transparent)]
    File(#[from] FileError),
    /// The extension of the file does not select a format.
    #[error("{} has no supported file extension, expected {expected}", path.display())]
    Kind {
        /// The file.
        path: PathBuf,
        /// The supported extensions.
        expected: &'static str,
    },
    /// There are no values to draw yet.
    #[error("there are no values to plot: no epoch has finished")]
    Empty,
    /// There are more names than classes.
    #[error("{names} names for a confusion matrix of {classes} classes, expected at most one per class")]
    Names {
        /// The number of names.
        names: usize,
        /// The number of classes.
        classes: usize,
    },
    /// The picture has more pixels than the limit.
    #[error("{} would have {} by {} pixels, expected at most {limit} pixels{help}", path.display(), size[0], size[1])]
    Size {
        /// The file.
        path: PathBuf,
        /// Width and height in pixels.
        size: [u64; 2],
        /// The maximum number of pixels.
        limit: u64,
        /// What the user can do instead.
        help: &'static str,
    },
    /// The picture could not be drawn.
    #[error("cannot draw: {0}")]
    Draw(String),
    /// The PNG could not be encoded.
    #[error("cannot compress the image: {0}")]
    Png(#[source] Box<dyn std::error::Error + Send + Sync>),
}

nn_core::debug_by_message!(PlotError);
