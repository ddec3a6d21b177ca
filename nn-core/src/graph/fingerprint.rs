//! The fingerprint: a hash that identifies an architecture.

use super::{
    AxisWindow, Binary, Function, Graph, Interpolation, Node, NormStatistics, Op, Operand, PadMode, Pool,
    RecurrentCell, Scalar, Step,
};
use crate::describe::{FNV_BASIS, fnv_1a};
use crate::parameters::{BUFFER_MOMENTUM, Field, Layout, Orientation, Role};
use core::fmt;

/// Returns the fingerprint of the architecture with this layout and graph, and with elements of `element_bytes` bytes.
#[doc(hidden)]
pub const fn fingerprint_of(parameters: &Layout, network: &Graph, element_bytes: usize) -> u64 {
    graph(layout(number(text(FNV_BASIS, "nn 2"), element_bytes), parameters), network)
}

/// A fingerprint as written to files: the version of the hashing rules, and the hash in hexadecimal. Version 1, which was written
/// as the hash alone, covered the types of layers as written, and no attributes of operations.
#[doc(hidden)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Architecture(pub u64);

impl fmt::Display for Architecture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "2:{:016x}", self.0)
    }
}

const fn graph(mut hash: u64, graph: &Graph) -> u64 {
    hash = shapes(hash, graph.input_dims);
    let mut input = 0;
    while input < graph.input_indices.len() {
        hash = match graph.input_indices[input] {
            None => number(hash, 0),
            Some(below) => number(hash, below),
        };
        input += 1;
    }
    let mut node = 0;
    while node < graph.nodes.len() {
        let Node { kind, op, inputs, input_dims, output_dims, offset, .. } = &graph.nodes[node];
        hash = operation(hash, op, kind);
        hash = sources(hash, inputs);
        hash = shapes(shapes(hash, input_dims), output_dims);
        hash = number(hash, *offset);
        node += 1;
    }
    shapes(sources(number(hash, graph.nodes.len()), graph.outputs), graph.output_dims)
}

/// The kinds of operations, pools and paddings. The compiler checks that their numbers differ; the number of a kind that is removed
/// must not be used again.
#[derive(Clone, Copy)]
enum Kind {
    FullyConnected = 1,
    Conv = 2,
    ConvTranspose = 3,
    Lookup = 4,
    MaxPool = 5,
    AveragePool = 6,
    GlobalAveragePool = 7,
    ResizeNearest = 8,
    ZeroPad = 9,
    Elementwise = 10,
    ParametricRelu = 11,
    SoftMax = 12,
    LogSoftMax = 13,
    BatchNormalization = 14,
    LayerNormalization = 15,
    GroupNormalization = 16,
    RmsNormalization = 17,
    DropOut = 18,
    Addition = 19,
    Multiplication = 20,
    Concatenation = 21,
    SplitAt = 22,
    PermuteAxes = 23,
    NoOp = 24,
    Subgraph = 25,
    Repeat = 26,
    Opaque = 27,
    Fused = 28,
    NormalNoise = 29,
    Stored = 30,
    CeilMode = 60,
    AdaptivePool = 61,
    ConstantPad = 62,
    ReflectPad = 63,
    ReplicatePad = 64,
    CircularPad = 65,
    ResizeLinear = 66,
    ResizeCubic = 67,
    DepthToSpace = 68,
    SpaceToDepth = 69,
    ShuffleChannels = 70,
    AverageInside = 71,
    Quotient = 72,
    NormPool = 73,
    LogSumExp = 74,
    Gather = 75,
    ArgMax = 76,
    ArgMin = 77,
    ArgMaxPool = 78,
    MaxUnpool = 79,
    UnfoldWindows = 80,
    FoldWindows = 81,
    Attention = 82,
    SoftMin = 83,
    Gate = 84,
    Recurrence = 85,
    InstanceNormalization = 86,
    LocalResponseNormalization = 87,
    SliceAxis = 88,
    FlipAxis = 89,
    RollAxis = 90,
    RepeatAxis = 91,
    UnfoldAxis = 92,
    LargestAlong = 93,
    SmallestAlong = 94,
    CumulativeSum = 95,
    OneHot = 96,
    IndexSelect = 97,
    MatrixProduct = 98,
    FullyConnectedTransposed = 99,
    BilinearForm = 100,
    Rotary = 101,
    SequenceMask = 103,
    Scan = 110,
}

