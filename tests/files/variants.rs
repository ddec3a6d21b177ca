//! Common variants of PyTorch's files: `variants.py` writes them, and computes the expected outputs.

use nn::Parameters;
use nn::files::{self, Conversion, FileError, LoadOptions, SafeTensors, Source, pytorch};
use nn::prelude::*;
use std::path::PathBuf;

network! {
    struct Net {
        fc1: Linear<3, 3>,
        fc2: Linear<3, 2>,
    }
    fn forward(x: Tensor<3>) -> Tensor<2> {
        x.fc1().tanh().fc2()
    }
}

network! {
    #[dtype(f64)]
    struct Precise {
        fc1: Linear<3, 3>,
        fc2: Linear<3, 2>,
    }
    fn forward(x: Tensor<3>) -> Tensor<2> {
        x.fc1().tanh().fc2()
    }
}

network! {
    struct Square {
        fc: Linear<3, 3>,
    }
    fn forward(x: Tensor<3>) -> Tensor<3> {
        x.fc()
    }
}

network! {
    struct Normed {
        fc1: Linear<3, 3>,
        norm: BatchNorm1d<3>,
        fc2: Linear<3, 2>,
    }
    fn forward(x: Tensor<3>) -> Tensor<2> {
        x.fc1().norm().tanh().fc2()
    }
}

network! {
    struct Tied {
        first: Linear<3, 3>,
        second: Linear<3, 3>,
    }
    fn forward(x: Tensor<3>) -> Tensor<3> {
        x.first().tanh().second()
    }
}

network! {
    struct Words {
        embed: Embedding<5, 3>,
        head: Linear<3, 5, bias = false>,
    }
    fn forward(word: Tensor<Class<5>>) -> Tensor<5> {
        word.embed().tanh().head()
    }
}

fn path(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/files/variants").join(format!("{name}.safetensors"))
}

fn golden(name: &str, value: &str) -> Vec<f64> {
    let text = std::fs::read_to_string(path(name).with_file_name("golden.json")).unwrap();
    let json: serde_json::Value = serde_json::from_str(&text).unwrap();
    json[name][value].as_array().unwrap().iter().map(|number| number.as_f64().unwrap()).collect()
}

fn close(name: &str, found: impl IntoIterator<Item = f64>, within: f64) {
    let (found, expected): (Vec<f64>, Vec<f64>) = (found.into_iter().collect(), golden(name, "y"));
    assert_eq!(found.len(), expected.len());
    for (found, expected) in found.iter().zip(expected) {
        assert!((found - expected).abs() < within, "{name}: {found}, PyTorch {expected}");
    }
}

/// The network yields PyTorch's output for the input in the file.
macro_rules! same_output {
    ($name:expr, $net:expr) => {{
        let x: Vec<f32> = golden($name, "x").iter().map(|number| *number as f32).collect();
        let y = $net.forward(&Tensor::<shape![2, 3]>::from_slice(&x).unwrap());
        close($name, y.as_slice().iter().map(|number| f64::from(*number)), 1e-6);
    }};
}

fn options<'a>() -> LoadOptions<'a> {
    LoadOptions::new().source(Source::PyTorch)
}

/// The message of an error, with the path as `PATH`.
fn message(name: &str, error: FileError) -> String {
    error.to_string().replace(&path(name).display().to_string(), "PATH")
}

#[test]
fn loads_files_without_metadata() {
    for name in ["bare", "metadata_null", "unknown_field"] {
        same_output!(name, pytorch::load::<Net>(path(name)).unwrap());
        // The shape of its last layer reveals the orientation.
        let error = message(name, files::load::<Net>(path(name)).err().unwrap());
        assert!(error.contains("tensor `fc2.weight` of PATH has the shape [2, 3], expected [3, 2]"), "{error}");
        assert!(error.contains("call `nn::files::pytorch::load`"), "{error}");
        same_output!(name, LoadOptions::new().load::<Net>(path(name)).unwrap());
        let mut net = Net::new(1);
        let report = files::load_partial(&mut *net, path(name), |name| Some(name.into())).unwrap();
        assert_eq!(report.to_string(), "4 of 4 tensors loaded");
        same_output!(name, net);
    }
    assert_eq!(SafeTensors::open(path("bare")).unwrap().source(), None);
    assert_eq!(SafeTensors::open(path("square")).unwrap().source(), Some(Source::PyTorch));
}

