//! Targets of losses with one term per sample.

use crate::dim::Dim;
use crate::float::Float;
use crate::shape::Sample;
use crate::signal::{Batch, Class, Signal};
use crate::tensor::Tensor;

/// The target that a [`Criterion`](crate::Criterion) compares an output of shape `S` with: a [`Class`], or `[T]`, elements of the
/// same shape.
///
/// | target of a sample | of a batch | item |
/// |---|---|---|
/// | `Class<C>` | `Tensor<(B,), Class<C>>` | `Class<C>` |
/// | `[T]`, `S::SIZE` elements | `Batch<S, B, T>`, the shape of the output | `T` |
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
pub trait Target<S: Sample, T: Float>: sealed::Sealed {
    /// The target of a batch: `Tensor<(B,), Class<C>>`, or `Batch<S, B, T>`.
    type Batch<B: Dim>: 'static;
    /// The target of a batch, by shared reference: `&Batch<B>`.
    type Ref<'a, B: Dim>: Copy;
    /// The element type of the target of a batch.
    type Item;
    /// The target of one sample: `Class<C>`, or `&[T]`.
    type Sample<'a>: Copy;

    /// Returns the targets of the first `rows` samples.
    ///
    /// # Panics
    /// Panics if `rows` is more than `B`.
    fn items<B: Dim>(rows: usize, batch: &Self::Batch<B>) -> &[Self::Item];

    /// Returns the target of each sample in turn.
    fn samples<'a>(items: &'a [Self::Item]) -> impl Iterator<Item = Self::Sample<'a>>
    where
        T: 'a;
}

mod sealed {
    pub trait Sealed {}
    impl<C: crate::dim::Dim> Sealed for crate::signal::Class<C> {}
    impl<T: crate::float::Float> Sealed for [T] {}
}

impl<S: Sample, T: Float, C: Dim> Target<S, T> for Class<C> {
    type Batch<B: Dim> = Tensor<(B,), Self>;
    type Ref<'a, B: Dim> = &'a Tensor<(B,), Self>;
    type Item = Self;
    type Sample<'a> = Self;

    #[inline]
    fn items<B: Dim>(rows: usize, batch: &Tensor<(B,), Self>) -> &[Self] {
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

impl<S: Sample, T: Float> Target<S, T> for [T] {
    type Batch<B: Dim> = Batch<S, B, T>;
    // For several tensors, which have no such loss, this is still the type of their targets: the compiler reports the loss
    // alone.
    type Ref<'a, B: Dim> = <S as Signal>::Ref<'a, B, T>;
    type Item = T;
    type Sample<'a> = &'a [T];

    #[inline]
    fn items<B: Dim>(rows: usize, batch: &Batch<S, B, T>) -> &[T] {
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

/// Returns the elements of the first `rows` samples.
#[inline]
pub(crate) fn first<B: Dim, T>(rows: usize, elements: &[T]) -> &[T] {
    &elements[..elements.len() / B::SIZE * rows]
}
