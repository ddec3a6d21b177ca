//! Some tensors of a file, by name: for networks that go on from another one.

use super::error::{FileError, Name};
use super::load::LoadOptions;
use nn_core::Network;
use std::fmt;
use std::path::Path;

/// The most tensors that the text of a report lists of a kind.
const MAX_LISTED: usize = 20;

/// The report of a partial load: what a file and a network had in common. As text, each list is cut after 20 tensors.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[must_use]
pub struct Matched {
    /// The tensors that were read.
    pub read: Vec<String>,
    /// Those of the network that the file has not: they are as they were.
    pub missing: Vec<String>,
    /// Those of the file that the network has not.
    pub unused: Vec<String>,
    /// Those of both that differ in shape or type, with what the network wants and what the file has; they are as they were.
    pub different: Vec<(String, String, String)>,
}

impl fmt::Display for Matched {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let all = self.read.len() + self.missing.len() + self.different.len();
        write!(f, "{} of {all} tensors read", self.read.len())?;
        let rest = |f: &mut fmt::Formatter<'_>, all: usize| match all.checked_sub(MAX_LISTED) {
            None | Some(0) => Ok(()),
            Some(more) => write!(f, ", and {more} more"),
        };
        for (what, names) in [("not in the file", &self.missing), ("not in the network", &self.unused)] {
            for (index, name) in names.iter().take(MAX_LISTED).enumerate() {
                match index {
                    0 => write!(f, "\n{what}: {}", Name(name))?,
                    _ => write!(f, ", {}", Name(name))?,
                }
            }
            rest(f, names.len())?;
        }
        for (name, wanted, found) in self.different.iter().take(MAX_LISTED) {
            write!(f, "\ndifferent: {} is {wanted}, in the file {found}", Name(name))?;
        }
        rest(f, self.different.len())
    }
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
