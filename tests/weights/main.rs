//! Weights that are embedded into the program: the file of the network is used without a copy, and any other file does
//! not compile.
//!
//! `NN_BLESS=1 cargo test --test weights files` rewrites the weight files, and `TRYBUILD=overwrite cargo test --test weights --
//! --ignored` the golden files.

mod edit;
#[path = "../cases/package.rs"]
mod package;

use nn::Parameters;
use nn::files;
use nn::layers::Layer;
use nn::prelude::*;
use package::Package;
use std::path::{Path, PathBuf};

network! {
    pub struct Sine {
        fc1: Linear<1, 16>,
        fc2: Linear<16, 16>,
        fc3: Linear<16, 1>,
    }
    fn forward(x: Tensor<1>) -> Tensor<1> {
        x.fc1().relu().fc2().relu().fc3()
    }
}

static SINE: &Sine = nn::include_weights!(Sine, "tests/weights/sine.safetensors");

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/weights")
}

/// The macro cannot share code with the library that uses it, so this checks that both have the same dtypes.
#[test]
fn macro_and_reader_support_the_same_dtypes() {
    let dtypes = |path: &str| {
        let source = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap();
        let (_, table) = source.split_once("const DTYPES: ").unwrap();
        let (_, table) = table.split_once('=').unwrap();
        table.split_once(';').unwrap().0.to_string()
    };
    let of_reader = dtypes("src/files/header.rs");
    assert!(of_reader.contains("(\"BF16\", 16)"));
    assert_eq!(dtypes("nn-macros/src/weights/tensor.rs"), of_reader);
}

#[test]
fn network_borrows_the_embedded_bytes() {
    let read: Box<Sine> = files::load(folder().join("sine.safetensors")).unwrap();
    assert_eq!(SINE.as_slice(), read.as_slice());
    // Not a copy: there is one instance, aligned to a cache line.
    assert_eq!(std::ptr::from_ref(SINE).addr() % 64, 0);
    static AGAIN: &Sine = SINE;
    assert!(std::ptr::eq(SINE, AGAIN));
}

network! {
    #[int8(SineInt8)]
    pub struct Both {
        fc1: Linear<1, 16>,
        fc2: Linear<16, 16>,
        fc3: Linear<16, 1>,
    }
    fn forward(x: Tensor<1>) -> Tensor<1> {
        x.fc1().relu().fc2().relu().fc3()
    }
}

#[test]
fn includes_int8_networks() {
    static INT8: &SineInt8 = nn::include_weights!(SineInt8, "tests/weights/sine_int8.safetensors");
    let read: Box<SineInt8> = files::load_int8(folder().join("sine_int8.safetensors")).unwrap();
    assert_eq!(INT8.as_bytes(), read.as_bytes());
    // It is the quantised form of the other network, calibrated with 256 samples.
    let real: Box<Both> = files::load(folder().join("sine.safetensors")).unwrap();
    let mut calibration = nn::int8::Calibration::<SineInt8>::new(&real);
    calibration.observe(&Tensor::<shape![256, 1]>::from_fn(|[i, _]| std::f32::consts::TAU * i as f32 / 255.0));
    assert_eq!(calibration.build().unwrap().as_bytes(), INT8.as_bytes());
}

#[test]
fn included_network_computes_sine() {
    let mut scratch = nn::parameters::zeroed::<<Sine as Layer<shape![1]>>::Scratch<dim![1]>>();
    for i in 0..100 {
        let x = i as f32 / 99.0 * std::f32::consts::TAU;
        let mut y = Tensor::<shape![1, 1]>::new([[0.0]]);
        SINE.predict(&Tensor::new([[x]]), &mut y, &mut *scratch);
        assert!((y[[0, 0]] - x.sin()).abs() < 0.03, "{x}: {}", y[[0, 0]]);
    }
}

/// The header and the data of a file.
fn parts(bytes: &[u8]) -> (String, Vec<u8>) {
    let length = u64::from_le_bytes(bytes[..8].try_into().unwrap()) as usize;
    (String::from_utf8(bytes[8..8 + length].to_vec()).unwrap(), bytes[8 + length..].to_vec())
}

/// A file with this header, padded so that the data are aligned.
fn file(header: &str, data: &[u8]) -> Vec<u8> {
    let mut header = header.trim_end().to_string();
    while !(8 + header.len()).is_multiple_of(64) {
        header.push(' ');
    }
    let mut bytes = (header.len() as u64).to_le_bytes().to_vec();
    bytes.extend(header.as_bytes());
    bytes.extend(data);
    bytes
}

