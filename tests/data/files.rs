//! Reading whole IDX and CSV files.

use crate::Temporary;
use nn::data::csv::{Format, Missing, Table};
use nn::data::idx::{self, Images};
use nn::prelude::*;

fn idx_file(dims: &[u32], bytes: &[u8]) -> Vec<u8> {
    let mut file = vec![0, 0, 8, dims.len() as u8];
    dims.iter().for_each(|size| file.extend(size.to_be_bytes()));
    file.extend(bytes);
    file
}

#[test]
fn reads_idx_images_with_classes() {
    let images = Temporary::new("images", &idx_file(&[2, 2, 2], &[0, 51, 102, 255, 1, 2, 3, 4]));
    let labels = Temporary::new("labels", &idx_file(&[2], &[3, 0]));
    let set = Images::<shape![1, 2, 2], dim![4]>::open(&images.0, &labels.0).unwrap().collect().unwrap();
    assert_eq!(set.inputs.sample(0).as_slice(), [0.0, 0.2, 0.4, 1.0]);
    assert_eq!([0, 1].map(|i| set.targets.sample(i)[[0]].index()), [3, 0]);
    assert_eq!(Images::<shape![2, 2], dim![4], f64>::open(&images.0, &labels.0).unwrap().len(), 2);

    let error = Images::<shape![1, 2, 3], dim![4]>::open(&images.0, &labels.0).unwrap_err().to_string();
    assert!(error.ends_with("-images contains samples of [2, 2], expected [1, 2, 3]"), "{error}");
    let error = Images::<shape![2, 2], dim![3]>::open(&images.0, &labels.0).unwrap_err().to_string();
    assert!(error.ends_with("-labels contains the label 3 for sample 0, expected 0 to 2"), "{error}");
    let fewer = Temporary::new("fewer", &idx_file(&[1], &[3]));
    let error = Images::<shape![2, 2], dim![4]>::open(&images.0, &fewer.0).unwrap_err().to_string();
    assert!(error.starts_with("2 inputs, but 1 targets (") && error.contains("-images, "), "{error}");
}

#[test]
fn reads_mnist_folder() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let image: Vec<u8> = (0..784).map(|i| (i % 256) as u8).collect();
    for part in ["train", "t10k"] {
        std::fs::write(folder.join(format!("{part}-images-idx3-ubyte")), idx_file(&[1, 28, 28], &image)).unwrap();
        std::fs::write(folder.join(format!("{part}-labels-idx1-ubyte")), idx_file(&[1], &[7])).unwrap();
    }
    let [train, test] = idx::mnist::<shape![1, 28, 28], f32>(folder).unwrap();
    assert_eq!([train.len(), test.len()], [1, 1]);
    std::fs::remove_file(folder.join("t10k-labels-idx1-ubyte")).unwrap();
    let error = idx::mnist::<shape![1, 28, 28], f32>(folder).unwrap_err().to_string();
    assert!(error.starts_with("cannot open ") && error.contains("t10k-labels-idx1-ubyte"), "{error}");
}

const PETS: &str = "name,width,height,kind\n Tom , 1.5,2,cat\nRex,3,4.5,dog\n\"A, B\",-1e3,0,cat\n";

fn table(text: &str) -> Table {
    Table::from_reader(text.as_bytes(), "pets.csv", Format::default()).unwrap()
}

#[test]
fn reads_columns_by_name() {
    let table = table(PETS);
    assert_eq!(table.columns(), ["name", "width", "height", "kind"]);
    let sizes = table.numeric::<shape![2], f32>(&["height", "width"]).unwrap();
    assert_eq!(sizes.as_slice(), [2.0, 1.5, 4.5, 3.0, 0.0, -1000.0]);
    assert_eq!(table.distinct("kind").unwrap(), ["cat", "dog"]);
    let kinds = table.classes::<dim![2], f32>("kind", &["dog", "cat"]).unwrap();
    assert_eq!([0, 1, 2].map(|i| kinds.sample(i)[[0]].index()), [1, 0, 1]);
    assert_eq!(TensorDataset::new(sizes, kinds).unwrap().len(), 3);
    // Without a header, columns are named by their numbers.
    let format = Format::default().header(false).delimiter(b';');
    let table = Table::from_reader(&b"1;2\n3;4\n"[..], "a.csv", format).unwrap();
    assert_eq!(table.numeric::<shape![1], f64>(&["1"]).unwrap().as_slice(), [2.0, 4.0]);
}

#[test]
fn bad_cells_are_reported_by_line_and_column() {
    let error = |text: &str| table(text).numeric::<shape![2], f32>(&["width", "height"]).unwrap_err().to_string();
    assert_eq!(
        error("width,height\n1,2\n\n3,x\n"),
        "pets.csv, line 4, column `height`: found `x`, expected a finite number"
    );
    for missing in ["", "NA", "nan", "?", "null"] {
        let text = format!("width,height\n1,{missing}\n");
        assert!(error(&text).to_string().starts_with("pets.csv, line 2, column `height`: the value is missing\n"));
    }
    assert_eq!(
        error("width,height\n1,inf\n"),
        "pets.csv, line 2, column `height`: found `inf`, expected a finite number"
    );
    assert_eq!(error("width,depth\n1,2\n"), "pets.csv has no column `height`; its columns are `width`, `depth`");
    let table = table(PETS);
    assert_eq!(
        table.numeric::<shape![3], f32>(&["width", "height"]).unwrap_err().to_string(),
        "2 columns of pets.csv cannot form samples of [3]"
    );
    assert_eq!(
        table.classes::<dim![2], f32>("kind", &["cat", "fish"]).unwrap_err().to_string(),
        "pets.csv, line 3, column `kind`: found `dog`, expected one of `cat`, `fish`"
    );
    let ragged = Table::from_reader(&b"a,b\n1,2\n3\n"[..], "pets.csv", Format::default()).unwrap_err().to_string();
    assert!(ragged.contains("cannot read pets.csv") && ragged.contains("line: 3"), "{ragged}");
    let bytes = Table::from_reader(&b"a\n\xff\n"[..], "pets.csv", Format::default()).unwrap_err().to_string();
    assert!(bytes.contains("invalid UTF-8"), "{bytes}");
    assert!(Table::read("nowhere.csv").unwrap_err().to_string().starts_with("cannot open nowhere.csv"));
    let empty = Table::from_reader(&b""[..], "pets.csv", Format::default()).unwrap();
    assert!(empty.is_empty() && empty.columns().is_empty());
}

#[test]
fn skips_rows_with_missing_values() {
    let text = "a,b,kind\n1,,x\n2,3,y\n,4,x\n";
    let skipped = table(text).missing(Missing::SkipRow, &["b"]).unwrap();
    assert_eq!(skipped.len(), 2);
    assert_eq!(skipped.numeric::<shape![1], f32>(&["b"]).unwrap().as_slice(), [3.0, 4.0]);
    // The line numbers remain those of the file.
    let error = skipped.numeric::<shape![1], f32>(&["a"]).unwrap_err().to_string();
    assert!(error.to_string().starts_with("pets.csv, line 4, column `a`: the value is missing\n"));
    assert!(table(text).missing(Missing::SkipRow, &["c"]).is_err());
}
