//! What can be wrong with data.

use super::Origin;
use super::csv::CsvError;
use super::idx::IdxError;
use super::npy::NpyError;
use std::fmt::Display;
use std::path::PathBuf;

/// Why samples could not be had. Every message names the file, the row or the sample, what was found and what was expected.
#[derive(thiserror::Error)]
#[non_exhaustive]
pub enum DataError {
    /// An IDX file.
    #[error(transparent)]
    Idx(#[from] IdxError),
    /// A table of text.
    #[error(transparent)]
    Csv(#[from] CsvError),
    /// A NumPy array.
    #[error(transparent)]
    Npy(#[from] NpyError),
    /// A folder of images.
    #[cfg(feature = "images")]
    #[error(transparent)]
    Image(#[from] super::images::ImageError),
    /// The samples in a file are not of the shape of the type.
    #[error("{} holds samples of {found:?}, expected {expected:?}", path.display())]
    Sizes {
        /// The file.
        path: PathBuf,
        /// The shape in the type.
        expected: Vec<usize>,
        /// The shape in the file.
        found: Vec<usize>,
    },
    /// A label is not one of the classes.
    #[error("{} holds the label {found} for sample {sample}, expected 0 to {}", path.display(), classes.saturating_sub(1))]
    Label {
        /// The file.
        path: PathBuf,
        /// Which sample it is, from 0.
        sample: usize,
        /// The label.
        found: u64,
        /// How many classes there are.
        classes: usize,
    },
    /// Not as many targets as inputs.
    #[error("{inputs} inputs, but {targets} targets{}", files(of))]
    Length {
        /// How many inputs there are.
        inputs: usize,
        /// How many targets there are.
        targets: usize,
        /// The files, if they are from files.
        of: Vec<PathBuf>,
    },
    /// Numbers that do not make whole samples.
    #[error("{numbers} numbers are no whole number of samples of {sample:?}")]
    Cut {
        /// How many there are.
        numbers: usize,
        /// The sizes of a sample.
        sample: Vec<usize>,
    },
    /// An element of a sample is NaN or infinite, or becomes so.
    #[error("{stage}: the {part} of {origin} has {} as element {element}, expected {expected}", number(*found))]
    NotFinite {
        /// What was done with the sample, such as "fitting a normalizer".
        stage: &'static str,
        /// Which part of the sample: "input" or "target".
        part: &'static str,
        /// The sample of the original data set.
        origin: Origin,
        /// The index of the element in the sample, from 0.
        element: usize,
        /// The element.
        found: f64,
        /// What is wanted, such as "a finite number".
        expected: String,
    },
    /// An argument of a call is out of range, or does not fit the data.
    #[error("{argument} is {found}, expected {expected}")]
    Argument {
        /// What it is, such as "the share of `stratified_split`".
        argument: String,
        /// What was passed.
        found: String,
        /// What the call accepts.
        expected: String,
    },
    /// There is nothing to learn from.
    #[error("the data set is empty")]
    Empty,
    /// More samples than an order of them can be held in memory.
    #[error("the data set has {samples} samples, too many to hold their order in memory")]
    TooMany {
        /// The number of samples.
        samples: usize,
    },
    /// What a data set of your own says.
    #[error(transparent)]
    Other(#[from] Box<dyn std::error::Error + Send + Sync>),
}

impl DataError {
    /// An [`Argument`](Self::Argument) from anything that can be shown.
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

/// A number as short as its type allows: an `f32` is not shown with the digits of an `f64`.
fn number(found: f64) -> String {
    let narrow = found as f32;
    if f64::from(narrow) == found { format!("{narrow:?}") } else { format!("{found:?}") }
}
