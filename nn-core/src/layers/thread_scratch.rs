//! The scratch of convolutions and attentions, one sample per thread, whose size follows from nested arrays without type-level
//! arithmetic.

use crate::dim::{Natural, Thousands};
use crate::float::Float;
use crate::kernels::parallel::MOST_PARTS;
use crate::kernels::{BLOCK, TAIL};
use crate::parameters::Plain;
use core::marker::PhantomData;

/// A number of elements: a [`Natural`], or a [`Plus`] or [`Times`] of extents.
pub trait Extent: 'static {
    /// An array of that many `X`, contiguous and without padding.
    type Places<X>;
}

impl<D: Natural> Extent for D {
    type Places<X> = D::Array<X>;
}

/// The extent A + B.
pub struct Plus<A, B>(PhantomData<(A, B)>);

/// A followed by B.
#[repr(C)]
pub struct Pair<A, B>(A, B);

impl<A: Extent, B: Extent> Extent for Plus<A, B> {
    type Places<X> = Pair<A::Places<X>, B::Places<X>>;
}

/// The extent A * B.
pub struct Times<A, B>(PhantomData<(A, B)>);

impl<A: Extent, B: Extent> Extent for Times<A, B> {
    type Places<X> = A::Places<B::Places<X>>;
}

/// The extent D, or the size of a block of an attention if that is less.
pub struct AtMostBlock<D>(PhantomData<D>);

impl<D: Natural> Extent for AtMostBlock<D> {
    type Places<X> = D::Block<X>;
}

const _: () = assert!(size_of::<<Thousands<1, 0> as Natural>::Block<u8>>() == BLOCK);

/// The scratch of a convolution or an attention over `B` samples: the volumes of one sample for each thread that may work on the
/// batch. A batch of one sample is never divided among threads.
#[repr(C)]
pub struct ThreadScratch<B: Natural, C: Extent, D: Extent, H: Extent, W: Extent, T: Float> {
    threads: B::PerThread<Volumes<C, D, H, W, T>>,
}

/// H W elements.
type Plane<H, W, T> = <H as Extent>::Places<<W as Extent>::Places<T>>;

/// C D H W elements, followed by `TAIL` more.
#[repr(C)]
struct Volumes<C: Extent, D: Extent, H: Extent, W: Extent, T: Float> {
    volumes: C::Places<D::Places<Plane<H, W, T>>>,
    tail: [T; TAIL],
}

// SAFETY: the fields are arrays of T, which is plain.
unsafe impl<B: Natural, C: Extent, D: Extent, H: Extent, W: Extent, T: Float> Plain
    for ThreadScratch<B, C, D, H, W, T>
{
}

impl<B: Natural, C: Extent, D: Extent, H: Extent, W: Extent, T: Float> ThreadScratch<B, C, D, H, W, T> {
    /// Returns all elements, including the tails, and the number of equal pieces, one for each thread, of which
    /// they consist.
    pub(super) fn pieces(&mut self) -> (&mut [T], usize) {
        (self.as_mut_slice(), B::SIZE.min(MOST_PARTS))
    }

    /// Returns all elements, including the tails.
    pub(super) fn as_mut_slice(&mut self) -> &mut [T] {
        const {
            assert!(align_of::<Self>() == align_of::<T>());
            assert!(size_of::<Self>() <= MOST_PARTS * size_of::<Volumes<C, D, H, W, T>>());
        }
        let length = size_of::<Self>() / size_of::<T>();
        // SAFETY: all fields are contiguous arrays of T, so Self consists of `length` T; the slice borrows self.
        unsafe { core::slice::from_raw_parts_mut(core::ptr::from_mut(self).cast(), length) }
    }
}

