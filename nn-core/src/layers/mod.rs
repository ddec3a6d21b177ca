//! The layers: one file each.

mod activation;
#[cfg(all(test, feature = "alloc"))]
mod activation_cases;
mod adaptive_pool;
mod add;
mod array;
mod avg_pool;
pub(crate) mod axes;
mod batch_norm;
#[cfg(all(test, feature = "alloc"))]
mod cases;
mod channel_shuffle;
mod coerced;
mod concat;
mod connect;
mod context;
mod conv;
mod conv_transpose;
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
mod lp_pool;
mod max_pool;
mod mish;
#[cfg(feature = "overlap")]
#[doc(hidden)]
pub mod overlap;
mod pad;
mod permute;
mod pixel_shuffle;
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
mod upsample;
mod weight_and_bias;
mod window;

pub use adaptive_pool::{AdaptiveAvgPool, AdaptiveMaxPool};
pub use add::Add;
pub use array::ArraySaved;
pub use avg_pool::{AvgPool1d, AvgPool2d, AvgPool3d, CountPadding, DivideBy, IgnorePadding, MeanDivisor};
pub use batch_norm::{BatchNorm1d, BatchNorm2d, BatchNormSaved};
pub use channel_shuffle::ChannelShuffle;
#[doc(hidden)]
pub use coerced::{Coerced, Named, ReinterpretAs};
pub use concat::Concat;
#[doc(hidden)]
pub use connect::Connect;
pub use context::StepContext;
pub use conv::{Conv1d, Conv2d, Conv3d};
pub use conv_transpose::{ConvTranspose1d, ConvTranspose2d, ConvTranspose3d};
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
pub use lp_pool::{LpPool1d, LpPool2d, LpPool3d};
pub use max_pool::{MaxPool1d, MaxPool2d, MaxPool3d};
pub use mish::Mish;
pub use pad::{Pad1d, Pad2d, Pad3d, Padding, ZeroPad1d, ZeroPad2d, ZeroPad3d};
pub use permute::{AxisOrder, Permute, Permuted};
pub use pixel_shuffle::{PixelShuffle, PixelUnshuffle};
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
pub use upsample::{CubicMode, LinearMode, NearestMode, Upsample, UpsampleMode};
pub use window::{Padding2d, Padding3d, Size2d, Size3d, Sizes, Window, Window1d, Window2d, Window3d};
