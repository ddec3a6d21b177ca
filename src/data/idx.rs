//! The IDX format of the MNIST database: a magic number, the sizes, then bytes; as it is or gzipped.
//!
//! Source: Y. LeCun, C. Cortes, C. J. C. Burges, *The MNIST database of handwritten digits*, "File formats".

use super::dataset::{Dataset, Draw, One};
use super::error::DataError;
use nn_core::{Class, Dim, Float, Indices, Sample};
use std::fmt;
use std::fs::File;
use std::io::{self, BufReader, Read};
use std::marker::PhantomData;
use std::path::{Path, PathBuf};

/// An array of bytes with its sizes, as an IDX file holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Idx {
    /// The sizes, outermost first: `[60000, 28, 28]` for MNIST's training images.
    pub dims: Vec<usize>,
    /// The elements, the last axis innermost.
    pub bytes: Vec<u8>,
}

/// Why an IDX file could not be read. Every message names the file.
#[derive(Debug, thiserror::Error)]
pub enum IdxError {
    /// There is no such file, or it may not be read.
    #[error("cannot open {}: {source}", path.display())]
    Open {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// Reading failed half-way; for a gzipped file, also a broken or truncated stream.
    #[error("cannot read {}: {source}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system, or the decompressor, says.
        source: io::Error,
    },
    /// The first four bytes are not those of an IDX file of unsigned bytes with so many axes.
    #[error(
        "{} is not an IDX file of unsigned bytes with {axes} axes: it begins with {found:02x?}, expected [00, 00, 08, {axes:02x}]",
        path.display()
    )]
    Magic {
        /// The file.
        path: PathBuf,
        /// How many axes were asked for.
        axes: usize,
        /// The first four bytes, or fewer if there are no more.
        found: Vec<u8>,
    },
    /// The file ends early, or goes on behind its last element.
    #[error(
        "{} says that it holds {dims:?} bytes, which is {expected} of them, but holds {}",
        path.display(),
        if *found > *expected { "more".to_string() } else { format!("{found}") }
    )]
    Length {
        /// The file.
        path: PathBuf,
        /// The sizes in its header; as many as could be read.
        dims: Vec<usize>,
        /// The product of the sizes.
        expected: u64,
        /// How many bytes there are; one more than expected stands for any number more.
        found: u64,
    },
}

/// Reads an IDX file of unsigned bytes with `axes` axes, gzipped or not.
///
/// # Errors
/// [`IdxError`]: no file, a foreign file, a truncated one, one with bytes left over. A header that promises more than
/// follows costs no memory.
///
/// ```
/// use nn::data::idx;
/// let path = std::env::temp_dir().join(format!("nn-doc-{}.idx", std::process::id()));
/// std::fs::write(&path, [0, 0, 8, 1, 0, 0, 0, 3, 7, 2, 1])?;
/// assert_eq!(idx::read(&path, 1)?.bytes, [7, 2, 1]);
/// std::fs::write(&path, [0, 0, 8, 1, 0, 0, 0, 3, 7, 2])?;
/// let error = idx::read(&path, 1).unwrap_err().to_string();
/// assert!(error.ends_with("says that it holds [3] bytes, which is 3 of them, but holds 2"));
/// # std::fs::remove_file(&path)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn read(path: impl AsRef<Path>, axes: usize) -> Result<Idx, IdxError> {
    let path = path.as_ref();
    let file = File::open(path).map_err(|source| IdxError::Open { path: path.into(), source })?;
    read_from(BufReader::new(file), path, axes)
}

/// [`read`] from anything; `path` is what errors call it.
///
/// # Errors
/// As [`read`].
pub fn read_from(mut file: impl Read, path: impl AsRef<Path>, axes: usize) -> Result<Idx, IdxError> {
    let path = path.as_ref();
    let mut start = Vec::new();
    file.by_ref().take(2).read_to_end(&mut start).map_err(|source| IdxError::Read { path: path.into(), source })?;
    let whole = io::Cursor::new(start.clone()).chain(file);
    // The two bytes with which every gzip stream begins.
    if start == [0x1f, 0x8b] {
        parse(flate2::read::GzDecoder::new(whole), path, axes)
    } else {
        parse(whole, path, axes)
    }
}

