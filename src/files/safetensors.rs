//! An open safetensors file.

use super::checksum::Checksum;
use super::format::{ARCHITECTURE, CHECKSUM, DEFAULT_MAX_HEADER, Entry, MAX_HEADER, NETWORK};
use super::header::{Header, Metadata, check, misplaced, stored};
use super::{FileError, Source};
use std::fmt;
use std::fs::File;
use std::io::{self, BufReader, Cursor, Read, Seek, SeekFrom};
use std::ops::Range;
use std::path::{Path, PathBuf};

/// The number of bytes to read at a time where they are only checksummed.
const CHUNK: u64 = 1 << 16;

/// An open safetensors file: its header has been read and validated; its data are read on demand.
///
/// ```
/// use nn::files::SafeTensors;
/// # use nn::prelude::*;
/// # network! {
/// #     struct Line {
/// #         fc: Linear<1, 1>,
/// #     }
/// #     fn forward(x: Tensor<1>) -> Tensor<1> {
/// #         x.fc()
/// #     }
/// # }
/// let bytes = nn::files::to_bytes(&*Line::new(1));
/// let file = SafeTensors::new(std::io::Cursor::new(&bytes), "line")?;
/// let names: Vec<_> = file.entries().iter().map(|entry| entry.name.as_str()).collect();
/// assert_eq!(names, ["fc.weight", "fc.bias"]);
/// # Ok::<(), nn::files::FileError>(())
/// ```
///
/// A header takes memory in proportion to its length, at most about ten times as much. Its length is limited by
/// [`DEFAULT_MAX_HEADER`], or by the limit passed to [`open_limited`](SafeTensors::open_limited).
pub struct SafeTensors<R = BufReader<File>> {
    reader: R,
    path: PathBuf,
    /// The offset of the data section in the file.
    data: u64,
    /// The length of the data section, in bytes.
    length: u64,
    /// The position of the reader, if known.
    at: Option<u64>,
    entries: Vec<Entry>,
    /// Indices of the entries, sorted by name.
    names: Vec<u32>,
    metadata: Metadata,
}

impl<R> fmt::Debug for SafeTensors<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SafeTensors")
            .field("path", &self.path)
            .field("tensors", &self.entries.len())
            .finish_non_exhaustive()
    }
}

impl SafeTensors {
    /// Opens a file and reads its header, of at most [`DEFAULT_MAX_HEADER`] bytes.
    ///
    /// # Errors
    /// [`FileError`]: a file that does not exist, or whose header is invalid.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, FileError> {
        Self::open_limited(path, DEFAULT_MAX_HEADER)
    }

    /// Opens a file with another limit on the length of the header, in bytes; a limit above [`MAX_HEADER`] is `MAX_HEADER`.
    /// Otherwise as [`open`](Self::open).
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub fn open_limited(path: impl AsRef<Path>, max_header: u64) -> Result<Self, FileError> {
        let path = path.as_ref();
        let file = File::open(path).map_err(FileError::io(path, "open"))?;
        Self::new_limited(BufReader::new(file), path, max_header)
    }
}

impl<R: Read + Seek> SafeTensors<R> {
    /// Reads the header, of at most [`DEFAULT_MAX_HEADER`] bytes, from any reader; errors name `path`.
    ///
    /// # Errors
    /// [`FileError`]: an invalid header. Sizes in the header cause no allocation before they are validated.
    pub fn new(reader: R, path: impl AsRef<Path>) -> Result<Self, FileError> {
        Self::new_limited(reader, path, DEFAULT_MAX_HEADER)
    }

