//! Normalisation over a batch, over groups of a sample, or over rows.

mod batch_norm;
mod group_norm;
mod local_response;
mod parameters;
mod softmax;

pub use batch_norm::{BatchStatistics, batch_norm, batch_norm_backward, batch_norm_backward_fixed, channel_moments};
pub use group_norm::{NormGroups, Statistics, group_norm, group_norm_backward};
pub use local_response::{LocalResponse, local_response, local_response_backward};
pub use parameters::{Affine, AffineGradient};
pub(crate) use softmax::{exponentials, largest};
pub use softmax::{
    log_softmax_backward_rows, log_softmax_rows, softmax_backward_rows, softmax_rows, softmin_backward_rows,
    softmin_rows,
};
