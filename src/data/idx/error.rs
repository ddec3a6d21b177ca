//! What can be wrong with an IDX file.

use std::io;
use std::path::PathBuf;

/// Why an IDX file could not be read. Every message names the file.
#[derive(thiserror::Error)]
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
    /// A gzipped file would decompress to more bytes than [`Reader::max_decompressed`](super::Reader::max_decompressed) allows.
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

nn_core::debug_by_message!(IdxError);
