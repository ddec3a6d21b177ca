//! The IDX format of the MNIST database: a magic number, the sizes, then bytes; optionally gzipped.
//!
//! Source: Y. LeCun, C. Cortes, C. J. C. Burges, *The MNIST database of handwritten digits*, "File formats".

mod error;
mod images;
mod reader;

pub use error::IdxError;
pub use images::{Images, mnist};
pub use reader::{Idx, Reader, read, read_from};
