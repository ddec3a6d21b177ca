//! The layers: one file each.

mod add;
mod array;
mod avg_pool2d;
mod concat;
mod conv2d;
mod global_avg_pool;
mod grouping;
mod identity;
mod leaky_relu;
mod linear;
mod max_pool2d;
mod relu;
mod room;
mod sigmoid;
mod softmax;
mod stateless;
mod tanh;
mod window;

pub use add::Add;
pub use array::ArraySaved;
pub use avg_pool2d::AvgPool2d;
pub use concat::Concat;
pub use conv2d::Conv2d;
pub use global_avg_pool::GlobalAvgPool;
pub use grouping::{Depthwise, Grouping, Groups, Ungrouped};
pub use identity::Identity;
pub use leaky_relu::LeakyRelu;
pub use linear::{BiasOption, Linear, NoBias, WithBias};
pub use max_pool2d::MaxPool2d;
pub use relu::Relu;
pub use sigmoid::Sigmoid;
pub use softmax::{LogSoftmax, Softmax};
pub use tanh::Tanh;
pub use window::{Padding2d, Size2d, Window, Window1d, Window2d};
