//! A split of a table at a row, in its own order.

use super::table::Table;
use crate::data::error::DataError;

impl Table {
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
