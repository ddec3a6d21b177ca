//! Handling of the missing values of a table.

use super::missing::{self, Missing, Replacement, Rule};
use super::rules::MissingRules;
use super::{CsvError, Table};

impl Table {
    /// Sets the texts that mark a missing value, instead of the default: [`PANDAS_NA_VALUES`](super::PANDAS_NA_VALUES), `?`, and
    /// `NA`, `NaN` and `null` in any case. The whole cell is compared, without the spaces around it; an empty cell is missing if
    /// the list contains `""`.
    ///
    /// Call it before [`missing`](Self::missing), which searches for these texts.
    ///
    /// ```
    /// use nn::data::csv::{Format, Missing, Table};
    /// use nn::prelude::*;
    /// let table = Table::from_reader("a\n1\n-999\n3\n".as_bytes(), "t.csv", Format::default())?;
    /// let table = table.na_values(&["", "-999"]).missing(Missing::Mean, &["a"])?;
    /// assert_eq!(table.numeric::<shape![1], f32>(&["a"])?.as_slice(), [1.0, 2.0, 3.0]);
    /// # Ok::<(), nn::data::DataError>(())
    /// ```
    pub fn na_values(mut self, texts: &[&str]) -> Self {
        self.na_values = Some(texts.iter().map(|text| (*text).into()).collect());
        self
    }

    /// Sets how missing values in these columns are handled. In every other column they are an error, or are handled as an earlier
    /// call has set. With [`Missing::SkipRow`] the rows with a missing value in one of these columns are removed from the table.
    ///
    /// [`Missing::Mean`], [`Missing::Median`] and [`Missing::MostFrequent`] are computed by this call, from the rows of this table.
    /// To avoid leakage from a validation or test part, [`split`](Self::split) the table first, call this on the training part, and
    /// apply the result to the other part with [`missing_as`](Self::missing_as).
    ///
    /// ```
    /// use nn::data::csv::{Format, Missing, Table};
    /// use nn::prelude::*;
    /// let table = Table::from_reader("area,heating\n?,oil\n40,?\n".as_bytes(), "flats.csv", Format::default())?;
    /// let table = table.missing(Missing::Value(50.0), &["area"])?.missing(Missing::Text("gas"), &["heating"])?;
    /// assert_eq!(table.numeric::<shape![1], f32>(&["area"])?.as_slice(), [50.0, 40.0]);
    /// assert_eq!(table.classes::<dim![2], f32>("heating", &["gas", "oil"])?.to_indices(), [1, 0]);
    /// # Ok::<(), nn::data::DataError>(())
    /// ```
    ///
    /// # Errors
    /// A column that does not exist, a replacement that is not finite, and, if a replacement is computed from a column, a column
    /// without values, or with a cell that is not a number.
    pub fn missing(mut self, missing: Missing<'_>, columns: &[&str]) -> Result<Self, CsvError> {
        let places = self.places(columns)?;
        if missing == Missing::SkipRow {
            self.skip_rows(&places);
        }
        for place in places {
            self.rules[place] = self.rule(missing, place)?;
        }
        Ok(self)
    }

    /// Handles missing values by the rules of another table, with the replacements that were computed from its rows, and with its
    /// texts that mark a missing value. The argument is that table (`&train`), or its [`MissingRules`], such as those in the file
    /// of a network.
    ///
    /// # Errors
    /// A column with a rule that does not exist in this table; [`MissingRules::without`] removes its rule.
    pub fn missing_as(mut self, rules: impl Into<MissingRules>) -> Result<Self, CsvError> {
        let MissingRules { columns, na_values } = rules.into();
        let (names, rules): (Vec<String>, Vec<Rule>) = columns.into_iter().unzip();
        let places = self.places(&names).map_err(|error| match error {
            CsvError::Column { path, column, columns } => CsvError::ColumnOfRule { path, column, columns },
            other => other,
        })?;
        self.na_values = na_values;
        self.rules.fill(Rule::Reject);
        for (&place, rule) in places.iter().zip(rules) {
            self.rules[place] = rule;
        }
        let skipped: Vec<usize> = places.into_iter().filter(|&place| self.rules[place] == Rule::SkipRow).collect();
        self.skip_rows(&skipped);
        Ok(self)
    }

