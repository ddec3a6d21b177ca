//! Whose weights a file has.

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
