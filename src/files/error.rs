//! What can be wrong with a file of tensors.

use super::{MAX_HEADER, Source};
use crate::excerpt::{Excerpt, write_bounded};
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// Why a file of tensors could not be read or written. Every message names the file, and the tensor where there is one. What a message
/// repeats of a file is bounded in length, and its control characters are escaped.
#[derive(thiserror::Error)]
#[non_exhaustive]
pub enum FileError {
    /// The system refused.
    #[error("cannot {action} {}: {source}", Place(path))]
    Io {
        /// The file, or its folder.
        path: PathBuf,
        /// What was tried, such as "open".
        action: &'static str,
        /// What the system says.
        source: io::Error,
    },
    /// The file is no safetensors file: its header is cut off, too long, or not what the format says.
    #[error("{} is not a safetensors file: {reason}", Place(path))]
    Header {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        reason: String,
    },
    /// The header is longer than the limit of the reader.
    #[error(
        "{} has a header of {found} bytes, the limit is {limit}\nhelp: if the file is to be trusted, set a higher limit, {} at most: \
         `max_header` of `nn::files::LoadOptions`, or `nn::files::SafeTensors::open_limited`",
        Place(path),
        MAX_HEADER
    )]
    HeaderLimit {
        /// The file.
        path: PathBuf,
        /// The length of its header, in bytes.
        found: u64,
        /// The longest header that would have been read.
        limit: u64,
    },
    /// The file's data are fewer or more bytes than its tensors.
    #[error("{} has {found} bytes of data, but its tensors are {expected} bytes{}", Place(path), if found < expected { ": it is cut off" } else { ": it is too long" })]
    Length {
        /// The file.
        path: PathBuf,
        /// How many bytes the tensors in the header are.
        expected: u64,
        /// How many there are.
        found: u64,
    },
    /// A tensor's bytes are not where the format has them, right behind those of another one, and as many as its sizes say.
    #[error("tensor `{}` of {} lies at the bytes {found:?}, expected {expected}", Name(tensor), Place(path))]
    Offsets {
        /// The file.
        path: PathBuf,
        /// The name of the tensor.
        tensor: String,
        /// Where it begins and ends.
        found: [u64; 2],
        /// What would be right.
        expected: String,
    },
    /// A tensor, or a piece of metadata, stands in the header twice.
    #[error("{} has two entries with the name `{}`", Place(path), Name(name))]
    Duplicate {
        /// The file.
        path: PathBuf,
        /// The name.
        name: String,
    },
    /// The bytes are not those that were written.
    #[error("{} is damaged: the checksum of its content is {found}, expected {}", Place(path), Excerpt(expected))]
    Checksum {
        /// The file.
        path: PathBuf,
        /// What was written.
        expected: String,
        /// What there is.
        found: String,
    },
    /// The network has a tensor that the file has not.
    #[error(
        "{} has no tensor `{}`, expected one of {dtype} with the shape {expected:?}{}",
        Place(path),
        Name(tensor),
        and_help(help)
    )]
    Missing {
        /// The file.
        path: PathBuf,
        /// The name of the tensor.
        tensor: String,
        /// The type of its numbers.
        dtype: &'static str,
        /// Its sizes.
        expected: Vec<usize>,
        /// What may have been meant; may be empty.
        help: String,
    },
    /// The file has a tensor that the network has not.
    #[error(
        "{} has a tensor `{}` with the shape {found:?}, expected none of this name{}",
        Place(path),
        Name(tensor),
        and_help(help)
    )]
    Unexpected {
        /// The file.
        path: PathBuf,
        /// The name of the tensor.
        tensor: String,
        /// Its sizes.
        found: Vec<usize>,
        /// What may be done; may be empty.
        help: String,
    },
    /// A tensor has other sizes in the file.
    #[error(
        "tensor `{}` of {} has the shape {found:?}, expected {expected:?}{}",
        Name(tensor),
        Place(path),
        and_help(help)
    )]
    Sizes {
        /// The file.
        path: PathBuf,
        /// The name of the tensor.
        tensor: String,
        /// The network's sizes.
        expected: Vec<usize>,
        /// The file's sizes.
        found: Vec<usize>,
        /// What may be done; may be empty.
        help: String,
    },
    /// A tensor has numbers of another type in the file.
    #[error(
        "tensor `{}` of {} has numbers of type {found}, expected {expected}{}",
        Name(tensor),
        Place(path),
        and_help(help)
    )]
    Dtype {
        /// The file.
        path: PathBuf,
        /// The name of the tensor.
        tensor: String,
        /// The network's type.
        expected: &'static str,
        /// The file's type.
        found: String,
        /// What may be done; may be empty.
        help: String,
    },
    /// The weights are those of the other library: weights of dense layers are `[in, out]` in files of `nn`, and `[out, in]` in
    /// PyTorch's.
    #[error("{} {}", Place(path), other_source(*found, help))]
    Source {
        /// The file.
        path: PathBuf,
        /// Whose weights these are.
        found: Source,
        /// What may be done.
        help: String,
    },
    /// Nothing says whether PyTorch or `nn` wrote the file, and a square weight fits both ways.
    #[error(
        "{} does not say whether PyTorch or `nn` wrote it, and the square weight `{}` {found:?} fits both ways\nhelp: {help}",
        Place(path),
        Name(tensor)
    )]
    Ambiguous {
        /// The file.
        path: PathBuf,
        /// The name of the first such tensor.
        tensor: String,
        /// Its sizes.
        found: Vec<usize>,
        /// The calls for either.
        help: String,
    },
    /// After renaming, two tensors of the file have one name.
    #[error("{}: `{}` and `{}` are both called `{}` after renaming", Place(path), Name(&tensors[0]), Name(&tensors[1]), Name(name))]
    Renamed {
        /// The file.
        path: PathBuf,
        /// The names in the file.
        tensors: [String; 2],
        /// What both are called.
        name: String,
    },
    /// A finite number is too large for the type that it is converted to.
    #[error(
        "tensor `{}` of {} has {found} as number {index}, which is too large for {dtype}",
        Name(tensor),
        Place(path)
    )]
    Overflow {
        /// The file.
        path: PathBuf,
        /// The name of the tensor.
        tensor: String,
        /// Its place in the tensor, from 0.
        index: usize,
        /// The number.
        found: f64,
        /// The network's type.
        dtype: &'static str,
    },
    /// A weight is NaN or infinite.
    #[error("tensor `{}` of {} has {found} as number {index}, expected only finite numbers", Name(tensor), Place(path))]
    NotFinite {
        /// The file.
        path: PathBuf,
        /// The name of the tensor.
        tensor: String,
        /// Its place in the tensor, from 0.
        index: usize,
        /// The number.
        found: f64,
    },
    /// With these numbers a network in integers could overflow, or has a scale that is none.
    #[error("{}: {source}", Place(path))]
    Integers {
        /// The file.
        path: PathBuf,
        /// The layer, and what is wrong.
        source: nn_core::int8::QuantizeError,
    },
    /// The file's tensors fit, but it was saved from a network with another `forward`.
    #[error(
        "{} was saved from another architecture, {}, expected {expected}: the tensors are the same, but not what is \
         done with them\nhelp: to take the tensors nevertheless, call `nn::files::load_matching`",
        Place(path),
        Excerpt(found)
    )]
    Architecture {
        /// The file.
        path: PathBuf,
        /// The network's [`fingerprint`](crate::fingerprint).
        expected: String,
        /// The file's.
        found: String,
    },
    /// The file's fingerprint is of version 1, which cannot be compared with the network's, of version 2.
    #[error(
        "the fingerprint in {}, {found}, has version 1, expected version 2: an earlier release of `nn` saved it\nhelp: {help}",
        Place(path)
    )]
    Version {
        /// The file.
        path: PathBuf,
        /// The fingerprint.
        found: String,
        /// What to do.
        help: &'static str,
    },
    /// A value of a checkpoint is not there, or is not what it must be.
    #[error("{} has {} for `{}`, expected {expected}", Place(path), Name(found), Name(name))]
    Value {
        /// The file.
        path: PathBuf,
        /// The name of the value.
        name: String,
        /// What it must be.
        expected: String,
        /// What it is.
        found: String,
    },
    /// A checkpoint was saved from something else: a value that has to be the same is another one.
    #[error(
        "{} has `{}` for `{}`, expected `{}`, which it goes on with",
        Place(path),
        Name(found),
        Name(name),
        Name(expected)
    )]
    Differs {
        /// The file.
        path: PathBuf,
        /// The name of the value.
        name: String,
        /// The value of the state that was to be set.
        expected: String,
        /// The value in the file.
        found: String,
    },
    /// A state shows two values by one name, so that it cannot be saved: a mistake in the program.
    #[error(
        "cannot write {}: the state shows two values by the name `{}`\nhelp: wrap one of them in a part of its own",
        Place(path),
        Name(name)
    )]
    Twice {
        /// The file.
        path: PathBuf,
        /// The name.
        name: String,
    },
}

