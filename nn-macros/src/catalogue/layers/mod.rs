//! The layers of `nn` as the macro knows them, one file per layer.
//!
//! Any other layer is a custom layer or a nested network: its type is taken as written, and the compiler determines its
//! output.

mod arguments;
mod bilinear;
mod convolution;
mod custom;
mod embedding;
mod foreign;
mod groups;
mod initialisers;
mod layer;
mod linear;
mod norm;
mod notation;
mod recurrent;
mod signature;
mod stored;
mod tied;
mod window;

pub(crate) use arguments::{Arguments, Known};
pub(crate) use bilinear::Bilinear;
pub(crate) use convolution::Convolution;
pub(crate) use custom::{Custom, CustomArgument};
pub(crate) use embedding::Embedding;
pub(crate) use foreign::is_operation_type;
pub(crate) use groups::{Grouping, Shared, nearest_divisor};
pub(crate) use layer::Layer;
pub(crate) use linear::Linear;
pub(crate) use norm::{Affine as NormAffine, Kind as NormKind, Norm, Statistics as NormStatistics};
pub(crate) use recurrent::{Cell as RecurrentCell, Recurrent};
pub(crate) use signature::{Array, Describe, Fit, Signature};
pub(crate) use stored::{Stored, StoredRole};
pub(crate) use window::{Window, axes_of};
