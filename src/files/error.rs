//! The errors of tensor files.

use super::{MAX_HEADER, Source};
use crate::excerpt::{Excerpt, write_bounded};
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// An error in reading or writing a tensor file. Every message names the file, and the tensor if one is concerned. Texts from the
/// file are bounded in length, and their control characters are escaped.
#[derive(thiserror::Error)]
#[non_exhaustive]
pub enum FileError {
    /// An I/O error.
    #[error("cannot {action} {}: {source}", Place(path))]
    Io {
        /// The file, or its folder.
        path: PathBuf,
        /// The operation that failed, such as "open".
        action: &'static str,
        /// The system's error.
        source: io::Error,
    },
    /// The file is not a safetensors file: its header is truncated, too long, or violates the format.
    #[error("{} is not a safetensors file: {reason}", Place(path))]
    Header {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        reason: String,
    },
    /// The header is longer than the limit of the reader.
    #[error(
        "{} has a header of {found} bytes, the limit is {limit}\nhelp: if you trust the file, set a higher limit, at most {}: \
         `max_header` of `nn::files::LoadOptions`, or `nn::files::SafeTensors::open_limited`",
        Place(path),
        MAX_HEADER
    )]
    HeaderLimit {
        /// The file.
        path: PathBuf,
        /// The length of its header, in bytes.
        found: u64,
        /// The limit on the length of a header.
        limit: u64,
    },
    /// The number of bytes of data is not that of the tensors in the header.
    #[error("{} has {found} bytes of data, but its tensors are {expected} bytes{}", Place(path), if found < expected { ": it is truncated" } else { ": it is too long" })]
    Length {
        /// The file.
        path: PathBuf,
        /// The number of bytes of the tensors in the header.
        expected: u64,
        /// The number of bytes of data in the file.
        found: u64,
    },
    /// The byte range of a tensor is not where the format requires it, directly after the previous one, or does not match its
    /// shape.
    #[error("tensor `{}` of {} is at the bytes {found:?}, expected {expected}", Name(tensor), Place(path))]
    Offsets {
        /// The file.
        path: PathBuf,
        /// The name of the tensor.
        tensor: String,
        /// The start and end of the range.
        found: [u64; 2],
        /// What the format requires.
        expected: String,
    },
    /// Two tensors, or two metadata entries, in the header have the same name.
    #[error("{} has two entries with the name `{}`", Place(path), Name(name))]
    Duplicate {
        /// The file.
        path: PathBuf,
        /// The name.
        name: String,
    },
    /// The content does not match the checksum.
    #[error("{} is corrupt: the checksum of its content is {found}, expected {}", Place(path), Excerpt(expected))]
    Checksum {
        /// The file.
        path: PathBuf,
        /// The checksum in the file.
        expected: String,
        /// The checksum of the content.
        found: String,
    },
    /// The file lacks a tensor of the network.
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
        /// The type of its elements.
        dtype: &'static str,
        /// Its shape.
        expected: Vec<usize>,
        /// A suggestion; may be empty.
        help: String,
    },
    /// The file has a tensor that the network does not have.
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
        /// Its shape.
        found: Vec<usize>,
        /// What the user can do; may be empty.
        help: String,
    },
    /// A tensor has another shape in the file.
    #[error(
        "tensor `{}` of {} has the shape {found:?}, expected {expected:?}{}",
        Name(tensor),
        Place(path),
        and_help(help)
    )]
    Shape {
        /// The file.
        path: PathBuf,
        /// The name of the tensor.
        tensor: String,
        /// The shape in the network.
        expected: Vec<usize>,
        /// The shape in the file.
        found: Vec<usize>,
        /// What the user can do; may be empty.
        help: String,
    },
    /// A tensor has another element type in the file.
    #[error(
        "tensor `{}` of {} has elements of type {found}, expected {expected}{}",
        Name(tensor),
        Place(path),
        and_help(help)
    )]
    Dtype {
        /// The file.
        path: PathBuf,
        /// The name of the tensor.
        tensor: String,
        /// The element type of the network.
        expected: &'static str,
        /// The element type in the file.
        found: String,
        /// What the user can do; may be empty.
        help: String,
    },
    /// The weights are from the other library: dense weights are `[in, out]` in files of `nn`, and `[out, in]` in those of PyTorch.
    #[error("{} {}", Place(path), other_source(*found, help))]
    Source {
        /// The file.
        path: PathBuf,
        /// The library whose weights the file contains.
        found: Source,
        /// What the user can do.
        help: String,
    },
    /// The file does not record whether PyTorch or `nn` wrote it, and all dense weights are square, so that both orientations fit.
    #[error(
        "{} does not record whether PyTorch or `nn` wrote it: the square weight `{}` {found:?} fits both layouts\nhelp: {help}",
        Place(path),
        Name(tensor)
    )]
    Ambiguous {
        /// The file.
        path: PathBuf,
        /// The name of the first such tensor.
        tensor: String,
        /// Its shape.
        found: Vec<usize>,
        /// The calls for each of the two sources.
        help: String,
    },
    /// After renaming, two tensors of the file have the same name.
    #[error("{}: `{}` and `{}` are both called `{}` after renaming", Place(path), Name(&tensors[0]), Name(&tensors[1]), Name(name))]
    Renamed {
        /// The file.
        path: PathBuf,
        /// The names in the file.
        tensors: [String; 2],
        /// The name after renaming.
        name: String,
    },
    /// A finite element is out of the range of the type that it is converted to.
    #[error(
        "tensor `{}` of {} has {found} as element {index}, which is too large for {dtype}",
        Name(tensor),
        Place(path)
    )]
    Overflow {
        /// The file.
        path: PathBuf,
        /// The name of the tensor.
        tensor: String,
        /// The index of the element in the tensor, from 0.
        index: usize,
        /// The element.
        found: f64,
        /// The element type of the network.
        dtype: &'static str,
    },
    /// A parameter is NaN or infinite.
    #[error("tensor `{}` of {} has {found} as element {index}, expected only finite values", Name(tensor), Place(path))]
    NotFinite {
        /// The file.
        path: PathBuf,
        /// The name of the tensor.
        tensor: String,
        /// The index of the element in the tensor, from 0.
        index: usize,
        /// The element.
        found: f64,
    },
    /// A quantised network has values with which an accumulator could overflow, or an invalid scale.
    #[error("{}: {source}", Place(path))]
    Integers {
        /// The file.
        path: PathBuf,
        /// The layer, and what is wrong.
        source: nn_core::int8::QuantizeError,
    },
    /// The tensors of the file match, but it was saved from a network with another `forward`, such as one with another activation
    /// or another `dropout`.
    #[error(
        "{} was saved from another architecture, {}, expected {expected}: the tensors match, but the operations \
         differ\nhelp: to load the tensors nevertheless, call `nn::files::load_partial`",
        Place(path),
        Excerpt(found)
    )]
    Architecture {
        /// The file.
        path: PathBuf,
        /// The network's [`fingerprint`](crate::graph::fingerprint).
        expected: String,
        /// The fingerprint in the file.
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
        /// What the user can do.
        help: &'static str,
    },
    /// A value of a checkpoint is missing or invalid.
    #[error("{} has {} for `{}`, expected {expected}", Place(path), Name(found), Name(name))]
    Value {
        /// The file.
        path: PathBuf,
        /// The name of the value.
        name: String,
        /// The requirement on the value.
        expected: String,
        /// The value in the file.
        found: String,
    },
    /// A checkpoint was saved from something else: a value that must be the same differs.
    #[error(
        "{} has `{}` for `{}`, expected `{}`, as in this program",
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
        /// The value of the state to be loaded.
        expected: String,
        /// The value in the file.
        found: String,
    },
    /// A state visits two values with the same name, so that it cannot be saved: a bug in the program.
    #[error(
        "cannot write {}: the state contains two values named `{}`\nhelp: move one of them to a separate part",
        Place(path),
        Name(name)
    )]
    DuplicateValue {
        /// The file.
        path: PathBuf,
        /// The name.
        name: String,
    },
}

