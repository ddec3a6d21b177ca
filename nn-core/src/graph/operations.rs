//! A network as data: its graph, its nodes, and the operation of each.

use super::attributes::{AxisWindow, Interpolation, NormStatistics, PadMode, Pool, RecurrentCell};
use crate::activation::{Activation, Function, Scalar};
use crate::expression::Step;
use crate::float::Float;
use crate::parameters::{Layout, Parameters};
use crate::signal::Signal;

/// A network as data, made by `network!`: [`Network::GRAPH`](crate::Network::GRAPH). [`Display`](core::fmt::Display) formats it
/// as a table.
///
/// It is a constant, so a program that does not use it does not contain it.
///
/// ```
/// use nn::graph::{Op, Operand};
/// use nn::prelude::*;
///
/// network! {
///     struct Line {
///         fc: Linear<1, 1>,
///     }
///     fn forward(x: Tensor<1>) -> Tensor<1> {
///         x + x.fc()
///     }
/// }
///
/// let graph = Line::GRAPH;
/// assert_eq!(graph.nodes[0].op, Op::FullyConnected { inputs: 1, outputs: 1, bias: true });
/// assert_eq!(graph.nodes[0].inputs, [Operand::Input(0)]);
/// assert_eq!(graph.nodes[1].inputs, [Operand::Input(0), Operand::Node(0, 0)]);
/// assert_eq!(graph.outputs, [Operand::Node(1, 0)]);
/// ```
#[non_exhaustive]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Graph {
    /// The name of the struct.
    pub name: &'static str,
    /// The names of the inputs.
    pub inputs: &'static [&'static str],
    /// The sizes of each input's sample.
    pub input_dims: &'static [&'static [usize]],
    /// The kind of each input's elements: `None` for floating point, `Some(V)` for indices from 0 to V - 1.
    pub input_indices: &'static [Option<usize>],
    /// The uses of layers and operations, in the order of the forward pass.
    pub nodes: &'static [Node],
    /// The source of each output.
    pub outputs: &'static [Operand],
    /// The sizes of each output's sample, which may differ from those of its source, as for [`Node::input_dims`].
    pub output_dims: &'static [&'static [usize]],
    /// The size of an element in bytes.
    pub element_bytes: usize,
    /// The generic size parameters of the struct: their names, and their values in this network.
    pub sizes: &'static [(&'static str, usize)],
}

/// One use of a layer or an operation in a [`Graph`], which has an example.
#[non_exhaustive]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Node {
    /// The name of the field, or of the operation.
    pub name: &'static str,
    /// The layer's type as written; empty for an operation. [`Graph::kind_of`] replaces generic size parameters with their values.
    pub kind: &'static str,
    /// The operation that it computes.
    pub op: Op,
    /// The source of each operand.
    pub inputs: &'static [Operand],
    /// The sizes of each operand's sample. They may differ from those of its source, whose elements are then read with these
    /// sizes: `flatten` and `reshape` compute nothing and are not nodes. If the result is an output of the network, the node is a
    /// copy, [`Op::NoOp`].
    pub input_dims: &'static [&'static [usize]],
    /// The sizes of each output's sample.
    pub output_dims: &'static [&'static [usize]],
    /// The same as the expression in `forward` has them, and as the summary shows them: without an axis that a reduction or a
    /// `select` drops, which has one element in [`output_dims`](Self::output_dims).
    pub result_dims: &'static [&'static [usize]],
    /// The offset of the parameters in the network's flat slice.
    pub offset: usize,
    /// The layout of the parameters, relative to `offset`.
    pub layout: &'static Layout,
    /// Whether no node before this one uses the same layer.
    pub is_first_use: bool,
    /// The number of multiply-accumulates per sample.
    pub macs: usize,
}

/// The source of a value: an input of the network, or an output of a node. [`Graph`] has an example.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Operand {
    /// The input with this index.
    Input(usize),
    /// An output of a node: the index of the node, and that of the output.
    Node(usize, usize),
}

