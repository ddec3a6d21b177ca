//! Kernels along one axis of a sample, which is a matrix for each index of the axes before it: `size` rows along the axis, and
//! `after` columns, one per element of the axes after it.

mod columns;
mod cumulate;
mod extremum;
mod log_sum_exp;
mod softmax;
mod take;
mod unfold;

pub(crate) use cumulate::cumulate;
pub(crate) use extremum::{extremum, extremum_backward, extremum_index};
pub(crate) use log_sum_exp::{log_sum_exp, log_sum_exp_backward};
pub(crate) use softmax::{log_softmax, log_softmax_backward, softmax, softmax_backward, softmin, softmin_backward};
pub(crate) use take::{put, take, take_along, take_along_backward, take_backward};
pub(crate) use unfold::{Unfolding, unfold, unfold_backward};
