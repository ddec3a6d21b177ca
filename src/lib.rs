// Links to pages lead to those of `guide`: the first definition of a link applies.
#![doc = include_str!("guide/links.md")]
#![doc = include_str!("../README.md")]
#![cfg_attr(not(feature = "std"), no_std)]
#![cfg_attr(docsrs, feature(doc_cfg))]
#![warn(missing_docs)]

extern crate self as nn;

/// Tensors, layers and networks with [serde](https://serde.rs): a map from the name of each tensor to its shape and its elements,
/// in any of serde's formats.
///
/// Tensors and layers of `nn` implement `Serialize` and `Deserialize`; a network does with `#[derive(Serialize, Deserialize)]`. Its
/// tensors have the same names as in safetensors files ([`files`]). The tensors of your own layers are included; such
/// a layer needs only `#[derive(Parameters)]`. The shape of each tensor is checked. Elements are serialised as numbers of the
/// format; JSON represents neither NaN nor infinities.
///
/// ```
/// use nn::prelude::*;
/// use serde::{Deserialize, Serialize};
///
/// network! {
///     #[derive(PartialEq, Debug, Serialize, Deserialize)]
///     struct Line {
///         fc: Linear<1, 1>,
///     }
///     fn forward(x: Tensor<1>) -> Tensor<1> {
///         x.fc()
///     }
/// }
///
/// let line = Line::new(1);
/// let text = serde_json::to_string(&line)?;
/// assert!(text.starts_with(r#"{"fc.weight":{"shape":[1,1],"data":["#));
/// // Deserialises a large network in place, without a copy on the stack; use `deserialize_with` in a struct of your own.
/// let back: Box<Line> = nn::serde::boxed(&mut serde_json::Deserializer::from_str(&text))?;
/// assert_eq!(back, line);
///
/// #[derive(Serialize, Deserialize)]
/// struct Saved {
///     epoch: u64,
///     #[serde(deserialize_with = "nn::serde::boxed")]
///     best: Box<Line>,
/// }
/// # Ok::<(), serde_json::Error>(())
/// ```
#[cfg(feature = "serde")]
pub use nn_core::serialization as serde;
pub use nn_core::{
    Class, Dim, EndOfSequence, Float, Indices, Label, Labels, Network, Parameters, Session, Stream, StreamingNetwork,
    Tensor, lr_scheduler, simd,
};
#[cfg(feature = "alloc")]
pub use nn_core::{boxed_clone, gradient_check};

/// Layers, the operations of `forward` as layers, and what a layer of your own implements.
pub mod layers {
    pub use nn_core::{
        Abs, Activation, AdaptiveAvgPool, AdaptiveMaxPool, Add, AffineOption, Alibi, AllKeys, AllWeights, ArgMax,
        ArgMaxPool1d, ArgMaxPool2d, ArgMaxPool3d, ArgMin, Attention, AttentionHeads, AttentionWeights, AvgPool1d,
        AvgPool2d, AvgPool3d, AxisOrder, BatchNorm1d, BatchNorm2d, BatchNorm3d, BiasOption, BiasRole, Bilinear, Buffer,
        Causal, CausalKeys, CausalWindow, Cell, Celu, ChannelShuffle, ChannelSlopes, Concat, Conv1d, Conv2d, Conv3d,
        ConvTranspose1d, ConvTranspose2d, ConvTranspose3d, Cos, CountPadding, CubicMode, CumSum, CumulativeAverage,
        Depthwise, Detach, Directed, DivideBy, DropWeights, Dropout, Dropout2d, Elu, Embedding, Erf, Exp, Expm1, Flip,
        Floor, Fold2d, Gather, Gelu, GeluTanh, GlobalAvgPool, Glu, GroupNorm, GroupedQueries, Grouping, Groups, Gru,
        GruCell, HalvedPairs, HardSigmoid, HardSwish, Hardshrink, Hardtanh, HeadsOf, Identity, IgnorePadding,
        IndexSelect, InstanceNorm1d, InstanceNorm2d, InstanceNorm3d, InterleavedPairs, InverseRoot, Layer, LayerNorm,
        LeakyRelu, Linear, LinearMode, Ln, LocalResponseNorm, Log1p, LogSigmoid, LogSoftmax, LogSoftmaxOver, LogSumExp,
        LpPool1d, LpPool2d, LpPool3d, Lstm, LstmCell, MatMul, MatrixTimes, MaxOver, MaxPool1d, MaxPool2d, MaxPool3d,
        MaxUnpool, MeanDivisor, MinOver, Mish, MovingAverage, NearestMode, Negate, NoAffine, NoBias, NormRole,
        NormalNoise, OneHot, OneSlope, PRelu, Pad1d, Pad2d, Pad3d, Padding, Padding2d, Padding3d, Parameter,
        ParameterRole, Pass, Permute, Permuted, PixelShuffle, PixelUnshuffle, Product, Projected, Recip, Recurrent,
        RecurrentWeights, Relu, Relu6, Repeat, RmsNorm, Rnn, RnnActivation, RnnCell, Roll, Rotary, RotaryPairs, Rsqrt,
        ScaleBy, ScaleOnly, ScaleOption, Scan, ScoreScale, SeenKeys, Selu, SequenceMask, Sigmoid, Sign, Silu, Sin,
        Size2d, Size3d, Sizes, Slice, Slopes, Softmax, Softmax2d, SoftmaxOver, Softmin, SoftminOver, Softplus,
        Softshrink, Softsign, Split, Sqrt, Square, Stacked, StatisticsOption, StepContext, Streaming, Tanh, Tanhshrink,
        Threshold, Tied, Unfold, Unfold2d, Ungrouped, Units, Untracked, Upsample, UpsampleMode, WeightRole, Window,
        Window1d, Window2d, Window3d, WithAffine, WithBias, ZeroPad1d, ZeroPad2d, ZeroPad3d, activation,
    };
    // Named by diagnostics of the compiler, and implemented by a layer that does not derive `Parameters`.
    #[doc(hidden)]
    pub use nn_core::Connect;
}

