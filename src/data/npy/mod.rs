//! NumPy's `.npy` format: one array with its type and its shape.
//!
//! Source: NumPy Enhancement Proposal 1, *A simple file format for NumPy arrays*; versions 1.0, 2.0 and 3.0.

mod array;
mod error;
mod header;
mod number;
mod read;

pub use array::Npy;
pub use error::NpyError;
pub use read::{read, read_from};
