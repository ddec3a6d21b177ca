//! Convolutions over three axes: of volumes, of images with a depth of 1, of rows with a depth and a height of 1.
//!
//! For each sample, the volume is copied to a small scratch with its border of zeros, and with the columns de-interleaved by the
//! stride ([`border`]). Every kernel position then reads a whole row of the volume at a constant offset, while a tile of output
//! channels and columns stays in registers ([`correlate`]). The gradient with respect to the input is the same loop over a scratch
//! with the output gradient; the gradient with respect to the weights keeps kernel positions in registers and iterates over the
//! positions ([`weight`]).
//!
//! If there is scratch for several threads, samples are divided among them; for the gradient with respect to the weights, output
//! channels are divided, and each thread sums over all samples in order.

mod backward_input;
mod backward_weight;
mod border;
mod column;
mod correlate;
mod forward;
mod sizes;
#[cfg(all(test, feature = "alloc"))]
mod tests;
mod weight;

pub use backward_input::conv_backward_input;
pub use backward_weight::conv_backward_weight;
pub(crate) use border::TAIL;
pub(crate) use column::conv_column;
pub use forward::conv_forward;
pub use sizes::Convolution;
