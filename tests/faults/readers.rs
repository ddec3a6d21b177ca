//! Images, IDX, npy, loaders, metrics and plots: silently wrong results, and panics.

use crate::gzip::gzip;
use crate::line::Line;
use nn::data::idx::{self, IdxError};
use nn::data::images::Folder;
use nn::data::{AugmentContext, DataError, Normalizer, SampleMut, npy};
use nn::metrics::*;
use nn::plot::{self, PlotError};
use nn::prelude::*;
use nn::train::{History, Record};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

#[test]
fn rejects_idx_gzip_over_the_limit_by_its_header() {
    let huge = gzip(&[0, 0, 8, 1, 0x7f, 0xff, 0xff, 0xff, 0, 0, 0]);
    let error = idx::read_from(&huge[..], "a.gz", 1).unwrap_err();
    assert!(matches!(error, IdxError::Limit { expected: 0x7fff_ffff, limit: 0x3000_0000, .. }), "{error}");
    assert_eq!(
        error.to_string(),
        "a.gz decompresses to 2147483647 bytes, more than the limit of 805306368\n\
         help: read it with `idx::Reader::new().max_decompressed(2147483647)`"
    );
    // With the limit raised, it is read up to the end of the data.
    let error = idx::Reader::new().max_decompressed(u64::MAX).read_from(&huge[..], "a.gz", 1).unwrap_err();
    assert!(matches!(error, IdxError::Length { found: 3, .. }), "{error}");
    // A file that is as large itself is not limited.
    let plain = [0, 0, 8, 1, 0, 0, 0, 3, 7, 2, 1];
    let reader = idx::Reader::new().max_decompressed(2);
    assert!(reader.read_from(&plain[..], "a", 1).is_ok());
    assert!(matches!(reader.read_from(&gzip(&plain)[..], "a.gz", 1), Err(IdxError::Limit { .. })));
    assert!(idx::Reader::new().max_decompressed(3).read_from(&gzip(&plain)[..], "a.gz", 1).is_ok());
}

#[test]
fn finds_mnist_under_alternative_names() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let images = [0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 9];
    let labels = [0, 0, 8, 1, 0, 0, 0, 1, 9];
    std::fs::write(folder.join("train-images.idx3-ubyte"), images).unwrap();
    std::fs::write(folder.join("train-labels.idx1-ubyte.gz"), gzip(&labels)).unwrap();
    std::fs::write(folder.join("t10k-images-idx3-ubyte.gz"), gzip(&images)).unwrap();
    // A folder with the file's name, as some archives unpack.
    std::fs::create_dir(folder.join("t10k-labels-idx1-ubyte")).unwrap();
    let error = idx::mnist::<shape![1, 1, 1], f32>(folder).unwrap_err().to_string();
    assert!(error.starts_with("cannot open ") && error.contains("nor `t10k-labels.idx1-ubyte`"), "{error}");
    std::fs::write(folder.join("t10k-labels-idx1-ubyte/t10k-labels-idx1-ubyte"), labels).unwrap();
    let [train, test] = idx::mnist::<shape![1, 1, 1], f32>(folder).unwrap();
    assert_eq!([train.len(), test.len()], [1, 1]);
}

#[test]
fn names_zip_archives() {
    let error = idx::read_from(&b"PK\x03\x04rest"[..], "a.idx", 3).unwrap_err().to_string();
    assert!(error.ends_with("help: it is a zip archive: extract the files in it"), "{error}");
    let error = npy::read_from(&b"PK\x03\x04rest"[..], "a.npz").unwrap_err().to_string();
    assert!(error.ends_with("help: it is a zip archive (.npz): extract the arrays in it"), "{error}");
}

