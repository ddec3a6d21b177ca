//! Checks that the processes run the same configuration.

use super::{MpiError, World};

impl World {
    /// Checks that all processes run the same program.
    pub(super) fn compare_programs(&self) -> Result<(), MpiError> {
        let program = std::env::current_exe().and_then(std::fs::read);
        let text = match program {
            Ok(program) => format!("{} bytes with the checksum {:08x}", program.len(), crc32fast::hash(&program)),
            Err(error) => format!("unreadable: {error}"),
        };
        self.compare("program", text)
    }

    /// Compares a value with that of the first process; every process returns the same result.
    pub(crate) fn compare(&self, what: &str, value: impl ToString) -> Result<(), MpiError> {
        let own = value.to_string().into_bytes();
        let mut expected = own.clone();
        self.broadcast(0, &mut expected);
        let same = self.gather(&[u64::from(expected == own)]);
        let Some(rank) = same.iter().position(|&same| same == 0) else { return Ok(()) };
        let mut found = own;
        self.broadcast(rank, &mut found);
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Err(MpiError::Differs { rank, what: what.into(), found: text(&found), expected: text(&expected) })
    }
}
