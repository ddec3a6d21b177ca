//! The absence of a target.

use crate::signal::Tuple;

/// A [`Signal`](crate::Signal) without tensors: the target of a data set for a loss that compares only the outputs of a network with
/// each other, such as [`TripletMargin`](crate::TripletMargin). A batch of it is `()`.
///
/// ```
/// use nn::dim::N;
/// use nn::signal::{NoTarget, Signal};
/// let target: <NoTarget as Signal>::Ref<'_, N<4>, f32> = ();
/// assert_eq!((target, NoTarget::DIMS.len()), ((), 0));
/// ```
///
/// In a data set, its samples are `Samples::<NoTarget>::from_fn(len, |_, ()| ())`.
pub type NoTarget = Tuple<()>;