    /// Returns what replaces the missing values of a column, which a program also needs for inference. It is `None` for a column
    /// without a rule, and for one with [`Missing::SkipRow`].
    ///
    /// ```
    /// use nn::data::csv::{Format, Missing, Replacement, Table};
    /// let text = "age,city\n30,Rome\n,Rome\n50,\n";
    /// let table = Table::from_reader(text.as_bytes(), "people.csv", Format::default())?;
    /// let table = table.missing(Missing::Mean, &["age"])?.missing(Missing::MostFrequent, &["city"])?;
    /// assert_eq!(table.replacement("age")?, Some(Replacement::Number(40.0)));
    /// assert_eq!(table.replacement("city")?, Some(Replacement::Text("Rome")));
    /// # Ok::<(), nn::data::csv::CsvError>(())
    /// ```
    ///
    /// # Errors
    /// A column that does not exist.
    pub fn replacement(&self, column: &str) -> Result<Option<Replacement<'_>>, CsvError> {
        Ok(match &self.rules[self.places(&[column])?[0]] {
            Rule::Number(number) => Some(Replacement::Number(*number)),
            Rule::Text(text) => Some(Replacement::Text(text)),
            Rule::Reject | Rule::SkipRow => None,
        })
    }

    /// Removes the rows with a missing value in one of these columns.
    fn skip_rows(&mut self, places: &[usize]) {
        let is_whole = |row: &csv::StringRecord| places.iter().all(|&place| !self.is_missing(&row[place]));
        let keep: Vec<bool> = self.rows.iter().map(is_whole).collect();
        if keep.contains(&false) {
            self.lines = self.lines.iter().zip(&keep).filter(|(_, keep)| **keep).map(|(line, _)| *line).collect();
            let mut keep = keep.into_iter();
            self.rows.retain(|_| keep.next() == Some(true));
        }
    }

    pub(super) fn is_missing(&self, cell: &str) -> bool {
        match &self.na_values {
            Some(texts) => texts.iter().any(|text| text == cell),
            None => missing::is_missing(cell),
        }
    }

    /// Returns the rule for the missing values of a column, with a replacement computed from its other values.
    fn rule(&self, missing: Missing<'_>, place: usize) -> Result<Rule, CsvError> {
        let present = || self.rows.iter().zip(self.lines.iter()).filter(|(row, _)| !self.is_missing(&row[place]));
        let numbers = || {
            let number = |(row, &line): (&csv::StringRecord, &u64)| match self.parsed::<f64>(&row[place], line, place) {
                Err(CsvError::Cell { path, line, column, found, expected }) => {
                    let expected =
                        format!("{expected} for `Missing::{missing:?}`; use `Missing::MostFrequent` for texts");
                    Err(CsvError::Cell { path, line, column, found, expected })
                }
                number => number,
            };
            present().map(number).collect::<Result<Vec<_>, _>>()
        };
        let no_values = || CsvError::NoValues { path: self.path.to_path_buf(), column: self.columns[place].clone() };
        Ok(match missing {
            Missing::Reject => Rule::Reject,
            Missing::SkipRow => Rule::SkipRow,
            Missing::Value(value) if !value.is_finite() => return Err(self.bad_replacement::<f64>(value, place)),
            Missing::Value(value) => Rule::Number(value),
            Missing::Text(text) => Rule::Text(text.into()),
            Missing::Mean => Rule::Number(missing::mean(&numbers()?).ok_or_else(no_values)?),
            Missing::Median => Rule::Number(missing::median(numbers()?).ok_or_else(no_values)?),
            Missing::MostFrequent => {
                let cells = present().map(|(row, _)| &row[place]);
                Rule::Text(missing::most_frequent(cells).ok_or_else(no_values)?.into())
            }
        })
    }
}
