//! Networks in files: saved networks are read back, damaged files are reported, and PyTorch reads and writes the same files.

mod attachments;
mod invalid;
mod pytorch;
mod variants;

use nn::files::{self, ALIGNMENT, FileError, SafeTensors};
use nn::graph::fingerprint;
use nn::prelude::*;
use nn::state::{State, Visitor};
use nn::{Parameters, checkpoint};
use std::io::Cursor;

network! {
    /// With a buffer, a nested network, an array, and fields that are not sorted by size.
    struct Net {
        fc1: Linear<3, 4>,
        norm: BatchNorm1d<4>,
        blocks: [Block; 2],
        fc2: Linear<4, 2>,
    }
    fn forward(x: Tensor<3>) -> Tensor<2> {
        x.fc1().norm().blocks().fc2()
    }
}

network! {
    struct Block {
        fc: Linear<4, 4>,
    }
    fn forward(x: Tensor<4>) -> Tensor<4> {
        x + x.fc().relu()
    }
}

network! {
    /// The same tensors, and another `forward`.
    struct Other {
        fc1: Linear<3, 4>,
        norm: BatchNorm1d<4>,
        blocks: [Block; 2],
        fc2: Linear<4, 2>,
    }
    fn forward(x: Tensor<3>) -> Tensor<2> {
        x.fc1().norm().tanh().blocks().fc2()
    }
}

network! {
    #[dtype(f64)]
    struct Precise {
        fc1: Linear<3, 4>,
        fc2: Linear<4, 2>,
    }
    fn forward(x: Tensor<3>) -> Tensor<2> {
        x.fc1().relu().fc2()
    }
}

/// A temporary file, which is deleted when the value is dropped.
struct Temporary(tempfile::TempPath);

impl Temporary {
    fn new(name: &str, bytes: &[u8]) -> Self {
        let file = tempfile::Builder::new().suffix(&format!("-{name}.safetensors")).tempfile().unwrap();
        std::fs::write(file.path(), bytes).unwrap();
        Self(file.into_temp_path())
    }
}

#[test]
fn saved_network_round_trips() {
    let file = Temporary::new("saved", b"");
    let net = Net::new(1);
    files::save(&*net, &file.0).unwrap();
    let again: Box<Net> = files::load(&file.0).unwrap();
    assert_eq!(net.as_slice(), again.as_slice());

    let mut other = Net::new(2);
    files::load_into(&mut *other, &file.0).unwrap();
    assert_eq!(net.as_slice(), other.as_slice());

    let precise = Precise::new(3);
    files::save(&*precise, &file.0).unwrap();
    let again: Box<Precise> = files::load(&file.0).unwrap();
    assert_eq!(precise.as_slice(), again.as_slice());
}

/// The data of a file are the bytes of the network, aligned to a cache line.
#[test]
fn file_data_are_the_aligned_bytes_of_the_network() {
    let net = Net::new(1);
    let bytes = files::to_bytes(&*net);
    let numbers: Vec<u8> = net.as_slice().iter().flat_map(|number| number.to_le_bytes()).collect();
    let start = bytes.len() - numbers.len();
    assert_eq!(start % ALIGNMENT, 0);
    assert_eq!(bytes[start..], numbers);

    let file = SafeTensors::new(Cursor::new(&bytes), "net").unwrap();
    let names: Vec<_> = file.entries().iter().map(|entry| entry.name.as_str()).collect();
    let expected = [
        "fc1.weight",
        "fc1.bias",
        "norm.weight",
        "norm.bias",
        "norm.running_mean",
        "norm.running_var",
        "blocks.0.fc.weight",
        "blocks.0.fc.bias",
        "blocks.1.fc.weight",
        "blocks.1.fc.bias",
        "fc2.weight",
        "fc2.bias",
    ];
    assert_eq!(names, expected);
    assert_eq!(file.metadata("nn.network"), Some("Net"));
    assert_eq!(file.metadata("nn.architecture"), Some(format!("2:{:016x}", fingerprint::<Net>()).as_str()));
    // The same network is always written as the same file.
    assert_eq!(files::to_bytes(&*net), bytes);
}