/// Hashes an operation: its kind, and its attributes.
const fn operation(hash: u64, op: &Op, kind: &str) -> u64 {
    match *op {
        Op::FullyConnected { inputs, outputs, bias } => {
            numbers(hash, &[Kind::FullyConnected as usize, inputs, outputs, bias as usize])
        }
        Op::Conv { inputs, outputs, windows: of, groups, bias } => {
            windows(numbers(hash, &[Kind::Conv as usize, inputs, outputs, groups, bias as usize]), of)
        }
        Op::ConvTranspose { inputs, outputs, windows: of, output_padding, groups, bias } => dims(
            windows(numbers(hash, &[Kind::ConvTranspose as usize, inputs, outputs, groups, bias as usize]), of),
            output_padding,
        ),
        Op::Lookup { rows, width } => numbers(hash, &[Kind::Lookup as usize, rows, width]),
        Op::Pool { kind, windows: of, ceil_mode } => {
            let hash = if ceil_mode { number(hash, Kind::CeilMode as usize) } else { hash };
            windows(pool(hash, kind), of)
        }
        Op::AdaptivePool { kind } => pool(number(hash, Kind::AdaptivePool as usize), kind),
        Op::ArgMaxPool { windows: of, ceil_mode } => {
            windows(numbers(hash, &[Kind::ArgMaxPool as usize, ceil_mode as usize]), of)
        }
        Op::MaxUnpool => number(hash, Kind::MaxUnpool as usize),
        Op::UnfoldWindows { windows: of } => windows(number(hash, Kind::UnfoldWindows as usize), of),
        Op::FoldWindows { windows: of } => windows(number(hash, Kind::FoldWindows as usize), of),
        Op::GlobalAveragePool => number(hash, Kind::GlobalAveragePool as usize),
        Op::ResizeNearest { factors } => dims(number(hash, Kind::ResizeNearest as usize), factors),
        Op::Pad { mode, borders } => {
            let hash = match mode {
                PadMode::Constant(value) if value.get().to_bits() == 0 => number(hash, Kind::ZeroPad as usize),
                PadMode::Constant(value) => scalar(number(hash, Kind::ConstantPad as usize), value),
                PadMode::Reflect => number(hash, Kind::ReflectPad as usize),
                PadMode::Replicate => number(hash, Kind::ReplicatePad as usize),
                PadMode::Circular => number(hash, Kind::CircularPad as usize),
            };
            let (mut hash, mut axis) = (hash, 0);
            while axis < borders.len() {
                hash = word(word(hash, borders[axis][0] as i64 as u64), borders[axis][1] as i64 as u64);
                axis += 1;
            }
            number(hash, borders.len())
        }
        Op::Resize { interpolation: Interpolation::Linear, align_corners } => {
            numbers(hash, &[Kind::ResizeLinear as usize, align_corners as usize])
        }
        Op::Resize { interpolation: Interpolation::Cubic, align_corners } => {
            numbers(hash, &[Kind::ResizeCubic as usize, align_corners as usize])
        }
        Op::DepthToSpace { factor } => numbers(hash, &[Kind::DepthToSpace as usize, factor]),
        Op::SpaceToDepth { factor } => numbers(hash, &[Kind::SpaceToDepth as usize, factor]),
        Op::ShuffleChannels { groups } => numbers(hash, &[Kind::ShuffleChannels as usize, groups]),
        Op::Elementwise(of) => function(number(hash, Kind::Elementwise as usize), of),
        Op::ParametricRelu { slopes, by_channel } => {
            numbers(hash, &[Kind::ParametricRelu as usize, slopes, by_channel as usize])
        }
        Op::SoftMax { axis } => numbers(hash, &[Kind::SoftMax as usize, axis]),
        Op::LogSoftMax { axis } => numbers(hash, &[Kind::LogSoftMax as usize, axis]),
        Op::BatchNormalization { channels, eps, weight, bias, statistics: of } => {
            let hash = affine(scalar(numbers(hash, &[Kind::BatchNormalization as usize, channels]), eps), weight, bias);
            match of {
                // The hash of the time when there was no other.
                NormStatistics::MovingAverage { momentum } if momentum.get() == BUFFER_MOMENTUM => hash,
                of => statistics(hash, of),
            }
        }
        Op::LayerNormalization { dims: of, eps, weight, bias } => {
            affine(scalar(dims(number(hash, Kind::LayerNormalization as usize), of), eps), weight, bias)
        }
        Op::GroupNormalization { groups, channels, eps, weight, bias } => {
            affine(scalar(numbers(hash, &[Kind::GroupNormalization as usize, groups, channels]), eps), weight, bias)
        }
        Op::RmsNormalization { dims: of, eps, weight } => {
            let hash = dims(number(hash, Kind::RmsNormalization as usize), of);
            let hash = match eps {
                None => number(hash, 0),
                Some(eps) => scalar(number(hash, 1), eps),
            };
            affine(hash, weight, true)
        }
        Op::SoftMin { axis } => numbers(hash, &[Kind::SoftMin as usize, axis]),
        Op::Gate { axis } => numbers(hash, &[Kind::Gate as usize, axis]),
        Op::Recurrence { cell, inputs, units, projection, layers, directions, bias, dropout, states, lengths } => {
            let options = bias as usize + 2 * projection.is_some() as usize;
            let hash = numbers(hash, &[Kind::Recurrence as usize, inputs, units, layers, directions, options]);
            let hash = match projection {
                None => hash,
                Some(size) => number(hash, size),
            };
            let hash = match cell {
                RecurrentCell::Lstm => number(hash, 1),
                RecurrentCell::Gru => number(hash, 2),
                RecurrentCell::Elman(of) => function(number(hash, 3), of),
            };
            let hash = scalar(hash, dropout);
            let hash = if states { number(hash, 1) } else { hash };
            if lengths { number(hash, 2) } else { hash }
        }
        Op::InstanceNormalization { channels, eps, weight, bias, statistics: of } => {
            let hash = scalar(
                numbers(hash, &[Kind::InstanceNormalization as usize, channels, weight as usize, bias as usize]),
                eps,
            );
            statistics(hash, of)
        }
        Op::LocalResponseNormalization { size, alpha, beta, k } => {
            scalar(scalar(scalar(numbers(hash, &[Kind::LocalResponseNormalization as usize, size]), alpha), beta), k)
        }
        Op::DropOut { p, channels } => scalar(numbers(hash, &[Kind::DropOut as usize, channels as usize]), p),
        Op::Addition => number(hash, Kind::Addition as usize),
        Op::Multiplication => number(hash, Kind::Multiplication as usize),
        Op::Concatenation { axis } => numbers(hash, &[Kind::Concatenation as usize, axis]),
        Op::SplitAt { axis, at } => numbers(hash, &[Kind::SplitAt as usize, axis, at]),
        Op::PermuteAxes { axes } => dims(number(hash, Kind::PermuteAxes as usize), axes),
        Op::SliceAxis { axis, start, count, step } => {
            numbers(hash, &[Kind::SliceAxis as usize, axis, start, count, step])
        }
        Op::FlipAxis { axis } => numbers(hash, &[Kind::FlipAxis as usize, axis]),
        Op::RollAxis { axis, shift } => word(numbers(hash, &[Kind::RollAxis as usize, axis]), shift as i64 as u64),
        Op::RepeatAxis { axis, times } => numbers(hash, &[Kind::RepeatAxis as usize, axis, times]),
        Op::UnfoldAxis { axis, size, step } => numbers(hash, &[Kind::UnfoldAxis as usize, axis, size, step]),
        Op::LargestAlong { axis } => numbers(hash, &[Kind::LargestAlong as usize, axis]),
        Op::SmallestAlong { axis } => numbers(hash, &[Kind::SmallestAlong as usize, axis]),
        Op::CumulativeSum { axis } => numbers(hash, &[Kind::CumulativeSum as usize, axis]),
        Op::LogSumExp { axis } => numbers(hash, &[Kind::LogSumExp as usize, axis]),
        Op::OneHot { classes } => numbers(hash, &[Kind::OneHot as usize, classes]),
        Op::SequenceMask { steps } => numbers(hash, &[Kind::SequenceMask as usize, steps]),
        Op::IndexSelect { axis } => numbers(hash, &[Kind::IndexSelect as usize, axis]),
        Op::ArgMax { axis } => numbers(hash, &[Kind::ArgMax as usize, axis]),
        Op::ArgMin { axis } => numbers(hash, &[Kind::ArgMin as usize, axis]),
        Op::Gather { axis } => numbers(hash, &[Kind::Gather as usize, axis]),
        Op::Attention { heads, kv_heads, causal, window, scale: of, alibi, dropout } => {
            // A window has at least one key.
            let window = match window {
                None => 0,
                Some(window) => window,
            };
            let has_dropout = dropout.get() > 0.0;
            let options = alibi as usize + 2 * has_dropout as usize;
            let hash = numbers(hash, &[Kind::Attention as usize, heads, kv_heads, causal as usize, window, options]);
            let hash = match of {
                None => number(hash, 0),
                Some(of) => scalar(number(hash, 1), of),
            };
            if has_dropout { scalar(hash, dropout) } else { hash }
        }
        Op::Rotary { heads, theta, interleaved } => {
            scalar(numbers(hash, &[Kind::Rotary as usize, heads, interleaved as usize]), theta)
        }
        Op::MatrixProduct => number(hash, Kind::MatrixProduct as usize),
        Op::NoOp => number(hash, Kind::NoOp as usize),
        Op::FullyConnectedTransposed { inputs, outputs } => {
            numbers(hash, &[Kind::FullyConnectedTransposed as usize, inputs, outputs])
        }
        Op::BilinearForm { first, second, outputs, bias } => {
            numbers(hash, &[Kind::BilinearForm as usize, first, second, outputs, bias as usize])
        }
        Op::Stored => number(hash, Kind::Stored as usize),
        Op::Subgraph(of) => graph(number(hash, Kind::Subgraph as usize), of),
        Op::Repeat { count, op } => operation(numbers(hash, &[Kind::Repeat as usize, count]), op, kind),
        Op::Scan { op } => operation(number(hash, Kind::Scan as usize), op, kind),
        Op::NormalNoise => number(hash, Kind::NormalNoise as usize),
        Op::Fused { steps: of, dims: sizes, mean } => {
            steps(dims(numbers(hash, &[Kind::Fused as usize, mean as usize]), sizes), of)
        }
        Op::Opaque { name, attributes } => {
            let mut hash = text(number(hash, Kind::Opaque as usize), if name.is_empty() { kind } else { name });
            let mut i = 0;
            while i < attributes.len() {
                hash = word(hash, attributes[i]);
                i += 1;
            }
            number(hash, attributes.len())
        }
    }
}

