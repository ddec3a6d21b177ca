//! Tables of text: columns by name or by number, as numbers or as classes.

mod error;
mod missing;
mod text;

pub use error::CsvError;
pub use missing::{Missing, PANDAS_NA_VALUES};

use super::error::DataError;
use super::rows::Rows;
use super::subset::split_indices;
use crate::excerpt::Excerpt;
use crate::narrow::{name_of, narrow};
use error::names;
use missing::Rule;
use nn_core::{Class, Dim, Float, Indices, Sample, Tensor};
use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::sync::Arc;

/// How a table is written.
#[derive(Debug, Clone, Copy)]
pub struct Format {
    /// The byte between two cells. Defaults to a comma.
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
///
/// Values that are missing can be replaced, column by column. What is derived from a column is derived from the training part alone,
/// and then used for the other part, too:
///
/// ```
/// use nn::data::csv::{Format, Missing, Table};
/// use nn::prelude::*;
/// let text = "age,income\n30,1000\n,2000\n50,\n40,1500\n";
/// let table = Table::from_reader(text.as_bytes(), "people.csv", Format::default())?;
/// let (train, test) = table.split(0.75, 1);
/// let train = train.missing(Missing::Median, &["age"])?.missing(Missing::Value(0.0), &["income"])?;
/// let test = test.missing_as(&train)?;
/// let train = train.numbers::<shape![2], f32>(&["age", "income"])?;
/// let test = test.numbers::<shape![2], f32>(&["age", "income"])?;
/// assert_eq!((train.len(), test.len()), (3, 1));
/// # Ok::<(), nn::data::DataError>(())
/// ```
#[derive(Debug, Clone)]
pub struct Table {
    path: Arc<Path>,
    columns: Vec<String>,
    rows: Vec<csv::StringRecord>,
    /// The line on which each row begins.
    lines: Arc<[u64]>,
    /// What becomes of missing values, for each column.
    rules: Vec<Rule>,
    /// The texts that say that a value is missing, if they are not the usual ones.
    na_values: Option<Vec<String>>,
}

impl Table {
    /// Reads a file with commas and a header, in UTF-8 or, with a byte-order mark, UTF-16, compressed by gzip (`.csv.gz`) or not.
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
        Self::read_within(path, format, text::MAX_EXPANDED)
    }

    /// Reads a file that may expand to so many bytes if it is compressed; elsewhere the limit is 512 MiB, since a small file can expand
    /// to more than there is memory.
    ///
    /// # Errors
    /// As [`read`](Self::read).
    pub fn read_within(path: impl AsRef<Path>, format: Format, max_expanded: u64) -> Result<Self, CsvError> {
        let path = path.as_ref();
        let file = File::open(path).map_err(|source| CsvError::Open { path: path.into(), source })?;
        Self::parse(&text::read(file, path, max_expanded)?, path, format)
    }

    /// Reads anything; `path` is what errors call it.
    ///
    /// # Errors
    /// As [`read`](Self::read).
    pub fn from_reader(from: impl Read, path: impl AsRef<Path>, format: Format) -> Result<Self, CsvError> {
        let path = path.as_ref();
        Self::parse(&text::read(from, path, text::MAX_EXPANDED)?, path, format)
    }

    fn parse(text: &str, path: &Path, format: Format) -> Result<Self, CsvError> {
        let failed = |source| CsvError::Read { path: path.into(), source };
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
            // A position is that of the empty lines before the row, which are skipped.
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
        let rules = vec![Rule::Refuse; columns.len()];
        let table = Self { path: path.into(), columns, rows, lines: lines.into(), rules, na_values: None };
        table.check_names()?;
        Ok(table)
    }

    /// Checks that no two columns have the same name. Any number of them may have none, as columns that a spreadsheet left empty.
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

    /// Returns the line of a row in the file, from 1.
    ///
    /// # Panics
    /// If there are not so many rows.
    pub fn line(&self, row: usize) -> u64 {
        self.lines[row]
    }

