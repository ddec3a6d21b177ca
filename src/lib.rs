//! A compile-time typed neural-network framework.

#![cfg_attr(not(feature = "std"), no_std)]
#![warn(missing_docs)]

extern crate self as nn;

pub use nn_core::*;
pub use nn_macros::{Parameters, dim, network, shape};

#[cfg(feature = "data")]
pub mod data;

/// The README's code runs as tests.
#[cfg(all(doctest, feature = "alloc"))]
#[doc = include_str!("../README.md")]
struct Readme;

/// What a program that declares and trains networks needs.
pub mod prelude {
    pub use crate::{Class, Dim, N, Natural, Network, Session, Tensor, Thousands};
    pub use nn_macros::{dim, network, shape};
}

/// What the macros write. Not part of the interface: it may change at any time.
#[doc(hidden)]
pub mod __private {
    pub use nn_core::dim::{AddDim, MulDim, Product, Sum};
    pub use nn_core::shape::{ConcatAxis, Counted};
    pub use nn_core::*;
    pub use rand::Rng;

    #[cfg(feature = "alloc")]
    extern crate alloc;
    #[cfg(feature = "alloc")]
    pub use alloc::boxed::Box;

    pub use crate::with_alloc;
}

/// Keeps items that need the heap.
#[cfg(feature = "alloc")]
#[doc(hidden)]
#[macro_export]
macro_rules! with_alloc {
    ($($items:tt)*) => { $($items)* };
}

/// Drops items that need the heap.
#[cfg(not(feature = "alloc"))]
#[doc(hidden)]
#[macro_export]
macro_rules! with_alloc {
    ($($items:tt)*) => {};
}
