//! A number that says which architecture it is.

use crate::graph::{Flow, Row};
use crate::network::Network;
use crate::parameters::{Field, Layout, Orientation, Parameters, Role};
use crate::signal::Signal;

/// A number that two networks share if they are the same architecture: the same stored tensors (names, sizes, roles, in the
/// same order), numbers of the same type, the same input, the same uses of layers and operations in the same order, and what
/// flows from which into which. How the weights begin and what the struct is called does not count.
///
/// The number is the same on every machine, and a constant where it is wanted. It is FNV-1a of 64 bits, which finds what
/// was mixed up, not what somebody forged.
///
/// ```
/// use nn::fingerprint;
/// use nn::prelude::*;
///
/// network! {
///     struct Line {
///         fc: Linear<1, 1>,
///     }
///     fn forward(x: Tensor<1>) -> Tensor<1> {
///         x.fc()
///     }
/// }
///
/// network! {
///     struct Curve {
///         fc: Linear<1, 1>,
///     }
///     fn forward(x: Tensor<1>) -> Tensor<1> {
///         x.fc().tanh()
///     }
/// }
///
/// const LINE: u64 = fingerprint::<Line>();
/// assert_ne!(LINE, fingerprint::<Curve>());
/// ```
pub const fn fingerprint<Net>() -> u64
where
    Net: Network,
{
    fingerprint_with_elements::<Net>(size_of::<Net::Elem>())
}

/// The [`fingerprint`] of the same network with elements of so many bytes: what a file has whose elements are converted.
#[doc(hidden)]
pub const fn fingerprint_with_elements<Net>(bytes: usize) -> u64
where
    Net: Network,
{
    let mut hash = text(OFFSET, "nn 1");
    hash = number(hash, bytes);
    hash = layout(hash, &<Net as Parameters<Net::Elem>>::LAYOUT);
    hash = shapes(hash, <Net::In as Signal>::DIMS);
    let indices = <Net::In as Signal>::INDICES;
    let mut i = 0;
    while i < indices.len() {
        hash = match indices[i] {
            None => text(hash, "numbers"),
            Some(below) => number(hash, below),
        };
        i += 1;
    }
    let mut row = 0;
    while row < Net::ROWS.len() {
        let Row { name, kind, from, out, .. } = &Net::ROWS[row];
        hash = text(hash, name);
        hash = text(hash, without_init(kind));
        hash = flows(hash, from);
        hash = shapes(hash, out);
        row += 1;
    }
    flows(hash, Net::OUTPUTS)
}

const OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
const PRIME: u64 = 0x0100_0000_01b3;

const fn byte(hash: u64, byte: u8) -> u64 {
    (hash ^ byte as u64).wrapping_mul(PRIME)
}

/// Eight bytes, on every machine.
const fn number(mut hash: u64, value: usize) -> u64 {
    let bytes = (value as u64).to_le_bytes();
    let mut i = 0;
    while i < bytes.len() {
        hash = byte(hash, bytes[i]);
        i += 1;
    }
    hash
}

/// The bytes, and how many there are: so that no two lists of texts are the same bytes.
const fn text(mut hash: u64, text: &str) -> u64 {
    let bytes = text.as_bytes();
    let mut i = 0;
    while i < bytes.len() {
        hash = byte(hash, bytes[i]);
        i += 1;
    }
    number(hash, bytes.len())
}

const fn dims(mut hash: u64, dims: &[usize]) -> u64 {
    let mut axis = 0;
    while axis < dims.len() {
        hash = number(hash, dims[axis]);
        axis += 1;
    }
    number(hash, dims.len())
}

const fn shapes(mut hash: u64, shapes: &[&[usize]]) -> u64 {
    let mut i = 0;
    while i < shapes.len() {
        hash = dims(hash, shapes[i]);
        i += 1;
    }
    number(hash, shapes.len())
}

const fn flows(mut hash: u64, flows: &[Flow]) -> u64 {
    let mut i = 0;
    while i < flows.len() {
        hash = match flows[i] {
            Flow::Input(input) => number(text(hash, "input"), input),
            Flow::Row(row, output) => number(number(hash, row), output),
        };
        i += 1;
    }
    number(hash, flows.len())
}

const fn layout(hash: u64, of: &Layout) -> u64 {
    match of {
        Layout::Tensor { dims: sizes, role, orientation } => {
            let role = match (role, orientation) {
                // A matrix that PyTorch keeps like this.
                (Role::Weight, Some(Orientation::OutIn)) if sizes.len() == 2 => "table",
                (Role::Weight, _) => "weight",
                (Role::Bias, _) => "bias",
                (Role::Norm, _) => "norm",
                (Role::Buffer, _) => "buffer",
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

/// A layer as the summary shows it, up to its initialiser, which is its last argument.
const fn without_init(kind: &str) -> &str {
    const INIT: &[u8] = b", init = ";
    let bytes = kind.as_bytes();
    let mut end = 0;
    while end + INIT.len() <= bytes.len() {
        let mut i = 0;
        while i < INIT.len() && bytes[end + i] == INIT[i] {
            i += 1;
        }
        if i == INIT.len() {
            return kind.split_at(end).0;
        }
        end += 1;
    }
    kind.split_at(bytes.len() - matches!(bytes, [.., b'>']) as usize).0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_initialiser_does_not_count() {
        for kind in ["Linear<2, 3>", "Linear<2, 3, init = Zeros>", "Linear<2, 3, init = Normal { std: 1.0 }>"] {
            assert_eq!(without_init(kind), "Linear<2, 3");
        }
        assert_eq!(without_init(""), "");
        assert_ne!(without_init("PRelu"), without_init("PRelu<3>"));
    }

    #[test]
    fn the_function_is_fnv_1a() {
        // The vectors of its authors: "" and "foobar".
        assert_eq!(OFFSET, 0xcbf29ce484222325);
        assert_eq!(b"foobar".iter().fold(OFFSET, |hash, &letter| byte(hash, letter)), 0x85944171f73967e8);
    }
}
