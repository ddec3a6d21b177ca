//! What can be wrong with a table.

use crate::excerpt::Excerpt;
use std::path::PathBuf;

/// Why a table could not be read. Rows are counted as lines of the file, from 1, and columns are named.
#[derive(thiserror::Error)]
#[non_exhaustive]
pub enum CsvError {
    /// There is no such file, or it may not be read.
    #[error("cannot open {}: {source}", path.display())]
    Open {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// The file is no table: rows of different lengths, or a failure of the system.
    #[error("cannot read {}: {source}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What is wrong, with its line.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The file is not a text in UTF-8 or UTF-16, but an archive, a picture, or a text in another encoding.
    #[error("cannot read {} as a table: {reason}", path.display())]
    NotText {
        /// The file.
        path: PathBuf,
        /// What was found, and what to do about it.
        reason: String,
    },
    /// A quoted cell does not end, or ends in another line in the middle of a cell: its closing quote is missing, and rows would be
    /// read as a part of the cell.
    #[error("{}, line {line}: the quote that opens a cell here is not closed{}", path.display(), closed_in(*closed))]
    Quote {
        /// The file.
        path: PathBuf,
        /// The line of the opening quote, from 1.
        line: u64,
        /// The line of the quote that would close it, in the middle of another cell; `None` at the end of the file.
        closed: Option<u64>,
    },
    /// A format that cannot be: a delimiter that is a quote, a line break or no ASCII character.
    #[error("cannot read {} with the delimiter {:?}: it has to be an ASCII character other than a quote or a line break", path.display(), char::from(*delimiter))]
    Delimiter {
        /// The file.
        path: PathBuf,
        /// The byte.
        delimiter: u8,
    },
    /// Two columns have the same name.
    #[error("{} has two columns `{}`, columns {first} and {second}\nhelp: rename one of them in the first line of the file", path.display(), Excerpt(column))]
    Duplicate {
        /// The file.
        path: PathBuf,
        /// The name.
        column: String,
        /// The position of the one, from 1.
        first: usize,
        /// The position of the other, from 1.
        second: usize,
    },
    /// There is no such column.
    #[error("{} has no column `{}`, its columns are {}", path.display(), Excerpt(column), names(columns))]
    Column {
        /// The file.
        path: PathBuf,
        /// The name that was asked for.
        column: String,
        /// The names that there are.
        columns: Vec<String>,
    },
    /// A cell is empty, or says that its value is missing.
    #[error("{}, line {line}, column `{}`: the value is missing", path.display(), Excerpt(column))]
    Missing {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: u64,
        /// The column's name.
        column: String,
    },
    /// A column has no values from which those that are missing could be derived.
    #[error("column `{}` of {} has no values to derive missing ones from", Excerpt(column), path.display())]
    NoValues {
        /// The file.
        path: PathBuf,
        /// The column's name.
        column: String,
    },
    /// The number that is to replace missing values is not finite, or overflows the type that is read.
    #[error("missing values of column `{}` of {} cannot be replaced by {value:?}, expected a number that is finite in {expected}", Excerpt(column), path.display())]
    Replacement {
        /// The file.
        path: PathBuf,
        /// The column's name.
        column: String,
        /// The number.
        value: f64,
        /// The type of the elements: `f32` or `f64`.
        expected: &'static str,
    },
    /// A cell is not what the column is read as.
    #[error("{}, line {line}, column `{}`: found `{found}`, expected {expected}", path.display(), Excerpt(column))]
    Cell {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: u64,
        /// The column's name.
        column: String,
        /// The cell, shortened, with control characters escaped.
        found: String,
        /// What is wanted, such as "a finite number".
        expected: String,
    },
    /// As many columns as a sample has numbers were to be named.
    #[error("{} columns of {} for samples of {expected:?}", columns.len(), path.display())]
    Width {
        /// The file.
        path: PathBuf,
        /// The columns that were named.
        columns: Vec<String>,
        /// The sizes of a sample.
        expected: Vec<usize>,
    },
    /// Columns were named whose elements, one for a number and one for each category, are not as many as those of a sample.
    #[error(
        "the columns of {} have {} elements ({}), expected {} for samples of {expected:?}",
        path.display(),
        columns.iter().map(|(_, width)| width).sum::<usize>(),
        widths(columns),
        expected.iter().product::<usize>()
    )]
    Features {
        /// The file.
        path: PathBuf,
        /// The columns that were named, and the number of elements of each.
        columns: Vec<(String, usize)>,
        /// The sizes of a sample.
        expected: Vec<usize>,
    },
    /// A category was named twice.
    #[error("two categories of column `{}` of {} are `{}`, expected each once", Excerpt(column), path.display(), Excerpt(category))]
    Categories {
        /// The file.
        path: PathBuf,
        /// The column's name.
        column: String,
        /// The category.
        category: String,
    },
    /// As many texts as classes were to be named, each once.
    #[error("{} for the {expected} classes of column `{}` of {}, expected each of {expected} once", named(names), Excerpt(column), path.display())]
    Classes {
        /// The file.
        path: PathBuf,
        /// The column's name.
        column: String,
        /// The texts that were named.
        names: Vec<String>,
        /// How many classes there are.
        expected: usize,
    },
}

nn_core::debug_by_message!(CsvError);

/// The most names that a message lists.
const MAX_NAMES: usize = 20;

/// Names in a message, the first of them if they are many.
pub(super) fn names<N: AsRef<str>>(names: &[N]) -> String {
    let mut text =
        names.iter().take(MAX_NAMES).map(|name| format!("`{}`", Excerpt(name.as_ref()))).collect::<Vec<_>>().join(", ");
    if names.len() > MAX_NAMES {
        text += &format!(" and {} more", names.len() - MAX_NAMES);
    }
    text
}

/// Columns with the number of their elements, the first of them if they are many.
fn widths(columns: &[(String, usize)]) -> String {
    let shown = columns.iter().take(MAX_NAMES).map(|(name, width)| format!("`{}` {width}", Excerpt(name)));
    let mut text = shown.collect::<Vec<_>>().join(", ");
    if columns.len() > MAX_NAMES {
        text += &format!(" and {} more", columns.len() - MAX_NAMES);
    }
    text
}

fn named(all: &[String]) -> String {
    format!("{} names ({})", all.len(), names(all))
}

fn closed_in(line: Option<u64>) -> String {
    line.map_or_else(String::new, |line| format!(" before line {line}, where another quote follows within a cell"))
}
