//! Optimisers, one per file, with weight decay, gradient clipping, weight averaging and learning-rate schedules.

mod adadelta;
mod adafactor;
mod adagrad;
mod adam;
mod adam_family;
mod adamax;
mod adamw;
mod amsgrad;
mod asgd;
mod clip;
mod ema;
mod group;
#[cfg(feature = "alloc")]
mod lbfgs;
mod learning_rate;
#[cfg(feature = "alloc")]
mod line_search;
mod lion;
pub mod lr_scheduler;
mod momentum;
mod muon;
mod nadam;
mod newton_schulz;
mod optimizer;
mod radam;
mod rmsprop;
mod rmsprop_momentum;
mod rprop;
mod settings;
mod sgd;
mod sparse_adam;
mod weight_decay;

pub use adadelta::Adadelta;
pub use adafactor::Adafactor;
pub use adagrad::Adagrad;
pub use adam::Adam;
pub use adamax::Adamax;
pub use adamw::AdamW;
pub use amsgrad::AmsGrad;
pub use asgd::Asgd;
pub use clip::{Clip, global_norm};
#[cfg(feature = "alloc")]
pub use ema::Ema;
pub use ema::move_average;
pub use group::Group;
pub(crate) use group::{Treatment, for_each_group};
#[cfg(feature = "alloc")]
pub use lbfgs::Lbfgs;
#[cfg(feature = "alloc")]
pub(crate) use lbfgs::Objective;
pub use learning_rate::LearningRate;
pub use lion::Lion;
pub use momentum::Momentum;
pub use muon::{AdjustLr, Muon};
pub use nadam::NAdam;
pub use optimizer::Optimizer;
pub use radam::RAdam;
pub use rmsprop::RmsProp;
pub use rmsprop_momentum::RmsPropMomentum;
pub use rprop::Rprop;
pub use sgd::Sgd;
pub use sparse_adam::SparseAdam;
pub use weight_decay::WeightDecay;