    /// Reads the header with another limit on its length, in bytes; a limit above [`MAX_HEADER`] is `MAX_HEADER`. Otherwise as
    /// [`new`](Self::new).
    ///
    /// ```
    /// use nn::files::{FileError, SafeTensors};
    /// use std::io::Cursor;
    ///
    /// let bytes = [&14_u64.to_le_bytes()[..], br#"{"__metadata__":{}}"#].concat();
    /// let error = SafeTensors::new_limited(Cursor::new(&bytes), "a", 10).unwrap_err();
    /// assert!(matches!(error, FileError::HeaderLimit { found: 14, limit: 10, .. }));
    /// ```
    ///
    /// # Errors
    /// As [`new`](Self::new); [`FileError::HeaderLimit`] for a header longer than the limit.
    pub fn new_limited(mut reader: R, path: impl AsRef<Path>, max_header: u64) -> Result<Self, FileError> {
        let path = path.as_ref();
        let io = FileError::io(path, "read");
        let header = |reason: String| FileError::Header { path: path.into(), reason };
        let length = reader.seek(SeekFrom::End(0)).map_err(&io)?;
        reader.seek(SeekFrom::Start(0)).map_err(&io)?;
        let mut start = [0; 8];
        if length < 8 {
            return Err(header(format!("it has {length} bytes, expected an 8-byte header length and the header")));
        }
        reader.read_exact(&mut start).map_err(&io)?;
        let size = u64::from_le_bytes(start);
        let most = (length - 8).min(MAX_HEADER);
        if size > most {
            return Err(header(format!("it declares a header of {size} bytes, expected at most {most}")));
        }
        if size > max_header {
            return Err(FileError::HeaderLimit { path: path.into(), found: size, limit: max_header });
        }
        let mut json = vec![0; size as usize];
        reader.read_exact(&mut json).map_err(&io)?;
        let Header { tensors, metadata } = Header::parse(&json, path)?;
        drop(json);
        let data = 8 + size;
        let length = length - data;
        let (entries, names) = check(tensors, length, path)?;
        Ok(Self { reader, path: path.into(), data, length, at: Some(data), entries, names, metadata })
    }

    /// Returns the entries of all tensors, in the order of their bytes.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Returns the entry of the tensor of this name.
    pub fn entry(&self, name: &str) -> Option<&Entry> {
        self.position(name).map(|index| &self.entries[index])
    }

    /// Returns the index of the tensor of this name among the entries.
    pub(super) fn position(&self, name: &str) -> Option<usize> {
        let found = self.names.binary_search_by(|&index| self.entries[index as usize].name.as_str().cmp(name)).ok()?;
        Some(self.names[found] as usize)
    }

    /// Returns the name of the file in errors.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Returns the value of this name in `__metadata__`.
    pub fn metadata(&self, name: &str) -> Option<&str> {
        self.metadata.get(name)
    }

    /// Iterates over all of `__metadata__`, sorted by name.
    pub fn all_metadata(&self) -> impl Iterator<Item = (&str, &str)> {
        self.metadata.iter()
    }

    /// Returns the library whose weights the file contains, if the metadata record it: `nn` if there is a `nn.architecture`, a
    /// `nn.network` or, without a `format` of `pt`, a `nn.checksum`; PyTorch if the `format` is `pt`. `None` if they record
    /// neither, or a `format` of `pt` with one of the first two.
    pub fn source(&self) -> Option<Source> {
        let is_pytorch = self.metadata("format") == Some("pt");
        if self.metadata(ARCHITECTURE).is_some() || self.metadata(NETWORK).is_some() {
            (!is_pytorch).then_some(Source::Nn)
        } else if is_pytorch {
            // A file of `nn::files::pytorch::save` also has a checksum.
            Some(Source::PyTorch)
        } else {
            // Checkpoints have no architecture.
            self.metadata(CHECKSUM).map(|_| Source::Nn)
        }
    }

    /// Reads the bytes of a tensor of this file.
    ///
    /// # Errors
    /// I/O errors; an entry whose range is not in this file.
    pub fn read(&mut self, entry: &Entry) -> Result<Vec<u8>, FileError> {
        let Range { start, end } = entry.range;
        if start > end || end > self.length {
            let expected = format!("a range within its {} bytes of data", self.length);
            return Err(misplaced(&self.path, entry, expected));
        }
        self.bytes(start..end)
    }

