//! Operations as data: what a layer computes in inference, with all attributes as numbers.

use super::Graph;
use crate::activation::Activation;
use core::fmt;

/// What a layer computes in inference, with all of its attributes and nothing of its weights: what an exporter, a verifier or an
/// interpreter needs to know of it. Each [`Layer`](crate::Layer) states its own as [`OP`](crate::Layer::OP).
///
/// Axes are counted without the batch. The weights are those of the layer's [`LAYOUT`](crate::Parameters::LAYOUT).
///
/// ```
/// use nn_core::graph::Op;
/// use nn_core::{Layer, Linear, N};
/// let op = <Linear<N<3>, N<2>> as Layer<(N<3>,)>>::OP;
/// assert_eq!(op, Op::FullyConnected { inputs: 3, outputs: 2, bias: true });
/// ```
#[non_exhaustive]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Op {
    /// y = x W + b, W being `[inputs, outputs]`.
    FullyConnected {
        /// The size of x.
        inputs: usize,
        /// The size of y.
        outputs: usize,
        /// Whether there is a b.
        bias: bool,
    },
    /// A convolution of `[C, L]`, `[C, H, W]` and so on, with a weight `[outputs, inputs / groups, ..kernel]`.
    Conv {
        /// The channels of the input.
        inputs: usize,
        /// The channels of the output.
        outputs: usize,
        /// One window an axis.
        windows: &'static [AxisWindow],
        /// Into how many groups the channels are divided.
        groups: usize,
        /// Whether a bias is added to each channel.
        bias: bool,
    },
    /// The transpose of a convolution, with a weight `[inputs, outputs / groups, ..kernel]`.
    ConvTranspose {
        /// The channels of the input.
        inputs: usize,
        /// The channels of the output.
        outputs: usize,
        /// One window an axis.
        windows: &'static [AxisWindow],
        /// By how much each axis of the output is longer at its end.
        output_padding: &'static [usize],
        /// Into how many groups the channels are divided.
        groups: usize,
        /// Whether a bias is added to each channel.
        bias: bool,
    },
    /// The row of a table `[rows, width]` for each index.
    Lookup {
        /// The number of rows.
        rows: usize,
        /// The size of each.
        width: usize,
    },
    /// One value for each window over each channel.
    Pool {
        /// Which value.
        kind: Pool,
        /// One window an axis.
        windows: &'static [AxisWindow],
    },
    /// The mean of each channel.
    GlobalAveragePool,
    /// Each element repeated along the axes after the channels.
    ResizeNearest {
        /// How often, one number an axis.
        factors: &'static [usize],
    },
    /// Zeros around each channel.
    ZeroPad {
        /// How many before and after, one pair an axis.
        borders: &'static [[usize; 2]],
    },
    /// A function of each element.
    Elementwise(Function),
    /// x for x > 0, else a trainable slope times x.
    ParametricRelu {
        /// The number of slopes.
        slopes: usize,
        /// Whether there is one a channel.
        by_channel: bool,
    },
    /// exp(x) over the sum of exp(x) along an axis.
    SoftMax {
        /// The axis.
        axis: usize,
    },
    /// The logarithm of [`Softmax`](Op::SoftMax).
    LogSoftMax {
        /// The axis.
        axis: usize,
    },
    /// (x - running_mean) / sqrt(running_var + eps) weight + bias for each channel.
    BatchNormalization {
        /// The number of channels.
        channels: usize,
        /// What is added to a variance.
        eps: Scalar,
    },
    /// (x - mean) / sqrt(variance + eps) weight + bias, mean and variance being those over the last axes.
    LayerNormalization {
        /// The sizes of these axes, and of weight and bias.
        dims: &'static [usize],
        /// What is added to a variance.
        eps: Scalar,
    },
    /// (x - mean) / sqrt(variance + eps) weight + bias, mean and variance being those of a group of channels.
    GroupNormalization {
        /// The number of groups.
        groups: usize,
        /// The number of channels.
        channels: usize,
        /// What is added to a variance.
        eps: Scalar,
    },
    /// x / sqrt(mean of x^2 + eps) weight, the mean being that over the last axes.
    RmsNormalization {
        /// The sizes of these axes, and of the weight.
        dims: &'static [usize],
        /// What is added to a mean; `None` for the machine epsilon of the elements.
        eps: Option<Scalar>,
    },
    /// Elements, or whole channels, set to 0 at random in training; y = x in inference.
    DropOut {
        /// The probability to become 0.
        p: Scalar,
        /// Whether whole channels are dropped.
        channels: bool,
    },
    /// y = a + b.
    Addition,
    /// y = a b, element by element.
    Multiplication,
    /// a and b, concatenated.
    Concatenation {
        /// Along which axis.
        axis: usize,
    },
    /// x, divided in two.
    SplitAt {
        /// Along which axis.
        axis: usize,
        /// The size of the first part.
        at: usize,
    },
    /// x with its axes in another order.
    PermuteAxes {
        /// For each axis of y, that of x.
        axes: &'static [usize],
    },
    /// y = x.
    NoOp,
    /// A network.
    Subgraph(&'static Graph),
    /// The same operation several times in sequence, each time with weights of its own: `[L; K]`.
    Repeat {
        /// How often.
        count: usize,
        /// The operation.
        op: &'static Op,
    },
    /// A layer of which nothing is known but what identifies it: the default of [`Layer::OP`](crate::Layer::OP).
    Opaque {
        /// The name of the layer. If empty, its type as written in the network, [`Node::kind`](super::Node::kind), identifies it.
        name: &'static str,
        /// Numbers that the function depends on beside the weights.
        attributes: &'static [u64],
    },
}

