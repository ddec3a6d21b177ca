//! A network as a file, whole.

use super::atomic::write;
use super::content::Content;
use super::error::FileError;
use super::finite::check_finite;
use super::format::{ARCHITECTURE, NETWORK};
use super::load::LoadOptions;
use super::numbers::{dtype, to_little_endian};
use super::safetensors::SafeTensors;
use super::source::Source;
use nn_core::graph::Architecture;
use nn_core::{Network, fingerprint};
use std::io::{Read, Seek};
use std::path::Path;

fn architecture<Net: Network>() -> String {
    Architecture(fingerprint::<Net>()).to_string()
}

/// The file of a network, in memory: its tensors in the order of [`LAYOUT`](nn_core::Parameters::LAYOUT), and in its metadata the
/// network's name and fingerprint.
pub fn to_bytes<Net: Network>(network: &Net) -> Vec<u8> {
    content(network).into_bytes()
}

/// The content of [`to_bytes`], to which metadata may be added.
pub(super) fn content<Net: Network>(network: &Net) -> Content {
    let mut content = Content::default();
    let numbers = network.as_slice();
    Net::LAYOUT.for_each(|param| {
        let bytes = to_little_endian(&numbers[param.range()]);
        content.tensor(param.name.to_string(), dtype::<Net::Elem>(), param.dims, bytes);
    });
    content.metadata(NETWORK, Net::GRAPH.name);
    content.metadata(ARCHITECTURE, architecture::<Net>());
    content
}

/// Writes a network to a file: the old file, if there is one, stands until the new one is whole.
///
/// # Errors
/// A number that is NaN or infinite, for which there would be no way back; and what the system says.
pub fn save<Net: Network>(network: &Net, path: impl AsRef<Path>) -> Result<(), FileError> {
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
pub fn load<Net: Network>(path: impl AsRef<Path>) -> Result<Box<Net>, FileError> {
    LoadOptions::new().expect(Source::Nn).load(path)
}

/// [`load`] into a network that is there, such as that of a [`Session`](nn_core::Session). After an error it is as before.
///
/// # Errors
/// As [`load`].
pub fn load_into<Net: Network>(network: &mut Net, path: impl AsRef<Path>) -> Result<(), FileError> {
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
pub fn read_from<Net: Network, R: Read + Seek>(file: SafeTensors<R>) -> Result<Box<Net>, FileError> {
    LoadOptions::new().expect(Source::Nn).read_from(file)
}
