//! Compute kernels: plain functions over slices and sizes, independent of the shape types.
//!
//! A function with size arguments checks the lengths of its slices against them once.

mod convolution;
mod elementwise;
mod epilogue;
mod gemm;
mod movement;
mod normalization;
mod pad;
mod pairs;
pub(crate) mod parallel;
mod planes;
mod pool;
mod pool_pairs;
mod sliding;
pub(crate) mod small_batch;
mod strided;
mod upsample;
mod vectorized;
mod work;

pub use crate::accumulate::{Accumulate, Target};
pub(crate) use convolution::TAIL;
pub use convolution::{Convolution, conv_backward_input, conv_backward_weight, conv_forward};
pub use elementwise::{
    Channels, CounterRng, DropRule, dropout, dropout_in_place, map, map_backward, map_backward_in_place, map_in_place,
    multiply, prelu, prelu_backward_input, prelu_backward_slopes, sum_of_squares,
};
pub(crate) use elementwise::{bounded, sign, update};
pub use epilogue::Epilogue;
pub(crate) use gemm::unrolled;
pub use gemm::{Matrix, add_rows, affine, fill_rows, gemm, sum_rows};
pub(crate) use movement::Order;
pub use movement::{Strided, gather, gather_rows, permute, permute_backward, scatter, scatter_rows};
pub use normalization::{
    Affine, AffineGradient, BatchStatistics, NormGroups, Statistics, batch_norm, batch_norm_backward,
    batch_norm_backward_fixed, channel_moments, group_norm, group_norm_backward, log_softmax_backward_rows,
    log_softmax_rows, softmax_backward_rows, softmax_rows,
};
pub(crate) use normalization::{exponentials, largest};
pub use pad::{ZeroBorder, zero_pad, zero_pad_backward};
pub use pairs::{fold_pairs, pair_products};
#[cfg(feature = "rayon")]
#[doc(hidden)]
pub use parallel::divisions;
pub use planes::sum_planes;
pub use pool::{avg_pool, avg_pool_backward, max_pool, max_pool_backward, mean_pool, mean_pool_backward};
pub use sliding::Sliding;
pub use upsample::{upsample_nearest, upsample_nearest_backward};
