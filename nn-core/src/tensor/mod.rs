//! Tensors whose shape is part of their type.

mod arithmetic;
mod axis;
mod compare;
mod convert;
mod display;
mod elementwise;
#[cfg(all(test, feature = "std"))]
mod example;
#[cfg(feature = "alloc")]
mod heap;
mod join;
mod length;
mod matmul;
mod pairwise;
mod reduce;
mod reshape;
mod rows;
#[cfg(feature = "alloc")]
mod softmax;
mod value;
mod view;

pub(crate) use axis::around;
pub(crate) use display::{Elided, write_elided};
pub use length::LengthError;
pub(crate) use reduce::beats;
pub use reshape::SameCount;
pub use value::Tensor;
pub(crate) use view::{from_mut_slice, from_slice};
