//! Room for one sample of a convolution, whose size is a sum of sizes without any arithmetic on types.

use super::window::*;
use crate::dim::Natural;
use crate::float::Float;
use crate::kernels::TAIL;
use crate::plain::{Plain, Zeroable};
use core::marker::PhantomData;

/// A number of places: a [`Natural`], or a [`Plus`] or [`Times`] of those.
pub trait Extent: 'static {
    /// That many `X`, contiguous, with nothing between or behind.
    type Places<X>;
}

impl<D: Natural> Extent for D {
    type Places<X> = D::Array<X>;
}

/// A + B places.
pub struct Plus<A, B>(PhantomData<(A, B)>);

/// A, then B.
#[repr(C)]
pub struct Pair<A, B>(A, B);

impl<A: Extent, B: Extent> Extent for Plus<A, B> {
    type Places<X> = Pair<A::Places<X>, B::Places<X>>;
}

/// A * B places.
pub struct Times<A, B>(PhantomData<(A, B)>);

impl<A: Extent, B: Extent> Extent for Times<A, B> {
    type Places<X> = A::Places<B::Places<X>>;
}

/// C H W numbers and a tail.
#[repr(C)]
pub struct Room<C: Extent, H: Extent, W: Extent, T: Float> {
    planes: C::Places<H::Places<W::Places<T>>>,
    tail: [T; TAIL],
}

// SAFETY: the fields are arrays of T, which is zeroable.
unsafe impl<C: Extent, H: Extent, W: Extent, T: Float> Zeroable for Room<C, H, W, T> {}
// SAFETY: the fields are arrays of T, which is plain.
unsafe impl<C: Extent, H: Extent, W: Extent, T: Float> Plain for Room<C, H, W, T> {}

impl<C: Extent, H: Extent, W: Extent, T: Float> Room<C, H, W, T> {
    /// All numbers, the tail included.
    pub(super) fn as_mut_slice(&mut self) -> &mut [T] {
        const { assert!(align_of::<Self>() == align_of::<T>()) };
        let length = size_of::<Self>() / size_of::<T>();
        // SAFETY: all fields are arrays of T, one behind the other, so Self is that many T; the loan is passed on.
        unsafe { core::slice::from_raw_parts_mut(core::ptr::from_mut(self).cast(), length) }
    }
}

/// H + 2 P, and S more for what a stride leaves open.
pub(super) type Padded<H, P, S> = Plus<H, Plus<Plus<P, P>, S>>;
/// H + K D: no fewer than the outputs that a walk back reads along an axis.
pub(super) type Reached<H, K, D> = Plus<H, Times<K, D>>;

/// What a convolution needs for `C` channels of its input.
pub(super) type InputRoom<Win, C, H, W, T> =
    Room<C, Padded<H, PaddingHeight<Win>, StrideHeight<Win>>, Padded<W, PaddingWidth<Win>, StrideWidth<Win>>, T>;
/// What it needs for `C` channels of its output's gradient; H and W are the input's.
pub(super) type OutputRoom<Win, C, H, W, T> =
    Room<C, Reached<H, KernelHeight<Win>, DilationHeight<Win>>, Reached<W, KernelWidth<Win>, DilationWidth<Win>>, T>;