/// Losses, and what a loss of your own implements.
pub mod losses {
    pub use nn_core::{
        Axis, Bce, BceWithLogits, Both, ByRank, ClassAxis, ClassTargets, ClassWeights, Classes, CosineEmbedding,
        Criterion, CrossEntropy, Ctc, Divisor, ElementWeights, GaussianNll, Hinge, HingeEmbedding, Huber, InputLengths,
        KlDiv, LabelsOrIgnored, Loss, LossSum, Mae, MarginRanking, Mse, MultiLabelMargin, MultiLabelSoftMargin,
        MultiMargin, Nll, Outputs, PerPosition, PoissonNll, PositionWeighted, Positionwise, ProbabilityCrossEntropy,
        Reduction, SampleTarget, SampleTargets, SampleWeighted, SmoothL1, SoftCrossEntropy, SoftMargin, Target,
        TripletMargin, Unweighted, Weighting, WholeInput, criterion,
    };
}

/// Optimisers, gradient clipping, weight decay and averages of weights. Schedules are in [`lr_scheduler`].
pub mod optim {
    pub use nn_core::{
        Adadelta, Adafactor, Adagrad, Adam, AdamW, Adamax, AdjustLr, AmsGrad, Asgd, BUFFER_MOMENTUM, Clip, Frozen,
        Group, LearningRate, Lion, Momentum, Muon, NAdam, Optimizer, RAdam, RmsProp, RmsPropMomentum, Rprop, Sgd,
        SparseAdam, UnknownName, WeightDecay, global_norm, move_average,
    };
    #[cfg(feature = "alloc")]
    pub use nn_core::{Ema, Lbfgs};
}

/// Parameters as plain data: their layout, roles and gradients, for layers and optimisers of your own.
pub mod parameters {
    #[cfg(feature = "alloc")]
    pub use nn_core::zeroed;
    pub use nn_core::{Field, Gradient, Layout, Orientation, Param, Path, Plain, Role};
    // Named by diagnostics of the compiler.
    #[doc(hidden)]
    pub use nn_core::MustNotImplementDrop;
}

/// Training sessions: the parameters, the gradient, the optimiser state and the workspace of a network in one allocation.
pub mod session {
    pub use nn_core::{InvalidSetting, Session, SkippedUpdate, StepPart};
}

/// Signals: what flows between layers, one or several tensors of floating-point elements or of indices.
pub mod signal {
    pub use nn_core::{
        Batch, Class, Elements, Indices, Input, Label, Labels, NoTarget, Output, Part, Parts, Read, Signal,
        SingleTensor, StepInput, StepOutput, StepOwned, StepsInput, Tuple, TupleItem, Write,
    };
}

/// Serialisable training state: the values that a checkpoint saves and restores.
#[cfg(feature = "alloc")]
pub mod state {
    pub use nn_core::{FloatsMut, Setting, State, Visitor, visit_option, visit_parameters};
}

/// Initialisers of parameters, and the random number generators of seeds.
pub mod init {
    pub use nn_core::Init;
    pub use nn_core::init::*;
}

/// The computation graph of a network as data, and its fingerprint.
pub mod graph {
    pub use nn_core::fingerprint;
    pub use nn_core::graph::*;
}

/// Sizes as types, and their arithmetic.
pub mod dim {
    pub use nn_core::dim::*;
}

/// Shapes as types: tuples of sizes, and operations on them.
pub mod shape {
    pub use nn_core::shape::*;
    pub use nn_core::{LengthError, SameCount};
}

/// Inference in 8-bit integers.
pub mod int8 {
    pub use nn_core::int8::*;
}

