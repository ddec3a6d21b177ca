//! Columns of numbers and of categories, side by side in one tensor.

use super::error::CsvError;
use super::table::Table;
use crate::data::error::DataError;
use crate::data::rows::Rows;
use nn_core::{Float, Sample};

/// A column of a table as elements of a sample: for [`Table::features`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Column<'a> {
    /// The column of this name as a number: one element.
    Number(&'a str),
    /// The column of this name as one of these categories: one element for each, which is 1 for the category of the row, and 0 for the
    /// others. scikit-learn's `OneHotEncoder`.
    OneHot(&'a str, &'a [&'a str]),
}

impl<'a> Column<'a> {
    /// The name of the column.
    pub fn name(&self) -> &'a str {
        match self {
            Column::Number(name) | Column::OneHot(name, _) => name,
        }
    }

    /// How many elements of a sample it is.
    pub fn width(&self) -> usize {
        match self {
            Column::Number(_) => 1,
            Column::OneHot(_, categories) => categories.len(),
        }
    }
}

impl Table {
    /// Columns of numbers and of categories as the elements of samples, in the order in which they are named: scikit-learn's
    /// `ColumnTransformer`. A value that is missing is an error, or what [`missing`](Self::missing) has set, such as
    /// [`Missing::MostFrequent`](super::Missing::MostFrequent) for categories.
    ///
    /// The categories are a part of what the network learns. Where they are taken from the data by [`distinct`](Self::distinct), take
    /// them from the training part, and the same ones for the others.
    ///
    /// ```
    /// use nn::data::csv::{Column, Format, Table};
    /// use nn::prelude::*;
    /// let text = "age,colour,weight\n3,red,1.5\n5,green,2\n";
    /// let table = Table::from_reader(text.as_bytes(), "cats.csv", Format::default())?;
    /// let colours = ["black", "green", "red"];
    /// let columns = [Column::Number("age"), Column::OneHot("colour", &colours), Column::Number("weight")];
    /// let x = table.features::<shape![5], f32>(&columns)?;
    /// assert_eq!(x.to_vec(), [3.0, 0.0, 0.0, 1.0, 1.5, 5.0, 0.0, 1.0, 0.0, 2.0]);
    ///
    /// let error = table.features::<shape![4], f32>(&columns).unwrap_err();
    /// assert_eq!(
    ///     error.to_string(),
    ///     "the columns of cats.csv have 5 elements (`age` 1, `colour` 3, `weight` 1), expected 4 for samples of [4]",
    /// );
    /// # Ok::<(), nn::data::DataError>(())
    /// ```
    ///
    /// # Errors
    /// A column that there is not; columns with more or fewer elements than a sample; categories of which one occurs twice; a cell that
    /// is no number that is finite in `T`, or none of the categories; and a value that is missing.
    pub fn features<S: Sample, T: Float>(&self, columns: &[Column<'_>]) -> Result<Rows<S, T>, DataError> {
        let names: Vec<&str> = columns.iter().map(Column::name).collect();
        let places = self.places(&names)?;
        for column in columns {
            if let Column::OneHot(name, categories) = column {
                self.check_categories(name, categories)?;
            }
        }
        let width: usize = columns.iter().map(Column::width).sum();
        if width != S::SIZE {
            let columns = columns.iter().map(|column| (column.name().into(), column.width())).collect();
            return Err(CsvError::Features { path: self.path.to_path_buf(), columns, expected: S::DIMS.into() }.into());
        }
        let mut numbers = Vec::with_capacity(self.rows.len() * width);
        for (row, &line) in self.rows.iter().zip(self.lines.iter()) {
            for (column, &place) in columns.iter().zip(&places) {
                match column {
                    Column::Number(_) => numbers.push(self.number::<T>(&row[place], line, place)?),
                    Column::OneHot(_, categories) => {
                        let hot = self.index_among(categories, &row[place], line, place)?;
                        numbers.extend((0..categories.len()).map(|i| if i == hot { T::ONE } else { T::ZERO }));
                    }
                }
            }
        }
        Ok(Rows::from_slice(&numbers)?.with_lines(&self.path, &self.lines))
    }

    fn check_categories(&self, column: &str, categories: &[&str]) -> Result<(), CsvError> {
        let twice = (1..categories.len()).find(|&second| categories[..second].contains(&categories[second]));
        match twice {
            Some(second) => Err(CsvError::Categories {
                path: self.path.to_path_buf(),
                column: column.into(),
                category: categories[second].into(),
            }),
            None => Ok(()),
        }
    }
}
