//! Compile-fail tests of the programs in a folder.

use super::error::{Error, at};
use super::project::{Project, identifier};
use super::{Difference, Differences, Expected, Message, golden};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Checks every program of a folder, and of its subfolders, that has a file of expected errors next to it, `wrong.rs` and
/// `wrong.stderr`, with the toolchain that runs the test: it must report exactly the expected errors. Returns the number of
/// programs.
///
/// An empty file of expected errors declares that the program compiles; a program without such a file is ignored. See [the
/// module](super) for what is compared, and for an example; [`Project::check`] for another toolchain.
///
/// # Errors
///
/// [`Error::Differ`] with all differences; [`Error::NoGolden`]; those of [`Project::new`] and [`Project::run`].
pub fn check(folder: impl AsRef<Path>) -> Result<usize, Error> {
    let folder = folder.as_ref();
    Project::new(&identifier(&folder.to_string_lossy()))?.check(folder)
}

impl Project {
    /// Checks a folder as [`check`](fn@check) does, with this project's toolchain and features. Programs that were added before
    /// must compile.
    ///
    /// # Errors
    ///
    /// [`Error::Differ`] with all differences; [`Error::NoGolden`]; those of [`Project::run`].
    pub fn check(mut self, folder: impl AsRef<Path>) -> Result<usize, Error> {
        let folder = self.package_folder().join(folder);
        let mut expected = BTreeMap::new();
        for path in programs(&folder)? {
            let stderr = path.with_extension("stderr");
            let golden = fs::read_to_string(&stderr).map_err(at(&stderr))?;
            let name = path.strip_prefix(&folder).unwrap_or(&path).with_extension("");
            let name = name.to_string_lossy().into_owned();
            self = self.program(name.as_str(), &path);
            expected.insert(name, (path, self::golden(&golden)));
        }
        if expected.is_empty() {
            return Err(Error::NoGolden(folder));
        }
        let found = self.run()?;
        let checked = found.len();
        let mut programs = Vec::new();
        for (name, found) in found {
            let (path, expected) = expected.remove(&name).unwrap_or((PathBuf::from(&name), vec![]));
            programs.extend(difference(path, expected, found));
        }
        if programs.is_empty() { Ok(checked) } else { Err(Error::Differ(Differences { programs, checked })) }
    }
}

/// Returns the programs that have a file of expected errors.
fn programs(folder: &Path) -> Result<Vec<PathBuf>, Error> {
    let mut programs = Vec::new();
    for entry in fs::read_dir(folder).map_err(at(folder))? {
        let path = entry.map_err(at(folder))?.path();
        if path.is_dir() {
            programs.extend(self::programs(&path)?);
        } else if path.extension().is_some_and(|extension| extension == "rs") && path.with_extension("stderr").exists()
        {
            programs.push(path);
        }
    }
    Ok(programs)
}

/// Compares the errors as a multiset: their order depends on the compiler, their number does not.
fn difference(path: PathBuf, expected: Vec<Expected>, found: Vec<Message>) -> Option<Difference> {
    let (mut missing, mut surplus) = (Vec::new(), found);
    for expected in expected {
        match surplus.iter().position(|message| expected == *message) {
            Some(index) => drop(surplus.remove(index)),
            None => missing.push(expected),
        }
    }
    let differs = !(missing.is_empty() && surplus.is_empty());
    differs.then_some(Difference { path, missing, surplus })
}
