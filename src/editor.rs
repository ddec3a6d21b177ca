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
    BatchNorm1d {
        /// The number that is added to the variance.
        eps
    }
    BatchNorm2d {
        /// The number that is added to the variance.
        eps
    }
    GroupNorm {
        /// The number that is added to the variance.
        eps
    }
    LayerNorm {
        /// The number that is added to the variance.
        eps
    }
    RmsNorm {
        /// The number that is added to the mean of squares.
        eps
    }
    PRelu {}
}
