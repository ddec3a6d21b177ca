//! Why a test of networks fails.

use super::Differences;
use std::io;
use std::path::{Path, PathBuf};

/// Why programs could not be checked, or how they differ from what is expected.
///
/// `Debug` is `Display`, so that what `unwrap` shows can be read.
#[derive(thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The errors found are not those expected.
    #[error("{0}")]
    Differ(Differences),
    /// A folder has no program with a golden text.
    #[error(
        "no program in {} has a golden text: a test of nothing\nhelp: put the errors that `cargo check` prints for \
         `wrong.rs` into `wrong.stderr`, beside it",
        .0.display()
    )]
    NoGolden(PathBuf),
    /// A project without a program was to be checked.
    #[error("there is no program to check")]
    NoProgram,
    /// The package that is tested is not known.
    #[error(
        "the variable CARGO_MANIFEST_DIR is not set\nhelp: run the test with `cargo test`, or name the package with `Project::of`"
    )]
    NoPackage,
    /// `cargo metadata` does not know a package with this manifest.
    #[error("{} is not the manifest of a package", .0.display())]
    NotAPackage(PathBuf),
    /// `cargo metadata` failed for the package that is tested.
    #[error("the dependencies of {} cannot be read: {source}", manifest.display())]
    Metadata {
        /// The manifest of the package.
        manifest: PathBuf,
        /// What cargo says.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// A manifest is not TOML.
    #[error("{} cannot be read: {source}", manifest.display())]
    Manifest {
        /// The manifest.
        manifest: PathBuf,
        /// What is wrong in it.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// A file could not be read or written.
    #[error("{}: {source}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// Cargo, or for another toolchain rustup, could not be started.
    #[error("`{program}` cannot be started: {source}")]
    Start {
        /// The program.
        program: String,
        /// What the system says.
        source: io::Error,
    },
    /// Cargo failed before it checked anything: a manifest, a dependency that cannot be found, or a toolchain that is not
    /// there.
    #[error("`{command}` failed before it checked a program:\n{stderr}")]
    Cargo {
        /// The command line.
        command: String,
        /// What it says.
        stderr: String,
    },
    /// A dependency, or the library of the package itself, does not compile, so that no program could be checked.
    #[error("`{package}`, which the programs need, does not compile:\n{rendered}")]
    Dependency {
        /// The library.
        package: String,
        /// The compiler's error.
        rendered: String,
    },
    /// The compiler did not finish a program, and found no error in it: it crashed, or was ended.
    #[error("the compiler did not finish `{program}`:\n{stderr}")]
    Compiler {
        /// The name of the program.
        program: String,
        /// What the compiler and cargo say.
        stderr: String,
    },
}

/// What turns an error of a file or a folder into one that names it.
pub(super) fn at(path: &Path) -> impl Fn(io::Error) -> Error {
    |source| Error::File { path: path.into(), source }
}

nn_core::debug_by_message!(Error);
