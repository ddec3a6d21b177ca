//! The layers: one file each.

mod activation;
#[cfg(all(test, feature = "alloc"))]
mod activation_cases;
mod add;
mod array;
mod avg_pool;
pub(crate) mod axes;
mod batch_norm;
mod bilinear;
mod buffer;
#[cfg(all(test, feature = "alloc"))]
mod cases;
mod coerced;
mod concat;
mod connect;
mod context;
mod conv;
mod conv_transpose2d;
mod dropout;
mod elu;
mod embedding;
mod gelu;
mod global_avg_pool;
mod group_norm;
mod grouping;
mod hard_sigmoid;
mod hard_swish;
mod identity;
mod in_place;
mod init;
mod layer;
mod layer_data;
mod layer_norm;
mod leaky_relu;
mod linear;
mod max_pool;
mod mish;
#[cfg(feature = "overlap")]
#[doc(hidden)]
pub mod overlap;
mod parameter;
mod permute;
mod pool;
mod prelu;
mod presence;
mod product;
mod relu;
mod rms_norm;
mod same_in_training;
mod selu;
mod shown;
mod sigmoid;
mod silu;
mod softmax;
mod softplus;
mod split;
mod stateless;
mod tanh;
mod thread_scratch;
mod tied;
mod upsample;
mod weight_and_bias;
mod window;
mod zero_pad;

pub use add::Add;
pub use array::ArraySaved;
pub use avg_pool::{AvgPool1d, AvgPool2d};
pub use batch_norm::{BatchNorm1d, BatchNorm2d, BatchNormSaved};
pub use bilinear::Bilinear;
pub use buffer::Buffer;
#[doc(hidden)]
pub use coerced::{Coerced, Named, ReinterpretAs};
pub use concat::Concat;
#[doc(hidden)]
pub use connect::Connect;
pub use context::StepContext;
pub use conv::{Conv1d, Conv2d};
pub use conv_transpose2d::ConvTranspose2d;
pub use dropout::{Dropout, Dropout2d};
pub use elu::Elu;
pub use embedding::Embedding;
pub use gelu::{Gelu, GeluTanh};
pub use global_avg_pool::GlobalAvgPool;
pub use group_norm::GroupNorm;
pub use grouping::{Depthwise, Grouping, Groups, Ungrouped};
pub use hard_sigmoid::HardSigmoid;
pub use hard_swish::HardSwish;
pub use identity::Identity;
#[doc(hidden)]
pub use in_place::{activate, activate_backward, pass_back_through};
pub use init::Init;
pub use layer::{Layer, Pass};
pub use layer_norm::LayerNorm;
pub use leaky_relu::LeakyRelu;
pub use linear::{BiasOption, Linear, NoBias, WithBias};
pub use max_pool::{MaxPool1d, MaxPool2d};
pub use mish::Mish;
pub use parameter::{BiasRole, NormRole, Parameter, ParameterRole, WeightRole};
pub use permute::{AxisOrder, Permute, Permuted};
pub use prelu::{ChannelSlopes, OneSlope, PRelu, Slopes};
#[doc(hidden)]
pub use presence::{Absent, Chosen, Either, NoLayer, Presence, Probe};
pub use product::Product;
pub use relu::Relu;
pub use rms_norm::RmsNorm;
pub use selu::Selu;
#[doc(hidden)]
pub use shown::{write_layer, write_layers};
pub use sigmoid::Sigmoid;
pub use silu::Silu;
pub use softmax::{LogSoftmax, Softmax};
pub use softplus::Softplus;
pub use split::Split;
pub use tanh::Tanh;
pub use tied::Tied;
#[doc(hidden)]
pub use tied::{HasMatrix, Transposed};
pub use upsample::Upsample;
pub use window::{Padding2d, Size2d, Window, Window1d, Window2d};
pub use zero_pad::{ZeroPad1d, ZeroPad2d};