    /// Sets the texts that stand for a missing value, instead of the default: [`PANDAS_NA_VALUES`], `?`, and `NA`, `NaN` and `null` in
    /// any case. A cell is compared as a whole, without the spaces around it; an empty cell is missing if `""` is in the list.
    ///
    /// Call it before [`missing`](Self::missing), which looks for them.
    ///
    /// ```
    /// use nn::data::csv::{Format, Missing, Table};
    /// use nn::prelude::*;
    /// let table = Table::from_reader("a\n1\n-999\n3\n".as_bytes(), "t.csv", Format::default())?;
    /// let table = table.na_values(&["", "-999"]).missing(Missing::Mean, &["a"])?;
    /// assert_eq!(table.numbers::<shape![1], f32>(&["a"])?.as_slice(), [1.0, 2.0, 3.0]);
    /// # Ok::<(), nn::data::DataError>(())
    /// ```
    pub fn na_values(mut self, texts: &[&str]) -> Self {
        self.na_values = Some(texts.iter().map(|text| (*text).into()).collect());
        self
    }

    /// Sets what becomes of values that are missing in these columns; in each other column they are an error, or what an earlier call
    /// said. With [`Missing::SkipRow`] the rows that lack a value in one of these columns are left out from now on.
    ///
    /// [`Missing::Mean`], [`Missing::Median`] and [`Missing::MostFrequent`] are computed now, from the rows of this table. Of a
    /// validation or test part the network must know nothing: [`split`](Self::split) the table first, call this on the training part,
    /// and hand the values on by [`missing_as`](Self::missing_as).
    ///
    /// # Errors
    /// A column that there is not, a value that is not finite, and a column to derive a value from that has none, or has a cell that is
    /// no number.
    pub fn missing(mut self, missing: Missing, columns: &[&str]) -> Result<Self, CsvError> {
        let places = self.places(columns)?;
        if missing == Missing::SkipRow {
            self.skip_rows(&places);
        }
        for place in places {
            self.rules[place] = self.rule(missing, place)?;
        }
        Ok(self)
    }

    /// Sets for each column what becomes of values that are missing as it is in another table, with the values that were derived from
    /// the rows there, and the texts that stand for a missing value.
    ///
    /// # Errors
    /// A column of the other table for which something was set, and that there is not in this one.
    pub fn missing_as(mut self, fitted: &Self) -> Result<Self, CsvError> {
        let named = fitted.columns.iter().zip(&fitted.rules).filter(|(_, rule)| **rule != Rule::Refuse);
        let (names, rules): (Vec<&str>, Vec<&Rule>) = named.map(|(name, rule)| (name.as_str(), rule)).unzip();
        let places = self.places(&names)?;
        self.na_values.clone_from(&fitted.na_values);
        self.rules.fill(Rule::Refuse);
        for (&place, rule) in places.iter().zip(rules) {
            self.rules[place] = rule.clone();
        }
        let skipped: Vec<usize> = places.into_iter().filter(|&place| self.rules[place] == Rule::SkipRow).collect();
        self.skip_rows(&skipped);
        Ok(self)
    }

    /// Returns the number that replaces missing values of a column, if one was set or computed by [`missing`](Self::missing): a program
    /// that predicts needs it, too.
    ///
    /// # Errors
    /// A column that there is not.
    pub fn replacement(&self, column: &str) -> Result<Option<f64>, CsvError> {
        Ok(match &self.rules[self.places(&[column])?[0]] {
            Rule::Number(number) => Some(*number),
            Rule::Text(text) => text.parse().ok(),
            Rule::Refuse | Rule::SkipRow => None,
        })
    }

    /// Splits the rows at random: the first table gets this share of them, from 0 to 1. Which rows, is a function of the seed; they are
    /// those of [`Dataset::split`](super::Dataset::split).
    ///
    /// # Panics
    /// If the share is not from 0 to 1, such as 80.0 for 80 percent, or NaN.
    pub fn split(self, share: f64, seed: u64) -> (Self, Self) {
        let (first, rest) = split_indices(self.rows.len(), share, seed);
        (self.select(first), self.select(rest))
    }

