//! Tables of text: columns by name or by number, as numbers or as classes.

use super::error::DataError;
use super::rows::Rows;
use nn_core::{Class, Dim, Float, Indices, Sample, Tensor};
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};

/// Why a table could not be read. Rows are counted as lines of the file, from 1, and columns are named.
#[derive(Debug, thiserror::Error)]
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
    /// The file is no table: bytes that are no text, rows of different lengths, or a failure of the system.
    #[error("cannot read {}: {source}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What is wrong, with its line.
        source: csv::Error,
    },
    /// There is no such column.
    #[error("{} has no column `{column}`, its columns are {}", path.display(), names(columns))]
    Column {
        /// The file.
        path: PathBuf,
        /// The name that was asked for.
        column: String,
        /// The names that there are.
        columns: Vec<String>,
    },
    /// A cell is empty, or says that its value is missing.
    #[error("{}, line {line}, column `{column}`: the value is missing", path.display())]
    Missing {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: u64,
        /// The column's name.
        column: String,
    },
    /// A cell is not what the column is read as.
    #[error("{}, line {line}, column `{column}`: found `{found}`, expected {expected}", path.display())]
    Cell {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: u64,
        /// The column's name.
        column: String,
        /// The cell.
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
}

fn names(columns: &[String]) -> String {
    columns.iter().map(|column| format!("`{column}`")).collect::<Vec<_>>().join(", ")
}

/// What becomes of a cell whose value is missing: an empty one, `NA`, `NaN`, `null` or `?`.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub enum Missing {
    /// An error that names its line and column.
    #[default]
    Refuse,
    /// Its row is left out, if the cell is in a column that is read.
    SkipRow,
    /// This number stands for it; a class that is missing is an error still.
    Value(f64),
}

/// How a table is written.
#[derive(Debug, Clone, Copy)]
pub struct Format {
    /// What stands between two cells; a comma.
    pub delimiter: u8,
    /// Whether the first row has the columns' names, or they are called 0, 1, 2 and so on.
    pub header: bool,
}

impl Default for Format {
    fn default() -> Self {
        Self { delimiter: b',', header: true }
    }
}

/// A table in memory, as text.
///
/// ```
/// use nn::data::csv::{Format, Missing, Table};
/// use nn::data::{Dataset, Pairs};
/// use nn::prelude::*;
/// let text = "width,height,kind\n1.5,2,cat\n3,4.5,dog\n2,,cat\n";
/// let table = Table::from_reader(text.as_bytes(), "pets.csv", Format::default())?;
///
/// let error = table.numbers::<shape![2], f32>(&["width", "height"]).unwrap_err();
/// assert_eq!(error.to_string(), "pets.csv, line 4, column `height`: the value is missing");
///
/// let table = table.missing(Missing::SkipRow, &["width", "height"])?;
/// let sizes = table.numbers::<shape![2], f32>(&["width", "height"])?;
/// let kinds = table.classes::<dim![2], f32>("kind", &["cat", "dog"])?;
/// assert_eq!(Pairs::new(sizes, kinds)?.len(), 2);
/// # Ok::<(), nn::data::DataError>(())
/// ```
#[derive(Debug, Clone)]
pub struct Table {
    path: PathBuf,
    columns: Vec<String>,
    rows: Vec<csv::StringRecord>,
    /// The line on which each row begins.
    lines: Vec<u64>,
    missing: Missing,
}

impl Table {
    /// Reads a file with commas and a header.
    ///
    /// # Errors
    /// No file, or no table: [`CsvError`].
    pub fn read(path: impl AsRef<Path>) -> Result<Self, CsvError> {
        Self::read_as(path, Format::default())
    }

    /// Reads a file that is written in another way.
    ///
    /// # Errors
    /// As [`read`](Self::read).
    pub fn read_as(path: impl AsRef<Path>, format: Format) -> Result<Self, CsvError> {
        let path = path.as_ref();
        let file = File::open(path).map_err(|source| CsvError::Open { path: path.into(), source })?;
        Self::from_reader(BufReader::new(file), path, format)
    }

    /// Reads anything; `path` is what errors call it.
    ///
    /// # Errors
    /// As [`read`](Self::read).
    pub fn from_reader(mut from: impl Read, path: impl AsRef<Path>, format: Format) -> Result<Self, CsvError> {
        let path = path.as_ref();
        let failed = |source| CsvError::Read { path: path.into(), source };
        let mut bytes = Vec::new();
        from.read_to_end(&mut bytes).map_err(|error| failed(error.into()))?;
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(format.delimiter)
            .has_headers(format.header)
            .trim(csv::Trim::All)
            .from_reader(bytes.as_slice());
        let header = if format.header { reader.headers().map_err(failed)?.clone() } else { csv::StringRecord::new() };
        let (mut rows, mut lines) = (Vec::new(), Vec::new());
        for record in reader.into_records() {
            let record = record.map_err(failed)?;
            // A position stands before the empty lines that are passed over.
            let line = record.position().map_or(0, |at| {
                let rest = bytes.get(at.byte() as usize..).unwrap_or_default();
                let empty = rest.iter().take_while(|&&byte| byte == b'\n' || byte == b'\r');
                at.line() + empty.filter(|&&byte| byte == b'\n').count() as u64
            });
            lines.push(line);
            rows.push(record);
        }
        let columns = if format.header {
            header.iter().map(str::to_string).collect()
        } else {
            (0..rows.first().map_or(0, csv::StringRecord::len)).map(|column| column.to_string()).collect()
        };
        Ok(Self { path: path.into(), columns, rows, lines, missing: Missing::Refuse })
    }

