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
    /// The programs without a file of expected errors, sorted by path.
    pub without_golden: Vec<PathBuf>,
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
    /// Whether the program must compile, because its file of expected errors is empty.
    pub must_compile: bool,
}

impl fmt::Display for Differences {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the errors of {} of {} programs differ from the expected ones", self.programs.len(), self.checked)?;
        self.programs.iter().try_for_each(|program| write!(f, "\n\n{program}"))?;
        if self.programs.iter().any(|program| !program.must_compile) {
            write!(f, "\n\nhelp: if the errors found are right, run `{COMMAND}` to write them to the `.stderr` files")?;
        }
        if self.programs.iter().any(|program| program.must_compile) {
            f.write_str(
                "\n\nhelp: correct each program whose `.stderr` file is empty; if it must not compile, delete that ",
            )?;
            write!(f, "`.stderr` file and run `{COMMAND}`")?;
        }
        if !self.without_golden.is_empty() {
            write!(f, "\n\n{}", without_golden(&self.without_golden))?;
        }
        Ok(())
    }
}

/// Describes programs without a file of expected errors, each with the name of that file.
pub(super) fn without_golden(programs: &[PathBuf]) -> String {
    let line = |path: &PathBuf| format!("\n  {} ({})", display(path), display(&path.with_extension("stderr")));
    let programs: String = programs.iter().map(line).collect();
    format!(
        "there is no file of expected errors for:{programs}\nhelp: run `{COMMAND}` to write the errors of each program, or create \
         an empty file if it must compile; a module that programs share belongs in a folder with a `mod.rs`"
    )
}

/// Reported errors are displayed as they would be written to the file of expected errors.
impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.must_compile {
            write!(f, "{} must compile (its `.stderr` file is empty), and does not:", display(&self.path))?;
            return self.surplus.iter().try_for_each(|message| write!(f, "\n\n{}", message.golden().trim_end()));
        }
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
