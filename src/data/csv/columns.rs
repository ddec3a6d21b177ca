//! Columns of a table as numbers or as classes.

use super::Table;
use super::error::{CsvError, names};
use super::missing::Rule;
use crate::data::{DataError, Rows};
use crate::narrow::narrow;
use nn_core::{Class, Dim, Float, Indices, Sample, Tensor};

impl Table {
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

    pub(super) fn number<T: Float>(&self, cell: &str, line: u64, place: usize) -> Result<T, CsvError> {
        if !self.is_missing(cell) {
            return self.parsed(cell, line, place);
        }
        match &self.rules[place] {
            Rule::Number(value) => narrow(*value).ok_or_else(|| self.bad_replacement::<T>(*value, place)),
            Rule::Text(text) => self.parsed(text, line, place),
            Rule::Refuse | Rule::SkipRow => Err(self.missing_at(line, place)),
        }
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
        let mut rows = Rows::new();
        for (row, &line) in self.rows.iter().zip(self.lines.iter()) {
            let found = self.index_among(names, &row[place], line, place)?;
            let expected = || self.cell(&row[place], line, place, format!("one of {}", self::names(names)));
            let found = Class::new(found).ok_or_else(expected)?;
            rows.push(|target: &mut Tensor<_, _>| target[[0]] = found);
        }
        Ok(rows.with_lines(&self.path, &self.lines))
    }

    /// Which of some texts a cell is, or what replaces it where its value is missing.
    pub(super) fn index_among(&self, names: &[&str], cell: &str, line: u64, place: usize) -> Result<usize, CsvError> {
        let index = |cell: &str| names.iter().position(|name| *name == cell);
        let found = index(cell).or_else(|| match &self.rules[place] {
            Rule::Text(text) if self.is_missing(cell) => index(text),
            _ => None,
        });
        found.ok_or_else(|| match (&self.rules[place], self.is_missing(cell)) {
            (Rule::Text(text), true) => self.cell(text, line, place, format!("one of {}", self::names(names))),
            (_, true) => self.missing_at(line, place),
            (_, false) => self.cell(cell, line, place, format!("one of {}", self::names(names))),
        })
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
}
