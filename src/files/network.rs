//! Saving and loading a complete network.

use super::checks::{architecture, check_finite};
use super::format::{ARCHITECTURE, NETWORK, Source};
use super::{Content, FileError, LoadOptions, LoadReport, SafeTensors, dtype, to_little_endian, write};
use nn_core::Network;
use std::io::{Read, Seek};
use std::path::Path;

/// Serialises a network to the bytes of a file: its tensors in the order of [`LAYOUT`](nn_core::Parameters::LAYOUT), and metadata
/// with the network's name and fingerprint.
pub fn to_bytes<Net: Network>(network: &Net) -> Vec<u8> {
    content(network).into_bytes()
}

/// Returns the content of [`to_bytes`], to which more metadata may be added.
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

/// Saves a network to a file. An existing file is replaced only once the new one is complete.
///
/// # Errors
/// A parameter that is NaN or infinite, since such a file could not be loaded; and I/O errors.
pub fn save<Net: Network>(network: &Net, path: impl AsRef<Path>) -> Result<(), FileError> {
    save_as(network, path.as_ref(), to_bytes)
}

/// Saves a network, after checking that its parameters are finite, with the serialisation `to_bytes`.
pub(super) fn save_as<Net: Network>(
    network: &Net,
    path: &Path,
    to_bytes: fn(&Net) -> Vec<u8>,
) -> Result<(), FileError> {
    check_finite(network, path)?;
    write(path, &to_bytes(network))
}

/// Loads a network from a file that [`save`] wrote: [`LoadOptions`] for a complete network of `nn`, without any conversion.
///
/// # Errors
/// [`FileError`]: a file without exactly the tensors of this network, or with elements that are not finite. A file from PyTorch is
/// [`FileError::Source`], and a file without a record of its source whose dense weights are all square is [`FileError::Ambiguous`].
/// To load a part of a network, or from the file of another one, use [`load_partial`](super::load_partial).
pub fn load<Net: Network>(path: impl AsRef<Path>) -> Result<Box<Net>, FileError> {
    LoadOptions::new().expect(Source::Nn).load(path)
}

/// Loads into an existing network, such as that of a [`Session`](nn_core::Session). After an error the network is unchanged.
/// Otherwise as [`load`].
///
/// # Errors
/// As [`load`].
pub fn load_into<Net: Network>(network: &mut Net, path: impl AsRef<Path>) -> Result<(), FileError> {
    LoadOptions::new().expect(Source::Nn).load_into(network, path)
}

/// Loads a network from any reader, such as bytes of the program from `include_bytes!`. Otherwise as [`load`].
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

/// Loads the tensors that a network and a file have in common, by name, shape and type, and reports them; the rest of the network
/// is unchanged. For fine-tuning: the layers of the old network, and a new last one. The file is from `nn` or from PyTorch, whose
/// dense weights are transposed. This is a shorthand for [`LoadOptions::load_partial`](LoadOptions::load_partial), which has more
/// options.
///
/// `rename` maps the name of a tensor of the network to its name in the file: `|name| Some(name.into())` if names are the same, and
/// `None` for a tensor that is not to be loaded.
///
/// ```
/// use nn::files;
/// use nn::prelude::*;
///
/// network! {
///     struct Ten {
///         body: Linear<4, 8>,
///         head: Linear<8, 10>,
///     }
///     fn forward(x: Tensor<4>) -> Tensor<10> {
///         x.body().relu().head()
///     }
/// }
///
/// network! {
///     struct Two {
///         body: Linear<4, 8>,
///         head: Linear<8, 2>,
///     }
///     fn forward(x: Tensor<4>) -> Tensor<2> {
///         x.body().relu().head()
///     }
/// }
///
/// # let path = std::env::temp_dir().join(format!("nn-matching-{}.safetensors", std::process::id()));
/// let ten = Ten::new(1);
/// files::save(&*ten, &path)?;
/// let mut two = Two::new(2);
/// let report = files::load_partial(&mut *two, &path, |name| Some(name.into()))?;
/// assert!(two.body.weight == ten.body.weight);
/// assert_eq!(
///     report.to_string(),
///     "2 of 4 tensors loaded\n\
///      mismatch: head.weight is F32 [8, 2], but F32 [8, 10] in the file\n\
///      mismatch: head.bias is F32 [2], but F32 [10] in the file"
/// );
/// # std::fs::remove_file(&path).unwrap();
/// # Ok::<(), files::FileError>(())
/// ```
///
/// # Errors
/// A file that is not a safetensors file, is damaged, or has elements that are not finite in the tensors to be loaded; and
/// [`FileError::Ambiguous`] for a file without a record of its source if the dense weights to be loaded are all square. The network
/// is then unchanged.
pub fn load_partial<Net: Network>(
    network: &mut Net,
    path: impl AsRef<Path>,
    rename: impl Fn(&str) -> Option<String>,
) -> Result<LoadReport, FileError> {
    LoadOptions::new().rename(rename).load_partial(network, path)
}
