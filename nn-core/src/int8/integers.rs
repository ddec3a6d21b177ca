//! Batches of the values between quantised layers.

use crate::dim::Dim;
use crate::parameters::Plain;
use crate::shape::Sample;
use crate::signal::{Batch, Parts, Signal, Tuple, alone};

/// Copies quantised values unchanged.
#[doc(hidden)]
#[inline]
pub fn copy<S: Sample, B: Dim>(x: &Batch<S, B, i8>, y: &mut Batch<S, B, i8>) {
    y.iter_mut().zip(x.iter()).for_each(|(y, x)| *y = *x);
}

/// The quantised input or output of a network or layer: one tensor, or a tuple of up to four.
pub trait Integers: Signal {
    /// A shared reference to a batch of `B` samples.
    type Read<'a, B: Dim>: Copy;
    /// A mutable reference to a batch of `B` samples.
    type Write<'a, B: Dim>;
    /// An owned batch of `B` samples.
    type Storage<B: Dim>: Plain;

    /// Borrows a batch.
    fn read<B: Dim>(storage: &Self::Storage<B>) -> Self::Read<'_, B>;
    /// Borrows a batch mutably.
    fn write<B: Dim>(storage: &mut Self::Storage<B>) -> Self::Write<'_, B>;
    /// Returns the elements of each tensor.
    fn parts<B: Dim>(storage: &mut Self::Storage<B>) -> Parts<&mut [i8]>;
}

impl<S: Sample> Integers for S {
    type Read<'a, B: Dim> = &'a Batch<S, B, i8>;
    type Write<'a, B: Dim> = &'a mut Batch<S, B, i8>;
    type Storage<B: Dim> = Batch<S, B, i8>;

    fn read<B: Dim>(storage: &Self::Storage<B>) -> Self::Read<'_, B> {
        storage
    }
    fn write<B: Dim>(storage: &mut Self::Storage<B>) -> Self::Write<'_, B> {
        storage
    }
    fn parts<B: Dim>(storage: &mut Self::Storage<B>) -> Parts<&mut [i8]> {
        alone(Some(storage.as_mut_slice()))
    }
}

macro_rules! tuples {
    ($($shape:ident $index:tt)*) => {
        impl<$($shape: Sample),*> Integers for Tuple<($($shape,)*)> {
            type Read<'a, Rows: Dim> = ($(&'a Batch<$shape, Rows, i8>,)*);
            type Write<'a, Rows: Dim> = ($(&'a mut Batch<$shape, Rows, i8>,)*);
            type Storage<Rows: Dim> = ($(Batch<$shape, Rows, i8>,)*);

            fn read<Rows: Dim>(storage: &Self::Storage<Rows>) -> Self::Read<'_, Rows> {
                ($(&storage.$index,)*)
            }
            fn write<Rows: Dim>(storage: &mut Self::Storage<Rows>) -> Self::Write<'_, Rows> {
                ($(&mut storage.$index,)*)
            }
            fn parts<Rows: Dim>(storage: &mut Self::Storage<Rows>) -> Parts<&mut [i8]> {
                let mut parts = Parts::default();
                $(parts[$index] = Some(storage.$index.as_mut_slice());)*
                parts
            }
        }
    };
}
tuples!(S0 0 S1 1);
tuples!(S0 0 S1 1 S2 2);
tuples!(S0 0 S1 1 S2 2 S3 3);
