//! What an editor shows of the operations and of the arguments of layers: their documentation, at names that an expansion of
//! `network!` for an editor refers to. The compiler sees none of these names used.

#![allow(missing_docs, non_camel_case_types)]

macro_rules! operations {
    ($($(#[$docs:meta])* $operation:ident::$name:ident;)*) => {$(
        pub trait $operation: Sized {
            type Output;
            $(#[$docs])*
            fn $name(self) -> Self::Output {
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
    /// Divides each element by the squares of its neighbours in other channels:
    /// [`LocalResponseNorm`](crate::layers::LocalResponseNorm). `.local_response_norm::<5, alpha = 1e-4>()`.
    LocalResponseNorm::local_response_norm;
    /// Probabilities that are proportional to exp(x), along the last axis: [`Softmax`](crate::layers::Softmax).
    Softmax::softmax;
    /// The logarithm of softmax, along the last axis: [`LogSoftmax`](crate::layers::LogSoftmax).
    LogSoftmax::log_softmax;
    /// The maximum of each window: [`MaxPool2d`](crate::layers::MaxPool2d). `.max_pool::<2>()` or
    /// `.max_pool::<3, stride = 2, padding = 1>()`.
    MaxPool::max_pool;
    /// The mean of each window: [`AvgPool2d`](crate::layers::AvgPool2d). `.avg_pool::<2>()`.
    AvgPool::avg_pool;
    /// The mean of each channel: [`GlobalAvgPool`](crate::layers::GlobalAvgPool).
    GlobalAvgPool::global_avg_pool;
    /// Repeats each element along each axis: [`Upsample`](crate::layers::Upsample). `.upsample::<2>()`.
    Upsample::upsample;
    /// Adds zeros around an image or a sequence: [`ZeroPad2d`](crate::layers::ZeroPad2d). `.zero_pad::<1>()`.
    ZeroPad::zero_pad;
    /// In training, sets random elements to 0: [`Dropout`](crate::layers::Dropout). `.dropout()` or `.dropout::<0.2>()`.
    Dropout::dropout;
    /// In training, sets random channels to 0: [`Dropout2d`](crate::layers::Dropout2d).
    Dropout2d::dropout2d;
    /// Permutes the axes: [`Permute`](crate::layers::Permute). `.permute::<1, 0>()` turns `[3, 28]` into `[28, 3]`.
    Permute::permute;
    /// The same elements along one axis, at no cost.
    Flatten::flatten;
    /// The same elements in another shape, at no cost: `.reshape::<4, 16>()`.
    Reshape::reshape;
    /// Joins values along an axis: [`Concat`](crate::layers::Concat). `concat(a, b)` or `concat::<1>(a, b)`.
    Concat::concat;
    /// Splits a value along an axis into a first part of this size, and the rest: [`Split`](crate::layers::Split).
    /// `let (a, b) = split::<64>(x);`.
    Split::split;
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
    Embedding {
        /// The initialiser of the table.
        init
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
