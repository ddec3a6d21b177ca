//! One step of a tensor along time, such as a stored one of learned positions.

use crate::dim::{Dim, N};
use crate::float::Float;
use crate::kernels::Target;
use crate::kernels::axis::take;
use crate::shape::ReplaceAxis;
use crate::signal::Batch;
use crate::tensor::{Tensor, around};

/// Copies the elements of index `time` along `AXIS` of a stored tensor, for each of `B` samples; if the index does not exist, none.
/// `AXIS` is counted without the batch.
#[inline]
pub fn time_slice<S, const AXIS: usize, B, T>(stored: &Tensor<S, T>, time: usize, y: &mut Batch<S::Output, B, T>)
where
    S: ReplaceAxis<AXIS, N<1>>,
    B: Dim,
    T: Float,
{
    let [before, size, after] = const { around(S::DIMS, AXIS) };
    for y in Tensor::as_mut_slice(y).chunks_exact_mut(before * after) {
        take([size, 1, after], |_| time, stored.as_slice(), Target::set(y));
    }
}
