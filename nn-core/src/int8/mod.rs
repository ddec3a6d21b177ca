//! Networks in integers of eight bits, made of trained ones: a quarter of the flash, and no floating-point unit.
//!
//! A real number r is kept as q, a whole number from -128 to 127: r = scale (q - zero), the [`Quantization`] of a tensor (Jacob et
//! al. 2018). Weights have zero = 0 and one scale for each output; each value between layers has one scale and one zero, from the
//! least and the largest number that it took in [`Calibration`]. A layer adds up products of whole numbers in 32 bits, to which its
//! bias was added in the same unit, and multiplies by scales that are a whole number over a power of two: y = zero + round(sum *
//! multiplier / 2^shift), cut off at -128 and 127. That is all integers, the same to the bit on every machine.
//!
//! What is done on the way: an activation at the end of a layer's range is that range (ReLU costs nothing), any other
//! is a table of 256 numbers; batch normalisation behind a layer becomes a part of its weights; dropout is nothing.
//!
//! No sum can overflow: for each row of weights w with bias b, 255 sum |w| + |b| < 2^31, which [`Quantized::check`] says of a
//! network, and `include_weights!` of a file, at compile time.

mod add;
mod affine;
#[cfg(feature = "alloc")]
mod calibration;
mod convolution;
mod error;
mod fitted;
mod fixed;
mod fold;
mod linear;
mod network;
mod pool;
mod product;
mod quantization;
mod rescale;
mod table;
mod tensors;
mod word;

#[doc(hidden)]
pub use add::Int8Add;
#[doc(hidden)]
pub use affine::Affine;
#[cfg(feature = "alloc")]
pub use calibration::Calibration;
pub use error::{Fault, QuantizeError};
#[doc(hidden)]
pub use fold::Fold;
pub use network::{Given, Gives, Quantized};
#[doc(hidden)]
pub use network::{expect_flash, expect_scratch};
#[doc(hidden)]
pub use product::Int8Product;
#[doc(hidden)]
pub use quantization::Scale;
pub use quantization::{Quantization, Range};
#[doc(hidden)]
pub use rescale::Int8Mean;
#[doc(hidden)]
pub use table::Int8Table;
#[doc(hidden)]
pub use tensors::{Dtype, Int8Field, Int8Layer, Int8Tensor};
#[doc(hidden)]
pub use word::Word;

use crate::dim::Dim;
use crate::layer::Layer;
use crate::plain::Plain;
use crate::shape::Sample;
use crate::signal::{Batch, Parts, Several, Signal};

/// A network that has a form in integers: what that is made of.
#[doc(hidden)]
pub trait WithInt8 {
    /// The layers, one behind the other.
    type Layers: Plain;
}

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
        [Some(kept.as_mut_slice()), None, None, None, None, None]
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

/// What batch normalisation behind a layer makes of one of its outputs y: `factor` y + `shift`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Folded {
    /// What it is multiplied with.
    pub factor: f32,
    /// What is added then.
    pub shift: f32,
}

impl Folded {
    /// Nothing is behind the layer.
    pub const NOTHING: Self = Self { factor: 1.0, shift: 0.0 };
}

/// A layer that has a form in integers: `network!` uses it where a network has `#[int8(Name)]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no form in integers",
    label = "`#[int8(..)]` needs one",
    note = "these have one: `Linear`, `Conv1d`, `Conv2d`, functions of each number, pools, `+`, `*`; batch normalisation directly behind a layer"
)]
pub trait Quantize<In: Integers>: Layer<In, f32, Out: Sample> {
    /// The layer's numbers.
    type Int8: Int8Layer;
    /// Room to work.
    type Room: Plain;

    /// Sets the numbers. What the layer takes has the quantizations `given`, what it gives has `gives`, after what is `folded` into
    /// each of its outputs.
    ///
    /// # Errors
    /// Numbers that are not finite, or a sum that can overflow.
    fn quantize(
        &self,
        folded: impl Fn(usize) -> Folded,
        given: &[Quantization],
        gives: Quantization,
        int8: &mut Self::Int8,
    ) -> Result<(), Fault>;

    /// Computes `y` from `x`. It does not panic, whatever the numbers are.
    fn predict<B: Dim>(
        int8: &Self::Int8,
        x: In::Read<'_, B>,
        y: &mut Batch<<Self as Layer<In, f32>>::Out, B, i8>,
        room: &mut Self::Room,
    );
}
