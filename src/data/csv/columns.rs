//! Conversion of a table's columns to numeric samples or classes.

use super::Table;
use super::error::{CsvError, names};
use super::missing::Rule;
use crate::data::{DataError, Samples};
use crate::excerpt::Excerpt;
use crate::narrow::narrow;
use nn_core::{Class, Dim, Float, Indices, Sample, Tensor};

impl Table {
    /// Converts numeric columns to the elements of samples, in the order of `columns`: one column for each element of a sample.
    ///
    /// ```
    /// use nn::data::csv::{Format, Table};
    /// use nn::prelude::*;
    /// let table = Table::from_reader("a,b,c\n1,2,3\n".as_bytes(), "t.csv", Format::default())?;
    /// assert_eq!(table.numeric::<shape![2], f32>(&["c", "a"])?.as_slice(), [3.0, 1.0]);
    /// assert_eq!(table.numeric::<shape![2], f32>(&table.columns()[..2])?.as_slice(), [1.0, 2.0]);
    /// # Ok::<(), nn::data::DataError>(())
    /// ```
    ///
    /// # Errors
    /// A column that does not exist, another number of columns, and a cell whose value is missing or not a number finite in `T`:
    /// `1e39` is not in `f32`.
    pub fn numeric<S: Sample, T: Float>(&self, columns: &[impl AsRef<str>]) -> Result<Samples<S, T>, DataError> {
        let places = self.places(columns)?;
        if places.len() != S::DIMS.iter().product::<usize>() {
            let columns = columns.iter().map(|column| column.as_ref().into()).collect();
            return Err(CsvError::Width { path: self.path.to_path_buf(), columns, expected: S::DIMS.into() }.into());
        }
        let mut elements = Vec::with_capacity(self.rows.len() * places.len());
        for (row, &line) in self.rows.iter().zip(self.lines.iter()) {
            for &place in &places {
                elements.push(self.number::<T>(&row[place], line, place)?);
            }
        }
        Ok(Samples::from_slice(&elements)?.with_lines(&self.path, &self.lines))
    }

    pub(super) fn number<T: Float>(&self, cell: &str, line: u64, place: usize) -> Result<T, CsvError> {
        if !self.is_missing(cell) {
            return self.parsed(cell, line, place);
        }
        match &self.rules[place] {
            Rule::Number(value) => narrow(*value).ok_or_else(|| self.bad_replacement::<T>(*value, place)),
            Rule::Text(text) => self.parsed(text, line, place).map_err(|error| match error {
                CsvError::Cell { expected, .. } => self.replaced(format!("`{}`", Excerpt(text)), line, place, expected),
                other => other,
            }),
            Rule::Reject | Rule::SkipRow => Err(self.missing_at(line, place)),
        }
    }

    /// Converts a column to classes; class `i` is the text `names[i]`.
    ///
    /// # Errors
    /// A column that does not exist, a cell whose value is missing or not in `names`, a number of names that is not the number of
    /// classes, and a name that occurs twice.
    pub fn classes<C: Dim, T: Float>(&self, column: &str, names: &[&str]) -> Result<Samples<Indices<C>, T>, DataError> {
        let place = self.places(&[column])?[0];
        if names.len() != C::SIZE || repeated(names).is_some() {
            let (path, column) = (self.path.to_path_buf(), column.into());
            let names = names.iter().map(|name| (*name).into()).collect();
            return Err(CsvError::Classes { path, column, names, expected: C::SIZE }.into());
        }
        let mut samples = Samples::new();
        for (row, &line) in self.rows.iter().zip(self.lines.iter()) {
            let found = self.index_among(names, &row[place], line, place)?;
            let expected = || self.cell(&row[place], line, place, format!("one of {}", self::names(names)));
            let found = Class::new(found).ok_or_else(expected)?;
            samples.push(|target: &mut Tensor<_, _>| target[[0]] = found);
        }
        Ok(samples.with_lines(&self.path, &self.lines))
    }

    /// Returns the index of a cell in a list of texts, or that of its replacement if its value is missing.
    pub(super) fn index_among(&self, names: &[&str], cell: &str, line: u64, place: usize) -> Result<usize, CsvError> {
        let index = |cell: &str| names.iter().position(|name| *name == cell);
        let found = index(cell).or_else(|| match &self.rules[place] {
            Rule::Text(text) if self.is_missing(cell) => index(text),
            _ => None,
        });
        let expected = || format!("one of {}", self::names(names));
        found.ok_or_else(|| match (&self.rules[place], self.is_missing(cell)) {
            (Rule::Text(text), true) => self.replaced(format!("`{}`", Excerpt(text)), line, place, expected()),
            (Rule::Number(number), true) => {
                let expected = format!("a text, {}; use `Missing::MostFrequent` or `Missing::Text`", expected());
                self.replaced(format!("the number {number}"), line, place, expected)
            }
            (_, true) => self.missing_at(line, place),
            (_, false) => self.cell(cell, line, place, expected()),
        })
    }

    /// Returns the distinct texts of a column, sorted and without missing values: the candidates for its classes.
    ///
    /// # Errors
    /// A column that does not exist.
    pub fn distinct(&self, column: &str) -> Result<Vec<&str>, CsvError> {
        let place = self.places(&[column])?[0];
        let mut texts: Vec<&str> =
            self.rows.iter().map(|row| &row[place]).filter(|cell| !self.is_missing(cell)).collect();
        texts.sort_unstable();
        texts.dedup();
        Ok(texts)
    }
}

/// Returns the first text that equals an earlier one.
pub(super) fn repeated<'a>(texts: &[&'a str]) -> Option<&'a str> {
    (1..texts.len()).find(|&second| texts[..second].contains(&texts[second])).map(|second| texts[second])
}