    /// The names of the columns.
    pub fn columns(&self) -> &[String] {
        &self.columns
    }

    /// How many rows it has.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether it has no rows.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Says what becomes of values that are missing; with [`Missing::SkipRow`] the rows that lack a value in one of these columns
    /// are left out from now on.
    ///
    /// # Errors
    /// A column that there is not.
    pub fn missing(mut self, missing: Missing, columns: &[&str]) -> Result<Self, CsvError> {
        let places = self.places(columns)?;
        if missing == Missing::SkipRow {
            let whole = |row: &csv::StringRecord| places.iter().all(|&place| !is_missing(&row[place]));
            let keep: Vec<bool> = self.rows.iter().map(whole).collect();
            let mut kept = keep.iter();
            self.rows.retain(|_| kept.next() == Some(&true));
            let mut kept = keep.iter();
            self.lines.retain(|_| kept.next() == Some(&true));
        }
        self.missing = missing;
        Ok(self)
    }

    /// Columns as the numbers of samples: as many columns as a sample has numbers, in the order in which they are named.
    ///
    /// # Errors
    /// A column that there is not, another number of columns, and a cell that is missing or no finite number.
    pub fn numbers<S: Sample, T: Float>(&self, columns: &[&str]) -> Result<Rows<S, T>, DataError> {
        let places = self.places(columns)?;
        if places.len() != S::DIMS.iter().product::<usize>() {
            let columns = columns.iter().map(|column| (*column).into()).collect();
            return Err(CsvError::Width { path: self.path.clone(), columns, expected: S::DIMS.into() }.into());
        }
        let mut numbers = Vec::with_capacity(self.rows.len() * places.len());
        for (row, &line) in self.rows.iter().zip(&self.lines) {
            for &place in &places {
                numbers.push(T::from_f64(self.number(&row[place], line, place)?));
            }
        }
        Rows::from_slice(&numbers)
    }

    fn number(&self, cell: &str, line: u64, place: usize) -> Result<f64, CsvError> {
        match (cell.parse::<f64>(), self.missing) {
            (_, Missing::Value(value)) if is_missing(cell) => Ok(value),
            (_, _) if is_missing(cell) => Err(self.is_missing(line, place)),
            (Ok(number), _) if number.is_finite() => Ok(number),
            _ => Err(self.cell(cell, line, place, "a finite number".into())),
        }
    }

    /// A column as classes, of which each is one of these texts.
    ///
    /// # Errors
    /// A column that there is not, and a cell that is missing or none of the texts.
    ///
    /// # Panics
    /// If there are not as many texts as classes.
    pub fn classes<C: Dim, T: Float>(&self, column: &str, names: &[&str]) -> Result<Rows<Indices<C>, T>, DataError> {
        assert!(names.len() == C::SIZE, "{} names for {} classes", names.len(), C::SIZE);
        let place = self.places(&[column])?[0];
        let mut rows = Rows::new();
        for (row, &line) in self.rows.iter().zip(&self.lines) {
            let cell = &row[place];
            let class = names.iter().position(|name| *name == cell).and_then(Class::new);
            let class = class.ok_or_else(|| match is_missing(cell) {
                true => self.is_missing(line, place),
                false => self.cell(cell, line, place, format!("one of `{}`", names.join("`, `"))),
            })?;
            rows.push(|target: &mut Tensor<_, _>| target[[0]] = class);
        }
        Ok(rows)
    }

    /// The texts of a column, each once, sorted: what its classes may be.
    ///
    /// # Errors
    /// A column that there is not.
    pub fn distinct(&self, column: &str) -> Result<Vec<&str>, CsvError> {
        let place = self.places(&[column])?[0];
        let mut texts: Vec<&str> = self.rows.iter().map(|row| &row[place]).filter(|cell| !is_missing(cell)).collect();
        texts.sort_unstable();
        texts.dedup();
        Ok(texts)
    }

    fn places(&self, columns: &[&str]) -> Result<Vec<usize>, CsvError> {
        let place = |column: &&str| {
            self.columns.iter().position(|known| known == column).ok_or_else(|| CsvError::Column {
                path: self.path.clone(),
                column: (*column).into(),
                columns: self.columns.clone(),
            })
        };
        columns.iter().map(place).collect()
    }

    fn is_missing(&self, line: u64, place: usize) -> CsvError {
        CsvError::Missing { path: self.path.clone(), line, column: self.columns[place].clone() }
    }

    fn cell(&self, found: &str, line: u64, place: usize, expected: String) -> CsvError {
        let column = self.columns[place].clone();
        CsvError::Cell { path: self.path.clone(), line, column, found: found.into(), expected }
    }
}

fn is_missing(cell: &str) -> bool {
    ["", "?", "na", "nan", "null"].iter().any(|missing| cell.eq_ignore_ascii_case(missing))
}
