//! PyTorch's `state_dict` in safetensors: weights of dense layers are `[out, in]` there, `[in, out]` here.
//!
//! Names are those of the fields, which PyTorch's modules have, too: `fc1.weight`, `blocks.0.conv.bias`. What is turned is
//! told by its orientation: a weight of two axes that is [`InOut`](nn_core::Orientation::InOut). Convolutions, norms and embeddings
//! are the same in both. A `BatchNorm` of PyTorch counts its batches in `num_batches_tracked`: that is written as 0, and not read.
//!
//! In PyTorch:
//!
//! ```python
//! from safetensors.torch import load_file, save_file
//! save_file(model.state_dict(), "model.safetensors")          # then nn::files::pytorch::load
//! model.load_state_dict(load_file("exported.safetensors"))    # after nn::files::pytorch::save
//! ```

use super::network::save_as;
use super::state_dict::{COUNTER, transpose, turned};
use super::{Content, Conversion, FileError, LoadOptions, Source, dtype, to_little_endian};
use nn_core::Network;
use std::path::Path;

/// What a batch normalisation's mean is called.
const RUNNING_MEAN: &str = "running_mean";

/// The tensors of a network as the file of PyTorch's `state_dict`, in memory.
pub fn to_bytes<Net: Network>(network: &Net) -> Vec<u8> {
    let mut content = Content::default();
    let numbers = network.as_slice();
    Net::LAYOUT.for_each(|param| {
        let (name, numbers) = (param.name.to_string(), &numbers[param.range()]);
        let dtype = dtype::<Net::Elem>();
        if let Some(counted) = name.strip_suffix(RUNNING_MEAN) {
            content.tensor(format!("{counted}{COUNTER}"), "I64", &[], vec![0; 8]);
        }
        match turned(param.orientation, param.dims) {
            Some([rows, columns]) => {
                let bytes = to_little_endian(&transpose(numbers, [rows, columns]));
                content.tensor(name, dtype, &[columns, rows], bytes);
            }
            None => content.tensor(name, dtype, param.dims, to_little_endian(numbers)),
        }
    });
    content.metadata("format", "pt");
    content.into_bytes()
}

/// Writes a network as a file that PyTorch's module with the same names reads.
///
/// ```
/// use nn::files::{SafeTensors, pytorch};
/// use nn::prelude::*;
/// # network! {
/// #     struct Wide {
/// #         fc: Linear<1, 3>,
/// #     }
/// #     fn forward(x: Tensor<1>) -> Tensor<3> {
/// #         x.fc()
/// #     }
/// # }
/// # let path = std::env::temp_dir().join(format!("nn-pytorch-{}.safetensors", std::process::id()));
/// let wide = Wide::new(1);
/// pytorch::save(&*wide, &path)?;
/// assert_eq!(SafeTensors::open(&path)?.entries()[0].dims, [3, 1]);
/// let again: Box<Wide> = pytorch::load(&path)?;
/// assert!(again.fc.weight == wide.fc.weight);
/// # std::fs::remove_file(&path).unwrap();
/// # Ok::<(), nn::files::FileError>(())
/// ```
///
/// # Errors
/// As [`save`](super::save).
pub fn save<Net: Network>(network: &Net, path: impl AsRef<Path>) -> Result<(), FileError> {
    save_as(network, path.as_ref(), to_bytes)
}

/// Reads a network from a file of PyTorch's: [`LoadOptions`] with [`Source::PyTorch`] and [`Conversion::Exact`].
///
/// Tensors in half precision, F16 and BF16, are widened, which loses nothing. Tensors that `safetensors.torch.save_model` wrote once
/// because they are tied are read for each of their names. Prefixes, other names and F64 into f32 are set by [`LoadOptions`].
///
/// # Errors
/// As [`load`](super::load), but for the fingerprint, which such a file has not: whether PyTorch's module computes the same is
/// yours to know. Shapes in messages are PyTorch's. A file whose metadata says that `nn` wrote it is [`FileError::Source`].
pub fn load<Net: Network>(path: impl AsRef<Path>) -> Result<Box<Net>, FileError> {
    LoadOptions::new().source(Source::PyTorch).convert(Conversion::Exact).load(path)
}
