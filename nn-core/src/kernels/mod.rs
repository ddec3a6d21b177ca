//! Plain functions over slices and sizes: they know speed, and nothing of shapes.
//!
//! A function that is given sizes checks its slices' lengths against them, once.

mod accumulate;
mod affine;
mod batch_norm;
mod channels;
mod convolution;
mod counter;
mod dropout;
mod elementwise;
mod epilogue;
mod gather;
mod gemm;
mod group_norm;
mod matrix;
mod norm;
mod norm_parameters;
mod pad;
pub(crate) mod parallel;
mod permute;
mod planes;
mod pool;
mod pool_pairs;
mod prelu;
mod product;
mod rows;
mod sliding;
mod softmax;
mod stretches;
mod strided;
pub(crate) mod thin;
pub(crate) mod tiny;
mod update;
mod upsample;
mod vectorized;
mod work;

pub use accumulate::{Accumulate, Target};
pub use affine::affine;
pub use batch_norm::{BatchStatistics, batch_norm, batch_norm_backward, batch_norm_backward_fixed, channel_moments};
pub use channels::Channels;
pub(crate) use convolution::TAIL;
pub use convolution::{Convolution, conv_backward_input, conv_backward_weight, conv_forward};
pub use counter::CounterRng;
pub use dropout::{DropRule, dropout, dropout_in_place};
pub(crate) use elementwise::{bounded, sign};
pub use elementwise::{map, map_backward, map_backward_in_place, map_in_place};
pub use epilogue::Epilogue;
pub use gather::{gather_rows, scatter_rows};
pub use gemm::gemm;
pub use group_norm::{NormGroups, Statistics, group_norm, group_norm_backward};
pub use matrix::Matrix;
pub use norm::sum_of_squares;
pub use norm_parameters::{Affine, AffineGradient};
pub use pad::{ZeroBorder, zero_pad, zero_pad_backward};
#[cfg(feature = "rayon")]
#[doc(hidden)]
pub use parallel::divisions;
pub(crate) use permute::Order;
pub use permute::{permute, permute_backward};
pub use planes::sum_planes;
pub use pool::{avg_pool, avg_pool_backward, max_pool, max_pool_backward, mean_pool, mean_pool_backward};
pub use prelu::{prelu, prelu_backward_input, prelu_backward_slopes};
pub use product::multiply;
pub use rows::{add_rows, sum_rows};
pub use sliding::Sliding;
pub(crate) use softmax::{exponentials, largest};
pub use softmax::{log_softmax_backward_rows, log_softmax_rows, softmax_backward_rows, softmax_rows};
pub use stretches::{Strided, gather, scatter};
pub(crate) use update::update;
pub use upsample::{upsample_nearest, upsample_nearest_backward};
