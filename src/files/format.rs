//! The safetensors format: eight bytes with the length of a header, the header in JSON, and the tensors' bytes.
//!
//! <https://huggingface.co/docs/safetensors/index#format>. Tensors are contiguous, without gaps, in little endian. A header written
//! by this crate is padded with spaces, so that the data begin at a multiple of [`ALIGNMENT`].

use std::ops::Range;

/// The alignment of the data in files written by this crate, in bytes: a cache line.
pub const ALIGNMENT: usize = 64;
/// The maximum length of a header that any limit allows, in bytes, as in the format's reference implementation.
pub const MAX_HEADER: u64 = 100_000_000;
/// The default limit of the length of a header, in bytes (32 MiB): a header of 100,000 tensors has about 12 MB.
pub const DEFAULT_MAX_HEADER: u64 = 32 << 20;

/// The metadata key of a network's [`fingerprint`](nn_core::fingerprint()).
pub(super) const ARCHITECTURE: &str = "nn.architecture";
/// The metadata key of the name of the network's struct.
pub(super) const NETWORK: &str = "nn.network";
/// The metadata key of the checksum of everything else.
pub(super) const CHECKSUM: &str = "nn.checksum";

/// The header entry of a tensor.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Entry {
    /// The name of the tensor.
    pub name: String,
    /// The type of its elements, such as `F32`.
    pub dtype: &'static str,
    /// The shape.
    pub dims: Vec<usize>,
    /// The range of its bytes in the data section.
    pub range: Range<u64>,
}

impl Entry {
    /// Returns the number of elements.
    pub fn size(&self) -> usize {
        self.dims.iter().product()
    }
}

/// The library whose weights a file contains. It determines the orientation of dense weights; everything else is the same for both.
///
/// A file written by [`save`](super::save), or by [`pytorch::save`](super::pytorch::save), records it in its metadata:
/// [`SafeTensors::source`](super::SafeTensors::source). A file written by `safetensors.torch.save_file` has no metadata unless the
/// caller passes some.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Source {
    /// Dense weights are `[in, out]`.
    Nn,
    /// Dense weights are `[out, in]`, as in `torch.nn.Linear`.
    PyTorch,
}
