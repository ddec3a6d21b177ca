//! Data movement: gathering, permuting and slicing elements.

mod gather;
mod im2col;
mod permute;
mod slices;

pub use gather::{gather_rows, scatter_rows};
pub(crate) use im2col::{col2im, im2col};
pub(crate) use permute::Order;
pub use permute::{permute, permute_backward};
pub use slices::{Strided, gather, scatter};
