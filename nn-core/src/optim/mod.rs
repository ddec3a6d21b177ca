//! Optimisers, one per file, with weight decay, gradient clipping, weight averaging and learning-rate schedules.

mod adagrad;
mod adam;
mod adam_family;
mod adamw;
mod amsgrad;
mod clip;
mod ema;
mod group;
mod learning_rate;
mod lion;
pub mod lr_scheduler;
mod momentum;
mod optimizer;
mod rmsprop;
mod settings;
mod sgd;
mod weight_decay;

pub use adagrad::Adagrad;
pub use adam::Adam;
pub use adamw::AdamW;
pub use amsgrad::AmsGrad;
pub use clip::{Clip, global_norm};
#[cfg(feature = "alloc")]
pub use ema::Ema;
pub use ema::move_average;
pub use group::Group;
pub(crate) use group::for_each_group;
pub use learning_rate::LearningRate;
pub use lion::Lion;
pub use momentum::Momentum;
pub use optimizer::Optimizer;
pub use rmsprop::RmsProp;
pub use sgd::Sgd;
pub use weight_decay::WeightDecay;
