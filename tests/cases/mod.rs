//! The cases of `tests/ui`, for the tests that go through all of them.

// No test needs everything.
#![allow(dead_code)]

use std::fs;
use std::path::{Path, PathBuf};

/// A mistake: a program, its twin without the mistake, and the golden text.
pub(crate) struct Case {
    pub(crate) class: String,
    pub(crate) name: String,
    pub(crate) path: PathBuf,
}

impl Case {
    pub(crate) fn twin(&self) -> PathBuf {
        self.path.with_file_name(format!("{}_pass.rs", self.name))
    }

    pub(crate) fn golden(&self) -> String {
        read(&self.path.with_extension("stderr"))
    }
}

/// Every mistake, by class and name.
pub(crate) fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for folder in entries(&root()) {
        for path in entries(&folder) {
            let name = name(&path);
            if path.extension().is_some_and(|extension| extension == "rs") && !name.ends_with("_pass") {
                cases.push(Case { class: self::name(&folder), name, path });
            }
        }
    }
    cases
}

pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/ui")
}

pub(crate) fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut entries: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    entries
}

pub(crate) fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn name(path: &Path) -> String {
    path.file_stem().unwrap().to_str().unwrap().into()
}
