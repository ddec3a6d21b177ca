//! The fingerprint: a hash that identifies an architecture.

use super::{AxisWindow, Function, Graph, Node, Op, Operand, Pool, Scalar};
use crate::describe::{FNV_BASIS, fnv_1a};
use crate::parameters::{Field, Layout, Orientation, Role};
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

/// Hashes an operation: the number of its kind, and its attributes. The number of a kind is never reused for another.
const fn operation(hash: u64, op: &Op, kind: &str) -> u64 {
    match *op {
        Op::FullyConnected { inputs, outputs, bias } => numbers(hash, &[1, inputs, outputs, bias as usize]),
        Op::Conv { inputs, outputs, windows: of, groups, bias } => {
            windows(numbers(hash, &[2, inputs, outputs, groups, bias as usize]), of)
        }
        Op::ConvTranspose { inputs, outputs, windows: of, output_padding, groups, bias } => {
            dims(windows(numbers(hash, &[3, inputs, outputs, groups, bias as usize]), of), output_padding)
        }
        Op::Lookup { rows, width } => numbers(hash, &[4, rows, width]),
        Op::Pool { kind: Pool::Max, windows: of } => windows(number(hash, 5), of),
        Op::Pool { kind: Pool::Average, windows: of } => windows(number(hash, 6), of),
        Op::GlobalAveragePool => number(hash, 7),
        Op::ResizeNearest { factors } => dims(number(hash, 8), factors),
        Op::ZeroPad { borders } => {
            let (mut hash, mut axis) = (number(hash, 9), 0);
            while axis < borders.len() {
                hash = numbers(hash, &borders[axis]);
                axis += 1;
            }
            number(hash, borders.len())
        }
        Op::Elementwise(of) => function(number(hash, 10), of),
        Op::ParametricRelu { slopes, by_channel } => numbers(hash, &[11, slopes, by_channel as usize]),
        Op::SoftMax { axis } => numbers(hash, &[12, axis]),
        Op::LogSoftMax { axis } => numbers(hash, &[13, axis]),
        Op::BatchNormalization { channels, eps } => scalar(numbers(hash, &[14, channels]), eps),
        Op::LayerNormalization { dims: of, eps } => scalar(dims(number(hash, 15), of), eps),
        Op::GroupNormalization { groups, channels, eps } => scalar(numbers(hash, &[16, groups, channels]), eps),
        Op::RmsNormalization { dims: of, eps } => {
            let hash = dims(number(hash, 17), of);
            match eps {
                None => number(hash, 0),
                Some(eps) => scalar(number(hash, 1), eps),
            }
        }
        Op::DropOut { p, channels } => scalar(numbers(hash, &[18, channels as usize]), p),
        Op::Addition => number(hash, 19),
        Op::Multiplication => number(hash, 20),
        Op::Concatenation { axis } => numbers(hash, &[21, axis]),
        Op::SplitAt { axis, at } => numbers(hash, &[22, axis, at]),
        Op::PermuteAxes { axes } => dims(number(hash, 23), axes),
        Op::NoOp => number(hash, 24),
        Op::FullyConnectedTransposed { inputs, outputs } => numbers(hash, &[28, inputs, outputs]),
        Op::BilinearForm { first, second, outputs, bias } => {
            numbers(hash, &[29, first, second, outputs, bias as usize])
        }
        Op::Stored => number(hash, 30),
        Op::Subgraph(of) => graph(number(hash, 25), of),
        Op::Repeat { count, op } => operation(numbers(hash, &[26, count]), op, kind),
        Op::Opaque { name, attributes } => {
            let mut hash = text(number(hash, 27), if name.is_empty() { kind } else { name });
            let mut i = 0;
            while i < attributes.len() {
                hash = word(hash, attributes[i]);
                i += 1;
            }
            number(hash, attributes.len())
        }
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
