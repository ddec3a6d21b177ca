//! PyTorch's `state_dict` in safetensors: dense weights are `[out, in]` in PyTorch, `[in, out]` in `nn`.
//!
//! Names are those of the fields, as in PyTorch's modules: `fc1.weight`, `blocks.0.conv.bias`. A tensor is transposed according to
//! its orientation: those that are weights of two axes with [`InOut`](nn_core::Orientation::InOut). Convolutions, norms and
//! embeddings have the same layout in both libraries. A PyTorch `BatchNorm` counts its batches in `num_batches_tracked`, an integer,
//! which is written as 0, and not read, unless the norm here has that tensor: one of `momentum = None`.
//!
//! In PyTorch:
//!
//! ```python
//! from safetensors.torch import load_file, save_file
//! save_file(model.state_dict(), "model.safetensors")          # then nn::files::pytorch::load
//! model.load_state_dict(load_file("exported.safetensors"))    # after nn::files::pytorch::save
//! ```

use super::network::save_as;
use super::state_dict::{COUNTER, is_counter, transpose, turned};
use super::{Content, Conversion, FileError, LoadOptions, Source, dtype, to_little_endian};
use nn_core::{Float, Network};
use std::collections::HashSet;
use std::path::Path;

/// The name of the running mean of a batch normalisation.
const RUNNING_MEAN: &str = "running_mean";

/// Serialises a network to the bytes of a file with PyTorch's `state_dict`.
pub fn to_bytes<Net: Network>(network: &Net) -> Vec<u8> {
    let mut content = Content::default();
    let numbers = network.as_slice();
    let mut counters = HashSet::new();
    Net::LAYOUT.for_each(|param| {
        let name = param.name.to_string();
        counters.extend(is_counter(&name).then_some(name));
    });
    Net::LAYOUT.for_each(|param| {
        let (name, numbers) = (param.name.to_string(), &numbers[param.range()]);
        let dtype = dtype::<Net::Elem>();
        if is_counter(&name) {
            let counts = numbers.iter().flat_map(|count| (count.to_f64().round() as i64).to_le_bytes());
            return content.tensor(name, "I64", param.dims, counts.collect());
        }
        if let Some(counted) = name.strip_suffix(RUNNING_MEAN) {
            let counter = format!("{counted}{COUNTER}");
            if !counters.contains(&counter) {
                content.tensor(counter, "I64", &[], vec![0; 8]);
            }
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

/// Saves a network to a file that a PyTorch module with the same names can load.
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

/// Loads a network from a file of PyTorch: [`LoadOptions`] with [`Source::PyTorch`] and [`Conversion::Exact`].
///
/// Tensors in half precision, F16 and BF16, are widened without loss. Tied tensors that `safetensors.torch.save_model` stored once
/// are loaded for each of their names. Prefixes, other names and conversion of F64 to `f32` are set by [`LoadOptions`].
///
/// # Errors
/// As [`load`](super::load), except for the fingerprint, which such a file does not have: the caller is responsible for PyTorch's
/// module computing the same function. Shapes in messages are PyTorch's. A file whose metadata state that `nn` wrote it is
/// [`FileError::Source`].
pub fn load<Net: Network>(path: impl AsRef<Path>) -> Result<Box<Net>, FileError> {
    LoadOptions::new().source(Source::PyTorch).convert(Conversion::Exact).load(path)
}
