//! Whether processes belong together.

use super::error::MpiError;
use super::world::World;

/// What must be the same in all processes.
pub(crate) struct Compared {
    what: String,
    value: String,
}

impl Compared {
    pub(crate) fn new(what: &str, value: impl ToString) -> Self {
        Self { what: what.into(), value: value.to_string() }
    }
}

impl World {
    /// Compares values with those of the first process; every process gets the same answer.
    pub(crate) fn compare(&self, values: &[Compared]) -> Result<(), MpiError> {
        for Compared { what, value } in values {
            let mut expected = value.clone().into_bytes();
            self.broadcast(0, &mut expected);
            let same = self.gather(&[u64::from(expected == value.as_bytes())]);
            if let Some(rank) = same.iter().position(|&same| same == 0) {
                let mut found = value.clone().into_bytes();
                self.broadcast(rank, &mut found);
                let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
                let what = what.clone();
                return Err(MpiError::Differs { rank, what, found: text(&found), expected: text(&expected) });
            }
        }
        Ok(())
    }
}
