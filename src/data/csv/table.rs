//! A CSV table in memory, and reading one.

use super::missing::Rule;
use super::{CsvError, text};
use crate::data::DataError;
use crate::data::adaptors::split_indices;
use crate::excerpt::Excerpt;
use crate::narrow::{name_of, narrow};
use nn_core::Float;
use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::sync::Arc;

/// The format of a CSV file. Defaults to commas and a header.
///
/// ```
/// use nn::data::csv::{Format, Table};
/// let format = Format::default().delimiter(b';').header(false);
/// let table = Table::from_reader("1;2\n3;4\n".as_bytes(), "t.csv", format)?;
/// assert_eq!((table.columns(), table.len()), (&["0".to_string(), "1".into()][..], 2));
/// # Ok::<(), nn::data::csv::CsvError>(())
/// ```
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Format {
    /// The byte that separates cells. Defaults to a comma.
    pub delimiter: u8,
    /// Whether the first row contains the names of the columns; otherwise they are named 0, 1, 2 and so on. Defaults to `true`.
    pub header: bool,
}

impl Format {
    /// Sets the byte that separates cells.
    pub fn delimiter(self, delimiter: u8) -> Self {
        Self { delimiter, ..self }
    }

    /// Sets whether the first row contains the names of the columns.
    pub fn header(self, header: bool) -> Self {
        Self { header, ..self }
    }
}

impl Default for Format {
    fn default() -> Self {
        Self { delimiter: b',', header: true }
    }
}

/// A table in memory, with its cells as text.
///
/// ```
/// use nn::data::csv::{Format, Missing, Table};
/// use nn::prelude::*;
/// let text = "width,height,kind\n1.5,2,cat\n3,4.5,dog\n2,,cat\n";
/// let table = Table::from_reader(text.as_bytes(), "pets.csv", Format::default())?;
///
/// let error = table.numeric::<shape![2], f32>(&["width", "height"]).unwrap_err();
/// assert!(error.to_string().starts_with("pets.csv, line 4, column `height`: the value is missing\n"));
///
/// let table = table.missing(Missing::SkipRow, &["width", "height"])?;
/// let sizes = table.numeric::<shape![2], f32>(&["width", "height"])?;
/// let kinds = table.classes::<dim![2], f32>("kind", &["cat", "dog"])?;
/// assert_eq!(TensorDataset::new(sizes, kinds)?.len(), 2);
/// # Ok::<(), nn::data::DataError>(())
/// ```
///
/// Missing values can be replaced, column by column. Compute the replacements from the training part alone, and apply them to the
/// other part as well:
///
/// ```
/// use nn::data::csv::{Format, Missing, Table};
/// use nn::prelude::*;
/// let text = "age,income\n30,1000\n,2000\n50,\n40,1500\n";
/// let table = Table::from_reader(text.as_bytes(), "people.csv", Format::default())?;
/// let (train, test) = table.split(0.75, 1)?;
/// let train = train.missing(Missing::Median, &["age"])?.missing(Missing::Value(0.0), &["income"])?;
/// let test = test.missing_as(&train)?;
/// let train = train.numeric::<shape![2], f32>(&["age", "income"])?;
/// let test = test.numeric::<shape![2], f32>(&["age", "income"])?;
/// assert_eq!((train.len(), test.len()), (3, 1));
/// # Ok::<(), nn::data::DataError>(())
/// ```
#[derive(Debug, Clone)]
pub struct Table {
    pub(super) path: Arc<Path>,
    pub(super) columns: Vec<String>,
    pub(super) rows: Vec<csv::StringRecord>,
    /// The line on which each row begins.
    pub(super) lines: Arc<[u64]>,
    /// The rule for missing values of each column.
    pub(super) rules: Vec<Rule>,
    /// The texts that mark a missing value, if they are not the default ones.
    pub(super) na_values: Option<Vec<String>>,
}

