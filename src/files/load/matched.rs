//! The report of a partial load.

use crate::files::error::Name;
use std::fmt;

/// The most tensors that the text of a report lists of a kind.
const MAX_LISTED: usize = 20;

/// The report of a partial load: what a file and a network had in common. As text, each list is cut after 20 tensors.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[must_use]
#[non_exhaustive]
pub struct Matched {
    /// The tensors that were read.
    pub read: Vec<String>,
    /// Those of the network that the file has not: they are as they were.
    pub missing: Vec<String>,
    /// Those of the file that the network has not.
    pub unused: Vec<String>,
    /// Those of both that differ in shape or type, with what the network wants and what the file has; they are as they were.
    pub different: Vec<(String, String, String)>,
}

impl fmt::Display for Matched {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let all = self.read.len() + self.missing.len() + self.different.len();
        write!(f, "{} of {all} tensors read", self.read.len())?;
        let rest = |f: &mut fmt::Formatter<'_>, all: usize| match all.checked_sub(MAX_LISTED) {
            None | Some(0) => Ok(()),
            Some(more) => write!(f, ", and {more} more"),
        };
        for (what, names) in [("not in the file", &self.missing), ("not in the network", &self.unused)] {
            for (index, name) in names.iter().take(MAX_LISTED).enumerate() {
                match index {
                    0 => write!(f, "\n{what}: {}", Name(name))?,
                    _ => write!(f, ", {}", Name(name))?,
                }
            }
            rest(f, names.len())?;
        }
        for (name, wanted, found) in self.different.iter().take(MAX_LISTED) {
            write!(f, "\ndifferent: {} is {wanted}, in the file {found}", Name(name))?;
        }
        rest(f, self.different.len())
    }
}
