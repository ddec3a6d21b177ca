//! Some tensors of a file, by name: for networks that go on from another one.

use super::error::FileError;
use super::load::{LoadOptions, Matched};
use nn_core::Network;
use std::path::Path;

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
