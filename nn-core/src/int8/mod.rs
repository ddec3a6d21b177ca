//! Networks in integers of eight bits, made of trained ones: a quarter of the flash, and no floating-point unit.
//!
//! A real number r is kept as q, an integer from -128 to 127: r = scale (q - zero), the [`Quantization`] of a tensor (Jacob et
//! al. 2018). Weights have zero = 0 and one scale for each output; each value between layers has one scale and one zero, from the
//! least and the largest number that it took in [`Calibration`]. A layer adds up products of integers in 32 bits, to which its
//! bias was added in the same unit, and multiplies by scales that are an integer over a power of two: y = zero + round(sum *
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
mod integers;
mod linear;
mod network;
mod pool;
mod product;
mod quantization;
mod quantize;
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
pub use fold::Folded;
pub use integers::Integers;
#[doc(hidden)]
pub use integers::copy;
pub use network::{Given, Gives, Quantized};
#[doc(hidden)]
pub use network::{expect_flash, expect_scratch, write_network};
#[doc(hidden)]
pub use product::Int8Product;
#[doc(hidden)]
pub use quantization::Scale;
pub use quantization::{Quantization, Range};
pub use quantize::Quantize;
#[doc(hidden)]
pub use quantize::WithInt8;
#[doc(hidden)]
pub use rescale::Int8Mean;
#[doc(hidden)]
pub use table::Int8Table;
#[doc(hidden)]
pub use tensors::{Dtype, Int8Field, Int8Layer, Int8Tensor};
#[doc(hidden)]
pub use word::Word;
