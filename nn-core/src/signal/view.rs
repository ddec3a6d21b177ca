//! Views of a batch under another shape, without a copy: `network!` generates them for `flatten`, `reshape` and named sizes.

use crate::dim::Dim;
use crate::float::Float;
use crate::parameters::Gradient;
use crate::shape::{Counted, Sample, Shape};
use crate::signal::{Batch, Signal};

/// Views the samples under another shape; the types prove that both have the same number of elements.
#[inline]
pub fn reshape<From, To, B, T>(x: &Batch<From, B, T>) -> &Batch<To, B, T>
where
    From: Sample + Counted,
    To: Sample + Counted<Count = From::Count>,
    B: Dim,
    T: 'static,
{
    view::<From, To, B, T>(x)
}

/// [`reshape`] for a mutable batch.
#[inline]
pub fn reshape_mut<From, To, B, T>(x: &mut Batch<From, B, T>) -> &mut Batch<To, B, T>
where
    From: Sample + Counted,
    To: Sample + Counted<Count = From::Count>,
    B: Dim,
    T: 'static,
{
    view_mut::<From, To, B, T>(x)
}

/// [`reshape`] for a gradient buffer.
#[inline]
pub fn reshape_gradient<From, To, B, T>(
    dx: Option<Gradient<'_, Batch<From, B, T>>>,
) -> Option<Gradient<'_, Batch<To, B, T>>>
where
    From: Sample + Counted,
    To: Sample + Counted<Count = From::Count>,
    B: Dim,
    T: Float,
{
    dx.map(|dx| dx.part(view_mut::<From, To, B, T>))
}

/// A shape that is the same as `Declared`, which a `let` states in a generic network.
#[diagnostic::on_unimplemented(
    message = "`let` declares the shape `{Declared}` but the value has the shape `{Self}`",
    label = "another shape than that of the value",
    note = "declare the shape that the value has"
)]
pub trait HasShape<Declared: Sample>: Sample {}

impl<S: Sample> HasShape<S> for S {}

/// Requires that a value of this shape has the declared one.
#[inline(always)]
pub fn has_shape<Found: HasShape<Declared>, Declared: Sample>() {}

/// Views the samples under a shape that an item or a call of [`has_shape`] next to this call proves to be the same.
#[inline]
pub fn same_shape<From: Sample, To: Sample, B: Dim, T: 'static>(x: &Batch<From, B, T>) -> &Batch<To, B, T> {
    view::<From, To, B, T>(x)
}

/// [`same_shape`] for a mutable batch.
#[inline]
pub fn same_shape_mut<From: Sample, To: Sample, B: Dim, T: 'static>(x: &mut Batch<From, B, T>) -> &mut Batch<To, B, T> {
    view_mut::<From, To, B, T>(x)
}

/// [`same_shape`] for a gradient buffer.
#[inline]
pub fn same_shape_gradient<From: Sample, To: Sample, B: Dim, T: Float>(
    dx: Option<Gradient<'_, Batch<From, B, T>>>,
) -> Option<Gradient<'_, Batch<To, B, T>>> {
    dx.map(|dx| dx.part(view_mut::<From, To, B, T>))
}

/// Views the tensors as those of a signal that an item next to this call proves to be the same.
#[inline]
pub fn same_signal<From: Signal, To: Signal, B: Dim, T: Float>(x: From::Ref<'_, B, T>) -> To::Ref<'_, B, T> {
    To::from_parts::<B, T>(From::to_parts::<B, T>(x))
}

#[inline]
fn view<From: Sample, To: Sample, B: Dim, T: 'static>(x: &Batch<From, B, T>) -> &Batch<To, B, T> {
    const { assert!(From::SIZE == To::SIZE) };
    let x: *const Batch<From, B, T> = x;
    debug_assert_eq!(<From::Batch<B> as Shape>::SIZE, <To::Batch<B> as Shape>::SIZE);
    // SAFETY: both are B contiguous samples with the same number of elements of T, as asserted above.
    unsafe { &*x.cast() }
}

#[inline]
fn view_mut<From: Sample, To: Sample, B: Dim, T: 'static>(x: &mut Batch<From, B, T>) -> &mut Batch<To, B, T> {
    const { assert!(From::SIZE == To::SIZE) };
    let x: *mut Batch<From, B, T> = x;
    // SAFETY: as above; the mutable borrow is passed on.
    unsafe { &mut *x.cast() }
}
