//! An edit of the weight file alone causes a rebuild: a crate whose file is written several times.

use super::{Sine, folder};
use crate::package::Package;
use nn::prelude::*;
use nn::{Parameters, files};
use std::fs;

/// The path of the weights is relative to the manifest, not to the source.
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

fn of_one(network: &Sine) -> String {
    network.forward(&Tensor::from([[1.0]]))[[0, 0]].to_string()
}

#[test]
#[ignore = "slow: run by the gate"]
fn edited_file_triggers_rebuild() {
    let package = Package::new("weights_edit");
    package.write("src/main.rs", PROGRAM);
    let file = package.path("trained/sine.safetensors");
    fs::create_dir(package.path("trained")).unwrap();
    let run = || package.cargo(&["run"]);
    let load = || -> Box<Sine> { files::load(folder().join("sine.safetensors")).unwrap() };
    let (trained, mut other) = (load(), load());
    other.as_mut_slice().iter_mut().for_each(|weight| *weight *= -1.5);
    let expected = [&trained, &other].map(|network| of_one(network));
    assert_ne!(expected[0], expected[1]);

    files::save(&*trained, &file).unwrap();
    assert_eq!(run().unwrap(), expected[0]);
    files::save(&*other, &file).unwrap();
    assert_eq!(run().unwrap(), expected[1]);

    let whole = fs::read(&file).unwrap();
    fs::write(&file, &whole[..whole.len() - 4]).unwrap();
    let error = run().expect_err("the file is cut off");
    let text = fs::read_to_string(folder().join("cases/real.stderr")).unwrap();
    let message = text.lines().find(|line| line.contains("weights/truncated.safetensors")).unwrap();
    let message = message.replace("weights/truncated.safetensors", "trained/sine.safetensors");
    assert!(error.contains(&message), "{error}\n{message}");

    // The correct file compiles again.
    fs::write(&file, &whole).unwrap();
    assert_eq!(run().unwrap(), expected[1]);
}