fn parse(mut from: impl Read, path: &Path, axes: usize) -> Result<Idx, IdxError> {
    let failed = |source| IdxError::Read { path: path.into(), source };
    let mut magic = Vec::new();
    from.by_ref().take(4).read_to_end(&mut magic).map_err(failed)?;
    if magic.len() != 4 || magic[..3] != [0, 0, 8] || usize::from(magic[3]) != axes {
        return Err(IdxError::Magic { path: path.into(), axes, found: magic });
    }
    let mut header = Vec::new();
    from.by_ref().take(4 * axes as u64).read_to_end(&mut header).map_err(failed)?;
    let dims: Vec<usize> =
        header.chunks_exact(4).map(|size| u32::from_be_bytes([size[0], size[1], size[2], size[3]]) as usize).collect();
    let expected = dims.iter().fold(1_u64, |product, &size| product.saturating_mul(size as u64));
    if dims.len() != axes {
        return Err(IdxError::Length { path: path.into(), dims, expected, found: 0 });
    }
    let mut bytes = Vec::new();
    let found = from.take(expected.saturating_add(1)).read_to_end(&mut bytes).map_err(failed)? as u64;
    if found != expected {
        return Err(IdxError::Length { path: path.into(), dims, expected, found });
    }
    Ok(Idx { dims, bytes })
}

/// Images of bytes and their classes, such as MNIST: a pixel from 0 to 255 becomes a number from 0 to 1 when it is asked for.
///
/// `S` is the shape of an image, with a channel or without: `shape![1, 28, 28]` and `shape![28, 28]` both fit MNIST.
///
/// ```
/// use nn::data::Dataset;
/// use nn::data::idx::Images;
/// use nn::prelude::*;
/// # let path = |name| std::env::temp_dir().join(format!("nn-images-{}-{name}", std::process::id()));
/// let (images, labels) = (path("images"), path("labels"));
/// std::fs::write(&images, [0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 2, 0, 51])?;
/// std::fs::write(&labels, [0, 0, 8, 1, 0, 0, 0, 1, 7])?;
/// let set = Images::<shape![1, 1, 2], dim![10]>::open(&images, &labels)?.collect()?;
/// assert_eq!((set.inputs.as_slice(), set.targets.row(0)[[0]].index()), (&[0.0, 0.2][..], 7));
/// # std::fs::remove_file(&images)?;
/// # std::fs::remove_file(&labels)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Images<S, C, T = f32> {
    pixels: Vec<u8>,
    labels: Vec<u8>,
    types: Types<S, C, T>,
}

/// The types of a data set that holds none of their values.
type Types<S, C, T> = PhantomData<fn() -> (S, C, T)>;

impl<S: Sample, C: Dim, T: Float> Images<S, C, T> {
    /// Reads the two files, each gzipped or not.
    ///
    /// # Errors
    /// What [`read`] says; images of another shape, as many labels as images not being there, a label that is no class.
    pub fn open(images: impl AsRef<Path>, labels: impl AsRef<Path>) -> Result<Self, DataError> {
        let (images_path, labels_path) = (images.as_ref(), labels.as_ref());
        let images = read(images_path, 3)?;
        let labels = read(labels_path, 1)?;
        let expected = S::DIMS.iter().copied().skip_while(|&size| size == 1);
        if !images.dims[1..].iter().copied().skip_while(|&size| size == 1).eq(expected) {
            let found = images.dims[1..].to_vec();
            return Err(DataError::Sizes { path: images_path.into(), expected: S::DIMS.into(), found });
        }
        if images.dims[0] != labels.dims[0] {
            let of = vec![images_path.into(), labels_path.into()];
            return Err(DataError::Length { inputs: images.dims[0], targets: labels.dims[0], of });
        }
        if let Some(sample) = labels.bytes.iter().position(|&label| usize::from(label) >= C::SIZE) {
            let found = labels.bytes[sample].into();
            return Err(DataError::Label { path: labels_path.into(), sample, found, classes: C::SIZE });
        }
        Ok(Self { pixels: images.bytes, labels: labels.bytes, types: PhantomData })
    }
}

impl<S: Sample, C: Dim, T: Float> Dataset for Images<S, C, T> {
    type Elem = T;
    type Input = S;
    type Target = Indices<C>;

    fn len(&self) -> usize {
        self.labels.len()
    }

    fn get(
        &self,
        index: usize,
        _: Draw,
        input: One<'_, S, T>,
        target: One<'_, Indices<C>, T>,
    ) -> Result<(), DataError> {
        let input = input.as_mut_slice();
        let pixels = &self.pixels[index * input.len()..][..input.len()];
        input.iter_mut().zip(pixels).for_each(|(x, &pixel)| *x = T::from_f64(f64::from(pixel) / 255.0));
        target[[0]] = Class::new(self.labels[index].into()).expect("`open` has looked at every label");
        Ok(())
    }
}