fn array(descr: &str, fortran: bool, shape: &str, numbers: &[f64]) -> npy::Npy {
    let fortran = if fortran { "True" } else { "False" };
    let header = format!("{{'descr': '{descr}', 'fortran_order': {fortran}, 'shape': {shape}, }}\n");
    let mut bytes = b"\x93NUMPY\x01\x00".to_vec();
    bytes.extend((header.len() as u16).to_le_bytes());
    bytes.extend(header.as_bytes());
    numbers.iter().for_each(|number| bytes.extend(number.to_le_bytes()));
    npy::read_from(&bytes[..], "y.npy").unwrap()
}

#[test]
fn npy_labels_are_reported_as_stored() {
    for (label, text) in [
        (f64::NAN, "NaN"),
        (-1.0, "-1"),
        (1.5, "1.5"),
        (-0.25, "-0.25"),
        (3.0, "3"),
        (f64::NEG_INFINITY, "-inf"),
        (1e300, "1e300"),
        (4294967296.0, "4294967296"),
    ] {
        let error = array("<f8", false, "(2,)", &[1.0, label]).classes::<dim![3], f32>().unwrap_err().to_string();
        assert_eq!(error, format!("y.npy contains the label {text} for sample 1, expected an integer from 0 to 2"));
    }
}

#[test]
fn npy_arrays_in_fortran_order_are_read() {
    assert_eq!(array("<f8", true, "(2, 2)", &[1.0, 3.0, 2.0, 4.0]).elements, [1.0, 2.0, 3.0, 4.0]);
    assert_eq!(array("<f8", true, "(3, 1)", &[1.0, 2.0, 3.0]).elements, [1.0, 2.0, 3.0]);
    assert!(array("<f8", true, "(0, 4)", &[]).elements.is_empty());
}

#[test]
fn npy_labels_reject_a_row() {
    let error = array("<f8", false, "(1, 2)", &[1.0, 2.0]).classes::<dim![3], f32>().unwrap_err().to_string();
    assert_eq!(error, "y.npy contains samples of [2], expected [1]");
}

#[test]
fn rejects_inconsistent_npy_fields() {
    let mut changed = array("<f8", false, "(2,)", &[1.0, 2.0]);
    changed.dims = vec![5];
    let error = changed.samples::<shape![1], f32>().unwrap_err().to_string();
    assert_eq!(error, "y.npy has the shape [5], but 2 elements");
    changed.dims = vec![usize::MAX, usize::MAX];
    assert!(changed.classes::<dim![3], f32>().is_err());
}

#[test]
fn npy_headers_are_truncated_and_escaped_in_messages() {
    let header = format!("{{'descr': '\x1b[2J{}', 'x': 1}}", "x".repeat(60_000));
    let mut bytes = b"\x93NUMPY\x01\x00".to_vec();
    bytes.extend((header.len() as u16).to_le_bytes());
    bytes.extend(header.as_bytes());
    let error = npy::read_from(&bytes[..], "a.npy").unwrap_err().to_string();
    assert!(error.len() < 400 && !error.contains('\x1b'), "{error}");
}

fn picture(path: impl AsRef<Path>, color: [u8; 3]) {
    let path = path.as_ref();
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    let mut encoder = png::Encoder::new(std::fs::File::create(path).unwrap(), 1, 1);
    encoder.set_color(png::ColorType::Rgb);
    encoder.write_header().unwrap().write_image_data(&color).unwrap();
}

type Grey = Folder<dim![1], dim![1], dim![1], dim![2]>;

/// Two classes with one image each.
fn pictures() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    picture(folder.path().join("a/0.png"), [255, 0, 0]);
    picture(folder.path().join("b/0.png"), [0, 0, 255]);
    folder
}

#[test]
fn greyscale_matches_pillow() {
    let folder = pictures();
    picture(folder.path().join("a/1.png"), [0, 255, 0]);
    let grey = Grey::open(folder.path()).unwrap().collect().unwrap();
    assert_eq!(grey.inputs.as_slice().iter().map(|x| (x * 255.0).round()).collect::<Vec<_>>(), [76.0, 150.0, 29.0]);
}

