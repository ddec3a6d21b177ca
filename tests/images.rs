//! Folders of images: `cargo test --test images --features images`.

use nn::data::DataError;
use nn::data::images::Folder;
use nn::prelude::*;
use std::path::Path;

/// Writes a PNG of one colour, except for its first pixel.
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
    // Channels are stored in sequence.
    let cat = all.inputs.sample(0);
    assert_eq!([cat[[0, 0, 0, 0]], cat[[0, 1, 0, 0]], cat[[0, 2, 0, 0]]], [0.2, 0.4, 0.8]);
    assert_eq!([cat[[0, 0, 1, 2]], cat[[0, 1, 1, 2]], cat[[0, 2, 1, 2]]], [1.0, 0.0, 0.0]);
    // Files are in the order of their names: the green dog is `a.png`.
    assert_eq!(all.inputs.sample(1)[[0, 1, 1, 1]], 1.0);

    let grey = Grey::open(&folder.0).unwrap().collect().unwrap();
    let white = grey.inputs.sample(1)[[0, 0, 0, 0]];
    let green = grey.inputs.sample(1)[[0, 0, 1, 1]];
    assert!(white == 1.0 && green > 0.5 && green < 0.9, "{white} {green}");

    let loader = Loader::<_, dim![2]>::new(Color::open(&folder.0).unwrap()).workers(2);
    assert_eq!(loader.epoch(0).map(|batch| batch.unwrap().rows()).collect::<Vec<_>>(), [2, 1]);
}

#[test]
fn rejects_or_resizes_other_sizes() {
    let folder = Pets::new();
    picture(&folder.0.path().join("dogs/large.png"), [30, 20], [255, 255, 255], [255, 255, 255]);
    let message = |error: DataError| error.to_string().replace(&folder.0.path().display().to_string(), "PETS");
    let error = Color::open(&folder.0).unwrap().collect().unwrap_err();
    assert_eq!(
        message(error),
        "PETS/dogs/large.png is 30 by 20 pixels, expected 3 by 2\nhelp: scale the images with `.resize()`"
    );
    let all = Color::open(&folder.0).unwrap().resize().collect().unwrap();
    assert!(all.inputs.sample(3).as_slice().iter().all(|&pixel| pixel == 1.0));

    std::fs::write(folder.0.path().join("cats/x.png"), b"\x89PNG\r\n\x1a\nand then nothing").unwrap();
    let error = message(Color::open(&folder.0).unwrap().collect().unwrap_err());
    assert!(error.starts_with("PETS/cats/x.png is not a readable image: "), "{error}");
    std::fs::write(folder.0.path().join("cats/x.png"), b"no picture").unwrap();
    let error = message(Color::open(&folder.0).unwrap().collect().unwrap_err());
    assert!(error.starts_with("PETS/cats/x.png is not a readable image: "), "{error}");

    std::fs::create_dir(folder.0.path().join("birds")).unwrap();
    let error = message(Color::open(&folder.0).unwrap_err());
    assert_eq!(error, "PETS contains 3 folders (birds, cats, dogs), expected one for each of 2 classes");
    assert!(Color::open("nowhere").unwrap_err().to_string().starts_with("cannot read nowhere"));
}

/// A file of `tests/data/pictures`, as the only file of the only class.
fn alone(name: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/pictures").join(name);
    std::fs::create_dir(folder.path().join("all")).unwrap();
    std::fs::copy(from, folder.path().join("all").join(name)).unwrap();
    folder
}

/// Pillow's results for the images, computed by `tests/data/make_pictures.py`.
fn pillow(what: &str) -> serde_json::Map<String, serde_json::Value> {
    let json: serde_json::Value = serde_json::from_str(include_str!("data/pictures/pillow.json")).unwrap();
    json[what].as_object().unwrap().clone()
}

fn bytes(pixels: &[f32]) -> Vec<u64> {
    pixels.iter().map(|pixel| (pixel * 255.0).round() as u64).collect()
}

#[test]
fn greyscale_matches_pillow() {
    for (name, expected) in pillow("grey") {
        let folder = alone(&name);
        let data = Folder::<dim![1], dim![8], dim![8], dim![1]>::open(folder.path()).unwrap().collect().unwrap();
        let expected: Vec<u64> = expected.as_array().unwrap().iter().map(|pixel| pixel.as_u64().unwrap()).collect();
        assert_eq!(bytes(data.inputs.as_slice()), expected, "{name}");
    }
}

/// Compares the centres of the squares of an image, turned upright as by Pillow's `exif_transpose`.
fn squares<H: Dim, W: Dim>(name: &str, size: usize, expected: &[Vec<u64>]) {
    let folder = alone(name);
    let data = Folder::<dim![1], H, W, dim![1]>::open(folder.path()).unwrap().exif_transpose().collect().unwrap();
    for (y, row) in expected.iter().enumerate() {
        for (x, &expected) in row.iter().enumerate() {
            let place = (y * size + size / 2) * W::SIZE + x * size + size / 2;
            let found = bytes(data.inputs.as_slice())[place];
            // JPEG decoders may round differently.
            let apart = if size == 1 { 0 } else { 2 };
            assert!(found.abs_diff(expected) <= apart, "{name} at {x}, {y}: {found}, expected {expected}");
        }
    }
}

#[test]
fn exif_orientations_match_pillow() {
    for (name, expected) in pillow("exif_transpose") {
        let expected: Vec<Vec<u64>> = serde_json::from_value(expected).unwrap();
        match (name.ends_with(".png"), expected.len()) {
            (true, 2) => squares::<dim![2], dim![3]>(&name, 1, &expected),
            (true, _) => squares::<dim![3], dim![2]>(&name, 1, &expected),
            (false, 2) => squares::<dim![16], dim![24]>(&name, 8, &expected),
            (false, _) => squares::<dim![24], dim![16]>(&name, 8, &expected),
        }
    }
    // By default, an image is read as it is stored.
    let folder = alone("exif_6.png");
    let stored = Folder::<dim![1], dim![2], dim![3], dim![1]>::open(folder.path()).unwrap();
    assert_eq!(bytes(stored.collect().unwrap().inputs.as_slice()), [20, 60, 100, 140, 180, 220]);
    let error = stored.exif_transpose().collect().unwrap_err().to_string();
    assert!(error.contains("is 2 by 3 pixels, expected 3 by 2"), "{error}");
}
