//! The layers: one file each.

mod add;
mod array;
mod concat;
mod identity;
mod leaky_relu;
mod linear;
mod relu;
mod sigmoid;
mod softmax;
mod stateless;
mod tanh;

pub use add::Add;
pub use array::ArraySaved;
pub use concat::Concat;
pub use identity::Identity;
pub use leaky_relu::LeakyRelu;
pub use linear::{BiasOption, Linear, NoBias, WithBias};
pub use relu::Relu;
pub use sigmoid::Sigmoid;
pub use softmax::{LogSoftmax, Softmax};
pub use tanh::Tanh;
