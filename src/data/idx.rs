//! The IDX format of the MNIST database: a magic number, the sizes, then bytes; as it is or gzipped.
//!
//! Source: Y. LeCun, C. Cortes, C. J. C. Burges, *The MNIST database of handwritten digits*, "File formats".

use super::dataset::{Dataset, Draw, One};
use super::error::DataError;
use super::gzip::{self, Gunzip};
use nn_core::{Class, Dim, Float, Indices, N, Sample};
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
#[non_exhaustive]
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
        "{} is not an IDX file of unsigned bytes with {axes} axes: it begins with {found:02x?}, expected [00, 00, 08, {axes:02x}]{}",
        path.display(),
        if found.starts_with(b"PK") { "\nhelp: it is a zip archive: extract the files in it" } else { "" }
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
    /// A gzipped file would decompress to more bytes than [`Reader::max_decompressed`] allows.
    #[error(
        "{} decompresses to {expected} bytes, more than the limit of {limit}\nhelp: `idx::Reader::new().max_decompressed({expected})` reads it",
        path.display()
    )]
    Limit {
        /// The file.
        path: PathBuf,
        /// The product of the sizes in its header.
        expected: u64,
        /// The limit.
        limit: u64,
    },
}

/// Reads IDX files with settings: a limit on the bytes that a gzipped file may decompress to.
///
/// A few megabytes of gzip can decompress to gigabytes. The header states how many bytes follow, so a file over the limit is
/// refused before its data are read. A file that is not gzipped takes no more memory than its own size, and has no limit.
///
/// ```
/// use nn::data::idx::{IdxError, Reader};
/// use std::io::Write;
/// let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
/// gzip.write_all(&[0, 0, 8, 1, 0, 0, 0, 3, 7, 2, 1])?;
/// let bytes = gzip.finish()?;
/// assert_eq!(Reader::new().read_from(&bytes[..], "a.gz", 1)?.bytes, [7, 2, 1]);
/// let error = Reader::new().max_decompressed(2).read_from(&bytes[..], "a.gz", 1).unwrap_err();
/// assert!(matches!(error, IdxError::Limit { expected: 3, limit: 2, .. }));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reader {
    max_decompressed: u64,
}

impl Default for Reader {
    fn default() -> Self {
        Self::new()
    }
}

impl Reader {
    /// The default limit, in bytes.
    pub const MAX_DECOMPRESSED: u64 = 768 << 20;

    /// Returns a reader with the default limit: 768 MiB, 17 times the training images of MNIST.
    pub fn new() -> Self {
        Self { max_decompressed: Self::MAX_DECOMPRESSED }
    }

    /// Sets how many bytes of data a gzipped file may decompress to. Defaults to [`MAX_DECOMPRESSED`](Self::MAX_DECOMPRESSED).
    pub fn max_decompressed(mut self, bytes: u64) -> Self {
        self.max_decompressed = bytes;
        self
    }

    /// Reads a file: [`read`].
    ///
    /// # Errors
    /// As [`read`].
    pub fn read(&self, path: impl AsRef<Path>, axes: usize) -> Result<Idx, IdxError> {
        let path = path.as_ref();
        let file = File::open(path).map_err(|source| IdxError::Open { path: path.into(), source })?;
        self.read_from(file, path, axes)
    }

    /// Reads from any reader; errors name `path`.
    ///
    /// # Errors
    /// As [`read`].
    pub fn read_from(&self, from: impl Read, path: impl AsRef<Path>, axes: usize) -> Result<Idx, IdxError> {
        let path = path.as_ref();
        let mut from = BufReader::new(from);
        let mut start = Vec::new();
        from.by_ref().take(2).read_to_end(&mut start).map_err(|source| IdxError::Read { path: path.into(), source })?;
        let is_gzip = start == gzip::MAGIC;
        let whole = io::Cursor::new(start).chain(from);
        if is_gzip {
            parse(Gunzip::new(whole), path, axes, self.max_decompressed)
        } else {
            parse(whole, path, axes, u64::MAX)
        }
    }

