//! The optimisers: one file each.

mod adagrad;
mod adam;
mod adamw;
mod amsgrad;
mod lion;
mod momentum;
mod rmsprop;
mod sgd;

pub use adagrad::Adagrad;
pub use adam::Adam;
pub use adamw::AdamW;
pub use amsgrad::AmsGrad;
pub use lion::Lion;
pub use momentum::Momentum;
pub use rmsprop::RmsProp;
pub use sgd::Sgd;
