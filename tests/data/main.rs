//! Data: loaders, files and views.

mod augmentation;
mod features;
mod files;
mod loader;
mod npy;
mod sampling;
mod scaling;
mod splits;
mod views;
mod windows;

use nn::data::DataError;
use nn::prelude::*;

/// The given number of samples: the index, and its square as the target.
fn squares(count: usize) -> TensorDataset<shape![1], shape![1]> {
    TensorDataset::new(
        Samples::from_fn(count, |i, x: &mut Tensor<shape![1, 1]>| x[[0, 0]] = i as f32),
        Samples::from_fn(count, |i, y: &mut Tensor<shape![1, 1]>| y[[0, 0]] = (i * i) as f32),
    )
    .unwrap()
}

fn is_argument(error: &DataError) -> bool {
    matches!(error, DataError::Argument { .. })
}

/// A temporary file, which is deleted when the value is dropped.
struct Temporary(tempfile::TempPath);

impl Temporary {
    fn new(name: &str, bytes: &[u8]) -> Self {
        let file = tempfile::Builder::new().suffix(&format!("-{name}")).tempfile().unwrap();
        std::fs::write(file.path(), bytes).unwrap();
        Self(file.into_temp_path())
    }
}
