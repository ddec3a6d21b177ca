//! The report of a partial load.

use crate::files::error::Name;
use std::fmt;

/// The maximum number of tensors that the displayed report lists in each category.
const MAX_LISTED: usize = 20;

/// The report of a partial load: the tensors that a file and a network have in common. `Display` truncates each list after 20
/// tensors.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[must_use]
#[non_exhaustive]
pub struct LoadReport {
    /// The tensors that were loaded.
    pub loaded: Vec<String>,
    /// Tensors of the network that the file does not have; they are unchanged.
    pub missing: Vec<String>,
    /// Tensors of the file that the network does not have.
    pub unused: Vec<String>,
    /// Tensors of both that differ in shape or type, with the network's and the file's description; they are unchanged.
    pub mismatched: Vec<(String, String, String)>,
}

impl fmt::Display for LoadReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let all = self.loaded.len() + self.missing.len() + self.mismatched.len();
        write!(f, "{} of {all} tensors loaded", self.loaded.len())?;
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
        for (name, wanted, found) in self.mismatched.iter().take(MAX_LISTED) {
            write!(f, "\nmismatch: {} is {wanted}, but {found} in the file", Name(name))?;
        }
        rest(f, self.mismatched.len())
    }
}