#[test]
fn rejects_class_without_images() {
    let folder = pictures();
    std::fs::remove_file(folder.path().join("b/0.png")).unwrap();
    std::fs::write(folder.path().join("b/Thumbs.db"), "").unwrap();
    let error = Grey::open(folder.path()).unwrap_err().to_string();
    let path = folder.path().join("b");
    let expected = format!(
        "{} contains no images, expected those of the class `b`: PNG, JPEG, BMP or PNM; 1 other files are not images",
        path.display()
    );
    assert_eq!(error, expected);
}

#[test]
fn finds_images_in_nested_folders() {
    let folder = pictures();
    picture(folder.path().join("a/2024/05/1.png"), [1, 2, 3]);
    picture(folder.path().join("a/2023/2.png"), [1, 2, 3]);
    picture(folder.path().join("a/.ipynb_checkpoints/0-checkpoint.png"), [1, 2, 3]);
    let data = Grey::open(folder.path()).unwrap();
    let files: Vec<_> =
        data.files().iter().map(|(path, class)| (path.strip_prefix(&folder).unwrap(), *class)).collect();
    let expected = [("a/0.png", 0), ("a/2023/2.png", 0), ("a/2024/05/1.png", 0), ("b/0.png", 1)];
    assert_eq!(files, expected.map(|(path, class)| (Path::new(path), class)));
}

#[cfg(unix)]
#[test]
fn reports_cyclic_and_dangling_links() {
    use std::os::unix::fs::symlink;
    let folder = pictures();
    let (link, gone) = (folder.path().join("a/again"), folder.path().join("b/1.png"));
    symlink("..", &link).unwrap();
    let error = Grey::open(folder.path()).unwrap_err().to_string();
    assert!(error.contains("again") && error.contains("which contains it"), "{error}");
    std::fs::remove_file(link).unwrap();
    symlink("nowhere.png", &gone).unwrap();
    let error = Grey::open(folder.path()).unwrap_err().to_string();
    assert!(error.starts_with(&format!("cannot read {}", gone.display())), "{error}");
}

#[test]
fn ignores_files_that_are_not_images() {
    let folder = pictures();
    for name in ["Thumbs.db", "desktop.ini", "labels.csv", "BM.txt", "P5", "no_extension"] {
        std::fs::write(folder.path().join("a").join(name), "BM no picture").unwrap();
    }
    std::fs::write(folder.path().join("beside.txt"), "").unwrap();
    // An image without an image file's extension.
    std::fs::copy(folder.path().join("a/0.png"), folder.path().join("a/photo.png.1")).unwrap();
    std::fs::copy(folder.path().join("a/0.png"), folder.path().join("a/UPPER.PNG")).unwrap();
    let data = Grey::open(folder.path()).unwrap();
    assert_eq!((data.len(), data.skipped().len()), (4, 6));
    data.collect().unwrap();
    std::fs::write(folder.path().join("a/cat.webp"), "RIFF").unwrap();
    let error = Grey::open(folder.path()).unwrap_err().to_string();
    assert!(error.contains("cat.webp is an image in an unsupported format"), "{error}");
}

#[test]
fn list_of_class_folders_is_truncated_in_messages() {
    let folder = tempfile::tempdir().unwrap();
    (0..500).for_each(|i| std::fs::create_dir(folder.path().join(format!("{i:03}{}", "x".repeat(200)))).unwrap());
    let error = Grey::open(folder.path()).unwrap_err().to_string();
    assert!(error.len() < 2000 && error.contains("and 490 more"), "{error}");
}

