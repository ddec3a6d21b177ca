//! Differences between the expected and the reported errors of programs.

use super::command::COMMAND;
use super::paths::display;
use super::{Expected, Message};
use std::fmt;
use std::path::PathBuf;

/// The differences between expected and reported errors, of all programs.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Differences {
    /// The programs with differences, sorted by path.
    pub programs: Vec<Difference>,
    /// The number of programs that were checked.
    pub checked: usize,
}

/// The differences between the expected and reported errors of one program, without those that match.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Difference {
    /// The file of the program, relative to the package if it is in its folder.
    pub path: PathBuf,
    /// Errors that were expected, but not reported.
    pub missing: Vec<Expected>,
    /// Errors that were reported, but not expected.
    pub surplus: Vec<Message>,
}

impl fmt::Display for Differences {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the errors of {} of {} programs differ from the expected ones", self.programs.len(), self.checked)?;
        self.programs.iter().try_for_each(|program| write!(f, "\n\n{program}"))?;
        write!(f, "\n\nhelp: if the errors found are right, run `{COMMAND}` to write them to the `.stderr` files")
    }
}

/// Reported errors are displayed as they would be written to the file of expected errors.
impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:", display(&self.path))?;
        for Expected { text, marked } in &self.missing {
            write!(f, "\n\nexpected, but not found, at `{marked}`:\n{text}")?;
        }
        for message in &self.surplus {
            write!(f, "\n\nfound, but not expected:\n{}", message.golden().trim_end())?;
        }
        Ok(())
    }
}
