//! Weight files: which program wrote them, that the verified bytes are the ones that are read, and that headers and
//! messages are bounded.

use nn::files::{
    self, Conversion, DEFAULT_MAX_HEADER, FileError, LoadOptions, MAX_HEADER, SafeTensors, Source, pytorch,
};
use nn::prelude::*;
use std::io::{Cursor, Read, Seek, SeekFrom};
use std::path::PathBuf;

network! {
    #[int8(SquareInt8)]
    struct Square {
        fc: Linear<3, 3>,
    }
    fn forward(x: Tensor<3>) -> Tensor<3> {
        x.fc()
    }
}

network! {
    struct Wide {
        fc: Linear<2, 3>,
    }
    fn forward(x: Tensor<2>) -> Tensor<3> {
        x.fc()
    }
}

network! {
    #[dtype(f64)]
    struct Precise {
        fc: Linear<3, 3>,
    }
    fn forward(x: Tensor<3>) -> Tensor<3> {
        x.fc()
    }
}

/// A tensor: name, dtype, shape, bytes.
type Raw<'a> = (&'a str, &'a str, &'a [usize], Vec<u8>);

/// A safetensors file with this text as `__metadata__`, or without metadata.
fn raw(metadata: Option<&str>, tensors: &[Raw]) -> Vec<u8> {
    let mut parts: Vec<String> = metadata.iter().map(|text| format!("\"__metadata__\":{text}")).collect();
    let (mut begin, mut data) = (0, Vec::new());
    for (name, dtype, dims, bytes) in tensors {
        let end = begin + bytes.len();
        parts.push(format!(r#""{name}":{{"dtype":"{dtype}","shape":{dims:?},"data_offsets":[{begin},{end}]}}"#));
        data.extend_from_slice(bytes);
        begin = end;
    }
    with_header(&format!("{{{}}}", parts.join(",")), &data)
}

fn with_header(header: &str, data: &[u8]) -> Vec<u8> {
    [&(header.len() as u64).to_le_bytes()[..], header.as_bytes(), data].concat()
}

fn f32s(numbers: &[f32]) -> Vec<u8> {
    numbers.iter().flat_map(|number| number.to_le_bytes()).collect()
}

/// A weight whose elements are 1 to 9, and a zero bias.
fn square() -> [Raw<'static>; 2] {
    let weight = f32s(&[1., 2., 3., 4., 5., 6., 7., 8., 9.]);
    [("fc.weight", "F32", &[3, 3], weight), ("fc.bias", "F32", &[3], f32s(&[0.; 3]))]
}

struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn file(&self, bytes: &[u8]) -> PathBuf {
        let path = self.0.path().join("a.safetensors");
        std::fs::write(&path, bytes).unwrap();
        path
    }
}

fn same(name: &str) -> Option<String> {
    Some(name.into())
}

#[test]
fn load_rejects_square_weight_of_pytorch() {
    let (folder, net) = (Folder::new(), Square::new(1));
    let path = folder.file(&pytorch::to_bytes(&*net));
    let mut other = Square::new(2);
    for error in [
        files::load::<Square>(&path).err().unwrap(),
        files::load_into(&mut *other, &path).unwrap_err(),
        files::read_from::<Square, _>(SafeTensors::open(&path).unwrap()).err().unwrap(),
    ] {
        assert!(matches!(error, FileError::Source { found: Source::PyTorch, .. }), "{error}");
        assert!(error.to_string().contains("call `nn::files::pytorch::load`"), "{error}");
    }
    assert!(other.fc.weight == Square::new(2).fc.weight);
    assert!(pytorch::load::<Square>(&path).unwrap().fc.weight == net.fc.weight);
}

#[test]
fn pytorch_load_rejects_square_weight_of_nn() {
    let (folder, net) = (Folder::new(), Square::new(1));
    let path = folder.file(&files::to_bytes(&*net));
    let error = pytorch::load::<Square>(&path).err().unwrap();
    assert!(matches!(error, FileError::Source { found: Source::Nn, .. }), "{error}");
    assert!(error.to_string().contains("call `nn::files::load`"), "{error}");
    assert!(LoadOptions::new().source(Source::PyTorch).load::<Square>(&path).is_err());
}

#[test]
fn partial_loading_transposes_weights_of_pytorch() {
    let (folder, net) = (Folder::new(), Square::new(1));
    let mut other = Square::new(2);
    let path = folder.file(&pytorch::to_bytes(&*net));
    let report = files::load_partial(&mut *other, path, same).unwrap();
    assert_eq!(report.loaded, ["fc.weight", "fc.bias"]);
    assert!(other.fc.weight == net.fc.weight);

    let (net, mut other) = (Wide::new(1), Wide::new(2));
    let path = folder.file(&pytorch::to_bytes(&*net));
    let report = files::load_partial(&mut *other, path, same).unwrap();
    assert_eq!(report.to_string(), "2 of 2 tensors loaded");
    assert!(other.fc.weight == net.fc.weight);
}

#[test]
fn partial_loading_does_not_transpose_weights_of_nn() {
    let (folder, net) = (Folder::new(), Square::new(1));
    let mut other = Square::new(2);
    let _ = files::load_partial(&mut *other, folder.file(&files::to_bytes(&*net)), same).unwrap();
    assert!(other.fc.weight == net.fc.weight);
    // A checkpoint has no architecture, but a checksum.
    let path = folder.0.path().join("checkpoint.safetensors");
    let mut session = Session::<Square, Sgd, dim![2]>::new(Sgd::new(0.1), 3);
    nn::checkpoint::save(&mut *session, &path).unwrap();
    let file = SafeTensors::open(&path).unwrap();
    assert_eq!(file.source(), Some(Source::Nn));
    let name = file.entries().iter().find(|entry| entry.name.ends_with("fc.weight")).unwrap().name.clone();
    let prefix = name.strip_suffix("fc.weight").unwrap().to_string();
    let report = files::load_partial(&mut *other, &path, |name| Some(format!("{prefix}{name}"))).unwrap();
    assert_eq!(report.loaded.len(), 2);
    assert!(other.fc.weight == session.network.fc.weight);
}

#[test]
fn square_weight_without_metadata_is_ambiguous() {
    let folder = Folder::new();
    for metadata in
        [None, Some("{}"), Some("null"), Some(r#"{"format":"tf"}"#), Some(r#"{"format":"pt","nn.network":"Square"}"#)]
    {
        let path = folder.file(&raw(metadata, &square()));
        for error in [
            files::load::<Square>(&path).err().unwrap(),
            files::load_partial(&mut *Square::new(1), &path, same).unwrap_err(),
        ] {
            assert!(matches!(error, FileError::Ambiguous { .. }), "{error}");
            let text = error.to_string();
            assert!(text.contains("nn::files::pytorch::load") && text.contains("Source::Nn"), "{text}");
        }
        // The caller sets the source.
        assert_eq!(pytorch::load::<Square>(&path).unwrap().fc.weight[[1, 0]], 2.0);
        let ours: Box<Square> = LoadOptions::new().source(Source::Nn).load(&path).unwrap();
        assert_eq!(ours.fc.weight[[1, 0]], 4.0);
    }
}

#[test]
fn shapes_decide_orientation_without_metadata() {
    let folder = Folder::new();
    let bias = ("fc.bias", "F32", &[3][..], f32s(&[0.; 3]));
    let weight = f32s(&[1., 2., 3., 4., 5., 6.]);
    let theirs = folder.file(&raw(None, &[("fc.weight", "F32", &[3, 2], weight.clone()), bias.clone()]));
    let error = files::load::<Wide>(&theirs).err().unwrap().to_string();
    assert!(error.contains("call `nn::files::pytorch::load`"), "{error}");
    let mut net = Wide::new(1);
    let _ = files::load_partial(&mut *net, &theirs, same).unwrap();
    assert_eq!(net.fc.weight[[1, 0]], 2.0);
    let ours = folder.file(&raw(None, &[("fc.weight", "F32", &[2, 3], weight), bias]));
    assert_eq!(files::load::<Wide>(&ours).unwrap().fc.weight[[1, 0]], 4.0);
    let error = pytorch::load::<Wide>(&ours).err().unwrap().to_string();
    assert!(error.contains("call `nn::files::load`"), "{error}");
}

#[test]
fn int8_networks_reject_files_of_pytorch() {
    let (folder, net) = (Folder::new(), Square::new(1));
    let path = folder.file(&pytorch::to_bytes(&*net));
    let error = files::load_int8::<SquareInt8>(&path).err().unwrap();
    assert!(matches!(error, FileError::Source { found: Source::PyTorch, .. }), "{error}");
}

/// A file of `nn` with the other dtype has the same architecture if a conversion is allowed.
#[test]
fn files_of_nn_convert_between_f32_and_f64() {
    let (folder, precise, net) = (Folder::new(), Precise::new(1), Square::new(1));
    let path = folder.file(&files::to_bytes(&*precise));
    assert!(matches!(files::load::<Square>(&path), Err(FileError::Dtype { .. })));
    assert!(matches!(
        LoadOptions::new().convert(Conversion::Exact).load::<Square>(&path),
        Err(FileError::Dtype { .. })
    ));
    let read: Box<Square> = LoadOptions::new().convert(Conversion::Rounding).load(&path).unwrap();
    assert_eq!(read.fc.weight[[1, 2]], precise.fc.weight[[1, 2]] as f32);
    let path = folder.file(&files::to_bytes(&*net));
    let read: Box<Precise> = LoadOptions::new().convert(Conversion::Exact).load(&path).unwrap();
    assert_eq!(read.fc.weight[[1, 2]], f64::from(net.fc.weight[[1, 2]]));
}

#[test]
fn conversion_overflow_names_tensor_and_index() {
    let folder = Folder::new();
    let mut numbers = [0.5_f64; 9];
    numbers[7] = -1e300;
    let bytes = |numbers: &[f64]| numbers.iter().flat_map(|number| number.to_le_bytes()).collect::<Vec<u8>>();
    let tensors: [Raw; 2] =
        [("fc.weight", "F64", &[3, 3], bytes(&numbers)), ("fc.bias", "F64", &[3], bytes(&numbers[..3]))];
    let path = folder.file(&raw(Some(r#"{"format":"pt"}"#), &tensors));
    let error = LoadOptions::new().convert(Conversion::Rounding).load::<Square>(&path).err().unwrap();
    assert!(matches!(&error, FileError::Overflow { tensor, index: 7, .. } if tensor == "fc.weight"), "{error}");
    let error = LoadOptions::new().convert(Conversion::Rounding).load_partial(&mut *Square::new(1), &path).unwrap_err();
    assert!(matches!(error, FileError::Overflow { index: 7, .. }), "{error}");
}

/// Returns each byte of the data wrongly at the first read, and correctly from then on.
struct Turning {
    file: Cursor<Vec<u8>>,
    data: u64,
    seen: Vec<bool>,
}

impl Turning {
    fn new(bytes: Vec<u8>) -> Self {
        let data = 8 + u64::from_le_bytes(bytes[..8].try_into().unwrap());
        Self { seen: vec![false; bytes.len()], file: Cursor::new(bytes), data }
    }
}

impl Read for Turning {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let at = self.file.position();
        let count = self.file.read(into)?;
        for (i, byte) in into[..count].iter_mut().enumerate() {
            let place = at + i as u64;
            if place >= self.data && !std::mem::replace(&mut self.seen[place as usize], true) {
                *byte ^= 1;
            }
        }
        Ok(count)
    }
}

impl Seek for Turning {
    fn seek(&mut self, to: SeekFrom) -> std::io::Result<u64> {
        self.file.seek(to)
    }
}

#[test]
fn checksum_covers_the_bytes_used() {
    let net = Square::new(1);
    let open = || SafeTensors::new(Turning::new(files::to_bytes(&*net)), "turning").unwrap();
    assert!(matches!(files::read_from::<Square, _>(open()), Err(FileError::Checksum { .. })));
    let mut other = Square::new(2);
    let partial = LoadOptions::new().read_partial_from(&mut *other, open());
    assert!(matches!(partial, Err(FileError::Checksum { .. })));
    assert!(other.fc.weight == Square::new(2).fc.weight);
    // Data in memory are verified there.
    assert!(matches!(open().into_memory().unwrap().verify(), Err(FileError::Checksum { .. })));
    let mut memory = SafeTensors::new(Cursor::new(files::to_bytes(&*net)), "a").unwrap().into_memory().unwrap();
    assert!(memory.verify().unwrap());
    assert!(files::read_from::<Square, _>(memory).unwrap().fc.weight == net.fc.weight);

    let mut calibration = nn::int8::Calibration::<SquareInt8>::new(&net);
    calibration.observe(&Tensor::<shape![2, 3]>::new([[-1.0; 3], [1.0; 3]]));
    let bytes = files::int8_to_bytes(&*calibration.build().unwrap());
    let read = files::read_int8_from::<SquareInt8, _>(SafeTensors::new(Turning::new(bytes), "turning").unwrap());
    assert!(matches!(read, Err(FileError::Checksum { .. })));
}

/// Entries can be constructed by any caller.
#[test]
fn rejects_entries_of_other_files() {
    let mut file = SafeTensors::new(Cursor::new(files::to_bytes(&*Square::new(1))), "a").unwrap();
    let mut entry = file.entries()[0].clone();
    for range in [0..u64::MAX, 40..1 << 40, 1000..2000] {
        entry.range = range;
        assert!(matches!(file.read(&entry), Err(FileError::Offsets { .. })));
    }
    (entry.range.start, entry.range.end) = (8, 4);
    assert!(matches!(file.read(&entry), Err(FileError::Offsets { .. })));
}

#[test]
fn accepts_null_metadata_and_unknown_fields() {
    let file = SafeTensors::new(Cursor::new(raw(Some("null"), &square())), "a").unwrap();
    assert_eq!((file.all_metadata().count(), file.entries().len()), (0, 2));
    let header = r#"{"x":{"note":{"dtype":[null]},"dtype":"U8","shape":[1],"data_offsets":[0,1],"note":2}}"#;
    let file = SafeTensors::new(Cursor::new(with_header(header, &[7])), "a").unwrap();
    assert_eq!(file.entries()[0].dims, [1]);
}

#[test]
fn accepts_all_dtypes_of_the_reference() {
    let folder = Folder::new();
    let [weight, bias] = square();
    // Two elements of F4 are one byte, four of F6 three bytes.
    let foreign: [Raw; 5] = [
        ("a", "F8_E8M0", &[1], vec![7]),
        ("b", "F8_E4M3FNUZ", &[2], vec![7; 2]),
        ("c", "F8_E5M2FNUZ", &[0], vec![]),
        ("d", "F4", &[2, 2], vec![7; 2]),
        ("e", "F6_E2M3", &[4], vec![7; 3]),
    ];
    let tensors: Vec<Raw> = [weight, bias].into_iter().chain(foreign).collect();
    let path = folder.file(&raw(Some(r#"{"format":"pt"}"#), &tensors));
    let mut net = Square::new(1);
    let report = files::load_partial(&mut *net, &path, same).unwrap();
    assert_eq!((report.loaded.len(), report.unused.len()), (2, 5));
    assert_eq!(net.fc.weight[[1, 0]], 2.0);
}

/// A header with this number of entries.
fn long_header(count: usize, entry: impl Fn(usize) -> String, is_metadata: bool) -> Vec<u8> {
    let entries: Vec<_> = (0..count).map(entry).collect();
    let entries = entries.join(",");
    with_header(
        &if is_metadata { format!("{{\"__metadata__\":{{{entries}}}}}") } else { format!("{{{entries}}}") },
        &[],
    )
}

#[test]
fn rejects_long_headers_unless_limit_allows_them() {
    let bytes = long_header(100_000, |i| format!("\"{i:x}\":\"\""), true);
    let length = bytes.len() as u64 - 8;
    let open = |limit| SafeTensors::new_limited(Cursor::new(&bytes), "a", limit);
    let error = open(length - 1).unwrap_err();
    assert!(matches!(error, FileError::HeaderLimit { found, limit, .. } if found == length && limit == length - 1));
    assert!(error.to_string().contains("`max_header` of `nn::files::LoadOptions`"), "{error}");
    let file = open(length).unwrap();
    assert_eq!(file.metadata("ff"), Some(""));
    assert_eq!(file.metadata("no"), None);
    // The default limit of `open` is between usual files and the maximum of the format.
    let mut huge = (DEFAULT_MAX_HEADER + 1).to_le_bytes().to_vec();
    huge.resize(huge.len() + DEFAULT_MAX_HEADER as usize + 1, b' ');
    assert!(matches!(SafeTensors::new(Cursor::new(&huge), "a"), Err(FileError::HeaderLimit { .. })));
    assert!(matches!(SafeTensors::new_limited(Cursor::new(&huge), "a", MAX_HEADER), Err(FileError::Header { .. })));
    let folder = Folder::new();
    let path = folder.file(&files::to_bytes(&*Square::new(1)));
    assert!(matches!(LoadOptions::new().max_header(10).load::<Square>(&path), Err(FileError::HeaderLimit { .. })));
    assert!(LoadOptions::new().max_header(u64::MAX).load::<Square>(&path).is_ok());
}

/// In a file with many tensors, lookups are fast, and a duplicate name is found.
#[test]
fn finds_names_and_duplicates_among_many() {
    let entry = |i: usize| format!("\"{:07}\":{{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]}}", i % 40_000);
    let bytes = long_header(40_000, entry, false);
    let file = SafeTensors::new(Cursor::new(&bytes), "a").unwrap();
    for entry in file.entries() {
        assert_eq!(file.entry(&entry.name), Some(entry));
    }
    assert_eq!(file.entry("x"), None);
    let bytes = long_header(40_001, entry, false);
    let error = SafeTensors::new(Cursor::new(&bytes), "a").unwrap_err();
    assert!(matches!(&error, FileError::Duplicate { name, .. } if name == "0000000"), "{error}");
}

/// Names of 4 MB with control characters, wherever a message would contain them.
#[test]
fn messages_are_short_and_without_control_characters() {
    let folder = Folder::new();
    let name = format!("\\u001b[2J{}", "x".repeat(4 << 20));
    let tensor = |name: &str, dtype: &str, size: usize, end: usize| {
        format!(r#""{name}":{{"dtype":"{dtype}","shape":[{size}],"data_offsets":[0,{end}]}}"#)
    };
    let one = tensor(&name, "F32", 1, 4);
    let metadata = |entry: &str| format!(r#"{{"__metadata__":{{{entry}}},{}}}"#, tensor("a", "F32", 1, 4));
    let headers = [
        format!("{{{one}}}"),
        format!("{{{one},{one}}}"),
        format!("{{{}}}", tensor(&name, "F32", 2, 4)),
        format!("{{{}}}", tensor(&name, &name, 1, 4)),
        format!("{{{}}}", tensor(&format!("{name}.fc.weight"), "F32", 1, 4)),
        format!(r#"{{"{name}":{{"dtype":"F32"}}}}"#),
        format!(r#"{{"{name}":"{name}"}}"#),
        format!(r#"{{"a":{{"dtype":"F32","shape":"{name}","data_offsets":[0,4]}}}}"#),
        format!(r#"{{"__metadata__":"{name}"}}"#),
        format!(r#"{{"__metadata__":{{"a":{{"{name}":1}}}}}}"#),
        metadata(&format!(r#""{name}":"","{name}":"""#)),
        metadata(&format!(r#""nn.checksum":"{name}""#)),
        metadata(&format!(r#""nn.architecture":"{name}""#)),
    ];
    let mut texts = Vec::new();
    for header in headers {
        let path = folder.file(&with_header(&header, &[0; 4]));
        let error = files::load::<Square>(&path).err().unwrap();
        texts.push(error.to_string());
        texts.push(format!("{error:?}"));
        texts.push(pytorch::load::<Square>(&path).err().unwrap().to_string());
        let rename = LoadOptions::new().rename_prefix("", "fc").load::<Square>(&path);
        texts.push(rename.err().unwrap().to_string());
        texts.push(match files::load_partial(&mut *Square::new(1), &path, same) {
            Ok(report) => report.to_string(),
            Err(error) => error.to_string(),
        });
    }
    // A path is shown completely, except for its control characters.
    let error = SafeTensors::open("no\u{1b}[2Jwhere").unwrap_err().to_string();
    assert!(error.starts_with(r"cannot open no\u{1b}[2Jwhere: "), "{error}");
    for text in texts {
        assert!(text.len() < 4096, "{} bytes: {}", text.len(), text.chars().take(200).collect::<String>());
        assert!(!text.chars().any(|letter| letter.is_control() && letter != '\n'), "{text:?}");
    }
}

#[test]
fn load_report_is_truncated() {
    let folder = Folder::new();
    let entry = |i: usize| format!("\"layer{i}\":{{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]}}");
    let path = folder.file(&long_header(2000, entry, false));
    let report = files::load_partial(&mut *Square::new(1), &path, same).unwrap();
    let (text, all) = (report.to_string(), report.unused.len());
    assert!(all == 2000 && text.len() < 1000, "{text}");
    assert!(text.ends_with(&format!(", and {} more", all - 20)), "{text}");
}
