//! Indices as the input of a layer.

use crate::dim::Dim;
use crate::float::Float;
use crate::parameters::Gradient;
use crate::shape::Sample;
use crate::signal::{Class, Elements, Parts, Read, Signal, Write, alone};
use crate::tensor::{Tensor, from_mut_slice, from_slice};
use core::marker::PhantomData;

/// A [`Signal`] of indices from 0 to V - 1 of shape `S` per sample (by default a single index), such as the words that an
/// [`Embedding`](crate::Embedding) expects.
///
/// In `network!`: an input `words: Tensor<2, Class<50>>`. A batch of `B` is a `Tensor<(B, ..), Class<V>>`, independent of the
/// element type of the network. There is no gradient with respect to an index: the type of its gradient buffer is `()`.
///
/// ```
/// use nn::dim::N;
/// use nn::signal::Signal;
/// use nn::{Class, Indices, Tensor};
/// type Words = Indices<N<50>, (N<2>,)>;
/// let words = Tensor::<(N<1>, N<2>), Class<N<50>>>::new([[Class::new(7).unwrap(), Class::new(49).unwrap()]]);
/// let words: <Words as Signal>::Ref<'_, N<1>, f32> = &words;
/// assert_eq!((words[[0, 1]].index(), Words::INDICES), (49, &[Some(50)][..]));
/// ```
#[derive(Debug)]
pub struct Indices<V, S = ()>(PhantomData<(V, S)>);

/// Implements [`Signal`] for tensors of a type that is stored as a `u32`: [`Class`], or a label.
macro_rules! signal_of_numbers {
    ($Signal:ident, $Item:ident) => {
        impl<V: Dim, S: Sample> $crate::signal::SingleTensor for $Signal<V, S> {}

        impl<V: Dim, S: Sample> Signal for $Signal<V, S> {
            type Ref<'a, B: Dim, T: Float> = &'a Tensor<S::Batch<B>, $Item<V>>;
            type Mut<'a, B: Dim, T: Float> = &'a mut Tensor<S::Batch<B>, $Item<V>>;
            type Grad<'a, B: Dim, T: Float> = ();
            type Owned<B: Dim, T: Float> = Tensor<S::Batch<B>, $Item<V>>;
            const DIMS: &'static [&'static [usize]] = &[S::DIMS];
            const INDICES: &'static [Option<usize>] = &[Some(V::SIZE)];

            #[inline]
            fn by_ref<B: Dim, T: Float>(owned: &Self::Owned<B, T>) -> Self::Ref<'_, B, T> {
                owned
            }
            #[inline]
            fn by_mut<B: Dim, T: Float>(owned: &mut Self::Owned<B, T>) -> Self::Mut<'_, B, T> {
                owned
            }
            #[inline]
            fn by_grad<B: Dim, T: Float>(_: &mut Self::Owned<B, T>, _: bool) -> Self::Grad<'_, B, T> {}
            #[inline]
            fn no_grad<'a, B: Dim, T: Float>() -> Self::Grad<'a, B, T> {}
            #[inline]
            fn shorten<'short, 'long: 'short, B: Dim, T: Float>(
                read: Self::Ref<'long, B, T>,
            ) -> Self::Ref<'short, B, T> {
                read
            }
            #[inline]
            fn reborrow_mut<'a, B: Dim, T: Float>(written: &'a mut Self::Mut<'_, B, T>) -> Self::Mut<'a, B, T> {
                written
            }
            #[inline]
            fn reborrow_grad<'a, B: Dim, T: Float>(_: &'a mut Self::Grad<'_, B, T>) -> Self::Grad<'a, B, T> {}
            #[inline]
            fn adding<B: Dim, T: Float>(_: Self::Grad<'_, B, T>) -> Self::Grad<'_, B, T> {}
            #[inline]
            fn copy<B: Dim, T: Float>(x: Self::Ref<'_, B, T>, y: Self::Mut<'_, B, T>) {
                y.as_mut_slice().copy_from_slice(x.as_slice());
            }
            #[inline]
            fn pass_back<B: Dim, T: Float>(_: Self::Ref<'_, B, T>, _: Self::Grad<'_, B, T>) {}

            #[inline]
            fn to_parts<'a, B: Dim, T: Float>(read: Self::Ref<'a, B, T>) -> Parts<Read<'a, T>> {
                alone(Some(Elements::Indices($Item::to_numbers(read.as_slice()))))
            }
            #[inline]
            fn from_parts<'a, B: Dim, T: Float>([part, ..]: Parts<Read<'a, T>>) -> Self::Ref<'a, B, T> {
                from_slice($Item::from_numbers(part.and_then(Elements::indices).unwrap_or_default()))
            }
            #[inline]
            fn to_parts_mut<'a, B: Dim, T: Float>(written: Self::Mut<'a, B, T>) -> Parts<Write<'a, T>> {
                alone(Some(Elements::Indices($Item::to_numbers_mut(written.as_mut_slice()))))
            }
            #[inline]
            fn from_parts_mut<'a, B: Dim, T: Float>([part, ..]: Parts<Write<'a, T>>) -> Self::Mut<'a, B, T> {
                from_mut_slice($Item::from_numbers_mut(part.and_then(Elements::indices).unwrap_or_default()))
            }
            #[inline]
            fn to_parts_grad<'a, B: Dim, T: Float>(_: Self::Grad<'a, B, T>) -> Parts<Gradient<'a, [T]>> {
                Parts::default()
            }
            #[inline]
            fn from_parts_grad<'a, B: Dim, T: Float>(_: Parts<Gradient<'a, [T]>>) -> Self::Grad<'a, B, T> {}
        }
    };
}
pub(super) use signal_of_numbers;
signal_of_numbers!(Indices, Class);
