//! The architecture of a network as data.

mod fingerprint;
mod node;
mod op;
mod summary;

#[doc(hidden)]
pub use fingerprint::Architecture;
pub use fingerprint::{fingerprint, fingerprint_with_elements};
pub use node::{Graph, Node, Operand};
pub use op::{AxisWindow, Function, Op, Pool, Scalar};
