//! Plain functions over slices and sizes: they know speed, and nothing of shapes.
//!
//! Every function checks its slices' lengths against the sizes it is given, once.

mod elementwise;
mod linear;
mod softmax;

pub use elementwise::{map, map_backward};
pub use linear::{Transpose, add_rows, gemm, sum_rows};
pub(crate) use softmax::largest;
pub use softmax::{log_softmax_backward_rows, log_softmax_rows, softmax_backward_rows, softmax_rows};
