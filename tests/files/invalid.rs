//! Files that are not networks, or those of other networks.

use crate::{Net, Precise, Temporary};
use nn::files::{self, FileError, SafeTensors};
use nn::prelude::*;
use rand::RngExt;
use std::io::Cursor;

/// A file with this header, followed by this number of zero bytes.
fn file(header: &str, data: usize) -> Vec<u8> {
    let mut bytes = (header.len() as u64).to_le_bytes().to_vec();
    bytes.extend(header.as_bytes());
    bytes.resize(bytes.len() + data, 0);
    bytes
}

fn error(bytes: &[u8]) -> FileError {
    SafeTensors::new(Cursor::new(bytes), "net.safetensors").expect_err("a bad file")
}

/// The error of reading a network, with the path as `PATH`.
fn network_error<Net: Network>(name: &str, bytes: &[u8]) -> String {
    let file = Temporary::new(name, bytes);
    let error = files::load::<Net>(&file.0).err().expect("a bad file");
    error.to_string().replace(&file.0.display().to_string(), "PATH")
}

#[test]
fn rejects_invalid_safetensors_files() {
    let cases: &[(Vec<u8>, &str)] = &[
        (vec![], "net.safetensors is not a safetensors file: it has 0 bytes, expected an 8-byte header length"),
        (vec![1, 2, 3], "it has 3 bytes, expected an 8-byte header length"),
        ((1_u64 << 60).to_le_bytes().to_vec(), "it declares a header of 1152921504606846976 bytes, expected at most 0"),
        (file("{}", 0)[..9].to_vec(), "it declares a header of 2 bytes, expected at most 1"),
        (file("[]", 0), "its header begins with \"[]\", expected `{`"),
        (file("{\"a\":", 0), "its header is invalid: EOF while parsing"),
        (file("{\"a\":{}}", 0), "its header is invalid: `a` has no `dtype`"),
        (file(r#"{"__metadata__":{},"__metadata__":null}"#, 0), "its header is invalid: `__metadata__` occurs twice"),
        (
            file(r#"{"a":{"dtype":"F4","shape":[3],"data_offsets":[0,1]}}"#, 1),
            "expected a whole number of bytes, not [3] of F4",
        ),
        (file(r#"{"a":{"dtype":"F32","dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#, 4), "`a` has `dtype` twice"),
        (file(r#"{"a":{"dtype":"F33","shape":[1],"data_offsets":[0,4]}}"#, 4), "elements of type `F33`"),
        (file(r#"{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}"#, 4), "its header is invalid: invalid value"),
        (file(r#"{"__metadata__":{"a":1}}"#, 0), "its header is invalid: invalid type: integer `1`"),
        // Offsets.
        (
            file(r#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}"#, 4),
            "tensor `a` of net.safetensors is at the bytes [0, 4], expected 8 bytes for F32 with the shape [2]",
        ),
        (file(r#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}"#, 4), "is at the bytes [4, 0]"),
        (
            file(r#"{"a":{"dtype":"F32","shape":[18446744073709551615,2],"data_offsets":[0,4]}}"#, 4),
            "expected a shape within the address space, not [18446744073709551615, 2]",
        ),
        (
            file(
                r#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}"#,
                8,
            ),
            "tensor `b` of net.safetensors is at the bytes [4, 8], expected a start at 8",
        ),
        (
            file(r#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}"#, 8),
            "is at the bytes [4, 8], expected a start at 0",
        ),
        // Length.
        (
            file(r#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#, 7),
            "net.safetensors has 7 bytes of data, but its tensors are 8 bytes: it is truncated",
        ),
        (
            file(r#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#, 9),
            "has 9 bytes of data, but its tensors are 8 bytes: it is too long",
        ),
        // Names.
        (
            file(
                r#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}"#,
                8,
            ),
            "net.safetensors has two entries with the name `a`",
        ),
        (file(r#"{"__metadata__":{"a":"1","a":"2"}}"#, 0), "has two entries with the name `a`"),
    ];
    for (bytes, expected) in cases {
        let error = error(bytes);
        assert!(error.to_string().contains(expected), "{error}\nexpected: {expected}");
        assert!(error.is_damage());
    }
    let error = SafeTensors::open("nowhere.safetensors").err().unwrap();
    assert!(error.to_string().starts_with("cannot open nowhere.safetensors"), "{error}");
    assert!(!error.is_damage());
}

/// A header that announces large data allocates no memory for it, and one with many axes or deep nesting is rejected quickly.
#[test]
fn oversized_headers_allocate_nothing() {
    let axes = vec!["1"; 1000].join(",");
    let header = format!(r#"{{"a":{{"dtype":"F32","shape":[{axes}],"data_offsets":[0,4]}}}}"#);
    assert!(error(&file(&header, 4)).to_string().contains("at most 64 sizes"));
    let nested = format!("{{\"a\":{}", "[".repeat(100_000));
    assert!(error(&file(&nested, 0)).to_string().contains("its header is invalid"));
    let header = format!(r#"{{"a":{{"dtype":"U8","shape":[{0}],"data_offsets":[0,{0}]}}}}"#, 1_u64 << 50);
    assert!(error(&file(&header, 1)).to_string().contains("it is truncated"));
}

network! {
    /// `Net` without its last layer.
    struct Shorter {
        fc1: Linear<3, 4>,
    }
    fn forward(x: Tensor<3>) -> Tensor<4> {
        x.fc1()
    }
}

network! {
    struct Line {
        fc: Linear<3, 2>,
    }
    fn forward(x: Tensor<3>) -> Tensor<2> {
        x.fc()
    }
}

network! {
    struct Turned {
        fc: Linear<2, 3>,
    }
    fn forward(x: Tensor<2>) -> Tensor<3> {
        x.fc()
    }
}

network! {
    struct Renamed {
        fcl: Linear<3, 2>,
    }
    fn forward(x: Tensor<3>) -> Tensor<2> {
        x.fcl()
    }
}

/// The header of a `Line` without metadata, as other tools write it.
const LINE: &str = r#"{"fc.weight":{"dtype":"F32","shape":[3,2],"data_offsets":[0,24]},"fc.bias":{"dtype":"F32","shape":[2],"data_offsets":[24,32]}}"#;

#[test]
fn rejects_files_of_other_networks() {
    let net = files::to_bytes(&*Net::new(1));
    assert_eq!(
        network_error::<Shorter>("shorter", &net),
        "PATH has a tensor `norm.weight` with the shape [4], expected none of this name\n\
         help: to load only the matching tensors, call `nn::files::load_partial`"
    );
    assert_eq!(
        network_error::<Net>("missing", &files::to_bytes(&*Shorter::new(1))),
        "PATH has no tensor `norm.weight`, expected one of F32 with the shape [4]"
    );
    let line = files::to_bytes(&*Line::new(1));
    let bare = file(LINE, 32);
    assert_eq!(
        network_error::<Renamed>("renamed", &line),
        "PATH has no tensor `fcl.weight`, expected one of F32 with the shape [3, 2]\nhelp: it has a tensor `fc.weight`"
    );
    assert_eq!(
        network_error::<Turned>("turned", &bare),
        "tensor `fc.weight` of PATH has the shape [3, 2], expected [2, 3]\n\
         help: these are PyTorch's `[out, in]`: call `nn::files::pytorch::load`"
    );
    // A file with the metadata of `nn` belongs to another network.
    assert_eq!(
        network_error::<Turned>("turned", &line),
        "tensor `fc.weight` of PATH has the shape [3, 2], expected [2, 3]"
    );
    assert_eq!(
        network_error::<Precise>("dtype", &net),
        "tensor `fc1.weight` of PATH has elements of type F32, expected F64\n\
         help: to convert it, set `.convert(Conversion::Exact)` of `nn::files::LoadOptions`"
    );
}

#[test]
fn rejects_non_finite_parameters() {
    let mut bytes = files::to_bytes(&*Line::new(1));
    let end = bytes.len();
    // The last element of the bias; without the checksum, its value would be rejected, too.
    bytes[end - 4..].copy_from_slice(&f32::INFINITY.to_le_bytes());
    assert!(network_error::<Line>("infinite", &bytes).contains("PATH is corrupt: the checksum of its content is"));
    let mut bytes = file(LINE, 32);
    let end = bytes.len();
    bytes[end - 4..].copy_from_slice(&f32::INFINITY.to_le_bytes());
    assert_eq!(
        network_error::<Line>("infinite", &bytes),
        "tensor `fc.bias` of PATH has inf as element 1, expected only finite values"
    );
}

/// Every truncated file and every file with a flipped bit is rejected, unless it still contains the same network.
#[test]
fn detects_every_truncation_and_bit_flip() {
    let bytes = files::to_bytes(&*Line::new(1));
    let read = |bytes: &[u8]| SafeTensors::new(Cursor::new(bytes), "net").and_then(files::read_from::<Line, _>);
    for cut in 0..bytes.len() {
        assert!(read(&bytes[..cut]).is_err(), "{cut} bytes of {}", bytes.len());
    }
    for bit in 0..8 * bytes.len() {
        let mut bytes = bytes.clone();
        bytes[bit / 8] ^= 1 << (bit % 8);
        if let Ok(line) = read(&bytes) {
            // A space of the header's padding that became another kind of white space.
            assert!(line.fc.weight == Line::new(1).fc.weight, "bit {bit}");
        }
    }
    let mut rng = nn::init::rng(1);
    for _ in 0..2000 {
        let mut bytes = bytes.clone();
        for _ in 0..rng.random_range(1..20) {
            let place = rng.random_range(0..bytes.len());
            bytes[place] = rng.random_range(0..=255);
        }
        let _ = read(&bytes);
    }
}
