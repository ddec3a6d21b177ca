//! The origin of a sample, for error messages.

use std::fmt;
use std::path::Path;
use std::sync::Arc;

/// The origin of a sample: its index in the original data set, and the files that it was read from.
///
/// [`Dataset::origin`](super::Dataset::origin) returns it; error messages about a sample show it, so that the sample can be
/// identified despite splits, subsets and shuffles.
///
/// ```
/// use nn::data::Origin;
/// use nn::data::csv::{Format, Missing, Table};
/// use nn::prelude::*;
/// let table = Table::from_reader("x,y\n1,2\n,3\n5,6\n".as_bytes(), "t.csv", Format::default())?;
/// let table = table.missing(Missing::SkipRow, &["x"])?;
/// let (x, y) = (table.numeric::<shape![1], f32>(&["x"])?, table.numeric::<shape![1], f32>(&["y"])?);
/// let last = TensorDataset::new(x, y)?.subset([1]);
/// assert_eq!(last.origin(0).to_string(), "sample 1 (t.csv, line 4)");
///
/// // For a data set of your own:
/// let origin = Origin::new(7).file("faces/7.bin");
/// assert_eq!((origin.index(), origin.to_string().as_str()), (7, "sample 7 (faces/7.bin)"));
/// # Ok::<(), nn::data::DataError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    index: usize,
    files: Vec<(Arc<Path>, Option<u64>)>,
}

impl Origin {
    /// Creates the origin of a sample of which only its index is known, from 0.
    pub fn new(index: usize) -> Self {
        Self { index, files: Vec::new() }
    }

    /// Adds a file that the sample was read from.
    pub fn file(self, path: impl AsRef<Path>) -> Self {
        self.with(path.as_ref().into(), None)
    }

    /// Adds a text file that the sample was read from, and the sample's first line in it, from 1.
    pub fn line(self, path: impl AsRef<Path>, line: u64) -> Self {
        self.with(path.as_ref().into(), Some(line))
    }

    pub(super) fn with(mut self, path: Arc<Path>, line: Option<u64>) -> Self {
        if !self.files.iter().any(|known| known.0 == path && known.1 == line) {
            self.files.push((path, line));
        }
        self
    }

    /// Adds the files of another origin of the same sample.
    pub(super) fn and(self, other: Self) -> Self {
        other.files.into_iter().fold(self, |origin, (path, line)| origin.with(path, line))
    }

    /// Returns the index in the original data set, from 0.
    pub fn index(&self) -> usize {
        self.index
    }

    /// Returns the files that the sample was read from, each with the line if it is a text file.
    pub fn files(&self) -> impl Iterator<Item = (&Path, Option<u64>)> {
        self.files.iter().map(|(path, line)| (&**path, *line))
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "sample {}", self.index)?;
        for (place, (path, line)) in self.files.iter().enumerate() {
            write!(f, "{}{}", if place == 0 { " (" } else { "; " }, path.display())?;
            if let Some(line) = line {
                write!(f, ", line {line}")?;
            }
        }
        if self.files.is_empty() { Ok(()) } else { f.write_str(")") }
    }
}
