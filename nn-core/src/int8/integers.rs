//! What flows between layers in integers.

use crate::dim::Dim;
use crate::parameters::Plain;
use crate::shape::Sample;
use crate::signal::{Batch, Parts, Several, Signal, alone};

/// y = x, as it is kept.
#[doc(hidden)]
#[inline]
pub fn copy<S: Sample, B: Dim>(x: &Batch<S, B, i8>, y: &mut Batch<S, B, i8>) {
    y.iter_mut().zip(x.iter()).for_each(|(y, x)| *y = *x);
}

/// What a network or a layer in integers takes or gives: one tensor, or up to four.
pub trait Integers: Signal {
    /// A batch of `B` to read.
    type Read<'a, B: Dim>: Copy;
    /// A batch of `B` to write.
    type Write<'a, B: Dim>;
    /// A batch of `B`.
    type Kept<B: Dim>: Plain;

    /// Reads a batch.
    fn read<B: Dim>(kept: &Self::Kept<B>) -> Self::Read<'_, B>;
    /// Writes a batch.
    fn write<B: Dim>(kept: &mut Self::Kept<B>) -> Self::Write<'_, B>;
    /// The numbers of each tensor.
    fn parts<B: Dim>(kept: &mut Self::Kept<B>) -> Parts<&mut [i8]>;
}

impl<S: Sample> Integers for S {
    type Read<'a, B: Dim> = &'a Batch<S, B, i8>;
    type Write<'a, B: Dim> = &'a mut Batch<S, B, i8>;
    type Kept<B: Dim> = Batch<S, B, i8>;

    fn read<B: Dim>(kept: &Self::Kept<B>) -> Self::Read<'_, B> {
        kept
    }
    fn write<B: Dim>(kept: &mut Self::Kept<B>) -> Self::Write<'_, B> {
        kept
    }
    fn parts<B: Dim>(kept: &mut Self::Kept<B>) -> Parts<&mut [i8]> {
        alone(Some(kept.as_mut_slice()))
    }
}

macro_rules! several {
    ($($shape:ident $index:tt)*) => {
        impl<$($shape: Sample),*> Integers for Several<($($shape,)*)> {
            type Read<'a, Rows: Dim> = ($(&'a Batch<$shape, Rows, i8>,)*);
            type Write<'a, Rows: Dim> = ($(&'a mut Batch<$shape, Rows, i8>,)*);
            type Kept<Rows: Dim> = ($(Batch<$shape, Rows, i8>,)*);

            fn read<Rows: Dim>(kept: &Self::Kept<Rows>) -> Self::Read<'_, Rows> {
                ($(&kept.$index,)*)
            }
            fn write<Rows: Dim>(kept: &mut Self::Kept<Rows>) -> Self::Write<'_, Rows> {
                ($(&mut kept.$index,)*)
            }
            fn parts<Rows: Dim>(kept: &mut Self::Kept<Rows>) -> Parts<&mut [i8]> {
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
