//! A temporary package of programs, and `cargo check` of it.

use super::error::{Error, at};
use super::manifest::{Selection, manifest};
use super::message::{self, Message};
use super::paths::Folders;
use cargo_metadata::diagnostic::DiagnosticLevel;
use cargo_metadata::{Message as Line, Metadata, MetadataCommand, Package};
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, OpenOptions};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// Programs that are checked together, with the dependencies that are available to the tests of a package.
///
/// The dependencies are the package's library and its normal and development dependencies, without optional ones, in the versions
/// of its `Cargo.lock`. The generated package is in `compile-fail/` of the target folder; a second check does not rebuild
/// dependencies.
///
/// ```no_run
/// use nn::compile_fail::Project;
///
/// let wrong = "
/// use nn::prelude::*;
///
/// network! {
///     struct Net {
///         fc1: Linear<64, 128>,
///         fc2: Linear<100, 10>,
///     }
///     fn forward(x: Tensor<64>) -> Tensor<10> {
///         x.fc1().relu().fc2()
///     }
/// }
///
/// fn main() {}
/// ";
/// let checked = Project::new("example")?.text("wrong", wrong).text("right", "fn main() {}").run()?;
/// let [error] = &checked["wrong"][..] else { panic!("one mistake is one error") };
/// assert_eq!(error.text.lines().next(), Some("layer `fc2` expects [100] but receives [128] from `fc1`"));
/// assert_eq!((error.marked.as_str(), error.line, error.column), ("fc2", Some(10), Some(24)));
/// assert!(checked["right"].is_empty());
/// # Ok::<(), nn::compile_fail::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Project {
    name: String,
    package: Package,
    metadata: Metadata,
    selection: Selection,
    toolchain: Option<String>,
    incremental: bool,
    programs: BTreeMap<String, Source>,
}

#[derive(Debug, Clone)]
enum Source {
    Path(PathBuf),
    Text(String),
}

/// A program with the name of its cargo target.
struct Program<'a> {
    name: &'a str,
    path: PathBuf,
}

impl Project {
    /// Creates a project for the package whose tests are running, from the variable `CARGO_MANIFEST_DIR`, which `cargo test` sets.
    /// The projects of two tests of a package must have different names.
    ///
    /// # Errors
    ///
    /// [`Error::NoPackage`] outside of `cargo test`; those of [`Project::of`].
    pub fn new(name: &str) -> Result<Self, Error> {
        let package = std::env::var_os("CARGO_MANIFEST_DIR").ok_or(Error::NoPackage)?;
        Self::of(Path::new(&package), name)
    }

    /// Creates a project for the package in this folder.
    ///
    /// # Errors
    ///
    /// [`Error::Metadata`]; [`Error::NotAPackage`] if there is no package in the folder.
    pub fn of(package: &Path, name: &str) -> Result<Self, Error> {
        let manifest = canonical(&package.join("Cargo.toml"))?;
        let metadata = MetadataCommand::new().manifest_path(&manifest).current_dir(package).no_deps().exec();
        let metadata =
            metadata.map_err(|source| Error::Metadata { manifest: manifest.clone(), source: source.into() })?;
        let Some(package) = metadata.packages.iter().find(|package| package.manifest_path == manifest).cloned() else {
            return Err(Error::NotAPackage(manifest));
        };
        let (name, selection, programs) = (identifier(name), Selection::default(), BTreeMap::new());
        Ok(Self { name, package, metadata, selection, toolchain: None, incremental: false, programs })
    }

    /// Enables a feature of the package itself, in addition to those that a development dependency of the package on itself
    /// enables.
    pub fn feature(mut self, feature: impl Into<String>) -> Self {
        self.selection.features.push(feature.into());
        self
    }

    /// Restricts the dependencies of the programs to those with these names in the manifest of the package, which saves the time to
    /// compile the others. Defaults to all normal and development dependencies. The library of the package is always one, with the
    /// features set by [`feature`](Self::feature); a development dependency of the package on itself adds its features only if its
    /// name is listed. If the manifest does not have a name, [`run`](Self::run) returns [`Error::UnknownDependency`].
    pub fn dependencies(mut self, names: &[&str]) -> Self {
        self.selection.dependencies = Some(names.iter().map(|&name| name.into()).collect());
        self
    }