/// Hashes which of weight and bias a normalisation has; nothing if it has both, as all had at first.
const fn affine(hash: u64, weight: bool, bias: bool) -> u64 {
    if weight && bias { hash } else { numbers(hash, &[weight as usize, bias as usize]) }
}

const fn statistics(hash: u64, of: NormStatistics) -> u64 {
    match of {
        NormStatistics::MovingAverage { momentum } => scalar(number(hash, 1), momentum),
        NormStatistics::CumulativeAverage => number(hash, 2),
        NormStatistics::Untracked => number(hash, 3),
    }
}

const fn pool(hash: u64, kind: Pool) -> u64 {
    match kind {
        Pool::Max => number(hash, Kind::MaxPool as usize),
        Pool::Average => number(hash, Kind::AveragePool as usize),
        Pool::AverageInside => number(hash, Kind::AverageInside as usize),
        Pool::Quotient { divisor } => numbers(hash, &[Kind::Quotient as usize, divisor]),
        Pool::Norm { p } => numbers(hash, &[Kind::NormPool as usize, p]),
    }
}

const fn function(hash: u64, function: Function) -> u64 {
    match function {
        Function::ReLU => number(hash, 1),
        Function::LeakyReLU { slope } => scalar(number(hash, 2), slope),
        Function::ELU { alpha } => scalar(number(hash, 3), alpha),
        Function::SELU { scale, alpha } => scalar(scalar(number(hash, 4), scale), alpha),
        Function::GELU => number(hash, 5),
        Function::GELUTanh => number(hash, 6),
        Function::SiLU => number(hash, 7),
        Function::TanhSoftPlus => number(hash, 8),
        Function::Logistic => number(hash, 9),
        Function::HardLogistic => number(hash, 10),
        Function::HyperbolicTangent => number(hash, 11),
        Function::HardSiLU => number(hash, 12),
        Function::SoftPlus { beta, threshold } => scalar(scalar(number(hash, 13), beta), threshold),
        Function::Clip { low, high } => scalar(scalar(number(hash, 60), low), high),
        Function::LogLogistic => number(hash, 61),
        Function::SoftSign => number(hash, 62),
        Function::CELU { alpha } => scalar(number(hash, 63), alpha),
        Function::Threshold { threshold, value } => scalar(scalar(number(hash, 64), threshold), value),
        Function::SoftShrink { lambda } => scalar(number(hash, 65), lambda),
        Function::HardShrink { lambda } => scalar(number(hash, 66), lambda),
        Function::TanhShrink => number(hash, 67),
        Function::Exponential => number(hash, 40),
        Function::ExponentialMinusOne => number(hash, 41),
        Function::Logarithm => number(hash, 42),
        Function::LogarithmOfOnePlus => number(hash, 43),
        Function::Square => number(hash, 44),
        Function::SquareRoot => number(hash, 45),
        Function::ReciprocalSquareRoot => number(hash, 46),
        Function::Reciprocal => number(hash, 47),
        Function::Sine => number(hash, 48),
        Function::Cosine => number(hash, 49),
        Function::Absolute => number(hash, 50),
        Function::Sign => number(hash, 51),
        Function::Negation => number(hash, 52),
        Function::Floor => number(hash, 53),
        Function::ErrorFunction => number(hash, 54),
        Function::StopGradient => number(hash, 55),
    }
}

