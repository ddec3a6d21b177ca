//! Vector instructions: the selection of those that the kernels use, and safe vector arithmetic.

mod dispatch;
mod element;
mod lanes;
mod level;
mod portable;
#[cfg(all(target_arch = "x86_64", any(feature = "std", all(target_feature = "avx2", target_feature = "fma"))))]
mod registers;
mod token;
mod vector;

#[doc(hidden)]
pub use dispatch::Dispatch;
#[doc(hidden)]
pub use element::Element;
pub(crate) use lanes::Lanes;
#[cfg(feature = "std")]
pub use level::set_level;
pub use level::{Level, MissingLevel, level};
#[doc(hidden)]
pub use token::Simd;
pub(crate) use vector::{MOST_LANES, is_larger};
#[doc(hidden)]
pub use vector::{Vector, Vectorized};
