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
    fn read<B: Dim>(kept: &Self::Storage<B>) -> Self::Read<'_, B>;
    /// Borrows a batch mutably.
    fn write<B: Dim>(kept: &mut Self::Storage<B>) -> Self::Write<'_, B>;
    /// Returns the elements of each tensor.
    fn parts<B: Dim>(kept: &mut Self::Storage<B>) -> Parts<&mut [i8]>;
}

impl<S: Sample> Integers for S {
    type Read<'a, B: Dim> = &'a Batch<S, B, i8>;
    type Write<'a, B: Dim> = &'a mut Batch<S, B, i8>;
    type Storage<B: Dim> = Batch<S, B, i8>;

    fn read<B: Dim>(kept: &Self::Storage<B>) -> Self::Read<'_, B> {
        kept
    }
    fn write<B: Dim>(kept: &mut Self::Storage<B>) -> Self::Write<'_, B> {
        kept
    }
    fn parts<B: Dim>(kept: &mut Self::Storage<B>) -> Parts<&mut [i8]> {
        alone(Some(kept.as_mut_slice()))
    }
}

macro_rules! several {
    ($($shape:ident $index:tt)*) => {
        impl<$($shape: Sample),*> Integers for Tuple<($($shape,)*)> {
            type Read<'a, Rows: Dim> = ($(&'a Batch<$shape, Rows, i8>,)*);
            type Write<'a, Rows: Dim> = ($(&'a mut Batch<$shape, Rows, i8>,)*);
            type Storage<Rows: Dim> = ($(Batch<$shape, Rows, i8>,)*);

            fn read<Rows: Dim>(kept: &Self::Storage<Rows>) -> Self::Read<'_, Rows> {
                ($(&kept.$index,)*)
            }
            fn write<Rows: Dim>(kept: &mut Self::Storage<Rows>) -> Self::Write<'_, Rows> {
                ($(&mut kept.$index,)*)
            }
            fn parts<Rows: Dim>(kept: &mut Self::Storage<Rows>) -> Parts<&mut [i8]> {
                let mut parts = Parts::default();
                $(parts[$index] = Some(kept.$index.as_mut_slice());)*
                parts
            }
        }
    };
}
several!(S0 0 S1 1);
several!(S0 0 S1 1 S2 2);
several!(S0 0 S1 1 S2 2 S3 3);