const fn steps(mut hash: u64, steps: &[Step]) -> u64 {
    let mut index = 0;
    while index < steps.len() {
        hash = match steps[index] {
            Step::Operand(operand) => numbers(hash, &[1, operand]),
            Step::Number(value) => scalar(number(hash, 2), value),
            Step::Unary(of, x) => numbers(function(number(hash, 3), of), &[x]),
            Step::Binary(of, a, b) => numbers(hash, &[4, binary(of), a, b]),
            Step::Select(mask, a, b) => numbers(hash, &[5, mask, a, b]),
            Step::Clamp(x, low, high) => numbers(hash, &[6, x, low, high]),
        };
        index += 1;
    }
    number(hash, steps.len())
}

const fn binary(of: Binary) -> usize {
    match of {
        Binary::Add => 1,
        Binary::Subtract => 2,
        Binary::Multiply => 3,
        Binary::Divide => 4,
        Binary::Power => 5,
        Binary::Minimum => 6,
        Binary::Maximum => 7,
        Binary::Equal => 8,
        Binary::NotEqual => 9,
        Binary::Greater => 10,
        Binary::GreaterOrEqual => 11,
    }
}

/// Hashes a value as eight bytes in little-endian order, on every platform.
const fn word(mut hash: u64, value: u64) -> u64 {
    let bytes = value.to_le_bytes();
    let mut i = 0;
    while i < bytes.len() {
        hash = fnv_1a(hash, bytes[i] as u64);
        i += 1;
    }
    hash
}

