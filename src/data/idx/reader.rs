//! The reader of IDX files.

use super::IdxError;
use crate::data::gzip::{self, Gunzip};
use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::Path;

/// An array of bytes with its shape, as stored in an IDX file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Idx {
    /// The sizes, outermost first: `[60000, 28, 28]` for MNIST's training images.
    pub dims: Vec<usize>,
    /// The elements, the last axis innermost.
    pub bytes: Vec<u8>,
}

/// Reads IDX files with a configurable limit on the bytes that a gzipped file may decompress to.
///
/// A few megabytes of gzip can decompress to gigabytes. The header states the number of bytes that follow, so a file over the limit
/// is rejected before its data are read. Reading an uncompressed file takes no more memory than its own size, and is not limited.
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

    /// Sets the maximum number of bytes of data that a gzipped file may decompress to. Defaults to
    /// [`MAX_DECOMPRESSED`](Self::MAX_DECOMPRESSED).
    pub fn max_decompressed(mut self, bytes: u64) -> Self {
        self.max_decompressed = bytes;
        self
    }

    /// Reads a file, as [`read`] does.
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
}

/// Reads an IDX file of unsigned bytes with `axes` axes, gzipped or not; [`Reader`] has a configurable limit.
///
/// # Errors
/// [`IdxError`]: a file that does not exist, has another format, is truncated, has trailing bytes, or, if gzipped, exceeds the
/// limit of [`Reader`]. Memory is allocated for the bytes that follow, not for those that a header promises.
///
/// ```
/// use nn::data::idx;
/// let path = std::env::temp_dir().join(format!("nn-doc-{}.idx", std::process::id()));
/// std::fs::write(&path, [0, 0, 8, 1, 0, 0, 0, 3, 7, 2, 1])?;
/// assert_eq!(idx::read(&path, 1)?.bytes, [7, 2, 1]);
/// std::fs::write(&path, [0, 0, 8, 1, 0, 0, 0, 3, 7, 2])?;
/// let error = idx::read(&path, 1).unwrap_err().to_string();
/// assert!(error.ends_with("declares the shape [3], 3 bytes, but contains 2"));
/// # std::fs::remove_file(&path)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn read(path: impl AsRef<Path>, axes: usize) -> Result<Idx, IdxError> {
    Reader::new().read(path, axes)
}

/// Reads from any reader, as [`read`] does; errors name `path`.
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

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    /// A file that is removed when the test ends.
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
    fn plain_and_gzipped_files_read_the_same() {
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
    fn errors_name_the_file_and_what_was_expected() {
        let (message, path) = error("labels", &IMAGES, 1);
        assert_eq!(
            message,
            format!(
                "{path} is not an IDX file of unsigned bytes with 1 axes: it begins with [00, 00, 08, 03], expected [00, 00, 08, 01]"
            )
        );
        let (message, path) = error("short", &IMAGES[..20], 3);
        assert_eq!(message, format!("{path} declares the shape [2, 2, 2], 8 bytes, but contains 4"));
        let (message, _) = error("long", &[&IMAGES[..], &[9]].concat(), 3);
        assert!(message.ends_with("but contains more"), "{message}");
        let (message, _) = error("header", &IMAGES[..10], 3);
        assert!(message.contains("declares the shape [2],"), "{message}");
        let (message, _) = error("empty", &[], 3);
        assert!(message.contains("begins with []"), "{message}");
        let (message, path) = error("cut", &gzipped(&IMAGES)[..20], 3);
        assert!(message.starts_with(&format!("cannot read {path}: ")), "{message}");
        let missing = std::env::temp_dir().join("nn-idx-there-is-no-such-file");
        let message = read(&missing, 3).unwrap_err().to_string();
        assert!(message.starts_with(&format!("cannot open {}: ", missing.display())), "{message}");
    }

    #[test]
    fn oversized_header_allocates_nothing() {
        let (message, _) = error("huge", &[0, 0, 8, 3, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255], 3);
        assert!(message.ends_with("but contains 0"), "{message}");
    }
}
