//! An edit of the file alone causes a rebuild: a crate whose file is written several times.

use super::{Sine, folder};
use nn::prelude::*;
use nn::{Parameters, files};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The path of the weights is relative to the manifest, and not to the source.
const PROGRAM: &str = r#"use nn::prelude::*;

network! {
    struct Sine {
        fc1: Linear<1, 16>,
        fc2: Linear<16, 16>,
        fc3: Linear<16, 1>,
    }
    fn forward(x: Tensor<1>) -> Tensor<1> {
        x.fc1().relu().fc2().relu().fc3()
    }
}

static SINE: &Sine = nn::include_weights!(Sine, "trained/sine.safetensors");

fn main() {
    print!("{}", SINE.forward(&Tensor::from([[1.0]]))[[0, 0]]);
}
"#;

/// Writes the crate, and returns its folder.
fn project() -> PathBuf {
    let project = Path::new(env!("CARGO_TARGET_TMPDIR")).join("weights_edit");
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for part in ["src", "trained"] {
        fs::create_dir_all(project.join(part)).unwrap();
    }
    let manifest = format!(
        "[package]\nname = \"weights_edit\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
         [dependencies]\nnn = {{ path = {root:?}, features = [\"weights\"] }}\n\n[workspace]\n"
    );
    fs::write(project.join("Cargo.toml"), manifest).unwrap();
    fs::copy(root.join("Cargo.lock"), project.join("Cargo.lock")).unwrap();
    fs::write(project.join("src/main.rs"), PROGRAM).unwrap();
    project
}

/// Returns the output of the program, or the compiler's messages; offline if everything required has been downloaded.
fn run(project: &Path) -> Result<String, String> {
    let run = |network: &[&str]| {
        let mut command = Command::new(env!("CARGO"));
        command.args(["run", "--quiet"]).args(network).current_dir(project);
        command.env("CARGO_TARGET_DIR", project.join("target"));
        command.env_remove("RUSTFLAGS").env_remove("CARGO_ENCODED_RUSTFLAGS");
        let output = command.output().unwrap();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        if output.status.success() { Ok(text(&output.stdout)) } else { Err(text(&output.stderr)) }
    };
    run(&["--offline"]).or_else(|error| if error.contains("--offline") { run(&[]) } else { Err(error) })
}

fn of_one(network: &Sine) -> String {
    network.forward(&Tensor::from([[1.0]]))[[0, 0]].to_string()
}

#[test]
fn an_edit_of_the_file_builds_anew() {
    let project = project();
    let file = project.join("trained/sine.safetensors");
    let load = || -> Box<Sine> { files::load(folder().join("sine.safetensors")).unwrap() };
    let (trained, mut other) = (load(), load());
    other.as_mut_slice().iter_mut().for_each(|weight| *weight *= -1.5);
    let expected = [&trained, &other].map(|network| of_one(network));
    assert_ne!(expected[0], expected[1]);

    files::save(&*trained, &file).unwrap();
    assert_eq!(run(&project).unwrap(), expected[0]);
    files::save(&*other, &file).unwrap();
    assert_eq!(run(&project).unwrap(), expected[1]);

    let whole = fs::read(&file).unwrap();
    fs::write(&file, &whole[..whole.len() - 4]).unwrap();
    let error = run(&project).expect_err("the file is cut off");
    let text = fs::read_to_string(folder().join("cases/real.stderr")).unwrap();
    let told = text.lines().find(|line| line.contains("weights/truncated.safetensors")).unwrap();
    let told = told.replace("weights/truncated.safetensors", "trained/sine.safetensors");
    assert!(error.contains(&told), "{error}\n{told}");

    // The correct file compiles again.
    fs::write(&file, &whole).unwrap();
    assert_eq!(run(&project).unwrap(), expected[1]);
}
