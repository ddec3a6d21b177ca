//! Numbers of a network that are NaN or infinite, which no file has.

use super::error::FileError;
use super::header::stored;
use nn_core::{Float, Network};
use std::path::Path;

/// The first number of a network that is NaN or infinite is an error.
pub(super) fn check_finite<Net: Network>(network: &Net, path: &Path) -> Result<(), FileError> {
    let numbers = network.as_slice();
    let mut result = Ok(());
    Net::LAYOUT.for_each(|param| {
        if result.is_ok() {
            result = finite(&numbers[param.range()], &param.name.to_string(), path);
        }
    });
    result
}

pub(super) fn finite<T: Float>(numbers: &[T], tensor: &str, path: &Path) -> Result<(), FileError> {
    match numbers.iter().position(|number| !number.to_f64().is_finite()) {
        None => Ok(()),
        Some(index) => Err(FileError::NotFinite {
            path: path.into(),
            tensor: stored(tensor),
            index,
            found: numbers[index].to_f64(),
        }),
    }
}
