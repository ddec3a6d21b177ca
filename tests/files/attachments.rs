//! Normalisers, class names and rules for missing values in the file of a network: they round-trip, and mismatches are reported.

use super::Temporary;
use nn::Parameters;
use nn::data::csv::{Format, Missing, MissingRules, Table};
use nn::data::{ClassNames, Normalizer};
use nn::files::{self, Attachments, FileError, SafeTensors};
use nn::prelude::*;
use std::io::Cursor;
use std::path::Path;

network! {
    struct Small {
        fc: Linear<3, 2>,
    }
    fn forward(x: Tensor<3>) -> Tensor<2> {
        x.fc()
    }
}

network! {
    struct Pictures {
        conv: Conv2d<2, 4, kernel = 3>,
        fc: Linear<16, 2>,
    }
    fn forward(x: Tensor<2, 4, 4>) -> Tensor<2> {
        x.conv().relu().flatten().fc()
    }
}

network! {
    #[dtype(f64)]
    struct Precise {
        fc: Linear<3, 1>,
    }
    fn forward(x: Tensor<3>) -> Tensor<1> {
        x.fc()
    }
}

network! {
    struct Words {
        embed: Embedding<50, 4>,
        fc: Linear<8, 2>,
    }
    fn forward(words: Tensor<2, Class<50>>) -> Tensor<2> {
        words.embed().flatten().fc()
    }
}

fn small() -> (Normalizer<shape![3], f32>, ClassNames<dim![2]>) {
    // Values without a short decimal form, and extreme values.
    let mean = Tensor::new([0.1, -1.0 / 3.0, f32::MAX]);
    let std = Tensor::new([f32::MIN_POSITIVE, 0.0, 1.0e-45]);
    (Normalizer::new(&mean, &std).unwrap(), ClassNames::new(["a \"cat\"", "Ħund\n"]).unwrap())
}

#[test]
fn attachments_round_trip() {
    let path = Temporary::new("attached", b"");
    let (normalizer, names) = small();
    let net = Small::new(1);
    let attachments = Attachments::new().with_input_normalizer(&normalizer).with_class_names(&names);
    let attachments = attachments.with_texts("city", &["?"]).with_texts("city", &["Rome", "\"Oslo\""]);
    files::save_with(&*net, &attachments.with_texts("none", &[""; 0]), &path.0).unwrap();

    let (read, attachments) = files::load_with::<Small>(&path.0).unwrap();
    assert_eq!(read.as_slice(), net.as_slice());
    let found = attachments.input_normalizer().unwrap();
    assert_eq!((found.mean(), found.std()), (normalizer.mean(), normalizer.std()));
    assert_eq!(attachments.class_names(), Some(names));
    assert_eq!(attachments.texts("city"), Some(vec!["Rome", "\"Oslo\""]));
    assert_eq!((attachments.texts("none"), attachments.texts("other")), (Some(vec![]), None));
    assert!(attachments.target_normalizer().is_none());
    // All other functions read the network.
    let read: Box<Small> = files::load(&path.0).unwrap();
    assert_eq!(read.as_slice(), net.as_slice());
    assert!(SafeTensors::open(&path.0).unwrap().verify().unwrap());
}

