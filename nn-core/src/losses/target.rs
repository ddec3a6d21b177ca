//! Targets of losses with one term per sample or position.

use crate::dim::Dim;
use crate::float::Float;
use crate::losses::outputs::{Outputs, first};
use crate::shape::Sample;
use crate::signal::{Class, Signal, Tuple};
use crate::tensor::Tensor;
use core::iter::repeat_n;
use core::marker::PhantomData;

/// The target that a [`Criterion`](crate::Criterion) compares the outputs `Out` with.
///
/// | target | of a batch | of several samples | of one sample |
/// |---|---|---|---|
/// | `Class<C>` | `&Tensor<(B,), Class<C>>` | `&[Class<C>]` | `Class<C>` |
/// | `[T]`, elements of the shape `S` of the output, or of each of several outputs | `&Batch<S, B, T>` | `&[T]` | `&[T]` |
/// | [`PerPosition<E, P>`](PerPosition), elements `E` of the shape `P` | `&Tensor<P::Batch<B>, E>` | `&[E]` | `&[E]` |
/// | [`Both<Y, Z>`](Both), such as a target and its weights | a pair | a pair | a pair |
/// | `()`, for outputs that are compared with each other | `()` | their number | `()` |
///
/// This trait is sealed: it has no other implementors.
///
/// ```
/// use nn::Tensor;
/// use nn::dim::N;
/// use nn::losses::Target;
/// type Pair = (N<2>,);
/// let batch = Tensor::<(N<3>, N<2>)>::new([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]);
/// let items = <[f32] as Target<Pair, f32>>::items::<N<3>>(2, &batch);
/// assert_eq!(items, [1.0, 2.0, 3.0, 4.0]);
/// let samples: Vec<&[f32]> = <[f32] as Target<Pair, f32>>::samples(items).collect();
/// assert_eq!(samples, [[1.0, 2.0], [3.0, 4.0]]);
/// ```
pub trait Target<Out: Outputs, T: Float>: sealed::Sealed {
    /// The target of a batch, by shared reference.
    type Ref<'a, B: Dim>: Copy;
    /// The targets of several samples.
    type Items<'a>: Copy;
    /// The target of one sample.
    type Sample<'a>: Copy;

    /// Returns the targets of the first `rows` samples.
    ///
    /// # Panics
    /// Panics if `rows` is more than `B`.
    fn items<'a, B: Dim>(rows: usize, batch: Self::Ref<'a, B>) -> Self::Items<'a>;

    /// Returns an iterator over the targets of the samples.
    fn samples<'a>(items: Self::Items<'a>) -> impl Iterator<Item = Self::Sample<'a>>
    where
        T: 'a;
}

/// A [`Target`] that is a tensor of shape `P` for each sample, with elements `E`: classes or labels per position of a sequence or
/// an image, or numbers of another shape than that of the output.
///
/// ```
/// use nn::dim::N;
/// use nn::losses::{PerPosition, Target};
/// use nn::{Class, Tensor};
/// type Words = PerPosition<Class<N<5>>, (N<2>,)>;
/// let batch = Tensor::<(N<1>, N<2>), Class<N<5>>>::new([[3, 4].map(|word| Class::new(word).unwrap())]);
/// let items = <Words as Target<(N<2>, N<5>), f32>>::items::<N<1>>(1, &batch);
/// assert_eq!(items[1].index(), 4);
/// ```
#[derive(Debug)]
pub struct PerPosition<E, P>(PhantomData<(E, P)>);

/// A [`Target`] of two parts, such as a target and its weights.
///
/// ```
/// use nn::Tensor;
/// use nn::dim::N;
/// use nn::losses::{Both, PerPosition, Target};
/// type Weighted = Both<[f32], PerPosition<f32, ()>>;
/// let (target, weights) = (Tensor::<(N<2>, N<1>)>::new([[0.5], [1.5]]), Tensor::<(N<2>,)>::new([1.0, 3.0]));
/// let items = <Weighted as Target<(N<1>,), f32>>::items::<N<2>>(1, (&target, &weights));
/// assert_eq!(items, (&[0.5][..], &[1.0][..]));
/// ```
#[derive(Debug)]
pub struct Both<Y: ?Sized, Z: ?Sized>(PhantomData<Y>, PhantomData<Z>);