    /// Sets whether the programs are built incrementally, as cargo builds the crates of a workspace. Defaults to `false`, which is
    /// faster. The compiler reports equal errors at one place once, except in an incremental build: a macro that emits an error twice
    /// is found only there.
    ///
    /// ```no_run
    /// nn::compile_fail::Project::new("incremental")?.incremental(true).check("tests/networks")?;
    /// # Ok::<(), nn::compile_fail::Error>(())
    /// ```
    pub fn incremental(mut self, incremental: bool) -> Self {
        self.incremental = incremental;
        self
    }

    /// Sets the rustup toolchain for the check, such as `nightly`. Defaults to the one that runs the test.
    pub fn toolchain(mut self, toolchain: impl Into<String>) -> Self {
        self.toolchain = Some(toolchain.into());
        self
    }

    /// Adds the program in this file; a relative path is relative to the package. It replaces a program of the same name.
    pub fn program(mut self, name: impl Into<String>, path: impl AsRef<Path>) -> Self {
        let path = self.package_folder().join(path);
        self.programs.insert(name.into(), Source::Path(path));
        self
    }

    /// Adds a program from its text. It replaces a program of the same name.
    pub fn text(mut self, name: impl Into<String>, text: impl Into<String>) -> Self {
        self.programs.insert(name.into(), Source::Text(text.into()));
        self
    }

    /// Checks the programs and returns the errors of each, by name, in the order in which the compiler reports them. A program
    /// without errors compiles. Warnings are ignored.
    ///
    /// # Errors
    ///
    /// [`Error::Cargo`], [`Error::Dependency`], [`Error::Compiler`], [`Error::Start`] if the check itself failed; [`Error::File`],
    /// [`Error::Manifest`] if the project could not be written; [`Error::NoProgram`].
    pub fn run(&self) -> Result<BTreeMap<String, Vec<Message>>, Error> {
        if self.programs.is_empty() {
            return Err(Error::NoProgram);
        }
        let root = self.root();
        fs::create_dir_all(root.join("src")).map_err(at(&root))?;
        // Tests in one or in several processes may check the same project at the same time.
        let lock = root.join("lock");
        // Opened without truncation: it may be a link to another file.
        let open = OpenOptions::new().write(true).create(true).truncate(false).open(&lock);
        let lock = open.and_then(|file| file.lock().map(|()| file)).map_err(at(&lock))?;
        let programs = self.write(&root)?;
        let (command, output) = self.cargo_check(&root)?;
        let messages = sort(&output, &command, &programs, &root, &self.folders(&root));
        drop(lock);
        messages
    }

    pub(super) fn package_folder(&self) -> &Path {
        self.package.manifest_path.parent().expect("a manifest is in a folder").as_std_path()
    }

    /// Returns the folders from which paths in messages are relative, if the generated package is at `root`.
    fn folders(&self, root: &Path) -> Folders {
        let workspace = self.metadata.workspace_root.as_std_path();
        Folders::new([root, self.package_folder(), workspace].map(Path::to_path_buf).into())
    }

    /// Returns the folder of the generated package, one for each toolchain, so that each keeps its `Cargo.lock`.
    fn root(&self) -> PathBuf {
        let toolchain = self.toolchain.as_deref().map(|toolchain| format!("-{}", identifier(toolchain)));
        let name = format!("{}-{}{}", self.package.name, self.name, toolchain.unwrap_or_default());
        self.folder().join(name)
    }

    fn folder(&self) -> PathBuf {
        self.metadata.target_directory.as_std_path().join("compile-fail")
    }