/// A PNG of a few bytes whose header announces 100,000 by 100,000 pixels of 16 bits.
#[test]
fn oversized_image_header_allocates_nothing() {
    let chunk = |name: &[u8], data: &[u8]| {
        let mut crc = flate2::Crc::new();
        crc.update(name);
        crc.update(data);
        [&(data.len() as u32).to_be_bytes()[..], name, data, &crc.sum().to_be_bytes()].concat()
    };
    let side = 100_000_u32.to_be_bytes();
    let header = [&side[..], &side, &[16, 6, 0, 0, 0]].concat();
    let bytes = [&b"\x89PNG\r\n\x1a\n"[..], &chunk(b"IHDR", &header), &chunk(b"IDAT", &[0; 20])].concat();
    let folder = pictures();
    std::fs::write(folder.path().join("a/0.png"), bytes).unwrap();
    let data = Grey::open(folder.path()).unwrap();
    let error = data.collect().unwrap_err().to_string();
    assert!(error.contains("a/0.png is 100000 by 100000 pixels, expected 1 by 1"), "{error}");
    let error = data.resize().collect().unwrap_err().to_string();
    assert!(error.contains("a/0.png is not a readable image"), "{error}");
}

type Data = TensorDataset<shape![1], shape![1]>;

fn dataset(count: usize) -> Data {
    let rows = || Samples::from_fn(count, |i, x: &mut Tensor<shape![1, 1]>| x[[0, 0]] = i as f32);
    TensorDataset::new(rows(), rows()).unwrap()
}

fn train<D: Dataset<Elem = f32, Input = shape![1], Target = shape![1]> + 'static>(
    data: D,
    workers: usize,
) -> Result<(), String> {
    let session = Session::<Line, Sgd, dim![2]>::new(Sgd::new(0.001), 1);
    let loader = Loader::new(data).shuffle(1).workers(workers);
    let run = Trainer::new(session, loader, Mse).progress(Progress::Hidden).run(3);
    run.map(drop).map_err(|error| error.to_string())
}

#[test]
fn rejects_unequal_numbers_of_inputs_and_targets() {
    for (inputs, targets) in [(4, 1), (1, 4), (3, 0)] {
        let mut data = dataset(inputs);
        data.targets = dataset(targets).targets;
        let expected = format!("{inputs} inputs, but {targets} targets");
        for workers in [0, 2] {
            assert_eq!(train(data.clone(), workers).unwrap_err(), expected);
        }
        assert_eq!(data.collect().unwrap_err().to_string(), expected);
        assert_eq!(Normalizer::fit(&data).unwrap_err().to_string(), expected);
        assert_eq!(Line::new(1).predict_all::<dim![2]>(data).unwrap_err().to_string(), expected);
    }
}

/// A data set that grows or shrinks while it is read.
struct Changing {
    len: AtomicUsize,
    grows: bool,
}

impl Dataset for Changing {
    type Elem = f32;
    type Input = shape![1];
    type Target = shape![1];
    fn len(&self) -> usize {
        match self.grows {
            true => self.len.fetch_add(3, Ordering::Relaxed),
            false => self.len.fetch_sub(1, Ordering::Relaxed),
        }
    }
    fn get(
        &self,
        index: usize,
        _: AugmentContext,
        x: SampleMut<'_, shape![1], f32>,
        y: SampleMut<'_, shape![1], f32>,
    ) -> Result<(), DataError> {
        (x[[0, 0]], y[[0, 0]]) = (index as f32 * 0.01, 0.0);
        Ok(())
    }
}

#[test]
fn epoch_keeps_the_initial_length_of_the_data_set() {
    for grows in [true, false] {
        let data = || Changing { len: AtomicUsize::new(1000), grows };
        for workers in [0, 2] {
            train(data(), workers).unwrap();
        }
        let loader = Loader::<_, dim![16]>::new(data()).shuffle(1);
        for epoch in 0..3 {
            assert_eq!((loader.samples(), loader.batches(), loader.order(epoch).len()), (1000, 63, 1000));
            assert_eq!(loader.epoch(epoch).map(|batch| batch.unwrap().rows()).sum::<usize>(), 1000);
        }
    }
}

/// A data set that reports the largest possible length.
struct Endless;