network! {
    /// Its weight is square, so it fits in both orientations.
    pub struct Square {
        fc: Linear<3, 3>,
    }
    fn forward(x: Tensor<3>) -> Tensor<3> {
        x.fc()
    }
}

/// The file without its metadata, as other tools write it.
fn bare(bytes: &[u8]) -> Vec<u8> {
    let (header, data) = parts(bytes);
    let (_, tensors) = header.split_once("},").unwrap();
    assert!(header.starts_with("{\"__metadata__\":{"), "{header}");
    file(&format!("{{{tensors}"), &data)
}

network! {
    #[dtype(f64)]
    struct Double {
        fc1: Linear<1, 16>,
        fc2: Linear<16, 16>,
        fc3: Linear<16, 1>,
    }
    fn forward(x: Tensor<1>) -> Tensor<1> {
        x.fc1().relu().fc2().relu().fc3()
    }
}

network! {
    struct Tanh {
        fc1: Linear<1, 16>,
        fc2: Linear<16, 16>,
        fc3: Linear<16, 1>,
    }
    fn forward(x: Tensor<1>) -> Tensor<1> {
        x.fc1().tanh().fc2().tanh().fc3()
    }
}

network! {
    struct Longer {
        fc1: Linear<1, 16>,
        fc2: Linear<16, 16>,
        fc3: Linear<16, 1>,
        fc4: Linear<1, 1>,
    }
    fn forward(x: Tensor<1>) -> Tensor<1> {
        x.fc1().relu().fc2().relu().fc3().fc4()
    }
}

