//! Numeric and categorical columns as the features of one tensor.

use super::columns::repeated;
use super::error::CsvError;
use super::table::Table;
use crate::data::error::DataError;
use crate::data::samples::Samples;
use nn_core::{Float, Sample};

/// A column of a table as elements of a sample, for [`Table::features`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Column<'a> {
    /// The column of this name as a number: one element.
    Numeric(&'a str),
    /// The column of this name, one-hot encoded over these categories: one element for each, which is 1 for the category of the row
    /// and 0 for the others. scikit-learn's `OneHotEncoder`.
    OneHot(&'a str, &'a [&'a str]),
}

impl<'a> Column<'a> {
    /// Returns the name of the column.
    pub fn name(&self) -> &'a str {
        match self {
            Column::Numeric(name) | Column::OneHot(name, _) => name,
        }
    }

    /// Returns the number of elements of a sample that the column becomes.
    pub fn width(&self) -> usize {
        match self {
            Column::Numeric(_) => 1,
            Column::OneHot(_, categories) => categories.len(),
        }
    }

    /// Returns the indices of the elements that one-hot columns become, in the samples of [`Table::features`] for these columns:
    /// the elements that a normaliser should leave unchanged ([`Normalizer::passthrough`](crate::data::Normalizer::passthrough)).
    ///
    /// ```
    /// use nn::data::csv::Column;
    /// let columns = [Column::Numeric("age"), Column::OneHot("colour", &["green", "red"]), Column::Numeric("weight")];
    /// assert_eq!(Column::one_hot_elements(&columns), [1, 2]);
    /// ```
    pub fn one_hot_elements(columns: &[Self]) -> Vec<usize> {
        let (mut elements, mut start) = (Vec::new(), 0);
        for column in columns {
            let end = start + column.width();
            if let Column::OneHot(..) = column {
                elements.extend(start..end);
            }
            start = end;
        }
        elements
    }
}

impl Table {
    /// Converts numeric and categorical columns to the elements of samples, in the order of `columns`: scikit-learn's
    /// `ColumnTransformer`. A missing value is an error unless [`missing`](Self::missing) has set how to handle it, such as
    /// [`Missing::MostFrequent`](super::Missing::MostFrequent) for categories.
    ///
    /// The categories are part of the trained model. If they are derived from the data by [`distinct`](Self::distinct), derive them
    /// from the training part, and use the same ones for the other parts.
    ///
    /// ```
    /// use nn::data::csv::{Column, Format, Table};
    /// use nn::prelude::*;
    /// let text = "age,colour,weight\n3,red,1.5\n5,green,2\n";
    /// let table = Table::from_reader(text.as_bytes(), "cats.csv", Format::default())?;
    /// let colours = ["black", "green", "red"];
    /// let columns = [Column::Numeric("age"), Column::OneHot("colour", &colours), Column::Numeric("weight")];
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
    /// A column that does not exist; columns whose number of elements is not that of a sample; a category that is listed twice; a
    /// cell that is not a number finite in `T`, or not one of the categories; and a missing value.
    pub fn features<S: Sample, T: Float>(&self, columns: &[Column<'_>]) -> Result<Samples<S, T>, DataError> {
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
        let mut elements = Vec::with_capacity(self.rows.len() * width);
        for (row, &line) in self.rows.iter().zip(self.lines.iter()) {
            for (column, &place) in columns.iter().zip(&places) {
                match column {
                    Column::Numeric(_) => elements.push(self.number::<T>(&row[place], line, place)?),
                    Column::OneHot(_, categories) => {
                        let hot = self.index_among(categories, &row[place], line, place)?;
                        elements.extend((0..categories.len()).map(|i| if i == hot { T::ONE } else { T::ZERO }));
                    }
                }
            }
        }
        Ok(Samples::from_slice(&elements)?.with_lines(&self.path, &self.lines))
    }

    fn check_categories(&self, column: &str, categories: &[&str]) -> Result<(), CsvError> {
        match repeated(categories) {
            Some(category) => Err(CsvError::Categories {
                path: self.path.to_path_buf(),
                column: column.into(),
                category: category.into(),
            }),
            None => Ok(()),
        }
    }
}
