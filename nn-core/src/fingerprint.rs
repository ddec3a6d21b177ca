//! The fingerprint of a network's architecture.

use crate::graph::fingerprint_of;
use crate::network::Network;
use crate::parameters::Parameters;

/// Returns a hash of the architecture of a network.
///
/// Two networks have the same fingerprint if they have the same stored tensors (names, sizes, roles, in the same order), the same
/// element type, the same inputs, the same operations with the same attributes in the same order, and the same wiring. Sizes
/// are compared by value: a size may be a literal, a name or inferred. The initialisation of the weights and the names of the
/// struct and of its operations are not part of it.
///
/// A custom layer is compared by its type as written, unless it defines [`Layer::OP`](crate::Layer::OP).
///
/// The fingerprint is the same on every machine and can be computed in a constant. It is a 64-bit FNV-1a hash, which detects
/// mix-ups but not forgery.
///
/// ```
/// use nn::graph::fingerprint;
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

/// Returns the [`fingerprint`] of the same network with elements of `bytes` bytes, for a file whose elements are converted.
#[doc(hidden)]
pub const fn fingerprint_with_elements<Net>(bytes: usize) -> u64
where
    Net: Network,
{
    fingerprint_of(&<Net as Parameters<Net::Elem>>::LAYOUT, &Net::GRAPH, bytes)
}
