//! The entries of a file by their names after the prefix rules.

use crate::files::header::stored;
use crate::files::names::replace_prefix;
use crate::files::{FileError, SafeTensors, Source};
use std::collections::HashMap;
use std::io::{Read, Seek};

/// The entries of a file by their names after the prefix rules.
pub(super) struct Names<'a, R> {
    file: &'a SafeTensors<R>,
    /// `None` if there are no rules.
    renamed: Option<HashMap<String, usize>>,
}

impl<'a, R: Read + Seek> Names<'a, R> {
    pub(super) fn new(file: &'a SafeTensors<R>, prefixes: &[(String, String)]) -> Result<Self, FileError> {
        if prefixes.is_empty() {
            return Ok(Self { file, renamed: None });
        }
        let new_name = |name: &str| {
            let apply = |name: String, (from, to): &(String, String)| replace_prefix(&name, from, to).unwrap_or(name);
            prefixes.iter().fold(name.to_string(), apply)
        };
        let mut renamed = HashMap::new();
        for (index, entry) in file.entries().iter().enumerate() {
            let name = new_name(&entry.name);
            if let Some(first) = renamed.insert(name.clone(), index) {
                let tensors = [first, index].map(|index| stored(&file.entries()[index].name));
                return Err(FileError::Renamed { path: file.path().into(), tensors, name: stored(&name) });
            }
        }
        for (name, of) in file.all_metadata() {
            if let Some(index) = tied(file, name, of) {
                renamed.entry(new_name(name)).or_insert(index);
            }
        }
        Ok(Self { file, renamed: Some(renamed) })
    }

    pub(super) fn position(&self, name: &str) -> Option<usize> {
        match &self.renamed {
            Some(renamed) => renamed.get(name).copied(),
            None => {
                (self.file.position(name)).or_else(|| self.file.metadata(name).and_then(|of| tied(self.file, name, of)))
            }
        }
    }
}

/// Returns the index of the tensor that a tied one was saved as: `save_model` of PyTorch's safetensors stores tied tensors once,
/// and adds `"omitted name": "stored name"` to the metadata.
fn tied<R: Read + Seek>(file: &SafeTensors<R>, name: &str, of: &str) -> Option<usize> {
    let is_foreign = file.source() != Some(Source::Nn) && file.position(name).is_none();
    file.position(of).filter(|_| is_foreign)
}