impl Dataset for Endless {
    type Elem = f32;
    type Input = shape![1];
    type Target = shape![1];
    fn len(&self) -> usize {
        usize::MAX
    }
    fn get(
        &self,
        _: usize,
        _: AugmentContext,
        _: SampleMut<'_, shape![1], f32>,
        _: SampleMut<'_, shape![1], f32>,
    ) -> Result<(), DataError> {
        Ok(())
    }
}

#[test]
fn rejects_endless_data_set() {
    let expected = "the data set has 18446744073709551615 samples, too many to store their order in memory";
    for workers in [0, 2] {
        let loader = Loader::<_, dim![2]>::new(Endless).workers(workers);
        let mut epoch = loader.epoch(0);
        let error = epoch.next().unwrap().unwrap_err().to_string();
        assert_eq!(
            error,
            if usize::BITS == 64 { expected.into() } else { expected.replace("18446744073709551615", "4294967295") }
        );
        assert!(epoch.next().is_none());
        assert_eq!(train(Endless, workers).unwrap_err(), error);
    }
}

#[test]
fn sizes_of_loaders_do_not_overflow() {
    use nn::data::Shard;
    let loader = Loader::<_, dim![16]>::new(dataset(40));
    let mut epoch = loader.epoch_from(0, usize::MAX);
    assert_eq!(epoch.size_hint(), (0, Some(0)));
    assert!(epoch.next().is_none());
    let loader = loader.shard(Shard::new(1, 3, usize::MAX / 3 * 3));
    assert!(loader.batches() > 1 << 40);
    assert_eq!(loader.epoch(0).next().unwrap().unwrap().rows(), 0);
    assert_eq!(loader.clone().drop_last(true).batches(), 0);
}

#[test]
fn sample_index_out_of_bounds_panics() {
    let samples = Samples::<shape![4]>::from_slice(&[0.0; 8]).unwrap();
    for index in [2, 1 << (usize::BITS - 2), usize::MAX] {
        assert!(std::panic::catch_unwind(|| samples.sample(index)[[0, 0]]).is_err(), "{index}");
    }
}

/// Runs in a process in which no thread can start, because its stack would be larger than memory can be.
#[cfg(all(target_os = "linux", target_pointer_width = "64"))]
#[test]
fn loader_works_if_no_thread_can_start() {
    if std::env::var_os("NN_NO_THREADS").is_some() {
        assert!(std::thread::Builder::new().spawn(|| ()).is_err());
        let inputs = |workers| -> Vec<Vec<f32>> {
            let loader = Loader::<_, dim![2]>::new(dataset(7)).shuffle(3).workers(workers);
            loader.epoch(1).map(|batch| batch.unwrap().input().as_slice().to_vec()).collect()
        };
        assert_eq!(inputs(2), inputs(0));
        train(dataset(4), 2).unwrap();
        return;
    }
    let output = std::process::Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "readers::loader_works_if_no_thread_can_start", "--test-threads=1"])
        .env("NN_NO_THREADS", "1")
        .env("RUST_MIN_STACK", (1_u64 << 50).to_string())
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && text.contains("1 passed"), "{text}");
}

fn labels<C: Dim>(all: &[usize]) -> Samples<Indices<C>, f32> {
    Samples::<Indices<C>, f32>::from_fn(all.len(), |i, target| target[[0]] = Class::new(all[i]).unwrap())
}

