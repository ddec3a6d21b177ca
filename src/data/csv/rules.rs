//! The rules of a table for missing values as a value of its own, which can be saved and applied to another table.

use super::missing::{Missing, Rule};
use super::table::Table;
use std::collections::BTreeMap;

/// How the missing values of a table are handled: the texts that mark them, and the rule of each column, with the replacement that
/// was computed from the values of the training part.
///
/// The rules are part of the trained model. [`Table::missing_as`] applies them to another table, and
/// `nn::files::Attachments::with_missing_rules` stores them in the file of a network, for the program that predicts.
///
/// ```
/// use nn::data::csv::{Format, Missing, Table};
/// let text = "area,heating,rent\n30,gas,500\n,gas,700\n50,,\n";
/// let train = Table::from_reader(text.as_bytes(), "flats.csv", Format::default())?;
/// let train = train.missing(Missing::SkipRow, &["rent"])?;
/// let train = train.missing(Missing::Mean, &["area"])?.missing(Missing::MostFrequent, &["heating"])?;
///
/// let rules = train.missing_rules().without(&["rent"]); // new flats do not have the target
/// let found: Vec<(&str, Missing<'_>)> = rules.iter().collect();
/// assert_eq!(found, [("area", Missing::Value(30.0)), ("heating", Missing::Text("gas"))]);
///
/// let new = Table::from_reader("heating,area\n?,20\n".as_bytes(), "new.csv", Format::default())?;
/// let new = new.missing_as(&rules)?;
/// assert_eq!(new.missing_rules(), rules);
/// # Ok::<(), nn::data::csv::CsvError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Default)]
pub struct MissingRules {
    /// The rules by column, without those that reject the table.
    pub(crate) columns: BTreeMap<String, Rule>,
    /// The texts that mark a missing value, if they are not the default ones.
    pub(crate) na_values: Option<Vec<String>>,
}

impl MissingRules {
    /// Returns the columns that have a rule, sorted by name, and their rules: [`Missing::Value`] or [`Missing::Text`] with the
    /// replacement, or [`Missing::SkipRow`].
    pub fn iter(&self) -> impl Iterator<Item = (&str, Missing<'_>)> {
        self.columns.iter().map(|(column, rule)| (column.as_str(), rule.as_missing()))
    }

    /// Returns the texts that mark a missing value; `None` for the default ones ([`Table::na_values`]).
    pub fn na_values(&self) -> Option<&[String]> {
        self.na_values.as_deref()
    }

    /// Removes the rules of these columns, such as the target, which a table to predict from does not have. A column without a rule
    /// is ignored.
    pub fn without(mut self, columns: &[&str]) -> Self {
        self.columns.retain(|column, _| !columns.contains(&column.as_str()));
        self
    }
}

impl Table {
    /// Returns how missing values are handled, for [`missing_as`](Self::missing_as) of another table.
    pub fn missing_rules(&self) -> MissingRules {
        let named = self.columns.iter().zip(&self.rules).filter(|(_, rule)| **rule != Rule::Reject);
        let columns = named.map(|(column, rule)| (column.clone(), rule.clone())).collect();
        MissingRules { columns, na_values: self.na_values.clone() }
    }
}

impl From<&Table> for MissingRules {
    fn from(table: &Table) -> Self {
        table.missing_rules()
    }
}

impl From<&MissingRules> for MissingRules {
    fn from(rules: &MissingRules) -> Self {
        rules.clone()
    }
}
