//! The errors of CSV tables.

use crate::excerpt::Excerpt;
use std::path::PathBuf;

/// An error in reading a table. Rows are identified by their lines in the file, from 1, columns by their names.
#[derive(thiserror::Error)]
#[non_exhaustive]
pub enum CsvError {
    /// The file does not exist, or cannot be opened.
    #[error("cannot open {}: {source}", path.display())]
    Open {
        /// The file.
        path: PathBuf,
        /// The I/O error.
        source: std::io::Error,
    },
    /// The file is not a table, since its rows have different lengths, or reading failed.
    #[error("cannot read {}: {source}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// The cause, with its line.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The file is not a text in UTF-8 or UTF-16, but an archive, an image, or a text in another encoding; or it is compressed and
    /// expands to more bytes than the limit.
    #[error("cannot read {} as a table: {reason}", path.display())]
    NotText {
        /// The file.
        path: PathBuf,
        /// What was found, and what to do about it.
        reason: String,
    },
    /// A quoted cell is not closed, or is closed on another line in the middle of a cell: its closing quote is missing, and rows
    /// would be read as part of the cell.
    #[error("{}, line {line}: the quote that opens a cell here is not closed{}", path.display(), closed_in(*closed))]
    Quote {
        /// The file.
        path: PathBuf,
        /// The line of the opening quote, from 1.
        line: u64,
        /// The line of the quote that would close it, in the middle of another cell; `None` at the end of the file.
        closed: Option<u64>,
    },
    /// An invalid delimiter: a quote, a line break or a byte that is not ASCII.
    #[error("cannot read {} with the delimiter {:?}: expected an ASCII character other than a quote or a line break", path.display(), char::from(*delimiter))]
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
        /// The position of the first one, from 1.
        first: usize,
        /// The position of the second one, from 1.
        second: usize,
    },
    /// A column does not exist.
    #[error(
        "{} has no column `{}`; its columns are {}{}", path.display(), Excerpt(column), names(columns), delimiter_in(columns)
    )]
    Column {
        /// The file.
        path: PathBuf,
        /// The requested name.
        column: String,
        /// The names of the table's columns.
        columns: Vec<String>,
    },
    /// A column with a rule for missing values does not exist.
    #[error(
        "{} has no column `{}`, for which there is a rule for missing values; its columns are {}{}\nhelp: remove the rule by \
         `MissingRules::without`, if the column is not needed",
        path.display(), Excerpt(column), names(columns), delimiter_in(columns)
    )]
    ColumnOfRule {
        /// The file.
        path: PathBuf,
        /// The name in the rules.
        column: String,
        /// The names of the table's columns.
        columns: Vec<String>,
    },
    /// A cell is empty, or marks its value as missing.
    #[error(
        "{}, line {line}, column `{}`: the value is missing\nhelp: set a rule for the column by `Table::missing`",
        path.display(), Excerpt(column)
    )]
    Missing {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: u64,
        /// The column's name.
        column: String,
    },
    /// A column has no values from which a replacement for missing ones could be computed.
    #[error("column `{}` of {} has no values from which to derive missing ones", Excerpt(column), path.display())]
    NoValues {
        /// The file.
        path: PathBuf,
        /// The column's name.
        column: String,
    },
    /// The replacement for missing values is not finite, or overflows the element type.
    #[error("missing values of column `{}` of {} cannot be replaced by {value:?}, expected a number within the range of {expected}", Excerpt(column), path.display())]
    Replacement {
        /// The file.
        path: PathBuf,
        /// The column's name.
        column: String,
        /// The replacement.
        value: f64,
        /// The type of the elements: `f32` or `f64`.
        expected: &'static str,
    },
    /// The replacement for a missing value is not one of the values that the column can have.
    #[error(
        "{}, line {line}, column `{}`: the missing value is replaced by {replacement}, expected {expected}",
        path.display(),
        Excerpt(column)
    )]
    Replaced {
        /// The file.
        path: PathBuf,
        /// The line of the missing value, from 1.
        line: u64,
        /// The column's name.
        column: String,
        /// The replacement, such as "the number 0".
        replacement: String,
        /// The requirement, such as "one of `red`, `green`".
        expected: String,
    },
    /// A cell has a value that the column cannot have.
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
        /// The requirement, such as "a finite number".
        expected: String,
    },
    /// The number of columns is not the number of elements of a sample.
    #[error("{} columns of {} cannot form samples of {expected:?}", columns.len(), path.display())]
    Width {
        /// The file.
        path: PathBuf,
        /// The requested columns.
        columns: Vec<String>,
        /// The shape of a sample.
        expected: Vec<usize>,
    },
    /// The number of elements of the columns, one per number and one per category, is not that of a sample.
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
        /// The requested columns, and the number of elements of each.
        columns: Vec<(String, usize)>,
        /// The shape of a sample.
        expected: Vec<usize>,
    },
    /// A category was listed twice.
    #[error("column `{}` of {} has the category `{}` twice, expected distinct categories", Excerpt(column), path.display(), Excerpt(category))]
    Categories {
        /// The file.
        path: PathBuf,
        /// The column's name.
        column: String,
        /// The category.
        category: String,
    },
    /// The list of class names does not have one name for each class, or has a name twice.
    #[error("{} for the {expected} classes of column `{}` of {}, expected each of {expected} once", named(names), Excerpt(column), path.display())]
    Classes {
        /// The file.
        path: PathBuf,
        /// The column's name.
        column: String,
        /// The listed names.
        names: Vec<String>,
        /// The number of classes.
        expected: usize,
    },
}

nn_core::debug_by_message!(CsvError);

/// The maximum number of names in a message.
const MAX_NAMES: usize = 20;

/// Formats names for a message, truncated if there are many.
pub(super) fn names<N: AsRef<str>>(names: &[N]) -> String {
    listed(names, |name| format!("`{}`", Excerpt(name.as_ref())))
}

/// Formats columns with the number of their elements, truncated if there are many.
fn widths(columns: &[(String, usize)]) -> String {
    listed(columns, |(name, width)| format!("`{}` {width}", Excerpt(name)))
}

fn listed<T>(all: &[T], show: impl Fn(&T) -> String) -> String {
    let mut text = all.iter().take(MAX_NAMES).map(show).collect::<Vec<_>>().join(", ");
    if all.len() > MAX_NAMES {
        text += &format!(" and {} more", all.len() - MAX_NAMES);
    }
    text
}

/// Returns the advice for a table that has a single column because its delimiter is another one.
fn delimiter_in(columns: &[String]) -> String {
    let [column] = columns else { return String::new() };
    match column.chars().find(|letter| [';', '\t', '|', ','].contains(letter)) {
        // The default, unless the name is a quoted one.
        Some(',') => "\nhelp: `Format::default()` without `delimiter(..)`, if the cells are separated by `,`".into(),
        Some(found) => format!("\nhelp: `Format::default().delimiter(b{found:?})`, if the cells are separated by it"),
        None => String::new(),
    }
}

fn named(all: &[String]) -> String {
    format!("{} names ({})", all.len(), names(all))
}

fn closed_in(line: Option<u64>) -> String {
    line.map_or_else(String::new, |line| format!(" before line {line}, where another quote follows within a cell"))
}
