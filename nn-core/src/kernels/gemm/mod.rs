//! Matrix products.

mod affine;
mod batch;
mod matrix;
mod product;
mod rows;
pub(crate) mod unrolled;

pub use affine::affine;
pub(crate) use batch::{products, products_backward};
pub use matrix::Matrix;
pub use product::gemm;
#[cfg(test)]
pub(super) use product::gemm_at;
pub use rows::{add_rows, fill_rows, sum_rows};