#[test]
fn metrics_of_nan_outputs_are_nan() {
    type Two = dim![2];
    // One sample of four has one NaN; the others are correct.
    let outputs = Samples::<shape![2]>::from_slice(&[1.0, 0.0, 0.0, 1.0, 1.0, 0.0, f32::NAN, 0.0]).unwrap();
    let targets = labels::<Two>(&[0, 1, 0, 0]);
    assert!(measure(Accuracy::new(), &outputs, &targets).is_nan());
    assert!(measure(TopK::new(1), &outputs, &targets).is_nan());
    assert!(measure(TopK::new(2), &outputs, &targets).is_nan());
    assert!(measure(Perplexity::new(), &outputs, &targets).is_nan());
    for average in [Average::Macro, Average::Micro] {
        assert!(measure(Precision::<Two>::new(average), &outputs, &targets).is_nan());
        assert!(measure(Recall::<Two>::new(average), &outputs, &targets).is_nan());
        assert!(measure(FBeta::<Two>::new(1.0, average), &outputs, &targets).is_nan());
    }
    for scores in [Scores::Logits, Scores::Probabilities] {
        assert!(measure(Auroc::new(scores), &outputs, &targets).is_nan());
    }
    let matrix = ConfusionMatrix::of(&outputs, &targets);
    assert_eq!((matrix.count(0, 0), matrix.count(1, 1), matrix.invalid()), (2, 1, 1));
    assert!(matrix.accuracy().is_nan() && matrix.recall(1).is_nan());
    assert!(matrix.to_string().ends_with("\n1 samples have a NaN output, or lack an output or a target"));

    let y = Samples::<shape![1]>::from_slice(&[1.0, f32::NAN, 0.0]).unwrap();
    let target = Samples::<shape![1]>::from_slice(&[1.0, 0.0, 0.0]).unwrap();
    let constant = Samples::<shape![1]>::from_slice(&[1.0; 3]).unwrap();
    for (y, target) in [(&y, &target), (&target, &y)] {
        assert!(measure(BinaryAccuracy::of_logits(), y, target).is_nan());
        assert!(measure(Auroc::default(), y, target).is_nan());
        assert!(measure(MeanSquaredError::new(), y, target).is_nan());
        assert!(measure(MeanAbsoluteError::new(), y, target).is_nan());
        assert!(measure(R2::new(), y, target).is_nan());
    }
    assert!(measure(R2::new(), &y, &constant).is_nan());
}

type Outputs = Samples<shape![2]>;
type Classes = Samples<Indices<dim![2]>>;

fn value(metric: &mut impl Metric<shape![2], Indices<dim![2]>>, outputs: &Outputs, targets: &Classes) -> f64 {
    metric.reset();
    metric.update(outputs.view(), targets.view());
    metric.value()
}

#[test]
fn reset_clears_nan_from_metrics() {
    let nan = Samples::<shape![2]>::from_slice(&[f32::NAN; 2]).unwrap();
    let sure = Samples::<shape![2]>::from_slice(&[0.0, 1.0]).unwrap();
    let (mut accuracy, mut auroc) = (Accuracy::new(), Auroc::default());
    let target = labels::<dim![2]>(&[1]);
    assert!(value(&mut accuracy, &nan, &target).is_nan());
    assert_eq!(value(&mut accuracy, &sure, &target), 1.0);
    assert!(value(&mut auroc, &nan, &target).is_nan());
    let both = Samples::<shape![2]>::from_slice(&[0.0, 1.0, 1.0, 0.0]).unwrap();
    assert_eq!(value(&mut auroc, &both, &labels::<dim![2]>(&[1, 0])), 1.0);
}

#[test]
fn metrics_of_unequal_lengths_are_nan() {
    let (three, two) = (Samples::<shape![2]>::from_slice(&[0.0; 6]).unwrap(), labels::<dim![2]>(&[0, 1]));
    assert!(measure(Accuracy::new(), &three, &two).is_nan());
    assert!(measure(TopK::new(1), &three, &two).is_nan());
    assert!(measure(Perplexity::new(), &three, &two).is_nan());
    assert!(measure(Auroc::default(), &three, &two).is_nan());
    assert_eq!(ConfusionMatrix::of(&three, &two).invalid(), 1);
    let rows = |count| Samples::<shape![1]>::from_slice(&vec![0.5; count]).unwrap();
    assert!(measure(MeanSquaredError::new(), &rows(3), &rows(2)).is_nan());
    assert!(measure(MeanAbsoluteError::new(), &rows(2), &rows(3)).is_nan());
    assert!(measure(R2::new(), &rows(3), &rows(2)).is_nan());
    assert!(measure(BinaryAccuracy::of_logits(), &rows(3), &rows(2)).is_nan());
}

