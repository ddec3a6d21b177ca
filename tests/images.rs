//! Pictures in folders: `cargo test --test images --features images`.

use nn::data::images::Folder;
use nn::data::{DataError, Dataset, Loader};
use nn::prelude::*;
use std::path::Path;

/// A PNG of one colour, with its first pixel another one.
fn picture(path: &Path, [width, height]: [u32; 2], color: [u8; 3], first: [u8; 3]) {
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    let file = std::fs::File::create(path).unwrap();
    let mut encoder = png::Encoder::new(file, width, height);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    let mut pixels = color.repeat((width * height) as usize);
    pixels[..3].copy_from_slice(&first);
    encoder.write_header().unwrap().write_image_data(&pixels).unwrap();
}

struct Pets(tempfile::TempDir);

impl Pets {
    fn new() -> Self {
        let temporary = tempfile::tempdir().unwrap();
        let folder = temporary.path();
        picture(&folder.join("dogs/b.png"), [3, 2], [0, 0, 255], [0, 0, 255]);
        picture(&folder.join("dogs/a.png"), [3, 2], [0, 255, 0], [255, 255, 255]);
        picture(&folder.join("cats/c.png"), [3, 2], [255, 0, 0], [51, 102, 204]);
        std::fs::write(folder.join(".hidden"), "").unwrap();
        Self(temporary)
    }
}

type Color = Folder<dim![3], dim![2], dim![3], dim![2]>;
type Grey = Folder<dim![1], dim![2], dim![3], dim![2]>;

#[test]
fn folders_are_classes() {
    let folder = Pets::new();
    let pets = Color::open(&folder.0).unwrap();
    assert_eq!(pets.names(), ["cats", "dogs"]);
    let all = pets.collect().unwrap();
    assert_eq!(all.targets.iter().map(|label| label[[0]].index()).collect::<Vec<_>>(), [0, 1, 1]);
    // Channels lie one behind the other.
    let cat = all.inputs.row(0);
    assert_eq!([cat[[0, 0, 0, 0]], cat[[0, 1, 0, 0]], cat[[0, 2, 0, 0]]], [0.2, 0.4, 0.8]);
    assert_eq!([cat[[0, 0, 1, 2]], cat[[0, 1, 1, 2]], cat[[0, 2, 1, 2]]], [1.0, 0.0, 0.0]);
    // Files are in the order of their names: the green dog is `a.png`.
    assert_eq!(all.inputs.row(1)[[0, 1, 1, 1]], 1.0);

    let grey = Grey::open(&folder.0).unwrap().collect().unwrap();
    let white = grey.inputs.row(1)[[0, 0, 0, 0]];
    let green = grey.inputs.row(1)[[0, 0, 1, 1]];
    assert!(white == 1.0 && green > 0.5 && green < 0.9, "{white} {green}");

    let loader = Loader::<_, dim![2]>::new(Color::open(&folder.0).unwrap()).workers(2);
    assert_eq!(loader.epoch(0).map(|batch| batch.unwrap().rows()).collect::<Vec<_>>(), [2, 1]);
}

#[test]
fn other_sizes_are_refused_or_scaled() {
    let folder = Pets::new();
    picture(&folder.0.path().join("dogs/large.png"), [30, 20], [255, 255, 255], [255, 255, 255]);
    let message = |error: DataError| error.to_string().replace(&folder.0.path().display().to_string(), "PETS");
    let error = Color::open(&folder.0).unwrap().collect().unwrap_err();
    assert_eq!(
        message(error),
        "PETS/dogs/large.png is 30 by 20 pixels, expected 3 by 2\nhelp: `.resize()` scales pictures of any size"
    );
    let all = Color::open(&folder.0).unwrap().resize().collect().unwrap();
    assert!(all.inputs.row(3).as_slice().iter().all(|&pixel| pixel == 1.0));

    std::fs::write(folder.0.path().join("cats/x.png"), b"\x89PNG\r\n\x1a\nand then nothing").unwrap();
    let error = message(Color::open(&folder.0).unwrap().collect().unwrap_err());
    assert!(error.starts_with("PETS/cats/x.png is no picture: "), "{error}");
    std::fs::write(folder.0.path().join("cats/x.png"), b"no picture").unwrap();
    let error = message(Color::open(&folder.0).unwrap().collect().unwrap_err());
    assert!(error.starts_with("PETS/cats/x.png is no picture: "), "{error}");

    std::fs::create_dir(folder.0.path().join("birds")).unwrap();
    let error = message(Color::open(&folder.0).unwrap_err());
    assert_eq!(error, "PETS holds 3 folders (birds, cats, dogs), expected one for each of 2 classes");
    assert!(Color::open("nowhere").unwrap_err().to_string().starts_with("cannot read nowhere"));
}