const fn number(hash: u64, value: usize) -> u64 {
    word(hash, value as u64)
}

const fn scalar(hash: u64, value: Scalar) -> u64 {
    word(hash, value.get().to_bits())
}

/// Hashes integers without their count, which is fixed for each caller, or hashed by it.
const fn numbers(mut hash: u64, numbers: &[usize]) -> u64 {
    let mut i = 0;
    while i < numbers.len() {
        hash = number(hash, numbers[i]);
        i += 1;
    }
    hash
}

const fn windows(mut hash: u64, windows: &[AxisWindow]) -> u64 {
    let mut axis = 0;
    while axis < windows.len() {
        let AxisWindow { kernel, stride, padding, dilation } = windows[axis];
        hash = numbers(hash, &[kernel, stride, padding, dilation]);
        axis += 1;
    }
    number(hash, windows.len())
}

/// Hashes the bytes and their count, so that different lists of strings never hash the same bytes.
const fn text(mut hash: u64, text: &str) -> u64 {
    let bytes = text.as_bytes();
    let mut i = 0;
    while i < bytes.len() {
        hash = fnv_1a(hash, bytes[i] as u64);
        i += 1;
    }
    number(hash, bytes.len())
}

const fn dims(hash: u64, dims: &[usize]) -> u64 {
    number(numbers(hash, dims), dims.len())
}