/// The files of `cases/real.rs`, each with one error.
fn wrong() -> Vec<(&'static str, Vec<u8>)> {
    let good = std::fs::read(folder().join("sine.safetensors")).unwrap();
    let (header, data) = parts(&good);
    let with = |from: &str, to: &str| {
        assert!(header.contains(from), "{header}");
        file(&header.replacen(from, to, 1), &data)
    };
    let mut nan = data.clone();
    nan[4 * 20..][..4].copy_from_slice(&f32::NAN.to_le_bytes());
    let (first, second) = (r#""fc2.weight":"#, r#""fc3.weight":"#);
    let swapped = header.replacen(first, "@", 1).replacen(second, first, 1).replacen('@', second, 1);
    // The same tensors, stored in another order.
    let bias = r#""fc1.weight":{"dtype":"F32","shape":[1,16],"data_offsets":[0,64]}"#;
    assert!(header.contains(bias));
    let other_order = header
        .replacen(bias, r#""fc1.weight":{"dtype":"F32","shape":[1,16],"data_offsets":[64,128]}"#, 1)
        .replacen(r#""shape":[16],"data_offsets":[64,128]"#, r#""shape":[16],"data_offsets":[0,64]"#, 1);
    vec![
        ("truncated", good[..good.len() - 4].to_vec()),
        ("too_long", [&good[..], &[0; 4]].concat()),
        ("no_format", b"not a file of tensors, but a text".to_vec()),
        ("nan", file(&header, &nan)),
        ("dtype", files::to_bytes(&*Double::new(1))),
        ("swapped", file(&swapped, &data)),
        ("turned", bare(&files::pytorch::to_bytes(&*Sine::new(1)))),
        ("pytorch", files::pytorch::to_bytes(&*Sine::new(1))),
        ("duplicate", with(r#""fc3.bias":"#, r#""fc3.weight":"#)),
        ("order", file(&other_order, &data)),
        ("renamed", with("fc3.bias", "fc3.shift")),
        ("extra", files::to_bytes(&*Longer::new(1))),
        ("architecture", files::to_bytes(&*Tanh::new(1))),
        ("version", with("\"nn.architecture\":\"2:", "\"nn.architecture\":\"")),
    ]
}

/// The files of `cases/int8.rs`.
fn wrong_int8() -> Vec<(&'static str, Vec<u8>)> {
    let good = std::fs::read(folder().join("sine_int8.safetensors")).unwrap();
    let (header, data) = parts(&good);
    let with = |tensor: &str, bytes: &[u8]| {
        let (_, entry) = header.split_once(&format!("\"{tensor}\":")).unwrap();
        let (_, offsets) = entry.split_once("\"data_offsets\":[").unwrap();
        let start: usize = offsets.split(',').next().unwrap().parse().unwrap();
        let mut data = data.clone();
        data[start..][..bytes.len()].copy_from_slice(bytes);
        file(&header, &data)
    };
    vec![
        ("int8_overflow", with("fc2.bias", &i32::MAX.to_le_bytes())),
        ("int8_shift", with("fc1.shift", &[63])),
        ("int8_multiplier", with("fc3.multiplier", &(-1_i32).to_le_bytes())),
        ("int8_scale", with("output.scale", &f32::INFINITY.to_le_bytes())),
        ("int8_negative_scale", with("input.scale", &(-0.5_f32).to_le_bytes())),
        ("int8_real", std::fs::read(folder().join("sine.safetensors")).unwrap()),
    ]
}

/// The files of `cases/square.rs`.
fn wrong_square() -> Vec<(&'static str, Vec<u8>)> {
    let square = Square::new(1);
    vec![("square_bare", bare(&files::to_bytes(&*square))), ("square_pytorch", files::pytorch::to_bytes(&*square))]
}

/// A program of `cases`, whose files are all wrong, and the correct file for its network.
struct Case {
    program: &'static str,
    right: &'static str,
    files: Vec<(&'static str, Vec<u8>)>,
}

impl Case {
    fn path(&self, extension: &str) -> PathBuf {
        folder().join("cases").join(self.program).with_extension(extension)
    }
}

fn cases() -> [Case; 3] {
    [
        Case { program: "real", right: "sine", files: wrong() },
        Case { program: "int8", right: "sine_int8", files: wrong_int8() },
        Case { program: "square", right: "square", files: wrong_square() },
    ]
}

#[test]
fn files_of_cases_are_up_to_date() {
    let square = folder().join("square.safetensors");
    if std::env::var_os("NN_BLESS").is_some() {
        files::save(&*Square::new(1), &square).unwrap();
    }
    assert!(
        std::fs::read(&square).unwrap() == files::to_bytes(&*Square::new(1)),
        "NN_BLESS=1 cargo test --test weights files"
    );
    for (name, bytes) in cases().into_iter().flat_map(|case| case.files) {
        let path = folder().join("cases").join(format!("{name}.safetensors"));
        if std::env::var_os("NN_BLESS").is_some() {
            std::fs::write(&path, &bytes).unwrap();
        }
        assert!(std::fs::read(&path).unwrap() == bytes, "{name}: NN_BLESS=1 cargo test --test weights files");
    }
}

/// No program compiles. Each names every one of its files once, and compiles and runs if the correct file replaces them.
#[test]
#[ignore = "slow: run by the gate"]
fn mismatched_weights_do_not_compile() {
    // The programs of trybuild form a separate crate, to whose folder paths are relative.
    let crate_folder = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap().join("tests/trybuild/typed-nn/weights");
    std::fs::create_dir_all(&crate_folder).unwrap();
    let (tests, corrected) = (trybuild::TestCases::new(), Package::new("weights"));
    for case in cases() {
        let right = format!("{}.safetensors", case.right);
        let mut program = std::fs::read_to_string(case.path("rs")).unwrap();
        assert_eq!(program.matches(".safetensors\"").count(), case.files.len());
        for (name, bytes) in &case.files {
            std::fs::write(crate_folder.join(format!("{name}.safetensors")), bytes).unwrap();
            let name = format!("weights/{name}.safetensors");
            assert_eq!(program.matches(&name).count(), 1, "{name}");
            program = program.replace(&name, &format!("weights/{right}"));
        }
        tests.compile_fail(case.path("rs"));
        corrected.write(&format!("src/bin/{}.rs", case.program), &program);
        std::fs::create_dir_all(corrected.path("weights")).unwrap();
        std::fs::copy(folder().join(&right), corrected.path("weights").join(&right)).unwrap();
    }
    for case in cases() {
        corrected.cargo(&["run", "--bin", case.program]).unwrap_or_else(|error| panic!("{error}"));
    }
}

#[test]
fn every_file_is_named_by_one_error() {
    for case in cases() {
        let text = std::fs::read_to_string(case.path("stderr")).unwrap();
        let errors: Vec<_> = text.lines().filter(|line| line.starts_with("error")).collect();
        assert_eq!(errors.len(), case.files.len(), "{text}");
        for (name, _) in case.files {
            let name = format!("weights/{name}.safetensors");
            assert_eq!(errors.iter().filter(|error| error.contains(&name)).count(), 1, "{name}:\n{text}");
        }
    }
}
