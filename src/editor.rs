//! What an editor shows of the operations and of the arguments of layers: their documentation, at names that an expansion of
//! `network!` for an editor refers to. The compiler sees none of these names used.

#![allow(missing_docs, non_camel_case_types)]

macro_rules! operations {
    ($($(#[$docs:meta])* $operation:ident::$name:ident $(($($argument:ident),*))?;)*) => {$(
        pub trait $operation: Sized {
            type Output;
            $(#[$docs])*
            fn $name $(<$($argument),*>)? (self $($(, _: $argument)*)?) -> Self::Output {
                unreachable!("only an editor refers to it")
            }
        }
    )*};
}

operations! {
    /// max(0, x): [`Relu`](crate::layers::Relu).
    Relu::relu;
    /// x, or a fraction of x where x is negative: [`LeakyRelu`](crate::layers::LeakyRelu). `.leaky_relu()` or
    /// `.leaky_relu::<0.2>()`.
    LeakyRelu::leaky_relu;
    /// x, or alpha (exp(x) - 1) where x is negative: [`Elu`](crate::layers::Elu). `.elu()` or `.elu::<0.5>()`.
    Elu::elu;
    /// The scaled ELU of self-normalising networks: [`Selu`](crate::layers::Selu).
    Selu::selu;
    /// x P(Z <= x) for a standard normal Z: [`Gelu`](crate::layers::Gelu).
    Gelu::gelu;
    /// GELU, approximated by tanh: [`GeluTanh`](crate::layers::GeluTanh).
    GeluTanh::gelu_tanh;
    /// x sigmoid(x): [`Silu`](crate::layers::Silu).
    Silu::silu;
    /// x tanh(softplus(x)): [`Mish`](crate::layers::Mish).
    Mish::mish;
    /// 1 / (1 + exp(-x)): [`Sigmoid`](crate::layers::Sigmoid).
    Sigmoid::sigmoid;
    /// x / 6 + 1 / 2, between 0 and 1: [`HardSigmoid`](crate::layers::HardSigmoid).
    HardSigmoid::hard_sigmoid;
    /// The hyperbolic tangent: [`Tanh`](crate::layers::Tanh).
    Tanh::tanh;
    /// x times its hard sigmoid: [`HardSwish`](crate::layers::HardSwish).
    HardSwish::hard_swish;
    /// log(1 + exp(beta x)) / beta: [`Softplus`](crate::layers::Softplus). `.softplus()` or `.softplus::<2.0>()`.
    Softplus::softplus;
    /// min(max(x, 0), 6): [`Relu6`](crate::layers::Relu6).
    Relu6::relu6;
    /// x, bounded to a range: [`Hardtanh`](crate::layers::Hardtanh). `.hardtanh()`, from -1 to 1, or `.hardtanh::<-2.0, 2.0>()`.
    Hardtanh::hardtanh;
    /// The logarithm of the sigmoid: [`LogSigmoid`](crate::layers::LogSigmoid).
    LogSigmoid::log_sigmoid;
    /// x / (1 + |x|): [`Softsign`](crate::layers::Softsign).
    Softsign::softsign;
    /// x, or alpha (exp(x / alpha) - 1) where x is negative: [`Celu`](crate::layers::Celu). `.celu()` or `.celu::<0.5>()`.
    Celu::celu;
    /// x where it is above a threshold, else a value: [`Threshold`](crate::layers::Threshold). `.threshold::<0.1, 0.0>()`.
    Threshold::threshold;
    /// x, moved towards 0 by lambda: [`Softshrink`](crate::layers::Softshrink). `.softshrink()` or `.softshrink::<0.1>()`.
    Softshrink::softshrink;
    /// x, or 0 where |x| is at most lambda: [`Hardshrink`](crate::layers::Hardshrink). `.hardshrink()` or `.hardshrink::<0.1>()`.
    Hardshrink::hardshrink;
    /// x - tanh(x): [`Tanhshrink`](crate::layers::Tanhshrink).
    Tanhshrink::tanhshrink;
    /// One half of an axis times the sigmoid of the other half: [`Glu`](crate::layers::Glu). `.glu()` halves the last axis,
    /// `.glu::<0>()` the first one.
    Glu::glu;
    /// Probabilities that are proportional to exp(-x), along the last axis: [`Softmin`](crate::layers::Softmin).
    Softmin::softmin;
    /// Softmax over the channels of each pixel: [`Softmax2d`](crate::layers::Softmax2d).
    Softmax2d::softmax2d;
    /// Divides each element by a power of k plus the mean square of the channels around it, times alpha:
    /// [`LocalResponseNorm`](crate::layers::LocalResponseNorm). `.local_response_norm::<5, alpha = 1e-4>()`.
    LocalResponseNorm::local_response_norm;
    /// Probabilities that are proportional to exp(x), along the last axis: [`Softmax`](crate::layers::Softmax).
    Softmax::softmax;
    /// The logarithm of softmax, along the last axis: [`LogSoftmax`](crate::layers::LogSoftmax).
    LogSoftmax::log_softmax;
    /// The maximum of each window: [`MaxPool2d`](crate::layers::MaxPool2d). `.max_pool::<2>()` or
    /// `.max_pool::<3, stride = 2, padding = 1, ceil_mode = true>()`, and, with the indices of the maxima,
    /// `let (h, places) = x.max_pool::<2, return_indices = true>();`.
    MaxPool::max_pool;
    /// The mean of each window: [`AvgPool2d`](crate::layers::AvgPool2d). `.avg_pool::<2>()` or
    /// `.avg_pool::<3, stride = 2, padding = 1, count_include_pad = false>()`.
    AvgPool::avg_pool;
    /// The norm of each window: [`LpPool2d`](crate::layers::LpPool2d). `.lp_pool::<2>()` or `.lp_pool::<2, norm_type = 3>()`.
    LpPool::lp_pool;
    /// The mean of each of a given number of windows: [`AdaptiveAvgPool`](crate::layers::AdaptiveAvgPool).
    /// `.adaptive_avg_pool::<7>()`.
    AdaptiveAvgPool::adaptive_avg_pool;
    /// The maximum of each of a given number of windows: [`AdaptiveMaxPool`](crate::layers::AdaptiveMaxPool).
    /// `.adaptive_max_pool::<7>()`.
    AdaptiveMaxPool::adaptive_max_pool;
    /// The mean of each channel: [`GlobalAvgPool`](crate::layers::GlobalAvgPool).
    GlobalAvgPool::global_avg_pool;
    /// Enlarges each axis: [`Upsample`](crate::layers::Upsample). `.upsample::<2>()` or `.upsample::<2, mode = bilinear>()`.
    Upsample::upsample;
    /// Adds zeros around an image or a sequence: [`ZeroPad2d`](crate::layers::ZeroPad2d). `.zero_pad::<1>()`.
    ZeroPad::zero_pad;
    /// Adds a number around an image or a sequence: [`Pad2d`](crate::layers::Pad2d). `.constant_pad::<1, value = 0.5>()`.
    ConstantPad::constant_pad;
    /// Reflects the elements at the border: [`Pad2d`](crate::layers::Pad2d). `.reflect_pad::<1>()`.
    ReflectPad::reflect_pad;
    /// Repeats the elements at the border: [`Pad2d`](crate::layers::Pad2d). `.replicate_pad::<1>()`.
    ReplicatePad::replicate_pad;
    /// Continues each axis with its other end: [`Pad2d`](crate::layers::Pad2d). `.circular_pad::<1>()`.
    CircularPad::circular_pad;
    /// Turns channels into pixels: [`PixelShuffle`](crate::layers::PixelShuffle). `.pixel_shuffle::<2>()`.
    PixelShuffle::pixel_shuffle;
    /// Turns pixels into channels: [`PixelUnshuffle`](crate::layers::PixelUnshuffle). `.pixel_unshuffle::<2>()`.
    PixelUnshuffle::pixel_unshuffle;
    /// Takes channels from each group in turn: [`ChannelShuffle`](crate::layers::ChannelShuffle). `.channel_shuffle::<2>()`.
    ChannelShuffle::channel_shuffle;
    /// In training, sets random elements to 0: [`Dropout`](crate::layers::Dropout). `.dropout()` or `.dropout::<0.2>()`.
    Dropout::dropout;
    /// In training, sets random channels to 0: [`Dropout2d`](crate::layers::Dropout2d).
    Dropout2d::dropout2d;
    /// Standard normal noise in training, 0 in inference: [`NormalNoise`](crate::layers::NormalNoise).
    NormalNoise::normal_noise;
    /// Permutes the axes: [`Permute`](crate::layers::Permute). `.permute::<1, 0>()` turns `[3, 28]` into `[28, 3]`.
    Permute::permute;
    /// The same elements along one axis, at no cost.
    Flatten::flatten;
    /// The same elements in another shape, at no cost: `.reshape::<4, 16>()`.
    Reshape::reshape;
    /// The value without an axis of size 1, at no cost: `.squeeze::<0>()`.
    Squeeze::squeeze;
    /// The value with a new axis of size 1 at this position, at no cost: `.unsqueeze::<0>()`.
    Unsqueeze::unsqueeze;
    /// Exchanges two axes: [`Permute`](crate::layers::Permute). `.transpose::<0, 1>()`.
    Transpose::transpose;
    /// Some elements of an axis: [`Slice`](crate::layers::Slice). `.slice::<0, 2..10>()` or `.slice::<0, ..-1, step = 2>()`.
    Slice::slice;
    /// One element of an axis, which is removed: [`Slice`](crate::layers::Slice). `.select::<0, 3>()`.
    ///
    /// `select(x > 0, a, b)`: a where the mask is not 0, else b.
    Select::select;
    /// Reverses an axis: [`Flip`](crate::layers::Flip). `.flip::<0>()`.
    Flip::flip;
    /// Moves the elements of an axis around its end: [`Roll`](crate::layers::Roll). `.roll::<0, 1>()` or `.roll::<0, -1>()`.
    Roll::roll;
    /// The value several times along an axis: [`Repeat`](crate::layers::Repeat). `.repeat::<0, 3>()`.
    Repeat::repeat;
    /// The windows along an axis: [`Unfold`](crate::layers::Unfold). `.unfold::<0, 8, 4>()` for windows of 8, 4 apart.
    Unfold::unfold;
    /// The windows of an image as columns: [`Unfold2d`](crate::layers::Unfold2d). `.unfold2d::<3, stride = 2, padding = 1>()`.
    Unfold2d::unfold2d;
    /// The sum of the columns of windows, as an image: [`Fold2d`](crate::layers::Fold2d). `.fold2d::<3, output_size = (8, 8)>()`.
    Fold2d::fold2d;
    /// The largest element along an axis: [`MaxOver`](crate::layers::MaxOver). `.max::<0>()` or `.max::<0, keep = true>()`.
    Max::max;
    /// The smallest element along an axis: [`MinOver`](crate::layers::MinOver). `.min::<0>()` or `.min::<0, keep = true>()`.
    Min::min;
    /// The index of the largest element along an axis: [`ArgMax`](crate::layers::ArgMax). `.argmax::<0>()` or
    /// `.argmax::<0, keep = true>()`.
    Argmax::argmax;
    /// The index of the smallest element along an axis: [`ArgMin`](crate::layers::ArgMin). `.argmin::<0>()` or
    /// `.argmin::<0, keep = true>()`.
    Argmin::argmin;
    /// Cumulative sums along an axis: [`CumSum`](crate::layers::CumSum). `.cumsum::<0>()`.
    Cumsum::cumsum;
    /// Rotary position embeddings: [`Rotary`](crate::layers::Rotary). `.rotary::<heads = 8>()`, with any of `theta = 500000.0` and
    /// `interleaved = false`.
    Rotary::rotary;
    /// Indices as vectors that are 1 at the index: [`OneHot`](crate::layers::OneHot).
    OneHot::one_hot;
    /// Lengths as masks, which are 1 at each step of a sequence, and 0 after its end: [`SequenceMask`](crate::layers::SequenceMask).
    /// `length.sequence_mask::<16>()`.
    SequenceMask::sequence_mask;
    /// Joins values along a new axis. `stack(a, b)` or `stack::<1>(a, b)`.
    Stack::stack;
    /// Splits an axis into equal parts. `let (q, k, v) = chunk::<3>(x);`.
    Chunk::chunk;
    /// The elements of an axis at the indices of an input: [`IndexSelect`](crate::layers::IndexSelect).
    /// `index_select(x, indices)` or `index_select::<1>(x, indices)`.
    IndexSelect::index_select;
    /// The element along an axis at each index of an input: [`Gather`](crate::layers::Gather). `gather(x, indices)` or
    /// `gather::<1>(x, indices)`.
    Gather::gather;
    /// The inverse of `max_pool`, with its indices: [`MaxUnpool`](crate::layers::MaxUnpool). `max_unpool::<2>(h, places)` or
    /// `max_unpool::<3, stride = 2, padding = 1, output_size = (7, 9)>(h, places)`.
    MaxUnpool::max_unpool;
    /// The product of two matrices: [`MatMul`](crate::layers::MatMul). `matmul(a, b)`.
    Matmul::matmul;
    /// The sum of the products of two vectors: [`MatMul`](crate::layers::MatMul). `dot(a, b)`.
    Dot::dot;
    /// The products of all elements of two vectors: [`MatMul`](crate::layers::MatMul). `outer(a, b)`.
    Outer::outer;
    /// The attention of queries to keys and values: [`Attention`](crate::layers::Attention). `attention(q, k, v, heads = 8)`,
    /// with any of `kv_heads = 2`, `causal = true`, `window = 64`, `scale = 0.125`, `alibi = true` and `dropout = 0.1`; a fourth
    /// value is a mask, and an input of lengths at the end is the number of keys.
    Attention::attention;
    /// The sum of products over axes that letters name, as NumPy writes it, without the batch: `einsum("ij,jk->ik", a, b)`.
    Einsum::einsum;
    /// Joins values along an axis: [`Concat`](crate::layers::Concat). `concat(a, b)` or `concat::<1>(a, b)`.
    Concat::concat;
    /// Splits a value along an axis into a first part of this size, and the rest: [`Split`](crate::layers::Split).
    /// `let (a, b) = split::<64>(x);`.
    Split::split;
    /// exp(x): [`Exp`](crate::layers::Exp).
    Exp::exp;
    /// exp(x) - 1, accurate near zero: [`Expm1`](crate::layers::Expm1).
    Expm1::expm1;
    /// The natural logarithm: [`Ln`](crate::layers::Ln).
    Ln::ln;
    /// The natural logarithm of 1 + x, accurate near zero: [`Log1p`](crate::layers::Log1p).
    Log1p::log1p;
    /// x^2: [`Square`](crate::layers::Square).
    Square::square;
    /// The square root: [`Sqrt`](crate::layers::Sqrt).
    Sqrt::sqrt;
    /// 1 / sqrt(x): [`Rsqrt`](crate::layers::Rsqrt).
    Rsqrt::rsqrt;
    /// 1 / x: [`Recip`](crate::layers::Recip).
    Recip::recip;
    /// The sine, of radians: [`Sin`](crate::layers::Sin).
    Sin::sin;
    /// The cosine, of radians: [`Cos`](crate::layers::Cos).
    Cos::cos;
    /// |x|: [`Abs`](crate::layers::Abs).
    Abs::abs;
    /// -1, 0 or 1, the sign of x: [`Sign`](crate::layers::Sign).
    Sign::sign;
    /// The largest integer that is not larger than x: [`Floor`](crate::layers::Floor).
    Floor::floor;
    /// The error function: [`Erf`](crate::layers::Erf).
    Erf::erf;
    /// x, without a gradient: [`Detach`](crate::layers::Detach).
    Detach::detach;
    /// x to a power, a number or a value: `.pow(2)`.
    Pow::pow(Exponent);
    /// x, but at least the first number and at most the second one: `.clamp(-1, 1)`.
    Clamp::clamp(Low, High);
    /// The sum over axes, or over all: `.sum::<0>()`, `.sum::<1, 2, keep = true>()`, `.sum()`.
    Sum::sum;
    /// The mean over axes, or over all: `.mean::<0>()`, `.mean::<1, 2, keep = true>()`, `.mean()`.
    Mean::mean;
    /// The variance over axes, or over all, with n - 1 in the denominator, or n with `correction = 0`.
    Var::var;
    /// The standard deviation over axes, or over all: the square root of `var`.
    Std::std;
    /// The square root of the sum of squares over axes, or over all.
    Norm::norm;
    /// The logarithm of the sum of exponentials over axes, or over all: [`LogSumExp`](crate::layers::LogSumExp).
    /// `.logsumexp::<0>()` or `.logsumexp::<1, 2, keep = true>()`.
    Logsumexp::logsumexp;
    /// Repeats a value along the axes that it lacks, and along those of size 1: `.expand::<3, 4>()`.
    Expand::expand;
    /// The smaller of two, element by element: `minimum(a, b)` or `minimum(a, 0.5)`.
    Minimum::minimum;
    /// The larger of two, element by element: `maximum(a, b)` or `maximum(a, 0.5)`.
    Maximum::maximum;
}

macro_rules! layers {
    ($($layer:ident { $($(#[$docs:meta])* $argument:ident)* })*) => {$(
        pub trait $layer {
            $($(#[$docs])* type $argument;)*
        }
    )*};
}

layers! {
    Linear {
        /// Whether a bias is added, `true` or `false`; defaults to `true`.
        bias
        /// The initialiser of the weight, such as `init = XavierNormal`.
        init
    }
    Conv1d {
        /// The size of the window.
        kernel
        /// The distance between windows; defaults to 1.
        stride
        /// The zeros on each side; defaults to 0.
        padding
        /// The distance between elements of a window; defaults to 1.
        dilation
        /// The number of groups of channels that do not share inputs; defaults to 1.
        groups
        /// Whether a bias is added, `true` or `false`; defaults to `true`.
        bias
        /// The initialiser of the weight, such as `init = XavierNormal`.
        init
    }
    Conv2d {
        /// The size of the window, one or `(height, width)`.
        kernel
        /// The distance between windows, one or `(vertical, horizontal)`; defaults to 1.
        stride
        /// The zeros on each side, one or `(vertical, horizontal)`; defaults to 0.
        padding
        /// The distance between elements of a window; defaults to 1.
        dilation
        /// The number of groups of channels that do not share inputs; defaults to 1.
        groups
        /// Whether a bias is added, `true` or `false`; defaults to `true`.
        bias
        /// The initialiser of the weight, such as `init = XavierNormal`.
        init
    }
    Conv3d {
        /// The size of the window, one or `(depth, height, width)`.
        kernel
        /// The distance between windows, one or three, depth first; defaults to 1.
        stride
        /// The zeros on each side, one or three, depth first; defaults to 0.
        padding
        /// The distance between elements of a window; defaults to 1.
        dilation
        /// The number of groups of channels that do not share inputs; defaults to 1.
        groups
        /// Whether a bias is added, `true` or `false`; defaults to `true`.
        bias
        /// The initialiser of the weight, such as `init = XavierNormal`.
        init
    }
    ConvTranspose1d {
        /// The size of the window.
        kernel
        /// The distance between windows in the output; defaults to 1.
        stride
        /// The elements that are removed on each side; defaults to 0.
        padding
        /// The elements that are added at the end; defaults to 0.
        output_padding
        /// The number of groups of channels that do not share inputs; defaults to 1.
        groups
        /// Whether a bias is added, `true` or `false`; defaults to `true`.
        bias
        /// The initialiser of the weight, such as `init = XavierNormal`.
        init
    }
    ConvTranspose2d {
        /// The size of the window, one or `(height, width)`.
        kernel
        /// The distance between windows in the output; defaults to 1.
        stride
        /// The rows and columns that are removed on each side; defaults to 0.
        padding
        /// The rows and columns that are added at the end; defaults to 0.
        output_padding
        /// The number of groups of channels that do not share inputs; defaults to 1.
        groups
        /// Whether a bias is added, `true` or `false`; defaults to `true`.
        bias
        /// The initialiser of the weight, such as `init = XavierNormal`.
        init
    }
    ConvTranspose3d {
        /// The size of the window, one or `(depth, height, width)`.
        kernel
        /// The distance between windows in the output; defaults to 1.
        stride
        /// The elements that are removed on each side; defaults to 0.
        padding
        /// The elements that are added at the end; defaults to 0.
        output_padding
        /// The number of groups of channels that do not share inputs; defaults to 1.
        groups
        /// Whether a bias is added, `true` or `false`; defaults to `true`.
        bias
        /// The initialiser of the weight, such as `init = XavierNormal`.
        init
    }
    Bilinear {
        /// Whether a bias is added, `true` or `false`; defaults to `true`.
        bias
        /// The initialiser of the weight, such as `init = XavierNormal`.
        init
    }
    Parameter {
        /// What optimisers treat it as, `weight`, `bias` or `norm`; defaults to `weight`.
        role
        /// The initialiser of the elements, which are 0 unless it is set.
        init
    }
    Buffer {
        /// The initialiser of the elements, which are 0 unless it is set.
        init
    }
    Embedding {
        /// The index of a row that is 0 and has no gradient.
        padding_idx
        /// The initialiser of the table.
        init
    }
    Lstm {
        /// The size of the hidden state, a projection of the output of the units; defaults to none.
        proj_size
        /// The number of layers, each of which reads the output of the one before it; defaults to 1.
        layers
        /// Whether a second set of weights reads the steps in reverse order; defaults to `false`.
        bidirectional
        /// Whether there are biases, `true` or `false`; defaults to `true`.
        bias
        /// The probability of the dropout between layers, in training.
        dropout
    }
    Gru {
        /// The number of layers, each of which reads the output of the one before it; defaults to 1.
        layers
        /// Whether a second set of weights reads the steps in reverse order; defaults to `false`.
        bidirectional
        /// Whether there are biases, `true` or `false`; defaults to `true`.
        bias
        /// The probability of the dropout between layers, in training.
        dropout
    }
    Rnn {
        /// The number of layers, each of which reads the output of the one before it; defaults to 1.
        layers
        /// Whether a second set of weights reads the steps in reverse order; defaults to `false`.
        bidirectional
        /// The activation function, `tanh` or `relu`; defaults to `tanh`.
        nonlinearity
        /// Whether there are biases, `true` or `false`; defaults to `true`.
        bias
        /// The probability of the dropout between layers, in training.
        dropout
    }
    BatchNorm1d {
        /// The number that is added to the variance.
        eps
        /// The fraction by which a step moves the running statistics, or `None` for their mean over all batches; defaults to 0.1.
        momentum
        /// Whether there is a trainable scale and shift, `true` or `false`; defaults to `true`.
        affine
        /// Whether there are running statistics, by which inference normalises; defaults to `true`.
        track_running_stats
        /// Whether there is a shift beside the scale; defaults to `true`.
        bias
    }
    BatchNorm2d {
        /// The number that is added to the variance.
        eps
        /// The fraction by which a step moves the running statistics, or `None` for their mean over all batches; defaults to 0.1.
        momentum
        /// Whether there is a trainable scale and shift, `true` or `false`; defaults to `true`.
        affine
        /// Whether there are running statistics, by which inference normalises; defaults to `true`.
        track_running_stats
        /// Whether there is a shift beside the scale; defaults to `true`.
        bias
    }
    BatchNorm3d {
        /// The number that is added to the variance.
        eps
        /// The fraction by which a step moves the running statistics, or `None` for their mean over all batches; defaults to 0.1.
        momentum
        /// Whether there is a trainable scale and shift, `true` or `false`; defaults to `true`.
        affine
        /// Whether there are running statistics, by which inference normalises; defaults to `true`.
        track_running_stats
        /// Whether there is a shift beside the scale; defaults to `true`.
        bias
    }
    InstanceNorm1d {
        /// The number that is added to the variance.
        eps
        /// The fraction by which a step moves the running statistics; defaults to 0.1.
        momentum
        /// Whether there is a trainable scale and shift, `true` or `false`; defaults to `false`.
        affine
        /// Whether there are running statistics, by which inference normalises; defaults to `false`.
        track_running_stats
        /// Whether there is a shift beside the scale; defaults to `true`.
        bias
    }
    InstanceNorm2d {
        /// The number that is added to the variance.
        eps
        /// The fraction by which a step moves the running statistics; defaults to 0.1.
        momentum
        /// Whether there is a trainable scale and shift, `true` or `false`; defaults to `false`.
        affine
        /// Whether there are running statistics, by which inference normalises; defaults to `false`.
        track_running_stats
        /// Whether there is a shift beside the scale; defaults to `true`.
        bias
    }
    InstanceNorm3d {
        /// The number that is added to the variance.
        eps
        /// The fraction by which a step moves the running statistics; defaults to 0.1.
        momentum
        /// Whether there is a trainable scale and shift, `true` or `false`; defaults to `false`.
        affine
        /// Whether there are running statistics, by which inference normalises; defaults to `false`.
        track_running_stats
        /// Whether there is a shift beside the scale; defaults to `true`.
        bias
    }
    GroupNorm {
        /// The number that is added to the variance.
        eps
        /// Whether there is a trainable scale and shift, `true` or `false`; defaults to `true`.
        affine
        /// Whether there is a shift beside the scale; defaults to `true`.
        bias
    }
    LayerNorm {
        /// The number that is added to the variance.
        eps
        /// Whether there is a trainable scale and shift, `true` or `false`; defaults to `true`.
        elementwise_affine
        /// Whether there is a shift beside the scale; defaults to `true`.
        bias
    }
    RmsNorm {
        /// The number that is added to the mean of squares.
        eps
        /// Whether there is a trainable scale, `true` or `false`; defaults to `true`.
        elementwise_affine
    }
    PRelu {}
}