#[test]
fn invalid_metric_settings_panic() {
    for beta in [-1.0, f64::NAN, f64::INFINITY] {
        assert!(std::panic::catch_unwind(|| FBeta::<dim![2]>::new(beta, Average::Macro)).is_err());
    }
    assert!(std::panic::catch_unwind(|| TopK::new(0)).is_err());
    assert!(std::panic::catch_unwind(|| BinaryAccuracy::above(f64::NAN)).is_err());
    // With a large beta, the score is the recall; with 0, the precision.
    let outputs = Samples::<shape![2]>::from_slice(&[0.9, 0.1, 0.2, 0.8, 0.6, 0.4]).unwrap();
    let matrix = ConfusionMatrix::of(&outputs, &labels::<dim![2]>(&[0, 1, 1]));
    assert_eq!((matrix.f_beta(1, 1e200), matrix.f_beta(0, 0.0)), (0.5, 0.5));
}

#[test]
fn auroc_of_classes_orders_large_logits() {
    // github.com/Lightning-AI/torchmetrics/issues/2819
    let logits = [
        98.0950, 98.4612, 98.1145, 98.1506, 97.6037, 98.9425, 99.2644, 99.5014, 99.7280, 99.6595, 99.6931, 99.4667,
        99.9623, 99.8949, 99.8768,
    ];
    let target: Vec<usize> = (0..15).map(|i| usize::from(i > 0)).collect();
    for shift in [0.0, -99.0, 1e4] {
        let outputs: Vec<f64> = logits.iter().flat_map(|&x| [shift, x + shift]).collect();
        let outputs = Samples::<shape![2], f64>::from_slice(&outputs).unwrap();
        let target = Samples::<Indices<dim![2]>, f64>::from_fn(15, |i, t| t[[0]] = Class::new(target[i]).unwrap());
        let found = measure(Auroc::new(Scores::Logits), &outputs, &target);
        assert!((found - 13.0 / 14.0).abs() < 1e-12, "{found}");
    }
    // Masked classes, and a certain class.
    let infinite = [0.0, f32::NEG_INFINITY, 1.0, f32::INFINITY, 0.0, 1.0, f32::NEG_INFINITY, f32::NEG_INFINITY, 5.0];
    let infinite = Samples::<shape![3]>::from_slice(&infinite).unwrap();
    assert_eq!(measure(Auroc::new(Scores::Logits), &infinite, &labels::<dim![3]>(&[2, 0, 2])), 1.0);
}

#[test]
fn r2_of_one_sample_is_nan() {
    let row = |x: f32| Samples::<shape![1]>::from_slice(&[x]).unwrap();
    assert!(measure(R2::new(), &row(1.0), &row(1.0)).is_nan());
    assert!(measure(R2::new(), &row(1.0), &row(2.0)).is_nan());
}

fn history(epochs: &[u64], values: &[f64]) -> History {
    let record = |(&epoch, &loss): (&u64, &f64)| Record {
        epoch,
        step: epoch,
        seconds: 1.0,
        samples_per_second: 1.0,
        values: vec![("loss".into(), loss)],
    };
    History { records: epochs.iter().zip(values).map(record).collect() }
}

/// The SVG of the plot of these values, which must not loop forever.
fn curves(epochs: &[u64], values: &[f64]) -> String {
    let folder = tempfile::tempdir().unwrap();
    plot::curves(&history(epochs, values), folder.path().join("curves.svg")).unwrap();
    std::fs::read_to_string(folder.path().join("curves.svg")).unwrap()
}