impl Graph {
    /// Creates the graph of a network from `In` to `Out` with elements of type `T`.
    #[doc(hidden)]
    pub const fn new<In: Signal, Out: Signal, T: Float>(
        name: &'static str,
        inputs: &'static [&'static str],
        nodes: &'static [Node],
        outputs: &'static [Operand],
    ) -> Self {
        Graph {
            name,
            inputs,
            input_dims: In::DIMS,
            input_indices: In::INDICES,
            nodes,
            outputs,
            output_dims: Out::DIMS,
            element_bytes: size_of::<T>(),
            sizes: &[],
        }
    }

    /// Returns this graph with the values of the network's generic size parameters.
    #[doc(hidden)]
    pub const fn with_sizes(self, sizes: &'static [(&'static str, usize)]) -> Self {
        Graph { sizes, ..self }
    }

    /// Returns the number of trainable parameters.
    pub const fn parameters(&self) -> usize {
        let (mut parameters, mut node) = (0, 0);
        while node < self.nodes.len() {
            parameters += self.nodes[node].parameters();
            node += 1;
        }
        parameters
    }

    /// Returns the number of multiply-accumulates per sample.
    pub const fn macs(&self) -> usize {
        let (mut macs, mut node) = (0, 0);
        while node < self.nodes.len() {
            macs += self.nodes[node].macs;
            node += 1;
        }
        macs
    }
}

impl Node {
    /// Returns the number of trainable parameters; 0 for all uses of a layer but the first.
    pub const fn parameters(&self) -> usize {
        if self.is_first_use { self.layout.trainable() } else { 0 }
    }
}

/// The use of a layer in a network: the layer as a node, the name and the type of the field or the name of the operation and an
/// empty type, the number of operands, and the index of the field.
#[doc(hidden)]
pub type NodeUse = (&'static Node, &'static str, &'static str, usize, usize);

/// Creates the nodes of a network with these parameters from the uses of its layers. `operands` has those of all nodes, in order.
#[doc(hidden)]
pub const fn nodes<P: Parameters<T>, T, const K: usize>(
    mut operands: &'static [Operand],
    uses: [NodeUse; K],
) -> [Node; K] {
    // A network has at least one node; each is replaced below.
    let (mut nodes, mut is_used) = ([*uses[0].0; K], [false; K]);
    let mut index = 0;
    while index < K {
        let (layer, name, kind, count, field) = uses[index];
        let (inputs, rest) = operands.split_at(count);
        operands = rest;
        let (mut offset, mut is_first_use) = (0, true);
        if !kind.is_empty() {
            offset = P::LAYOUT.offset_of(field);
            // Each field is used, so there are no more fields than nodes.
            is_first_use = !is_used[field];
            is_used[field] = true;
        }
        nodes[index] = Node { name, kind, inputs, offset, is_first_use, ..*layer };
        index += 1;
    }
    nodes
}

/// Returns these nodes of a network, some of which use an element of an array: the index of the node, that of the element, and
/// whether no node before it uses that element.
#[doc(hidden)]
pub const fn with_elements<const K: usize>(mut nodes: [Node; K], elements: &[(usize, usize, bool)]) -> [Node; K] {
    let mut index = 0;
    while index < elements.len() {
        let (node, element, is_first_use) = elements[index];
        nodes[node].offset += element * nodes[node].layout.size();
        nodes[node].is_first_use = is_first_use;
        index += 1;
    }
    nodes
}

/// Returns these nodes of a network, some of whose results drop an axis: the index of the node, and the sizes of its result.
#[doc(hidden)]
pub const fn with_results<const K: usize>(
    mut nodes: [Node; K],
    results: &[(usize, &'static [&'static [usize]])],
) -> [Node; K] {
    let mut index = 0;
    while index < results.len() {
        let (node, dims) = results[index];
        nodes[node].result_dims = dims;
        index += 1;
    }
    nodes
}

