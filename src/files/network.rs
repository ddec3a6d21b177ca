//! A network as a file, whole.

use super::checks::{architecture, check_finite};
use super::format::{ARCHITECTURE, NETWORK, Source};
use super::{Content, FileError, LoadOptions, Matched, SafeTensors, dtype, to_little_endian, write};
use nn_core::Network;
use std::io::{Read, Seek};
use std::path::Path;

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
    save_as(network, path.as_ref(), to_bytes)
}

/// Saves a network of finite numbers in the form that `to_bytes` gives it.
pub(super) fn save_as<Net: Network>(
    network: &Net,
    path: &Path,
    to_bytes: fn(&Net) -> Vec<u8>,
) -> Result<(), FileError> {
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

/// Reads the tensors that a network and a file have in common, by name, shape and type, and says which: the rest of the
/// network stays as it is. For fine-tuning: the layers of the old network, and a new last one. The file is one of `nn` or of PyTorch,
/// whose dense weights are transposed; more can be set by [`LoadOptions`], whose [`load_partial`](LoadOptions::load_partial) this is.
///
/// `rename` says what a tensor of the network is called in the file; `|name| Some(name.into())` where names are the same, and
/// `None` for what is not to be read.
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
/// let matched = files::load_matching(&mut *two, &path, |name| Some(name.into()))?;
/// assert!(two.body.weight == ten.body.weight);
/// assert_eq!(
///     matched.to_string(),
///     "2 of 4 tensors read\n\
///      different: head.weight is F32 [8, 2], in the file F32 [8, 10]\n\
///      different: head.bias is F32 [2], in the file F32 [10]"
/// );
/// # std::fs::remove_file(&path).unwrap();
/// # Ok::<(), files::FileError>(())
/// ```
///
/// # Errors
/// A file that is no safetensors file, is damaged, or has numbers that are not finite in what is read; and
/// [`FileError::Ambiguous`] where it does not say whose it is and the dense weights to be read are all square. The network is then as
/// before.
pub fn load_matching<Net: Network>(
    network: &mut Net,
    path: impl AsRef<Path>,
    rename: impl Fn(&str) -> Option<String>,
) -> Result<Matched, FileError> {
    LoadOptions::new().rename(rename).load_partial(network, path)
}