#[test]
fn square_weight_without_metadata_needs_a_source() {
    let file = path("bare_square");
    let theirs: Box<Square> = pytorch::load(&file).unwrap();
    same_output!("bare_square", theirs);
    let ours: Box<Square> = LoadOptions::new().source(Source::Nn).load(&file).unwrap();
    for (row, column) in [(0, 1), (1, 2), (2, 0)] {
        assert_eq!(ours.fc.weight[[row, column]], theirs.fc.weight[[column, row]]);
    }
    let mut net = Square::new(1);
    let before = net.as_slice().to_vec();
    for error in [
        files::load::<Square>(&file).err().unwrap(),
        files::load_into(&mut *net, &file).unwrap_err(),
        files::read_from::<Square, _>(SafeTensors::open(&file).unwrap()).err().unwrap(),
        LoadOptions::new().load::<Square>(&file).err().unwrap(),
        files::load_partial(&mut *net, &file, |name| Some(name.into())).unwrap_err(),
    ] {
        assert!(matches!(&error, FileError::Ambiguous { tensor, .. } if tensor == "fc.weight"), "{error}");
        let text = error.to_string();
        assert!(text.contains("`nn::files::pytorch::load`") && text.contains("`.source(Source::Nn)`"), "{text}");
    }
    assert_eq!(net.as_slice(), before);
    let _ = options().load_partial(&mut *net, &file).unwrap();
    same_output!("bare_square", net);
}

#[test]
fn metadata_decides_orientation_of_square_weight() {
    let file = path("square");
    same_output!("square", pytorch::load::<Square>(&file).unwrap());
    same_output!("square", LoadOptions::new().load::<Square>(&file).unwrap());
    let error = message("square", files::load::<Square>(&file).err().unwrap());
    assert!(error.starts_with("PATH has PyTorch's weights"), "{error}");
    assert!(error.contains("help: call `nn::files::pytorch::load`"), "{error}");
    assert!(LoadOptions::new().source(Source::Nn).load::<Square>(&file).is_err());
    assert!(LoadOptions::new().source(Source::Nn).ignore_metadata().load::<Square>(&file).is_ok());
    let error = LoadOptions::new().ignore_metadata().load::<Square>(&file).err().unwrap();
    assert!(matches!(error, FileError::Ambiguous { .. }), "{error}");
}

#[test]
fn strips_prefixes_of_wrapped_modules() {
    same_output!("compiled", options().strip_prefix("_orig_mod.").load::<Net>(path("compiled")).unwrap());
    same_output!("parallel", options().strip_prefix("module").load::<Net>(path("parallel")).unwrap());
    let both = options().strip_prefix("module.").strip_prefix("_orig_mod.");
    // A rule for an absent prefix has no effect, so that one reader handles all of them.
    for name in ["parallel_compiled", "parallel", "compiled", "bare"] {
        same_output!(name, both.load::<Net>(path(name)).unwrap());
    }
    let mut net = Net::new(1);
    let report = both.load_partial(&mut *net, path("parallel_compiled")).unwrap();
    assert_eq!((report.loaded.len(), report.unused.len()), (4, 0));
    same_output!("parallel_compiled", net);
    // With a closure, too; and the error suggests the fix.
    let rename = |name: &str| Some(format!("_orig_mod.{name}"));
    same_output!("compiled", options().rename(rename).load::<Net>(path("compiled")).unwrap());
    let report = files::load_partial(&mut *net, path("compiled"), rename).unwrap();
    assert_eq!(report.to_string(), "4 of 4 tensors loaded");
    same_output!("compiled", net);
    let error = message("compiled", pytorch::load::<Net>(path("compiled")).err().unwrap());
    assert!(error.contains("help: it has a tensor `_orig_mod.fc1.weight`: `.strip_prefix(\"_orig_mod.\")`"), "{error}");
}

#[test]
fn renames_parts_of_a_sequential() {
    let named = || options().rename_prefix("0", "fc1").rename_prefix("2", "fc2");
    same_output!("sequential", named().load::<Net>(path("sequential")).unwrap());
    let rename = |name: &str| Some(name.replace("fc1", "0").replace("fc2", "2"));
    same_output!("sequential", options().rename(rename).load::<Net>(path("sequential")).unwrap());
    let error =
        options().rename_prefix("0", "fc").rename_prefix("2", "fc").load::<Net>(path("sequential")).err().unwrap();
    assert!(matches!(&error, FileError::Renamed { name, .. } if name.starts_with("fc.")), "{error}");
    assert!(error.to_string().contains("are both called `fc."), "{error}");
}

