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
#[doc(hidden)]
pub mod expression;
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
mod prefill;
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
mod stream;
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
pub use layers::{
    Abs, AdaptiveAvgPool, AdaptiveMaxPool, Add, AffineOption, Alibi, AllKeys, AllWeights, ArgMax, ArgMaxPool1d,
    ArgMaxPool2d, ArgMaxPool3d, ArgMin, ArraySaved, Attention, AttentionHeads, AttentionState, AttentionStepScratch,
    AttentionWeights, AvgPool1d, AvgPool2d, AvgPool3d, AxisOrder, BatchNorm1d, BatchNorm2d, BatchNorm3d,
    BatchNormSaved, BiasOption, BiasRole, Bilinear, Buffer, Causal, CausalKeys, CausalWindow, Cell, Celu,
    ChannelShuffle, ChannelSlopes, Concat, Conv1d, Conv2d, Conv3d, ConvState, ConvTranspose1d, ConvTranspose2d,
    ConvTranspose3d, Cos, CountPadding, CubicMode, CumSum, CumulativeAverage, Depthwise, Detach, Directed, DivideBy,
    DropWeights, Dropout, Dropout2d, Elu, Embedding, Erf, Exp, Expm1, Flip, Floor, Fold2d, Gather, Gelu, GeluTanh,
    GlobalAvgPool, Glu, GroupNorm, GroupedQueries, Grouping, Groups, Gru, GruCell, HalvedPairs, HardSigmoid, HardSwish,
    Hardshrink, Hardtanh, HeadsOf, Identity, IgnorePadding, IndexSelect, Init, InstanceNorm1d, InstanceNorm2d,
    InstanceNorm3d, InstanceNormSaved, InterleavedPairs, InverseRoot, Layer, LayerNorm, LeakyRelu, Linear, LinearMode,
    Ln, LocalResponseNorm, Log1p, LogSigmoid, LogSoftmax, LogSoftmaxOver, LogSumExp, LpPool1d, LpPool2d, LpPool3d,
    Lstm, LstmCell, MatMul, MatrixTimes, MaxOver, MaxPool1d, MaxPool2d, MaxPool3d, MaxUnpool, MeanDivisor, MinOver,
    Mish, MovingAverage, NearestMode, Negate, NoAffine, NoBias, NormRole, NormalNoise, OneHot, OneSlope, PRelu, Pad1d,
    Pad2d, Pad3d, Padding, Padding2d, Padding3d, Parameter, ParameterRole, Pass, Permute, Permuted, PixelShuffle,
    PixelUnshuffle, Product, Projected, Recip, Recurrent, RecurrentSaved, RecurrentScratch, RecurrentState,
    RecurrentStepScratch, RecurrentWeights, Relu, Relu6, Repeat, RmsNorm, Rnn, RnnActivation, RnnCell, Roll, Rotary,
    RotaryPairs, Rsqrt, ScaleBy, ScaleOnly, ScaleOption, Scan, ScanSaved, ScanScratch, ScoreScale, SeenKeys, Selu,
    SequenceMask, Sigmoid, Sign, Silu, Sin, Size2d, Size3d, Sizes, Slice, Slopes, Softmax, Softmax2d, SoftmaxOver,
    Softmin, SoftminOver, Softplus, Softshrink, Softsign, Split, Sqrt, Square, Stacked, StartedState, StatisticsOption,
    StepContext, Streaming, Tanh, Tanhshrink, Threshold, Tied, Unfold, Unfold2d, Ungrouped, Units, Untracked, Upsample,
    UpsampleMode, WeightRole, Window, Window1d, Window2d, Window3d, WithAffine, WithBias, ZeroPad1d, ZeroPad2d,
    ZeroPad3d,
};
#[doc(hidden)]
pub use layers::{
    Absent, CellState, Chosen, Coerced, Connect, Either, Fused, HasMatrix, HiddenState, Named, NoLayer, Presence,
    Probe, ReinterpretAs, RootOfSquares, Transposed, activate, activate_backward, least_capacity, pass_back_through,
    step_of, time_slice, write_layer, write_layers,
};
pub use losses::{
    Axis, Bce, BceWithLogits, Both, ByRank, ClassAxis, ClassTargets, ClassWeights, Classes, CosineEmbedding, Criterion,
    CrossEntropy, Ctc, Divisor, ElementWeights, GaussianNll, Hinge, HingeEmbedding, Huber, InputLengths, KlDiv,
    LabelsOrIgnored, Loss, LossSum, Mae, MarginRanking, Mse, MultiLabelMargin, MultiLabelSoftMargin, MultiMargin, Nll,
    Outputs, PerPosition, PoissonNll, PositionWeighted, Positionwise, ProbabilityCrossEntropy, Reduction, SampleTarget,
    SampleTargets, SampleWeighted, SmoothL1, SoftCrossEntropy, SoftMargin, Target, TripletMargin, Unweighted,
    Weighting, WholeInput,
};
#[cfg(feature = "alloc")]
#[doc(hidden)]
pub use network::infer;
pub use network::{Input, Network, Output};
#[doc(hidden)]
pub use network::{graph as network_graph, macs, subgraph, trainable};
pub use optim::{
    Adadelta, Adafactor, Adagrad, Adam, AdamW, Adamax, AdjustLr, AmsGrad, Asgd, Clip, Group, LearningRate, Lion,
    Momentum, Muon, NAdam, Optimizer, RAdam, RmsProp, RmsPropMomentum, Rprop, Sgd, SparseAdam, WeightDecay,
    global_norm, lr_scheduler, move_average,
};
#[cfg(feature = "alloc")]
pub use optim::{Ema, Lbfgs};
pub use parameters::{
    BUFFER_MOMENTUM, Field, Frozen, Gradient, Layout, Orientation, Param, Parameters, Path, Plain, Role, UnknownName,
};
#[doc(hidden)]
pub use parameters::{MustNotImplementDrop, duplicate};
#[cfg(feature = "alloc")]
pub use parameters::{boxed_clone, zeroed};
pub use prefill::StepsInput;
#[doc(hidden)]
pub use proof::{
    CellShapes, Costs, InputFixes, LayerTexts, NoCell, NoNetwork, ScanNames, Slot, StepLayout, TraitTexts,
    assert_disjoint, expect_accepts, expect_count, expect_equal, expect_flash, expect_input, expect_joinable,
    expect_layer, expect_limit, expect_macs, expect_scan, expect_scratch, expect_shared, expect_steps, expect_stream,
    expect_streams, expect_values, first, first_mut, gap_mut, is_accepts, is_count, is_equal, is_input, is_joinable,
    is_layer, is_rank, is_shared, is_values, last, last_mut, member, member_mut,
};
#[doc(hidden)]
pub use report::write_error;
#[cfg(feature = "alloc")]
pub use session::gradient_check;
pub use session::{Session, SkippedUpdate, StepPart};
pub use setting::InvalidSetting;
pub use shape::{Sample, Shape};
#[doc(hidden)]
pub use signal::{
    AllAxes, Same, Stretched, has_shape, reshape, reshape_gradient, reshape_mut, same_shape, same_shape_gradient,
    same_shape_mut, same_signal,
};
pub use signal::{
    Batch, Class, Elements, Indices, Label, Labels, NoTarget, Part, Parts, Read, Signal, SingleTensor, Tuple,
    TupleItem, Write,
};
#[cfg(feature = "alloc")]
pub use state::{Setting, State, Visitor, visit_option, visit_parameters};
pub use stream::{EndOfSequence, StepInput, StepOutput, StepOwned, Stream, StreamingNetwork};
pub use tensor::{LengthError, SameCount, Tensor};
#[doc(hidden)]
pub use weights::{Aligned, Stored, StoredTensor, StoredTensors, data_of, expect_weights, weights_of};
