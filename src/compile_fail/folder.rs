//! Compile-fail tests of the programs in a folder.

use super::error::{Error, at};
use super::paths::display;
use super::project::{Project, canonical, identifier};
use super::{Difference, Differences, Expected, Message, golden, overwrite};
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Checks every program of a folder and of its subfolders with the toolchain that runs the test: it must report exactly the errors
/// in the file next to it, `wrong.stderr` for `wrong.rs`. Returns the number of programs.
///
/// A program that must compile has an empty file. A program without a file is an error, which is reported with those of the other
/// programs. A subfolder with a `mod.rs` is a module that the programs may share (`mod common;` for `common/mod.rs`): in it, and in
/// folders below it, only the programs that have a file are checked.
///
/// If the variable `NN_COMPILE_FAIL` is `overwrite`, the errors of each program are written to its file instead, and the names of
/// these files to stderr, with a warning for each error that is not one of `nn`, since it may be a mistake in the test itself, such
/// as the misspelt name of a method (E0599). A file that already expects these errors is left as it is. An empty file is never
/// overwritten: if its program does not compile, that is [`Error::Differ`]; delete the file to record the errors. Any other value is
/// an error.
///
/// See [the module](super) for what is compared, and for an example; [`Project::check`] for another toolchain.
///
/// # Errors
///
/// [`Error::Differ`] with all differences; [`Error::NoGolden`] if there are no others; [`Error::EmptyFolder`];
/// [`Error::Variable`]; those of [`Project::new`] and [`Project::run`].
pub fn check(folder: impl AsRef<Path>) -> Result<usize, Error> {
    let folder = folder.as_ref();
    Project::new(&identifier(&folder.to_string_lossy()))?.check(folder)
}

/// A program, and the errors in the file next to it, if there is one.
struct Case {
    path: PathBuf,
    expected: Option<Vec<Expected>>,
}

impl Case {
    /// Returns whether the program must compile: its file of expected errors is empty.
    fn must_compile(&self) -> bool {
        self.expected.as_ref().is_some_and(Vec::is_empty)
    }
}

impl Project {
    /// Checks a folder as [`check`](fn@check) does, or writes its files of expected errors, with this project's toolchain and
    /// features. Programs that were added before must compile.
    ///
    /// # Errors
    ///
    /// [`Error::Differ`] with all differences; [`Error::NoGolden`] if there are no others; [`Error::EmptyFolder`];
    /// [`Error::Variable`]; those of [`Project::run`].
    pub fn check(mut self, folder: impl AsRef<Path>) -> Result<usize, Error> {
        let overwrites = overwrite::is_requested()?;
        let folder = canonical(&self.package_folder().join(folder))?;
        let mut cases = BTreeMap::new();
        for case in cases_in(&folder, false)? {
            let name = case.path.strip_prefix(&folder).unwrap_or(&case.path).with_extension("");
            let name = name.to_string_lossy().into_owned();
            self = self.program(name.as_str(), &case.path);
            cases.insert(name, case);
        }
        if cases.is_empty() {
            return Err(Error::EmptyFolder(self.in_package(&folder)));
        }
        let found = self.run()?;
        let (checked, mut programs, mut without_golden, mut written) = (found.len(), vec![], vec![], String::new());
        for (name, found) in &found {
            let Some(case) = cases.get(name) else {
                programs.extend(difference(name.into(), &[], found));
                continue;
            };
            let path = self.in_package(&case.path);
            let difference = case.expected.as_ref().map(|expected| difference(path.clone(), expected, found));
            match difference {
                Some(None) => {}
                // Errors are never written to an empty file.
                Some(Some(difference)) if case.must_compile() => {
                    programs.push(Difference { must_compile: true, ..difference });
                }
                Some(_) | None if overwrites => {
                    let stderr = case.path.with_extension("stderr");
                    overwrite::write(&stderr, found)?;
                    written += &overwrite::describe(&display(&self.in_package(&stderr)), found);
                }
                Some(Some(difference)) => programs.push(difference),
                None => without_golden.push(path),
            }
        }
        overwrite::report(&written);
        match (programs.is_empty(), without_golden.is_empty()) {
            (true, true) => Ok(checked),
            (true, false) => Err(Error::NoGolden(without_golden)),
            (false, _) => Err(Error::Differ(Differences { programs, without_golden, checked })),
        }
    }

    /// Returns a path relative to the package, if it is in its folder.
    fn in_package(&self, path: &Path) -> PathBuf {
        path.strip_prefix(self.package_folder()).unwrap_or(path).into()
    }
}

/// Returns the programs in a folder and its subfolders; in a module, only those with a file of expected errors.
fn cases_in(folder: &Path, is_module: bool) -> Result<Vec<Case>, Error> {
    let mut cases = Vec::new();
    for entry in fs::read_dir(folder).map_err(at(folder))? {
        let path = entry.map_err(at(folder))?.path();
        if path.is_dir() {
            cases.extend(cases_in(&path, is_module || path.join("mod.rs").exists())?);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let expected = expected(&path.with_extension("stderr"))?;
            if expected.is_some() || !is_module {
                cases.push(Case { path, expected });
            }
        }
    }
    Ok(cases)
}

/// Reads a file of expected errors, if there is one.
fn expected(stderr: &Path) -> Result<Option<Vec<Expected>>, Error> {
    match fs::read_to_string(stderr) {
        Ok(text) => Ok(Some(golden(&text))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(at(stderr)(error)),
    }
}

/// Compares the errors as a multiset: their order depends on the compiler, their number does not.
fn difference(path: PathBuf, expected: &[Expected], found: &[Message]) -> Option<Difference> {
    let (mut missing, mut surplus) = (Vec::new(), found.to_vec());
    for expected in expected {
        match surplus.iter().position(|message| expected == message) {
            Some(index) => drop(surplus.remove(index)),
            None => missing.push(expected.clone()),
        }
    }
    let differs = !(missing.is_empty() && surplus.is_empty());
    differs.then_some(Difference { path, missing, surplus, must_compile: false })
}