nn_core::debug_by_message!(FileError);

impl FileError {
    /// What turns the error of an `action` on a file or a folder, such as "read", into this one.
    pub(crate) fn io(path: &Path, action: &'static str) -> impl Fn(io::Error) -> Self {
        move |source| Self::Io { path: path.into(), action, source }
    }

    /// Whether the file itself is bad, cut off, changed or foreign, whatever it was to be read for.
    pub fn is_damage(&self) -> bool {
        match self {
            Self::Header { .. }
            | Self::HeaderLimit { .. }
            | Self::Length { .. }
            | Self::Offsets { .. }
            | Self::Duplicate { .. }
            | Self::Checksum { .. } => true,
            Self::Io { action, .. } => *action == "read",
            _ => false,
        }
    }
}

fn and_help(text: &str) -> String {
    if text.is_empty() { String::new() } else { format!("\nhelp: {text}") }
}

fn other_source(found: Source, help: &str) -> String {
    let what = match found {
        Source::Nn => {
            "has weights of `nn`, `[in, out]` for dense layers, as its metadata says, expected PyTorch's, `[out, in]`"
        }
        Source::PyTorch => {
            "has PyTorch's weights, `[out, in]` for dense layers, as its metadata says, expected those of `nn`, `[in, out]`"
        }
    };
    format!("{what}\nhelp: {help}")
}

/// A path in a message: whole, its control characters escaped.
struct Place<'a>(&'a Path);

impl fmt::Display for Place<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_bounded(f, &self.0.to_string_lossy(), usize::MAX)
    }
}

/// A name of a file in a message: longer than an [`Excerpt`], since what distinguishes the tensors of a deep module comes last.
pub(super) struct Name<'a>(pub(super) &'a str);

impl fmt::Display for Name<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_bounded(f, self.0, 200)
    }
}
