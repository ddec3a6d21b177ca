//! The outputs that a criterion compares with a target: one tensor, or several.

use crate::dim::Dim;
use crate::float::Float;
use crate::shape::{Sample, Shape};
use crate::signal::{Signal, Tuple};

/// The outputs that a [`Criterion`](crate::Criterion) compares with a target: a shape, or a [`Tuple`] of shapes.
///
/// | outputs | elements of a sample, or of several samples | mutable |
/// |---|---|---|
/// | a shape `S` | `&[T]` | `&mut [T]` |
/// | `Tuple<(R, S)>` | `(&[T], &[T])` | `(&mut [T], &mut [T])` |
///
/// Longer tuples have longer tuples of elements. This trait is sealed: it has no other implementors.
///
/// ```
/// use nn::Tensor;
/// use nn::dim::N;
/// use nn::losses::Outputs;
/// use nn::signal::Tuple;
/// let y = Tensor::<(N<2>, N<3>)>::new([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]);
/// type Pair = Tuple<((N<3>,), (N<3>,))>;
/// let elements = <Pair as Outputs>::elements::<N<2>, f32>(2, (&y, &y));
/// let samples: Vec<_> = <Pair as Outputs>::samples(elements).collect();
/// assert_eq!(samples[1], (&[4.0, 5.0, 6.0][..], &[4.0, 5.0, 6.0][..]));
/// ```
pub trait Outputs: Signal + sealed::Sealed {
    /// The elements of one or several samples, concatenated for each tensor.
    type Elements<'a, T: Float>: Copy;
    /// [`Elements`](Self::Elements), mutable.
    type ElementsMut<'a, T: Float>;

    /// Returns the elements of the first `rows` samples of a batch.
    ///
    /// # Panics
    /// Panics if `rows` is more than `B`.
    fn elements<'a, B: Dim, T: Float>(rows: usize, y: Self::Ref<'a, B, T>) -> Self::Elements<'a, T>;

    /// Returns the elements of the first `rows` samples of a batch, and sets those of all other samples to 0.
    ///
    /// # Panics
    /// Panics if `rows` is more than `B`.
    fn elements_mut<'a, B: Dim, T: Float>(rows: usize, dy: Self::Mut<'a, B, T>) -> Self::ElementsMut<'a, T>;

    /// Returns an iterator over the samples.
    fn samples<'a, T: Float>(y: Self::Elements<'a, T>) -> impl Iterator<Item = Self::Elements<'a, T>>;

    /// Returns a mutable iterator over the samples.
    fn samples_mut<'a, T: Float>(dy: Self::ElementsMut<'a, T>) -> impl Iterator<Item = Self::ElementsMut<'a, T>>;

    /// Sets all elements to 0.
    fn clear<T: Float>(dy: &mut Self::ElementsMut<'_, T>);
}

mod sealed {
    pub trait Sealed {}
}

/// Returns the elements of the first `rows` samples.
#[inline]
pub(super) fn first<B: Dim, T>(rows: usize, elements: &[T]) -> &[T] {
    &elements[..elements.len() / B::SIZE * rows]
}

/// Returns the elements of the first `rows` samples, and sets all others to 0.
#[inline]
fn first_mut<B: Dim, T: Float>(rows: usize, elements: &mut [T]) -> &mut [T] {
    let (first, rest) = elements.split_at_mut(elements.len() / B::SIZE * rows);
    rest.fill(T::ZERO);
    first
}

impl<S: Sample> sealed::Sealed for S {}

impl<S: Sample> Outputs for S {
    type Elements<'a, T: Float> = &'a [T];
    type ElementsMut<'a, T: Float> = &'a mut [T];

    #[inline]
    fn elements<'a, B: Dim, T: Float>(rows: usize, y: Self::Ref<'a, B, T>) -> &'a [T] {
        first::<B, T>(rows, y.as_slice())
    }
    #[inline]
    fn elements_mut<'a, B: Dim, T: Float>(rows: usize, dy: Self::Mut<'a, B, T>) -> &'a mut [T] {
        first_mut::<B, T>(rows, dy.as_mut_slice())
    }
    #[inline]
    fn samples<'a, T: Float>(y: Self::Elements<'a, T>) -> impl Iterator<Item = &'a [T]> {
        y.chunks_exact(S::SIZE)
    }
    #[inline]
    fn samples_mut<'a, T: Float>(dy: Self::ElementsMut<'a, T>) -> impl Iterator<Item = &'a mut [T]> {
        dy.chunks_exact_mut(S::SIZE)
    }
    #[inline]
    fn clear<T: Float>(dy: &mut &mut [T]) {
        dy.fill(T::ZERO);
    }
}

macro_rules! outputs {
    (@slice $shape:ident $lifetime:lifetime) => { &$lifetime [T] };
    (@slice_mut $shape:ident $lifetime:lifetime) => { &$lifetime mut [T] };
    ($($shape:ident $index:tt)*) => {
        impl<$($shape: Sample),*> sealed::Sealed for Tuple<($($shape,)*)> {}

        impl<$($shape: Sample),*> Outputs for Tuple<($($shape,)*)> {
            type Elements<'a, T: Float> = ($(outputs!(@slice $shape 'a),)*);
            type ElementsMut<'a, T: Float> = ($(outputs!(@slice_mut $shape 'a),)*);

            #[inline]
            fn elements<'a, Rows: Dim, T: Float>(
                rows: usize,
                y: Self::Ref<'a, Rows, T>,
            ) -> Self::Elements<'a, T> {
                ($(first::<Rows, T>(rows, y.$index.as_slice()),)*)
            }
            #[inline]
            fn elements_mut<'a, Rows: Dim, T: Float>(
                rows: usize,
                dy: Self::Mut<'a, Rows, T>,
            ) -> Self::ElementsMut<'a, T> {
                ($(first_mut::<Rows, T>(rows, dy.$index.as_mut_slice()),)*)
            }
            #[inline]
            fn samples<'a, T: Float>(y: Self::Elements<'a, T>) -> impl Iterator<Item = Self::Elements<'a, T>> {
                let mut samples = ($(y.$index.chunks_exact(<$shape as Shape>::SIZE),)*);
                core::iter::from_fn(move || Some(($(samples.$index.next()?,)*)))
            }
            #[inline]
            fn samples_mut<'a, T: Float>(
                dy: Self::ElementsMut<'a, T>,
            ) -> impl Iterator<Item = Self::ElementsMut<'a, T>> {
                let mut samples = ($(dy.$index.chunks_exact_mut(<$shape as Shape>::SIZE),)*);
                core::iter::from_fn(move || Some(($(samples.$index.next()?,)*)))
            }
            #[inline]
            fn clear<T: Float>(dy: &mut Self::ElementsMut<'_, T>) {
                $(dy.$index.fill(T::ZERO);)*
            }
        }
    };
}
outputs!(S0 0 S1 1);
outputs!(S0 0 S1 1 S2 2);
outputs!(S0 0 S1 1 S2 2 S3 3);
outputs!(S0 0 S1 1 S2 2 S3 3 S4 4);
outputs!(S0 0 S1 1 S2 2 S3 3 S4 4 S5 5);