    fn select(&self, indices: Vec<usize>) -> Self {
        Self {
            rows: indices.iter().map(|&index| self.rows[index].clone()).collect(),
            lines: indices.iter().map(|&index| self.lines[index]).collect(),
            path: self.path.clone(),
            columns: self.columns.clone(),
            rules: self.rules.clone(),
            na_values: self.na_values.clone(),
        }
    }

    /// Leaves out the rows that lack a value in one of these columns.
    fn skip_rows(&mut self, places: &[usize]) {
        let is_whole = |row: &csv::StringRecord| places.iter().all(|&place| !self.is_missing(&row[place]));
        let keep: Vec<bool> = self.rows.iter().map(is_whole).collect();
        if keep.contains(&false) {
            self.lines = self.lines.iter().zip(&keep).filter(|(_, keep)| **keep).map(|(line, _)| *line).collect();
            let mut keep = keep.into_iter();
            self.rows.retain(|_| keep.next() == Some(true));
        }
    }

    fn is_missing(&self, cell: &str) -> bool {
        match &self.na_values {
            Some(texts) => texts.iter().any(|text| text == cell),
            None => missing::is_missing(cell),
        }
    }

    /// What becomes of the missing values of a column, with what is derived from the others.
    fn rule(&self, missing: Missing, place: usize) -> Result<Rule, CsvError> {
        let present = || self.rows.iter().zip(self.lines.iter()).filter(|(row, _)| !self.is_missing(&row[place]));
        let numbers = || {
            present().map(|(row, &line)| self.parsed::<f64>(&row[place], line, place)).collect::<Result<Vec<_>, _>>()
        };
        let no_values = || CsvError::NoValues { path: self.path.to_path_buf(), column: self.columns[place].clone() };
        Ok(match missing {
            Missing::Refuse => Rule::Refuse,
            Missing::SkipRow => Rule::SkipRow,
            Missing::Value(value) if !value.is_finite() => return Err(self.bad_replacement::<f64>(value, place)),
            Missing::Value(value) => Rule::Number(value),
            Missing::Mean => Rule::Number(missing::mean(&numbers()?).ok_or_else(no_values)?),
            Missing::Median => Rule::Number(missing::median(numbers()?).ok_or_else(no_values)?),
            Missing::MostFrequent => {
                let cells = present().map(|(row, _)| &row[place]);
                Rule::Text(missing::most_frequent(cells).ok_or_else(no_values)?.into())
            }
        })
    }

    /// Columns as the numbers of samples: as many columns as a sample has numbers, in the order in which they are named.
    ///
    /// # Errors
    /// A column that there is not, another number of columns, and a cell that is missing or no number that is finite in `T`: `1e39` is
    /// not in `f32`.
    pub fn numbers<S: Sample, T: Float>(&self, columns: &[&str]) -> Result<Rows<S, T>, DataError> {
        let places = self.places(columns)?;
        if places.len() != S::DIMS.iter().product::<usize>() {
            let columns = columns.iter().map(|column| (*column).into()).collect();
            return Err(CsvError::Width { path: self.path.to_path_buf(), columns, expected: S::DIMS.into() }.into());
        }
        let mut numbers = Vec::with_capacity(self.rows.len() * places.len());
        for (row, &line) in self.rows.iter().zip(self.lines.iter()) {
            for &place in &places {
                numbers.push(self.number::<T>(&row[place], line, place)?);
            }
        }
        Ok(Rows::from_slice(&numbers)?.with_lines(&self.path, &self.lines))
    }

    fn number<T: Float>(&self, cell: &str, line: u64, place: usize) -> Result<T, CsvError> {
        if !self.is_missing(cell) {
            return self.parsed(cell, line, place);
        }
        match &self.rules[place] {
            Rule::Number(value) => narrow(*value).ok_or_else(|| self.bad_replacement::<T>(*value, place)),
            Rule::Text(text) => self.parsed(text, line, place),
            Rule::Refuse | Rule::SkipRow => Err(self.missing_at(line, place)),
        }
    }