#[test]
fn converts_half_and_double_precision() {
    for name in ["f16", "bf16"] {
        // The output was computed in f64 from the same weights.
        same_output!(name, pytorch::load::<Net>(path(name)).unwrap());
        same_output!(name, options().convert(Conversion::Exact).load::<Net>(path(name)).unwrap());
        let error = message(name, options().load::<Net>(path(name)).err().unwrap());
        assert!(error.contains(&format!("elements of type {}, expected F32", name.to_uppercase())), "{error}");
        assert!(error.contains("help: to convert it, set `.convert(Conversion::Exact)`"), "{error}");
        // The report lists tensors that were not converted.
        let report = options().load_partial(&mut *Net::new(1), path(name)).unwrap();
        assert_eq!((report.loaded.len(), report.mismatched.len()), (0, 4));
    }
    for name in ["f16", "bf16", "f64"] {
        let net: Box<Precise> = pytorch::load(path(name)).unwrap();
        let x = Tensor::<shape![2, 3], f64>::from_slice(&golden(name, "x")).unwrap();
        close(name, net.forward(&x).as_slice().iter().copied(), 1e-14);
    }
    let error = message("f64", pytorch::load::<Net>(path("f64")).err().unwrap());
    assert!(error.contains("help: to convert it, set `.convert(Conversion::Rounding)`"), "{error}");
    same_output!("f64", options().convert(Conversion::Rounding).load::<Net>(path("f64")).unwrap());
    let error = options().convert(Conversion::Rounding).load::<Net>(path("f64_huge")).err().unwrap();
    assert_eq!(
        message("f64_huge", error),
        "tensor `fc2.weight` of PATH has 1000000000000000000000000000000000000000 as element 3, which is too large for F32"
    );
}

#[test]
fn loads_tied_weights_saved_once() {
    // The metadata of `save_model` list them.
    let tied: Box<Tied> = pytorch::load(path("tied")).unwrap();
    same_output!("tied", tied);
    assert!(tied.first.weight == tied.second.weight);
    let mut net = Tied::new(1);
    let report = files::load_partial(&mut *net, path("tied"), |name| Some(name.into())).unwrap();
    assert_eq!((report.loaded.len(), report.unused.len()), (4, 0));
    same_output!("tied", net);
    // If they do not, an alias does.
    assert!(pytorch::load::<Tied>(path("tied_silent")).is_err());
    same_output!("tied_silent", options().alias("second", "first").load::<Tied>(path("tied_silent")).unwrap());
    let by_tensor = options().alias("second.weight", "first.weight").alias("second.bias", "first.bias");
    same_output!("tied_silent", by_tensor.load::<Tied>(path("tied_silent")).unwrap());
}

/// One tensor of the file is an embedding, used unchanged, and a dense weight, which is transposed.
#[test]
fn loads_embedding_tied_to_last_layer() {
    let words: Box<Words> = pytorch::load(path("tied_table")).unwrap();
    for (row, column) in [(0, 1), (4, 2)] {
        assert_eq!(words.embed.weight[[row, column]], words.head.weight[[column, row]]);
    }
    let x = golden("tied_table", "x");
    let x = Tensor::<shape![3], Class<dim![5]>>::from_fn(|[i]| Class::new(x[i] as usize).unwrap());
    close("tied_table", words.forward(&x).as_slice().iter().map(|number| f64::from(*number)), 1e-6);
}

#[test]
fn ignores_unused_tensors_of_foreign_dtypes() {
    let file = path("foreign");
    let types: Vec<_> = SafeTensors::open(&file).unwrap().entries().iter().map(|entry| entry.dtype).collect();
    for dtype in ["I64", "BOOL", "C64", "F8_E8M0", "F8_E4M3FNUZ", "F4"] {
        assert!(types.contains(&dtype), "{dtype}: {types:?}");
    }
    let mut net = Net::new(1);
    let report = files::load_partial(&mut *net, &file, |name| Some(name.into())).unwrap();
    assert_eq!((report.loaded.len(), report.unused.len()), (4, 6));
    same_output!("foreign", net);
    same_output!("foreign", options().ignore_unused().load::<Net>(&file).unwrap());
    assert!(matches!(pytorch::load::<Net>(&file), Err(FileError::Unexpected { .. })));
}

#[test]
fn ignores_batch_norm_counters() {
    let net: Box<Normed> = options().strip_prefix("module.").load(path("normed")).unwrap();
    same_output!("normed", net);
    let report = options().strip_prefix("module.").load_partial(&mut *Normed::new(1), path("normed")).unwrap();
    assert_eq!(report.to_string(), "8 of 8 tensors loaded");
}

#[test]
fn partial_loading_transposes_and_reports_file_shapes() {
    let (mut net, head) = (Net::new(1), path("head"));
    let before = net.fc2.weight.to_boxed();
    let report = files::load_partial(&mut *net, &head, |name| Some(name.into())).unwrap();
    assert_eq!(
        report.to_string(),
        "2 of 4 tensors loaded\n\
         mismatch: fc2.weight is F32 [2, 3], but F32 [5, 3] in the file\n\
         mismatch: fc2.bias is F32 [2], but F32 [5] in the file"
    );
    assert!(net.fc2.weight == *before);
    // Byte by byte: element [in 0, out 1] is the first of the second row in the file.
    let mut file = SafeTensors::open(&head).unwrap();
    let entry = file.entry("fc1.weight").unwrap().clone();
    let bytes = file.read(&entry).unwrap();
    assert_eq!(net.fc1.weight[[0, 1]].to_le_bytes(), bytes[12..16]);
    assert_eq!(net.fc1.weight[[2, 0]].to_le_bytes(), bytes[8..12]);
}
