//! PyTorch's `state_dict` in safetensors: weights of dense layers are `[out, in]` there, `[in, out]` here.
//!
//! Names are those of the fields, which PyTorch's modules have, too: `fc1.weight`, `blocks.0.conv.bias`. What is turned is
//! told by its role: a tensor of two axes that is a [`Weight`](Role::Weight). Convolutions, norms and tables are the same in
//! both. A `BatchNorm` of PyTorch counts its batches in `num_batches_tracked`: that is written as 0, and not read.
//!
//! In PyTorch:
//!
//! ```python
//! from safetensors.torch import load_file, save_file
//! save_file(model.state_dict(), "model.safetensors")          # then nn::files::pytorch::load
//! model.load_state_dict(load_file("exported.safetensors"))    # after nn::files::pytorch::save
//! ```

use super::error::FileError;
use super::network::{check_finite, find, finite};
use super::safetensors::{Content, SafeTensors};
use super::{dtype, from_little_endian, to_little_endian, write};
use nn_core::{Float, Network, Parameters, Role, zeroed};
use std::path::Path;

/// What a batch normalisation's mean is called, and the counter that PyTorch has beside it.
const RUNNING_MEAN: &str = "running_mean";
const COUNTER: &str = "num_batches_tracked";

/// The rows and columns of a tensor that PyTorch has turned.
fn turned(role: Role, dims: &[usize]) -> Option<[usize; 2]> {
    match (role, dims) {
        (Role::Weight, &[rows, columns]) => Some([rows, columns]),
        _ => None,
    }
}

/// The transpose of a matrix of so many rows and columns.
fn transpose<T: Float>(numbers: &[T], [rows, columns]: [usize; 2]) -> Vec<T> {
    (0..columns).flat_map(|column| (0..rows).map(move |row| numbers[row * columns + column])).collect()
}

/// The tensors of a network as the file of PyTorch's `state_dict`, in memory.
pub fn to_bytes<Net: Network + Parameters<Net::Elem>>(network: &Net) -> Vec<u8> {
    let mut content = Content::default();
    let numbers = network.as_slice();
    Net::LAYOUT.for_each(|param| {
        let (name, numbers) = (param.name.to_string(), &numbers[param.range()]);
        let dtype = dtype::<Net::Elem>();
        if let Some(counted) = name.strip_suffix(RUNNING_MEAN) {
            content.tensor(format!("{counted}{COUNTER}"), "I64", &[], vec![0; 8]);
        }
        match turned(param.role, param.dims) {
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
pub fn save<Net: Network + Parameters<Net::Elem>>(network: &Net, path: impl AsRef<Path>) -> Result<(), FileError> {
    let path = path.as_ref();
    check_finite(network, path)?;
    write(path, &to_bytes(network))
}

/// Reads a network from a file of PyTorch's.
///
/// # Errors
/// As [`load`](super::load), but for the fingerprint, which such a file has not: whether PyTorch's module computes the same is
/// yours to know. Shapes in messages are PyTorch's.
pub fn load<Net: Network + Parameters<Net::Elem>>(path: impl AsRef<Path>) -> Result<Box<Net>, FileError> {
    let path = path.as_ref();
    let mut file = SafeTensors::open(path)?;
    file.verify()?;
    let mut network = zeroed::<Net>();
    let numbers = network.as_mut_slice();
    let mut names = Vec::new();
    let mut result = Ok(());
    Net::LAYOUT.for_each(|param| {
        let name = param.name.to_string();
        if result.is_ok() {
            let numbers = &mut numbers[param.range()];
            result = match turned(param.role, param.dims) {
                Some([rows, columns]) => read(&mut file, &name, &[columns, rows], numbers)
                    .map(|()| numbers.copy_from_slice(&transpose(numbers, [columns, rows]))),
                None => read(&mut file, &name, param.dims, numbers),
            };
        }
        names.push(name);
    });
    result?;
    let known = |name: &String| names.contains(name) || name.ends_with(COUNTER);
    match file.entries().iter().find(|entry| !known(&entry.name)) {
        Some(entry) => Err(FileError::Unexpected {
            path: path.into(),
            tensor: entry.name.clone(),
            found: entry.dims.clone(),
            help: String::new(),
        }),
        None => Ok(network),
    }
}

fn read<T: Float>(file: &mut SafeTensors, name: &str, dims: &[usize], numbers: &mut [T]) -> Result<(), FileError> {
    let entry = find::<T, _>(file, name, dims).map_err(|error| match error {
        // The help of a file of ours would be wrong here.
        FileError::Sizes { path, tensor, expected, found, .. } => {
            FileError::Sizes { path, tensor, expected, found, help: String::new() }
        }
        other => other,
    })?;
    from_little_endian(&file.read(&entry)?, T::numbers(numbers));
    finite(numbers, &name, file.path())
}
