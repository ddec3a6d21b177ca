//! How programs differ from the golden texts beside them.

use super::{Expected, Message};
use std::fmt;
use std::path::PathBuf;

/// How programs differ from what is expected of them.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Differences {
    /// The programs that differ, in the order of their paths.
    pub programs: Vec<Difference>,
    /// How many programs were checked.
    pub checked: usize,
}

/// How a program differs from what is expected of it. What is both expected and found is left out.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Difference {
    /// The file of the program.
    pub path: PathBuf,
    /// Expected, but not found.
    pub missing: Vec<Expected>,
    /// Found, but not expected.
    pub surplus: Vec<Message>,
}

impl fmt::Display for Differences {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} of {} programs give other errors than expected", self.programs.len(), self.checked)?;
        self.programs.iter().try_for_each(|program| write!(f, "\n\n{program}"))
    }
}

/// What is found is shown as the compiler shows it, so that it can be put into the golden text as it stands.
impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:", self.path.display())?;
        for Expected { text, marked } in &self.missing {
            write!(f, "\n\nexpected, but not found, at `{marked}`:\n{text}")?;
        }
        for Message { rendered, .. } in &self.surplus {
            write!(f, "\n\nfound, but not expected:\n{}", rendered.trim_end())?;
        }
        Ok(())
    }
}
