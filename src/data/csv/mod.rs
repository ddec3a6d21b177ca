//! CSV tables: columns by name or index, as numbers, categories or classes.

mod columns;
mod error;
mod features;
mod fill;
mod missing;
mod rules;
mod split;
mod table;
mod text;

pub use error::CsvError;
pub use features::Column;
#[cfg(feature = "files")]
pub(crate) use missing::Rule;
pub use missing::{Missing, PANDAS_NA_VALUES, Replacement};
pub use rules::MissingRules;
pub use table::{Format, Table};
