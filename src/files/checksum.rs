//! The checksum in a file's metadata.

use super::format::{CHECKSUM, Entry};

/// The checksum of a file: of names, dtypes, shapes and data of the tensors, and of the metadata except the checksum itself.
pub(super) struct Checksum(crc32fast::Hasher);

impl Checksum {
    pub(super) fn of_header<'a>(entries: &[Entry], metadata: impl Iterator<Item = (&'a str, &'a str)>) -> Self {
        let mut sum = Self(crc32fast::Hasher::new());
        for entry in entries {
            sum.text_of(&entry.name);
            sum.text_of(entry.dtype);
            sum.text_of(&format!("{:?}", entry.dims));
        }
        let mut metadata: Vec<_> = metadata.filter(|(name, _)| *name != CHECKSUM).collect();
        metadata.sort();
        for (name, value) in metadata {
            sum.text_of(name);
            sum.text_of(value);
        }
        sum
    }

    fn text_of(&mut self, text: &str) {
        self.update(text.as_bytes());
        self.update(&(text.len() as u64).to_le_bytes());
    }

    pub(super) fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    pub(super) fn text(self) -> String {
        format!("{:08x}", self.0.finalize())
    }
}
