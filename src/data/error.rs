//! The errors of data sets.

use super::Origin;
use super::csv::CsvError;
use super::idx::IdxError;
use super::npy::NpyError;
use std::fmt::Display;
use std::path::PathBuf;

/// An error in reading samples. Every message names the file, the row or the sample, what was found and what was expected.
#[derive(thiserror::Error)]
#[non_exhaustive]
pub enum DataError {
    /// An IDX file could not be read.
    #[error(transparent)]
    Idx(#[from] IdxError),
    /// A CSV table could not be read.
    #[error(transparent)]
    Csv(#[from] CsvError),
    /// A NumPy array could not be read.
    #[error(transparent)]
    Npy(#[from] NpyError),
    /// A folder of images could not be read.
    #[cfg(feature = "images")]
    #[error(transparent)]
    Image(#[from] super::images::ImageError),
    /// The samples in a file do not have the shape of the type.
    #[error("{} contains samples of {found:?}, expected {expected:?}", path.display())]
    Shape {
        /// The file.
        path: PathBuf,
        /// The shape of the type.
        expected: Vec<usize>,
        /// The shape in the file.
        found: Vec<usize>,
    },
    /// A label is not one of the classes.
    #[error("{} contains the label {found} for sample {sample}, expected 0 to {}", path.display(), classes.saturating_sub(1))]
    Label {
        /// The file.
        path: PathBuf,
        /// The index of the sample, from 0.
        sample: usize,
        /// The label.
        found: u64,
        /// The number of classes.
        classes: usize,
    },
    /// The numbers of inputs and targets differ.
    #[error("{inputs} inputs, but {targets} targets{}", files(of))]
    Length {
        /// The number of inputs.
        inputs: usize,
        /// The number of targets.
        targets: usize,
        /// The files that the samples were read from, if any.
        of: Vec<PathBuf>,
    },
    /// The number of elements is not a multiple of the size of a sample.
    #[error("{elements} elements are not a whole number of samples of {sample:?}")]
    PartialSample {
        /// The number of elements.
        elements: usize,
        /// The shape of a sample.
        sample: Vec<usize>,
    },
    /// An element of a sample is NaN or infinite, or becomes so.
    #[error("{stage}: the {part} of {origin} has {} as element {element}, expected {expected}", number(*found))]
    NotFinite {
        /// The operation on the sample, such as "fitting a normalizer".
        stage: &'static str,
        /// The part of the sample: "input" or "target", or "input at index 1" for the second of several inputs.
        part: &'static str,
        /// The sample of the original data set.
        origin: Origin,
        /// The index of the element in the sample, from 0.
        element: usize,
        /// The element.
        found: f64,
        /// The requirement, such as "a finite number".
        expected: String,
    },
    /// An argument of a call is out of range, or does not fit the data.
    #[error("{argument} is {found}, expected {expected}")]
    Argument {
        /// The argument, such as "the share of `stratified_split`".
        argument: String,
        /// The value that was passed.
        found: String,
        /// The values that the call accepts.
        expected: String,
    },
    /// The data set is empty.
    #[error("the data set is empty")]
    Empty,
    /// A loader with [`drop_last`](super::Loader::drop_last) has fewer samples than one batch.
    #[error(
        "no batch: {samples} samples are fewer than one batch of {rows}, and `drop_last` drops the rest\nhelp: choose a smaller batch, or remove `.drop_last(true)`"
    )]
    NoBatch {
        /// The number of samples.
        samples: usize,
        /// The number of samples of a batch; of several processes, of one batch for each.
        rows: usize,
    },
    /// There is not enough memory for an index per sample.
    #[error("the data set has {samples} samples, too many to store their order in memory")]
    TooMany {
        /// The number of samples.
        samples: usize,
    },
    /// An error of a data set of your own.
    #[error(transparent)]
    Other(#[from] Box<dyn std::error::Error + Send + Sync>),
}

impl DataError {
    /// Creates an [`Argument`](Self::Argument) error from displayable values.
    pub(crate) fn argument(argument: impl Display, found: impl Display, expected: impl Display) -> Self {
        let (argument, found, expected) = (argument.to_string(), found.to_string(), expected.to_string());
        Self::Argument { argument, found, expected }
    }
}

nn_core::debug_by_message!(DataError);

fn files(of: &[PathBuf]) -> String {
    let of: Vec<_> = of.iter().map(|path| path.display().to_string()).collect();
    if of.is_empty() { String::new() } else { format!(" ({})", of.join(", ")) }
}

/// Formats a value as briefly as its type allows: an `f32` is not shown with the digits of an `f64`.
fn number(found: f64) -> String {
    let narrow = found as f32;
    if f64::from(narrow) == found { format!("{narrow:?}") } else { format!("{found:?}") }
}
