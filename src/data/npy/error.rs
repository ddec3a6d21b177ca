//! The errors of NumPy files.

use std::io;
use std::path::PathBuf;

/// An error in reading an array. Every message names the file.
#[derive(thiserror::Error)]
#[non_exhaustive]
pub enum NpyError {
    /// The file does not exist, or cannot be opened.
    #[error("cannot open {}: {source}", path.display())]
    Open {
        /// The file.
        path: PathBuf,
        /// The I/O error.
        source: io::Error,
    },
    /// Reading failed.
    #[error("cannot read {}: {source}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// The I/O error.
        source: io::Error,
    },
    /// The file does not begin as an `.npy` file does, or its header describes an array that is not supported.
    #[error("{} cannot be read as a NumPy array: {reason}", path.display())]
    Header {
        /// The file.
        path: PathBuf,
        /// What was found and what was expected.
        reason: String,
    },
    /// The file is truncated, or has bytes after its last element.
    #[error("{} declares {expected} bytes of elements, but contains {}", path.display(), if found > expected { "more".to_string() } else { found.to_string() })]
    Length {
        /// The file.
        path: PathBuf,
        /// The number of bytes according to its shape and type.
        expected: u64,
        /// The number of bytes found; one more than expected stands for any larger number.
        found: u64,
    },
    /// An element is NaN or infinite.
    #[error("{} has {found} as element {index}, expected only finite values", path.display())]
    NotFinite {
        /// The file.
        path: PathBuf,
        /// The index of the element, from 0.
        index: usize,
        /// The element.
        found: f64,
    },
    /// An element is finite, but its magnitude overflows the type that it is read as.
    #[error("{} has {found:e} as element {index}, which is out of range for {expected}", path.display())]
    Range {
        /// The file.
        path: PathBuf,
        /// The index of the element, from 0.
        index: usize,
        /// The element.
        found: f64,
        /// The type: `f32` or `f64`.
        expected: &'static str,
    },
    /// A label is not one of the classes.
    #[error("{} contains the label {} for sample {sample}, expected an integer from 0 to {}", path.display(), label(*found), classes.saturating_sub(1))]
    Label {
        /// The file.
        path: PathBuf,
        /// The index of the sample.
        sample: usize,
        /// The label in the file.
        found: f64,
        /// The number of classes.
        classes: usize,
    },
    /// The fields of an [`Npy`](super::Npy) contradict each other.
    #[error("{} has the shape {dims:?}, but {found} elements", path.display())]
    Inconsistent {
        /// The file.
        path: PathBuf,
        /// The shape.
        dims: Vec<usize>,
        /// The number of elements.
        found: usize,
    },
}

nn_core::debug_by_message!(NpyError);

/// Formats a label; large numbers have an exponent.
fn label(number: f64) -> String {
    if number.abs() < 1e16 { number.to_string() } else { format!("{number:e}") }
}