    /// A number that is finite in `T`.
    fn parsed<T: Float>(&self, cell: &str, line: u64, place: usize) -> Result<T, CsvError> {
        let number = cell.parse::<f64>().ok().filter(|number| number.is_finite());
        let number = number.ok_or_else(|| self.cell(cell, line, place, "a finite number".into()))?;
        narrow(number)
            .ok_or_else(|| self.cell(cell, line, place, format!("a number that is finite in {}", name_of::<T>())))
    }

    /// A column as classes, of which each is one of these texts.
    ///
    /// # Errors
    /// A column that there is not, a cell that is missing or none of the texts, and texts that are not as many as the classes, or not
    /// each another.
    pub fn classes<C: Dim, T: Float>(&self, column: &str, names: &[&str]) -> Result<Rows<Indices<C>, T>, DataError> {
        let place = self.places(&[column])?[0];
        if names.len() != C::SIZE || (1..names.len()).any(|second| names[..second].contains(&names[second])) {
            let (path, column) = (self.path.to_path_buf(), column.into());
            let names = names.iter().map(|name| (*name).into()).collect();
            return Err(CsvError::Classes { path, column, names, expected: C::SIZE }.into());
        }
        let class = |cell: &str| names.iter().position(|name| *name == cell).and_then(Class::new);
        let mut rows = Rows::new();
        for (row, &line) in self.rows.iter().zip(self.lines.iter()) {
            let cell = &row[place];
            let found = class(cell).or_else(|| match &self.rules[place] {
                Rule::Text(text) if self.is_missing(cell) => class(text),
                _ => None,
            });
            let found = found.ok_or_else(|| match (&self.rules[place], self.is_missing(cell)) {
                (Rule::Text(text), true) => self.cell(text, line, place, format!("one of {}", self::names(names))),
                (_, true) => self.missing_at(line, place),
                (_, false) => self.cell(cell, line, place, format!("one of {}", self::names(names))),
            })?;
            rows.push(|target: &mut Tensor<_, _>| target[[0]] = found);
        }
        Ok(rows.with_lines(&self.path, &self.lines))
    }

    /// The texts of a column, each once, sorted: what its classes may be.
    ///
    /// # Errors
    /// A column that there is not.
    pub fn distinct(&self, column: &str) -> Result<Vec<&str>, CsvError> {
        let place = self.places(&[column])?[0];
        let mut texts: Vec<&str> =
            self.rows.iter().map(|row| &row[place]).filter(|cell| !self.is_missing(cell)).collect();
        texts.sort_unstable();
        texts.dedup();
        Ok(texts)
    }

    fn places(&self, columns: &[&str]) -> Result<Vec<usize>, CsvError> {
        let place = |column: &&str| {
            let mut places = (0..self.columns.len()).filter(|&place| self.columns[place] == **column);
            let first = places.next().ok_or_else(|| CsvError::Column {
                path: self.path.to_path_buf(),
                column: (*column).into(),
                columns: self.columns.clone(),
            })?;
            places.next().map_or(Ok(first), |second| Err(self.duplicate(first, second)))
        };
        columns.iter().map(place).collect()
    }

    fn missing_at(&self, line: u64, place: usize) -> CsvError {
        CsvError::Missing { path: self.path.to_path_buf(), line, column: self.columns[place].clone() }
    }

    fn bad_replacement<T: Float>(&self, value: f64, place: usize) -> CsvError {
        let (path, column) = (self.path.to_path_buf(), self.columns[place].clone());
        CsvError::Replacement { path, column, value, expected: name_of::<T>() }
    }

    fn cell(&self, found: &str, line: u64, place: usize, expected: String) -> CsvError {
        let (path, column) = (self.path.to_path_buf(), self.columns[place].clone());
        CsvError::Cell { path, line, column, found: Excerpt(found).to_string(), expected }
    }
}