mod sealed {
    pub trait Sealed {}
    impl<C: crate::dim::Dim> Sealed for crate::signal::Class<C> {}
    impl<T: crate::float::Float> Sealed for [T] {}
    impl<E, P> Sealed for super::PerPosition<E, P> {}
    impl<Y: ?Sized, Z: ?Sized> Sealed for super::Both<Y, Z> {}
    impl Sealed for () {}
}

impl<Out: Outputs, T: Float, C: Dim> Target<Out, T> for Class<C> {
    type Ref<'a, B: Dim> = &'a Tensor<(B,), Self>;
    type Items<'a> = &'a [Self];
    type Sample<'a> = Self;

    #[inline]
    fn items<'a, B: Dim>(rows: usize, batch: Self::Ref<'a, B>) -> &'a [Self] {
        first::<B, _>(rows, batch.as_slice())
    }

    #[inline]
    fn samples<'a>(items: &'a [Self]) -> impl Iterator<Item = Self>
    where
        T: 'a,
    {
        items.iter().copied()
    }
}

macro_rules! elements {
    ($($outputs:ty),*) => {
        $(
            impl<S: Sample, T: Float> Target<$outputs, T> for [T] {
                // For several tensors, where a loss has no such target, this is still the type of their targets: the compiler
                // reports the loss alone.
                type Ref<'a, B: Dim> = <S as Signal>::Ref<'a, B, T>;
                type Items<'a> = &'a [T];
                type Sample<'a> = &'a [T];

                #[inline]
                fn items<'a, B: Dim>(rows: usize, batch: Self::Ref<'a, B>) -> &'a [T] {
                    first::<B, _>(rows, batch.as_slice())
                }

                #[inline]
                fn samples<'a>(items: &'a [T]) -> impl Iterator<Item = &'a [T]>
                where
                    T: 'a,
                {
                    items.chunks_exact(S::SIZE)
                }
            }
        )*
    };
}
elements!(S, Tuple<(S, S)>, Tuple<(S, S, S)>);

impl<Out: Outputs, T: Float, E: Copy + 'static, P: Sample> Target<Out, T> for PerPosition<E, P> {
    type Ref<'a, B: Dim> = &'a Tensor<P::Batch<B>, E>;
    type Items<'a> = &'a [E];
    type Sample<'a> = &'a [E];

    #[inline]
    fn items<'a, B: Dim>(rows: usize, batch: Self::Ref<'a, B>) -> &'a [E] {
        first::<B, _>(rows, batch.as_slice())
    }

    #[inline]
    fn samples<'a>(items: &'a [E]) -> impl Iterator<Item = &'a [E]>
    where
        T: 'a,
    {
        items.chunks_exact(P::SIZE)
    }
}

impl<Out, T, Y, Z> Target<Out, T> for Both<Y, Z>
where
    Out: Outputs,
    T: Float,
    Y: Target<Out, T> + ?Sized,
    Z: Target<Out, T> + ?Sized,
{
    type Ref<'a, B: Dim> = (Y::Ref<'a, B>, Z::Ref<'a, B>);
    type Items<'a> = (Y::Items<'a>, Z::Items<'a>);
    type Sample<'a> = (Y::Sample<'a>, Z::Sample<'a>);

    #[inline]
    fn items<'a, B: Dim>(rows: usize, (first, second): Self::Ref<'a, B>) -> Self::Items<'a> {
        (Y::items::<B>(rows, first), Z::items::<B>(rows, second))
    }

    #[inline]
    fn samples<'a>((first, second): Self::Items<'a>) -> impl Iterator<Item = Self::Sample<'a>>
    where
        T: 'a,
    {
        Y::samples(first).zip(Z::samples(second))
    }
}

impl<Out: Outputs, T: Float> Target<Out, T> for () {
    type Ref<'a, B: Dim> = ();
    type Items<'a> = usize;
    type Sample<'a> = ();

    #[inline]
    fn items<'a, B: Dim>(rows: usize, (): Self::Ref<'a, B>) -> Self::Items<'a> {
        assert!(rows <= B::SIZE, "{rows} rows in a batch of {}", B::SIZE);
        rows
    }

    #[inline]
    fn samples<'a>(items: usize) -> impl Iterator<Item = ()>
    where
        T: 'a,
    {
        repeat_n((), items)
    }
}
