//! Compute kernels: plain functions over slices and sizes, independent of the shape types.
//!
//! A function with size arguments checks the lengths of its slices against them once.

mod adaptive_pool;
mod attention;
pub(crate) mod axis;
mod convolution;
mod elementwise;
mod epilogue;
mod gemm;
mod lp_pool;
mod matrices;
mod movement;
mod normalization;
mod pad;
mod pairs;
pub(crate) mod parallel;
mod planes;
mod pool;
mod pool_pairs;
mod recurrent;
mod rotary;
mod sliding;
pub(crate) mod small_batch;
mod strided;
mod unpool;
mod upsample;
mod vectorized;
mod work;

pub use crate::accumulate::{Accumulate, Target};
pub use adaptive_pool::{
    Adaptive, adaptive_avg_pool, adaptive_avg_pool_backward, adaptive_max_pool, adaptive_max_pool_backward,
};
pub(crate) use attention::{
    Attended, AttentionGradients, AttentionRule, BLOCK, KeepWeights, Kept, StepMemory, WeightRule, attention,
    attention_backward, attention_step,
};
pub use convolution::{Convolution, conv_backward_input, conv_backward_weight, conv_forward};
pub(crate) use convolution::{TAIL, conv_column};
pub use elementwise::{
    Broadcast, Channels, CounterRng, DropRule, dropout, dropout_in_place, fused, fused_backward, gate, gate_backward,
    map, map_backward, map_backward_in_place, map_in_place, multiply, normal_noise, prelu, prelu_backward_input,
    prelu_backward_slopes, sum_of_squares,
};
pub(crate) use elementwise::{at_least, bounded, dot, sign, sum_of, update};
pub use epilogue::Epilogue;
pub use gemm::{Matrix, add_rows, affine, fill_rows, gemm, sum_rows};
pub(crate) use gemm::{products, products_backward, unrolled};
pub use lp_pool::{lp_pool, lp_pool_backward};
pub(crate) use movement::{Order, col2im, im2col};
pub use movement::{Strided, gather, gather_rows, permute, permute_backward, scatter, scatter_rows};
pub use normalization::{
    Affine, AffineGradient, BatchStatistics, LocalResponse, NormGroups, Statistics, batch_norm, batch_norm_backward,
    batch_norm_backward_fixed, channel_moments, group_norm, group_norm_backward, local_response,
    local_response_backward, log_softmax_backward_rows, log_softmax_rows, softmax_backward_rows, softmax_rows,
    softmin_backward_rows, softmin_rows,
};
pub(crate) use normalization::{exponentials, largest};
pub use pad::{Border, PadValues, pad, pad_backward};
pub use pairs::{fold_pairs, pair_products};
#[cfg(feature = "rayon")]
#[doc(hidden)]
pub use parallel::divisions;
pub use planes::sum_planes;
pub use pool::{PoolDivisor, avg_pool, avg_pool_backward, max_pool, max_pool_backward, mean_pool, mean_pool_backward};
pub(crate) use recurrent::{AllSteps, FirstSteps, Lengths, Place, StepBackward, StepForward};
pub use recurrent::{CellKernel, ElmanKernel, GruKernel, LstmKernel};
pub(crate) use rotary::{RotaryRule, rotary};
pub use sliding::Sliding;
pub(crate) use sliding::volume;
pub(crate) use unpool::{max_pool_positions, max_unpool, max_unpool_backward};
pub(crate) use upsample::interpolate_whole;
pub use upsample::{Interpolation, interpolate, interpolate_backward, upsample_nearest, upsample_nearest_backward};
