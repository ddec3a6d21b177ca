//! The format: eight bytes with the length of a header, the header in JSON, and the tensors' bytes.
//!
//! <https://huggingface.co/docs/safetensors/index#format>. Tensors are contiguous, without gaps, in little endian.
//! A header that is written here is padded with blanks, so that the data begin at a multiple of [`ALIGNMENT`].

use std::ops::Range;

/// Where data begin in a file that is written here: at a multiple of so many bytes, a cache line.
pub const ALIGNMENT: usize = 64;
/// The longest header that any limit allows, in bytes, as in the format's reference.
pub const MAX_HEADER: u64 = 100_000_000;
/// The longest header that is read unless another limit is set, in bytes (32 MiB): a header of 100,000 tensors has about 12 MB.
pub const DEFAULT_MAX_HEADER: u64 = 32 << 20;

/// The metadata's name for a network's [`fingerprint`](nn_core::fingerprint()).
pub(super) const ARCHITECTURE: &str = "nn.architecture";
/// The metadata's name for that of the struct.
pub(super) const NETWORK: &str = "nn.network";
/// The metadata's name for the checksum of everything else.
pub(super) const CHECKSUM: &str = "nn.checksum";

/// A tensor in a header.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Entry {
    /// Its name.
    pub name: String,
    /// The type of its numbers, such as `F32`.
    pub dtype: &'static str,
    /// Its sizes.
    pub dims: Vec<usize>,
    /// Where its bytes lie in the data.
    pub range: Range<u64>,
}

impl Entry {
    /// How many numbers it has.
    pub fn size(&self) -> usize {
        self.dims.iter().product()
    }
}

/// Whose weights a file has, which decides how those of dense layers are stored: everything else is the same in both.
///
/// A file of [`save`](super::save), or of [`pytorch::save`](super::pytorch::save), says it in its metadata:
/// [`SafeTensors::source`](super::SafeTensors::source). One of `safetensors.torch.save_file` has no metadata unless it is given some.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Source {
    /// A weight of a dense layer is `[in, out]`.
    Nn,
    /// A weight of a dense layer is `[out, in]`, as in `torch.nn.Linear`.
    PyTorch,
}
