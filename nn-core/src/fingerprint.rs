//! The fingerprint of a network.

use crate::graph::fingerprint_of;
use crate::network::Network;
use crate::parameters::Parameters;

/// A number that two networks share if they are the same architecture: the same stored tensors (names, sizes, roles, in the
/// same order), elements of the same type, the same inputs, the same operations with the same attributes in the same order, and
/// the same wiring. All of it as numbers: a size may be written as a literal, as a name or not at all. How the weights are
/// initialised and what the struct and its operations are called does not count.
///
/// A layer of your own is compared by its type as written, unless it states a [`Layer::OP`](crate::Layer::OP).
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
    fingerprint_of(&<Net as Parameters<Net::Elem>>::LAYOUT, &Net::GRAPH, bytes)
}