    fn bytes(&mut self, range: Range<u64>) -> Result<Vec<u8>, FileError> {
        self.try_bytes(range).map_err(FileError::io(&self.path, "read"))
    }

    fn try_bytes(&mut self, range: Range<u64>) -> io::Result<Vec<u8>> {
        let size = usize::try_from(range.end - range.start).map_err(io::Error::other)?;
        let mut bytes = Vec::new();
        bytes.try_reserve_exact(size)?;
        // A seek would discard the reader's buffer.
        if self.at.take() != Some(self.data + range.start) {
            self.reader.seek(SeekFrom::Start(self.data + range.start))?;
        }
        (&mut self.reader).take(size as u64).read_to_end(&mut bytes)?;
        if bytes.len() < size {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        self.at = Some(self.data + range.end);
        Ok(bytes)
    }

    /// Reads the data into memory: subsequent reads and the verification use the same bytes, even if the file changes.
    ///
    /// ```
    /// use nn::files::SafeTensors;
    /// # use nn::prelude::*;
    /// # network! {
    /// #     struct Line {
    /// #         fc: Linear<1, 1>,
    /// #     }
    /// #     fn forward(x: Tensor<1>) -> Tensor<1> {
    /// #         x.fc()
    /// #     }
    /// # }
    /// # let path = std::env::temp_dir().join(format!("nn-into-memory-{}.safetensors", std::process::id()));
    /// nn::files::save(&*Line::new(1), &path)?;
    /// let mut file = SafeTensors::open(&path)?.into_memory()?;
    /// std::fs::remove_file(&path).unwrap();
    /// assert!(file.verify()?);
    /// # Ok::<(), nn::files::FileError>(())
    /// ```
    ///
    /// # Errors
    /// I/O errors, and data that do not fit into memory.
    pub fn into_memory(mut self) -> Result<SafeTensors<Cursor<Vec<u8>>>, FileError> {
        let bytes = self.bytes(0..self.length)?;
        let Self { path, length, entries, names, metadata, .. } = self;
        Ok(SafeTensors { reader: Cursor::new(bytes), path, data: 0, length, at: Some(0), entries, names, metadata })
    }

    /// Verifies the checksum of the content. Returns `false` if the file has no checksum. Data that are read afterwards may differ
    /// if another process writes to the file in the meantime: see [`into_memory`](Self::into_memory).
    ///
    /// # Errors
    /// [`FileError::Checksum`], and I/O errors.
    pub fn verify(&mut self) -> Result<bool, FileError> {
        self.read_once(|_| false, |_, _, _| ())?;
        Ok(self.metadata(CHECKSUM).is_some())
    }

    /// Reads each wanted tensor once, in the order of the file, and passes its bytes to `take`; then compares the file's checksum,
    /// if it has one, with that of the same bytes. The bytes passed to `take` are valid only if this returns `Ok`.
    pub(super) fn read_once(
        &mut self,
        wanted: impl Fn(usize) -> bool,
        mut take: impl FnMut(usize, &Entry, &[u8]),
    ) -> Result<(), FileError> {
        let expected = self.metadata(CHECKSUM).map(str::to_string);
        let mut sum = expected.as_ref().map(|_| Checksum::of_header(&self.entries, self.metadata.iter()));
        for index in 0..self.entries.len() {
            let Range { mut start, end } = self.entries[index].range;
            if wanted(index) {
                let bytes = self.bytes(start..end)?;
                sum.iter_mut().for_each(|sum| sum.update(&bytes));
                take(index, &self.entries[index], &bytes);
                continue;
            }
            while let Some(sum) = sum.as_mut().filter(|_| start < end) {
                let next = end.min(start + CHUNK);
                let bytes = self.bytes(start..next)?;
                sum.update(&bytes);
                start = next;
            }
        }
        let (Some(expected), Some(sum)) = (expected, sum) else { return Ok(()) };
        let found = sum.text();
        if found == expected {
            return Ok(());
        }
        Err(FileError::Checksum { path: self.path.clone(), expected: stored(&expected), found })
    }
}
