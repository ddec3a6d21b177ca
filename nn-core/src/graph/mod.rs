//! The architecture of a network as data.

mod attributes;
mod fingerprint;
mod operations;
mod summary;

pub use crate::activation::{Function, Scalar};
pub use crate::expression::{Binary, Step};
pub use attributes::{AxisWindow, Interpolation, NormStatistics, PadMode, Pool, RecurrentCell};
#[doc(hidden)]
pub use fingerprint::{Architecture, fingerprint_of};
pub use operations::{Graph, Node, Op, Operand};
#[doc(hidden)]
pub use operations::{NodeUse, nodes, with_elements, with_results};
