//! Reads the embedded digits, which several examples use; see `README.md` for their source.

use flate2::read::GzDecoder;
use nn::data::DataError;
use nn::data::csv::{Format, Table};
use nn::prelude::*;

/// Returns images of 8x8 pixels from 0 to 1, row by row, and their classes. The first 1,437 are for training; the last 360 are by
/// other writers.
pub(crate) fn read() -> Result<TensorDataset<shape![64], Indices<dim![10]>>, DataError> {
    let file = GzDecoder::new(&include_bytes!("digits.csv.gz")[..]);
    let table = Table::from_reader(file, "digits.csv.gz", Format::default().header(false))?;
    let columns = table.columns();
    let pixels = table.numeric::<shape![64], f32>(&columns[..64])?;
    let pixels: Vec<f32> = pixels.as_slice().iter().map(|pixel| pixel / 16.0).collect();
    let digits = table.classes(&columns[64], &["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"])?;
    TensorDataset::new(Samples::from_slice(&pixels)?, digits)
}
