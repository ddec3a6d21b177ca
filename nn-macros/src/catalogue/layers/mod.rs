//! What the macro knows of each layer, a file a layer.
//!
//! A layer that is not here is the user's own, or a network: its type is taken as written, and the compiler reports what it
//! produces.

mod arguments;
mod convolution;
mod custom;
mod embedding;
mod groups;
mod known;
mod linear;
mod norm;
mod window;

pub(crate) use arguments::Arguments;
pub(crate) use groups::Shared;
pub(crate) use known::{Fit, Known, Layer, dim};
pub(crate) use window::{Window, axes_of, help_image, per_axis};