#[test]
fn failed_save_preserves_old_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("net.safetensors");
    files::save(&*Net::new(1), &path).unwrap();
    let before = std::fs::read(&path).unwrap();
    let mut broken = Net::new(2);
    broken.fc2.weight[[0, 1]] = f32::NAN;
    let error = files::save(&*broken, &path).unwrap_err().to_string();
    assert!(error.contains("tensor `fc2.weight` of") && error.contains("has NaN as element 1"), "{error}");
    assert_eq!(std::fs::read(&path).unwrap(), before);
    // No temporary file is left.
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn rejects_other_forward_pass() {
    let file = Temporary::new("other", &files::to_bytes(&*Net::new(1)));
    let error = files::load::<Other>(&file.0).err().unwrap();
    assert!(matches!(error, FileError::Architecture { .. }), "{error}");
    assert!(error.to_string().contains("help: to load the tensors nevertheless, call `nn::files::load_partial`"));
    let mut other = Other::new(2);
    let report = files::load_partial(&mut *other, &file.0, |name| Some(name.into())).unwrap();
    assert_eq!(report.to_string(), "12 of 12 tensors loaded");
    assert_eq!(other.as_slice(), Net::new(1).as_slice());
}

#[test]
fn loads_parts_under_other_names() {
    let file = Temporary::new("parts", &files::to_bytes(&*Net::new(1)));
    let mut precise = Precise::new(2);
    let before = precise.as_slice().to_vec();
    let report = files::load_partial(&mut *precise, &file.0, |name| Some(name.into())).unwrap();
    assert!(report.loaded.is_empty());
    let (name, wanted, found) = &report.mismatched[0];
    assert_eq!([name, wanted, found], ["fc1.weight", "F64 [3, 4]", "F32 [3, 4]"]);
    assert_eq!(precise.as_slice(), before);

    let mut block = Block::new(3);
    let rename = |name: &str| Some(format!("blocks.1.{name}"));
    let report = files::load_partial(&mut *block, &file.0, rename).unwrap();
    assert_eq!((report.loaded.len(), report.unused.len()), (2, 10));
    assert!(block.fc.weight == Net::new(1).blocks[1].fc.weight);
    let report = files::load_partial(&mut *block, &file.0, |name| (name != "fc.bias").then(|| "fc9".into())).unwrap();
    assert_eq!(report.missing, ["fc.weight", "fc.bias"]);
}

/// A file whose fingerprint has version 1.
#[test]
fn rejects_first_version_of_fingerprints() {
    let bytes = files::to_bytes(&*Net::new(1));
    let end = 8 + u64::from_le_bytes(bytes[..8].try_into().unwrap()) as usize;
    let (before, number) = str::from_utf8(&bytes[8..end]).unwrap().split_once("2:").unwrap();
    // The header keeps its length: a space replaces each removed character.
    let old = [&bytes[..8], before.as_bytes(), number.as_bytes(), b"  ", &bytes[end..]].concat();
    let read = || SafeTensors::new(Cursor::new(&old), "old.safetensors").unwrap();
    let error = files::read_from::<Net, _>(read()).err().unwrap();
    assert_eq!(
        error.to_string(),
        format!(
            "the fingerprint in old.safetensors, {:.16}, has version 1, expected version 2: an earlier release of `nn` saved \
             it\nhelp: if it is from this architecture, load it with `.ignore_metadata()` of `nn::files::LoadOptions`, and \
             write it with `nn::files::save`",
            number
        )
    );
    assert!(!error.is_damage());

    /// What a session of an earlier release visits first.
    struct Old;
    impl State for Old {
        fn visit(&mut self, values: &mut dyn Visitor) {
            values.must_match("architecture", format_args!("0123456789abcdef"));
        }
    }
    let file = Temporary::new("old", b"");
    checkpoint::save(&mut Old, &file.0).unwrap();
    let mut session = Session::<Net, Sgd, dim![2]>::new(Sgd::new(0.1), 1);
    let error = checkpoint::load(&mut *session, &file.0).unwrap_err().to_string();
    assert!(error.contains("0123456789abcdef, has version 1") && error.contains("help: start a new run"), "{error}");
}
