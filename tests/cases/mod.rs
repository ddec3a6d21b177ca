//! The cases of `tests/ui`, for the tests that iterate over all of them, and functions that list and read files.

// No test needs everything.
#![allow(dead_code)]

use std::fs;
use std::path::{Path, PathBuf};

/// A program with one or more mistakes of one kind, and the golden file beside it. Each of its last lines, `//~ fix: LINE | TEXT`,
/// corrects one mistake.
pub(crate) struct Case {
    pub(crate) class: String,
    pub(crate) name: String,
    pub(crate) path: PathBuf,
}

const FIX: &str = "//~ fix: ";

impl Case {
    /// The program with the mistakes, without the lines that correct them.
    pub(crate) fn wrong(&self) -> String {
        self.parts().0
    }

    /// The corrections in the last lines: the index of each wrong line, and its corrected text.
    pub(crate) fn fixes(&self) -> Vec<(usize, String)> {
        let fix = |fix: &String| {
            let (line, text) = fix.split_once(" |").unwrap_or_else(|| panic!("{}: {fix}", self.path.display()));
            let line: usize = line.parse().unwrap_or_else(|_| panic!("{}: line {line}", self.path.display()));
            (line.checked_sub(1).expect("lines are counted from 1"), text.strip_prefix(' ').unwrap_or(text).into())
        };
        self.parts().1.iter().map(fix).collect()
    }

    /// The program without the mistakes.
    pub(crate) fn fixed(&self) -> String {
        let (wrong, fixes) = (self.wrong(), self.fixes());
        let mut lines: Vec<_> = wrong.lines().collect();
        for (index, text) in &fixes {
            *lines.get_mut(*index).unwrap_or_else(|| panic!("{} has no line {}", self.path.display(), index + 1)) =
                text;
        }
        lines.join("\n") + "\n"
    }

    fn parts(&self) -> (String, Vec<String>) {
        let text = read(&self.path);
        let (wrong, fixes) = text.split_once(FIX).unwrap_or_else(|| panic!("{} has no fix", self.path.display()));
        (wrong.into(), fixes.split(FIX).map(|fix| fix.trim_end().into()).collect())
    }

    pub(crate) fn golden(&self) -> String {
        read(&self.path.with_extension("stderr"))
    }
}

/// All cases, sorted by class and name.
pub(crate) fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for folder in entries(&root()) {
        for path in entries(&folder) {
            let name = name(&path);
            if path.extension().is_some_and(|extension| extension == "rs") {
                cases.push(Case { class: self::name(&folder), name, path });
            }
        }
    }
    cases
}

pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/ui")
}

/// The files and folders in a folder, sorted by name.
pub(crate) fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut entries: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    entries
}

/// The Rust files at a path, which is a file or a folder, sorted by name.
pub(crate) fn rust_files(path: &Path) -> Vec<PathBuf> {
    if path.is_dir() {
        return entries(path).iter().flat_map(|path| rust_files(path)).collect();
    }
    let is_rust = path.extension().is_some_and(|extension| extension == "rs");
    if is_rust { vec![path.into()] } else { Vec::new() }
}

pub(crate) fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn name(path: &Path) -> String {
    path.file_stem().unwrap().to_str().unwrap().into()
}
