//! The core of `nn`: shapes, tensors, layers, losses, initialisers, optimisers and kernels. `no_std`.
//!
//! Use it through the facade `nn`, which adds `network!`, `shape!` and `dim!`.

#![cfg_attr(not(feature = "std"), no_std)]
#![warn(missing_docs)]

#[cfg(feature = "alloc")]
extern crate alloc;

mod check;
mod class;
pub mod dim;
mod float;
mod gradient;
#[cfg(feature = "alloc")]
pub mod gradient_check;
pub mod init;
pub mod kernels;
mod layer;
mod layers;
mod layout;
mod loss;
mod losses;
mod network;
mod optim;
mod optimizer;
mod plain;
mod session;
pub mod shape;
mod signal;
mod summary;
mod tensor;
mod view;

#[doc(hidden)]
pub use check::{expect_count, expect_shape};
pub use class::Class;
pub use dim::{Dim, FromNum, N, Natural, Thousands};
pub use float::Float;
pub use gradient::Gradient;
pub use init::rng;
pub use layer::{Activation, Context, Init, Layer};
pub use layers::{
    Add, ArraySaved, AvgPool1d, AvgPool2d, BiasOption, Concat, Conv1d, Conv2d, ConvTranspose2d, Depthwise,
    GlobalAvgPool, Grouping, Groups, Identity, LeakyRelu, Linear, LogSoftmax, MaxPool1d, MaxPool2d, NoBias, Padding2d,
    Relu, Sigmoid, Size2d, Softmax, Tanh, Ungrouped, Upsample, Window, Window1d, Window2d, WithBias, ZeroPad1d,
    ZeroPad2d,
};
pub use layout::{Field, Layout, Param, Parameters, Path, Role};
pub use loss::Loss;
pub use losses::{CrossEntropy, Mse, ProbabilityCrossEntropy, SmoothCrossEntropy};
#[cfg(feature = "alloc")]
#[doc(hidden)]
pub use network::infer;
pub use network::{Input, Network, Output};
pub use optim::{Adam, Momentum, Sgd};
pub use optimizer::Optimizer;
#[cfg(feature = "alloc")]
pub use plain::zeroed;
pub use plain::{Plain, Zeroable};
pub use session::Session;
pub use shape::{Sample, Shape};
pub use signal::{Batch, Nth, Several, Signal};
pub use summary::{Row, Summary};
pub use tensor::{LengthError, SameCount, Tensor};
#[doc(hidden)]
pub use view::{reshape, reshape_gradient, reshape_mut, same_shape, same_shape_gradient, same_shape_mut};