const fn shapes(mut hash: u64, shapes: &[&[usize]]) -> u64 {
    let mut i = 0;
    while i < shapes.len() {
        hash = dims(hash, shapes[i]);
        i += 1;
    }
    number(hash, shapes.len())
}

const fn sources(mut hash: u64, sources: &[Operand]) -> u64 {
    let mut i = 0;
    while i < sources.len() {
        hash = match sources[i] {
            Operand::Input(input) => numbers(hash, &[0, input]),
            Operand::Node(node, output) => numbers(hash, &[1, node, output]),
        };
        i += 1;
    }
    number(hash, sources.len())
}

const fn layout(hash: u64, of: &Layout) -> u64 {
    match of {
        Layout::Tensor { dims: sizes, role, orientation } => {
            let role = match (role, orientation) {
                // A matrix that is stored as in PyTorch, such as that of an embedding.
                (Role::Weight, Some(Orientation::OutIn)) if sizes.len() == 2 => "table",
                (Role::Weight, _) => "weight",
                (Role::Bias, _) => "bias",
                (Role::Norm, _) => "norm",
                (Role::Buffer, _) => "buffer",
                (Role::Constant, _) => "constant",
            };
            dims(text(hash, role), sizes)
        }
        Layout::Fields(fields) => {
            let mut hash = text(hash, "fields");
            let mut i = 0;
            while i < fields.len() {
                let Field { name, layout: inside, .. } = &fields[i];
                hash = layout(text(hash, name), inside);
                i += 1;
            }
            number(hash, fields.len())
        }
        Layout::Repeat { count, part, .. } => layout(number(text(hash, "repeat"), *count), part),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hash_matches_fnv_1a_test_vectors() {
        // The test vectors of its authors for "" and "foobar".
        assert_eq!(FNV_BASIS, 0xcbf29ce484222325);
        assert_eq!(b"foobar".iter().fold(FNV_BASIS, |hash, &letter| fnv_1a(hash, letter.into())), 0x85944171f73967e8);
    }
}