impl Op {
    /// The default of [`Layer::OP`](crate::Layer::OP).
    pub const OPAQUE: Op = Op::Opaque { name: "", attributes: &[] };

    /// The operation of [`activation!`](crate::activation).
    #[doc(hidden)]
    pub const fn of_activation<A: Activation>(name: &'static str, attributes: &'static [u64]) -> Op {
        match A::FUNCTION {
            Some(function) => Op::Elementwise(function),
            None => Op::Opaque { name, attributes },
        }
    }
}

/// A function of one number.
#[non_exhaustive]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Function {
    /// max(0, x).
    ReLU,
    /// x for x > 0, else slope x.
    LeakyReLU {
        /// The slope.
        slope: Scalar,
    },
    /// x for x > 0, else alpha (exp(x) - 1).
    ELU {
        /// alpha.
        alpha: Scalar,
    },
    /// scale x for x > 0, else scale alpha (exp(x) - 1).
    SELU {
        /// scale.
        scale: Scalar,
        /// alpha.
        alpha: Scalar,
    },
    /// x Phi(x), Phi being the distribution function of the standard normal distribution.
    GELU,
    /// x (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))) / 2.
    GELUTanh,
    /// x sigmoid(x).
    SiLU,
    /// x tanh(ln(1 + exp(x))).
    TanhSoftPlus,
    /// 1 / (1 + exp(-x)).
    Logistic,
    /// min(max(x + 3, 0), 6) / 6.
    HardLogistic,
    /// tanh(x).
    HyperbolicTangent,
    /// x min(max(x + 3, 0), 6) / 6.
    HardSiLU,
    /// ln(1 + exp(beta x)) / beta; x where beta x is above the threshold.
    SoftPlus {
        /// beta.
        beta: Scalar,
        /// The threshold.
        threshold: Scalar,
    },
}

/// Which value of a window a pool takes.
#[non_exhaustive]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Pool {
    /// The largest element; padding never is.
    Max,
    /// The sum over the size of the kernel; padding counts as zeros.
    Average,
}

/// A window that slides along one axis.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct AxisWindow {
    /// The number of elements that it sees.
    pub kernel: usize,
    /// From one position of the window to the next.
    pub stride: usize,
    /// On each side of the axis.
    pub padding: usize,
    /// From one element of the window to the next.
    pub dilation: usize,
}

/// A floating-point attribute of an operation. Two are equal if their bits are.
///
/// ```
/// use nn_core::graph::Scalar;
/// const SLOPE: Scalar = Scalar::new(0.1);
/// assert_eq!(SLOPE.get(), 0.1);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Scalar(u64);

impl Scalar {
    /// The attribute with this value.
    pub const fn new(value: f64) -> Self {
        Scalar(value.to_bits())
    }

    /// The value.
    pub const fn get(self) -> f64 {
        f64::from_bits(self.0)
    }
}

impl fmt::Debug for Scalar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.get().fmt(f)
    }
}