/// Makes a struct of tensors and layers plain data, for a layer of your own: implements [`Plain`](parameters::Plain) and
/// [`Parameters`], with the names of the fields as the names of the tensors.
///
/// - The fields must have a defined order: `#[repr(C)]` or `#[repr(transparent)]`.
/// - Every field is a tensor, a layer, or an array of those, and the struct does not implement [`Drop`]: plain data is copied and
///   overwritten as bytes. Anything else is a compile error.
/// - The element type is the type parameter `T` if there is one, else `f32`, or the type set by `#[dtype(f64)]`. A struct without
///   fields is a layer for both element types.
/// - A tensor has the [role](parameters::Role) of a weight unless `#[role(..)]` sets another one (below). A tensor of two or more
///   axes has the orientation [`[in, out]`](parameters::Orientation) unless `#[role(weight, out_in)]` is set.
/// - `#[input(3, D)]` declares the one input shape of the layer. `network!` then reports an input of another shape as it does for
///   the layers of `nn`: with decimal sizes and a suggested fix. Without the attribute the compiler reports the mismatch in terms
///   of types. Its sizes are numbers and parameters of the struct. A size that no tensor of the layer has, such as the length `L`
///   of a sequence, cannot be a parameter of the struct (E0392, and `PhantomData` is not a layer): leave it out of the struct,
///   leave out the attribute, and be generic in the `impl`: `impl<L: Dim, D: Dim> Layer<(L, D)> for Gate<D>`.
/// - `#[nn(crate = path)]` sets the path to this crate, as in [`network!`](crate::network).
///
/// The role of a tensor states what a training step does with it, and what `backward` writes in its place in the gradient:
///
/// | | the tensor is | in the gradient, `backward` writes | a step |
/// |---|---|---|---|
/// | `weight` | multiplied with the input | the derivative of the loss | trains it, with weight decay |
/// | `bias` | added to the output | the derivative of the loss | trains it, without weight decay unless `decay_everywhere()` is set |
/// | `norm` | the scale or shift of a normalisation | the derivative of the loss | as for `bias` |
/// | `buffer` | a running statistic, such as a mean | the statistic of this batch, and not a derivative | computes 0.9 buffer + 0.1 statistic |
/// | `constant` | numbers that training does not change, such as a table | 0, by [`write_zeros`](parameters::Gradient::write_zeros) | leaves it unchanged |
///
/// All of them are saved and loaded with the network. A `buffer` whose statistic `backward` does not write decays towards 0 (3.0,
/// 2.7, 2.43, ..), since the gradient is 0 there; numbers that are fixed are a `constant`, or a field of the type
/// [`Buffer<(D,), T>`](layers::Buffer), which has that role.
///
/// ```
/// use nn::Parameters;
/// use nn::prelude::*;
///
/// #[derive(Parameters)]
/// #[repr(C)]
/// #[input(D)]
/// struct Affine<D: Dim> {
///     scale: Tensor<(D,)>,
///     #[role(bias)]
///     shift: Tensor<(D,)>,
/// }
///
/// let affine = nn::parameters::zeroed::<Affine<dim![3]>>();
/// assert_eq!(affine.as_slice(), [0.0; 6]);
/// ```
pub use nn_macros::Parameters;
/// Limits the resources of a network with concrete sizes, such as one of generic sizes: `budget!(Net<dim![32]>, flash <= 32_768,
/// scratch <= 4_096, macs <= 500_000)` is an item, and a compile error if the network needs more.
///
/// The limits are those of `#[budget(..)]` in [`network!`]: bytes of weights, bytes of scratch between input and output, and
/// multiply-accumulates, each for inference on one sample; `stream`, the bytes of a [`Stream`]. So is the error, which states the number, its limit and the largest
/// part.
///
/// ```
/// use nn::prelude::*;
///
/// network! {
///     struct Encoder<H: Dim> {
///         fc1: Linear<64, H>,
///         fc2: Linear<H, 10>,
///     }
///     fn forward(image: Tensor<64>) -> Tensor<10> {
///         image.fc1().relu().fc2()
///     }
/// }
///
/// nn::budget!(Encoder<dim![32]>, flash <= 9_640, scratch <= 128, macs <= 2_368);
/// ```
///
/// ```compile_fail
/// # use nn::prelude::*;
/// # network! {
/// #     struct Encoder<H: Dim> {
/// #         fc1: Linear<64, H>,
/// #         fc2: Linear<H, 10>,
/// #     }
/// #     fn forward(image: Tensor<64>) -> Tensor<10> {
/// #         image.fc1().relu().fc2()
/// #     }
/// # }
/// nn::budget!(Encoder<dim![33]>, flash <= 9_640, scratch <= 132); // `Encoder` needs 9940 bytes of flash, its budget is 9640
/// ```
pub use nn_macros::budget;
/// A size as a type: `dim![12544]` is `Thousands<12, 544>`. Accepts an integer of at least 1, or a type.
///
/// ```
/// use nn::prelude::*;
/// type Hidden = dim![1024];
/// assert_eq!(Hidden::SIZE, 1024);
/// ```
pub use nn_macros::dim;
/// Embeds weights in the program: `include_weights!(Digits, "digits.safetensors")` is a `&'static Digits` that refers to the bytes
/// of the file in the executable, with no copy and no work at start-up.
///
/// The file must come from [`files::save`], or have its tensors in the same order. Its path is relative to the folder of the
/// crate's `Cargo.toml`. The file is checked against the network at compile time: names, shapes and types of all tensors, no
/// missing and no additional tensors, finite elements, and the [`fingerprint`](graph::fingerprint). A file saved by PyTorch is an
/// error. So is a file that does not state which framework saved it, if all of its dense weights are square: their orientation is
/// then unknown. A mismatch is reported at the path. The crate is rebuilt when the file changes.
///
/// ```
/// use nn::prelude::*;
///
/// network! {
///     struct Sine {
///         fc1: Linear<1, 16>,
///         fc2: Linear<16, 16>,
///         fc3: Linear<16, 1>,
///     }
///     fn forward(x: Tensor<1>) -> Tensor<1> {
///         x.fc1().relu().fc2().relu().fc3()
///     }
/// }
///
/// static SINE: &Sine = nn::include_weights!(Sine, "tests/weights/sine.safetensors");
///
/// let y = SINE.forward(&Tensor::from([[1.0]]))[[0, 0]];
/// assert!((y - 1.0_f32.sin()).abs() < 0.03);
/// ```
///
/// Does not compile on big-endian targets.
#[cfg(feature = "weights")]
pub use nn_macros::include_weights;
/// Declares a network: a struct of layers, and how `forward` composes them.
///
/// # The struct
///
/// Attributes, doc comments, visibility, generic parameters and `where` clauses are kept. `#[derive(Clone, PartialEq, Debug)]`
/// works on every network, also on one that is generic over sizes. The layers of `nn` implement these traits; a layer of your own
/// must implement them, too. `#[dtype(f64)]` sets the element type to `f64`; `#[int8(Name)]` generates a second network with 8-bit
/// integer arithmetic ([`int8`]); `#[budget(flash <= 32_768, scratch <= 4_096, macs <= 500_000)]` makes it a compile error to
/// exceed a limit: bytes of weights, bytes of scratch between input and output, and multiply-accumulates, each for inference on one
/// sample. `stream <= 4_096` limits the bytes of a [`Stream`]. A network with generic parameters cannot have a budget: limit it at
/// concrete sizes with [`budget!`]. A field is a layer of `nn` with its arguments (`Linear<784, 128, bias = false,
/// init = XavierNormal>`), a layer of your own, another network, or an array `[Layer; 4]` of equal layers, for calls in sequence or
/// [one by one](#loops). A size is an integer, a type (`type Hidden = dim![128]`, or a parameter
/// `H: Dim`), or `_`, which is inferred from the shape that the layer receives. `_` cannot be an argument of a layer of your own or
/// of another network. The layer after one of these can have it if a `let h: Tensor<..> = ..;` states the shape. After an array,
/// `_` needs nothing more, since the output of an array has the shape of its input.
///
/// The expansion refers to this crate as `::nn`. If it has another name, put `extern crate other_name as nn;` at the root of your
/// crate. If your program reaches it only through the re-export of a library, put `#[nn(crate = library::nn)]` on the struct.
/// `shape!` and `dim!` always refer to `::nn`: without a crate of that name, write `N<128>` instead of `dim![128]`, and
/// `(N<128>, N<10>)` instead of `shape![128, 10]`.
///
/// | | |
/// |---|---|
/// | `Linear<in, out>` | `bias = false`; over the last axis of `[.., in]` |
/// | `Bilinear<a, b, out>` | `bias = false`; for two values, `[.., a]` and `[.., b]` |
/// | `Conv2d<in, out, kernel = 3>`, `Conv1d`, `Conv3d` | `stride = 2`, `padding = 1`, `dilation = 2`, `groups = 4`, `bias = false`; `(3, 5)` for height and width |
/// | `ConvTranspose2d<in, out, kernel = 2, stride = 2>`, `ConvTranspose1d`, `ConvTranspose3d` | the same, and `output_padding = 1` |
/// | `BatchNorm1d<64>`, `BatchNorm2d<16>`, `BatchNorm3d<16>` | `eps = 1e-3`, `momentum = 0.01` or `None`, `affine = false`, `bias = false`, `track_running_stats = false` |
/// | `InstanceNorm1d<64>`, `InstanceNorm2d<16>`, `InstanceNorm3d<16>` | the same; not affine and without running statistics, unless `affine = true` or `track_running_stats = true` is set |
/// | `LayerNorm<64>`, `RmsNorm<64>` | `eps = 1e-3`, `elementwise_affine = false`, and `bias = false` for `LayerNorm` |
/// | `GroupNorm<4, 16>` | `eps = 1e-3`, `affine = false`, `bias = false` |
/// | `PRelu`, `PRelu<16>` | one slope, or one per channel |
/// | `Embedding<1000, 32>` | 1000 trainable rows of 32 elements, for indices; `padding_idx = 0` |
/// | `Lstm<in, units>`, `Gru`, `Rnn` | `layers = 2`, `bidirectional = true`, `bias = false`, `dropout = 0.2`, `nonlinearity = relu` for `Rnn` and `proj_size = 32` for `Lstm`; along the steps of `[steps, in]`; `let (y, h) = gru(x, h);` and `let (y, h, c) = lstm(x, h, c);` with the initial and final states; `gru(x, length)` and `lstm(x, h, c, length)` with the number of steps of each sample, an input `length: Tensor<Class<17>>` for at most 16 steps |
/// | `nn::layers::Scan<Cell>` | a recurrent layer of a cell of your own, `let (y, h) = steps(x, h0);` |
/// | `Tied<embed>` | no weight of its own, but the transposed one of the layer `embed`, an `Embedding` or a `Linear`; for `w: Parameter<out, in>`, `Tied<w>` multiplies by it as `F.linear(x, w)` |
/// | `Parameter<16, 64>` | a trainable tensor, whose name is a value in `forward`; `role = bias` or `role = norm` |
/// | `Buffer<16, 64>` | a stored tensor that is not trained, whose name is a value in `forward` |
///
/// Layers with weights, except for recurrent ones, accept `init = ..`, an initialiser from [`init`], which may have settings:
/// `init = Normal { std: 0.02 }`. A struct may have no layers: the network then has no parameters, and training steps change nothing.
///
/// Names of layers in other frameworks, such as `Dense`, `LSTM` or `ReLU`, and misspelt ones, such as `Liner`, are reserved, so that
/// their errors can show what `nn` has. A layer of your own with such a name needs its path, as in `self::Dense<64>`, or an alias.
///
/// # `forward`
///
/// Inputs and outputs are declared as `Tensor<..>` with the sizes of *one* sample; several outputs are a tuple. For an input of
/// indices, write the sizes and then the number of classes: `Tensor<16, Class<1000>>`, or `Tensor<Class<1000>>` for one index per
/// sample. Indices are the input of an [`Embedding`](layers::Embedding), of `one_hot`, `index_select`, `gather`, `max_unpool` and
/// `sequence_mask`, the length of a sequence, or the input of a network that has such an input; they have no gradient and support
/// no other operation. Instead of the indices, reshape the
/// output of the `Embedding`. `argmax`, `argmin` and `max_pool` compute indices within `forward`; a network does not return them.
/// With `time = ` before a size of an input, `Tensor<time = 128, 64>`, this axis is time, and the network also reads its input step by
/// step, through a [`Stream`]; what cannot be computed step by step is then an error.
/// The body consists of `let` statements, [loops](#loops) over arrays of layers, and a final expression:
///
/// | | |
/// |---|---|
/// | `x.fc1()` | the layer `fc1`; `merge(a, b)` for one with several inputs, `let (a, b) = x.heads();` for several outputs |
/// | `x + pos` | the tensor of a field `pos: Parameter<..>` or `pos: Buffer<..>`, the same for each sample |
/// | `x.relu()`, `.leaky_relu::<0.2>()`, `.elu()`, `.selu()`, `.gelu()`, `.gelu_tanh()`, `.silu()`, `.mish()`, `.sigmoid()`, `.hard_sigmoid()`, `.tanh()`, `.hard_swish()`, `.softplus()`, `.relu6()`, `.hardtanh::<-2.0, 2.0>()`, `.log_sigmoid()`, `.softsign()`, `.celu()`, `.threshold::<0.1, 0.0>()`, `.softshrink()`, `.hardshrink()`, `.tanhshrink()` | element-wise functions |
/// | `x.glu()`, `x.glu::<0>()` | one half of the last axis, or of another one, times the sigmoid of the other half |
/// | `x.softmax()`, `x.log_softmax()`, `x.softmin()` | along the last axis, or another one, as in `x.softmax::<0>()`; `x.softmax2d()` over the channels of an image |
/// | `x.local_response_norm::<5, alpha = 1e-4>()` | each element divided by (k + alpha / n times the sum of the squares of the n channels around it)^beta |
/// | `x.max_pool::<2>()`, `x.avg_pool::<3, stride = (2, 1), padding = 1>()` | windows over an image `[C, H, W]`, a sequence `[C, L]` or a volume `[C, D, H, W]`; `::<2, 3>` and `(2, 1)` are height and width; the stride defaults to the window's size; `ceil_mode = true`, and for means `count_include_pad = false` or `divisor_override = 3` |
/// | `let (h, places) = x.max_pool::<2, return_indices = true>();`, `max_unpool::<2>(h, places)` | the index of each maximum among the elements of its channel, and the elements of h at these indices of a larger value, which is 0 elsewhere; `stride`, `padding`, `output_size = (7, 9)` |
/// | `x.lp_pool::<2, norm_type = 3>()` | the p-norm of each window |
/// | `x.adaptive_avg_pool::<7>()`, `x.adaptive_max_pool::<7, 5>()` | windows for an output of this size |
/// | `x.global_avg_pool()` | the mean of each channel |
/// | `x.upsample::<2>()`, `x.upsample::<2, mode = bilinear>()` | each element repeated, or interpolated: `linear`, `bilinear`, `trilinear`, `bicubic`, with `align_corners = true` |
/// | `x.zero_pad::<1>()`, `x.reflect_pad::<1>()`, `x.replicate_pad::<1>()`, `x.circular_pad::<1>()`, `x.constant_pad::<1, value = 0.5>()` | elements around the image, or `::<1, 2, 0, -1>` for left, right, top, bottom; negative numbers remove elements |
/// | `x.pixel_shuffle::<2>()`, `x.pixel_unshuffle::<2>()`, `x.channel_shuffle::<4>()` | channels as pixels, pixels as channels, channels in another order |
/// | `x.unfold2d::<3, stride = 2, padding = 1>()`, `x.fold2d::<3, output_size = (8, 8)>()` | each window of an image as a column, `[C, H, W]` to `[C K^2, windows]`, and the sum of such columns as an image; `stride`, `padding`, `dilation` |
/// | `x.flatten()`, `x.reshape::<4, 16>()` | the same elements in another shape, at no cost |
/// | `a + b`, `a - b`, `a * b`, `a / b`, `-x`, `x * 0.5`, `1.0 - x` | arithmetic of values and numbers, element by element ([below](#arithmetic)) |
/// | `x.exp()`, `.expm1()`, `.ln()`, `.log1p()`, `.sqrt()`, `.rsqrt()`, `.square()`, `.recip()`, `.sin()`, `.cos()`, `.abs()`, `.sign()`, `.floor()`, `.erf()` | elementary functions |
/// | `x.pow(2)`, `x.clamp(-1, 1)`, `minimum(a, b)`, `maximum(a, 0.1)` | of values and numbers |
/// | `x > 0`, `a <= b`, `a == b`, `select(x > 0, a, b)` | comparisons give 1 or 0; `select(mask, a, b)` is `a` where the mask is not 0, and `b` elsewhere |
/// | `x.sum()`, `x.mean::<1>()`, `x.var::<0, 1>()`, `x.std::<1, correction = 0>()`, `x.norm::<1, keep = true>()`, `x.logsumexp::<0>()` | over all axes, or over those with these indices, of which negative ones are counted from the end |
/// | `x.expand::<3, 4>()` | repeated along the axes that it lacks, and along those of size 1 |
/// | `x.detach()` | the same value, without a gradient |
/// | `concat(a, b, ..)`, `concat::<1>(a, b)` | concatenated along the first axis, or along the axis with this index |
/// | `let (a, b) = split::<64>(x);`, `split::<2, 1>(x)` | split in two, the first 64 and the rest, along the first axis, or along the axis with the index given second |
/// | `let (q, k, v) = chunk::<3>(x);`, `split::<16, 16, 32>(x)` | split into equal parts, or into parts of these sizes; `chunk::<3, 1>`, `split::<16, 16, 32, axis = 1>` along another axis |
/// | `stack(a, b, ..)`, `stack::<1>(a, b)` | joined along a new axis |
/// | `x.permute::<1, 0>()`, `x.transpose::<0, 1>()` | the axes in another order, or two of them exchanged |
/// | `x.squeeze::<0>()`, `x.unsqueeze::<0>()` | without an axis of size 1, or with a new one, at no cost |
/// | `x.slice::<0, 2..10>()`, `x.slice::<1, ..-1, step = 2>()`, `x.select::<0, -1>()` | some elements of an axis, or one of them without the axis; a negative index is counted from the end |
/// | `x.flip::<0>()`, `x.roll::<0, 1>()`, `x.repeat::<0, 3>()`, `x.unfold::<0, 8, 4>()` | an axis in reverse, moved around its end, repeated as a whole; windows of 8 elements, 4 apart |
/// | `x.max::<0>()`, `x.min::<0, keep = true>()`, `x.cumsum::<0>()` | along an axis, which extrema remove unless it is kept |
/// | `x.argmax::<0>()`, `x.argmin::<0, keep = true>()` | the index of the largest or smallest element along an axis: indices, without a gradient |
/// | `matmul(a, b)`, `dot(a, b)`, `outer(a, b)` | products of matrices `[.., M, K]` and `[.., K, N]`, and of vectors |
/// | `x.rotary::<heads = 8>()` | rotary position embeddings: pair i of each head of `[L, heads D]` at position p is turned by p theta^(-2i/D), with `theta = 500000.0` in place of 10000, and with `interleaved = false` for pairs of halves in place of neighbours |
/// | `attention(q, k, v, heads = 8)`, `attention(q, k, v, mask, heads = 8, causal = true)` | softmax(Q K^T / sqrt(D / heads)) V of queries `[L, D]`, keys `[S, D]` and values `[S, Dv]` in each head, `[L, Dv]`; a mask `[L, S]` is added to the scores; with `causal = true`, a query does not see the keys after it; `causal = true, window = 64` restricts it to the last 64 keys, its own included; `causal = true, alibi = true` lowers scores with the distance; `scale = 0.125` replaces the factor 1 / sqrt(D / heads); with `kv_heads = 2`, keys and values have two heads, which those of queries share; `attention(q, k, v, length)` and `attention(q, k, v, mask, length)` see the first keys of each sample, as many as `length: Tensor<Class<17>>` says for at most 16; `dropout = 0.1` drops weights in training; `attention::<heads = 8>(q, k, v)` is the same |
/// | `einsum("qhd,khd->hqk", q, k)` | sums of products over axes that letters name ([below](#sums-of-products)) |
/// | `words.one_hot()`, `index_select(x, words)`, `index_select::<1>(x, words)`, `gather(x, words)` | each index as a vector; the elements of an axis at these indices: `index_select` picks whole slices with one list of indices, `gather` has a separate index for each element of the output |
/// | `length.sequence_mask::<16>()` | 1 for each of the steps that a sequence has, and 0 after its end: `[16]`, for an input `length: Tensor<Class<17>>` |
/// | `x.dropout()`, `x.dropout::<0.2>()`, `x.dropout2d()` | in training, sets elements or channels to 0 with probability p (defaults to 0.5) and scales the others by 1 / (1 - p) |
/// | `x.normal_noise()` | in training, standard normal noise of the shape of x; in inference, 0 |
/// | `gate(a, b)` | a function of the same `network!`, written after `forward`: `fn gate(a: Tensor<64>, b: Tensor<64>) -> Tensor<64> { a * b.sigmoid() }` |
/// | `let h: Tensor<64> = ..;` | states a shape, where a layer of your own hides it |
/// | `x.blocks()`, `for block in blocks { h = block(h, mask); }` | the layers of an array, each with the output of the one before it, or [one by one](#loops) |
///
/// A value and a layer may be used several times: their gradients are summed. An unused value is an error unless its name starts
/// with `_`.
///
/// # Loops
///
/// An array of layers, `blocks: [Block; 3]`, is called as a whole, `x.blocks()`: each layer receives the output of the one before
/// it. A `for` goes over the layers one by one, with any code between them:
///
/// ```
/// use nn::prelude::*;
///
/// network! {
///     struct Gated {
///         stem: Linear<8, 16>,
///         blocks: [Linear<16, 16>; 3],
///         head: Linear<16, 4>,
///     }
///     fn forward(x: Tensor<8>, gate: Tensor<16>) -> Tensor<4> {
///         let mut h = x.stem().relu();
///         for block in blocks {
///             h = block(h).relu() * gate + h;
///         }
///         h.head()
///     }
/// }
///
/// let (x, gate) = (Tensor::<shape![2, 8]>::full(1.0), Tensor::<shape![2, 16]>::full(0.5));
/// assert_eq!(Gated::new(1).forward(&x, &gate).dims(), [2, 4]);
/// assert_eq!(Gated::GRAPH.nodes[2].name, "blocks[0]");
/// ```
///
/// The body consists of `let` statements, whose names it keeps to itself, of assignments and of other loops. It is expanded once
/// for each layer, so a loop costs the same as its calls written out. An assignment, `h = ..;`, `h += ..;` or `(a, b) = ..;`,
/// passes a value on to the next iteration and to the code after the loop; the variable is declared before the loop, by `let mut`,
/// and keeps its shape. Outside of a loop there are no assignments: a `let` of the same name declares a new value.
///
/// The layer of an iteration is called by the name that the loop gives it, `block(h)`, `h.block()` or `block(h, mask)`. An array
/// may be in several loops, and may also be called as a whole outside of loops over it. A `for` goes over one array alone: it has
/// no ranges and no `zip`. A network with `#[int8(..)]` has no arrays, and therefore no loops.
///
/// # Arithmetic
///
/// The operands of an operator have the same shape, or one of them is repeated along the axes that it lacks and along those of size
/// 1, with its axes aligned to the last ones of the other operand: `[32, 10] + [10]`, `[3, 28, 28] * [3, 1, 1]`. The result has the
/// shape of one operand. An operation that would repeat *both* operands is an error, such as `[64, 1] - [64]`, whose result in
/// other frameworks is `[64, 64]`. The error shows both fixes: [`reshape`](#forward) one operand, or `expand` one, if `[64, 64]` is
/// meant.
///
/// A reduction removes its axes; with `keep = true`, it keeps them with a size of 1, so `x - x.mean::<1, keep = true>()` works as
/// written. Axes are those of one sample, counted from 0; a reduction over all axes leaves the shape `[1]`. `var` and `std` divide
/// by `n - 1`, or by `n - correction`.
///
/// A sequence of element-wise operations whose intermediate results are not used elsewhere is compiled to one loop, and so is its
/// gradient. Only the operands are stored; the backward pass recomputes the rest. A reduction at the end of such a sequence runs in
/// the same loop.
///
/// ```
/// use nn::prelude::*;
///
/// network! {
///     /// Scales each channel by a gate, as in squeeze-and-excitation networks.
///     struct Gate {
///         reduce: Linear<8, 2>,
///         restore: Linear<2, 8>,
///     }
///     fn forward(x: Tensor<8, 4, 4>) -> Tensor<8, 4, 4> {
///         let gate = x.mean::<1, 2>().reduce().relu().restore().sigmoid();
///         x * gate.reshape::<8, 1, 1>()
///     }
/// }
///
/// let x = Tensor::<shape![2, 8, 4, 4]>::full(1.0);
/// assert!(Gate::new(1).forward(&x).iter().all(|y| (0.0..1.0).contains(y)));
/// ```
///
/// # Sums of products
///
/// In `einsum("ij,jk->ik", a, b)`, a letter names each axis of the operands, without the batch, and of the result:
/// y_ik = sum_j a_ij b_jk. The sum is over the letters that the result lacks. Without `->`, the result has the letters that occur
/// once, in alphabetical order. One operand is summed and its axes are permuted: `einsum("ijk->ki", a)`. A result without axes,
/// `einsum("i,i->", a, b)`, has the shape `[]`.
///
/// The text is read at compile time and becomes the operations that the same network could declare: `matmul` where an axis is
/// summed that both operands have, else a product of elements, with sums and permutations before and after it. Errors of the text
/// are errors of compilation, and so are a letter with two sizes, a value with another number of axes than letters, a letter twice
/// in one operand (a diagonal), `...`, more than two operands, and a result of more than five axes.
///
/// ```
/// use nn::prelude::*;
///
/// network! {
///     /// Attention with two heads.
///     struct Attention {
///         query: Linear<8, 8>,
///     }
///     fn forward(x: Tensor<3, 8>, keys: Tensor<5, 2, 4>, values: Tensor<5, 2, 4>) -> Tensor<3, 2, 4> {
///         let query = x.query().reshape::<3, 2, 4>();
///         let weights = einsum("qhd,khd->hqk", query * 0.5, keys).softmax();
///         einsum("hqk,khd->qhd", weights, values)
///     }
/// }
///
/// let keys = Tensor::<shape![1, 5, 2, 4]>::full(0.5);
/// let values = Tensor::<shape![1, 5, 2, 4]>::full(2.0);
/// let y = Attention::new(1).forward(&Tensor::<shape![1, 3, 8]>::full(1.0), &keys, &values);
/// assert!(y.iter().all(|y| (y - 2.0).abs() < 1e-5));
/// ```
///
/// # Generated items
///
/// The struct, which is plain data; its implementations of [`Init`](init::Init), [`Parameters`], [`Layer`](layers::Layer) and
/// [`Network`]; `forward(&self, ..)`, which returns its output on the heap, for a batch whose size is part of its type (for
/// `Samples`, whose number is known only at run time, call `predict_samples` of `nn::data::Predict`); the constants `PARAMETERS`,
/// `MACS`, `PARAMETER_BYTES`, `GRADIENT_BYTES`, `SCRATCH_BYTES`, `FLASH_BYTES`, `FLOPS`; for a network with a `time` axis,
/// [`Streaming`](layers::Streaming) and `STREAM_BYTES`. `Name::new(seed)` initialises a network,
/// [`Session`] trains it, and `Name::summary()` returns it as a table, which is also part of its documentation.
///
/// ```
/// use nn::prelude::*;
///
/// network! {
///     /// Classifies flowers.
///     pub struct Iris {
///         fc1: Linear<4, 16>,
///         fc2: Linear<_, 3>,
///     }
///     fn forward(measures: Tensor<4>) -> Tensor<3> {
///         measures.fc1().relu().fc2()
///     }
/// }
///
/// let iris = Iris::new(1);
/// let logits = iris.forward(&Tensor::<shape![5, 4]>::zeros());
/// assert_eq!(logits.dims(), [5, 3]);
/// assert_eq!(Iris::PARAMETERS, 4 * 16 + 16 + 16 * 3 + 3);
/// ```
///
/// [`boxed_clone`] copies a network on the heap, in place; `==` compares parameters, and `Debug` shows some of them:
///
/// ```
/// use nn::prelude::*;
///
/// network! {
///     #[derive(Clone, PartialEq, Debug)]
///     struct Iris {
///         fc1: Linear<4, 16>,
///         fc2: Linear<_, 3>,
///     }
///     fn forward(measures: Tensor<4>) -> Tensor<3> {
///         measures.fc1().relu().fc2()
///     }
/// }
///
/// let mut session = Session::<Iris, Adam, dim![2]>::new(Adam::new(0.01), 1);
/// let before: Box<Iris> = nn::boxed_clone(&session.network);
/// session.step(&Tensor::new([[0.5; 4]; 2]), &Mse, &Tensor::new([[1.0, 0.0, 0.0]; 2]));
/// assert_ne!(session.network, *before);
/// assert_eq!(before, Iris::new(1));
/// assert!(format!("{before:?}").starts_with("Iris { fc1: Linear<4, 16> { weight: Tensor[4, 16] f32 [["));
/// ```
pub use nn_macros::network;
/// A shape as a type: `shape![3, 28, 28]` is the tuple `(N<3>, N<28>, N<28>)`. Accepts zero to six sizes, each an integer of at
/// least 1 or a type.
///
/// ```
/// use nn::prelude::*;
/// type Batch = dim![32];
/// let x = Tensor::<shape![Batch, 784]>::zeros();
/// assert_eq!(x.dims(), [32, 784]);
/// ```
pub use nn_macros::shape;