impl<S: Sample, C: Dim, T> fmt::Debug for Images<S, C, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} images of {:?} and {} classes", self.labels.len(), S::DIMS, C::SIZE)
    }
}

/// The training images of MNIST in a folder with its files, which are as they are or gzipped, and the test images.
///
/// ```no_run
/// use nn::data::idx;
/// use nn::prelude::*;
/// let [train, test] = idx::mnist::<shape![1, 28, 28], f32>("mnist")?;
/// # let _ = (train, test);
/// # Ok::<(), nn::data::DataError>(())
/// ```
///
/// # Errors
/// As [`Images::open`]; a file that is in the folder in neither form.
pub fn mnist<S: Sample, T: Float>(folder: impl AsRef<Path>) -> Result<[Images<S, nn_core::N<10>, T>; 2], DataError> {
    let folder = folder.as_ref();
    let open = |part: &str| {
        let images = find(folder, &format!("{part}-images-idx3-ubyte"));
        Images::open(images, find(folder, &format!("{part}-labels-idx1-ubyte")))
    };
    Ok([open("train")?, open("t10k")?])
}

/// The file, as it is or gzipped.
fn find(folder: &Path, name: &str) -> PathBuf {
    let (plain, zipped) = (folder.join(name), folder.join(format!("{name}.gz")));
    if !plain.exists() && zipped.exists() { zipped } else { plain }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    /// A file that is gone when the test ends.
    struct Temporary(tempfile::TempPath);

    impl Temporary {
        fn new(name: &str, bytes: &[u8]) -> Self {
            let file = tempfile::Builder::new().suffix(&format!("-{name}")).tempfile().unwrap();
            std::fs::write(file.path(), bytes).unwrap();
            Self(file.into_temp_path())
        }
    }

    const IMAGES: [u8; 24] = [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 2, 1, 2, 3, 4, 5, 6, 7, 8];

    fn gzipped(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn plain_and_gzipped_files_are_the_same() {
        let plain = Temporary::new("plain", &IMAGES);
        let zipped = Temporary::new("zipped", &gzipped(&IMAGES));
        let images = read(&plain.0, 3).unwrap();
        assert_eq!(images.dims, [2, 2, 2]);
        assert_eq!(images.bytes, [1, 2, 3, 4, 5, 6, 7, 8]);
        assert_eq!(read(&zipped.0, 3).unwrap(), images);
    }

    fn error(name: &str, bytes: &[u8], axes: usize) -> (String, String) {
        let file = Temporary::new(name, bytes);
        (read(&file.0, axes).unwrap_err().to_string(), file.0.display().to_string())
    }

    #[test]
    fn bad_files_are_named_with_what_was_expected() {
        let (message, path) = error("labels", &IMAGES, 1);
        assert_eq!(
            message,
            format!(
                "{path} is not an IDX file of unsigned bytes with 1 axes: it begins with [00, 00, 08, 03], expected [00, 00, 08, 01]"
            )
        );
        let (message, path) = error("short", &IMAGES[..20], 3);
        assert_eq!(message, format!("{path} says that it holds [2, 2, 2] bytes, which is 8 of them, but holds 4"));
        let (message, _) = error("long", &[&IMAGES[..], &[9]].concat(), 3);
        assert!(message.ends_with("but holds more"), "{message}");
        let (message, _) = error("header", &IMAGES[..10], 3);
        assert!(message.contains("holds [2] bytes"), "{message}");
        let (message, _) = error("empty", &[], 3);
        assert!(message.contains("begins with []"), "{message}");
        let (message, path) = error("cut", &gzipped(&IMAGES)[..20], 3);
        assert!(message.starts_with(&format!("cannot read {path}: ")), "{message}");
        let missing = std::env::temp_dir().join("nn-idx-there-is-no-such-file");
        let message = read(&missing, 3).unwrap_err().to_string();
        assert!(message.starts_with(&format!("cannot open {}: ", missing.display())), "{message}");
    }

    #[test]
    fn a_header_that_promises_too_much_costs_nothing() {
        let (message, _) = error("huge", &[0, 0, 8, 3, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255], 3);
        assert!(message.ends_with("but holds 0"), "{message}");
    }
}
