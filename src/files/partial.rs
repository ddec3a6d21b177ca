//! Some tensors of a file, by name: for networks that go on from another one.

use super::error::FileError;
use super::from_little_endian;
use super::network::{check_finite, find, finite};
use super::safetensors::SafeTensors;
use nn_core::{Float, Network, Parameters};
use std::fmt;
use std::path::Path;

/// What a file and a network had in common.
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
        let mut list = |what: &str, names: &[String]| match names {
            [] => Ok(()),
            names => write!(f, "\n{what}: {}", names.join(", ")),
        };
        list("not in the file", &self.missing)?;
        list("not in the network", &self.unused)?;
        for (name, wanted, found) in &self.different {
            write!(f, "\ndifferent: {name} is {wanted}, in the file {found}")?;
        }
        Ok(())
    }
}

/// Reads the tensors that a network and a file have in common, by name, shape and type, and says which: the rest of the
/// network stays as it is. For fine-tuning: the layers of the old network, and a new last one.
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
/// A file that is no safetensors file, is damaged, or has numbers that are not finite in what is read. The network is then as
/// before.
pub fn load_matching<Net: Network + Parameters<Net::Elem>>(
    network: &mut Net,
    path: impl AsRef<Path>,
    rename: impl Fn(&str) -> Option<String>,
) -> Result<Matched, FileError> {
    let path = path.as_ref();
    let mut file = SafeTensors::open(path)?;
    file.verify()?;
    let mut matched = Matched::default();
    let mut used = Vec::new();
    let mut result = Ok(());
    let mut read = nn_core::zeroed::<Net>();
    read.as_mut_slice().copy_from_slice(network.as_slice());
    let numbers = read.as_mut_slice();
    Net::LAYOUT.for_each(|param| {
        let name = param.name.to_string();
        let Some(other) = rename(&name).filter(|_| result.is_ok()) else {
            return matched.missing.push(name);
        };
        match find::<Net::Elem, _>(&file, &other, param.dims) {
            Ok(entry) => match file.read(&entry) {
                Ok(bytes) => {
                    let numbers = &mut numbers[param.range()];
                    from_little_endian(&bytes, Net::Elem::numbers(numbers));
                    result = finite(numbers, &other, path);
                    matched.read.push(name);
                }
                Err(error) => result = Err(error),
            },
            Err(FileError::Missing { .. }) => matched.missing.push(name),
            Err(_) => {
                let wanted = format!("{} {:?}", super::dtype::<Net::Elem>(), param.dims);
                let entry = file.entries().iter().find(|entry| entry.name == other);
                let found = entry.map(|entry| format!("{} {:?}", entry.dtype, entry.dims)).unwrap_or_default();
                matched.different.push((name, wanted, found));
            }
        }
        used.push(other);
    });
    result?;
    check_finite(&*read, path)?;
    let unused = file.entries().iter().filter(|entry| !used.contains(&entry.name));
    matched.unused = unused.map(|entry| entry.name.clone()).collect();
    network.as_mut_slice().copy_from_slice(read.as_slice());
    Ok(matched)
}
