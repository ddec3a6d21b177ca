//! The errors of compile-fail tests.

use super::Differences;
use super::difference::without_golden;
use super::paths::display;
use std::io;
use std::path::{Path, PathBuf};

/// The reason why programs could not be checked, or their differences from the expected errors.
///
/// `Debug` is the same as `Display`, so that `unwrap` prints a readable message.
#[derive(thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The reported errors are not the expected ones, in at least one program; also lists the programs without a file of expected
    /// errors.
    #[error("{0}")]
    Differ(Differences),
    /// These programs have no file of expected errors beside them; all others have the expected errors.
    #[error("{}", without_golden(.0))]
    NoGolden(Vec<PathBuf>),
    /// The checked folder contains no program.
    #[error("there is no program, a file `*.rs`, in {}", display(.0))]
    EmptyFolder(PathBuf),
    /// The variable `NN_COMPILE_FAIL` has an unknown value.
    #[error(
        "the variable NN_COMPILE_FAIL is `{value}`, expected `overwrite`, which writes the files of expected errors\nhelp: unset \
         it to compare the errors with the files"
    )]
    Variable {
        /// The value.
        value: String,
    },
    /// A project without programs was checked.
    #[error("there are no programs to check")]
    NoProgram,
    /// The package under test is unknown.
    #[error(
        "the variable CARGO_MANIFEST_DIR is not set\nhelp: run the test with `cargo test`, or name the package with `Project::of`"
    )]
    NoPackage,
    /// [`Project::dependencies`](super::Project::dependencies) names a dependency that the package does not have.
    #[error("the package has no dependency `{name}`, expected one of: {}", names.join(", "))]
    UnknownDependency {
        /// The name.
        name: String,
        /// The names of the dependencies in the manifest.
        names: Vec<String>,
    },
    /// `cargo metadata` lists no package with this manifest.
    #[error("{} is not the manifest of a package", .0.display())]
    NotAPackage(PathBuf),
    /// `cargo metadata` failed for the package under test.
    #[error("the dependencies of {} cannot be read: {source}", manifest.display())]
    Metadata {
        /// The manifest of the package.
        manifest: PathBuf,
        /// The error of cargo.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// A manifest is not valid TOML.
    #[error("{} cannot be read: {source}", manifest.display())]
    Manifest {
        /// The manifest.
        manifest: PathBuf,
        /// The error of the parser.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// A file could not be read or written.
    #[error("{}: {source}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// The I/O error.
        source: io::Error,
    },
    /// Cargo, or rustup for another toolchain, could not be started.
    #[error("`{program}` cannot be started: {source}")]
    Start {
        /// The program.
        program: String,
        /// The I/O error.
        source: io::Error,
    },
    /// Cargo failed before it checked anything: because of a manifest, a dependency that cannot be found, or a toolchain that is
    /// not installed.
    #[error("`{command}` failed before it compiled a program:\n{stderr}")]
    Cargo {
        /// The command line.
        command: String,
        /// The output on stderr.
        stderr: String,
    },
    /// A dependency, or the library of the package itself, does not compile, so that no program could be checked.
    #[error("`{package}`, which the programs need, does not compile:\n{rendered}")]
    Dependency {
        /// The library that does not compile.
        package: String,
        /// The compiler's error.
        rendered: String,
    },
    /// The compiler did not complete a program, but reported no error in it: it crashed, or was killed.
    #[error("the compiler failed on `{program}`:\n{stderr}")]
    Compiler {
        /// The name of the program.
        program: String,
        /// The output of the compiler and cargo on stderr.
        stderr: String,
    },
}

/// Returns a function that adds the path of a file or folder to an I/O error.
pub(super) fn at(path: &Path) -> impl Fn(io::Error) -> Error {
    |source| Error::File { path: path.into(), source }
}

nn_core::debug_by_message!(Error);