    /// Reads images and their labels: [`Images::open`].
    ///
    /// # Errors
    /// As [`Images::open`].
    pub fn images<S: Sample, C: Dim, T: Float>(
        &self,
        images: impl AsRef<Path>,
        labels: impl AsRef<Path>,
    ) -> Result<Images<S, C, T>, DataError> {
        let (images_path, labels_path) = (images.as_ref(), labels.as_ref());
        let images = self.read(images_path, 3)?;
        let labels = self.read(labels_path, 1)?;
        Images::new(images_path, images, labels_path, labels)
    }

    /// Reads the files of MNIST in a folder: [`mnist`].
    ///
    /// # Errors
    /// As [`mnist`].
    pub fn mnist<S: Sample, T: Float>(&self, folder: impl AsRef<Path>) -> Result<[Images<S, N<10>, T>; 2], DataError> {
        let folder = folder.as_ref();
        let open = |part: &str| {
            self.images(find(folder, &format!("{part}-images"), 3)?, find(folder, &format!("{part}-labels"), 1)?)
        };
        Ok([open("train")?, open("t10k")?])
    }
}

/// Reads an IDX file of unsigned bytes with `axes` axes, gzipped or not; [`Reader`] has settings.
///
/// # Errors
/// [`IdxError`]: no file, a foreign file, a truncated one, one with bytes left over, a gzipped one over the limit of [`Reader`]. A
/// header that promises more than follows costs no memory.
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
    Reader::new().read(path, axes)
}

/// [`read`] from anything; `path` is what errors call it.
///
/// # Errors
/// As [`read`].
pub fn read_from(file: impl Read, path: impl AsRef<Path>, axes: usize) -> Result<Idx, IdxError> {
    Reader::new().read_from(file, path, axes)
}

fn parse(mut from: impl Read, path: &Path, axes: usize, limit: u64) -> Result<Idx, IdxError> {
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
    if expected > limit {
        return Err(IdxError::Limit { path: path.into(), expected, limit });
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
        Reader::new().images(images, labels)
    }

    fn new(images_path: &Path, images: Idx, labels_path: &Path, labels: Idx) -> Result<Self, DataError> {
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

/// Reads the training images of MNIST, and the test images, from the folder that holds the files.
///
/// The files may be gzipped or not, and have any of their usual names: `train-images-idx3-ubyte`, `train-images.idx3-ubyte`, either
/// with `.gz`, or inside a folder of that name, as an unpacked archive leaves them; likewise `train-labels-idx1-ubyte`,
/// `t10k-images-idx3-ubyte` and `t10k-labels-idx1-ubyte`.
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
/// As [`Images::open`]; a file that is in the folder under none of its names.
pub fn mnist<S: Sample, T: Float>(folder: impl AsRef<Path>) -> Result<[Images<S, N<10>, T>; 2], DataError> {
    Reader::new().mnist(folder)
}

/// The path of one of MNIST's files under the name that it has in this folder.
fn find(folder: &Path, name: &str, axes: usize) -> Result<PathBuf, IdxError> {
    let names = [format!("{name}-idx{axes}-ubyte"), format!("{name}.idx{axes}-ubyte")];
    let forms = |name: &String| {
        [folder.join(name), folder.join(format!("{name}.gz")), folder.join(name).join(name)].into_iter()
    };
    if let Some(path) = names.iter().flat_map(forms).find(|path| path.is_file()) {
        return Ok(path);
    }
    let [first, second] = &names;
    let path = folder.join(first);
    // What is there but is no file, or may not be looked at, is reported as the system reports it.
    let source = match path.metadata() {
        Err(error) if error.kind() != io::ErrorKind::NotFound => error,
        _ => io::Error::new(io::ErrorKind::NotFound, format!("no such file, nor `{second}`, nor either with `.gz`")),
    };
    Err(IdxError::Open { path, source })
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
