//! Data: loaders, files and views.

mod files;
mod loader;
mod npy;
mod views;

use nn::data::Pairs;
use nn::prelude::*;
use std::path::PathBuf;

/// So many samples, each of its own number, and its square.
fn squares(count: usize) -> Pairs<shape![1], shape![1]> {
    use nn::data::Rows;
    Pairs::new(
        Rows::from_fn(count, |i, x: &mut Tensor<shape![1, 1]>| x[[0, 0]] = i as f32),
        Rows::from_fn(count, |i, y: &mut Tensor<shape![1, 1]>| y[[0, 0]] = (i * i) as f32),
    )
    .unwrap()
}

/// A file of a test, which is gone with it.
struct Temporary(PathBuf);

impl Temporary {
    fn new(name: &str, bytes: &[u8]) -> Self {
        let path = std::env::temp_dir().join(format!("nn-data-{}-{name}", std::process::id()));
        std::fs::write(&path, bytes).unwrap();
        Self(path)
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}