nn_core::debug_by_message!(FileError);

impl FileError {
    /// Returns a function that converts an error of an `action` on a file or a folder, such as "read", to this type.
    pub(crate) fn io(path: &Path, action: &'static str) -> impl Fn(io::Error) -> Self {
        move |source| Self::Io { path: path.into(), action, source }
    }

    /// Returns whether the file itself is unreadable, truncated, modified or not a safetensors file, regardless of what it was read
    /// for.
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
            "has weights of `nn`, `[in, out]` for dense layers, according to its metadata, expected PyTorch's, `[out, in]`"
        }
        Source::PyTorch => {
            "has PyTorch's weights, `[out, in]` for dense layers, according to its metadata, expected those of `nn`, `[in, out]`"
        }
    };
    format!("{what}\nhelp: {help}")
}

/// Displays a path in a message: in full, with control characters escaped.
struct Place<'a>(&'a Path);

impl fmt::Display for Place<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_bounded(f, &self.0.to_string_lossy(), usize::MAX)
    }
}

/// Displays a name from a file in a message: longer than an [`Excerpt`], since the tensors of a deep module differ at the end of
/// their names.
pub(super) struct Name<'a>(pub(super) &'a str);

impl fmt::Display for Name<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_bounded(f, self.0, 200)
    }
}