impl Table {
    /// Reads a file with commas and a header, in UTF-8 or, with a byte-order mark, UTF-16, compressed by gzip (`.csv.gz`) or not.
    ///
    /// # Errors
    /// [`CsvError`]: a file that does not exist, or is not a table.
    pub fn read(path: impl AsRef<Path>) -> Result<Self, CsvError> {
        Self::read_as(path, Format::default())
    }

    /// Reads a file in another format.
    ///
    /// # Errors
    /// As [`read`](Self::read).
    pub fn read_as(path: impl AsRef<Path>, format: Format) -> Result<Self, CsvError> {
        Self::read_within(path, format, text::MAX_EXPANDED)
    }

    /// Reads a file that may decompress to at most `max_expanded` bytes. The other functions have a limit of 512 MiB, since a small
    /// compressed file can expand to more than the available memory.
    ///
    /// # Errors
    /// As [`read`](Self::read).
    pub fn read_within(path: impl AsRef<Path>, format: Format, max_expanded: u64) -> Result<Self, CsvError> {
        let path = path.as_ref();
        let file = File::open(path).map_err(|source| CsvError::Open { path: path.into(), source })?;
        Self::parse(&text::read(file, path, max_expanded)?, path, format)
    }

    /// Reads from any reader; errors name `path`.
    ///
    /// # Errors
    /// As [`read`](Self::read).
    pub fn from_reader(from: impl Read, path: impl AsRef<Path>, format: Format) -> Result<Self, CsvError> {
        let path = path.as_ref();
        Self::parse(&text::read(from, path, text::MAX_EXPANDED)?, path, format)
    }

    fn parse(text: &str, path: &Path, format: Format) -> Result<Self, CsvError> {
        let failed = |source: csv::Error| CsvError::Read { path: path.into(), source: source.into() };
        let delimiter = format.delimiter;
        if !delimiter.is_ascii() || matches!(delimiter, b'"' | b'\n' | b'\r') {
            return Err(CsvError::Delimiter { path: path.into(), delimiter });
        }
        text::check_quotes(text, delimiter).map_err(|(line, closed)| CsvError::Quote {
            path: path.into(),
            line,
            closed,
        })?;
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(delimiter)
            .has_headers(format.header)
            .trim(csv::Trim::All)
            .from_reader(text.as_bytes());
        let header = if format.header { reader.headers().map_err(failed)?.clone() } else { csv::StringRecord::new() };
        let (mut rows, mut lines) = (Vec::new(), Vec::new());
        for record in reader.into_records() {
            let record = record.map_err(failed)?;
            // The position is before the empty lines that precede the row and are skipped.
            let line = record.position().map_or(0, |at| {
                let rest = text.as_bytes().get(at.byte() as usize..).unwrap_or_default();
                let empty = rest.iter().take_while(|&&byte| byte == b'\n' || byte == b'\r');
                at.line() + empty.filter(|&&byte| byte == b'\n').count() as u64
            });
            lines.push(line);
            rows.push(record);
        }
        let columns: Vec<String> = if format.header {
            header.iter().map(str::to_string).collect()
        } else {
            (0..rows.first().map_or(0, csv::StringRecord::len)).map(|column| column.to_string()).collect()
        };
        let rules = vec![Rule::Reject; columns.len()];
        let table = Self { path: path.into(), columns, rows, lines: lines.into(), rules, na_values: None };
        table.check_names()?;
        Ok(table)
    }

    /// Checks that no two columns have the same name. Several columns may have an empty name, such as those that a spreadsheet left
    /// empty.
    fn check_names(&self) -> Result<(), CsvError> {
        let mut places: Vec<usize> = (0..self.columns.len()).filter(|&place| !self.columns[place].is_empty()).collect();
        places.sort_by_key(|&place| &self.columns[place]);
        match places.windows(2).find(|pair| self.columns[pair[0]] == self.columns[pair[1]]) {
            Some(pair) => Err(self.duplicate(pair[0], pair[1])),
            None => Ok(()),
        }
    }

