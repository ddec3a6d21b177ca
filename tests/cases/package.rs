//! Packages of generated programs, which depend on `nn` alone. All of them share one target folder, so that `nn` is built once.

// No test needs everything.
#![allow(dead_code)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A package in the folder for temporary files of tests.
pub(crate) struct Package {
    folder: PathBuf,
}

impl Package {
    /// Creates a package without programs. `src/main.rs` and each `src/bin/*.rs` that is written into it become its programs.
    pub(crate) fn new(name: &str) -> Self {
        Self::named(name, "nn")
    }

    /// [`new`](Self::new), with another name of the dependency.
    pub(crate) fn named(name: &str, dependency: &str) -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("packages").join(name);
        let _ = fs::remove_dir_all(&folder);
        let manifest = format!(
            "[workspace]\n\n[package]\nname = {name:?}\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
             [dependencies]\n{dependency} = {{ package = \"typed-nn\", path = {root:?}, features = [\"weights\"] }}\n\n\
             [profile.dev]\nincremental = false\ndebug = false\n"
        );
        let package = Self { folder };
        package.write("Cargo.toml", &manifest);
        fs::copy(root.join("Cargo.lock"), package.path("Cargo.lock")).unwrap();
        package
    }

    /// Returns the path of a file of the package.
    pub(crate) fn path(&self, file: &str) -> PathBuf {
        self.folder.join(file)
    }

    /// Writes a file of the package.
    pub(crate) fn write(&self, file: &str, text: &str) {
        let path = self.path(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Runs a command of cargo and returns what it prints, or else the compiler's messages; offline if everything required has been
    /// downloaded.
    pub(crate) fn cargo(&self, arguments: &[&str]) -> Result<String, String> {
        let run = |network: &[&str]| {
            let mut command = Command::new(env!("CARGO"));
            command.args(arguments).arg("--quiet").args(network).current_dir(&self.folder);
            command.env("CARGO_TARGET_DIR", Self::target());
            command.env_remove("RUSTFLAGS").env_remove("CARGO_ENCODED_RUSTFLAGS");
            let output = command.output().unwrap();
            let [stdout, stderr] =
                [output.stdout, output.stderr].map(|text| String::from_utf8_lossy(&text).into_owned());
            if output.status.success() { Ok(stdout) } else { Err(format!("{stdout}{stderr}")) }
        };
        run(&["--offline"]).or_else(|error| if error.contains("--offline") { run(&[]) } else { Err(error) })
    }

    /// Returns the path of a compiled program.
    pub(crate) fn program(name: &str) -> PathBuf {
        Self::target().join("debug").join(name).with_extension(std::env::consts::EXE_EXTENSION)
    }

    pub(crate) fn target() -> PathBuf {
        Path::new(env!("CARGO_TARGET_TMPDIR")).join("packages/target")
    }
}
