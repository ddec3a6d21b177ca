//! Plots: training curves, confusion matrices, and the architecture of a network.

mod architecture;
mod canvas;
mod confusion;
mod curves;
mod error;
mod names;

pub use architecture::{architecture, architecture_dot, architecture_svg};
pub use confusion::confusion;
pub use curves::curves;
pub use error::PlotError;
pub use names::Names;