    fn duplicate(&self, first: usize, second: usize) -> CsvError {
        let (path, column) = (self.path.to_path_buf(), self.columns[first].clone());
        CsvError::Duplicate { path, column, first: first + 1, second: second + 1 }
    }

    /// Returns the names of the columns.
    pub fn columns(&self) -> &[String] {
        &self.columns
    }

    /// Returns the number of rows.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Returns whether the table has no rows.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Returns the line of a row in the file, from 1.
    ///
    /// # Panics
    /// Panics if `row` is out of bounds.
    #[track_caller]
    pub fn line(&self, row: usize) -> u64 {
        self.lines[row]
    }

    /// Splits the rows at random: the first table gets `share` of them, from 0 to 1. The rows of each part are a function of the
    /// seed, the same as in [`Dataset::split`](crate::data::Dataset::split).
    ///
    /// # Errors
    /// [`DataError::Argument`]: a share that is not from 0 to 1, such as 80.0 for 80 percent, or is NaN.
    pub fn split(self, share: f64, seed: u64) -> Result<(Self, Self), DataError> {
        let argument = || format!("the share of `split` of {}", self.path.display());
        let (first, rest) = split_indices(self.rows.len(), share, seed, argument)?;
        Ok((self.select(first), self.select(rest)))
    }

    pub(super) fn select(&self, indices: Vec<usize>) -> Self {
        Self {
            rows: indices.iter().map(|&index| self.rows[index].clone()).collect(),
            lines: indices.iter().map(|&index| self.lines[index]).collect(),
            path: self.path.clone(),
            columns: self.columns.clone(),
            rules: self.rules.clone(),
            na_values: self.na_values.clone(),
        }
    }

    pub(super) fn places(&self, columns: &[impl AsRef<str>]) -> Result<Vec<usize>, CsvError> {
        let place = |column: &str| {
            let mut places = (0..self.columns.len()).filter(|&place| self.columns[place] == *column);
            let first = places.next().ok_or_else(|| CsvError::Column {
                path: self.path.to_path_buf(),
                column: column.into(),
                columns: self.columns.clone(),
            })?;
            places.next().map_or(Ok(first), |second| Err(self.duplicate(first, second)))
        };
        columns.iter().map(|column| place(column.as_ref())).collect()
    }

    pub(super) fn missing_at(&self, line: u64, place: usize) -> CsvError {
        CsvError::Missing { path: self.path.to_path_buf(), line, column: self.columns[place].clone() }
    }

    pub(super) fn bad_replacement<T: Float>(&self, value: f64, place: usize) -> CsvError {
        let (path, column) = (self.path.to_path_buf(), self.columns[place].clone());
        CsvError::Replacement { path, column, value, expected: name_of::<T>() }
    }

    pub(super) fn cell(&self, found: &str, line: u64, place: usize, expected: String) -> CsvError {
        let (path, column) = (self.path.to_path_buf(), self.columns[place].clone());
        CsvError::Cell { path, line, column, found: Excerpt(found).to_string(), expected }
    }

    pub(super) fn replaced(&self, replacement: String, line: u64, place: usize, expected: String) -> CsvError {
        let (path, column) = (self.path.to_path_buf(), self.columns[place].clone());
        CsvError::Replaced { path, line, column, replacement, expected }
    }

    /// Parses a number that is finite in `T`.
    pub(super) fn parsed<T: Float>(&self, cell: &str, line: u64, place: usize) -> Result<T, CsvError> {
        let number = cell.parse::<f64>().ok().filter(|number| number.is_finite());
        let number = number.ok_or_else(|| self.cell(cell, line, place, "a finite number".into()))?;
        narrow(number)
            .ok_or_else(|| self.cell(cell, line, place, format!("a number within the range of {}", name_of::<T>())))
    }
}
