//! What can be wrong with an array.

use std::io;
use std::path::PathBuf;

/// Why an array could not be read. Every message names the file.
#[derive(thiserror::Error)]
#[non_exhaustive]
pub enum NpyError {
    /// There is no such file, or it may not be read.
    #[error("cannot open {}: {source}", path.display())]
    Open {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// Reading failed half-way.
    #[error("cannot read {}: {source}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The file does not begin as such a file does, or its header says what cannot be read here.
    #[error("{} cannot be read as a NumPy array: {reason}", path.display())]
    Header {
        /// The file.
        path: PathBuf,
        /// What was found and what was expected.
        reason: String,
    },
    /// The file ends early, or goes on behind its last number.
    #[error("{} says that it holds {expected} bytes of numbers, but holds {}", path.display(), if found > expected { "more".to_string() } else { found.to_string() })]
    Length {
        /// The file.
        path: PathBuf,
        /// What its sizes and its type come to.
        expected: u64,
        /// How many bytes there are; one more than expected stands for any number more.
        found: u64,
    },
    /// A number is NaN or infinite.
    #[error("{} has {found} as number {index}, expected only finite numbers", path.display())]
    NotFinite {
        /// The file.
        path: PathBuf,
        /// Its place, from 0.
        index: usize,
        /// The number.
        found: f64,
    },
    /// A number is finite, but its magnitude overflows the type that it is read as.
    #[error("{} has {found:e} as number {index}, which is out of the range of {expected}", path.display())]
    Range {
        /// The file.
        path: PathBuf,
        /// Its place, from 0.
        index: usize,
        /// The number.
        found: f64,
        /// The type: `f32` or `f64`.
        expected: &'static str,
    },
    /// A label is not one of the classes.
    #[error("{} holds the label {} for sample {sample}, expected an integer from 0 to {}", path.display(), label(*found), classes.saturating_sub(1))]
    Label {
        /// The file.
        path: PathBuf,
        /// The index of the sample.
        sample: usize,
        /// The label as the file holds it.
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

/// A label as text: long numbers with an exponent.
fn label(number: f64) -> String {
    if number.abs() < 1e16 { number.to_string() } else { format!("{number:e}") }
}