#[cfg(any(feature = "compile-fail", feature = "files"))]
mod atomic_file;
#[cfg(feature = "files")]
pub mod checkpoint;
#[cfg(feature = "compile-fail")]
pub mod compile_fail;
#[cfg(feature = "data")]
pub mod data;
mod editor;
#[cfg(any(feature = "compile-fail", feature = "data", feature = "files"))]
mod excerpt;
#[cfg(feature = "files")]
pub mod files;
#[cfg(feature = "data")]
pub mod metrics;
#[cfg(feature = "mpi")]
pub mod mpi;
#[cfg(feature = "data")]
mod narrow;
#[cfg(feature = "plot")]
pub mod plot;
#[cfg(feature = "std")]
pub mod text;
#[cfg(feature = "train")]
pub mod train;
mod with_alloc;

#[cfg(doc)]
pub mod guide;

/// What most programs need, in one line: `use nn::prelude::*;`.
///
/// The layers of a [`network!`](crate::network) need no import.
///
/// | feature | names |
/// |---|---|
/// | always | the macros `network!`, `shape!` and `dim!`; tensors, sizes, [`Network`] and [`Session`]; losses, optimisers and `LrScheduler` |
/// | `data` | `Dataset`, `TensorDataset`, `Samples`, `Loader`, `Predict`, `AugmentImages`; `Accuracy` |
/// | `train` | `Trainer`, `Interval`, `Progress`, `StopReason` |
pub mod prelude {
    pub use crate::dim::{Millions, N, Natural, Thousands};
    pub use crate::int8::Quantized;
    pub use crate::losses::{
        BceWithLogits, CrossEntropy, Hinge, Huber, KlDiv, Loss, Mae, Mse, MultiMargin, Nll, ProbabilityCrossEntropy,
        Reduction, SmoothL1,
    };
    pub use crate::lr_scheduler::LrScheduler;
    #[cfg(feature = "alloc")]
    pub use crate::optim::Lbfgs;
    pub use crate::optim::{
        Adadelta, Adafactor, Adagrad, Adam, AdamW, Adamax, AmsGrad, Asgd, Clip, Lion, Momentum, Muon, NAdam, RAdam,
        RmsProp, RmsPropMomentum, Rprop, Sgd, SparseAdam,
    };
    pub use crate::signal::Tuple;
    pub use crate::{Class, Dim, Indices, Label, Labels, Network, Session, Tensor};
    pub use nn_macros::{dim, network, shape};

