//! Saving and loading networks that are quantised to 8-bit integers.

use super::checks::{architecture, find, other_architecture, unexpected};
use super::format::{ARCHITECTURE, Entry, NETWORK, Source};
use super::{Content, FileError, SafeTensors, write};
use nn_core::int8::{Int8Tensor, Quantized};
use nn_core::zeroed;
use std::io::{Read, Seek};
use std::path::Path;

/// The advice for a tensor in floating point where a quantised network is expected.
const REAL: &str = "these are the weights of a floating-point network: call `nn::files::load`";

/// Returns each tensor with its full name, and its offset in the network.
fn tensors<Net: Quantized>() -> impl Iterator<Item = (String, usize, &'static Int8Tensor)> {
    Net::FIELDS.iter().flat_map(|field| {
        let named = move |tensor: &'static Int8Tensor| {
            (format!("{}.{}", field.name, tensor.name), field.offset + tensor.offset, tensor)
        };
        field.tensors.iter().map(named)
    })
}

/// Serialises a quantised network to the bytes of a file, as [`to_bytes`](super::to_bytes) does for a network. The data section
/// equals the bytes of the network, so tensors are in the network's order, with byte alignment.
pub fn int8_to_bytes<Net: Quantized>(network: &Net) -> Vec<u8> {
    let mut content = Content::in_order();
    let bytes = network.as_bytes();
    for (name, offset, tensor) in tensors::<Net>() {
        content.tensor(name, tensor.dtype.name(), tensor.dims, bytes[offset..][..tensor.size()].to_vec());
    }
    content.metadata(NETWORK, Net::NAME);
    content.metadata(ARCHITECTURE, architecture::<Net::FloatNetwork>());
    content.into_bytes()
}

/// Saves a quantised network to a file, for [`load_int8`] and `include_weights!`. An existing file is replaced only once the new
/// one is complete.
///
/// ```
/// use nn::files;
/// use nn::int8::Calibration;
/// use nn::prelude::*;
///
/// network! {
///     #[int8(LineInt8)]
///     struct Line {
///         fc: Linear<1, 1>,
///     }
///     fn forward(x: Tensor<1>) -> Tensor<1> {
///         x.fc()
///     }
/// }
///
/// let line = Line::new(1);
/// let mut calibration = Calibration::<LineInt8>::new(&line);
/// calibration.observe(&Tensor::<shape![2, 1]>::new([[-1.0], [1.0]]));
/// let int8 = calibration.build()?;
/// # let path = std::env::temp_dir().join(format!("nn-int8-{}.safetensors", std::process::id()));
/// files::save_int8(&*int8, &path)?;
/// let again: Box<LineInt8> = files::load_int8(&path)?;
/// assert_eq!(again.as_bytes(), int8.as_bytes());
/// # std::fs::remove_file(&path)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// I/O errors, and those of [`Quantized::check`].
pub fn save_int8<Net: Quantized>(network: &Net, path: impl AsRef<Path>) -> Result<(), FileError> {
    let path = path.as_ref();
    check(network, path)?;
    write(path, &int8_to_bytes(network))
}

/// Loads a quantised network from a file.
///
/// # Errors
/// A file without exactly the tensors of this network; values with which an accumulator could overflow. A file from PyTorch is
/// [`FileError::Source`].
pub fn load_int8<Net: Quantized>(path: impl AsRef<Path>) -> Result<Box<Net>, FileError> {
    read_int8_from(SafeTensors::open(path)?)
}

/// Loads a quantised network from any reader, as [`load_int8`].
///
/// # Errors
/// As [`load_int8`].
pub fn read_int8_from<Net: Quantized, R: Read + Seek>(mut file: SafeTensors<R>) -> Result<Box<Net>, FileError> {
    if file.source() == Some(Source::PyTorch) {
        let help =
            "an integer network is saved by `nn::files::save_int8`; load these weights with `nn::files::pytorch::load`";
        return Err(FileError::Source { path: file.path().into(), found: Source::PyTorch, help: help.into() });
    }
    let mut network = zeroed::<Net>();
    // The offset in the network, in bytes, of the tensor of each entry.
    let mut places = vec![None; file.entries().len()];
    for (name, offset, tensor) in tensors::<Net>() {
        places[find(&file, &name, tensor.dims, tensor.dtype.name(), REAL)?] = Some(offset);
    }
    let unused = file.entries().iter().zip(&places).find(|(_, place)| place.is_none());
    if let Some((entry, _)) = unused {
        return Err(unexpected(file.path(), entry, ""));
    }
    let expected = architecture::<Net::FloatNetwork>();
    if let Some(found) = file.metadata(ARCHITECTURE).filter(|found| *found != expected) {
        let help = "quantise the floating-point network again with a `nn::int8::Calibration`";
        return Err(other_architecture(file.path(), expected, found, help));
    }
    let bytes = network.as_mut_bytes();
    let take = |index: usize, _: &Entry, read: &[u8]| {
        if let Some(offset) = places[index] {
            bytes[offset..][..read.len()].copy_from_slice(read);
        }
    };
    file.read_once(|index| places[index].is_some(), take)?;
    check(&*network, file.path())?;
    Ok(network)
}

fn check<Net: Quantized>(network: &Net, path: &Path) -> Result<(), FileError> {
    network.check().map_err(|source| FileError::Integers { path: path.into(), source })
}
