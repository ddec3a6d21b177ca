//! Missing values and their replacements.

use std::fmt;

/// The texts that pandas' `read_csv` treats as missing values by default, for [`Table::na_values`](super::Table::na_values).
///
/// ```
/// use nn::data::csv::{Format, Missing, PANDAS_NA_VALUES, Table};
/// let table = Table::from_reader("a\n1\nn/a\n?\n".as_bytes(), "t.csv", Format::default())?.na_values(&PANDAS_NA_VALUES);
/// assert_eq!(table.missing(Missing::SkipRow, &["a"])?.len(), 2);
/// # Ok::<(), nn::data::csv::CsvError>(())
/// ```
pub const PANDAS_NA_VALUES: [&str; 19] = [
    "", "#N/A", "#N/A N/A", "#NA", "-1.#IND", "-1.#QNAN", "-NaN", "-nan", "1.#IND", "1.#QNAN", "<NA>", "N/A", "NA",
    "NULL", "NaN", "None", "n/a", "nan", "null",
];

/// Returns whether a cell is missing according to the default list: one of pandas' texts, `?`, or `NA`, `NaN` or `null` in any
/// case.
pub(super) fn is_missing(cell: &str) -> bool {
    PANDAS_NA_VALUES.contains(&cell) || ["?", "na", "nan", "null"].iter().any(|text| cell.eq_ignore_ascii_case(text))
}

/// The handling of missing values in a column: [`Table::missing`](super::Table::missing).
#[derive(Debug, Clone, Copy, PartialEq, Default)]
#[non_exhaustive]
pub enum Missing<'a> {
    /// Rejects the table: reading the column returns an error with the line of the value.
    #[default]
    Reject,
    /// Removes its row.
    SkipRow,
    /// Replaces it with this number; a missing class is still an error.
    Value(f64),
    /// Replaces it with this text, as if the file contained it: a category, a class, or a number as written in a file.
    Text(&'a str),
    /// Replaces it with the mean of the column's values in this table; a missing class is still an error.
    Mean,
    /// Replaces it with the median of the column's values in this table, the mean of the two middle values if their number is even;
    /// a missing class is still an error.
    Median,
    /// Replaces it with the most frequent of the column's values in this table, also in a column of classes; of equally frequent
    /// values, with the smallest. Numbers are compared by value: `1` and `1.0` are the same.
    MostFrequent,
}

/// What replaces the missing values of a column: [`Table::replacement`](super::Table::replacement).
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum Replacement<'a> {
    /// A number, set by [`Missing::Value`], [`Missing::Mean`] or [`Missing::Median`].
    Number(f64),
    /// A text, set by [`Missing::Text`] or [`Missing::MostFrequent`]; in a column of numbers, a number as written in the file.
    Text(&'a str),
}

impl Replacement<'_> {
    /// Returns the replacement as a number; `None` for a text that is not one.
    ///
    /// ```
    /// use nn::data::csv::Replacement;
    /// assert_eq!(Replacement::Text("1.5").number(), Some(1.5));
    /// assert_eq!(Replacement::Text("Rome").number(), None);
    /// ```
    pub fn number(self) -> Option<f64> {
        match self {
            Self::Number(number) => Some(number),
            Self::Text(text) => text.parse().ok(),
        }
    }
}

impl fmt::Display for Replacement<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => write!(f, "{number}"),
            Self::Text(text) => f.write_str(text),
        }
    }
}

/// The rule for the missing values of one column, with the replacement that was computed from the others.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) enum Rule {
    #[default]
    Reject,
    SkipRow,
    Number(f64),
    Text(String),
}

impl Rule {
    pub(super) fn as_missing(&self) -> Missing<'_> {
        match self {
            Self::Reject => Missing::Reject,
            Self::SkipRow => Missing::SkipRow,
            Self::Number(number) => Missing::Value(*number),
            Self::Text(text) => Missing::Text(text),
        }
    }
}

/// Returns the mean, computed so that no sum overflows.
pub(super) fn mean(values: &[f64]) -> Option<f64> {
    let count = |index: usize| (index + 1) as f64;
    values.iter().enumerate().map(|(index, &x)| (count(index), x)).fold(None, |mean, (count, x)| match mean {
        None => Some(x),
        Some(mean) => Some(mean + (x / count - mean / count)),
    })
}

/// Returns the median: the middle value, or the mean of the two middle values.
pub(super) fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_unstable_by(f64::total_cmp);
    let middle = values.len() / 2;
    match values.len() {
        0 => None,
        count if count % 2 == 1 => Some(values[middle]),
        _ => Some(values[middle - 1] / 2.0 + values[middle] / 2.0),
    }
}

/// Returns the most frequent text; of equally frequent texts, the smallest. If all are numbers, they are compared as such.
pub(super) fn most_frequent<'a>(cells: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let mut cells: Vec<(&str, f64)> = cells.map(|cell| (cell, cell.parse().unwrap_or(f64::NAN))).collect();
    if cells.iter().all(|(_, number)| number.is_finite()) {
        // 0 and -0 are equal as numbers.
        cells.sort_by(|a, b| (a.1 + 0.0).total_cmp(&(b.1 + 0.0)));
        longest_run(cells.chunk_by(|a, b| a.1 == b.1))
    } else {
        cells.sort_by_key(|(cell, _)| *cell);
        longest_run(cells.chunk_by(|a, b| a.0 == b.0))
    }
}

/// Returns the first text of the first of the longest runs.
fn longest_run<'a: 'b, 'b>(runs: impl Iterator<Item = &'b [(&'a str, f64)]>) -> Option<&'a str> {
    let longest = runs.fold(&[][..], |longest, run| if run.len() > longest.len() { run } else { longest });
    longest.first().map(|(cell, _)| *cell)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statistics_match_scikit_learn() {
        assert_eq!((mean(&[]), median(Vec::new()), most_frequent([].into_iter())), (None, None, None));
        assert_eq!(mean(&[1.0, 2.0, 6.0]), Some(3.0));
        assert_eq!(mean(&[f64::MAX, f64::MAX, -f64::MAX, -f64::MAX]).map(|mean| mean.abs() < 1e293), Some(true));
        assert_eq!(median(vec![5.0, -1.0, 2.0]), Some(2.0));
        assert_eq!(median(vec![5.0, -1.0, 2.0, 3.0]), Some(2.5));
        assert_eq!(median(vec![f64::MAX, f64::MAX]), Some(f64::MAX));
        assert_eq!(most_frequent(["b", "a", "b", "a", "c"].into_iter()), Some("a"));
        assert_eq!(most_frequent(["10", "9", "9.0", "10"].into_iter()), Some("9"));
        assert_eq!(most_frequent(["2", "x", "2.0", "x"].into_iter()), Some("x"));
    }
}
