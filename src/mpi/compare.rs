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
    /// Whether all run one program.
    pub(super) fn compare_programs(&self) -> Result<(), MpiError> {
        let program = std::env::current_exe().and_then(std::fs::read);
        let text = match program {
            Ok(program) => format!("{} bytes with the checksum {:08x}", program.len(), crc32fast::hash(&program)),
            Err(error) => format!("one that cannot be read, {error}"),
        };
        self.compare(&[Compared::new("program", text)])
    }

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
