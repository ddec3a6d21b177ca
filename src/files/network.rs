//! A network as a file, whole.

use super::error::FileError;
use super::header::stored;
use super::load::LoadOptions;
use super::names::missing_help;
use super::safetensors::{Content, Entry, SafeTensors};
use super::{Source, dtype, to_little_endian, write};
use nn_core::graph::Architecture;
use nn_core::{Float, Network, Parameters, fingerprint};
use std::io::{Read, Seek};
use std::path::Path;

/// The metadata's name for the [`fingerprint`].
pub(super) const ARCHITECTURE: &str = "nn.architecture";
/// The metadata's name for that of the struct.
pub(super) const NETWORK: &str = "nn.network";

fn architecture<Net: Network + Parameters<Net::Elem>>() -> String {
    Architecture(fingerprint::<Net>()).to_string()
}

/// The error of a file with this fingerprint, if that is one of version 1: what it should be is not known.
pub(crate) fn check_version(path: &Path, found: &str, help: &'static str) -> Result<(), FileError> {
    let is_first = found.len() == 16 && found.bytes().all(|digit| digit.is_ascii_hexdigit());
    if is_first { Err(FileError::Version { path: path.into(), found: found.into(), help }) } else { Ok(()) }
}

/// The file of a network, in memory: its tensors in the order of [`LAYOUT`](Parameters::LAYOUT), and in its metadata the
/// network's name and fingerprint.
pub fn to_bytes<Net: Network + Parameters<Net::Elem>>(network: &Net) -> Vec<u8> {
    let mut content = Content::default();
    let numbers = network.as_slice();
    Net::LAYOUT.for_each(|param| {
        let bytes = to_little_endian(&numbers[param.range()]);
        content.tensor(param.name.to_string(), dtype::<Net::Elem>(), param.dims, bytes);
    });
    content.metadata(NETWORK, Net::GRAPH.name);
    content.metadata(ARCHITECTURE, architecture::<Net>());
    content.into_bytes()
}

/// Writes a network to a file: the old file, if there is one, stands until the new one is whole.
///
/// # Errors
/// A number that is NaN or infinite, for which there would be no way back; and what the system says.
pub fn save<Net: Network + Parameters<Net::Elem>>(network: &Net, path: impl AsRef<Path>) -> Result<(), FileError> {
    let path = path.as_ref();
    check_finite(network, path)?;
    write(path, &to_bytes(network))
}

/// Reads a network from a file of [`save`]: [`LoadOptions`] for this network, whole, without any conversion.
///
/// # Errors
/// A file that is not this network's, whole, with finite numbers and nothing else: [`FileError`]. A file of PyTorch's is
/// [`FileError::Source`], and one that does not say whose it is, and whose dense weights are all square, is
/// [`FileError::Ambiguous`]. For a part of a network, or from another one, there is [`load_matching`](super::load_matching).
pub fn load<Net: Network + Parameters<Net::Elem>>(path: impl AsRef<Path>) -> Result<Box<Net>, FileError> {
    LoadOptions::new().expect(Source::Nn).load(path)
}

/// [`load`] into a network that is there, such as that of a [`Session`](nn_core::Session). After an error it is as before.
///
/// # Errors
/// As [`load`].
pub fn load_into<Net: Network + Parameters<Net::Elem>>(
    network: &mut Net,
    path: impl AsRef<Path>,
) -> Result<(), FileError> {
    LoadOptions::new().expect(Source::Nn).load_into(network, path)
}

/// [`load`] from anything that can be read: from bytes in the program, such as `include_bytes!` gives.
///
/// ```
/// use nn::files::{self, SafeTensors};
/// use nn::prelude::*;
/// # network! {
/// #     struct Line {
/// #         fc: Linear<1, 1>,
/// #     }
/// #     fn forward(x: Tensor<1>) -> Tensor<1> {
/// #         x.fc()
/// #     }
/// # }
/// let bytes = files::to_bytes(&*Line::new(1));
/// let line: Box<Line> = files::read_from(SafeTensors::new(std::io::Cursor::new(&bytes), "line")?)?;
/// assert!(line.fc.weight == Line::new(1).fc.weight);
/// # Ok::<(), files::FileError>(())
/// ```
///
/// # Errors
/// As [`load`].
pub fn read_from<Net: Network + Parameters<Net::Elem>, R: Read + Seek>(
    file: SafeTensors<R>,
) -> Result<Box<Net>, FileError> {
    LoadOptions::new().expect(Source::Nn).read_from(file)
}

/// The entry of a tensor with this name, these sizes, and numbers of this type.
pub(crate) fn find<T: Float, R: Read + Seek>(
    file: &SafeTensors<R>,
    name: &str,
    dims: &[usize],
) -> Result<Entry, FileError> {
    let (path, expected) = (file.path(), dtype::<T>());
    let Some(entry) = file.entry(name) else {
        return Err(FileError::Missing {
            path: path.into(),
            tensor: stored(name),
            dtype: expected,
            expected: dims.into(),
            help: missing_help(name, file.entries().iter().map(|entry| entry.name.as_str())),
        });
    };
    if entry.dims != dims {
        return Err(FileError::Sizes {
            path: path.into(),
            tensor: stored(name),
            expected: dims.into(),
            found: entry.dims.clone(),
            help: String::new(),
        });
    }
    if entry.dtype != expected {
        return Err(FileError::Dtype {
            path: path.into(),
            tensor: stored(name),
            expected,
            found: entry.dtype.into(),
            help: String::new(),
        });
    }
    Ok(entry.clone())
}

/// The first number of a network that is NaN or infinite is an error.
pub(crate) fn check_finite<Net: Network + Parameters<Net::Elem>>(network: &Net, path: &Path) -> Result<(), FileError> {
    let numbers = network.as_slice();
    let mut result = Ok(());
    Net::LAYOUT.for_each(|param| {
        if result.is_ok() {
            result = finite(&numbers[param.range()], &param.name.to_string(), path);
        }
    });
    result
}

pub(super) fn finite<T: Float>(numbers: &[T], tensor: &str, path: &Path) -> Result<(), FileError> {
    match numbers.iter().position(|number| !number.to_f64().is_finite()) {
        None => Ok(()),
        Some(index) => Err(FileError::NotFinite {
            path: path.into(),
            tensor: stored(tensor),
            index,
            found: numbers[index].to_f64(),
        }),
    }
}
