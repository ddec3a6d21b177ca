//! The errors of IDX files.

use std::io;
use std::path::PathBuf;

/// An error in reading an IDX file. Every message names the file.
#[derive(thiserror::Error)]
#[non_exhaustive]
pub enum IdxError {
    /// The file does not exist, or cannot be opened.
    #[error("cannot open {}: {source}", path.display())]
    Open {
        /// The file.
        path: PathBuf,
        /// The I/O error.
        source: io::Error,
    },
    /// Reading failed; for a gzipped file this includes a damaged or truncated stream.
    #[error("cannot read {}: {source}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// The I/O error, or the error of the decompressor.
        source: io::Error,
    },
    /// The first four bytes are not those of an IDX file of unsigned bytes with the expected number of axes.
    #[error(
        "{} is not an IDX file of unsigned bytes with {axes} axes: it begins with {found:02x?}, expected [00, 00, 08, {axes:02x}]{}",
        path.display(),
        if found.starts_with(b"PK") { "\nhelp: it is a zip archive: extract the files in it" } else { "" }
    )]
    Magic {
        /// The file.
        path: PathBuf,
        /// The expected number of axes.
        axes: usize,
        /// The first four bytes, or fewer if the file is shorter.
        found: Vec<u8>,
    },
    /// The file is truncated, or has bytes after its last element.
    #[error(
        "{} declares the shape {dims:?}, {expected} bytes, but contains {}",
        path.display(),
        if *found > *expected { "more".to_string() } else { format!("{found}") }
    )]
    Length {
        /// The file.
        path: PathBuf,
        /// The sizes in its header, as far as they could be read.
        dims: Vec<usize>,
        /// The product of the sizes.
        expected: u64,
        /// The number of bytes of data; one more than expected stands for any larger number.
        found: u64,
    },
    /// A gzipped file would decompress to more bytes than [`Reader::max_decompressed`](super::Reader::max_decompressed) allows.
    #[error(
        "{} decompresses to {expected} bytes, more than the limit of {limit}\nhelp: read it with `idx::Reader::new().max_decompressed({expected})`",
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

nn_core::debug_by_message!(IdxError);