#[test]
fn missing_rules_round_trip() {
    let path = Temporary::new("rules", b"");
    let text = "a,b,c,d\n0.1,\"x \"\"y\"\"\",1,\n0.2,\"x \"\"y\"\"\",,2\n-,-,3,4\n";
    let table = Table::from_reader(text.as_bytes(), "t.csv", Format::default()).unwrap();
    for table in [table.clone().na_values(&["", "-"]), table.na_values(&["-"])] {
        let table = table.missing(Missing::Mean, &["a"]).unwrap().missing(Missing::MostFrequent, &["b"]).unwrap();
        let table = table.missing(Missing::SkipRow, &["c"]).unwrap().missing(Missing::Text("\n"), &["d"]).unwrap();
        let attachments = Attachments::<Small>::new().with_missing_rules(&table);
        files::save_with(&*Small::new(1), &attachments, &path.0).unwrap();
        let (_, read) = files::load_with::<Small>(&path.0).unwrap();
        assert_eq!(read.missing_rules(), Some(&table.missing_rules()));
    }
    let defaults = MissingRules::default();
    let attachments = Attachments::<Small>::new().with_missing_rules(&defaults);
    files::save_with(&*Small::new(1), &attachments, &path.0).unwrap();
    let (_, read) = files::load_with::<Small>(&path.0).unwrap();
    assert_eq!((read.missing_rules(), attachments.clone().missing_rules()), (Some(&defaults), Some(&defaults)));

    let text = r#"{"columns":{"age":1e3,"city":"Rome","rent":null},"na_values":null}"#;
    let read = Attachments::<Small>::read(&file("nn.missing_rules", text)).unwrap();
    let found: Vec<_> = read.missing_rules().unwrap().iter().collect();
    assert_eq!(found, [("age", Missing::Value(1000.0)), ("city", Missing::Text("Rome")), ("rent", Missing::SkipRow)]);
    for (text, expected) in [
        ("{", "net.safetensors has invalid JSON"),
        (
            "[]",
            "net.safetensors has no object `columns` for `nn.missing_rules`, expected an object `columns` of numbers",
        ),
        (r#"{"columns":{"a":true}}"#, "net.safetensors has no rule for `a`"),
        (r#"{"columns":{"a":[]}}"#, "net.safetensors has no rule for `a`"),
        (r#"{"columns":{},"na_values":["a",1]}"#, "net.safetensors has no list of strings in `na_values`"),
        (r#"{"columns":{},"na_values":"a"}"#, "net.safetensors has no list of strings in `na_values`"),
    ] {
        let error = Attachments::<Small>::read(&file("nn.missing_rules", text)).unwrap_err();
        assert!(matches!(error, FileError::Value { .. }) && error.to_string().starts_with(expected), "{error}");
    }
}

#[test]
fn channel_statistics_are_stored_once() {
    let path = Temporary::new("channels", b"");
    let normalizer = Normalizer::per_channel(&Tensor::new([0.25, 0.5]), &Tensor::new([1.0, 2.0])).unwrap();
    let attachments = Attachments::<Pictures>::new().with_input_normalizer(&normalizer);
    files::save_with(&*Pictures::new(1), &attachments, &path.0).unwrap();
    let file = SafeTensors::open(&path.0).unwrap();
    let text = file.metadata("nn.input_normalizer").unwrap();
    assert_eq!(text, r#"{"dtype":"F32","mean":[0.25,0.5],"shape":[2,4,4],"std":[1.0,2.0]}"#);
    let (_, read) = files::load_with::<Pictures>(&path.0).unwrap();
    assert_eq!(read.input_normalizer().unwrap().mean(), normalizer.mean());
    assert_eq!(read.input_normalizer().unwrap().std(), normalizer.std());
}

#[test]
fn target_normalizer_in_f64_round_trips_exactly() {
    let path = Temporary::new("targets", b"");
    let (mean, std) = (Tensor::new([0.1_f64 + 0.2]), Tensor::new([f64::MIN_POSITIVE / 3.0]));
    let normalizer = Normalizer::<shape![1], f64>::new(&mean, &std).unwrap();
    let attachments = Attachments::<Precise>::new().with_target_normalizer(&normalizer);
    files::save_with(&*Precise::new(1), &attachments, &path.0).unwrap();
    let (_, read) = files::load_with::<Precise>(&path.0).unwrap();
    let found = read.target_normalizer().unwrap();
    assert_eq!((found.mean()[0].to_bits(), found.std()[0].to_bits()), (mean[[0]].to_bits(), std[[0]].to_bits()));
}

#[test]
fn plain_file_has_no_attachments() {
    let path = Temporary::new("plain", b"");
    files::save(&*Small::new(1), &path.0).unwrap();
    let (_, attachments) = files::load_with::<Small>(&path.0).unwrap();
    assert!(attachments.input_normalizer().is_none() && attachments.class_names().is_none());
    // Without attachments, the file equals the one that `save` writes.
    let bytes = std::fs::read(&path.0).unwrap();
    files::save_with(&*Small::new(1), &Attachments::new(), &path.0).unwrap();
    assert_eq!(std::fs::read(&path.0).unwrap(), bytes);
}

/// A file whose metadata has this text, and no tensors.
fn file(name: &str, text: &str) -> SafeTensors<Cursor<Vec<u8>>> {
    let metadata = serde_json::json!({ "__metadata__": { name: text } }).to_string();
    let bytes = [&(metadata.len() as u64).to_le_bytes()[..], metadata.as_bytes()].concat();
    SafeTensors::new(Cursor::new(bytes), Path::new("net.safetensors")).unwrap()
}

#[test]
fn shape_mismatch_names_file_and_both_shapes() {
    let other = r#"{"shape":[2,4,4],"dtype":"F32","mean":[0.0,0.0],"std":[1.0,1.0]}"#;
    let error = Attachments::<Small>::read(&file("nn.input_normalizer", other)).unwrap_err();
    assert!(matches!(error, FileError::Shape { .. }));
    let expected = "tensor `nn.input_normalizer` of net.safetensors has the shape [2, 4, 4], expected [3]";
    assert_eq!(error.to_string(), expected);
    assert!(Attachments::<Pictures>::read(&file("nn.input_normalizer", other)).is_ok());

    let other = r#"{"shape":[3],"dtype":"F32","mean":[0.0,0.0,0.0],"std":[1.0,1.0,1.0]}"#;
    let error = Attachments::<Precise>::read(&file("nn.input_normalizer", other)).unwrap_err();
    assert!(matches!(error, FileError::Dtype { .. }), "{error}");
    let error = Attachments::<Words>::read(&file("nn.input_normalizer", other)).unwrap_err();
    assert!(error.to_string().contains("the network's input is not a single floating-point tensor"), "{error}");
}

#[test]
fn rejects_invalid_normalizers() {
    let text =
        |shape: &str, mean: &str, std: &str| format!(r#"{{"shape":{shape},"dtype":"F32","mean":{mean},"std":{std}}}"#);
    for (text, expected) in [
        ("".into(), "net.safetensors has invalid JSON"),
        ("[]".into(), "net.safetensors has no `shape` for `nn.input_normalizer`"),
        (text("[-3]", "[]", "[]"), "net.safetensors has no `shape`"),
        (text("[3]", "[0]", "[1]"), "net.safetensors has 1 values in `mean` for `nn.input_normalizer`, expected 3"),
        (text("[3]", "[0,0,0]", "[1,1,1,1]"), "net.safetensors has 4 values in `std`"),
        (text("[3]", "[0,0,1e39]", "[1,1,1]"), "net.safetensors has no list of finite numbers in `mean`"),
        (text("[3]", "[0,0,\"0\"]", "[1,1,1]"), "net.safetensors has no list of finite numbers in `mean`"),
        (text("[3]", "[0,0,0]", "[1,-1,1]"), "net.safetensors has no list of finite numbers in `std`"),
        (text("[3]", "[0,0,0]", "null"), "net.safetensors has no list of finite numbers in `std`"),
    ] {
        let error = Attachments::<Small>::read(&file("nn.input_normalizer", &text)).unwrap_err();
        assert!(matches!(error, FileError::Value { .. }) && error.to_string().starts_with(expected), "{error}");
    }
    for (text, expected) in [
        (r#"["a"]"#, "net.safetensors has 1 names for `nn.class_names`, expected a list of 2 distinct class names"),
        (r#"["a","a"]"#, "net.safetensors has `a` twice for `nn.class_names`"),
        (r#"{"a":1}"#, "net.safetensors has no list of strings"),
        (r#"[1,2]"#, "net.safetensors has no list of strings"),
    ] {
        let error = Attachments::<Small>::read(&file("nn.class_names", text)).unwrap_err();
        assert!(matches!(error, FileError::Value { .. }) && error.to_string().starts_with(expected), "{error}");
    }
    for text in ["[1]", r#"{"a":"b"}"#, r#"{"a":[1]}"#] {
        let error = Attachments::<Small>::read(&file("nn.texts", text)).unwrap_err().to_string();
        assert!(error.starts_with("net.safetensors has no lists of strings"), "{error}");
        assert!(error.ends_with("for `nn.texts`, expected lists of strings by name"), "{error}");
    }
}

#[test]
fn damaged_attachment_fails_checksum() {
    let path = Temporary::new("damaged", b"");
    let (normalizer, names) = small();
    let attachments = Attachments::new().with_input_normalizer(&normalizer).with_class_names(&names);
    files::save_with(&*Small::new(1), &attachments, &path.0).unwrap();
    let mut bytes = std::fs::read(&path.0).unwrap();
    let place = bytes.windows(3).position(|text| text == "cat".as_bytes()).unwrap();
    bytes[place] = b'b';
    std::fs::write(&path.0, bytes).unwrap();
    let error = files::load_with::<Small>(&path.0).err().unwrap();
    assert!(matches!(error, FileError::Checksum { .. }), "{error}");
    let error = files::save_with(&*Small::new(1), &attachments, "nowhere/at/all.safetensors").unwrap_err();
    assert!(matches!(error, FileError::Io { .. }), "{error}");
}
