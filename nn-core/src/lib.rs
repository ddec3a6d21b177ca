//! The core of `nn`: shapes, tensors, layers, losses, initialisers, optimisers and kernels. `no_std`.
//!
//! Use it through the facade `typed-nn`, which adds `network!`, `shape!` and `dim!`.

#![cfg_attr(not(feature = "std"), no_std)]
#![cfg_attr(docsrs, feature(doc_cfg))]
#![warn(missing_docs)]

#[cfg(feature = "alloc")]
extern crate alloc;

mod accumulate;
mod activation;
mod describe;
pub mod dim;
mod fingerprint;
mod float;
pub mod graph;
pub mod init;
pub mod int8;
#[doc(hidden)]
pub mod kernels;
mod layers;
mod losses;
mod network;
mod optim;
mod parameters;
mod plain;
mod proof;
mod report;
#[cfg(feature = "serde")]
pub mod serialization;
mod session;
mod setting;
pub mod shape;
mod signal;
pub mod simd;
#[cfg(feature = "alloc")]
mod state;
mod tensor;
mod weights;

pub use activation::Activation;
pub use dim::{Dim, FromNum, Millions, N, Natural, Thousands};
pub use fingerprint::{fingerprint, fingerprint_with_elements};
pub use float::{Float, FloatsMut};
pub use init::{rng, rng_at};
#[cfg(feature = "overlap")]
#[doc(hidden)]
pub use layers::overlap;
#[doc(hidden)]
pub use layers::{
    Absent, Chosen, Coerced, Connect, Either, HasMatrix, Named, NoLayer, Presence, Probe, ReinterpretAs, Transposed,
    activate, activate_backward, pass_back_through, write_layer, write_layers,
};
pub use layers::{
    Add, ArraySaved, AvgPool1d, AvgPool2d, AxisOrder, BatchNorm1d, BatchNorm2d, BatchNormSaved, BiasOption, BiasRole,
    Bilinear, Buffer, ChannelSlopes, Concat, Conv1d, Conv2d, ConvTranspose2d, Depthwise, Dropout, Dropout2d, Elu,
    Embedding, Gelu, GeluTanh, GlobalAvgPool, GroupNorm, Grouping, Groups, HardSigmoid, HardSwish, Identity, Init,
    Layer, LayerNorm, LeakyRelu, Linear, LogSoftmax, MaxPool1d, MaxPool2d, Mish, NoBias, NormRole, OneSlope, PRelu,
    Padding2d, Parameter, ParameterRole, Pass, Permute, Permuted, Product, Relu, RmsNorm, Selu, Sigmoid, Silu, Size2d,
    Slopes, Softmax, Softplus, Split, StepContext, Tanh, Tied, Ungrouped, Upsample, WeightRole, Window, Window1d,
    Window2d, WithBias, ZeroPad1d, ZeroPad2d,
};
pub use losses::{
    BceWithLogits, ClassWeights, Criterion, CrossEntropy, Divisor, Hinge, Huber, KlDiv, Loss, LossSum, Mae, Mse,
    MultiMargin, Nll, ProbabilityCrossEntropy, Reduction, SampleTarget, SmoothL1, SoftCrossEntropy, Target, TargetItem,
    Unweighted, Weighting,
};
#[cfg(feature = "alloc")]
#[doc(hidden)]
pub use network::infer;
pub use network::{Input, Network, Output};
#[doc(hidden)]
pub use network::{graph as network_graph, macs, subgraph, trainable};
#[cfg(feature = "alloc")]
pub use optim::Ema;
pub use optim::{
    Adagrad, Adam, AdamW, AmsGrad, BUFFER_MOMENTUM, Clip, Group, LearningRate, Lion, Momentum, Optimizer, RmsProp, Sgd,
    WeightDecay, global_norm, lr_scheduler, move_average,
};
pub use parameters::{Field, Frozen, Gradient, Layout, Orientation, Param, Parameters, Path, Plain, Role, UnknownName};
#[doc(hidden)]
pub use parameters::{MustNotImplementDrop, duplicate};
#[cfg(feature = "alloc")]
pub use parameters::{boxed_clone, zeroed};
#[doc(hidden)]
pub use proof::{
    InputFixes, LayerTexts, Slot, StepLayout, TraitTexts, assert_disjoint, expect_accepts, expect_count, expect_equal,
    expect_flash, expect_input, expect_joinable, expect_layer, expect_macs, expect_scratch, expect_shared,
    expect_values, first, first_mut, gap_mut, is_accepts, is_count, is_equal, is_input, is_joinable, is_layer,
    is_values, last, last_mut, member, member_mut,
};
#[doc(hidden)]
pub use report::write_error;
#[cfg(feature = "alloc")]
pub use session::gradient_check;
pub use session::{Session, SkippedUpdate, StepPart};
pub use setting::InvalidSetting;
pub use shape::{Sample, Shape};
pub use signal::{Batch, Class, Elements, Indices, Part, Parts, Read, Signal, SingleTensor, Tuple, TupleItem, Write};
#[doc(hidden)]
pub use signal::{
    reshape, reshape_gradient, reshape_mut, same_shape, same_shape_gradient, same_shape_mut, same_signal,
};
#[cfg(feature = "alloc")]
pub use state::{Setting, State, Visitor, visit_option, visit_parameters};
pub use tensor::{LengthError, SameCount, Tensor};
#[doc(hidden)]
pub use weights::{Aligned, Stored, StoredTensor, StoredTensors, data_of, expect_weights, weights_of};
