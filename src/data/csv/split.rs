//! Parts of a table: selected rows, a split at a row, and a split that keeps the proportions of a column.

use super::table::Table;
use crate::data::adaptors::check_share;
use crate::data::error::DataError;
use crate::data::split::stratified_indices;
use crate::excerpt::Excerpt;

impl Table {
    /// Returns the rows with these indices, from 0, in this order: the counterpart of
    /// [`Dataset::subset`](crate::data::Dataset::subset).
    ///
    /// ```
    /// use nn::data::csv::{Format, Table};
    /// use nn::prelude::*;
    /// let table = Table::from_reader("day\n1\n2\n3\n".as_bytes(), "days.csv", Format::default())?;
    /// let some = table.subset([2, 0]);
    /// assert_eq!(some.numeric::<shape![1], f32>(&["day"])?.as_slice(), [3.0, 1.0]);
    /// assert_eq!(some.line(0), 4);
    /// # Ok::<(), nn::data::DataError>(())
    /// ```
    ///
    /// # Panics
    /// Panics if an index is out of bounds.
    #[track_caller]
    pub fn subset(&self, indices: impl IntoIterator<Item = usize>) -> Self {
        let (indices, len) = (indices.into_iter().collect::<Vec<_>>(), self.len());
        assert!(indices.iter().all(|&index| index < len), "an index is out of bounds for {len} rows");
        self.select(indices)
    }

    /// Splits the rows at random: the first table gets `share` of them, from 0 to 1, and of the rows with each text of a column,
    /// both rounded. The rows of each part are a function of the seed, the same as in
    /// [`Dataset::stratified_split`](crate::data::Dataset::stratified_split) with the [`distinct`](Self::distinct) texts as
    /// classes.
    ///
    /// ```
    /// use nn::data::csv::{Format, Table};
    /// let text = "kind\n".to_string() + &"cat\ncat\ncat\ncat\ndog\n".repeat(4);
    /// let table = Table::from_reader(text.as_bytes(), "pets.csv", Format::default())?;
    /// let (train, test) = table.stratified_split("kind", 0.75, 1)?;
    /// assert_eq!((train.len(), test.len()), (15, 5));
    /// assert_eq!(test.distinct("kind")?, ["cat", "dog"]);
    /// # Ok::<(), nn::data::DataError>(())
    /// ```
    ///
    /// # Errors
    /// A column that does not exist, and a missing value in it that no text replaces. [`DataError::Argument`]: a share that is not
    /// from 0 to 1, a text that a single row has, and a part with fewer rows than there are distinct texts.
    pub fn stratified_split(self, column: &str, share: f64, seed: u64) -> Result<(Self, Self), DataError> {
        check_share(share, || format!("the share of `stratified_split` of {}", self.path.display()))?;
        let place = self.places(&[column])?[0];
        let names = self.distinct(column)?;
        let mut rows_of = vec![Vec::new(); names.len()];
        for (index, (row, &line)) in self.rows.iter().zip(self.lines.iter()).enumerate() {
            rows_of[self.index_among(&names, &row[place], line, place)?].push(index);
        }
        let name = |class: usize| format!("`{}` of {}", Excerpt(names[class]), self.path.display());
        let (first, rest) = stratified_indices(rows_of, share, seed, &name)?;
        Ok((self.select(first), self.select(rest)))
    }

    /// Splits the table into the first `n` rows and the rest, both in order: for time series, where training must not use the
    /// future.
    ///
    /// ```
    /// use nn::data::csv::{Format, Table};
    /// let table = Table::from_reader("day\n1\n2\n3\n".as_bytes(), "days.csv", Format::default())?;
    /// let error = table.clone().split_at(4).unwrap_err();
    /// let expected = "the length of the first part of `split_at` of days.csv is 4, expected at most 3, the number of rows";
    /// assert_eq!(error.to_string(), expected);
    /// let (past, future) = table.split_at(2)?;
    /// assert_eq!((past.len(), future.len(), future.line(0)), (2, 1, 4));
    /// # Ok::<(), nn::data::DataError>(())
    /// ```
    ///
    /// # Errors
    /// [`DataError::Argument`] if there are fewer than `n` rows.
    pub fn split_at(self, n: usize) -> Result<(Self, Self), DataError> {
        let len = self.len();
        if n > len {
            let argument = format!("the length of the first part of `split_at` of {}", self.path.display());
            return Err(DataError::argument(argument, n, format_args!("at most {len}, the number of rows")));
        }
        Ok((self.select((0..n).collect()), self.select((n..len).collect())))
    }
}