    /// Writes the package; returns its programs by the names of their cargo targets.
    fn write(&self, root: &Path) -> Result<BTreeMap<String, Program<'_>>, Error> {
        let mut programs = BTreeMap::new();
        for (name, source) in &self.programs {
            let mut id = format!("case_{}", identifier(name));
            while programs.contains_key(&id) {
                id.push('_');
            }
            let path = match source {
                Source::Path(path) => canonical(path)?,
                Source::Text(text) => {
                    let path = root.join("src").join(&id).with_extension("rs");
                    update(&path, text)?;
                    path
                }
            };
            programs.insert(id, Program { name, path });
        }
        let name = format!("compile-fail-{}", self.name);
        let bins = programs.iter().map(|(id, program)| (id.clone(), program.path.display().to_string()));
        let manifest = manifest(&name, &self.metadata, &self.package, &self.selection, bins)?;
        update(&root.join("Cargo.toml"), &manifest.to_string())?;
        let lock = self.metadata.workspace_root.as_std_path().join("Cargo.lock");
        if lock.exists() {
            let versions = fs::read_to_string(&lock).map_err(at(&lock))?;
            update(&root.join("Cargo.lock"), &versions)?;
        }
        Ok(programs)
    }

    /// Checks all programs, without network access if all dependencies are available.
    fn cargo_check(&self, root: &Path) -> Result<(String, Output), Error> {
        let run = |network: &[&str]| {
            let mut command = self.cargo();
            command.args(["check", "--bins", "--keep-going", "--message-format=json"]).args(network);
            command.arg("--manifest-path").arg(root.join("Cargo.toml"));
            command.arg("--target-dir").arg(self.folder().join("target"));
            // The folder of the package, so that its cargo configuration applies.
            command.current_dir(self.package_folder());
            command.env("CARGO_INCREMENTAL", if self.incremental { "1" } else { "0" });
            // `RUSTFLAGS` of the caller, such as denied warnings, must not change the errors of a program.
            command.env_remove("RUSTFLAGS").env_remove("CARGO_ENCODED_RUSTFLAGS");
            let line = [command.get_program()].into_iter().chain(command.get_args());
            let line: Vec<_> = line.map(|word| word.to_string_lossy()).collect();
            let (line, program) = (line.join(" "), line[0].to_string());
            let output = command.output().map_err(|source| Error::Start { program, source })?;
            Ok((line, output))
        };
        let (line, output) = run(&["--offline"])?;
        if finished(&output) { Ok((line, output)) } else { run(&[]) }
    }

    fn cargo(&self) -> Command {
        let Some(toolchain) = &self.toolchain else {
            return Command::new(std::env::var_os("CARGO").unwrap_or("cargo".into()));
        };
        let mut command = Command::new("rustup");
        command.args(["run", toolchain, "cargo"]);
        // These refer to the tools of the toolchain that runs the test.
        for variable in ["CARGO", "RUSTC", "RUSTDOC"] {
            command.env_remove(variable);
        }
        command
    }
}

/// Replaces the characters that cargo does not allow in a name.
pub(super) fn identifier(name: &str) -> String {
    name.chars().map(|c| if c.is_ascii_alphanumeric() || c == '-' { c } else { '_' }).collect()
}

pub(super) fn canonical(path: &Path) -> Result<PathBuf, Error> {
    path.canonicalize().map_err(at(path))
}

/// Writes a file unless it has this text already, so that cargo sees it as unchanged.
fn update(path: &Path, text: &str) -> Result<(), Error> {
    if fs::read_to_string(path).is_ok_and(|before| before == text) {
        return Ok(());
    }
    fs::write(path, text).map_err(at(path))
}

fn lines(output: &Output) -> impl Iterator<Item = Line> {
    Line::parse_stream(&output.stdout[..]).map_while(Result::ok)
}

fn finished(output: &Output) -> bool {
    lines(output).any(|line| matches!(line, Line::BuildFinished(_)))
}

/// Returns the errors by program. Every program must have compiled or have an error; one with neither was not checked.
fn sort(
    output: &Output,
    command: &str,
    programs: &BTreeMap<String, Program<'_>>,
    root: &Path,
    folders: &Folders,
) -> Result<BTreeMap<String, Vec<Message>>, Error> {
    let stderr = String::from_utf8_lossy(&output.stderr).trim().to_string();
    if !finished(output) {
        return Err(Error::Cargo { command: command.into(), stderr });
    }
    let mut messages: BTreeMap<_, _> = programs.values().map(|program| (program.name.to_string(), vec![])).collect();
    let mut compiled = BTreeSet::new();
    for line in lines(output) {
        match line {
            Line::CompilerArtifact(artifact) if artifact.target.is_bin() => {
                compiled.insert(artifact.target.name);
            }
            Line::CompilerMessage(line) => {
                let program = programs.get(&line.target.name).filter(|_| line.target.is_bin());
                let path = program.map_or(line.target.src_path.as_std_path(), |program| &program.path);
                let name = program.map_or(&*line.target.name, |program| program.name);
                if line.message.level == DiagnosticLevel::Ice {
                    let stderr = line.message.rendered.unwrap_or(line.message.message);
                    return Err(Error::Compiler { program: name.into(), stderr });
                }
                let Some(message) = message::read(line.message, &line.target.name, path, root, folders) else {
                    continue;
                };
                match messages.get_mut(name).filter(|_| program.is_some()) {
                    Some(messages) => messages.push(message),
                    None => return Err(Error::Dependency { package: name.into(), rendered: message.rendered }),
                }
            }
            _ => {}
        }
    }
    for (id, Program { name, .. }) in programs {
        if !compiled.contains(id) && messages[*name].is_empty() {
            return Err(Error::Compiler { program: name.to_string(), stderr });
        }
    }
    Ok(messages)
}
