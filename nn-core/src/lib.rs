//! The core of `nn`: shapes, tensors, layers, losses, initialisers, optimisers and kernels. `no_std`.
//!
//! Use it through the facade `nn`, which adds `network!`, `shape!` and `dim!`.

#![cfg_attr(not(feature = "std"), no_std)]
#![warn(missing_docs)]

#[cfg(feature = "alloc")]
extern crate alloc;

mod accumulation;
mod budget;
mod check;
mod class;
mod clip;
mod decay;
mod describe;
pub mod dim;
mod ema;
mod ends;
mod fingerprint;
mod fitted;
mod float;
mod freeze;
mod gradient;
#[cfg(feature = "alloc")]
pub mod gradient_check;
mod group;
mod indices;
pub mod init;
pub mod int8;
pub mod kernels;
mod layer;
mod layers;
mod layout;
mod learning_rate;
mod loss;
mod losses;
pub mod lr_scheduler;
mod network;
mod numbers;
mod optim;
mod optimizer;
#[cfg(feature = "overlap")]
#[doc(hidden)]
pub mod overlap;
mod plain;
mod session;
mod setting;
pub mod shape;
mod signal;
#[cfg(feature = "alloc")]
mod state;
mod summary;
mod tensor;
mod view;
mod weights;

pub use accumulation::{Divisor, LossSum};
#[doc(hidden)]
pub use budget::{expect_flash, expect_macs, expect_scratch};
#[doc(hidden)]
pub use check::{
    InputFixes, expect_count, expect_equal, expect_input, expect_joinable, expect_shared, expect_values, is_count,
    is_equal, is_input, is_joinable, is_values,
};
pub use class::Class;
pub use clip::{Clip, global_norm};
pub use decay::Decay;
pub use dim::{Dim, FromNum, N, Natural, Thousands};
#[cfg(feature = "alloc")]
pub use ema::Ema;
pub use ema::move_average;
#[doc(hidden)]
pub use ends::{At, Moment, apart, back, front, room};
pub use fingerprint::{fingerprint, fingerprint_with_elements};
#[doc(hidden)]
pub use fitted::{Fitted, Named, Place};
pub use float::Float;
pub use freeze::{Frozen, UnknownName};
pub use gradient::Gradient;
pub use group::Group;
pub use indices::Indices;
pub use init::{rng, rng_at};
pub use layer::{Activation, Context, Init, Layer};
pub use layers::{
    Add, ArraySaved, AvgPool1d, AvgPool2d, AxisOrder, BatchNorm1d, BatchNorm2d, BatchNormSaved, BiasOption,
    ChannelSlopes, Concat, Conv1d, Conv2d, ConvTranspose2d, Depthwise, Dropout, Dropout2d, Elu, Embedding, Gelu,
    GeluTanh, GlobalAvgPool, GroupNorm, Grouping, Groups, HardSigmoid, HardSwish, Identity, LayerNorm, LeakyRelu,
    Linear, LogSoftmax, MaxPool1d, MaxPool2d, Mish, NoBias, OneSlope, PRelu, Padding2d, Permute, Permuted, Product,
    Relu, RmsNorm, Selu, Sigmoid, Silu, Size2d, Slopes, Softmax, Softplus, Split, Tanh, Ungrouped, Upsample, Window,
    Window1d, Window2d, WithBias, ZeroPad1d, ZeroPad2d,
};
#[doc(hidden)]
pub use layers::{activate, activate_backward, pass_back_through};
pub use layout::{Field, Layout, Param, Parameters, Path, Role};
pub use learning_rate::LearningRate;
pub use loss::Loss;
pub use losses::{
    BceWithLogits, CrossEntropy, CrossEntropyWith, Hinge, Huber, KlDiv, Mae, Mse, MultiMargin, Nll, NllWith,
    ProbabilityCrossEntropy, Reduced, Reduction, SmoothL1, SoftCrossEntropy, WeightedBceWithLogits,
};
#[cfg(feature = "alloc")]
#[doc(hidden)]
pub use network::infer;
pub use network::{Input, Network, Output};
pub use numbers::Numbers;
pub use optim::{Adagrad, Adam, AdamW, AmsGrad, Lion, Momentum, RmsProp, Sgd};
pub use optimizer::{BUFFER_MOMENTUM, Optimizer};
#[doc(hidden)]
pub use plain::MustNotImplementDrop;
#[cfg(feature = "alloc")]
pub use plain::zeroed;
pub use plain::{Plain, Zeroable};
pub use session::{Session, SkippedUpdate, StepPart};
pub use setting::InvalidSetting;
pub use shape::{Sample, Shape};
pub use signal::{Batch, Elements, Nth, Part, Parts, Read, Several, Signal, Single, Write};
#[cfg(feature = "alloc")]
pub use state::{Setting, State, Visitor, visit_option, visit_parameters};
pub use summary::{Flow, Row, Summary};
pub use tensor::{LengthError, SameCount, Tensor};
#[doc(hidden)]
pub use view::{reshape, reshape_gradient, reshape_mut, same_shape, same_shape_gradient, same_shape_mut, same_signal};
#[doc(hidden)]
pub use weights::{Aligned, Stored, StoredTensor, StoredTensors, data_of, expect_weights, weights_of};
