//! Plain functions over slices and sizes: they know speed, and nothing of shapes.
//!
//! A function that is given sizes checks its slices' lengths against them, once.

mod elementwise;
mod gemm;
pub(crate) mod level;
mod norm;
mod rows;
mod softmax;
pub(crate) mod vector;

pub(crate) use elementwise::sign;
pub use elementwise::{map, map_backward};
#[doc(hidden)]
pub use gemm::Product;
pub(crate) use gemm::product;
pub use gemm::{Transpose, gemm};
#[doc(hidden)]
pub use level::Level;
pub use norm::sum_of_squares;
pub use rows::{add_rows, sum_rows};
pub(crate) use softmax::largest;
pub use softmax::{log_softmax_backward_rows, log_softmax_rows, softmax_backward_rows, softmax_rows};
