//! A network as a file, whole.

use super::error::FileError;
use super::names::nearest;
use super::safetensors::{Content, Entry, SafeTensors};
use super::{dtype, from_little_endian, to_little_endian, write};
use nn_core::{Float, Network, Parameters, fingerprint, zeroed};
use std::fmt::Display;
use std::io::{Read, Seek};
use std::path::Path;

/// The metadata's name for the [`fingerprint`].
pub(super) const ARCHITECTURE: &str = "nn.architecture";
/// The metadata's name for that of the struct.
pub(super) const NETWORK: &str = "nn.network";

fn architecture<Net: Network + Parameters<Net::Elem>>() -> String {
    format!("{:016x}", fingerprint::<Net>())
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
    content.metadata(NETWORK, Net::NAME);
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

/// Reads a network from a file.
///
/// # Errors
/// A file that is not this network's, whole, with finite numbers and nothing else: [`FileError`]. For a part of a network,
/// or from another one, there is [`load_matching`](super::load_matching).
pub fn load<Net: Network + Parameters<Net::Elem>>(path: impl AsRef<Path>) -> Result<Box<Net>, FileError> {
    read_from(SafeTensors::open(path)?)
}

/// [`load`] into a network that is there, such as that of a [`Session`](nn_core::Session). After an error it is as before.
///
/// # Errors
/// As [`load`].
pub fn load_into<Net: Network + Parameters<Net::Elem>>(
    network: &mut Net,
    path: impl AsRef<Path>,
) -> Result<(), FileError> {
    let read: Box<Net> = load(path)?;
    network.as_mut_slice().copy_from_slice(read.as_slice());
    Ok(())
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
    mut file: SafeTensors<R>,
) -> Result<Box<Net>, FileError> {
    let mut network = zeroed::<Net>();
    read_all(&mut file, &mut *network)?;
    let expected = architecture::<Net>();
    match file.metadata(ARCHITECTURE) {
        Some(found) if found != expected => {
            Err(FileError::Architecture { path: file.path().into(), expected, found: found.into() })
        }
        _ => {
            file.verify()?;
            check_finite(&*network, file.path())?;
            Ok(network)
        }
    }
}

/// Reads every tensor of a network from a file that has no others.
fn read_all<Net: Network + Parameters<Net::Elem>, R: Read + Seek>(
    file: &mut SafeTensors<R>,
    network: &mut Net,
) -> Result<(), FileError> {
    let mut names = Vec::new();
    let mut result = Ok(());
    let numbers = network.as_mut_slice();
    Net::LAYOUT.for_each(|param| {
        let name = param.name.to_string();
        if result.is_ok() {
            result = read_tensor(file, &name, param.dims, &mut numbers[param.range()]);
        }
        names.push(name);
    });
    result?;
    match file.entries().iter().find(|entry| !names.contains(&entry.name)) {
        Some(Entry { name, dims, .. }) => Err(FileError::Unexpected {
            path: file.path().into(),
            tensor: name.clone(),
            found: dims.clone(),
            help: "to take only the tensors that fit, call `nn::files::load_matching`".into(),
        }),
        None => Ok(()),
    }
}

fn read_tensor<T: Float, R: Read + Seek>(
    file: &mut SafeTensors<R>,
    name: &str,
    dims: &[usize],
    numbers: &mut [T],
) -> Result<(), FileError> {
    let entry = find::<T, R>(file, name, dims)?;
    from_little_endian(&file.read(&entry)?, T::numbers(numbers));
    Ok(())
}

/// The entry of a tensor with this name, these sizes, and numbers of this type.
pub(crate) fn find<T: Float, R: Read + Seek>(
    file: &SafeTensors<R>,
    name: &str,
    dims: &[usize],
) -> Result<Entry, FileError> {
    let (path, expected) = (file.path(), dtype::<T>());
    let Some(entry) = file.entries().iter().find(|entry| entry.name == name) else {
        let near = nearest(name, file.entries().iter().map(|entry| entry.name.as_str()));
        return Err(FileError::Missing {
            path: path.into(),
            tensor: name.into(),
            dtype: expected,
            expected: dims.into(),
            help: near.map(|near| format!("it has a tensor `{near}`")).unwrap_or_default(),
        });
    };
    if entry.dims != dims {
        let turned = dims.len() == 2 && entry.dims.len() == 2 && entry.dims[0] == dims[1] && entry.dims[1] == dims[0];
        let help = "these are PyTorch's `[out, in]`: call `nn::files::pytorch::load`";
        return Err(FileError::Sizes {
            path: path.into(),
            tensor: name.into(),
            expected: dims.into(),
            found: entry.dims.clone(),
            help: if turned { help.into() } else { String::new() },
        });
    }
    if entry.dtype != expected {
        return Err(FileError::Dtype { path: path.into(), tensor: name.into(), expected, found: entry.dtype.into() });
    }
    Ok(entry.clone())
}

/// The first number of a network that is NaN or infinite is an error.
pub(crate) fn check_finite<Net: Network + Parameters<Net::Elem>>(network: &Net, path: &Path) -> Result<(), FileError> {
    let numbers = network.as_slice();
    let mut result = Ok(());
    Net::LAYOUT.for_each(|param| {
        if result.is_ok() {
            result = finite(&numbers[param.range()], &param.name, path);
        }
    });
    result
}

pub(crate) fn finite<T: Float>(numbers: &[T], tensor: &dyn Display, path: &Path) -> Result<(), FileError> {
    match numbers.iter().position(|number| !number.to_f64().is_finite()) {
        None => Ok(()),
        Some(index) => Err(FileError::NotFinite {
            path: path.into(),
            tensor: tensor.to_string(),
            index,
            found: numbers[index].to_f64(),
        }),
    }
}