    #[cfg(feature = "data")]
    pub use crate::data::{AugmentImages, Dataset, Loader, Predict, Samples, TensorDataset};
    #[cfg(feature = "data")]
    pub use crate::metrics::Accuracy;
    #[cfg(feature = "train")]
    pub use crate::train::{Interval, Progress, StopReason, Trainer};
}

/// The items that expanded macros refer to. Not part of the public interface: they may change at any time.
#[doc(hidden)]
pub mod __private {
    pub use nn_core::Product as ProductLayer;
    pub use nn_core::dim::{
        AddDim, AtLeast, Circular, CommonDivisor, Crop, DivDim, DividedBy, Fill, MulDim, NamedSize, PadDim, PadTo,
        Product, Reflect, Replicate, RoundDown, RoundUp, SizeIf, Slide, Spread, SubDim, Sum,
    };
    pub use nn_core::graph::Operand;
    pub use nn_core::shape::{AxisAt, ConcatAxis, Counted};
    pub use nn_core::*;
    pub use rand::Rng;

    #[cfg(feature = "alloc")]
    extern crate alloc;
    #[cfg(feature = "alloc")]
    pub use alloc::boxed::Box;

    pub use crate::with_alloc;

    pub mod editor {
        pub use crate::editor::*;
    }
}
