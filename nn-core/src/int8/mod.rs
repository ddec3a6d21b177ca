//! Post-training quantisation to 8-bit integers: a quarter of the flash, and no floating-point unit needed.
//!
//! A real value r is represented by an integer q from -128 to 127, with r = scale (q - `zero_point`): the [`Quantization`] of a
//! tensor (Jacob et al. 2018). Weights have a zero point of 0 and one scale per output; each value between layers has one scale and
//! one zero point, from the minimum and maximum recorded by [`Calibration`]. A layer accumulates integer products in 32 bits,
//! including its bias in the same unit, and multiplies the sum by scales that are an integer over a power of two:
//! y = zero_y + round(sum * multiplier / 2^shift), saturated to -128 and 127. All arithmetic is on integers, so results are
//! bit-identical on every machine.
//!
//! The network is simplified as follows: ReLU directly after a layer becomes the output range of that layer (at no cost), any other
//! activation becomes a table of 256 values, batch normalisation is folded into the weights of the preceding layer, and dropout is
//! removed.
//!
//! No sum can overflow: for each row of weights w with bias b, 255 sum |w| + |b| < 2^31. [`Quantized::check`] verifies this for a
//! network, and `include_weights!` for a file, at compile time.

#[cfg(feature = "alloc")]
mod calibration;
mod error;
mod fixed;
mod fold;
mod integers;
mod layers;
mod network;
mod quantization;
mod quantize;
mod tensors;
mod word;

#[cfg(feature = "alloc")]
pub use calibration::Calibration;
pub use error::{Fault, QuantizeError};
#[doc(hidden)]
pub use fold::Fold;
pub use fold::Folded;
pub use integers::Integers;
#[doc(hidden)]
pub use integers::copy;
#[doc(hidden)]
pub use layers::{Affine, Int8Mean, Int8Pad, Int8Product, Int8Table, Int8Terms};
pub use network::{Quantized, QuantizedInput, QuantizedOutput};
#[doc(hidden)]
pub use network::{expect_flash, expect_scratch, write_network};
#[doc(hidden)]
pub use quantization::Scale;
pub use quantization::{Quantization, Range};
pub use quantize::Quantize;
#[doc(hidden)]
pub use quantize::WithInt8;
#[doc(hidden)]
pub use tensors::{Dtype, Int8Field, Int8Layer, Int8Tensor};
#[doc(hidden)]
pub use word::Word;
