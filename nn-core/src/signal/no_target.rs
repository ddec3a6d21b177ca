//! The absence of a target.

use crate::dim::Dim;
use crate::float::Float;
use crate::parameters::Gradient;
use crate::signal::{Parts, Read, Signal, Write};

/// A [`Signal`] without tensors: the target of a data set for a loss that compares only the outputs of a network with each other, such
/// as [`TripletMargin`](crate::TripletMargin). A batch of it is `()`.
///
/// ```
/// use nn::dim::N;
/// use nn::signal::{NoTarget, Signal};
/// let target: <NoTarget as Signal>::Ref<'_, N<4>, f32> = ();
/// assert_eq!((target, NoTarget::DIMS.len()), ((), 0));
/// ```
///
/// In a data set, its samples are `Samples::<NoTarget>::from_fn(len, |_, ()| ())`.
#[derive(Debug)]
pub enum NoTarget {}

impl Signal for NoTarget {
    type Ref<'a, B: Dim, T: Float> = ();
    type Mut<'a, B: Dim, T: Float> = ();
    type Grad<'a, B: Dim, T: Float> = ();
    type Owned<B: Dim, T: Float> = ();
    const DIMS: &'static [&'static [usize]] = &[];
    const INDICES: &'static [Option<usize>] = &[];

    fn by_ref<B: Dim, T: Float>(_: &Self::Owned<B, T>) -> Self::Ref<'_, B, T> {}
    fn by_mut<B: Dim, T: Float>(_: &mut Self::Owned<B, T>) -> Self::Mut<'_, B, T> {}
    fn by_grad<B: Dim, T: Float>(_: &mut Self::Owned<B, T>, _: bool) -> Self::Grad<'_, B, T> {}
    fn no_grad<'a, B: Dim, T: Float>() -> Self::Grad<'a, B, T> {}
    fn shorten<'short, 'long: 'short, B: Dim, T: Float>(_: Self::Ref<'long, B, T>) -> Self::Ref<'short, B, T> {}
    fn reborrow_mut<'a, B: Dim, T: Float>(_: &'a mut Self::Mut<'_, B, T>) -> Self::Mut<'a, B, T> {}
    fn reborrow_grad<'a, B: Dim, T: Float>(_: &'a mut Self::Grad<'_, B, T>) -> Self::Grad<'a, B, T> {}
    fn adding<B: Dim, T: Float>(_: Self::Grad<'_, B, T>) -> Self::Grad<'_, B, T> {}
    fn copy<B: Dim, T: Float>(_: Self::Ref<'_, B, T>, _: Self::Mut<'_, B, T>) {}
    fn pass_back<B: Dim, T: Float>(_: Self::Ref<'_, B, T>, _: Self::Grad<'_, B, T>) {}

    fn to_parts<'a, B: Dim, T: Float>(_: Self::Ref<'a, B, T>) -> Parts<Read<'a, T>> {
        Parts::default()
    }
    fn from_parts<'a, B: Dim, T: Float>(_: Parts<Read<'a, T>>) -> Self::Ref<'a, B, T> {}
    fn to_parts_mut<'a, B: Dim, T: Float>(_: Self::Mut<'a, B, T>) -> Parts<Write<'a, T>> {
        Parts::default()
    }
    fn from_parts_mut<'a, B: Dim, T: Float>(_: Parts<Write<'a, T>>) -> Self::Mut<'a, B, T> {}
    fn to_parts_grad<'a, B: Dim, T: Float>(_: Self::Grad<'a, B, T>) -> Parts<Gradient<'a, [T]>> {
        Parts::default()
    }
    fn from_parts_grad<'a, B: Dim, T: Float>(_: Parts<Gradient<'a, [T]>>) -> Self::Grad<'a, B, T> {}
}
