//! Convolutions over two axes; over one, the height is 1.
//!
//! For each sample the image is laid out in a small scratch with its border of zeros, and with columns that a stride skips
//! moved together ([`border`]). Then every place of the kernel reads a whole row of the image at a constant distance, and
//! a tile of output channels and columns stays in registers while the kernel is walked through ([`correlate`]). The
//! gradient by the input is the same walk over the gradient's scratch; that by the weights holds kernel places in registers
//! and walks through the positions ([`weight`]).
//!
//! Where there is scratch for several threads, samples are divided among them; for the gradient by the weights, output
//! channels, of which each thread adds up all samples in their order.

mod backward_input;
mod backward_weight;
mod border;
mod correlate;
mod forward;
mod sizes;
#[cfg(all(test, feature = "alloc"))]
mod tests;
mod weight;

pub use backward_input::conv_backward_input;
pub use backward_weight::conv_backward_weight;
pub(crate) use border::TAIL;
pub use forward::conv_forward;
pub use sizes::Convolution;