/// H + 2 P + S: an axis with its padding, and at most S more because a row with a stride is stored as S phases of equal length.
pub(super) type Padded<H, P, S> = Plus<H, Plus<Plus<P, P>, S>>;
/// H + K D: an upper bound on the outputs that the gradient with respect to the input reads along an axis.
pub(super) type Reached<H, K, D> = Plus<H, Times<K, D>>;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dim::N;
    use crate::kernels::{Convolution, Sliding};
    use crate::layers::Window;
    use crate::layers::axes::plane::{InputScratch, OutputScratch};
    use crate::layers::axes::volume;

    /// The number of elements per thread for two equal axes, as the types define it.
    fn input_scratch(c: usize, h: usize, p: usize, s: usize) -> usize {
        c * (h + 2 * p + s) * (h + 2 * p + s) + TAIL
    }

    fn output_scratch(c: usize, h: usize, k: usize, d: usize) -> usize {
        c * (h + k * d) * (h + k * d) + TAIL
    }

    #[test]
    fn size_of_type_matches_formula() {
        type Win = Window<N<4>, N<3>, N<5>, N<2>>;
        type Tall = Window<(N<4>, N<1>), (N<3>, N<1>), (N<5>, N<0>), (N<2>, N<1>)>;
        assert_eq!(size_of::<InputScratch<N<1>, Win, N<2>, N<7>, N<7>, f32>>(), 4 * input_scratch(2, 7, 5, 3));
        assert_eq!(size_of::<OutputScratch<N<1>, Win, N<2>, N<7>, N<7>, f64>>(), 8 * output_scratch(2, 7, 4, 2));
        assert_eq!(size_of::<InputScratch<N<1>, Tall, N<2>, N<7>, N<9>, f32>>(), 4 * (2 * (7 + 13) * (9 + 1) + TAIL));
        assert_eq!(size_of::<OutputScratch<N<1>, Tall, N<2>, N<7>, N<9>, f32>>(), 4 * (2 * (7 + 8) * (9 + 1) + TAIL));
        type Deep = volume::InputScratch<N<1>, Win, N<2>, N<3>, N<7>, N<9>, f32>;
        assert_eq!(size_of::<Deep>(), 4 * (2 * (3 + 13) * (7 + 13) * (9 + 13) + TAIL));
    }

    /// There is one copy per sample, up to the largest number of parts into which work is divided.
    #[test]
    fn each_thread_has_its_own_scratch() {
        fn times<B: Natural>() -> usize {
            type Of<B> = InputScratch<B, N<3>, N<2>, N<7>, N<7>, f32>;
            assert_eq!(size_of::<Of<B>>() % size_of::<Of<N<1>>>(), 0);
            size_of::<Of<B>>() / size_of::<Of<N<1>>>()
        }
        let times = [times::<N<1>>(), times::<N<2>>(), times::<N<7>>(), times::<N<8>>(), times::<N<9>>()];
        assert_eq!(times, [1, 2, 7, MOST_PARTS, MOST_PARTS]);
        type Many = Thousands<1, 0>;
        assert_eq!(size_of::<<Many as Natural>::PerThread<u8>>(), MOST_PARTS);
    }

    /// The scratch is at least as large as the kernels require, for every window.
    #[test]
    fn scratch_suffices_for_every_window() {
        let mut count = 0;
        for h in 1..20 {
            for (k, s) in (1..6).flat_map(|k| (1..9).map(move |s| (k, s))) {
                for (p, d) in (0..7).flat_map(|p| (1..5).map(move |d| (p, d))) {
                    if h + 2 * p <= d * (k - 1) {
                        continue;
                    }
                    let window = Sliding {
                        input: [1, h, h],
                        kernel: [1, k, k],
                        stride: [1, s, s],
                        padding: [0, p, p],
                        dilation: [1, d, d],
                        ..Sliding::ELEMENT
                    };
                    let sizes = Convolution { batch: 1, groups: 1, inputs: 2, outputs: 3, window };
                    let turned = |[a, b, c]: [usize; 3]| [b, a, c];
                    let deep = Sliding {
                        input: turned(window.input),
                        kernel: turned(window.kernel),
                        stride: turned(window.stride),
                        padding: turned(window.padding),
                        dilation: turned(window.dilation),
                        ..window
                    };
                    let deep = Convolution { window: deep, ..sizes };
                    assert!(deep.input_scratch() <= input_scratch(2, h, p, s), "{window:?}");
                    assert!(deep.output_scratch() <= output_scratch(3, h, k, d), "{window:?}");
                    assert!(sizes.input_scratch() <= input_scratch(2, h, p, s), "{window:?}");
                    assert!(sizes.output_scratch() <= output_scratch(3, h, k, d), "{window:?}");
                    count += 1;
                }
            }
        }
        assert!(count > 10_000);
    }
}