/// The operation that a layer computes in inference, with all of its attributes but without its weights, for exporters, verifiers
/// and interpreters. Each [`Layer`](crate::Layer) declares its own as [`OP`](crate::Layer::OP).
///
/// Axes are counted without the batch. The weights are those of the layer's [`LAYOUT`](crate::Parameters::LAYOUT).
///
/// ```
/// use nn::dim::N;
/// use nn::graph::Op;
/// use nn::layers::{Layer, Linear};
/// let op = <Linear<N<3>, N<2>> as Layer<(N<3>,)>>::OP;
/// assert_eq!(op, Op::FullyConnected { inputs: 3, outputs: 2, bias: true });
/// ```
#[non_exhaustive]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Op {
    /// y = x W + b along the last axis, W being `[inputs, outputs]`.
    FullyConnected {
        /// The size of the last axis of x.
        inputs: usize,
        /// The size of the last axis of y.
        outputs: usize,
        /// Whether b is added.
        bias: bool,
    },
    /// y = x W^T along the last axis, W being `[outputs, inputs]`: a layer with the weight of another one.
    FullyConnectedTransposed {
        /// The size of the last axis of x.
        inputs: usize,
        /// The size of the last axis of y.
        outputs: usize,
    },
    /// y_o = the sum of a_i W_oij b_j, plus bias_o, along the last axis, W being `[outputs, first, second]`.
    BilinearForm {
        /// The size of the last axis of a.
        first: usize,
        /// The size of the last axis of b.
        second: usize,
        /// The size of the last axis of y.
        outputs: usize,
        /// Whether a bias is added.
        bias: bool,
    },
    /// The stored tensor, the same for each sample. There is no operand.
    Stored,
    /// A convolution of `[C, L]`, `[C, H, W]` and so on, with a weight `[outputs, inputs / groups, ..kernel]`.
    Conv {
        /// The number of input channels.
        inputs: usize,
        /// The number of output channels.
        outputs: usize,
        /// One window per axis.
        windows: &'static [AxisWindow],
        /// The number of groups of channels.
        groups: usize,
        /// Whether a bias is added to each channel.
        bias: bool,
    },
    /// The transpose of a convolution, with a weight `[inputs, outputs / groups, ..kernel]`.
    ConvTranspose {
        /// The number of input channels.
        inputs: usize,
        /// The number of output channels.
        outputs: usize,
        /// One window per axis.
        windows: &'static [AxisWindow],
        /// The number of elements added at the end of each axis of the output.
        output_padding: &'static [usize],
        /// The number of groups of channels.
        groups: usize,
        /// Whether a bias is added to each channel.
        bias: bool,
    },
    /// Looks up the row of a table `[rows, width]` for each index.
    Lookup {
        /// The number of rows.
        rows: usize,
        /// The size of a row.
        width: usize,
    },
    /// Reduces each window over each channel to one element.
    Pool {
        /// The reduction.
        kind: Pool,
        /// One window per axis.
        windows: &'static [AxisWindow],
        /// Whether the number of positions is rounded up: a last window may end after the padding, if it does not begin in the
        /// padding at the end. Elements after the padding do not count.
        ceil_mode: bool,
    },
    /// Reduces windows of unlike sizes over each channel, from o input / output, rounded down, to (o + 1) input / output, rounded
    /// up, to element o along each axis. The sizes are those of the node.
    AdaptivePool {
        /// The reduction.
        kind: Pool,
    },
    /// The index of the largest element of each window of [`Pool::Max`] among the elements of its channel: y consists of indices.
    ArgMaxPool {
        /// One window per axis.
        windows: &'static [AxisWindow],
        /// Whether the number of positions is rounded up, as for [`Pool`](Op::Pool).
        ceil_mode: bool,
    },
    /// The elements of the first operand, each at the index among the elements of its channel of y that the second operand names,
    /// and 0 elsewhere. Of several elements with the same index, the last one remains. The sizes are those of the node.
    MaxUnpool,
    /// The windows of an image as columns: row (c K + i) K + j holds element (i, j) of each window of channel c, in the order of
    /// the windows, and 0 for an element of the padding.
    UnfoldWindows {
        /// One window per axis.
        windows: &'static [AxisWindow],
    },
    /// The sum of such columns, each element at its place in the image; those in the padding are omitted. The sizes are those of
    /// the node.
    FoldWindows {
        /// One window per axis.
        windows: &'static [AxisWindow],
    },
    /// The mean of each channel.
    GlobalAveragePool,
    /// Each element repeated along the axes after the channels.
    ResizeNearest {
        /// The number of repetitions, per axis.
        factors: &'static [usize],
    },
    /// Interpolation between elements along the axes after the channels. The sizes are those of the node.
    Resize {
        /// How elements are interpolated.
        interpolation: Interpolation,
        /// Whether the first and the last elements of the input and of the output are at the same coordinates.
        align_corners: bool,
    },
    /// Elements around each channel.
    Pad {
        /// The values of the elements.
        mode: PadMode,
        /// The number of elements before and after, one pair per axis. A negative number of elements is removed.
        borders: &'static [[isize; 2]],
    },
    /// `[C R R, H, W]` to `[C, H R, W R]`: y\[c, h R + i, w R + j\] = x\[(c R + i) R + j, h, w\].
    DepthToSpace {
        /// R.
        factor: usize,
    },
    /// The inverse of [`DepthToSpace`](Op::DepthToSpace).
    SpaceToDepth {
        /// R.
        factor: usize,
    },
    /// Channels in another order: y\[j G + g\] = x\[g (C / G) + j\].
    ShuffleChannels {
        /// G, the number of groups.
        groups: usize,
    },
    /// A function of each element.
    Elementwise(Function),
    /// An expression of several operands, for each element of a shape, to which the operands are broadcast: they are aligned with its
    /// last axes, and repeated along the axes that they lack and along those of size 1. Where the output has axes of size 1 instead,
    /// results are added along them.
    Fused {
        /// The steps; the result is that of the last one.
        steps: &'static [Step],
        /// The sizes of the shape.
        dims: &'static [usize],
        /// Whether results are averaged, not added.
        mean: bool,
    },
    /// x for x > 0, else a trainable slope times x.
    ParametricRelu {
        /// The number of slopes.
        slopes: usize,
        /// Whether there is one slope per channel.
        by_channel: bool,
    },
    /// exp(x) divided by the sum of exp(x) along an axis.
    SoftMax {
        /// The axis.
        axis: usize,
    },
    /// The logarithm of [`Softmax`](Op::SoftMax).
    LogSoftMax {
        /// The axis.
        axis: usize,
    },
    /// exp(-x) divided by the sum of exp(-x) along an axis.
    SoftMin {
        /// The axis.
        axis: usize,
    },
    /// a / (1 + exp(-b)), where a and b are the halves of x along an axis.
    Gate {
        /// The axis.
        axis: usize,
    },
    /// A recurrent layer along the first axis, from zero states or from given ones. Each direction of each of its layers has
    /// the weights W_ih, `[inputs, gates * units]`, and W_hh, `[units, gates * units]`, then the biases b_ih and b_hh. The outputs
    /// of the directions are concatenated along the last axis; the second direction reads the steps in reverse order. With a
    /// projection, the hidden state is h W_hr, with the last weight W_hr, `[units, projection]`, and W_hh is
    /// `[projection, gates * units]`.
    Recurrence {
        /// The cell.
        cell: RecurrentCell,
        /// The number of features of a step of x.
        inputs: usize,
        /// The number of elements of a hidden state, unless there is a projection, and of a cell state.
        units: usize,
        /// The number of elements of a hidden state that is a projection.
        projection: Option<usize>,
        /// The number of layers, each of which reads the output of the one before it.
        layers: usize,
        /// The number of directions, 1 or 2.
        directions: usize,
        /// Whether there are biases.
        bias: bool,
        /// The probability of a dropout, in training, of the output of each layer but the last.
        dropout: Scalar,
        /// Whether the states before the first step are operands after x, and those after the last step are outputs after y: the
        /// hidden states and, for an LSTM, the cell states, each of shape `[units]` for one layer in one direction, else
        /// `[layers * directions, units]`, in the order of the weights, where hidden states of a projection have as many elements
        /// as it. Otherwise the first ones are 0.
        states: bool,
        /// Whether an index is the operand before x, the number of steps. The steps from there on change no state, and their outputs
        /// are 0. Otherwise there are as many steps as x has.
        lengths: bool,
    },
    /// (x - running_mean) / sqrt(running_var + eps) weight + bias for each channel. Without running statistics, mean and variance
    /// are those of the channel over the batch.
    BatchNormalization {
        /// The number of channels.
        channels: usize,
        /// The term added to the variance.
        eps: Scalar,
        /// Whether there is a weight.
        weight: bool,
        /// Whether there is a bias.
        bias: bool,
        /// The statistics.
        statistics: NormStatistics,
    },
    /// (x - running_mean) / sqrt(running_var + eps) weight + bias for each channel. Without running statistics, mean and variance
    /// are those of the channel over the positions of the sample.
    InstanceNormalization {
        /// The number of channels.
        channels: usize,
        /// The term added to the variance.
        eps: Scalar,
        /// Whether there is a weight.
        weight: bool,
        /// Whether there is a bias.
        bias: bool,
        /// The statistics.
        statistics: NormStatistics,
    },
    /// x_c / (k + alpha / size times the sum of x^2 over the channels from c - size / 2 to c + (size - 1) / 2)^beta.
    LocalResponseNormalization {
        /// The number of channels in the window.
        size: usize,
        /// The factor of the mean of squares.
        alpha: Scalar,
        /// The exponent.
        beta: Scalar,
        /// The term added to the mean of squares.
        k: Scalar,
    },
    /// (x - mean) / sqrt(variance + eps) weight + bias, with mean and variance over the last axes.
    LayerNormalization {
        /// The sizes of these axes, and of weight and bias.
        dims: &'static [usize],
        /// The term added to the variance.
        eps: Scalar,
        /// Whether there is a weight.
        weight: bool,
        /// Whether there is a bias.
        bias: bool,
    },
    /// (x - mean) / sqrt(variance + eps) weight + bias, with mean and variance over a group of channels.
    GroupNormalization {
        /// The number of groups.
        groups: usize,
        /// The number of channels.
        channels: usize,
        /// The term added to the variance.
        eps: Scalar,
        /// Whether there is a weight.
        weight: bool,
        /// Whether there is a bias.
        bias: bool,
    },
    /// x / sqrt(mean of x^2 + eps) weight, with the mean over the last axes.
    RmsNormalization {
        /// The sizes of these axes, and of the weight.
        dims: &'static [usize],
        /// The term added to the mean; `None` for the machine epsilon of the element type.
        eps: Option<Scalar>,
        /// Whether there is a weight.
        weight: bool,
    },
    /// Elements, or whole channels, set to 0 at random in training; y = x in inference.
    DropOut {
        /// The probability of being set to 0.
        p: Scalar,
        /// Whether whole channels are dropped.
        channels: bool,
    },
    /// Standard normal noise of the shape of x in training; 0 in inference.
    NormalNoise,
    /// y = a + b.
    Addition,
    /// y = a b, element-wise.
    Multiplication,
    /// a and b, concatenated.
    Concatenation {
        /// The axis.
        axis: usize,
    },
    /// x, split in two along an axis.
    SplitAt {
        /// The axis.
        axis: usize,
        /// The size of the first part.
        at: usize,
    },
    /// x with its axes in another order.
    PermuteAxes {
        /// For each axis of y, the corresponding axis of x.
        axes: &'static [usize],
    },
    /// Some elements of an axis: y_i = x_(start + step i).
    SliceAxis {
        /// The axis.
        axis: usize,
        /// The first index.
        start: usize,
        /// The number of indices.
        count: usize,
        /// The distance between indices.
        step: usize,
    },
    /// An axis in reverse order.
    FlipAxis {
        /// The axis.
        axis: usize,
    },
    /// The elements of an axis, moved to higher indices; those that leave the end enter at the beginning.
    RollAxis {
        /// The axis.
        axis: usize,
        /// The distance, which may be negative.
        shift: isize,
    },
    /// x several times, concatenated along an axis.
    RepeatAxis {
        /// The axis.
        axis: usize,
        /// The number of repetitions.
        times: usize,
    },
    /// The windows along an axis; the elements of a window are the last axis of y.
    UnfoldAxis {
        /// The axis.
        axis: usize,
        /// The number of elements of a window.
        size: usize,
        /// The distance between windows.
        step: usize,
    },
    /// The largest element along an axis, which is removed.
    LargestAlong {
        /// The axis.
        axis: usize,
    },
    /// The smallest element along an axis, which is removed.
    SmallestAlong {
        /// The axis.
        axis: usize,
    },
    /// The index of the largest element along an axis, which is removed: y consists of indices.
    ArgMax {
        /// The axis.
        axis: usize,
    },
    /// The index of the smallest element along an axis, which is removed: y consists of indices.
    ArgMin {
        /// The axis.
        axis: usize,
    },
    /// The logarithm of the sum of exponentials along an axis, which is removed.
    LogSumExp {
        /// The axis.
        axis: usize,
    },
    /// The sums of all elements up to each one along an axis.
    CumulativeSum {
        /// The axis.
        axis: usize,
    },
    /// A vector for each index, which is 1 at the index and 0 elsewhere.
    OneHot {
        /// The size of a vector.
        classes: usize,
    },
    /// A vector for each index, which is 1 at the elements before the index and 0 elsewhere.
    SequenceMask {
        /// The size of a vector.
        steps: usize,
    },
    /// The elements of the first operand along an axis at the indices of the second one.
    IndexSelect {
        /// The axis of the first operand.
        axis: usize,
    },
    /// The element of the first operand along an axis at each index of the second one, whose other axes are the same.
    Gather {
        /// The axis.
        axis: usize,
    },
    /// The products of the matrices of both operands, which are their last two axes.
    MatrixProduct,
    /// softmax(scale Q K^T + mask) V of the operands Q, K, V and, if there is a fourth one of floating point, the mask, for each
    /// head. If the last operand is an index, it is the number of keys: those from there on have no weight.
    Attention {
        /// The number of heads of queries, into which the last axis of Q is divided.
        heads: usize,
        /// The number of heads of keys and values, into which the last axes of K and V are divided. Each of them is shared by
        /// `heads / kv_heads` successive heads of queries.
        kv_heads: usize,
        /// Whether query i of L sees no key after i + S - L of S.
        causal: bool,
        /// How many keys up to i + S - L query i sees at most, if there is a limit.
        window: Option<usize>,
        /// The factor of the scores; `None` is 1 over the square root of the size of a head of Q.
        scale: Option<Scalar>,
        /// Whether 2^(-8 h / heads) (i + S - L - j) is subtracted from the score of query i and key j in head h, counted from 1.
        alibi: bool,
        /// The probability of a dropout of weights in training.
        dropout: Scalar,
    },
    /// The two elements of pair i of each head, turned by p theta^(-2i/D), where p is the index on the first axis of two, and D the
    /// number of elements of a head: y_a = x_a cos - x_b sin and y_b = x_a sin + x_b cos.
    Rotary {
        /// The number of heads, into which the last axis is divided.
        heads: usize,
        /// The base theta of the angles.
        theta: Scalar,
        /// Whether pair i is the elements 2i and 2i + 1 of a head, rather than i and i + D/2.
        interleaved: bool,
    },
    /// y = x.
    NoOp,
    /// A nested network.
    Subgraph(&'static Graph),
    /// An operation at each step of a sequence: (y_t, h_t) = f(x_t, h_(t-1)), with the same weights. The operands are x and h_0, and
    /// the results y and the last h; the first axis of x and y is that of the steps.
    Scan {
        /// The operation.
        op: &'static Op,
    },
    /// The same operation several times in sequence, each time with weights of its own: `[L; K]`.
    Repeat {
        /// The number of repetitions.
        count: usize,
        /// The operation.
        op: &'static Op,
    },
    /// A layer whose operation is unknown, with what identifies it: the default of [`Layer::OP`](crate::Layer::OP).
    Opaque {
        /// The name of the layer. If empty, its type as written in the network, [`Node::kind`], identifies it.
        name: &'static str,
        /// Attributes that the function depends on besides the weights.
        attributes: &'static [u64],
    },
}

impl Op {
    /// The default of [`Layer::OP`](crate::Layer::OP).
    pub const OPAQUE: Op = Op::Opaque { name: "", attributes: &[] };

    /// Returns the operation of a layer that [`activation!`](crate::activation) implements.
    #[doc(hidden)]
    pub const fn of_activation<A: Activation>(name: &'static str, attributes: &'static [u64]) -> Op {
        match A::FUNCTION {
            Some(function) => Op::Elementwise(function),
            None => Op::Opaque { name, attributes },
        }
    }
}