#[test]
fn draws_curves_of_any_finite_values() {
    let least = f64::from_bits(1);
    for values in [
        &[1.0, 1e-309][..],
        &[1.0, least],
        &[least, least],
        &[0.0, least],
        &[-least, 2.0 * least],
        &[1e-20, 1e-30],
        &[1e-300, 1e300],
        &[1e300, 1.0],
        &[f64::MIN, f64::MAX],
        &[f64::MAX, f64::MAX],
        &[f64::MAX, 0.5 * f64::MAX],
        &[0.0, f64::MAX],
        &[0.0, 0.0],
        &[-0.0],
        &[1.0, 1.0 + f64::EPSILON],
        &[1e16, 1e16 + 2.0],
        &[1e-17, 2e-17],
        &[-1e-300, 1e-300],
        &[f64::MIN_POSITIVE, f64::MAX],
        &[5.0],
    ] {
        let epochs: Vec<u64> = (1..=values.len() as u64).collect();
        let text = curves(&epochs, values);
        assert!(!text.contains("NaN") && !text.contains("inf") && text.contains("\nloss\n"), "{values:?} {text}");
        assert!(text.matches("<circle").count() == values.len() && text.len() < 20_000, "{values:?} {text}");
    }
    let folder = tempfile::tempdir().unwrap();
    plot::curves(&history(&[0, u64::MAX], &[f64::MIN, least]), folder.path().join("curves.png")).unwrap();
    assert!(curves(&[1, 2], &[1e-309, 2e-310]).contains("e-310"));
    assert!(curves(&[1, 2], &[1.0, 1e-309]).contains("e-300"));
}

#[test]
fn draws_curves_to_any_epoch() {
    for epochs in [&[0, 1][..], &[u64::MAX - 1, u64::MAX], &[u64::MAX], &[0, u64::MAX], &[7, 7, 7]] {
        let text = curves(epochs, &vec![1.0; epochs.len()]);
        let circles = text.split("<circle cx=\"").skip(1);
        let places: Vec<f64> = circles.map(|text| text.split_once('"').unwrap().0.parse().unwrap()).collect();
        assert!(places.len() == epochs.len() && places.iter().all(|x| (50.0..=760.0).contains(x)), "{places:?}");
    }
}

#[test]
fn title_counts_non_finite_values() {
    let text = curves(&[1, 2, 3], &[1.0, f64::NAN, f64::INFINITY]);
    assert!(text.contains("loss (2 of 3 not finite)"), "{text}");
    let text = curves(&[1], &[f64::NAN]);
    assert!(text.contains("loss (1 of 1 not finite)"), "{text}");
}

#[test]
fn rejects_too_many_names_for_confusion_matrix() {
    let matrix = ConfusionMatrix::<dim![2]>::new();
    let error = plot::confusion(&matrix, &["a", "b", "c"], "c.svg").unwrap_err();
    assert_eq!(error.to_string(), "3 names for a confusion matrix of 2 classes, expected at most one per class");
    assert!(!Path::new("c.svg").exists());
}

#[test]
fn rejects_plots_too_large_for_memory() {
    let values = (0..2000).map(|i| (format!("metric {i}"), 1.0)).collect();
    let record = Record { epoch: 1, step: 1, seconds: 1.0, samples_per_second: 1.0, values };
    let history = History { records: vec![record] };
    let error = plot::curves(&history, "many.png").unwrap_err();
    assert!(matches!(error, PlotError::Size { size: [760, 500_000], .. }), "{error}");
    assert!(error.to_string().contains("help: an SVG"), "{error}");
}

#[test]
fn confusion_plot_counts_nan_samples() {
    let folder = tempfile::tempdir().unwrap();
    let outputs = Samples::<shape![2]>::from_slice(&[f32::NAN, 0.0]).unwrap();
    let matrix = ConfusionMatrix::of(&outputs, &labels::<dim![2]>(&[0]));
    let file = folder.path().join("confusion.svg");
    plot::confusion(&matrix, &["a\u{1b}", "b"], &file).unwrap();
    let text = std::fs::read_to_string(&file).unwrap();
    assert!(text.contains("predicted class (NaN: 1)") && !text.contains('\u{1b}'), "{text}");
}
